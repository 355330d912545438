//! What comes out of the engine: exact moments, exact versions, the same bits however it is asked.

#[path = "engine/rig.rs"]
mod rig;

use std::sync::Arc;

use rig::{RATE, Rig, set, settings};

use tresillo::control::Control;
use tresillo::engine::bank::Sample;
use tresillo::engine::bus::Bus;
use tresillo::engine::protocol::{Command, Telemetry, Trouble};
use tresillo::schedule::{Schedule, TrackSlot};
use tresillo::sound::{Drum, SampleSlot, Sound, Wave};

const TRACK: TrackSlot = TrackSlot(0);
const SLOT: SampleSlot = SampleSlot(7);
const CLICK: Sound = Sound::Sample(SLOT);
const SAW: Sound = Sound::Oscillator(Wave::Sawtooth);

/// A rig with a recording.
trait Clicks {
    fn with_click(self) -> Self;
    fn troubles(&mut self) -> Vec<Trouble>;
    fn clicks(&mut self, frames: usize) -> Vec<usize>;
}

impl Clicks for Rig {
    /// A recording of one full frame and silence, so that onsets can be read off the output.
    fn with_click(mut self) -> Rig {
        let mut channel = vec![0.0; 64];
        channel[0] = 0.5;
        let click = Sample { channels: vec![channel], rate: RATE };
        self.send(Command::Sample(SLOT, Arc::new(click)));
        self
    }

    fn troubles(&mut self) -> Vec<Trouble> {
        let trouble = |report| match report {
            Telemetry::Trouble(trouble) => Some(trouble),
            _ => None,
        };
        self.reports().into_iter().filter_map(trouble).collect()
    }

    /// Frames at which clicks come out, counted without the limiter's latency.
    fn clicks(&mut self, frames: usize) -> Vec<usize> {
        let latency = self.engine.latency();
        let out = self.left(frames + latency);
        let loud = |&(_, x): &(usize, &f32)| *x > 0.2;
        out.iter().enumerate().filter(loud).map(|(i, _)| i - latency).collect()
    }
}

fn clicks_at(generation: u32, from: i64, until: i64, cps: f64, times: &[f64]) -> Schedule {
    let mut schedule = Schedule::new(generation, from, until, cps);
    for &at in times {
        schedule.push(at, 0.01, TRACK, CLICK, 440.0, &[]);
    }
    schedule
}

fn steps(from: f64, count: usize, step: f64) -> Vec<f64> {
    (0..count).map(|i| from + i as f64 * step).collect()
}

#[test]
fn onsets_are_exact_to_the_frame() {
    let mut rig = Rig::new().with_click();
    let times = [0.0, 1.0 / 3.0, 0.5, 0.777, 1.0, 1.9999];
    rig.run(clicks_at(1, 0, 2, 0.6, &times));
    let frame = |t: f64| (t / 0.6 * f64::from(RATE)).round() as usize;
    assert_eq!(rig.clicks(170_000), times.map(frame));
}

#[test]
fn time_stands_still_until_it_is_told_to_run() {
    let mut rig = Rig::new().with_click();
    rig.play(clicks_at(1, 0, 1, 1.0, &[0.0, 0.5]));
    assert!(rig.clicks(10_000).is_empty());
    rig.send(Command::Run(true));
    let latency = rig.engine.latency();
    // Commands are taken at the next block of the grid.
    let next = (10_000 + latency).next_multiple_of(64) - (10_000 + latency);
    assert_eq!(rig.clicks(30_000), [next, next + 24_000]);
}

#[test]
fn a_change_of_tempo_moves_what_has_not_started_and_nothing_else() {
    let mut rig = Rig::new().with_click();
    rig.run(clicks_at(1, 0, 2, 1.0, &steps(0.0, 8, 0.25)));
    let mut out = rig.left(24_000);
    rig.send(Command::Tempo(0.5));
    out.extend(rig.left(100_000));
    let latency = rig.engine.latency();
    let loud = |&(_, x): &(usize, &f32)| *x > 0.2;
    let clicks: Vec<_> = out.iter().enumerate().filter(loud).map(|(i, _)| i - latency).collect();
    // 24,000 is a block's start and the click there has not begun: it stays where it is.
    assert_eq!(clicks[..4], [0, 12_000, 24_000, 48_000]);
}

