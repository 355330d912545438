//! The whole screen: which page is open, what is typed, and who gets a key or a click.
//!
//! It keeps what only the screen knows (scrolling, meters, what is open) and no music.

mod frame;
mod keyboard;

use std::sync::Arc;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ahead::Ahead;
use super::code::{Code, Mark};
use super::command::CommandLine;
use super::discreet::{discreet, hidden};
use super::editor::Editor;
use super::help::{Docs, Help, Keys};
use super::log::Log;
use super::look::{Look, Palette};
use super::pages::{self, Around, Page};
use super::settings::Settings;
use super::snapshot::{Action, Output, Snapshot};
use super::strip;
use super::theme::Theme;
use super::tracks::Mixer;
use crate::diag::Diagnostic;

/// Seconds that a trouble of the engine is shown.
const TROUBLE: f32 = 8.0;
/// Seconds that an answer of the screen itself is shown.
const NOTICE: f32 = 6.0;

/// What a key led to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Something for the music.
    Act(Action),
    /// Put this on the clipboard.
    Copy(String),
    /// Send the program to the background.
    Suspend,
    /// Send every cell again.
    Redraw,
}

/// Where things were drawn, for clicks.
#[derive(Debug, Default)]
struct Places {
    /// Line of the tabs, and for each its first column, the column behind it, and its page.
    tabs: (u16, Vec<(u16, u16, usize)>),
    /// Where the page is.
    body: Rect,
    /// The panel of tracks beside the code.
    panel: Option<Rect>,
    /// The code itself.
    code: Rect,
}

/// Everything that is drawn.
pub struct Screen {
    theme: Theme,
    docs: Option<Docs>,
    palette: Palette,
    code: Code,
    mixer: Mixer,
    help: Option<Help>,
    problems: Arc<[Diagnostic]>,
    problem: usize,
    troubles: Arc<[String]>,
    /// Seconds that the newest trouble is still shown.
    trouble_for: f32,
    /// Where the problems are in the text of `marked`.
    marks: Vec<Mark>,
    marked: Arc<str>,
    tracks: bool,
    welcome: bool,
    greeting: Greeting,
    /// Why there is no sound, if that was read and put away.
    hidden: Option<String>,
    page: usize,
    pages: Vec<Option<Box<dyn Page>>>,
    log: Log,
    ahead: Ahead,
    command: CommandLine,
    /// What the screen itself has to say, and for how many seconds.
    notice: (String, f32),
    editor: Option<Editor>,
    /// Large bar and beat, the code first.
    big: bool,
    /// Nothing moves but once a bar.
    calm: bool,
    settings: Settings,
    places: Places,
}

/// The welcome is short until something is pressed or saved, then it goes; a key brings all of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Greeting {
    /// Nothing plays yet.
    First,
    /// This version plays.
    While(u32),
    Over,
}

impl Screen {
    /// A screen that has shown nothing yet.
    pub fn new(theme: Theme, docs: Option<Docs>) -> Screen {
        Screen {
            theme,
            docs,
            palette: Palette::default(),
            code: Code::default(),
            mixer: Mixer::default(),
            help: None,
            problems: Arc::from([]),
            problem: 0,
            troubles: Arc::from([]),
            trouble_for: 0.0,
            marks: Vec::new(),
            marked: Arc::from(""),
            tracks: true,
            welcome: true,
            greeting: Greeting::First,
            hidden: None,
            page: pages::PLAY,
            pages: pages::ROWS.iter().map(|_| None).collect(),
            log: Log::default(),
            ahead: Ahead::default(),
            command: CommandLine::default(),
            notice: (String::new(), 0.0),
            editor: None,
            big: false,
            calm: false,
            settings: Settings::default(),
            places: Places::default(),
        }
    }

    /// The same, large for a stage, or calm.
    #[must_use]
    pub fn staged(mut self, big: bool, calm: bool) -> Screen {
        (self.big, self.calm) = (big, calm);
        self
    }

    /// True while it has to be drawn again and again, even though nothing new happens.
    pub fn moves(&self, shot: &Snapshot) -> bool {
        let passing = self.trouble_for > 0.0 || self.notice.1 > 0.0;
        self.ahead.waits() || !self.calm && (shot.running || self.mixer.moves() || passing)
    }

    /// True if it is drawn no more than a few times a second.
    pub fn is_calm(&self) -> bool {
        self.calm
    }

    /// What the editor holds and no file does.
    pub fn unsaved(&self) -> Option<Arc<str>> {
        self.editor.as_ref().and_then(Editor::unsaved)
    }

