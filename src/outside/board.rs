//! The switchboard: keeps what notes say until they begin, sends it at its moment, and ends what began,
//! whatever becomes of ports.
//!
//! Moments are told to it, counted from any beginning, so that a test can be its clock.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::num::NonZeroU32;
use std::time::Duration;

use super::message::{Message, Midi};
use super::midi;
use super::osc::Osc;
use super::ports::{Port, Ports, find};
use crate::diag::{Diagnostic, SrcSpan, nearest};

mod ears;
mod hosts;

pub use ears::{Heard, Listener};

use ears::Ears;
use hosts::Hosts;

/// Messages that wait for their notes; when there are more, the oldest were replaced by newer versions.
const WAITING: usize = 1 << 14;
/// How often a port that is not there is looked for.
const RETRY: Duration = Duration::from_secs(1);
/// How often a port that is there is looked after: no system tells by itself that one is gone.
const LOOK: Duration = Duration::from_secs(2);

/// Now, by two clocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    /// Since any beginning; it never jumps.
    pub steady: Duration,
    /// Since the year 1970.
    pub wall: Duration,
}

/// What there is to say about ports.
#[derive(Clone, PartialEq, Debug)]
pub enum Said {
    /// Something is wrong with what the script asks for.
    Problem(Diagnostic),
    /// Something happened.
    Line(String),
}

/// A port of the script.
enum Line {
    Open {
        name: String,
        port: Box<dyn Port>,
        /// The channels that were used, a bit each.
        channels: u16,
    },
    Missing {
        /// When it is looked for again.
        next: Duration,
        told: bool,
        /// It was there once.
        known: bool,
    },
}

/// What happens at a moment. At the same moment things end before others begin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum What {
    Off(NonZeroU32),
    Silence,
    On(NonZeroU32),
}

/// A key that is held.
#[derive(Debug)]
struct Sounding {
    note: NonZeroU32,
    line: String,
    channel: u8,
    key: u8,
}

/// Sends what notes say.
pub struct Board {
    ports: Box<dyn Ports>,
    lines: BTreeMap<String, Line>,
    /// What may begin.
    written: BTreeMap<NonZeroU32, Message>,
    /// What has begun for the engine, and is to be heard soon.
    begun: BTreeMap<NonZeroU32, (Midi, Option<SrcSpan>)>,
    queue: BinaryHeap<Reverse<(Duration, What)>>,
    sounding: Vec<Sounding>,
    hosts: Hosts,
    ears: Ears,
    look: Duration,
    said: Vec<Said>,
}

impl Board {
    /// A board for some ports, and what is done with what is played on controllers. No port is opened before a
    /// note or a script asks for it.
    pub fn new(ports: Box<dyn Ports>, listener: Listener) -> Board {
        Board {
            ports,
            lines: BTreeMap::new(),
            written: BTreeMap::new(),
            begun: BTreeMap::new(),
            queue: BinaryHeap::new(),
            sounding: Vec::new(),
            hosts: Hosts::default(),
            ears: Ears::new(listener),
            look: Duration::ZERO,
            said: Vec::new(),
        }
    }

    /// What a note says, should it begin.
    pub fn write(&mut self, note: NonZeroU32, message: Message) {
        self.written.insert(note, message);
        while self.written.len() > WAITING {
            self.written.pop_first();
        }
    }

    /// A new version plays: what is wrong with its ports is told again.
    pub fn new_version(&mut self) {
        for line in self.lines.values_mut() {
            if let Line::Missing { next, told, .. } = line {
                (*next, *told) = (Duration::ZERO, false);
            }
        }
        self.hosts.tell_again();
    }

    /// From now on listens to these controllers, by the names that the script has for them.
    pub fn listen(&mut self, ports: Vec<(String, Option<SrcSpan>)>) {
        self.ears.listen(ports);
    }

    /// A note begins; it is heard at a moment.
    pub fn begin(&mut self, note: NonZeroU32, heard: Duration, now: Now) {
        let Some(message) = self.written.remove(&note) else { return };
        if let Some(osc) = &message.osc {
            self.send_osc(osc, now.wall + heard.saturating_sub(now.steady), message.place);
        }
        if let Some(midi) = message.midi {
            self.begun.insert(note, (midi, message.place));
            self.queue.push(Reverse((heard, What::On(note))));
        }
    }

