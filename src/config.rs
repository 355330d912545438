//! Where tresillo looks for things: the user's folders.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// Folders in which `import` looks after the script's own: `scripts` in the user's configuration.
pub fn script_folders() -> Vec<PathBuf> {
    configuration().map(|folder| folder.join("scripts")).into_iter().collect()
}

/// The user's configuration folder for tresillo.
pub fn configuration() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|base| base.config_dir().join("tresillo"))
}

/// Where journals and takes of the program's own pieces go.
pub fn pieces() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|base| base.data_dir().join("tresillo"))
}

/// Where first pieces are put for a newcomer: `tresillo` in the home folder.
pub fn studio() -> Option<PathBuf> {
    etcetera::home_dir().ok().map(|home| home.join("tresillo"))
}
