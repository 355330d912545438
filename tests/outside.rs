//! Instruments outside: what is sent to a port, in which order and when; and what happens when ports are
//! unknown, vanish and come back. The ports are no real ones.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "outside/knobs.rs"]
mod knobs;
#[path = "outside/stage.rs"]
mod stage;

use stage::{CYCLE, Stage};
use tresillo::outside::board::Said;

/// The messages, each with its frame.
type Sent = Vec<(u64, Vec<u8>)>;

fn sent(frames: &[(u64, &[u8])]) -> Sent {
    frames.iter().map(|(frame, bytes)| (*frame, bytes.to_vec())).collect()
}

#[test]
fn notes_begin_and_end_at_their_frames() {
    let mut stage = Stage::new("lead: note(\"c4 e4\").clip(0.5).midi(\"synth\").midichan(3)");
    stage.play(CYCLE);
    let expected = sent(&[
        (0, &[0x92, 60, 114]),
        (CYCLE / 4, &[0x82, 60, 0]),
        (CYCLE / 2, &[0x92, 64, 114]),
        (CYCLE * 3 / 4, &[0x82, 64, 0]),
    ]);
    assert_eq!(stage.sent("synth 20:0"), expected);
}

#[test]
fn what_goes_outside_is_silent_here_and_what_does_not_is_heard() {
    let mut stage = Stage::new("lead: note(\"c4*4\").s(\"saw\").midi()");
    stage.play(CYCLE);
    assert_eq!(stage.loudest, 0.0);
    assert_eq!(stage.sent("synth 20:0").len(), 7);
    let mut both = Stage::new("lead: note(\"c4*4\").midi()\nbass: note(\"c2\").s(\"saw\")");
    both.play(CYCLE);
    assert!(both.loudest > 0.05);
}

#[test]
fn a_key_is_let_go_before_it_is_struck_again() {
    let mut stage = Stage::new("lead: note(\"c4*2\").clip(2).midi()");
    stage.play(CYCLE);
    let expected =
        sent(&[(0, &[0x90, 60, 114]), (CYCLE / 2, &[0x80, 60, 0]), (CYCLE / 2, &[0x90, 60, 114])]);
    assert_eq!(stage.sent("synth 20:0"), expected, "legato: one at a time");
    let mut stage = Stage::new("lead: note(\"c4*2\").midi()");
    stage.play(CYCLE);
    assert_eq!(stage.sent("synth 20:0"), expected, "what ends goes before what begins");
}

#[test]
fn controllers_go_before_their_note_and_signals_move_them_alone() {
    let mut stage = Stage::new("lead: note(\"c4\").ccn(74).ccv(0.5).progNum(3).midi()");
    stage.play(CYCLE / 2);
    let expected = sent(&[(0, &[0xc0, 3]), (0, &[0xb0, 74, 64]), (0, &[0x90, 60, 114])]);
    assert_eq!(stage.sent("synth 20:0"), expected);
    let mut stage = Stage::new("knob: ccv(saw).ccn(74).midi()");
    stage.play(CYCLE);
    let knob = stage.sent("synth 20:0");
    assert_eq!(knob.len(), 64, "so many points of a cycle");
    assert!(knob.windows(2).all(|pair| pair[0].1[2] <= pair[1].1[2]), "{knob:?}");
    assert_eq!(knob[32], (CYCLE / 2, vec![0xb0, 74, knob[32].1[2]]));
}

