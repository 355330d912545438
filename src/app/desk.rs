//! The conductor's thread: takes saves and keys, keeps the engine fed, draws the picture for the screen.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::Shown;
use super::files::Files;
use super::hands::Taps;
use super::keeper::Keeper;
use super::outside::Outside;
use super::props;
use super::shedding::Shedding;
use super::trace::{Stage as Reached, Trace};
use super::welcome;
use crate::audio::{Output, Status};
use crate::conductor::{Conductor, Recordings, Report, Stage};
use crate::config;
use crate::diag::{Diagnostic, Severity, Source, Sources};
use crate::engine::Engine;
use crate::engine::protocol::{self, Remote};
use crate::inspect;
use crate::journal::Story;
use crate::outside::board::{Heard, Said};
use crate::samples::Library;
use crate::script::{Compiler, read_text};
use crate::tui::snapshot::{self, Action};
use crate::watch::{Change, Watcher};

/// How long the conductor waits for news before it looks after the engine.
const TURN: Duration = Duration::from_millis(4);
/// The same while a new version has been sent and its first block is to be timed.
const TURN_TRACED: Duration = Duration::from_micros(250);
/// What follows a version's first schedule is not written before its first block, which it would
/// keep from being noticed, but for no longer than this: a small part of what was sent.
const FIRST_BLOCK: Duration = Duration::from_millis(10);
/// How often the picture for the screen is drawn anew.
const PICTURE: Duration = Duration::from_millis(15);
/// Troubles that are kept for the screen.
const TROUBLES: usize = 4;
/// Lines that are kept for those who want to hear of everything.
const LINES: usize = 256;

/// What the conductor's thread is told.
#[derive(Debug)]
pub(super) enum Message {
    /// A key.
    Act(Action),
    /// A file was saved.
    Changed { path: PathBuf, seen: Instant },
    /// Recordings arrived.
    Wake,
    /// Something was played on a controller, by the name that the script has for its port.
    Heard(String, Heard),
    /// An instrument outside came, went or is not there.
    Outside(Said),
}

/// The way from the conductor to the ear, and what is kept of it.
pub(super) struct Sound {
    pub(super) output: Output,
    pub(super) keeper: Keeper,
    pub(super) outside: Outside,
    /// The engine's, in frames.
    pub(super) latency: usize,
    pub(super) rate: u32,
    pub(super) remote: Remote,
}

/// Everything the conductor's thread owns.
pub(super) struct Desk {
    pub(super) files: Files,
    pub(super) compiler: Compiler,
    pub(super) conductor: Conductor,
    output: Output,
    keeper: Keeper,
    outside: Outside,
    pub(super) taps: Taps,
    /// Where the script was begun, and where one that follows takes over.
    pub(super) begun: (Option<f64>, Option<f64>),
    /// The version that a hand chose, until it is told.
    pub(super) chosen: Option<u32>,
    /// It is one of two that are compared: what was done to their levels.
    pub(super) flipped: Option<String>,
    shedding: Shedding,
    /// None if the system gives no watch; then the reload key reads the file.
    watcher: Option<Watcher>,
    rate: u32,
    /// Frames between the engine's beginning of a sound and its end of the limiter.
    latency: usize,
    pub(super) stage: Stage,
    /// When it was last tried, the script could not be read, or was empty.
    unread: bool,
    /// Files that the present version was made of.
    pub(super) read: Vec<PathBuf>,
    /// What the watcher was told to watch.
    watched: Vec<PathBuf>,
    /// The engine's position when it last moved, and when that was.
    heard: (u64, Instant),
    trace: Option<Trace>,
    /// When the newest version was sent, until its first block.
    sent: Option<Instant>,
    /// The newest status, if it counts what is wrong: what stands before the count and behind it.
    counted: Option<[String; 2]>,
    /// The generation and version that wait for their moment, and what to say when that has come.
    waiting: Option<(u32, u32, String)>,
    tracing: bool,
    lines: Vec<String>,
}