    /// A note ends; that is heard at a moment.
    pub fn end(&mut self, note: NonZeroU32, heard: Duration) {
        self.queue.push(Reverse((heard, What::Off(note))));
    }

    /// All falls silent at a moment.
    pub fn silence(&mut self, heard: Duration) {
        self.queue.push(Reverse((heard, What::Silence)));
    }

    /// All falls silent now, and nothing that was about to begin does.
    pub fn stop(&mut self) {
        self.queue.clear();
        self.begun.clear();
        self.silence_now();
    }

    /// Sends what is due; says when the next is.
    pub fn run(&mut self, now: Duration) -> Option<Duration> {
        while let Some(&Reverse((at, what))) = self.queue.peek() {
            if at > now {
                break;
            }
            self.queue.pop();
            match what {
                What::On(note) => self.note_on(note, now),
                What::Off(note) => self.note_off(note, now),
                What::Silence => self.silence_now(),
            }
        }
        if now >= self.look {
            self.look = now + LOOK;
            self.look_after_ports(now);
        }
        self.ears.look_after(now, self.ports.as_mut(), &mut self.said);
        let next = self.queue.peek().map(|Reverse((at, _))| *at);
        next.into_iter().chain(self.ears.next()).min()
    }

    /// True while something waits for its moment, may begin, or is held.
    pub fn is_busy(&self) -> bool {
        !(self.written.is_empty() && self.queue.is_empty() && self.sounding.is_empty())
    }

    /// What there is to say since the last call.
    pub fn said(&mut self) -> Vec<Said> {
        self.said.extend(self.hosts.said());
        std::mem::take(&mut self.said)
    }

    fn note_on(&mut self, note: NonZeroU32, now: Duration) {
        let Some((midi, place)) = self.begun.remove(&note) else { return };
        let line = midi.port.clone();
        if !self.open(&line, place, now) {
            return;
        }
        for bytes in &midi.before {
            self.send(&line, bytes, now);
        }
        let (Some(on), Some((key, _))) = (midi.on(), midi.key) else { return };
        // A key that is held already is let go first: instruments count on it.
        let channel = midi.channel;
        let same =
            |held: &Sounding| held.line == line && held.channel == channel && held.key == key;
        if let Some(held) = self.sounding.iter().position(same) {
            self.sounding.swap_remove(held);
            self.send(&line, &midi::off(channel, key), now);
        }
        self.send(&line, &on, now);
        if let Some(Line::Open { channels, .. }) = self.lines.get_mut(&line) {
            *channels |= 1 << channel;
            self.sounding.push(Sounding { note, line, channel, key });
        }
    }

    fn note_off(&mut self, note: NonZeroU32, now: Duration) {
        // One whose beginning is still to come, at the same moment or later, never begins.
        self.begun.remove(&note);
        let Some(held) = self.sounding.iter().position(|held| held.note == note) else { return };
        let Sounding { line, channel, key, .. } = self.sounding.swap_remove(held);
        self.send(&line, &midi::off(channel, key), now);
    }

    fn silence_now(&mut self) {
        for Sounding { line, channel, key, .. } in self.sounding.drain(..) {
            if let Some(Line::Open { port, .. }) = self.lines.get_mut(&line) {
                // One that is gone is found out by the next note.
                let _ = port.send(&midi::off(channel, key));
            }
        }
        for line in self.lines.values_mut() {
            let Line::Open { port, channels, .. } = line else { continue };
            for channel in (0..16).filter(|channel| *channels >> channel & 1 == 1) {
                midi::silence(channel).iter().for_each(|bytes| {
                    let _ = port.send(bytes);
                });
            }
        }
    }