#[test]
fn mutes_hush_stop_and_panic_hold_outside() {
    let held = "lead: note(\"c4\").slow(4).midi()\nhats: note(\"e4*4\").midi().midichan(2)";
    let off = |channel: u8, key: u8| vec![0x80 | channel, key, 0];
    let mut stage = Stage::new(held);
    stage.play(CYCLE / 2);
    stage.conductor.mute(0);
    stage.play(CYCLE);
    let all = stage.sent("synth 20:0");
    let muted = all.iter().find(|(_, bytes)| *bytes == off(0, 60)).unwrap();
    assert!(muted.0 <= CYCLE / 2 + 64, "{muted:?}");
    assert!(all.iter().any(|(at, bytes)| *at >= CYCLE * 3 / 4 && bytes[0] == 0x91), "others go on");

    for act in ["hush", "stop"] {
        let mut stage = Stage::new(held);
        stage.play(CYCLE / 2);
        match act {
            "hush" => stage.conductor.hush(),
            _ => stage.conductor.play_pause(),
        }
        stage.play(CYCLE * 2);
        let all = stage.sent("synth 20:0");
        let last = all.last().unwrap();
        assert!(last.0 <= CYCLE / 2 + 64 && last.1[0] & 0xf0 == 0x80, "{act}: {last:?}");
        assert!(all.iter().any(|(_, bytes)| *bytes == off(0, 60)), "{act}");
    }

    let mut stage = Stage::new(held);
    stage.play(CYCLE / 2);
    stage.conductor.panic();
    stage.play(CYCLE / 2 + 640);
    let all: Vec<Vec<u8>> = stage.sent("synth 20:0").into_iter().map(|(_, bytes)| bytes).collect();
    for bytes in [off(0, 60), vec![0xb0, 120, 0], vec![0xb0, 123, 0], vec![0xb1, 123, 0]] {
        assert!(all.contains(&bytes), "{bytes:x?} in {all:x?}");
    }
}

#[test]
fn a_change_of_tempo_moves_the_end_of_a_held_note() {
    let mut stage = Stage::new("lead: note(\"c4\").slow(2).midi()");
    stage.play(CYCLE);
    stage.conductor.take(stage::compile("tempo(240)\nlead: note(\"c4\").slow(2).midi()"));
    stage.play(CYCLE * 2);
    let all = stage.sent("synth 20:0");
    let off = all.iter().find(|(_, bytes)| bytes[0] == 0x80).unwrap();
    let expected = CYCLE + CYCLE / 2;
    assert!(off.0.abs_diff(expected) <= 128, "{} and not {expected}", off.0);
}

#[test]
fn a_version_takes_over_outside_as_it_does_here() {
    let mut stage = Stage::new("lead: note(\"c4*8\").midi()");
    stage.play(CYCLE / 2 + 1000);
    stage.conductor.take(stage::compile("quantum(1)\nlead: note(\"g4*8\").midi()"));
    stage.play(CYCLE * 2);
    for (frame, bytes) in stage.sent("synth 20:0").iter().filter(|(_, b)| b[0] == 0x90) {
        let expected = if *frame < CYCLE { 60 } else { 67 };
        assert_eq!(bytes[1], expected, "at {frame}");
    }
}

#[test]
fn an_unknown_port_is_told_once_with_those_that_there_are() {
    let mut stage = Stage::new("lead: note(\"c4*8\").midi(\"sinth\")\nbass: s(\"bd*4\")");
    stage.play(CYCLE * 2);
    let [Said::Problem(problem)] = &stage.said[..] else { panic!("{:?}", stage.said) };
    assert_eq!(problem.message, "there is no MIDI port `sinth`");
    let hints = problem.hints.join("\n");
    assert!(hints.contains("did you mean `synth`?"), "{hints}");
    assert!(hints.contains("synth 20:0, Drumbrute 24:0"), "{hints}");
    assert_eq!(problem.span.unwrap().range(), 19..23, "it points at the word");
    assert!(stage.loudest > 0.05, "the music goes on");
    // Once for each version.
    stage.conductor.take(stage::compile("lead: note(\"d4*8\").midi(\"sinth\")"));
    stage.play(CYCLE * 4);
    assert_eq!(stage.said.len(), 2, "{:?}", stage.said);
}

#[test]
fn a_port_that_vanishes_is_told_of_and_used_again_when_it_is_back() {
    let mut stage = Stage::new("lead: note(\"c4*8\").midi(\"synth\")");
    stage.play(CYCLE);
    stage.plug("synth 20:0", false);
    stage.play(CYCLE * 3);
    let silent = stage.sent("synth 20:0").len();
    stage.plug("synth 21:0", true);
    stage.play(CYCLE * 6);
    assert_eq!(stage.sent("synth 20:0").len(), silent);
    assert!(stage.sent("synth 21:0").len() > 20, "it is known by its name, not by its number");
    let lines: Vec<String> = stage.said.iter().map(|said| format!("{said:?}")).collect();
    let expected = ["goes to synth 20:0", "synth 20:0 is gone", "synth 21:0, which is back"];
    assert_eq!(lines.len(), 3, "{lines:?}");
    for (line, part) in lines.iter().zip(expected) {
        assert!(line.contains(part), "{line}");
    }
}

