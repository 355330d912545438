//! The whole screen: shares it out, draws its parts, and turns keys into actions.
//!
//! It keeps what only the screen knows (scrolling, meters, what is open) and no music.

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::code::{Code, Mark};
use super::fit::{self, Bit};
use super::header;
use super::help::{Docs, Help};
use super::keys::{self, Wish};
use super::look::{Look, Palette};
use super::snapshot::{Action, Snapshot};
use super::strip;
use super::theme::{Ink, Theme};
use super::tracks::Mixer;
use crate::diag::Diagnostic;

/// Seconds that a trouble of the engine is shown.
const TROUBLE: f32 = 8.0;

/// Lines of code that are shown beside the longest welcome.
const CODE: u16 = 6;

/// Lines that the scripts of a folder take at most.
const SCRIPTS: u16 = 5;

/// What a key led to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Something for the music.
    Act(Action),
    /// Send the program to the background.
    Suspend,
    /// Send every cell again.
    Redraw,
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
        }
    }

    /// True while it has to be drawn again and again, even though nothing new happens.
    pub fn moves(&self, shot: &Snapshot) -> bool {
        shot.running || self.mixer.moves() || self.trouble_for > 0.0
    }

    /// Draws a snapshot, `elapsed` after the one before.
    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, shot: &Snapshot, elapsed: Duration) {
        buf.set_style(area, self.theme.ground());
        if area.width < 4 || area.height < 1 {
            return;
        }
        let accents = self.palette.colours(&shot.tracks);
        let seconds = elapsed.as_secs_f32();
        let look = Look { shot, theme: self.theme, accents, seconds };
        self.mixer.feed(&look);
        self.turn_to_news(shot);
        self.trouble_for = (self.trouble_for - seconds).max(0.0);
        if self.troubles != shot.troubles {
            self.troubles = Arc::clone(&shot.troubles);
            self.trouble_for = if shot.troubles.is_empty() { 0.0 } else { TROUBLE };
        }
        let rest = self.draw_head(buf, area, &look);
        let rest = self.draw_foot(buf, rest, &look);
        let code = self.draw_tracks(buf, rest, &look);
        self.code.draw(buf, code, &look, &self.marks);
        if let Some(help) = &mut self.help {
            help.draw(buf, area, self.theme, self.docs.is_some());
        }
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

    /// Header, rule and alarm; returns what is left.
    fn draw_head(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Rect {
        let mut rest = area;
        let mut lines = |count: u16| {
            let taken = Rect { height: count.min(rest.height), ..rest };
            rest.y += taken.height;
            rest.height -= taken.height;
            taken
        };
        let first = lines(1);
        buf.set_style(first, self.theme.panel());
        let two = area.height >= 14;
        header::transport(buf, first, look, !two);
        if two {
            let second = lines(1);
            buf.set_style(second, self.theme.panel());
            header::status(buf, second, look);
        }
        if self.tracks && !beside(area) && area.height >= 8 && !look.shot.tracks.is_empty() {
            let chips = lines(1);
            buf.set_style(chips, self.theme.panel());
            self.mixer.chips(buf, chips, look);
        }
        if area.height >= 18 {
            header::progress(buf, lines(1), look);
        }
        if let Some(text) = header::alarm(look, self.trouble_for > 0.0).filter(|_| area.height >= 6)
        {
            let most = if area.height >= 14 { 2 } else { 1 };
            let alarm = header::alarm_lines(&text, area.width, most);
            header::banner(buf, lines(alarm.len() as u16), &alarm, self.theme);
        }
        rest
    }

    /// Hints, and the strip for problems or welcome; returns what is left.
    fn draw_foot(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Rect {
        let shot = look.shot;
        let hints = u16::from(area.height >= 3);
        let hint = Rect { y: area.bottom() - hints, height: hints, ..area };
        buf.set_style(hint, self.theme.panel());
        if hints > 0 {
            fit::lay(buf, hint, (self.hints(look), Vec::new()), 2, self.theme.signs.more);
        }
        let rest = Rect { height: area.height - hints, ..area };
        let room = if rest.height < 9 { u16::from(rest.height > 2) } else { rest.height * 2 / 5 };
        self.problem = self.problem.min(shot.problems.len().saturating_sub(1));
        let wanted = match shot.problems.get(self.problem) {
            Some(problem) => strip::problem_height(problem, shot, area.width, room),
            // The code keeps some lines, a newcomer needs the rest.
            None if self.welcome && room > 2 => {
                let most = if shot.welcome.is_empty() { SCRIPTS } else { rest.height };
                let room = room.max(rest.height.saturating_sub(CODE)).min(most);
                strip::welcome_height(look, area.width, room)
            }
            None => 0,
        };
        let strip = Rect { y: rest.bottom() - wanted, height: wanted, ..rest };
        if wanted > 0 && !shot.problems.is_empty() {
            strip::problem(buf, strip, look, self.problem);
        } else if wanted > 0 {
            strip::welcome(buf, strip, look);
        }
        Rect { height: rest.height - wanted, ..rest }
    }

    /// The panel of tracks, if there is room beside the code; returns what is left for the code.
    fn draw_tracks(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Rect {
        if !self.tracks || !beside(area) {
            return area;
        }
        let width = match area.width {
            150.. => 55,
            110.. => 39,
            90.. => 31,
            _ => 24,
        };
        let panel = Rect { x: area.right() - width, width, ..area };
        self.mixer.draw(buf, panel, look);
        Rect { width: area.width - width, ..area }
    }

    /// The hints that make sense now, in the order of the table.
    fn hints(&self, look: &Look) -> Vec<Bit> {
        let shot = look.shot;
        let now = |wish: Wish| match wish {
            Wish::NextScript => shot.scripts.len() > 1,
            Wish::Follow => self.code.strayed(),
            Wish::NextProblem => shot.problems.len() > 1,
            Wish::Welcome => !shot.welcome.is_empty() || shot.scripts.len() > 1,
            Wish::MuteNumber | Wish::SoloNumber => !shot.tracks.is_empty(),
            _ => true,
        };
        let hint = |row: &keys::Row| {
            let hint = row.hint.filter(|_| now(row.wish))?;
            let word = match row.wish {
                Wish::PlayPause if !shot.running => "play",
                _ => hint.word,
            };
            let key = self.theme.ink(Ink::Function);
            let bit = Bit::new(hint.rank, row.label, key);
            Some(bit.and(format!(" {word}"), self.theme.ink(Ink::Quiet)))
        };
        keys::ROWS.iter().filter_map(hint).collect()
    }

    /// Takes a key.
    pub fn key(&mut self, key: &KeyEvent, shot: &Snapshot) -> Option<Answer> {
        let wish = keys::wish(key);
        if let Some(help) = &mut self.help {
            let through = matches!(wish, Some((Wish::Suspend | Wish::Redraw, _)))
                || wish.is_some_and(|(wish, _)| wish == Wish::Quit && key.code != QUIT_LETTER);
            if !through {
                if !help.key(key, self.docs.as_ref()) {
                    self.help = None;
                }
                return None;
            }
        }
        let (wish, digit) = wish?;
        self.grant(wish, digit, shot)
    }

    fn grant(&mut self, wish: Wish, digit: usize, shot: &Snapshot) -> Option<Answer> {
        let tracks = shot.tracks.len();
        let track = |index: usize| (index < tracks).then_some(index);
        let act = |action: Action| Some(Answer::Act(action));
        match wish {
            Wish::PlayPause => return act(Action::PlayPause),
            Wish::Hush => return act(Action::Hush),
            Wish::Panic => return act(Action::Panic),
            Wish::Reload => return act(Action::Reload),
            Wish::Undo => return act(Action::Undo),
            Wish::Redo => return act(Action::Redo),
            Wish::Flip => return act(Action::Flip),
            Wish::Tap => return act(Action::Tap),
            Wish::Nudge => return act(Action::Nudge([-100, 100][digit.min(1)])),
            Wish::Quit => return act(Action::Quit),
            Wish::NextScript => return script(shot, 1),
            Wish::LastScript => return script(shot, -1),
            Wish::MuteNumber => return act(Action::Mute(track(digit)?)),
            Wish::SoloNumber => return act(Action::Solo(track(digit)?)),
            Wish::ClearMutes => return act(Action::ClearMutes),
            Wish::MuteChosen => return act(Action::Mute(self.chosen(tracks)?)),
            Wish::SoloChosen => return act(Action::Solo(self.chosen(tracks)?)),
            Wish::Suspend => return Some(Answer::Suspend),
            Wish::Redraw => return Some(Answer::Redraw),
            Wish::ChooseNext => self.mixer.choose(1, tracks),
            Wish::ChooseLast => self.mixer.choose(-1, tracks),
            Wish::Up => self.code.scroll(-1),
            Wish::Down => self.code.scroll(1),
            Wish::PageUp => self.code.scroll_pages(-1),
            Wish::PageDown => self.code.scroll_pages(1),
            Wish::Top => self.code.scroll_to_end(false),
            Wish::Bottom => self.code.scroll_to_end(true),
            Wish::Follow => self.code.toggle_follow(),
            Wish::NextProblem => self.page_problems(1, shot),
            Wish::LastProblem => self.page_problems(-1, shot),
            Wish::Tracks => self.tracks = !self.tracks,
            Wish::Welcome => self.welcome = !self.welcome,
            Wish::Help => self.help = Some(Help::default()),
            Wish::Close => self.mixer.chosen = None,
        }
        None
    }

    /// The chosen track; the first press of `m` or `s` without one only shows which it would be.
    fn chosen(&mut self, tracks: usize) -> Option<usize> {
        let chosen = self.mixer.chosen.filter(|index| *index < tracks);
        if chosen.is_none() {
            self.mixer.choose(1, tracks);
        }
        chosen
    }

    fn page_problems(&mut self, by: isize, shot: &Snapshot) {
        let count = self.problems.len().max(1) as isize;
        self.problem = (self.problem as isize + by).rem_euclid(count) as usize;
        self.code.reveal(strip::mark_of(shot, self.problem));
    }
}

/// True if code and tracks fit beside each other.
fn beside(area: Rect) -> bool {
    area.width >= 72
}

/// The one key that quits but is a letter, and hence text while the help is searched.
const QUIT_LETTER: crossterm::event::KeyCode = crossterm::event::KeyCode::Char('q');

fn script(shot: &Snapshot, by: isize) -> Option<Answer> {
    let count = shot.scripts.len();
    let next = (shot.playing as isize + by).rem_euclid(count.max(1) as isize) as usize;
    (count > 1).then_some(Answer::Act(Action::Script(next)))
}
