//! What changing controls are now, at the end of the line that sets them.
//!
//! It reads the notes; a control that is the same for all of them is not worth a word.

use std::collections::BTreeMap;

use super::look::Look;
use super::snapshot::Note;
use crate::vocab::reference;

/// Controls that the code shows by itself.
const PLAIN: [&str; 6] = ["note", "freq", "n", "velocity", "gain", "pan"];

/// Knows what controls are called.
#[derive(Debug, Default)]
pub(super) struct Values {
    names: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Values {
    /// The changing controls of a track: all their names, and what they are now.
    pub(super) fn of(&mut self, look: &Look, track: usize) -> Vec<(Vec<&'static str>, f32)> {
        let notes = look.shot.notes.iter().filter(|note| usize::from(note.track) == track);
        let mut last: Option<&Note> = None;
        let mut changing: Vec<&'static str> = Vec::new();
        let mut first: Option<&Note> = None;
        for note in notes {
            let first = *first.get_or_insert(note);
            for (name, value) in note.values.iter() {
                let differs = first.value(name).is_some_and(|other| other != *value);
                if differs && !changing.contains(name) && !PLAIN.contains(name) {
                    changing.push(name);
                }
            }
            if note.begin <= look.shot.cycle {
                last = Some(note);
            }
        }
        let Some(now) = last else { return Vec::new() };
        let value = |name: &'static str| Some((self.names_of(name), now.value(name)?));
        changing.into_iter().filter_map(value).collect()
    }

    fn names_of(&mut self, control: &'static str) -> Vec<&'static str> {
        let names = || match reference::entry(control) {
            Some(entry) => entry.names().collect(),
            None => vec![control],
        };
        self.names.entry(control).or_insert_with(names).clone()
    }
}

/// A value in at most five signs.
pub(super) fn written(value: f32) -> String {
    match value.abs() {
        1000.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn values_are_short() {
        assert_eq!(written(1234.5), "1234");
        assert_eq!(written(84.25), "84.2");
        assert_eq!(written(-0.5), "-0.50");
    }
}
