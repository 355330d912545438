//! Values that are no numbers, or beyond all bounds, in every control and every parameter: the program
//! answers, and the sound stays finite.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use tresillo::control::{ALL, Control};
use tresillo::vocab::{Function, Kind, Param, functions};

use super::player::{PATIENCE, tresillo};

/// As scripts write them: not a number, both infinities, and the largest of each kind.
const VALUES: [&str; 6] =
    ["0.0/0.0", "1.0/0.0", "-1.0/0.0", "1e308", "-1e308", "9223372036854775807"];

/// Every control that a script can call, with a value.
fn calls(value: &str) -> Vec<String> {
    let call = |control: &Control| format!("s(\"saw\").{}({value})", control.info().name);
    ALL.iter().map(call).collect()
}

/// Every function of the vocabulary, with a value for each of its numbers and patterns.
fn functions_with(value: &str) -> Vec<String> {
    let argument = |param: &Param| match param.kind {
        Kind::Number | Kind::Time | Kind::Pattern => value.to_owned(),
        Kind::Word => "\"x\"".to_owned(),
        Kind::Change => "|x| x.fast(2)".to_owned(),
        Kind::List => format!("[{value}, {value}]"),
        Kind::ValueFunction => "|x| x".to_owned(),
    };
    let call = |function: &'static Function| {
        let arguments: Vec<String> = function.params.iter().map(argument).collect();
        let pattern = if function.method { "s(\"bd sd\")." } else { "" };
        format!("{pattern}{}({})", function.name, arguments.join(", "))
    };
    functions().map(call).collect()
}

/// Which of these expressions are patterns; the others must be errors, and none may end the program.
fn that_play(calls: &[String]) -> Vec<String> {
    let mut command = tresillo();
    let piped = command.args(["query", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let question = |call: &String| {
        let line = serde_json::json!({ "id": call, "expr": call, "from": "0", "to": "1/2" });
        format!("{line}\n")
    };
    let questions: String = calls.iter().map(question).collect();
    let writer = std::thread::spawn(move || input.write_all(questions.as_bytes()));
    let (sender, lines) = std::sync::mpsc::channel();
    let output = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || output.lines().try_for_each(|line| sender.send(line.unwrap())));
    let answer = |call: &String| {
        lines.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            let _ = child.kill();
            panic!("no answer to {call}")
        })
    };
    let answers: Vec<String> = calls.iter().map(answer).collect();
    writer.join().unwrap().unwrap();
    assert!(child.wait().unwrap().success());
    let plays = |line: &str| {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(answer["events"].is_array() || !answer["error"].is_null(), "{line}");
        answer["events"].is_array()
    };
    let answered = answers.iter().zip(calls).filter(|(line, _)| plays(line));
    answered.map(|(_, call)| call.clone()).collect()
}

#[test]
fn no_value_of_any_control_makes_a_sound_that_is_no_number() {
    let folder = tempfile::tempdir().unwrap();
    for value in VALUES {
        let playing = that_play(&calls(value));
        assert!(playing.len() > ALL.len() / 2, "{value}: {} controls take it", playing.len());
        let parts: Vec<String> = playing
            .chunks(40)
            .enumerate()
            .map(|(n, part)| format!("t{n}: stack([{}]).gain(0.05)\n", part.join(", ")))
            .collect();
        render(folder.path(), &format!("drums: s(\"bd\")\n{}", parts.concat()), value);
    }
}

#[test]
fn no_value_of_any_parameter_ends_the_program() {
    // The whole numbers' end is met by 1e308 too, and each makes all the events that a query may have.
    std::thread::scope(|scope| {
        for value in &VALUES[..5] {
            scope.spawn(move || assert!(!that_play(&functions_with(value)).is_empty(), "{value}"));
        }
    });
}

#[test]
fn no_tempo_stops_the_music() {
    let folder = tempfile::tempdir().unwrap();
    for tempo in ["0", "-1", "1e9", "0.0/0.0", "1.0/0.0", "1e-300"] {
        render(folder.path(), &format!("tempo({tempo})\ndrums: s(\"bd*4\")\n"), tempo);
    }
}

/// Renders a moment of a script; the samples must be numbers, and some of them sound.
fn render(folder: &std::path::Path, text: &str, what: &str) {
    std::fs::write(folder.join("song.rhai"), text).unwrap();
    let mut command = tresillo();
    command.args(["render", "song.rhai", "-o", "song.wav", "--bits", "32f", "--seconds", "0.25"]);
    let output = command.current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // Single notes that cannot be played are left out, which the exit code tells.
    let done = matches!(output.status.code(), Some(0 | 3));
    assert!(done && !said.contains("panicked"), "{what}: {said}");
    let mut reader = hound::WavReader::open(folder.join("song.wav")).unwrap();
    let samples: Vec<f32> = reader.samples().map(Result::unwrap).collect();
    assert!(samples.iter().all(|sample| sample.is_finite()), "{what}");
    assert!(samples.iter().any(|sample| sample.abs() > 1e-3), "{what}: silence; {said}");
}
