//! What the player's hands decided: which tracks are muted or solo, beyond what the script says.
//!
//! Keyed by name, so a decision survives every reload until the name is gone or it is taken back.

use std::collections::{HashMap, HashSet};

use super::deed::Hand;
use crate::set::Track;

/// Mutes and solos by hand.
#[derive(Debug, Default)]
pub(super) struct Hands {
    muted: HashMap<String, bool>,
    solo: HashMap<String, bool>,
}

impl Hands {
    /// Mutes a track, or lets it play.
    pub(super) fn mute(&mut self, track: &str, on: bool) {
        self.muted.insert(track.to_owned(), on);
    }

    /// Makes a track a solo, or no longer.
    pub(super) fn make_solo(&mut self, track: &str, on: bool) {
        self.solo.insert(track.to_owned(), on);
    }

    /// All mutes and solos, sorted by track.
    pub(super) fn all(&self) -> (Vec<Hand>, Vec<Hand>) {
        let sorted = |map: &HashMap<String, bool>| {
            let hand = |(track, on): (&String, &bool)| Hand { track: track.clone(), on: *on };
            let mut all: Vec<Hand> = map.iter().map(hand).collect();
            all.sort_by(|a, b| a.track.cmp(&b.track));
            all
        };
        (sorted(&self.muted), sorted(&self.solo))
    }

    /// Silenced by hand or, if the hand said nothing, by the script.
    pub(super) fn is_muted(&self, track: &Track) -> bool {
        self.muted.get(&track.name).copied().unwrap_or(track.muted)
    }

    /// Chosen by hand or, if the hand said nothing, by the script.
    pub(super) fn is_solo(&self, track: &Track) -> bool {
        self.solo.get(&track.name).copied().unwrap_or(track.solo)
    }

    /// Which of these tracks sound: the solos if there are any, else those that are not muted.
    pub(super) fn audible(&self, tracks: &[Track]) -> Vec<bool> {
        let solos = tracks.iter().any(|t| self.is_solo(t));
        tracks.iter().map(|t| if solos { self.is_solo(t) } else { !self.is_muted(t) }).collect()
    }

    /// Forgets names that are gone. What the script itself says anew goes before an older hand:
    /// `before` and `after` tell whether a script's own mute changed.
    pub(super) fn follow(&mut self, before: &[Track], after: &[Track]) {
        let names: HashSet<&str> = after.iter().map(|t| t.name.as_str()).collect();
        self.muted.retain(|name, _| names.contains(name.as_str()));
        self.solo.retain(|name, _| names.contains(name.as_str()));
        for track in after {
            let Some(old) = before.iter().find(|t| t.name == track.name) else { continue };
            if old.muted != track.muted {
                self.muted.remove(&track.name);
            }
            if old.solo != track.solo {
                self.solo.remove(&track.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Pattern;

    fn track(name: &str, muted: bool) -> Track {
        Track {
            name: name.into(),
            pattern: Pattern::silence(),
            muted,
            solo: false,
            colour: None,
            entry: crate::set::Entry::default(),
            span: None,
            places: Default::default(),
        }
    }

    #[test]
    fn a_hand_goes_before_the_script_until_the_script_changes_its_mind() {
        let mut hands = Hands::default();
        let (one, two) =
            ([track("a", false), track("b", true)], [track("a", true), track("b", true)]);
        assert_eq!(hands.audible(&one), [true, false]);
        hands.mute("b", false);
        assert_eq!(hands.audible(&one), [true, true]);
        hands.follow(&one, &two);
        assert_eq!(
            hands.audible(&two),
            [false, true],
            "the script mutes a; b stays as the hand said"
        );
        hands.make_solo("a", true);
        assert_eq!(hands.audible(&two), [true, false]);
    }
}
