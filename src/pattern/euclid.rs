//! Euclidean rhythms: so many onsets as evenly as possible over so many steps.
//!
//! The spreading is Bjorklund's (SNS timing system, 2003), read musically by Toussaint (2005).

use std::cell::RefCell;
use std::collections::HashMap;

use super::Pattern;
use super::node::{Node, Slot};
use super::value::Value;
use crate::diag::ArgError;
use crate::time::Time;

/// The most steps a rhythm may have.
const STEPS_LIMIT: i64 = 1024;

/// Why there is no such rhythm.
pub fn no_rhythm(onsets: i64, steps: i64) -> ArgError {
    let error = ArgError::new(format!("there is no rhythm of {onsets} onsets in {steps} steps"));
    match steps > STEPS_LIMIT {
        true => error.hint(format!("a rhythm has at most {STEPS_LIMIT} steps")),
        false => error.hint("there can be at most as many onsets as steps"),
    }
}

/// So many onsets over so many steps, the first one at the beginning. Negative onsets are the rests
/// of the same rhythm. `None` if there are more onsets than steps, or too many steps.
pub fn bjorklund(onsets: i64, steps: i64) -> Option<Vec<bool>> {
    if !(0..=STEPS_LIMIT).contains(&steps) || onsets.unsigned_abs() > steps.unsigned_abs() {
        return None;
    }
    let (on, off) = (onsets >= 0, onsets < 0);
    let mut heads = (vec![on], onsets.unsigned_abs() as usize);
    let mut tails = (vec![off], steps as usize - heads.1);
    // All heads are alike, and all tails: only how many there are need be known.
    while heads.1.min(tails.1) > 1 {
        let pairs = heads.1.min(tails.1);
        let longer = [&heads.0[..], &tails.0].concat();
        tails =
            if heads.1 > pairs { (heads.0, heads.1 - pairs) } else { (tails.0, tails.1 - pairs) };
        heads = (longer, pairs);
    }
    Some([heads.0.repeat(heads.1), tails.0.repeat(tails.1)].concat())
}

/// The same, moved to the right by `rotation` steps; whole turns count for nothing.
pub(super) fn rotated(onsets: i64, steps: i64, rotation: i64) -> Option<Vec<bool>> {
    let mut rhythm = bjorklund(onsets, steps)?;
    if !rhythm.is_empty() {
        let by = rotation.rem_euclid(steps) as usize;
        rhythm.rotate_right(by);
    }
    Some(rhythm)
}

/// Longer rhythms are not kept.
const KEPT_STEPS: i64 = 64;

/// How many rhythms are kept: many more than a piece has.
const KEPT: usize = 256;

thread_local! {
    /// The rhythms of this thread: a piece has few, and many times each.
    static RHYTHMS: RefCell<HashMap<(i64, i64, i64), Pattern>> = RefCell::default();
}

/// A rhythm as steps that say yes or no.
fn rhythm(onsets: i64, steps: i64, rotation: i64) -> Option<Pattern> {
    let make = || Some(Pattern::booleans(&rotated(onsets, steps, rotation)?));
    if !(0..=KEPT_STEPS).contains(&steps) {
        return make();
    }
    let key = (onsets, steps, rotation);
    if let Some(kept) = RHYTHMS.with_borrow(|kept| kept.get(&key).cloned()) {
        return Some(kept);
    }
    let made = make()?;
    RHYTHMS.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, made.clone());
    });
    Some(made)
}

impl Pattern {
    /// Steps that say yes or no.
    pub fn booleans(rhythm: &[bool]) -> Pattern {
        let kinds = [Pattern::number(0.0), Pattern::number(1.0)];
        let step = |on: &bool| kinds[usize::from(*on)].clone();
        match rhythm {
            [] => Pattern::silence(),
            [only] => step(only),
            _ => Pattern::evenly(rhythm.iter().map(step)),
        }
    }

    /// The pattern in a Euclidean rhythm, or `None` where there is no such rhythm.
    pub fn euclid(&self, onsets: i64, steps: i64, rotation: i64) -> Option<Pattern> {
        let rhythm = rhythm(onsets, steps, rotation)?;
        Some(self.structured(&rhythm).in_steps(Some(Time::whole(steps))))
    }

