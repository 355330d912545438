//! The first minute of a newcomer: pieces to change, and what to open, where, and what to try.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::config;

/// The pieces that come with the program.
const PIECES: &[(&str, &str)] = &[
    ("01-first-beat.rhai", include_str!("../../patterns/01-first-beat.rhai")),
    ("02-rests-and-groups.rhai", include_str!("../../patterns/02-rests-and-groups.rhai")),
    ("03-notes-and-scales.rhai", include_str!("../../patterns/03-notes-and-scales.rhai")),
    ("04-euclid.rhai", include_str!("../../patterns/04-euclid.rhai")),
    ("05-filters-and-signals.rhai", include_str!("../../patterns/05-filters-and-signals.rhai")),
    ("06-every-and-chance.rhai", include_str!("../../patterns/06-every-and-chance.rhai")),
    ("07-layers-and-echoes.rhai", include_str!("../../patterns/07-layers-and-echoes.rhai")),
    ("08-chords.rhai", include_str!("../../patterns/08-chords.rhai")),
    ("09-sections.rhai", include_str!("../../patterns/09-sections.rhai")),
    ("demo-house.rhai", include_str!("../../patterns/demo/house.rhai")),
    ("demo-night-drive.rhai", include_str!("../../patterns/demo/night-drive.rhai")),
    ("demo-tresillo.rhai", include_str!("../../patterns/demo/tresillo.rhai")),
];

/// Names that are tried for a folder of its own.
const TRIES: usize = 8;

/// Editors that people use, in the order in which they are looked for.
const EDITORS: &[&str] = &["code", "nvim", "hx", "vim", "emacs", "micro", "nano", "vi"];

/// The folder of first pieces; made if it is not there. Files that are there stay as they are.
///
/// # Errors
/// When it cannot be written, neither in the home folder nor in the one for temporary files.
pub(super) fn studio() -> Result<PathBuf> {
    if let Some(home) = config::studio().filter(|folder| furnish(folder).is_ok()) {
        return Ok(home);
    }
    let given = config::pieces_of_xdg().filter(|folder| furnish(folder).is_ok());
    let folder = match given {
        Some(folder) => folder,
        None => {
            let folder = private_folder().and_then(|folder| furnish(&folder).map(|()| folder));
            folder.context("cannot write first pieces; name a script of your own")?
        }
    };
    let place = folder.display();
    crate::inspect::complain(&format!(
        "no home folder can be written to, so the first pieces are in {place}"
    ));
    Ok(folder)
}

/// A new folder that nobody else may enter, below the one for temporary files. Its name cannot be
/// foreseen; where one of that name was there before, it is not taken.
fn private_folder() -> std::io::Result<PathBuf> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let mut last = std::io::ErrorKind::AlreadyExists.into();
    for _ in 0..TRIES {
        // Seeded anew by the system each time.
        let chance = RandomState::new().build_hasher().finish();
        let folder = std::env::temp_dir().join(format!("tresillo-{chance:016x}"));
        match builder.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// True if a script is one of ours, as it came and where it came: a copy elsewhere is its owner's.
pub(super) fn is_piece(script: &Path) -> bool {
    let text = crate::script::read_file(script).unwrap_or_default();
    let place = script.canonicalize().unwrap_or_else(|_| script.to_owned());
    let ours = |name: &str| place.ends_with(Path::new("patterns").join(name));
    PIECES.iter().any(|(name, piece)| piece.as_bytes() == text && ours(name))
}

fn furnish(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, text) in PIECES {
        let path = folder.join(name);
        if !path.exists() {
            std::fs::write(path, text)?;
        }
    }
    Ok(())
}

/// What a newcomer should know: which file to open in which editor, and three things to try.
pub(super) fn lines(script: &Path, plain: bool) -> Vec<String> {
    let third = match plain {
        true => "3  type  mute 1  to mute the first track, help for everything else",
        false => "3  press ! (shift 1) to mute the first track, ? for everything else",
    };
    vec![
        format!("open it in another window: {} {}", editor(), script.display()),
        "1  change  bd*4  to  bd*2 bd  and save: you hear it at once".to_owned(),
        "2  take the // away before a line, and save".to_owned(),
        third.to_owned(),
    ]
}

/// The editor that the user chose, or else one that is there.
fn editor() -> String {
    let chosen = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok());
    if let Some(editor) = chosen.filter(|editor| !editor.trim().is_empty()) {
        return editor;
    }
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|p| std::env::split_paths(&p).collect()).unwrap_or_default();
    let there = |name: &&&str| folders.iter().any(|folder| folder.join(name).is_file());
    EDITORS.iter().find(there).map_or("your editor:", |name| name).to_owned()
}
