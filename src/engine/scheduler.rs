//! What is about to sound: schedules on their way from the conductor, walked in place.
//!
//! It decides which triggers fall into a block and which version of the script they come from. It
//! starts no voices.

use std::collections::VecDeque;

use super::protocol::{Garbage, Port, Telemetry, Trouble};
use super::transport::Transport;
use crate::schedule::{Schedule, Setting, Swap, TrackSlot, Trigger};

/// Schedules that can wait: a minute of one-cycle stretches at a brisk tempo, for a few versions.
/// One more is sent home unplayed, and its triggers are reported as dropped.
pub const SCHEDULES: usize = 256;
/// Triggers that can start in one block: more than there are voices. The rest are dropped and
/// counted.
pub const DUE: usize = 2048;
/// Versions that can wait for their moment. One more replaces the last of them.
const TAKEOVERS: usize = 8;

/// A trigger whose moment is in this block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    /// Its frame, counted from the start of the block.
    pub(super) offset: u16,
    /// Its track.
    pub(super) track: u8,
    schedule: u16,
    trigger: u32,
}

/// Changes of tempo that can wait: a gliding tempo has 64 a cycle, and two cycles or seconds are
/// written ahead. What comes when it is full is left out, and the tempo before goes on.
const CHANGES: usize = 16_384;

/// A schedule being walked.
#[derive(Debug)]
struct Walk {
    schedule: Box<Schedule>,
    /// The next trigger.
    next: usize,
    /// What begins at this position or later has been replaced.
    limit: f64,
}

/// A version waiting for its moment.
#[derive(Clone, Copy, Debug)]
struct Takeover {
    generation: u32,
    cycle: f64,
    cps: f64,
    swap: Option<Swap>,
}

/// All that waits.
#[derive(Debug)]
pub(super) struct Scheduler {
    walks: Vec<Walk>,
    takeovers: Vec<Takeover>,
    /// Where the tempo changes, in cycles, and to how many cycles a second; sorted.
    changes: VecDeque<(f64, f64)>,
    due: Vec<Due>,
    newest: Option<u32>,
    /// Where the newest version begins: what it has before that is skipped.
    cut: f64,
    /// What the versions that took over in this block changed.
    swapped: Vec<Swap>,
}

impl Scheduler {
    /// An empty one. Allocates all that it will ever need.
    pub(super) fn new() -> Scheduler {
        Scheduler {
            walks: Vec::with_capacity(SCHEDULES),
            takeovers: Vec::with_capacity(TAKEOVERS),
            changes: VecDeque::with_capacity(CHANGES),
            due: Vec::with_capacity(DUE),
            newest: None,
            cut: f64::NEG_INFINITY,
            swapped: Vec::with_capacity(TAKEOVERS),
        }
    }

    /// Takes a schedule that arrived at a frame.
    pub(super) fn add(
        &mut self,
        schedule: Box<Schedule>,
        transport: &Transport,
        now: u64,
        out: &mut Port,
    ) {
        let here = transport.cycle_at(now);
        match self.newest {
            Some(newest) if schedule.generation < newest => {
                return out.discard(Garbage::Schedule(schedule));
            }
            Some(newest) if schedule.generation == newest => {}
            _ => self.supersede(&schedule, here),
        }
        self.add_changes(&schedule);
        let from = schedule.from;
        let triggers = schedule.triggers();
        let skipped = triggers.partition_point(|t| from as f64 + t.at < self.cut);
        let gone = |t: &Trigger| match transport.running() {
            true => transport.frame_of(from, t.at) < now,
            false => from as f64 + t.at < here,
        };
        let late = triggers[skipped..].partition_point(gone);
        if late > 0 {
            out.report(Telemetry::Trouble(Trouble::Late(late as u32)));
        }
        let next = skipped + late;
        if self.walks.len() == SCHEDULES {
            let lost = schedule.triggers().len() - next;
            out.report(Telemetry::Trouble(Trouble::Dropped(lost as u32)));
            return out.discard(Garbage::Schedule(schedule));
        }
        self.walks.push(Walk { schedule, next, limit: f64::INFINITY });
    }

    /// Takes note of where the tempo changes.
    fn add_changes(&mut self, schedule: &Schedule) {
        let last = self.changes.back().map_or(self.cut, |(cycle, _)| *cycle);
        for &(at, cps) in &schedule.changes {
            let cycle = schedule.from as f64 + at;
            if cycle > last && self.changes.len() < CHANGES {
                self.changes.push_back((cycle, cps));
            }
        }
    }

    /// A newer version: it discards what older ones have not started by its swap, or by now.
    fn supersede(&mut self, schedule: &Schedule, here: f64) {
        let cut = here.max(schedule.swap.map_or(schedule.from as f64, |swap| swap.at));
        for walk in &mut self.walks {
            walk.limit = walk.limit.min(cut);
        }
        self.takeovers.retain(|waiting| waiting.cycle < cut);
        if self.takeovers.len() == TAKEOVERS {
            self.takeovers.pop();
        }
        let Schedule { generation, swap, .. } = *schedule;
        let cps = schedule.tempo_at(cut);
        self.takeovers.push(Takeover { generation, cycle: cut, cps, swap });
        let kept = self.changes.partition_point(|(cycle, _)| *cycle < cut);
        self.changes.truncate(kept);
        self.newest = Some(generation);
        self.cut = cut;
    }

