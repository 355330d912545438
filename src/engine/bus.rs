//! A bus: where voices meet, with the effects that shape them together and outlive them.
//!
//! It knows neither voices nor schedules; it is handed their sum and leaves its own.
//!
//! To be called by the engine like this: [`Bus::follow`] (or [`Bus::set`] for one control) when a
//! note starts, [`Bus::tempo`] when the tempo changes, [`Bus::process`] for every block in which a
//! voice of the track sounds or [`Bus::is_silent`] says no. A bus that is silent may be skipped, and
//! retired.
//! [`Bus::clear`] costs little, so a panic may clear all buses in one block.

mod order;
mod rack;

use super::BLOCK;
use super::block::{StereoBlock, TrackMix};
use super::kernel::Settings;
use super::kernel::convolver::Convolver;
use super::kernel::delay::Delay;
use super::kernel::duck::Ducker;
use super::kernel::glide::Glide;
use super::kernel::reverb::{Reverb, Space};
use super::meter::{self, Meter};
use crate::control::Control;
use crate::schedule::TrackSlot;
pub use order::{Order, Stage};
use rack::Rack;

/// Recordings that one bus can answer as, in turn. One more takes the place of another, whose notes
/// then have the built-in room.
const ANSWERS: usize = 4;

/// A mix bus with its effects. Made by the conductor (it allocates), played by the engine.
#[derive(Debug)]
pub struct Bus {
    rate: u32,
    seed: u32,
    delay: Delay,
    reverb: Reverb,
    /// How much of what is sent to the room reaches the built-in one.
    built_in: Glide,
    /// Rooms by recordings: the one that is asked for, and others that ring out or come again.
    answers: [Option<Box<Convolver>>; ANSWERS],
    /// The recording whose answer notes ask for.
    asked: Option<u16>,
    /// The time between echoes, in seconds or in cycles.
    time: EchoTime,
    cps: f64,
    rack: Rack,
    ducker: Ducker,
    /// The first frame of the block.
    now: u64,
    /// The first frame after the last block that was computed.
    heard: u64,
    /// The order of the stages has just changed: the block fades in.
    fades_in: bool,
    meter: Meter,
}

/// Where a note comes from that reaches a bus.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Origin {
    /// Its track.
    pub track: TrackSlot,
    /// The frame in which it begins.
    pub frame: u64,
}

/// How the time between echoes was given.
#[derive(Clone, Copy, Debug, PartialEq)]
enum EchoTime {
    Seconds(f32),
    Cycles(f32),
}

impl Bus {
    /// A silent bus for a sample rate in hertz. Allocates all that it will ever need: 1.7 MB at
    /// 48 kHz, most of it the delay's, which a system hands out only when the delay is first used.
    pub fn new(rate: u32) -> Bus {
        let mut bus = Bus {
            rate,
            seed: 0,
            delay: Delay::new(rate),
            reverb: Reverb::new(rate),
            built_in: Glide::new(rate, 1.0),
            answers: [const { None }; ANSWERS],
            asked: None,
            time: EchoTime::Cycles(Control::Delaysync.info().default as f32),
            cps: 0.5,
            rack: Rack::new(rate),
            ducker: Ducker::new(rate),
            now: 0,
            heard: u64::MAX,
            fades_in: false,
            meter: Meter::default(),
        };
        bus.time_echoes();
        bus
    }

    /// The bus of the track of that name: what its notes leave to chance depends on the name, and
    /// not on the slot that the track happens to have.
    pub fn named(rate: u32, name: &str) -> Bus {
        // FNV-1a, by Fowler, Noll and Vo.
        let hash = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        Bus { seed: name.bytes().fold(0x811c_9dc5, hash), ..Bus::new(rate) }
    }

    /// Its track's part in all chance.
    pub fn seed(&self) -> u32 {
        self.seed
    }

