//! What each track plays: its pattern, and on the way to it, what its transition makes of the pattern
//! before and the new one.
//!
//! What a transition means is said by the pattern; here it meets versions and moments.

use std::ops::Range;

use crate::pattern::Pattern;
use crate::pattern::transition::{Start, Transition};
use crate::set::{Entry, Set, Track};
use crate::time::Time;

/// Transitions from one that is still under way, nested so deep, begin with its end.
const DEEPEST: u8 = 6;
/// Cycles that are compared to find out whether anything changes.
const COMPARED: Range<i64> = 4..64;
/// Where a version takes over at once, what begins with it begins so much later, in seconds, so that
/// the engine is told in time.
const NOTICE: f64 = 0.05;
/// And at one of so many moments of a cycle.
const GRID: i64 = 256;
/// Moments that are not of this many of a cycle are moved to the grid.
const FINEST: i64 = 4096;

/// What one track plays from some moment on.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// Where its pattern begins, if that is not in phase.
    from: Time,
    /// What it plays in the end.
    after: Pattern,
    under_way: Option<UnderWay>,
}

/// A transition that is not over.
#[derive(Clone, Debug)]
struct UnderWay {
    pattern: Pattern,
    until: Time,
    /// How many transitions it interrupted.
    depth: u8,
}

/// A moment at which a version takes over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment(Time);

impl Moment {
    /// A moment that the music has not reached.
    pub(super) fn ahead(at: f64) -> Moment {
        let exact = Time::from_f64(at).filter(|at| at.denominator() <= FINEST);
        Moment(exact.unwrap_or_else(|| grid(at)))
    }

    /// As soon as possible, at a tempo in cycles a second.
    pub(super) fn at_once(at: f64, cps: f64) -> Moment {
        Moment(grid(at + NOTICE * cps))
    }
}

/// The first moment of the grid that is not before this one.
fn grid(at: f64) -> Time {
    let steps = (at * GRID as f64).ceil();
    if steps.abs() < 1e15 { Time::new(steps as i64, GRID) } else { Time::ZERO }
}

impl Passage {
    /// What a track plays that follows nothing.
    pub(super) fn fresh(track: &Track, Moment(moment): Moment) -> Passage {
        let from = track.entry.start.at(moment);
        Passage { from, after: track.entry.start.of(&track.pattern, from), under_way: None }
    }

    /// What it plays in a cycle.
    pub(super) fn in_cycle(&self, cycle: i64) -> &Pattern {
        match &self.under_way {
            Some(way) if Time::whole(cycle) < way.until => &way.pattern,
            _ => &self.after,
        }
    }

    /// What it would play from a moment on, and how many transitions that takes.
    fn as_it_goes(&self, moment: Time) -> (&Pattern, u8) {
        match &self.under_way {
            Some(way) if moment < way.until && way.depth < DEEPEST => (&way.pattern, way.depth + 1),
            _ => (&self.after, 0),
        }
    }
}

/// The tracks of a version that goes, with what they play.
pub(super) struct Before<'a> {
    /// The version's tracks.
    pub(super) tracks: &'a [Track],
    /// What each of them plays.
    pub(super) passages: &'a [Passage],
}

impl Before<'_> {
    fn named(&self, name: &str) -> Option<(&Track, &Passage)> {
        self.tracks.iter().zip(self.passages).find(|(track, _)| track.name == name)
    }

    /// The track of before that a track goes on with: the one of its name; a single cycle has none,
    /// and is known by what it plays.
    fn same(&self, track: &Track, set: &Set, from: Time) -> Option<&Passage> {
        let goes_on = |(old, _): &(&Track, &Passage)| {
            old.entry.start == track.entry.start
                && (old.pattern == track.pattern || alike(old, track, set, from))
        };
        if track.entry.start == Start::Once {
            return self.tracks.iter().zip(self.passages).find(goes_on).map(|(_, passage)| passage);
        }
        self.named(&track.name).filter(goes_on).map(|(_, passage)| passage)
    }
}

/// True if two patterns play the same while the second one would take over. Patterns that functions
/// of a script change are new with each version, and cannot be compared otherwise.
fn alike(old: &Track, new: &Track, set: &Set, from: Time) -> bool {
    let entry = &new.entry;
    if *entry == Entry::default() {
        return false;
    }
    let until = entry.transition.as_ref().map_or(from, |t| t.until(from)) + entry.wait();
    let lasts = (until - from).ceil().cycle().clamp(COMPARED.start, COMPARED.end);
    let cycles = from.cycle()..from.cycle() + lasts + 1;
    old.pattern.sounds_like(&new.pattern, cycles, |cycle| set.context(cycle))
}

/// What the tracks of a set play that takes over at a moment.
pub(super) fn passages(set: &Set, before: &Before<'_>, moment: Moment) -> Vec<Passage> {
    set.tracks.iter().map(|track| passage(track, set, before, moment)).collect()
}

fn passage(track: &Track, set: &Set, before: &Before<'_>, moment: Moment) -> Passage {
    let start = track.entry.start;
    if let Some(passage) = before.same(track, set, moment.0) {
        let after = start.of(&track.pattern, passage.from);
        return Passage { after, ..passage.clone() };
    }
    let old = before.named(&track.name);
    let mut new = Passage::fresh(track, moment);
    if let (Start::Timeline(_), Some((old, passage))) = (start, old)
        && old.entry.start == start
    {
        new.from = passage.from;
        new.after = start.of(&track.pattern, new.from);
    }
    let (gone, depth) = match old {
        Some((_, passage)) => passage.as_it_goes(moment.0),
        None => (&Pattern::silence(), 0),
    };
    let made = entering(track, &gone.unplaced(), &new, moment.0);
    new.under_way = made.map(|(pattern, until)| UnderWay { pattern, until, depth });
    new
}

/// What plays between the pattern before and the new one, and until when; `None` if the new one
/// plays at once.
fn entering(track: &Track, old: &Pattern, new: &Passage, moment: Time) -> Option<(Pattern, Time)> {
    let entry = &track.entry;
    let at = moment.max(new.from);
    let transition = match &entry.transition {
        Some(transition) => transition.clone(),
        None if new.from > moment || entry.wait.is_some() => Transition::Jump(Time::ZERO),
        None => return None,
    };
    if entry.wait.is_none() {
        let until = transition.until(at);
        return (until > moment).then(|| (transition.between(old, &new.after, at), until));
    }
    // As long as it says, and on to the beginning of a cycle.
    let waits = (at + entry.wait() - Time::ONE).floor() + Time::ONE;
    let waits = waits.max(at);
    let rest = transition.between(old, &new.after, waits).since(waits);
    Some((Pattern::stack(vec![old.before(at), rest]), transition.until(waits)))
}
