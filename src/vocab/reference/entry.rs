//! One entry of the reference: a function, a control or a sound as people read about it.
//!
//! Which entries there are, and in which order, is decided by those who list them.

use std::fmt::Write;

use crate::control::{Control, ControlGroup, Unit};
use crate::sound::class::measured;
use crate::sound::shots::{self, Shot, ShotGroup};
use crate::sound::{MachineInfo, Sound, SoundInfo};
use crate::vocab::library::LibraryFunction;
use crate::vocab::session::Command;
use crate::vocab::{Function, Group, Kind, Param};

/// Where the reference lists something.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Section {
    /// Functions of a group.
    Functions(Group),
    /// Controls of a group.
    Controls(ControlGroup),
    /// Built-in sounds.
    Sounds,
    /// Functions of the libraries inside the program.
    Library,
}

impl Section {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Section::Functions(group) => match group {
                Group::Create => "Making patterns",
                Group::Signal => "Signals",
                Group::Time => "Time",
                Group::Structure => "Structure",
                Group::Combine => "Combining",
                Group::Change => "Changing now and then",
                Group::Random => "Chance",
                Group::Pick => "Picking",
                Group::Sample => "Cutting samples",
                Group::Harmony => "Harmony",
                Group::Sound => "Sound",
                Group::Session => "The session",
            },
            Section::Controls(group) => match group {
                ControlGroup::Source => "Controls: source",
                ControlGroup::Pitch => "Controls: pitch",
                ControlGroup::Amplitude => "Controls: loudness and place",
                ControlGroup::Envelope => "Controls: envelope",
                ControlGroup::Filter => "Controls: filters",
                ControlGroup::Fm => "Controls: frequency modulation",
                ControlGroup::Wavetable => "Controls: wavetables",
                ControlGroup::Sample => "Controls: samples",
                ControlGroup::Distortion => "Controls: distortion",
                ControlGroup::Modulation => "Controls: phaser and chorus",
                ControlGroup::Delay => "Controls: echo",
                ControlGroup::Reverb => "Controls: reverb",
                ControlGroup::Dynamics => "Controls: dynamics",
                ControlGroup::Mix => "Controls: the mix of a bus",
                ControlGroup::Routing => "Controls: routing",
                ControlGroup::Harmony => "Controls: harmony",
                ControlGroup::Midi => "Controls: MIDI and OSC",
                ControlGroup::Display => "Controls: display",
                ControlGroup::External => "Controls for other programs",
            },
            Section::Sounds => "Sounds",
            Section::Library => "The library",
        }
    }
}

/// The values that a control takes.
#[derive(Clone, PartialEq, Debug)]
pub enum Limits {
    /// Any word, or one of some.
    Words {
        /// Which, if not any.
        known: &'static [&'static str],
        /// What holds while it is not set.
        default: Option<&'static str>,
    },
    /// Numbers.
    Range {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
        /// What holds while it is not set.
        default: f64,
        /// What they are measured in.
        unit: Unit,
    },
}

/// A function, a control or a sound.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Its other names where it is shown by one of those; else empty.
    also: Vec<&'static str>,
    /// Where it is listed.
    pub section: Section,
    /// How it is written: `p.fast(factor)`.
    pub call: String,
    /// What it does, in one sentence.
    pub summary: String,
    /// What its arguments are and what else is to be known, one line each.
    pub params: Vec<String>,
    /// The values of a control.
    pub limits: Option<Limits>,
    /// How loud a built-in sound is: the short-term loudness of one note or stroke at `gain(1)`, in LUFS.
    pub loudness: Option<f32>,
    /// Controls that the further values of a list set.
    pub list: Vec<&'static str>,
    /// A line to try.
    pub example: String,
}

impl Entry {
    /// The entry of a function.
    pub fn of_function(function: &Function) -> Entry {
        let params: Vec<String> = function.params.iter().map(written).collect();
        let before = if function.method { "p." } else { "" };
        let call = match (function.group, params.is_empty()) {
            (Group::Signal, true) => function.name.to_owned(),
            _ => format!("{before}{}({})", function.name, params.join(", ")),
        };
        let notes = function.notes.iter().map(|note| (*note).to_owned());
        let params = function.params.iter().map(described).chain(alignments(function));
        Entry {
            name: function.name,
            aliases: function.aliases,
            also: Vec::new(),
            section: Section::Functions(function.group),
            call,
            summary: function.summary.to_owned(),
            params: params.chain(notes).collect(),
            loudness: None,
            limits: None,
            list: Vec::new(),
            example: function.example.to_owned(),
        }
    }

