//! The table of scales: names and intervals, from the common to the rare.
//!
//! Names are those that other systems use, so that scripts can be carried over.

/// One scale.
#[derive(Debug)]
pub struct Row {
    /// Its name in lower case; scripts may write colons for spaces.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Its notes as intervals from the tonic.
    pub intervals: &'static str,
}

const fn row(name: &'static str, aliases: &'static [&'static str], intervals: &'static str) -> Row {
    Row { name, aliases, intervals }
}

/// Every scale.
pub const SCALES: &[Row] = &[
    // The scales that most music uses.
    row("major", &["ionian"], "1P 2M 3M 4P 5P 6M 7M"),
    row("minor", &["aeolian"], "1P 2M 3m 4P 5P 6m 7m"),
    row("major pentatonic", &["pentatonic"], "1P 2M 3M 5P 6M"),
    row("minor pentatonic", &["vietnamese 2"], "1P 3m 4P 5P 7m"),
    row("major blues", &[], "1P 2M 3m 3M 5P 6M"),
    row("minor blues", &["blues"], "1P 3m 4P 5d 5P 7m"),
    row("melodic minor", &[], "1P 2M 3m 4P 5P 6M 7M"),
    row("harmonic minor", &[], "1P 2M 3m 4P 5P 6m 7M"),
    row("harmonic major", &[], "1P 2M 3M 4P 5P 6m 7M"),
    row("bebop", &[], "1P 2M 3M 4P 5P 6M 7m 7M"),
    row("diminished", &["whole-half diminished"], "1P 2M 3m 4P 5d 6m 6M 7M"),
    row("chromatic", &[], "1P 2m 2M 3m 3M 4P 5d 5P 6m 6M 7m 7M"),
    // Modes of the major scale.
    row("dorian", &[], "1P 2M 3m 4P 5P 6M 7m"),
    row("phrygian", &[], "1P 2m 3m 4P 5P 6m 7m"),
    row("lydian", &[], "1P 2M 3M 4A 5P 6M 7M"),
    row("mixolydian", &["dominant"], "1P 2M 3M 4P 5P 6M 7m"),
    row("locrian", &[], "1P 2m 3m 4P 5d 6m 7m"),
    // Five notes.
    row("ionian pentatonic", &[], "1P 3M 4P 5P 7M"),
    row("mixolydian pentatonic", &["indian"], "1P 3M 4P 5P 7m"),
    row("ritusen", &[], "1P 2M 4P 5P 6M"),
    row("egyptian", &[], "1P 2M 4P 5P 7m"),
    row("neopolitan major pentatonic", &[], "1P 3M 4P 5d 7m"),
    row("vietnamese 1", &[], "1P 3m 4P 5P 6m"),
    row("pelog", &[], "1P 2m 3m 5P 6m"),
    row("kumoijoshi", &[], "1P 2m 4P 5P 6m"),
    row("hirajoshi", &[], "1P 2M 3m 5P 6m"),
    row("iwato", &[], "1P 2m 4P 5d 7m"),
    row("in-sen", &[], "1P 2m 4P 5P 7m"),
    row("lydian pentatonic", &["chinese"], "1P 3M 4A 5P 7M"),
    row("malkos raga", &[], "1P 3m 4P 6m 7m"),
    row("locrian pentatonic", &["minor seven flat five pentatonic"], "1P 3m 4P 5d 7m"),
    row("minor six pentatonic", &[], "1P 3m 4P 5P 6M"),
    row("flat three pentatonic", &["kumoi"], "1P 2M 3m 5P 6M"),
    row("flat six pentatonic", &[], "1P 2M 3M 5P 6m"),
    row("scriabin", &[], "1P 2m 3M 5P 6M"),
    row("whole tone pentatonic", &[], "1P 3M 5d 6m 7m"),
    row("lydian #5p pentatonic", &[], "1P 3M 4A 5A 7M"),
    row("lydian dominant pentatonic", &[], "1P 3M 4A 5P 7m"),
    row("minor #7m pentatonic", &[], "1P 3m 4P 5P 7M"),
    row("super locrian pentatonic", &[], "1P 3m 4d 5d 7m"),
    // Six notes.
    row("minor hexatonic", &[], "1P 2M 3m 4P 5P 7M"),
    row("augmented", &[], "1P 2A 3M 5P 5A 7M"),
    row("piongio", &[], "1P 2M 4P 5P 6M 7m"),
    row("prometheus neopolitan", &[], "1P 2m 3M 4A 6M 7m"),
    row("prometheus", &[], "1P 2M 3M 4A 6M 7m"),
    row("mystery #1", &[], "1P 2m 3M 5d 6m 7m"),
    row("six tone symmetric", &[], "1P 2m 3M 4P 5A 6M"),
    row("whole tone", &["messiaen's mode #1"], "1P 2M 3M 4A 5A 6A"),
    row("messiaen's mode #5", &[], "1P 2m 4P 4A 5P 7M"),
    // Seven notes.
    row("locrian major", &["arabian"], "1P 2M 3M 4P 5d 6m 7m"),
    row("double harmonic lydian", &[], "1P 2m 3M 4A 5P 6m 7M"),
    row("double harmonic major", &["gypsy"], "1P 2m 3M 4P 5P 6m 7M"),
    row("altered", &["super locrian", "diminished whole tone", "pomeroy"], "1P 2m 2A 3M 4A 6m 7m"),
    row("locrian #2", &["half-diminished", "aeolian b5"], "1P 2M 3m 4P 5d 6m 7m"),
    row("mixolydian b6", &["melodic minor fifth mode", "hindu"], "1P 2M 3M 4P 5P 6m 7m"),
    row("lydian dominant", &["lydian b7", "overtone"], "1P 2M 3M 4A 5P 6M 7m"),
    row("lydian augmented", &[], "1P 2M 3M 4A 5A 6M 7M"),
    row("dorian b2", &["phrygian #6", "melodic minor second mode"], "1P 2m 3m 4P 5P 6M 7m"),
    row("ultralocrian", &["superlocrian bb7", "superlocrian diminished"], "1P 2m 3m 4d 5d 6m 7d"),
    row("locrian 6", &["locrian natural 6", "locrian sharp 6"], "1P 2m 3m 4P 5d 6M 7m"),
    row("augmented heptatonic", &[], "1P 2A 3M 4P 5P 5A 7M"),
    row(
        "dorian #4",
        &["ukrainian dorian", "romanian minor", "altered dorian"],
        "1P 2M 3m 4A 5P 6M 7m",
    ),
    row("lydian diminished", &[], "1P 2M 3m 4A 5P 6M 7M"),
    row("leading whole tone", &[], "1P 2M 3M 4A 5A 7m 7M"),
    row("lydian minor", &[], "1P 2M 3M 4A 5P 6m 7m"),
    row("phrygian dominant", &["spanish", "phrygian major"], "1P 2m 3M 4P 5P 6m 7m"),
    row("balinese", &[], "1P 2m 3m 4P 5P 6m 7M"),
    row("neopolitan major", &[], "1P 2m 3m 4P 5P 6M 7M"),
    row("hungarian minor", &[], "1P 2M 3m 4A 5P 6m 7M"),
    row("hungarian major", &[], "1P 2A 3M 4A 5P 6M 7m"),
    row("oriental", &[], "1P 2m 3M 4P 5d 6M 7m"),
    row("flamenco", &[], "1P 2m 3m 3M 4A 5P 7m"),
    row("todi raga", &[], "1P 2m 3m 4A 5P 6m 7M"),
    row("persian", &[], "1P 2m 3M 4P 5d 6m 7M"),
    row("enigmatic", &[], "1P 2m 3M 5d 6m 7m 7M"),
    row("major augmented", &["major #5", "ionian augmented", "ionian #5"], "1P 2M 3M 4P 5A 6M 7M"),
    row("lydian #9", &[], "1P 2A 3M 4A 5P 6M 7M"),
    // Eight notes and more.
    row("messiaen's mode #4", &[], "1P 2m 2M 4P 4A 5P 6m 7M"),
    row("purvi raga", &[], "1P 2m 3M 4P 4A 5P 6m 7M"),
    row("spanish heptatonic", &[], "1P 2m 3m 3M 4P 5P 6m 7m"),
    row("bebop minor", &[], "1P 2M 3m 3M 4P 5P 6M 7m"),
    row("bebop major", &[], "1P 2M 3M 4P 5P 5A 6M 7M"),
    row("bebop locrian", &[], "1P 2m 3m 4P 5d 5P 6m 7m"),
    row("minor bebop", &[], "1P 2M 3m 4P 5P 6m 7m 7M"),
    row("ichikosucho", &[], "1P 2M 3M 4P 5d 5P 6M 7M"),
    row("minor six diminished", &[], "1P 2M 3m 4P 5P 6m 6M 7M"),
    row(
        "half-whole diminished",
        &["dominant diminished", "messiaen's mode #2"],
        "1P 2m 3m 3M 4A 5P 6M 7m",
    ),
    row("kafi raga", &[], "1P 3m 3M 4P 5P 6M 7m 7M"),
    row("messiaen's mode #6", &[], "1P 2M 3M 4P 4A 5A 6A 7M"),
    row("composite blues", &[], "1P 2M 3m 3M 4P 5d 5P 6M 7m"),
    row("messiaen's mode #3", &[], "1P 2M 3m 3M 4A 5P 6m 7m 7M"),
    row("messiaen's mode #7", &[], "1P 2m 2M 3m 4P 4A 5P 6m 6M 7M"),
];
