//! What hands do: mute, solo, hush, panic, stop, jump, undo. Each deed is noted, so that it can be done
//! again.
//!
//! Keys, words and clocks are elsewhere; here a deed is a deed.

use std::path::PathBuf;

use super::deed::{Chosen, Deed, Hand};
use super::{Conductor, Quantum, next_multiple};
use crate::conductor::hands::Hands;
use crate::diag::Sources;
use crate::engine::protocol::{Command, Remote};
use crate::schedule::{Schedule, Swap, TrackSet};
use crate::script::Outcome;
use crate::set::Follow;
use crate::time::Time;

/// Steps of a cycle in which quanta are counted.
const STEPS: i64 = 64;

/// A quantum of so many 64ths of a cycle; 0 is now.
pub(super) fn quantum(steps: u32) -> Quantum {
    match steps {
        0 => Quantum::Now,
        steps => Quantum::Cycles(Time::new(steps.into(), STEPS)),
    }
}

/// So many cycles as a quantum of deeds: 64ths, at least one of them; 0 is now.
pub fn steps(cycles: f64) -> u32 {
    if cycles > 0.0 { (cycles * STEPS as f64).round().max(1.0) as u32 } else { 0 }
}

impl Conductor {
    /// Mutes or unmutes a track by hand, by its index in the set. Gives its name and what holds now.
    pub fn mute(&mut self, index: usize) -> Option<(String, bool)> {
        let track = self.playing.set.tracks.get(index)?;
        let on = !self.hands.is_muted(track);
        let track = track.name.clone();
        self.repeat(&Deed::Mute(Hand { track: track.clone(), on }));
        self.flush();
        Some((track, on))
    }

    /// Makes a track a solo, or no longer, by its index in the set. Gives its name and what holds now.
    pub fn solo(&mut self, index: usize) -> Option<(String, bool)> {
        let track = self.playing.set.tracks.get(index)?;
        let on = !self.hands.is_solo(track);
        let track = track.name.clone();
        self.repeat(&Deed::Solo(Hand { track: track.clone(), on }));
        self.flush();
        Some((track, on))
    }

    /// Writes no more until [`Conductor::play`] or the next version, from the quantum of the script on;
    /// what sounds rings out. Without a quantum everything is released at once.
    pub fn hush(&mut self) {
        self.repeat(&Deed::Hush);
        self.flush();
    }

    /// Silence at once; the music goes on with the next note that is due.
    pub fn panic(&mut self) {
        self.repeat(&Deed::Panic);
        self.flush();
    }

    /// Goes on after a hush or a stop.
    pub fn play(&mut self) {
        self.repeat(&Deed::Play);
        self.flush();
    }

    /// Forgets the mutes and solos that hands made.
    pub fn clear_hands(&mut self) {
        self.repeat(&Deed::Clear);
        self.flush();
    }

    /// Lets time stand still, or run again.
    pub fn play_pause(&mut self) {
        let running = self.running && !self.hushed;
        self.repeat(if running { &Deed::Pause } else { &Deed::Play });
        self.flush();
    }

    /// True while music time runs and nothing is hushed.
    pub fn is_running(&self) -> bool {
        self.running && !self.hushed
    }

    /// Jumps to the beginning of a whole cycle.
    pub fn locate(&mut self, cycle: i64) {
        self.repeat(&Deed::Locate(cycle));
        self.flush();
    }

    /// When versions take over: at a multiple of so many 64ths of a cycle, 0 is now, or as the script
    /// says.
    pub fn set_quantum(&mut self, steps: Option<u32>) {
        self.quantum = steps;
    }

    /// Which script the playing one says should follow, and after how many cycles.
    pub fn follow(&self) -> Option<&Follow> {
        self.playing.set.follow.as_ref()
    }

    /// Lets the next version, and no other, take over at a position that has not come yet.
    pub fn take_at(&mut self, cycle: f64, outcome: Outcome) {
        let quantum = self.quantum.replace(steps(cycle));
        self.take(outcome);
        self.quantum = quantum;
    }

