//! Changes of the events of a cycle, or of a chord, as a group: values that move on, gaps, strums.
//!
//! Whatever is said of a group is said of all events that belong to it, never of what was asked for.

use super::context::Context;
use super::event::Event;
use super::node::EventChange;
use super::value::Value;
use super::{PARTS_LIMIT, Pattern};
use crate::time::{Span, Time};

/// Events at one and the same time.
fn chords(events: Vec<Event>) -> Vec<Vec<Event>> {
    let mut chords: Vec<Vec<Event>> = Vec::new();
    for event in events {
        match chords.iter_mut().find(|chord| chord[0].whole == event.whole) {
            Some(chord) => chord.push(event),
            None => chords.push(vec![event]),
        }
    }
    chords
}

fn sort(events: &mut [Event]) {
    events.sort_by_key(|event| (event.part.begin, event.whole_or_part().begin, event.part.end));
}

/// The event in another whole, if any of it is left in its part.
fn moved(mut event: Event, whole: Span) -> Option<Event> {
    event.part = event.part.intersect(whole)?;
    event.whole = Some(whole);
    Some(event)
}

fn time(value: &Value) -> Time {
    value.as_number().and_then(Time::from_f64).unwrap_or(Time::ZERO)
}

fn rotate(args: &[Value], events: &mut [Event]) {
    sort(events);
    let count = events.len() as i64;
    let values: Vec<Value> = events.iter().map(|event| event.value.clone()).collect();
    for (i, event) in events.iter_mut().enumerate() {
        let from = (i as i64).saturating_add(time(&args[0]).cycle()).rem_euclid(count);
        event.value = values[from as usize].clone();
    }
}

fn one_at_a_time(_: &Context, _: &[Value], events: &mut Vec<Event>) {
    sort(events);
    let mut free: Option<Time> = None;
    for event in std::mem::take(events) {
        let whole = event.whole_or_part();
        let begin = free.map_or(whole.begin, |free| free.max(whole.begin));
        if begin < whole.end {
            free = Some(whole.end);
            events.extend(moved(event, Span::new(begin, whole.end)));
        }
    }
}

fn gaps(_: &Context, _: &[Value], events: &mut Vec<Event>) {
    sort(events);
    let Some(first) = events.first().cloned() else { return };
    let cycle = Span::cycle(first.part.begin.cycle());
    let mut free = cycle.begin;
    let mut found = Vec::new();
    let mut until = |from: Time, to: Time| {
        if from < to {
            let gap = Span::new(from, to);
            let value = Value::Bool(true);
            found.push(Event { whole: Some(gap), part: gap, value, ..first.clone() });
        }
    };
    for event in events.iter() {
        until(free, event.part.begin);
        free = free.max(event.part.end);
    }
    until(free, cycle.end);
    *events = found;
}

fn strum(_: &Context, args: &[Value], events: &mut Vec<Event>) {
    let share = time(&args[0]);
    for mut chord in chords(std::mem::take(events)) {
        if share.is_negative() {
            chord.reverse();
        }
        let count = Time::whole(chord.len() as i64);
        for (i, event) in chord.into_iter().enumerate() {
            let Some(whole) = event.whole else { continue };
            let step = whole.length() * share.abs() / count;
            let begin = whole.begin + step * Time::whole(i as i64);
            if begin < whole.end {
                events.extend(moved(event, Span::new(begin, whole.end)));
            }
        }
    }
}

fn one_by_one(_: &Context, _: &[Value], events: &mut Vec<Event>) {
    for chord in chords(std::mem::take(events)) {
        let count = Time::whole(chord.len() as i64);
        for (i, event) in chord.into_iter().enumerate() {
            let Some(whole) = event.whole else { continue };
            let step = whole.length() / count;
            let begin = whole.begin + step * Time::whole(i as i64);
            events.extend(moved(event, Span::new(begin, begin + step)));
        }
    }
}

fn timed(_: &Context, _: &[Value], events: &mut Vec<Event>) {
    for event in events {
        let whole = event.whole_or_part();
        let numbers = [whole.begin, whole.length()].map(|t| Value::Number(t.to_f64()));
        let list = std::iter::once(event.value.clone()).chain(numbers).collect();
        event.value = Value::List(list);
    }
}

