//! Goes on where the last run stopped: the same version, from the beginning of the bar in which it was,
//! with its mutes, solos and tempo.
//!
//! The bar is where the journal ends, not where the music would be by the clock: a room that heard
//! silence hears the bar that was cut short, and not one that it has no way to expect.

use super::desk::Desk;
use crate::conductor::deed::{Deed, Turned};
use crate::diag::Source;
use crate::journal::Story;
use crate::journal::read::Rest;
use crate::script::{Outcome, read_text};

impl Desk {
    /// Begins as a journal ends. If its version cannot be had any more, the file plays.
    pub(super) fn resume(&mut self, story: &Story) {
        let rest = story.rest();
        match self.as_it_was(story, &rest) {
            Ok(outcome) => {
                self.conductor.locate(rest.cycle);
                for hand in &rest.muted {
                    self.conductor.do_again(&Deed::Mute(hand.clone()));
                }
                for hand in &rest.solo {
                    self.conductor.do_again(&Deed::Solo(hand.clone()));
                }
                let turned = rest.turned.iter();
                let turned =
                    turned.map(|(input, value)| Turned { input: input.clone(), value: *value });
                if !rest.turned.is_empty() {
                    self.conductor.do_again(&Deed::Turn(turned.collect()));
                }
                self.read = outcome.files.clone();
                self.conductor.take(outcome);
                if let Some(pace) = rest.pace {
                    self.conductor.pace(pace);
                }
                if rest.hushed {
                    self.conductor.hush();
                }
                self.report();
                self.watch();
                self.tell_resumed(story, &rest);
            }
            Err(why) => {
                self.trouble(format!("cannot resume: {why}; the file plays"));
                self.reload();
            }
        }
    }

    /// The last version, from the texts that the journal kept.
    fn as_it_was(&mut self, story: &Story, rest: &Rest) -> Result<Outcome, String> {
        let mut texts = story.texts(rest.version).map_err(|error| format!("{error:#}"))?;
        let (name, text) = texts.remove(0);
        self.files.go_to(std::path::Path::new(&name));
        self.stage.script = self.files.playing;
        let short = std::path::Path::new(&name).file_name();
        self.stage.file = short.map_or_else(String::new, |name| name.to_string_lossy().into());
        Ok(self.compiler.compile_from(&Source::new(name, text), texts))
    }

    fn tell_resumed(&mut self, story: &Story, rest: &Rest) {
        let bar = rest.cycle + 1;
        let same = story.texts(rest.version).is_ok_and(|texts| {
            texts.iter().all(|(file, text)| read_text(file.as_ref()).is_ok_and(|now| now == **text))
        });
        let file = if same { "" } else { "; the file differs: save it, or press r, to play it" };
        self.tell(
            format!("resumed at bar {bar}: version {} of the last run{file}", rest.version),
            None,
        );
    }
}
