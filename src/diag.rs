//! What we tell the musician: places in source text, and messages about them.
//!
//! Drawing is left to those who have a screen (`tui`) or a terminal (`cli`).

mod fold;

pub use fold::{Fold, folded};

use std::collections::HashMap;
use std::sync::Arc;

/// A source file, as a small number. [`Sources`] knows its name and text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, PartialOrd, Ord)]
pub struct SourceId(pub u16);

/// A piece of a source file, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, PartialOrd, Ord)]
pub struct SrcSpan {
    /// Which file.
    pub file: SourceId,
    /// How many bytes; pieces longer than 65,535 bytes are cut.
    pub len: u16,
    /// Where it begins.
    pub start: u32,
}

impl SrcSpan {
    /// The piece between two byte offsets.
    pub fn new(file: SourceId, start: usize, end: usize) -> SrcSpan {
        let len = end.saturating_sub(start).min(usize::from(u16::MAX)) as u16;
        SrcSpan { file, len, start: start as u32 }
    }

    /// First byte after it.
    pub fn end(self) -> u32 {
        self.start + u32::from(self.len)
    }

    /// As indices into the text of its file.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end() as usize
    }
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Severity {
    /// Something did not take effect.
    Error,
    /// Legal, but surely not meant.
    Warning,
    /// Good to know.
    Note,
}

/// Something to tell the person who wrote the script.
///
/// The message is one plain sentence in lower case without a full stop; each hint says what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where, if it has a place.
    pub span: Option<SrcSpan>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(span: impl Into<Option<SrcSpan>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            span: span.into(),
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// A warning at a place.
    pub fn warning(span: impl Into<Option<SrcSpan>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(span, message) }
    }

    /// The same, with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hints.push(hint.into());
        self
    }
}

/// Where the text of a literal stands: maps offsets in the decoded text to offsets in the source.
#[derive(Clone, Debug)]
pub struct Place {
    /// The literal's body, between its quotes.
    pub span: SrcSpan,
    /// For literals with escapes: the source offset of each decoded byte, and of the end.
    pub escapes: Option<Arc<[u32]>>,
}

impl Place {
    /// The source of the decoded bytes `start..end`.
    pub fn locate(&self, start: usize, end: usize) -> SrcSpan {
        let at = |i: usize| match &self.escapes {
            Some(map) => map.get(i).or(map.last()).map_or(self.span.start, |o| *o) as usize,
            None => (self.span.start as usize + i).min(self.span.end() as usize),
        };
        SrcSpan::new(self.span.file, at(start), at(end))
    }
}

/// Why a call makes no sense. The binding adds the place of the call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ArgError {
    /// One plain sentence, lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The place within an argument, where it is known (a character of a mini-notation string).
    pub span: Option<SrcSpan>,
}

impl ArgError {
    /// An error that has only a message.
    pub fn new(message: impl Into<String>) -> ArgError {
        ArgError { message: message.into(), hints: Vec::new(), span: None }
    }

    /// The same, with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> ArgError {
        self.hints.push(hint.into());
        self
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, span: Option<SrcSpan>) -> ArgError {
        self.span = self.span.or(span);
        self
    }
}

/// A number as a message shows it: very large and very small ones in short form, `1e300`.
pub fn number(x: f64) -> String {
    let size = x.abs();
    match x.is_finite() && x != 0.0 && !(1e-6..1e15).contains(&size) {
        true => format!("{x:e}"),
        false => x.to_string(),
    }
}

/// Where a word stands in a text, not as a part of a longer one.
pub fn whole_word(text: &str, word: &str) -> Option<usize> {
    let belongs = |c: char| c.is_alphanumeric() || "_#.^".contains(c);
    let alone = |at: usize| {
        let (before, after) =
            (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(belongs) && !after.is_some_and(belongs)
    };
    let mut all = text.match_indices(word).map(|(at, _)| at);
    if word.is_empty() { None } else { all.find(|at| alone(*at)) }
}

/// One source text with its name and the beginnings of its lines.
#[derive(Clone, Debug)]
pub struct Source {
    /// What to call it in a message: a path, or `<std>/drums.rhai`.
    pub name: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    lines: Arc<[u32]>,
}

impl Source {
    /// Wraps a text.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Source {
        let text: Arc<str> = text.into();
        let ends = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        Source { name: name.into(), text, lines }
    }

    /// Line and column of a byte offset, both counted from 1, the column in characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.lines.partition_point(|&start| start as usize <= offset);
        let start = self.lines[line - 1] as usize;
        let before = self.text.get(start..offset).unwrap_or("");
        (line, before.chars().count() + 1)
    }

    /// The byte offset of a line and column counted from 1, the column in characters.
    pub fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let start = *self.lines.get(line.checked_sub(1)?)? as usize;
        let rest = &self.text[start..];
        Some(
            start
                + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(i, _)| i),
        )
    }

    /// The text of a line counted from 1, without its end.
    pub fn line(&self, line: usize) -> &str {
        let Some(&start) = line.checked_sub(1).and_then(|i| self.lines.get(i)) else { return "" };
        let end = self.lines.get(line).map_or(self.text.len(), |&end| end as usize);
        self.text[start as usize..end].trim_end_matches(['\n', '\r'])
    }

    /// How many lines it has.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }
}