#[test]
fn a_new_version_takes_over_with_nothing_doubled_and_nothing_lost() {
    for swap in [0, 1, 63, 64, 1000, 11_999, 12_000, 12_001, 20_000] {
        let mut rig = Rig::new().with_click();
        let times = steps(0.0, 64, 1.0 / 16.0);
        rig.play(clicks_at(1, 0, 4, 1.0, &times));
        rig.send(Command::Run(true));
        let mut out = rig.left(swap);
        rig.play(clicks_at(2, 0, 4, 1.0, &times));
        out.extend(rig.left(60_000 - swap));
        let latency = rig.engine.latency();
        let clicks: Vec<_> = (0..60_000).filter(|&i| out[i] > 0.2).map(|i| i - latency).collect();
        let expected: Vec<_> =
            (0..20).map(|i| i * 3000).take_while(|f| f + latency < 60_000).collect();
        assert_eq!(clicks, expected, "swapped after {swap} frames");
        let adopted = |r: &Telemetry| matches!(r, Telemetry::Adopted { generation: 2, .. });
        assert_eq!(rig.reports().iter().filter(|r| adopted(r)).count(), 1);
    }
}

#[test]
fn a_version_for_later_waits_for_its_cycle_and_brings_its_tempo() {
    let mut rig = Rig::new().with_click();
    rig.run(clicks_at(1, 0, 8, 1.0, &steps(0.0, 16, 0.5)));
    rig.left(64);
    rig.play(clicks_at(2, 2, 4, 2.0, &steps(0.0, 4, 0.5)));
    rig.left(rig.engine.latency());
    let clicks = rig.clicks(160_000);
    let shown: Vec<_> = clicks.iter().map(|c| c + 64 + rig.engine.latency()).collect();
    assert_eq!(shown, [24_000, 48_000, 72_000, 96_000, 108_000, 120_000, 132_000]);
    let adopted: Vec<_> =
        rig.reports().into_iter().filter(|r| matches!(r, Telemetry::Adopted { .. })).collect();
    assert_eq!(adopted.len(), 2);
    assert_eq!(adopted[1], Telemetry::Adopted { generation: 2, frame: 96_000 });
}

#[test]
fn later_stretches_of_a_version_follow_without_a_seam() {
    let mut rig = Rig::new().with_click();
    rig.play(clicks_at(1, 0, 1, 1.0, &steps(0.0, 4, 0.25)));
    rig.run(clicks_at(1, 1, 2, 1.0, &steps(0.0, 4, 0.25)));
    assert_eq!(rig.clicks(96_000), (0..8).map(|i| i * 12_000).collect::<Vec<_>>());
    assert_eq!(rig.troubles(), []);
}

#[test]
fn a_stretch_that_comes_too_late_is_told_and_skipped() {
    let mut rig = Rig::new().with_click();
    rig.run(clicks_at(1, 0, 1, 1.0, &[0.0]));
    rig.left(64 * 750);
    rig.play(clicks_at(1, 0, 2, 1.0, &steps(0.5, 4, 0.25)));
    assert_eq!(rig.clicks(30_000), [0, 12_000]);
    assert_eq!(rig.troubles(), [Trouble::Late(2)]);
}

#[test]
fn locate_jumps_and_discards() {
    let mut rig = Rig::new().with_click();
    rig.run(clicks_at(1, 0, 1, 1.0, &steps(0.25, 3, 0.25)));
    rig.left(64);
    rig.send(Command::Locate(10));
    rig.play(clicks_at(1, 10, 11, 1.0, &[0.0, 0.125]));
    let latency = rig.engine.latency();
    assert_eq!(rig.clicks(48_000), [0, 6_000]);
    let Some(Telemetry::Position { frame, cycle, .. }) =
        rig.reports().into_iter().rfind(|r| matches!(r, Telemetry::Position { .. }))
    else {
        panic!("no position");
    };
    assert_eq!(frame as usize, (64 + 48_000 + latency).next_multiple_of(64));
    assert!((cycle - (10.0 + (frame - 64) as f64 / 48_000.0)).abs() < 1e-9);
}

