//! A journal played again: the very samples that were heard, as fast as the machine can.
//!
//! The conductor is told what was done with the music where it was then, and the engine obeys in the
//! block in which it obeyed then; from that follow the same samples.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::record::Record;
use super::{Story, texts};
use crate::audio::wav::{Bits, Wav};
use crate::bounce;
use crate::cli::Replay;
use crate::conductor::deed::Deed;
use crate::conductor::{Conductor, Recordings};
use crate::diag::Source;
use crate::engine::{BLOCK, Engine, protocol};
use crate::inspect;
use crate::samples::Library;
use crate::script::Compiler;

/// `tresillo replay`.
///
/// # Errors
/// When the journal cannot be read or the file not be written.
pub fn replay(options: &Replay) -> Result<ExitCode> {
    let story = Story::read(&options.journal)?;
    if story.torn > 0 {
        inspect::complain(&format!("the last {} bytes are torn and left out", story.torn));
    }
    if let Some(what) = options.output.as_deref().and_then(|output| spoils(&story, output)) {
        return Ok(bounce::refused(&what));
    }
    if let Some(folder) = &options.to_script {
        write_scripts(&story, folder)?;
    }
    let Some(output) = &options.output else { return Ok(ExitCode::SUCCESS) };
    for changed in changed_recordings(&story) {
        inspect::complain(&format!(
            "{changed} was changed or is gone since: it will sound otherwise"
        ));
    }
    let mut wav = Wav::create(output, story.run.rate, Bits::Float32, 0)?;
    let mut player = Player::new(&story);
    let from = options.from_bar.map(|bar| (bar - 1) as f64);
    let mut begun = from.is_none();
    let mut peak: f32 = 0.0;
    while let Some((block, cycle)) = player.next_block()? {
        begun |= from.is_some_and(|from| cycle >= from);
        if begun {
            peak = block.iter().fold(peak, |peak, sample| peak.max(sample.abs()));
            wav.write(block)?;
        }
    }
    wav.finish()?;
    let seconds = player.frame as f64 / f64::from(story.run.rate);
    let peak = 20.0 * libm::log10f(peak.max(1e-6));
    let name = output.display();
    inspect::say(&format!("{name}: {seconds:.1} s of the journal, peak {peak:.1} dBFS"));
    Ok(ExitCode::SUCCESS)
}

/// Why a sound must not be written to a file: a journal, a take, a script or a recording would be lost.
fn spoils(story: &Story, output: &Path) -> Option<String> {
    let texts = story.versions().flat_map(|(_, texts)| texts).map(|text| &text.file);
    let recordings = story.records.iter().filter_map(|record| match record {
        Record::Recording { path, .. } => Some(path),
        _ => None,
    });
    let files: Vec<PathBuf> = texts.chain(recordings).map(PathBuf::from).collect();
    let whole = output.canonicalize().ok()?;
    let own = [super::JOURNALS, texts::FOLDER, super::TAKES, super::UNLIMITED];
    let kept = own.into_iter().any(|name| {
        story.folder.join(name).canonicalize().is_ok_and(|folder| whole.starts_with(folder))
    });
    let kept =
        kept.then(|| format!("{} belongs to what was kept, and would be lost", output.display()));
    kept.or_else(|| bounce::spoils(output, &files, &[]))
}

/// Writes each version as a script of its own, and tells its name and when it was taken.
fn write_scripts(story: &Story, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut own = HashSet::new();
    for (number, _) in story.versions() {
        let taken = story.records.iter().find_map(|record| match record {
            Record::Done { deed: Deed::Take(chosen), cycle, .. } if chosen.version == number => {
                Some(cycle.floor() as i64 + 1)
            }
            _ => None,
        });
        for (index, (file, text)) in story.texts(number)?.iter().enumerate() {
            let base = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
            // The script is numbered; what it imports keeps the name that it is imported by.
            let name = if index == 0 { format!("{number:03}-{base}") } else { base.into_owned() };
            let path = folder.join(name);
            let other = || fs::read(&path).is_ok_and(|there| there != text.as_bytes());
            if own.insert(path.clone()) && other() {
                let path = path.display();
                bail!("{path} is there already and says something else; name an empty folder");
            }
            fs::write(&path, text.as_bytes())
                .with_context(|| format!("cannot write {}", path.display()))?;
            if index == 0 {
                let bar = taken.map_or_else(String::new, |bar| format!("  bar {bar}"));
                inspect::say(&format!("{}{bar}", path.display()));
            }
        }
    }
    Ok(())
}