impl Desk {
    /// Ready to run on a thread of its own.
    pub(super) fn new(
        files: Files,
        sound: Sound,
        messages: Sender<Message>,
        tracing: bool,
    ) -> Result<Desk> {
        let Sound { output, keeper, mut outside, latency, rate, remote } = sound;
        let wake = messages.clone();
        let library = Library::new(rate, move || {
            let _ = wake.send(Message::Wake);
        });
        let told = move |Change { path, seen }| {
            let _ = messages.send(Message::Changed { path, seen });
        };
        let watcher = match Watcher::new(told) {
            Ok(watcher) => Some(watcher),
            Err(error) => {
                inspect::complain(&error.to_string());
                None
            }
        };
        let stage = Stage {
            file: String::new(),
            status: String::new(),
            status_is: None,
            said: Arc::from([]),
            problems: Arc::from([]),
            sources: Arc::default(),
            output: snapshot::Output::Opening,
            load: 0.0,
            troubles: Arc::from([]),
            welcome: Vec::new(),
            scripts: files.names(),
            script: files.playing,
            disk: Arc::from(""),
            rescued: props::rescued(files.current()),
            settings: props::settings(files.current()),
            shelf: props::shelf(&files.scripts),
        };
        let mut conductor = Conductor::new(rate, remote, Recordings::new(library));
        if keeper.has_journal() {
            conductor.note_deeds();
        }
        if let Some(news) = outside.news() {
            conductor.send_outside(news);
        }
        Ok(Desk {
            compiler: Compiler::new(&config::script_folders()),
            conductor,
            output,
            keeper,
            outside,
            taps: Taps::default(),
            begun: (None, None),
            chosen: None,
            flipped: None,
            shedding: Shedding::default(),
            watcher,
            rate,
            latency,
            stage,
            unread: false,
            read: vec![files.current().to_owned()],
            files,
            watched: Vec::new(),
            heard: (0, Instant::now()),
            trace: None,
            sent: None,
            counted: None,
            waiting: None,
            tracing,
            lines: Vec::new(),
        })
    }

    /// Tells a newcomer what to open and what to try, by keys or (`plain`) by typed commands.
    pub(super) fn greet(&mut self, plain: bool) {
        if self.files.newcomer {
            self.stage.welcome = welcome::lines(self.files.current(), plain);
        }
    }

