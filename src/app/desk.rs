//! The conductor's thread: takes saves and keys, keeps the engine fed, draws the picture for the screen.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::Shown;
use super::files::Files;
use super::trace::Trace;
use super::welcome;
use crate::audio::{Output, Status};
use crate::conductor::{Conductor, Recordings, Report, Stage};
use crate::config;
use crate::diag::{Diagnostic, Sources};
use crate::engine::protocol::Remote;
use crate::inspect;
use crate::samples::Library;
use crate::script::Compiler;
use crate::tui::snapshot::{self, Action};
use crate::watch::{Change, Watcher};

/// How long the conductor waits for news before it looks after the engine.
const TURN: Duration = Duration::from_millis(4);
/// The same while a new version has been sent and its first block is to be timed.
const TURN_TRACED: Duration = Duration::from_micros(250);
/// How often the picture for the screen is drawn anew.
const PICTURE: Duration = Duration::from_millis(15);
/// Troubles that are kept for the screen.
const TROUBLES: usize = 4;

/// What the conductor's thread is told.
#[derive(Debug)]
pub(super) enum Message {
    /// A key.
    Act(Action),
    /// A file was saved.
    Changed { path: PathBuf, seen: Instant },
    /// Recordings arrived.
    Wake,
}

/// Everything the conductor's thread owns.
pub(super) struct Desk {
    files: Files,
    compiler: Compiler,
    conductor: Conductor,
    output: Output,
    /// None if the system gives no watch; then the reload key reads the file.
    watcher: Option<Watcher>,
    rate: u32,
    /// Frames between the engine's beginning of a sound and its end of the limiter.
    latency: usize,
    stage: Stage,
    /// Files that the present version was made of.
    read: Vec<PathBuf>,
    /// The engine's position when it last moved, and when that was.
    heard: (u64, Instant),
    trace: Option<Trace>,
    tracing: bool,
    lines: Vec<String>,
}

impl Desk {
    /// Ready to run on a thread of its own.
    pub(super) fn new(
        files: Files,
        output: Output,
        latency: usize,
        rate: u32,
        remote: Remote,
        messages: Sender<Message>,
        tracing: bool,
    ) -> Result<Desk> {
        let wake = messages.clone();
        let library = Library::new(rate, move || {
            let _ = wake.send(Message::Wake);
        });
        let watcher = match Watcher::new() {
            Ok((watcher, changes)) => forward(changes, messages).then_some(watcher),
            Err(error) => {
                inspect::complain(&error.to_string());
                None
            }
        };
        let stage = Stage {
            file: String::new(),
            status: String::new(),
            problems: Arc::from([]),
            sources: Arc::default(),
            output: snapshot::Output::Opening,
            load: 0.0,
            troubles: Arc::from([]),
            welcome: if files.newcomer { welcome::lines(files.current()) } else { Vec::new() },
            scripts: files.names(),
            script: files.playing,
        };
        Ok(Desk {
            compiler: Compiler::new(&config::script_folders()),
            conductor: Conductor::new(rate, remote, Recordings::new(library)),
            output,
            watcher,
            rate,
            latency,
            stage,
            read: vec![files.current().to_owned()],
            files,
            heard: (0, Instant::now()),
            trace: None,
            tracing,
            lines: Vec::new(),
        })
    }

    /// Runs until somebody quits. Gives the lines of the trace that are not printed yet.
    pub(super) fn run(
        mut self,
        inbox: &Receiver<Message>,
        shown: &Shown,
        stop: &AtomicBool,
        plain: bool,
    ) -> Vec<String> {
        self.load(Instant::now());
        let mut drawn = Instant::now() - PICTURE;
        loop {
            let turn = if self.trace.is_some() { TURN_TRACED } else { TURN };
            match inbox.recv_timeout(turn) {
                Ok(Message::Act(Action::Quit)) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(message) => self.hear(message),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if stop.load(Ordering::Relaxed) {
                break;
            }
            self.conductor.advance();
            self.report();
            if plain {
                // Standard output belongs to the terminal.
                self.lines.drain(..).for_each(|line| inspect::complain_drawn(&line));
            }
            if drawn.elapsed() >= PICTURE {
                drawn = Instant::now();
                self.draw(shown);
            }
        }
        stop.store(true, Ordering::Relaxed);
        self.output.stop();
        self.lines
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Changed { path, seen } => {
                if self.read.iter().any(|read| is_same(read, &path)) {
                    self.load(seen);
                } else {
                    // A folder of recordings: read again, so that what is told is as it is now.
                    self.conductor.refresh_samples();
                    self.load(seen);
                }
            }
            Message::Wake => {}
            Message::Act(action) => self.act(action),
        }
    }

