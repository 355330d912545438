//! The chain of eight voices: source, bend, filters, shapers and amplifier, in the order of the signal.
//!
//! It computes a stretch of sound that lies within one cell of the grid; which notes are in which lanes,
//! and where the sound goes, is the group's business.

use std::sync::Arc;

use super::Entry;
use crate::control::Control;
use crate::engine::bank::Sample;
use crate::engine::kernel::amp::{Amps, Channel};
use crate::engine::kernel::drum::Drums;
use crate::engine::kernel::ensemble::{self, Ensembles};
use crate::engine::kernel::env::Stages;
use crate::engine::kernel::filter::{BAND, Filter, HIGH, LOW};
use crate::engine::kernel::fm::Modulators;
use crate::engine::kernel::formants::Formants;
use crate::engine::kernel::modal::Modes;
use crate::engine::kernel::noise::Noise;
use crate::engine::kernel::osc::Oscillators;
use crate::engine::kernel::pipes::{self, Pipes};
use crate::engine::kernel::pitch::Bend;
use crate::engine::kernel::sampler::Players;
use crate::engine::kernel::shape::Shapers;
use crate::engine::kernel::supersaw::Supersaws;
use crate::engine::kernel::torn::Torn;
use crate::engine::kernel::wavetable::Waves;
use crate::engine::kernel::{GRID, Note, Source};
use crate::engine::lanes::{F8, Mask};
use crate::sound::{Colour, SampleSlot, Sound, Wave};

/// Which source computes a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::engine) enum Kind {
    Oscillator(Wave),
    Noise,
    Supersaw,
    Drum,
    Struck,
    Held,
    Many,
    Wave,
    Player,
}

impl Kind {
    /// The kind that plays a sound.
    pub(in crate::engine) fn of(sound: Sound) -> Kind {
        match sound {
            Sound::Oscillator(wave) => Kind::Oscillator(wave),
            Sound::Noise(_) => Kind::Noise,
            Sound::Supersaw => Kind::Supersaw,
            Sound::Drum(_) => Kind::Drum,
            Sound::Struck(_) => Kind::Struck,
            Sound::Held(_) => Kind::Held,
            Sound::Many(_) => Kind::Many,
            Sound::Table(_) | Sound::Cycles(_) => Kind::Wave,
            Sound::Sample(_) => Kind::Player,
        }
    }
}

/// The recording of a player, and where it belongs.
pub(in crate::engine) type Recording = (SampleSlot, Arc<Sample>);

/// Eight voices of one kind.
#[derive(Debug)]
pub(super) struct Chain {
    kind: Kind,
    oscillators: Oscillators,
    noise: Noise,
    /// How much pink noise is mixed into each lane, and how much is left of its source.
    hiss: F8,
    clear: F8,
    hissing: Mask,
    supersaws: Supersaws,
    drums: Drums,
    struck: Modes,
    held: Pipes,
    many: Ensembles,
    waves: Waves,
    players: Players,
    bend: Bend,
    modulators: Modulators,
    low: Filter<LOW>,
    high: Filter<HIGH>,
    band: Filter<BAND>,
    formants: Formants,
    shapers: Shapers,
    torn: Torn,
    amps: Amps,
    /// The last frame, before loudness: what is no number stays there.
    last: F8,
}

impl Chain {
    /// A silent chain for a sample rate in hertz.
    pub(super) fn new(rate: f32) -> Chain {
        Chain {
            kind: Kind::Noise,
            oscillators: Oscillators::new(),
            noise: Noise::new(),
            hiss: F8::ZERO,
            clear: F8::ONE,
            hissing: Mask::NONE,
            supersaws: Supersaws::new(),
            drums: Drums::default(),
            struck: Modes::new(),
            held: Pipes::new(),
            many: Ensembles::new(),
            waves: Waves::new(),
            players: Players::new(),
            bend: Bend::new(rate),
            modulators: Modulators::new(),
            low: Filter::new(rate),
            high: Filter::new(rate),
            band: Filter::new(rate),
            formants: Formants::new(),
            shapers: Shapers::new(),
            torn: Torn::new(),
            amps: Amps::new(rate),
            last: F8::ZERO,
        }
    }

    /// Becomes another kind, while no lane plays.
    pub(super) fn become_kind(&mut self, kind: Kind) {
        self.kind = kind;
    }

    /// Its kind.
    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    /// The amplifiers.
    pub(super) fn amps(&self) -> &Amps {
        &self.amps
    }

    /// Fades a lane away within a few milliseconds.
    pub(super) fn cut(&mut self, lane: usize) {
        self.amps.cut(lane);
    }

