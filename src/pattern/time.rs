//! Changes of when things happen: faster, later, backwards, squeezed, cut out.
//!
//! Factors and lengths are constants here; patterns of them are lifted by those who call.

use super::Pattern;
use super::join::Join;
use super::node::{Node, Slot, Test};
use super::structure::press_call;
use super::value::Value;
use super::{Align, Op, PARTS_LIMIT};
use crate::time::Time;

impl Pattern {
    /// `factor` times as fast; silent if that is not above zero.
    #[must_use]
    pub fn fast(&self, factor: Time) -> Pattern {
        if !factor.is_positive() {
            return Pattern::new(Node::Silence, self.steps());
        }
        self.warped(factor, Time::ZERO)
    }

    /// `factor` times as slow; silent if that is not above zero.
    #[must_use]
    pub fn slow(&self, factor: Time) -> Pattern {
        self.fast(factor.recip())
    }

    /// Later by so many cycles.
    #[must_use]
    pub fn late(&self, by: Time) -> Pattern {
        self.warped(Time::ONE, -by)
    }

    /// Earlier by so many cycles.
    #[must_use]
    pub fn early(&self, by: Time) -> Pattern {
        self.warped(Time::ONE, by)
    }

    fn warped(&self, factor: Time, shift: Time) -> Pattern {
        let (factor, shift, of) = match self.node() {
            Node::Silence => return self.clone(),
            Node::Warp { factor: f, shift: s, of } => (factor * *f, shift * *f + *s, of.clone()),
            _ => (factor, shift, self.clone()),
        };
        if factor == Time::ONE && shift.is_zero() {
            return of.with_steps(self.steps());
        }
        Pattern::new(Node::Warp { factor, shift, of }, self.steps())
    }

    /// Every cycle squeezed into a part of it, with silence around; silent if there is no such part.
    #[must_use]
    pub fn compress(&self, begin: Time, end: Time) -> Pattern {
        if begin >= end || begin.is_negative() || end > Time::ONE {
            return Pattern::silence();
        }
        Pattern::new(Node::Seq(vec![Slot { begin, end, pattern: self.clone() }]), None)
    }

    /// `factor` times as fast, but once in a cycle, with silence after.
    #[must_use]
    pub fn fast_gap(&self, factor: Time) -> Pattern {
        if !factor.is_positive() {
            return Pattern::silence();
        }
        let slot = Slot { begin: Time::ZERO, end: factor.recip(), pattern: self.clone() };
        Pattern::new(Node::Seq(vec![slot]), None)
    }

    /// As fast as `compress`, without silence around.
    #[must_use]
    pub fn focus(&self, begin: Time, end: Time) -> Pattern {
        if begin >= end {
            return Pattern::silence();
        }
        self.early(begin.floor()).fast((end - begin).recip()).late(begin)
    }

    /// A piece of every cycle, stretched to a cycle.
    #[must_use]
    pub fn zoom(&self, begin: Time, end: Time) -> Pattern {
        if begin >= end {
            return Pattern::nothing();
        }
        let length = end - begin;
        let steps = self.steps().map(|steps| steps * length);
        Pattern::new(Node::Zoom { begin, length, of: self.clone() }, steps)
    }

    /// Every cycle backwards.
    #[must_use]
    pub fn rev(&self) -> Pattern {
        Pattern::new(Node::Reverse(self.clone()), self.steps())
    }

    /// All time backwards.
    #[must_use]
    pub fn mirrored(&self) -> Pattern {
        Pattern::new(Node::Mirror(self.clone()), self.steps())
    }

    /// In every `n` cycles, `changed` on the one numbered `at`.
    #[must_use]
    pub fn every(&self, n: i64, at: i64, changed: &Pattern) -> Pattern {
        if n < 1 {
            return self.clone();
        }
        let (on, off) = (changed.clone(), self.clone());
        Pattern::new(Node::Every { n, at: at.rem_euclid(n), on, off }, None)
    }