#[test]
fn a_machine_without_midi_is_told_of_and_nothing_else_happens() {
    let mut stage = Stage::new("lead: note(\"c4*8\").midi()\nbass: s(\"bd*4\")");
    stage.without_midi();
    stage.play(CYCLE * 2);
    let [Said::Problem(problem)] = &stage.said[..] else { panic!("{:?}", stage.said) };
    assert!(problem.message.contains("no MIDI here"), "{problem:?}");
    assert!(stage.loudest > 0.05);
}

#[test]
fn at_the_end_nothing_is_left_sounding() {
    let mut stage = Stage::new("lead: note(\"c4,e4,g4\").slow(4).midi()");
    stage.play(CYCLE);
    stage.board.stop();
    let all = stage.sent("synth 20:0");
    let count = |kind: u8| all.iter().filter(|(_, bytes)| bytes[0] == kind).count();
    assert_eq!((count(0x90), count(0x80)), (3, 3));
}

#[test]
fn mistakes_that_outside_would_swallow_are_told() {
    let mut stage = Stage::new("lead: s(\"saw*4\").midi()\nhigh: note(\"140\").midi()");
    stage.play(CYCLE / 4);
    let told = stage.problems().join("\n");
    assert!(told.contains("sends sounds without notes"), "{told}");
    assert!(told.contains("MIDI has no key 140"), "{told}");
}

#[test]
fn without_anybody_who_sends_one_remark_is_made() {
    let script = "a: note(\"c4*4\").midi()\nb: note(\"e4*4\").osc()\nc: s(\"bd*4\")";
    let mut stage = Stage::offline(script);
    stage.play(CYCLE * 3);
    let told = stage.problems();
    assert_eq!(told, ["instruments outside are silent here"]);
    assert!(stage.loudest > 0.05);
}

#[test]
fn what_the_documents_show_is_sent() {
    let cases: &[(&str, &[&[u8]])] = &[
        ("control(\"74:0.5\")", &[&[0xb0, 74, 64]]),
        ("control([74, 0.5])", &[&[0xb0, 74, 64]]),
        ("midicmd(\"start\")", &[&[0xfa]]),
        ("midicmd(\"cc:74:1\")", &[&[0xb0, 74, 127]]),
        ("sysexid(\"0x43\").sysexdata(\"0x10:0x4c\")", &[&[0xf0, 0x43, 0x10, 0x4c, 0xf7]]),
        ("sysex([\"0x77\", \"0x01:0x02\"])", &[&[0xf0, 0x77, 1, 2, 0xf7]]),
        (
            "nrpnn(\"129\").nrpv(0)",
            &[&[0xb0, 99, 1], &[0xb0, 98, 1], &[0xb0, 6, 0], &[0xb0, 38, 0]],
        ),
        ("progNum(5).midichan(16)", &[&[0xcf, 5]]),
        ("s(\"bd\")", &[&[0x99, 36, 114], &[0x89, 36, 0]]),
        ("\"c4\"", &[&[0x90, 60, 114], &[0x80, 60, 0]]),
        ("freq(440)", &[&[0x90, 69, 114], &[0x80, 69, 0]]),
        ("n(\"0\").scale(\"C:minor\").octave(1)", &[&[0x90, 60, 114], &[0x80, 60, 0]]),
    ];
    for (pattern, expected) in cases {
        let mut stage = Stage::new(&format!("a: {pattern}.midi().clip(.5)"));
        stage.play(CYCLE - 64);
        let sent: Vec<Vec<u8>> =
            stage.sent("synth 20:0").into_iter().map(|(_, bytes)| bytes).collect();
        assert_eq!(sent, *expected, "{pattern}");
    }
    let mut clock = Stage::new("a: midicmd(\"clock*96\").midi(\"drumbrute\")");
    clock.play(CYCLE);
    let ticks = clock.sent("Drumbrute 24:0");
    assert_eq!(ticks.len(), 96);
    assert!(ticks.iter().zip(0..).all(|(tick, i)| *tick == (i * 1000, vec![0xf8])), "{ticks:?}");
}
