//! Changes of the events of a cycle, or of a chord, as a group: values that move on, gaps, strums.
//!
//! Whatever is said of a group is said of all events that belong to it, never of what was asked for.

use super::arith::{Op, numeral};
use super::context::Context;
use super::event::Event;
use super::node::EventChange;
use super::value::Value;
use super::{PARTS_LIMIT, Pattern};
use crate::control::Control;
use crate::time::{Span, Time};

/// Events at one and the same time.
pub(super) fn chords(events: Vec<Event>) -> Vec<Vec<Event>> {
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
pub(super) fn moved(mut event: Event, whole: Span) -> Option<Event> {
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

/// Values in turn, a list long, on events that begin in this cycle; a cycle with as many events went
/// before, so that nothing need be remembered. What goes on from before keeps the last one.
fn take(_: &Context, values: &[Value], events: &mut Vec<Event>) {
    sort(events);
    let count = events.iter().filter(|event| event.has_onset()).count() as i64;
    let Some(first) = events.first() else { return };
    let mut next = first.part.begin.cycle().saturating_mul(count);
    for event in events {
        let at = if event.has_onset() { next } else { next.saturating_sub(1) };
        next = next.saturating_add(i64::from(event.has_onset()));
        let value = &values[at.rem_euclid(values.len() as i64) as usize];
        event.value = Op::Set.apply(&event.value, value).unwrap_or_else(|| value.clone());
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

/// The number of the note that an event plays, whichever form it has.
fn note(value: &Value) -> Option<f64> {
    match value {
        Value::Controls(controls) => controls.get(Control::Note).and_then(numeral),
        other => numeral(other),
    }
}

fn with_note(value: &Value, note: f64) -> Value {
    match value {
        Value::Controls(controls) => {
            let mut controls = controls.clone();
            controls.set(Control::Note, Value::Number(note));
            Value::Controls(controls)
        }
        _ => Value::Number(note),
    }
}

/// Changes the notes of each chord, which are given from low to high.
fn revoice(events: &mut Vec<Event>, change: impl Fn(&mut Vec<f64>)) {
    for chord in chords(std::mem::take(events)) {
        let mut notes: Vec<f64> = chord.iter().filter_map(|event| note(&event.value)).collect();
        if notes.len() < chord.len() {
            events.extend(chord);
            continue;
        }
        notes.sort_by(f64::total_cmp);
        change(&mut notes);
        let player = |i: usize| chord[i.min(chord.len() - 1)].clone();
        events.extend(notes.into_iter().enumerate().map(|(i, note)| {
            let event = player(i);
            Event { value: with_note(&event.value, note), ..event }
        }));
    }
}

/// More notes than these no chord has.
const MOST_NOTES: i64 = 64;

fn inverted(_: &Context, args: &[Value], events: &mut Vec<Event>) {
    let times = time(&args[0]).cycle().clamp(0, MOST_NOTES) as usize;
    revoice(events, |notes| {
        for i in 0..times {
            let at = i % notes.len();
            notes[at] += 12.0;
        }
    });
}

fn opened(_: &Context, _: &[Value], events: &mut Vec<Event>) {
    revoice(events, |notes| {
        if notes.len() > 2 {
            notes[0] -= 12.0;
            notes[2] -= 12.0;
        }
    });
}

fn dropped(_: &Context, args: &[Value], events: &mut Vec<Event>) {
    let n = time(&args[0]).cycle().clamp(0, MOST_NOTES) as usize;
    revoice(events, |notes| {
        if let Some(at) = notes.len().checked_sub(n).filter(|_| n > 0) {
            notes[at] -= 12.0;
        }
    });
}

fn counted(_: &Context, args: &[Value], events: &mut Vec<Event>) {
    let n = time(&args[0]).cycle().clamp(0, MOST_NOTES) as usize;
    revoice(events, |notes| {
        let chord = notes.clone();
        let nth = |i: usize| chord[i % chord.len()] + 12.0 * (i / chord.len()) as f64;
        *notes = (0..n).map(nth).collect();
    });
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

    /// The `n` lowest notes of each chord an octave higher.
    #[must_use]
    pub fn inversion(&self, n: Time) -> Pattern {
        let change = EventChange { name: "inversion", run: inverted };
        self.change_events(change, vec![Value::Number(n.to_f64())])
    }

    /// The first and the third note of each chord an octave lower.
    #[must_use]
    pub fn open_voicing(&self) -> Pattern {
        self.change_events(EventChange { name: "openVoicing", run: opened }, Vec::new())
    }

    /// The `n`-th note of each chord from above an octave lower.
    #[must_use]
    pub fn drop_voicing(&self, n: Time) -> Pattern {
        let change = EventChange { name: "dropVoicing", run: dropped };
        self.change_events(change, vec![Value::Number(n.to_f64())])
    }

    /// So many notes of each chord, which goes on in the next octave.
    #[must_use]
    pub fn chord_notes(&self, n: Time) -> Pattern {
        let change = EventChange { name: "chordNotes", run: counted };
        self.change_events(change, vec![Value::Number(n.to_f64())])
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

    /// Every event that begins takes the next of some values, which must not be none.
    #[must_use]
    pub fn taking(&self, values: Vec<Value>) -> Pattern {
        if values.is_empty() {
            return self.clone();
        }
        self.change_cycles(EventChange { name: "take", run: take }, values)
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
