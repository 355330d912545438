//! Renders into a file, as fast as the machine can, in memory that does not grow with the piece.
//!
//! It knows nothing of scripts or tempo: whoever calls [`render`] feeds the engine's ring from the
//! closure that runs before each block, and decides how many frames there are.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use crate::engine::Engine;

/// What became of a rendering.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stats {
    /// Frames rendered.
    pub frames: u64,
    /// The greatest sample, without sign; 1 is full scale.
    pub peak: f32,
    /// How long it plays.
    pub seconds: f64,
}

/// Renders `frames` frames in blocks of `block` (at least 1; the last may be shorter).
///
/// `before_block` is told the frame at which each block begins and how many frames it has, so that
/// it can send what the engine will need; `sink` takes the interleaved stereo of each block.
///
/// # Errors
/// Those of the two closures, at once.
pub fn render<E>(
    engine: &mut Engine,
    frames: u64,
    block: usize,
    before_block: &mut dyn FnMut(u64, usize) -> Result<(), E>,
    sink: &mut dyn FnMut(&[f32]) -> Result<(), E>,
) -> Result<Stats, E> {
    let block = block.max(1);
    let mut buffer = vec![0.0; block * 2];
    let mut stats = Stats::default();
    while stats.frames < frames {
        let now = (frames - stats.frames).min(block as u64) as usize;
        let out = &mut buffer[..now * 2];
        before_block(stats.frames, now)?;
        engine.render(out);
        sink(out)?;
        stats.peak = out.iter().fold(stats.peak, |peak, sample| peak.max(sample.abs()));
        stats.frames += now as u64;
    }
    stats.seconds = stats.frames as f64 / f64::from(engine.rate());
    Ok(stats)
}

/// How samples are written into a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bits {
    /// Whole numbers of 16 bits, with dither.
    Int16,
    /// Whole numbers of 24 bits.
    Int24,
    /// Floating point of 32 bits: what the engine computed, unchanged.
    #[default]
    Float32,
}

impl Bits {
    fn spec(self, rate: u32) -> hound::WavSpec {
        let (bits_per_sample, sample_format) = match self {
            Bits::Int16 => (16, hound::SampleFormat::Int),
            Bits::Int24 => (24, hound::SampleFormat::Int),
            Bits::Float32 => (32, hound::SampleFormat::Float),
        };
        hound::WavSpec { channels: 2, sample_rate: rate, bits_per_sample, sample_format }
    }
}

impl std::str::FromStr for Bits {
    type Err = String;

    fn from_str(text: &str) -> Result<Bits, String> {
        match text {
            "16" => Ok(Bits::Int16),
            "24" => Ok(Bits::Int24),
            "32f" | "32" => Ok(Bits::Float32),
            _ => Err(format!("`{text}` is not one of 16, 24, 32f")),
        }
    }
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// The file system refused.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: hound::Error,
    },
    /// More than a WAV file can hold.
    #[error("{} would be larger than 4 GiB, which no WAV file can be; render {} seconds at most", path.display(), seconds)]
    TooLong {
        /// The file.
        path: PathBuf,
        /// Whole seconds that fit.
        seconds: u64,
    },
}

/// A stereo WAV file that is being written.
pub struct Wav {
    path: PathBuf,
    writer: hound::WavWriter<BufWriter<File>>,
    bits: Bits,
    dither: Dither,
}

/// A WAV file counts its bytes in 32 bits; this leaves room for the header.
const LARGEST: u64 = u32::MAX as u64 - 1024;

impl Wav {
    /// Creates the file, or empties it. `frames` is how many will come.
    ///
    /// # Errors
    /// If so many frames do not fit into a WAV file, or the file cannot be created.
    pub fn create(path: &Path, rate: u32, bits: Bits, frames: u64) -> Result<Wav, WavError> {
        let spec = bits.spec(rate);
        let frame = u64::from(spec.bits_per_sample / 8) * 2;
        if frames > LARGEST / frame {
            let seconds = LARGEST / frame / u64::from(rate.max(1));
            return Err(WavError::TooLong { path: path.to_owned(), seconds });
        }
        let writer = hound::WavWriter::create(path, spec)
            .map_err(|source| WavError::Write { path: path.to_owned(), source })?;
        Ok(Wav { path: path.to_owned(), writer, bits, dither: Dither::new() })
    }

