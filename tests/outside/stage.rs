//! A conductor, an engine and a switchboard with ports that are none, played frame by frame: what is sent
//! has the frame at which it was.

use std::any::Any;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tresillo::conductor::{Conductor, Recordings, Report};
use tresillo::diag::Source;
use tresillo::engine::Engine;
use tresillo::engine::protocol::{Cues, Sign, rings};
use tresillo::outside::board::{Board, Heard, Now, Said};
use tresillo::outside::message::News;
use tresillo::outside::ports::{Hear, Port, Ports};
use tresillo::samples::Library;
use tresillo::script::{Compiler, Outcome};

/// The sample rate in hertz.
pub(crate) const RATE: u32 = 48_000;
/// Frames of a cycle, at half a cycle a second.
pub(crate) const CYCLE: u64 = 96_000;
/// Frames of a block.
const BLOCK: u64 = 64;

/// A script without mistakes, compiled.
pub(crate) fn compile(script: &str) -> Outcome {
    let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script));
    assert!(!outcome.has_errors(), "{:?}", outcome.diagnostics);
    outcome
}

/// What ports there are, and what they were sent: the port, when, and which bytes.
#[derive(Default)]
struct Room {
    names: Vec<String>,
    broken: bool,
    /// Who listens, and to which port.
    ears: Vec<(String, Hear)>,
    now: u64,
    sent: Vec<(String, u64, Vec<u8>)>,
}

#[derive(Clone, Default)]
struct Fake(Arc<Mutex<Room>>);

struct Wire(String, Fake);

impl Ports for Fake {
    fn outputs(&mut self) -> Result<Vec<String>, String> {
        let room = self.0.lock().unwrap();
        if room.broken { Err("there is no MIDI here".to_owned()) } else { Ok(room.names.clone()) }
    }

    fn open(&mut self, name: &str) -> Result<Box<dyn Port>, String> {
        Ok(Box::new(Wire(name.to_owned(), self.clone())))
    }

    fn inputs(&mut self) -> Result<Vec<String>, String> {
        self.outputs()
    }

    fn listen(&mut self, name: &str, hear: Hear) -> Result<Box<dyn Any>, String> {
        self.0.lock().unwrap().ears.push((name.to_owned(), hear));
        Ok(Box::new(()))
    }
}

impl Port for Wire {
    fn send(&mut self, bytes: &[u8]) -> Result<(), String> {
        let mut room = self.1.0.lock().unwrap();
        if !room.names.contains(&self.0) {
            return Err("gone".to_owned());
        }
        let now = room.now;
        room.sent.push((self.0.clone(), now, bytes.to_vec()));
        Ok(())
    }
}

pub(crate) struct Stage {
    pub(crate) conductor: Conductor,
    pub(crate) board: Board,
    pub(crate) said: Vec<Said>,
    /// The loudest sample so far.
    pub(crate) loudest: f32,
    engine: Engine,
    news: Receiver<News>,
    cues: Option<Cues>,
    room: Fake,
    played: Receiver<(String, Heard)>,
    /// All samples, if they are kept.
    pub(crate) samples: Option<Vec<f32>>,
    pub(crate) at: u64,
}

impl Stage {
    pub(crate) fn new(script: &str) -> Stage {
        Stage::with(Some(script), true)
    }

    /// One where nobody sends anything.
    pub(crate) fn offline(script: &str) -> Stage {
        Stage::with(Some(script), false)
    }

    /// One where nothing plays yet.
    pub(crate) fn unplayed() -> Stage {
        Stage::with(None, true)
    }

    fn with(script: Option<&str>, live: bool) -> Stage {
        let (remote, port) = rings();
        let engine = Engine::new(RATE, port);
        let recordings = Recordings::new(Library::new(RATE, || {}));
        let mut conductor = Conductor::new(RATE, remote, recordings);
        let (tell, news) = channel();
        if live {
            conductor.send_outside(tell);
        }
        if let Some(script) = script {
            conductor.take(compile(script));
            conductor.settle();
        }
        let room = Fake::default();
        room.0.lock().unwrap().names =
            ["Midi Through 14:0", "synth 20:0", "Drumbrute 24:0"].map(str::to_owned).to_vec();
        let (turns, played) = channel();
        let listener = move |port: &str, heard: Heard| {
            let _ = turns.send((port.to_owned(), heard));
        };
        let board = Board::new(Box::new(room.clone()), Arc::new(listener));
        Stage {
            conductor,
            board,
            said: Vec::new(),
            loudest: 0.0,
            engine,
            news,
            cues: None,
            room,
            played,
            samples: None,
            at: 0,
        }
    }

