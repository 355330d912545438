//! What is played equally hard is equally loud: classes of sounds, where each lies, and how loud every
//! built-in sound was found to be.
//!
//! The figures are for `gain(1)`; bringing a sound to them is the business of the sound.

mod rows;

use super::{Colour, Drum, Sound, Struck, Wave};

/// A class of built-in sounds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Class {
    /// Held tones of few partials; to seem as loud as others they are more than they measure.
    Pure,
    /// Held tones of many partials, and noise.
    Held,
    /// Clicks by chance, with silence between.
    Crackle,
    /// Strings, keys, bars and bells.
    Rung,
    /// Bass drums and toms.
    Low,
    /// Snare drums, claps, and what is as heavy.
    Snare,
    /// Skins under the hand.
    Skin,
    /// Small percussion that rings: wood, glass, iron.
    Small,
    /// Small percussion that only clicks or scrapes.
    Click,
    /// Cymbals that ring.
    Cymbal,
    /// Hats and what is shaken.
    Hat,
}

/// How far a sound may lie from its class, in loudness units.
pub const TOLERANCE: f32 = 2.0;

impl Class {
    /// Where it lies: the greatest short-term loudness, over 3 s, of one note or stroke at `gain(1)`, in
    /// LUFS. What is held lasts as long, at c4; what is struck is struck once.
    pub const fn reference(self) -> f32 {
        match self {
            Class::Pure => -17.0,
            Class::Held => -20.8,
            Class::Crackle => -46.0,
            Class::Rung => -27.6,
            Class::Low => -28.5,
            Class::Snare => -31.8,
            Class::Skin => -30.5,
            Class::Small => -34.3,
            Class::Click => -36.9,
            Class::Cymbal => -34.8,
            Class::Hat => -41.0,
        }
    }

    /// The class of a sound that is computed; none for what comes from a file.
    pub const fn of(sound: Sound) -> Option<Class> {
        use super::Held;
        Some(match sound {
            Sound::Oscillator(Wave::Sine | Wave::Triangle) | Sound::Held(Held::SubBass) => {
                Class::Pure
            }
            Sound::Noise(Colour::Crackle) => Class::Crackle,
            Sound::Oscillator(_)
            | Sound::Noise(_)
            | Sound::Supersaw
            | Sound::Held(_)
            | Sound::Many(_)
            | Sound::Table(_) => Class::Held,
            Sound::Drum(drum) => Class::of_drum(drum),
            Sound::Struck(what) => Class::of_struck(what),
            Sound::Cycles(_) | Sound::Sample(_) => return None,
        })
    }

    const fn of_drum(drum: Drum) -> Class {
        match drum {
            Drum::Kick | Drum::LowTom | Drum::MidTom | Drum::HighTom => Class::Low,
            Drum::Snare | Drum::Clap | Drum::Stomp | Drum::Zap => Class::Snare,
            Drum::Rim | Drum::Cowbell | Drum::Click | Drum::Snap | Drum::Guiro => Class::Click,
            Drum::Vibraslap | Drum::Whistle => Class::Small,
            Drum::Crash | Drum::Ride => Class::Cymbal,
            Drum::ClosedHat
            | Drum::OpenHat
            | Drum::Shaker
            | Drum::Tambourine
            | Drum::Maracas
            | Drum::Cabasa => Class::Hat,
        }
    }

    const fn of_struck(what: Struck) -> Class {
        use Struck as S;
        match what {
            S::Conga
            | S::Djembe
            | S::Timbale
            | S::Tabla
            | S::Bayan
            | S::Taiko
            | S::FrameDrum
            | S::Cajon => Class::Skin,
            S::Bongo
            | S::Woodblock
            | S::Clave
            | S::Agogo
            | S::Triangle
            | S::Tink
            | S::Glass
            | S::Bottle
            | S::Can
            | S::Metal => Class::Small,
            _ => Class::Rung,
        }
    }
}

/// How loud a built-in sound is at `gain(1)`, measured as [`Class::reference`] says, in LUFS. By its own
/// name, not by another.
pub fn measured(name: &str) -> Option<f32> {
    rows::MEASURED.iter().find(|(other, _)| *other == name).map(|(_, loudness)| *loudness)
}