/// A piece with all kinds of sounds, filters, sends and a choke.
fn piece() -> Schedule {
    let mut schedule = Schedule::new(1, 0, 2, 1.0);
    let sweep = [
        set(Control::Cutoff, 300.0),
        set(Control::Resonance, 12.0),
        set(Control::Lpenv, 4.0),
        set(Control::Lpdecay, 0.2),
        set(Control::Pan, 0.3),
        set(Control::Room, 0.4),
        set(Control::Delay, 0.3),
    ];
    let high = settings([(Control::Hcutoff, 4000.0), (Control::Ftype, 2.0), (Control::Cut, 1.0)]);
    let band = settings([(Control::Bandf, 900.0), (Control::Bandq, 4.0), (Control::Decay, 0.1)]);
    let bent = settings([(Control::Vib, 5.0), (Control::Penv, 12.0), (Control::Release, 0.3)]);
    let looped = settings([(Control::Loop, 1.0), (Control::Speed, -0.37)]);
    for i in 0..32 {
        let at = f64::from(i) / 16.0;
        let freq = 80.0 * 1.0595f32.powi(i);
        schedule.push(at, 0.1, TrackSlot(0), SAW, freq, &sweep);
        schedule.push(
            at,
            0.05,
            TrackSlot(1),
            Sound::Noise(tresillo::sound::Colour::White),
            440.0,
            &high,
        );
        schedule.push(at + 0.01, 0.2, TrackSlot(1), Sound::Oscillator(Wave::Square), freq, &band);
        schedule.push(at + 0.03, 0.1, TrackSlot(2), Sound::Oscillator(Wave::Triangle), freq, &bent);
        schedule.push(at, 0.1, TrackSlot(3), Sound::Drum(Drum::Kick), 261.6, &[]);
        schedule.push(at + 0.02, 0.1, TrackSlot(3), Sound::Drum(Drum::ClosedHat), 261.6, &[]);
        schedule.push(at, 0.06, TrackSlot(4), CLICK, 440.0, &looped);
    }
    schedule.sort();
    schedule
}

fn render_piece(mut rig: Rig, block: usize, frames: usize) -> Vec<u32> {
    for slot in 0..4 {
        rig.send(Command::Bus(TrackSlot(slot), Box::new(Bus::new(RATE))));
    }
    rig.play(piece());
    rig.send(Command::Run(true));
    let mut out = vec![0.0; 2 * frames];
    out.chunks_mut(2 * block).for_each(|part| rig.engine.render(part));
    out.iter().map(|x| x.to_bits()).collect()
}

#[test]
fn the_block_size_changes_no_sample() {
    let whole = render_piece(Rig::new().with_click(), 100_000, 100_000);
    assert!(whole.iter().filter(|&&bits| bits << 1 != 0).count() > 100_000);
    for block in [1, 17, 64, 512, 4096] {
        assert!(
            render_piece(Rig::new().with_click(), block, 100_000) == whole,
            "blocks of {block}"
        );
    }
}

#[test]
fn wide_instructions_change_no_sample() {
    assert!(
        render_piece(Rig::new().with_click(), 512, 100_000)
            == render_piece(Rig::plain().with_click(), 512, 100_000)
    );
}

#[test]
fn a_mute_releases_what_is_held_and_starts_nothing() {
    let mut rig = Rig::new().with_click();
    let mut schedule = Schedule::new(1, 0, 4, 1.0);
    schedule.push(0.0, 4.0, TRACK, SAW, 220.0, &[]);
    schedule.push(1.0, 1.0, TRACK, SAW, 330.0, &[]);
    rig.run(schedule);
    assert!(rig.left(24_000).iter().any(|x| x.abs() > 0.05));
    rig.send(Command::Mute(TRACK, true));
    rig.left(2_000);
    assert!(rig.left(48_000).iter().all(|x| *x == 0.0));
}

