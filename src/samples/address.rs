//! Where a recording is, written as a path, so that journals and messages can name each by its text.
//!
//! A file by its own path, one inside the program by `inside:` and its name, samples of a SoundFont by its
//! path and their numbers: `piano.sf2#3+4`. It opens nothing.

use std::path::Path;
use std::sync::Arc;

use super::soundfont;
use crate::sound::SHOTS;
use crate::sound::shots::Shot;

/// How the address of a recording inside the program begins.
const INSIDE: &str = "inside:";

/// What an address means.
#[derive(Clone, Debug)]
pub(super) enum Address<'a> {
    /// A file.
    File,
    /// A recording inside the program.
    Inside(&'static Shot),
    /// Samples of a SoundFont, one for each channel.
    Font(&'a Path, Vec<u16>),
}

impl Address<'_> {
    pub(super) fn of(path: &Path) -> Address<'_> {
        let shot = || {
            let name = path.to_str()?.strip_prefix(INSIDE)?.strip_suffix(".flac")?;
            SHOTS.iter().find(|shot| shot.name == name)
        };
        let font = || {
            let (file, numbers) = path.to_str()?.rsplit_once('#')?;
            let file = Path::new(file);
            let numbers = numbers.split('+').map(str::parse).collect::<Result<_, _>>().ok()?;
            soundfont::is_font(file).then_some(Address::Font(file, numbers))
        };
        shot().map(Address::Inside).or_else(font).unwrap_or(Address::File)
    }
}

/// The address of a recording inside the program.
pub(super) fn inside(shot: &Shot) -> Arc<Path> {
    Path::new(&format!("{INSIDE}{}.flac", shot.name)).into()
}

/// The address of samples of a SoundFont. Its path must be readable as text.
pub(super) fn font(path: &Path, numbers: &[u16]) -> Arc<Path> {
    let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
    Path::new(&format!("{}#{}", path.display(), numbers.join("+"))).into()
}

/// The file on the disk that an address means.
pub(super) fn file(path: &Path) -> &Path {
    match Address::of(path) {
        Address::Font(file, _) => file,
        _ => path,
    }
}
