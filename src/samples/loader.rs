//! The thread that decodes and resamples, so that nobody who keeps time has to.
//!
//! It decides nothing: jobs are done in the order in which they came, each gets one answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::decode::{LoadError, Loaded, load};
use crate::sound::SampleSlot;

struct Job {
    slot: SampleSlot,
    path: Arc<Path>,
}

/// What became of a job.
pub(super) struct Answer {
    pub(super) slot: SampleSlot,
    pub(super) result: Result<Loaded, LoadError>,
    /// How loud the recording is, in LUFS.
    pub(super) loudness: Option<f32>,
}

/// Our end of the loader thread. Dropping it ends the thread after the job it is at.
#[derive(Debug)]
pub(super) struct Loader {
    jobs: Option<Sender<Job>>,
    answers: Receiver<Answer>,
    pending: usize,
}

impl Loader {
    pub(super) fn start(rate: u32, wake: impl Fn() + Send + 'static) -> Loader {
        let (jobs, inbox) = channel();
        let (outbox, answers) = channel();
        let thread = std::thread::Builder::new().name("loader".into());
        let started = thread.spawn(move || work(rate, &inbox, &outbox, &wake));
        Loader { jobs: started.is_ok().then_some(jobs), answers, pending: 0 }
    }

    pub(super) fn load(&mut self, slot: SampleSlot, path: Arc<Path>) {
        if self.jobs.as_ref().is_some_and(|jobs| jobs.send(Job { slot, path }).is_ok()) {
            self.pending += 1;
        }
    }

    /// The next answer, if it is here.
    pub(super) fn answer(&mut self) -> Option<Answer> {
        let answer = self.answers.try_recv().ok()?;
        self.pending -= 1;
        Some(answer)
    }

    /// The next answer, as soon as it is here; nothing if none is to come.
    pub(super) fn wait(&mut self) -> Option<Answer> {
        if self.pending == 0 {
            return None;
        }
        self.pending -= 1;
        self.answers.recv().ok()
    }
}

fn work(rate: u32, inbox: &Receiver<Job>, outbox: &Sender<Answer>, wake: &impl Fn()) {
    for Job { slot, path } in inbox {
        // A decoder that panics on a strange file costs that file, not the music.
        let result = catch_unwind(AssertUnwindSafe(|| load(&path, rate))).unwrap_or_else(|_| {
            Err(LoadError::Strange { path, reason: "its decoder gave up".into() })
        });
        let loudness = result.as_ref().ok().and_then(|loaded| loaded.sample.loudness());
        if outbox.send(Answer { slot, result, loudness }).is_err() {
            return;
        }
        wake();
    }
}
