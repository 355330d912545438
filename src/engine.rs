//! The sound engine: schedules in, samples out.
//!
//! It knows no patterns, files, devices or clocks; whoever calls [`Engine::render`] decides whether
//! the samples go to a sound card or to a file.

pub mod bank;
pub mod block;
pub mod bus;
mod dispatch;
mod entry;
mod group;
pub mod kernel;
pub mod lanes;
pub mod loudness;
pub mod master;
pub mod meter;
mod outside;
pub mod protocol;
pub mod scheduler;
mod tracks;
pub mod transport;
pub mod voices;

use bank::Bank;
use block::{StereoBlock, TrackMix};
use bus::Origin;
use dispatch::{Instructions, Work};
use entry::{Arrival, Moment};
use master::Master;
use outside::Outside;
use protocol::{Command, Cue, Port, Sign, TRACKS, Telemetry, Trouble};
use scheduler::Scheduler;
use tracks::Tracks;
use transport::Transport;
use voices::Voices;

use crate::schedule::TrackSlot;

/// Frames that are computed together. Blocks lie on a fixed grid from frame 0, whatever lengths
/// `render` is asked for, so the device's block size never changes a sample.
pub const BLOCK: usize = 64;

/// Meter readings a second.
const METERS: u32 = 50;

/// Turns schedules into sound.
#[derive(Debug)]
pub struct Engine {
    rate: u32,
    port: Port,
    instructions: Instructions,
    transport: Transport,
    scheduler: Scheduler,
    bank: Bank,
    voices: Voices,
    outside: Outside,
    tracks: Tracks,
    master: Master,
    /// The track being mixed.
    mix: TrackMix,
    /// The block being handed out, and how much of it is gone.
    block: StereoBlock,
    taken: usize,
    /// Frames rendered so far, and those before the music began.
    frame: u64,
    began: Option<u64>,
    until_meters: u32,
    panicking: bool,
    /// What each bus gave in this block, if somebody wants to know.
    stems: Option<Box<[StereoBlock]>>,
}

/// Makes what is made once and shared by all engines, which else the first schedule that needs it waits
/// for; for a thread that nobody waits for.
pub fn prepare() {
    kernel::wavetable::prepare();
}

impl Engine {
    /// An engine for a sample rate in hertz, listening at one end of the rings. Its time stands
    /// still at cycle 0 until [`Command::Run`]. Allocates all that it will ever need.
    pub fn new(rate: u32, port: Port) -> Engine {
        Engine {
            rate,
            port,
            instructions: Instructions::detect(),
            transport: Transport::new(rate),
            scheduler: Scheduler::new(),
            bank: Bank::new(),
            voices: Voices::new(rate),
            outside: Outside::new(),
            tracks: Tracks::new(),
            master: Master::new(rate),
            mix: TrackMix::SILENT,
            block: StereoBlock::SILENT,
            taken: BLOCK,
            frame: 0,
            began: None,
            until_meters: 0,
            panicking: false,
            stems: None,
        }
    }

    /// The same without the wide instructions of this machine: slower, and the same samples.
    pub fn plain(rate: u32, port: Port) -> Engine {
        Engine { instructions: Instructions::Baseline, ..Engine::new(rate, port) }
    }

    /// The sample rate in hertz.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// Frames by which all sound comes later than its moment: the limiter looks ahead.
    pub fn latency(&self) -> usize {
        self.master.latency()
    }

    /// From now on keeps what each bus gives, for [`Engine::stem`]. Allocates.
    pub fn keep_stems(&mut self) {
        self.stems = Some(vec![StereoBlock::SILENT; TRACKS].into_boxed_slice());
    }

    /// What a bus gave in the last block of [`BLOCK`] frames, before the master and without its
    /// latency; none unless stems are kept. All stems, added up in the order of their slots, are what
    /// the master was given.
    pub fn stem(&self, slot: TrackSlot) -> Option<&StereoBlock> {
        self.stems.as_ref()?.get(usize::from(slot.0))
    }

    /// From now on keeps what comes to the limiter, for [`Engine::render_both`]. Allocates.
    pub fn keep_unlimited(&mut self) {
        self.master.keep_unlimited();
    }

    /// Fills `out` with interleaved stereo. Any even length. Real-time safe.
    pub fn render(&mut self, out: &mut [f32]) {
        self.render_both(out, &mut []);
    }

