//! The command line at the foot of the screen: typed text, history, completion.
//!
//! What commands there are is a table elsewhere; here they are typed.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::commands;
use super::fit::{self, put};
use super::prompt::Prompt;
use super::snapshot::Snapshot;
use super::theme::{Ink, Theme};

/// Lines that are remembered.
const MOST: usize = 100;

/// The line.
#[derive(Debug, Default)]
pub(super) struct CommandLine {
    prompt: Prompt,
    open: bool,
    history: Vec<String>,
    /// Which line of the history is shown, from the newest.
    back: usize,
    /// What Tab goes through, and where it is.
    choices: Vec<String>,
    choice: usize,
}

/// What a key led to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Typed {
    /// It is still being typed, or was given up.
    Nothing,
    /// This is to be obeyed.
    Line(String),
}

impl CommandLine {
    /// Opens it, empty.
    pub(super) fn open(&mut self) {
        *self = CommandLine {
            open: true,
            history: std::mem::take(&mut self.history),
            ..CommandLine::default()
        };
    }

    /// True while it takes the keys.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Takes what was pasted.
    pub(super) fn paste(&mut self, text: &str) {
        self.prompt.paste(text);
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: &KeyEvent, shot: &Snapshot) -> Typed {
        if key.code != KeyCode::Tab && key.code != KeyCode::BackTab {
            self.choices.clear();
        }
        match key.code {
            KeyCode::Esc => self.open = false,
            KeyCode::Backspace if self.prompt.text().is_empty() => self.open = false,
            KeyCode::Enter => {
                self.open = false;
                let line = self.prompt.text().trim().to_owned();
                if !line.is_empty() {
                    self.history.retain(|old| *old != line);
                    self.history.push(line.clone());
                    let over = self.history.len().saturating_sub(MOST);
                    self.history.drain(..over);
                    return Typed::Line(line);
                }
            }
            KeyCode::Up => self.recall(1),
            KeyCode::Down => self.recall(-1),
            KeyCode::Tab => self.complete(shot, 1),
            KeyCode::BackTab => self.complete(shot, -1),
            _ => drop(self.prompt.key(key)),
        }
        Typed::Nothing
    }

    fn recall(&mut self, by: isize) {
        self.back = self.back.saturating_add_signed(by).min(self.history.len());
        let line = self.history.len().checked_sub(self.back).and_then(|at| self.history.get(at));
        let line = line.cloned().unwrap_or_default();
        self.prompt.set(&line);
    }

    fn complete(&mut self, shot: &Snapshot, by: isize) {
        if self.choices.is_empty() {
            self.choices = commands::completions(self.prompt.text(), shot);
            self.choice = if by > 0 { 0 } else { self.choices.len().saturating_sub(1) };
        } else {
            let count = self.choices.len() as isize;
            self.choice = (self.choice as isize + by).rem_euclid(count) as usize;
        }
        if let Some(choice) = self.choices.get(self.choice).cloned() {
            self.prompt.set(&choice);
            if self.choices.len() == 1 {
                self.choices.clear();
            }
        }
    }

    /// Draws it on one line, with what fits or what it would do to the right.
    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme, shot: &Snapshot) {
        let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        self.prompt.draw(buf, line, theme, ":", true, "");
        let typed = self.prompt.text();
        let used = fit::width(typed) + 5;
        let room = line.width.saturating_sub(used);
        let choices = commands::completions(typed, shot);
        let help = match (commands::words_of(typed), choices.len()) {
            (_, 2..) if !self.choices.is_empty() || !typed.contains(' ') => {
                let names = choices
                    .iter()
                    .map(|name| name.rsplit(' ').find(|w| !w.is_empty()).unwrap_or(""));
                names.collect::<Vec<_>>().join(" ")
            }
            (Some(words), _) => words,
            (None, 0) if !typed.is_empty() => "no such command; help lists them".to_owned(),
            _ => "tab completes, up recalls, esc leaves".to_owned(),
        };
        if room > 12 {
            put(buf, (line.x + used, line.y), room, &help, theme.ink(Ink::Quiet), theme.signs.more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyModifiers;

    fn press(line: &mut CommandLine, keys: &[KeyCode]) -> Typed {
        let shot = Snapshot::default();
        let mut last = Typed::Nothing;
        for code in keys {
            last = line.key(&KeyEvent::new(*code, KeyModifiers::NONE), &shot);
        }
        last
    }

    #[test]
    fn tab_completes_and_up_recalls() {
        let mut line = CommandLine::default();
        line.open();
        let keys = ['h', 'u'].map(KeyCode::Char);
        press(&mut line, &keys);
        assert_eq!(
            press(&mut line, &[KeyCode::Tab, KeyCode::Enter]),
            Typed::Line("hush".to_owned())
        );
        assert!(!line.is_open());
        line.open();
        assert_eq!(
            press(&mut line, &[KeyCode::Up, KeyCode::Enter]),
            Typed::Line("hush".to_owned())
        );
    }
}