    /// Plays the version that was accepted so many steps before the present one (below 0: after it).
    /// Gives its number, or none if there is no such version.
    pub fn undo(&mut self, steps: i64) -> Option<u32> {
        let version = self.history.back(steps)?;
        self.again(Chosen { version, quantum: self.quantum, level: 0 })
    }

    /// Plays the version that played before this one, from the next bar on, as loud as this one. Gives
    /// its number, and by how many hundredths of a decibel it is turned up; none if one of the two was
    /// not heard for long enough to know.
    pub fn flip(&mut self) -> Option<(u32, Option<i32>)> {
        let version = self.history.other()?;
        let now = self.next.as_ref().unwrap_or(&self.playing);
        let matched = self.levels.matched(version, now.number, now.level);
        let (quantum, level) = (Some(STEPS as u32), matched.unwrap_or(0));
        let version = self.again(Chosen { version, quantum, level })?;
        Some((version, matched))
    }

    fn again(&mut self, chosen: Chosen) -> Option<u32> {
        let kept = self.history.choose(chosen.version)?;
        self.note(Deed::Again(chosen));
        self.prepare(kept, chosen);
        self.flush();
        Some(chosen.version)
    }

    /// Lets at most so many voices sound, because the machine cannot keep up.
    pub fn allow_voices(&mut self, most: usize) {
        self.repeat(&Deed::Voices(most as u32));
        self.flush();
    }

    /// The number of the version that was chosen last, and whether it is not the newest.
    pub fn version(&self) -> (u32, bool) {
        (self.history.number().unwrap_or(0), self.history.is_back())
    }

    /// The texts of a version, and the files that it was made of.
    pub fn texts(&self, version: u32) -> Option<(&Sources, &[PathBuf])> {
        self.history.get(version).map(|kept| (&kept.sources, kept.files.as_slice()))
    }

    /// The mutes (true) and solos that hands made, by the names of tracks.
    pub fn hands(&self) -> (Vec<Hand>, Vec<Hand>) {
        self.hands.all()
    }

    /// Breaks the engine, to rehearse what happens then.
    pub fn break_engine(&mut self) {
        self.send(Command::Break);
        self.flush();
    }

    /// Takes a new engine's rings after the old engine failed. The music goes on from the next cycle.
    pub fn renew(&mut self, remote: Remote) {
        let cycle = self.position.cycle.floor() as i64 + 1;
        self.listen_to(remote);
        self.note(Deed::Renew(cycle));
        self.renewed(cycle);
        self.flush();
    }

    /// Listens to another engine, which has rendered nothing yet.
    pub fn listen_to(&mut self, remote: Remote) {
        self.remote = remote;
        self.send_cues();
        self.queue.clear();
        self.rang_out.clear();
        self.position.frame = 0;
    }

    fn renewed(&mut self, cycle: i64) {
        self.slots = super::Slots::default();
        self.recordings.again();
        self.send_samples();
        if !self.started {
            return;
        }
        self.seat_tracks();
        self.send_mutes();
        self.send(Command::Locate(cycle));
        self.arrive_at(cycle);
        // What the engine before it knew: the sound of the master too.
        let (at, muted) = (self.position.cycle, self.muted().collect());
        let (retired, mastering) = (TrackSet::default(), self.playing.set.mastering);
        self.rewrite_with(Some(Swap { at, muted, retired, mastering }));
        self.most_voices.into_iter().for_each(|most| self.send(Command::Voices(most as usize)));
        if self.running {
            self.send(Command::Run(true));
        }
    }

