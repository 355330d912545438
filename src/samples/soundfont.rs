//! Reads SoundFont 2 files: their presets as instruments, and single samples out of them.
//!
//! Key and velocity ranges, tuning, loops, envelopes, filters, panning and attenuation of zones are
//! kept. Modulators, LFOs and the layers of a preset beyond the first are left out: a note is one recording,
//! in one channel or two.

mod gm;
mod zones;

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::path::Path;

use super::zone::Instrument;

/// Bytes of tables that are read: a file of all of General MIDI has one million.
const MOST_TABLES: u64 = 64 << 20;
/// Chunks that are looked at: a file has some twenty.
const MOST_CHUNKS: usize = 10_000;
/// Frames of one sample that are read.
const MOST_FRAMES: u32 = 48_000 * 300;
/// Rates in hertz that are believed.
const RATES: std::ops::RangeInclusive<u32> = 400..=192_000;

/// A preset.
#[derive(Debug)]
pub(super) struct Preset {
    /// Its name as the file has it.
    pub(super) name: String,
    /// Its name in General MIDI, if the file follows that.
    pub(super) alias: Option<&'static str>,
    pub(super) instrument: Instrument,
}

/// One sample at its own rate.
pub(super) struct Recording {
    pub(super) channels: Vec<Vec<f32>>,
    pub(super) rate: u32,
}

/// A row of the table of samples.
#[derive(Clone, Copy, Debug)]
struct Header {
    start: u32,
    end: u32,
    loop_start: u32,
    loop_end: u32,
    rate: u32,
    key: u8,
    cents: i8,
    link: u16,
    kind: u16,
}

/// The parts of a file.
struct Tables {
    /// Where the sound begins, and how many bytes it has.
    sound: (u64, u64),
    presets: Vec<u8>,
    preset_bags: Vec<u8>,
    preset_words: Vec<u8>,
    instruments: Vec<u8>,
    bags: Vec<u8>,
    words: Vec<u8>,
    headers: Vec<u8>,
}

/// Whether the name of a file says that it is one.
pub(super) fn is_font(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("sf2"))
}

/// The presets of a file, by bank and number.
pub(super) fn presets(path: &Path) -> Result<Vec<Preset>> {
    let tables = Tables::read(&mut File::open(path)?)?;
    let mut presets = zones::presets(&tables, path)?;
    if presets.is_empty() {
        return Err(damaged("it has no presets"));
    }
    presets.sort_by_key(|preset| (preset.bank, preset.program));
    let programs = presets.iter().filter(|preset| preset.bank == 0).count();
    let is_general = programs >= gm::ENOUGH;
    let named = |preset: zones::Found| Preset {
        alias: gm::name(preset.bank, preset.program).filter(|_| is_general),
        name: preset.name,
        instrument: preset.instrument,
    };
    Ok(presets.into_iter().map(named).collect())
}

/// The samples of these numbers, one for each channel.
pub(super) fn read(path: &Path, numbers: &[u16]) -> Result<Recording> {
    let mut file = File::open(path)?;
    let tables = Tables::read(&mut file)?;
    let mut recording = Recording { channels: Vec::new(), rate: 0 };
    for number in numbers {
        let header = tables.header(*number).ok_or_else(|| damaged("it has no such sample"))?;
        recording.rate = header.rate;
        recording.channels.push(tables.sample(&mut file, header)?);
    }
    let frames = recording.channels.iter().map(Vec::len).max().unwrap_or(0);
    recording.channels.iter_mut().for_each(|channel| channel.resize(frames, 0.0));
    Ok(recording)
}

impl Tables {
    fn read(file: &mut File) -> Result<Tables> {
        let whole = file.metadata()?.len();
        let mut head = [0; 12];
        file.read_exact(&mut head)?;
        if &head[..4] != b"RIFF" || &head[8..] != b"sfbk" {
            return Err(damaged("it is no SoundFont 2 file"));
        }
        let mut tables = Tables {
            sound: (0, 0),
            presets: Vec::new(),
            preset_bags: Vec::new(),
            preset_words: Vec::new(),
            instruments: Vec::new(),
            bags: Vec::new(),
            words: Vec::new(),
            headers: Vec::new(),
        };
        let mut at = 12;
        for _ in 0..MOST_CHUNKS {
            if at + 8 > whole {
                break;
            }
            let mut chunk = [0; 8];
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut chunk)?;
            let length = u64::from(long(&chunk, 4));
            // Part of a table would play part of the instruments, and nobody would know why.
            if length > whole - at - 8 {
                return Err(damaged("it is cut short; copy it once more"));
            }
            // A list is entered: what is inside it follows at once.
            if &chunk[..4] == b"LIST" {
                at += 12;
                continue;
            }
            tables.take(file, &chunk[..4], at + 8, length)?;
            at += 8 + length + length % 2;
        }
        if tables.sound.1 == 0 || tables.headers.is_empty() {
            return Err(damaged("it ends before its tables"));
        }
        Ok(tables)
    }

    fn take(&mut self, file: &mut File, name: &[u8], at: u64, length: u64) -> Result<()> {
        let table = match name {
            b"smpl" => {
                self.sound = (at, length);
                return Ok(());
            }
            b"phdr" => &mut self.presets,
            b"pbag" => &mut self.preset_bags,
            b"pgen" => &mut self.preset_words,
            b"inst" => &mut self.instruments,
            b"ibag" => &mut self.bags,
            b"igen" => &mut self.words,
            b"shdr" => &mut self.headers,
            _ => return Ok(()),
        };
        if length > MOST_TABLES {
            return Err(damaged("its tables are too large"));
        }
        table.clear();
        file.take(length).read_to_end(table)?;
        Ok(())
    }

    /// A sample's row; none if it makes no sense. The last row ends the table.
    fn header(&self, number: u16) -> Option<Header> {
        let row = self.headers.chunks_exact(46).nth(usize::from(number))?;
        let header = Header {
            start: long(row, 20),
            end: long(row, 24),
            loop_start: long(row, 28),
            loop_end: long(row, 32),
            rate: long(row, 36),
            key: row[40],
            cents: row[41] as i8,
            link: short(row, 42),
            kind: short(row, 44),
        };
        // Samples in the memory of a sound card, as the first bit says, are not in the file; those that
        // the other one marks are compressed, which only files of another kind may be.
        let inside = header.kind & 0x8010 == 0 && u64::from(header.end) * 2 <= self.sound.1;
        let sound = header.start < header.end && header.end - header.start <= MOST_FRAMES;
        (inside && sound && RATES.contains(&header.rate)).then_some(header)
    }

    fn sample(&self, file: &mut File, header: Header) -> Result<Vec<f32>> {
        let mut bytes = vec![0; 2 * (header.end - header.start) as usize];
        file.seek(SeekFrom::Start(self.sound.0 + 2 * u64::from(header.start)))?;
        file.read_exact(&mut bytes)?;
        let frame = |pair: &[u8]| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0;
        Ok(bytes.chunks_exact(2).map(frame).collect())
    }
}

fn damaged(reason: &str) -> Error {
    Error::new(ErrorKind::InvalidData, reason)
}

fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
