//! The live output: a device while there is one, the null output while there is none.
//!
//! Its supervisor finds the device, notices when it is lost and waits for its return. It is never
//! replaced by another card, and nothing here waits for a device that hangs.

#![allow(clippy::disallowed_methods, reason = "devices are outside of the music's time")]

use std::any::Any;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

use super::null;
use super::player::{Player, Tapes};
use super::turn::{CLOSED, State};
use crate::engine::Engine;

/// A device without a callback for this long is lost.
const LOST: Duration = Duration::from_millis(500);
/// How often the supervisor looks.
const LOOK: Duration = Duration::from_millis(100);
/// The pause before the device is tried again; it doubles each time, up to the second.
const RETRY: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(2)];
/// How long a stream may take to fade out, to be heard, and to close, before it is left alone.
const FAREWELL: Duration = Duration::from_millis(300);

/// Why there is no device in a build without feature `live`.
#[cfg(not(feature = "live"))]
pub(super) const NOT_BUILT: &str = "this build has no sound card output (feature `live` is off)";

/// Which device, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name, or its id; none means the system's default.
    pub device: Option<String>,
    /// Sample rate in hertz.
    pub rate: u32,
    /// Frames between two callbacks. The device may choose otherwise.
    pub buffer: u32,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted { device: None, rate: 48_000, buffer: 512 }
    }
}

/// How well the sound gets out.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// A device is being opened for the first time.
    Opening,
    /// A device plays.
    Playing {
        /// The device.
        name: String,
        /// Its rate in hertz.
        rate: u32,
        /// Seconds from rendering to hearing.
        latency: f32,
    },
    /// Music time runs on in silence.
    Silent {
        /// Why, in one sentence.
        reason: String,
    },
}

/// A stream that was opened. Dropping it closes it, which may hang.
pub(super) struct Opened {
    pub(super) name: String,
    pub(super) stream: Box<dyn Any + Send>,
}

/// Opens a stream of that number, which calls [`Player::play`]; or says why not.
pub(super) type Opener = Box<dyn FnMut(&Arc<Player>, u64) -> Result<Opened, String> + Send>;

struct Shared {
    player: Arc<Player>,
    /// The device that was opened last, and why there is none.
    said: Mutex<Said>,
}

struct Said {
    name: String,
    reason: String,
}

/// Tells when frames are heard, for as long as the output runs.
#[derive(Clone)]
pub struct Clock(Arc<Player>);

impl Clock {
    /// When a frame of the engine is heard, counted from the engine's beginning; none before its first.
    pub fn heard_at(&self, frame: u64) -> Option<Instant> {
        self.0.heard_at(frame)
    }
}

/// A running output. Dropping it stops it.
pub struct Output {
    shared: Arc<Shared>,
    null: Option<JoinHandle<()>>,
    stop: Option<Sender<()>>,
    ended: Receiver<()>,
}

impl Output {
    /// Gives the engine to an output. Returns at once; the device opens meanwhile, and the engine's
    /// first sample is the first that it plays.
    /// What it plays goes on the tapes too.
    pub fn start(engine: Engine, tapes: Tapes, wanted: Wanted) -> Output {
        Output::with(engine, tapes, opener(wanted))
    }

    /// An output that opens no device: music time runs on in silence, for that reason.
    pub fn silent(engine: Engine, tapes: Tapes, reason: &str) -> Output {
        let reason = reason.to_owned();
        Output::with(engine, tapes, Box::new(move |_, _| Err(reason.clone())))
    }

    pub(super) fn with(engine: Engine, tapes: Tapes, opener: Opener) -> Output {
        let player = Arc::new(Player::new(engine, tapes, State::Reserved(1)));
        let null = null::start(player.clone());
        let said = Said { name: String::new(), reason: String::new() };
        let shared = Arc::new(Shared { player, said: Mutex::new(said) });
        let (stop, asked) = channel();
        let (ending, ended) = channel();
        let supervisor = Supervisor {
            shared: shared.clone(),
            opener,
            asked,
            null: null.as_ref().map(|thread| thread.thread().clone()),
        };
        let started = Builder::new().name("output".into()).spawn(move || {
            supervisor.run();
            drop(ending);
        });
        if let Err(error) = started {
            shared.say(format!("no thread for the output: {error}"));
        }
        Output { shared, null, stop: Some(stop), ended }
    }

    /// How well the sound gets out.
    pub fn status(&self) -> Status {
        let player = &self.shared.player;
        let said = self.shared.said();
        if player.failed() {
            let reason = "the engine failed and fell silent; a new one is being built";
            return Status::Silent { reason: reason.into() };
        }
        match player.turn.get() {
            State::Held(_) => Status::Playing {
                name: said.name.clone(),
                rate: player.rate(),
                latency: player.latency().as_secs_f32(),
            },
            _ if said.reason.is_empty() => Status::Opening,
            _ => Status::Silent { reason: said.reason.clone() },
        }
    }

