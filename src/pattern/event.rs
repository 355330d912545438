//! One thing that happens, and the places in the source that made it happen.

use std::hash::{Hash, Hasher};

use super::value::Value;
use crate::diag::SrcSpan;
use crate::symbol::Symbol;
use crate::time::Span;

/// Where an event comes from: the pieces of source text that caused it, and the scale that its note
/// was chosen from. The first four pieces are kept: enough for an atom, its structure and two
/// arguments.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origins {
    places: [SrcSpan; Origins::MOST],
    /// How many of the places count.
    count: u8,
    scale: Option<Symbol>,
    /// What is known of how the event was made, while somebody asks; else 0.
    pub(super) story: u32,
}

impl Origins {
    /// How many are kept.
    pub const MOST: usize = 4;

    /// One place, or none.
    pub fn of(span: Option<SrcSpan>) -> Origins {
        let mut origins = Origins::default();
        origins.places[0] = span.unwrap_or_default();
        origins.count = u8::from(span.is_some());
        origins
    }

    /// Adds what is known of another event.
    pub fn merge(&mut self, other: &Origins) {
        for span in other.iter() {
            let count = usize::from(self.count);
            if count < Origins::MOST && !self.known().contains(&span) {
                self.places[count] = span;
                self.count += 1;
            }
        }
        self.scale = self.scale.or(other.scale);
        if self.story != other.story {
            self.story = super::explain::both(self.story, other.story);
        }
    }

    /// True if nothing is known.
    pub fn is_empty(&self) -> bool {
        self.count == 0 && self.scale.is_none()
    }

    /// The places, nearest first.
    pub fn iter(&self) -> impl Iterator<Item = SrcSpan> + '_ {
        self.known().iter().copied()
    }

    fn known(&self) -> &[SrcSpan] {
        &self.places[..usize::from(self.count)]
    }

    /// The scale that the note was chosen from, as it was written.
    pub fn scale(&self) -> Option<Symbol> {
        self.scale
    }

    /// Forgets the places: they belong to a text that is gone.
    pub(super) fn forget_places(&mut self) {
        self.count = 0;
    }

    /// Notes the scale that the note was chosen from; a later one takes the place of an earlier.
    pub fn set_scale(&mut self, scale: Symbol) {
        self.scale = Some(scale);
    }
}

/// What does not count is not compared.
impl PartialEq for Origins {
    fn eq(&self, other: &Origins) -> bool {
        (self.known(), self.scale, self.story) == (other.known(), other.scale, other.story)
    }
}

impl Eq for Origins {}

impl Hash for Origins {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.known(), self.scale, self.story).hash(state);
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

    /// True if neither the part nor the whole ends before it begins.
    pub(super) fn runs_forwards(&self) -> bool {
        let forwards = |span: Span| span.begin <= span.end;
        forwards(self.part) && self.whole.is_none_or(|w| w == self.part || forwards(w))
    }

    /// The full extent, or what was asked about if the event is continuous.
    pub fn whole_or_part(&self) -> Span {
        self.whole.unwrap_or(self.part)
    }
}
