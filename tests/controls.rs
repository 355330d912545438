//! Every control of the peers is accepted by name and alias, has a unit, a range and a default, and
//! says so, once, where it has no sound yet.

#[path = "engine/rig.rs"]
mod rig;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rig::{Rig, set, settings};
use tresillo::conductor::{Recordings, look};
use tresillo::control::{ALL, Control, HEARD, Unit};
use tresillo::diag::Source;
use tresillo::engine::bank::Sample;
use tresillo::engine::protocol::Command;
use tresillo::pattern::Value;
use tresillo::samples::Library;
use tresillo::schedule::{Schedule, Setting, TrackSlot};
use tresillo::script::{Compiler, Outcome};
use tresillo::sound::{Colour, SampleSlot, Sound, Wave};
use tresillo::vocab::{Word, lookup, reference};

/// Rows of the table that head a family and are no names themselves.
const HEADINGS: &[&str] = &["superfm operators", "mi-ugens extras", "control busses"];

/// Defaults that differ from the peers' on purpose.
const OTHER_DEFAULTS: &[(&str, &str)] = &[];

/// A row of the table: its names, and what it says about values.
struct Row {
    names: Vec<String>,
    values: String,
}

/// The rows of `controls.csv`: name, other names, values.
fn rows() -> Vec<Row> {
    let text = include_str!("controls.csv");
    let row = |line: &str| {
        let mut fields: Vec<String> = vec![String::new()];
        let mut quoted = false;
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(String::new()),
                other => fields.last_mut().expect("a field").push(other),
            }
        }
        let headed = (!HEADINGS.contains(&fields[0].as_str())).then(|| fields[0].clone());
        let others = fields[1].split(' ').filter(|name| !name.is_empty()).map(str::to_owned);
        let names = headed.into_iter().chain(others).flat_map(|name| spelled(&name)).collect();
        Row { names, values: fields[2].clone() }
    };
    text.lines().skip(1).map(row).collect()
}

/// `fm1..fm8`, `amp1..6` and `mod11..66` are many names; `…bus` is one for each control.
fn spelled(name: &str) -> Vec<String> {
    if let Some((from, to)) = name.split_once("..") {
        let digits = |text: &str| text.trim_start_matches(char::is_alphabetic).to_owned();
        let stem = from.trim_end_matches(char::is_numeric);
        let (from, to) = (digits(from), digits(to));
        if from.len() == 2 && to.len() == 2 {
            let pairs = (1..=6).flat_map(|i| (1..=6).map(move |j| (i, j)));
            return pairs.map(|(i, j)| format!("{stem}{i}{j}")).collect();
        }
        let (from, to): (u32, u32) =
            (from.parse().expect("a number"), to.parse().expect("a number"));
        return (from..=to).map(|i| format!("{stem}{i}")).collect();
    }
    if let Some(ending) = name.strip_prefix('…') {
        return ["pan", "cutoff", "gain"].map(|stem| format!("{stem}{ending}")).to_vec();
    }
    // `in` is a word of Rhai; live input is a sound of that name.
    name.split(", ").filter(|name| *name != "in").map(str::to_owned).collect()
}

fn is_bus(name: &str) -> bool {
    lookup(name).is_none() && (name.ends_with("bus") || name.ends_with("recv"))
}

/// Two tracks that use a name.
fn used(compiler: &mut Compiler, name: &str) -> Outcome {
    let value = match lookup(name) {
        Some(Word::Control(control)) if control.info().unit == Unit::Name => {
            match control.words() {
                [] => "\"c\"".to_string(),
                words => format!("\"{}\"", words[0]),
            }
        }
        _ => "1".to_string(),
    };
    let arguments = match name {
        "splice" => "4, \"0 1\"",
        "fit" | "ratio" => "",
        _ => value.as_str(),
    };
    let script = format!("a: s(\"bd\").{name}({arguments})\nb: s(\"bd\").{name}({arguments})\n");
    compiler.compile(&Source::new("x.rhai", script))
}

#[test]
fn the_table_has_all_rows() {
    assert_eq!(rows().len(), 362);
    let names: BTreeSet<String> = rows().into_iter().flat_map(|row| row.names).collect();
    assert!(names.len() > 500, "{}", names.len());
}

#[test]
fn every_name_is_accepted() {
    let mut compiler = Compiler::default();
    for name in rows().iter().flat_map(|row| &row.names) {
        let outcome = used(&mut compiler, name);
        assert!(!outcome.has_errors(), "{name}: {:?}", outcome.diagnostics);
        let Some(Word::Control(control)) = lookup(name) else { continue };
        let events = outcome.set.tracks[0].pattern.cycle(0);
        let Value::Controls(controls) = &events[0].value else { panic!("{name}") };
        assert!(controls.get(control.meant()).is_some(), "{name}: {controls}");
    }
}

