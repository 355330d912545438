//! An engine with both ends of its rings in hand, for tests and benches that ask it directly.
//!
//! It plays schedules; how scripts become schedules is not its business.

#![allow(dead_code, reason = "not everybody needs all of it")]

use tresillo::control::Control;
use tresillo::engine::Engine;
use tresillo::engine::protocol::{Command, Port, Remote, Telemetry, rings};
use tresillo::schedule::{Schedule, Setting};

/// The sample rate in hertz.
pub(crate) const RATE: u32 = 48_000;

pub(crate) fn set(control: Control, value: f32) -> Setting {
    Setting { control, value }
}

/// Some settings, each as a control and its value.
pub(crate) fn settings<const N: usize>(values: [(Control, f32); N]) -> [Setting; N] {
    values.map(|(control, value)| set(control, value))
}

pub(crate) struct Rig {
    pub(crate) engine: Engine,
    pub(crate) remote: Remote,
}

impl Rig {
    /// With the instructions that this machine has.
    pub(crate) fn new() -> Rig {
        Rig::of(Engine::new)
    }

    /// With those that every machine has.
    pub(crate) fn plain() -> Rig {
        Rig::of(Engine::plain)
    }

    fn of(engine: fn(u32, Port) -> Engine) -> Rig {
        let (remote, port) = rings();
        Rig { engine: engine(RATE, port), remote }
    }

    pub(crate) fn send(&mut self, command: Command) {
        self.remote.send(command).expect("the ring has room");
    }

    /// Hands over a schedule.
    pub(crate) fn play(&mut self, schedule: Schedule) {
        self.send(Command::Schedule(Box::new(schedule)));
    }

    /// Hands over a schedule, and lets time run.
    pub(crate) fn run(&mut self, schedule: Schedule) {
        self.play(schedule);
        self.send(Command::Run(true));
    }

    /// Left channel of the next frames.
    pub(crate) fn left(&mut self, frames: usize) -> Vec<f32> {
        let mut out = vec![0.0; 2 * frames];
        self.engine.render(&mut out);
        out.chunks(2).map(|frame| frame[0]).collect()
    }

    pub(crate) fn reports(&mut self) -> Vec<Telemetry> {
        std::iter::from_fn(|| self.remote.report()).collect()
    }
}
