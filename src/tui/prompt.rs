//! One line that somebody types into.
//!
//! It keeps the text and the place in it; what the text means is decided elsewhere.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{self, put};
use super::theme::{Ink, Theme};

/// Bytes that fit.
const MOST: usize = 400;

/// The line.
#[derive(Clone, Debug, Default)]
pub(super) struct Prompt {
    text: String,
    /// The byte before which the next letter goes.
    at: usize,
}

impl Prompt {
    /// What was typed.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Puts another text in its place.
    pub(super) fn set(&mut self, text: &str) {
        self.text = text.to_owned();
        self.at = self.text.len();
    }

    /// Adds what was pasted, its first line only.
    pub(super) fn paste(&mut self, text: &str) {
        text.lines().next().unwrap_or("").chars().for_each(|letter| self.insert(letter));
    }

    fn insert(&mut self, letter: char) {
        if self.text.len() < MOST && !letter.is_control() {
            self.text.insert(self.at, letter);
            self.at += letter.len_utf8();
        }
    }

    fn before(&self) -> usize {
        self.text[..self.at].chars().next_back().map_or(self.at, |c| self.at - c.len_utf8())
    }

    /// Takes a key; true if it changed the text.
    pub(super) fn key(&mut self, key: &KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('u') if control => {
                self.text.drain(..self.at);
                self.at = 0;
            }
            KeyCode::Char('w') if control => {
                let head = self.text[..self.at].trim_end();
                let from = head.rfind(char::is_whitespace).map_or(0, |at| at + 1);
                self.text.drain(from..self.at);
                self.at = from;
            }
            KeyCode::Char('a') if control => self.at = 0,
            KeyCode::Char('e') if control => self.at = self.text.len(),
            KeyCode::Char(letter) if !control => self.insert(letter),
            KeyCode::Backspace => {
                let before = self.before();
                self.text.drain(before..self.at);
                self.at = before;
            }
            KeyCode::Delete => {
                let next = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
                self.text.drain(self.at..self.at + next);
            }
            KeyCode::Left => self.at = self.before(),
            KeyCode::Right => {
                self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8);
            }
            KeyCode::Home => self.at = 0,
            KeyCode::End => self.at = self.text.len(),
            _ => return false,
        }
        true
    }

    /// Draws it behind a sign; `open` while it takes the keys, else the words of `idle`.
    pub(super) fn draw(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        sign: &str,
        open: bool,
        idle: &str,
    ) {
        let more = theme.signs.more;
        let x = put(buf, (area.x, area.y), area.width, sign, theme.ink(Ink::Strong), more);
        let room = area.right().saturating_sub(x);
        if !open && self.text.is_empty() {
            put(buf, (x, area.y), room, idle, theme.ink(Ink::Quiet), more);
            return;
        }
        let before = &self.text[..self.at];
        let cut = fit::width(before).saturating_sub(room.saturating_sub(2));
        let skip = |text: &str| -> String {
            let mut left = cut;
            text.chars()
                .skip_while(|c| {
                    let skipped = left > 0;
                    left = left.saturating_sub(fit::width(&c.to_string()).max(1));
                    skipped
                })
                .collect()
        };
        let shown = skip(&self.text);
        put(buf, (x, area.y), room, &shown, theme.ink(Ink::Function), more);
        if open {
            let column = x + fit::width(before).saturating_sub(cut);
            if let Some(cell) = buf.cell_mut((column.min(area.right().saturating_sub(1)), area.y)) {
                cell.set_style(theme.cursor());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_where_the_cursor_is() {
        let mut prompt = Prompt::default();
        let mut press = |code, modifiers| prompt.key(&KeyEvent::new(code, modifiers));
        for letter in "mté x".chars() {
            press(KeyCode::Char(letter), KeyModifiers::NONE);
        }
        for _ in 0..3 {
            press(KeyCode::Left, KeyModifiers::NONE);
        }
        press(KeyCode::Backspace, KeyModifiers::NONE);
        press(KeyCode::Delete, KeyModifiers::NONE);
        press(KeyCode::Char('u'), KeyModifiers::NONE);
        assert_eq!(prompt.text(), "mu x");
        prompt.key(&KeyEvent::new(KeyCode::End, KeyModifiers::NONE));
        prompt.key(&KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL));
        assert_eq!(prompt.text(), "mu ");
    }
}
