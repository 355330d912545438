//! After how many cycles a pattern comes again, so that whoever looks ahead need not look at everything.
//!
//! Told by its structure alone. Where chance or a function has a say, nothing is known.

use super::Pattern;
use super::node::{Node, Test};
use super::signal::Signal;
use crate::time::Time;

/// Longer periods count as unknown.
const LONGEST: i64 = 4096;

impl Pattern {
    /// After how many cycles everything comes again, at a steady tempo, from cycle 0 on; `None` if that is
    /// not known.
    ///
    /// ```
    /// use tresillo::mini::parse;
    /// let period = |text| parse(text, None).unwrap().period();
    /// assert_eq!(period("bd*4 <sd cp rim>"), Some(3));
    /// assert_eq!(period("<a b>/2 <c d e>"), Some(12));
    /// assert_eq!(period("bd?"), None);
    /// ```
    pub fn period(&self) -> Option<i64> {
        Some(i64::from(self.0.traits.period)).filter(|period| *period > 0)
    }
}

impl Node {
    /// The period in cycles; 0 if it is not known.
    pub(super) fn period(&self) -> u16 {
        let period = self.known_period().filter(|period| *period <= LONGEST);
        period.and_then(|period| u16::try_from(period).ok()).unwrap_or(0)
    }

    fn known_period(&self) -> Option<i64> {
        match self {
            Node::Signal(signal) => signal.repeats().then_some(1),
            Node::Lift { .. }
            | Node::Seed { .. }
            | Node::Thin { .. }
            | Node::Rate { .. }
            | Node::Events { .. }
            | Node::Join { .. }
            | Node::Keep { test: Test::Since(_) | Test::Before(_), .. } => None,
            Node::Cat { parts, hold: true } => {
                (parts.len() as i64).checked_mul(self.of_children()?)
            }
            Node::Cat { parts, .. } => common(self.of_children()?, parts.len() as i64),
            Node::Every { n, .. } => common(self.of_children()?, *n),
            Node::Repeat { n, .. } if n.is_whole() => {
                n.numerator().checked_mul(self.of_children()?)
            }
            Node::Repeat { .. } => None,
            // What is repeated goes on with its own time.
            Node::Ply { n, .. } => common(self.of_children()?, n.denominator()),
            Node::Warp { factor, .. } if factor.is_positive() => {
                // As many cycles outside as are whole periods inside.
                let inside = Time::whole(self.of_children()?);
                Some((inside / *factor).lcm(Time::ONE)).filter(|t| t.is_whole()).map(Time::cycle)
            }
            _ => self.of_children(),
        }
    }

    /// When all parts come again together.
    fn of_children(&self) -> Option<i64> {
        let mut all = Some(1);
        self.each_child(&mut |child| {
            all = child.period().zip(all).and_then(|(period, all)| common(period, all));
        });
        all
    }
}

/// The least number of cycles that is a multiple of both.
fn common(a: i64, b: i64) -> Option<i64> {
    let both = Time::whole(a).lcm(Time::whole(b)).cycle();
    (1..=LONGEST).contains(&both).then_some(both)
}

impl Signal {
    /// True if it is the same in every cycle.
    fn repeats(&self) -> bool {
        match self {
            Signal::Steady(_)
            | Signal::Saw
            | Signal::Isaw
            | Signal::Sine
            | Signal::Cosine
            | Signal::Square
            | Signal::Length
            | Signal::Cps => true,
            // What is turned by hand comes when it comes.
            Signal::Input(..)
            | Signal::Time
            | Signal::Rand
            | Signal::Perlin
            | Signal::Berlin
            | Signal::RandRun(_) => false,
        }
    }
}
