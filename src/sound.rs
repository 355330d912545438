//! Names of the built-in sounds, one row each, and what each name stands for.
//!
//! How a sound is made is the engine's business; this table only says which one is meant.

use std::collections::HashMap;
use std::sync::LazyLock;

pub mod class;
pub mod loudness;
mod rows;
pub mod shots;

pub use class::Class;
pub use loudness::Loudness;
pub use rows::SOUNDS;
pub use shots::SHOTS;

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
    /// Shaker.
    Shaker,
    /// Tambourine.
    Tambourine,
    /// Maracas.
    Maracas,
    /// Cabasa.
    Cabasa,
    /// Guiro, scraped.
    Guiro,
    /// Vibraslap.
    Vibraslap,
    /// Snap of the fingers.
    Snap,
    /// Foot on a floor.
    Stomp,
    /// Samba whistle.
    Whistle,
    /// Click of a stick or a switch.
    Click,
    /// Falling zap of an electronic drum.
    Zap,
}

/// What is struck or plucked and rings by itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(
    missing_docs,
    reason = "each is an instrument of that name; its row says what it sounds like"
)]
pub enum Struck {
    Pluck,
    Guitar,
    Nylon,
    Harp,
    Koto,
    Sitar,
    Bass,
    Harpsichord,
    Clavinet,
    Piano,
    ElectricPiano,
    Wurlitzer,
    Marimba,
    Xylophone,
    Vibraphone,
    Glockenspiel,
    Kalimba,
    MusicBox,
    SteelPan,
    Tubular,
    Bell,
    Gong,
    Triangle,
    Agogo,
    Woodblock,
    Clave,
    Tink,
    Glass,
    Bottle,
    Can,
    Metal,
    Tabla,
    Bayan,
    Conga,
    Bongo,
    Djembe,
    Timbale,
    Timpani,
    Taiko,
    FrameDrum,
    Cajon,
}

impl Struck {
    /// Whether it plays to its own end: a key or a finger ends the others with their note.
    pub const fn rings_on(self) -> bool {
        use Struck as S;
        !matches!(
            self,
            S::Pluck
                | S::Guitar
                | S::Nylon
                | S::Koto
                | S::Sitar
                | S::Bass
                | S::Harpsichord
                | S::Clavinet
                | S::Piano
                | S::ElectricPiano
                | S::Wurlitzer
        )
    }
}

/// What sounds for as long as it is held, from single pipes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Held {
    /// An electric organ with drawbars.
    Organ,
    /// An organ with pipes.
    PipeOrgan,
    /// A flute.
    Flute,
    /// A clarinet.
    Clarinet,
    /// A bass of few partials.
    SubBass,
}

/// Many that play as one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Many {
    /// Bowed strings.
    Strings,
    /// A soft, slow synthesiser.
    Pad,
    /// Brass.
    Brass,
    /// Singers, whose vowel `vowel` chooses.
    Choir,
}

/// Drum machines: ways to play the pieces of the kit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Machine {
    /// The built-in kit as it is.
    House,
    /// Analogue: a long, round bass drum.
    Eight,
    /// Analogue and hard.
    Nine,
    /// Analogue, small and thin.
    Six,
    /// Digital, short and clear.
    Seven,
    /// Digital, dry and heavy.
    Linn,
    /// The preset boxes of the seventies.
    Rhythm,
    /// A drum kit of wood, skin and bronze.
    Acoustic,
}

/// One row of the table of machines.
#[derive(Debug)]
pub struct MachineInfo {
    /// The name that `bank("..")` takes.
    pub name: &'static str,
    /// Other names. Machines of the same making answer to them as well.
    pub aliases: &'static [&'static str],
    /// Which one is meant.
    pub machine: Machine,
    /// What it sounds like, in a few words.
    pub doc: &'static str,
}

