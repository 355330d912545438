//! What the conductor writes for the engine: everything that starts in a stretch of cycles.
//!
//! Plain data. Times are in cycles relative to the schedule's start, so precision never fades; the
//! engine's transport turns them into frames, and a change of tempo moves whatever has not started.

pub mod mastering;

use std::num::NonZeroU32;

use crate::control::Control;
use crate::sound::Sound;
use mastering::Mastering;

/// A place for a track in the engine: a bus with its own delay, reverb and meter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct TrackSlot(pub u8);

/// The value of one control for one trigger, resolved to a number in the control's unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Setting {
    /// Which control.
    pub control: Control,
    /// Finite, and within the control's range.
    pub value: f32,
}

/// One event, ready to sound.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Trigger {
    /// When it starts, in cycles from the schedule's `from`.
    pub at: f64,
    /// How long it is held, in cycles, before its release begins.
    pub lasts: f64,
    /// Whose it is: with that track it is muted, and chance is drawn for it.
    pub track: TrackSlot,
    /// The bus it plays on: its track's own, or one that tracks share.
    pub bus: TrackSlot,
    /// False if it makes no sound and only moves the effects of its bus.
    pub plays: bool,
    /// What makes its sound.
    pub sound: Sound,
    /// Its pitch in hertz.
    pub freq: f32,
    /// It sounds on an instrument outside, which knows it by this number, and not here. It is held there
    /// if it `plays`.
    pub outside: Option<NonZeroU32>,
    first: u32,
    count: u16,
}

/// Some of the tracks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TrackSet(u64);

impl TrackSet {
    /// Tracks that fit.
    pub const SIZE: usize = u64::BITS as usize;

    /// Puts a track in, or takes it out. One that does not fit changes nothing.
    pub fn set(&mut self, TrackSlot(slot): TrackSlot, within: bool) {
        let bit = 1u64.checked_shl(u32::from(slot)).unwrap_or(0);
        self.0 = if within { self.0 | bit } else { self.0 & !bit };
    }

    /// Whether a track is among them.
    pub fn contains(self, TrackSlot(slot): TrackSlot) -> bool {
        self.0.checked_shr(u32::from(slot)).is_some_and(|bits| bits & 1 == 1)
    }
}

impl FromIterator<TrackSlot> for TrackSet {
    fn from_iter<I: IntoIterator<Item = TrackSlot>>(slots: I) -> TrackSet {
        let mut set = TrackSet::default();
        slots.into_iter().for_each(|slot| set.set(slot, true));
        set
    }
}

/// What changes at the moment when a version takes over.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Swap {
    /// The position, in cycles. One that has passed means now.
    pub at: f64,
    /// The tracks that are muted from then on; the others are not.
    pub muted: TrackSet,
    /// Tracks that end there: their voices and tails ring out, then their buses go home.
    pub retired: TrackSet,
    /// What the master does from then on.
    pub mastering: Mastering,
}

/// Everything that starts in a stretch of cycles, sorted by onset. Few allocations, whatever its
/// length.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Schedule {
    /// Which version of the script it belongs to. A schedule of a newer version discards what older
    /// ones have not started by its swap, or by the moment it arrives if that is later.
    pub generation: u32,
    /// The first whole cycle it covers.
    pub from: i64,
    /// The whole cycle before which it ends.
    pub until: i64,
    /// The tempo at `from`, in cycles a second. A version's first schedule sets the tempo when it
    /// takes over; the ones after it only by their [`Schedule::changes`].
    pub cps: f64,
    /// Where the tempo changes, in cycles from `from`, and to how many cycles a second; sorted.
    pub changes: Vec<(f64, f64)>,
    /// What else changes when this version takes over; read from its first schedule alone. Without
    /// one it takes over at `from`.
    pub swap: Option<Swap>,
    triggers: Vec<Trigger>,
    settings: Vec<Setting>,
}

impl Schedule {
    /// An empty schedule for whole cycles `from <= t < until`.
    pub fn new(generation: u32, from: i64, until: i64, cps: f64) -> Schedule {
        let (triggers, settings, changes) = (Vec::new(), Vec::new(), Vec::new());
        Schedule { generation, from, until, cps, changes, swap: None, triggers, settings }
    }

    /// The tempo at a position within it, in cycles a second.
    pub fn tempo_at(&self, cycle: f64) -> f64 {
        let rest = cycle - self.from as f64;
        let passed = self.changes.partition_point(|(at, _)| *at <= rest);
        passed.checked_sub(1).map_or(self.cps, |last| self.changes[last].1)
    }

    /// Adds a trigger that sounds on its track's own bus, and gives it back, to be sent elsewhere.
    /// Call [`Schedule::sort`] when all are in.
    pub fn push(
        &mut self,
        at: f64,
        lasts: f64,
        track: TrackSlot,
        sound: Sound,
        freq: f32,
        settings: &[Setting],
    ) -> &mut Trigger {
        let first = self.settings.len() as u32;
        let count = settings.len().min(usize::from(u16::MAX)) as u16;
        self.settings.extend_from_slice(&settings[..usize::from(count)]);
        let bus = track;
        let (plays, outside) = (true, None);
        self.triggers.push(Trigger {
            at,
            lasts,
            track,
            bus,
            plays,
            sound,
            freq,
            outside,
            first,
            count,
        });
        let last = self.triggers.len() - 1;
        &mut self.triggers[last]
    }

    /// Sorts by onset; triggers of one moment keep the order in which they came.
    pub fn sort(&mut self) {
        self.triggers.sort_by(|a, b| a.at.total_cmp(&b.at));
    }

    /// All triggers, sorted by onset.
    pub fn triggers(&self) -> &[Trigger] {
        &self.triggers
    }

    /// The settings of one of its triggers.
    pub fn settings(&self, trigger: &Trigger) -> &[Setting] {
        let first = trigger.first as usize;
        self.settings.get(first..first + usize::from(trigger.count)).unwrap_or(&[])
    }
}
