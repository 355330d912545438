//! A group: eight voices of one kind, one in each lane, of whatever tracks.
//!
//! It runs its chain up to an exact frame, so that notes can start there. No lane hears of another.
//! Which note goes into which lane is decided elsewhere.

mod chain;

use super::BLOCK;
use super::kernel::amp::Place;
use super::kernel::{GRID, Note, When};
use super::lanes::{F8, LANES};
use crate::schedule::TrackSlot;
use chain::Chain;
pub(super) use chain::{Kind, Recording};

/// What a lane plays, for those who choose lanes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Tenant {
    /// The track that its note is on.
    pub(super) track: TrackSlot,
    /// The frame in which its note began.
    pub(super) begin: u64,
    /// When its note is over, in cycles; infinite if it plays to its own end.
    pub(super) until: f64,
    /// Its choke group, if it has one.
    pub(super) cut: Option<i16>,
    /// A number for its note: later notes have greater ones, lanes of one note share it.
    pub(super) born: u64,
}

/// What a note needs beyond [`Note`] to take a lane.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) note: Note<'a>,
    pub(super) when: When,
    pub(super) tenant: Tenant,
    /// A factor on its loudness.
    pub(super) level: f32,
    /// The recording, for a player.
    pub(super) sample: Option<Recording>,
}

/// Eight voices.
#[derive(Debug)]
pub(super) struct Group {
    tenants: [Option<Tenant>; LANES],
    /// Frames of this block that have been computed.
    position: usize,
    chain: Chain,
    /// What has been computed of this block.
    frames: [F8; BLOCK],
}

impl Group {
    /// An empty group for a sample rate in hertz.
    pub(super) fn new(rate: f32) -> Group {
        Group {
            tenants: [None; LANES],
            position: 0,
            chain: Chain::new(rate),
            frames: [F8::ZERO; BLOCK],
        }
    }

    /// Gives an empty group a kind, at a frame of the block.
    pub(super) fn become_kind(&mut self, kind: Kind, position: usize) {
        self.chain.become_kind(kind);
        self.position = position;
        self.frames[..position].fill(F8::ZERO);
    }

    /// Its kind.
    pub(super) fn kind(&self) -> Kind {
        self.chain.kind()
    }

    /// What its lanes play.
    pub(super) fn tenants(&self) -> &[Option<Tenant>; LANES] {
        &self.tenants
    }

    /// A lane in which nothing plays.
    pub(super) fn free_lane(&self) -> Option<usize> {
        self.tenants.iter().position(Option::is_none)
    }

    /// How many lanes play.
    pub(super) fn sounding(&self) -> usize {
        self.tenants.iter().flatten().count()
    }

    /// How loud a lane is, and whether its note is still held.
    pub(super) fn loudness(&self, lane: usize) -> (f32, bool) {
        let amps = self.chain.amps();
        (amps.loudness(lane), amps.is_held(lane))
    }

    /// Whether a lane has been cut short already.
    pub(super) fn is_cut(&self, lane: usize) -> bool {
        self.chain.amps().is_cut(lane)
    }

    /// Fades a lane away within a few milliseconds.
    pub(super) fn cut(&mut self, lane: usize) {
        self.chain.cut(lane);
    }

    /// Moves the end of a held note to so many frames after the start of this block.
    pub(super) fn hold(&mut self, lane: usize, frames: f32) {
        self.chain.hold(lane, frames);
    }

    /// Starts a note in a free lane at the present position.
    pub(super) fn start(&mut self, lane: usize, entry: Entry<'_>) {
        self.tenants[lane] = Some(entry.tenant);
        self.chain.start(lane, entry, (BLOCK - self.position) % GRID);
    }

    /// Computes up to a frame of the block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn render(&mut self, until: usize) {
        while self.position < until {
            let within = self.position % GRID;
            let end = until.min(self.position + GRID - within);
            self.chain.render(&mut self.frames[self.position..end], within == 0);
            self.position = end;
        }
    }

    /// What a lane gave in a block that has been rendered to its end, and where it goes. (One lane at
    /// a time: turning all eight around at once costs more than the few that sound.)
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn voice(&self, lane: usize) -> ([f32; BLOCK], Place) {
        let mut voice = [0.0; BLOCK];
        let lane = lane % LANES;
        for (x, frame) in voice.iter_mut().zip(&self.frames) {
            *x = frame.0[lane];
        }
        (voice, self.chain.amps().place(lane))
    }

    /// Silences lanes whose last values were no numbers, and names their tracks.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn mend(&mut self, mut report: impl FnMut(TrackSlot)) {
        let health = self.chain.health();
        if health.is_finite() {
            return;
        }
        for lane in 0..LANES {
            if !health.0[lane].is_finite() {
                if let Some(tenant) = self.tenants[lane] {
                    report(tenant.track);
                }
                self.chain.silence(lane);
            }
        }
    }

    /// Ends the block: frees lanes whose notes are over and hands out their recordings.
    /// True if there were any.
    pub(super) fn finish_block(&mut self, mut home: impl FnMut(Recording)) -> bool {
        self.position = 0;
        let mut freed = false;
        for lane in 0..LANES {
            if self.tenants[lane].is_some() && self.chain.is_over(lane) {
                self.stop(lane).map(&mut home);
                freed = true;
            }
        }
        freed
    }

    /// Frees a lane at once; gives back its recording.
    pub(super) fn stop(&mut self, lane: usize) -> Option<Recording> {
        self.tenants[lane] = None;
        self.chain.stop(lane)
    }
}
