//! Patterns as grids: what plays, step by step.
//!
//! It writes down what is heard and not how it was made: what chance chose is printed as chosen. Controls
//! other than the sound, its number, gain and velocity are left out, and named.

use std::collections::BTreeSet;

use super::MOST;
use super::cell::Hit;
use crate::control::Control;
use crate::pattern::{Context, Controls, Event, Pattern, Value};
use crate::time::{Span, Time};

/// How many cycles are looked at to find out when rows repeat.
const CYCLES: usize = 64;

/// How many steps of a row are looked at.
const LONGEST: usize = 4096;

/// How many steps a cycle has where nothing says so.
const STEPS: usize = 16;

/// A printed grid, and what did not fit into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printed {
    /// The grid, a row a line.
    pub text: String,
    /// How many events of the cycles that were looked at fall between the steps or have no sound.
    pub missed: usize,
    /// The controls that the grid leaves out.
    pub left: Vec<&'static str>,
    /// True if a row did not repeat within what was looked at: the text has only its beginning.
    pub cut: bool,
}

/// Prints a pattern as a grid of `steps` to the cycle; 0 lets the pattern decide.
///
/// Rows repeat as soon as what they play does, over the first 64 cycles at most. Where everything
/// fits and every row repeats, reading the text again gives the same events.
pub fn print(pattern: &Pattern, context: &Context, steps: usize) -> Printed {
    let own = || {
        let steps = pattern.steps().filter(|steps| steps.is_whole())?.numerator();
        usize::try_from(steps).ok().filter(|steps| (2..=64).contains(steps))
    };
    let steps = if steps == 0 { own().unwrap_or(STEPS) } else { steps.min(MOST) };
    let cycles = CYCLES.min(LONGEST / steps).max(1);
    let (length, left) = (cycles * steps, BTreeSet::new());
    let mut sheet = Sheet { steps, length, rows: Vec::new(), missed: 0, left };
    let mut events = Vec::new();
    for cycle in Span::new(Time::ZERO, Time::whole(cycles as i64)).cycles() {
        pattern.query_in(context, cycle, &mut events);
    }
    events.retain(Event::has_onset);
    // Rows stand in the order of the pattern's layers, which sorting by time would lose.
    events.iter().filter_map(|event| name_of(&event.value)).for_each(|name| sheet.row(name));
    events.sort_by_key(|event| event.whole_or_part().begin);
    sheet.fill(&events);
    sheet.write()
}

/// The letters of one row, over all cycles that were looked at.
struct Row {
    name: String,
    letters: Vec<char>,
}

struct Sheet {
    steps: usize,
    length: usize,
    rows: Vec<Row>,
    missed: usize,
    left: BTreeSet<Control>,
}

impl Sheet {
    /// An empty row, unless there is one of that name.
    fn row(&mut self, name: String) {
        if !self.rows.iter().any(|row| row.name == name) {
            self.rows.push(Row { name, letters: vec!['.'; self.length] });
        }
    }

    fn fill(&mut self, events: &[Event]) {
        let mut taken = vec![false; events.len()];
        for i in 0..events.len() {
            if taken[i] {
                continue;
            }
            let placed = name_of(&events[i].value).is_some_and(|name| {
                let found = self.single(&events[i]).or_else(|| self.roll(events, i, &mut taken));
                found.is_some_and(|(at, length, letter)| {
                    self.left.extend(unwritten(&events[i].value));
                    self.place(name, at, length, letter);
                    true
                })
            });
            if !placed {
                self.missed += 1;
            }
        }
    }

    /// The first step of a span and how many it is long, if it begins and ends with steps.
    fn steps_of(&self, span: Span) -> Option<(usize, usize)> {
        let steps = Time::whole(self.steps as i64);
        let (at, length) = (span.begin * steps, span.length() * steps);
        if !at.is_whole() || !length.is_whole() || !length.is_positive() {
            return None;
        }
        let (at, length) = (at.numerator() as usize, length.numerator() as usize);
        (at < self.length).then_some((at, length))
    }

    fn single(&mut self, event: &Event) -> Option<(usize, usize, char)> {
        let (at, length) = self.steps_of(event.whole?)?;
        Some((at, length, self.letter(1, &event.value)?))
    }

    /// The letter of so many hits; one that is not just as loud is among what is left out.
    fn letter(&mut self, times: u8, value: &Value) -> Option<char> {
        let (letter, exact) = Hit::letter(times, velocity_of(value))?;
        self.left.extend((!exact).then_some(Control::Velocity));
        Some(letter)
    }