    /// The same, each onset held until the next one; a rotation moves the pattern with its rhythm.
    pub fn euclid_legato(&self, onsets: i64, steps: i64, rotation: Time) -> Option<Pattern> {
        let rhythm = bjorklund(onsets, steps)?;
        if onsets < 1 {
            return Some(Pattern::silence());
        }
        let Some(first) = rhythm.iter().position(|on| *on) else {
            return Some(Pattern::silence());
        };
        let ons = rhythm.iter().enumerate().filter(|(_, on)| **on).map(|(i, _)| (i - first) as i64);
        let mut begins: Vec<i64> = ons.collect();
        begins.push(steps);
        let held = begins.windows(2).map(|w| (Time::whole(w[1] - w[0]), yes())).collect();
        let later = (rotation + Time::whole(first as i64)) / Time::whole(steps);
        Some(self.structured(&Pattern::weighted(held)).late(later))
    }

    /// A Euclidean rhythm on its way to even spacing: 0 is the rhythm, 1 is even.
    pub fn euclidish(&self, onsets: i64, steps: i64, evenness: Time) -> Option<Pattern> {
        let rhythm = bjorklund(onsets, steps)?;
        let even = vec![true; onsets.unsigned_abs() as usize];
        let shape = Pattern::morph(&rhythm, &even, evenness);
        Some(self.structured(&shape).with_steps(Some(Time::whole(steps))))
    }

    /// Onsets on their way from one rhythm (0) to another (1); the first one's steps are their length.
    pub fn morph(from: &[bool], to: &[bool], by: Time) -> Pattern {
        let places = |rhythm: &[bool]| {
            let length = rhythm.len() as i64;
            let on = rhythm.iter().enumerate().filter(|(_, on)| **on);
            on.map(|(i, _)| Time::new(i as i64, length)).collect::<Vec<_>>()
        };
        let length = Time::new(1, from.len().max(1) as i64);
        let onset = |(a, b): (Time, Time)| {
            let begin = (b - a) * by + a;
            let yes = Pattern::atom(Value::Bool(true), None);
            let slot = Slot { begin, end: begin + length, pattern: yes };
            Pattern::new(Node::Seq(vec![slot]), None)
        };
        Pattern::stack(places(from).into_iter().zip(places(to)).map(onset).collect())
    }
}

fn yes() -> Pattern {
    Pattern::atom(Value::Number(1.0), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(onsets: i64, steps: i64, rotation: i64) -> String {
        let rhythm = rotated(onsets, steps, rotation).unwrap();
        rhythm.iter().map(|on| if *on { 'x' } else { '.' }).collect()
    }

    #[test]
    fn known_rhythms_come_out() {
        assert_eq!(drawn(3, 8, 0), "x..x..x.");
        assert_eq!(drawn(5, 8, 0), "x.xx.xx.");
        assert_eq!(drawn(3, 8, 2), "x.x..x..");
        assert_eq!(drawn(-3, 8, 0), ".xx.xx.x");
        assert_eq!(drawn(5, 13, 0), "x..x.x..x.x..");
        assert_eq!(drawn(0, 4, 0), "....");
    }

    #[test]
    fn a_held_rhythm_is_turned_with_its_pattern() {
        let pattern = Pattern::sequence(vec![Pattern::number(0.0), Pattern::number(1.0)]);
        let turned = pattern.euclid_legato(3, 8, Time::whole(2)).unwrap();
        let late = pattern.euclid_legato(3, 8, Time::ZERO).unwrap().late(Time::new(1, 4));
        let events = |pattern: &Pattern| {
            let mut events = Vec::new();
            pattern.query(crate::time::Span::cycle(1), &mut events);
            events
        };
        assert!(!events(&turned).is_empty());
        assert_eq!(events(&turned), events(&late));
    }

    #[test]
    fn too_many_onsets_make_no_rhythm() {
        assert_eq!(bjorklund(9, 4), None);
        assert_eq!(bjorklund(1, i64::MAX), None);
        assert_eq!(bjorklund(i64::MIN, 4), None);
    }
}
