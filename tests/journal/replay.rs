//! A journal played again gives the very samples that were heard.

use std::time::Duration;

use super::night::{first_difference, folder, heard, replayed, sounding, story};
use super::player::Player;

const FIRST: &str = "tempo(240)\ndrums: s(\"bd*4 hh*8\").sometimes(|x| x.fast(2))\n\
                     bass: note(\"c2*8\").s(\"saw\").lpf(900).delay(0.3)\n";
const SECOND: &str = "import \"lib\" as lib\ntempo(280)\ndrums: lib::beat().room(0.3)\n\
                      lead: note(\"e4*8\").s(\"square\").gain(rand)\n";

fn pause(ms: u64) {
    std::thread::sleep(Duration::from_millis(ms));
}

/// Plays, edits, and has its hands everywhere.
fn a_night() -> Player {
    let mut player = Player::furnished(FIRST, |folder| {
        std::fs::write(folder.join("lib.rhai"), "fn beat() { s(\"bd*4 cp*3\") }\n").unwrap();
    });
    for (line, ms) in [("mute drums", 300), ("mute drums", 200), ("hush", 200), ("play", 300)] {
        player.type_in(line);
        pause(ms);
    }
    player.save(SECOND);
    player.wait("the second version", |line| line.contains("+lead"));
    std::fs::write(player.path("lib.rhai"), "fn beat() { s(\"bd*2 rim*5\") }\n").unwrap();
    player.wait("the third version", |line| line.contains("version 3: took over"));
    for (line, ms) in [
        ("undo", 300),
        ("ab", 500),
        ("tempo 300 1", 900),
        ("nudge 20", 700),
        ("solo lead", 300),
        ("panic", 300),
        ("clear", 200),
        ("undo", 300),
        ("redo", 300),
    ] {
        player.type_in(line);
        pause(ms);
    }
    player
}

#[test]
fn a_replay_gives_the_samples_that_were_heard() {
    let player = a_night();
    // What plays again is what was written down, not what the disk says now.
    std::fs::write(player.path("lib.rhai"), "fn beat() { silence }\n").unwrap();
    player.wait("the last version", |line| line.contains("version 4: took over"));
    let kept = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folder = folder(&player);
    let copy = kept.path().join(".tresillo");
    player.quit_with(|| {
        std::fs::rename(&folder, &copy).unwrap();
    });
    let (live, again) = (heard(&copy), replayed(&copy, &[]));
    let (live, again) = (sounding(&live), sounding(&again));
    assert!(live.len() > 48_000 * 2 * 3 && again.len() > 48_000 * 2 * 3, "{}", live.len());
    assert!(live.len().abs_diff(again.len()) < 48_000, "{} {}", live.len(), again.len());
    assert_eq!(first_difference(live, again), None, "the first frame that differs");

    let late = replayed(&copy, &["--from-bar", "3"]);
    let whole = replayed(&copy, &[]);
    assert!(late.len() < whole.len());
    assert_eq!(first_difference(&late, &whole[whole.len() - late.len()..]), None);

    let versions: Vec<u32> = story(&copy).versions().map(|(number, _)| number).collect();
    assert_eq!(versions, [1, 2, 3, 4]);
    let scripts = kept.path().join("scripts");
    let mut command = super::player::tresillo();
    let done = command.arg("replay").arg(&copy).arg("--to-script").arg(&scripts).status();
    assert!(done.unwrap().success());
    assert_eq!(std::fs::read_to_string(scripts.join("001-song.rhai")).unwrap(), FIRST);
    assert_eq!(std::fs::read_to_string(scripts.join("002-song.rhai")).unwrap(), SECOND);
}

#[test]
fn what_is_no_journal_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.journal"), "hello").unwrap();
    let mut command = super::player::tresillo();
    let output =
        command.arg("replay").arg(folder.path().join("x.journal")).args(["-o", "x.wav"]).output();
    let output = output.unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("is no journal"));
}
