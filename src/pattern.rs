//! Patterns: immutable descriptions of what happens, and when, that answer queries.
//!
//! A pattern knows nothing of text, scripts, sounds or frames.

pub mod arith;
mod arpeggio;
pub mod change;
mod combine;
pub mod context;
pub mod event;
pub mod explain;
mod flow;
mod join;
mod keys;
mod merged;
mod node;
mod period;
mod query;
pub mod signal;
pub mod value;

mod create;
mod euclid;
mod generate;
mod groove;
mod group;
mod print;
mod random;
mod reshape;
mod sample;
mod steps;
mod structure;
mod time;
pub mod transition;

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

pub use arith::Op;
pub use arpeggio::orders;
pub use change::{ValueChange, ValueFunction};
pub use combine::Align;
pub use context::{Context, Inputs, Key};
pub use euclid::{bjorklund, no_rhythm};
pub use event::{Event, Origins};
pub use explain::{Draw, Explained, Made};
pub use generate::lindenmayer;
pub use join::{Call, Join};
pub use node::EventChange;
pub use random::Chance;
pub use signal::Signal;
pub use structure::time_of;
pub use value::{Controls, Value};

use crate::diag::SrcSpan;
use crate::time::{Span, Time};
use node::{Node, Test};

/// What happens, and when: an immutable description that can be queried, printed, compared, hashed.
///
/// Cloning is cheap. Building one never fails and never runs for ever; querying never changes it.
#[derive(Clone, Debug)]
pub struct Pattern(Arc<Body>);

/// A primitive with what is known about it without asking.
#[derive(Debug)]
struct Body {
    node: Node,
    /// How many steps a cycle has, for functions that count them.
    steps: Option<Time>,
    traits: Traits,
    /// The calls of a script that made it, for those who ask.
    made: Option<Arc<explain::Chain>>,
    /// A hash of everything below, made when first asked for.
    digest: OnceLock<u64>,
}

/// What the structure of a pattern says of all its answers.
#[derive(Clone, Copy, Debug)]
struct Traits {
    /// No part of an event ever reaches over the end of a cycle.
    bounded: bool,
    /// What is asked of a span, cut to a piece of it, is what is asked of the piece.
    exact: bool,
    /// Parts may lie outside their wholes, as windows of time leave them.
    strays: bool,
    /// Every question has at most one answer, without a whole.
    flows: bool,
    /// After how many cycles everything comes again; 0 if that is not known.
    period: u16,
    /// How many nodes lie on the longest way down; bounds recursion.
    depth: u16,
}

/// Deeper patterns are silent, and say so when asked with [`Pattern::is_too_deep`]: each level costs stack
/// while it is queried.
pub const DEPTH_LIMIT: u16 = 250;

/// How many parts a function may cut a pattern into, and how many copies it may make.
pub const PARTS_LIMIT: i64 = 4096;

impl Pattern {
    pub(crate) fn new(node: Node, steps: Option<Time>) -> Pattern {
        let mut depth = 0;
        node.each_child(&mut |child| depth = depth.max(child.0.traits.depth));
        let too_deep = depth >= DEPTH_LIMIT;
        // What is made of it is too deep as well.
        let (node, depth) = if too_deep { (Node::Silence, DEPTH_LIMIT) } else { (node, depth) };
        let traits = Traits {
            bounded: node.is_bounded(),
            exact: node.is_exact(),
            strays: node.has_strays(),
            flows: node.flows(),
            period: node.period(),
            depth: depth + 1,
        };
        Pattern(Arc::new(Body { node, steps, traits, made: None, digest: OnceLock::new() }))
    }

    /// True if it is silent because more than [`DEPTH_LIMIT`] functions lie in one another.
    pub fn is_too_deep(&self) -> bool {
        self.0.traits.depth > DEPTH_LIMIT
    }

    pub(crate) fn node(&self) -> &Node {
        &self.0.node
    }

    /// True if what is asked of a span, cut to a piece of it, is what is asked of the piece.
    pub(crate) fn is_exact(&self) -> bool {
        self.0.traits.exact
    }

    /// Nothing, for ever.
    pub fn silence() -> Pattern {
        Pattern::new(Node::Silence, Some(Time::ONE))
    }

    /// Nothing, in no time at all.
    pub fn nothing() -> Pattern {
        Pattern::new(Node::Silence, Some(Time::ZERO))
    }

    /// A value that happens once in every cycle, and fills it.
    pub fn atom(value: Value, origin: Option<SrcSpan>) -> Pattern {
        Pattern::pure(value, Origins::of(origin))
    }

