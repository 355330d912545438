//! From one version of a track to the next: what is heard meanwhile, when it ends, and that then
//! nothing is left of it. Offline, to the bit.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "offline/rig.rs"]
mod rig;

use rig::{CYCLE, RATE, compile, loudest, play, play_in, stretch};
use tresillo::bounce::Desk;
use tresillo::conductor::Report;
use tresillo::diag::Source;
use tresillo::script::Compiler;

/// Short sounds that leave nothing behind, so that samples can be compared to the bit.
const OLD: &str = "a: note(\"c5*8\").s(\"square\").release(0.001).clip(0.2)";
const NEW: &str = "a: note(\"g5*6\").s(\"saw\").release(0.001).clip(0.2)";

/// The new version with a mark, saved within the second cycle.
fn with_mark(mark: &str, cycles: u64) -> Vec<f32> {
    play(&[(OLD, CYCLE + 20_000), (&format!("{NEW}.{mark}"), CYCLE * cycles)])
}

const MARKS: &[(&str, u64)] = &[
    ("xfade()", 4),
    ("xfadeIn(2)", 4),
    ("clutch()", 4),
    ("clutchIn(1.5)", 4),
    ("interpolate(2)", 4),
    ("anticipate(2)", 4),
    ("jumpIn(1.25)", 4),
    ("jumpMod(3)", 4),
    ("jumpMod(2, 1)", 4),
    ("wash(|p| p.fast(2), 2)", 4),
    ("wash(|p| p.rev(), |p| p.fast(2), 0.5, 0.5, 0.5)", 4),
    ("wait(2)", 4),
    ("xfade(1).waitT(1)", 4),
];

#[test]
fn after_a_transition_what_plays_is_what_a_fresh_start_plays() {
    let fresh = play(&[(NEW, CYCLE * 7)]);
    for (mark, over) in MARKS {
        let heard = with_mark(mark, 7);
        let (from, until) = (CYCLE * over + 9_600, CYCLE * 7);
        assert!(stretch(&heard, from, until) == stretch(&fresh, from, until), "{mark}");
        let meanwhile = (CYCLE + 30_000, CYCLE * 2);
        assert!(
            stretch(&heard, meanwhile.0, meanwhile.1) != stretch(&fresh, meanwhile.0, meanwhile.1),
            "{mark}: there was no transition"
        );
    }
}

#[test]
fn a_transition_from_a_version_to_itself_is_not_heard() {
    let track = "a: n(\"0 <3 5>\".map(|v| v * 2)).scale(\"C:minor\").s(\"tri\").delay(0.3)";
    for (mark, _) in MARKS.iter().chain(&[("trigger()", 0), ("mortal(2, 2)", 0)]) {
        let marked = format!("{track}.{mark}");
        let plain = play(&[(&marked, CYCLE * 4)]);
        let edited = play(&[
            (&marked, CYCLE + 20_000),
            (&format!("// a remark\nlet unused = 3; print(unused)\n{marked}"), CYCLE * 2),
            (&marked, CYCLE * 4),
        ]);
        assert!(plain == edited, "{mark}");
    }
}

#[test]
fn other_tracks_are_left_alone() {
    let other = "b: note(\"c3*4\").s(\"tri\").release(0.01)";
    let muted = |script: &str| script.replacen("a:", "_a:", 1);
    let heard = play(&[
        (&format!("{}\n{other}", muted(OLD)), CYCLE + 20_000),
        (&format!("{}.xfade(2)\n{other}", muted(NEW)), CYCLE * 4),
    ]);
    assert_eq!(heard, play(&[(&format!("{}\n{other}", muted(OLD)), CYCLE * 4)]));
}

#[test]
fn a_quantum_of_one_track_is_met_to_the_sample() {
    let heard = with_mark("jumpMod(2)", 4);
    let (old, new) = (play(&[(OLD, CYCLE * 4)]), play(&[(NEW, CYCLE * 4)]));
    let swap = CYCLE * 2;
    assert!(stretch(&heard, 0, swap) == stretch(&old, 0, swap));
    assert!(stretch(&heard, swap, CYCLE * 4) == stretch(&new, swap, CYCLE * 4));
}

