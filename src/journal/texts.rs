//! The store of texts: each is kept once, under a name that follows from its content.
//!
//! What the texts mean, and which version they belong to, the journal's lines say.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where texts are.
pub(super) const FOLDER: &str = "texts";

/// The name of a content: FNV-1a of 128 bits (Fowler, Noll, Vo; RFC 9923) in hexadecimal.
pub fn name(content: &[u8]) -> String {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash =
        content.iter().fold(BASIS, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(FOLDER).join(format!("{name}.rhai"))
}

/// Keeps a text, unless it is there already. Gives the file if it is new; [`File::sync_data`] puts it on
/// the disk for good.
///
/// # Errors
/// Those of the file system.
pub fn keep(folder: &Path, name: &str, text: &str) -> io::Result<Option<File>> {
    let path = path(folder, name);
    if fs::metadata(&path).is_ok_and(|there| there.len() == text.len() as u64) {
        return Ok(None);
    }
    fs::create_dir_all(folder.join(FOLDER))?;
    // Written beside and renamed, so that a text is there whole or not at all.
    let new = path.with_extension("new");
    let mut file = File::create(&new)?;
    file.write_all(text.as_bytes())?;
    fs::rename(&new, &path)?;
    Ok(Some(file))
}

/// A text by its name.
///
/// # Errors
/// Those of the file system, and when the content is not what the name says.
pub fn find(folder: &Path, wanted: &str) -> io::Result<String> {
    let text = fs::read_to_string(path(folder, wanted))?;
    if name(text.as_bytes()) == wanted {
        return Ok(text);
    }
    let what = format!("the text {wanted} was changed");
    Err(io::Error::new(io::ErrorKind::InvalidData, what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_published_hashes() {
        assert_eq!(name(b""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(name(b"a"), "d228cb696f1a8caf78912b704e4a8964");
    }

    #[test]
    fn a_text_comes_back_and_a_changed_one_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let named = name(b"drums: s(\"bd\")");
        keep(folder.path(), &named, "drums: s(\"bd\")").unwrap();
        assert_eq!(find(folder.path(), &named).unwrap(), "drums: s(\"bd\")");
        fs::write(path(folder.path(), &named), "drums: s(\"hh\")").unwrap();
        assert!(find(folder.path(), &named).is_err());
    }
}
