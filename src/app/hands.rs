//! What keys and typed commands do, and what is said about it.
//!
//! The music itself is the conductor's; here an action becomes a deed and a line for the screen.

use std::time::{Duration, Instant};

use super::desk::Desk;
use crate::conductor::act::steps;
use crate::conductor::deed::Pace;
use crate::tui::snapshot::Action;

/// A pause after which taps begin anew.
const PAUSE: Duration = Duration::from_secs(2);
/// So many seconds before its moment a script that follows is read.
const NOTICE: f64 = 0.5;
/// Taps that count.
const TAPS: usize = 8;

/// When the tempo was tapped.
#[derive(Debug, Default)]
pub(super) struct Taps(Vec<Instant>);

impl Taps {
    /// A tap; gives the tempo in thousandths of a beat a minute from the second one on.
    fn tap(&mut self, now: Instant) -> Option<u32> {
        if self.0.last().is_some_and(|last| now.duration_since(*last) > PAUSE) {
            self.0.clear();
        }
        self.0.push(now);
        if self.0.len() > TAPS {
            self.0.remove(0);
        }
        let (first, last) = (self.0.first()?, self.0.last()?);
        let beats = self.0.len() - 1;
        let seconds = last.duration_since(*first).as_secs_f64();
        (beats > 0 && seconds > 0.0).then(|| (beats as f64 * 60_000.0 / seconds).round() as u32)
    }
}

/// What was done to the level of a version so that two can be compared, in hundredths of a decibel.
fn levels(level: Option<i32>) -> String {
    match level {
        Some(level) => format!("{:+.1} dB, as loud as the other", f64::from(level) / 100.0),
        None => {
            "its level is not matched: one of the two was not heard for a second yet".to_owned()
        }
    }
}

impl Desk {
    pub(super) fn act(&mut self, action: Action) {
        let told = |(name, on): (String, bool), yes: &str, no: &str| {
            format!("{name}: {}", if on { yes } else { no })
        };
        match action {
            Action::Quit => {}
            Action::Mute(i) => {
                if let Some(done) = self.conductor.mute(i) {
                    self.tell(told(done, "muted", "not muted"), None);
                }
            }
            Action::Solo(i) => {
                if let Some(done) = self.conductor.solo(i) {
                    self.tell(told(done, "solo", "no solo"), None);
                }
            }
            Action::ClearMutes => {
                self.conductor.clear_hands();
                self.tell("mutes and solos are as the script says", None);
            }
            Action::Hush => {
                self.conductor.hush();
                self.tell("hushed; space or a save plays on", None);
            }
            Action::Panic => {
                self.conductor.panic();
                self.tell("silenced; the next notes play", None);
            }
            Action::PlayPause => {
                self.conductor.play_pause();
                let running = self.conductor.is_running();
                self.tell(if running { "playing" } else { "stopped" }, None);
            }
            Action::Script(i) => {
                self.launch(i, None);
            }
            Action::Add(i) => match self.files.add(i) {
                Some(added) => {
                    let name = self.files.names().get(i).cloned().unwrap_or_default();
                    let how = if added { "added" } else { "no longer added" };
                    self.tell(format!("{name}: {how}"), None);
                    self.reload();
                }
                None => self.tell("this script plays already", None),
            },
            Action::Reload => self.reload(),
            Action::Undo => self.step(1, "there is nothing before this version"),
            Action::Redo => self.step(-1, "there is nothing after this version"),
            Action::Flip => {
                let flipped = self.conductor.flip();
                self.flipped = flipped.map(|(_, level)| levels(level));
                self.said_version(
                    flipped.map(|(version, _)| version),
                    "there is no other version to compare with yet",
                );
            }
            Action::Tap => self.tap(),
            Action::Tempo { milli_bpm, cycles } => {
                self.conductor.pace(Pace::To { milli_bpm, cycles });
                let bpm = f64::from(milli_bpm) / 1000.0;
                let how =
                    if cycles == 0 { String::new() } else { format!(" within {cycles} bars") };
                self.tell(format!("tempo {bpm}{how}, until the script says another"), None);
            }
            Action::ScriptTempo => {
                self.conductor.pace(Pace::Script);
                self.tell("the tempo is as the script says", None);
            }
            Action::Nudge(tenths) => {
                self.conductor.pace(Pace::Nudge(tenths));
                let ms = f64::from(tenths.unsigned_abs()) / 10.0;
                let way = if tenths < 0 { "later" } else { "earlier" };
                self.tell(format!("nudged: {ms} ms {way} after the next bar"), None);
            }
            Action::Quantum(quantum) => {
                let steps = quantum.map(|cycles| steps(f64::from(cycles) / 64.0));
                self.conductor.set_quantum(steps);
                let when = match steps {
                    None => "when the script says".to_owned(),
                    Some(0) => "at once".to_owned(),
                    Some(steps) => format!("every {} bars", f64::from(steps) / 64.0),
                };
                self.tell(format!("versions take over {when}"), None);
            }
            Action::Break => self.conductor.break_engine(),
            Action::Try { code, name, once } => self.try_out(&code, &name, once),
            Action::EndTry => self.conductor.dismiss(),
            Action::Write { text, over } => self.write(&text, &over),
            Action::Keep(text) => self.keep_unsaved(&text),
        }
    }

    /// Plays another script of the folder; at a position if that is said.
    fn launch(&mut self, script: usize, at: Option<f64>) {
        if self.files.choose(script) {
            self.begun = (None, at);
            self.stage.script = script;
            self.stage.welcome.clear();
            self.furnish();
            self.reload();
        }
    }

    /// Plays the script that follows, shortly before its moment.
    pub(super) fn follow(&mut self) {
        let (Some(begun), Some(follow)) = (self.begun.0, self.conductor.follow()) else { return };
        let at = begun + follow.after.to_f64();
        let here = self.conductor.position();
        if here.cycle + NOTICE * here.cps < at || !self.conductor.is_running() {
            return;
        }
        let wanted = follow.script.clone();
        // Once: what follows says for itself what follows it.
        self.begun.0 = None;
        match self.files.named(&wanted) {
            Some(next) => self.launch(next, Some(at).filter(|at| *at > here.cycle)),
            None => self.trouble(format!("no script `{wanted}` follows: it is not in the folder")),
        }
    }

    fn tap(&mut self) {
        match self.taps.tap(Instant::now()) {
            Some(milli_bpm) => {
                self.conductor.pace(Pace::To { milli_bpm, cycles: 0 });
                let bpm = f64::from(milli_bpm / 100) / 10.0;
                self.tell(format!("tapped tempo {bpm}"), None);
            }
            None => self.tell("tap on", None),
        }
    }

    fn step(&mut self, steps: i64, otherwise: &str) {
        let version = self.conductor.undo(steps);
        self.said_version(version, otherwise);
    }

    /// Says which version plays, once it does, and that the file says something else.
    fn said_version(&mut self, version: Option<u32>, otherwise: &str) {
        match version {
            Some(version) => self.chosen = Some(version),
            None => {
                self.flipped = None;
                self.tell(otherwise, None);
            }
        }
        self.report();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taps_give_their_mean_and_a_pause_begins_anew() {
        let mut taps = Taps::default();
        let begun = Instant::now();
        let mut tap = |ms| taps.tap(begun + Duration::from_millis(ms));
        assert_eq!([tap(0), tap(510), tap(1000)], [None, Some(117_647), Some(120_000)]);
        assert_eq!([tap(9000), tap(9400)], [None, Some(150_000)]);
    }
}
