//! The promise of the audio thread: `render` neither allocates nor frees, whatever arrives.
//!
//! The allocator of this test program aborts where that is broken.

#[path = "engine/rig.rs"]
mod rig;

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use proptest::prelude::*;
use rig::{RATE, Rig, set, settings};
use tresillo::control::{ALL, Control};
use tresillo::engine::bank::Sample;
use tresillo::engine::bus::Bus;
use tresillo::engine::kernel::convolver::Convolver;
use tresillo::engine::protocol::{COMMANDS, Command, Sign, Telemetry, Trouble};
use tresillo::schedule::{Schedule, Setting, TrackSlot};
use tresillo::sound::{SOUNDS, SampleSlot, Sound, Wave};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

fn recording(frames: usize, channels: usize) -> Arc<Sample> {
    let wave: Vec<f32> = (0..frames).map(|i| (i as f32 * 0.05).sin() * 0.5).collect();
    Arc::new(Sample { channels: vec![wave; channels], rate: RATE })
}

/// Every kind of sound on eight tracks: some 100 voices at a time, with all that a voice can have.
fn crowd(generation: u32, from: i64, cps: f64) -> Schedule {
    let mut schedule = Schedule::new(generation, from, from + 1, cps);
    let settings = settings([
        (Control::Cutoff, 800.0),
        (Control::Lpenv, 2.0),
        (Control::Hcutoff, 60.0),
        (Control::Bandf, 700.0),
        (Control::Vib, 4.0),
        (Control::Ftype, (generation % 3) as f32),
        (Control::Lprate, 7.0),
        (Control::Vowel, 2.0),
        (Control::Distort, 1.0),
        (Control::Squiz, 2.0),
        (Control::Comb, 0.5),
        (Control::Ring, 0.5),
        (Control::Noise, 0.3),
        (Control::Stretch, 1.5),
        (Control::Accelerate, 0.5),
        (Control::Slide, -12.0),
        (Control::Room, 0.3),
        (Control::Delay, 0.3),
        (Control::Gain, 0.2),
        (Control::Release, 0.2),
        (Control::Loop, 1.0),
        (Control::Cut, (generation % 3) as f32),
        (Control::Ir, (generation % 2) as f32),
        (Control::Compressor, -20.0),
        (Control::Eqlow, 3.0),
        (Control::Djf, 0.4),
        (Control::Phaserrate, 1.0),
        (Control::Chorus, 0.5),
        (Control::Flanger, 0.5),
        (Control::Leslie, 0.5),
        (Control::Freeze, (generation % 2) as f32),
        (Control::Duckorbit, (generation % 9) as f32),
    ]);
    let sounds: Vec<Sound> = SOUNDS
        .iter()
        .map(|row| row.sound)
        .chain((0..3).map(|slot| Sound::Sample(SampleSlot(slot))))
        .collect();
    for i in 0..160u32 {
        let at = f64::from(i / 10) / 16.0;
        let sound = sounds[i as usize % sounds.len()];
        let from = i as usize % settings.len();
        let track = TrackSlot((i % 8) as u8);
        let settings = &settings[from..];
        let trigger = schedule.push(at, 0.4, track, sound, 60.0 + i as f32, settings);
        trigger.bus = TrackSlot((i % 5) as u8);
        // Some play instruments outside, of whose cues nobody hears.
        trigger.outside = NonZeroU32::new(i + 1).filter(|_| i % 16 == 7);
    }
    schedule
}

