//! A list that can be searched: what is typed, which row is chosen, which rows are shown.
//!
//! What rows there are, and which of them fit, is decided by the page.

use std::ops::Range;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::put;
use super::keys::Wish;
use super::list::List;
use super::prompt::Prompt;
use super::theme::{Ink, Theme};

/// Where a searched list stands.
#[derive(Debug, Default)]
pub(super) struct Finder {
    list: List,
    search: Prompt,
    typing: bool,
}

impl Finder {
    /// What is searched.
    pub(super) fn word(&self) -> &str {
        self.search.text()
    }

    /// The chosen row.
    pub(super) fn at(&self) -> usize {
        self.list.at
    }

    /// Chooses a row.
    pub(super) fn choose(&mut self, row: usize) {
        self.list.at = row;
    }

    /// True while letters are text.
    pub(super) fn is_typed_into(&self) -> bool {
        self.typing
    }

    /// The rows to show of `count`, in a place of `height`.
    pub(super) fn shown(&mut self, count: usize, height: u16) -> Range<usize> {
        self.list.shown(count, usize::from(height))
    }

    /// Draws what is searched on the first line of an area, or what there is to know before.
    pub(super) fn head(&self, buf: &mut Buffer, area: Rect, theme: Theme, name: &str, idle: &str) {
        let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
        self.search.draw(buf, line, theme, name, self.typing, idle);
    }

    /// Draws the name of a row, with the sign of the chosen one before it.
    pub(super) fn name(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        (row, name, ink): (usize, &str, Ink),
    ) {
        let chosen = row == self.list.at;
        let sign = if chosen { theme.signs.chosen } else { " " };
        put(buf, (area.x, area.y), 1, sign, theme.ink(Ink::Strong), "");
        let style = if chosen { theme.cursor() } else { theme.ink(ink) };
        let room = area.width.saturating_sub(2);
        put(buf, (area.x + 2, area.y), room, name, style, theme.signs.more);
    }

    /// Takes a key of the table; false if it asks for something else.
    pub(super) fn grant(&mut self, wish: Wish) -> bool {
        match wish {
            Wish::Search => self.typing = true,
            Wish::Close if !self.search.text().is_empty() => self.search.set(""),
            wish => return self.list.grant(wish),
        }
        true
    }

    /// Takes a key while letters are text; true if the chosen row is what was searched for.
    pub(super) fn typed(&mut self, key: &KeyEvent) -> bool {
        match key.code {
            KeyCode::Esc => {
                self.search.set("");
                self.typing = false;
            }
            KeyCode::Tab => self.typing = false,
            KeyCode::Enter => {
                self.typing = false;
                return true;
            }
            KeyCode::Up => self.list.step(-1),
            KeyCode::Down => self.list.step(1),
            _ if self.search.key(key) => self.list.at = 0,
            _ => {}
        }
        false
    }

    /// Chooses the row that is `line` below the first one shown.
    pub(super) fn click(&mut self, line: usize) {
        self.list.click(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_word_is_searched_from_the_first_row() {
        let mut finder = Finder::default();
        finder.grant(Wish::Down);
        assert!(!finder.grant(Wish::Insert));
        assert!(finder.grant(Wish::Search) && finder.is_typed_into());
        assert!(!finder.typed(&KeyEvent::from(KeyCode::Char('b'))));
        assert_eq!((finder.word(), finder.at()), ("b", 0));
        assert!(finder.typed(&KeyEvent::from(KeyCode::Enter)) && !finder.is_typed_into());
        assert!(finder.grant(Wish::Close));
        assert_eq!(finder.word(), "");
    }
}
