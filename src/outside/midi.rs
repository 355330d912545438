//! An event in the bytes of MIDI: a note, and what is sent before it.
//!
//! Names and ranges are those of Strudel's documentation; it opens no port.

use super::message::{Moment, as_number, number};
use crate::control::Control;
use crate::pattern::{Controls, Value};

/// How hard a key is struck if the event does not say.
const VELOCITY: f64 = 0.9;
/// The channel on which General MIDI has its drums, counted from 0.
const DRUMS: u8 = 9;

/// The keys of General MIDI that drums of the kit have; names as the kit has them.
#[rustfmt::skip]
const KEYS: &[(&str, u8)] = &[
    ("bd", 36), ("rim", 37), ("sd", 38), ("cp", 39), ("lt", 41), ("hh", 42), ("oh", 46), ("mt", 47), ("cr", 49),
    ("ht", 50), ("rd", 51), ("tb", 54), ("cb", 56), ("vibraslap", 58), ("cabasa", 69), ("maracas", 70), ("sh", 82),
    ("whistle", 71), ("guiro", 73), ("clave", 75), ("click", 33), ("snap", 31),
];

/// What an event says by MIDI.
#[derive(Clone, PartialEq, Debug)]
pub struct Midi {
    /// The port's name as the script has it; empty means any.
    pub port: String,
    /// The channel, from 0.
    pub channel: u8,
    /// What is sent when it begins, before its note.
    pub before: Vec<Vec<u8>>,
    /// The key, and how hard it is struck; none if it has no note.
    pub key: Option<(u8, u8)>,
}

impl Midi {
    /// The message by which its note begins.
    pub fn on(&self) -> Option<[u8; 3]> {
        self.key.map(|(key, velocity)| [0x90 | self.channel, key, velocity])
    }
}

/// The message by which a note ends.
pub(super) fn off(channel: u8, key: u8) -> [u8; 3] {
    [0x80 | channel, key, 0]
}

/// What silences a channel: all sound off, and all notes off.
pub(super) fn silence(channel: u8) -> [[u8; 3]; 2] {
    [[0xb0 | channel, 120, 0], [0xb0 | channel, 123, 0]]
}

/// What an event says to a port.
pub(super) fn of(port: &Value, controls: &Controls, moment: &Moment) -> Midi {
    let drum = moment.note.is_none().then(|| drum(controls)).flatten();
    let otherwise = if drum.is_some() { DRUMS } else { 0 };
    let channel = number(controls, Control::Midichan)
        .map_or(otherwise, |channel| channel.clamp(1.0, 16.0) as u8 - 1);
    let loudness = number(controls, Control::Velocity).unwrap_or(VELOCITY)
        * number(controls, Control::Gain).unwrap_or(1.0);
    let velocity = seven(loudness).max(1);
    let played = moment.note.map(libm::round).filter(|note| (0.0..128.0).contains(note));
    let key = played.map(|note| note as u8).or(drum).map(|key| (key, velocity));
    let mut before = Vec::new();
    program(controls, channel, &mut before);
    controllers(controls, channel, &mut before);
    touches(controls, channel, key, &mut before);
    system(controls, channel, &mut before);
    let port = match port {
        Value::Text(name) => name.as_str().trim().to_owned(),
        Value::Bool(_) => String::new(),
        other => other.to_string(),
    };
    Midi { port, channel, before, key }
}

/// The key of a drum that has no note of its own.
fn drum(controls: &Controls) -> Option<u8> {
    let word = match controls.get(Control::S)? {
        Value::List(list) => list.first()?.to_string(),
        other => other.to_string(),
    };
    let sound = crate::sound::named(&word)?;
    KEYS.iter().find(|(name, _)| crate::sound::named(name) == Some(sound)).map(|(_, key)| *key)
}

/// 0 to 1 in seven bits.
fn seven(part: f64) -> u8 {
    libm::round(part * 127.0).clamp(0.0, 127.0) as u8
}

/// A whole number in seven bits.
fn byte(number: f64) -> u8 {
    libm::round(number).clamp(0.0, 127.0) as u8
}

