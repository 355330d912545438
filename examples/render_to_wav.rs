//! Renders four cycles of a script into a WAV file in the folder for temporary files.
//!
//! `cargo run --example render_to_wav`

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use tresillo::audio::wav::{Bits, Wav};
use tresillo::bounce::Desk;
use tresillo::diag::Source;
use tresillo::script::Compiler;

const RATE: u32 = 48_000;

fn main() -> anyhow::Result<()> {
    let script = "tempo(120)\ndrums: s(\"bd*4, ~ cp, hh*8\")\nbass: note(\"c2 [eb2 g2]\").s(\"saw\").lpf(500)";
    let outcome = Compiler::new(&[]).compile(&Source::new("piece.rhai", script));
    let frames = u64::from(RATE) * 8;
    let path = std::env::temp_dir().join("tresillo-example.wav");
    let mut wav = Wav::create(&path, RATE, Bits::Int24, frames)?;
    let stats = Desk::new(RATE, outcome).play(frames, 512, &mut |block| Ok(wav.write(block)?))?;
    wav.finish()?;
    println!("{}: {:.1} s, peak {:.2}", path.display(), stats.seconds, stats.peak);
    Ok(())
}
