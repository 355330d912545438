//! What the engine had to leave out: each kind is told at once, and then now and then with its sum.
//!
//! It counts frames of the music, never a clock; who is told is decided elsewhere.

use crate::engine::protocol::Trouble;

/// Seconds of music between two lines about the same kind of trouble.
const REST: u64 = 10;

/// The kinds of trouble there were.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    kinds: Vec<Kind>,
}

#[derive(Debug)]
struct Kind {
    /// With the sum of what was not told yet.
    sum: Trouble,
    /// Whose trouble it is, where one track has it.
    track: String,
    waiting: bool,
    /// The frame at which it was told last.
    told: Option<u64>,
}

impl Troubles {
    /// Adds one to what is to be told.
    pub(super) fn add(&mut self, trouble: Trouble, track: String) {
        let same = |kind: &&mut Kind| joined(kind.sum, trouble).is_some() && kind.track == track;
        match self.kinds.iter_mut().find(same) {
            Some(kind) if kind.waiting => kind.sum = joined(kind.sum, trouble).unwrap_or(trouble),
            Some(kind) => (kind.sum, kind.waiting) = (trouble, true),
            None => self.kinds.push(Kind { sum: trouble, track, waiting: true, told: None }),
        }
    }

    /// What is to be told at a frame, at a rate in hertz.
    pub(super) fn due(&mut self, frame: u64, rate: u32) -> Vec<String> {
        let rest = REST * u64::from(rate);
        self.take(frame, |kind| kind.told.is_none_or(|told| frame.abs_diff(told) >= rest))
    }

    /// All that is not told yet.
    pub(super) fn rest(&mut self, frame: u64) -> Vec<String> {
        self.take(frame, |_| true)
    }

    fn take(&mut self, frame: u64, due: impl Fn(&Kind) -> bool) -> Vec<String> {
        let due = self.kinds.iter_mut().filter(|kind| kind.waiting && due(kind));
        due.map(|kind| {
            let more = if kind.told.is_some() { " more" } else { "" };
            (kind.waiting, kind.told) = (false, Some(frame));
            words(kind.sum, &kind.track, more)
        })
        .collect()
    }
}

/// Two of the same kind as one.
fn joined(a: Trouble, b: Trouble) -> Option<Trouble> {
    Some(match (a, b) {
        (Trouble::Stolen(_, a), Trouble::Stolen(slot, b)) => {
            Trouble::Stolen(slot, a.saturating_add(b))
        }
        (Trouble::Dropped(a), Trouble::Dropped(b)) => Trouble::Dropped(a.saturating_add(b)),
        (Trouble::Late(a), Trouble::Late(b)) => Trouble::Late(a.saturating_add(b)),
        (Trouble::NotANumber(_), Trouble::NotANumber(slot)) => Trouble::NotANumber(slot),
        _ => return None,
    })
}

fn words(trouble: Trouble, track: &str, more: &str) -> String {
    match trouble {
        Trouble::Stolen(_, n) => {
            format!("{n}{more} voices of {track} were cut short: more notes than voices")
        }
        Trouble::Dropped(n) => format!("{n}{more} notes were left out: too many wait at once"),
        Trouble::Late(n) => format!("{n}{more} notes came too late and were left out"),
        Trouble::NotANumber(_) => format!("{track} gave no numbers and was silenced"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::TrackSlot;

    #[test]
    fn a_flood_is_told_once_and_then_every_ten_seconds_with_its_sum() {
        let mut troubles = Troubles::default();
        let mut told = Vec::new();
        for second in 0..=20 {
            troubles.add(Trouble::Stolen(TrackSlot(0), 3), "the track `pad`".to_owned());
            told.extend(troubles.due(second * 100, 100));
        }
        let line = |n: &str| {
            format!("{n} voices of the track `pad` were cut short: more notes than voices")
        };
        assert_eq!(told, [line("3"), line("30 more"), line("30 more")]);
        troubles.add(Trouble::Late(1), String::new());
        assert_eq!(troubles.due(2000, 100), ["1 notes came too late and were left out"]);
        troubles.add(Trouble::Stolen(TrackSlot(0), 2), "the track `pad`".to_owned());
        assert_eq!(troubles.due(2001, 100), [""; 0]);
        assert_eq!(troubles.rest(2001), [line("2 more")]);
    }
}