    /// True if a port of the script is open; opens it if that has to be tried.
    fn open(&mut self, line: &str, place: Option<SrcSpan>, now: Duration) -> bool {
        let (told, known) = match self.lines.get(line) {
            Some(Line::Open { .. }) => return true,
            Some(Line::Missing { next, .. }) if now < *next => return false,
            Some(Line::Missing { told, known, .. }) => (*told, *known),
            None => (false, false),
        };
        match self.try_to_open(line) {
            Ok((name, port)) => {
                let back = if known { ", which is back" } else { "" };
                self.said.push(Said::Line(format!("MIDI goes to {name}{back}")));
                self.lines.insert(line.to_owned(), Line::Open { name, port, channels: 0 });
                true
            }
            Err(problem) => {
                if !told && !known {
                    let hints = problem.1;
                    let problem = Diagnostic::error(place, problem.0);
                    let problem = hints.into_iter().fold(problem, Diagnostic::hint);
                    self.said.push(Said::Problem(problem));
                }
                let missing = Line::Missing { next: now + RETRY, told: true, known };
                self.lines.insert(line.to_owned(), missing);
                false
            }
        }
    }

    fn try_to_open(&mut self, line: &str) -> Result<(String, Box<dyn Port>), Trouble> {
        let names = self.ports.outputs().map_err(|why| (why, vec![SILENT.to_owned()]))?;
        let Some(name) = find(line, &names) else { return Err(no_such_port(line, &names)) };
        let port = self.ports.open(name).map_err(|why| (why, vec![SILENT.to_owned()]))?;
        Ok((name.to_owned(), port))
    }

    fn send(&mut self, line: &str, bytes: &[u8], now: Duration) {
        let Some(Line::Open { port, .. }) = self.lines.get_mut(line) else { return };
        if port.send(bytes).is_err() {
            self.lose(line, now);
        }
    }

    /// A port is gone, and with it what was held there.
    fn lose(&mut self, line: &str, now: Duration) {
        let missing = Line::Missing { next: now + RETRY, told: true, known: true };
        if let Some(Line::Open { name, .. }) = self.lines.insert(line.to_owned(), missing) {
            let goes_on = "the music goes on, and it plays again when it is back";
            self.said.push(Said::Line(format!("{name} is gone: {goes_on}")));
        }
        self.sounding.retain(|held| held.line != line);
    }

    /// Finds out which ports are gone.
    fn look_after_ports(&mut self, now: Duration) {
        let open = |line: &Line| matches!(line, Line::Open { .. });
        if !self.lines.values().any(open) {
            return;
        }
        let there = self.ports.outputs().unwrap_or_default();
        let gone = |line: &Line| matches!(line, Line::Open { name, .. } if !there.contains(name));
        let gone: Vec<String> = self
            .lines
            .iter()
            .filter(|(_, line)| gone(line))
            .map(|(line, _)| line.clone())
            .collect();
        gone.iter().for_each(|line| self.lose(line, now));
    }

    fn send_osc(&mut self, osc: &Osc, heard: Duration, place: Option<SrcSpan>) {
        if let Some(address) = self.hosts.find(&osc.host, osc.port, place) {
            self.hosts.send(address, &osc.bundle(heard), place);
        }
    }
}

/// What is wrong, and what to do.
type Trouble = (String, Vec<String>);

const SILENT: &str = "its notes are silent; the music goes on";

fn no_such_port(line: &str, names: &[String]) -> Trouble {
    if names.is_empty() {
        let hint = "connect an instrument: it is used as soon as it is there";
        return ("there is no MIDI port".to_owned(), vec![hint.to_owned()]);
    }
    let mut hints = Vec::new();
    // What a system puts behind a name, such as 20:0, is nobody's mistake.
    let bare = names.iter().map(|name| bare(name));
    hints.extend(nearest(line, bare).map(|near| format!("did you mean `{near}`?")));
    hints.push(format!("there are: {}", names.join(", ")));
    (format!("there is no MIDI port `{line}`"), hints)
}

/// A port's name without the numbers that the system puts behind it.
fn bare(name: &str) -> &str {
    let numbers = |c: char| c.is_ascii_digit() || c == ':' || c == ' ';
    match name.trim_end_matches(numbers) {
        "" => name,
        bare if name.contains(':') => bare,
        _ => name,
    }
}
