//! The primitives that every pattern is made of.
//!
//! What they mean is in `query`; how musicians' functions are made of them is in the files beside.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Pattern;
use super::arith::Op;
use super::change::ValueChange;
use super::combine::Align;
use super::context::Context;
use super::event::{Event, Origins};
use super::join::{Call, Join};
use super::random::Chance;
use super::signal::Signal;
use super::value::Value;
use crate::time::Time;

/// One part of a cycle.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Slot {
    /// Where in the cycle it begins.
    pub(crate) begin: Time,
    /// Where it ends; may lie beyond the cycle, which then cuts it.
    pub(crate) end: Time,
    /// What plays there: its cycle is squeezed into the slot.
    pub(crate) pattern: Pattern,
}

/// Which moments of a cycle pass.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Test {
    /// Events whose part begins within this piece of their cycle, its end included; or all others.
    Within { begin: Time, end: Time, invert: bool },
    /// Events that begin where they are asked for.
    Onset,
    /// Events with a whole.
    Discrete,
    /// What of events lies inside their wholes.
    Inside,
    /// Events that begin at a moment or after it.
    Since(Time),
    /// Events that begin before a moment.
    Before(Time),
}

/// A change of the events of a query as a group.
#[derive(Clone, Copy)]
pub struct EventChange {
    /// Tells it from others, and prints.
    pub name: &'static str,
    /// Edits the events; its arguments are constants.
    pub run: fn(&Context, &[Value], &mut Vec<Event>),
}

/// Which events are changed as a group.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Extent {
    /// Those of a query. The change must not depend on where queries begin and end.
    Query,
    /// Those of each cycle.
    Cycle,
    /// Those of a query, and of so much time around it. The change may move events by as much.
    Around(Time),
}

/// An enum of all primitives. `of` is the pattern that a primitive changes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Node {
    Silence,
    /// Once in every cycle.
    Atom {
        value: Value,
        origins: Origins,
    },
    /// Continuous.
    Signal(Signal),
    /// The value of a variable, once in every cycle.
    Hole(u32),
    /// All at once.
    Stack(Vec<Pattern>),
    /// A cycle of each in turn; with `hold`, unplayed cycles are not skipped.
    Cat {
        parts: Vec<Pattern>,
        hold: bool,
    },
    /// `on` in one of `n` cycles, else `off`.
    Every {
        n: i64,
        at: i64,
        on: Pattern,
        off: Pattern,
    },
    /// Parts of one cycle, sorted, not overlapping.
    Seq(Vec<Slot>),
    /// Time inside is time outside times `factor` plus `shift`.
    Warp {
        factor: Time,
        shift: Time,
        of: Pattern,
    },
    /// The piece of every cycle from `begin`, `length` long, stretched to a cycle.
    Zoom {
        begin: Time,
        length: Time,
        of: Pattern,
    },
    /// Every cycle backwards.
    Reverse(Pattern),
    /// All time backwards.
    Mirror(Pattern),
    /// Every cycle `n` times.
    Repeat {
        n: Time,
        of: Pattern,
    },
    /// As many cycles a second, whatever the tempo.
    Rate {
        cps: Time,
        of: Pattern,
    },
    /// Parts end where cycles end.
    Cut(Pattern),
    /// Other values.
    Map {
        change: ValueChange,
        of: Pattern,
    },
    /// Fewer events.
    Keep {
        test: Test,
        of: Pattern,
    },
    /// Fewer events, by chance.
    Thin {
        chance: Chance,
        of: Pattern,
    },
    /// Values of two patterns put together.
    Combine {
        op: Op,
        align: Align,
        left: Pattern,
        right: Pattern,
    },
    /// A function of the values of `args`.
    Lift {
        call: Call,
        join: Join,
        args: Vec<Pattern>,
        sources: Vec<Pattern>,
    },
    /// For every event of `arg`, the body with the variable standing for its value.
    Bind {
        id: u32,
        arg: Pattern,
        body: Pattern,
    },
    /// Every event `n` times within itself.
    Ply {
        n: Time,
        of: Pattern,
    },
    /// The values of every event through a template, squeezed into the event.
    Expand {
        id: u32,
        body: Pattern,
        of: Pattern,
    },
    /// Another stream of chance.
    Seed {
        by: Pattern,
        of: Pattern,
    },
    /// The events of a query, or of a cycle, changed as a group.
    Events {
        change: EventChange,
        extent: Extent,
        args: Vec<Value>,
        of: Pattern,
    },
    /// What the patterns that are its values play.
    Join {
        join: Join,
        of: Pattern,
    },
    /// Continuous: on the way from each number to the next.
    Smooth(Pattern),
    /// More places that light up.
    Mark {
        origins: Origins,
        of: Pattern,
    },
}

impl Node {
    /// Visits the patterns directly below.
    pub(crate) fn each_child(&self, visit: &mut dyn FnMut(&Pattern)) {
        match self {
            Node::Silence | Node::Atom { .. } | Node::Signal(_) | Node::Hole(_) => {}
            Node::Stack(parts) | Node::Cat { parts, .. } => parts.iter().for_each(visit),
            Node::Every { on: a, off: b, .. }
            | Node::Combine { left: a, right: b, .. }
            | Node::Bind { arg: a, body: b, .. }
            | Node::Expand { body: a, of: b, .. }
            | Node::Seed { by: a, of: b } => {
                visit(a);
                visit(b);
            }
            Node::Seq(slots) => slots.iter().for_each(|slot| visit(&slot.pattern)),
            Node::Lift { args, sources, .. } => args.iter().chain(sources).for_each(visit),
            Node::Warp { of, .. }
            | Node::Zoom { of, .. }
            | Node::Reverse(of)
            | Node::Mirror(of)
            | Node::Cut(of)
            | Node::Repeat { of, .. }
            | Node::Rate { of, .. }
            | Node::Map { of, .. }
            | Node::Keep { of, .. }
            | Node::Thin { of, .. }
            | Node::Ply { of, .. }
            | Node::Events { of, .. }
            | Node::Join { of, .. }
            | Node::Smooth(of)
            | Node::Mark { of, .. } => visit(of),
        }
    }

