//! `tresillo render --stems`: every bus in a file of its own, so that a mix can go on elsewhere.
//!
//! Stems are what the buses give to the master, effects included; added up they are the mix before the
//! master. They are written as floats, so that nothing is lost.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::Desk;
use crate::audio::wav::{Bits, Wav};
use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;
use crate::schedule::TrackSlot;

/// The files, one for each bus that has sounded.
struct Stems<'a> {
    folder: &'a Path,
    rate: u32,
    frames: u64,
    files: Vec<(TrackSlot, PathBuf, Wav)>,
}

impl Stems<'_> {
    /// Opens files for buses that have none yet. One that comes late begins with silence.
    fn open(&mut self, buses: Vec<(TrackSlot, String)>, done: u64) -> Result<()> {
        for (slot, name) in buses {
            if self.files.iter().any(|(open, ..)| *open == slot) {
                continue;
            }
            let path = self.path(&name);
            let mut wav = Wav::create(&path, self.rate, Bits::Float32, self.frames)?;
            let silence = [0.0; 2 * BLOCK];
            for from in (0..done).step_by(BLOCK) {
                wav.write(&silence[..2 * (done - from).min(BLOCK as u64) as usize])?;
            }
            self.files.push((slot, path, wav));
        }
        Ok(())
    }

    /// A file for a name: what file systems do not like becomes a dash, and no two are the same.
    fn path(&self, name: &str) -> PathBuf {
        let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
        let name: String = name.chars().map(plain).collect();
        let name = name.trim_start_matches('.');
        let free = |path: &PathBuf| !self.files.iter().any(|(_, taken, _)| taken == path);
        let numbered = (1_usize..).map(|n| match n {
            1 => self.folder.join(format!("{name}.wav")),
            n => self.folder.join(format!("{name}-{n}.wav")),
        });
        numbered.into_iter().find(free).unwrap_or_else(|| self.folder.join("stem.wav"))
    }
}

impl Desk {
    /// Plays so many frames into a folder, one file for each bus; the mix, as it is heard, goes into
    /// `mix`. Gives the files.
    ///
    /// # Errors
    /// When a file cannot be written, and those of `mix`.
    pub fn play_stems(
        &mut self,
        frames: u64,
        folder: &Path,
        mix: &mut dyn FnMut(&[f32]) -> Result<()>,
    ) -> Result<Vec<PathBuf>> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        self.engine.keep_stems();
        let rate = self.engine.rate();
        let mut stems = Stems { folder, rate, frames, files: Vec::new() };
        let mut skip = std::mem::take(&mut self.skip);
        let whole = frames + skip;
        let mut out = [0.0; 2 * BLOCK];
        for start in (0..whole).step_by(BLOCK) {
            self.feed();
            self.engine.render(&mut out);
            let now = (whole - start).min(BLOCK as u64);
            let late = skip.min(now);
            skip -= late;
            mix(&out[2 * late as usize..2 * now as usize])?;
            let now = frames.saturating_sub(start).min(BLOCK as u64) as usize;
            stems.open(self.conductor.buses(), start.min(frames))?;
            for (slot, _, wav) in &mut stems.files {
                let block = self.engine.stem(*slot).unwrap_or(&StereoBlock::SILENT);
                for (j, frame) in out.chunks_exact_mut(2).enumerate() {
                    (frame[0], frame[1]) = (block.left[j], block.right[j]);
                }
                wav.write(&out[..2 * now])?;
            }
        }
        let finish = |(_, path, wav): (TrackSlot, PathBuf, Wav)| {
            wav.finish()?;
            Ok(path)
        };
        stems.files.into_iter().map(finish).collect()
    }
}
