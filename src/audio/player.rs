//! The engine as an output sees it: rendered by whoever's turn it is, guarded against panics, timed.
//!
//! It opens no device and starts no thread. What a stream calls here neither locks, allocates nor
//! waits; the clock is read only to measure the load.

#![allow(clippy::disallowed_methods, reason = "devices are outside of the music's time")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use super::turn::{Answer, State, Turn};
use crate::engine::protocol::Tape;
use crate::engine::{BLOCK, Engine};

/// How long a stream takes to come in, and to go out: long enough not to click.
const FADE: Duration = Duration::from_millis(10);
/// Over how many seconds the load is averaged.
const LOAD_SECONDS: f32 = 0.3;
/// The null output makes up for lost time up to this; after a longer gap (a machine that slept) the
/// music goes on where it was.
const MOST_BEHIND: Duration = Duration::from_secs(2);

/// A callback that is further than this from where it should be says that time was lost.
const LOST_TIME: Duration = Duration::from_millis(30);
/// By which part of its distance a callback moves the line through them all.
const EVENED: i64 = 16;
/// Nothing was given yet.
const UNKNOWN: i64 = i64::MIN;

/// Where what is played is taken down.
#[derive(Debug, Default)]
pub struct Tapes {
    /// What is heard.
    pub heard: Option<Tape>,
    /// What comes to the limiter.
    pub unlimited: Option<Tape>,
}

/// Where the engine lies while it plays live.
pub(super) struct Player {
    pub(super) turn: Turn,
    pub(super) counts: Counts,
    engine: Mutex<Option<Engine>>,
    /// Take down what is rendered. Only whoever has the engine touches them.
    tapes: Mutex<Tapes>,
    rate: u32,
    origin: Instant,
    /// When the next block falls due, in nanoseconds after `origin`.
    due: AtomicU64,
    /// Frames that the engine has given so far.
    given: AtomicU64,
    /// When it would have given its first, in nanoseconds after `origin`, were all of them given evenly.
    first: AtomicI64,
    /// A callback has begun, and gave nothing yet.
    fresh: AtomicBool,
    /// The load, an `f32` by its bits.
    load: AtomicU32,
    /// How long after its callback a sample is heard, in microseconds.
    latency: AtomicU32,
    failed: AtomicBool,
    closing: AtomicBool,
    faded: AtomicBool,
}

/// What streams count.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Callbacks, of all streams. One that stands still is a lost device.
    pub(super) callbacks: AtomicU64,
    /// Gaps that a device reported.
    pub(super) gaps: AtomicU64,
    /// Other errors that a device reported.
    pub(super) errors: AtomicU64,
}

impl Player {
    pub(super) fn new(mut engine: Engine, tapes: Tapes, state: State) -> Player {
        if tapes.unlimited.is_some() {
            engine.keep_unlimited();
        }
        Player {
            turn: Turn::new(state),
            counts: Counts::default(),
            rate: engine.rate(),
            engine: Mutex::new(Some(engine)),
            tapes: Mutex::new(tapes),
            origin: Instant::now(),
            due: AtomicU64::new(0),
            given: AtomicU64::new(0),
            first: AtomicI64::new(UNKNOWN),
            fresh: AtomicBool::new(false),
            load: AtomicU32::new(0),
            latency: AtomicU32::new(0),
            failed: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            faded: AtomicBool::new(false),
        }
    }

    pub(super) fn rate(&self) -> u32 {
        self.rate
    }

    /// Part of the time that rendering takes.
    pub(super) fn load(&self) -> f32 {
        f32::from_bits(self.load.load(Relaxed))
    }

    pub(super) fn latency(&self) -> Duration {
        Duration::from_micros(self.latency.load(Relaxed).into())
    }

    /// A callback begins; what it is given is heard so much later.
    pub(super) fn begin_callback(&self, latency: Duration) {
        self.counts.callbacks.fetch_add(1, Relaxed);
        self.fresh.store(true, Relaxed);
        self.latency.store(latency.as_micros().min(u32::MAX.into()) as u32, Relaxed);
    }

    /// The engine panicked; it is silent from then on.
    pub(super) fn failed(&self) -> bool {
        self.failed.load(Relaxed)
    }

    /// Asks the stream that plays to fade out.
    pub(super) fn fade_out(&self) {
        self.closing.store(true, Relaxed);
    }

    /// The stream has faded out.
    pub(super) fn faded(&self) -> bool {
        self.faded.load(Relaxed)
    }