    /// The same primitive over other values; `change` is called in the order of `each_child`.
    pub(crate) fn map_children(&self, change: &mut dyn FnMut(&Pattern) -> Pattern) -> Node {
        let mut node = self.clone();
        match &mut node {
            Node::Stack(parts) | Node::Cat { parts, .. } => {
                parts.iter_mut().for_each(|p| *p = change(p));
            }
            Node::Seq(slots) => {
                slots.iter_mut().for_each(|slot| slot.pattern = change(&slot.pattern));
            }
            Node::Every { on, off, .. } => {
                *on = change(on);
                *off = change(off);
            }
            Node::Warp { of, .. }
            | Node::Zoom { of, .. }
            | Node::Reverse(of)
            | Node::Mirror(of)
            | Node::Cut(of)
            | Node::Repeat { of, .. }
            | Node::Rate { of, .. }
            | Node::Ply { of, .. }
            | Node::Thin { of, .. }
            | Node::Mark { of, .. } => *of = change(of),
            // The other one only says where its values sound.
            Node::Combine { op: Op::KeepIf, left, .. } => *left = change(left),
            _ => {}
        }
        node
    }

    /// True if no part of an event can reach over the end of a cycle.
    pub(crate) fn is_bounded(&self) -> bool {
        let bounded = |of: &Pattern| of.0.traits.bounded;
        match self {
            Node::Silence
            | Node::Atom { .. }
            | Node::Hole(_)
            | Node::Cat { .. }
            | Node::Every { .. }
            | Node::Seq(_)
            | Node::Zoom { .. }
            | Node::Reverse(_)
            | Node::Repeat { .. }
            | Node::Cut(_)
            | Node::Events { extent: Extent::Cycle, .. }
            | Node::Join { join: Join::Steps, .. } => true,
            Node::Signal(_) | Node::Smooth(_) | Node::Mirror(_) | Node::Rate { .. } => false,
            Node::Stack(parts) => parts.iter().all(bounded),
            Node::Warp { factor, shift, of } => {
                factor.is_whole() && shift.is_whole() && bounded(of)
            }
            Node::Combine { align, left, right, .. } => match align {
                Align::In | Align::Squeeze | Align::Poly => bounded(left),
                Align::Mix => bounded(left) || bounded(right),
                Align::Out | Align::SqueezeOut | Align::Reset | Align::Restart => bounded(right),
            },
            // Constants and variables cut nothing.
            Node::Lift { args, join: Join::Inner, .. } => args.iter().any(|arg| {
                !matches!(arg.node(), Node::Hole(_) | Node::Atom { .. }) && bounded(arg)
            }),
            Node::Lift { args, join, .. } => *join == Join::Steps || args.iter().any(bounded),
            Node::Bind { arg: of, .. }
            | Node::Map { of, .. }
            | Node::Keep { of, .. }
            | Node::Thin { of, .. }
            | Node::Ply { of, .. }
            | Node::Expand { of, .. }
            | Node::Seed { of, .. }
            | Node::Events { of, .. }
            | Node::Join { of, .. }
            | Node::Mark { of, .. } => bounded(of),
        }
    }

    /// True if what is asked of a span, cut to a piece of it, is what is asked of the piece. Signals
    /// are sampled where a question begins; what functions build at a question may hold signals.
    pub(crate) fn is_exact(&self) -> bool {
        match self {
            Node::Signal(_)
            | Node::Smooth(_)
            | Node::Keep { test: Test::Onset, .. }
            | Node::Lift { .. }
            | Node::Join { .. }
            | Node::Events { .. } => false,
            // The other pattern is asked about wholes, which stay what they are.
            Node::Combine { align: Align::In | Align::Poly, left, .. } => left.is_exact(),
            Node::Combine { align: Align::Out, right, .. } => right.is_exact(),
            // A window over the end of a cycle moves what begins behind it elsewhere.
            Node::Zoom { begin, length, of } => {
                !begin.is_negative() && *begin + *length <= Time::ONE && of.is_exact()
            }
            _ => {
                let mut exact = true;
                self.each_child(&mut |child| exact &= child.is_exact());
                exact
            }
        }
    }

    /// True if parts may lie outside their wholes.
    pub(crate) fn has_strays(&self) -> bool {
        match self {
            // What a lift builds at a question may be a window.
            Node::Zoom { .. } | Node::Lift { .. } | Node::Join { .. } => true,
            // Structure of one side: what of it lies outside takes no value.
            Node::Combine { align: Align::In | Align::Out | Align::Poly, .. }
            | Node::Keep { test: Test::Inside, .. } => false,
            _ => {
                let mut strays = false;
                self.each_child(&mut |child| strays |= child.0.traits.strays);
                strays
            }
        }
    }

    pub(crate) fn digest(&self, steps: Option<Time>) -> u64 {
        let mut hasher = DefaultHasher::new();
        steps.hash(&mut hasher);
        self.hash(&mut hasher);
        hasher.finish()
    }
}

impl PartialEq for EventChange {
    fn eq(&self, other: &EventChange) -> bool {
        self.name == other.name
    }
}

impl Eq for EventChange {}

impl Hash for EventChange {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl std::fmt::Debug for EventChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