/// Every machine. An engine is told a machine as its place in this table.
pub const MACHINES: &[MachineInfo] = &[
    MachineInfo {
        name: "house",
        aliases: &[],
        machine: Machine::House,
        doc: "the built-in kit as it is",
    },
    MachineInfo {
        name: "808",
        aliases: &["tr808", "rolandtr808", "viscospacedrum", "soundmastersr88", "mfb512"],
        machine: Machine::Eight,
        doc: "analogue, a long and round bass drum",
    },
    MachineInfo {
        name: "909",
        aliases: &["tr909", "rolandtr909", "rolandmc303", "akaixr10"],
        machine: Machine::Nine,
        doc: "analogue and hard, bright hats",
    },
    MachineInfo {
        name: "606",
        aliases: &["tr606", "rolandtr606", "bossdr55", "bossdr110", "rolandddr30"],
        machine: Machine::Six,
        doc: "analogue, small and thin",
    },
    MachineInfo {
        name: "707",
        aliases: &[
            "tr707",
            "rolandtr707",
            "727",
            "tr727",
            "rolandtr727",
            "505",
            "tr505",
            "rolandtr505",
            "626",
            "tr626",
            "rolandtr626",
            "rolandr8",
            "korgddm110",
            "alesishr16",
            "alesissr16",
            "casiorz1",
            "yamaharx5",
            "yamaharx21",
            "yamahary30",
            "bossdr220",
            "bossdr550",
        ],
        machine: Machine::Seven,
        doc: "digital, short and clear",
    },
    MachineInfo {
        name: "linn",
        aliases: &[
            "linndrum",
            "linnlm1",
            "linnlm2",
            "linn9000",
            "akailinn",
            "akaimpc60",
            "mpc1000",
            "oberheimdmx",
            "dmx",
            "emudrumulator",
            "emusp12",
            "sequentialcircuitsdrumtracks",
            "sequentialcircuitstom",
            "simmonssds5",
            "simmonssds400",
        ],
        machine: Machine::Linn,
        doc: "digital, dry and heavy",
    },
    MachineInfo {
        name: "cr78",
        aliases: &[
            "rolandcompurhythm78",
            "rolandcompurhythm1000",
            "rolandcompurhythm8000",
            "korgkr55",
            "korgminipops",
            "univoxmicrorhythmer12",
            "rhodespolaris",
            "acetone",
            "rhythmace",
        ],
        machine: Machine::Rhythm,
        doc: "a preset box of the seventies",
    },
    MachineInfo {
        name: "acoustic",
        aliases: &["kit", "gretsch", "drumkit", "studio"],
        machine: Machine::Acoustic,
        doc: "a drum kit of wood, skin and bronze",
    },
    MachineInfo {
        name: shots::RECORDED,
        aliases: &[],
        machine: Machine::Acoustic,
        doc: "a drum kit of recordings; what it lacks plays as in `acoustic`",
    },
];

/// The place in [`MACHINES`] of a name or alias; case counts for nothing.
pub fn machine_named(name: &str) -> Option<usize> {
    let name = name.to_ascii_lowercase();
    MACHINES.iter().position(|row| row.name == name || row.aliases.contains(&name.as_str()))
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

/// The built-in wavetables.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Table {
    /// Sine, triangle, sawtooth, square.
    Basic,
    /// A square that grows ever narrower.
    Pulse,
    /// Vowels from u to i.
    Vowel,
    /// A sine that starts anew with each cycle, ever faster.
    Sync,
    /// Few harmonics, ever further apart.
    Glass,
    /// Harmonics by chance.
    Grit,
}

impl Table {
    /// Every table, in order.
    pub const ALL: [Table; 6] =
        [Table::Basic, Table::Pulse, Table::Vowel, Table::Sync, Table::Glass, Table::Grit];
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
    /// Something that is struck or plucked and rings.
    Struck(Struck),
    /// Something that is held, from few partials.
    Held(Held),
    /// Many that play as one.
    Many(Many),
    /// A built-in wavetable.
    Table(Table),
    /// A wavetable from a file.
    Cycles(SampleSlot),
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

/// The sound of that name or alias.
pub fn named(name: &str) -> Option<Sound> {
    static BY_NAME: LazyLock<HashMap<&str, Sound>> = LazyLock::new(|| {
        // The first row of a name counts.
        let words = |row: &'static SoundInfo| {
            row.aliases.iter().chain([&row.name]).map(|word| (*word, row.sound))
        };
        SOUNDS.iter().rev().flat_map(words).collect()
    });
    BY_NAME.get(name).copied()
}

/// Whether the program knows a sound of that name or alias without any files.
pub fn is_built_in(name: &str) -> bool {
    named(name).is_some() || !shots::recorded(name).is_empty()
}

/// The machine and the sound that one word names together, joined by `_` or by nothing: `tr909_sd`,
/// `808bd`.
pub fn of_machine(word: &str) -> Option<(usize, Sound)> {
    let split = |at: usize| {
        let (bank, drum) = word.split_at_checked(at)?;
        let sound = named(drum.strip_prefix('_').unwrap_or(drum))?;
        matches!(sound, Sound::Drum(_)).then_some((machine_named(bank)?, sound))
    };
    (1..word.len()).rev().find_map(split)
}