#[test]
fn two_hundred_reloads_allocate_and_free_nothing() {
    let mut rig = Rig::new();
    let mut out = vec![0.0; 2 * 300];
    rig.send(Command::Run(true));
    let mut loud = 0;
    let mut freed = 0;
    for reload in 0..200u32 {
        let cycle = i64::from(reload) / 8;
        let cps = 0.5 + f64::from(reload % 7) * 0.3;
        rig.play(crowd(reload, cycle, cps));
        rig.play(crowd(reload, cycle + 1, cps));
        let slot = (reload % 8) as u8;
        rig.send(Command::Bus(TrackSlot(slot), Box::new(Bus::new(RATE))));
        let sample = recording(400 * (reload as usize % 5), 1 + reload as usize % 2);
        rig.send(Command::Sample(SampleSlot((reload % 3) as u16), sample));
        let answer = Convolver::new((reload % 3) as u16, &recording(3000, 2));
        rig.send(Command::Answer(TrackSlot((reload % 5) as u8), Box::new(answer)));
        match reload % 20 {
            5 => rig.send(Command::Mute(TrackSlot(1), true)),
            6 => rig.send(Command::Mute(TrackSlot(1), false)),
            9 => rig.send(Command::Retire(TrackSlot(slot))),
            13 => rig.send(Command::Run(false)),
            14 => rig.send(Command::Run(true)),
            15 => rig.send(Command::Locate(cycle)),
            17 => rig.send(Command::Hush),
            19 => rig.send(Command::Panic),
            _ => rig.send(Command::Tempo(cps * 1.5)),
        }
        for _ in 0..20 {
            assert_no_alloc(|| rig.engine.render(&mut out));
            loud += out.iter().filter(|x| x.abs() > 0.01).count();
            assert!(out.iter().all(|x| x.is_finite() && x.abs() <= 1.0));
        }
        if reload % 10 == 0 {
            while rig.remote.report().is_some() {}
            freed += rig.remote.collect();
        }
    }
    assert!(loud > 100_000, "the music plays through: {loud}");
    assert!(freed > 300, "what was replaced comes home: {freed}");
}

#[test]
fn full_rings_stop_nothing() {
    let mut rig = Rig::new();
    let mut out = vec![0.0; 2 * 64];
    // Nobody reads reports or frees garbage; samples are replaced until the garbage overflows.
    rig.send(Command::Run(true));
    for _ in 0..6 {
        for i in 0..COMMANDS - 2 {
            rig.send(Command::Sample(SampleSlot(i as u16 % 2), recording(8, 1)));
        }
        rig.play(crowd(1, 0, 1.0));
        assert_no_alloc(|| rig.engine.render(&mut out));
    }
    for _ in 0..200 {
        assert_no_alloc(|| rig.engine.render(&mut out));
    }
    assert!(out.iter().any(|x| x.abs() > 0.001));
    assert!(rig.remote.collect() > 2000);
    assert_no_alloc(|| rig.engine.render(&mut out));
    assert!(rig.remote.collect() > 2000, "the reserve follows when there is room");
}

#[test]
fn a_thousand_notes_at_once_stop_nothing() {
    let mut rig = Rig::new();
    let mut schedule = Schedule::new(1, 0, 1, 1.0);
    for i in 0..5000u32 {
        let at = f64::from(i % 5) * 0.001;
        let sound = Sound::Oscillator(Wave::Square);
        schedule.push(at, 0.5, TrackSlot((i % 70) as u8), sound, 50.0 + i as f32, &[]);
    }
    schedule.sort();
    rig.run(schedule);
    let mut out = vec![0.0; 2 * 4800];
    assert_no_alloc(|| rig.engine.render(&mut out));
    assert!(out.iter().any(|x| x.abs() > 0.1));
    assert!(out.iter().all(|x| x.is_finite() && x.abs() <= 1.0));
}

/// Many notes for outside: for each, by its number, how often it began and ended.
fn cues_of(rig: &mut Rig, notes: u32, lasts: f64) -> BTreeMap<u32, [usize; 2]> {
    let mut schedule = Schedule::new(1, 0, 1, 1.0);
    for i in 0..notes {
        let at = f64::from(i % 64) / 64.0;
        let sound = Sound::Oscillator(Wave::Square);
        let trigger = schedule.push(at, lasts, TrackSlot((i % 60) as u8), sound, 100.0, &[]);
        trigger.outside = NonZeroU32::new(i + 1);
    }
    schedule.sort();
    let mut cues = rig.remote.cues().expect("they are there once");
    rig.run(schedule);
    let mut out = vec![0.0; 2 * 480];
    let mut counts: BTreeMap<u32, [usize; 2]> = BTreeMap::new();
    for turn in 0..150 {
        if turn == 60 {
            rig.send(Command::Panic);
        }
        assert_no_alloc(|| rig.engine.render(&mut out));
        assert!(out.iter().all(|x| *x == 0.0), "they make no sound here");
        let heard = if turn % 10 == 9 { usize::MAX } else { 0 };
        for cue in std::iter::from_fn(|| cues.next_cue()).take(heard) {
            match cue.sign {
                Sign::Begin(note) => counts.entry(note.get()).or_default()[0] += 1,
                Sign::End(note) => counts.entry(note.get()).or_default()[1] += 1,
                Sign::Silence => {}
            }
        }
    }
    counts
}

