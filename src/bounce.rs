//! `tresillo render`: the same conductor and engine as live, driven as fast as the machine can.
//!
//! The samples are those that would be heard; the engine's latency is left out of the file.

mod stems;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};

use crate::audio::offline;
use crate::audio::wav::{self, Wav, WavError};
use crate::cli::{Bits, INCOMPLETE, Render, WRONG};
use crate::conductor::{Conductor, Recordings, Report};
use crate::diag::{Diagnostic, Severity, Sources};
use crate::engine::Engine;
use crate::engine::protocol;
use crate::samples::Library;
use crate::script::{Compiler, Outcome};
use crate::set::tempo::Tempo;
use crate::{inspect, report};

/// Renders a script into a WAV file and says what came of it.
///
/// # Errors
/// When the script has no track that can be played, or the file cannot be written.
pub fn render(options: &Render) -> Result<ExitCode> {
    let output = options.output.as_deref();
    let spoilt =
        |files: &[PathBuf], folders: &[PathBuf]| output.and_then(|o| spoils(o, files, folders));
    if let Some(what) = spoilt(std::slice::from_ref(&options.file), &[]) {
        return Ok(refused(&what));
    }
    let source = inspect::read(&options.file)?;
    let outcome = Compiler::new(&crate::config::script_folders()).compile(&source);
    inspect::show(&outcome.diagnostics, &outcome.sources);
    if inspect::is_empty(&source) {
        inspect::show(&[inspect::emptiness(&options.file)], &outcome.sources);
    }
    if outcome.unusable || (outcome.set.tracks.is_empty() && outcome.has_errors()) {
        bail!("nothing to render: mend {} first", options.file.display());
    }
    let folders: Vec<PathBuf> = outcome.set.samples.iter().map(|f| f.path.clone()).collect();
    if let Some(what) = spoilt(&outcome.files, &folders) {
        return Ok(refused(&what));
    }
    let broken = !outcome.failed.is_empty() || outcome.failed_unnamed;
    let sources = outcome.sources.clone();
    let already: Vec<Diagnostic> = outcome.diagnostics.clone();
    let mut desk = Desk::new(options.rate, outcome);
    let frames = desk.frames(options);
    let said = write(&mut desk, options, frames)?;
    let whole = tell(&desk.conductor.last_reports(), &already, &sources);
    inspect::say(&said);
    Ok(match (broken, whole) {
        (true, _) => ExitCode::FAILURE,
        (false, true) => ExitCode::SUCCESS,
        (false, false) => INCOMPLETE.into(),
    })
}

/// Why a sound must not be written to a file: it is one of those that the sound is made of, or is in one
/// of the folders of recordings. Files are compared, not their names.
pub(crate) fn spoils(output: &Path, files: &[PathBuf], folders: &[PathBuf]) -> Option<String> {
    // What is not there yet cannot be spoilt.
    let whole = output.canonicalize().ok()?;
    let name = output.display();
    if files.iter().any(|file| same_file(file, &whole)) {
        return Some(format!("{name} is what the sound is made of, and would be lost"));
    }
    let inside = |folder: &PathBuf| folder.canonicalize().is_ok_and(|f| whole.starts_with(f));
    let folder = folders.iter().find(|folder| inside(folder))?;
    let recording = whole.is_file().then_some("is one of the recordings of the script, in")?;
    Some(format!("{name} {recording} {}", folder.display()))
}

#[cfg(unix)]
fn same_file(file: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |path: &Path| path.metadata().map(|meta| (meta.dev(), meta.ino())).ok();
    place(file).is_some_and(|one| Some(one) == place(other))
}

#[cfg(not(unix))]
fn same_file(file: &Path, other: &Path) -> bool {
    file.canonicalize().is_ok_and(|file| file == other)
}

pub(crate) fn refused(what: &str) -> ExitCode {
    inspect::complain(&format!("{what}; name another file with -o, such as -o out.wav"));
    WRONG.into()
}

/// Why a file cannot be written, and what to do then.
fn unwritten(error: WavError, output: &Path) -> anyhow::Error {
    let WavError::Write { .. } = &error else { return error.into() };
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty());
    let cure = match folder.filter(|folder| !folder.exists()) {
        Some(folder) => format!("make its folder first: mkdir -p {}", folder.display()),
        None => "name another file with -o, such as -o out.wav".to_owned(),
    };
    anyhow!("{:#}; {cure}", anyhow::Error::from(error))
}

