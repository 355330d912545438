//! Without an argument it plays, and says what to open, with what, and what to try.

use super::player::{Player, tresillo};

#[test]
fn a_newcomer_is_told_what_to_open_and_three_things_to_try() {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut command = tresillo();
    command.args(["live", "--plain", "--no-audio"]);
    command.env("HOME", home.path()).env("VISUAL", "my-editor");
    let first = home.path().join("tresillo/01-first-beat.rhai");
    let mut player = Player::start(command, home);
    player.wait("a piece", |line| line.ends_with("file 01-first-beat.rhai"));
    player.wait("a file and an editor", |line| {
        line.contains("my-editor") && line.contains(&first.display().to_string())
    });
    player.wait("the pieces", |line| line.ends_with("script 1 01-first-beat plays"));
    player.wait("the pieces", |line| line.ends_with("script 2 02-rests-and-groups"));
    for thing in ["1  change", "2  take", "3  type  mute 1"] {
        player.wait(thing, |line| line.contains(thing));
    }
    player.wait("music", |line| line.contains("took over at 1.1"));
    let piece = std::fs::read_to_string(&first).unwrap();
    assert!(piece.contains("bd*4"), "what is to be changed is there: {piece}");
    player.type_in("script 2");
    player.wait("another piece", |line| line.contains("file 02-"));
    player.type_in("q");
    assert!(super::player::ended(&mut player.child), "q quits");
}

#[cfg(unix)]
#[test]
fn without_a_home_the_first_pieces_are_in_a_folder_of_ones_own() {
    use std::os::unix::fs::PermissionsExt;
    for given in [true, false] {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let (data, temporary) = (folder.path().join("data"), folder.path().join("tmp"));
        std::fs::create_dir(&temporary).unwrap();
        let mut command = tresillo();
        command.args(["live", "--plain", "--no-audio"]);
        command.env("HOME", "/dev/null/home").env("TMPDIR", &temporary);
        command.env_remove("XDG_DATA_HOME");
        if given {
            command.env("XDG_DATA_HOME", &data);
        }
        let player = Player::start(command, folder);
        let at = player.wait("the place", |line| line.contains("the first pieces are in"));
        let line = player.lines()[at].clone();
        let place = std::path::Path::new(line.split_once("pieces are in ").unwrap().1);
        assert!(place.join("01-first-beat.rhai").exists(), "{line}");
        if given {
            assert!(place.starts_with(&data), "{line}");
        } else {
            assert!(place.starts_with(&temporary) && place != temporary.join("tresillo"), "{line}");
            let mode = place.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "nobody else may enter {line}");
        }
        player.quit();
    }
}

#[test]
fn what_is_typed_before_the_script_is_there_waits_for_it() {
    let mut player = Player::of_scripts(&[("song.rhai", "drums: s(\"bd\")\n")], &[]);
    player.type_in("mute drums");
    player.wait("a muted track", |line| line.contains("track drums: muted"));
    let lines = player.quit();
    assert!(!lines.iter().any(|line| line.contains("no track")), "{lines:#?}");
}
