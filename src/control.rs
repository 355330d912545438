//! The sound parameters that a pattern can set on an event, one row each.
//!
//! Rows give names, aliases, units, ranges, defaults and documentation; from them come the script's
//! methods, the reference, completion and range checks. What a control sounds like is the engine's
//! business.

mod heard;
mod rows;

pub use heard::HEARD;
pub use rows::{ALL, CONTROLS, Control};

/// What a control's value is measured in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// A word: a sound, a bank, a vowel.
    Name,
    /// A note name, or semitones counted so that 60 is c4.
    Note,
    /// A factor on amplitude; 1 changes nothing.
    Amp,
    /// Cycles a second.
    Hertz,
    /// Seconds.
    Seconds,
    /// Musical cycles.
    Cycles,
    /// A part of something, mostly 0 to 1.
    Ratio,
    /// How many times something, such as a speed or the quality of a filter.
    Factor,
    /// Semitones up or down.
    Semitones,
    /// Octaves up or down.
    Octaves,
    /// Decibels.
    Decibels,
    /// A whole number.
    Count,
    /// Yes (1) or no (0).
    Switch,
    /// A number whose meaning depends on who plays it.
    Number,
}

/// Which section of the reference a control stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum ControlGroup {
    /// What makes the sound.
    Source,
    /// How high it is.
    Pitch,
    /// How loud it is, and where.
    Amplitude,
    /// How its loudness grows and fades.
    Envelope,
    /// Which frequencies it loses.
    Filter,
    /// Frequency modulation.
    Fm,
    /// Wavetables.
    Wavetable,
    /// Which piece of a recording plays, how fast and how long.
    Sample,
    /// Waveshapers and bit crushers.
    Distortion,
    /// Phaser and chorus.
    Modulation,
    /// Echo.
    Delay,
    /// Reverb.
    Reverb,
    /// Compression and ducking.
    Dynamics,
    /// Equaliser, width and loudness of a whole bus.
    Mix,
    /// Where the sound goes.
    Routing,
    /// Chords and scales; turned into notes before anything sounds.
    Harmony,
    /// Values for MIDI and OSC.
    Midi,
    /// What the screen shows.
    Display,
    /// Names of SuperDirt and other programs: carried to them, not heard in the built-in engine.
    External,
}

/// One row of the table.
#[derive(Debug)]
pub struct ControlInfo {
    /// The name under which its value is written into an event.
    pub name: &'static str,
    /// Other names that scripts may use.
    pub aliases: &'static [&'static str],
    /// Where the reference lists it.
    pub group: ControlGroup,
    /// What its value is measured in.
    pub unit: Unit,
    /// The least value it takes; less is clamped, with a warning.
    pub min: f64,
    /// The greatest value it takes; more is clamped, with a warning.
    pub max: f64,
    /// What holds while it is not set.
    pub default: f64,
    /// The controls that the second, third.. value of a list such as `"800:5"` sets.
    pub list: &'static [Control],
    /// One sentence, and more if it helps.
    pub doc: &'static str,
}

