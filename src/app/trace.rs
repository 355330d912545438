//! How long each stage of a reload took, from the save to the first block and the look ahead.
//!
//! It notes moments and words them; printing the line is left to others.

use std::time::Instant;

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
    /// The version that it led to.
    generation: u32,
    seen: Instant,
    reached: Vec<(Stage, Instant)>,
}

impl Trace {
    /// A save that was seen.
    pub(super) fn new(seen: Instant) -> Trace {
        Trace { generation: u32::MAX, seen, reached: Vec::new() }
    }

    /// A stage of what was saved is reached now.
    pub(super) fn reach(&mut self, stage: Stage) {
        self.reached.push((stage, Instant::now()));
    }

    /// The save led to this version.
    pub(super) fn becomes(self, generation: u32) -> Trace {
        Trace { generation, ..self }
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
        format!("reload {}: {}", self.generation, self.line())
    }

    /// One line for a version that is not taken.
    pub(super) fn refused(&self) -> String {
        format!("reload refused: {}", self.line())
    }

    /// All stages that were reached, in milliseconds since the save was seen.
    fn line(&self) -> String {
        let told = Stage::ALL.into_iter().filter_map(|stage| {
            let ms = self.time(stage)?.duration_since(self.seen).as_secs_f64() * 1e3;
            Some(format!(", {} {ms:.2} ms", stage.name()))
        });
        format!("seen 0.00 ms{} after the save", told.collect::<String>())
    }

    fn time(&self, stage: Stage) -> Option<Instant> {
        self.reached.iter().find(|(reached, _)| *reached == stage).map(|(_, time)| *time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_told_in_its_order() {
        let mut trace = Trace::new(Instant::now());
        trace.reach(Stage::Read);
        trace.reach(Stage::Compiled);
        let mut trace = trace.becomes(3);
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
