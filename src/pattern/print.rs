//! Patterns as text: the calls that would make them.
//!
//! What cannot be written as a call (functions of the script) is printed as `|..|`.

use std::fmt;

use super::Pattern;
use super::node::{Node, Slot, Test};
use super::signal::Signal;
use super::value::Value;
use crate::time::Time;

/// How deep a pattern is printed; what lies below is `..`.
const DEPTH: usize = 24;

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printed(self, DEPTH).fmt(f)
    }
}

struct Printed<'a>(&'a Pattern, usize);

impl<'a> Printed<'a> {
    fn list(
        &self,
        f: &mut fmt::Formatter<'_>,
        name: &str,
        items: impl IntoIterator<Item = &'a Pattern>,
    ) -> fmt::Result {
        write!(f, "{name}(")?;
        for (i, item) in items.into_iter().enumerate() {
            write!(f, "{}{}", if i == 0 { "" } else { ", " }, self.below(item))?;
        }
        f.write_str(")")
    }

    fn below(&self, pattern: &'a Pattern) -> Printed<'a> {
        Printed(pattern, self.1.saturating_sub(1))
    }
}

impl fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.1 == 0 {
            return f.write_str("..");
        }
        match self.0.node() {
            Node::Silence => f.write_str("silence"),
            Node::Atom { value, .. } => literal(value, f),
            Node::Hole(id) => write!(f, "x{id}"),
            Node::Signal(signal) => self::signal(signal, f),
            Node::Stack(parts) => self.list(f, "stack", parts),
            Node::Cat { parts, hold: true } => self.list(f, "cat", parts),
            Node::Cat { parts, hold: false } => self.list(f, "slowcatPrime", parts),
            Node::Seq(slots) => self.slots(slots, f),
            Node::Every { n, at, on, off } => {
                write!(f, "{}.everyNth({n}, {at}, {})", self.below(off), self.below(on))
            }
            Node::Warp { factor, shift, of } => {
                write!(f, "{}", self.below(of))?;
                if !shift.is_zero() {
                    write!(f, ".early({shift})")?;
                }
                if *factor == Time::ONE { Ok(()) } else { write!(f, ".fast({factor})") }
            }
            Node::Zoom { begin, length, of } => {
                write!(f, "{}.zoom({begin}, {})", self.below(of), *begin + *length)
            }
            Node::Reverse(of) => write!(f, "{}.rev()", self.below(of)),
            Node::Mirror(of) => write!(f, "{}.revv()", self.below(of)),
            Node::Repeat { n, of } => write!(f, "{}.repeatCycles({n})", self.below(of)),
            Node::Rate { cps, of } => {
                write!(f, "{}.cpm({})", self.below(of), *cps * Time::whole(60))
            }
            Node::Map { change, of } => write!(f, "{}.{change}", self.below(of)),
            Node::Keep { test, of } => self.kept(*test, of, f),
            Node::Thin { chance, of } => {
                write!(f, "{}.degradeBy({})", self.below(of), chance.amount())
            }
            Node::Combine { op, align, left, right } => write!(
                f,
                "{}.{}.{}({})",
                self.below(left),
                op.name(),
                align.name(),
                self.below(right)
            ),
            Node::Lift { call, args, sources, .. } => {
                if let [source] = &sources[..] {
                    write!(f, "{}.", self.below(source))?;
                    self.list(f, call.name, args)
                } else {
                    self.list(f, call.name, args.iter().chain(sources))
                }
            }
            Node::Bind { id, arg, body } => {
                write!(f, "{}.bind(|x{id}| {})", self.below(arg), self.below(body))
            }
            Node::Ply { n, of } => write!(f, "{}.ply({n})", self.below(of)),
            Node::Expand { id, body, of } => {
                write!(f, "{}.squeezeBind(|x{id}| {})", self.below(of), self.below(body))
            }
            Node::Seed { by, of } => write!(f, "{}.seed({})", self.below(of), self.below(by)),
            Node::Events { change, args, of, .. } => {
                write!(f, "{}.{}(", self.below(of), change.name)?;
                for (i, value) in args.iter().enumerate() {
                    write!(f, "{}{value}", if i == 0 { "" } else { ", " })?;
                }
                f.write_str(")")
            }
            Node::Join { join, of } => write!(f, "{}.{}()", self.below(of), join.name()),
            Node::Smooth(of) => write!(f, "{}.smooth()", self.below(of)),
            Node::Cut(of) | Node::Mark { of, .. } => write!(f, "{}", self.below(of)),
        }
    }
}

impl Printed<'_> {
    fn slots(&self, slots: &[Slot], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [slot] = slots {
            let pattern = self.below(&slot.pattern);
            return write!(f, "{pattern}.compress({}, {})", slot.begin, slot.end);
        }
        let length = |slot: &Slot| slot.end - slot.begin;
        if slots.windows(2).all(|pair| length(&pair[0]) == length(&pair[1])) {
            return self.list(f, "seq", slots.iter().map(|slot| &slot.pattern));
        }
        f.write_str("stepcat(")?;
        for (i, slot) in slots.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            write!(f, "{comma}[{}, {}]", length(slot), self.below(&slot.pattern))?;
        }
        f.write_str(")")
    }

    fn kept(&self, test: Test, of: &Pattern, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Printed(of, self.1 - 1))?;
        match test {
            Test::Within { begin, end, invert: false } => write!(f, ".between({begin}, {end})"),
            Test::Within { begin, end, invert: true } => write!(f, ".outsideOf({begin}, {end})"),
            Test::Onset => f.write_str(".onsetsOnly()"),
            Test::Discrete => f.write_str(".discreteOnly()"),
            Test::Inside => Ok(()),
            Test::Since(moment) => write!(f, ".filterWhen(|t| t >= {moment})"),
            Test::Before(moment) => write!(f, ".filterWhen(|t| t < {moment})"),
        }
    }
}

fn literal(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Number(_) | Value::Bool(_) | Value::Pattern(_) => write!(f, "{value}"),
        Value::Text(_) | Value::List(_) => write!(f, "\"{value}\""),
        Value::Controls(controls) => {
            for (i, (control, value)) in controls.iter().enumerate() {
                write!(f, "{}{}(", if i == 0 { "" } else { "." }, control.info().name)?;
                literal(value, f)?;
                f.write_str(")")?;
            }
            Ok(())
        }
    }
}

fn signal(signal: &Signal, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match signal {
        Signal::Steady(value) => write!(f, "steady({value})"),
        Signal::Input(name, _) => write!(f, "midin({:?})", name.as_str()),
        Signal::Cps => f.write_str("getcps"),
        Signal::RandRun(n) => write!(f, "randrun({n})"),
        other => write!(f, "{}", format!("{other:?}").to_lowercase()),
    }
}