    /// The entry of a function of the session.
    pub fn of_command(command: &Command) -> Entry {
        let call = match command.call {
            "" => format!("p.{}()", command.name),
            call => call.to_owned(),
        };
        Entry {
            name: command.name,
            aliases: command.aliases,
            also: Vec::new(),
            section: Section::Functions(Group::Session),
            call,
            summary: command.summary.to_owned(),
            params: Vec::new(),
            loudness: None,
            limits: None,
            list: Vec::new(),
            example: command.example.to_owned(),
        }
    }

    /// The entry of a control.
    pub fn of_control(control: Control) -> Entry {
        let info = control.info();
        let limits = match (info.unit, control.words()) {
            (Unit::Name, known) => Limits::Words { known, default: control.word_if_unset() },
            _ => Limits::Range {
                min: info.min,
                max: info.max,
                default: info.default,
                unit: info.unit,
            },
        };
        Entry {
            name: info.name,
            aliases: info.aliases,
            also: Vec::new(),
            section: Section::Controls(info.group),
            call: format!("p.{}(value)", info.name),
            summary: info.doc.to_owned(),
            params: Vec::new(),
            loudness: None,
            limits: Some(limits),
            list: info.list.iter().map(|control| control.info().name).collect(),
            example: example_of(control),
        }
    }

