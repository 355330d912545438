//! Patterns: immutable descriptions of what happens, and when, that answer queries.
//!
//! A pattern knows nothing of text, scripts, sounds or frames.

pub mod event;
pub mod value;

use std::sync::Arc;

pub use event::{Event, Origins};
pub use value::{Controls, Value};

use crate::diag::SrcSpan;
use crate::time::Span;

/// What happens, and when: an immutable description that can be queried, printed, compared, hashed.
///
/// Cloning is cheap. Building one never fails and never runs for ever; querying never changes it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Pattern(Arc<Node>);

#[derive(PartialEq, Eq, Hash, Debug)]
enum Node {
    Silence,
    Atom { value: Value, origin: Option<SrcSpan> },
}

impl Pattern {
    /// Nothing, for ever.
    pub fn silence() -> Pattern {
        Pattern(Arc::new(Node::Silence))
    }

    /// A value that happens once in every cycle, and fills it.
    pub fn atom(value: Value, origin: Option<SrcSpan>) -> Pattern {
        Pattern(Arc::new(Node::Atom { value, origin }))
    }

    /// Appends every event that touches `span`. Events already in `out` are left alone.
    pub fn query(&self, span: Span, out: &mut Vec<Event>) {
        match &*self.0 {
            Node::Silence => {}
            Node::Atom { value, origin } => {
                out.extend(span.cycles().map(|part| Event {
                    whole: Some(Span::cycle(part.begin.cycle())),
                    part,
                    value: value.clone(),
                    origins: Origins::of(*origin),
                }));
            }
        }
    }
}