    /// Moves the end of a held note to so many frames after the start of this block.
    pub(super) fn hold(&mut self, lane: usize, frames: f32) {
        self.bend.hold(lane, frames);
        self.modulators.hold(lane, frames);
        self.waves.hold(lane, frames);
        self.low.hold(lane, frames);
        self.high.hold(lane, frames);
        self.band.hold(lane, frames);
        self.amps.hold(lane, frames);
    }

    /// Starts a note in a lane, so many frames before the next grid point.
    pub(super) fn start(&mut self, lane: usize, entry: Entry<'_>, ahead: usize) {
        let Entry { note, when, level, sample, .. } = entry;
        let held = when.held;
        match sample {
            Some((slot, sample)) if self.kind == Kind::Wave => self.waves.load(lane, slot, sample),
            Some((slot, sample)) => {
                let channel = usize::from(note.channel == Channel::Right);
                self.players.load(lane, slot, sample, channel);
            }
            None => {}
        }
        self.bend.start(lane, &note, when);
        self.modulators.start(lane, &note, held);
        self.low.start(lane, &note, when);
        self.high.start(lane, &note, when);
        self.band.start(lane, &note, when);
        self.shapers.start(lane, &note);
        self.torn.start(lane, &note, when);
        self.hiss(lane, &note);
        if !matches!(self.kind, Kind::Many) {
            self.formants.start(lane, &note);
        }
        self.amps.start(lane, &note, held, natural(&note));
        if level != 1.0 {
            self.amps.scale(lane, level);
        }
        match self.kind {
            Kind::Oscillator(_) => self.oscillators.start(lane, &note),
            Kind::Noise => self.noise.start(lane, &note),
            Kind::Supersaw => self.supersaws.start(lane, &note),
            Kind::Drum => self.drums.start(lane, &note),
            Kind::Struck => self.struck.start(lane, &note),
            Kind::Held => self.held.start(lane, &note),
            Kind::Many => self.many.start(lane, &note),
            Kind::Wave => {
                self.waves.start(lane, &note);
                self.waves.held(lane, &note, held);
            }
            Kind::Player => self.players.start(lane, &note),
        }
        if self.bend.is_on() {
            self.bend_source();
        }
        if ahead > 0 {
            self.run_in(lane, ahead as f32);
        }
    }

    /// Mixes noise into a source that is none itself.
    fn hiss(&mut self, lane: usize, note: &Note<'_>) {
        let share = note.settings.value(Control::Noise);
        let on = share > 0.0 && self.kind != Kind::Noise;
        self.hissing.set(lane, on);
        if on {
            self.hiss.0[lane] = (2.0 * share).min(1.0);
            self.clear.0[lane] = (2.0 - 2.0 * share).min(1.0);
            self.noise.start(lane, &Note { sound: Sound::Noise(Colour::Pink), ..*note });
        }
    }

    fn run_in(&mut self, lane: usize, frames: f32) {
        self.bend.run_in(lane, frames);
        self.modulators.run_in(lane, frames);
        self.waves.run_in(lane, frames);
        self.low.run_in(lane, frames);
        self.high.run_in(lane, frames);
        self.band.run_in(lane, frames);
        self.amps.run_in(lane, frames);
    }

