//! Reads one audio file into memory at the engine's rate.
//!
//! The only door to symphonia. Long files are cut, damaged ones keep what could be read; nothing
//! else about the sound is changed, not even its level.

use std::fs::File;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;

use super::address::Address;
use super::resample::resample;
use super::{WAVETABLES, inside, soundfont};
use crate::engine::bank::Sample;

/// The longest recording, in seconds; a longer one is cut, with a warning.
pub const MOST_SECONDS: u32 = 300;
/// The longest recording in frames of its own rate, whatever that is.
const MOST_FRAMES: usize = MOST_SECONDS as usize * 96_000;
/// Rates in hertz that are believed.
const RATES: std::ops::RangeInclusive<u32> = 1_000..=768_000;
/// A cut recording fades out over this part of a second.
const FADE: u32 = 100;

/// Why a recording cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be opened or read.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: Arc<Path>,
        /// What the system said.
        reason: String,
    },
    /// The file has no sound in it.
    #[error("there is no sound in {}", path.display())]
    Empty {
        /// The file.
        path: Arc<Path>,
    },
    /// The file is damaged, or of a kind that cannot be decoded.
    #[error("cannot decode {}: {reason}", path.display())]
    Strange {
        /// The file.
        path: Arc<Path>,
        /// What the decoder said.
        reason: String,
    },
    /// There is no more room for recordings.
    #[error("no room for {}: more than 1 GiB of recordings are loaded", path.display())]
    Full {
        /// The file.
        path: Arc<Path>,
    },
}

impl LoadError {
    /// What to do about it.
    pub fn cure(&self) -> &'static str {
        match self {
            LoadError::Unreadable { .. } => "check that the file is there and may be read",
            LoadError::Empty { .. } => "remove the file, or record it again",
            LoadError::Strange { .. } => "convert it to WAV, with 16 or 24 bits",
            LoadError::Full { .. } => "use shorter recordings, or fewer",
        }
    }
}

/// A recording, and what to tell about it.
pub(super) struct Loaded {
    pub(super) sample: Sample,
    pub(super) warnings: Vec<String>,
}

/// Decodes a file and brings it to `rate` hertz.
pub(super) fn load(path: &Arc<Path>, rate: u32) -> Result<Loaded, LoadError> {
    let mut warnings = Vec::new();
    if let Address::Font(file, numbers) = Address::of(path) {
        // At its own rate, so that a loop keeps its length to the frame, and with it its pitch.
        let soundfont::Recording { channels, rate } =
            soundfont::read(file, &numbers).map_err(|error| LoadError::Strange {
                path: path.clone(),
                reason: error.to_string(),
            })?;
        return Ok(Loaded { sample: Sample { channels, rate }, warnings });
    }
    let mut raw = decode(path, &mut warnings)?;
    raw.mend(path, &mut warnings);
    if is_wavetable(path) {
        let cycles = raw.channels.first().map_or(&[][..], |channel| channel);
        return Ok(Loaded { sample: Sample::cycles(cycles, rate), warnings });
    }
    let mut channels: Vec<_> =
        raw.channels.iter().map(|channel| resample(channel, raw.rate, rate)).collect();
    if let Address::Inside(shot) = Address::of(path) {
        let level = libm::exp10(f64::from(shot.level) / 20.0) as f32;
        channels.iter_mut().flatten().for_each(|sample| *sample *= level);
    }
    Ok(Loaded { sample: Sample { channels, rate }, warnings })
}

/// Whether the name of a file or of its folder says that it holds single cycles.
fn is_wavetable(path: &Path) -> bool {
    let named = |name: Option<&std::ffi::OsStr>| {
        name.is_some_and(|name| name.to_string_lossy().starts_with(WAVETABLES))
    };
    named(path.file_stem()) || named(path.parent().and_then(Path::file_name))
}

/// A recording at its own rate, in one or two channels.
struct Raw {
    channels: Vec<Vec<f32>>,
    rate: u32,
    cut: bool,
}

fn decode(path: &Arc<Path>, warnings: &mut Vec<String>) -> Result<Raw, LoadError> {
    let strange = |error: Error| strange(path, &error);
    let (mut format, mut decoder, track) = open(path)?;
    let mut raw = Raw { channels: Vec::new(), rate: 0, cut: false };
    let mut planes: Vec<Vec<f32>> = Vec::new();
    let mut damage = None;
    loop {
        let packet = match format.next_packet() {
            Ok(Some(packet)) if packet.track_id != track => continue,
            Ok(Some(packet)) => packet,
            Ok(None) | Err(Error::ResetRequired) => break,
            // Files end early all the time; what was read so far is kept.
            Err(error) => {
                damage = damage.or(Some(error));
                break;
            }
        };
        match decoder.decode(&packet) {
            Ok(buffer) => {
                let rate = buffer.spec().rate();
                buffer.copy_to_vecs_planar(&mut planes);
                raw.append(&planes, rate).map_err(strange)?;
            }
            Err(error @ (Error::DecodeError(_) | Error::IoError(_))) => {
                damage = damage.or(Some(error));
            }
            Err(error) => return Err(strange(error)),
        }
        if raw.cut {
            break;
        }
    }
    match damage {
        Some(error) if raw.frames() == 0 => Err(strange(error)),
        None if raw.frames() == 0 => Err(LoadError::Empty { path: path.clone() }),
        Some(error) => {
            warnings
                .push(format!("{} is damaged ({error}); what could be read plays", path.display()));
            Ok(raw)
        }
        None => Ok(raw),
    }
}

