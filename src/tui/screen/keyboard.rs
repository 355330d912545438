//! Who gets a key, a click or a paste: what is being typed into, the open page, or the screen.
//!
//! What a key means is a row of the table of keys.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};

use super::{Answer, Screen, open, silence};
use crate::tui::command::Typed;
use crate::tui::commands::{self, Reply};
use crate::tui::discreet::discreet;
use crate::tui::editor::{Editor, Told};
use crate::tui::help::Help;
use crate::tui::keys::{self, Wish};
use crate::tui::pages::{self, Around, Granted};
use crate::tui::snapshot::{Action, Snapshot};
use crate::tui::strip;

/// The one key that quits but is a letter, and hence text while the help is searched.
const QUIT_LETTER: KeyCode = KeyCode::Char('q');
/// Rows that a turn of the mouse's wheel moves.
const WHEEL: i64 = 3;

impl Screen {
    /// Takes a key.
    pub fn key(&mut self, key: &KeyEvent, shot: &Snapshot) -> Option<Answer> {
        if key.kind == KeyEventKind::Release {
            return None;
        }
        self.ahead.follow(shot, 0.0);
        let wish = self.settings.wish(key).or_else(|| keys::wish(key));
        if self.end_greeting(shot) && wish.is_some_and(|(wish, _)| wish == Wish::Welcome) {
            return None;
        }
        let through = matches!(wish, Some((Wish::Suspend | Wish::Redraw, _)))
            || wish.is_some_and(|(wish, _)| wish == Wish::Quit && key.code != QUIT_LETTER);
        if let Some(help) = &mut self.help
            && !through
        {
            if !help.key(key, self.docs.as_ref()) {
                self.help = None;
            }
            return None;
        }
        if self.command.is_open() && !through {
            return match self.command.key(key, shot) {
                Typed::Line(line) => self.obey(&line, shot),
                Typed::Nothing => None,
            };
        }
        // Ctrl-Z undoes, and Ctrl-C copies nothing but must not lose a text.
        if self.editor.is_some() && self.page == pages::PLAY {
            return self.edit(key, shot);
        }
        if !through
            && let Some(page) = open(&mut self.pages, self.page)
            && page.is_typed_into()
        {
            let seen = self.ahead.seen(shot);
            let around =
                Around { shot: seen.as_ref().unwrap_or(shot), mixer: &self.mixer, log: &self.log };
            let granted = page.typed(key, around);
            return self.granted(granted, shot).unwrap_or(None);
        }
        let (wish, digit) = wish?;
        self.grant(wish, digit, shot)
    }

    /// Takes what was pasted.
    pub fn paste(&mut self, text: &str, shot: &Snapshot) -> Option<Answer> {
        if self.command.is_open() {
            self.command.paste(text);
        } else if let Some(editor) = self.editor.as_mut().filter(|_| self.page == pages::PLAY) {
            editor.paste(text);
        } else if let Some(page) = open(&mut self.pages, self.page)
            && page.is_typed_into()
        {
            let around = Around { shot, mixer: &self.mixer, log: &self.log };
            for letter in text.lines().next().unwrap_or("").chars() {
                page.typed(&KeyEvent::from(KeyCode::Char(letter)), around);
            }
        }
        None
    }

    /// Takes a click or a turn of the wheel.
    pub fn mouse(&mut self, mouse: &MouseEvent, shot: &Snapshot) -> Option<Answer> {
        let at = (mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::ScrollUp => self.wheel(-WHEEL, shot),
            MouseEventKind::ScrollDown => self.wheel(WHEEL, shot),
            MouseEventKind::Down(MouseButton::Left) => return self.click(at, shot),
            _ => {}
        }
        None
    }

    fn wheel(&mut self, rows: i64, shot: &Snapshot) {
        if self.page == pages::PLAY {
            match &mut self.editor {
                Some(editor) => editor.scroll(rows),
                None => self.code.scroll(rows),
            }
            return;
        }
        let wish = if rows < 0 { Wish::Up } else { Wish::Down };
        for _ in 0..rows.abs() {
            self.grant(wish, 0, shot);
        }
    }

    fn click(&mut self, (x, y): (u16, u16), shot: &Snapshot) -> Option<Answer> {
        if self.help.take().is_some() {
            return None;
        }
        let (line, tabs) = &self.places.tabs;
        if y == *line
            && let Some((.., page)) = tabs.iter().find(|(from, to, _)| (*from..*to).contains(&x))
        {
            return self.turn(*page);
        }
        if let Some(panel) = self.places.panel.filter(|panel| panel.contains((x, y).into())) {
            let count = shot.tracks.len();
            let track = self.mixer.track_at(y - panel.y, panel.height, count)?;
            let again = self.mixer.chosen == Some(track);
            self.mixer.chosen = Some(track);
            return again.then_some(Answer::Act(Action::Mute(track)));
        }
        let body = self.places.body;
        if !body.contains((x, y).into()) {
            return None;
        }
        if self.page == pages::PLAY {
            let code = self.places.code;
            if let Some(editor) = self.editor.as_mut().filter(|_| code.contains((x, y).into())) {
                editor.click((x - code.x, y - code.y));
            }
            return None;
        }
        let seen = self.ahead.seen(shot);
        let file = seen.as_ref().unwrap_or(shot);
        let around = Around { shot: file, mixer: &self.mixer, log: &self.log };
        let page = open(&mut self.pages, self.page)?;
        let granted = page.click((x - body.x, y - body.y), around);
        self.granted(granted, shot).unwrap_or(None)
    }