    /// The entry of a built-in sound.
    pub fn of_sound(row: &'static SoundInfo) -> Entry {
        let name = row.name;
        let example = match row.sound {
            Sound::Struck(what) if what.rings_on() => {
                format!(r#"note("c4 eb4 g4 c5").s("{name}")"#)
            }
            Sound::Struck(_) | Sound::Held(_) | Sound::Many(_) => {
                format!(r#"note("c3 eb3 g3 c4").s("{name}").room(0.3)"#)
            }
            Sound::Table(_) | Sound::Cycles(_) => {
                format!(r#"note("c2 eb2 g2 c3").s("{name}").wt("0 0.3 0.6 1")"#)
            }
            Sound::Oscillator(_) | Sound::Supersaw => {
                format!(r#"note("c2 eb2 g2 c3").s("{name}").decay(0.3).sustain(0.2)"#)
            }
            Sound::Noise(_) => format!(r#"s("{name}*8").decay(0.1).sustain(0)"#),
            Sound::Drum(_) | Sound::Sample(_) => format!(r#"s("{name}*4")"#),
        };
        Entry {
            name,
            aliases: row.aliases,
            also: Vec::new(),
            section: Section::Sounds,
            call: format!(r#"s("{name}")"#),
            summary: format!("A built-in sound: {}.", row.doc),
            params: Vec::new(),
            loudness: measured(name),
            limits: None,
            list: Vec::new(),
            example,
        }
    }

    /// The entry of recordings that are inside the program, under one name.
    pub fn of_shots(group: &'static ShotGroup) -> Entry {
        let name = group.name;
        let names: Vec<&str> = shots::recorded(name).iter().map(|shot| shot.name).collect();
        let count = names.len();
        Entry {
            name,
            aliases: group.aliases,
            also: Vec::new(),
            section: Section::Sounds,
            call: format!(r#"s("{name}:0")"#),
            summary: format!("{count} built-in recordings: {}; `:` or `n` chooses.", group.doc),
            params: vec![format!("they are, from 0: {}", names.join(", "))],
            loudness: None,
            limits: None,
            list: Vec::new(),
            example: format!(r#"s("{name}:0 {name}:1 {name}:2 {name}:3")"#),
        }
    }

    /// The entry of one of them.
    pub fn of_shot(shot: &'static Shot) -> Entry {
        let (group, rest) = shot.name.split_once('_').unwrap_or((shot.name, ""));
        let words = rest.replace('_', " ");
        Entry {
            name: shot.name,
            aliases: &[],
            also: Vec::new(),
            section: Section::Sounds,
            call: format!(r#"s("{}")"#, shot.name),
            summary: format!("A built-in recording: {group}, {words}."),
            params: Vec::new(),
            loudness: measured(shot.name),
            limits: None,
            list: Vec::new(),
            example: format!(r#"s("{}*4")"#, shot.name),
        }
    }

    /// The entry of a drum machine.
    pub fn of_machine(row: &'static MachineInfo) -> Entry {
        Entry {
            name: row.name,
            aliases: row.aliases,
            also: Vec::new(),
            section: Section::Sounds,
            call: format!(r#"bank("{}")"#, row.name),
            summary: format!("A drum machine: {}.", row.doc),
            params: Vec::new(),
            loudness: None,
            limits: None,
            list: Vec::new(),
            example: format!(r#"s("bd sd hh*2 cp").bank("{}")"#, row.name),
        }
    }

    /// The entry of a function of a library.
    pub fn of_library(function: LibraryFunction) -> Entry {
        Entry {
            name: function.name,
            aliases: &[],
            also: Vec::new(),
            section: Section::Library,
            call: function.call,
            summary: function.summary,
            params: vec![format!("from {}.rhai, which needs no import", function.library)],
            loudness: None,
            limits: None,
            list: Vec::new(),
            example: function.example.to_owned(),
        }
    }

    /// Its name and its other names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// The same as it reads for somebody who uses another of its names.
    #[must_use]
    pub(super) fn called(&self, alias: &str) -> Entry {
        let mut entry = self.clone();
        let Some(asked) = self.aliases.iter().find(|name| **name == alias) else { return entry };
        // A sound's name is what stands in quotes; a numbered track is written as its page says.
        if matches!(self.section, Section::Sounds | Section::Functions(Group::Session)) {
            return entry;
        }
        let renamed = |text: &str| {
            let text = text.replace(&format!(".{}(", self.name), &format!(".{asked}("));
            if text.starts_with(self.name) { text.replacen(self.name, asked, 1) } else { text }
        };
        (entry.call, entry.example) = (renamed(&self.call), renamed(&self.example));
        entry.name = asked;
        entry.also = std::iter::once(self.name)
            .chain(self.aliases.iter().copied().filter(|name| name != asked))
            .collect();
        entry
    }

    /// Its page, as plain text for a terminal.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n\n  {}\n", self.call, self.summary);
        for line in self.details() {
            let _ = writeln!(text, "  {line}");
        }
        let _ = write!(text, "\n  try: {}\n", self.example.replace('\n', "\n       "));
        text
    }

    /// What is to be said after the sentence: other names, parameters, values, lists.
    pub(super) fn details(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let also = if self.also.is_empty() { self.aliases } else { &self.also[..] };
        if !also.is_empty() {
            lines.push(format!("also: {}", also.join(", ")));
        }
        lines.extend(self.params.iter().cloned());
        match &self.limits {
            Some(Limits::Words { known: [], .. }) => lines.push("values: words".into()),
            Some(Limits::Words { known, default }) => {
                let default = default.unwrap_or("none");
                lines.push(format!("values: {}; {default} if not set", known.join(", ")));
            }
            Some(Limits::Range { min, max, default, unit }) => {
                let unit = match unit {
                    // Of a send, 1 is all of it.
                    Unit::Amp if *default != 1.0 => "",
                    unit => unit_name(*unit),
                };
                lines.push(format!("values: {min} to {max}{unit}, {default} if not set"));
            }
            None => {}
        }
        lines.extend(self.loudness.map(|loudness| {
            format!("loudness: {loudness:.1} LUFS short-term, one note or stroke at gain(1)")
        }));
        if !self.list.is_empty() {
            lines.push(format!(
                "a list such as \"a:b\" sets {}, then {}",
                self.name,
                self.list.join(", ")
            ));
        }
        lines
    }
}

/// A line about the ways to align an operation, if the function is one.
fn alignments(function: &Function) -> Option<String> {
    let is_way =
        |name: &str| name.strip_prefix(function.name).is_some_and(|rest| rest.starts_with('.'));
    let ways: Vec<&str> = crate::vocab::functions()
        .filter(|other| other.group == function.group && is_way(other.name))
        .map(|other| other.name)
        .collect();
    let list = ways.join(", ");
    (!ways.is_empty()).then(|| format!("structure from elsewhere than the left: {list}"))
}

fn written(param: &Param) -> String {
    let many = if param.many { ", .." } else { "" };
    let optional = if param.optional { "?" } else { "" };
    format!("{}{optional}{many}", param.name)
}

fn described(param: &Param) -> String {
    let kind = match param.kind {
        Kind::Pattern => "a pattern, or what can become one",
        Kind::Number => "a number, or a pattern of numbers",
        Kind::Time => "a length or factor in exact time, or a pattern of them",
        Kind::Word => "a word, or a pattern of words",
        Kind::Change => "a function from pattern to pattern: |p| p.rev()",
        Kind::List => "a list of patterns, or a map of them",
        Kind::ValueFunction => "a function of a value",
    };
    let optional = if param.optional { "; may be left out" } else { "" };
    let many = if param.many { "; any number of them" } else { "" };
    let most = param.most.map_or_else(String::new, |most| format!(", at most {most}"));
    format!("{}: {kind}{most}{optional}{many}", param.name)
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Name | Unit::Ratio | Unit::Factor | Unit::Count | Unit::Number => "",
        Unit::Note => " (60 is c4), or a note name",
        Unit::Amp => " (1 changes nothing)",
        Unit::Hertz => " hertz",
        Unit::Seconds => " seconds",
        Unit::Cycles => " cycles",
        Unit::Semitones => " semitones",
        Unit::Octaves => " octaves",
        Unit::Decibels => " decibels",
        Unit::Switch => " (no or yes)",
    }
}

/// A line that lets two values of the control be heard in turn.
fn example_of(control: Control) -> String {
    use Control::{
        ActiveLabel, Anchor, Bank, Chord, Color, Dictionary, Label, Mode, Note, Offset, S, Tag,
    };
    let name = control.info().name;
    match control {
        S => r#"s("bd sd:1 hh:0:0.5")"#.into(),
        Note => r#"note("c3 eb3 [g3 bb3]").s("saw")"#.into(),
        Bank => r#"s("bd sd").bank("909")"#.into(),
        Chord => r#"chord("<C Am F G7>").voicing()"#.into(),
        Dictionary => r#"chord("<C^7 A7>").dictionary("lefthand").voicing()"#.into(),
        Anchor => r#"chord("<C Am>").anchor("<c5 g4>").voicing()"#.into(),
        Mode => r#"chord("<C Am>").mode("<below root>").voicing()"#.into(),
        Offset => r#"chord("C^7").offset("<0 1 2>").voicing()"#.into(),
        Tag => r#"s("bd*4").tag("a b").filter(|v| v.tag == "a")"#.into(),
        Color | Label | ActiveLabel => format!(r#"s("bd*4").{name}("<red blue>")"#),
        _ => {
            let source = match control.info().group {
                ControlGroup::Sample => r#"s("bd*4")"#,
                ControlGroup::Midi => r#"note("c3*4")"#,
                _ => r#"note("c2 eb2 g2 c3").s("saw")"#,
            };
            format!(r#"{source}.{name}("<{}>")"#, two_values(control))
        }
    }
}

fn two_values(control: Control) -> String {
    let info = control.info();
    if let [first, second, ..] = control.words() {
        return format!("{first} {second}");
    }
    let pair = match info.unit {
        Unit::Name => return "a b".into(),
        Unit::Note => [60.0, 67.0],
        Unit::Amp => [0.5, 1.0],
        Unit::Hertz if info.max > 1000.0 => [400.0, 2000.0],
        Unit::Hertz => [2.0, 6.0],
        Unit::Seconds => [0.05, 0.3],
        Unit::Cycles => [0.125, 0.25],
        Unit::Ratio => [0.2, 0.8],
        Unit::Semitones | Unit::Octaves => [1.0, 2.0],
        Unit::Decibels => [-20.0, -10.0],
        Unit::Factor => [1.0, 2.0],
        Unit::Count => [1.0, 4.0],
        Unit::Switch => [0.0, 1.0],
        Unit::Number => [0.0, 1.0],
    };
    pair.map(|value: f64| value.clamp(info.min, info.max).to_string()).join(" ")
}