    /// Appends interleaved stereo. Whole numbers are clipped at full scale.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn write(&mut self, samples: &[f32]) -> Result<(), WavError> {
        samples
            .iter()
            .try_for_each(|&sample| match self.bits {
                Bits::Float32 => self.writer.write_sample(sample),
                Bits::Int24 => self.writer.write_sample(whole(sample, 0.0, 24)),
                Bits::Int16 => self.writer.write_sample(whole(sample, self.dither.next(), 16)),
            })
            .map_err(|source| WavError::Write { path: self.path.clone(), source })
    }

    /// Completes the file.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn finish(self) -> Result<(), WavError> {
        let path = self.path;
        self.writer.finalize().map_err(|source| WavError::Write { path, source })
    }
}

/// The nearest whole number of that many bits. Exact silence stays silent, dither or not.
fn whole(sample: f32, dither: f32, bits: u32) -> i32 {
    if sample == 0.0 {
        return 0;
    }
    let full = f64::from(1u32 << (bits - 1));
    let value = (f64::from(sample) * full + f64::from(dither)).round();
    value.clamp(-full, full - 1.0) as i32
}

/// Triangular dither of one step to either side: the sum of two even distributions. A fixed seed
/// and one draw a sample, so that a file does not depend on the size of blocks.
#[derive(Debug)]
struct Dither(u64);

impl Dither {
    fn new() -> Dither {
        Dither(0x9E37_79B9_7F4A_7C15)
    }

    /// xorshift64*, Vigna 2016.
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D);
        let even = |bits: u64| (bits & 0xFF_FFFF) as f32 / 16_777_216.0;
        even(bits >> 40) - even(bits >> 16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bits: Bits, blocks: &[&[f32]]) -> Vec<i32> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.wav");
        let mut wav = Wav::create(&path, 48_000, bits, 1000).unwrap();
        blocks.iter().for_each(|block| wav.write(block).unwrap());
        wav.finish().unwrap();
        hound::WavReader::open(&path).unwrap().samples::<i32>().map(Result::unwrap).collect()
    }

    #[test]
    fn sixteen_bits_are_within_two_steps_and_clip_at_full_scale() {
        let read = written(Bits::Int16, &[&[0.5, -0.25, 2.0, -2.0, 0.0, 0.0]]);
        assert!((read[0] - 16_384).abs() <= 2 && (read[1] + 8_192).abs() <= 2, "{read:?}");
        assert_eq!(read[2..], [32_767, -32_768, 0, 0]);
    }

    #[test]
    fn twenty_four_bits_are_exact() {
        assert_eq!(written(Bits::Int24, &[&[0.5, -1.0]]), [4_194_304, -8_388_608]);
    }

    #[test]
    fn the_dither_does_not_depend_on_the_size_of_blocks() {
        let ramp: Vec<f32> = (0..200).map(|i| i as f32 / 1000.0).collect();
        let whole = written(Bits::Int16, &[&ramp]);
        assert_eq!(whole, written(Bits::Int16, &[&ramp[..6], &ramp[6..100], &ramp[100..]]));
        let plain: Vec<i32> = ramp.iter().map(|x| (x * 32_768.0).round() as i32).collect();
        assert_ne!(whole, plain, "there is no dither");
    }

    #[test]
    fn a_file_beyond_four_gibibytes_is_refused_with_the_length_that_fits() {
        let error = Wav::create(Path::new("x.wav"), 48_000, Bits::Float32, 1 << 40).err().unwrap();
        assert!(error.to_string().ends_with("render 11184 seconds at most"), "{error}");
    }

    #[test]
    fn blocks_follow_each_other_and_the_last_is_shorter() {
        let (_remote, port) = crate::engine::protocol::rings();
        let mut engine = Engine::new(48_000, port);
        let mut begins = Vec::new();
        let mut before = |frame: u64, count: usize| {
            begins.push((frame, count));
            Ok::<(), ()>(())
        };
        let mut heard = 0;
        let stats = render(&mut engine, 100, 48, &mut before, &mut |block| {
            heard += block.len();
            Ok(())
        });
        assert_eq!(begins, [(0, 48), (48, 48), (96, 4)]);
        assert_eq!(heard, 200);
        assert_eq!(stats.unwrap().frames, 100);
    }
}
