//! Knobs of controllers: what a turn changes, from when on, and that a journal has it.

use super::stage::{CYCLE, RATE, Stage, compile};
use tresillo::conductor::deed::{Deed, Done, Obeyed};
use tresillo::conductor::{Conductor, Recordings};
use tresillo::engine::Engine;
use tresillo::engine::protocol::rings_unseen;
use tresillo::outside::board::Said;
use tresillo::pattern::Value;
use tresillo::samples::Library;
use tresillo::script::Outcome;

/// A knob that is heard outside, so that what it says can be read.
const SCRIPT: &str = "let nano = midin(\"drumbrute\")\nlead: note(\"c4*16\").velocity(nano.cc(74, 0.5)).midi(\"synth\")";

/// How hard each key was struck, and when.
fn struck(stage: &Stage) -> Vec<(u64, u8)> {
    let all = stage.sent("synth 20:0").into_iter().filter(|(_, bytes)| bytes[0] == 0x90);
    all.map(|(frame, bytes)| (frame, bytes[2])).collect()
}

#[test]
fn a_turn_changes_what_has_not_started() {
    let mut stage = Stage::new(SCRIPT);
    stage.play(CYCLE / 2);
    assert!(stage.knob("Drumbrute 24:0", 74, 100));
    stage.play(CYCLE);
    assert!(
        struck(&stage)
            .iter()
            .all(|(frame, hard)| { *hard == if *frame < CYCLE / 2 { 64 } else { 100 } }),
        "{:?}",
        struck(&stage)
    );
    // Another knob, and the same one of another port.
    assert!(stage.knob("Drumbrute 24:0", 75, 7));
    assert!(!stage.knob("synth 20:0", 74, 7), "nobody asked for it");
    stage.play(CYCLE * 2);
    assert_eq!(struck(&stage).last().map(|last| last.1), Some(100));
    // It stays where it is for the next version.
    stage.conductor.take(compile(&SCRIPT.replace("c4", "e4")));
    stage.play(CYCLE * 3);
    assert_eq!(struck(&stage).last().map(|last| last.1), Some(100));
    let frames: Vec<u64> = struck(&stage).iter().map(|(frame, _)| *frame).collect();
    let expected: Vec<u64> = (0..48).map(|step| step * CYCLE / 16).collect();
    assert_eq!(frames, expected, "no note is lost or doubled by turns");
}

#[test]
fn many_turns_are_taken_a_few_at_a_time_and_the_last_one_counts() {
    let mut stage = Stage::new(SCRIPT);
    stage.conductor.note_deeds();
    let mut turns = 0;
    for i in 0..1500 {
        stage.knob("Drumbrute 24:0", 74, (i % 120) as u8);
        stage.play((i + 1) * 64);
        let (done, _) = stage.conductor.deeds();
        turns += done.iter().filter(|done| matches!(done.deed, Deed::Turn(_))).count();
    }
    assert!((90..=102).contains(&turns), "{turns} in two seconds");
    stage.knob("Drumbrute 24:0", 74, 3);
    stage.play(CYCLE * 2);
    assert_eq!(struck(&stage).last().map(|last| last.1), Some(3));
    assert_eq!(struck(&stage).len(), 32);
}

#[test]
fn a_controller_that_is_not_there_is_told_of_and_found_later() {
    let mut stage = Stage::new(&SCRIPT.replace("drumbrute", "nano"));
    stage.play(CYCLE);
    let [Said::Line(_), Said::Problem(problem)] = &stage.said[..] else {
        panic!("{:?}", stage.said)
    };
    assert_eq!(problem.message, "there is no MIDI port `nano`");
    stage.plug("nanoKONTROL 28:0", true);
    stage.play(CYCLE * 2);
    assert!(stage.knob("nanoKONTROL 28:0", 74, 9));
    stage.play(CYCLE * 3);
    assert_eq!(struck(&stage).last().map(|last| last.1), Some(9));
}

#[test]
fn scripts_ask_for_knobs_in_three_ways() {
    let script = "let nano = midin(\"nano\")\na: s(\"bd\").pan(nano.cc(1))\nb: s(\"bd\").pan(midin(\"nano\", 2, 0.5))\n\
                  c: s(\"bd\").pan(ccin(3, 1).range(0, 0.5))";
    let outcome = compile(script);
    let knobs: Vec<String> = outcome.set.knobs.iter().map(tresillo::set::Knob::input).collect();
    assert_eq!(knobs, ["nano cc1", "nano cc2", "cc3"]);
    let pans: Vec<String> = outcome
        .set
        .tracks
        .iter()
        .map(|track| match &track.pattern.cycle(0)[0].value {
            Value::Controls(controls) => controls.to_string(),
            other => other.to_string(),
        })
        .collect();
    assert_eq!(pans, ["s:bd pan:0", "s:bd pan:0.5", "s:bd pan:0.5"]);
}

