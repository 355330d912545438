//! Undo, redo, A and B: what plays changes, the file does not.

use super::player::Player;

#[test]
fn undo_plays_the_version_before_and_leaves_the_file() {
    let mut player = Player::of("tempo(480)\ndrums: s(\"bd\")\n");
    let second = "tempo(480)\ndrums: s(\"bd\")\nlead: note(\"c4\")\n";
    player.save(second);
    player.wait("the second version", |line| line.contains("version 2: took over"));
    player.type_in("undo");
    player.wait("the first version", |line| {
        line.contains("version 1: back to version 1") && line.contains("the file differs")
    });
    player.wait("the end of the lead", |line| line.contains("track lead: gone"));
    assert_eq!(std::fs::read_to_string(&player.script).unwrap(), second);
    player.type_in("undo");
    player.wait("the end of undo", |line| line.contains("nothing before this version"));
    player.type_in("redo");
    player.wait("the second version again", |line| line.contains("back to version 2"));
    player.type_in("redo");
    player.wait("the end of redo", |line| line.contains("nothing after this version"));
    player.type_in("undo");
    player.wait_after(player.lines().len() - 1, "version 1", |line| line.contains("version 1"));
    player.save("tempo(480)\ndrums: s(\"bd*2\")\n");
    player.wait("a version made of the file", |line| line.contains("version 3: took over"));
    player.quit();
}

#[test]
fn a_and_b_change_on_the_bar() {
    let mut player = Player::of("tempo(480)\ndrums: s(\"bd\")\n");
    player.type_in("ab");
    player.wait("nothing to compare", |line| line.contains("no other version"));
    player.save("tempo(480)\ndrums: s(\"bd\")\nlead: note(\"c4\")\n");
    player.wait("the second version", |line| line.contains("version 2: took over"));
    for version in [1, 2, 1] {
        let from = player.lines().len();
        player.type_in("ab");
        let words = format!("back to version {version}: takes over at ");
        let at = player.wait_after(from, &words, |line| line.contains(&words));
        let line = player.lines()[at].clone();
        let moment = line.split("takes over at ").nth(1).unwrap();
        assert!(moment.split(':').next().unwrap().ends_with(".1"), "on the bar: {line}");
    }
    player.quit();
}

#[test]
fn a_script_follows_a_script_on_the_bar() {
    let first = "tempo(480)\nafter(4, \"next\")\ndrums: s(\"bd*4\")\n";
    let next = "tempo(480)\nafter(3, \"nowhere\")\nlead: note(\"c4*4\")\n";
    let player = Player::of_scripts(&[("a.rhai", first), ("b.rhai", next)], &[]);
    player.wait("the first script", |line| line.contains("took over at 1.1: +drums"));
    player.wait("what follows", |line| line.contains("takes over at 5.1: +lead -drums"));
    player.wait("a name that is not there", |line| line.contains("no script `nowhere` follows"));
    player.quit();
}

#[test]
fn a_script_is_added_to_the_one_that_plays_and_taken_away() {
    let first = "tempo(480)\ndrums: s(\"bd*4\")\n";
    let scripts = [("a.rhai", first), ("b.rhai", "lead: note(\"c4*4\")\n")];
    let mut player = Player::of_scripts(&scripts, &[]);
    player.wait("the first script", |line| line.contains("took over at 1.1: +drums"));
    player.type_in("add b");
    player.wait("the lead", |line| line.contains("+lead") && !line.contains("-drums"));
    std::fs::write(player.path("b.rhai"), "lead: note(\"c4*4\")\npad: note(\"e4\")\n").unwrap();
    player.wait("the pad", |line| line.contains("+pad") && !line.contains("-drums"));
    player.type_in("add a");
    player.wait("why not", |line| line.contains("this script plays already"));
    player.type_in("add b");
    player.wait("its end", |line| line.contains("-lead") && line.contains("-pad"));
    player.quit();
}

#[test]
fn a_replay_overwrites_nothing_that_was_kept() {
    let player = Player::of("tempo(480)\ndrums: s(\"bd*4\")\n");
    std::thread::sleep(std::time::Duration::from_millis(300));
    let kept = super::night::folder(&player);
    let journal = super::night::story(&kept).folder.join("journal");
    let journal = std::fs::read_dir(journal).unwrap().next().unwrap().unwrap().path();
    let take = tresillo::audio::takes::takes(&kept.join("takes"))[0].clone();
    for spoilt in [&player.script, &journal, &take] {
        let mut command = super::player::tresillo();
        let output = command.arg("replay").arg(&kept).arg("-o").arg(spoilt).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", spoilt.display());
        assert!(String::from_utf8_lossy(&output.stderr).contains("would be lost"));
    }
    player.quit();
}

#[test]
fn takes_as_flac_and_of_what_comes_to_the_limiter_are_written() {
    let song = "tempo(480)\nmasterGain(12)\ndrums: s(\"bd*4\")\n";
    let player = Player::of_scripts(&[("song.rhai", song)], &["--flac", "--before-limiter"]);
    player.wait("music", |line| line.contains("took over"));
    std::thread::sleep(std::time::Duration::from_millis(800));
    let kept = super::night::folder(&player);
    let unlimited = kept.join("takes-before-limiter");
    let heard = tresillo::audio::takes::takes(&kept.join("takes"));
    assert!(heard[0].extension().is_some_and(|end| end == "flac"), "{heard:?}");
    let raw = tresillo::audio::takes::takes(&unlimited);
    let samples = hound::WavReader::open(&raw[0]).unwrap().into_samples::<f32>();
    let peak = samples.map(|sample| sample.unwrap().abs()).fold(0.0, f32::max);
    assert!(peak > 1.0, "it was limited: {peak}");
    player.quit();
}

#[test]
fn tempo_and_quantum_can_be_typed() {
    let mut player = Player::of("drums: s(\"bd\")\n");
    for (line, answer) in [
        ("tempo 300", "tempo 300"),
        ("tempo", "which tempo?"),
        ("nudge 10", "nudged: 10 ms earlier"),
        ("nudge x", "how many milliseconds?"),
        ("quantum 2", "versions take over every 2 bars"),
        ("tap", "tap on"),
    ] {
        player.type_in(line);
        player.wait(line, |said| said.contains(answer));
    }
    player.save("drums: s(\"bd*2\")\n");
    player.wait("a countdown", |line| line.contains("takes over at "));
    player.quit();
}
