//! What rings in a sound that is struck or plucked: rows of numbers, and how a note becomes modes.
//!
//! Plain arithmetic at the start of a note; it computes no sound.

use super::super::Note;
use super::super::math::{exp2, log2, scramble, sin_turns};
use super::{MODES, bars, skins, strings};
use crate::control::Control;
use crate::engine::lanes::Real;
use crate::sound::Struck;

/// The pitch in hertz at which rows are written: c4.
const PLAIN: f32 = 261.625_58;
/// The root mean square over 0.4 seconds that all sounds are brought to.
const LOUDNESS: f32 = 0.1;
/// The sum of all amplitudes, which no sound goes beyond: short ones stay softer instead. Those of a
/// string never meet.
const MOST: f32 = 0.9;
const MOST_OF_STRINGS: f32 = 1.15;
/// How far a note may tune what has a pitch of its own, down and up: three octaves.
const REACH: f32 = 8.0;

/// Which modes a body has.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// A string: harmonics.
    String(Wire),
    /// Whatever else: ratio to the note, amplitude, and share of the decay, for each mode.
    Fixed(&'static [(f32, f32, f32)]),
}

/// A string and where it is set in motion.
#[derive(Clone, Copy, Debug)]
pub struct Wire {
    /// Its inharmonicity at c4; it grows with the pitch.
    pub stiff: f32,
    /// Where it is struck or plucked, as a part of its length.
    pub place: f32,
    /// How fast harmonics grow softer: 1 is 6 dB an octave.
    pub slope: f32,
    /// What one second at 1 kHz adds to the rate at which a mode fades; grows with its square.
    pub loss: f32,
    /// How many of the lowest harmonics have a second, slower string beside them.
    pub pairs: usize,
}

/// The noise of the blow.
#[derive(Clone, Copy, Debug)]
pub struct Blow {
    /// Its amplitude beside the modes, whose loudness is 1.
    pub level: f32,
    /// Seconds until it has fallen by 60 dB.
    pub seconds: f32,
    /// Up to where it reaches, in hertz.
    pub cutoff: f32,
}

/// One sound.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// What rings.
    pub body: Body,
    /// The pitch that c4 plays, in hertz, if the sound has a pitch of its own.
    pub root: Option<f32>,
    /// Seconds until the first mode has fallen by 60 dB, at c4.
    pub seconds: f32,
    /// How much shorter higher notes are: 1 halves with each octave.
    pub shorter: f32,
    /// Above how many hertz the hammer is too soft to reach.
    pub hammer: f32,
    /// The noise of the blow.
    pub knock: Blow,
    /// How far the pitch begins above its rest (1 is an octave), and seconds until it is there.
    pub sweep: (f32, f32),
    /// Brings it to the loudness of its class.
    pub level: f32,
}

/// One mode, about to ring.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ring {
    pub(super) hertz: f32,
    pub(super) level: f32,
    pub(super) seconds: f32,
}

impl Ring {
    pub(super) const SILENT: Ring = Ring { hertz: 1.0, level: 0.0, seconds: 1.0 };
}

/// How a note strikes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touch {
    pub(super) freq: f32,
    pub(super) rate: f32,
    pub(super) seed: u32,
    /// A factor on what is bright.
    pub(super) tone: f32,
    /// A factor on all times.
    pub(super) length: f32,
    velocity: f32,
    place: Option<f32>,
    /// How far the pitch begins above its rest.
    pub(super) above: f32,
}

impl Touch {
    pub(super) fn of(note: &Note<'_>, model: &Model) -> Touch {
        let settings = &note.settings;
        // Where `n` is no note it chooses a variant, in the order of drums: plain, deeper, harder, longer.
        let (mut tune, mut tone, mut length, mut snap) = (1.0, 1.0, 1.0, 1.0);
        if model.root.is_some() {
            match (settings.value(Control::N) as i32).rem_euclid(4) {
                1 => (tune, tone, length) = (0.84, 0.85, 1.15),
                2 => (tune, tone, length, snap) = (1.19, 1.25, 0.75, 1.6),
                3 => (tune, length, snap) = (0.94, 1.6, 0.8),
                _ => {}
            }
        }
        let reach = |x: f32| Real::clamp(x, 1.0 / REACH, REACH);
        let freq = model.root.map_or(note.freq, |root| root * reach(note.freq / PLAIN) * tune);
        Touch {
            freq: Real::clamp(freq, 1.0, 0.45 * note.rate),
            rate: note.rate,
            seed: note.seed,
            tone: tone * Real::clamp(settings.value(Control::Tone), 0.05, 16.0),
            length,
            velocity: settings.value(Control::Velocity),
            place: settings.get(Control::Strike),
            above: model.sweep.0 * snap * Real::clamp(settings.value(Control::Snap), 0.0, 4.0),
        }
    }

    /// A factor of its own for each mode: no two blows are quite alike.
    fn chance(&self, mode: usize) -> f32 {
        let bits = scramble(self.seed ^ (mode as u32 + 1).wrapping_mul(0x9e37_79b9)) >> 8;
        0.92 + 0.16 * (bits as f32 / 16_777_216.0)
    }
}

fn power(base: f32, exponent: f32) -> f32 {
    exp2(exponent * log2(base.max(1e-9)))
}

impl Model {
    /// What rows begin with.
    pub const PLAIN: Model = Model {
        body: Body::Fixed(&[(1.0, 1.0, 1.0)]),
        root: None,
        seconds: 1.0,
        shorter: 0.5,
        hammer: 20_000.0,
        knock: Blow { level: 0.0, seconds: 0.01, cutoff: 2000.0 },
        sweep: (0.0, 0.1),
        level: 1.0,
    };

