//! The law of reloading: what plays after a swap is what a fresh start would play there, and nothing
//! changes before its moment. Offline, to the bit, except where a tail of the old version still rings.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use tresillo::bounce::Desk;
use tresillo::diag::Source;
use tresillo::script::Compiler;

const RATE: u32 = 48_000;
/// At half a cycle a second.
const CYCLE: u64 = 96_000;
const BLOCK: usize = 64;

fn compile(script: &str) -> tresillo::script::Outcome {
    let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script));
    assert!(!outcome.has_errors(), "{:?}", outcome.diagnostics);
    outcome
}

/// Plays scripts one after another, each until a frame; gives all samples.
fn play(versions: &[(&str, u64)]) -> Vec<f32> {
    let mut desk = Desk::new(RATE, compile(versions[0].0));
    let (mut samples, mut at) = (Vec::new(), 0);
    for (index, (script, until)) in versions.iter().enumerate() {
        if index > 0 {
            desk.conductor.take(compile(script));
        }
        let mut sink = |block: &[f32]| {
            samples.extend_from_slice(block);
            Ok(())
        };
        desk.play(until - at, BLOCK, &mut sink).unwrap();
        at = *until;
    }
    samples
}

fn stretch(samples: &[f32], from: u64, until: u64) -> &[f32] {
    &samples[from as usize * 2..until as usize * 2]
}

fn loudest(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
}

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