/// A whole number in two times seven bits, the upper ones first.
fn fourteen(number: f64) -> [u8; 2] {
    let number = libm::round(number).clamp(0.0, 16_383.0) as u16;
    [(number >> 7) as u8, (number & 0x7f) as u8]
}

fn program(controls: &Controls, channel: u8, out: &mut Vec<Vec<u8>>) {
    if let Some(program) = number(controls, Control::ProgNum) {
        out.push(vec![0xc0 | channel, byte(program)]);
    }
}

fn controllers(controls: &Controls, channel: u8, out: &mut Vec<Vec<u8>>) {
    let mut send = |which: u8, value: u8| out.push(vec![0xb0 | channel, which, value]);
    let which = number(controls, Control::Ccn).or_else(|| number(controls, Control::CtlNum));
    let value = number(controls, Control::Ccv).map(seven);
    let value = value.or_else(|| number(controls, Control::Cc).map(byte));
    if let (Some(which), Some(value)) = (which, value) {
        send(byte(which), value);
    }
    if let Some(Value::List(pair)) = controls.get(Control::Control)
        && let [which, value, ..] = pair.as_ref()
        && let (Some(which), Some(value)) = (as_number(which), as_number(value))
    {
        send(byte(which), seven(value));
    }
    let pedals = [(Control::Modwheel, 1), (Control::Expression, 11), (Control::Sustainpedal, 64)];
    for (control, which) in pedals {
        if let Some(value) = number(controls, control) {
            send(which, seven(value));
        }
    }
    let which = number(controls, Control::Nrpnn).or_else(|| number(controls, Control::Nrpn));
    let value = number(controls, Control::Nrpv).or_else(|| number(controls, Control::Nrpnv));
    if let (Some(which), Some(value)) = (which.map(fourteen), value.map(fourteen)) {
        send(99, which[0]);
        send(98, which[1]);
        send(6, value[0]);
        send(38, value[1]);
    }
}

fn touches(controls: &Controls, channel: u8, key: Option<(u8, u8)>, out: &mut Vec<Vec<u8>>) {
    if let Some(bend) = number(controls, Control::Midibend) {
        let [upper, lower] = fourteen((bend + 1.0) * 8192.0);
        out.push(vec![0xe0 | channel, lower, upper]);
    }
    if let Some(touch) = number(controls, Control::Miditouch) {
        out.push(vec![0xd0 | channel, seven(touch)]);
    }
    if let (Some(touch), Some((key, _))) = (number(controls, Control::PolyTouch), key) {
        out.push(vec![0xa0 | channel, key, seven(touch)]);
    }
}

fn system(controls: &Controls, channel: u8, out: &mut Vec<Vec<u8>>) {
    if let Some(command) = controls.get(Control::Midicmd) {
        out.extend(command_of(command, channel));
    }
    if let Some(position) = number(controls, Control::SongPtr) {
        let [upper, lower] = fourteen(position);
        out.push(vec![0xf2, lower, upper]);
    }
    let mut own = Vec::new();
    if let Some(bytes) = controls.get(Control::Sysex) {
        bytes_of(bytes, &mut own);
    } else if let Some(data) = controls.get(Control::Sysexdata) {
        controls.get(Control::Sysexid).into_iter().for_each(|id| bytes_of(id, &mut own));
        bytes_of(data, &mut own);
    }
    if !own.is_empty() {
        own.insert(0, 0xf0);
        own.push(0xf7);
        out.push(own);
    }
}

/// `clock`, `start`, `continue`, `stop`, `reset`; or a list such as `cc:74:0.5` and `progNum:5`.
fn command_of(command: &Value, channel: u8) -> Option<Vec<u8>> {
    let (word, values) = match command {
        Value::List(list) => (list.first()?.to_string(), &list[1..]),
        other => (other.to_string(), &[][..]),
    };
    let value = |i: usize| values.get(i).and_then(as_number);
    Some(match word.to_lowercase().as_str() {
        "clock" | "tick" => vec![0xf8],
        "start" => vec![0xfa],
        "continue" => vec![0xfb],
        "stop" => vec![0xfc],
        "reset" => vec![0xff],
        "cc" => vec![0xb0 | channel, byte(value(0)?), seven(value(1)?)],
        "prognum" => vec![0xc0 | channel, byte(value(0)?)],
        _ => return None,
    })
}

