//! The tree of a text in mini-notation, with the place of everything.
//!
//! It says what was written, not yet what it means.

use std::ops::Range;

use crate::symbol::Symbol;
use crate::time::Time;

/// What stands between two brackets, or in the whole text.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Layers {
    /// `a b, c d`: all at once.
    Stack(Vec<Sequence>),
    /// `a | b`: one of them in each cycle.
    Choice(Vec<Sequence>, i64),
    /// `a b . c d`: one after another.
    Feet(Vec<Sequence>),
}

/// Steps one after another.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Sequence {
    pub(super) steps: Vec<Step>,
}

/// One step with all that is written behind it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Step {
    pub(super) item: Item,
    /// Where it stands, without what is written behind it.
    pub(super) at: Range<usize>,
    pub(super) ops: Vec<Op>,
    /// How many times it is replicated.
    pub(super) copies: Time,
    /// How long it is, compared with a plain step; zero stands for a plain step.
    pub(super) weight: Time,
}

/// What a step is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Item {
    /// `~` or `-`.
    Rest,
    Number(f64),
    Word(Symbol),
    /// `[ ]`
    Group(Layers),
    /// `< >`
    Turns(Vec<Sequence>),
    /// `{ }%n`
    Polymeter(Vec<Sequence>, Option<Box<Step>>),
}

/// What is written behind a step.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Op {
    /// `*n`
    Fast(Box<Step>),
    /// `/n`
    Slow(Box<Step>),
    /// `!n`
    Replicate(Time),
    /// `?p`, and the how many-th chance of the text it is.
    Degrade(f64, i64),
    /// `:x`
    Tail(Box<Step>),
    /// `.. x`
    Range(Box<Step>),
    /// `(k,n,r)`, and where it stands.
    Euclid(Box<[Sequence; 2]>, Option<Sequence>, Range<usize>),
}

impl Step {
    pub(super) fn new(item: Item, at: Range<usize>) -> Step {
        Step { item, at, ops: Vec::new(), copies: Time::ONE, weight: Time::ONE }
    }
}

impl Sequence {
    /// How many plain steps it is long.
    pub(super) fn weight(&self) -> Time {
        self.steps.iter().fold(Time::ZERO, |sum, step| sum + step.length())
    }

    /// True if all steps are equally long because none says otherwise.
    pub(super) fn is_plain(&self) -> bool {
        self.steps.iter().all(|step| step.length() == Time::ONE)
    }
}

impl Step {
    /// Its weight, with zero read as one.
    pub(super) fn length(&self) -> Time {
        if self.weight.is_zero() { Time::ONE } else { self.weight }
    }
}