/// Turns rows into the enum and its tables. A row reads: documentation, variant, name, aliases,
/// unit and range, default, and which controls the further values of a list set.
macro_rules! controls {
    ($($group:ident { $(#[doc = $doc:literal] $id:ident $name:literal $($alias:literal)* :
        $unit:ident in $min:literal ..= $max:literal, default $default:literal
        $(, list $($part:ident)+)?;)+ })+) => {
        use $crate::control::{ControlGroup, ControlInfo, Unit};

        /// A sound parameter that a pattern can set on an event.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u16)]
        pub enum Control { $($(#[doc = $doc] $id,)+)+ }

        /// One row for each [`Control`], in the order of the enum.
        pub const CONTROLS: &[ControlInfo] = &[$($(ControlInfo {
            name: $name, aliases: &[$($alias),*], group: ControlGroup::$group, unit: Unit::$unit,
            min: $min as f64, max: $max as f64, default: $default as f64,
            list: &[$($(Control::$part),+)?], doc: $doc.trim_ascii(),
        },)+)+];

        /// Every [`Control`], in the order of the table.
        pub const ALL: &[Control] = &[$($(Control::$id,)+)+];
    };
}
use controls;

impl Control {
    /// Its row.
    pub const fn info(self) -> &'static ControlInfo {
        &CONTROLS[self as usize]
    }

    /// The control of that name or alias.
    pub fn named(name: &str) -> Option<Control> {
        use std::collections::HashMap;
        use std::sync::LazyLock;
        static NAMES: LazyLock<HashMap<&'static str, Control>> = LazyLock::new(|| {
            let row = |c: &Control| {
                let info = c.info();
                std::iter::once(info.name)
                    .chain(info.aliases.iter().copied())
                    .map(|n| (n, *c))
                    .collect::<Vec<_>>()
            };
            ALL.iter().flat_map(row).collect()
        });
        NAMES.get(name).copied()
    }

    /// The words that a named control understands, if it is one whose words are known; what is
    /// heard is told a word's place in this list.
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Control::Unit => &["r", "c", "s"],
            Control::Ftype => &["12db", "ladder", "24db", "notch"],
            Control::Vowel => &[
                "a", "e", "i", "o", "u", "ae", "aa", "oe", "ue", "y", "uh", "un", "en", "an", "on",
            ],
            Control::Tremoloshape => &["tri", "sine", "ramp", "saw", "square"],
            Control::Distorttype => {
                &["soft", "hard", "cubic", "diode", "asym", "fold", "sinefold", "chebyshev"]
            }
            Control::Fmenv
            | Control::Fmenv2
            | Control::Fmenv3
            | Control::Fmenv4
            | Control::Fmenv5
            | Control::Fmenv6
            | Control::Fmenv7
            | Control::Fmenv8 => &["lin", "exp"],
            Control::Fmwave
            | Control::Fmwave2
            | Control::Fmwave3
            | Control::Fmwave4
            | Control::Fmwave5
            | Control::Fmwave6
            | Control::Fmwave7
            | Control::Fmwave8 => &[
                "sine", "triangle", "sawtooth", "square", "white", "sin", "tri", "saw", "sqr",
                "noise",
            ],
            Control::Roomtype => &["room", "hall", "plate"],
            Control::Mode => &["below", "above", "duck", "root"],
            _ => &[],
        }
    }

    /// Which of its words holds while it is not set; a vowel is none.
    pub const fn word_if_unset(self) -> Option<&'static str> {
        match (self, self.words()) {
            (Control::Vowel, _) => None,
            (_, [first, ..]) => Some(*first),
            _ => None,
        }
    }

    /// True if a map given to it stays together as its value, instead of setting other controls.
    pub fn takes_maps(self) -> bool {
        matches!(self, Control::Env | Control::Bmod)
    }

    /// The control that a script means by this one's name: `size(4)` sets `roomsize`, while the
    /// second value of `room("0.5:4")` is written as `size`, as it is in Strudel.
    #[must_use]
    pub const fn meant(self) -> Control {
        match self {
            Control::Size => Control::Roomsize,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_each_of_its_names() {
        for &control in ALL {
            let info = control.info();
            for name in std::iter::once(&info.name).chain(info.aliases) {
                assert_eq!(Control::named(name), Some(control), "{name} names two controls");
            }
        }
    }

    #[test]
    fn every_range_is_finite_and_holds_its_default() {
        for info in CONTROLS {
            assert!(info.min.is_finite() && info.max.is_finite(), "{}", info.name);
            assert!((info.min..=info.max).contains(&info.default), "{}", info.name);
            assert_eq!(info.unit == Unit::Name, info.min == info.max, "{}", info.name);
        }
    }

    #[test]
    fn every_row_is_documented_in_whole_sentences() {
        for info in CONTROLS {
            assert!(info.doc.ends_with('.'), "{}", info.name);
            assert!(info.doc.starts_with(char::is_uppercase), "{}", info.name);
        }
    }
}
