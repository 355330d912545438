//! How the terminal is left: after quit, signals and panics, and without a terminal at all.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;

use crate::terminal::{PATIENCE, Terminal};

const STAGE: [&str; 4] =
    ["--ignored", "--nocapture", "--exact", "stage::the_piece_on_a_real_terminal"];

/// The made-up piece on a terminal.
fn piece() -> Terminal {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(STAGE);
    Terminal::of(command, (80, 24))
}

#[test]
fn quitting_leaves_the_terminal_clean() {
    for keys in ["q", "\u{3}"] {
        let mut stage = piece();
        stage.wait_for("bpm");
        stage.press(keys);
        stage.end();
    }
}

#[test]
fn signals_leave_the_terminal_clean() {
    for name in ["TERM", "INT", "HUP"] {
        let mut stage = piece();
        stage.wait_for("bpm");
        stage.signal(name);
        stage.end();
    }
}

#[test]
fn a_panic_leaves_the_terminal_clean_and_is_told() {
    let mut stage = piece();
    stage.wait_for("bpm");
    stage.press("x");
    let output = stage.end();
    let (_, after) = output.rsplit_once("\u{1b}[?1049l").expect("the screen was given back");
    assert!(after.contains("panic on request"), "{after}");
}

#[test]
fn the_screen_returns_from_the_background() {
    let mut stage = piece();
    stage.wait_for("bpm");
    stage.press("\u{1a}");
    // A process group without a shell cannot be stopped, so it comes back at once.
    let mut screens = 0;
    while screens < 2 {
        let bytes = stage.output.recv_timeout(PATIENCE).expect("the screen comes back");
        stage.screen.process(&bytes);
        stage.raw.extend(bytes);
        screens = String::from_utf8_lossy(&stage.raw).matches("\u{1b}[?1049h").count();
    }
    stage.wait_for("first-beat.rhai");
    stage.press("2");
    stage.wait_for("muted");
    stage.press("q");
    stage.end();
}

#[test]
fn keys_mute_and_the_screen_shows_it() {
    let mut stage = piece();
    stage.wait_for("1 drums");
    stage.press("\t\t");
    stage.wait_for("› bass");
    stage.press("s");
    stage.wait_for("solo");
    stage.press("q");
    stage.end();
}

#[test]
fn without_a_terminal_there_are_lines_and_commands() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(STAGE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"solo lead\nmute drms\nstatus\n").unwrap();
    let mut told = String::new();
    let mut output = child.stdout.take().unwrap();
    let mut buffer = [0; 1024];
    while !told.contains("track lead: solo") {
        let count = output.read(&mut buffer).unwrap();
        assert!(count > 0, "{told}");
        told.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    input.write_all(b"quit\n").unwrap();
    output.read_to_string(&mut told).unwrap();
    assert!(child.wait().unwrap().success());
    for line in ["17.1 file first-beat.rhai", "did you mean `drums`?", "128 bpm, load 4 %"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(!told.contains('\u{1b}'), "{told:?}");
}