/// Recordings that are no longer what they were.
fn changed_recordings(story: &Story) -> Vec<String> {
    let mut last: HashMap<&str, (u64, &str)> = HashMap::new();
    for record in &story.records {
        if let Record::Recording { path, bytes, content } = record {
            last.insert(path, (*bytes, content));
        }
    }
    let same = |path: &str, (bytes, content): (u64, &str)| {
        let there = fs::metadata(path).is_ok_and(|meta| meta.len() == bytes);
        there && fs::read(path).is_ok_and(|read| texts::name(&read) == content)
    };
    let changed = last.into_iter().filter(|(path, was)| !same(path, *was));
    let mut changed: Vec<String> = changed.map(|(path, _)| path.to_owned()).collect();
    changed.sort();
    changed
}

/// What was done with one engine.
#[derive(Default)]
struct Part {
    /// Deeds, the frame at which each was done, and the mark behind its commands.
    deeds: VecDeque<(Deed, u64, u32)>,
    /// At which frames marks were obeyed, in order.
    heard: VecDeque<(u64, u32)>,
    end: u64,
}

/// The parts of a journal: a new one begins where an engine was replaced.
fn parts(records: &[Record]) -> VecDeque<Part> {
    let mut parts = VecDeque::from([Part::default()]);
    for record in records {
        if matches!(record, Record::Done { deed: Deed::Renew(_), .. }) {
            parts.push_back(Part::default());
        }
        let Some(part) = parts.back_mut() else { continue };
        match record {
            Record::Done { deed, frame, mark, .. } => {
                part.deeds.push_back((deed.clone(), *frame, *mark));
                part.end = part.end.max(*frame);
            }
            Record::Heard { mark, frame } => {
                part.heard.push_back((*frame, *mark));
                part.end = part.end.max(*frame);
            }
            Record::At { frame, .. } | Record::End { frame } => part.end = part.end.max(*frame),
            _ => {}
        }
    }
    // What was never heard to be obeyed, since the program was killed, is obeyed as soon as it can.
    for part in &mut parts {
        let last = part.heard.back().map_or(0, |(_, mark)| *mark);
        let unheard = part.deeds.iter().filter(|(_, _, mark)| *mark > last);
        let unheard: Vec<(u64, u32)> = unheard.map(|(_, frame, mark)| (*frame, *mark)).collect();
        part.heard.extend(unheard);
    }
    parts
}

/// Plays a journal, block by block.
struct Player<'a> {
    story: &'a Story,
    compiler: Compiler,
    conductor: Conductor,
    engine: Engine,
    part: Part,
    rest: VecDeque<Part>,
    /// Frames since the engine began, and since the first one did.
    at: u64,
    frame: u64,
    block: [f32; BLOCK * 2],
}

impl<'a> Player<'a> {
    fn new(story: &'a Story) -> Player<'a> {
        let rate = story.run.rate;
        let (remote, port) = protocol::rings_unseen();
        let library = Recordings::new(Library::new(rate, || {}));
        let mut conductor = Conductor::new(rate, remote, library);
        conductor.only_again();
        let mut rest = parts(&story.records);
        Player {
            story,
            compiler: Compiler::new(&crate::config::script_folders()),
            conductor,
            engine: Engine::new(rate, port),
            part: rest.pop_front().unwrap_or_default(),
            rest,
            at: 0,
            frame: 0,
            block: [0.0; BLOCK * 2],
        }
    }

    /// The next block, and the cycle at which it begins; none at the end.
    fn next_block(&mut self) -> Result<Option<(&[f32], f64)>> {
        while self.at >= self.part.end {
            let Some(next) = self.rest.pop_front() else { return Ok(None) };
            let (remote, port) = protocol::rings_unseen();
            self.engine = Engine::new(self.story.run.rate, port);
            self.conductor.listen_to(remote);
            (self.part, self.at) = (next, 0);
        }
        while let Some((_, frame, _)) = self.part.deeds.front()
            && *frame <= self.at
        {
            if let Some((deed, _, mark)) = self.part.deeds.pop_front() {
                self.perform(&deed, mark)?;
            }
        }
        while let Some((frame, mark)) = self.part.heard.front()
            && *frame <= self.at
        {
            self.conductor.release(*mark);
            self.part.heard.pop_front();
        }
        let cycle = self.conductor.position().cycle;
        self.engine.render(&mut self.block);
        self.at += BLOCK as u64;
        self.frame += BLOCK as u64;
        self.conductor.listen();
        self.conductor.reports();
        Ok(Some((&self.block, cycle)))
    }

    fn perform(&mut self, deed: &Deed, mark: u32) -> Result<()> {
        if let Deed::Take(chosen) = deed {
            let mut texts = self.story.texts(chosen.version)?;
            let (name, text) = texts.remove(0);
            let source = Source::new(name, text);
            let outcome = self.compiler.compile_from(&source, texts);
            self.conductor.take_again(outcome, *chosen);
        } else {
            self.conductor.repeat(deed);
        }
        self.conductor.end_turn(mark);
        Ok(())
    }
}