#[test]
fn a_key_that_is_played_starts_a_note_of_the_pattern_now() {
    let mut stage = Stage::new(
        "keys: midikeys(\"drumbrute\", 0.25).add(note(12)).off(0.5, |p| p.velocity(0.1)).midi(\"synth\")",
    );
    stage.play(CYCLE * 3 / 4 + 640);
    assert!(stage.played_on("Drumbrute 24:0", &[0x91, 60, 127]));
    stage.played_on("Drumbrute 24:0", &[0x81, 60, 0]);
    stage.played_on("Drumbrute 24:0", &[0x91, 60, 0]);
    stage.play(CYCLE * 3);
    let all = stage.sent("synth 20:0");
    let bytes: Vec<&[u8]> = all.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    let (on, soft, off) = ([0x90, 72, 127], [0x90, 72, 13], [0x80, 72, 0]);
    assert_eq!(bytes, [&on[..], &off, &soft, &off]);
    let begun = all[0].0;
    let late = begun - (CYCLE * 3 / 4 + 640);
    assert!((900..1200).contains(&late), "{late} frames late");
    for (at, after) in all[1..].iter().zip([1, 2, 3]) {
        assert!(at.0.abs_diff(begun + after * CYCLE / 4) <= 1, "{all:?}");
    }
}

#[test]
fn a_keyboard_that_rests_is_no_mistake_and_others_play_on() {
    let mut stage =
        Stage::new("keys: midikeys(\"drumbrute\").midi()\nlead: note(\"c4*8\").midi(\"synth\")");
    for turn in 1..40 {
        stage.play(turn * CYCLE / 16);
        stage.played_on("Drumbrute 24:0", &[0x90, 50, 100]);
    }
    stage.play(CYCLE * 3);
    let lead: Vec<u64> = struck(&stage)
        .iter()
        .zip(stage.sent("synth 20:0").iter().filter(|(_, bytes)| bytes[0] == 0x90))
        .filter(|(_, (_, bytes))| bytes[1] == 60)
        .map(|((frame, _), _)| *frame)
        .collect();
    let expected: Vec<u64> = (0..24).map(|step| step * CYCLE / 8).collect();
    assert_eq!(lead, expected, "no note is lost or doubled by keys");
    assert_eq!(struck(&stage).len(), 24 + 39);
    assert!(stage.problems().iter().all(|said| !said.contains("never sounds")));
}

type Heard = (Vec<f32>, Vec<Done>, Vec<Obeyed>);

/// What was heard and done while a knob was turned and keys were played.
fn turned(script: &str) -> Heard {
    let mut stage = Stage::unplayed();
    stage.conductor.note_deeds();
    stage.samples = Some(Vec::new());
    stage.conductor.take(compile(script));
    stage.conductor.settle();
    for (until, value) in [(10_000, 20), (60_000, 90), (61_000, 127), (150_000, 1)] {
        stage.play(until);
        stage.knob("Drumbrute 24:0", 74, value);
        stage.played_on("Drumbrute 24:0", &[0x90, value, value]);
    }
    stage.play(200_000);
    let (done, obeyed) = stage.conductor.deeds();
    (stage.samples.take().unwrap(), done, obeyed)
}

/// The same deeds at the same frames again.
fn again(outcome: Outcome, done: Vec<Done>, obeyed: &[Obeyed], frames: usize) -> Vec<f32> {
    let (remote, port) = rings_unseen();
    let mut engine = Engine::new(RATE, port);
    let recordings = Recordings::new(Library::new(RATE, || {}));
    let mut conductor = Conductor::new(RATE, remote, recordings);
    conductor.only_again();
    let mut script = Some(outcome);
    let mut samples = Vec::new();
    let mut done = done.into_iter().peekable();
    let mut obeyed = obeyed.iter().peekable();
    let mut at = 0;
    while samples.len() < frames {
        while let Some(next) = done.next_if(|next| next.frame <= at) {
            match next.deed {
                Deed::Take(chosen) => conductor.take_again(script.take().unwrap(), chosen),
                deed => conductor.repeat(&deed),
            }
            conductor.end_turn(next.mark);
        }
        while let Some(next) = obeyed.next_if(|next| next.frame <= at) {
            conductor.release(next.mark);
        }
        let mut out = [0.0; 128];
        engine.render(&mut out);
        samples.extend_from_slice(&out);
        at += 64;
        conductor.listen();
    }
    samples
}

#[test]
fn what_knobs_did_is_heard_again_to_the_sample() {
    let script = "lead: note(\"c4*16\").s(\"saw\").lpf(midin(\"drumbrute\", 74).range(200, 9000)).pan(rand)\n\
         keys: midikeys(\"drumbrute\").s(\"square\").degradeBy(0.1)";
    let (heard, done, obeyed) = turned(script);
    assert!(heard.iter().any(|x| x.abs() > 0.05));
    let turns = done.iter().filter(|done| matches!(done.deed, Deed::Turn(_))).count();
    assert_eq!(turns, 4);
    let samples = again(compile(script), done.clone(), &obeyed, heard.len());
    assert!(samples == heard, "the samples differ");
    // And they are the doing of the knob and of the keys.
    let of_knob = |deed: &Deed| matches!(deed, Deed::Turn(_));
    let of_keys = |deed: &Deed| matches!(deed, Deed::Key(_));
    let left_out: [fn(&Deed) -> bool; 2] = [of_knob, of_keys];
    for left_out in left_out {
        let without = done.iter().filter(|done| !left_out(&done.deed)).cloned().collect();
        assert!(again(compile(script), without, &obeyed, heard.len()) != heard);
    }
}

#[test]
fn a_knob_has_the_name_that_it_has_in_tidal() {
    let of = |knob: &str| compile(&format!("a: s(\"saw\").pan({knob})")).set;
    let (bare, called) = (of("in74"), of("ccin(74)"));
    assert!(bare.tracks[0].pattern == called.tracks[0].pattern);
    assert_eq!(bare.knobs[0].input(), called.knobs[0].input());
}
