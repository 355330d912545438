//! What becomes of an event's values on their way to the engine.

use super::*;
use crate::diag::{Severity, SourceId};
use crate::pattern::{Origins, Pattern};
use crate::sound::{Drum, SampleSlot, Wave};
use crate::time::Span;

fn track() -> Track {
    let span = Some(SrcSpan::new(SourceId(0), 0, 30));
    Track {
        name: "bass".into(),
        pattern: Pattern::silence(),
        muted: false,
        solo: false,
        colour: None,
        entry: crate::set::Entry::default(),
        span,
        places: vec![crate::set::places::Named {
            control: Control::Pan,
            name: SrcSpan::new(SourceId(0), 20, 23),
            inside: None,
        }]
        .into(),
    }
}

fn event(value: Value) -> Event {
    let whole = Span { begin: Time::new(5, 2), end: Time::new(11, 4) };
    let origins = Origins::of(Some(SrcSpan::new(SourceId(0), 7, 9)));
    Event { whole: Some(whole), part: whole, value, origins }
}

/// Knows one folder of two recordings, and one of a drum machine.
fn shelf(wanted: &Wanted<'_>) -> Option<Found> {
    match wanted.name {
        "break" => Some(Sound::Sample(SampleSlot(wanted.n.rem_euclid(2) as u16)).into()),
        "tr909_bd" => Some(Sound::Sample(SampleSlot(9)).into()),
        _ => None,
    }
}

fn play(value: Value) -> Result<Lowered, Diagnostic> {
    lower(&event(value), &track(), 0.5, &mut shelf)
}

fn with(pairs: &[(Control, Value)]) -> Result<Lowered, Diagnostic> {
    play(Value::Controls(pairs.iter().cloned().collect()))
}

fn value_of(lowered: &Lowered, control: Control) -> Option<f32> {
    lowered.settings.iter().find(|s| s.control == control).map(|s| s.value)
}

#[test]
fn a_sound_is_found_by_its_name() {
    let kick = with(&[(Control::S, Value::text("bd"))]).unwrap();
    assert_eq!(kick.sound, Sound::Drum(Drum::Kick));
    assert_eq!((kick.at, kick.lasts), (Time::new(5, 2), 0.25));
    assert_eq!(kick.warnings, []);
    let second = with(&[(Control::S, Value::text("break")), (Control::N, Value::Number(3.0))]);
    assert_eq!(second.unwrap().sound, Sound::Sample(SampleSlot(1)));
}

#[test]
fn a_bank_is_looked_for_and_then_does_without() {
    let kick = |bank: &str| {
        let controls = [(Control::S, Value::text("bd")), (Control::Bank, Value::text(bank))];
        with(&controls).unwrap().sound
    };
    assert_eq!(kick("tr909"), Sound::Sample(SampleSlot(9)));
    assert_eq!(kick("808"), Sound::Drum(Drum::Kick));
    let whole_name = with(&[(Control::S, Value::text("RolandTR909_sd"))]).unwrap();
    assert_eq!(whole_name.sound, Sound::Drum(Drum::Snare));
}

#[test]
fn a_bank_chooses_a_machine_and_an_unknown_one_is_told() {
    let kick = |bank: &str| {
        let controls = [(Control::S, Value::text("bd")), (Control::Bank, Value::text(bank))];
        with(&controls).unwrap()
    };
    let place = |bank: &str| value_of(&kick(bank), Control::Bank);
    assert_eq!(place("808"), crate::sound::machine_named("RolandTR808").map(|at| at as f32));
    assert_ne!(place("RolandTR606"), place("linn"));
    let unknown = kick("900");
    assert_eq!(value_of(&unknown, Control::Bank), None);
    assert_eq!(unknown.warnings[0].hints, ["did you mean `909`? the built-in kit plays"]);
}

#[test]
fn bare_values_play_too() {
    assert_eq!(play(Value::text("hh")).unwrap().sound, Sound::Drum(Drum::ClosedHat));
    let note = play(Value::text("a4")).unwrap();
    assert_eq!((note.sound, note.freq), (Sound::Oscillator(Wave::Triangle), 440.0));
    assert_eq!(play(Value::Number(69.0)).unwrap().freq, 440.0);
    let list = [Value::text("bd"), Value::Number(1.0), Value::Number(0.5)];
    let listed = play(Value::List(list.into())).unwrap();
    assert_eq!(value_of(&listed, Control::Gain), Some(0.5));
}

#[test]
fn freq_goes_before_note_and_note_before_n() {
    let saw = (Control::S, Value::text("saw"));
    let (note, n) = ((Control::Note, Value::text("a3")), (Control::N, Value::Number(69.0)));
    let freq = (Control::Freq, Value::Number(330.0));
    let hertz = |controls: &[(Control, Value)]| with(controls).unwrap().freq;
    assert_eq!(hertz(&[saw.clone(), n.clone()]), 440.0);
    assert_eq!(hertz(&[saw.clone(), n.clone(), note.clone()]), 220.0);
    assert_eq!(hertz(&[saw.clone(), n, note.clone(), freq]), 330.0);
    assert_eq!(hertz(&[saw, note, (Control::Octave, Value::Number(1.0))]), 440.0);
}