    /// Computes a stretch within one cell of the grid; `at_point` if it begins there.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn render(&mut self, sound: &mut [F8], at_point: bool) {
        if at_point {
            self.tick();
        }
        self.render_source(sound);
        if self.hissing.any() {
            self.mix_noise(sound);
        }
        if self.low.is_on() {
            self.low.process(sound);
        }
        if self.high.is_on() {
            self.high.process(sound);
        }
        if self.band.is_on() {
            self.band.process(sound);
        }
        if self.formants.is_on() {
            self.formants.process(sound);
        }
        if self.torn.is_on() {
            self.torn.process(sound);
        }
        if self.shapers.is_on() {
            self.shapers.process(sound);
        }
        self.last = sound.last().copied().unwrap_or(F8::ZERO);
        self.amps.process(sound);
    }

    /// A number in each lane that computes with numbers, and no number elsewhere.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn health(&self) -> F8 {
        let memory = self.low.health() + self.high.health() + self.band.health();
        let memory = memory + self.formants.health();
        memory + self.last * 0.0
    }

    /// Silences a lane whose values are no numbers.
    pub(super) fn silence(&mut self, lane: usize) {
        self.amps.silence(lane);
        self.low.stop(lane);
        self.high.stop(lane);
        self.band.stop(lane);
        self.formants.stop(lane);
        self.last.0[lane] = 0.0;
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render_source(&mut self, sound: &mut [F8]) {
        match self.kind {
            Kind::Oscillator(_) if self.modulators.is_on() => {
                self.oscillators.render_modulated(sound, &mut self.modulators);
            }
            Kind::Oscillator(_) => self.oscillators.render(sound),
            Kind::Noise => self.noise.render(sound),
            Kind::Supersaw => self.supersaws.render(sound),
            Kind::Drum => self.drums.render(sound),
            Kind::Struck => self.struck.render(sound),
            Kind::Held => self.held.render(sound),
            Kind::Many => self.many.render(sound),
            Kind::Wave => self.waves.render(sound),
            Kind::Player => self.players.render(sound),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mix_noise(&mut self, sound: &mut [F8]) {
        let mut noise = [F8::ZERO; GRID];
        let noise = &mut noise[..sound.len()];
        self.noise.render(noise);
        for (x, noise) in sound.iter_mut().zip(noise) {
            *x = self.hissing.select(*x * self.clear + *noise * self.hiss, *x);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tick(&mut self) {
        if self.bend.is_on() {
            self.bend.tick();
            self.bend_source();
        }
        if let Kind::Oscillator(_) = self.kind {
            self.oscillators.tick();
            if self.modulators.is_on() {
                self.modulators.tick();
            }
        }
        match self.kind {
            Kind::Struck => self.struck.tick(),
            Kind::Wave => self.waves.tick(),
            _ => {}
        }
        if self.low.is_on() {
            self.low.tick();
        }
        if self.high.is_on() {
            self.high.tick();
        }
        if self.band.is_on() {
            self.band.tick();
        }
        self.amps.tick();
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend_source(&mut self) {
        let ratio = self.bend.now();
        match self.kind {
            Kind::Oscillator(_) => self.oscillators.bend(ratio),
            Kind::Noise => self.noise.bend(ratio),
            Kind::Supersaw => self.supersaws.bend(ratio),
            Kind::Drum => self.drums.bend(ratio),
            Kind::Struck => self.struck.bend(ratio),
            Kind::Held => self.held.bend(ratio),
            Kind::Many => self.many.bend(ratio),
            Kind::Wave => self.waves.bend(ratio),
            Kind::Player => self.players.bend(ratio),
        }
    }

    /// Whether a lane's note is over.
    pub(super) fn is_over(&self, lane: usize) -> bool {
        self.amps.is_over(lane)
            || match self.kind {
                Kind::Oscillator(_) => self.oscillators.done(lane),
                Kind::Noise => self.noise.done(lane),
                Kind::Supersaw => self.supersaws.done(lane),
                Kind::Drum => self.drums.done(lane),
                Kind::Struck => self.struck.done(lane),
                Kind::Held => self.held.done(lane),
                Kind::Many => self.many.done(lane),
                Kind::Wave => self.waves.done(lane),
                Kind::Player => self.players.done(lane),
            }
    }

    /// Frees a lane at once; gives back its recording.
    pub(super) fn stop(&mut self, lane: usize) -> Option<Recording> {
        self.bend.stop(lane);
        self.modulators.stop(lane);
        self.oscillators.stop(lane);
        self.supersaws.stop(lane);
        self.drums.silence(lane);
        self.struck.stop(lane);
        self.low.stop(lane);
        self.high.stop(lane);
        self.band.stop(lane);
        self.formants.stop(lane);
        self.shapers.stop(lane);
        self.torn.stop(lane);
        self.hissing.set(lane, false);
        self.amps.stop(lane);
        self.waves.unload(lane).or_else(|| self.players.unload(lane))
    }
}

/// How loudness runs if the note does not say: synthesisers fall to a sustained level, recordings
/// and drums play as they are.
fn natural(note: &Note<'_>) -> Stages {
    match note.sound {
        Sound::Oscillator(_)
        | Sound::Noise(_)
        | Sound::Supersaw
        | Sound::Table(_)
        | Sound::Cycles(_) => Stages::from_seconds(0.001, 0.05, 0.6, 0.01, note.rate),
        Sound::Drum(_) => Stages::from_seconds(0.0, 0.0, 1.0, 0.05, note.rate),
        Sound::Struck(_) => Stages::from_seconds(0.0, 0.0, 1.0, 0.25, note.rate),
        Sound::Held(what) => {
            let (rise, fade) = pipes::edges(what);
            Stages::from_seconds(rise, 0.0, 1.0, fade, note.rate)
        }
        Sound::Many(what) => {
            let (rise, fade) = ensemble::edges(what);
            Stages::from_seconds(rise, 0.0, 1.0, fade, note.rate)
        }
        Sound::Sample(_) => {
            // In the middle of a recording there is no silence to start from.
            let begins = note.settings.value(Control::Begin) > 0.0;
            let attack = note.settings.get(Control::FadeInTime);
            let attack = attack.unwrap_or(if begins { 0.001 } else { 0.0 });
            let release = note.settings.or(Control::FadeTime, 0.01).max(0.001);
            Stages::from_seconds(attack, 0.0, 1.0, release, note.rate)
        }
    }
}
