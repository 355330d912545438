//! The journal of a set: every version that was accepted, every key, and when the engine heard of it.
//!
//! It writes what it is told, on a thread of its own, and reads what was written; it plays nothing, and
//! no music waits for it. A folder `.tresillo` beside the script holds it:
//!
//! ```text
//! .tresillo/journal/20261123-201500.journal   one line for each thing that happened
//! .tresillo/texts/6c62272e07bb0142.rhai       every text that ever played, once
//! .tresillo/takes/20261123-201500-1.wav       what was heard
//! ```

pub mod read;
pub mod record;
pub mod replay;
pub mod texts;
pub mod write;

pub use read::Story;
pub use record::Record;
pub use write::Journal;

use std::path::{Path, PathBuf};

/// The folder beside a script that holds its journals and takes.
const FOLDER: &str = ".tresillo";
/// Where journals are.
const JOURNALS: &str = "journal";
/// Where takes are.
pub const TAKES: &str = "takes";
/// Where takes of what comes to the limiter are.
pub const UNLIMITED: &str = "takes-before-limiter";

/// The folder for a script or a folder of scripts.
pub fn folder_of(path: &Path) -> PathBuf {
    let beside = match path.is_dir() {
        true => path,
        false => path.parent().unwrap_or(Path::new("")),
    };
    beside.join(FOLDER)
}

/// The name of a run that begins so many seconds after 1970, in universal time: `20261123-201500`.
pub fn name_of_run(seconds: u64) -> String {
    let (days, rest) = ((seconds / 86_400) as i64, seconds % 86_400);
    // Days to a date of our calendar: Hinnant, "chrono-compatible low-level date algorithms", 2013.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day = shifted.rem_euclid(146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}{month:02}{date:02}-{hour:02}{minute:02}{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_named_by_their_date() {
        assert_eq!(name_of_run(0), "19700101-000000");
        assert_eq!(name_of_run(951_782_399), "20000228-235959");
        assert_eq!(name_of_run(951_782_400), "20000229-000000");
        assert_eq!(name_of_run(1_795_464_900), "20261123-201500");
    }

    #[test]
    fn a_journal_lies_beside_its_script() {
        assert_eq!(folder_of(Path::new("set/a.rhai")), Path::new("set/.tresillo"));
        assert_eq!(folder_of(Path::new("a.rhai")), Path::new(".tresillo"));
    }
}
