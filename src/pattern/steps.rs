//! Functions that count steps: take, drop, stretch, and line up by them.
//!
//! A pattern without steps is left alone, or is silent where nothing could be counted.

use super::join::{Call, Join};
use super::node::Node;
use super::{PARTS_LIMIT, Pattern};
use crate::time::Time;

impl Pattern {
    /// The same, without steps unless what made it is constant.
    #[must_use]
    pub(crate) fn with_steady_steps(&self, made_by: &Pattern) -> Pattern {
        let steps = self.steps().filter(|_| made_by.as_atom().is_some());
        self.with_steps(steps)
    }

    /// So many steps a cycle.
    #[must_use]
    pub fn pace(&self, target: Time) -> Pattern {
        match self.steps() {
            None => self.clone(),
            Some(steps) if steps.is_zero() => Pattern::nothing(),
            Some(steps) => self.fast(target / steps).with_steps(Some(target)),
        }
    }

    /// The same, with steps that count `factor` times as much.
    #[must_use]
    pub fn expand(&self, factor: Time) -> Pattern {
        self.with_steps(self.steps().map(|steps| steps * factor))
    }

    /// `factor` times as fast, with as many more steps.
    #[must_use]
    pub fn extend(&self, factor: Time) -> Pattern {
        self.fast(factor).expand(factor)
    }

    /// Every cycle `factor` times, as that many more steps.
    #[must_use]
    pub fn replicate(&self, factor: Time) -> Pattern {
        self.repeat_cycles(factor).fast(factor).expand(factor)
    }

    /// The first `n` steps; the last ones if `n` is negative.
    #[must_use]
    pub fn take(&self, n: Time) -> Pattern {
        let Some(steps) = self.steps().filter(|steps| steps.is_positive()) else {
            return Pattern::nothing();
        };
        let share = n.abs() / steps;
        if share.is_zero() {
            Pattern::nothing()
        } else if share >= Time::ONE {
            self.clone()
        } else if n.is_negative() {
            self.zoom(Time::ONE - share, Time::ONE)
        } else {
            self.zoom(Time::ZERO, share)
        }
    }

    /// Without the first `n` steps; without the last ones if `n` is negative.
    #[must_use]
    pub fn drop(&self, n: Time) -> Pattern {
        let Some(steps) = self.steps() else { return Pattern::nothing() };
        if n.is_negative() { self.take(steps + n) } else { self.take(n - steps) }
    }

    /// The pattern without ever more steps from its beginning (or its end, if negative), so many times.
    fn shrunk(&self, amount: Time) -> Vec<Pattern> {
        let Some(steps) = self.steps().filter(|steps| steps.is_positive()) else {
            return Vec::new();
        };
        let cut = amount.abs() / steps;
        let times = steps.ceil().numerator().min(PARTS_LIMIT);
        let piece = |i: i64| {
            let gone = (cut * Time::whole(i)).min(Time::ONE);
            if amount.is_positive() {
                self.zoom(gone, Time::ONE)
            } else {
                self.zoom(Time::ZERO, Time::ONE - gone)
            }
        };
        (0..times).map(piece).collect()
    }

    /// The pattern, then with `amount` steps less, and so on, in one cycle.
    #[must_use]
    pub fn shrink(&self, amount: Time) -> Pattern {
        Pattern::by_steps(self.shrunk(amount))
    }

    /// The other way round: ever more of the pattern.
    #[must_use]
    pub fn grow(&self, amount: Time) -> Pattern {
        let mut pieces = self.shrunk(-amount);
        pieces.reverse();
        Pattern::by_steps(pieces)
    }

    fn by_steps(parts: Vec<Pattern>) -> Pattern {
        Pattern::stepcat(parts.into_iter().map(|p| (None, p)).collect())
    }

    /// This pattern at every place between the others, step by step.
    #[must_use]
    pub fn tour(&self, others: &[Pattern]) -> Pattern {
        let count = others.len();
        let mut parts = Vec::new();
        for i in 0..=count {
            parts.extend_from_slice(&others[..count - i]);
            parts.push(self.clone());
            parts.extend_from_slice(&others[count - i..]);
        }
        Pattern::by_steps(parts)
    }

    /// Steps one after another, from each group a pattern in turn.
    pub fn stepalt(groups: &[Vec<Pattern>]) -> Pattern {
        let lengths = groups.iter().map(|group| Time::whole(group.len().max(1) as i64));
        let cycles = lengths.fold(Time::ONE, Time::lcm).numerator().min(PARTS_LIMIT) as usize;
        let turns = (0..cycles).flat_map(|i| {
            groups.iter().filter_map(move |group| group.get(i % group.len().max(1)).cloned())
        });
        Pattern::by_steps(turns.filter(|p| p.steps().is_some_and(Time::is_positive)).collect())
    }

    /// Stretched to so many steps by silence: before it (`share` 1), after it (0), or around it.
    #[must_use]
    pub fn padded(&self, steps: Time, share: Time) -> Pattern {
        let missing = steps - self.steps().unwrap_or(Time::ONE);
        let before = missing * share;
        let gap = |length: Time| (Some(length), Pattern::silence());
        Pattern::stepcat(vec![gap(before), (self.steps(), self.clone()), gap(missing - before)])
    }

    /// All at once, padded to the longest of them, see [`Pattern::padded`].
    pub fn stack_padded(parts: &[Pattern], share: Time) -> Pattern {
        let most = parts.iter().filter_map(Pattern::steps).max().unwrap_or(Time::ONE);
        Pattern::stack(parts.iter().map(|p| p.padded(most, share)).collect()).with_steps(Some(most))
    }

    /// A function of steps, for what its arguments are in each cycle; the results follow each other
    /// step by step.
    pub(crate) fn lift_steps(
        call: Call,
        args: &[Pattern],
        sources: &[Pattern],
    ) -> Result<Pattern, crate::diag::ArgError> {
        if args.iter().all(|arg| arg.as_atom().is_some()) {
            return Pattern::lift(call, Join::Inner, args, sources);
        }
        let node =
            Node::Lift { call, join: Join::Steps, args: args.to_vec(), sources: sources.to_vec() };
        Ok(Pattern::new(node, super::join::first_steps(call, args, sources)))
    }
}
