//! Instruments of several recordings: which of them plays a pitch, and how.
//!
//! A zone says how in controls, for what a note leaves unset; nothing here plays or reads files.

use std::path::Path;
use std::sync::Arc;

use crate::control::Control;

/// What somebody asks for by name.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The name of a sound.
    pub name: &'a str,
    /// Which of its recordings.
    pub n: i64,
    /// How high it is to sound, as a note number; none if nobody says.
    pub note: Option<f64>,
    /// How hard it is played; 1 is as hard as can be.
    pub velocity: f64,
}

impl Wanted<'_> {
    /// The sound of a name and number, at no particular pitch.
    pub fn plain(name: &str, n: i64) -> Wanted<'_> {
        Wanted { name, n, note: None, velocity: 1.0 }
    }
}

/// The pitch that an instrument plays if nobody says one: c4.
pub const MIDDLE: f64 = 60.0;
/// What a recording calls its own pitch if nothing says otherwise, as a note number: c2.
const PLAIN: f64 = 36.0;

/// How a recording of an instrument is played.
#[derive(Clone, PartialEq, Debug)]
pub struct Zone {
    /// The note at which it plays as it was recorded; none if it never follows the note.
    pub root: Option<f64>,
    /// What its loudness is multiplied by.
    pub gain: f64,
    /// Controls for what a note leaves unset.
    pub settings: Vec<(Control, f64)>,
}

impl Zone {
    /// A recording of one note, played to its end.
    pub fn of_note(root: f64) -> Zone {
        Zone { root: Some(root), gain: 1.0, settings: Vec::new() }
    }

    /// What `speed` is multiplied by, so that it plays at its root as it was recorded.
    pub fn pace(&self) -> f64 {
        self.root.map_or(1.0, |root| libm::exp2((PLAIN - root) / 12.0))
    }
}

/// One recording of an instrument.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The lowest and the highest note that it is for.
    pub(super) keys: [u8; 2],
    /// The same of velocities, 0 to 127.
    pub(super) velocities: [u8; 2],
    /// Where the recording is.
    pub(super) address: Arc<Path>,
    pub(super) zone: Arc<Zone>,
}

/// Recordings of one instrument, each for some notes.
#[derive(Clone, Debug, Default)]
pub(super) struct Instrument {
    pub(super) parts: Vec<Part>,
}

impl Instrument {
    /// An instrument of recordings of single notes: each plays what is nearest to it, the lower of two.
    pub(super) fn of_notes(notes: impl IntoIterator<Item = (f64, Arc<Path>)>) -> Instrument {
        let mut notes: Vec<(f64, Arc<Path>)> = notes.into_iter().collect();
        notes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let key = |note: f64| libm::round(note).clamp(0.0, 127.0) as u8;
        let ends: Vec<u8> =
            notes.windows(2).map(|pair| key(libm::floor((pair[0].0 + pair[1].0) / 2.0))).collect();
        let parts = notes.into_iter().enumerate().map(|(i, (root, address))| Part {
            keys: [
                i.checked_sub(1).map_or(0, |before| ends[before] + 1),
                ends.get(i).copied().unwrap_or(127),
            ],
            velocities: [0, 127],
            address,
            zone: Arc::new(Zone::of_note(root)),
        });
        Instrument { parts: parts.collect() }
    }

    /// What plays a note: the first that is for it, else the nearest.
    pub(super) fn part(&self, note: f64, velocity: f64) -> Option<&Part> {
        let key = libm::round(note.clamp(0.0, 127.0)) as i32;
        let hard = libm::round(velocity.clamp(0.0, 1.0) * 127.0) as i32;
        let apart =
            |[low, high]: [u8; 2], is: i32| (i32::from(low) - is).max(is - i32::from(high)).max(0);
        self.parts.iter().min_by_key(|part| (apart(part.keys, key), apart(part.velocities, hard)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_played_by_the_recording_that_is_nearest() {
        let path = |name: &str| Arc::from(Path::new(name));
        let piano =
            Instrument::of_notes([(60.0, path("c4")), (48.0, path("c3")), (72.0, path("c5"))]);
        let plays = |note| piano.part(note, 1.0).unwrap().address.display().to_string();
        for (note, name) in
            [(0.0, "c3"), (54.0, "c3"), (55.0, "c4"), (66.4, "c4"), (67.0, "c5"), (1e9, "c5")]
        {
            assert_eq!(plays(note), name, "{note}");
        }
        assert_eq!(plays(f64::NAN), "c3", "what is no number is as low as can be");
        assert!(Instrument::default().part(60.0, 1.0).is_none());
        assert!((Zone::of_note(48.0).pace() - 0.5).abs() < 1e-12);
    }
}