#[test]
fn what_begins_outside_ends_outside_however_much_there_is() {
    for (notes, lasts) in [(300, 0.05), (6000, 0.001), (6000, 3.0)] {
        let mut rig = Rig::new();
        let counts = cues_of(&mut rig, notes, lasts);
        assert!(counts.values().all(|count| *count == [1, 1]), "{notes} of {lasts}: {counts:?}");
        let dropped = |report: &Telemetry| match report {
            Telemetry::Trouble(Trouble::Dropped(count)) => *count as usize,
            _ => 0,
        };
        let dropped: usize = rig.reports().iter().map(dropped).sum();
        let due = notes as usize * 39 / 64;
        let all = counts.len() + dropped;
        assert!((due..=notes as usize).contains(&all), "{} and {dropped}", counts.len());
        assert!(counts.len() >= due.min(1000), "{}", counts.len());
    }
}

fn awkward() -> impl Strategy<Value = f32> {
    prop_oneof![
        Just(0.0),
        Just(-0.0),
        Just(f32::NAN),
        Just(f32::INFINITY),
        Just(f32::NEG_INFINITY),
        Just(1e300_f64 as f32),
        Just(f32::MIN_POSITIVE / 4.0),
        Just(-1.0),
        -1e4f32..1e5,
    ]
}

fn any_setting() -> impl Strategy<Value = Setting> {
    let control = (0..ALL.len()).prop_map(|i| ALL[i]);
    let edge = |c: Control| prop_oneof![Just(c.info().min as f32), Just(c.info().max as f32)];
    control.prop_flat_map(move |control| {
        prop_oneof![edge(control), awkward()].prop_map(move |value| set(control, value))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_controls_say_the_sound_is_finite_and_in_range(
        notes in prop::collection::vec(
            (0..SOUNDS.len() + 2, awkward(), prop::collection::vec(any_setting(), 0..12)),
            1..10,
        ),
    ) {
        let mut rig = Rig::new();
        rig.send(Command::Sample(SampleSlot(0), recording(500, 2)));
        rig.send(Command::Sample(SampleSlot(1), recording(1, 1)));
        rig.send(Command::Bus(TrackSlot(0), Box::new(Bus::new(RATE))));
        let mut schedule = Schedule::new(1, 0, 1, 10.0);
        for (i, (sound, freq, settings)) in notes.iter().enumerate() {
            let sound = match SOUNDS.get(*sound) {
                Some(row) => row.sound,
                None => Sound::Sample(SampleSlot((sound - SOUNDS.len()) as u16)),
            };
            schedule.push(i as f64 * 0.05, 0.3, TrackSlot(0), sound, *freq, settings);
        }
        rig.run(schedule);
        let mut out = vec![0.0; 2 * 6000];
        assert_no_alloc(|| rig.engine.render(&mut out));
        prop_assert!(out.iter().all(|x| x.is_finite() && x.abs() <= 1.0));
    }
}

#[test]
fn every_control_alone_at_its_edges_keeps_the_sound_finite() {
    let values = |c: Control| {
        let info = c.info();
        [0.0, -0.0, info.min as f32, info.max as f32, f32::NAN, f32::INFINITY, 1e300_f64 as f32]
    };
    for &control in ALL {
        let mut rig = Rig::new();
        rig.send(Command::Sample(SampleSlot(0), recording(500, 2)));
        rig.send(Command::Bus(TrackSlot(0), Box::new(Bus::new(RATE))));
        let mut schedule = Schedule::new(1, 0, 1, 10.0);
        for (i, value) in values(control).into_iter().enumerate() {
            let settings = settings([
                (Control::Cutoff, 500.0),
                (Control::Hcutoff, 100.0),
                (Control::Room, 0.2),
                (Control::Delay, 0.2),
                (control, value),
            ]);
            let at = i as f64 * 0.05;
            let saw = Sound::Oscillator(Wave::Sawtooth);
            schedule.push(at, 0.1, TrackSlot(0), saw, 220.0, &settings);
            let sample = Sound::Sample(SampleSlot(0));
            schedule.push(at, 0.1, TrackSlot(0), sample, 220.0, &settings);
        }
        rig.run(schedule);
        let mut out = vec![0.0; 2 * 4096];
        assert_no_alloc(|| rig.engine.render(&mut out));
        assert!(out.iter().all(|x| x.is_finite() && x.abs() <= 1.0), "{}", control.info().name);
    }
}
