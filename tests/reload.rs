//! The law of reloading: what plays after a swap is what a fresh start would play there, and nothing
//! changes before its moment. Offline, to the bit, except where a tail of the old version still rings.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "offline/rig.rs"]
mod rig;

use rig::{CYCLE, RATE, loudest, play, stretch};

/// The level in decibels of what is left when one is taken from the other, as a part of the first.
fn residue(a: &[f32], b: &[f32]) -> f32 {
    let difference: Vec<f32> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    20.0 * (loudest(&difference) / loudest(a)).log10()
}

const OLD: &str = "drums: s(\"bd*4 hh*8\")\nbass: note(\"c2*8\").s(\"saw\").lpf(900).delay(0.3)";

#[test]
fn a_version_that_waits_changes_nothing_before_its_moment() {
    let new = "quantum(2)\n_drums: s(\"cp*4\")\nlead: note(\"e4*3\").s(\"square\")";
    let early = CYCLE / 2 + 13;
    let heard = play(&[(OLD, early), (new, CYCLE * 3)]);
    let old = play(&[(OLD, CYCLE * 3)]);
    let swap = CYCLE * 2 - u64::from(RATE) / 100;
    assert_eq!(stretch(&heard, 0, swap), stretch(&old, 0, swap));
    assert!(loudest(stretch(&heard, CYCLE * 2, CYCLE * 3)) > 0.01);
}

#[test]
fn a_quantum_below_a_cycle_is_met() {
    let new = "quantum(1/4)\nlead: note(\"e4*16\").s(\"square\").release(0.001)";
    let heard = play(&[("lead: silence", CYCLE / 8), (new, CYCLE)]);
    let swap = CYCLE / 4;
    assert_eq!(loudest(stretch(&heard, 0, swap - 64)), 0.0);
    assert!(loudest(stretch(&heard, swap, swap + 2_400)) > 0.01);
}

#[test]
fn when_the_tails_are_over_a_reload_equals_a_fresh_start() {
    let versions = [
        "drums: s(\"bd*4\")\nbass: note(\"c2 eb2\").s(\"tri\").room(0.2)",
        "pad: note(\"c4,e4\").s(\"sine\").release(0.2)\ndrums: s(\"bd*4 cp\")",
        "drums: s(\"bd(3,8) rim\")\nhat: s(\"hh*16\").gain(rand)",
        "tempo(120)\nhat: s(\"hh*8\").gain(sine.slow(3))\ndrums: s(\"bd(5,8)\").sometimes(|x| x.fast(2))",
    ];
    let last = versions[3];
    let until = CYCLE * 12;
    let edited = play(&[
        (versions[0], 100_001),
        (versions[1], 170_003),
        (versions[2], 250_000),
        (versions[1], 256_789),
        (last, until),
    ]);
    let fresh = play(&[(last, until)]);
    let (edited, fresh) = (stretch(&edited, CYCLE * 9, until), stretch(&fresh, CYCLE * 9, until));
    assert!(loudest(fresh) > 0.01);
    assert!(residue(fresh, edited) < -120.0, "{} dB", residue(fresh, edited));
}

#[test]
fn a_change_that_changes_nothing_is_not_heard() {
    let edited = play(&[(OLD, 70_000), (&format!("// a remark\n{OLD}"), CYCLE * 3)]);
    let old = play(&[(OLD, CYCLE * 3)]);
    assert_eq!(edited, old);
}

#[test]
fn a_track_that_comes_back_at_once_keeps_its_tail() {
    let echo = "a: s(\"cp ~ ~ ~\").delay(0.8).delayfeedback(0.7).delaytime(0.2)";
    let without = "quantum(1)\nb: silence";
    let back = format!("{echo}\nb: silence");
    let heard = play(&[(echo, 40_000), (without, 60_000), (&back, CYCLE)]);
    let plain = play(&[(echo, CYCLE)]);
    assert_eq!(heard, plain, "it was never away");
}

/// The frames at which a rim shot on each beat of a changing tempo begins.
fn onsets(script: &str, frames: u64) -> Vec<usize> {
    let heard = play(&[(script, frames)]);
    let mut onsets = Vec::new();
    let mut quiet = usize::MAX;
    for (frame, pair) in heard.chunks(2).enumerate() {
        let sounds = pair[0].abs() > 1e-4;
        if sounds && quiet > 400 {
            onsets.push(frame);
        }
        quiet = if sounds { 0 } else { quiet.saturating_add(1) };
    }
    onsets
}

#[test]
fn every_beat_of_a_changing_tempo_is_where_the_integral_says() {
    let beats = "a: s(\"rim*4\").clip(0.01)";
    let steady = onsets(&format!("tempo(120)\n{beats}"), CYCLE);
    let late = steady[0];
    for (tempo, cps) in [
        (
            "tempo(\"<120 140 95>\")",
            &(|beat: f64| [120.0, 140.0, 95.0][(beat / 4.0) as usize % 3] / 240.0)
                as &dyn Fn(f64) -> f64,
        ),
        ("tempo(ramp(90, 180, 4))", &|beat: f64| (90.0 + 90.0 * (beat / 16.0).min(1.0)) / 240.0),
        ("tempo(sine.range(90, 150).slow(2))", &|beat: f64| {
            (120.0 + 30.0 * (std::f64::consts::TAU * beat / 8.0).sin()) / 240.0
        }),
    ] {
        let heard = onsets(&format!("{tempo}\n{beats}"), CYCLE * 5);
        let mut seconds = 0.0;
        let pieces = 64;
        for (index, frame) in heard.iter().enumerate() {
            let expected = (seconds * f64::from(RATE)).round() as usize + late;
            assert!(frame.abs_diff(expected) <= 1, "{tempo}: beat {index}: {frame} {expected}");
            for piece in 0..pieces {
                let beat = index as f64 + (f64::from(piece) + 0.5) / f64::from(pieces);
                seconds += 0.25 / f64::from(pieces) / cps(beat);
            }
        }
        assert!(heard.len() > 16, "{tempo}");
    }
}

#[test]
fn a_reload_while_the_tempo_glides_is_not_heard() {
    let script =
        "tempo(sine.range(80, 160).slow(2))\na: s(\"bd*4 hh*8\")\nb: note(\"c3*8\").s(\"saw\")";
    let edited = play(&[(script, 90_001), (&format!("{script}\n// more"), CYCLE * 3)]);
    let plain = play(&[(script, CYCLE * 3)]);
    assert_eq!(edited, plain);
}

#[test]
fn seven_eighths_last_three_and_a_half_quarters() {
    let seven = onsets("tempo(120)\nmeter(\"7/8\")\na: s(\"rim*7\").clip(0.01)", CYCLE);
    let gaps: Vec<usize> = seven.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.iter().all(|gap| gap.abs_diff(12_000) <= 1), "{gaps:?}");
}

#[test]
fn tracks_that_find_no_bus_begin_when_removed_ones_have_rung_out() {
    let named = |letter: char, loud: usize| {
        let track = |i: usize| format!("{letter}{i}: s(\"bd*4\").gain({})\n", u8::from(i == loud));
        (0..40).map(track).collect::<String>()
    };
    let heard = play(&[(&named('a', 0), CYCLE), (&named('b', 39), CYCLE * 6)]);
    assert!(loudest(stretch(&heard, 0, CYCLE)) > 0.1);
    assert!(loudest(stretch(&heard, CYCLE * 5, CYCLE * 6)) > 0.1, "the last of the new ones");
}
