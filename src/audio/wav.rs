//! WAV files: 16 or 24 bits with or without dither, or 32-bit floats as the engine computed them.
//!
//! The file is whole whenever something was written; it is never longer than 4 GiB. It reads nothing.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

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
    fn bytes(self) -> u16 {
        match self {
            Bits::Int16 => 2,
            Bits::Int24 => 3,
            Bits::Float32 => 4,
        }
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
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It cannot be gone back in.
    #[error("{} is a pipe; a WAV file tells its length at its beginning, so name a file to write", path.display())]
    Pipe {
        /// The pipe.
        path: PathBuf,
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
    file: File,
    bits: Bits,
    /// Bytes before the samples.
    header: u64,
    dither: Dither,
    /// Samples that are not in the file yet.
    waiting: Vec<u8>,
    /// Bytes of samples that are.
    written: u64,
}

/// A WAV file counts its bytes in 32 bits; this leaves room for the header.
const LARGEST: u64 = u32::MAX as u64 - 1024;
/// Bytes that are collected before the file system is asked.
const CHUNK: usize = 1 << 16;

impl Wav {
    /// Creates the file, or empties it. `frames` is how many will come.
    ///
    /// # Errors
    /// If so many frames do not fit into a WAV file, or the file cannot be created.
    pub fn create(path: &Path, rate: u32, bits: Bits, frames: u64) -> Result<Wav, WavError> {
        let frame = u64::from(bits.bytes()) * 2;
        if frames > LARGEST / frame {
            let seconds = LARGEST / frame / u64::from(rate.max(1));
            return Err(WavError::TooLong { path: path.to_owned(), seconds });
        }
        let failed = |source| WavError::Write { path: path.to_owned(), source };
        let mut file = File::create(path).map_err(failed)?;
        if file.stream_position().is_err_and(|e| e.kind() == std::io::ErrorKind::NotSeekable) {
            return Err(WavError::Pipe { path: path.to_owned() });
        }
        let start = header(rate, bits);
        file.write_all(&start).map_err(failed)?;
        Ok(Wav {
            path: path.to_owned(),
            file,
            bits,
            header: start.len() as u64,
            dither: Dither::new(),
            waiting: Vec::with_capacity(CHUNK * 2),
            written: 0,
        })
    }

    /// Appends interleaved stereo. Whole numbers are clipped at full scale.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn write(&mut self, samples: &[f32]) -> Result<(), WavError> {
        match self.bits {
            Bits::Float32 => self.append(samples, |x, _| x.to_le_bytes()),
            Bits::Int24 => self.append(samples, |x, _| {
                let [a, b, c, _] = whole(x, 0.0, 24).to_le_bytes();
                [a, b, c]
            }),
            Bits::Int16 => self.append(samples, |x, dither| {
                let [a, b, ..] = whole(x, dither.next(), 16).to_le_bytes();
                [a, b]
            }),
        }
        if self.waiting.len() < CHUNK { Ok(()) } else { self.flush() }
    }

    fn append<const SIZE: usize>(
        &mut self,
        samples: &[f32],
        bytes: impl Fn(f32, &mut Dither) -> [u8; SIZE],
    ) {
        let start = self.waiting.len();
        self.waiting.resize(start + samples.len() * SIZE, 0);
        let places = self.waiting[start..].as_chunks_mut::<SIZE>().0;
        for (place, &x) in places.iter_mut().zip(samples) {
            *place = bytes(x, &mut self.dither);
        }
    }

    /// Sees to it that what was written is on the disk for good, even if the power fails.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn sync(&mut self) -> Result<(), WavError> {
        self.flush()?;
        self.file.sync_data().map_err(|source| WavError::Write { path: self.path.clone(), source })
    }

    /// Bytes that the file has, or will have when all is written.
    pub fn len(&self) -> u64 {
        self.header + self.written + self.waiting.len() as u64
    }

    /// True while there are no samples.
    pub fn is_empty(&self) -> bool {
        self.len() == self.header
    }

    /// Completes the file.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn finish(mut self) -> Result<(), WavError> {
        self.flush()
    }

    /// Writes what waits, and brings the sizes up to date, so that the file is whole.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn flush(&mut self) -> Result<(), WavError> {
        let samples = self.written + self.waiting.len() as u64;
        let frames = samples / (u64::from(self.bits.bytes()) * 2);
        let header = self.header;
        let mut sizes = vec![(4, header - 8 + samples), (header - 4, samples)];
        if self.bits == Bits::Float32 {
            sizes.push((header - 12, frames));
        }
        let Wav { file, waiting, .. } = self;
        let write = || {
            file.write_all(waiting)?;
            for (at, size) in sizes {
                file.seek(SeekFrom::Start(at))?;
                file.write_all(&u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes())?;
            }
            file.seek(SeekFrom::End(0))
        };
        let result = write();
        self.waiting.clear();
        self.written = samples;
        match result {
            Ok(_) => Ok(()),
            Err(source) => Err(WavError::Write { path: self.path.clone(), source }),
        }
    }
}

