//! What the screen asks of files: writing the script, keeping what is not saved, reading the screen's
//! settings and the other scripts of the folder.
//!
//! A file is replaced as a whole or not at all; nobody else's change is ever overwritten.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config;
use crate::script::read_text;

/// The file of the screen's settings.
const SETTINGS: &str = "tresillo.toml";
/// Where a folder keeps what is not saved.
const KEPT: &str = ".tresillo";
/// Scripts of a folder that are shown, and bytes of one.
const SHELF: (usize, u64) = (64, 1 << 20);

/// What became of a wish to write.
#[derive(Debug)]
pub(super) enum Written {
    /// It is in the file now.
    Done,
    /// The file holds something else than was believed: this.
    Differs(String),
}

/// Writes a script, if there still is in it what the writer saw.
///
/// # Errors
/// When the file cannot be read or replaced.
pub(super) fn write(path: &Path, text: &str, over: &str) -> io::Result<Written> {
    // What is behind a link is replaced, not the link.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match read_text(&path) {
        Ok(there) if there != over && there != text => return Ok(Written::Differs(there)),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    replace(&path, text)?;
    Ok(Written::Done)
}

/// Puts a text in the place of a file: beside it first, so that it is whole at every moment.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.saving"));
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_data()?;
    drop(file);
    if let Ok(before) = std::fs::metadata(path) {
        std::fs::set_permissions(&beside, before.permissions())?;
    }
    std::fs::rename(&beside, path).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}

/// Where the unsaved text of a script is kept.
fn keeping_place(script: &Path) -> PathBuf {
    let name = script.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = script.parent().unwrap_or(Path::new("."));
    folder.join(KEPT).join(format!("{name}.unsaved"))
}

/// Keeps an unsaved text; an empty one means that there is nothing to keep any more.
///
/// # Errors
/// When it cannot be written.
pub(super) fn keep(script: &Path, text: &str) -> io::Result<()> {
    let place = keeping_place(script);
    if text.is_empty() {
        return match std::fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder)?;
    }
    replace(&place, text)
}

/// What was kept, if it is not what is in the file.
pub(super) fn rescued(script: &Path) -> Option<Arc<str>> {
    let kept = read_text(&keeping_place(script)).ok()?;
    let saved = read_text(script).unwrap_or_default();
    (kept != saved).then(|| kept.into())
}

/// Where settings may stand: beside the script, else in the user's configuration.
pub(super) fn settings_places(script: &Path) -> Vec<PathBuf> {
    let beside = script.parent().unwrap_or(Path::new(".")).join(SETTINGS);
    let own = config::configuration().map(|folder| folder.join(SETTINGS));
    std::iter::once(beside).chain(own).collect()
}

/// The text of the settings: of the first file that is there.
pub(super) fn settings(script: &Path) -> Arc<str> {
    let texts = settings_places(script).into_iter();
    texts.filter_map(|path| read_text(&path).ok()).next().unwrap_or_default().into()
}

/// The texts of scripts, in their order; what cannot be read is empty.
pub(super) fn shelf(scripts: &[PathBuf]) -> Arc<[Arc<str>]> {
    let read = |path: &PathBuf| -> Arc<str> {
        let short = std::fs::metadata(path).is_ok_and(|found| found.len() <= SHELF.1);
        let text = short.then(|| read_text(path).ok()).flatten();
        text.unwrap_or_default().into()
    };
    scripts.iter().take(SHELF.0).map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_somebody_else_changed_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rhai");
        std::fs::write(&path, "one").unwrap();
        assert!(matches!(write(&path, "two", "one").unwrap(), Written::Done));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        let outcome = write(&path, "three", "one").unwrap();
        assert!(matches!(outcome, Written::Differs(there) if there == "two"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside");
    }

    #[test]
    fn what_is_not_saved_is_kept_until_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rhai");
        std::fs::write(&path, "one").unwrap();
        keep(&path, "half of two").unwrap();
        assert_eq!(rescued(&path).as_deref(), Some("half of two"));
        keep(&path, "").unwrap();
        assert_eq!(rescued(&path), None);
    }
}