    /// Runs, from where a run before stopped or else from the beginning, until somebody quits. Gives
    /// the lines of the trace that are not printed yet.
    pub(super) fn run(
        mut self,
        inbox: &Receiver<Message>,
        shown: &Shown,
        stop: &AtomicBool,
        plain: bool,
        before: Option<&Story>,
    ) -> Vec<String> {
        match before {
            Some(story) => self.resume(story),
            None => self.reload(),
        }
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
            match self.sent {
                Some(sent) if sent.elapsed() < FIRST_BLOCK => self.conductor.listen(),
                _ => self.conductor.advance(),
            }
            self.report();
            self.keep();
            self.follow();
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
        self.lines.extend(self.trace.take().map(|trace| trace.taken()));
        let Desk { output, mut conductor, mut keeper, outside, lines, .. } = self;
        output.stop();
        conductor.listen();
        keeper.follow(&mut conductor);
        keeper.end(&conductor);
        drop(conductor);
        outside.end();
        lines
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Changed { path, .. } if self.is_settings(&path) => {
                self.stage.settings = props::settings(self.files.current());
            }
            Message::Changed { path, seen } => {
                let trace = Trace::saved(&path, seen);
                if self.read.iter().any(|read| is_same(read, &path)) {
                    // What the screen wrote was loaded with the writing; what could not be read is
                    // to be told when it is back as it was.
                    let known = !self.unread
                        && is_same(&path, self.files.current())
                        && read_text(&path).is_ok_and(|text| *text == *self.stage.disk);
                    if !known {
                        self.load(trace);
                    }
                } else {
                    // A folder of recordings: read again, so that what is told is as it is now.
                    self.conductor.refresh_samples();
                    self.load(trace);
                }
            }
            Message::Wake => {}
            Message::Heard(port, Heard::Knob(number, value)) => {
                self.conductor.turn(&port, number, value);
            }
            Message::Heard(port, Heard::Key(note, velocity)) => {
                self.conductor.press(&port, note, velocity);
            }
            Message::Outside(Said::Problem(problem)) => self.add(problem),
            Message::Outside(Said::Line(line)) => self.say(line),
            Message::Act(action) => self.act(action),
        }
    }

    /// Sees to the journal, the takes, an engine that failed, and a machine that cannot keep up.
    fn keep(&mut self) {
        let voices = usize::from(self.conductor.position().voices);
        if let Some(most) = self.shedding.look(self.output.load(), voices, Instant::now()) {
            self.conductor.allow_voices(most);
            if most < voices {
                let what = "the machine cannot keep up";
                self.trouble(format!("{what}: at most {most} voices, the quietest give way"));
            }
        }
        for said in self.keeper.follow(&mut self.conductor) {
            self.trouble(said);
        }
        if self.output.failed() {
            let (remote, port) = protocol::rings();
            self.output.renew(Engine::new(self.rate, port));
            self.conductor.renew(remote);
            self.trouble(
                "the sound engine failed; a new one plays from the next bar on".to_owned(),
            );
        }
    }

    /// Reads the script that plays because somebody asked for it.
    pub(super) fn reload(&mut self) {
        self.load(Trace::asked(Instant::now()));
    }

    /// Reads, compiles and hands over the script that plays.
    fn load(&mut self, mut trace: Trace) {
        let path = self.files.current().to_owned();
        self.stage.file = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
        if self.read.first() != Some(&path) {
            self.read = vec![path.clone()];
        }
        // Whatever the version before still waits for is not waited for any more.
        if let Some(trace) = self.trace.take() {
            self.lines.push(trace.taken());
        }
        // Before it is read, so that no save falls between.
        self.watch();
        self.unread = true;
        let source = match inspect::read(&path) {
            Ok(source) if inspect::is_empty(&source) => {
                self.trace_refusal(&trace);
                let what = inspect::emptiness(&path);
                return self.refuse("the file is empty", vec![what], Sources::default());
            }
            Ok(source) => {
                self.stage.disk = source.text.clone();
                self.unread = false;
                self.with_added(source)
            }
            Err(error) => {
                self.trace_refusal(&trace);
                let what = Diagnostic::error(None, format!("{error:#}"));
                return self.refuse("the file cannot be read", vec![what], Sources::default());
            }
        };
        trace.reach(Reached::Read);
        let outcome = self.compiler.compile(&source);
        trace.reach(Reached::Compiled);
        self.read = vec![path.clone()];
        self.read.extend(self.files.added.iter().map(|added| self.files.scripts[*added].clone()));
        self.read.extend(outcome.files.iter().filter(|file| !is_same(file, &path)).cloned());
        let before = self.conductor.generation();
        match self.begun.1.take() {
            Some(at) => self.conductor.take_at(at, outcome),
            None => self.conductor.take(outcome),
        }
        match self.conductor.generation() {
            after if after == before => self.trace_refusal(&trace),
            after => {
                let version = self.conductor.version().0;
                self.trace = Some(trace.becomes(after, version)).filter(|_| self.tracing);
            }
        }
        self.report();
        self.watch();
    }

    /// A script with those that were added to it below. One that cannot be read is told and left out.
    fn with_added(&mut self, source: Source) -> Source {
        let mut text = source.text.to_string();
        for added in self.files.added.clone() {
            match inspect::read(&self.files.scripts[added]) {
                Ok(more) => text.extend(["\n", &*more.text]),
                Err(error) => self.trouble(format!("{error:#}")),
            }
        }
        Source::new(source.name, text)
    }

    fn trace_refusal(&mut self, trace: &Trace) {
        if self.tracing {
            self.lines.push(trace.refused());
        }
    }

    /// A stage of a version is reached now.
    fn trace_reach(&mut self, generation: u32, stage: Reached) {
        let Some(trace) = &mut self.trace else { return };
        trace.reach_of(generation, stage);
        if trace.is_complete() {
            self.lines.push(trace.taken());
            self.trace = None;
        }
    }

    /// Watches what the newest version was made of.
    pub(super) fn watch(&mut self) {
        let mut paths = self.read.clone();
        paths.extend(self.conductor.sample_folders());
        paths.extend(props::settings_places(self.files.current()));
        if let Some(watcher) = self.watcher.as_ref().filter(|_| paths != self.watched) {
            watcher.watch(&paths);
            self.watched = paths;
        }
    }

    /// Says why a save changes nothing: what is wrong is counted where there is no other reason.
    fn refuse(&mut self, why: &str, problems: Vec<Diagnostic>, sources: Sources) {
        let at = self.conductor.bar_and_beat(self.conductor.position().cycle);
        let instead = match self.conductor.generation() {
            0 => "nothing plays yet",
            _ => "the old version plays on",
        };
        let worst = problems.iter().map(|problem| problem.severity).min();
        self.show(problems, sources);
        let (before, behind) = (format!("save refused at {at}: {why}"), format!("; {instead}"));
        if !why.is_empty() {
            return self.tell(format!("{before}{behind}"), worst);
        }
        self.counted = Some([before, behind]);
        self.recount();
        self.say(self.stage.status.clone());
    }

    /// Counts what is wrong in the newest status, as the list of problems has it now.
    fn recount(&mut self) {
        let Some([before, behind]) = &self.counted else { return };
        let count = crate::report::summary(&self.stage.problems);
        let gap = if count.is_empty() || before.ends_with(' ') { "" } else { "; " };
        self.stage.status = format!("{before}{gap}{count}{behind}");
        self.stage.status_is = self.stage.problems.iter().map(|problem| problem.severity).min();
    }

    /// Says in one line what happened, and how bad that is.
    pub(super) fn tell(&mut self, status: impl Into<String>, worst: Option<Severity>) {
        self.counted = None;
        self.stage.status = status.into();
        self.stage.status_is = worst;
        self.say(self.stage.status.clone());
    }

    /// The same about a version.
    fn tell_of(&mut self, version: u32, status: String, worst: Option<Severity>) {
        self.say(format!("version {version}: {status}"));
        self.counted = None;
        self.stage.status = status;
        self.stage.status_is = worst;
    }

    /// Says a line that the screen has no room for.
    fn say(&mut self, text: String) {
        let said = &self.stage.said;
        let number = said.last().map_or(0, |said| said.number) + 1;
        let from = (said.len() + 1).saturating_sub(LINES);
        let new = Arc::new(snapshot::Said { number, text });
        self.stage.said = said[from..].iter().cloned().chain([new]).collect();
    }

    /// One more problem of the version that plays.
    fn add(&mut self, problem: Diagnostic) {
        let mut problems = self.stage.problems.to_vec();
        if !problems.contains(&problem) {
            problems.push(problem);
            self.stage.problems = problems.into();
            self.recount();
        }
    }

    fn show(&mut self, problems: Vec<Diagnostic>, sources: Sources) {
        self.stage.problems = problems.into();
        self.stage.sources = Arc::new(sources);
    }

    /// Takes note of what the conductor has to say.
    pub(super) fn report(&mut self) {
        for report in self.conductor.reports() {
            match report {
                Report::Took {
                    generation,
                    version,
                    at,
                    waits,
                    changes,
                    held,
                    diagnostics,
                    sources,
                } => {
                    self.trace_reach(generation, Reached::Sent);
                    self.sent = (!waits).then(Instant::now);
                    self.begun.0.get_or_insert(at);
                    let at = self.conductor.bar_and_beat(at);
                    self.waiting =
                        waits.then(|| (generation, version, format!("took over at {at}")));
                    let mut line = taken(&at, waits, &changes, &held);
                    let mut behind = String::new();
                    if self.chosen.take().is_some() {
                        line = format!("back to version {version}: {line}");
                        if let Some(levels) = self.flipped.take() {
                            behind.push_str(&format!("; {levels}"));
                        }
                        if self.conductor.version().1 {
                            behind.push_str("; the file differs, a save goes on from it");
                        }
                    }
                    self.show(diagnostics, sources);
                    self.counted = Some([line, behind]);
                    self.recount();
                    self.say(format!("version {version}: {}", self.stage.status));
                }
                Report::Superseded { version, by } => {
                    self.say(format!("version {version}: superseded by version {by}"));
                }
                Report::Refused { diagnostics, sources } => {
                    self.refuse("", diagnostics, sources);
                }
                Report::Problem(problem) => self.add(problem),
                Report::Trouble(trouble) => self.trouble(trouble),
                Report::FirstBlock { generation, .. } => {
                    self.sent = None;
                    if let Some((_, version, done)) =
                        self.waiting.take_if(|(it, ..)| *it == generation)
                    {
                        let worst = self.stage.status_is;
                        self.tell_of(version, done, worst);
                    }
                    self.trace_reach(generation, Reached::FirstBlock);
                }
                Report::LookedAhead { generation } => {
                    self.trace_reach(generation, Reached::LookedAhead);
                }
            }
        }
    }

    pub(super) fn trouble(&mut self, trouble: String) {
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

/// What became of a save, in one line.
fn taken(at: &str, waits: bool, changes: &str, held: &[String]) -> String {
    let when = if waits { "takes over at" } else { "took over at" };
    let mut line = format!("{when} {at}: {changes}");
    if !held.is_empty() {
        line.push_str(&format!("; {} plays on as it was", held.join(", ")));
    }
    line
}

pub(super) fn is_same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    a == b || whole(a) == whole(b)
}