    /// Each cycle begins one `n`-th later in the pattern (or earlier, with `back`).
    #[must_use]
    pub fn iter(&self, n: Time, back: bool) -> Pattern {
        if n < Time::ONE {
            return Pattern::silence();
        }
        let n = n.min(Time::whole(PARTS_LIMIT));
        let by = |i: i64| Time::whole(if back { -i } else { i }) / n;
        Pattern::cat((0..n.cycle()).map(|i| self.early(by(i))).collect())
    }

    /// Every cycle `n` times.
    #[must_use]
    pub fn repeat_cycles(&self, n: Time) -> Pattern {
        if !n.is_positive() {
            return Pattern::silence();
        }
        if let Node::Atom { .. } | Node::Silence = self.node() {
            return self.clone();
        }
        Pattern::new(Node::Repeat { n, of: self.clone() }, self.steps())
    }

    /// Every event `n` times within itself; silent if `n` is not above zero.
    #[must_use]
    pub fn ply(&self, n: Time) -> Pattern {
        if !n.is_positive() {
            return Pattern::silence();
        }
        let steps = self.steps().map(|steps| steps * n);
        Pattern::new(Node::Ply { n, of: self.clone() }, steps)
    }

    /// Every event pushed back by a share of its length, its end where it was.
    #[must_use]
    pub fn press(&self, by: Time) -> Pattern {
        let by = [Pattern::time(by)];
        Pattern::lift(press_call(), Join::Squeeze, &[std::slice::from_ref(self), &by].concat(), &[])
            .unwrap_or_else(|_| Pattern::silence())
            .with_steps(None)
    }

    /// The first part of each cycle, over and over until the cycle ends. A negative length takes the
    /// last part.
    #[must_use]
    pub fn linger(&self, length: Time) -> Pattern {
        if length.is_negative() {
            return self.zoom(length + Time::ONE, Time::ONE).fast(-length.recip());
        }
        self.zoom(Time::ZERO, length).slow(length)
    }

    /// Some cycles from anywhere, over and over.
    #[must_use]
    pub fn ribbon(&self, offset: Time, cycles: Time) -> Pattern {
        let again = Pattern::number(1.0).slow(cycles);
        self.early(offset).combine(Op::KeepIf, Align::Restart, &again)
    }

    /// So many cycles a second, whatever the tempo.
    #[must_use]
    pub fn at_rate(&self, cps: Time) -> Pattern {
        if !cps.is_positive() {
            return Pattern::new(Node::Silence, self.steps());
        }
        Pattern::new(Node::Rate { cps, of: self.clone() }, self.steps())
    }

    /// Events that begin within a piece of their cycle, and all others.
    #[must_use]
    pub fn split_at(&self, begin: Time, end: Time) -> (Pattern, Pattern) {
        let keep = |invert| {
            let test = Test::Within { begin, end, invert };
            Pattern::new(Node::Keep { test, of: self.clone() }, self.steps())
        };
        (keep(false), keep(true))
    }

    /// What plays within a piece of each cycle, and what plays around it.
    #[must_use]
    pub fn split_within(&self, begin: Time, end: Time) -> (Pattern, Pattern) {
        let before = self.zoom(Time::ZERO, begin).compress(Time::ZERO, begin);
        let after = self.zoom(end, Time::ONE).compress(end, Time::ONE);
        let within = self.zoom(begin, end).compress(begin, end);
        (within, Pattern::stack(vec![before, after]))
    }

    /// Events that have a length, without samples of signals.
    #[must_use]
    pub fn discrete(&self) -> Pattern {
        Pattern::new(Node::Keep { test: Test::Discrete, of: self.clone() }, self.steps())
    }

    /// Events that begin where they are asked for, without fragments.
    #[must_use]
    pub fn onsets(&self) -> Pattern {
        Pattern::new(Node::Keep { test: Test::Onset, of: self.clone() }, self.steps())
    }

    /// So many events in a cycle, each with the value at its beginning.
    #[must_use]
    pub fn segment(&self, rate: Time) -> Pattern {
        let yes = Pattern::atom(Value::Bool(true), None);
        self.structured(&yes.fast(rate)).with_steps(Some(rate))
    }
}