    /// Two, three or four alike right after one another, which together fill steps.
    fn roll(
        &mut self,
        events: &[Event],
        first: usize,
        taken: &mut [bool],
    ) -> Option<(usize, usize, char)> {
        let whole = events[first].whole?;
        let mut members = vec![first];
        let mut end = whole.end;
        for (i, event) in events.iter().enumerate().skip(first + 1) {
            let begin = event.whole?.begin;
            if begin > end || members.len() == 4 {
                break;
            }
            let like = event.value == events[first].value
                && event.whole.is_some_and(|w| w.length() == whole.length());
            if !taken[i] && begin == end && like {
                members.push(i);
                end += whole.length();
            }
            let times = members.len() as u8;
            if times < 2 {
                continue;
            }
            let place = self.steps_of(Span::new(whole.begin, end));
            if let Some((at, length)) = place
                && let Some(letter) = self.letter(times, &event.value)
            {
                members.iter().for_each(|&member| taken[member] = true);
                return Some((at, length, letter));
            }
        }
        None
    }

    /// Writes a letter and its ties into the first row of that name that is free there.
    fn place(&mut self, name: String, at: usize, length: usize, letter: char) {
        let end = (at + length).min(self.length);
        let free = |row: &Row| row.name == name && row.letters[at..end].iter().all(|l| *l == '.');
        let index = self.rows.iter().position(free).unwrap_or_else(|| {
            self.rows.push(Row { name, letters: vec!['.'; self.length] });
            self.rows.len() - 1
        });
        let letters = &mut self.rows[index].letters;
        letters[at..end].fill('_');
        letters[at] = letter;
    }

    fn write(self) -> Printed {
        let lengths: Vec<usize> =
            self.rows.iter().map(|row| period(&row.letters, self.steps)).collect();
        let width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        let mut say = |name: &str, steps: &str| {
            let gap = " ".repeat(width.saturating_sub(name.chars().count()));
            text.push_str(&format!("{name}:{gap} {steps}\n"));
        };
        if lengths.first() != Some(&self.steps) {
            say("steps", &self.steps.to_string());
        }
        let cut = lengths.iter().any(|length| *length > MOST || *length * 2 > self.length.max(2));
        for (row, length) in self.rows.iter().zip(lengths) {
            let length = length.min(MOST);
            say(&row.name, &row.letters[..length].iter().collect::<String>());
        }
        if self.missed > 0 {
            let events = if self.missed == 1 { "event falls" } else { "events fall" };
            text.push_str(&format!("// {} {events} between the steps\n", self.missed));
        }
        let left: Vec<&str> = self.left.iter().map(|control| control.info().name).collect();
        if !left.is_empty() {
            text.push_str(&format!("// left out: {}\n", left.join(", ")));
        }
        if cut {
            text.push_str("// this is only the beginning: it does not repeat soon enough\n");
        }
        Printed { text, missed: self.missed, left, cut }
    }
}

/// After how many steps a row repeats. What repeats within a cycle is printed for a whole one.
fn period(letters: &[char], cycle: usize) -> usize {
    let repeats = |length: usize| {
        letters[0] != '_'
            && letters[length.min(letters.len() - 1)] != '_'
            && letters[length..].iter().zip(letters).all(|(a, b)| a == b)
    };
    if cycle < letters.len() && repeats(cycle) {
        return cycle;
    }
    (1..letters.len()).find(|&length| repeats(length)).unwrap_or(letters.len())
}

/// The sound and its number, as a row names them.
fn name_of(value: &Value) -> Option<String> {
    let name = match value {
        Value::Controls(controls) => {
            let sound = controls.get(Control::S)?.to_string();
            let number = controls.get(Control::N).map_or_else(String::new, Value::to_string);
            match controls.get(Control::Gain) {
                Some(gain) => format!("{sound}:{number}:{gain}"),
                None if number.is_empty() => sound,
                None => format!("{sound}:{number}"),
            }
        }
        other => other.to_string(),
    };
    let written = !name.is_empty() && name != "steps" && !name.contains([';', '\n', ' ', '\t']);
    (written && !name.contains("//") && !name.starts_with('#')).then_some(name)
}

/// The controls that a grid cannot write.
fn unwritten(value: &Value) -> impl Iterator<Item = Control> {
    let controls = match value {
        Value::Controls(controls) => Some(controls),
        _ => None,
    };
    let all = controls.into_iter().flat_map(Controls::iter).map(|(control, _)| control);
    all.filter(|control| {
        !matches!(control, Control::S | Control::N | Control::Gain | Control::Velocity)
    })
}

fn velocity_of(value: &Value) -> Option<&Value> {
    match value {
        Value::Controls(controls) => controls.get(Control::Velocity),
        _ => None,
    }
}
