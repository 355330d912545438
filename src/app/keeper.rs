//! Keeps what happens: tells the journal what the conductor did, and has the recorder take down what is
//! heard.
//!
//! It decides where both go; writing is their own business, on their own threads.

use std::path::{Path, PathBuf};

use crate::audio::Tapes;
use crate::audio::takes::{Form, Recorder};
use crate::cli::Live;
use crate::conductor::Conductor;
use crate::conductor::deed::Deed;
use crate::config;
use crate::journal::{self, Journal, Record, Story};

use super::welcome;

/// The journal and the recorder, as far as there are any.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    journal: Option<Journal>,
    recorders: Vec<Recorder>,
    /// What to tell, once each.
    said: Vec<String>,
    /// The cycle that was told last.
    cycle: Option<i64>,
}

impl Keeper {
    /// Begins to keep a run of a script at a rate in hertz. What cannot be kept is told, and the music
    /// plays all the same.
    pub(super) fn begin(
        options: &Live,
        script: &Path,
        rate: u32,
        resumes: Option<&Story>,
    ) -> (Keeper, Tapes) {
        let mut keeper = Keeper::default();
        let folder = folder(options, script);
        if !options.no_journal {
            let resumes = resumes.map(|story| story.run.began.to_string());
            match Journal::begin(&folder, script, rate, resumes) {
                Ok(journal) => keeper.journal = Some(journal),
                Err(error) => keeper.say(&format!("no journal in {}: {error}", folder.display())),
            }
        }
        let mut tapes = Tapes::default();
        if !options.no_record && options.keep > 0 {
            let name = keeper
                .journal
                .as_ref()
                .map_or_else(|| journal::name_of_run(journal::write::seconds_now()), Journal::run);
            // Two kinds of takes share the budget.
            let keep = if options.before_limiter { options.keep / 2 } else { options.keep };
            let mut record = |place: &str, form| match Recorder::begin(
                &folder.join(place),
                &name,
                rate,
                keep,
                form,
            ) {
                Ok((tape, recorder)) => {
                    keeper.recorders.push(recorder);
                    Some(tape)
                }
                Err(error) => {
                    keeper.say(&format!("no recording in {}: {error}", folder.display()));
                    None
                }
            };
            let form = if options.flac { Form::Flac } else { Form::Wav };
            tapes.heard = record(journal::TAKES, form);
            if options.before_limiter {
                // Whole numbers would cut off what is too loud.
                tapes.unlimited = record(journal::UNLIMITED, Form::Wav);
            }
        }
        (keeper, tapes)
    }

    fn say(&mut self, what: &str) {
        self.said.push(what.to_owned());
    }

    /// Writes down what was done since the last call. Gives what there is to tell about the keeping.
    pub(super) fn follow(&mut self, conductor: &mut Conductor) -> Vec<String> {
        if let Some(journal) = &self.journal {
            let (done, obeyed) = conductor.deeds();
            let accepted = done.iter().any(|done| matches!(done.deed, Deed::Take(_)));
            for done in done {
                match &done.deed {
                    Deed::Take(chosen) => {
                        if let Some((sources, files)) = conductor.texts(chosen.version) {
                            journal.version(chosen.version, sources, files);
                        }
                    }
                    Deed::Arrive(files) => files.iter().for_each(|file| journal.recording(file)),
                    _ => {}
                }
                journal.tell(done.into());
            }
            for crate::conductor::deed::Obeyed { mark, frame } in obeyed {
                journal.tell(Record::Heard { mark, frame });
            }
            let position = conductor.position();
            let cycle = position.cycle.floor() as i64;
            if conductor.generation() > 0 && self.cycle != Some(cycle) {
                self.cycle = Some(cycle);
                journal.tell(Record::At { cycle, frame: position.frame });
            }
            if accepted {
                // What is told to have been accepted is kept.
                journal.wait();
            }
        }
        self.said.extend(self.journal.as_ref().and_then(Journal::trouble));
        self.said.extend(self.recorders.iter().filter_map(Recorder::news));
        std::mem::take(&mut self.said)
    }

    /// True if deeds are written down.
    pub(super) fn has_journal(&self) -> bool {
        self.journal.is_some()
    }

    /// The run ended as it should. Waits until all is written.
    pub(super) fn end(self, conductor: &Conductor) {
        if let Some(journal) = &self.journal {
            journal.tell(Record::End { frame: conductor.position().frame });
        }
    }
}

/// Where the journal of a script and its takes are.
pub(super) fn folder(options: &Live, script: &Path) -> PathBuf {
    if let Some(folder) = &options.journal {
        return folder.clone();
    }
    // A piece that came with the program may lie where nobody wants our files.
    let own = welcome::is_piece(script).then(config::pieces).flatten();
    own.unwrap_or_else(|| journal::folder_of(script))
}
