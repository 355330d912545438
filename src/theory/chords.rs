//! Chord symbols: `Bb^7` is the chord `^7` on b flat, `C/E` a c major chord over e.
//!
//! A symbol says which chord, not which of its notes sound where; that is a voicing's business.

use super::notes::Note;

/// A chord symbol, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chord {
    /// The note it is built on, without an octave.
    pub root: Note,
    /// Which chord, in the spelling of the voicings' tables: empty for major.
    pub quality: String,
    /// The note under it, if the symbol names one.
    pub bass: Option<Note>,
}

/// Other spellings, and the one that the tables use.
const SPELLINGS: &[(&str, &str)] = &[
    ("M", ""),
    ("maj", ""),
    ("major", ""),
    ("-", "m"),
    ("min", "m"),
    ("minor", "m"),
    ("aug", "+"),
    ("#5", "+"),
    ("dim", "o"),
    ("°", "o"),
    ("sus4", "sus"),
    ("4", "sus"),
    ("sus2", "2"),
    ("add2", "add9"),
    ("-add9", "madd9"),
    ("-b6", "mb6"),
    ("-#5", "m#5"),
    ("M6", "6"),
    ("-6", "m6"),
    ("min6", "m6"),
    ("6/9", "69"),
    ("6add9", "69"),
    ("-69", "m69"),
    ("^", ""),
    ("maj7", "^7"),
    ("M7", "^7"),
    ("Δ", "^7"),
    ("Δ7", "^7"),
    ("major7", "^7"),
    ("-7", "m7"),
    ("min7", "m7"),
    ("minor7", "m7"),
    ("dom", "7"),
    ("dom7", "7"),
    ("ø", "h7"),
    ("ø7", "h7"),
    ("h", "h7"),
    ("m7b5", "h7"),
    ("-7b5", "h7"),
    ("min7b5", "h7"),
    ("dim7", "o7"),
    ("°7", "o7"),
    ("-^7", "m^7"),
    ("mM7", "m^7"),
    ("m/ma7", "m^7"),
    ("mmaj7", "m^7"),
    ("minmaj7", "m^7"),
    ("-M7", "m^7"),
    ("-^", "m^7"),
    ("m^", "m^7"),
    ("+^7", "^7#5"),
    ("maj7#5", "^7#5"),
    ("M7#5", "^7#5"),
    ("+7", "7#5"),
    ("7+", "7#5"),
    ("aug7", "7#5"),
    ("7aug", "7#5"),
    ("7sus4", "7sus"),
    ("9sus4", "9sus"),
    ("11", "9sus"),
    ("13sus4", "13sus"),
    ("maj9", "^9"),
    ("M9", "^9"),
    ("-9", "m9"),
    ("-^9", "m^9"),
    ("-M9", "m^9"),
    ("M9#11", "^9#11"),
    ("min9", "m9"),
    ("-11", "m11"),
    ("min11", "m11"),
    ("maj7#11", "^7#11"),
    ("M7#11", "^7#11"),
    ("maj13", "^13"),
    ("M13", "^13"),
    ("7#9#11", "7#9b5"),
    ("7b9#11", "7b9b5"),
    ("alt", "7alt"),
    ("7b5#9", "7alt"),
];

impl Chord {
    /// Reads a symbol; `None` if it does not begin with a note from A to G.
    pub fn parse(symbol: &str) -> Option<Chord> {
        let symbol = symbol.trim();
        let first = symbol.chars().next().filter(|c| ('A'..='G').contains(c))?;
        let after = &symbol[first.len_utf8()..];
        let end = after.find(|c| c != '#' && c != 'b').unwrap_or(after.len());
        let root = Note::parse(&symbol[..first.len_utf8() + end])?;
        let rest = &after[end..];
        let (quality, bass) = match rest.rsplit_once('/') {
            Some((quality, bass)) if bass.starts_with(|c| ('A'..='G').contains(&c)) => {
                (quality, Some(Note::parse(bass)?))
            }
            _ => (rest, None),
        };
        let known = SPELLINGS.iter().find(|(other, _)| *other == quality);
        let quality = known.map_or(quality, |(_, name)| name).to_owned();
        Some(Chord { root, quality, bass })
    }

    /// The note its bass player plays.
    pub fn lowest(&self) -> Note {
        self.bass.unwrap_or(self.root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(symbol: &str) -> (String, String, Option<String>) {
        let chord = Chord::parse(symbol).unwrap();
        (chord.root.to_string(), chord.quality, chord.bass.map(|b| b.to_string()))
    }

    #[test]
    fn symbols_come_apart() {
        assert_eq!(parts("C"), ("C".into(), String::new(), None));
        assert_eq!(parts("Bb^7"), ("Bb".into(), "^7".into(), None));
        assert_eq!(parts("F#-7b5"), ("F#".into(), "h7".into(), None));
        assert_eq!(parts("Am7/G"), ("A".into(), "m7".into(), Some("G".into())));
        assert_eq!(parts("C6/9"), ("C".into(), "69".into(), None));
        for other in ["", "c", "H7", "7", "é"] {
            assert_eq!(Chord::parse(other), None, "{other}");
        }
    }
}
