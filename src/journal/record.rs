//! The lines of a journal: a record as JSON that people can read, and a checksum that says whether the
//! line is whole.
//!
//! It turns records into lines and back; files are elsewhere.

use serde::{Deserialize, Serialize};

use crate::conductor::deed::{Deed, Done};

/// The form of journals that this program writes.
pub const FORM: u32 = 1;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// The beginning of a run.
    Run(Run),
    /// A version that is about to be taken: its texts, the script first.
    Version {
        /// Its number.
        number: u32,
        /// The texts it was made of.
        texts: Vec<Text>,
    },
    /// Something was done.
    Done {
        /// What.
        #[serde(rename = "do")]
        deed: Deed,
        /// The frame that the conductor knew of.
        frame: u64,
        /// The cycle at that frame, for people.
        cycle: f64,
        /// The mark behind its commands.
        mark: u32,
    },
    /// The engine obeyed the commands up to a mark.
    Heard {
        /// The mark.
        mark: u32,
        /// The frame from which on it did.
        frame: u64,
    },
    /// A recording that is used.
    Recording {
        /// Its file.
        path: String,
        /// Its size in bytes.
        bytes: u64,
        /// The name of its content; see [`super::texts::name`].
        content: String,
    },
    /// The music came into another cycle.
    At {
        /// The cycle.
        cycle: i64,
        /// The conductor's last known frame.
        frame: u64,
    },
    /// The run ended as it should.
    End {
        /// The last frame.
        frame: u64,
    },
}

/// The beginning of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The form of the journal.
    pub form: u32,
    /// The version of the program.
    pub tresillo: String,
    /// When it began, in seconds after 1970.
    pub began: u64,
    /// The engine's rate in hertz.
    pub rate: u32,
    /// The script.
    pub script: String,
    /// The journal of the run that this one goes on with.
    pub resumes: Option<String>,
}

/// A text of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The file it was read from.
    pub file: String,
    /// The name of its content.
    pub content: String,
}

impl From<Done> for Record {
    fn from(done: Done) -> Record {
        let Done { deed, frame, cycle, mark } = done;
        Record::Done { deed, frame, cycle, mark }
    }
}

impl Record {
    /// The record as a line: JSON, a tabulator, the checksum in hexadecimal, the end of the line.
    pub fn line(&self) -> String {
        // Plain data cannot fail to be written; were it to, an empty record is skipped when read.
        let json = serde_json::to_string(self).unwrap_or_default();
        format!("{json}\t{:08x}\n", crc32(json.as_bytes()))
    }

    /// The record of a line without its end; none if the line is not whole.
    pub fn of(line: &str) -> Option<Record> {
        let (json, sum) = line.rsplit_once('\t')?;
        let sum = u32::from_str_radix(sum, 16).ok()?;
        if sum != crc32(json.as_bytes()) {
            return None;
        }
        serde_json::from_str(json).ok()
    }
}

/// The checksum of zip and PNG (ISO 3309), bit by bit: lines are short.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conductor::deed::{Chosen, Hand, Pace, Pressed, Turned};

    #[test]
    fn the_checksum_is_the_common_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn every_record_comes_back_from_its_line() {
        let done = |deed| Record::Done { deed, frame: 96_000, cycle: 1.25, mark: 7 };
        let chosen = Chosen { version: 2, quantum: Some(64), level: -150 };
        let hand = Hand { track: "drüms\t\n".to_owned(), on: true };
        let records = [
            done(Deed::Take(chosen)),
            done(Deed::Swap),
            done(Deed::Mute(hand)),
            done(Deed::Pace(Pace::To { milli_bpm: 120_500, cycles: 4 })),
            done(Deed::Locate(-3)),
            done(Deed::Turn(vec![Turned { input: "nano cc7".to_owned(), value: 127 }])),
            done(Deed::Key(Pressed { input: "keys".to_owned(), at: -1, note: 60, velocity: 1 })),
            Record::Heard { mark: 7, frame: 96_064 },
            Record::Version {
                number: 1,
                texts: vec![Text { file: "a.rhai".into(), content: "00".into() }],
            },
            Record::End { frame: 5 },
        ];
        for record in records {
            let line = record.line();
            assert_eq!(line.matches('\n').count(), 1, "{line}");
            assert_eq!(Record::of(line.trim_end_matches('\n')), Some(record));
        }
    }

    #[test]
    fn a_line_that_is_not_whole_is_no_record() {
        let line = Record::Heard { mark: 7, frame: 96_064 }.line();
        let line = line.trim_end();
        for end in 0..line.len() {
            assert_eq!(Record::of(&line[..end]), None, "{}", &line[..end]);
        }
        assert_eq!(Record::of(&line.replace('7', "8")), None);
    }
}
