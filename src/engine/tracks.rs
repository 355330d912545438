//! The tracks as the engine sees them: a bus each, muted or not, here to stay or on the way out.
//!
//! Their voices live elsewhere.

use super::block::TrackMix;
use super::bus::{Bus, Origin};
use super::kernel::Settings;
use super::kernel::convolver::Convolver;
use super::protocol::{Garbage, Port, TRACKS, Telemetry, Trouble};
use crate::control::Control;
use crate::schedule::{Setting, TrackSlot};

/// One track.
#[derive(Debug, Default)]
struct Track {
    bus: Option<Box<Bus>>,
    muted: bool,
    retiring: bool,
}

/// All tracks. One without a bus sounds dry.
#[derive(Debug)]
pub(super) struct Tracks {
    all: Vec<Track>,
}

impl Tracks {
    /// No tracks yet. Allocates all that it will ever need.
    pub(super) fn new() -> Tracks {
        Tracks { all: (0..TRACKS).map(|_| Track::default()).collect() }
    }

    fn get_mut(&mut self, slot: TrackSlot) -> Option<&mut Track> {
        self.all.get_mut(usize::from(slot.0))
    }

    /// Gives a track its bus, unless it has one. A track that was on its way out stays.
    pub(super) fn put(&mut self, slot: TrackSlot, mut bus: Box<Bus>, cps: f64, port: &mut Port) {
        let Some(track) = self.get_mut(slot) else {
            return port.discard(Garbage::Bus(bus));
        };
        track.retiring = false;
        if track.bus.is_some() {
            return port.discard(Garbage::Bus(bus));
        }
        bus.tempo(cps);
        track.bus = Some(bus);
    }

    /// Gives a bus the answer of a recording.
    pub(super) fn answer(&mut self, slot: TrackSlot, answer: Box<Convolver>, port: &mut Port) {
        let bus = self.get_mut(slot).and_then(|track| track.bus.as_mut());
        let old = match bus {
            Some(bus) => bus.put(answer),
            None => Some(answer),
        };
        if let Some(old) = old {
            port.discard(Garbage::Answer(old));
        }
    }

    /// Lets a track ring out. One that has rung out was told already.
    pub(super) fn retire(&mut self, slot: TrackSlot) {
        for bus in self.all.iter_mut().filter_map(|track| track.bus.as_mut()) {
            bus.forget(slot);
        }
        if let Some(track) = self.get_mut(slot) {
            track.retiring = track.bus.is_some();
        }
    }

    /// Mutes a track, or opens it again.
    pub(super) fn mute(&mut self, slot: TrackSlot, muted: bool) {
        if let Some(track) = self.get_mut(slot) {
            track.muted = muted;
        }
    }

    /// Whether it is muted.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn is_muted(&self, slot: TrackSlot) -> bool {
        self.all[usize::from(slot.0)].muted
    }

    /// Its part in all chance.
    pub(super) fn seed(&self, slot: TrackSlot) -> u32 {
        self.all[usize::from(slot.0)].bus.as_ref().map_or(u32::from(slot.0), |bus| bus.seed())
    }

    /// Whether it sounds no more once its voices are gone.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn is_silent(&self, slot: TrackSlot) -> bool {
        self.all[usize::from(slot.0)].bus.as_ref().is_none_or(|bus| bus.is_silent())
    }

    /// A block begins at a frame.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn begin_block(&mut self, frame: u64) {
        for bus in self.all.iter_mut().filter_map(|track| track.bus.as_mut()) {
            bus.begin_block(frame);
        }
    }

    /// A note's settings reach the bus it plays on, and the buses that it ducks.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn set(&mut self, slot: TrackSlot, settings: &[Setting], origin: Origin) {
        if let Some(bus) = &mut self.all[usize::from(slot.0)].bus {
            bus.follow(Settings(settings), origin);
        }
        for ducked in settings.iter().filter(|setting| setting.control == Control::Duckorbit) {
            let track = self.all.get_mut(ducked.value as usize);
            if let Some(bus) = track.and_then(|track| track.bus.as_mut()) {
                bus.duck(Settings(settings), origin.frame);
            }
        }
    }

    /// Runs a block through its bus.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn process(&mut self, slot: TrackSlot, mix: &mut TrackMix, port: &mut Port) {
        if let Some(bus) = &mut self.all[usize::from(slot.0)].bus
            && !bus.process(mix)
        {
            port.report(Telemetry::Trouble(Trouble::NotANumber(slot)));
        }
    }

    /// Whether it rings out.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn is_retiring(&self, slot: TrackSlot) -> bool {
        self.all[usize::from(slot.0)].retiring
    }

    /// After a block: a retired track that has rung out goes home.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn finish(&mut self, slot: TrackSlot, plays: bool, port: &mut Port) {
        if !self.all[usize::from(slot.0)].retiring || plays || !self.is_silent(slot) {
            return;
        }
        let track = &mut self.all[usize::from(slot.0)];
        track.retiring = false;
        track.muted = false;
        if let Some(bus) = track.bus.take() {
            port.discard(Garbage::Bus(bus));
        }
        port.report(Telemetry::Retired(slot));
    }

    /// The tempo changed, in cycles a second.
    pub(super) fn tempo(&mut self, cps: f64) {
        for bus in self.all.iter_mut().filter_map(|track| track.bus.as_mut()) {
            bus.tempo(cps);
        }
    }

    /// Lets go of rooms that are held.
    pub(super) fn thaw(&mut self) {
        for bus in self.all.iter_mut().filter_map(|track| track.bus.as_mut()) {
            bus.thaw();
        }
    }

    /// Empties all effects.
    pub(super) fn clear(&mut self) {
        for bus in self.all.iter_mut().filter_map(|track| track.bus.as_mut()) {
            bus.clear();
        }
    }

    /// A track was heard on the bus of another: its own meter shows the loudest of its voices there.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn raise_meter(&mut self, slot: TrackSlot, peaks: [f32; 2]) {
        if let Some(bus) = &mut self.all[usize::from(slot.0)].bus {
            bus.raise_meter(peaks);
        }
    }

    /// Reports the peaks of all buses.
    pub(super) fn report_meters(&mut self, port: &mut Port) {
        for (slot, track) in self.all.iter_mut().enumerate() {
            if let Some(bus) = &mut track.bus {
                port.report(Telemetry::Meter(TrackSlot(slot as u8), bus.take_peaks()));
            }
        }
    }
}
