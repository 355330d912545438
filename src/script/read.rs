//! Reads the files that scripts are made of: plain files of a sensible size, and nothing that never ends.
//!
//! What is in them is judged by others.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// The most bytes that a script or a library may have: a million characters are more than anybody types.
pub const MOST_BYTES: u64 = 1 << 20;

/// All bytes of a file. Links are followed.
///
/// # Errors
/// Those of the system; and when it is a folder, a pipe or a device, or larger than [`MOST_BYTES`].
pub fn read_file(path: &Path) -> Result<Vec<u8>> {
    // Before it is opened: opening a pipe waits until somebody writes into it.
    let meta = path.metadata()?;
    if meta.is_dir() {
        return Err(Error::new(ErrorKind::IsADirectory, "it is a folder"));
    }
    if !meta.is_file() {
        let what = "it is a pipe or a device; only plain files are read";
        return Err(Error::new(ErrorKind::Unsupported, what));
    }
    let mut bytes = Vec::new();
    // Some files do not tell how long they are, so what is read counts.
    File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        let what = "it is larger than 1 MiB; scripts and what they import are small texts";
        return Err(Error::new(ErrorKind::FileTooLarge, what));
    }
    Ok(bytes)
}

/// The same as text.
///
/// # Errors
/// Those of [`read_file`], and when it is not UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    String::from_utf8(read_file(path)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Error::new(ErrorKind::InvalidData, format!("byte {at} is not UTF-8; save it as UTF-8"))
    })
}

/// True if an error means that there is something, which cannot be read.
pub(crate) fn is_there(error: &Error) -> bool {
    use ErrorKind::{FileTooLarge, InvalidData, IsADirectory, PermissionDenied, Unsupported};
    let kinds = [FileTooLarge, InvalidData, IsADirectory, PermissionDenied, Unsupported];
    kinds.contains(&error.kind())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_of_a_sensible_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.rhai");
        std::fs::write(&path, vec![b'/'; MOST_BYTES as usize]).unwrap();
        assert_eq!(read_file(&path).unwrap().len() as u64, MOST_BYTES);
        std::fs::write(&path, vec![b'/'; MOST_BYTES as usize + 1]).unwrap();
        assert!(read_file(&path).unwrap_err().to_string().contains("1 MiB"));
        assert!(read_file(folder.path()).unwrap_err().to_string().contains("folder"));
    }

    #[cfg(unix)]
    #[test]
    fn what_never_ends_is_not_begun() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("zero.rhai");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        assert!(read_file(&link).unwrap_err().to_string().contains("a pipe or a device"));
    }
}