    fn act(&mut self, action: Action) {
        let told = |(name, on): (String, bool), yes: &str, no: &str| {
            format!("{name}: {}", if on { yes } else { no })
        };
        match action {
            Action::Quit => {}
            Action::Mute(i) => {
                if let Some(done) = self.conductor.mute(i) {
                    self.stage.status = told(done, "muted", "not muted");
                }
            }
            Action::Solo(i) => {
                if let Some(done) = self.conductor.solo(i) {
                    self.stage.status = told(done, "solo", "no solo");
                }
            }
            Action::ClearMutes => {
                self.conductor.clear_hands();
                self.stage.status = "mutes and solos are as the script says".to_owned();
            }
            Action::Hush => {
                self.conductor.hush();
                self.stage.status = "hushed; space or a save plays on".to_owned();
            }
            Action::Panic => {
                self.conductor.panic();
                self.stage.status = "silenced; the next notes play".to_owned();
            }
            Action::PlayPause => {
                self.conductor.play_pause();
                let running = self.conductor.is_running();
                self.stage.status = if running { "playing" } else { "stopped" }.to_owned();
            }
            Action::Script(i) => {
                if self.files.choose(i) {
                    self.stage.script = i;
                    self.stage.welcome.clear();
                    self.load(Instant::now());
                }
            }
            Action::Reload => self.load(Instant::now()),
        }
    }

    /// Reads, compiles and hands over the script that plays.
    fn load(&mut self, seen: Instant) {
        let path = self.files.current().to_owned();
        self.stage.file = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
        if self.read.first() != Some(&path) {
            self.read = vec![path.clone()];
        }
        // Before it is read, so that no save falls between.
        self.watch();
        let source = match inspect::read(&path) {
            Ok(source) if source.text.trim().is_empty() => {
                let what = Diagnostic::warning(None, format!("{} is empty", path.display()));
                let cure = "for silence write hush(), for sound s(\"bd sd\")";
                return self.refuse("the file is empty", vec![what.hint(cure)], Sources::default());
            }
            Ok(source) => source,
            Err(error) => {
                let what = Diagnostic::error(None, format!("{error:#}"));
                return self.refuse("the file cannot be read", vec![what], Sources::default());
            }
        };
        let mut trace = self.tracing.then(|| Trace::new(seen));
        let outcome = self.compiler.compile(&source);
        if let Some(trace) = &mut trace {
            trace.compiled();
        }
        self.read = vec![path.clone()];
        self.read.extend(outcome.files.iter().filter(|file| !is_same(file, &path)).cloned());
        let before = self.conductor.generation();
        self.conductor.take(outcome);
        self.watch();
        self.trace = trace.and_then(|trace| match self.conductor.generation() {
            after if after == before => {
                self.lines.push(trace.refused());
                None
            }
            after => Some(trace.sent(after)),
        });
        self.report();
    }

    /// Watches what the newest version was made of.
    fn watch(&self) {
        let mut paths = self.read.clone();
        paths.extend(self.conductor.sample_folders());
        if let Some(watcher) = &self.watcher {
            watcher.watch(&paths);
        }
    }

