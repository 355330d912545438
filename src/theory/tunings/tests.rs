//! What tunings sound like, in cents that are well known.

use super::rows::TUNINGS;
use super::*;

fn cents(ratio: f64) -> f64 {
    1200.0 * libm::log2(ratio)
}

#[test]
fn every_row_of_the_table_is_a_tuning() {
    for row in TUNINGS {
        let tuning = Tuning::named(row.name).unwrap_or_else(|e| panic!("{}", e.message));
        assert_eq!(tuning.notes(), row.pitches.split(' ').count(), "{}", row.name);
        let within = |ratio: &f64| (1.0..tuning.period()).contains(ratio);
        assert!(tuning.ratios().iter().all(within), "{}", row.name);
        assert!(row.summary.ends_with('.') && plain(row.name) == row.name, "{}", row.name);
        for alias in row.aliases {
            assert_eq!(Tuning::named(alias).as_ref(), Ok(&tuning), "{alias}");
        }
    }
}

#[test]
fn known_temperaments_have_their_known_cents() {
    for (name, degree, expected) in [
        ("werckmeister3", 2, 192.180),
        ("werckmeister3", 8, 792.180),
        ("kirnberger3", 4, 386.314),
        ("kirnberger3", 6, 590.224),
        ("meantone", 3, 310.265),
        ("meantone", 7, 696.578),
        ("vallotti", 10, 1000.0),
        ("vallotti", 1, 94.135),
        ("young", 11, 1090.225),
        ("lehman", 6, 596.090),
        ("carlosalpha", 1, 77.965),
        ("carlosbeta", 1, 63.833),
        ("carlosgamma", 1, 35.099),
        ("bohlenpierce", 13, 1901.955),
        ("31edo", 18, 696.774),
        ("13ed3", 1, 146.304),
    ] {
        let found = cents(Tuning::named(name).unwrap().ratio(f64::from(degree)));
        assert!((found - expected).abs() < 0.001, "{name} {degree}: {found}");
    }
}

#[test]
fn degrees_go_on_in_both_directions_and_between() {
    let just = Tuning::named("Just Major").unwrap();
    assert_eq!(just.ratio(2.0), 1.25);
    assert_eq!(just.ratio(9.0), 2.5);
    assert_eq!(just.ratio(-1.0), 0.9375);
    assert!((just.ratio(0.5) - 1.125_f64.sqrt()).abs() < 1e-12);
    assert!(just.ratio(f64::INFINITY).is_finite() || just.ratio(f64::INFINITY) > 1.0);
}

#[test]
fn notes_find_their_degree() {
    assert_eq!(Tuning::named("12ji").unwrap().semitone(-5.0), 0.75);
    assert_eq!(Tuning::named("slendro").unwrap().semitone(12.0), 2.0);
    let fifth = Tuning::named("31edo").unwrap().semitone(7.0);
    assert!((cents(fifth) - 696.774).abs() < 0.001);
}

#[test]
fn scala_files_are_read() {
    let text = "! x.scl\n!\nA scale\n 3\n!\n 9/8\n 701.955 cents\n 2\n";
    let tuning = read_scala(text).unwrap();
    assert_eq!((tuning.notes(), tuning.ratio(1.0), tuning.period()), (3, 1.125, 2.0));
    assert!((tuning.ratio(2.0) - 1.5).abs() < 1e-6);
    for (text, line, message) in [
        ("", 1, "the description is missing"),
        ("x", 1, "the number of notes is missing"),
        ("x\nmany\n", 2, "a number of notes from 1 to 4096 stands here"),
        ("x\n2\n3/2\n", 3, "note 2 of 2 is missing"),
        ("x\n2\n3/2\nbd\n", 4, "`bd` is no pitch"),
        ("x\n1\n-3/2\n", 3, "`-3/2` is no pitch"),
    ] {
        assert_eq!(read_scala(text), Err(NoScala { line, message: message.into() }), "{text:?}");
    }
}

#[test]
fn what_is_no_tuning_is_said_to_be_none() {
    assert_eq!(Tuning::named("werkmeister3").unwrap_err().hint, "did you mean `werckmeister3`?");
    for name in ["0edo", "99999999edo", "edo", "5ed1", "5ed", ""] {
        assert!(Tuning::named(name).is_err(), "{name}");
    }
}

#[test]
fn keyboard_maps_are_read() {
    let text = "! white keys\n12\n0\n127\n60\n69\n440.0 Hz\n7\n0\nx\n1\nx\n2\n3\nx\n4\nx\n5\n";
    let keys = Keyboard::read(text).unwrap();
    let major = Tuning::named("Just Major").unwrap();
    let hertz = |note| keys.note(&major, note, |_| 0.0);
    assert_eq!(hertz(69.0), Some(440.0));
    assert_eq!((hertz(60.0), hertz(72.0)), (Some(264.0), Some(528.0)));
    assert_eq!((hertz(61.0), hertz(71.0)), (None, None), "what is not listed is not mapped");
    assert_eq!(keys.key(128, 7), Key::Untouched);
    assert!(hertz(60.5).is_some_and(|found| found > 264.0 && found < 297.0));
    for (text, line, message) in [
        ("", 1, "the size of the map is missing"),
        ("12\n0\nx\n", 3, "`x` is no number for the last key"),
        ("0\n0\n127\n60\n69\n-1\n0\n", 6, "`-1` is no frequency"),
        ("2\n0\n127\n60\n61\n440\n2\n0\nx\n", 9, "the reference key 61 is not mapped"),
        ("99999\n0\n127\n60\n61\n440\n2\n", 1, "a map has 0 to 4096 keys, not 99999"),
    ] {
        let wrong = Keyboard::read(text).unwrap_err();
        assert_eq!((wrong.line, wrong.message.as_str()), (line, message));
    }
}
