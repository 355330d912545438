//! What every part of the screen needs to draw itself, and which track has which colour.
//!
//! It holds nothing that moves; the parts keep that themselves.

use super::snapshot::{Snapshot, TrackView};
use super::theme::{Accent, Ink, Theme};
use crate::diag::Severity;

/// One frame's view of everything.
#[derive(Debug)]
pub(super) struct Look<'a> {
    /// What is there.
    pub(super) shot: &'a Snapshot,
    /// How it looks.
    pub(super) theme: Theme,
    /// One colour for each track.
    pub(super) accents: Vec<Accent>,
    /// Since the last frame.
    pub(super) seconds: f32,
}

impl Look<'_> {
    /// The colour of a track.
    pub(super) fn accent(&self, track: usize) -> Accent {
        self.accents.get(track).copied().unwrap_or(Accent::nth(track))
    }

    /// The colour and sign of a severity.
    pub(super) fn severity(&self, severity: Severity) -> (Ink, &'static str) {
        match severity {
            Severity::Error => (Ink::Bad, self.theme.signs.bad),
            Severity::Warning => (Ink::Warning, self.theme.signs.warning),
            Severity::Note => (Ink::Quiet, self.theme.signs.note),
        }
    }
}

/// Remembers colours by name, so that a track keeps its own while others come and go.
#[derive(Debug, Default)]
pub(super) struct Palette {
    taken: Vec<(String, usize)>,
}

impl Palette {
    /// The colours of these tracks: what the script chose, or the first that nobody has.
    pub(super) fn colours(&mut self, tracks: &[TrackView]) -> Vec<Accent> {
        self.taken.retain(|(name, _)| tracks.iter().any(|track| track.name == *name));
        let own = |track: &TrackView| track.colour.as_deref().and_then(Accent::named);
        tracks.iter().map(|track| own(track).unwrap_or_else(|| self.given(&track.name))).collect()
    }

    fn given(&mut self, name: &str) -> Accent {
        if let Some((_, index)) = self.taken.iter().find(|(taken, _)| taken == name) {
            return Accent::nth(*index);
        }
        let free = |index: &usize| self.taken.iter().all(|(_, taken)| taken != index);
        let index = (0..=self.taken.len()).find(free).unwrap_or(0);
        self.taken.push((name.to_owned(), index));
        Accent::nth(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(name: &str, colour: Option<&str>) -> TrackView {
        TrackView {
            name: name.to_owned(),
            muted: false,
            solo: false,
            colour: colour.map(str::to_owned),
            peak: [0.0; 2],
            held: false,
            line: None,
        }
    }

    #[test]
    fn a_track_keeps_its_colour_while_others_come_and_go() {
        let mut palette = Palette::default();
        let before = palette.colours(&[track("a", None), track("b", None)]);
        let after = palette.colours(&[track("c", None), track("b", None)]);
        assert_eq!(after[1], before[1]);
        assert_eq!(after[0], before[0], "the colour of a is free again");
    }

    #[test]
    fn a_script_may_choose_a_colour() {
        let mut palette = Palette::default();
        let chosen = palette.colours(&[track("a", Some("teal")), track("b", Some("nonsense"))]);
        assert_eq!(Some(chosen[0]), Accent::named("teal"));
        assert_eq!(chosen[1], Accent::nth(0));
    }
}