/// All numbers of a value, each as a byte that a system message may hold.
fn bytes_of(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::List(list) => list.iter().for_each(|part| bytes_of(part, out)),
        one => out.extend(as_number(one).map(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(values: &[(Control, Value)], note: Option<f64>) -> Midi {
        let controls: Controls = values.iter().cloned().collect();
        let moment = Moment { note, cycle: 0.0, lasts: 1.0, cps: 0.5 };
        of(&Value::text("x"), &controls, &moment)
    }

    fn list(values: &[Value]) -> Value {
        Value::List(values.into())
    }

    #[test]
    fn a_note_is_struck_as_hard_as_velocity_and_gain_say() {
        use Control::{Gain, Midichan, Velocity};
        let plain = said(&[], Some(60.0));
        assert_eq!(plain.on(), Some([0x90, 60, 114]), "0.9 of 127 if nothing is said");
        let softer = [(Velocity, Value::Number(0.5)), (Gain, Value::Number(0.5))];
        assert_eq!(said(&softer, Some(60.4)).on(), Some([0x90, 60, 32]));
        let loud = [(Gain, Value::Number(9.0)), (Midichan, Value::Number(16.0))];
        assert_eq!(said(&loud, Some(127.0)).on(), Some([0x9f, 127, 127]));
        assert_eq!(said(&[(Gain, Value::Number(0.0))], Some(1.0)).on(), Some([0x90, 1, 1]));
        assert_eq!([said(&[], Some(128.0)).on(), said(&[], Some(-1.0)).on()], [None, None]);
    }

    #[test]
    fn a_drum_without_a_note_has_the_key_of_general_midi() {
        let drum = |name: &str| said(&[(Control::S, Value::text(name))], None).on();
        assert_eq!(drum("bd"), Some([0x99, 36, 114]));
        assert_eq!(drum("kick"), drum("bd"), "by any of its names");
        assert_eq!(drum("sawtooth"), None);
        assert_eq!(
            said(&[(Control::S, Value::text("bd"))], Some(50.0)).on(),
            Some([0x90, 50, 114])
        );
    }

    #[test]
    fn everything_beside_notes_is_sent_before_them() {
        let number = Value::Number;
        type Case<'a> = (&'a [(Control, Value)], &'a [&'a [u8]]);
        let cases: &[Case<'_>] = &[
            (&[(Control::ProgNum, number(5.0))], &[&[0xc0, 5]]),
            (&[(Control::Ccn, number(74.0)), (Control::Ccv, number(0.5))], &[&[0xb0, 74, 64]]),
            (&[(Control::Ccv, number(0.5))], &[]),
            (&[(Control::Control, list(&[number(7.0), number(1.0)]))], &[&[0xb0, 7, 127]]),
            (
                &[(Control::Nrpnn, number(129.0)), (Control::Nrpv, number(16_383.0))],
                &[&[0xb0, 99, 1], &[0xb0, 98, 1], &[0xb0, 6, 127], &[0xb0, 38, 127]],
            ),
            (&[(Control::Midibend, number(0.0))], &[&[0xe0, 0, 64]]),
            (&[(Control::Midibend, number(-1.0))], &[&[0xe0, 0, 0]]),
            (&[(Control::Midibend, number(1.0))], &[&[0xe0, 127, 127]]),
            (&[(Control::Miditouch, number(1.0))], &[&[0xd0, 127]]),
            (&[(Control::PolyTouch, number(0.5))], &[&[0xa0, 60, 64]]),
            (&[(Control::Midicmd, Value::text("clock"))], &[&[0xf8]]),
            (
                &[(Control::Midicmd, list(&[Value::text("cc"), number(1.0), number(1.0)]))],
                &[&[0xb0, 1, 127]],
            ),
            (
                &[(
                    Control::Sysex,
                    list(&[Value::text("0x43"), list(&[number(1.0), Value::text("0x7f")])]),
                )],
                &[&[0xf0, 0x43, 1, 0x7f, 0xf7]],
            ),
        ];
        for (controls, expected) in cases {
            assert_eq!(said(controls, Some(60.0)).before, *expected, "{controls:?}");
        }
    }
}
