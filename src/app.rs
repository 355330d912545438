//! Live: starts the threads, owns the channels between them, runs the terminal.
//!
//! The edge of the program: clocks, files and devices are read here, so that nothing below has to.
#![allow(clippy::disallowed_methods)] // The edge is where the clock is read.

mod desk;
mod files;
mod hands;
mod keeper;
mod outside;
mod priority;
mod props;
mod resume;
mod shedding;
mod stagehand;
mod trace;
mod welcome;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::audio::{self, Output};
use crate::cli::Live;
use crate::engine::{self, Engine, protocol};
use crate::inspect;
use crate::journal::{Story, read};
use crate::script;
use crate::tui::snapshot::{Action, Snapshot};
use crate::tui::{self, help, options::Options};
use crate::vocab::reference;
use desk::{Desk, Message, Sound};
use files::Files;
use keeper::Keeper;
use outside::Outside;

/// How long the terminal may take to end after the music has.
const PATIENCE: Duration = Duration::from_secs(1);

/// The newest picture of the music, from the conductor to the terminal.
type Shown = Arc<Mutex<Arc<Snapshot>>>;

/// Plays until somebody quits.
///
/// # Errors
/// When there is nothing to play, or the terminal fails.
pub fn live(options: &Live) -> Result<ExitCode> {
    let files = Files::find(options.path.as_deref())?;
    let plain = options.plain || Options::detect().plain;
    let signal = Arc::new(AtomicUsize::new(0));
    let wanted = options.card.wanted();
    let rate = if options.card.no_audio { wanted.rate } else { audio::open_rate(&wanted) };
    // If it cannot be started, what it prepares is made when it is needed.
    let _ = thread::Builder::new().name("prepare".into()).spawn(engine::prepare);
    // Threads that are started from here on, also by the system's sound library.
    let before = priority::first();
    let (remote, port) = protocol::rings();
    let engine = Engine::new(rate, port);
    let latency = engine.latency();
    let resumed = resumed(options, files.current());
    let (keeper, tapes) = Keeper::begin(options, files.current(), rate, resumed.as_ref());
    let output = if options.card.no_audio {
        Output::silent(engine, tapes, "no sound card was asked for")
    } else {
        Output::start(engine, tapes, wanted)
    };
    let stop = Arc::new(AtomicBool::new(false));
    let shown: Shown = Arc::default();
    let (messages, inbox) = mpsc::channel();
    let ports = crate::outside::ports();
    let outside = Outside::start(output.clock(), latency, ports, messages.clone());
    let sound = Sound { output, keeper, outside, latency, rate, remote };
    let mut desk = Desk::new(files, sound, messages.clone(), options.trace)?;
    desk.greet(plain);
    let conductor = {
        let (shown, stop, signal) = (shown.clone(), stop.clone(), signal.clone());
        let run = move || {
            let lines = desk.run(&inbox, &shown, &stop, plain, resumed.as_ref());
            leave_soon(signal);
            lines
        };
        script::spawn("conductor", run).context("cannot start the conductor's thread")?
    };
    priority::back(before);
    let ended = stage(options, &shown, &messages, (&stop, &signal));
    let _ = messages.send(Message::Act(Action::Quit));
    let lines = conductor.join().unwrap_or_default();
    lines.iter().for_each(|line| inspect::say(line));
    ended.context("the terminal failed")?;
    Ok(code(&signal).into())
}

/// The exit code after a signal as shells count it: 143 for SIGTERM, 130 for SIGINT; 0 without one.
fn code(signal: &AtomicUsize) -> u8 {
    match signal.load(Ordering::SeqCst) {
        0 => 0,
        signal => u8::try_from(128 + signal).unwrap_or(u8::MAX),
    }
}

/// The run to go on with, if that is wanted and there is one.
fn resumed(options: &Live, script: &Path) -> Option<Story> {
    if !options.resume {
        return None;
    }
    let folder = keeper::folder(options, script);
    let story = read::newest(&folder);
    if story.is_none() {
        inspect::complain(&format!("nothing to resume in {}: beginning anew", folder.display()));
    }
    story
}

/// Ends the program shortly, should the terminal not let go: one that was closed can hold whoever
/// reads from it for ever.
fn leave_soon(signal: Arc<AtomicUsize>) {
    let leave = move || {
        std::thread::sleep(PATIENCE);
        std::process::exit(code(&signal).into());
    };
    // Without this thread the program ends when the terminal does.
    let _ = std::thread::Builder::new().name("farewell".into()).spawn(leave);
}

/// What ends the terminal: a flag that anybody sets, and the number of a signal.
type Ends<'a> = (&'a Arc<AtomicBool>, &'a Arc<AtomicUsize>);

/// Runs the terminal. One that breaks is replaced by lines; the music, on other threads, goes on.
fn stage(
    options: &Live,
    shown: &Shown,
    messages: &mpsc::Sender<Message>,
    ends: Ends<'_>,
) -> std::io::Result<()> {
    let play =
        |plain| catch_unwind(AssertUnwindSafe(|| terminal(options, plain, shown, messages, ends)));
    for plain in [options.plain, true, true] {
        if let Ok(ended) = play(plain) {
            return ended;
        }
        inspect::complain("the screen broke; the music goes on, with lines instead");
    }
    // Whatever it is that breaks it: the music needs no screen, and signals still end it.
    while !ends.0.load(Ordering::Relaxed) {
        std::thread::sleep(PATIENCE);
    }
    Ok(())
}

/// Runs the terminal on this thread, until somebody quits.
fn terminal(
    options: &Live,
    plain: bool,
    shown: &Shown,
    messages: &mpsc::Sender<Message>,
    (stop, signal): Ends<'_>,
) -> std::io::Result<()> {
    let mut screen = Options::detect();
    screen.plain |= plain;
    (screen.stage, screen.calm) = (options.stage, options.calm);
    (screen.stop, screen.signal) = (stop.clone(), signal.clone());
    screen.docs = Some(Box::new(explain));
    let view = || shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let act = |action| {
        let _ = messages.send(Message::Act(action));
    };
    tui::run(view, act, screen)
}

/// What the help shows for a word.
fn explain(word: &str) -> Vec<help::Entry> {
    let entry = |entry: &reference::Entry| help::Entry {
        call: entry.call.clone(),
        summary: entry.summary.to_owned(),
        example: entry.example.clone(),
    };
    reference::search(word).into_iter().take(20).map(entry).collect()
}
