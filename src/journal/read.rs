//! A journal as it is read: the whole records, in their order, and what of the end was torn.
//!
//! A crash leaves at most one line that is not whole. It is left out and, where that is asked for, cut
//! off; nothing before it is doubted.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};

use super::record::{FORM, Record, Run, Text};
use super::texts;
use crate::conductor::deed::{Chosen, Deed, Hand, Pace};

/// What a journal says.
#[derive(Clone, Debug)]
pub struct Story {
    /// The folder of the journal and its texts.
    pub folder: PathBuf,
    /// How the run began.
    pub run: Run,
    /// All that followed.
    pub records: Vec<Record>,
    /// Bytes at the end that are no whole record.
    pub torn: u64,
}

/// Where a run stopped, and what held then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rest {
    /// The cycle.
    pub cycle: i64,
    /// The version that was chosen last.
    pub version: u32,
    /// Mutes by hand.
    pub muted: Vec<Hand>,
    /// Solos by hand.
    pub solo: Vec<Hand>,
    /// The tempo by hand.
    pub pace: Option<Pace>,
    /// Where knobs stood.
    pub turned: BTreeMap<String, u8>,
    /// Nothing sounded: it was hushed.
    pub hushed: bool,
}

/// The journals of a folder, the oldest first.
pub fn journals(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_journal = |path: &PathBuf| path.extension().is_some_and(|end| end == "journal");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_journal).collect();
    // "-2" after a name comes after the name alone.
    found.sort_by_key(|path| path.with_extension(""));
    found
}

/// The newest journal of a folder `.tresillo`, if there is one in which a version played. A torn end of
/// it is cut off.
pub fn newest(folder: &Path) -> Option<Story> {
    let mut all = journals(&folder.join(super::JOURNALS));
    std::iter::from_fn(|| all.pop()).find_map(|path| {
        let story = Story::read(&path).ok().filter(|story| story.rest().version > 0)?;
        if story.torn > 0 {
            // What cannot be cut off is left out all the same.
            let _ = repair(&path);
        }
        Some(story)
    })
}

impl Story {
    /// Reads a journal; from the folder of journals the newest one.
    ///
    /// # Errors
    /// When there is none, or it was written by a newer program.
    pub fn read(path: &Path) -> Result<Story> {
        if path.is_dir() {
            let folders =
                [path.join(super::JOURNALS), super::folder_of(path).join(super::JOURNALS)];
            let all = folders.iter().map(|folder| journals(folder)).find(|all| !all.is_empty());
            let all = all.unwrap_or_else(|| journals(path));
            let Some(newest) = all.last() else { bail!("no journal in {}", path.display()) };
            return Story::read(newest);
        }
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let (mut records, torn) = parse(&bytes);
        if records.is_empty() {
            bail!("{} is no journal", path.display());
        }
        let Record::Run(run) = records.remove(0) else {
            bail!("{} does not begin like a journal", path.display());
        };
        if run.form > FORM {
            let newer = &run.tresillo;
            bail!("{} was written by tresillo {newer}, which is newer than this", path.display());
        }
        let folder = path.parent().and_then(Path::parent).unwrap_or(Path::new(".")).to_owned();
        Ok(Story { folder, run, records, torn })
    }

    /// The numbers of all versions, with their texts.
    pub fn versions(&self) -> impl Iterator<Item = (u32, &[Text])> {
        self.records.iter().filter_map(|record| match record {
            Record::Version { number, texts } => Some((*number, texts.as_slice())),
            _ => None,
        })
    }

    /// The texts of a version, the script first, by the files they were read from.
    ///
    /// # Errors
    /// When there is no such version, or a text of it is lost.
    pub fn texts(&self, number: u32) -> Result<Vec<(String, Arc<str>)>> {
        let Some((_, texts)) = self.versions().find(|(version, _)| *version == number) else {
            bail!("the journal has no version {number}");
        };
        let find = |text: &Text| {
            let found = texts::find(&self.folder, &text.content);
            let found = found.with_context(|| format!("the text of {} is lost", text.file))?;
            Ok((text.file.clone(), found.into()))
        };
        texts.iter().map(find).collect()
    }

