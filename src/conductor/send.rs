//! What goes to the engine: schedules as they are written, mutes, and all commands of a turn at once.
//!
//! Which version plays, and from when on, is decided elsewhere.

use std::collections::VecDeque;

use super::deed::{Deed, Done, Obeyed};
use super::write::Writer;
use super::{AHEAD_CYCLES, AHEAD_SECONDS, Conductor, FIRST_SECONDS, Position};
use crate::engine::protocol::Command;
use crate::schedule::{TrackSet, TrackSlot};
use crate::set::Set;

impl Conductor {
    /// Writes schedules until the music is far enough ahead.
    pub(super) fn write_ahead(&mut self) {
        if self.hushed || !self.started {
            return;
        }
        let seconds = (AHEAD_SECONDS * self.playing.set.cps(self.position.cycle)).ceil() as i64;
        self.write_until(self.position.cycle.floor() as i64 + 1 + AHEAD_CYCLES.max(seconds));
    }

    /// The cycle up to which a version that takes over at a moment is looked through for recordings
    /// that it begins with; the rest can follow while it plays.
    pub(super) fn goal(&self, moment: f64, set: &Set) -> i64 {
        (moment + FIRST_SECONDS * set.cps(moment)).floor() as i64 + 1
    }

    pub(super) fn write_until(&mut self, goal: i64) {
        if self.written.until() >= goal {
            return;
        }
        self.note(Deed::Write);
        let (schedule, problems) = self.writer().stretch(goal);
        self.send_written(schedule, problems);
        self.written.forget_before(self.position.cycle);
    }

    /// Writes what sounds first when the version that has just taken its place takes over.
    pub(super) fn write_head(&mut self, at: f64) {
        let lasts = FIRST_SECONDS * self.playing.set.cps(at);
        let (schedule, problems) = self.writer().head(at, lasts);
        self.send_written(schedule, problems);
    }

    pub(super) fn writer(&mut self) -> Writer<'_> {
        let Conductor { written, playing: version, slots, recordings, outside, .. } = self;
        Writer { written, version, slots, recordings, outside }
    }

    /// Puts a command behind those that wait. All of one turn reach the engine together.
    pub(super) fn send(&mut self, command: Command) {
        self.queue.push_back(command);
    }

    /// Sends what waits, in order, if there is room for it.
    pub(super) fn flush(&mut self) {
        let marked =
            !self.deeds.noted || matches!(self.queue.back(), None | Some(Command::Mark(_)));
        if !marked {
            self.deeds.mark += 1;
            self.queue.push_back(Command::Mark(self.deeds.mark));
        }
        if !self.again {
            self.remote.send_all(&mut self.queue);
        }
    }

    /// Sends what waits up to a mark: when a journal says that it was obeyed now.
    pub fn release(&mut self, mark: u32) {
        let is_mark = |command: &Command| matches!(command, Command::Mark(at) if *at <= mark);
        let count = self.queue.iter().rposition(is_mark).map_or(0, |at| at + 1);
        let mut now: VecDeque<Command> = self.queue.drain(..count).collect();
        self.remote.send_all(&mut now);
    }

    /// Takes note of a deed, if anybody wants to know.
    pub(super) fn note(&mut self, deed: Deed) {
        if self.deeds.noted {
            let Position { frame, cycle, .. } = self.position;
            let mark = self.deeds.mark + 1;
            self.deeds.done.push(Done { deed, frame, cycle, mark });
        }
    }

    /// From now on takes note of all that is done, for [`Conductor::deeds`].
    pub fn note_deeds(&mut self) {
        self.deeds.noted = true;
    }

    /// What was done since the last call, and what the engine obeyed.
    pub fn deeds(&mut self) -> (Vec<Done>, Vec<Obeyed>) {
        (std::mem::take(&mut self.deeds.done), std::mem::take(&mut self.deeds.obeyed))
    }

    pub(super) fn send_mutes(&mut self) {
        let muted: TrackSet = self.muted().collect();
        let tracks = &self.playing.set.tracks;
        let slots: Vec<TrackSlot> = tracks.iter().filter_map(|t| self.slots.of(&t.name)).collect();
        for slot in slots {
            self.send(Command::Mute(slot, muted.contains(slot)));
        }
    }
}
