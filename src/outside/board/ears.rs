//! Controllers that the script listens to: opened when they are there, and again when they are back.
//!
//! What a knob or a key does is not known here.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use super::{LOOK, RETRY, Said, no_such_port};
use crate::diag::{Diagnostic, SrcSpan};
use crate::outside::ports::{Ports, find};

/// What is done with what is played on a port of the script.
pub type Listener = Arc<dyn Fn(&str, Heard) + Send + Sync>;

/// What is played on a controller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heard {
    /// A knob was turned: its number, and where it stands, of 127.
    Knob(u8, u8),
    /// A key was played: its note, and how hard, of 127.
    Key(u8, u8),
}

/// A controller of the script.
struct Ear {
    port: String,
    place: Option<SrcSpan>,
    open: Option<(String, Box<dyn Any>)>,
    told: bool,
    known: bool,
}

/// All of them.
pub(super) struct Ears {
    ears: Vec<Ear>,
    listener: Listener,
    next: Duration,
}

impl Ears {
    pub(super) fn new(listener: Listener) -> Ears {
        Ears { ears: Vec::new(), listener, next: Duration::ZERO }
    }

    /// From now on listens to these and no others; what is wrong with them is told again.
    pub(super) fn listen(&mut self, ports: Vec<(String, Option<SrcSpan>)>) {
        self.ears.retain(|ear| ports.iter().any(|(port, _)| *port == ear.port));
        for (port, place) in ports {
            match self.ears.iter_mut().find(|ear| ear.port == port) {
                Some(ear) => (ear.place, ear.told) = (place, false),
                None => {
                    let (open, told, known) = (None, false, false);
                    self.ears.push(Ear { port, place, open, told, known });
                }
            }
        }
        self.next = Duration::ZERO;
    }

    /// When they are to be looked after; none if there are none.
    pub(super) fn next(&self) -> Option<Duration> {
        (!self.ears.is_empty()).then_some(self.next)
    }

    /// Opens those that are there, and lets go of those that are not.
    pub(super) fn look_after(
        &mut self,
        now: Duration,
        ports: &mut dyn Ports,
        said: &mut Vec<Said>,
    ) {
        if self.ears.is_empty() || now < self.next {
            return;
        }
        let there = ports.inputs();
        for ear in &mut self.ears {
            let names = there.as_deref().unwrap_or_default();
            if let Some((name, _)) = ear.open.take_if(|(name, _)| !names.contains(name)) {
                let goes_on = "its knobs stay where they are until it is back";
                said.push(Said::Line(format!("{name} is gone: {goes_on}")));
            }
            if ear.open.is_some() {
                continue;
            }
            let opened = match &there {
                Ok(names) => ear.try_to_open(names, ports, &self.listener),
                Err(why) => Err((why.clone(), vec![UNTOUCHED.to_owned()])),
            };
            match opened {
                Ok(name) => {
                    let back = if ear.known { ", which is back" } else { "" };
                    said.push(Said::Line(format!("MIDI comes from {name}{back}")));
                    ear.known = true;
                }
                Err((problem, hints)) if !ear.told && !ear.known => {
                    let problem = Diagnostic::error(ear.place, problem);
                    let problem = hints.into_iter().fold(problem, Diagnostic::hint);
                    said.push(Said::Problem(problem));
                    ear.told = true;
                }
                Err(_) => {}
            }
        }
        let all_open = self.ears.iter().all(|ear| ear.open.is_some());
        self.next = now + if all_open { LOOK } else { RETRY };
    }
}

const UNTOUCHED: &str = "its knobs count as untouched; the music goes on";

impl Ear {
    fn try_to_open(
        &mut self,
        names: &[String],
        ports: &mut dyn Ports,
        listener: &Listener,
    ) -> Result<String, super::Trouble> {
        let name = find(&self.port, names).ok_or_else(|| no_such_port(&self.port, names))?;
        let (port, listener) = (self.port.clone(), listener.clone());
        let hear = Box::new(move |bytes: &[u8]| match *bytes {
            [0xb0..=0xbf, number, value] => listener(&port, Heard::Knob(number, value)),
            [0x90..=0x9f, note, velocity] if velocity > 0 => {
                listener(&port, Heard::Key(note, velocity));
            }
            _ => {}
        });
        let open = ports.listen(name, hear).map_err(|why| (why, vec![UNTOUCHED.to_owned()]))?;
        self.open = Some((name.to_owned(), open));
        Ok(name.to_owned())
    }
}
