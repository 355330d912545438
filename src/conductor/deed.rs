//! What was done to the music, in the order in which it was done: all that a journal needs so that the
//! same samples can be made again.
//!
//! It takes note of deeds; writing them down and doing them again is left to others.

use serde::{Deserialize, Serialize};

/// Something that the conductor did because of a save, a key or what arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// A version of the script was accepted.
    Take(Chosen),
    /// A version that played before was chosen again.
    Again(Chosen),
    /// The newest version was handed to the engine.
    Swap,
    /// Schedules were written, as far ahead as the position asks for.
    Write,
    /// Recordings arrived, or could not be decoded.
    Arrive(Vec<String>),
    /// The folders of recordings were read again.
    Refresh,
    /// A hand muted a track, or let it play.
    Mute(Hand),
    /// A hand made a track a solo, or no longer.
    Solo(Hand),
    /// The hands' mutes and solos were forgotten.
    Clear,
    /// Everything was told to ring out.
    Hush,
    /// Everything was silenced at once.
    Panic,
    /// Time runs on, or what was hushed plays again.
    Play,
    /// Time was told to stand still.
    Pause,
    /// The music jumped to the beginning of a cycle.
    Locate(i64),
    /// A hand changed the tempo.
    Pace(Pace),
    /// The script's tempo changed, which ended what a hand had chosen.
    PaceOver,
    /// The machine could not keep up, or can again: at most so many voices at once.
    Voices(u32),
    /// Knobs of controllers were turned.
    Turn(Vec<Turned>),
    /// A key of a keyboard was played.
    Key(Pressed),
    /// The engine was replaced by a new one, which began at this cycle.
    Renew(i64),
}

/// Which version, and how it takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Versions are counted from 1.
    pub version: u32,
    /// When it takes over, if the script does not decide: at the next multiple of so many 64ths of a
    /// cycle; 0 is now.
    pub quantum: Option<u32>,
    /// By how many hundredths of a decibel it is turned up, so that two versions can be compared.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub level: i32,
}

fn is_zero(level: &i32) -> bool {
    *level == 0
}

/// What a hand did to a track, and what holds since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// The track's name.
    pub track: String,
    /// Muted, or solo.
    pub on: bool,
}

/// A tempo that a hand chose. Whole numbers, so that they are read as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// A tempo in thousandths of a quarter note a minute, reached after so many cycles.
    To {
        /// Thousandths of a quarter note a minute.
        milli_bpm: u32,
        /// Cycles, from the next whole one on; 0 is at once.
        cycles: u32,
    },
    /// The next cycle is so many tenths of a millisecond shorter, or longer if less than 0.
    Nudge(i32),
    /// The script's own tempo.
    Script,
}

/// A knob that was turned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    /// The name of its input.
    pub input: String,
    /// Where it stands, of 127.
    pub value: u8,
}

/// A key that was played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pressed {
    /// The name of its input.
    pub input: String,
    /// When it sounds, in 4096ths of a cycle. Whole numbers, so that they are read as they were written.
    pub at: i64,
    /// Its note; 60 is c4.
    pub note: u8,
    /// How hard it was struck, of 127.
    pub velocity: u8,
}

/// A deed, when it was done, and with which commands it reached the engine.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// What.
    pub deed: Deed,
    /// The conductor's last known frame: what it knew when it did this.
    pub frame: u64,
    /// The cycle at that frame.
    pub cycle: f64,
    /// The mark behind the commands that it led to; the engine tells when it obeyed them.
    pub mark: u32,
}

/// The frame from which on the commands up to a mark were obeyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Obeyed {
    /// The mark.
    pub mark: u32,
    /// The frame.
    pub frame: u64,
}

/// What has been done and not told yet.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    /// Whether anybody wants to know.
    pub(super) noted: bool,
    pub(super) done: Vec<Done>,
    pub(super) obeyed: Vec<Obeyed>,
    /// The mark of the commands that were sent last.
    pub(super) mark: u32,
}
