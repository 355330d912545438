//! All voices: which group and lane a note goes to, who gives way when there are too many.
//!
//! It computes nothing itself; groups do. Every search here is bounded by the capacities below.

use super::BLOCK;
use super::bank::Bank;
use super::entry::{Arrival, Moment};
use super::group::{Group, Kind, Tenant};
use super::kernel::amp::Sums;
use super::lanes::LANES;
use super::protocol::{Port, TRACKS, Telemetry, Trouble};
use super::transport::Transport;
use crate::schedule::TrackSlot;

/// Voices that sound at once: far more than a dense piece needs, and half a core at most. One more
/// cuts short the quietest, released ones first.
pub const VOICES: usize = 1024;
/// Groups of eight lanes: twice what the voices fill, since tracks and kinds do not share groups and
/// a voice that fades away still needs its lane. If none is left, a note is dropped.
pub const GROUPS: usize = 2 * VOICES / LANES;
/// Voices that can be cut short for others in one block; each needs a look at all voices. Notes
/// beyond are dropped.
const STEALS: usize = 32;

/// The voices of all tracks.
#[derive(Debug)]
pub(super) struct Voices {
    groups: Vec<Group>,
    /// Groups that no track uses.
    free: Vec<u16>,
    /// The groups of each track, in the order in which they began.
    tracks: Vec<Vec<u16>>,
    sums: Box<Sums>,
    /// Lanes that play and are not fading away for others.
    sounding: usize,
    /// Notes so far.
    notes: u64,
    stolen: usize,
    dropped: usize,
}

impl Voices {
    /// Silence, for a sample rate in hertz. Allocates all that it will ever need.
    pub(super) fn new(rate: u32) -> Voices {
        Voices {
            groups: (0..GROUPS).map(|_| Group::new(rate as f32)).collect(),
            free: (0..GROUPS as u16).rev().collect(),
            tracks: (0..TRACKS).map(|_| Vec::with_capacity(GROUPS)).collect(),
            sums: Box::new(Sums::SILENT),
            sounding: 0,
            notes: 0,
            stolen: 0,
            dropped: 0,
        }
    }

    /// How many voices sound.
    pub(super) fn sounding(&self) -> usize {
        self.sounding
    }

