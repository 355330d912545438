//! Putting the values of two patterns together: whose structure counts, and what is shared.
//!
//! What becomes of two values is decided in `arith`.

use super::Pattern;
use super::arith::Op;
use super::change::ValueChange;
use super::context::Asking;
use super::event::{Event, Origins};
use super::flow::give;
use super::join::Join;
use super::node::Node;
use crate::time::{Span, Time};

/// Whose structure counts when two patterns are put together.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Align {
    /// The left pattern's.
    In,
    /// The right pattern's.
    Out,
    /// Both: an event wherever two overlap.
    Mix,
    /// A cycle of the right one is squeezed into each event of the left one.
    Squeeze,
    /// A cycle of the left one is squeezed into each event of the right one.
    SqueezeOut,
    /// The left one's cycle starts again with each event of the right one.
    Reset,
    /// The left one starts again from its cycle zero with each event of the right one.
    Restart,
    /// The left pattern's; the right one goes at the left one's steps.
    Poly,
}

impl Align {
    /// All of them.
    pub const ALL: [Align; 8] = [
        Align::In,
        Align::Out,
        Align::Mix,
        Align::Squeeze,
        Align::SqueezeOut,
        Align::Reset,
        Align::Restart,
        Align::Poly,
    ];

    /// Its name in scripts.
    pub fn name(self) -> &'static str {
        match self {
            Align::In => "in",
            Align::Out => "out",
            Align::Mix => "mix",
            Align::Squeeze => "squeeze",
            Align::SqueezeOut => "squeezeout",
            Align::Reset => "reset",
            Align::Restart => "restart",
            Align::Poly => "poly",
        }
    }
}

impl Pattern {
    /// Both patterns' values put together.
    #[must_use]
    pub fn combine(&self, op: Op, align: Align, other: &Pattern) -> Pattern {
        let empty = |p: &Pattern| Pattern::new(Node::Silence, p.steps());
        match (align, self.node(), other.node()) {
            (_, Node::Silence, _) => empty(self),
            (_, _, Node::Silence) => empty(if align == Align::Out { other } else { self }),
            (Align::In, _, Node::Atom { value, origins }) => {
                // The constant happens once a cycle, so parts end where cycles do.
                let cut = self.cut_at_cycles().without_strays();
                cut.map_marked(&ValueChange::Right(op, value.clone()), origins)
            }
            (Align::Out, Node::Atom { value, origins }, _) => {
                let cut = other.cut_at_cycles().without_strays();
                cut.map_marked(&ValueChange::Left(value.clone(), op), origins)
            }
            (Align::Poly, ..) => {
                let pace = match (self.steps(), other.steps()) {
                    (Some(a), Some(b)) if b.is_positive() => a / b,
                    _ => Time::ONE,
                };
                // Here the operands change places, as they do in Strudel.
                let paced = other.fast(pace);
                if let Node::Atom { value, origins } = paced.node() {
                    let cut = self.cut_at_cycles().without_strays();
                    return cut.map_marked(&ValueChange::Left(value.clone(), op), origins);
                }
                let (left, right) = (self.clone(), paced);
                Pattern::new(Node::Combine { op, align, left, right }, self.steps())
            }
            _ => {
                let steps = match align {
                    Align::In => self.steps(),
                    Align::Out => other.steps(),
                    Align::Mix => common_steps(self.steps(), other.steps()),
                    _ => None,
                };
                let (left, right) = (self.clone(), other.clone());
                Pattern::new(Node::Combine { op, align, left, right }, steps)
            }
        }
    }

    /// The values of `other`, with the structure of this one: how controls are set.
    #[must_use]
    pub fn set(&self, other: &Pattern) -> Pattern {
        self.combine(Op::Set, Align::In, other)
    }

    /// The values of this one where `other` says yes, with the structure of `other`.
    #[must_use]
    pub fn structured(&self, other: &Pattern) -> Pattern {
        self.combine(Op::KeepIf, Align::Out, other)
    }

    /// Values of both joined by a function known by its name.
    #[must_use]
    pub fn combine_with(
        &self,
        align: Align,
        name: &'static str,
        run: fn(&super::Value, &super::Value) -> Option<super::Value>,
        other: &Pattern,
    ) -> Pattern {
        self.combine(Op::Other(name, run), align, other)
    }
}

/// The least number of steps that is a multiple of both.
pub(super) fn common_steps(a: Option<Time>, b: Option<Time>) -> Option<Time> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.lcm(b)),
        (one, None) | (None, one) => one,
    }
}

/// What a [`Node::Combine`] means.
pub(super) fn ask_combine(
    (op, align): (Op, Align),
    (left, right): (&Pattern, &Pattern),
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    match align {
        Align::In => apply(op, (left, right), false, span, cx, out),
        Align::Poly => apply(op, (left, right), true, span, cx, out),
        Align::Out => apply(op, (right, left), true, span, cx, out),
        Align::Mix => mix(op, (left, right), span, cx, out),
        Align::Squeeze => under(op, Join::Squeeze, (left, right), false, span, cx, out),
        Align::SqueezeOut => under(op, Join::Squeeze, (right, left), true, span, cx, out),
        Align::Reset => under(op, Join::Reset, (right, left), true, span, cx, out),
        Align::Restart => under(op, Join::Restart, (right, left), true, span, cx, out),
    }
}

