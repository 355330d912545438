//! Killed at any instant, it loses nothing that was accepted, and goes on in the same bar.

use std::time::{Duration, Instant};

use tresillo::journal::{Record, Story};

use super::night::{folder, heard, resumed};
use super::player::Player;

#[test]
fn after_a_kill_it_goes_on_in_the_same_bar() {
    let mut player = Player::of("tempo(480)\ndrums: s(\"bd*4\")\nlead: note(\"c4*4\")\n");
    player.type_in("mute lead");
    player.wait("a mute", |line| line.contains("lead: muted"));
    player.type_in("tempo 600");
    player.type_in("bars 1");
    player.wait("bar 5", |line| line.contains(" bar 5"));
    let stopped = Story::read(&folder(&player)).unwrap().rest();
    let begun = Instant::now();
    let player = resumed(player);
    let line = player.wait("it resumes", |line| line.contains("resumed at bar "));
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    let lines = player.lines();
    let bar: i64 =
        lines[line].split("at bar ").nth(1).unwrap().split(':').next().unwrap().parse().unwrap();
    assert!((stopped.cycle + 1..=stopped.cycle + 4).contains(&bar), "{bar} {stopped:?}");
    player.wait("the mute", |line| line.contains("track lead: muted"));
    player.wait("the tempo", |line| line.contains("tempo 600"));
    assert!(lines[line].starts_with(&format!("{bar}.")), "{}", lines[line]);
    player.quit();
}

#[test]
fn a_version_that_is_no_longer_on_the_disk_resumes_from_the_journal() {
    let player = Player::of("tempo(480)\ndrums: s(\"bd*4\")\n");
    player.save("tempo(480)\ndrums: s(\"bd*4\")\nlead: note(\"c4\")\n");
    player.wait("the second version", |line| line.contains("+lead"));
    player.save("broken(\n");
    player.wait("a refusal", |line| line.contains("save refused"));
    let player = resumed(player);
    player.wait("the good version", |line| line.contains("track lead: "));
    player.wait("what differs", |line| line.contains("the file differs"));
    player.quit();
}

#[test]
fn nothing_to_resume_is_told_and_it_plays() {
    let player = Player::of_scripts(&[("song.rhai", "drums: s(\"bd\")\n")], &["--resume"]);
    player.wait("why", |line| line.contains("nothing to resume"));
    player.wait("music", |line| line.contains("took over"));
    player.quit();
}

/// How often it is killed: `TRESILLO_KILLS=200` for the whole run.
fn kills() -> u64 {
    std::env::var("TRESILLO_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(5)
}

#[test]
fn killed_at_any_instant_it_keeps_what_was_accepted() {
    let mut restarts = Vec::new();
    for kill in 0..kills() {
        let mut player = Player::of("tempo(480)\ndrums: s(\"bd*4\")\n");
        let begun = Instant::now();
        // Instants without a pattern, the same in each run.
        let lasts = Duration::from_micros(kill.wrapping_mul(2_654_435_761) % 400_000);
        let mut saves = 1;
        while begun.elapsed() < lasts {
            saves += 1;
            player.save(format!("tempo(480)\ndrums: s(\"bd*4\")\nt{saves}: note({saves})\n"));
            std::thread::sleep(Duration::from_millis(15));
        }
        player.child.kill().unwrap();
        player.child.wait().unwrap();
        let told = player.lines();
        let story = Story::read(&folder(&player)).unwrap();
        let accepted =
            told.iter().filter(|line| line.starts_with("reload ") && !line.contains("refused"));
        let kept: Vec<u32> = story.versions().map(|(number, _)| number).collect();
        assert!(kept.len() >= accepted.count(), "{kept:?}\n{told:#?}");
        for number in kept {
            assert!(!story.texts(number).unwrap().is_empty());
        }
        assert!(story.records.iter().any(|record| matches!(record, Record::Heard { .. })));
        let _ = heard(&folder(&player));
        let begun = Instant::now();
        let player = resumed(player);
        player.wait("it resumes", |line| line.contains("resumed at bar"));
        restarts.push(begun.elapsed());
        player.quit();
    }
    restarts.sort();
    let (middle, slowest) = (restarts[restarts.len() / 2], restarts[restarts.len() - 1]);
    eprintln!("{} kills: back within {middle:?} (median), {slowest:?} (most)", restarts.len());
    assert!(slowest < Duration::from_secs(3), "{slowest:?}");
}