#[test]
fn every_control_has_a_unit_a_range_and_a_default() {
    for name in rows().iter().flat_map(|row| &row.names).filter(|name| !is_bus(name)) {
        let page = reference::docs(name).unwrap_or_else(|| panic!("{name} has no page"));
        if let Some(Word::Control(control)) = lookup(name) {
            assert!(page.contains("values: "), "{page}");
            let info = control.info();
            let plain = info.unit == Unit::Name || info.min < info.max;
            assert!(plain && (info.min..=info.max).contains(&info.default), "{name}");
        }
    }
}

#[test]
fn defaults_are_those_of_the_table() {
    for row in rows() {
        // Where several controls share a cell, it says which default is whose in words only.
        let numbers: Vec<&str> = row.values.split('(').skip(1).collect();
        let [number] = &numbers[..] else { continue };
        let Some(Ok(default)) = number.split(')').next().map(str::parse::<f64>) else {
            continue;
        };
        let Some(Word::Control(control)) = row.names.first().and_then(|name| lookup(name)) else {
            continue;
        };
        let info = control.info();
        let known = OTHER_DEFAULTS.iter().any(|(name, _)| *name == info.name);
        assert!(known || info.default == default, "{}: {} {}", info.name, info.default, row.values);
    }
}

#[test]
fn a_control_without_a_sound_says_so_once() {
    let mut compiler = Compiler::default();
    let mut silent = 0;
    for name in rows().iter().flat_map(|row| &row.names) {
        let outcome = used(&mut compiler, name);
        let mut recordings = Recordings::new(Library::new(48_000, || {}));
        let mut all = outcome.diagnostics.clone();
        all.extend(look::whole(&outcome, &mut recordings));
        let told = all.iter().filter(|d| d.message.contains("is not heard")).count();
        let expected = match lookup(name) {
            Some(Word::Control(control)) => usize::from(!control.meant().has_effect()),
            Some(Word::Function(_)) => continue,
            None => 1,
        };
        assert_eq!(told, expected, "{name}: {all:?}");
        silent += told;
    }
    assert!(silent > 200, "{silent}");
}

/// All text of the engine and the conductor, without their tests.
fn readers() -> String {
    fn walk(path: &Path, text: &mut String) {
        if path.is_dir() {
            let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.path())
                .collect();
            entries.sort();
            entries.iter().for_each(|entry| walk(entry, text));
        } else if !path.ends_with("tests.rs") {
            text.push_str(&std::fs::read_to_string(path).expect("a readable file"));
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut text = String::new();
    for room in ["engine", "engine.rs", "conductor", "conductor.rs"] {
        walk(&src.join(room), &mut text);
    }
    text
}

#[test]
fn what_is_said_to_be_heard_is_what_the_engine_reads() {
    let text = readers();
    let is_read = |control: &Control| {
        let name = format!("Control::{control:?}");
        text.match_indices(&name).any(|(at, _)| {
            !text[at + name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
        })
    };
    for control in ALL {
        assert_eq!(
            HEARD.contains(control),
            is_read(control),
            "{control:?}: the list in src/control/heard.rs says otherwise than the engine"
        );
    }
}

/// A twentieth of a second of several sounds that all have some controls.
fn played(settings: &[Setting]) -> Vec<f32> {
    let mut rig = Rig::new();
    let mut schedule = Schedule::new(1, 0, 1, 1.0);
    let sounds = [
        Sound::Oscillator(Wave::Sawtooth),
        Sound::Noise(Colour::Pink),
        Sound::Supersaw,
        Sound::Sample(SampleSlot(0)),
    ];
    for (track, sound) in sounds.into_iter().enumerate() {
        let track = TrackSlot(track as u8);
        for at in [0.0, 0.02] {
            schedule.push(at, 0.02, track, sound, 330.0, settings);
        }
    }
    schedule.sort();
    let wave = (0..9600).map(|i| (i as f32 * 0.05).sin() * 0.5).collect();
    let sample = Arc::new(Sample { channels: vec![wave], rate: 44_100 });
    rig.send(Command::Sample(SampleSlot(0), sample));
    rig.run(schedule);
    let mut out = vec![0.0; 2 * 2400];
    rig.engine.render(&mut out);
    out
}

#[test]
fn no_value_of_any_control_does_harm() {
    assert!(played(&[]).iter().any(|x| x.abs() > 0.05), "it sounds");
    // What switches on that which other controls only shape.
    let base = settings([
        (Control::Cutoff, 900.0),
        (Control::Hcutoff, 200.0),
        (Control::Bandf, 800.0),
        (Control::Distort, 1.0),
        (Control::Fmi, 2.0),
        (Control::Ring, 1.0),
        (Control::Stretch, 1.5),
    ]);
    for &control in HEARD {
        let info = control.info();
        let (low, high) = (info.min as f32, info.max as f32);
        for value in [low, high, 0.0, -0.0, 1.0, -1e30, 1e30, f32::NAN, f32::INFINITY] {
            for before in [&base[..], &[]] {
                let mut settings = before.to_vec();
                settings.push(set(control, value));
                let out = played(&settings);
                let calm = out.iter().all(|x| x.is_finite() && x.abs() <= 1.0);
                assert!(calm, "{control:?} at {value}");
            }
        }
    }
}