#[test]
fn panic_is_silent_within_five_milliseconds() {
    let mut rig = Rig::new().with_click();
    rig.send(Command::Bus(TRACK, Box::new(Bus::new(RATE))));
    let mut schedule = Schedule::new(1, 0, 4, 1.0);
    let settings = settings([(Control::Room, 1.0), (Control::Delay, 1.0)]);
    schedule.push(0.0, 4.0, TRACK, SAW, 220.0, &settings);
    rig.run(schedule);
    assert!(rig.left(64 * 300).iter().any(|x| x.abs() > 0.05));
    rig.send(Command::Panic);
    rig.left(240);
    assert!(rig.left(48_000).iter().all(|x| *x == 0.0));
}

#[test]
fn a_choke_fades_within_milliseconds_and_does_not_click() {
    let mut rig = Rig::new().with_click();
    let mut schedule = Schedule::new(1, 0, 2, 1.0);
    let cut = settings([(Control::Cut, 3.0), (Control::Sustain, 1.0)]);
    let sine = Sound::Oscillator(Wave::Sine);
    schedule.push(0.0, 2.0, TRACK, sine, 110.0, &cut);
    let quiet = settings([(Control::Cut, 3.0), (Control::Gain, 0.0)]);
    schedule.push(0.5, 0.1, TRACK, sine, 110.0, &quiet);
    rig.run(schedule);
    let latency = rig.engine.latency();
    let out = rig.left(48_000);
    let after = 24_000 + latency + (0.003 * 48_000.0) as usize + 32;
    assert!(out[after - 250..after - 170].iter().any(|x| x.abs() > 0.05));
    assert!(out[after..].iter().all(|x| *x == 0.0));
    let jump = out.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
    assert!(jump < 0.02, "a jump of {jump}");
}

#[test]
fn too_many_voices_are_told_and_the_newest_still_sound() {
    let mut rig = Rig::new().with_click();
    let mut schedule = Schedule::new(1, 0, 2, 1.0);
    for i in 0..1100 {
        let at = if i < 1024 { 0.0 } else { 0.25 };
        let gain = [set(Control::Gain, if i < 1024 { 0.001 } else { 0.01 })];
        let track = TrackSlot((i % 8) as u8);
        schedule.push(at, 2.0, track, SAW, 100.0 + i as f32, &gain);
    }
    rig.run(schedule);
    let power = |sound: Vec<f32>| sound.iter().map(|x| x * x).sum::<f32>();
    let before = power(rig.left(12_000));
    let after = power(rig.left(12_000));
    assert!(after > 3.0 * before, "the new voices are heard: {before} {after}");
    let troubles = rig.troubles();
    let stolen: u32 =
        troubles.iter().map(|t| if let Trouble::Stolen(_, n) = t { *n } else { 0 }).sum();
    let dropped: u32 =
        troubles.iter().map(|t| if let Trouble::Dropped(n) = t { *n } else { 0 }).sum();
    assert_eq!(stolen + dropped, 76, "{troubles:?}");
    assert!(stolen > 0);
}

#[test]
fn a_retired_track_rings_out_and_its_bus_comes_home() {
    let mut rig = Rig::new().with_click();
    rig.send(Command::Bus(TRACK, Box::new(Bus::new(RATE))));
    let mut schedule = Schedule::new(1, 0, 1, 1.0);
    schedule.push(0.0, 0.1, TRACK, SAW, 220.0, &[set(Control::Room, 0.5)]);
    rig.run(schedule);
    rig.left(2_400);
    rig.send(Command::Retire(TRACK));
    assert!(rig.left(2_400).iter().any(|x| x.abs() > 0.01));
    let mut retired = false;
    for _ in 0..60 {
        rig.left(48_000);
        retired |= rig.reports().contains(&Telemetry::Retired(TRACK));
        rig.remote.collect();
    }
    assert!(retired);
}