/// More events than this at one time are not looked through for each event, but asked for again.
const AT_ONCE: usize = 32;

/// Structure from `outer`; each of its events takes what `inner` is during its whole.
fn apply(
    op: Op,
    (outer, inner): (&Pattern, &Pattern),
    flipped: bool,
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    if inner.flows() && !cx.meter.explains {
        let start = out.len();
        outer.ask(span, cx, out);
        return give_samples(op, inner, flipped, start, cx, out);
    }
    cx.with_buffer(|outers| {
        outer.ask(span, cx, outers);
        give_values(op, inner, flipped, (outers, Some(span)), cx, out);
    });
}

/// The events from `start` on take what a signal is during their wholes.
fn give_samples(
    op: Op,
    inner: &Pattern,
    flipped: bool,
    start: usize,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    let mut kept = start;
    for i in start..out.len() {
        let event = &mut out[i];
        let whole = event.whole_or_part();
        let mut origins = Origins::default();
        let Ok(sample) = inner.sample(whole, cx, &mut origins) else {
            return cx.with_buffer(|rest| {
                rest.extend(out.drain(i..));
                out.truncate(kept);
                give_values(op, inner, flipped, (rest, None), cx, out);
            });
        };
        if let (Some(sample), Some(part)) = (sample, event.part.intersect(whole))
            && give(event, op, sample, flipped)
        {
            event.part = part;
            event.origins.merge(&origins);
            if kept != i {
                out.swap(kept, i);
            }
            kept += 1;
        }
    }
    out.truncate(kept);
}

/// The events of a buffer, which are all of a span or some, take what `inner` is during their wholes.
///
/// What is asked of a span holds for all pieces of it if `inner` is exact, so one question is enough.
fn give_values(
    op: Op,
    inner: &Pattern,
    flipped: bool,
    (outers, span): (&[Event], Option<Span>),
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    let mut put_together = |event: &Event, found: &Event| {
        let inside = event.part.intersect(event.whole_or_part());
        let Some(part) = inside.and_then(|part| part.intersect(found.part)) else { return };
        let value = if flipped {
            op.apply(&found.value, &event.value)
        } else {
            op.apply(&event.value, &found.value)
        };
        let Some(value) = value else { return };
        let origins = both_origins(event, found);
        out.push(Event { whole: event.whole, part, value, origins });
    };
    cx.with_buffer(|inners| {
        let exact = span.filter(|_| outers.len() > 1 && inner.is_exact());
        if let Some(span) = exact {
            inner.ask(span, cx, inners);
        }
        let in_turn = exact.is_some() && inners.is_sorted_by(|a, b| a.part.end <= b.part.begin);
        let once = in_turn || exact.is_some() && inners.len() <= AT_ONCE;
        for event in outers {
            if in_turn {
                let first = inners.partition_point(|found| found.part.end <= event.part.begin);
                let rest = inners[first..].iter();
                rest.take_while(|found| found.part.begin < event.part.end)
                    .for_each(|found| put_together(event, found));
                continue;
            }
            if !once {
                inners.clear();
                inner.ask(event.whole_or_part(), cx, inners);
            }
            inners.iter().for_each(|found| put_together(event, found));
        }
    });
}

fn both_origins(first: &Event, second: &Event) -> Origins {
    let mut origins = first.origins;
    origins.merge(&second.origins);
    origins
}

fn mix(
    op: Op,
    (left, right): (&Pattern, &Pattern),
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    cx.with_buffer(|lefts| {
        left.ask(span, cx, lefts);
        cx.with_buffer(|rights| {
            right.ask(span, cx, rights);
            for a in lefts.iter() {
                for b in rights.iter() {
                    if !cx.meter.step() {
                        return;
                    }
                    let Some(part) = a.part.intersect(b.part) else { continue };
                    let whole = match (a.whole, b.whole) {
                        (Some(a), Some(b)) => a.intersect(b),
                        _ => None,
                    };
                    let Some(value) = op.apply(&a.value, &b.value) else { continue };
                    out.push(Event { whole, part, value, origins: both_origins(a, b) });
                }
            }
        });
    });
}

/// `inner` plays under each event of `outer`.
fn under(
    op: Op,
    join: Join,
    (outer, inner): (&Pattern, &Pattern),
    flipped: bool,
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    cx.with_buffer(|outers| {
        outer.ask(span, cx, outers);
        for event in outers.drain(..) {
            let start = out.len();
            inner.ask_under(join, &event, cx, out);
            let mut kept = start;
            for i in start..out.len() {
                let value = if flipped {
                    op.apply(&out[i].value, &event.value)
                } else {
                    op.apply(&event.value, &out[i].value)
                };
                if let Some(value) = value {
                    out[i].value = value;
                    if kept != i {
                        out.swap(kept, i);
                    }
                    kept += 1;
                }
            }
            out.truncate(kept);
        }
    });
}
