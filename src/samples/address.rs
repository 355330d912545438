//! Where a recording is, written as a path, so that journals and messages can name each by its text.
//!
//! A file by its own path, and one inside the program by `inside:` and its name. It opens nothing.

use std::path::Path;
use std::sync::Arc;

use crate::sound::SHOTS;
use crate::sound::shots::Shot;

/// How the address of a recording inside the program begins.
const INSIDE: &str = "inside:";

/// What an address means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Address {
    /// A file.
    File,
    /// A recording inside the program.
    Inside(&'static Shot),
}

impl Address {
    pub(super) fn of(path: &Path) -> Address {
        let shot = || {
            let name = path.to_str()?.strip_prefix(INSIDE)?.strip_suffix(".flac")?;
            SHOTS.iter().find(|shot| shot.name == name)
        };
        shot().map_or(Address::File, Address::Inside)
    }
}

/// The address of a recording inside the program.
pub(super) fn inside(shot: &Shot) -> Arc<Path> {
    Path::new(&format!("{INSIDE}{}.flac", shot.name)).into()
}