/// The header of a file without samples: whole numbers in the plain form that every program reads,
/// floats in the one with `fact` (IBM and Microsoft, Multimedia Programming Interface, 1991, and
/// Microsoft, New Multimedia Data Types, 1994).
fn header(rate: u32, bits: Bits) -> Vec<u8> {
    const CHANNELS: u16 = 2;
    let frame = bits.bytes() * CHANNELS;
    let floats = bits == Bits::Float32;
    let (kind, length): (u16, u32) = if floats { (3, 18) } else { (1, 16) };
    let mut header = Vec::with_capacity(64);
    header.extend(b"RIFF\0\0\0\0WAVEfmt ");
    header.extend(length.to_le_bytes());
    header.extend(kind.to_le_bytes());
    header.extend(CHANNELS.to_le_bytes());
    header.extend(rate.to_le_bytes());
    header.extend((rate * u32::from(frame)).to_le_bytes());
    header.extend(frame.to_le_bytes());
    header.extend((bits.bytes() * 8).to_le_bytes());
    if floats {
        header.extend(b"\0\0fact\x04\0\0\0\0\0\0\0");
    }
    header.extend(b"data\0\0\0\0");
    let size = header.len() as u32 - 8;
    header[4..8].copy_from_slice(&size.to_le_bytes());
    header
}

/// The nearest whole number of that many bits. Exact silence stays silent, dither or not.
fn whole(sample: f32, dither: f32, bits: u32) -> i32 {
    if sample == 0.0 {
        return 0;
    }
    let full = f64::from(1u32 << (bits - 1));
    let value = f64::from(sample) * full + f64::from(dither);
    // The nearest, by leaving out what is behind the point; it is faster than `round`.
    (value + 0.5_f64.copysign(value)).clamp(-full, full - 1.0) as i32
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
    fn headers_are_of_the_plain_kind() {
        for (bits, kind, length) in
            [(Bits::Int16, 1, 44), (Bits::Int24, 1, 44), (Bits::Float32, 3, 58)]
        {
            let header = header(48_000, bits);
            assert_eq!((header[20], header[21], header.len()), (kind, 0, length), "{bits:?}");
        }
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
    fn floats_are_unchanged_and_the_file_is_whole_before_it_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.wav");
        let mut wav = Wav::create(&path, 44_100, Bits::Float32, 100_000).unwrap();
        let samples: Vec<f32> = (0..40_000).map(|i| (i as f32).sin() * 1.5).collect();
        wav.write(&samples).unwrap();
        let reader = hound::WavReader::open(&path).unwrap();
        assert_eq!((reader.spec().sample_rate, reader.spec().channels), (44_100, 2));
        assert_eq!(reader.duration(), 20_000);
        let read: Vec<f32> = reader.into_samples().map(Result::unwrap).collect();
        assert_eq!(read, samples);
    }
}
