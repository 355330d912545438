//! How long each stage of a reload took, from the save to the first block and the look ahead.
//!
//! It notes moments and words them; printing the line is left to others.
//!
//! The save is the moment that the file system noted for it. Most systems note it by a clock that ticks
//! every 1 to 10 ms (Linux: 4 ms mostly), and by the tick before: so the way from the save to the
//! moment it was seen, and with it all figures, can be as much too large, and never too small.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

/// The stages of a version that plays, in the order in which they are mostly reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    /// The file was read.
    Read,
    /// The script ran.
    Compiled,
    /// Its first cycles were written and sent to the engine.
    Sent,
    /// The engine rendered the first of it.
    FirstBlock,
    /// All that it will soon play has been looked at.
    LookedAhead,
}

impl Stage {
    const ALL: [Stage; 5] =
        [Stage::Read, Stage::Compiled, Stage::Sent, Stage::FirstBlock, Stage::LookedAhead];

    fn name(self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Compiled => "compiled",
            Stage::Sent => "sent",
            Stage::FirstBlock => "first block",
            Stage::LookedAhead => "looked ahead",
        }
    }
}

/// The stages of one reload.
#[derive(Debug)]
pub(super) struct Trace {
    /// The version that it led to: which one was made ready, and its number.
    generation: u32,
    version: u32,
    /// What all figures count from.
    origin: Instant,
    seen: Instant,
    /// A file was saved; otherwise somebody asked for a reload.
    saved: bool,
    reached: Vec<(Stage, Instant)>,
}

impl Trace {
    /// A reload that somebody asked for.
    pub(super) fn asked(seen: Instant) -> Trace {
        Trace {
            generation: u32::MAX,
            version: 0,
            origin: seen,
            seen,
            saved: false,
            reached: Vec::new(),
        }
    }

    /// A save of a file that was seen.
    pub(super) fn saved(path: &Path, seen: Instant) -> Trace {
        let age = changed(path).and_then(|saved| SystemTime::now().duration_since(saved).ok());
        // A file that was saved again since it was seen was saved before it was seen, too.
        let ago = age.unwrap_or(Duration::ZERO).max(seen.elapsed());
        let origin = Instant::now().checked_sub(ago).map_or(seen, |origin| origin.min(seen));
        Trace { origin, saved: true, ..Trace::asked(seen) }
    }

    /// A stage of what was saved is reached now.
    pub(super) fn reach(&mut self, stage: Stage) {
        self.reached.push((stage, Instant::now()));
    }

    /// The save led to this version.
    pub(super) fn becomes(self, generation: u32, version: u32) -> Trace {
        Trace { generation, version, ..self }
    }

    /// A stage of a version is reached now: this one, or one that was written in its place.
    pub(super) fn reach_of(&mut self, generation: u32, stage: Stage) {
        if generation >= self.generation && self.time(stage).is_none() {
            self.reach(stage);
        }
    }

    /// True when nothing more is to come.
    pub(super) fn is_complete(&self) -> bool {
        self.reached.len() == Stage::ALL.len()
    }

    /// One line for a version that is taken, as far as it came.
    pub(super) fn taken(&self) -> String {
        format!("reload {}: {}", self.version, self.line())
    }

    /// One line for a version that is not taken.
    pub(super) fn refused(&self) -> String {
        format!("reload refused: {}", self.line())
    }

    /// All stages that were reached, in milliseconds since the save.
    fn line(&self) -> String {
        let ms = |moment: Instant| moment.duration_since(self.origin).as_secs_f64() * 1e3;
        let told = Stage::ALL.into_iter().filter_map(|stage| {
            Some(format!(", {} {:.2} ms", stage.name(), ms(self.time(stage)?)))
        });
        let after = if self.saved { "the save" } else { "it was asked for" };
        format!("seen {:.2} ms{} after {after}", ms(self.seen), told.collect::<String>())
    }

    fn time(&self, stage: Stage) -> Option<Instant> {
        self.reached.iter().find(|(reached, _)| *reached == stage).map(|(_, time)| *time)
    }
}

/// When a file was last written, or put or linked to where it is: a file that is moved over another
/// brings an old date of writing along.
#[cfg(unix)]
fn changed(path: &Path) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let moment = |meta: std::fs::Metadata| {
        let (seconds, nanos) =
            (meta.mtime(), meta.mtime_nsec()).max((meta.ctime(), meta.ctime_nsec()));
        let since = Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanos).ok()?);
        SystemTime::UNIX_EPOCH.checked_add(since)
    };
    [path.metadata(), path.symlink_metadata()].into_iter().flatten().filter_map(moment).max()
}

#[cfg(not(unix))]
fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_from_the_save_to_its_being_seen_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("song.rhai");
        std::fs::write(&path, "").unwrap();
        std::thread::sleep(Duration::from_millis(30));
        let figure = |seen: Instant| {
            let trace = Trace::saved(&path, seen);
            let line = trace.refused();
            let (_, rest) = line.split_once("seen ").unwrap();
            rest.split_once(" ms").unwrap().0.parse::<f64>().unwrap()
        };
        let late = figure(Instant::now());
        assert!((30.0..10_000.0).contains(&late), "{late}");
        let before = Instant::now().checked_sub(Duration::from_secs(60)).unwrap();
        assert_eq!(figure(before), 0.0, "it was saved again since");
        // An old file that is moved here counts from the move.
        #[cfg(unix)]
        {
            let old = std::fs::File::options().write(true).open(&path).unwrap();
            old.set_modified(SystemTime::UNIX_EPOCH).unwrap();
            assert!(figure(Instant::now()) < 10_000.0);
        }
    }

    #[test]
    fn every_stage_is_told_in_its_order() {
        let now = Instant::now();
        let mut trace = Trace::saved(Path::new("not/there"), now);
        trace.reach(Stage::Read);
        trace.reach(Stage::Compiled);
        let mut trace = trace.becomes(3, 3);
        trace.reach_of(3, Stage::Sent);
        trace.reach_of(2, Stage::FirstBlock);
        trace.reach_of(3, Stage::LookedAhead);
        assert!(!trace.is_complete(), "another version's block does not count");
        trace.reach_of(4, Stage::FirstBlock);
        assert!(trace.is_complete());
        let line: String = trace.taken().split(char::is_numeric).collect();
        let told = "reload : seen . ms, read . ms, compiled . ms, sent . ms, first block . ms, looked ahead . ms after the save";
        assert_eq!(line, told);
    }
}
