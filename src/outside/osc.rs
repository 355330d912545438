//! An event as SuperDirt's message `/dirt/play`: names and values, in a bundle with its moment.
//!
//! Names and types are those of SuperDirt's public documentation. It opens no socket.

use std::time::Duration;

use rosc::{OscBundle, OscMessage, OscPacket, OscTime, OscType, encoder};

use super::message::{Moment, number};
use crate::control::{Control, ControlGroup};
use crate::pattern::{Controls, Value};

/// Where SuperDirt listens unless the script says otherwise.
pub const HOST: &str = "127.0.0.1";
/// The port at which it does.
pub const PORT: u16 = 57_120;
/// What every message is called.
const ADDRESS: &str = "/dirt/play";
/// Seconds from the year 1900, by which OSC counts, to 1970.
const EPOCH: u64 = 2_208_988_800;

/// What an event says by OSC.
#[derive(Clone, PartialEq, Debug)]
pub struct Osc {
    /// To which machine: an address or a name.
    pub host: String,
    /// To which of its ports.
    pub port: u16,
    /// What, by name.
    pub values: Vec<(&'static str, Part)>,
}

/// A value in a message.
#[derive(Clone, PartialEq, Debug)]
pub enum Part {
    /// A number.
    Number(f32),
    /// A word.
    Word(String),
}

/// What an event says.
pub(super) fn of(controls: &Controls, moment: &Moment) -> Osc {
    let host = controls.get(Control::Oschost).map(ToString::to_string);
    let port = number(controls, Control::Oscport).map(|port| port.clamp(1.0, 65_535.0) as u16);
    let cps = moment.cps.max(1e-6);
    let mut values = vec![
        ("cps", Part::Number(moment.cps as f32)),
        ("cycle", Part::Number(moment.cycle as f32)),
        ("delta", Part::Number((moment.lasts / cps) as f32)),
    ];
    if let Some(note) = moment.note {
        values.push(("midinote", Part::Number(note as f32)));
    }
    for (control, value) in controls.iter().filter(|(control, _)| is_said(*control)) {
        match (control, value) {
            (Control::S, Value::List(list)) => {
                values.extend(list.first().and_then(part).map(|part| ("s", part)));
                values.extend(list.get(1).and_then(part).map(|part| ("n", part)));
            }
            _ => values.extend(part(value).map(|part| (control.info().name, part))),
        }
    }
    let host = host.map(|host| host.trim().to_owned()).filter(|host| !host.is_empty());
    Osc { host: host.unwrap_or_else(|| HOST.to_owned()), port: port.unwrap_or(PORT), values }
}

/// Pitches are said once, as a note that counts as MIDI does.
fn is_said(control: Control) -> bool {
    use Control::{Cps, Cycle, Freq, Midinote, Note, Octave};
    let pitch = matches!(control, Freq | Midinote | Note | Octave);
    let told = pitch || matches!(control, Cps | Cycle);
    let ours = matches!(control.info().group, ControlGroup::Display | ControlGroup::Harmony);
    let way = matches!(control, Control::Oschost | Control::Oscport | Control::Midiport);
    !told && !ours && !way
}

fn part(value: &Value) -> Option<Part> {
    Some(match value {
        Value::Text(word) => Part::Word(word.as_str().to_owned()),
        Value::List(list) => return part(list.first()?),
        other => Part::Number(other.as_number().filter(|number| number.is_finite())? as f32),
    })
}

impl Osc {
    /// The bytes of a bundle that is to be heard so long after the year 1970.
    pub fn bundle(&self, heard: Duration) -> Vec<u8> {
        let named = |(name, part): &(&'static str, Part)| {
            let value = match part {
                Part::Number(number) => OscType::Float(*number),
                Part::Word(word) => OscType::String(word.clone()),
            };
            [OscType::String((*name).to_owned()), value]
        };
        let args = self.values.iter().flat_map(named).collect();
        let message = OscPacket::Message(OscMessage { addr: ADDRESS.to_owned(), args });
        let bundle = OscBundle { timetag: timetag(heard), content: vec![message] };
        // Only what has no place in OSC could not be written, and none of that is said.
        encoder::encode(&OscPacket::Bundle(bundle)).unwrap_or_default()
    }
}

/// The moment as NTP has it: seconds from 1900, and 2^32 parts of one.
fn timetag(heard: Duration) -> OscTime {
    let fractional = (u64::from(heard.subsec_nanos()) << 32) / 1_000_000_000;
    OscTime { seconds: (heard.as_secs() + EPOCH) as u32, fractional: fractional as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_becomes_names_and_values_with_its_moment() {
        let controls: Controls = [
            (Control::S, Value::List([Value::text("bd"), Value::Number(3.0)].into())),
            (Control::Gain, Value::Number(0.5)),
            (Control::Note, Value::text("c5")),
            (Control::Oscport, Value::Number(6010.0)),
        ]
        .into_iter()
        .collect();
        let moment = Moment { note: Some(72.0), cycle: 2.5, lasts: 0.25, cps: 0.5 };
        let said = of(&controls, &moment);
        assert_eq!((said.host.as_str(), said.port), (HOST, 6010));
        let bytes = said.bundle(Duration::new(1, 500_000_000));
        let (_, packet) = rosc::decoder::decode_udp(&bytes).unwrap();
        let OscPacket::Bundle(bundle) = packet else { panic!("no bundle") };
        assert_eq!((bundle.timetag.seconds, bundle.timetag.fractional), (2_208_988_801, 1 << 31));
        let [OscPacket::Message(message)] = &bundle.content[..] else { panic!("one message") };
        assert_eq!(message.addr, "/dirt/play");
        let text = |word: &str| OscType::String(word.to_owned());
        let expected = [
            [text("cps"), OscType::Float(0.5)],
            [text("cycle"), OscType::Float(2.5)],
            [text("delta"), OscType::Float(0.5)],
            [text("midinote"), OscType::Float(72.0)],
            [text("s"), text("bd")],
            [text("n"), OscType::Float(3.0)],
            [text("gain"), OscType::Float(0.5)],
        ];
        assert_eq!(message.args, expected.concat());
    }
}
