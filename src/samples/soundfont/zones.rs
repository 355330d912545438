//! How the presets of a SoundFont are put together: bags of generators, in presets and in instruments.
//!
//! Numbers of generators and their units are those of the SoundFont 2.04 specification, chapter 8.1.

use std::collections::{HashMap, HashSet};
use std::io::Result;
use std::path::Path;
use std::sync::Arc;

use super::super::address;
use super::super::zone::{Instrument, Part, Zone};
use super::{Header, Tables, damaged, short};
use crate::control::Control;

/// Generators and zones that are looked at in a file, however often its tables point to them.
const MOST_WORK: usize = 8_000_000;
/// Zones of one preset that are kept, and of all presets together: tables may point to the same ones again
/// and again.
const MOST_PARTS: usize = 4096;
const MOST_PARTS_OF_ALL: usize = 1 << 18;
/// Generators from this number on mean nothing.
const END_OF_WORDS: u16 = 61;
/// The bank of drum kits, whose strokes ring out.
const DRUMS: u16 = 128;
/// How much of a fall by 100 dB in a straight line of decibels the amplifier's curve takes, to sound as long.
const CURVE: f64 = 0.35;

/// A preset, with its place in the file.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) bank: u16,
    pub(super) program: u16,
    pub(super) instrument: Instrument,
}

/// Generators that are used here.
mod what {
    pub(super) const START: u16 = 0;
    pub(super) const END: u16 = 1;
    pub(super) const LOOP_START: u16 = 2;
    pub(super) const LOOP_END: u16 = 3;
    pub(super) const LOOP_START_COARSE: u16 = 45;
    pub(super) const LOOP_END_COARSE: u16 = 50;
    pub(super) const START_COARSE: u16 = 4;
    pub(super) const END_COARSE: u16 = 12;
    pub(super) const CUTOFF: u16 = 8;
    pub(super) const RESONANCE: u16 = 9;
    pub(super) const PAN: u16 = 17;
    pub(super) const ATTACK: u16 = 34;
    pub(super) const HOLD: u16 = 35;
    pub(super) const DECAY: u16 = 36;
    pub(super) const SUSTAIN: u16 = 37;
    pub(super) const RELEASE: u16 = 38;
    pub(super) const INSTRUMENT: u16 = 41;
    pub(super) const KEYS: u16 = 43;
    pub(super) const VELOCITIES: u16 = 44;
    pub(super) const ATTENUATION: u16 = 48;
    pub(super) const SEMITONES: u16 = 51;
    pub(super) const CENTS: u16 = 52;
    pub(super) const SAMPLE: u16 = 53;
    pub(super) const MODES: u16 = 54;
    pub(super) const FOLLOWS: u16 = 56;
    pub(super) const CHOKES: u16 = 57;
    pub(super) const ROOT: u16 = 58;
}

/// What a zone says, by generator.
#[derive(Clone, Default)]
struct Words(HashMap<u16, i16>);

impl Words {
    fn get(&self, word: u16) -> Option<i16> {
        self.0.get(&word).copied()
    }

    fn or(&self, word: u16, otherwise: f64) -> f64 {
        self.get(word).map_or(otherwise, f64::from)
    }

    fn range(&self, word: u16) -> [u8; 2] {
        self.get(word).map_or([0, 127], i16::to_le_bytes)
    }

    /// A time in seconds from 1200ths of an octave.
    fn seconds(&self, word: u16) -> f64 {
        libm::exp2(self.or(word, -12_000.0).clamp(-12_000.0, 8_000.0) / 1200.0)
    }

    /// What a preset says is added to what its instrument says; ranges narrow each other.
    fn within(&self, outer: &Words) -> Words {
        let mut words = self.clone();
        for (&word, &value) in &outer.0 {
            match word {
                what::KEYS | what::VELOCITIES => {
                    let ([a, b], [c, d]) = (self.range(word), outer.range(word));
                    words.0.insert(word, i16::from_le_bytes([a.max(c), b.min(d)]));
                }
                // What an instrument leaves out stands at a value of its own, to which is added.
                what::ATTACK | what::HOLD | what::DECAY | what::RELEASE => {
                    let own = self.get(word).unwrap_or(-12_000);
                    words.0.insert(word, own.saturating_add(value));
                }
                what::CUTOFF => {
                    let own = self.get(word).unwrap_or(13_500);
                    words.0.insert(word, own.saturating_add(value));
                }
                what::MODES | what::ROOT | what::CHOKES | what::INSTRUMENT => {}
                _ => {
                    let own = self.get(word).unwrap_or(0);
                    words.0.insert(word, own.saturating_add(value));
                }
            }
        }
        words
    }
}