    /// Takes the engine out. Waits for a block that is being rendered.
    pub(super) fn take(&self) -> Option<Engine> {
        let engine = self.lock().take().filter(|_| !self.failed());
        // Whoever reads the tapes finds their ends.
        *self.tapes.lock().unwrap_or_else(PoisonError::into_inner) = Tapes::default();
        engine
    }

    /// Puts a new engine in the place of one that failed. Waits for a block that is being rendered.
    pub(super) fn put(&self, mut engine: Engine) {
        if self.tapes.lock().unwrap_or_else(PoisonError::into_inner).unlimited.is_some() {
            engine.keep_unlimited();
        }
        let mut place = self.lock();
        let old = place.replace(engine);
        self.given.store(0, Relaxed);
        self.first.store(UNKNOWN, Relaxed);
        self.failed.store(false, Relaxed);
        drop(place);
        // It panicked once and may do so again while it is freed.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(old)));
    }

    fn lock(&self) -> MutexGuard<'_, Option<Engine>> {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fills a stream's interleaved stereo: with music if it is its turn, else with silence.
    pub(super) fn play(&self, fader: &mut Fader, out: &mut [f32]) {
        let now = Instant::now();
        match self.turn.ask(fader.stream) {
            Answer::No => return out.fill(0.0),
            Answer::Yes => {}
            Answer::Begin => fader.gain = 1.0,
            Answer::Resume => fader.gain = 0.0,
        }
        // Only the null output and `take` ever hold it, for a block's time, just before or after
        // their own turn: then this block stays silent.
        let mut engine = match self.engine.try_lock() {
            Ok(engine) => engine,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return out.fill(0.0),
        };
        self.keep_time(now, out.len() / 2);
        self.render(&mut engine, out);
        drop(engine);
        let closing = self.closing.load(Relaxed);
        fader.apply(if closing { 0.0 } else { 1.0 }, out);
        if closing && fader.gain == 0.0 {
            self.faded.store(true, Relaxed);
        }
        self.note(now, out.len() / 2);
    }

    /// Renders what has fallen due into `scratch`, if it is the null output's turn. Says how long it
    /// may rest.
    pub(super) fn play_null(&self, scratch: &mut [f32]) -> Duration {
        let started = Instant::now();
        let now = started - self.origin;
        let behind = now.saturating_sub(MOST_BEHIND);
        let due = Duration::from_nanos(self.due.load(Relaxed)).max(behind);
        if let Some(rest) = due.checked_sub(now)
            && !rest.is_zero()
        {
            return rest;
        }
        let mut engine = self.lock();
        if matches!(self.turn.get(), State::Null | State::Offered(_)) {
            self.fresh.store(true, Relaxed);
            self.keep_time(self.origin + due, scratch.len() / 2);
            self.render(&mut engine, scratch);
            self.note(started, scratch.len() / 2);
            let next = due + self.duration(scratch.len() / 2);
            self.due.store(next.as_nanos() as u64, Relaxed);
        }
        Duration::ZERO
    }

    /// When a frame of the engine is heard: after the way through the device. None before its first.
    pub(super) fn heard_at(&self, frame: u64) -> Option<Instant> {
        let first = self.first.load(Relaxed);
        let nanos = first.checked_add(self.nanos(frame)).filter(|_| first != UNKNOWN)?;
        let given = self.origin + Duration::from_nanos(nanos.max(0) as u64);
        Some(given + self.latency())
    }

    /// How long so many frames last, in nanoseconds.
    fn nanos(&self, frames: u64) -> i64 {
        (u128::from(frames) * 1_000_000_000 / u128::from(self.rate)) as i64
    }

    /// Frames are about to be given. Callbacks come early and late: the line through them is what counts,
    /// unless one is so far from it that time was lost.
    fn keep_time(&self, now: Instant, frames: usize) {
        let given = self.given.fetch_add(frames as u64, Relaxed);
        if !self.fresh.swap(false, Relaxed) {
            // A later part of the same callback, which is not heard as soon as it is given.
            return;
        }
        let seen = (now - self.origin).as_nanos() as i64 - self.nanos(given);
        let known = self.first.load(Relaxed);
        let off = seen.saturating_sub(known);
        let lost = known == UNKNOWN || off.unsigned_abs() > LOST_TIME.as_nanos() as u64;
        self.first.store(if lost { seen } else { known + off / EVENED }, Relaxed);
    }

