//! Guests: patterns that play beside the script for a while, to be tried out.
//!
//! They are no part of any version: no save, swap or journal knows of them. Their schedules belong to
//! the version that plays, and are written only a moment ahead, so that they end when they are sent away.

use super::Conductor;
use super::lower::{self, Lowered};
use super::slots::Seat;
use crate::engine::bus::Bus;
use crate::engine::protocol::Command;
use crate::pattern::Pattern;
use crate::samples::Wanted;
use crate::schedule::Schedule;
use crate::set::Track;
use crate::time::{Span, Time};

/// The bus that guests play on; no script can call a track so.
const BUS: &str = "(tried out)";
/// Seconds between the wish and the first note: so that the engine is told in time.
const NOTICE: f64 = 0.03;
/// Seconds that are written ahead, at least and at most.
const AHEAD: [f64; 2] = [0.12, 0.25];
/// Moments of a cycle at which stretches begin and end.
const GRID: i64 = 1024;

/// Those that play now.
#[derive(Debug, Default)]
pub(super) struct Guests {
    tracks: Vec<Track>,
    name: String,
    /// Its first cycle only.
    once: bool,
    /// Where they began, once their recordings were there.
    begun: Option<Time>,
    written: Option<Time>,
    generation: u32,
    /// The bus is there.
    seated: bool,
}

impl Guests {
    /// What is tried, for the screen.
    pub(super) fn name(&self) -> Option<String> {
        (!self.tracks.is_empty() && !self.once).then(|| self.name.clone())
    }

    /// The names whose buses are not to be retired.
    pub(super) fn names(&self) -> Option<&'static str> {
        self.seated.then_some(BUS)
    }
}

impl Conductor {
    /// Plays some tracks beside the script, in place of earlier guests: the first cycle only, or on
    /// and on. False if there is no room, or no version plays yet.
    pub fn invite(&mut self, tracks: Vec<Track>, name: &str, once: bool) -> bool {
        if !self.started || tracks.is_empty() {
            return false;
        }
        self.dismiss();
        match self.slots.seat(BUS) {
            Seat::Full => return false,
            Seat::Kept(_) => {}
            Seat::New(slot) => self.send(Command::Bus(slot, Box::new(Bus::named(self.rate, BUS)))),
        }
        if let Some(slot) = self.slots.of(BUS) {
            self.send(Command::Mute(slot, false));
        }
        self.guests =
            Guests { tracks, name: name.to_owned(), once, seated: true, ..Guests::default() };
        self.prepare_guests();
        true
    }

    /// Sends the guests away: what has not begun does not begin, and tails ring out.
    pub fn dismiss(&mut self) {
        if !self.guests.tracks.is_empty()
            && !self.guests.once
            && let Some(slot) = self.slots.of(BUS)
        {
            self.send(Command::Mute(slot, true));
        }
        self.guests.tracks.clear();
    }

    /// Asks for the recordings that they begin with.
    fn prepare_guests(&mut self) {
        let context = self.playing.set.context(0);
        for track in &self.guests.tracks {
            let mut events = Vec::new();
            track.from_the_beginning().query_in(&context, Span::cycle(0), &mut events);
            for event in &events {
                let mut find = |wanted: &Wanted<'_>| self.recordings.find(wanted);
                let _ = lower::lower(event, track, context.cps, &mut find);
            }
        }
    }

    /// Writes what guests play next, if it is time.
    pub(super) fn write_guests(&mut self) {
        if self.guests.tracks.is_empty() || !self.running || self.recordings.is_waiting() {
            return;
        }
        let (now, cps) = (self.position.cycle, self.position.cps);
        let soon = grid(now + NOTICE * cps);
        let begun = *self.guests.begun.get_or_insert(soon);
        if self.guests.generation != self.generation {
            // A new version took what was not begun yet.
            (self.guests.generation, self.guests.written) = (self.generation, None);
        }
        let written = *self.guests.written.get_or_insert(soon);
        let over = begun + Time::ONE;
        if self.guests.once && written >= over {
            self.guests.tracks.clear();
            return;
        }
        if written.to_f64() > now + AHEAD[0] * cps {
            return;
        }
        let end = grid(now + AHEAD[1] * cps);
        let end = if self.guests.once { end.min(over) } else { end };
        if end > written {
            self.write_stretch_of_guests(begun, Span { begin: written, end });
        }
    }

    fn write_stretch_of_guests(&mut self, begun: Time, span: Span) {
        let Some(slot) = self.slots.of(BUS) else { return };
        let from = span.begin.cycle();
        let mut schedule =
            Schedule::new(self.generation, from, span.end.ceil().cycle(), self.position.cps);
        for track in &self.guests.tracks {
            let pattern: Pattern = track.from_the_beginning().late(begun);
            for part in span.cycles() {
                let context = self.playing.set.context(part.begin.cycle());
                let mut events = Vec::new();
                pattern.query_in(&context, part, &mut events);
                for event in events.iter().filter(|event| event.has_onset()) {
                    let mut find = |wanted: &Wanted<'_>| self.recordings.find(wanted);
                    let lowered = lower::lower(event, track, context.cps, &mut find);
                    let Ok(lowered) = lowered else { continue };
                    let Lowered { sound, freq, at, lasts, settings, plays, outside, .. } = lowered;
                    let offset = (at - Time::whole(from)).to_f64();
                    let trigger = schedule.push(offset, lasts, slot, sound, freq, &settings);
                    if let Some(message) = outside {
                        let number = self.outside.write(message, track, &mut Vec::new());
                        (trigger.outside, trigger.plays) = (Some(number), plays);
                    }
                }
            }
        }
        schedule.sort();
        self.guests.written = Some(span.end);
        if !schedule.triggers().is_empty() {
            self.send(Command::Schedule(Box::new(schedule)));
        }
    }

    /// The cycle at which the version that was sent takes over, if it is still to come.
    pub(super) fn takes_over_after(&self, cycle: f64) -> Option<f64> {
        let start = self.written.start();
        (start.is_finite() && start > cycle + 0.05).then_some(start)
    }
}

/// The first moment of the grid that is not before this one.
fn grid(at: f64) -> Time {
    let steps = (at * GRID as f64).ceil();
    if steps.abs() < 1e15 { Time::new(steps as i64, GRID) } else { Time::ZERO }
}