/// Every preset that has something to play.
///
/// # Errors
/// When the tables ask for more than a file of their size can mean.
pub(super) fn presets(tables: &Tables, path: &Path) -> Result<Vec<Found>> {
    let rows: Vec<&[u8]> = tables.presets.chunks_exact(38).collect();
    let mut work = MOST_WORK;
    let mut left = MOST_PARTS_OF_ALL;
    let preset = |pair: &[&[u8]]| {
        let bank = short(pair[0], 22);
        let bags = short(pair[0], 24)..short(pair[1], 24);
        let mut parts = Vec::new();
        for (preset, instrument) in
            zones(&tables.preset_bags, &tables.preset_words, bags, what::INSTRUMENT, &mut work)
        {
            let layer = instrument_parts(tables, path, instrument, (&preset, bank), &mut work);
            parts.extend(layer.into_iter().take((MOST_PARTS - parts.len()).min(left)));
        }
        left -= parts.len().min(left);
        let instrument = Instrument { parts };
        let found = Found { name: name(pair[0]), bank, program: short(pair[0], 20), instrument };
        (!found.instrument.parts.is_empty()).then_some(found)
    };
    let found = rows.windows(2).filter_map(preset).collect();
    if work == 0 || left == 0 {
        return Err(damaged("its presets have more zones than anybody plays"));
    }
    Ok(found)
}

fn name(row: &[u8]) -> String {
    let letters = row[..20].iter().take_while(|byte| **byte != 0);
    letters.map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { ' ' }).collect()
}

/// The zones of a range of bags, each with what it ends in: an instrument or a sample. The first zone, if it
/// ends in nothing, holds for all others.
fn zones(
    bags: &[u8],
    words: &[u8],
    range: std::ops::Range<u16>,
    last: u16,
    work: &mut usize,
) -> Vec<(Words, u16)> {
    let at = |bag: u16| bags.chunks_exact(4).nth(bag.into()).map(|row| usize::from(short(row, 0)));
    let mut common = Words::default();
    let mut found = Vec::new();
    for bag in range.clone() {
        let (Some(begin), Some(end)) = (at(bag), at(bag + 1)) else { break };
        *work = work.saturating_sub(1 + common.0.len() + end.saturating_sub(begin));
        if *work == 0 {
            break;
        }
        let mut own = common.clone();
        let mut target = None;
        for row in words.chunks_exact(4).take(end).skip(begin) {
            let (word, value) = (short(row, 0), short(row, 2));
            if word == last {
                target = Some(value);
                break;
            }
            if word < END_OF_WORDS {
                own.0.insert(word, value as i16);
            }
        }
        match target {
            Some(target) => found.push((own, target)),
            None if bag == range.start => common = own,
            None => {}
        }
    }
    found
}

/// The recordings of an instrument within a preset's zone. The two sides of one sound become one.
fn instrument_parts(
    tables: &Tables,
    path: &Path,
    instrument: u16,
    (preset, bank): (&Words, u16),
    work: &mut usize,
) -> Vec<Part> {
    let row = |number: usize| tables.instruments.chunks_exact(22).nth(number);
    let place = usize::from(instrument);
    let (Some(this), Some(next)) = (row(place), row(place + 1)) else { return Vec::new() };
    let bags = short(this, 20)..short(next, 20);
    // What the preset says is added to each zone.
    *work = work.saturating_sub(preset.0.len() * bags.len());
    let all: Vec<(Words, u16)> = zones(&tables.bags, &tables.words, bags, what::SAMPLE, work)
        .into_iter()
        .map(|(own, sample)| (own.within(preset), sample))
        .collect();
    let sides: HashSet<(u16, [u8; 2], [u8; 2])> = all
        .iter()
        .map(|(words, sample)| (*sample, words.range(what::KEYS), words.range(what::VELOCITIES)))
        .collect();
    let mut parts = Vec::new();
    for (words, number) in &all {
        let Some(header) = tables.header(*number) else { continue };
        let (keys, velocities) = (words.range(what::KEYS), words.range(what::VELOCITIES));
        if keys[0] > keys[1] || velocities[0] > velocities[1] {
            continue;
        }
        let other = sides.contains(&(header.link, keys, velocities)) && header.link != *number;
        let other =
            other && tables.header(header.link).is_some_and(|other| other.rate == header.rate);
        let numbers = match header.kind {
            // The left side speaks for both.
            4 if other => vec![*number, header.link],
            2 if other => continue,
            _ => vec![*number],
        };
        let zone = Arc::new(zone(words, &header, bank, numbers.len() > 1));
        parts.push(Part { keys, velocities, address: address::font(path, &numbers), zone });
    }
    parts
}

