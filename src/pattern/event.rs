//! One thing that happens, and the places in the source that made it happen.

use smallvec::SmallVec;

use super::value::Value;
use crate::diag::SrcSpan;
use crate::symbol::Symbol;
use crate::time::Span;

/// Where an event comes from: the pieces of source text that caused it, and the scale that its note
/// was chosen from. The first four pieces are kept: enough for an atom, its structure and two
/// arguments.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Origins {
    places: SmallVec<[SrcSpan; 4]>,
    scale: Option<Symbol>,
    /// What is known of how the event was made, while somebody asks; else 0.
    pub(super) story: u32,
}

impl Origins {
    /// How many are kept.
    pub const MOST: usize = 4;

    /// One place, or none.
    pub fn of(span: Option<SrcSpan>) -> Origins {
        Origins { places: span.into_iter().collect(), ..Origins::default() }
    }

    /// Adds what is known of another event.
    pub fn merge(&mut self, other: &Origins) {
        for &span in &other.places {
            if self.places.len() < Origins::MOST && !self.places.contains(&span) {
                self.places.push(span);
            }
        }
        self.scale = self.scale.or(other.scale);
        if self.story != other.story {
            self.story = super::explain::both(self.story, other.story);
        }
    }

    /// True if nothing is known.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.scale.is_none()
    }

    /// The places, nearest first.
    pub fn iter(&self) -> impl Iterator<Item = SrcSpan> + '_ {
        self.places.iter().copied()
    }

    /// The scale that the note was chosen from, as it was written.
    pub fn scale(&self) -> Option<Symbol> {
        self.scale
    }

    /// Forgets the places: they belong to a text that is gone.
    pub(super) fn forget_places(&mut self) {
        self.places.clear();
    }

    /// Notes the scale that the note was chosen from; a later one takes the place of an earlier.
    pub fn set_scale(&mut self, scale: Symbol) {
        self.scale = Some(scale);
    }
}

/// One thing that happens.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Event {
    /// The full extent, or `None` for a sample of something continuous.
    pub whole: Option<Span>,
    /// The piece of it that the query asked about; always inside `whole`.
    pub part: Span,
    /// What it carries.
    pub value: Value,
    /// What in the source caused it.
    pub origins: Origins,
}

impl Event {
    /// True if the event begins here, so that it must be triggered.
    pub fn has_onset(&self) -> bool {
        self.whole.is_some_and(|whole| whole.begin == self.part.begin)
    }

    /// The full extent, or what was asked about if the event is continuous.
    pub fn whole_or_part(&self) -> Span {
        self.whole.unwrap_or(self.part)
    }
}