/// The `i`-th of what [`Pattern::timed`] gives.
fn part(i: usize, value: &Value) -> Option<Value> {
    let Value::List(list) = value else { return None };
    list.get(i).cloned()
}

impl Pattern {
    /// The values of each cycle moved on by so many events; the rhythm stays.
    #[must_use]
    pub fn rotate_values(&self, by: Time) -> Pattern {
        let change = EventChange { name: "rot", run: |_, args, events| rotate(args, events) };
        self.change_cycles(change, vec![Value::Number(by.to_f64())])
    }

    /// One event at a time: an event begins where the one before it ends, or is left out.
    #[must_use]
    pub fn mono(&self) -> Pattern {
        self.change_cycles(EventChange { name: "mono", run: one_at_a_time }, Vec::new())
    }

    /// The pattern, and `other` where nothing happens.
    #[must_use]
    pub fn fill(&self, other: &Pattern) -> Pattern {
        let busy = self.map_values("busy", |_| Some(Value::Bool(true)));
        // An event that lasts no time stands for a cycle in which nothing happens.
        let gaps = busy.change_cycles(EventChange { name: "gaps", run: gaps }, Vec::new());
        let empty = Pattern::atom(Value::Bool(true), None).without_where(&busy);
        let filled = other.structured(&Pattern::stack(vec![gaps, empty]));
        Pattern::stack(vec![self.clone(), filled])
    }

    /// This pattern in cycles in which `other` has no event.
    fn without_where(&self, other: &Pattern) -> Pattern {
        fn alone(_: &Context, _: &[Value], events: &mut Vec<Event>) {
            let other = |event: &Event| event.value == Value::Bool(true);
            if events.iter().any(other) {
                events.clear();
            }
            events.iter_mut().for_each(|event| event.value = Value::Bool(true));
        }
        let own = self.map_values("own", |_| Some(Value::Bool(false)));
        Pattern::stack(vec![own, other.clone()])
            .change_cycles(EventChange { name: "alone", run: alone }, Vec::new())
    }

    /// The notes of each chord begin one after another, within a share of its length. A negative
    /// share begins with the last note.
    #[must_use]
    pub fn rolled(&self, share: Time) -> Pattern {
        let change = EventChange { name: "rolled", run: strum };
        self.change_events(change, vec![Value::Number(share.to_f64())])
    }

    /// The notes of each chord one by one, sharing its time.
    #[must_use]
    pub fn arpeggiate(&self) -> Pattern {
        self.change_events(EventChange { name: "arpeggiate", run: one_by_one }, Vec::new())
    }

    /// Each value, when its event begins, and how long it lasts, as three patterns.
    #[must_use]
    pub fn timed(&self) -> [Pattern; 3] {
        let timed = self.change_events(EventChange { name: "timed", run: timed }, Vec::new());
        [
            timed.map_values("what", |value| part(0, value)),
            timed.map_values("begin", |value| part(1, value)),
            timed.map_values("length", |value| part(2, value)),
        ]
    }

