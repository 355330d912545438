//! What is played equally hard is equally loud: classes of sounds and where each lies.
//!
//! The figures are for `gain(1)`; bringing a sound to them is the business of the sound.

use super::{Drum, Many, Sound, Struck};

/// A class of built-in sounds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Class {
    /// Held notes: waves, pipes, wavetables, noises.
    Held,
    /// Many that play as one, behind the others.
    Many,
    /// Strings, keys, bars and bells.
    Rung,
    /// Bass drums and toms.
    Low,
    /// Snare drums and claps.
    Snare,
    /// Skins under the hand.
    Skin,
    /// Small percussion: wood, glass, iron, clicks and effects.
    Small,
    /// Cymbals that ring.
    Cymbal,
    /// Hats and what is shaken.
    Hat,
}

impl Class {
    /// Every class.
    pub const ALL: [Class; 9] = [
        Class::Held,
        Class::Many,
        Class::Rung,
        Class::Low,
        Class::Snare,
        Class::Skin,
        Class::Small,
        Class::Cymbal,
        Class::Hat,
    ];
}
