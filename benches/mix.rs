//! What a second of sound costs in delay, reverb, limiter and drums, one of each.
//!
//! Times are for one second of stereo at 48 kHz: times 60 they are the CPU-seconds of a minute.

#[path = "../tests/engine/rig.rs"]
mod rig;

use rig::{RATE, Rig, set};
use tresillo::control::Control;
use tresillo::engine::BLOCK;
use tresillo::engine::block::{StereoBlock, TrackMix};
use tresillo::engine::bus::Bus;
use tresillo::engine::kernel::amp::Channel;
use tresillo::engine::kernel::drum::Drums;
use tresillo::engine::kernel::{Note, Settings, Source};
use tresillo::engine::lanes::{F8, LANES};
use tresillo::engine::master::Master;
use tresillo::engine::protocol::Command;
use tresillo::schedule::{Schedule, TrackSlot};
use tresillo::sound::{Drum, Sound, Wave};

const BLOCKS: usize = RATE as usize / BLOCK;

fn main() {
    divan::main();
}

fn noise(level: f32) -> Vec<StereoBlock> {
    let mut x = 1_u32;
    let mut next = || {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (x as i32) as f32 / 2_147_483_648.0 * level
    };
    let block = |_| {
        let mut block = StereoBlock::SILENT;
        block.left.fill_with(&mut next);
        block.right.fill_with(&mut next);
        block
    };
    (0..BLOCKS).map(block).collect()
}

fn send(bencher: divan::Bencher, mix: impl Fn(StereoBlock) -> TrackMix) {
    let input = noise(0.2);
    let mut bus = Bus::new(RATE);
    bus.set(Control::Delaytime, 0.333);
    bencher.bench_local(|| {
        for block in &input {
            divan::black_box(bus.process(&mut mix(block.clone())));
        }
    });
}

#[divan::bench]
fn nothing(bencher: divan::Bencher) {
    send(bencher, |dry| TrackMix { dry, ..TrackMix::SILENT });
}

#[divan::bench]
fn delay(bencher: divan::Bencher) {
    send(bencher, |block| TrackMix { delay: Some(block), ..TrackMix::SILENT });
}

#[divan::bench]
fn reverb(bencher: divan::Bencher) {
    send(bencher, |block| TrackMix { room: Some(block), ..TrackMix::SILENT });
}

/// A whole engine, a held sine, with the instructions that this machine has: dry, echoing, in a room.
#[divan::bench(args = ["dry", "delay", "room"])]
fn in_the_engine(bencher: divan::Bencher, send: &str) {
    let mut rig = Rig::new();
    let control = Control::named(send).map(|control| set(control, 0.5));
    let mut schedule = Schedule::new(1, 0, 100_000, 1.0);
    let sine = Sound::Oscillator(Wave::Sine);
    schedule.push(0.0, 100_000.0, TrackSlot(0), sine, 220.0, control.as_slice());
    rig.send(Command::Bus(TrackSlot(0), Box::new(Bus::new(RATE))));
    rig.run(schedule);
    let mut out = vec![0.0; 2 * RATE as usize];
    bencher.bench_local(|| {
        rig.engine.render(&mut out);
        while rig.remote.report().is_some() {}
    });
}

#[divan::bench(args = [0.2, 0.85, 4.0])]
fn limiter(bencher: divan::Bencher, level: f32) {
    let input = noise(level);
    let mut master = Master::new(RATE);
    bencher.bench_local(|| {
        for block in &input {
            let mut block = block.clone();
            master.process(&mut block);
            divan::black_box(block);
        }
    });
}

#[divan::bench(args = [Drum::Kick, Drum::Snare, Drum::Clap, Drum::OpenHat, Drum::Ride])]
fn eight_drums(bencher: divan::Bencher, drum: Drum) {
    let note = |seed| Note {
        sound: Sound::Drum(drum),
        freq: 261.625_58,
        rate: RATE as f32,
        channel: Channel::Mono,
        seed,
        settings: Settings(&[]),
    };
    bencher.bench_local(|| {
        let mut drums = Drums::default();
        (0..LANES).for_each(|lane| drums.start(lane, &note(lane as u32)));
        for _ in 0..BLOCKS {
            let mut block = [F8::ZERO; BLOCK];
            drums.render(&mut block);
            divan::black_box(block);
        }
    });
}