#[test]
fn transitions_do_not_depend_on_the_size_of_blocks() {
    // Both block sizes divide the frame of the save, so that both take it at the same moment.
    for (mark, _) in MARKS {
        let script = format!("{NEW}.{mark}");
        let versions = [(OLD, CYCLE + 19_200), (&*script, CYCLE * 4)];
        let moment = "quantum(1/8)\n";
        let versions = versions.map(|(script, until)| (format!("{moment}{script}"), until));
        let versions = versions.each_ref().map(|(script, until)| (&**script, *until));
        assert!(play_in(64, &versions) == play_in(960, &versions), "{mark}");
    }
}

#[test]
fn a_crossfade_goes_down_while_it_goes_up() {
    // One beat in each half cycle: the old one is the left channel, the new one the right one.
    let beat =
        |pan: &str| format!("a: note(\"c5*2\").s(\"tri\").release(0.001).clip(0.1).pan({pan})");
    let save = CYCLE - 2_000;
    let heard =
        play(&[(&beat("0"), save), (&format!("quantum(1)\n{}.xfade(4)", beat("1")), CYCLE * 6)]);
    let peak = |half: u64, channel: usize| {
        let half = stretch(&heard, CYCLE / 2 * half, CYCLE / 2 * (half + 1));
        half.chunks(2).map(|frame| frame[channel].abs()).fold(0.0, f32::max)
    };
    for half in 2..9 {
        assert!(peak(half + 1, 0) < peak(half, 0), "the old one, half {half}");
        assert!(peak(half + 1, 1) > peak(half, 1), "the new one, half {half}");
    }
    assert_eq!(peak(10, 0), 0.0);
}

#[test]
fn a_save_during_a_transition_goes_on_from_what_plays() {
    let third = "a: note(\"e5*5\").s(\"tri\").release(0.001).clip(0.2).xfade(2)";
    let second = format!("{NEW}.xfade(4)");
    let before = play(&[(OLD, CYCLE), (&second, CYCLE * 8)]);
    let heard = play(&[(OLD, CYCLE), (&second, CYCLE * 2 + 960), (third, CYCLE * 8)]);
    let until = CYCLE * 2;
    assert!(stretch(&heard, 0, until) == stretch(&before, 0, until));
    let both = stretch(&heard, CYCLE * 2 + 4_800, CYCLE * 3);
    assert!(loudest(both) > 0.01);
    let fresh = play(&[(third, CYCLE * 8)]);
    let (from, until) = (CYCLE * 5, CYCLE * 8);
    assert!(stretch(&heard, from, until) == stretch(&fresh, from, until));
}

#[test]
fn a_hundred_saves_during_a_transition_do_no_harm() {
    let versions: Vec<String> = (0..100)
        .map(|i| {
            format!("a: note(\"c5*{}\").s(\"tri\").release(0.001).clip(0.2).xfade(4)", i % 7 + 1)
        })
        .collect();
    let saves = versions.iter().zip(1u64..).map(|(script, i)| (&**script, CYCLE + i * 960));
    let mut saves: Vec<(&str, u64)> = saves.collect();
    saves.last_mut().unwrap().1 = CYCLE * 9;
    let heard = play(&saves);
    let fresh = play(&[(saves[99].0, CYCLE * 9)]);
    let (from, until) = (CYCLE * 7, CYCLE * 9);
    assert!(stretch(&heard, from, until) == stretch(&fresh, from, until));
}

#[test]
fn a_single_cycle_plays_once_when_it_is_new() {
    let beat = "a: note(\"c5*8\").s(\"square\").release(0.001).clip(0.2)";
    let fill = "once(note(\"e6*16\").s(\"saw\").release(0.001).clip(0.2))";
    let with = format!("{beat}\n{fill}");
    let plain = play(&[(beat, CYCLE * 6)]);
    let again = format!("// saved again\n{with}");
    let heard =
        play(&[(beat, CYCLE + 20_000), (&with, CYCLE * 3), (&again, CYCLE * 4), (beat, CYCLE * 6)]);
    let same = |from: u64, until: u64| stretch(&heard, from, until) == stretch(&plain, from, until);
    assert!(same(0, CYCLE + 20_000));
    assert!(!same(CYCLE + 24_000, CYCLE * 2), "the fill plays");
    assert!(same(CYCLE * 2 + 36_000, CYCLE * 6), "and never again");
    let fresh = play(&[(&with, CYCLE * 2)]);
    assert!(stretch(&fresh, 0, CYCLE) != stretch(&plain, 0, CYCLE), "a fresh start plays it first");
    assert!(stretch(&fresh, CYCLE + 9_600, CYCLE * 2) == stretch(&plain, CYCLE + 9_600, CYCLE * 2));
}