    /// The modes of a note: how many, and what brings all amplitudes to the same loudness.
    pub(super) fn rings(&self, touch: &Touch, rings: &mut [Ring; MODES]) -> (usize, f32) {
        let first = self.seconds * touch.length * power(PLAIN / touch.freq, self.shorter);
        let first = first.clamp(0.03, 30.0);
        let count = match self.body {
            Body::String(wire) => wire.rings(touch, first, rings),
            Body::Fixed(modes) => fixed(modes, touch, first, rings),
        };
        let reach = self.hammer * touch.tone * (0.3 + 0.7 * touch.velocity.min(1.5));
        let (mut energy, mut sum) = (1e-12, 1e-6);
        for (i, ring) in rings[..count].iter_mut().enumerate() {
            let above = ring.hertz / reach;
            ring.level *= touch.chance(i) / (1.0 + above * above);
            // The share of 0.4 seconds in which a mode sounds, were it square.
            let lasts = ring.seconds * (1.0 / 13.8);
            energy += 0.5 * ring.level * ring.level * (lasts / (lasts + 0.4));
            sum += ring.level.abs();
        }
        let most = if matches!(self.body, Body::String(_)) { MOST_OF_STRINGS } else { MOST };
        (count, (self.level * LOUDNESS / energy.sqrt()).min(most / sum))
    }
}

fn fixed(modes: &[(f32, f32, f32)], touch: &Touch, first: f32, rings: &mut [Ring; MODES]) -> usize {
    let mut count = 0;
    for &(ratio, level, share) in modes {
        let hertz = ratio * touch.freq;
        // A first mode is always heard; others only where the sample rate can carry them.
        if count == 0 || (count < MODES && hertz < 0.45 * touch.rate) {
            rings[count] = Ring { hertz, level, seconds: first * share };
            count += 1;
        }
    }
    count
}

impl Wire {
    fn rings(&self, touch: &Touch, first: f32, rings: &mut [Ring; MODES]) -> usize {
        let stiff = (self.stiff * power(touch.freq / PLAIN, 1.2)).min(0.02);
        let lowest = (1.0 + stiff).sqrt();
        let place = touch.place.unwrap_or(self.place).clamp(0.01, 0.99);
        let highest = (0.45 * touch.rate).min(17_000.0);
        let loss = self.loss / touch.tone;
        let mut count = 0;
        for n in 1..=MODES {
            let number = n as f32;
            let hertz = number * touch.freq * (1.0 + stiff * number * number).sqrt() / lowest;
            let paired = n <= self.pairs;
            if n > 1 && (hertz > highest || count + 1 + usize::from(paired) > MODES) {
                break;
            }
            let khz = hertz * 0.001;
            let seconds = 1.0 / (1.0 / first + loss * khz * khz);
            let level = sin_turns(0.5 * number * place) / power(number, self.slope);
            if paired {
                // Two strings a third of a cent apart: one gives its sound away, one keeps it.
                rings[count] = Ring { hertz: hertz * 0.999_9, level: 0.72 * level, seconds };
                let slow =
                    Ring { hertz: hertz * 1.000_1, level: 0.28 * level, seconds: 3.2 * seconds };
                rings[count + 1] = slow;
                count += 2;
            } else {
                rings[count] = Ring { hertz, level, seconds };
                count += 1;
            }
        }
        count
    }
}

/// The row of a sound.
pub(super) fn of(what: Struck) -> &'static Model {
    use Struck as S;
    match what {
        S::Pluck => &strings::PLUCK,
        S::Guitar => &strings::GUITAR,
        S::Nylon => &strings::NYLON,
        S::Harp => &strings::HARP,
        S::Koto => &strings::KOTO,
        S::Sitar => &strings::SITAR,
        S::Bass => &strings::BASS,
        S::Harpsichord => &strings::HARPSICHORD,
        S::Clavinet => &strings::CLAVINET,
        S::Piano => &strings::PIANO,
        S::ElectricPiano => &bars::ELECTRIC_PIANO,
        S::Wurlitzer => &bars::WURLITZER,
        S::Marimba => &bars::MARIMBA,
        S::Xylophone => &bars::XYLOPHONE,
        S::Vibraphone => &bars::VIBRAPHONE,
        S::Glockenspiel => &bars::GLOCKENSPIEL,
        S::Kalimba => &bars::KALIMBA,
        S::MusicBox => &bars::MUSIC_BOX,
        S::SteelPan => &bars::STEEL_PAN,
        S::Tubular => &bars::TUBULAR,
        S::Bell => &bars::BELL,
        S::Gong => &bars::GONG,
        S::Triangle => &bars::TRIANGLE,
        S::Agogo => &bars::AGOGO,
        S::Woodblock => &bars::WOODBLOCK,
        S::Clave => &bars::CLAVE,
        S::Tink => &bars::TINK,
        S::Glass => &bars::GLASS,
        S::Bottle => &bars::BOTTLE,
        S::Can => &bars::CAN,
        S::Metal => &bars::METAL,
        S::Tabla => &skins::TABLA,
        S::Bayan => &skins::BAYAN,
        S::Conga => &skins::CONGA,
        S::Bongo => &skins::BONGO,
        S::Djembe => &skins::DJEMBE,
        S::Timbale => &skins::TIMBALE,
        S::Timpani => &skins::TIMPANI,
        S::Taiko => &skins::TAIKO,
        S::FrameDrum => &skins::FRAME_DRUM,
        S::Cajon => &skins::CAJON,
    }
}
