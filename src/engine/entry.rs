//! A trigger on its way to a voice: from musical terms and settings to what a lane needs.
//!
//! Everything unsafe is made safe here: pitches, lengths and values that are no number.

use std::sync::Arc;

use super::bank::Bank;
use super::group::{Entry, Tenant};
use super::kernel::amp::Channel;
use super::kernel::drum;
use super::kernel::env::LONGEST;
use super::kernel::math::{from_decibels, scramble};
use super::kernel::{Note, Settings, When};
use super::transport::Transport;
use crate::control::Control;
use crate::schedule::{Setting, TrackSlot, Trigger};
use crate::sound::Sound;

/// The pitch of a trigger whose own is no number: c4.
const PLAIN_PITCH: f32 = 261.625_58;
/// The lowest and, as a part of the sample rate, the highest pitch of a voice.
const PITCHES: [f32; 2] = [0.01, 0.45];

/// The most by which a recording is made louder or softer on request, in decibels: what is quieter
/// than that is noise.
const MOST_NORMALISED: f32 = 36.0;

/// What holds for all notes that start in a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment<'a> {
    pub(super) transport: &'a Transport,
    pub(super) bank: &'a Bank,
    /// The block's first frame.
    pub(super) start: u64,
    /// The sample rate in hertz.
    pub(super) rate: f32,
}

/// A trigger that starts in this block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival<'a> {
    pub(super) trigger: &'a Trigger,
    pub(super) settings: &'a [Setting],
    /// The whole cycle that its times count from.
    pub(super) from: i64,
    /// Its frame in the block.
    pub(super) offset: usize,
    /// Its track's part in all chance.
    pub(super) seed: u32,
    /// How many triggers of its track began at the same frame before it.
    pub(super) index: u32,
}

impl Arrival<'_> {
    /// Its track.
    pub(super) fn track(&self) -> TrackSlot {
        self.trigger.track
    }

    /// The bus it plays on.
    pub(super) fn bus(&self) -> TrackSlot {
        self.trigger.bus
    }

    /// Its choke group: the one that was set (0 is none), else that of its sound.
    pub(super) fn cut(&self) -> Option<i16> {
        match (Settings(self.settings).get(Control::Cut), self.trigger.sound) {
            (Some(group), _) => (group as i16 != 0).then_some(group as i16),
            (None, Sound::Drum(drum)) => drum::choke_group(drum, self.trigger.track),
            (None, _) => None,
        }
    }

    /// How many lanes it takes; 0 if its recording is not there.
    pub(super) fn channels(&self, bank: &Bank) -> usize {
        match self.trigger.sound {
            Sound::Sample(slot) => bank.get(slot).map_or(0, |s| s.channels.len().min(2)),
            Sound::Cycles(slot) => usize::from(bank.get(slot).is_some()),
            Sound::Supersaw | Sound::Many(_) => 2,
            _ => 1,
        }
    }

    /// What a lane needs to play one of its channels.
    pub(super) fn entry(
        &self,
        moment: &Moment<'_>,
        born: u64,
        channel: usize,
    ) -> Option<Entry<'_>> {
        let trigger = self.trigger;
        let settings = Settings(self.settings);
        let until = self.until(&settings);
        let begin = moment.start + self.offset as u64;
        let transport = moment.transport;
        let held = if until.is_finite() {
            (transport.moment(0, until).round() - begin as f64).clamp(0.0, LONGEST.into())
        } else {
            LONGEST.into()
        };
        let pitch = if trigger.freq.is_finite() { trigger.freq } else { PLAIN_PITCH };
        let note = Note {
            sound: trigger.sound,
            freq: pitch.clamp(PITCHES[0], PITCHES[1] * moment.rate),
            rate: moment.rate,
            channel: self.side(moment.bank, channel),
            seed: self.seed(),
            settings,
        };
        let sample = match trigger.sound {
            Sound::Sample(slot) | Sound::Cycles(slot) => {
                Some((slot, Arc::clone(moment.bank.get(slot)?)))
            }
            _ => None,
        };
        let tenant = Tenant { track: self.track(), begin, until, cut: self.cut(), born };
        let written = self.trigger.lasts.max(0.0) * f64::from(moment.rate) / transport.cps();
        let when = When {
            held: held as f32,
            lasts: written.clamp(1.0, LONGEST.into()) as f32,
            clock: (self.from as f64 + trigger.at) / transport.cps(),
        };
        let level = self.level(moment.bank);
        Some(Entry { note, when, tenant, level, sample })
    }

    /// What brings a recording to the loudness that was asked for.
    fn level(&self, bank: &Bank) -> f32 {
        let wanted = Settings(self.settings).get(Control::Loudness);
        match (wanted, self.trigger.sound) {
            (Some(wanted), Sound::Sample(slot)) => bank.loudness(slot).map_or(1.0, |found| {
                from_decibels((wanted - found).clamp(-MOST_NORMALISED, MOST_NORMALISED))
            }),
            _ => 1.0,
        }
    }

    /// Which side of the sound one of its lanes plays.
    fn side(&self, bank: &Bank, channel: usize) -> Channel {
        match (self.channels(bank), channel) {
            (0 | 1, _) => Channel::Mono,
            (_, 0) => Channel::Left,
            _ => Channel::Right,
        }
    }

    /// When it is released, in cycles. Drums and recordings play to their own end, unless they loop
    /// or their length was set.
    fn until(&self, settings: &Settings<'_>) -> f64 {
        let limits: &[Control] = match self.trigger.sound {
            Sound::Oscillator(_)
            | Sound::Noise(_)
            | Sound::Supersaw
            | Sound::Held(_)
            | Sound::Table(_)
            | Sound::Cycles(_)
            | Sound::Many(_) => return self.end(),
            Sound::Struck(what) if !what.rings_on() => return self.end(),
            Sound::Drum(_) => &[Control::Clip],
            Sound::Struck(_) => &[Control::Clip, Control::Release],
            Sound::Sample(_) => &[Control::Clip, Control::Loop, Control::Release],
        };
        let limited = limits.iter().any(|&control| settings.get(control).is_some());
        if limited { self.end() } else { f64::INFINITY }
    }

    fn end(&self) -> f64 {
        let lasts = self.trigger.lasts;
        let lasts = if lasts > 0.0 { lasts } else { 0.0 };
        let end = self.from as f64 + self.trigger.at + lasts;
        if end.is_nan() { 0.0 } else { end }
    }

    /// Chance for this note: from its track, its moment to a millionth of a cycle, and its place
    /// among those of the same moment.
    fn seed(&self) -> u32 {
        let moment = ((self.from as f64 + self.trigger.at) * 1_048_576.0).round() as i64;
        let halves = [moment as u32, (moment >> 32) as u32];
        let parts = [self.seed, self.index, halves[0], halves[1]];
        parts.iter().fold(0x7265_7369, |seed, part| scramble(seed ^ part).wrapping_add(0x9e37_79b9))
    }
}
