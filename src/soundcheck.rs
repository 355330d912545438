//! Before the doors open: device, scripts, recordings, machine, disk and terminal, one line each.
//!
//! It plays silence only and changes nothing but a file that it removes again.

#![allow(clippy::disallowed_methods, reason = "it measures the machine")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::audio::{self, Output, Status, Wanted};
use crate::bounce::Desk;
use crate::cli::Soundcheck;
use crate::conductor::{Recordings, look};
use crate::diag::{Diagnostic, Severity};
use crate::engine::{Engine, protocol};
use crate::inspect;
use crate::samples::Library;
use crate::script::{Compiler, Outcome};
use crate::tui::Options;
use crate::tui::theme::Depth;

/// How long the device plays silence, once it plays.
const SILENCE: Duration = Duration::from_secs(2);
/// How long it may take to open.
const OPENING: Duration = Duration::from_secs(4);
/// Seconds of each script that are rendered.
const SECONDS: u64 = 4;
/// Times as fast as it plays that a script should render at least, and must.
const FAST: [f64; 2] = [3.0, 1.3];
/// Bytes that are written to measure the disk; what a take takes in 40 seconds.
const WRITTEN: usize = 16 << 20;
/// Bytes a second of a take.
const TAKE: f64 = 48_000.0 * 8.0;
/// Latency from which on keys feel late.
const LATE: f32 = 0.05;

/// How well something is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Verdict {
    Ok,
    Warn,
    Fail,
}

/// A line of the check.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Line(Verdict, &'static str, String);

impl Line {
    fn text(&self) -> String {
        let verdict = match self.0 {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Fail => "FAIL",
        };
        format!("{verdict:<5}{:<11}{}", self.1, self.2)
    }
}

