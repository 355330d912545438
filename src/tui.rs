//! The terminal: draws snapshots, turns keys into actions.
//!
//! It sees snapshots, the vocabulary's reference and diagnostics; it knows no engine and no script.

pub mod commands;
pub mod help;
pub mod keys;
pub mod news;
pub mod options;
pub mod plain;
pub mod screen;
pub mod snapshot;
pub mod syntax;
pub mod theme;

mod ahead;
mod beats;
mod big;
mod code;
mod command;
mod discreet;
mod editor;
mod finder;
mod fit;
mod header;
mod layout;
mod list;
mod log;
mod look;
mod master;
mod meter;
mod pages;
mod prompt;
mod raster;
mod session;
mod settings;
mod strip;
mod tracks;
mod values;

use std::io::{self, BufWriter, Stdout};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{self, Event};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

pub use help::{Docs, Entry};
pub use options::Options;

use screen::{Answer, Screen};
use session::{Session, Signals};
use snapshot::{Action, Snapshot};
use theme::{Depth, Theme};

/// How long to wait for news while nothing moves.
const IDLE: Duration = Duration::from_millis(60);

/// The same while the screen is calm.
const CALM: Duration = Duration::from_millis(250);

type Paper = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Shows what `view` gives and hands what keys ask for to `act`, until somebody quits: a key, a
/// signal, or `options.stop`. The last action is always [`Action::Quit`]. Call it on the main
/// thread; the terminal is as it was when this returns.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn run(
    mut view: impl FnMut() -> Arc<Snapshot>,
    mut act: impl FnMut(Action),
    options: Options,
) -> io::Result<()> {
    let signals = Signals::listen(&options.stop, &options.signal)?;
    if options.plain {
        let (lines, _open) = plain::stdin();
        let end = || signals.end();
        let mut out = io::stdout().lock();
        return plain::run(&mut view, &mut act, &end, options.docs.as_ref(), &lines, &mut out);
    }
    let shown = show(&mut view, &mut act, options, &signals);
    act(Action::Quit);
    // A terminal that was closed can be neither read nor written, which is how it tells us.
    if signals.end() { Ok(()) } else { shown }
}

fn show(
    view: &mut dyn FnMut() -> Arc<Snapshot>,
    act: &mut dyn FnMut(Action),
    options: Options,
    signals: &Signals,
) -> io::Result<()> {
    let session = Session::start()?;
    let buffer = BufWriter::with_capacity(1 << 16, io::stdout());
    let mut paper = Terminal::new(CrosstermBackend::new(buffer))?;
    let frame = Duration::from_secs(1) / options.frames.clamp(1, 60);
    let gather = matches!(options.depth, Depth::True | Depth::Indexed);
    let theme = Theme::new(options.depth, options.unicode);
    let mut screen = Screen::new(theme, options.docs).staged(options.stage, options.calm);
    let mut drawn: Option<(Arc<Snapshot>, Instant)> = None;
    let mut touched = true;
    while !signals.end() {
        if signals.back() {
            session.retake()?;
            again(&mut paper)?;
            touched = true;
        }
        let (shot, now) = (view(), now());
        let moves = screen.moves(&shot);
        let same = drawn
            .as_ref()
            .is_some_and(|(before, _)| Arc::ptr_eq(before, &shot) || shot.is_still(before));
        if touched || moves || !same {
            // While nothing was drawn nothing passed: what is told now is to be read for a while.
            let elapsed = drawn.map_or(Duration::ZERO, |(_, before)| (now - before).min(CALM));
            draw(&mut paper, &mut screen, &shot, elapsed, gather)?;
            drawn = Some((Arc::clone(&shot), now));
        }
        touched = false;
        let pause = if screen.is_calm() { CALM } else { IDLE };
        let mut next = now + if moves { frame } else { pause };
        while let Some(event) = event_before(next)? {
            (touched, next) = (true, next.min(now + frame));
            let answer = match event {
                Event::Key(key) => screen.key(&key, &shot),
                Event::Paste(text) => screen.paste(&text, &shot),
                Event::Mouse(mouse) => screen.mouse(&mouse, &shot),
                _ => None,
            };
            match answer {
                Some(Answer::Act(Action::Quit)) => {
                    keep(&screen, act);
                    return Ok(());
                }
                Some(Answer::Act(action)) => act(action),
                Some(Answer::Copy(text)) => session::copy(paper.backend_mut(), &text)?,
                Some(Answer::Suspend) => session.suspend().and_then(|()| again(&mut paper))?,
                Some(Answer::Redraw) => again(&mut paper)?,
                None => {}
            }
        }
    }
    keep(&screen, act);
    Ok(())
}

/// What the editor has not saved is kept when the program ends.
fn keep(screen: &Screen, act: &mut dyn FnMut(Action)) {
    if let Some(text) = screen.unsaved() {
        act(Action::Keep(text));
    }
}

/// One frame, sent at once where terminals can wait for the end of it.
fn draw(
    paper: &mut Paper,
    screen: &mut Screen,
    shot: &Snapshot,
    elapsed: Duration,
    gather: bool,
) -> io::Result<()> {
    if gather {
        queue!(paper.backend_mut(), BeginSynchronizedUpdate)?;
    }
    paper.draw(|frame| {
        let area = frame.area();
        screen.draw(frame.buffer_mut(), area, shot, elapsed);
    })?;
    if gather {
        execute!(paper.backend_mut(), EndSynchronizedUpdate)?;
    }
    Ok(())
}

/// Forgets what is on the screen, so that the next frame sends every cell. (`Terminal::clear` would
/// ask the terminal for its cursor, and not all answer.)
fn again(paper: &mut Paper) -> io::Result<()> {
    let size = paper.size()?;
    paper.resize(size.into())
}

fn event_before(moment: Instant) -> io::Result<Option<Event>> {
    let left = moment.saturating_duration_since(now());
    if event::poll(left)? { event::read().map(Some) } else { Ok(None) }
}

/// The wall clock: it paces frames and lets meters fall, and touches no music.
#[expect(clippy::disallowed_methods, reason = "the screen is at the edge")]
fn now() -> Instant {
    Instant::now()
}