    /// The rate it was made for, in hertz.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// A note of the track starts with these controls: the delay follows them if the note sends to
    /// it, the reverb likewise. What a note leaves unset is at its default, whatever an earlier note
    /// set, so that a changed script sounds as if it had run from the start.
    pub fn follow(&mut self, note: Settings<'_>, origin: Origin) {
        if note.value(Control::Delay) > 0.0 {
            let time = note.get(Control::Delaytime);
            let locked = note.value(Control::Lock) > 0.0;
            self.time = match time {
                Some(cycles) if locked => EchoTime::Cycles(cycles),
                Some(seconds) => EchoTime::Seconds(seconds),
                None => EchoTime::Cycles(note.value(Control::Delaysync)),
            };
            self.time_echoes();
            self.delay.set_feedback(note.value(Control::Delayfeedback));
            let band = (note.value(Control::Delayhp), note.value(Control::Delaylp));
            let (drive, pingpong) =
                (note.value(Control::Delaydrive), note.value(Control::Pingpong));
            self.delay.set_colour(band, drive, pingpong);
        }
        if note.value(Control::Room) > 0.0 {
            let size = note.get(Control::Roomsize).or_else(|| note.get(Control::Size));
            self.reverb.set_size(size.unwrap_or(Control::Roomsize.info().default as f32));
            self.reverb.set_bright(note.value(Control::Roomlp));
            self.reverb.set_dim(note.value(Control::Roomdim));
            self.reverb.set_space(Space::numbered(note.value(Control::Roomtype)));
            self.asked = note.get(Control::Ir).map(|place| place as u16);
            self.choose_room();
        }
        self.rack.follow(note, origin);
        self.reverb.freeze(self.rack.is_frozen());
        if self.heard != self.now {
            self.rack.arrive();
        }
    }

    /// The next block begins at this frame; a bus that is not told counts by itself.
    pub fn begin_block(&mut self, frame: u64) {
        self.now = frame;
    }

    /// A note that ducks this bus begins at a frame of the block.
    pub fn duck(&mut self, note: Settings<'_>, frame: u64) {
        self.ducker.key(
            frame,
            note.value(Control::Duckdepth),
            note.value(Control::Duckonset),
            note.value(Control::Duckattack),
        );
    }

    /// Takes the answer of a recording, for notes that ask for it; gives back what it replaces.
    pub fn put(&mut self, answer: Box<Convolver>) -> Option<Box<Convolver>> {
        let id = answer.id();
        let is = |place: &Option<Box<Convolver>>, id| place.as_ref().is_some_and(|c| c.id() == id);
        let same = self.answers.iter().position(|place| is(place, id));
        let free = || self.answers.iter().position(Option::is_none);
        let unasked =
            || self.answers.iter().position(|p| self.asked.is_none_or(|asked| !is(p, asked)));
        let place = same.or_else(free).or_else(unasked).unwrap_or(0);
        let old = self.answers[place].replace(answer);
        self.choose_room();
        old
    }

    /// Opens the room that notes ask for, and closes the others; the built-in one takes the place of
    /// one that is not here.
    fn choose_room(&mut self) {
        let mut found = false;
        for answer in self.answers.iter_mut().flatten() {
            let open = self.asked == Some(answer.id());
            answer.open(open);
            found |= open;
        }
        self.built_in.aim(if found { 0.0 } else { 1.0 });
        if self.reverb.is_silent() {
            self.built_in.arrive();
        }
    }

    /// A track ends, and no longer has a say in what the effects do.
    pub fn forget(&mut self, track: TrackSlot) {
        self.rack.forget(track);
        self.reverb.freeze(self.rack.is_frozen());
    }

    /// Lets go of the room, if it is held.
    pub fn thaw(&mut self) {
        self.rack.thaw();
        self.reverb.freeze(false);
    }

    /// A bus-wide control takes a value: effects glide to it. Controls that mean nothing to a bus
    /// are ignored, so is what is no number.
    pub fn set(&mut self, control: Control, value: f32) {
        if !value.is_finite() {
            return;
        }
        match control {
            Control::Delaytime => self.time = EchoTime::Seconds(value),
            Control::Delaysync => self.time = EchoTime::Cycles(value),
            Control::Delayfeedback => self.delay.set_feedback(value),
            Control::Roomsize | Control::Size => self.reverb.set_size(value),
            Control::Roomlp => self.reverb.set_bright(value),
            Control::Roomdim => self.reverb.set_dim(value),
            _ => return,
        }
        self.time_echoes();
    }

