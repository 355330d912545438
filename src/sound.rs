//! Names of the built-in sounds, one row each, and what each name stands for.
//!
//! How a sound is made is the engine's business; this table only says which one is meant.

/// A place in the engine's bank of samples.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct SampleSlot(pub u16);

/// The waves an oscillator can draw.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Wave {
    /// Only the fundamental.
    Sine,
    /// Odd harmonics, soft.
    Triangle,
    /// All harmonics, bright.
    Sawtooth,
    /// Odd harmonics, hollow.
    Square,
}

/// Pieces of the drum kit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Drum {
    /// Bass drum.
    Kick,
    /// Snare drum.
    Snare,
    /// Closed hi-hat.
    ClosedHat,
    /// Open hi-hat.
    OpenHat,
    /// Hand clap.
    Clap,
    /// Rim shot.
    Rim,
    /// Low tom.
    LowTom,
    /// Mid tom.
    MidTom,
    /// High tom.
    HighTom,
    /// Cowbell.
    Cowbell,
    /// Crash cymbal.
    Crash,
    /// Ride cymbal.
    Ride,
}

/// Noises.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Colour {
    /// The same power at all frequencies.
    White,
    /// The same power in each octave.
    Pink,
    /// 6 dB less with each octave.
    Brown,
    /// Single clicks by chance.
    Crackle,
}

/// What makes the sound of an event.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sound {
    /// A band-limited oscillator.
    Oscillator(Wave),
    /// Noise of a colour.
    Noise(Colour),
    /// A stack of sawtooths a little apart.
    Supersaw,
    /// A synthesised drum.
    Drum(Drum),
    /// A recording.
    Sample(SampleSlot),
}

/// One row of the table.
#[derive(Debug)]
pub struct SoundInfo {
    /// The name that `s("..")` takes.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What it stands for.
    pub sound: Sound,
    /// What it sounds like, in a few words.
    pub doc: &'static str,
}

const fn row(
    name: &'static str,
    aliases: &'static [&'static str],
    sound: Sound,
    doc: &'static str,
) -> SoundInfo {
    SoundInfo { name, aliases, sound, doc }
}

/// Every built-in sound.
pub const SOUNDS: &[SoundInfo] = &[
    row("sine", &["sin"], Sound::Oscillator(Wave::Sine), "pure tone"),
    row("triangle", &["tri"], Sound::Oscillator(Wave::Triangle), "soft, flute-like"),
    row("sawtooth", &["saw"], Sound::Oscillator(Wave::Sawtooth), "bright, string-like"),
    row("square", &["sqr"], Sound::Oscillator(Wave::Square), "hollow, clarinet-like"),
    row("pulse", &[], Sound::Oscillator(Wave::Square), "square whose width `pw` sets"),
    row("supersaw", &[], Sound::Supersaw, "a stack of detuned sawtooths, wide"),
    row("white", &["noise"], Sound::Noise(Colour::White), "white noise, hissing"),
    row("pink", &[], Sound::Noise(Colour::Pink), "pink noise, rushing"),
    row("brown", &[], Sound::Noise(Colour::Brown), "brown noise, rumbling"),
    row("crackle", &[], Sound::Noise(Colour::Crackle), "clicks as of an old record"),
    row("bd", &["kick"], Sound::Drum(Drum::Kick), "bass drum"),
    row("sd", &["sn", "snare"], Sound::Drum(Drum::Snare), "snare drum"),
    row("hh", &["hat", "ch", "hc"], Sound::Drum(Drum::ClosedHat), "closed hi-hat"),
    row("oh", &["ho"], Sound::Drum(Drum::OpenHat), "open hi-hat"),
    row("cp", &["clap"], Sound::Drum(Drum::Clap), "hand clap"),
    row("rim", &["rs", "rimshot"], Sound::Drum(Drum::Rim), "rim shot"),
    row("lt", &[], Sound::Drum(Drum::LowTom), "low tom"),
    row("mt", &[], Sound::Drum(Drum::MidTom), "mid tom"),
    row("ht", &[], Sound::Drum(Drum::HighTom), "high tom"),
    row("cb", &["cowbell"], Sound::Drum(Drum::Cowbell), "cowbell"),
    row("cr", &["crash", "cy"], Sound::Drum(Drum::Crash), "crash cymbal"),
    row("rd", &["ride"], Sound::Drum(Drum::Ride), "ride cymbal"),
];

/// The sound of that name or alias.
pub fn named(name: &str) -> Option<Sound> {
    SOUNDS.iter().find(|row| row.name == name || row.aliases.contains(&name)).map(|row| row.sound)
}
