//! Folders of sounds that vanish with their test.

use std::path::{Path, PathBuf};

use tresillo::samples::Library;

/// The sample rate in hertz.
pub(crate) const RATE: u32 = 48_000;

pub(crate) struct Kit(tempfile::TempDir);

impl Kit {
    pub(crate) fn new() -> Kit {
        Kit(tempfile::tempdir().unwrap())
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    /// The path of a file, whose folder is made.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        let path = self.0.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    pub(crate) fn bytes(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.path(file), bytes).unwrap();
    }

    /// A WAV file of 16 bits, interleaved.
    pub(crate) fn wav(
        &self,
        file: &str,
        (rate, channels): (u32, u16),
        samples: impl IntoIterator<Item = f64>,
    ) {
        let spec = hound::WavSpec {
            channels,
            sample_rate: rate,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(self.path(file), spec).unwrap();
        for sample in samples {
            writer.write_sample((sample * 32_768.0) as i16).unwrap();
        }
        writer.finalize().unwrap();
    }

    /// What the folder, or something in it, offers.
    pub(crate) fn library(&self, bank: &str) -> Library {
        let mut library = Library::new(RATE, || {});
        let notes = library.offer([(self.path(bank).as_path(), None)]);
        assert!(notes.is_empty(), "{notes:?}");
        library
    }
}
