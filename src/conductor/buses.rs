//! Buses as the conductor sees them: who has one, which are new, and what they answer as.
//!
//! It decides nothing about when notes are written; it sees to it that a bus is there before its notes.

use super::slots::Seat;
use super::{Conductor, Report, look};
use crate::diag::Diagnostic;
use crate::engine::bus::Bus;
use crate::engine::kernel::convolver::Convolver;
use crate::engine::protocol::{Command, TRACKS};
use crate::schedule::{Schedule, TrackSet, TrackSlot};

impl Conductor {
    /// Gives every track its slot and bus; gives the slots of those that are gone.
    pub(super) fn seat_tracks(&mut self) -> TrackSet {
        let tracks = std::mem::take(&mut self.playing.set.tracks);
        let names = tracks.iter().map(|t| t.name.as_str()).chain(self.written.shared());
        let names: Vec<&str> = names.chain(self.guests.names()).collect();
        let gone = self.slots.retire_all_but(&names);
        self.unseated.clear();
        for (index, track) in tracks.iter().enumerate() {
            match self.slots.seat(&track.name) {
                Seat::Kept(_) => {}
                Seat::New(slot) => self.make_bus(slot, &track.name),
                Seat::Full => self.unseated.push(index),
            }
        }
        // Those that tails keep outside come in later; the others are too many.
        let never = tracks.iter().skip(TRACKS).filter(|track| self.slots.of(&track.name).is_none());
        self.playing.diagnostics.extend(look::without_room(never));
        let waiting = self.unseated.iter().filter(|&&index| index < TRACKS);
        let waiting = waiting.map(|&index| tracks[index].name.as_str());
        self.playing.diagnostics.extend(look::waiting_for_room(waiting));
        self.playing.set.tracks = tracks;
        gone
    }

    /// Gives buses that have rung out to tracks that found none.
    pub(super) fn seat_late(&mut self) {
        while let Some(&index) = self.unseated.first()
            && let Some(track) = self.playing.set.tracks.get(index)
            && let Seat::New(slot) = self.slots.seat(&track.name)
        {
            self.unseated.remove(0);
            let name = track.name.clone();
            self.make_bus(slot, &name);
            self.send_mutes();
        }
    }

    pub(super) fn make_bus(&mut self, slot: TrackSlot, name: &str) {
        self.answers.retain(|(bus, _)| *bus != slot);
        self.send(Command::Bus(slot, Box::new(Bus::named(self.rate, name))));
    }

    /// Sends buses the answers of recordings that have been decoded and are not there yet.
    pub(super) fn send_answers(&mut self) {
        let missing: Vec<_> =
            self.written.answers().filter(|answer| !self.answers.contains(answer)).collect();
        for (bus, slot) in missing {
            let Some(sample) = self.recordings.loaded(slot) else { continue };
            let answer = Box::new(Convolver::new(slot.0, sample));
            self.answers.insert((bus, slot));
            self.send(Command::Answer(bus, answer));
        }
    }

    /// Sends what was written, after the buses that it needs.
    pub(super) fn send_written(&mut self, mut schedule: Schedule, problems: Vec<Diagnostic>) {
        for (slot, name) in self.written.take_new() {
            if let Some(swap) = &mut schedule.swap {
                swap.retired.set(slot, false);
            }
            self.make_bus(slot, &name);
        }
        self.send_answers();
        self.send(Command::Schedule(Box::new(schedule)));
        self.reports.extend(problems.into_iter().map(Report::Problem));
    }

    /// The buses that sound, tracks' own and shared ones, with their names.
    pub fn buses(&self) -> Vec<(TrackSlot, String)> {
        self.slots.playing().map(|(slot, name)| (slot, name.to_owned())).collect()
    }
}
