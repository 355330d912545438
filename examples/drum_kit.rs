//! Writes every drum of the built-in kit, in all its variants, to WAV files: to look at, to listen
//! to, or to take into another program.
//!
//! `cargo run --release --example drum_kit -- FOLDER`

use tresillo::control::Control;
use tresillo::engine::BLOCK;
use tresillo::engine::kernel::amp::Channel;
use tresillo::engine::kernel::drum::Drums;
use tresillo::engine::kernel::{Note, Settings, Source};
use tresillo::engine::lanes::F8;
use tresillo::schedule::Setting;
use tresillo::sound::{SOUNDS, Sound};

const RATE: u32 = 48_000;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "drum-kit".into());
    std::fs::create_dir_all(&folder)?;
    for row in SOUNDS {
        if let Sound::Drum(_) = row.sound {
            for n in 0..4 {
                write(&format!("{folder}/{}{n}.wav", row.name), &hit(row.sound, n))?;
            }
        }
    }
    Ok(())
}

/// One hit, from its first frame until it has faded.
fn hit(sound: Sound, n: u8) -> Vec<f32> {
    let settings = [Setting { control: Control::N, value: f32::from(n) }];
    let note = Note {
        sound,
        freq: 261.625_58,
        rate: RATE as f32,
        channel: Channel::Mono,
        seed: 1,
        settings: Settings(&settings),
    };
    let mut drums = Drums::default();
    drums.start(0, &note);
    let mut out = Vec::new();
    while !drums.done(0) {
        let mut block = [F8::ZERO; BLOCK];
        drums.render(&mut block);
        out.extend(block.iter().map(|frame| frame.0[0]));
    }
    out
}

fn write(path: &str, frames: &[f32]) -> anyhow::Result<()> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: RATE,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut file = hound::WavWriter::create(path, spec)?;
    for &x in frames {
        file.write_sample(x)?;
    }
    Ok(file.finalize()?)
}
