//! Scripts played one after another without a sound card, for tests that compare samples.

use tresillo::bounce::Desk;
use tresillo::diag::Source;
use tresillo::script::{Compiler, Outcome};

/// The sample rate in hertz.
pub(crate) const RATE: u32 = 48_000;
/// Frames of a cycle, at half a cycle a second.
pub(crate) const CYCLE: u64 = 96_000;

/// A script without mistakes, compiled.
pub(crate) fn compile(script: &str) -> Outcome {
    let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script));
    assert!(!outcome.has_errors(), "{:?}", outcome.diagnostics);
    outcome
}

/// Plays scripts one after another, each until a frame, in blocks of a size; gives all samples.
pub(crate) fn play_in(block: usize, versions: &[(&str, u64)]) -> Vec<f32> {
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
        desk.play(until - at, block, &mut sink).unwrap();
        at = *until;
    }
    samples
}

/// The same in blocks as the engine's own.
pub(crate) fn play(versions: &[(&str, u64)]) -> Vec<f32> {
    play_in(64, versions)
}

/// The samples between two frames.
pub(crate) fn stretch(samples: &[f32], from: u64, until: u64) -> &[f32] {
    &samples[from as usize * 2..until as usize * 2]
}

/// The greatest magnitude.
pub(crate) fn loudest(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
}
