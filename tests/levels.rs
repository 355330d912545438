//! One reference for every built-in sound: how loud each is at `gain(1)`, played through the whole engine.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use tresillo::bounce::Desk;
use tresillo::diag::Source;
use tresillo::script::Compiler;
use tresillo::sound::{SHOTS, SOUNDS};

const RATE: u32 = 48_000;

/// The greatest short-term loudness (3 s), in LUFS, and the greatest sample, of a script of one line.
fn played(line: &str) -> (f64, f64, f64) {
    let script = format!("cps(1/2)\na: {line}\n");
    let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script.as_str()));
    assert!(outcome.diagnostics.is_empty(), "{line}: {:?}", outcome.diagnostics);
    let mode = ebur128::Mode::S | ebur128::Mode::SAMPLE_PEAK;
    let mut meter = ebur128::EbuR128::new(2, RATE, mode).unwrap();
    let (mut short, mut momentary) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    let mut sink = |block: &[f32]| {
        meter.add_frames_f32(block).unwrap();
        short = short.max(meter.loudness_shortterm().unwrap());
        momentary = momentary.max(meter.loudness_momentary().unwrap());
        Ok(())
    };
    Desk::new(RATE, outcome).play(u64::from(RATE) * 5, 2400, &mut sink).unwrap();
    let peak = meter.sample_peak(0).unwrap().max(meter.sample_peak(1).unwrap());
    (short, momentary, 20.0 * peak.log10())
}

#[test]
fn all() {
    for row in SOUNDS {
        let hold = played(&format!("note(\"c4\").s(\"{}\").slow(3)", row.name));
        let hits = played(&format!("s(\"{}*4\")", row.name));
        println!("{:12} held {:6.1} {:6.1} {:6.1}   hits {:6.1} {:6.1} {:6.1}", row.name, hold.0, hold.1, hold.2, hits.0, hits.1, hits.2);
    }
    for row in SHOTS {
        let hits = played(&format!("s(\"{}*4\")", row.name));
        println!("{:22} {:?} {:6.1} {:6.1} {:6.1}", row.name, row.class, hits.0, hits.1, hits.2);
    }
}