#[test]
fn a_named_single_cycle_is_one_track() {
    let outcome = compile("fill: once(s(\"cp*8\"))\nonce(s(\"bd\"))\nb: s(\"hh\").once()");
    let names: Vec<&str> = outcome.set.tracks.iter().map(|t| &*t.name).collect();
    assert_eq!(names, ["fill", "once", "b"]);
}

/// A note for each cycle of four, so that it can be heard which of them plays.
const FOUR: &str = "note(\"<c4 e4 g4 c5>\").s(\"square\").release(0.001).clip(0.2)";

#[test]
fn a_trigger_starts_a_track_from_its_own_beginning() {
    let fresh = play(&[(&format!("a: {FOUR}"), CYCLE * 4)]);
    let rest = format!("a: {FOUR}.slow(3)");
    for (mark, starts) in
        [("qtrigger()", 2), ("mtrigger(3)", 3), ("ftrigger()", 1), ("rtrigger()", 1)]
    {
        let new = format!("a: {FOUR}.{mark}");
        let heard = play(&[(&rest, CYCLE + 20_000), (&new, CYCLE * 6)]);
        let from = CYCLE * starts.max(2);
        let inside = from - CYCLE * starts;
        let lasts = CYCLE * 2;
        assert!(
            stretch(&heard, from, from + lasts) == stretch(&fresh, inside, inside + lasts),
            "{mark}"
        );
    }
}

#[test]
fn a_timeline_starts_again_when_its_number_changes_and_not_before() {
    let version = |number: i64, more: &str| format!("a: {FOUR}{more}.timeline({number})");
    let (one, changed, two) = (version(1, ""), version(1, ".fast(1)"), version(2, ""));
    let fresh = play(&[(&format!("a: {FOUR}"), CYCLE * 8)]);
    let heard = play(&[(&one, CYCLE + 20_000), (&changed, CYCLE * 2 + 20_000), (&two, CYCLE * 6)]);
    assert!(stretch(&heard, 0, CYCLE * 3) == stretch(&fresh, 0, CYCLE * 3));
    assert!(stretch(&heard, CYCLE * 3, CYCLE * 6) == stretch(&fresh, 0, CYCLE * 3));
}

#[test]
fn what_is_mortal_ends_in_silence() {
    let heard = play(&[(OLD, CYCLE), (&format!("{NEW}.mortal(1, 2)"), CYCLE * 8)]);
    assert!(loudest(stretch(&heard, CYCLE + 4_800, CYCLE * 2)) > 0.01);
    assert_eq!(loudest(stretch(&heard, CYCLE * 4 + 9_600, CYCLE * 8)), 0.0);
}

#[test]
fn a_function_that_fails_in_a_wash_leaves_the_old_pattern_and_says_so() {
    let new = format!("{NEW}.wash(|p| p.nothingAtAll(), 2)");
    let mut desk = Desk::new(RATE, compile(OLD));
    desk.play(CYCLE, 64, &mut |_| Ok(())).unwrap();
    desk.conductor.take(compile(&new));
    let mut heard = Vec::new();
    let mut sink = |block: &[f32]| {
        heard.extend_from_slice(block);
        Ok(())
    };
    desk.play(CYCLE, 64, &mut sink).unwrap();
    let old = play(&[(OLD, CYCLE * 2)]);
    assert!(heard == stretch(&old, CYCLE, CYCLE * 2));
    let problems: Vec<String> = desk
        .conductor
        .reports()
        .into_iter()
        .filter_map(|report| match report {
            Report::Problem(problem) => Some(problem.message),
            _ => None,
        })
        .collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("nothingAtAll"), "{problems:?}");
}

#[test]
fn a_mark_that_makes_no_sense_says_what_it_takes() {
    for (script, said) in [
        ("a: s(\"bd\").clutch(\"x\")", "`clutch` takes a number of cycles"),
        ("a: s(\"bd\").wash(3)", "`wash` takes a function"),
        ("a: s(\"bd\").timeline(\"x\")", "`timeline` takes a number of cycles"),
    ] {
        let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script));
        let told: Vec<&str> = outcome.diagnostics.iter().map(|d| &*d.message).collect();
        assert!(told.iter().any(|message| message.contains(said)), "{script}: {told:?}");
    }
}
