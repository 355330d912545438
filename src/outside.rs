//! Instruments outside: what an event says to them by MIDI and OSC, and who sends it when.
//!
//! It makes no sound and reads no clock: moments are told to it. Which notes begin, and when, is the
//! engine's business; the thread that asks it, and its clock, are the edge's.

pub mod board;
#[cfg(feature = "midi")]
mod device;
pub mod message;
mod midi;
pub mod osc;
pub mod ports;

/// The MIDI ports of this machine.
#[cfg(feature = "midi")]
pub fn ports() -> Box<dyn ports::Ports> {
    Box::new(device::System)
}

/// The MIDI ports of a build that knows none.
#[cfg(not(feature = "midi"))]
pub fn ports() -> Box<dyn ports::Ports> {
    Box::new(ports::NotBuilt)
}
