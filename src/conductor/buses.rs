//! Buses as the conductor sees them: who has one, which are new, and what they answer as.
//!
//! It decides nothing about when notes are written; it sees to it that a bus is there before its notes.

use super::Conductor;
use super::slots::Seat;
use crate::diag::Diagnostic;
use crate::engine::bus::Bus;
use crate::engine::kernel::convolver::Convolver;
use crate::engine::protocol::Command;
use crate::schedule::{TrackSet, TrackSlot};

impl Conductor {
    /// Gives every track its slot and bus; gives the slots of those that are gone.
    pub(super) fn seat_tracks(&mut self) -> TrackSet {
        let tracks = std::mem::take(&mut self.playing.set.tracks);
        let names = tracks.iter().map(|t| t.name.as_str()).chain(self.written.shared());
        let names: Vec<&str> = names.chain(self.guests.names()).collect();
        let gone = self.slots.retire_all_but(&names);
        for track in &tracks {
            match self.slots.seat(&track.name) {
                Seat::Kept(_) => {}
                Seat::New(slot) => {
                    self.make_bus(slot, &track.name);
                }
                Seat::Full => self.playing.diagnostics.push(
                    Diagnostic::error(
                        track.span,
                        format!("no room for the track `{}`", track.name),
                    )
                    .hint(format!("{} tracks can play at once", crate::engine::protocol::TRACKS)),
                ),
            }
        }
        self.playing.set.tracks = tracks;
        gone
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

    /// The buses that sound, tracks' own and shared ones, with their names.
    pub fn buses(&self) -> Vec<(TrackSlot, String)> {
        self.slots.playing().map(|(slot, name)| (slot, name.to_owned())).collect()
    }
}
