//! One mistake is told a few times at most: what is alike at one place is counted, not repeated.
//!
//! It compares messages only by their words: what stands in backticks and numbers may differ.

use std::collections::{HashMap, HashSet};

use super::{Diagnostic, Severity, SrcSpan};

/// Messages alike that are told of one place.
const ALIKE: usize = 3;
/// Messages that are told in all.
const ALL: usize = 50;

/// What makes messages alike: place, weight and words.
type Likeness = (Option<SrcSpan>, Severity, String);

/// What has been told.
#[derive(Debug, Default)]
pub struct Fold {
    seen: HashSet<(Option<SrcSpan>, String)>,
    alike: HashMap<Likeness, usize>,
    all: usize,
}

impl Fold {
    /// True if a message is to be told. The first that is one too many becomes a line that says so.
    pub fn takes(&mut self, said: &mut Diagnostic) -> bool {
        if !self.seen.insert((said.span, said.message.clone())) {
            return false;
        }
        let count = self.alike.entry(likeness(said)).or_default();
        *count += 1;
        if *count > ALIKE + 1 || self.all > ALL {
            return false;
        }
        self.all += 1;
        if *count > ALIKE || self.all > ALL {
            let like = if *count > ALIKE { " like this here" } else { "" };
            said.message = format!("and more{like}");
            said.hints.clear();
        }
        true
    }
}

fn likeness(said: &Diagnostic) -> Likeness {
    // Every second piece stands in backticks.
    let words = said.message.split('`').step_by(2).collect::<Vec<_>>().join("`");
    (said.span, said.severity, words.replace(|c: char| c.is_ascii_digit(), ""))
}

/// The same messages in their order, each once, a few of those that are alike at one place, with the
/// number of the others; errors go first where there are too many.
pub fn folded(list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut alike: HashMap<Likeness, (usize, usize)> = HashMap::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for said in list {
        if !seen.insert((said.span, said.message.clone())) {
            continue;
        }
        let (count, last) = alike.entry(likeness(&said)).or_default();
        *count += 1;
        if *count <= ALIKE {
            *last = kept.len();
            kept.push(said);
        }
    }
    for (count, last) in alike.into_values().filter(|(count, _)| *count > ALIKE) {
        kept[last].hints.push(format!("and {} more like this here", count - ALIKE));
    }
    capped(kept)
}

/// The weightiest of too many messages, in their order, and how many more there are.
fn capped(mut kept: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if kept.len() <= ALL {
        return kept;
    }
    let mut by_weight: Vec<usize> = (0..kept.len()).collect();
    by_weight.sort_by_key(|&i| (kept[i].severity, i));
    let dropped: HashSet<usize> = by_weight.split_off(ALL).into_iter().collect();
    let severity = dropped.iter().map(|&i| kept[i].severity).min().unwrap_or(Severity::Note);
    let mut place = 0;
    kept.retain(|_| {
        place += 1;
        !dropped.contains(&(place - 1))
    });
    let rest = Diagnostic::error(None, format!("and {} more messages", dropped.len()));
    kept.push(Diagnostic { severity, ..rest });
    kept
}

#[cfg(test)]
mod tests {
    use super::super::SourceId;
    use super::*;

    fn at(place: usize, message: String) -> Diagnostic {
        Diagnostic::error(SrcSpan::new(SourceId(0), place, place + 1), message)
    }

    #[test]
    fn what_is_alike_at_one_place_is_counted() {
        let list = (0..100).map(|i| at(0, format!("there is no sound `{i}`")));
        let told = folded(list.chain([at(9, "there is no sound `x`".into())]).collect());
        assert_eq!(told.len(), 4);
        assert_eq!(told[2].hints, ["and 97 more like this here"]);
    }

    #[test]
    fn of_too_many_the_errors_are_told() {
        let warning = |i| Diagnostic { severity: Severity::Warning, ..at(i, "so".into()) };
        let mut list: Vec<Diagnostic> = (0..99).map(warning).collect();
        list.push(at(200, "an error".into()));
        let told = folded(list);
        assert_eq!(told.len(), ALL + 1);
        assert_eq!(told[ALL - 1].message, "an error");
        assert_eq!(told[ALL].message, "and 50 more messages");
    }

    #[test]
    fn a_stream_of_messages_ends_with_a_line_that_says_so() {
        let mut fold = Fold::default();
        let mut list: Vec<Diagnostic> =
            (0..9).map(|i| at(0, format!("there is no sound `{i}`"))).collect();
        list.retain_mut(|said| fold.takes(said));
        assert_eq!(list.len(), ALIKE + 1);
        assert_eq!(list[ALIKE].message, "and more like this here");
    }
}