    /// Plays up to a frame. Things are sent at their very frame.
    pub(crate) fn play(&mut self, until: u64) {
        let mut out = [0.0; 2 * BLOCK as usize];
        while self.at < until {
            for (port, heard) in self.played.try_iter() {
                match heard {
                    Heard::Knob(number, value) => self.conductor.turn(&port, number, value),
                    Heard::Key(note, velocity) => self.conductor.press(&port, note, velocity),
                }
            }
            self.conductor.advance();
            self.engine.render(&mut out);
            self.loudest = out.iter().fold(self.loudest, |most, x| most.max(x.abs()));
            self.samples.iter_mut().for_each(|kept| kept.extend_from_slice(&out));
            self.hear();
            for frame in self.at..self.at + BLOCK {
                self.room.0.lock().unwrap().now = frame;
                self.board.run(moment(frame));
            }
            self.at += BLOCK;
            self.said.extend(self.board.said());
        }
    }

    fn hear(&mut self) {
        for news in self.news.try_iter() {
            match news {
                News::Written(note, message) => self.board.write(note, message),
                News::Listen(ports) => self.board.listen(ports),
                News::Version => self.board.new_version(),
                News::Cues(cues) => self.cues = Some(cues),
            }
        }
        let now = Now { steady: moment(self.at), wall: moment(self.at) };
        while let Some(cue) = self.cues.as_mut().and_then(Cues::next_cue) {
            let heard = moment(cue.frame);
            match cue.sign {
                Sign::Begin(note) => self.board.begin(note, heard, now),
                Sign::End(note) => self.board.end(note, heard),
                Sign::Silence => self.board.silence(heard),
            }
        }
    }

    /// What a port was sent, and at which frame.
    pub(crate) fn sent(&self, port: &str) -> Vec<(u64, Vec<u8>)> {
        let room = self.room.0.lock().unwrap();
        let ours = room.sent.iter().filter(|(name, ..)| name == port);
        ours.map(|(_, frame, bytes)| (*frame, bytes.clone())).collect()
    }

    /// A port comes or goes.
    pub(crate) fn plug(&self, name: &str, there: bool) {
        let mut room = self.room.0.lock().unwrap();
        room.names.retain(|other| other != name);
        if there {
            room.names.push(name.to_owned());
        }
    }

    /// A knob of a port is turned; true if somebody listens.
    pub(crate) fn knob(&self, port: &str, number: u8, value: u8) -> bool {
        self.played_on(port, &[0xb3, number, value])
    }

    /// Something comes from a port; true if somebody listens.
    pub(crate) fn played_on(&self, port: &str, bytes: &[u8]) -> bool {
        let mut room = self.room.0.lock().unwrap();
        let ears = room.ears.iter_mut().filter(|(name, _)| name == port);
        ears.map(|(_, hear)| hear(bytes)).count() > 0
    }

    pub(crate) fn without_midi(&self) {
        self.room.0.lock().unwrap().broken = true;
    }

    /// What the conductor has to say about the script.
    pub(crate) fn problems(&mut self) -> Vec<String> {
        let problem = |report| match report {
            Report::Problem(problem) => vec![problem.message],
            Report::Took { diagnostics, .. } => {
                diagnostics.into_iter().map(|problem| problem.message).collect()
            }
            _ => Vec::new(),
        };
        self.conductor.reports().into_iter().flat_map(problem).collect()
    }
}

/// When a frame is.
fn moment(frame: u64) -> Duration {
    Duration::from_nanos(frame * 1_000_000_000 / u64::from(RATE))
}
