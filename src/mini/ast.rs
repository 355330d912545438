//! The tree of a text in mini-notation, with the place of everything.
//!
//! It says what was written, not yet what it means.

use smallvec::SmallVec;

use crate::symbol::Symbol;
use crate::time::Time;

/// Where something stands in the text, in bytes. Trees are alike wherever their pieces stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Sequences beside each other: most often only one.
pub(super) type Sequences = SmallVec<[Sequence; 1]>;

/// What stands between two brackets, or in the whole text.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Layers {
    /// `a b, c d`: all at once.
    Stack(Sequences),
    /// `a | b`: one of them in each cycle.
    Choice(Sequences, i64),
    /// `a b . c d`: one after another.
    Feet(Sequences),
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
    pub(super) at: At,
    pub(super) ops: SmallVec<[Op; 1]>,
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
    Turns(Sequences),
    /// `{ }%n`
    Polymeter(Sequences, Option<Box<Step>>),
}

/// How much: a number, or what plays numbers.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Amount {
    Number(f64),
    Pattern(Box<Step>),
}

/// What is written behind a step.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Op {
    /// `*n`
    Fast(Amount),
    /// `/n`
    Slow(Amount),
    /// `!n`
    Replicate(Time),
    /// `?p`, and the how many-th chance of the text it is.
    Degrade(f64, i64),
    /// `:x`
    Tail(Box<Step>),
    /// `.. x`
    Range(Box<Step>),
    /// `(k,n,r)`
    Euclid(Box<Euclid>),
}

/// The numbers of a Euclidean rhythm.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Euclid {
    pub(super) onsets: Sequence,
    pub(super) steps: Sequence,
    pub(super) rotation: Option<Sequence>,
    pub(super) at: At,
}

impl At {
    pub(super) fn new(start: usize, end: usize) -> At {
        At { start: start as u32, end: end as u32 }
    }

    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl PartialEq for At {
    fn eq(&self, _: &At) -> bool {
        true
    }
}

impl Step {
    pub(super) fn new(item: Item, at: At) -> Step {
        Step { item, at, ops: SmallVec::new(), weight: Time::ONE }
    }

    /// Its weight, with zero read as one.
    pub(super) fn length(&self) -> Time {
        if self.weight.is_zero() { Time::ONE } else { self.weight }
    }

    /// The number that it is, if it is nothing else.
    pub(super) fn number(&self) -> Option<f64> {
        match self.item {
            Item::Number(x) if self.ops.is_empty() => Some(x),
            _ => None,
        }
    }

    /// How many times it is replicated.
    pub(super) fn copies(&self) -> Time {
        let copies = self.ops.iter().find_map(|op| match op {
            Op::Replicate(copies) => Some(*copies),
            _ => None,
        });
        copies.unwrap_or(Time::ONE)
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