    /// In pieces, so that there is room for what comes to the limiter.
    fn render(&self, engine: &mut Option<Engine>, out: &mut [f32]) {
        let mut unlimited = [0.0; 2 * BLOCK];
        for out in out.chunks_mut(2 * BLOCK) {
            let unlimited = &mut unlimited[..out.len()];
            self.render_piece(engine, out, unlimited);
            if let Ok(mut tapes) = self.tapes.try_lock() {
                let Tapes { heard, unlimited: raw } = &mut *tapes;
                for (tape, samples) in [(heard, &*out), (raw, unlimited)] {
                    if let Some(tape) = tape {
                        tape.push(samples);
                    }
                }
            }
        }
    }

    /// A panic is caught here, and the engine never used again: its state cannot be trusted.
    fn render_piece(&self, engine: &mut Option<Engine>, out: &mut [f32], unlimited: &mut [f32]) {
        let rendered = engine
            .as_mut()
            .filter(|_| !self.failed())
            .map(|engine| catch_unwind(AssertUnwindSafe(|| engine.render_both(out, unlimited))));
        if !matches!(rendered, Some(Ok(()))) {
            self.failed.fetch_or(rendered.is_some(), Relaxed);
            out.fill(0.0);
            unlimited.fill(0.0);
        }
    }

    fn duration(&self, frames: usize) -> Duration {
        Duration::from_nanos(frames as u64 * 1_000_000_000 / u64::from(self.rate))
    }

    /// Writes down how long a block took, and when the next is due.
    fn note(&self, started: Instant, frames: usize) {
        let length = self.duration(frames);
        let due = started - self.origin + length;
        self.due.store(due.as_nanos() as u64, Relaxed);
        let seconds = length.as_secs_f32();
        if seconds > 0.0 {
            let part = started.elapsed().as_secs_f32() / seconds;
            let old = self.load();
            let new = old + (part - old) * (seconds / LOAD_SECONDS).min(1.0);
            self.load.store(new.to_bits(), Relaxed);
        }
    }
}

/// A stream's own volume: it comes in and goes out without a click.
#[derive(Debug)]
pub(super) struct Fader {
    stream: u64,
    gain: f32,
    step: f32,
}

impl Fader {
    pub(super) fn new(stream: u64, rate: u32) -> Fader {
        Fader { stream, gain: 0.0, step: 1.0 / (FADE.as_secs_f32() * rate as f32) }
    }

    /// Moves towards `target`. Once there, at 1, it leaves the samples as they are.
    fn apply(&mut self, target: f32, out: &mut [f32]) {
        if self.gain == 1.0 && target == 1.0 {
            return;
        }
        for frame in out.chunks_exact_mut(2) {
            self.gain = if self.gain < target {
                (self.gain + self.step).min(target)
            } else {
                (self.gain - self.step).max(target)
            };
            frame.iter_mut().for_each(|sample| *sample *= self.gain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::protocol::rings_unseen;

    /// How far, at most, moments of frames are from where they should be, in microseconds, when
    /// callbacks of 480 frames come up to 3 ms late.
    fn worst(player: &Player, callbacks: std::ops::Range<u32>, lost: Duration) -> u128 {
        let mut worst = 0;
        for i in callbacks {
            let due = player.origin + lost + Duration::from_millis(10) * i;
            let late = Duration::from_micros(u64::from(i * 7919 % 3000));
            player.begin_callback(Duration::from_millis(5));
            player.keep_time(due + late, 480);
            let heard = player.heard_at(u64::from(i) * 480 + 100).unwrap();
            let middle = Duration::from_micros(1500);
            let expected = due + middle + Duration::from_millis(5) + player.duration(100);
            let off = heard.max(expected) - heard.min(expected);
            worst = worst.max(if i % 100 > 40 { off.as_micros() } else { 0 });
        }
        worst
    }

    #[test]
    fn frames_are_heard_evenly_however_callbacks_come() {
        let (_remote, port) = rings_unseen();
        let player = Player::new(Engine::new(48_000, port), Tapes::default(), State::Reserved(1));
        assert_eq!(player.heard_at(0), None);
        let steady = worst(&player, 0..300, Duration::ZERO);
        assert!(steady < 600, "{steady} µs");
        // A device that stood still for half a second: from its next callback on all is later.
        let later = worst(&player, 300..400, Duration::from_millis(500));
        assert!(later < 600, "{later} µs");
        // A later part of the same callback moves nothing.
        let before = player.heard_at(0);
        player.keep_time(Instant::now() + Duration::from_millis(20), 480);
        assert_eq!(player.heard_at(0), before);
    }
}
