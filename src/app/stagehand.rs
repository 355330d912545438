//! What the screen asks of the desk: trying things out, writing the script, keeping what is not saved.
//!
//! The files are handled by the props; here it is said what came of it.

use std::path::Path;
use std::sync::Arc;

use super::desk::{Desk, is_same};
use super::props;
use crate::diag::{Severity, Source};
use crate::pattern::Pattern;
use crate::set::{Entry, Track};

impl Desk {
    /// Plays some code beside the script.
    pub(super) fn try_out(&mut self, code: &str, name: &str, once: bool) {
        let outcome = self.compiler.compile(&Source::new("what is tried", code));
        if let Some(wrong) = outcome.diagnostics.iter().find(|d| d.severity == Severity::Error) {
            return self.tell(format!("{name}: {}", wrong.message), Some(Severity::Error));
        }
        let mut tracks = outcome.set.tracks;
        if tracks.is_empty() {
            match self.compiler.expression(code) {
                Ok(pattern) => tracks.push(alone(pattern)),
                Err((said, _)) => {
                    let why = said.first().map_or("", |said| said.message.as_str());
                    return self.tell(format!("{name}: {why}"), Some(Severity::Error));
                }
            }
        }
        if !self.conductor.invite(tracks, name, once) {
            let why = "no script plays yet, or all buses are taken";
            self.tell(format!("{name} cannot be tried: {why}"), Some(Severity::Warning));
        }
    }

    /// Writes the script's file for the screen, and plays it.
    pub(super) fn write(&mut self, text: &str, over: &str) {
        let path = self.files.current().to_owned();
        match props::write(&path, text, over) {
            Ok(props::Written::Done) => {
                self.stage.rescued = None;
                let _ = props::keep(&path, "");
                self.reload();
            }
            Ok(props::Written::Differs(there)) => {
                self.stage.disk = there.into();
                let told = "not saved: another program changed the file meanwhile";
                self.tell(told, Some(Severity::Warning));
            }
            Err(error) => {
                // The same text anew: who waits for another one sees that none comes.
                self.stage.disk = Arc::from(&*self.stage.disk);
                self.tell(format!("cannot save: {error}"), Some(Severity::Error));
            }
        }
    }

    pub(super) fn is_settings(&self, path: &Path) -> bool {
        props::settings_places(self.files.current()).iter().any(|place| is_same(place, path))
    }

    /// Keeps what an editor has not saved, unless it was on its way and has arrived.
    pub(super) fn keep_unsaved(&mut self, text: &str) {
        let text = if *self.stage.disk == *text { "" } else { text };
        if let Err(error) = props::keep(self.files.current(), text) {
            self.trouble(format!("cannot keep what is not saved: {error}"));
        }
    }

    /// What the screen shows beside the script, read for another one.
    pub(super) fn furnish(&mut self) {
        self.stage.rescued = props::rescued(self.files.current());
        self.stage.settings = props::settings(self.files.current());
        self.stage.shelf = props::shelf(&self.files.scripts);
    }
}

/// A track of nothing but a pattern.
fn alone(pattern: Pattern) -> Track {
    let entry = Entry::default();
    let (name, colour, span) = (String::new(), None, None);
    Track {
        name,
        pattern,
        muted: false,
        solo: false,
        colour,
        entry,
        span,
        places: Default::default(),
    }
}