#[test]
fn what_is_no_number_never_comes_out() {
    let mut rig = Rig::new().with_click();
    let bad = Sample { channels: vec![vec![f32::NAN; 4800]], rate: RATE };
    rig.send(Command::Sample(SampleSlot(1), Arc::new(bad)));
    rig.send(Command::Bus(TRACK, Box::new(Bus::new(RATE))));
    let mut schedule = Schedule::new(1, 0, 1, 1.0);
    let settings = settings([(Control::Cutoff, 500.0), (Control::Room, 0.5)]);
    schedule.push(0.0, 0.1, TRACK, Sound::Sample(SampleSlot(1)), 220.0, &settings);
    schedule.push(0.5, 0.1, TRACK, SAW, f32::NAN, &settings);
    schedule.push(f64::NAN, f64::NAN, TRACK, SAW, f32::INFINITY, &settings);
    rig.run(schedule);
    let out = rig.left(48_000);
    assert!(out.iter().all(|x| x.is_finite() && x.abs() <= 1.0));
    assert!(out[24_000..].iter().any(|x| x.abs() > 0.01), "the bus plays on");
    assert!(rig.troubles().contains(&Trouble::NotANumber(TRACK)));
}

#[test]
fn a_stereo_recording_keeps_its_sides() {
    let mut rig = Rig::new().with_click();
    let sample = Sample { channels: vec![vec![0.5; 4800], vec![0.25; 4800]], rate: RATE };
    rig.send(Command::Sample(SampleSlot(1), Arc::new(sample)));
    let mut schedule = Schedule::new(1, 0, 1, 1.0);
    schedule.push(0.0, 0.5, TRACK, Sound::Sample(SampleSlot(1)), 440.0, &[]);
    rig.run(schedule);
    let mut out = vec![0.0; 2 * 2400];
    rig.engine.render(&mut out);
    assert!((out[2000] - 0.5).abs() < 1e-3 && (out[2001] - 0.25).abs() < 1e-3);
}

#[test]
fn a_track_on_the_bus_of_another_has_a_meter_of_its_own() {
    let mut rig = Rig::new().with_click();
    let shared = TrackSlot(3);
    for slot in [TRACK, shared] {
        rig.send(Command::Bus(slot, Box::new(Bus::new(RATE))));
    }
    let mut schedule = Schedule::new(1, 0, 1, 1.0);
    schedule.push(0.0, 0.5, TRACK, SAW, 220.0, &[set(Control::Gain, 0.5)]).bus = shared;
    rig.run(schedule);
    rig.left(24_000);
    let peak = |reports: &[Telemetry], slot| {
        let meters = reports.iter().filter_map(|report| match report {
            Telemetry::Meter(of, [left, _]) if *of == slot => Some(*left),
            _ => None,
        });
        meters.fold(0.0, f32::max)
    };
    let reports = rig.reports();
    let (own, shared) = (peak(&reports, TRACK), peak(&reports, shared));
    assert!(own > 0.05 && (own / shared - 1.0).abs() < 0.01, "{own} {shared}");
}

#[test]
fn the_music_is_the_same_however_long_the_device_was_open_before() {
    let after = |silence: usize| {
        let mut rig = Rig::new().with_click();
        rig.send(Command::Bus(TRACK, Box::new(Bus::new(RATE))));
        let mut schedule = Schedule::new(1, 0, 4, 1.0);
        let moving = [Control::Room, Control::Chorus, Control::Phaserdepth];
        let settings = moving.map(|control| set(control, 0.5));
        schedule.push(0.0, 0.5, TRACK, SAW, 220.0, &settings);
        rig.play(schedule);
        rig.left(silence);
        rig.send(Command::Run(true));
        rig.left(48_000)
    };
    assert!(after(64) == after(640_000));
}