    /// True if the engine failed: it is silent until [`Output::renew`].
    pub fn failed(&self) -> bool {
        self.shared.player.failed()
    }

    /// Puts a new engine in the place of the one that failed.
    pub fn renew(&self, engine: Engine) {
        self.shared.player.put(engine);
    }

    /// Part of the time that rendering takes, 0 to 1, averaged over a third of a second.
    pub fn load(&self) -> f32 {
        self.shared.player.load()
    }

    /// Tells when frames are heard.
    pub fn clock(&self) -> Clock {
        Clock(self.shared.player.clone())
    }

    /// Gaps that the device reported since the start. Not every device reports them.
    pub fn gaps(&self) -> u64 {
        self.shared.player.counts.gaps.load(Relaxed)
    }

    /// Errors that the device reported since the start. A few at the start are harmless.
    pub fn errors(&self) -> u64 {
        self.shared.player.counts.errors.load(Relaxed)
    }

    /// Fades out, closes the device and gives the engine back, unless it failed. Takes less than a
    /// second, whatever the device does.
    pub fn stop(mut self) -> Option<Engine> {
        self.close();
        self.shared.player.take()
    }

    fn close(&mut self) {
        let Some(stop) = self.stop.take() else { return };
        let player = &self.shared.player;
        if matches!(player.turn.get(), State::Held(_)) {
            player.fade_out();
            let begun = Instant::now();
            while !player.faded() && begun.elapsed() < FAREWELL {
                sleep(Duration::from_millis(2));
            }
            sleep(player.latency().min(FAREWELL));
        }
        player.turn.set(CLOSED);
        if let Some(null) = &self.null {
            null.thread().unpark();
        }
        drop(stop);
        // A supervisor that hangs in the system's sound library is left alone.
        let _ = self.ended.recv_timeout(FAREWELL * 2);
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn said(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn say(&self, reason: String) {
        self.said().reason = reason;
    }
}

struct Supervisor {
    shared: Arc<Shared>,
    opener: Opener,
    /// Disconnects when the output stops.
    asked: Receiver<()>,
    null: Option<std::thread::Thread>,
}

impl Supervisor {
    fn run(mut self) {
        let mut pause = RETRY[0];
        for number in 1.. {
            match (self.opener)(&self.shared.player, number) {
                Ok(opened) => {
                    let name = opened.name.clone();
                    self.shared.said().name.clone_from(&name);
                    let (stopped, played) = self.watch();
                    bury(opened.stream);
                    if stopped {
                        return;
                    }
                    if played {
                        pause = RETRY[0];
                    }
                    self.shared.say(format!("{name} no longer answers; waiting for its return"));
                }
                Err(reason) => self.shared.say(reason),
            }
            // The next stream may take over as soon as it runs; the null output plays until then.
            self.shared.player.turn.set(State::Offered(number + 1));
            self.wake_null();
            if self.stopped(pause) {
                return;
            }
            pause = (pause * 2).min(RETRY[1]);
        }
    }

    /// Stays until the stream is lost or the output stops: whether it stopped, and whether the
    /// stream ever played.
    fn watch(&self) -> (bool, bool) {
        let callbacks = || self.shared.player.counts.callbacks.load(Relaxed);
        let first = callbacks();
        let (mut seen, mut when) = (first, Instant::now());
        loop {
            if self.stopped(LOOK) {
                return (true, seen != first);
            }
            let now = callbacks();
            if now != seen {
                (seen, when) = (now, Instant::now());
            } else if when.elapsed() >= LOST {
                return (false, seen != first);
            }
        }
    }

    /// Waits; at once true when the output stops.
    fn stopped(&self, wait: Duration) -> bool {
        self.asked.recv_timeout(wait) != Err(RecvTimeoutError::Timeout)
    }

    fn wake_null(&self) {
        if let Some(null) = &self.null {
            null.unpark();
        }
    }
}

/// Closes a stream on a thread of its own, for it may hang for minutes when its device is gone. A
/// healthy one gets the time to close.
fn bury(stream: Box<dyn Any + Send>) {
    let (ending, ended) = channel::<()>();
    let closing = Builder::new().name("closing".into()).spawn(move || {
        drop(stream);
        drop(ending);
    });
    if closing.is_ok() {
        let _ = ended.recv_timeout(FAREWELL);
    }
}

#[cfg(feature = "live")]
fn opener(wanted: Wanted) -> Opener {
    Box::new(move |player, number| super::live::open(&wanted, player, number))
}

#[cfg(not(feature = "live"))]
fn opener(_: Wanted) -> Opener {
    Box::new(|_, _| Err(NOT_BUILT.to_owned()))
}

#[cfg(test)]
mod tests;