    /// Whether a track has voices.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn plays(&self, track: TrackSlot) -> bool {
        !self.tracks[usize::from(track.0)].is_empty()
    }

    /// Begins a block of a track.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn begin(&mut self) {
        self.sums.clear();
    }

    /// Starts a note of the track whose block has begun.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn start(&mut self, arrival: &Arrival<'_>, moment: &Moment<'_>) {
        let wanted = arrival.channels(moment.bank);
        if wanted == 0 {
            return;
        }
        if let Some(cut) = arrival.cut() {
            self.choke(cut, arrival);
        }
        while self.sounding + wanted > VOICES {
            if self.stolen >= STEALS || !self.steal() {
                self.dropped += 1;
                return;
            }
        }
        let kind = Kind::of(arrival.trigger.sound);
        let Some(index) = self.room(arrival.track(), kind, wanted, arrival.offset) else {
            self.dropped += 1;
            return;
        };
        let group = &mut self.groups[usize::from(index)];
        group.render(arrival.offset, &mut self.sums);
        self.notes += 1;
        for channel in 0..wanted {
            let entry = arrival.entry(moment, self.notes, channel);
            if let (Some(lane), Some(entry)) = (group.free_lane(), entry) {
                group.start(lane, entry);
                self.sounding += 1;
            }
        }
    }

    /// A group of the track with so many free lanes, or a fresh one.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn room(&mut self, track: TrackSlot, kind: Kind, lanes: usize, offset: usize) -> Option<u16> {
        let track = &mut self.tracks[usize::from(track.0)];
        let fits = |&&index: &&u16| {
            let group = &self.groups[usize::from(index)];
            group.kind() == kind && group.sounding() + lanes <= LANES
        };
        if let Some(&index) = track.iter().find(fits) {
            return Some(index);
        }
        let index = self.free.pop()?;
        self.groups[usize::from(index)].become_kind(kind, offset);
        track.push(index);
        Some(index)
    }

    /// Cuts short what plays in a choke group, save what began with this note. On the note's own
    /// track to the frame, elsewhere to the block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn choke(&mut self, cut: i16, by: &Arrival<'_>) {
        let (here, offset) = (by.track(), by.offset);
        let before = self.notes.saturating_sub(u64::from(by.index));
        for (slot, track) in self.tracks.iter().enumerate() {
            for &index in track {
                let group = &mut self.groups[usize::from(index)];
                for lane in 0..LANES {
                    let older = |t: Tenant| t.cut == Some(cut) && t.born <= before;
                    let member = group.tenants()[lane].is_some_and(older);
                    if member && !group.is_cut(lane) {
                        if slot == usize::from(here.0) {
                            group.render(offset, &mut self.sums);
                        }
                        group.cut(lane);
                        self.sounding -= 1;
                    }
                }
            }
        }
    }

    /// Cuts short the quietest voice, released ones before held ones. False if there is none.
    fn steal(&mut self) -> bool {
        let mut quietest: Option<(bool, f32, u64)> = None;
        for &index in self.tracks.iter().flatten() {
            let group = &self.groups[usize::from(index)];
            for lane in 0..LANES {
                let Some(tenant) = group.tenants()[lane] else { continue };
                let (loudness, held) = group.loudness(lane);
                let rank = (held, loudness, tenant.born);
                if !group.is_cut(lane) && quietest.is_none_or(|least| rank < least) {
                    quietest = Some(rank);
                }
            }
        }
        let Some((_, _, born)) = quietest else { return false };
        self.stolen += 1;
        self.cut_where(|_, tenant_born| tenant_born == born);
        true
    }

    fn cut_where(&mut self, chosen: impl Fn(usize, u64) -> bool) {
        for (slot, track) in self.tracks.iter().enumerate() {
            for &index in track {
                let group = &mut self.groups[usize::from(index)];
                for lane in 0..LANES {
                    let meant = group.tenants()[lane].is_some_and(|t| chosen(slot, t.born));
                    if meant && !group.is_cut(lane) {
                        group.cut(lane);
                        self.sounding -= 1;
                    }
                }
            }
        }
    }

    /// Computes the rest of the block of a track. The sums are then complete.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn finish(&mut self, track: TrackSlot, bank: &Bank, port: &mut Port) -> &Sums {
        let list = &mut self.tracks[usize::from(track.0)];
        for &index in list.iter() {
            let group = &mut self.groups[usize::from(index)];
            group.render(BLOCK, &mut self.sums);
            if !group.is_finite() {
                port.report(Telemetry::Trouble(Trouble::NotANumber(track)));
            }
            group.finish_block(|(slot, sample)| bank.take_back(slot, sample, port));
        }
        let (groups, free) = (&self.groups, &mut self.free);
        list.retain(|&index| {
            let plays = groups[usize::from(index)].sounding() > 0;
            if !plays {
                free.push(index);
            }
            plays
        });
        &self.sums
    }

    /// Ends a block: counts voices and reports what had to be left out.
    pub(super) fn end_block(&mut self, port: &mut Port) {
        let lanes = |&index: &u16| {
            let group = &self.groups[usize::from(index)];
            (0..LANES).filter(|&l| group.tenants()[l].is_some() && !group.is_cut(l)).count()
        };
        self.sounding = self.tracks.iter().flatten().map(lanes).sum();
        if self.stolen > 0 {
            port.report(Telemetry::Trouble(Trouble::Stolen(self.stolen as u32)));
        }
        if self.dropped > 0 {
            port.report(Telemetry::Trouble(Trouble::Dropped(self.dropped as u32)));
        }
        self.stolen = 0;
        self.dropped = 0;
    }

    /// The tempo changed: notes that are held end at another frame.
    pub(super) fn retime(&mut self, transport: &Transport, now: u64) {
        for &index in self.tracks.iter().flatten() {
            let group = &mut self.groups[usize::from(index)];
            for lane in 0..LANES {
                let Some(tenant) = group.tenants()[lane] else { continue };
                if tenant.until.is_finite() {
                    let end = transport.moment(0, tenant.until).round();
                    group.hold(lane, (end - now as f64) as f32);
                }
            }
        }
    }

    /// Lets go of every note, or of those of one track.
    pub(super) fn release(&mut self, only: Option<TrackSlot>) {
        for (slot, track) in self.tracks.iter().enumerate() {
            if only.is_none_or(|only| usize::from(only.0) == slot) {
                for &index in track {
                    let group = &mut self.groups[usize::from(index)];
                    (0..LANES).for_each(|lane| group.hold(lane, 0.0));
                }
            }
        }
    }

    /// Silences everything at once.
    pub(super) fn clear(&mut self, bank: &Bank, port: &mut Port) {
        for track in &mut self.tracks {
            while let Some(index) = track.pop() {
                let group = &mut self.groups[usize::from(index)];
                for lane in 0..LANES {
                    if let Some((slot, sample)) = group.stop(lane) {
                        bank.take_back(slot, sample, port);
                    }
                }
                self.free.push(index);
            }
        }
        self.sounding = 0;
    }
}
