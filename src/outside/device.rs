//! MIDI ports as the system has them. The only door to midir.
//!
//! Which of them is meant, and when it is asked, is decided elsewhere.

use std::any::Any;

use midir::{Ignore, MidiInput, MidiInputPort, MidiOutput, MidiOutputConnection, MidiOutputPort};

use super::ports::{Hear, Port, Ports};

/// What the system calls us.
const NAME: &str = "tresillo";

#[cfg(target_os = "linux")]
const NONE: &str = "this machine has no MIDI now (on Linux: sudo modprobe snd-seq)";
#[cfg(not(target_os = "linux"))]
const NONE: &str = "this machine has no MIDI now";

/// The ports of this machine. A fresh client each time: an old one may hold on to a service that is gone.
#[derive(Debug)]
pub(super) struct System;

fn client() -> Result<MidiOutput, String> {
    let _quiet = quiet();
    MidiOutput::new(NAME).map_err(|_| NONE.to_owned())
}

fn listener() -> Result<MidiInput, String> {
    let _quiet = quiet();
    MidiInput::new(NAME).map_err(|_| NONE.to_owned())
}

/// Keeps what ALSA's library would print on this thread off the screen, as long as it is held.
#[cfg(target_os = "linux")]
fn quiet() -> impl Sized {
    alsa::Output::local_error_handler().ok()
}

#[cfg(not(target_os = "linux"))]
fn quiet() -> impl Sized {}

impl Ports for System {
    fn outputs(&mut self) -> Result<Vec<String>, String> {
        let client = client()?;
        let ports = client.ports();
        let names = ports.iter().filter_map(|port| client.port_name(port).ok());
        // What we open ourselves is no instrument.
        Ok(names.filter(|name| !name.starts_with(NAME)).collect())
    }

    fn open(&mut self, name: &str) -> Result<Box<dyn Port>, String> {
        let client = client()?;
        let ports = client.ports();
        let is = |port: &&MidiOutputPort| client.port_name(port).is_ok_and(|n| n == name);
        let port = ports.iter().find(is).ok_or_else(|| format!("{name} is gone"))?.clone();
        let opened = client.connect(&port, NAME);
        Ok(Box::new(Open(opened.map_err(|error| format!("cannot open {name}: {error}"))?)))
    }

    fn inputs(&mut self) -> Result<Vec<String>, String> {
        let client = listener()?;
        let ports = client.ports();
        let names = ports.iter().filter_map(|port| client.port_name(port).ok());
        Ok(names.filter(|name| !name.starts_with(NAME)).collect())
    }

    fn listen(&mut self, name: &str, mut hear: Hear) -> Result<Box<dyn Any>, String> {
        let mut client = listener()?;
        // Clocks and the like come all the time.
        client.ignore(Ignore::All);
        let ports = client.ports();
        let is = |port: &&MidiInputPort| client.port_name(port).is_ok_and(|n| n == name);
        let port = ports.iter().find(is).ok_or_else(|| format!("{name} is gone"))?.clone();
        let opened = client.connect(&port, NAME, move |_, bytes, ()| hear(bytes), ());
        Ok(Box::new(opened.map_err(|error| format!("cannot listen to {name}: {error}"))?))
    }
}

struct Open(MidiOutputConnection);

impl Port for Open {
    fn send(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.0.send(bytes).map_err(|error| error.to_string())
    }
}