    /// The frame at which the commands up to each mark were obeyed.
    pub fn heard(&self) -> HashMap<u32, u64> {
        let heard = |record: &Record| match record {
            Record::Heard { mark, frame } => Some((*mark, *frame)),
            _ => None,
        };
        self.records.iter().filter_map(heard).collect()
    }

    /// Where the run stopped.
    pub fn rest(&self) -> Rest {
        let mut rest = Rest::default();
        for record in &self.records {
            match record {
                Record::At { cycle, .. } => rest.cycle = *cycle,
                Record::Done { deed, .. } => rest.add(deed),
                _ => {}
            }
        }
        rest
    }
}

impl Rest {
    fn add(&mut self, deed: &Deed) {
        let put = |hands: &mut Vec<Hand>, hand: &Hand| {
            hands.retain(|other| other.track != hand.track);
            hands.push(hand.clone());
        };
        match deed {
            Deed::Take(Chosen { version, .. }) | Deed::Again(Chosen { version, .. }) => {
                self.version = *version;
                self.hushed = false;
            }
            Deed::Mute(hand) => put(&mut self.muted, hand),
            Deed::Solo(hand) => put(&mut self.solo, hand),
            Deed::Clear => {
                self.muted.clear();
                self.solo.clear();
            }
            Deed::Hush | Deed::Pause => self.hushed = true,
            Deed::Play => self.hushed = false,
            Deed::Locate(cycle) | Deed::Renew(cycle) => self.cycle = *cycle,
            Deed::PaceOver => self.pace = None,
            Deed::Turn(turned) => {
                self.turned.extend(turned.iter().map(|one| (one.input.clone(), one.value)));
            }
            Deed::Pace(pace @ (Pace::To { .. } | Pace::Script)) => self.pace = Some(*pace),
            _ => {}
        }
    }
}

/// The whole records, and how many bytes at the end are none.
fn parse(bytes: &[u8]) -> (Vec<Record>, u64) {
    let mut records = Vec::new();
    let mut whole = 0;
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        let text = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
        if let Some(record) = text.and_then(Record::of) {
            records.push(record);
            whole = at;
        }
    }
    (records, (bytes.len() - whole) as u64)
}

/// Cuts off what a crash left at the end of a journal that is no whole record. Gives the bytes.
///
/// # Errors
/// Those of the file system.
pub fn repair(path: &Path) -> io::Result<u64> {
    let bytes = fs::read(path)?;
    let (_, torn) = parse(&bytes);
    if torn > 0 {
        OpenOptions::new().write(true).open(path)?.set_len(bytes.len() as u64 - torn)?;
    }
    Ok(torn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_end_is_left_out_wherever_it_was_torn() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.journal");
        let lines: Vec<String> =
            (0..3).map(|mark| Record::Heard { mark, frame: 64 }.line()).collect();
        let whole = lines.concat();
        for end in 0..=whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            let complete = whole[..end].matches('\n').count();
            let (records, torn) = parse(&fs::read(&path).unwrap());
            assert_eq!(records.len(), complete);
            assert_eq!(repair(&path).unwrap(), torn);
            let (again, none) = parse(&fs::read(&path).unwrap());
            assert_eq!((again.len(), none), (complete, 0));
        }
    }

    #[test]
    fn a_line_that_was_torn_amid_others_costs_only_itself() {
        let line = |mark| Record::Heard { mark, frame: 64 }.line();
        let text = format!("{}{}\n{}", line(1), &line(2)[..9], line(3));
        let (records, torn) = parse(text.as_bytes());
        assert_eq!((records.len(), torn), (2, 0));
    }
}
