//! A list that is longer than its place: which row is chosen, and which are shown.
//!
//! It counts rows; what they say is decided elsewhere.

use std::ops::Range;

use super::keys::Wish;

/// Where a list stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct List {
    /// The chosen row.
    pub(super) at: usize,
    top: usize,
    height: usize,
}

impl List {
    /// The rows to show of `count`, in a place of `height`.
    pub(super) fn shown(&mut self, count: usize, height: usize) -> Range<usize> {
        self.at = self.at.min(count.saturating_sub(1));
        self.height = height;
        if self.at < self.top {
            self.top = self.at;
        }
        if self.at >= self.top + height {
            self.top = self.at + 1 - height.max(1);
        }
        self.top = self.top.min(count.saturating_sub(height));
        self.top..(self.top + height).min(count)
    }

    /// Moves by rows.
    pub(super) fn step(&mut self, by: i64) {
        self.at = (self.at as i64).saturating_add(by).max(0) as usize;
    }

    /// Moves as a key asks; false if it asks for something else.
    pub(super) fn grant(&mut self, wish: Wish) -> bool {
        let page = self.height.saturating_sub(1).max(1) as i64;
        match wish {
            Wish::Up => self.step(-1),
            Wish::Down => self.step(1),
            Wish::PageUp => self.step(-page),
            Wish::PageDown => self.step(page),
            Wish::Top => self.at = 0,
            Wish::Bottom => self.at = usize::MAX / 2,
            _ => return false,
        }
        true
    }

    /// Chooses the row that is `line` below the first one shown.
    pub(super) fn click(&mut self, line: usize) {
        self.at = self.top + line;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_shown() {
        let mut list = List::default();
        assert_eq!(list.shown(10, 4), 0..4);
        list.grant(Wish::Bottom);
        assert_eq!((list.shown(10, 4), list.at), (6..10, 9));
        list.grant(Wish::Up);
        assert_eq!(list.shown(10, 4), 6..10);
        list.grant(Wish::PageUp);
        assert_eq!((list.shown(10, 4), list.at), (5..9, 5));
        assert_eq!((list.shown(0, 4), list.at), (0..0, 0));
    }
}
