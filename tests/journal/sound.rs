//! Parts that break, disks that refuse, and the check before the doors open.

use std::process::Command;

use super::night::{folder, heard, story};
use super::player::{Player, tresillo};
use tresillo::conductor::deed::Deed;
use tresillo::journal::Record;

#[test]
fn an_engine_that_breaks_is_replaced_and_plays_from_the_next_bar() {
    let mut player = Player::of("tempo(480)\ndrums: s(\"bd*4\")\nlead: note(\"c4*8\").room(0.4)\n");
    player.type_in("bars 1");
    player.wait("bar 2", |line| line.contains(" bar 2"));
    player.type_in("break engine");
    player.wait("what happened", |line| line.contains("the sound engine failed"));
    let from = player.lines().len();
    player
        .wait_after(from, "two bars more", |line| line.contains(" bar ") && line.contains("drums"));
    std::thread::sleep(std::time::Duration::from_millis(700));
    let folder = folder(&player);
    let samples = heard(&folder);
    let end = &samples[samples.len() - 48_000 * 2 / 2..];
    assert!(end.iter().any(|sample| sample.abs() > 0.01), "it is silent");
    let renewed = |record: &Record| matches!(record, Record::Done { deed: Deed::Renew(_), .. });
    assert!(story(&folder).records.iter().any(renewed));
    player.type_in("quit");
    assert!(super::player::ended(&mut player.child));
}

#[test]
fn a_screen_that_breaks_does_not_stop_the_music() {
    let mut player = Player::of("tempo(480)\ndrums: s(\"bd*4\")\n");
    player.type_in("break screen");
    player.wait("what happened", |line| line.contains("the screen broke"));
    let from = player.lines().len();
    player.save("tempo(480)\ndrums: s(\"bd*4\")\nlead: note(\"c4\")\n");
    player.wait_after(from, "a save", |line| line.contains("track lead"));
    // The line that was being read when the screen broke is lost.
    player.type_in("");
    player.type_in("quit");
    assert!(super::player::ended(&mut player.child));
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_the_music_plays() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    std::fs::write(folder.path().join("song.rhai"), "drums: s(\"bd\")\n").unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let mut command = tresillo();
    command.args(["live", "--plain", "--no-audio", "--journal"]).arg(folder.path().join("file"));
    command.arg(folder.path().join("song.rhai"));
    let player = Player::start(command, folder);
    player.wait("no journal", |line| line.contains("no journal in"));
    player.wait("no recording", |line| line.contains("no recording in"));
    player.wait("music", |line| line.contains("took over"));
    let lines = player.quit();
    assert_eq!(lines.iter().filter(|line| line.contains("no journal in")).count(), 1, "{lines:#?}");
}

#[test]
fn a_folder_that_is_removed_while_it_plays_is_made_again_and_told_once() {
    let player = Player::of("tempo(480)\ndrums: s(\"bd*4\")\n");
    let kept = folder(&player);
    std::fs::remove_dir_all(&kept).unwrap();
    player.save("tempo(480)\ndrums: s(\"bd*8\")\n");
    player.wait("the second version", |line| line.contains("version 2: took over"));
    player.wait("the journal", |line| line.contains("the journal was removed"));
    player.wait("the take", |line| line.contains("the take was removed"));
    let begun = std::time::Instant::now();
    while heard(&kept).iter().all(|sample| sample.abs() < 0.01) {
        assert!(begun.elapsed() < super::player::PATIENCE, "the take goes on");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let lines = player.quit();
    let told = lines.iter().filter(|line| line.contains("was removed")).count();
    assert_eq!(told, 2, "{lines:#?}");
}

#[test]
fn nothing_is_written_where_that_is_not_wanted() {
    let scripts = [("song.rhai", "drums: s(\"bd\")\n")];
    let player = Player::of_scripts(&scripts, &["--no-journal", "--no-record"]);
    player.wait("music", |line| line.contains("took over"));
    assert!(!player.path(".tresillo").exists());
    player.quit();
}

fn soundcheck(folder: &std::path::Path) -> (Option<i32>, String) {
    let mut command: Command = tresillo();
    let output = command.args(["soundcheck", "--no-audio"]).arg(folder).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_soundcheck_says_what_is_wrong_before_the_doors_open() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    std::fs::write(folder.path().join("a.rhai"), "drums: s(\"bd\")\n").unwrap();
    let (code, said) = soundcheck(folder.path());
    assert_eq!(code, Some(0), "{said}");
    for line in [
        "ok   script     a.rhai: 1 tracks, nothing missing",
        "headroom   a.rhai",
        "disk",
        "terminal",
    ] {
        assert!(said.contains(line), "{said}");
    }
    std::fs::write(folder.path().join("b.rhai"), "drums: s(\"nosuchsound\")\n").unwrap();
    let (code, said) = soundcheck(folder.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("FAIL script     b.rhai") && said.contains("nosuchsound"), "{said}");
}
