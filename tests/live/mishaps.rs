//! Whatever befalls the script, the music goes on, one message says why, and a mended script is taken.

use std::fs;

use super::player::Player;

/// Four bars a second, so that a bar that is told proves soon that the music goes on.
const GOOD: &str = "tempo(960)\ndrums: s(\"bd hh\")\n";

type Mishap = fn(&Player);

/// What happens, how, and what is said about it.
const MISHAPS: &[(&str, Mishap, &str)] = &[
    ("it does not parse", |p| p.save(")\n"), "error: "),
    ("half of it is written", |p| p.save("tempo(960)\ndrums: s(\"bd hh\""), "is not closed"),
    ("it fails half-way", |p| p.save("tempo(960)\ndrums: s(\"bd\").fsat(2)\n"), "`fast`"),
    ("it never ends", |p| p.save("loop {}\n"), "does not come to an end"),
    ("a text grows", |p| p.save("let a = \"x\"; loop { a += a; }\n"), "a text can have at most"),
    ("an array grows", |p| p.save("let a = []; loop { a.push(a); }\n"), "a list can have at most"),
    ("a function calls itself", |p| p.save("fn f(x) { f(x + 1) }\nf(1)\n"), "calls itself"),
    ("so does a value's", |p| p.save("fn f(x) { f(x + 1) }\nconst Y = f(1);\nY"), "calls itself"),
    ("it is empty", |p| p.save(""), "is empty"),
    ("it is blank", |p| p.save(" \n\n"), "is empty"),
    ("it is not UTF-8", |p| p.save(b"drums: s(\"bd\")\n\xff\xfe"), "is not UTF-8"),
    ("it vanishes", |p| fs::remove_file(&p.script).unwrap(), "cannot read"),
    (
        "a folder is in its place",
        |p| {
            fs::remove_file(&p.script).unwrap();
            fs::create_dir(&p.script).unwrap();
        },
        "is a folder",
    ),
    #[cfg(unix)]
    (
        "a pipe is in its place",
        |p| {
            fs::remove_file(&p.script).unwrap();
            let made = std::process::Command::new("mkfifo").arg(&p.script).status();
            assert!(made.unwrap().success());
        },
        "a pipe or a device",
    ),
];

fn mend(player: &Player, name: &str) {
    if player.script.is_dir() {
        fs::remove_dir(&player.script).unwrap();
    } else if player.script.metadata().is_ok_and(|meta| !meta.is_file()) {
        fs::remove_file(&player.script).unwrap();
    }
    player.save(format!("{GOOD}{name}: s(\"hh\")\n"));
    player.wait(name, |line| line.contains(&format!("track {name}: new, plays")));
}

fn is_bar(line: &str) -> bool {
    line.contains(" bar ") && line.contains("drums")
}

#[test]
fn the_music_goes_on_whatever_befalls_the_script() {
    // Two programs at a time: most of it is waiting for bars.
    let (one, two) = MISHAPS.split_at(MISHAPS.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| all_of(one));
        scope.spawn(|| all_of(two));
    });
}

fn all_of(mishaps: &[(&str, Mishap, &str)]) {
    let mut player = Player::of(GOOD);
    player.type_in("bars 1");
    for (n, (what, mishap, words)) in mishaps.iter().enumerate() {
        let before = player.lines().len();
        mishap(&player);
        let told = |line: &str| is_message(line) && line.contains(words);
        let at = player.wait_after(before, what, told);
        let refused = |line: &str| line.contains("save refused") && line.contains("plays on");
        player.wait_after(before, what, refused);
        player.wait_after(at + 1, "bar", is_bar);
        mend(&player, &format!("mended{n}"));
        let said = &player.lines()[before..];
        let messages: Vec<&String> = said.iter().filter(|line| is_message(line)).collect();
        assert_eq!(messages.len(), 1, "{what}: {said:#?}");
        assert!(!said.iter().any(|line| line.contains("drums: gone")), "{what}: {said:#?}");
    }
    player.quit();
}

fn is_message(line: &str) -> bool {
    line.contains(" error: ") || line.contains(" warning: ")
}

#[test]
fn a_script_that_comes_back_as_it_was_is_told() {
    let player = Player::of(GOOD);
    let away = player.path("away");
    for round in 0..2 {
        let before = player.lines().len();
        if round == 0 {
            fs::rename(&player.script, &away).unwrap();
        } else {
            player.save("");
        }
        let refused = player.wait_after(before, "a refusal", |line| line.contains("refused"));
        if round == 0 {
            fs::rename(&away, &player.script).unwrap();
        } else {
            player.save(GOOD);
        }
        player.wait_after(refused, "the end of it", |line| line.contains("took over at"));
    }
    player.quit();
}

#[cfg(unix)]
#[test]
fn a_link_that_points_elsewhere_is_a_save() {
    let folder = |path: &std::path::Path| {
        fs::write(path.join("other.rhai"), "drums: s(\"bd\")\nother: s(\"hh\")\n").unwrap();
    };
    let player = Player::furnished("drums: s(\"bd\")\n", folder);
    fs::rename(&player.script, player.path("first.rhai")).unwrap();
    for (target, track) in [("other.rhai", "track other: new"), ("first.rhai", "track other: gone")]
    {
        std::os::unix::fs::symlink(target, player.path("link")).unwrap();
        fs::rename(player.path("link"), &player.script).unwrap();
        player.wait(track, |line| line.contains(track));
    }
    player.quit();
}

#[test]
fn a_program_that_begins_with_a_broken_script_waits_for_a_good_one() {
    let player = Player::of_scripts(&[("song.rhai", "loop {}\n")], &[]);
    player.wait("a refusal", |line| line.contains("nothing plays yet"));
    player.save("drums: s(\"bd\")\n");
    player.wait("drums", |line| line.contains("track drums: new, plays"));
    player.quit();
}

#[test]
fn a_flood_of_notes_is_one_line_and_not_one_a_second() {
    let player = Player::of("drums: s(\"bd\")\n");
    player.save("drums: s(\"saw*2000\").release(5).gain(0.01)\n");
    let is_trouble = |line: &str| line.contains("trouble: ") && line.contains("cut short");
    player.wait("a flood", is_trouble);
    // Time for the next lines to come, if there were any.
    std::thread::sleep(std::time::Duration::from_secs(4));
    let lines = player.quit();
    assert_eq!(lines.iter().filter(|line| is_trouble(line)).count(), 1, "{lines:#?}");
}