    /// Says why a save changes nothing.
    fn refuse(&mut self, why: &str, problems: Vec<Diagnostic>, sources: Sources) {
        let at = snapshot::position(self.conductor.position().cycle);
        let instead = match self.conductor.generation() {
            0 => "nothing plays yet",
            _ => "the old version plays on",
        };
        self.stage.status = format!("refused at {at}: {why}; {instead}");
        self.show(problems, sources);
    }

    fn show(&mut self, problems: Vec<Diagnostic>, sources: Sources) {
        self.stage.problems = problems.into();
        self.stage.sources = Arc::new(sources);
    }

    /// Takes note of what the conductor has to say.
    fn report(&mut self) {
        for report in self.conductor.reports() {
            match report {
                Report::Took { at, waits, changes, held, diagnostics, sources, .. } => {
                    self.stage.status = taken(at, waits, &changes, &held, &diagnostics);
                    self.show(diagnostics, sources);
                }
                Report::Refused { diagnostics, sources } => {
                    let errors = crate::report::summary(&diagnostics);
                    self.refuse(&errors, diagnostics, sources);
                }
                Report::Problem(problem) => {
                    let mut problems = self.stage.problems.to_vec();
                    if !problems.contains(&problem) {
                        problems.push(problem);
                        self.stage.problems = problems.into();
                    }
                }
                Report::Trouble(trouble) => self.trouble(trouble),
                Report::FirstBlock { generation, .. } => {
                    let line = self.trace.as_ref().and_then(|trace| trace.first_block(generation));
                    if let Some(line) = line {
                        self.trace = None;
                        self.lines.push(line);
                    }
                }
            }
        }
    }

    fn trouble(&mut self, trouble: String) {
        let mut troubles = self.stage.troubles.to_vec();
        troubles.push(trouble);
        let from = troubles.len().saturating_sub(TROUBLES);
        self.stage.troubles = troubles[from..].into();
    }

    /// Draws the picture for the screen.
    fn draw(&mut self, shown: &Shown) {
        let (output, latency) = match self.output.status() {
            Status::Playing { name, latency, .. } => {
                (snapshot::Output::Playing(name), f64::from(latency))
            }
            Status::Opening => (snapshot::Output::Opening, 0.0),
            Status::Silent { reason } => (snapshot::Output::Silent(reason), 0.0),
        };
        self.stage.output = output;
        self.stage.load = self.output.load();
        let cycle = self.cycle_as_heard(latency);
        let picture = Arc::new(self.conductor.snapshot(cycle, &self.stage));
        *shown.lock().unwrap_or_else(PoisonError::into_inner) = picture;
    }

    /// Where the music is as it is heard now: the engine's position, and the time since it moved,
    /// less the way through the limiter and the device.
    fn cycle_as_heard(&mut self, device: f64) -> f64 {
        let position = self.conductor.position();
        if position.frame != self.heard.0 {
            self.heard = (position.frame, Instant::now());
        }
        if !self.conductor.is_running() {
            return position.cycle;
        }
        let since = self.heard.1.elapsed().as_secs_f64().min(0.1);
        let late = device + self.latency as f64 / f64::from(self.rate);
        (position.cycle + (since - late) * position.cps).max(0.0)
    }
}

/// Hands saves on to the conductor's inbox, from a thread of their own; true if it runs.
fn forward(changes: Receiver<Change>, messages: Sender<Message>) -> bool {
    let forward = move || {
        for Change { path, seen } in changes {
            if messages.send(Message::Changed { path, seen }).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().name("saves".into()).spawn(forward).is_ok()
}

/// What became of a save, in one line.
fn taken(
    at: f64,
    waits: bool,
    changes: &str,
    held: &[String],
    diagnostics: &[Diagnostic],
) -> String {
    let when = if waits { "takes over at" } else { "took over at" };
    let mut line = format!("{when} {}: {changes}", snapshot::position(at));
    if !held.is_empty() {
        line.push_str(&format!("; {} plays on as it was", held.join(", ")));
    }
    if !diagnostics.is_empty() {
        line.push_str(&format!("; {}", crate::report::summary(diagnostics)));
    }
    line
}

fn is_same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    a == b || whole(a) == whole(b)
}