/// `tresillo soundcheck`. The exit code is 1 if something fails.
///
/// # Errors
/// When the scripts cannot be found.
pub fn soundcheck(options: &Soundcheck) -> Result<ExitCode> {
    let mut worst = Verdict::Ok;
    let mut tell = |lines: Vec<Line>| {
        for line in lines {
            worst = worst.max(line.0);
            inspect::say(&line.text());
        }
    };
    let rate = match options.card.no_audio {
        true => options.card.rate,
        false => {
            let wanted = options.card.wanted();
            let rate = audio::open_rate(&wanted);
            tell(device(wanted, rate));
            rate
        }
    };
    let folder = match &options.path {
        Some(path) if path.is_dir() => path.clone(),
        Some(path) => path.parent().map_or_else(PathBuf::new, Path::to_owned),
        None => PathBuf::new(),
    };
    for script in scripts(options.path.as_deref()) {
        tell(check_script(&script, rate));
    }
    tell(disk(&folder));
    tell(vec![terminal()]);
    Ok(if worst == Verdict::Fail { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The scripts of tonight: a file, or those of a folder, sorted by name.
fn scripts(path: Option<&Path>) -> Vec<PathBuf> {
    let Some(path) = path else { return Vec::new() };
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut scripts: Vec<PathBuf> =
        entries.filter(|p| p.extension().is_some_and(|e| e == "rhai")).collect();
    scripts.sort();
    scripts
}

/// Plays silence on the device: whether it opens, at which rate and latency, and whether it drops out.
fn device(wanted: Wanted, rate: u32) -> Vec<Line> {
    let asked = wanted.rate;
    let (_remote, port) = protocol::rings_unseen();
    let output = Output::start(Engine::new(rate, port), audio::Tapes::default(), wanted);
    let begun = Instant::now();
    while output.status() == Status::Opening && begun.elapsed() < OPENING {
        sleep(Duration::from_millis(20));
    }
    let lines = match output.status() {
        Status::Playing { .. } => {
            let (gaps, errors) = (output.gaps(), output.errors());
            sleep(SILENCE);
            let (gaps, errors) = (output.gaps() - gaps, output.errors() - errors);
            match output.status() {
                Status::Playing { name, rate, latency } => {
                    played(&name, asked, rate, latency, gaps, errors)
                }
                _ => {
                    vec![Line(Verdict::Fail, "device", "it stopped while it played silence".into())]
                }
            }
        }
        Status::Opening => vec![Line(Verdict::Fail, "device", "it does not open".into())],
        Status::Silent { reason } => vec![Line(Verdict::Fail, "device", reason)],
    };
    output.stop();
    lines
}

fn played(name: &str, asked: u32, rate: u32, latency: f32, gaps: u64, errors: u64) -> Vec<Line> {
    let if_not = |well: bool| if well { Verdict::Ok } else { Verdict::Warn };
    let asked = if rate == asked { String::new() } else { format!(", {asked} Hz was asked for") };
    vec![
        Line(Verdict::Ok, "device", name.to_owned()),
        Line(if_not(asked.is_empty()), "rate", format!("{rate} Hz{asked}")),
        Line(if_not(latency < LATE), "latency", format!("{:.1} ms", latency * 1000.0)),
        Line(
            if_not(gaps == 0 && errors < 10),
            "dropouts",
            format!("{gaps} in {} s, {errors} errors", SILENCE.as_secs()),
        ),
    ]
}

fn check_script(path: &Path, rate: u32) -> Vec<Line> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let fail = |what: String| vec![Line(Verdict::Fail, "script", format!("{name}: {what}"))];
    let source = match inspect::read(path) {
        Ok(source) => source,
        Err(error) => return fail(format!("{error:#}")),
    };
    let outcome = Compiler::new(&crate::config::script_folders()).compile(&source);
    if outcome.unusable {
        return fail(crate::report::summary(&outcome.diagnostics));
    }
    let mut lines = vec![mistakes(&name, &outcome, rate)];
    lines.push(speed(&name, outcome, rate));
    lines
}

/// What is wrong with a script, recordings that are missing among it.
fn mistakes(name: &str, outcome: &Outcome, rate: u32) -> Line {
    let mut recordings = Recordings::new(Library::new(rate, || {}));
    let mut found = outcome.diagnostics.clone();
    found.extend(look::whole(outcome, &mut recordings));
    found.retain(|problem| problem.severity != Severity::Note);
    let verdict = match found.iter().map(|problem| problem.severity).min() {
        Some(Severity::Error) => Verdict::Fail,
        Some(_) => Verdict::Warn,
        None => Verdict::Ok,
    };
    let tracks = outcome.set.tracks.len();
    let first = found.first().map(|problem: &Diagnostic| format!("; {}", problem.message));
    let what = match found.len() {
        0 => format!("{tracks} tracks, nothing missing"),
        _ => crate::report::summary(&found),
    };
    Line(verdict, "script", format!("{name}: {what}{}", first.unwrap_or_default()))
}

/// How much faster than it plays this machine renders a script.
fn speed(name: &str, outcome: Outcome, rate: u32) -> Line {
    let mut desk = Desk::new(rate, outcome);
    let begun = Instant::now();
    let played = desk.play(SECONDS * u64::from(rate), 256, &mut |_| Ok(()));
    let took = begun.elapsed().as_secs_f64();
    let times = SECONDS as f64 / took.max(1e-9);
    let verdict = match played {
        Ok(_) if times >= FAST[0] => Verdict::Ok,
        Ok(_) if times >= FAST[1] => Verdict::Warn,
        _ => Verdict::Fail,
    };
    let load = 100.0 / times;
    Line(
        verdict,
        "headroom",
        format!("{name}: load {load:.0} %, {times:.0} times as fast as it plays"),
    )
}

/// Whether takes and the journal can be written, and how fast.
fn disk(folder: &Path) -> Vec<Line> {
    let place = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let file = place.join(".tresillo-soundcheck");
    let begun = Instant::now();
    let write = || -> std::io::Result<()> {
        let mut open = fs::File::create(&file)?;
        open.write_all(&vec![0x5a; WRITTEN])?;
        open.sync_data()
    };
    let written = write();
    let speed = WRITTEN as f64 / begun.elapsed().as_secs_f64().max(1e-9);
    let _ = fs::remove_file(&file);
    let line = match written {
        Err(error) => Line(Verdict::Fail, "disk", format!("{}: {error}", place.display())),
        Ok(()) => {
            let verdict = if speed < TAKE * 4.0 { Verdict::Warn } else { Verdict::Ok };
            let free = free(place).map_or_else(String::new, |bytes| {
                format!(", room for {:.1} hours of takes", bytes / TAKE / 3600.0)
            });
            Line(verdict, "disk", format!("{:.0} MB a second{free}", speed / 1e6))
        }
    };
    let full = free(place).is_some_and(|bytes| bytes < TAKE * 3600.0);
    let verdict = if full { line.0.max(Verdict::Warn) } else { line.0 };
    vec![Line(verdict, line.1, line.2)]
}

/// Free bytes where a folder is, as the system's own `df` says.
fn free(folder: &Path) -> Option<f64> {
    let said = std::process::Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let text = String::from_utf8(said.stdout).ok()?;
    let blocks: f64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(blocks * 1024.0)
}

fn terminal() -> Line {
    let screen = Options::detect();
    let colours = match screen.depth {
        Depth::True => "16 million colours",
        Depth::Indexed => "256 colours",
        Depth::Sixteen => "16 colours",
        Depth::Mono => "no colours",
    };
    let signs = if screen.unicode { "all signs" } else { "ASCII signs only" };
    let plain = if screen.plain { ", plain lines" } else { "" };
    let well =
        matches!(screen.depth, Depth::True | Depth::Indexed) && screen.unicode && !screen.plain;
    let verdict = if well { Verdict::Ok } else { Verdict::Warn };
    Line(verdict, "terminal", format!("{colours}, {signs}{plain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_device_does_badly_is_a_warning_each() {
        let verdicts = |lines: Vec<Line>| lines.iter().map(|line| line.0).collect::<Vec<_>>();
        use Verdict::{Ok, Warn};
        assert_eq!(verdicts(played("x", 48_000, 48_000, 0.01, 0, 0)), [Ok, Ok, Ok, Ok]);
        assert_eq!(verdicts(played("x", 48_000, 44_100, 0.2, 3, 0)), [Ok, Warn, Warn, Warn]);
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_fails() {
        let lines = disk(Path::new("/nowhere/at/all"));
        assert_eq!(lines[0].0, Verdict::Fail);
    }
}