    /// Draws a snapshot, `elapsed` after the one before.
    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, shot: &Snapshot, elapsed: Duration) {
        let seconds = elapsed.as_secs_f32();
        self.take_settings(shot);
        let still = self.calm.then(|| stilled(shot));
        let shot = still.as_ref().unwrap_or(shot);
        let discreet = self.settings.projector.then(|| discreet(shot));
        let shot = discreet.as_ref().unwrap_or(shot);
        buf.set_style(area, self.theme.ground());
        if area.width < 4 || area.height < 1 {
            return;
        }
        let accents = self.palette.colours(&shot.tracks);
        self.mixer.feed(shot, seconds);
        self.log.feed(shot, seconds);
        self.ahead.follow(shot, seconds);
        let look = Look { shot, theme: self.theme, accents, seconds };
        self.turn_to_news(shot);
        match self.greeting {
            Greeting::First if shot.version > 0 => self.greeting = Greeting::While(shot.version),
            Greeting::While(version) if version != shot.version => {
                self.end_greeting(shot);
            }
            _ => {}
        }
        self.trouble_for = (self.trouble_for - seconds).max(0.0);
        self.notice.1 = (self.notice.1 - seconds).max(0.0);
        if self.troubles != shot.troubles {
            self.troubles = Arc::clone(&shot.troubles);
            self.trouble_for = if shot.troubles.is_empty() { 0.0 } else { TROUBLE };
        }
        let rest = self.draw_head(buf, area, &look);
        self.places.panel = None;
        let rest = self.draw_foot(buf, rest, &look);
        self.places.body = rest;
        if self.page == pages::PLAY {
            let code = self.draw_tracks(buf, rest, &look);
            self.places.code = code;
            match &mut self.editor {
                Some(editor) => editor.draw(buf, code, &look),
                None => self.code.draw(buf, code, &look, &self.marks),
            }
        } else {
            let seen = self.ahead.seen(shot);
            let look = Look { shot: seen.as_ref().unwrap_or(shot), ..look };
            let around = Around { shot: look.shot, mixer: &self.mixer, log: &self.log };
            if let Some(page) = open(&mut self.pages, self.page) {
                page.draw(buf, rest, &look, around);
            }
        }
        if let Some(help) = &mut self.help {
            let keys = Keys { page: self.page, settings: &self.settings };
            help.draw(buf, area, self.theme, self.docs.is_some(), keys);
        }
    }

    /// Takes over the settings of the screen when their file changed.
    fn take_settings(&mut self, shot: &Snapshot) {
        if self.settings.is_of(&shot.settings) {
            return;
        }
        let (settings, mistakes) = Settings::read(&shot.settings);
        self.theme = self.theme.named(settings.theme.as_deref().unwrap_or("dark"));
        self.big = settings.stage.unwrap_or(self.big);
        self.calm = settings.calm.unwrap_or(self.calm);
        self.tracks = settings.tracks.unwrap_or(self.tracks);
        if self.settings.page != settings.page {
            self.page = settings.page.unwrap_or(self.page);
        }
        self.settings = settings;
        for mistake in mistakes {
            self.say(shot, &mistake);
        }
    }

    /// Tells something of the screen's own.
    fn say(&mut self, shot: &Snapshot, line: &str) {
        let line = if self.settings.projector { hidden(line) } else { line.to_owned() };
        self.log.say(shot, &line);
        self.notice = (line, NOTICE);
    }

    /// The short welcome goes; true if it was there.
    fn end_greeting(&mut self, shot: &Snapshot) -> bool {
        let greets = self.greeting != Greeting::Over && !shot.welcome.is_empty() && self.welcome;
        if greets {
            (self.greeting, self.welcome) = (Greeting::Over, false);
        }
        greets
    }

    /// New problems are read from the first one.
    fn turn_to_news(&mut self, shot: &Snapshot) {
        let news = !Arc::ptr_eq(&self.problems, &shot.problems);
        if news || !Arc::ptr_eq(&self.marked, &shot.text) {
            self.marks = strip::marks(shot);
            self.marked = Arc::clone(&shot.text);
        }
        if news {
            if self.problems != shot.problems {
                self.problem = 0;
                self.code.reveal(strip::mark_of(shot, 0));
            }
            self.problems = Arc::clone(&shot.problems);
        }
    }
}

/// The page of an index; it is made when it is first needed.
fn open(pages: &mut [Option<Box<dyn Page>>], index: usize) -> Option<&mut Box<dyn Page>> {
    let make = pages::ROWS.get(index)?.make?;
    Some(pages.get_mut(index)?.get_or_insert_with(make))
}

/// Why there is no sound.
fn silence(shot: &Snapshot) -> Option<&str> {
    match &shot.output {
        Output::Silent(why) => Some(why),
        Output::Playing(_) | Output::Opening => None,
    }
}

/// The same music without motion: the bar, and nothing that happens within it.
fn stilled(shot: &Snapshot) -> Snapshot {
    let mut still = Snapshot {
        cycle: shot.cycle.floor(),
        steps: Arc::from([]),
        wave: Arc::from([]),
        peak: [0.0; 2],
        ..shot.clone()
    };
    still.tracks.iter_mut().for_each(|track| track.peak = [0.0; 2]);
    still
}
