//! Which track plays on which bus of the engine, from one version of a script to the next.
//!
//! A track keeps its slot as long as its name lives, so its delay and reverb go on. A name that is
//! gone gives its slot back only when the engine says that the last tail has rung out.

use crate::engine::protocol::TRACKS;
use crate::schedule::{TrackSet, TrackSlot};

#[derive(Clone, Debug, Default, PartialEq)]
enum Slot {
    #[default]
    Free,
    Playing(String),
    /// The name is gone, but its tails still ring.
    Ringing(String),
}

/// The table of slots.
#[derive(Debug)]
pub(super) struct Slots(Vec<Slot>);

impl Default for Slots {
    fn default() -> Slots {
        Slots(vec![Slot::Free; TRACKS])
    }
}

/// What became of a name that asked for a slot.
#[derive(Debug, PartialEq)]
pub(super) enum Seat {
    /// It had one already.
    Kept(TrackSlot),
    /// It has one now, and needs a new bus.
    New(TrackSlot),
    /// All are taken.
    Full,
}

impl Slots {
    /// The slot of a name, if it plays.
    pub(super) fn of(&self, name: &str) -> Option<TrackSlot> {
        self.0.iter().position(|s| matches!(s, Slot::Playing(n) if n == name)).map(slot)
    }

    /// All names that play, with their slots.
    pub(super) fn playing(&self) -> impl Iterator<Item = (TrackSlot, &str)> {
        self.0.iter().enumerate().filter_map(|(i, s)| match s {
            Slot::Playing(name) => Some((slot(i), name.as_str())),
            _ => None,
        })
    }

    /// A slot for a name. One whose tails still ring gets its own back, with its memory.
    pub(super) fn seat(&mut self, name: &str) -> Seat {
        if let Some(kept) = self.of(name) {
            return Seat::Kept(kept);
        }
        let ringing = |s: &Slot| matches!(s, Slot::Ringing(n) if n == name);
        if let Some(i) = self.0.iter().position(ringing) {
            self.0[i] = Slot::Playing(name.to_owned());
            // The engine may have sent the bus home already; if not, it keeps the one it has.
            return Seat::New(slot(i));
        }
        match self.0.iter().position(|s| *s == Slot::Free) {
            Some(i) => {
                self.0[i] = Slot::Playing(name.to_owned());
                Seat::New(slot(i))
            }
            None => Seat::Full,
        }
    }

    /// Marks every name that is not among `names` as gone; gives the slots of all that are gone and
    /// have not rung out. Names that come back while they ring are not among them.
    pub(super) fn retire_all_but(&mut self, names: &[&str]) -> TrackSet {
        let mut gone = TrackSet::default();
        for (i, s) in self.0.iter_mut().enumerate() {
            if let Slot::Playing(name) = s
                && !names.contains(&name.as_str())
            {
                *s = Slot::Ringing(std::mem::take(name));
            }
            let rings = |name: &String| !names.contains(&name.as_str());
            gone.set(slot(i), matches!(s, Slot::Ringing(name) if rings(name)));
        }
        gone
    }

    /// The engine says that the tails of a slot have rung out.
    pub(super) fn rang_out(&mut self, TrackSlot(i): TrackSlot) {
        if let Some(s @ Slot::Ringing(_)) = self.0.get_mut(usize::from(i)) {
            *s = Slot::Free;
        }
    }
}

fn slot(i: usize) -> TrackSlot {
    TrackSlot(i as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_track_keeps_its_slot_as_long_as_its_name_lives() {
        let mut slots = Slots::default();
        assert_eq!(slots.seat("drums"), Seat::New(TrackSlot(0)));
        assert_eq!(slots.seat("bass"), Seat::New(TrackSlot(1)));
        assert_eq!(slots.seat("drums"), Seat::Kept(TrackSlot(0)));
        assert_eq!(slots.retire_all_but(&["bass"]), TrackSet::from_iter([TrackSlot(0)]));
        assert_eq!(slots.seat("pad"), Seat::New(TrackSlot(2)), "tails still ring on slot 0");
        slots.rang_out(TrackSlot(0));
        assert_eq!(slots.seat("lead"), Seat::New(TrackSlot(0)));
    }

    #[test]
    fn a_track_that_comes_back_while_it_rings_does_not_end() {
        let mut slots = Slots::default();
        slots.seat("drums");
        slots.retire_all_but(&[]);
        assert_eq!(slots.retire_all_but(&["drums"]), TrackSet::default());
        assert_eq!(slots.seat("drums"), Seat::New(TrackSlot(0)));
    }

    #[test]
    fn more_tracks_than_slots_are_turned_away() {
        let mut slots = Slots::default();
        for i in 0..TRACKS {
            assert!(matches!(slots.seat(&format!("t{i}")), Seat::New(_)));
        }
        assert_eq!(slots.seat("one too many"), Seat::Full);
    }
}
