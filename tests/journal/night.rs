//! What a run leaves in its folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use tresillo::journal::Story;

use super::player::{Player, tresillo};

/// The folder of a player's journals and takes.
pub(crate) fn folder(player: &Player) -> PathBuf {
    player.folder.path().join(".tresillo")
}

/// All that was heard: the samples of the takes, one after the other, from the first sound on.
pub(crate) fn heard(folder: &Path) -> Vec<f32> {
    let takes = tresillo::audio::takes::takes(&folder.join("takes"));
    let samples = takes.iter().flat_map(|take| {
        let reader = hound::WavReader::open(take).unwrap();
        reader.into_samples::<f32>().map(Result::unwrap)
    });
    samples.collect()
}

/// The same from the first sample that is not silent.
pub(crate) fn sounding(samples: &[f32]) -> &[f32] {
    let first = samples.iter().position(|sample| *sample != 0.0).expect("there is only silence");
    &samples[first / 2 * 2..]
}

/// The newest journal.
pub(crate) fn story(folder: &Path) -> Story {
    Story::read(folder).unwrap()
}

/// Plays a journal into a file; gives its samples.
pub(crate) fn replayed(folder: &Path, more: &[&str]) -> Vec<f32> {
    let wav = folder.join("replayed.wav");
    let mut command = tresillo();
    command.arg("replay").arg(folder).arg("-o").arg(&wav).args(more);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    hound::WavReader::open(&wav).unwrap().into_samples().map(Result::unwrap).collect()
}

/// The first frame in which two recordings differ, as far as both go.
pub(crate) fn first_difference(a: &[f32], b: &[f32]) -> Option<usize> {
    a.iter().zip(b).position(|(a, b)| a.to_bits() != b.to_bits()).map(|at| at / 2)
}

/// A player that goes on where the last one in this folder stopped.
pub(crate) fn resumed(mut player: Player) -> Player {
    let _ = player.child.kill();
    let _ = player.child.wait();
    // The folder must outlive the player that it was made for.
    let path = player.folder.path().to_owned();
    let kept = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    copy(&path, kept.path());
    drop(player);
    let script = kept.path().join("song.rhai");
    let mut command = tresillo();
    command.args(["live", "--plain", "--no-audio", "--resume"]).arg(script);
    Player::start(command, kept)
}

fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").arg(from.join(".")).arg(to).status().unwrap();
    assert!(done.success());
}
