//! A group: eight voices of one kind, one in each lane, of whatever tracks.
//!
//! It runs source, filters and amplifier up to an exact frame, so that notes can start there. No lane
//! hears of another. Which note goes into which lane is decided elsewhere.

use std::sync::Arc;

use super::BLOCK;
use super::bank::Sample;
use super::kernel::amp::{Amps, Channel, Place};
use super::kernel::drum::Drums;
use super::kernel::ensemble::{self, Ensembles};
use super::kernel::env::Stages;
use super::kernel::filter::{BAND, Filter, HIGH, LOW};
use super::kernel::fm::Modulators;
use super::kernel::formants::Formants;
use super::kernel::modal::Modes;
use super::kernel::noise::Noise;
use super::kernel::osc::Oscillators;
use super::kernel::pipes::{self, Pipes};
use super::kernel::pitch::Bend;
use super::kernel::sampler::Players;
use super::kernel::shape::Shapers;
use super::kernel::supersaw::Supersaws;
use super::kernel::torn::Torn;
use super::kernel::wavetable::Waves;
use super::kernel::{GRID, Note, Source, When};
use super::lanes::{F8, LANES, Mask};
use crate::control::Control;
use crate::schedule::TrackSlot;
use crate::sound::{Colour, SampleSlot, Sound, Wave};

/// Which source computes a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
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
    pub(super) fn of(sound: Sound) -> Kind {
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
    pub(super) sample: Option<(SampleSlot, Arc<Sample>)>,
}

/// Eight voices.
#[derive(Debug)]
pub(super) struct Group {
    kind: Kind,
    tenants: [Option<Tenant>; LANES],
    /// Frames of this block that have been computed.
    position: usize,
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
    /// What has been computed of this block.
    frames: [F8; BLOCK],
}

impl Group {
    /// An empty group for a sample rate in hertz.
    pub(super) fn new(rate: f32) -> Group {
        Group {
            kind: Kind::Noise,
            tenants: [None; LANES],
            position: 0,
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
            frames: [F8::ZERO; BLOCK],
        }
    }

    /// Gives an empty group a kind, at a frame of the block.
    pub(super) fn become_kind(&mut self, kind: Kind, position: usize) {
        self.kind = kind;
        self.position = position;
        self.frames[..position].fill(F8::ZERO);
    }

    /// Its kind.
    pub(super) fn kind(&self) -> Kind {
        self.kind
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
        (self.amps.loudness(lane), self.amps.is_held(lane))
    }

    /// Whether a lane has been cut short already.
    pub(super) fn is_cut(&self, lane: usize) -> bool {
        self.amps.is_cut(lane)
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

    /// Starts a note in a free lane at the present position.
    pub(super) fn start(&mut self, lane: usize, entry: Entry<'_>) {
        let Entry { note, when, tenant, level, sample } = entry;
        let held = when.held;
        match sample {
            Some((slot, sample)) if self.kind == Kind::Wave => self.waves.load(lane, slot, sample),
            Some((slot, sample)) => {
                let channel = usize::from(note.channel == Channel::Right);
                self.players.load(lane, slot, sample, channel);
            }
            None => {}
        }
        self.tenants[lane] = Some(tenant);
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
        let ahead = (BLOCK - self.position) % GRID;
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

    /// Computes up to a frame of the block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn render(&mut self, until: usize) {
        let mut sound = [F8::ZERO; GRID];
        while self.position < until {
            if self.position.is_multiple_of(GRID) {
                self.tick();
            }
            let cell = GRID - self.position % GRID;
            let frames = cell.min(until - self.position);
            let sound = &mut sound[..frames];
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
            self.last = sound[frames - 1];
            self.amps.process(sound);
            self.frames[self.position..self.position + frames].copy_from_slice(sound);
            self.position += frames;
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
        (voice, self.amps.place(lane))
    }

    /// Silences lanes whose last values were no numbers, and names their tracks.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn mend(&mut self, mut report: impl FnMut(TrackSlot)) {
        let memory = self.low.health() + self.high.health() + self.band.health();
        let memory = memory + self.formants.health();
        let health = memory + self.last * 0.0;
        if health.is_finite() {
            return;
        }
        for lane in 0..LANES {
            if !health.0[lane].is_finite() {
                if let Some(tenant) = self.tenants[lane] {
                    report(tenant.track);
                }
                self.amps.silence(lane);
                self.low.stop(lane);
                self.high.stop(lane);
                self.band.stop(lane);
                self.formants.stop(lane);
            }
        }
        self.last = F8::ZERO;
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

    /// Ends the block: frees lanes whose notes are over and hands out their recordings.
    pub(super) fn finish_block(&mut self, mut home: impl FnMut((SampleSlot, Arc<Sample>))) {
        self.position = 0;
        for lane in 0..LANES {
            if self.tenants[lane].is_some() && self.is_over(lane) {
                self.stop(lane).map(&mut home);
            }
        }
    }

    fn is_over(&self, lane: usize) -> bool {
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
    pub(super) fn stop(&mut self, lane: usize) -> Option<(SampleSlot, Arc<Sample>)> {
        self.tenants[lane] = None;
        self.bend.stop(lane);
        self.modulators.stop(lane);
        self.supersaws.stop(lane);
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