    /// Does what a page asks for; none if it asks for nothing.
    fn granted(&mut self, granted: Granted, shot: &Snapshot) -> Option<Option<Answer>> {
        match granted {
            Granted::No => return None,
            Granted::Yes => {}
            Granted::Do(answer) => {
                match &answer {
                    Answer::Copy(text) => {
                        let told = format!("copied: {text}");
                        self.say(shot, &told);
                    }
                    Answer::Act(action) => self.ahead.asked(action, shot),
                    Answer::Suspend | Answer::Redraw => {}
                }
                return Some(Some(answer));
            }
            Granted::Choose(track) => self.mixer.chosen = Some(track),
            Granted::Say(line) => self.say(shot, &line),
            Granted::Told(answer, line) => {
                self.say(shot, &line);
                return self.granted(Granted::Do(answer), shot);
            }
        }
        Some(None)
    }

    fn obey(&mut self, line: &str, shot: &Snapshot) -> Option<Answer> {
        let seen = self.settings.projector.then(|| discreet(shot));
        match commands::obey(line, seen.as_ref().unwrap_or(shot), self.docs.as_ref()) {
            Reply::Act(action) => Some(Answer::Act(action)),
            Reply::Wish(wish, digit) => self.grant(wish, digit, shot),
            Reply::Bars(_) => {
                self.say(shot, "bars are told in plain mode only");
                None
            }
            Reply::Say(lines) => {
                // What does not fit on one line is on the page of messages.
                for line in lines.iter().skip(1) {
                    self.log.say(shot, line);
                }
                let more = lines.len().saturating_sub(1);
                let first = lines.into_iter().next().unwrap_or_default();
                let first = if more > 0 {
                    format!("{first}  (and {more} more lines: key 9)")
                } else {
                    first
                };
                self.say(shot, &first);
                None
            }
        }
    }

    fn turn(&mut self, page: usize) -> Option<Answer> {
        if page < pages::ROWS.len() {
            self.page = page;
        }
        None
    }

    fn grant(&mut self, wish: Wish, digit: usize, shot: &Snapshot) -> Option<Answer> {
        let seen = self.ahead.seen(shot);
        let file = seen.as_ref().unwrap_or(shot);
        let around = Around { shot: file, mixer: &self.mixer, log: &self.log };
        let granted = match open(&mut self.pages, self.page) {
            Some(page) => page.grant(wish, around),
            None => Granted::No,
        };
        if let Some(answer) = self.granted(granted, shot) {
            return answer;
        }
        let tracks = shot.tracks.len();
        let track = |index: usize| (index < tracks).then_some(index);
        let act = |action: Action| Some(Answer::Act(action));
        match wish {
            Wish::Page => return self.turn(digit),
            Wish::Command => self.command.open(),
            Wish::Edit => self.open_editor(shot),
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
            Wish::Stage => self.big = !self.big,
            Wish::Calm => self.calm = !self.calm,
            Wish::Help => self.help = Some(Help::default()),
            Wish::Close if shot.trying.is_some() => return act(Action::EndTry),
            Wish::Close if self.page != pages::PLAY => self.page = pages::PLAY,
            Wish::Close => {
                self.mixer.chosen = None;
                self.hidden = silence(shot).map(str::to_owned);
            }
            wish if self.page == pages::PLAY => self.grant_code(wish, shot),
            _ => {}
        }
        None
    }

    /// What only the page of code knows.
    fn grant_code(&mut self, wish: Wish, shot: &Snapshot) {
        match wish {
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
            _ => {}
        }
    }

    fn open_editor(&mut self, shot: &Snapshot) {
        self.page = pages::PLAY;
        if self.editor.is_none() {
            let top = self.code.top_line();
            self.editor = Some(Editor::open(shot, top));
            if shot.rescued.is_some() {
                self.say(shot, "this is what was not saved last time; ctrl z brings the file back");
            }
        }
    }

    /// The editor's own keys.
    fn edit(&mut self, key: &KeyEvent, shot: &Snapshot) -> Option<Answer> {
        let editor = self.editor.as_mut()?;
        match editor.key(key, shot) {
            Told::Nothing => None,
            Told::Do(answer) => Some(answer),
            Told::Say(line) => {
                self.say(shot, &line);
                None
            }
            Told::Close(answer) => {
                self.editor = None;
                answer
            }
        }
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

fn script(shot: &Snapshot, by: isize) -> Option<Answer> {
    let count = shot.scripts.len();
    let next = (shot.playing as isize + by).rem_euclid(count.max(1) as isize) as usize;
    (count > 1).then_some(Answer::Act(Action::Script(next)))
}
