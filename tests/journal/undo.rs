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
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.rhai", "tempo(480)\nafter(4, \"next\")\ndrums: s(\"bd*4\")\n");
    write("b.rhai", "tempo(480)\nafter(3, \"nowhere\")\nlead: note(\"c4*4\")\n");
    let mut command = super::player::tresillo();
    command.args(["live", "--plain", "--no-audio"]).arg(folder.path());
    let player = Player::start(command, folder);
    player.wait("the first script", |line| line.contains("took over at 1.1: +drums"));
    player.wait("what follows", |line| line.contains("takes over at 5.1: +lead -drums"));
    player.wait("a name that is not there", |line| line.contains("no script `nowhere` follows"));
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