/// All source texts that spans may point into.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
    by_name: HashMap<Arc<str>, SourceId>,
}

impl Sources {
    /// Adds a text, or replaces the one of the same name; the number of a name never changes.
    pub fn insert(&mut self, source: Source) -> SourceId {
        if let Some(&id) = self.by_name.get(&source.name) {
            self.list[usize::from(id.0)] = source;
            return id;
        }
        let id = SourceId(self.list.len().min(usize::from(u16::MAX)) as u16);
        self.by_name.insert(source.name.clone(), id);
        self.list.push(source);
        id
    }

    /// The text of that number.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.list.get(usize::from(id.0))
    }

    /// All texts, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.list.iter()
    }

    /// The number of that name.
    pub fn id(&self, name: &str) -> Option<SourceId> {
        self.by_name.get(name).copied()
    }
}

/// The name among `candidates` that `word` was most likely meant to be, if one is close enough.
///
/// Distance is Damerau-Levenshtein restricted to neighbours (insert, delete, change, swap); case
/// counts for nothing. A quarter of the word's letters, and one, may be wrong.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_by(word, candidates, |_| 0)
}

/// The same; of names as near, the one of the lowest rank.
pub fn nearest_by<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    rank: impl Fn(&str) -> usize,
) -> Option<&'a str> {
    let written = word;
    let word = word.to_lowercase();
    let limit = 1 + word.chars().count() / 4;
    candidates
        .into_iter()
        .map(|name| (edit_distance(&word, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        // Of names as near, the one with the same letters, then by rank, then the one with the same
        // capitals, then the one that begins and ends alike: a letter is left out more often than hit
        // beside its key.
        .min_by_key(|(distance, name)| {
            let swapped = letters(&word) == letters(name);
            let as_written = edit_distance(written, name);
            let alike = common_start(&word, name) + common_end(&word, name);
            (*distance, !swapped, rank(name), as_written, usize::MAX - alike, name.len(), *name)
        })
        .map(|(_, name)| name)
}

/// How many letters must be put in, left out, changed or swapped with their neighbour to make one
/// word of another; case counts for nothing.
pub fn distance(a: &str, b: &str) -> usize {
    edit_distance(&a.to_lowercase(), &b.to_lowercase())
}

/// The letters of a word, sorted.
fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    letters.sort_unstable();
    letters
}

/// How many letters two words have in common before they part.
fn common_start(a: &str, b: &str) -> usize {
    let pairs = a.chars().zip(b.chars().flat_map(char::to_lowercase));
    pairs.take_while(|(a, b)| a == b).count()
}

/// How many letters two words have in common at their ends.
fn common_end(a: &str, b: &str) -> usize {
    let pairs = a.chars().rev().zip(b.chars().rev().flat_map(char::to_lowercase));
    pairs.take_while(|(a, b)| a == b).count()
}

fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters() {
        let source = Source::new("x", "ab\nçd\n");
        assert_eq!(source.line_column(6), (2, 3));
        assert_eq!(source.offset(2, 2), Some(5));
        assert_eq!(source.line(2), "çd");
    }

    #[test]
    fn the_nearest_name_is_found() {
        assert_eq!(nearest("fsat", ["slow", "fast", "late"]), Some("fast"));
        assert_eq!(nearest("zzz", ["slow", "fast"]), None);
        assert_eq!(nearest("sped", ["seed", "speed"]), Some("speed"));
        assert_eq!(nearest("lat", ["last", "late"]), Some("last"));
        let rank = |name: &str| usize::from(name == "last");
        assert_eq!(nearest_by("lat", ["last", "late"], rank), Some("late"));
    }

    #[test]
    fn a_word_is_found_where_it_stands_alone() {
        assert_eq!(whole_word("c2 2 c", "2"), Some(3));
        assert_eq!(whole_word("bd:3", "3"), Some(3));
        assert_eq!(whole_word("c2", "2"), None);
    }
}
