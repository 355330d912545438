//! Where the words of a track stand: its calls of controls, and the texts that its events point into.
//!
//! It finds places and names for messages; what is wrong, others say.

use std::sync::Arc;

use crate::control::Control;
use crate::diag::{Sources, SrcSpan};
use crate::pattern::{Origins, Value, arith};

/// A call of a control in a track's statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Named {
    /// Which control.
    pub control: Control,
    /// Its name, as it was typed.
    pub name: SrcSpan,
    /// What stands between its brackets.
    pub inside: Option<SrcSpan>,
}

/// The places of a track.
#[derive(Clone, Debug, Default)]
pub struct Places {
    calls: Vec<Named>,
    texts: Arc<Sources>,
}

/// Texts are where the script came from, and no part of what it declares.
impl PartialEq for Places {
    fn eq(&self, other: &Places) -> bool {
        self.calls == other.calls
    }
}

impl From<Vec<Named>> for Places {
    fn from(calls: Vec<Named>) -> Places {
        Places { calls, texts: Arc::default() }
    }
}

impl Places {
    /// Learns the texts that places point into.
    pub fn read_in(&mut self, texts: Arc<Sources>) {
        self.texts = texts;
    }

    /// Where a control is named, if it is named just once: of two, which is meant?
    pub fn of(&self, control: Control) -> Option<SrcSpan> {
        let mut calls = self.calls_of(control);
        let first = calls.next()?;
        calls.next().is_none().then_some(first.name)
    }

    /// A control as the player calls it.
    pub fn name_of(&self, control: Control) -> &str {
        let mut names = self.calls_of(control).filter_map(|call| self.text(call.name));
        let first = names.next().filter(|first| names.all(|name| name == *first));
        first.unwrap_or(control.info().name)
    }

    /// Where a word stands that a control has in an event: where the event says so, or else in what the
    /// control is given.
    pub fn of_word(&self, control: Control, word: &str, origins: &Origins) -> Option<SrcSpan> {
        let written = |span: &SrcSpan| self.text(*span) == Some(word);
        let given = |span: &SrcSpan| {
            self.calls_of(control).filter_map(|call| call.inside).any(|inside| {
                inside.file == span.file && inside.range().contains(&(span.start as usize))
            })
        };
        let all = || origins.iter().filter(written);
        all().find(given).or_else(|| all().next()).or_else(|| {
            let mut inside = self.calls_of(control).filter_map(|call| call.inside);
            inside.find_map(|inside| self.word_in(inside, word))
        })
    }

    /// The piece of an event that spoils a word that was put together of several: the last of them that
    /// is no number and no note, or else the last.
    pub fn of_piece(&self, word: &str, origins: &Origins) -> Option<SrcSpan> {
        let pieces = origins.iter().filter_map(|span| {
            let text = self.text(span).filter(|text| !text.is_empty() && word.contains(text))?;
            Some((span, arith::numeral(&Value::text(text)).is_none()))
        });
        let pieces: Vec<(SrcSpan, bool)> = pieces.collect();
        let spoils = pieces.iter().rfind(|(_, spoils)| *spoils).or(pieces.last());
        spoils.map(|(span, _)| *span)
    }

    /// A word with all that is written behind it in its string: `bd*16` for the place of `bd`.
    pub fn step_of(&self, word: SrcSpan) -> SrcSpan {
        let rest =
            self.texts.get(word.file).and_then(|source| source.text.get(word.end() as usize..));
        let ends = |c: char| c.is_whitespace() || "\"`,|[]{}<>)".contains(c);
        let behind = rest.map_or(0, |rest| rest.find(ends).unwrap_or(0));
        SrcSpan::new(word.file, word.start as usize, word.end() as usize + behind)
    }

    fn calls_of(&self, control: Control) -> impl Iterator<Item = &Named> {
        self.calls.iter().filter(move |call| call.control == control.meant())
    }

    /// The text at a place, if it is known.
    pub fn text(&self, span: SrcSpan) -> Option<&str> {
        self.texts.get(span.file)?.text.get(span.range())
    }

    /// A whole word within a piece of text.
    fn word_in(&self, place: SrcSpan, word: &str) -> Option<SrcSpan> {
        let at = crate::diag::whole_word(self.text(place)?, word)?;
        let start = place.start as usize + at;
        Some(SrcSpan::new(place.file, start, start + word.len()))
    }
}
