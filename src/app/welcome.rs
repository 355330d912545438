//! The first minute of a newcomer: pieces to change, and what to open, where, and what to try.

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

/// Editors that people use, in the order in which they are looked for.
const EDITORS: &[&str] = &["code", "nvim", "hx", "vim", "emacs", "micro", "nano", "vi"];

/// The folder of first pieces; made if it is not there. Files that are there stay as they are.
///
/// # Errors
/// When it cannot be written, neither in the home folder nor in the one for temporary files.
pub(super) fn studio() -> Result<PathBuf> {
    let home = config::studio().filter(|folder| furnish(folder).is_ok());
    match home {
        Some(folder) => Ok(folder),
        None => {
            let folder = std::env::temp_dir().join("tresillo");
            furnish(&folder).context("cannot write first pieces; name a script of your own")?;
            Ok(folder)
        }
    }
}

/// True if a script is one of ours, as it came.
pub(super) fn is_piece(script: &Path) -> bool {
    let text = std::fs::read_to_string(script).unwrap_or_default();
    let in_studio = config::studio().is_some_and(|studio| script.starts_with(studio));
    !in_studio && PIECES.iter().any(|(_, piece)| *piece == text)
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
pub(super) fn lines(script: &Path) -> Vec<String> {
    vec![
        format!("open it in another window: {} {}", editor(), script.display()),
        "1  change  bd*4  to  bd*2 bd  and save: you hear it at once".to_owned(),
        "2  take the // away before a line, and save".to_owned(),
        "3  press ! (shift 1) to mute the first track, ? for everything else".to_owned(),
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