    pub(crate) fn pure(value: Value, origins: Origins) -> Pattern {
        Pattern::new(Node::Atom { value, origins }, Some(Time::ONE))
    }

    /// A number that happens once in every cycle.
    pub fn number(x: f64) -> Pattern {
        Pattern::atom(Value::Number(x), None)
    }

    /// A length of time as a number.
    pub fn time(t: Time) -> Pattern {
        Pattern::number(t.to_f64())
    }

    /// The value, if the pattern is one value in every cycle.
    pub fn as_atom(&self) -> Option<&Value> {
        match self.node() {
            Node::Atom { value, .. } => Some(value),
            _ => None,
        }
    }

    /// True if nothing ever happens.
    pub fn is_silence(&self) -> bool {
        matches!(self.node(), Node::Silence)
    }

    /// How many steps a cycle has, for functions that count steps; `None` if it has none to count.
    pub fn steps(&self) -> Option<Time> {
        self.0.steps
    }

    /// The same, with parts cut at the ends of cycles.
    pub(crate) fn cut_at_cycles(&self) -> Pattern {
        if self.0.traits.bounded {
            return self.clone();
        }
        Pattern::new(Node::Cut(self.clone()), self.steps())
    }

    /// The same, with every part inside its whole.
    pub(crate) fn without_strays(&self) -> Pattern {
        if !self.0.traits.strays {
            return self.clone();
        }
        Pattern::new(Node::Keep { test: Test::Inside, of: self.clone() }, self.steps())
    }

    /// The same, with fragments that end where cycles end. A signal is asked anew where a cycle begins.
    #[must_use]
    pub fn split_cycles(&self) -> Pattern {
        if self.is_signal() {
            let again = Node::Repeat { n: Time::ONE, of: self.clone() };
            return Pattern::new(again, self.steps());
        }
        self.cut_at_cycles()
    }

    /// True for a signal, whatever became of its values and its time.
    fn is_signal(&self) -> bool {
        match self.node() {
            Node::Signal(_) => true,
            Node::Map { of, .. } | Node::Mark { of, .. } | Node::Warp { of, .. } => of.is_signal(),
            _ => false,
        }
    }

    /// True if every question has at most one answer, which fills it and has no whole; cycles may cut
    /// it.
    fn flows(&self) -> bool {
        self.0.traits.flows
    }

    /// The same pattern, said to have so many steps.
    #[must_use]
    pub fn with_steps(&self, steps: Option<Time>) -> Pattern {
        if self.0.steps == steps { self.clone() } else { Pattern::new(self.node().clone(), steps) }
    }

    /// The same for a pattern that was just made, without a copy.
    pub(crate) fn in_steps(mut self, steps: Option<Time>) -> Pattern {
        match Arc::get_mut(&mut self.0) {
            Some(body) => {
                body.steps = steps;
                body.digest = OnceLock::new();
                self
            }
            None => self.with_steps(steps),
        }
    }

    /// Appends every event that touches `span`. Events already in `out` are left alone.
    pub fn query(&self, span: Span, out: &mut Vec<Event>) {
        self.query_in(&Context::default(), span, out);
    }

    /// Appends every event that touches `span`, at a tempo and with a seed.
    ///
    /// Returns false if there was so much to do that the answer had to be cut short.
    pub fn query_in(&self, context: &Context, span: Span, out: &mut Vec<Event>) -> bool {
        let meter = context::Meter::new(span);
        let start = out.len();
        self.ask(span, &context::Asking::new(context, &meter), out);
        // Times that had to be rounded can end before they begin.
        query::keep_tail(out, start, |event| event.runs_forwards());
        let complete = !meter.exceeded() && out.len() - start <= meter.most;
        out.truncate(start.saturating_add(meter.most));
        complete
    }

    /// All events of one cycle, sorted by time; for tests and tools.
    pub fn cycle(&self, n: i64) -> Vec<Event> {
        let mut out = Vec::new();
        self.query(Span::cycle(n), &mut out);
        out.sort_by_key(|event| (event.part.begin, event.whole.map(|w| w.begin), event.part.end));
        out
    }
}

impl Pattern {
    fn digest(&self) -> u64 {
        *self.0.digest.get_or_init(|| self.0.node.digest(self.0.steps))
    }
}

/// Patterns built alike are equal. Told by 64-bit digests, because walking two patterns that share
/// parts with themselves could take for ever.
impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.digest() == other.digest()
    }
}

impl Eq for Pattern {}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest().hash(state);
    }
}