    /// The values of some cycles of `values`, in turn, on the events of `cycles` cycles of this
    /// pattern: the rhythm goes round until both meet again.
    #[must_use]
    pub fn preplace(&self, cycles: i64, values: &Pattern, length: i64, skip: i64) -> Pattern {
        let heard = |pattern: &Pattern, cycles: i64| -> Vec<Event> {
            let all = (0..cycles.clamp(1, 64)).flat_map(|cycle| pattern.cycle(cycle));
            all.filter(Event::has_onset).take(PARTS_LIMIT as usize).collect()
        };
        let (beats, values) = (heard(self, cycles), heard(values, length));
        if beats.is_empty() || values.is_empty() {
            return Pattern::silence();
        }
        let gcd = |mut a: usize, mut b: usize| {
            while b > 0 {
                (a, b) = (b, a % b);
            }
            a
        };
        let rounds = (values.len() / gcd(beats.len(), values.len())) as i64;
        let rounds = rounds.min(PARTS_LIMIT / beats.len() as i64).max(1);
        let total = Time::whole(rounds * cycles.clamp(1, 64));
        let places = (0..rounds).flat_map(|round| {
            let shift = Time::whole(round * cycles.clamp(1, 64));
            beats.iter().map(move |beat| beat.whole_or_part().shift(shift))
        });
        let placed = places.enumerate().map(|(i, span)| {
            let from = (i as i64).saturating_add(skip).rem_euclid(values.len() as i64);
            let value = values[from as usize].value.clone();
            Pattern::atom(value, None)
                .compress(span.begin / total, (span.end / total).min(Time::ONE))
        });
        Pattern::stack(placed.collect()).slow(total).with_steps(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(pattern: &Pattern, cycle: i64) -> String {
        let shown = |e: &Event| {
            let whole = e.whole_or_part();
            format!("{}-{}:{}", whole.begin, whole.end, e.value)
        };
        pattern.cycle(cycle).iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    /// Words one after another; `~` is a rest.
    fn steps(text: &str) -> Pattern {
        let step = |word| match word {
            "~" => Pattern::silence(),
            word => Pattern::atom(Value::text(word), None),
        };
        Pattern::sequence(text.split(' ').map(step).collect())
    }

    #[test]
    fn values_move_on_and_the_rhythm_stays() {
        let moved = steps("a b ~ c").rotate_values(Time::ONE);
        assert_eq!(played(&moved, 0), "0-1/4:b 1/4-1/2:c 3/4-1:a");
        let back = steps("a b ~ c").rotate_values(-Time::ONE);
        assert_eq!(played(&back, 0), "0-1/4:c 1/4-1/2:a 3/4-1:b");
    }

    #[test]
    fn a_strum_keeps_the_end_and_an_arpeggio_shares_the_time() {
        let chord = Pattern::stack(vec![steps("a"), steps("b")]);
        assert_eq!(played(&chord.rolled(Time::new(1, 4)), 0), "0-1:a 1/8-1:b");
        assert_eq!(played(&chord.rolled(Time::new(-1, 4)), 0), "0-1:b 1/8-1:a");
        assert_eq!(played(&chord.arpeggiate(), 0), "0-1/2:a 1/2-1:b");
    }

    #[test]
    fn one_event_at_a_time_waits_for_the_one_before() {
        assert_eq!(
            played(&Pattern::stack(vec![steps("a b"), steps("~ c ~ ~")]).mono(), 0),
            "0-1/2:a 1/2-1:b"
        );
        assert_eq!(
            played(
                &Pattern::stack(vec![
                    steps("a").compress(Time::ZERO, Time::new(3, 4)),
                    steps("~ b")
                ])
                .mono(),
                0
            ),
            "0-3/4:a 3/4-1:b"
        );
    }

    #[test]
    fn gaps_are_filled_in_cycles_with_and_without_events() {
        let filled = Pattern::sequence(vec![
            steps("a"),
            steps("~"),
            Pattern::cat(vec![steps("b"), steps("~")]),
            steps("~"),
        ])
        .fill(&steps("x"));
        assert_eq!(played(&filled, 0), "0-1/4:a 1/4-1/2:x 1/2-3/4:b 3/4-1:x");
        assert_eq!(played(&filled, 1), "1-5/4:a 5/4-2:x");
        assert_eq!(
            played(&Pattern::cat(vec![steps("a"), steps("~")]).fill(&steps("x")), 1),
            "1-2:x"
        );
    }

    #[test]
    fn values_in_turn_go_round_until_rhythm_and_values_meet() {
        let turns = steps("x x ~ x").preplace(1, &steps("a b"), 1, 0);
        assert_eq!(played(&turns, 0), "0-1/4:a 1/4-1/2:b 3/4-1:a");
        assert_eq!(played(&turns, 1), "1-5/4:b 5/4-3/2:a 7/4-2:b");
        assert_eq!(played(&turns, 2), "2-9/4:a 9/4-5/2:b 11/4-3:a");
    }
}