/// Writes the mix, or the stems, or both; says what is where.
fn write(desk: &mut Desk, options: &Render, frames: u64) -> Result<String> {
    let create = |path: &Path| {
        Wav::create(path, options.rate, bits(options.bits), frames)
            .map_err(|error| unwritten(error, path))
    };
    let mut mix = options.output.as_deref().map(create).transpose()?;
    let mut peak = 0.0_f32;
    let mut sink = |block: &[f32]| {
        peak = block.iter().fold(peak, |peak, sample| peak.max(sample.abs()));
        Ok(mix.as_mut().map_or(Ok(()), |wav| wav.write(block))?)
    };
    let stems = match &options.stems {
        Some(folder) => desk.play_stems(frames, folder, &mut sink)?,
        None => {
            desk.play(frames, options.block as usize, &mut sink)?;
            Vec::new()
        }
    };
    mix.map_or(Ok(()), Wav::finish)?;
    let seconds = frames as f64 / f64::from(options.rate);
    let decibels = 20.0 * libm::log10f(peak.max(1e-6));
    let mix = options
        .output
        .iter()
        .map(|path| format!("{}: {seconds:.1} s, peak {decibels:.1} dBFS", path.display()));
    let stems = stems.iter().map(|path| format!("{}: {seconds:.1} s", path.display()));
    Ok(mix.chain(stems).collect::<Vec<_>>().join("\n"))
}

fn bits(bits: Bits) -> wav::Bits {
    match bits {
        Bits::B16 => wav::Bits::Int16,
        Bits::B24 => wav::Bits::Int24,
        Bits::F32 => wav::Bits::Float32,
    }
}

/// Tells problems that were found while playing, each once, and not those that were told before.
/// True if none of them cost an event.
fn tell(reports: &[Report], already: &[Diagnostic], sources: &Sources) -> bool {
    let mut whole = true;
    let mut told: Vec<Diagnostic> = already.to_vec();
    for report in reports {
        let found: &[Diagnostic] = match report {
            Report::Problem(problem) => std::slice::from_ref(problem),
            Report::Took { diagnostics, .. } => diagnostics,
            Report::Trouble(trouble) => {
                inspect::complain(trouble);
                continue;
            }
            _ => continue,
        };
        for problem in found {
            whole &= problem.severity != Severity::Error || already.contains(problem);
            if !told.contains(problem) && problem.severity != Severity::Note {
                inspect::complain_drawn(&report::draw(problem, sources, false));
                told.push(problem.clone());
            }
        }
    }
    whole
}

/// A conductor and an engine that play one script without a sound card.
#[derive(Debug)]
pub struct Desk {
    /// Writes schedules.
    pub conductor: Conductor,
    engine: Engine,
    set: (Tempo, i64),
    /// Frames of the engine's latency that are still to come, before the first sound.
    skip: u64,
}

impl Desk {
    /// Ready to play a script at a rate in hertz. Waits until its recordings are decoded.
    pub fn new(rate: u32, outcome: Outcome) -> Desk {
        let (remote, port) = protocol::rings_unseen();
        let engine = Engine::new(rate, port);
        let set = (outcome.set.tempo.clone(), outcome.set.seed);
        let recordings = Recordings::new(Library::new(rate, || {}));
        let mut conductor = Conductor::new(rate, remote, recordings);
        conductor.take(outcome);
        conductor.settle();
        let skip = engine.latency() as u64;
        Desk { conductor, engine, set, skip }
    }

    /// Reads and compiles a script, ready to play.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(file: &Path, rate: u32) -> Result<Desk> {
        let source = inspect::read(file).context("no script to play")?;
        Ok(Desk::new(rate, Compiler::new(&crate::config::script_folders()).compile(&source)))
    }

    /// Lets the conductor write what is due.
    fn feed(&mut self) {
        feed(&mut self.conductor);
    }

    fn frames(&self, options: &Render) -> u64 {
        let seconds = match (options.cycles, options.seconds) {
            (Some(cycles), _) => self.set.0.seconds(cycles, self.set.1),
            (None, seconds) => seconds.unwrap_or(0.0),
        };
        (seconds.max(0.0) * f64::from(options.rate)).round() as u64
    }

    /// Plays the next so many frames, in blocks of `block`, into `sink`.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn play(
        &mut self,
        frames: u64,
        block: usize,
        sink: &mut dyn FnMut(&[f32]) -> Result<()>,
    ) -> Result<offline::Stats> {
        let latency = std::mem::take(&mut self.skip);
        let conductor = &mut self.conductor;
        let mut skip = latency as usize * 2;
        let mut sink = |block: &[f32]| {
            let now = skip.min(block.len());
            skip -= now;
            sink(&block[now..])
        };
        let mut before = |_: u64, _: usize| {
            feed(conductor);
            Ok(())
        };
        let mut stats =
            offline::render(&mut self.engine, frames + latency, block, &mut before, &mut sink)?;
        stats.frames -= latency;
        stats.seconds = stats.frames as f64 / f64::from(self.engine.rate());
        Ok(stats)
    }
}

/// Lets a conductor write what is due, with the recordings that it needs.
fn feed(conductor: &mut Conductor) {
    conductor.advance();
    if conductor.is_loading() {
        conductor.settle();
    }
}