    /// Finds what starts in the block of `frames` from frame `start`, sorted by moment and then by
    /// track, and lets waiting versions take over. True if the tempo changed.
    pub(super) fn advance(
        &mut self,
        transport: &mut Transport,
        start: u64,
        frames: usize,
        out: &mut Port,
    ) -> bool {
        self.due.clear();
        self.swapped.clear();
        let end = start + frames as u64;
        let mut lost = 0;
        let mut changed = false;
        loop {
            let takeover = self.takeovers.first().copied();
            let takes_over = takeover.map_or(f64::INFINITY, |t| t.cycle);
            let change = self.changes.front().copied().filter(|(at, _)| *at < takes_over);
            let until = change.map_or(takes_over, |(cycle, _)| cycle);
            if transport.running() {
                lost += self.collect(transport, start, end, until);
            }
            let cps = change.map(|(_, cps)| cps).or(takeover.map(|next| next.cps));
            let Some(cps) = cps else { break };
            let Some(frame) = change_tempo(transport, until, cps, start, end) else { break };
            changed = true;
            if change.is_some() {
                self.changes.pop_front();
            } else if let Some(next) = takeover {
                self.takeovers.remove(0);
                self.swapped.extend(next.swap);
                out.report(Telemetry::Adopted { generation: next.generation, frame });
            }
        }
        if lost > 0 {
            out.report(Telemetry::Trouble(Trouble::Dropped(lost)));
        }
        self.due.sort_unstable_by_key(|d| (d.offset, d.track, d.schedule, d.trigger));
        changed
    }

    /// Collects triggers before the end of the block and before a position; counts those that did
    /// not fit.
    fn collect(&mut self, transport: &Transport, start: u64, end: u64, until: f64) -> u32 {
        let mut lost = 0;
        for (index, walk) in self.walks.iter_mut().enumerate() {
            let from = walk.schedule.from;
            let limit = walk.limit.min(until);
            while let Some(trigger) = walk.schedule.triggers().get(walk.next) {
                let frame = transport.frame_of(from, trigger.at).max(start);
                if frame >= end || from as f64 + trigger.at >= limit {
                    break;
                }
                if self.due.len() < DUE {
                    self.due.push(Due {
                        offset: (frame - start) as u16,
                        track: trigger.track.0,
                        schedule: index as u16,
                        trigger: walk.next as u32,
                    });
                } else {
                    lost += 1;
                }
                walk.next += 1;
            }
        }
        lost
    }

    /// What the versions that took over in this block changed, oldest first.
    pub(super) fn swapped(&self) -> &[Swap] {
        &self.swapped
    }

    /// A hand mutes a track, or opens it, while versions wait: it holds for them too.
    pub(super) fn mute(&mut self, slot: TrackSlot, muted: bool) {
        for swap in self.takeovers.iter_mut().filter_map(|waiting| waiting.swap.as_mut()) {
            swap.muted.set(slot, muted);
        }
    }

    /// A track is wanted again while versions wait that would end it.
    pub(super) fn keep(&mut self, slot: TrackSlot) {
        for swap in self.takeovers.iter_mut().filter_map(|waiting| waiting.swap.as_mut()) {
            swap.retired.set(slot, false);
        }
    }

    /// What starts in this block.
    pub(super) fn due(&self) -> &[Due] {
        &self.due
    }

    /// A trigger that is due, with its settings and the whole cycle its times count from.
    pub(super) fn look_up(&self, due: &Due) -> Option<(&Trigger, &[Setting], i64)> {
        let schedule = &self.walks.get(usize::from(due.schedule))?.schedule;
        let trigger = schedule.triggers().get(due.trigger as usize)?;
        Some((trigger, schedule.settings(trigger), schedule.from))
    }

    /// Sends home what has been played or replaced. After the block, since `due` points into it.
    pub(super) fn tidy(&mut self, out: &mut Port) {
        self.due.clear();
        let mut index = 0;
        while let Some(walk) = self.walks.get(index) {
            let from = walk.schedule.from as f64;
            match walk.schedule.triggers().get(walk.next) {
                Some(next) if from + next.at < walk.limit => index += 1,
                _ => out.discard(Garbage::Schedule(self.walks.remove(index).schedule)),
            }
        }
    }

    /// Discards all that has not started. A version that was waiting takes over at once.
    pub(super) fn clear(&mut self, out: &mut Port) {
        self.due.clear();
        while let Some(walk) = self.walks.pop() {
            out.discard(Garbage::Schedule(walk.schedule));
        }
        for waiting in &mut self.takeovers {
            waiting.cycle = f64::NEG_INFINITY;
        }
        self.changes.clear();
        self.cut = f64::NEG_INFINITY;
    }
}

/// Changes the tempo at a position that lies in the block of frames from `start` to `end`, or has
/// passed; gives the frame.
fn change_tempo(
    transport: &mut Transport,
    cycle: f64,
    cps: f64,
    start: u64,
    end: u64,
) -> Option<u64> {
    if cycle <= transport.cycle_at(start) {
        transport.set_tempo(start, cps);
        return Some(start);
    }
    let frame = transport.running().then(|| transport.frame_of(0, cycle)).filter(|f| *f < end)?;
    transport.set_tempo_at(cycle, cps);
    Some(frame)
}