    /// The tempo in cycles a second, for delay times counted in cycles.
    pub fn tempo(&mut self, cps: f64) {
        if cps != self.cps {
            self.cps = cps;
            self.time_echoes();
        }
    }

    fn time_echoes(&mut self) {
        let seconds = match self.time {
            EchoTime::Seconds(seconds) => seconds,
            EchoTime::Cycles(cycles) if self.cps > 0.0 => (f64::from(cycles) / self.cps) as f32,
            EchoTime::Cycles(_) => return,
        };
        self.delay.set_time(seconds);
    }

    /// Computes a block: `mix.dry` becomes the output of the bus, effects included, free of what is
    /// no number. False if it had to silence itself for such a value.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, mix: &mut TrackMix) -> bool {
        let sends = [&mix.delay, &mix.room];
        let sound = sends.into_iter().flatten().all(|send| meter::peaks(send).is_some());
        if sound {
            self.rack.begin(&mut mix.dry);
            let (order, changes) = self.rack.next_order();
            for stage in order.stages() {
                self.stage(stage, mix);
            }
            self.fade(changes, &mut mix.dry);
            self.rack.end(&mut mix.dry);
            self.ducker.process(self.now, &mut mix.dry);
        }
        self.now += BLOCK as u64;
        self.heard = self.now;
        let sound = sound && self.meter.read(&mix.dry);
        if !sound {
            mix.dry.clear();
            self.clear();
        }
        sound
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn stage(&mut self, stage: Stage, mix: &mut TrackMix) {
        match stage {
            Stage::Echo if mix.delay.is_some() || !self.delay.is_silent() => {
                let send = mix.delay.as_ref().unwrap_or(&StereoBlock::SILENT);
                self.delay.process(send, &mut mix.dry);
            }
            Stage::Room => self.room(mix),
            Stage::Echo => {}
            other => self.rack.stage(other, self.now, &mut mix.dry),
        }
    }

    /// What is sent to the room goes to the built-in one, or to the answer of a recording.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn room(&mut self, mix: &mut TrackMix) {
        for answer in self.answers.iter_mut().flatten() {
            let send = mix.room.as_ref().filter(|_| !answer.is_closed());
            if send.is_some() || !answer.is_silent() {
                answer.process(send.unwrap_or(&StereoBlock::SILENT), &mut mix.dry);
            }
        }
        if !self.built_in.rests_at(1.0) {
            let part = self.built_in.next_block();
            if let Some(send) = &mut mix.room {
                for (j, (l, r)) in send.left.iter_mut().zip(&mut send.right).enumerate() {
                    *l *= part.at(j);
                    *r *= part.at(j);
                }
            }
        }
        let sends = mix.room.is_some() && !self.built_in.rests_at(0.0);
        if sends || !self.reverb.is_silent() {
            let send = mix.room.as_ref().unwrap_or(&StereoBlock::SILENT);
            self.reverb.process(self.now, send, &mut mix.dry);
        }
    }

    /// Where the order of the stages changes, a block fades out and the next one in.
    fn fade(&mut self, changes: bool, block: &mut StereoBlock) {
        if self.fades_in {
            block.fade_in();
        }
        if changes {
            block.fade_out();
        }
        self.fades_in = changes;
    }

    /// Whether its tails have died away (below -100 dB), so that skipping it would not be heard.
    pub fn is_silent(&self) -> bool {
        self.delay.is_silent()
            && self.reverb.is_silent()
            && self.answers.iter().flatten().all(|answer| answer.is_silent())
            && self.rack.is_silent()
    }

    /// Empties all effects at once.
    pub fn clear(&mut self) {
        self.delay.clear();
        self.reverb.clear();
        self.answers.iter_mut().flatten().for_each(|answer| answer.clear());
        self.rack.clear();
        self.ducker.clear();
    }

    /// Its meter shows at least these peaks, of voices that sound elsewhere.
    pub fn raise_meter(&mut self, peaks: [f32; 2]) {
        self.meter.raise(peaks);
    }

    /// Peaks of its output, left and right, since this was last asked.
    pub fn take_peaks(&mut self) -> [f32; 2] {
        self.meter.take()
    }
}