    /// The same, and fills `unlimited` with what came to the limiter, [`Engine::latency`] frames before
    /// it leaves it: as much of it as there is room for. Silence unless it is kept.
    pub fn render_both(&mut self, out: &mut [f32], unlimited: &mut [f32]) {
        dispatch::without_denormals(|| {
            let mut frames = out.chunks_exact_mut(2);
            let mut raw = unlimited.chunks_exact_mut(2);
            for frame in &mut frames {
                if self.taken == BLOCK {
                    self.next_block();
                }
                frame[0] = self.block.left[self.taken];
                frame[1] = self.block.right[self.taken];
                if let Some(frame) = raw.next() {
                    let block = self.master.unlimited().unwrap_or(&StereoBlock::SILENT);
                    frame[0] = block.left[self.taken];
                    frame[1] = block.right[self.taken];
                }
                self.taken += 1;
            }
            frames.into_remainder().fill(0.0);
        });
    }

    fn next_block(&mut self) {
        self.port.flush();
        while let Some(command) = self.port.next() {
            self.obey(command);
        }
        let (transport, port) = (&mut self.transport, &mut self.port);
        if self.scheduler.advance(transport, self.frame, BLOCK, port) {
            self.tempo_changed();
            self.swap();
        }
        self.instructions.run(Sounding(self));
        self.scheduler.tidy(&mut self.port);
        if std::mem::take(&mut self.panicking) {
            self.voices.clear(&self.bank, &mut self.port);
            self.tracks.clear();
        }
        self.voices.end_block(&mut self.port);
        self.frame += BLOCK as u64;
        self.taken = 0;
        self.report();
    }

    fn obey(&mut self, command: Command) {
        let now = self.frame;
        match command {
            Command::Schedule(schedule) => {
                self.scheduler.add(schedule, &self.transport, now, &mut self.port);
            }
            Command::Bus(slot, bus) => {
                self.scheduler.keep(slot);
                self.tracks.put(slot, bus, self.transport.cps(), &mut self.port);
            }
            Command::Answer(slot, answer) => self.tracks.answer(slot, answer, &mut self.port),
            Command::Retire(slot) => self.tracks.retire(slot),
            Command::Sample(slot, sample) => self.bank.put(slot, sample, &mut self.port),
            Command::Loudness(slot, loudness) => self.bank.measure(slot, loudness),
            Command::Mute(slot, muted) => {
                self.scheduler.mute(slot, muted);
                self.mute(slot, muted);
            }
            Command::Tempo(cps) => {
                self.transport.set_tempo(now, cps);
                self.tempo_changed();
            }
            Command::Run(running) => {
                self.transport.run(now, running);
                if running {
                    self.began.get_or_insert(now);
                }
                if !running {
                    self.release(None);
                }
            }
            Command::Locate(cycle) => {
                self.scheduler.clear(&mut self.port);
                self.release(None);
                self.transport.locate(now, cycle);
            }
            Command::Hush => {
                self.scheduler.clear(&mut self.port);
                self.release(None);
                self.tracks.thaw();
            }
            Command::Voices(most) => self.voices.allow(most),
            Command::Remeasure => self.master.remeasure(),
            Command::Panic => {
                self.scheduler.clear(&mut self.port);
                self.panicking = true;
                self.outside.release(None, now, &mut self.port);
                self.port.cue(Cue { frame: now, sign: Sign::Silence });
            }
            Command::Mark(mark) => self.port.report(Telemetry::Obeyed { mark, frame: now }),
            Command::Break => panic!("the engine was broken on purpose"),
        }
    }

    fn mute(&mut self, slot: TrackSlot, muted: bool) {
        if muted && !self.tracks.is_muted(slot) {
            self.release(Some(slot));
        }
        self.tracks.mute(slot, muted);
    }

    /// Releases what is held: all of it, or what belongs to a track.
    fn release(&mut self, track: Option<TrackSlot>) {
        self.voices.release(track);
        self.outside.release(track, self.frame, &mut self.port);
    }

    /// What else changes in the block in which a version takes over.
    fn swap(&mut self) {
        for index in 0..self.scheduler.swapped().len() {
            let Some(&swap) = self.scheduler.swapped().get(index) else { return };
            self.master.set(&swap.mastering);
            for slot in (0..TRACKS as u8).map(TrackSlot) {
                self.mute(slot, swap.muted.contains(slot));
                if swap.retired.contains(slot) {
                    self.tracks.retire(slot);
                }
            }
        }
    }

