//! Notes for instruments outside: when they begin and end, to the frame, told by way of a ring of their
//! own.
//!
//! They take no voice and make no sound. What is sent for them, and to whom, the engine does not know:
//! a note is a number to it.

use std::num::NonZeroU32;

use super::BLOCK;
use super::protocol::{Cue, Port, Sign};
use super::transport::Transport;
use crate::schedule::{TrackSlot, Trigger};

/// Notes that can be held at once: what comes when it is full is left out and counted.
const HELD: usize = 1024;

/// A note that has begun.
#[derive(Clone, Copy, Debug)]
struct Held {
    note: NonZeroU32,
    track: TrackSlot,
    /// Where it ends, in cycles.
    until: f64,
    /// When it began.
    begun: u64,
}

/// All that are held.
#[derive(Debug)]
pub(super) struct Outside {
    held: Vec<Held>,
}

impl Outside {
    /// None yet. Allocates all that it will ever need.
    pub(super) fn new() -> Outside {
        Outside { held: Vec::with_capacity(HELD) }
    }

    /// A note begins at a frame; `from` is the whole cycle that its times count from. False if it had to
    /// be left out.
    pub(super) fn begin(
        &mut self,
        (note, trigger, from): (NonZeroU32, &Trigger, i64),
        frame: u64,
        port: &mut Port,
    ) -> bool {
        let room = !trigger.plays || self.held.len() < HELD;
        if !room || !port.cue(Cue { frame, sign: Sign::Begin(note) }) {
            return false;
        }
        if trigger.plays {
            let until = from as f64 + trigger.at + trigger.lasts.max(0.0);
            let until = if until.is_nan() { 0.0 } else { until };
            self.held.push(Held { note, track: trigger.track, until, begun: frame });
        }
        true
    }

    /// Ends what ends in the block that begins at a frame.
    pub(super) fn end_due(&mut self, transport: &Transport, start: u64, port: &mut Port) {
        if !transport.running() {
            return;
        }
        self.held.retain(|held| {
            let frame = transport.frame_of(0, held.until).max(start).max(held.begun + 1);
            let over = frame < start + BLOCK as u64;
            !over || !port.cue(Cue { frame, sign: Sign::End(held.note) })
        });
    }

    /// Ends what is held now: all of it, or what belongs to a track.
    pub(super) fn release(&mut self, track: Option<TrackSlot>, now: u64, port: &mut Port) {
        self.held.retain(|held| {
            let kept = track.is_some_and(|track| track != held.track);
            let frame = now.max(held.begun + 1);
            kept || !port.cue(Cue { frame, sign: Sign::End(held.note) })
        });
    }
}
