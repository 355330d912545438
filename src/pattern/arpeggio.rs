//! The orders in which the notes of a chord are played one by one, by the names that Tidal gave them
//! (`up&down` is `upanddown`, since words of the notation have no `&`).
//!
//! Numbers of notes only: which notes sound together is said in `group`.

use super::Pattern;
use super::context::Context;
use super::event::Event;
use super::group::{chords, moved};
use super::node::EventChange;
use super::value::Value;
use crate::symbol::Symbol;
use crate::time::{Span, Time};

/// An order of so many notes, which are numbered from low to high.
type Order = fn(usize) -> Vec<usize>;

/// All orders by their names.
const ORDERS: &[(&str, Order)] = &[
    ("up", up),
    ("down", down),
    ("updown", |n| there_and_back(up(n))),
    ("downup", |n| there_and_back(down(n))),
    ("upanddown", |n| [up(n), down(n)].concat()),
    ("downandup", |n| [down(n), up(n)].concat()),
    ("converge", converge),
    ("diverge", |n| reversed(converge(n))),
    ("disconverge", |n| {
        converge(n).into_iter().chain(converge(n).into_iter().rev().skip(1)).collect()
    }),
    ("pinkyup", pinky),
    ("pinkyupdown", |n| there_and_back(pinky(n))),
    ("thumbup", thumb),
    ("thumbupdown", |n| there_and_back(thumb(n))),
];

fn up(n: usize) -> Vec<usize> {
    (0..n).collect()
}

fn down(n: usize) -> Vec<usize> {
    (0..n).rev().collect()
}

fn reversed(mut order: Vec<usize>) -> Vec<usize> {
    order.reverse();
    order
}

/// An order and its reverse, neither of them to its end, so that no note comes twice in a row.
fn there_and_back(order: Vec<usize>) -> Vec<usize> {
    let without_last = |mut order: Vec<usize>| {
        order.pop();
        order
    };
    [without_last(order.clone()), without_last(reversed(order))].concat()
}

/// From both ends to the middle.
fn converge(n: usize) -> Vec<usize> {
    (0..n).map(|i| if i % 2 == 0 { i / 2 } else { n - 1 - i / 2 }).collect()
}

/// The highest note after each of the others.
fn pinky(n: usize) -> Vec<usize> {
    (0..n.saturating_sub(1)).flat_map(|i| [i, n - 1]).collect()
}

/// The lowest note before each of the others.
fn thumb(n: usize) -> Vec<usize> {
    (1..n).flat_map(|i| [0, i]).collect()
}

/// The names of all orders.
pub fn orders() -> impl Iterator<Item = &'static str> {
    ORDERS.iter().map(|(name, _)| *name)
}

fn in_order(_: &Context, args: &[Value], events: &mut Vec<Event>) {
    let name = args.first().and_then(Value::as_text).map_or("", Symbol::as_str);
    let Some((_, order)) = ORDERS.iter().find(|(known, _)| *known == name) else {
        return events.clear();
    };
    for chord in chords(std::mem::take(events)) {
        let mut order = order(chord.len());
        if order.is_empty() {
            order = up(chord.len());
        }
        let count = Time::whole(order.len() as i64);
        for (place, note) in order.into_iter().enumerate() {
            let event = chord[note].clone();
            let Some(whole) = event.whole else { continue };
            let step = whole.length() / count;
            let begin = whole.begin + step * Time::whole(place as i64);
            events.extend(moved(event, Span::new(begin, begin + step)));
        }
    }
}

impl Pattern {
    /// The notes of each chord one by one, within its time, in the order of a name; see [`orders`].
    #[must_use]
    pub fn arpeggiate_in(&self, order: Value) -> Pattern {
        self.change_events(EventChange { name: "arp", run: in_order }, vec![order])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_those_of_their_names() {
        let drawn = |name: &str| {
            let (_, order) = ORDERS.iter().find(|(known, _)| *known == name).unwrap();
            order(4).iter().map(ToString::to_string).collect::<String>()
        };
        let expected = [
            ("up", "0123"),
            ("down", "3210"),
            ("updown", "012321"),
            ("downup", "321012"),
            ("upanddown", "01233210"),
            ("downandup", "32100123"),
            ("converge", "0312"),
            ("diverge", "2130"),
            ("disconverge", "0312130"),
            ("pinkyup", "031323"),
            ("pinkyupdown", "0313232313"),
            ("thumbup", "010203"),
            ("thumbupdown", "0102030201"),
        ];
        assert_eq!(expected.len(), ORDERS.len());
        for (name, order) in expected {
            assert_eq!(drawn(name), order, "{name}");
        }
        for (_, order) in ORDERS {
            (0..3).for_each(|n| assert!(order(n).iter().all(|note| *note < n)));
        }
    }
}
