//! Which notes a chord gets, in every mode and dictionary.

use super::*;

fn style(dictionary: &str, anchor: &str, mode: Mode, offset: i64) -> Style<'static> {
    let dictionary = rows::DICTIONARIES.iter().find(|d| d.name == dictionary).unwrap().name;
    Style { dictionary, anchor: Note::parse(anchor).unwrap().number(), mode, offset }
}

fn played(symbol: &str, style: &Style<'_>) -> String {
    let notes = voice(&Chord::parse(symbol).unwrap(), style).unwrap();
    notes.into_iter().map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_top_note_stays_near_the_anchor() {
    let plain = Style::default();
    for (symbol, notes) in [
        ("C", "E3 C4 E4 G4 C5"),
        ("G", "G3 D4 G4 B4"),
        ("Em", "E3 B3 E4 G4 B4"),
        ("D", "D3 A3 D4 Gb4 A4"),
        ("Am", "A3 C4 E4 A4 C5"),
        ("F7", "F3 Eb4 F4 A4 C5"),
        ("Bb^7", "Bb2 D4 F4 A4"),
        ("Co7", "Eb3 C4 Gb4 A4 C5"),
        ("G7sus", "G3 D4 F4 G4 C5"),
    ] {
        assert_eq!(played(symbol, &plain), notes, "{symbol}");
    }
}

#[test]
fn modes_choose_the_side_of_the_anchor() {
    let duck = style("ireal", "g4", Mode::Duck, 0);
    assert_eq!(played("C^7", &duck), "C3 G3 B3 E4");
    let root = style("ireal", "c4", Mode::Root, 0);
    assert_eq!(played("A7", &root), "A3 E4 G4 A4 Db5");
    let above = style("ireal", "c4", Mode::Above, 0);
    assert_eq!(played("C", &above), "C4 G4 C5 E5");
    assert_eq!(played("A7", &above), "A3 E4 G4 A4 Db5");
}

#[test]
fn an_offset_walks_through_the_voicings() {
    let at = |offset| played("C^7", &style("ireal", "c5", Mode::Below, offset));
    assert_eq!(at(-1), "C3 G3 B3 E4 G4");
    assert_eq!(at(0), "C3 E4 G4 B4");
    assert_eq!(at(1), "E4 C5 E5 G5 B5");
    assert_eq!(at(2), "G4 C5 E5 G5 B5");
}

#[test]
fn dictionaries_differ() {
    let by = |dictionary, symbol| played(symbol, &style(dictionary, "c5", Mode::Below, 0));
    assert_eq!(by("triads", "Am"), "E4 A4 C5");
    assert_eq!(by("guidetones", "A7"), "Db4 G4");
    assert_eq!(by("lefthand", "C^7"), "B3 D4 E4 G4");
    assert_eq!(by("legacy", "Am7"), "C4 E4 G4 B4");
    assert_eq!(by("ireal-ext", "A13"), "Db3 G3 Db4 Gb4 B4");
}

#[test]
fn numbers_pick_notes_and_go_on_in_the_next_octave() {
    let notes = voice(&Chord::parse("Em7").unwrap(), &Style::default()).unwrap();
    let pick = |n| nth(&notes, n, 1).unwrap();
    assert_eq!([pick(-1), pick(-4), pick(5)], [59, 47, 64]);
    assert_eq!(nth(&[], 3, 1), None);
}

#[test]
fn every_voicing_rises_and_stays_within_two_octaves_and_a_half() {
    for dictionary in rows::DICTIONARIES {
        for quality in rows::qualities(dictionary.name) {
            for voicing in rows::voicings(dictionary.name, quality).unwrap() {
                assert!(voicing.windows(2).all(|w| w[0] < w[1]), "{quality} {voicing:?}");
                assert!(voicing.len() >= 2 && voicing[voicing.len() - 1] <= 31, "{quality}");
            }
        }
    }
}

#[test]
fn an_unknown_chord_is_explained() {
    assert_eq!(complaint("Cm7", "ireal"), None);
    assert!(complaint("hello", "ireal").unwrap().0.contains("not a chord"));
    assert_eq!(complaint("Cmm7", "ireal").unwrap().1, "did you mean `Cm7`?");
}
