//! Signals on their way to a note: what has one value for every question is asked for the value alone,
//! without events in between.
//!
//! The same values come out of plain questions; here they only cost less.

use super::Pattern;
use super::arith::Op;
use super::change::ValueChange;
use super::combine::Align;
use super::context::Asking;
use super::event::{Event, Origins};
use super::node::{Node, Test};
use super::value::{Controls, Value};
use crate::time::{Span, Time};

/// What a signal is at a moment.
pub(super) enum Sample {
    /// A value.
    Plain(Value),
    /// The value of a control, of which no map has been made yet.
    Control(crate::control::Control, Value),
}

/// A signal cannot be sampled: it changes within the span.
pub(super) struct Changes;

impl Sample {
    pub(super) fn into_value(self) -> Value {
        match self {
            Sample::Plain(value) => value,
            Sample::Control(control, value) => Value::Controls(Controls::one(control, value)),
        }
    }

    fn changed(self, change: &ValueChange) -> Option<Sample> {
        match (change, self) {
            (ValueChange::Control(control), Sample::Plain(value @ Value::Number(_))) => {
                Some(Sample::Control(*control, value))
            }
            (change, sample) => change.apply(&sample.into_value()).map(Sample::Plain),
        }
    }
}

impl Node {
    /// True if every question has at most one answer, which fills it and has no whole; cycles may cut it.
    pub(super) fn flows(&self) -> bool {
        match self {
            Node::Signal(_) => true,
            Node::Map { of, .. }
            | Node::Mark { of, .. }
            | Node::Warp { of, .. }
            | Node::Cut(of)
            | Node::Keep { test: Test::Inside, of } => of.flows(),
            Node::Combine { align: Align::In, left, right, .. } => left.flows() && right.flows(),
            _ => false,
        }
    }
}

impl Pattern {
    /// The number that a pattern is during a span, if that is as simple as arithmetic on a wave.
    fn simple_number(&self, span: Span, cx: &Asking<'_>) -> Option<f64> {
        match self.node() {
            Node::Signal(signal) => signal.number_at(span, cx),
            Node::Map { change: ValueChange::Right(op, Value::Number(b)), of } => {
                let plain = matches!(op, Op::Add | Op::Sub | Op::Mul | Op::Div);
                op.numbers(of.simple_number(span, cx).filter(|_| plain)?, *b)
            }
            Node::Warp { factor, shift, of } if factor.is_positive() => {
                of.simple_number(span.map(|t| t * *factor + *shift), cx)
            }
            Node::Cut(of) if span.end <= span.begin.floor() + Time::ONE => {
                of.simple_number(span, cx)
            }
            Node::Keep { test: Test::Inside, of } => of.simple_number(span, cx),
            _ => None,
        }
    }

    /// What a pattern that flows is during a span, if it is anything.
    ///
    /// # Errors
    /// If there are several answers, because cycles cut them.
    pub(super) fn sample(
        &self,
        span: Span,
        cx: &Asking<'_>,
        origins: &mut Origins,
    ) -> Result<Option<Sample>, Changes> {
        if span.is_empty() || !cx.meter.step() {
            return Ok(None);
        }
        if let Node::Map { change: ValueChange::Control(control), of } = self.node()
            && let Some(x) = of.simple_number(span, cx)
        {
            return Ok(Some(Sample::Control(*control, Value::Number(x))));
        }
        match self.node() {
            Node::Signal(signal) => Ok(Some(Sample::Plain(signal.at(span, cx)))),
            Node::Map { change, of } => {
                Ok(of.sample(span, cx, origins)?.and_then(|sample| sample.changed(change)))
            }
            Node::Mark { origins: more, of } => {
                let sample = of.sample(span, cx, origins)?;
                origins.merge(more);
                Ok(sample)
            }
            Node::Warp { factor, .. } if !factor.is_positive() => Ok(None),
            Node::Warp { factor, shift, of } => {
                of.sample(span.map(|t| t * *factor + *shift), cx, origins)
            }
            Node::Cut(_) if span.end > span.begin.floor() + Time::ONE => Err(Changes),
            Node::Cut(of) | Node::Keep { of, .. } => of.sample(span, cx, origins),
            Node::Combine { op, left, right, .. } => {
                let Some(a) = left.sample(span, cx, origins)? else { return Ok(None) };
                let Some(b) = right.sample(span, cx, origins)? else { return Ok(None) };
                Ok(op.apply(&a.into_value(), &b.into_value()).map(Sample::Plain))
            }
            _ => Err(Changes),
        }
    }
}

/// Gives an event what a sample says; false silences it.
pub(super) fn give(event: &mut Event, op: Op, sample: Sample, flipped: bool) -> bool {
    match (op, sample, &mut event.value) {
        (Op::Set, Sample::Control(control, value), Value::Controls(own)) if !flipped => {
            own.set(control, value);
            true
        }
        (op, sample, value) => {
            let other = sample.into_value();
            let both = if flipped { op.apply(&other, value) } else { op.apply(value, &other) };
            let sounds = both.is_some();
            both.into_iter().for_each(|both| *value = both);
            sounds
        }
    }
}