    /// Does what a journal says, with the music where it was then. Versions are given to
    /// [`Conductor::take_again`].
    pub fn repeat(&mut self, deed: &Deed) {
        // These note themselves where they happen.
        if !matches!(
            deed,
            Deed::Write | Deed::Swap | Deed::Pace(_) | Deed::Refresh | Deed::PaceOver
        ) {
            self.note(deed.clone());
        }
        match deed {
            Deed::Take(_) | Deed::PaceOver => {}
            Deed::Again(chosen) => {
                if let Some(kept) = self.history.choose(chosen.version) {
                    self.prepare(kept, *chosen);
                }
            }
            Deed::Swap => self.swap(),
            Deed::Write => self.write_ahead(),
            Deed::Arrive(files) => {
                self.recordings.fetch(files);
                self.recordings.take_files();
                self.send_samples();
            }
            Deed::Refresh => self.refresh_samples(),
            Deed::Mute(Hand { track, on }) => {
                self.hands.mute(track, *on);
                self.send_mutes();
            }
            Deed::Solo(Hand { track, on }) => {
                self.hands.make_solo(track, *on);
                self.send_mutes();
            }
            Deed::Clear => {
                self.hands = Hands::default();
                self.send_mutes();
            }
            Deed::Hush => self.hush_now(),
            Deed::Panic => {
                self.send(Command::Panic);
                if !self.hushed {
                    self.rewrite();
                }
            }
            Deed::Play => self.play_now(),
            Deed::Pause => {
                self.running = false;
                self.send(Command::Run(false));
            }
            Deed::Locate(cycle) => self.jump(*cycle),
            Deed::Pace(pace) => self.pace_now(*pace),
            Deed::Voices(most) => {
                self.most_voices = Some(*most);
                self.send(Command::Voices(*most as usize));
            }
            Deed::Turn(turned) => self.turn_now(turned),
            Deed::Key(pressed) => self.press_now(pressed),
            Deed::Renew(cycle) => self.renewed(*cycle),
        }
    }

    fn hush_now(&mut self) {
        let at = match self.playing.quantum() {
            Quantum::Cycles(every) if self.running && self.started => {
                next_multiple(self.position.cycle, every.to_f64())
            }
            _ => {
                self.hushed = true;
                return self.send(Command::Hush);
            }
        };
        self.write_until(at.ceil() as i64);
        self.hushed = true;
        self.generation += 1;
        self.playing.generation = self.generation;
        let muted: TrackSet = self.muted().collect();
        let cycle = at.floor() as i64;
        let mut rest = Schedule::new(self.generation, cycle, cycle, self.playing.set.cps(at));
        let mastering = self.playing.set.mastering;
        rest.swap = Some(Swap { at, muted, retired: TrackSet::default(), mastering });
        self.send(Command::Schedule(Box::new(rest)));
    }

    fn play_now(&mut self) {
        if !self.running {
            self.running = true;
            self.send(Command::Run(true));
        }
        if self.hushed {
            self.hushed = false;
            self.rewrite();
        }
    }

    fn jump(&mut self, cycle: i64) {
        self.send(Command::Locate(cycle));
        self.arrive_at(cycle);
        self.rewrite();
    }

    fn arrive_at(&mut self, cycle: i64) {
        self.position.cycle = cycle as f64;
        self.swap_at = self.position.cycle;
        self.playing.passages = self.fresh_passages(self.position.cycle);
    }

    /// Writes the present version again, from the present cycle on.
    pub(super) fn rewrite(&mut self) {
        self.rewrite_with(None);
    }

    fn rewrite_with(&mut self, swap: Option<Swap>) {
        if !self.started {
            return;
        }
        self.generation += 1;
        self.playing.generation = self.generation;
        self.written.restart(self.position.cycle, swap);
        self.write_ahead();
    }

    /// From now on only what a journal says happens: see [`Conductor::repeat`] and
    /// [`Conductor::release`].
    pub fn only_again(&mut self) {
        self.again = true;
        self.deeds.noted = true;
        self.recordings.only_by_name();
    }

    /// Does something once more that a hand did in a run before.
    pub fn do_again(&mut self, deed: &Deed) {
        self.repeat(deed);
        self.flush();
    }

    /// Takes a version as a journal says.
    pub fn take_again(&mut self, outcome: Outcome, chosen: Chosen) {
        self.quantum = chosen.quantum;
        self.take(outcome);
    }

    /// Ends the commands of a turn with a mark, so that [`Conductor::release`] finds them.
    pub fn end_turn(&mut self, mark: u32) {
        self.deeds.mark = mark.saturating_sub(1);
        self.flush();
        self.gone = None;
        self.deeds();
    }
}