    fn tempo_changed(&mut self) {
        if self.transport.running() {
            self.voices.retime(&self.transport, self.frame);
        }
        self.tracks.tempo(self.transport.cps());
    }

    /// Computes the block: the voices, then every track's mix and bus, then the master.
    #[inline(always)]
    fn sound(&mut self) {
        self.block.clear();
        if let Some(stems) = &mut self.stems {
            stems.iter_mut().for_each(StereoBlock::clear);
        }
        self.tracks.begin_block(self.music_frame());
        self.start_notes();
        self.outside.end_due(&self.transport, self.frame, &mut self.port);
        self.voices.render(&mut self.port);
        for slot in (0..TRACKS as u8).map(TrackSlot) {
            if self.voices.plays(slot) || !self.tracks.is_silent(slot) {
                let guest = |track, peaks| self.tracks.raise_meter(track, peaks);
                self.voices.mix(slot, &mut self.mix, guest);
                self.tracks.process(slot, &mut self.mix, &mut self.port);
                self.block.add(&self.mix.dry);
                if let Some(stems) = &mut self.stems {
                    stems[usize::from(slot.0)].clone_from(&self.mix.dry);
                }
            }
        }
        self.voices.tidy(&self.bank, &mut self.port);
        for slot in (0..TRACKS as u8).map(TrackSlot) {
            if self.tracks.is_retiring(slot) {
                let plays = self.voices.plays(slot) || self.voices.belong_to(slot);
                self.tracks.finish(slot, plays, &mut self.port);
            }
        }
        if self.panicking {
            self.block.fade_out();
        }
        self.master.process(&mut self.block);
        self.port.show(&self.block);
    }

    /// Frames since the music began, by which effects move: however long the device was open before.
    fn music_frame(&self) -> u64 {
        self.began.map_or(0, |began| self.frame - began)
    }

    /// Starts all notes that begin in the block, in the order of their frames.
    #[inline(always)]
    fn start_notes(&mut self) {
        let moment = Moment {
            transport: &self.transport,
            bank: &self.bank,
            start: self.frame,
            rate: self.rate as f32,
        };
        let mut lost = 0;
        let mut last = (usize::MAX, u8::MAX, 0);
        for due in self.scheduler.due() {
            let Some((trigger, settings, from)) = self.scheduler.look_up(due) else { continue };
            let slot = trigger.track;
            if usize::from(slot.0.max(trigger.bus.0)) >= TRACKS {
                lost += 1;
                continue;
            }
            let offset = usize::from(due.offset);
            let index = if (last.0, last.1) == (offset, slot.0) { last.2 + 1 } else { 0 };
            last = (offset, slot.0, index);
            if self.tracks.is_muted(slot) {
                continue;
            }
            if let Some(note) = trigger.outside {
                let begin = self.frame + offset as u64;
                let told = self.outside.begin((note, trigger, from), begin, &mut self.port);
                lost += u32::from(!told);
                continue;
            }
            let from_note = Origin { track: slot, frame: self.music_frame() + offset as u64 };
            self.tracks.set(trigger.bus, settings, from_note);
            if !trigger.plays {
                continue;
            }
            let seed = self.tracks.seed(slot);
            let arrival = Arrival { trigger, settings, from, offset, seed, index };
            self.voices.start(&arrival, &moment);
        }
        if lost > 0 {
            self.port.report(Telemetry::Trouble(Trouble::Dropped(lost)));
        }
    }

    fn report(&mut self) {
        self.port.report(Telemetry::Position {
            frame: self.frame,
            cycle: self.transport.cycle_at(self.frame),
            cps: self.transport.cps(),
            voices: self.voices.sounding() as u16,
        });
        if let Some(loudness) = self.master.take_loudness() {
            self.port.report(Telemetry::Loudness(loudness));
        }
        if self.until_meters > 0 {
            self.until_meters -= 1;
            return;
        }
        self.until_meters = (self.rate / METERS / BLOCK as u32).saturating_sub(1);
        self.tracks.report_meters(&mut self.port);
        let (peak, limiter) = self.master.take_peaks();
        self.port.report(Telemetry::Master { peak, limiter });
    }
}

/// The part of a block that is worth the widest instructions.
struct Sounding<'a>(&'a mut Engine);

impl Work for Sounding<'_> {
    #[inline(always)]
    fn work(self) {
        self.0.sound();
    }
}