/// How a sample is played, in controls.
fn zone(words: &Words, header: &Header, bank: u16, stereo: bool) -> Zone {
    let frames = f64::from(header.end - header.start);
    let moved = |fine: u16, coarse: u16| words.or(fine, 0.0) + 32_768.0 * words.or(coarse, 0.0);
    let part = |frame: f64| (frame / frames).clamp(0.0, 1.0);
    let mut settings = Vec::new();
    let begin = moved(what::START, what::START_COARSE);
    let end = moved(what::END, what::END_COARSE);
    if begin > 0.0 {
        settings.push((Control::Begin, part(begin)));
    }
    if end < 0.0 {
        settings.push((Control::End, part(frames + end)));
    }
    let place = |at: u32| f64::from(at) - f64::from(header.start);
    let from = place(header.loop_start) + moved(what::LOOP_START, what::LOOP_START_COARSE);
    let to = place(header.loop_end) + moved(what::LOOP_END, what::LOOP_END_COARSE);
    let loops = words.or(what::MODES, 0.0) as u16 & 1 == 1
        && from >= 0.0
        && to - from >= 2.0
        && to <= frames;
    if loops {
        settings.extend([
            (Control::Loop, 1.0),
            (Control::LoopBegin, part(from)),
            (Control::LoopEnd, part(to)),
        ]);
    }
    let quiet = (words.or(what::SUSTAIN, 0.0) / 10.0).clamp(0.0, 100.0);
    let sustain = if quiet >= 96.0 { 0.0 } else { libm::exp10(-quiet / 20.0) };
    settings.extend([
        (Control::Attack, words.seconds(what::ATTACK)),
        (Control::Hold, words.seconds(what::HOLD)),
        (Control::Decay, words.seconds(what::DECAY) * (quiet / 100.0).min(CURVE)),
        (Control::Sustain, sustain),
    ]);
    if bank != DRUMS || loops {
        settings.push((Control::Release, (words.seconds(what::RELEASE) * CURVE).max(0.005)));
    }
    if !stereo {
        settings.push((Control::Pan, (0.5 + words.or(what::PAN, 0.0) / 1000.0).clamp(0.0, 1.0)));
    }
    let cutoff = 8.175_798_9 * libm::exp2(words.or(what::CUTOFF, 13_500.0) / 1200.0);
    if cutoff < 18_000.0 {
        settings.push((Control::Cutoff, cutoff));
        let resonance = words.or(what::RESONANCE, 0.0).clamp(0.0, 400.0) / 10.0;
        settings.push((Control::Resonance, libm::exp10(resonance / 20.0)));
    }
    if let Some(group) = words.get(what::CHOKES).filter(|group| *group > 0) {
        settings.push((Control::Cut, f64::from(group)));
    }
    let key = words.get(what::ROOT).filter(|key| (0..=127).contains(key));
    let key = key.map_or(if header.key > 127 { 60.0 } else { header.key.into() }, f64::from);
    let cents = words.or(what::CENTS, 0.0) + f64::from(header.cents);
    let follows = words.or(what::FOLLOWS, 100.0) >= 50.0;
    Zone {
        root: follows.then_some(key - words.or(what::SEMITONES, 0.0) - cents / 100.0),
        // Synthesisers have always taken two fifths of what the file says.
        gain: libm::exp10(-0.4 * words.or(what::ATTENUATION, 0.0).clamp(0.0, 1440.0) / 200.0),
        settings,
    }
}
