//! What the editor knows about words: what they may go on with, and what they mean.
//!
//! All of it is the reference's.

use super::{Editor, INDENT};
use crate::vocab::reference::{self, Entry};

/// Letters of a word before anything is suggested.
const LEAST: usize = 2;
/// Suggestions that are kept.
const MOST: usize = 40;

/// Names that go on with what was typed.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    /// What was typed.
    typed: String,
    /// Names and what they are.
    pub(super) all: Vec<(&'static str, &'static Entry)>,
    /// Which one stands in the text.
    pub(super) at: Option<usize>,
}

impl Choices {
    /// What a word may go on with; none if it is short, or nothing goes on with it.
    pub(super) fn of(typed: String) -> Option<Choices> {
        if typed.chars().count() < LEAST {
            return None;
        }
        let mut all = reference::completions(&typed);
        all.sort_by_key(|(name, _)| (name.len(), *name));
        all.dedup_by_key(|(name, _)| *name);
        all.truncate(MOST);
        let whole = all.len() == 1 && all[0].0 == typed;
        (!all.is_empty() && !whole).then_some(Choices { typed, all, at: None })
    }
}

impl Editor {
    /// The letters of the word that ends at the cursor.
    pub(super) fn word_before(&self) -> String {
        let (row, column) = self.cursor();
        let line = self.area.lines().get(row).map_or("", String::as_str);
        let head: Vec<char> = line.chars().take(column).collect();
        let part = |c: &&char| c.is_alphanumeric() || **c == '_';
        let word: String = head.iter().rev().take_while(part).collect();
        let word: String = word.chars().rev().collect();
        if word.starts_with(|c: char| c.is_ascii_digit()) { String::new() } else { word }
    }

    /// What the function is whose brackets are around the cursor, or the word at it.
    pub(super) fn meant(&self) -> Option<&'static Entry> {
        let (row, column) = self.cursor();
        let line: Vec<char> = self.area.lines().get(row)?.chars().collect();
        let part = |c: &char| c.is_alphanumeric() || *c == '_';
        let word_at = |end: usize| -> String {
            let start = line[..end].iter().rposition(|c| !part(c)).map_or(0, |at| at + 1);
            line[start..end].iter().collect()
        };
        let end = column + line[column.min(line.len())..].iter().take_while(|c| part(c)).count();
        let here = word_at(end.min(line.len()));
        if let Some(entry) = (here.len() > 1).then(|| reference::entry(&here)).flatten() {
            return Some(entry);
        }
        let mut depth = 0;
        for at in (0..column.min(line.len())).rev() {
            match line[at] {
                ')' => depth += 1,
                '(' if depth > 0 => depth -= 1,
                '(' => return reference::entry(&word_at(at)),
                _ => {}
            }
        }
        None
    }

    /// Puts the next suggestion in the place of the word, or indents where there is none.
    pub(super) fn complete(&mut self, by: isize) -> bool {
        if self.choices.is_none() {
            self.choices = Choices::of(self.word_before());
        }
        let Some(choices) = &mut self.choices else {
            if by > 0 {
                self.area.insert_str(INDENT);
            }
            return by > 0;
        };
        let count = choices.all.len() as isize;
        let (before, next) = match choices.at {
            Some(at) => (choices.all[at].0, (at as isize + by).rem_euclid(count) as usize),
            None if by > 0 => (choices.typed.as_str(), 0),
            None => (choices.typed.as_str(), count as usize - 1),
        };
        let (letters, name) = (before.chars().count(), choices.all[next].0);
        choices.at = Some(next);
        for _ in 0..letters {
            self.area.delete_char();
        }
        self.area.insert_str(name);
        true
    }
}
