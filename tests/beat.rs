//! The kit played by the engine: hats that choke each other, and a full beat that leaves the limiter
//! at rest.

#[path = "engine/rig.rs"]
mod rig;

use rig::{RATE, Rig, set};
use tresillo::control::Control;
use tresillo::engine::bus::Bus;
use tresillo::engine::protocol::{Command, Telemetry};
use tresillo::schedule::{Schedule, Setting, TrackSlot};
use tresillo::sound::named;

const C4: f32 = 261.625_58;

/// Notes of one cycle, a second long: when, on which track, which sound, at what pitch.
struct Beat(Schedule);

impl Beat {
    fn new() -> Beat {
        Beat(Schedule::new(1, 0, 1, 1.0))
    }

    fn hit(self, track: u8, sound: &str, times: &[f64]) -> Beat {
        self.note(track, sound, C4, 0.01, times, &[])
    }

    fn note(
        mut self,
        track: u8,
        sound: &str,
        freq: f32,
        lasts: f64,
        times: &[f64],
        settings: &[Setting],
    ) -> Beat {
        let sound = named(sound).expect("a built-in sound");
        for &at in times {
            self.0.push(at, lasts, TrackSlot(track), sound, freq, settings);
        }
        self
    }

    /// A second of it, left channel, and what the engine reported.
    fn play(mut self) -> (Vec<f32>, Vec<Telemetry>) {
        self.0.sort();
        let mut rig = Rig::new();
        for slot in 0..8 {
            rig.send(Command::Bus(TrackSlot(slot), Box::new(Bus::new(RATE))));
        }
        rig.run(self.0);
        let latency = rig.engine.latency();
        let left = rig.left(RATE as usize + latency).split_off(latency);
        (left, rig.reports())
    }
}

fn power(sound: &[f32], from: f64, to: f64) -> f32 {
    let frame = |seconds: f64| (seconds * f64::from(RATE)) as usize;
    sound[frame(from)..frame(to)].iter().map(|x| x * x).sum()
}

#[test]
fn a_closed_hat_ends_the_open_one_of_its_track() {
    let (rings_on, _) = Beat::new().hit(0, "oh", &[0.0]).play();
    let (choked, _) = Beat::new().hit(0, "oh", &[0.0]).hit(0, "hh", &[0.1]).play();
    let (elsewhere, _) = Beat::new().hit(0, "oh", &[0.0]).hit(1, "hh", &[0.1]).play();
    assert!(power(&choked, 0.25, 0.5) < 0.01 * power(&rings_on, 0.25, 0.5));
    assert!(power(&elsewhere, 0.25, 0.5) > 0.9 * power(&rings_on, 0.25, 0.5));
}

#[test]
fn hats_struck_together_both_sound() {
    let (open, _) = Beat::new().hit(0, "oh", &[0.0]).play();
    for names in [["oh", "hh"], ["hh", "oh"]] {
        let (both, _) = Beat::new().hit(0, names[0], &[0.0]).hit(0, names[1], &[0.0]).play();
        assert!(power(&both, 0.25, 0.5) > 0.9 * power(&open, 0.25, 0.5), "{names:?}");
    }
}

#[test]
fn a_full_beat_with_bass_and_pad_does_not_live_in_the_limiter() {
    let sixteenths: Vec<f64> = (0..8).map(|i| f64::from(i) / 8.0).collect();
    let release = [set(Control::Release, 0.1)];
    let mut beat = Beat::new()
        .hit(0, "bd", &[0.0, 0.25, 0.5, 0.75])
        .hit(1, "sd", &[0.25, 0.75])
        .hit(1, "cp", &[0.25, 0.75])
        .hit(2, "hh", &sixteenths)
        .hit(2, "oh", &[0.125, 0.375, 0.625, 0.875])
        .hit(3, "cr", &[0.0])
        .note(4, "sawtooth", 55.0, 0.2, &[0.0, 0.25, 0.5, 0.75], &release);
    let pad = [set(Control::Gain, 0.4)];
    for freq in [220.0, 261.63, 329.63] {
        beat = beat.note(5, "triangle", freq, 0.95, &[0.0], &pad);
    }
    let (sound, reports) = beat.play();
    let peak = sound.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
    assert!(peak > 0.3, "{peak}");
    let least = reports.iter().filter_map(|report| match report {
        Telemetry::Master { limiter, .. } => Some(*limiter),
        _ => None,
    });
    let gains: Vec<f32> = least.collect();
    let working = gains.iter().filter(|gain| **gain < 0.999).count();
    assert!(gains.len() > 20, "{}", gains.len());
    assert!(working * 4 < gains.len(), "limiting in {working} of {} looks", gains.len());
    assert!(gains.iter().all(|gain| *gain > 0.7), "{gains:?}");
}