#[test]
fn a_recording_is_told_its_note_only_if_one_was_set() {
    let plain = with(&[(Control::S, Value::text("break"))]).unwrap();
    assert_eq!(value_of(&plain, Control::Note), None);
    let tuned = with(&[(Control::S, Value::text("break")), (Control::Note, Value::text("c2"))]);
    assert_eq!(value_of(&tuned.unwrap(), Control::Note), Some(36.0));
}

#[test]
fn an_unknown_sound_names_its_neighbour_at_its_place() {
    let problem = with(&[(Control::S, Value::text("sawtoth"))]).unwrap_err();
    assert_eq!(problem.message, "there is no sound `sawtoth`");
    assert_eq!(problem.hints, ["did you mean `sawtooth`?"]);
    assert_eq!(problem.span, Some(SrcSpan::new(SourceId(0), 7, 9)));
}

#[test]
fn nothing_to_play_is_an_error() {
    assert!(with(&[(Control::Gain, Value::Number(1.0))]).is_err());
    assert!(with(&[(Control::Note, Value::text("h9"))]).is_err());
    assert!(with(&[(Control::Note, Value::Number(f64::NAN))]).is_err());
}

#[test]
fn values_out_of_range_are_clamped_with_one_message_a_track() {
    let loud = |gain| {
        with(&[(Control::S, Value::text("bd")), (Control::Gain, Value::Number(gain))]).unwrap()
    };
    assert_eq!(value_of(&loud(99.0), Control::Gain), Some(4.0));
    let (one, other) = (&loud(99.0).warnings[0], &loud(77.0).warnings[0]);
    assert_eq!((&one.message, one.span), (&other.message, other.span));
    assert_eq!(one.severity, Severity::Warning);
    assert_eq!(one.message, "`gain` leaves its range, 0 to 4, on track `bass`");
    assert_eq!(one.span, track().span, "nobody knows where the gain was set");
    let aside =
        with(&[(Control::S, Value::text("bd")), (Control::Pan, Value::Number(9.0))]).unwrap();
    assert_eq!(aside.warnings[0].span, Some(track().place_of(Control::Pan).unwrap()));
}

#[test]
fn what_is_no_number_is_left_out_and_named() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for &control in crate::control::ALL {
            let Ok(lowered) =
                with(&[(Control::S, Value::text("saw")), (control, Value::Number(bad))])
            else {
                continue;
            };
            assert!(lowered.freq.is_finite() && lowered.lasts.is_finite(), "{control:?}");
            assert!(lowered.settings.iter().all(|s| s.value.is_finite()), "{control:?}");
        }
    }
    let gain = with(&[(Control::S, Value::text("bd")), (Control::Gain, Value::Number(f64::NAN))]);
    assert_eq!(gain.unwrap().warnings[0].message, "`gain` is not a number on track `bass`");
}

#[test]
fn words_become_their_place_in_the_list() {
    let filter = |word: &str| {
        with(&[(Control::S, Value::text("saw")), (Control::Ftype, Value::text(word))]).unwrap()
    };
    assert_eq!(value_of(&filter("24db"), Control::Ftype), Some(2.0));
    let misspelt = filter("lader");
    assert_eq!(value_of(&misspelt, Control::Ftype), None);
    assert_eq!(misspelt.warnings[0].hints, ["did you mean `ladder`?"]);
}

#[test]
fn lengths_come_from_the_event_clip_and_duration() {
    let (s, clip) = ((Control::S, Value::text("bd")), (Control::Clip, Value::Number(0.5)));
    assert_eq!(with(&[s.clone(), clip.clone()]).unwrap().lasts, 0.125);
    let own = (Control::Duration, Value::Number(2.0));
    assert_eq!(with(&[s.clone(), own.clone(), clip]).unwrap().lasts, 1.0);
    let held = with(&[s, own]).unwrap();
    assert_eq!((held.lasts, value_of(&held, Control::Clip)), (2.0, Some(1.0)));
}

#[test]
fn what_makes_samples_fit_counts_in_their_lengths() {
    let fitted = with(&[
        (Control::S, Value::text("break")),
        (Control::Unit, Value::text("c")),
        (Control::Speed, Value::Number(0.25)),
    ])
    .unwrap();
    assert_eq!(value_of(&fitted, Control::Speed), Some(0.25));
    assert_eq!(value_of(&fitted, Control::Unit), Some(1.0));
}

#[test]
fn a_nudge_moves_the_event_by_seconds() {
    let nudged = with(&[(Control::S, Value::text("bd")), (Control::Nudge, Value::Number(0.5))]);
    assert_eq!(nudged.unwrap().at, Time::new(11, 4));
}
