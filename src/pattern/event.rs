//! One thing that happens, and the places in the source that made it happen.

use smallvec::SmallVec;

use super::value::Value;
use crate::diag::SrcSpan;
use crate::time::Span;

/// The pieces of source text that caused an event. The first four are kept: enough for an atom, its
/// structure and two arguments.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Origins(SmallVec<[SrcSpan; 4]>);

impl Origins {
    /// How many are kept.
    pub const MOST: usize = 4;

    /// One place, or none.
    pub fn of(span: Option<SrcSpan>) -> Origins {
        Origins(span.into_iter().collect())
    }

    /// Adds the places of another event.
    pub fn merge(&mut self, other: &Origins) {
        for &span in &other.0 {
            if self.0.len() < Origins::MOST && !self.0.contains(&span) {
                self.0.push(span);
            }
        }
    }

    /// True if nothing in the source caused it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The places, nearest first.
    pub fn iter(&self) -> impl Iterator<Item = SrcSpan> + '_ {
        self.0.iter().copied()
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
