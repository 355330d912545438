//! What a query depends on besides its span, and how much work it may do.
//!
//! Nothing here changes what a pattern means: the same question in the same context has the same
//! answer.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::event::Event;
use super::value::Value;
use crate::symbol::Symbol;
use crate::time::{Span, Time};

/// What came from controllers: where knobs stand, and which keys were played, by the names of inputs.
/// Copies share their memory.
#[derive(Clone, PartialEq, Debug)]
pub struct Inputs(Arc<Played>);

#[derive(Clone, PartialEq, Debug, Default)]
struct Played {
    knobs: BTreeMap<Symbol, f64>,
    keys: Vec<Key>,
}

/// A key that was played.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Key {
    /// On which input.
    pub input: Symbol,
    /// When its note begins, in cycles.
    pub begin: Time,
    /// Its note; 60 is c4.
    pub note: u8,
    /// How hard it was struck, 0 to 1.
    pub velocity: f64,
}

/// Keys that are remembered, for echoes of them.
const KEYS: usize = 64;

impl Default for Inputs {
    fn default() -> Inputs {
        static NONE: LazyLock<Inputs> = LazyLock::new(|| Inputs(Arc::default()));
        NONE.clone()
    }
}

impl Inputs {
    /// Where one stands, if it was ever touched.
    pub fn get(&self, input: Symbol) -> Option<f64> {
        self.0.knobs.get(&input).copied()
    }

    /// The keys that were played on one, the newest last.
    pub fn keys(&self, input: Symbol) -> impl Iterator<Item = &Key> {
        self.0.keys.iter().filter(move |key| key.input == input)
    }

    /// A key was played.
    pub fn play(&mut self, key: Key) {
        let keys = &mut Arc::make_mut(&mut self.0).keys;
        keys.push(key);
        keys.drain(..keys.len().saturating_sub(KEYS));
    }

    /// One was moved.
    pub fn set(&mut self, input: Symbol, value: f64) {
        Arc::make_mut(&mut self.0).knobs.insert(input, value);
    }
}

/// The surroundings in which a piece is played.
#[derive(Clone, PartialEq, Debug)]
pub struct Context {
    /// Cycles a second.
    pub cps: f64,
    /// Reseeds all chance; 0 is the default.
    pub seed: i64,
    /// Where knobs stand.
    pub inputs: Inputs,
}

impl Default for Context {
    fn default() -> Context {
        Context { cps: 0.5, seed: 0, inputs: Inputs::default() }
    }
}

/// How many events and steps of evaluation one cycle of one query may take. A second of dense music
/// takes a few thousand; this many take some milliseconds.
const WORK_PER_CYCLE: i64 = 1 << 16;

/// How many events one cycle of an answer may have: each costs those who play it far more than
/// asking did, and no ear tells so many apart.
const EVENTS_PER_CYCLE: usize = 1 << 14;

/// However long the query, no more work than this.
const WORK_AT_MOST: i64 = 1 << 24;

/// Counts the work of one query, and keeps buffers for its inner queries.
pub(crate) struct Meter {
    left: Cell<i64>,
    /// How many events the answer may have.
    pub(crate) most: usize,
    spare: RefCell<Vec<Vec<Event>>>,
    /// Somebody wants to know how events are made.
    pub(crate) explains: bool,
}

thread_local! {
    /// Buffers of earlier queries.
    static SPARE: RefCell<Vec<Vec<Event>>> = const { RefCell::new(Vec::new()) };
}

/// Larger buffers are given back: a query of a whole song should not hold its memory for ever.
const SPARE_EVENTS: usize = 1 << 12;

impl Drop for Meter {
    fn drop(&mut self) {
        let mut spare = self.spare.take();
        spare.retain(|buffer| buffer.capacity() <= SPARE_EVENTS);
        SPARE.with_borrow_mut(|kept| {
            if kept.len() < spare.len() {
                *kept = spare;
            }
        });
    }
}

impl Meter {
    pub(crate) fn new(span: Span) -> Meter {
        let cycles = span.length().ceil().numerator().clamp(1, 1 << 20);
        Meter {
            left: Cell::new((WORK_PER_CYCLE * cycles).min(WORK_AT_MOST)),
            most: EVENTS_PER_CYCLE * cycles as usize,
            spare: RefCell::new(SPARE.take()),
            explains: false,
        }
    }

    /// Takes note of one step of work; false if there is no more to be done.
    #[inline]
    pub(crate) fn step(&self) -> bool {
        let left = self.left.get() - 1;
        self.left.set(left);
        left >= 0
    }

    pub(crate) fn exceeded(&self) -> bool {
        self.left.get() < 0
    }
}

/// The value that a variable has while the body of a [`Bind`](super::node::Node::Bind) is queried.
#[derive(Clone, Copy)]
pub(crate) struct Bound<'a> {
    pub(crate) id: u32,
    pub(crate) value: &'a Value,
    pub(crate) outer: Option<&'a Bound<'a>>,
}

/// A query under way.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) cps: f64,
    pub(crate) seed: Time,
    /// What was asked in; a pattern may change tempo and seed for those within.
    pub(crate) context: &'a Context,
    pub(crate) bound: Option<&'a Bound<'a>>,
    pub(crate) meter: &'a Meter,
}

impl<'a> Asking<'a> {
    pub(crate) fn new(context: &'a Context, meter: &'a Meter) -> Asking<'a> {
        let cps = if context.cps.is_finite() && context.cps > 0.0 { context.cps } else { 0.5 };
        Asking { cps, seed: Time::whole(context.seed), context, bound: None, meter }
    }

    /// Runs `f` with an empty buffer, and keeps the buffer's memory for later.
    pub(crate) fn with_buffer<R>(&self, f: impl FnOnce(&mut Vec<Event>) -> R) -> R {
        let mut buffer = self.meter.spare.borrow_mut().pop().unwrap_or_default();
        let result = f(&mut buffer);
        buffer.clear();
        self.meter.spare.borrow_mut().push(buffer);
        result
    }

    /// The cycles of a span, each a step of work: a span can be as long as numbers go.
    pub(crate) fn cycles(&self, span: Span) -> impl Iterator<Item = Span> + use<'a> {
        let meter = self.meter;
        span.cycles().take_while(move |_| meter.step())
    }

    /// The value of a variable.
    pub(crate) fn bound(&self, id: u32) -> Option<&'a Value> {
        let mut next = self.bound;
        while let Some(bound) = next {
            if bound.id == id {
                return Some(bound.value);
            }
            next = bound.outer;
        }
        None
    }
}
