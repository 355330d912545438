//! All voices: which group and lane a note goes to, who gives way when there are too many, and how
//! those of a bus add up.
//!
//! It computes no voice itself; groups do. Tracks share groups, so that few voices of many tracks
//! cost little; a bus adds its voices in the order in which they began, so that no bit of it
//! depends on the lanes they happen to have. Every search here is bounded by the capacities below.

use super::BLOCK;
use super::bank::Bank;
use super::block::TrackMix;
use super::entry::{Arrival, Moment};
use super::group::{Group, Kind, Tenant};
use super::lanes::LANES;
use super::protocol::{Port, TRACKS, Telemetry, Trouble};
use super::transport::Transport;
use crate::schedule::TrackSlot;

/// Voices that sound at once: far more than a dense piece needs, and half a core at most. One more
/// cuts short the quietest, released ones first, of a track that has more than its share.
pub const VOICES: usize = 1024;
/// Groups of eight lanes: twice what the voices fill, since kinds do not share groups and a voice
/// that fades away still needs its lane. If none is left, a note is dropped.
pub const GROUPS: usize = 2 * VOICES / LANES;
/// Voices that can be cut short for others in one block; each needs a look at all voices. Notes
/// beyond are dropped.
const STEALS: usize = 48;
/// How many of them may be for notes of tracks that have more than their share already: one that
/// asks for too much must not use up what the others need.
const GREEDY_STEALS: usize = 32;

/// Where a voice is computed.
#[derive(Clone, Copy, Debug)]
struct Seat {
    group: u16,
    lane: u8,
}

/// The voices of all tracks.
#[derive(Debug)]
pub(super) struct Voices {
    groups: Vec<Group>,
    /// Groups in which voices play, in the order in which they began, and those in which none does.
    playing: Vec<u16>,
    free: Vec<u16>,
    /// The voices on each bus, in the order in which they began.
    buses: Vec<Vec<Seat>>,
    /// Lanes that play and are not fading away for others.
    sounding: usize,
    /// Notes so far.
    notes: u64,
    /// How many may sound.
    most: usize,
    /// How many of them belong to each track.
    shares: [u16; TRACKS],
    stolen: usize,
    /// Of which tracks.
    robbed: [u32; TRACKS],
    dropped: usize,
}

impl Voices {
    /// Silence, for a sample rate in hertz. Allocates all that it will ever need.
    pub(super) fn new(rate: u32) -> Voices {
        Voices {
            groups: (0..GROUPS).map(|_| Group::new(rate as f32)).collect(),
            playing: Vec::with_capacity(GROUPS),
            free: (0..GROUPS as u16).rev().collect(),
            buses: (0..TRACKS).map(|_| Vec::with_capacity(GROUPS * LANES)).collect(),
            sounding: 0,
            notes: 0,
            most: VOICES,
            shares: [0; TRACKS],
            stolen: 0,
            robbed: [0; TRACKS],
            dropped: 0,
        }
    }

    /// Lets at most so many voices sound.
    pub(super) fn allow(&mut self, most: usize) {
        self.most = most.clamp(LANES, VOICES);
    }

    /// How many voices sound.
    pub(super) fn sounding(&self) -> usize {
        self.sounding
    }

