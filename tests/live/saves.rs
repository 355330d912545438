//! Each way of saving is one reload, and what was saved is what plays.

use std::fs;
use std::io::Write;
use std::process::Command;
use std::time::Duration;

use super::player::Player;

type Save = fn(&Player, &str);

/// The ways in which editors and people save.
const WAYS: &[(&str, Save)] = &[
    ("in place, as VS Code and nano do", |player, text| player.save(text)),
    ("moved away and created, as vim does", |player, text| {
        fs::write(player.path("4913"), "").unwrap();
        fs::remove_file(player.path("4913")).unwrap();
        fs::rename(&player.script, player.path("song.rhai~")).unwrap();
        player.save(text);
        fs::remove_file(player.path("song.rhai~")).unwrap();
    }),
    ("written elsewhere and renamed over", |player, text| {
        fs::write(player.path(".song.rhai.tmp"), text).unwrap();
        fs::rename(player.path(".song.rhai.tmp"), &player.script).unwrap();
    }),
    ("cp", |player, text| by_shell(player, text, "cp other song.rhai")),
    ("mv", |player, text| by_shell(player, text, "mv other song.rhai")),
    ("sed -i", |player, text| {
        let last = text.lines().last().unwrap();
        by_shell(player, text, &format!("sed -i '$s/.*/{last}/' song.rhai"));
    }),
    ("slowly, in pieces", |player, text| {
        let mut file = fs::File::create(&player.script).unwrap();
        for piece in text.as_bytes().chunks(text.len() / 3) {
            file.write_all(piece).unwrap();
            file.sync_all().unwrap();
            // The writer is slow; nothing is waited for.
            std::thread::sleep(Duration::from_millis(40));
        }
    }),
];

fn by_shell(player: &Player, text: &str, command: &str) {
    fs::write(player.path("other"), text).unwrap();
    let status =
        Command::new("sh").args(["-c", command]).current_dir(player.folder.path()).status();
    assert!(status.unwrap().success(), "{command}");
}

#[test]
fn each_way_of_saving_is_one_reload() {
    let player = Player::of("drums: s(\"bd\")\nfirst: s(\"hh\")\n");
    for (n, (name, save)) in WAYS.iter().enumerate() {
        save(&player, &format!("drums: s(\"bd\")\nway{n}: s(\"hh*{}\")\n", n + 1));
        player.wait(name, |line| line.contains(&format!("track way{n}: new, plays")));
        player.wait(name, |line| line.starts_with(&format!("reload {}:", n + 2)));
    }
    // Longer than any wait of the watch: what has not come by now does not come.
    std::thread::sleep(Duration::from_millis(900));
    let lines = player.quit();
    let stages = ["seen", "read", "compiled", "sent", "first block", "looked ahead"];
    for line in lines.iter().filter(|line| line.starts_with("reload")) {
        let places: Vec<_> = stages.iter().map(|stage| line.find(stage)).collect();
        assert!(places.is_sorted() && !places.contains(&None), "{line}");
    }
    let reloads = lines.iter().filter(|line| line.starts_with("reload")).count();
    assert_eq!(reloads, WAYS.len() + 1, "{lines:#?}");
}

#[test]
fn every_version_is_told_when_it_takes_over_or_what_came_in_its_place() {
    let player = Player::of("tempo(480)\nquantum(1)\ndrums: s(\"bd\")\n");
    let first = player.wait("the first version", |line| line.contains("took over at 1.1"));
    assert!(player.lines()[first].contains("version 1: "), "{:?}", player.lines()[first]);
    const SAVES: usize = 20;
    for n in 1..=SAVES {
        player.save(format!("tempo(480)\nquantum(1)\ndrums: s(\"bd*{n} hh\")\n"));
        std::thread::sleep(Duration::from_millis(if n % 2 == 0 { 60 } else { 250 }));
    }
    let accepted = |line: &str| line.starts_with(&format!("reload {}:", SAVES + 1));
    player.wait("the last version", accepted);
    let over = format!("version {}: took over at", SAVES + 1);
    player.wait("the last version", |line| line.contains(&over));
    let lines = player.quit();
    for n in 1..=SAVES + 1 {
        let told = |what: &str| {
            let line = format!("version {n}: {what}");
            lines.iter().filter(|said| said.contains(&line)).count()
        };
        let ends = told("took over at") + told("superseded by version");
        assert_eq!(ends, 1, "version {n}: {lines:#?}");
    }
    assert!(lines.iter().any(|line| line.contains("superseded by")), "{lines:#?}");
}

#[test]
fn the_trace_counts_from_the_save_and_not_from_when_it_was_noticed() {
    let player = Player::of("drums: s(\"bd\")\n");
    player.save("drums: s(\"bd\")\nnew: s(\"hh\")\n");
    let at = player.wait("a reload", |line| line.starts_with("reload 2:"));
    let line = player.lines()[at].clone();
    let figures: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    assert_eq!(figures.len(), 6, "{line}");
    assert!(figures[0] > 0.0 && line.ends_with("after the save"), "{line}");
    player.quit();
}