type Opened = (Box<dyn FormatReader>, Box<dyn AudioDecoder>, u32);

fn open(path: &Arc<Path>) -> Result<Opened, LoadError> {
    let mut hint = Hint::new();
    if let Some(ending) = path.extension() {
        hint.with_extension(&ending.to_string_lossy().to_lowercase());
    }
    let stream = MediaSourceStream::new(source(path)?, Default::default());
    let format = symphonia::default::get_probe()
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(|error| strange(path, &error))?;
    let track = format.default_track(TrackType::Audio);
    let parameters =
        track.and_then(|track| Some((track.id, track.codec_params.as_ref()?.audio()?)));
    let Some((id, parameters)) = parameters else {
        return Err(LoadError::Empty { path: path.clone() });
    };
    let decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default())
        .map_err(|error| strange(path, &error))?;
    Ok((format, decoder, id))
}

/// The bytes of a file.
fn source(path: &Arc<Path>) -> Result<Box<dyn MediaSource>, LoadError> {
    let unreadable = |error: std::io::Error| LoadError::Unreadable {
        path: path.clone(),
        reason: error.to_string(),
    };
    if let Address::Inside(shot) = Address::of(path) {
        let file = inside::file(shot.name).unwrap_or_default();
        return Ok(Box::new(Cursor::new(file)));
    }
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() == 0 {
        return Err(LoadError::Empty { path: path.clone() });
    }
    Ok(Box::new(file))
}

fn strange(path: &Arc<Path>, error: &Error) -> LoadError {
    let reason = match error {
        Error::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            "it ends before its sound begins".to_owned()
        }
        Error::Unsupported(_) => "it is damaged, or of a kind that is not known".to_owned(),
        error => error.to_string(),
    };
    LoadError::Strange { path: path.clone(), reason }
}

impl Raw {
    fn frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }

    /// Adds decoded frames, more than two channels mixed down, up to the limit.
    fn append(&mut self, planes: &[Vec<f32>], rate: u32) -> Result<(), Error> {
        if self.channels.is_empty() {
            if !RATES.contains(&rate) {
                return Err(Error::Unsupported("its sample rate is out of range"));
            }
            self.rate = rate;
            self.channels = vec![Vec::new(); planes.len().min(2)];
        }
        let room = MOST_FRAMES.min(MOST_SECONDS as usize * self.rate as usize) - self.frames();
        let frames = planes.first().map_or(0, Vec::len);
        self.cut = frames > room;
        let frames = frames.min(room);
        for (i, channel) in self.channels.iter_mut().enumerate() {
            let Some(own) = planes.get(i) else {
                // The stream lost a channel half-way: the first one fills in.
                channel.extend(planes.first().into_iter().flat_map(|plane| &plane[..frames]));
                continue;
            };
            match planes.get(2..).unwrap_or_default() {
                [] => channel.extend_from_slice(&own[..frames]),
                others => channel.extend((0..frames).map(|frame| mixed(own, others, frame))),
            }
        }
        Ok(())
    }

    /// Fades a cut end, and silences values that are no numbers.
    fn mend(&mut self, path: &Path, warnings: &mut Vec<String>) {
        if self.cut {
            warnings.push(format!(
                "{} is longer than {MOST_SECONDS} seconds; the rest is left out",
                path.display()
            ));
            let fade = (self.rate / FADE) as usize;
            for channel in &mut self.channels {
                for (i, sample) in channel.iter_mut().rev().take(fade).enumerate() {
                    *sample *= i as f32 / fade as f32;
                }
            }
        }
        let wrong = self.channels.iter_mut().flatten().filter(|sample| !sample.is_finite());
        if wrong.map(|sample| *sample = 0.0).count() > 0 {
            warnings.push(format!(
                "{} has values that are no numbers; they are silent",
                path.display()
            ));
        }
    }
}

/// One side of a recording of more than two channels: the first two are left and right, the others
/// go to both sides at half their level. Never louder than full scale.
fn mixed(own: &[f32], others: &[Vec<f32>], frame: usize) -> f32 {
    let rest: f32 = others.iter().filter_map(|plane| plane.get(frame)).sum();
    (own[frame] + 0.5 * rest) / (1.0 + 0.5 * others.len() as f32)
}