    /// Whether a bus has voices.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn plays(&self, bus: TrackSlot) -> bool {
        !self.buses[usize::from(bus.0)].is_empty()
    }

    /// Whether a track has voices, on whatever bus.
    pub(super) fn belong_to(&self, track: TrackSlot) -> bool {
        let tenants = |&index: &u16| self.groups[usize::from(index)].tenants().iter().flatten();
        self.playing.iter().flat_map(tenants).any(|tenant| tenant.track == track)
    }

    /// Starts a note. In one block, notes come in the order of their frames.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn start(&mut self, arrival: &Arrival<'_>, moment: &Moment<'_>) {
        let wanted = arrival.channels(moment.bank);
        if wanted == 0 {
            return;
        }
        if let Some(cut) = arrival.cut() {
            self.choke(cut, arrival, moment.start + arrival.offset as u64);
        }
        if self.sounding + wanted > self.most && !self.make_way(arrival.track(), wanted) {
            self.dropped += 1;
            return;
        }
        let kind = Kind::of(arrival.trigger.sound);
        let Some(index) = self.room(kind, wanted, arrival.offset) else {
            self.dropped += 1;
            return;
        };
        let group = &mut self.groups[usize::from(index)];
        group.render(arrival.offset);
        self.notes += 1;
        for channel in 0..wanted {
            let entry = arrival.entry(moment, self.notes, channel);
            if let (Some(lane), Some(entry)) = (group.free_lane(), entry) {
                group.start(lane, entry);
                self.buses[usize::from(arrival.bus().0)]
                    .push(Seat { group: index, lane: lane as u8 });
                self.sounding += 1;
                self.shares[usize::from(arrival.track().0)] += 1;
            }
        }
    }

    /// How many voices each track can have while as many play as now.
    fn fair_share(&self) -> u16 {
        let playing = self.shares.iter().filter(|voices| **voices > 0).count();
        (self.most / playing.max(1)) as u16
    }

    /// Cuts voices short until a track can have so many more; false if that takes too long.
    #[cold]
    fn make_way(&mut self, track: TrackSlot, wanted: usize) -> bool {
        let place = usize::from(track.0);
        self.shares[place] += wanted as u16;
        let share = self.fair_share();
        let steals = if self.shares[place] > share { GREEDY_STEALS } else { STEALS };
        let mut room = true;
        while room && self.sounding + wanted > self.most {
            room = self.stolen < steals && self.steal(share);
        }
        self.shares[place] = self.shares[place].saturating_sub(wanted as u16);
        room
    }

    /// A group with so many free lanes, or a fresh one.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn room(&mut self, kind: Kind, lanes: usize, offset: usize) -> Option<u16> {
        let fits = |&&index: &&u16| {
            let group = &self.groups[usize::from(index)];
            group.kind() == kind && group.sounding() + lanes <= LANES
        };
        if let Some(&index) = self.playing.iter().find(fits) {
            return Some(index);
        }
        let index = self.free.pop()?;
        self.groups[usize::from(index)].become_kind(kind, offset);
        self.playing.push(index);
        Some(index)
    }

    /// Cuts short what plays in a choke group, save what began with this note.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn choke(&mut self, cut: i16, by: &Arrival<'_>, now: u64) {
        let chosen = |tenant: Tenant| {
            tenant.cut == Some(cut) && (tenant.track, tenant.begin) != (by.track(), now)
        };
        self.cut_where(by.offset, chosen);
    }

    /// Cuts short the quietest voice of tracks that have more than a share, released ones before held
    /// ones. False if there is none.
    fn steal(&mut self, share: u16) -> bool {
        let mut quietest: Option<((bool, f32, u64), TrackSlot)> = None;
        for &index in &self.playing {
            let group = &self.groups[usize::from(index)];
            for lane in 0..LANES {
                let Some(tenant) = group.tenants()[lane] else { continue };
                if self.shares[usize::from(tenant.track.0)] <= share {
                    continue;
                }
                let (loudness, held) = group.loudness(lane);
                let rank = (held, loudness, tenant.born);
                if !group.is_cut(lane) && quietest.is_none_or(|(least, _)| rank < least) {
                    quietest = Some((rank, tenant.track));
                }
            }
        }
        let Some(((_, _, born), track)) = quietest else { return false };
        self.stolen += 1;
        self.robbed[usize::from(track.0)] += 1;
        self.cut_where(0, |tenant| tenant.born == born);
        true
    }

    /// Cuts voices short at a frame of the block, or as soon after it as is still to be computed.
    fn cut_where(&mut self, offset: usize, chosen: impl Fn(Tenant) -> bool) {
        for &index in &self.playing {
            let group = &mut self.groups[usize::from(index)];
            for lane in 0..LANES {
                let Some(tenant) = group.tenants()[lane] else { continue };
                if chosen(tenant) && !group.is_cut(lane) {
                    group.render(offset);
                    group.cut(lane);
                    self.sounding -= 1;
                    let share = &mut self.shares[usize::from(tenant.track.0)];
                    *share = share.saturating_sub(1);
                }
            }
        }
    }

    /// Computes the rest of the block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn render(&mut self, port: &mut Port) {
        while self.sounding > self.most && self.stolen < STEALS && self.steal(self.fair_share()) {}
        for &index in &self.playing {
            let group = &mut self.groups[usize::from(index)];
            group.render(BLOCK);
            group.mend(|track| port.report(Telemetry::Trouble(Trouble::NotANumber(track))));
        }
    }

    /// Adds up the voices on a bus, once the block has been rendered. Names the tracks that have
    /// voices there though it is not theirs, and the peaks of each of these voices.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn mix(
        &self,
        bus: TrackSlot,
        mix: &mut TrackMix,
        mut guest: impl FnMut(TrackSlot, [f32; 2]),
    ) {
        mix.clear();
        for seat in &self.buses[usize::from(bus.0)] {
            let group = &self.groups[usize::from(seat.group)];
            let (voice, place) = group.voice(usize::from(seat.lane));
            place.add(&voice, mix);
            if let Some(tenant) = group.tenants()[usize::from(seat.lane)]
                && tenant.track != bus
            {
                guest(tenant.track, place.peaks(&voice));
            }
        }
    }

    /// Lets go of voices that are over. Their recordings go home.
    pub(super) fn tidy(&mut self, bank: &Bank, port: &mut Port) {
        let mut freed = false;
        for &index in &self.playing {
            let group = &mut self.groups[usize::from(index)];
            freed |= group.finish_block(|(slot, sample)| bank.take_back(slot, sample, port));
        }
        if !freed {
            return;
        }
        let (groups, free) = (&self.groups, &mut self.free);
        for bus in &mut self.buses {
            bus.retain(|seat| {
                groups[usize::from(seat.group)].tenants()[usize::from(seat.lane)].is_some()
            });
        }
        self.playing.retain(|&index| {
            let plays = groups[usize::from(index)].sounding() > 0;
            if !plays {
                free.push(index);
            }
            plays
        });
    }

    /// Ends a block: counts voices and reports what had to be left out.
    pub(super) fn end_block(&mut self, port: &mut Port) {
        self.shares = [0; TRACKS];
        self.sounding = 0;
        for &index in &self.playing {
            let group = &self.groups[usize::from(index)];
            for lane in 0..LANES {
                if let Some(tenant) = group.tenants()[lane].filter(|_| !group.is_cut(lane)) {
                    self.shares[usize::from(tenant.track.0)] += 1;
                    self.sounding += 1;
                }
            }
        }
        if self.stolen > 0 {
            for (slot, count) in self.robbed.iter_mut().enumerate().filter(|(_, count)| **count > 0)
            {
                let trouble = Trouble::Stolen(TrackSlot(slot as u8), std::mem::take(count));
                port.report(Telemetry::Trouble(trouble));
            }
        }
        if self.dropped > 0 {
            port.report(Telemetry::Trouble(Trouble::Dropped(self.dropped as u32)));
        }
        self.stolen = 0;
        self.dropped = 0;
    }

    /// The tempo changed: notes that are held end at another frame.
    pub(super) fn retime(&mut self, transport: &Transport, now: u64) {
        self.hold_where(|tenant| {
            let end = transport.moment(0, tenant.until).round();
            tenant.until.is_finite().then_some((end - now as f64) as f32)
        });
    }

    /// Lets go of every note, or of those of one track.
    pub(super) fn release(&mut self, only: Option<TrackSlot>) {
        self.hold_where(|tenant| only.is_none_or(|only| only == tenant.track).then_some(0.0));
    }

    /// Moves the ends of notes to so many frames after the start of this block, if any are given.
    fn hold_where(&mut self, frames: impl Fn(Tenant) -> Option<f32>) {
        for &index in &self.playing {
            let group = &mut self.groups[usize::from(index)];
            for lane in 0..LANES {
                if let Some(frames) = group.tenants()[lane].and_then(&frames) {
                    group.hold(lane, frames);
                }
            }
        }
    }

    /// Silences everything at once.
    pub(super) fn clear(&mut self, bank: &Bank, port: &mut Port) {
        self.buses.iter_mut().for_each(Vec::clear);
        while let Some(index) = self.playing.pop() {
            let group = &mut self.groups[usize::from(index)];
            for lane in 0..LANES {
                if let Some((slot, sample)) = group.stop(lane) {
                    bank.take_back(slot, sample, port);
                }
            }
            self.free.push(index);
        }
        self.sounding = 0;
        self.shares = [0; TRACKS];
    }
}
