//! Libraries that break, vanish and come back while their importer plays on and is never saved.

use std::fs;

use super::player::Player;

const GOOD: &str = "fn foo() { s(\"bd*3\") }\n";
const BROKEN: &str = "fn foo() {\n  s(\"bd*3\" }\n";

fn importing(library: &str) -> Player {
    let script = "import \"lib1\" as h\ndrums: s(\"hh\")\na: h::foo()\n";
    Player::furnished(script, |folder| fs::write(folder.join("lib1.rhai"), library).unwrap())
}

/// Saves the library, or removes it.
fn save(player: &Player, library: Option<&str>) {
    let path = player.path("lib1.rhai");
    match library {
        Some(text) => fs::write(path, text).unwrap(),
        None => fs::remove_file(path).unwrap(),
    }
}

/// Saves the library and waits for the reload of that number.
fn reload(player: &Player, number: usize, library: &str) {
    save(player, Some(library));
    let begun = format!("reload {number}:");
    player.wait(&begun, |line| line.starts_with(&begun));
}

#[test]
fn a_library_that_broke_or_vanished_is_taken_when_it_is_mended() {
    let player = importing(GOOD);
    save(&player, Some(BROKEN));
    player.wait("the place of the mistake", |line| line.contains("lib1.rhai:2:"));
    reload(&player, 2, "fn foo() { s(\"cp*3\") }\n");
    save(&player, None);
    player.wait("what is missing", |line| line.contains("there is no library \"lib1\""));
    reload(&player, 3, GOOD);
    player.quit();
}

#[test]
fn a_library_that_was_broken_from_the_start_is_taken_when_it_is_mended() {
    let player = importing(BROKEN);
    player.wait("the place of the mistake", |line| line.contains("lib1.rhai:2:"));
    reload(&player, 2, GOOD);
    player.wait("the track", |line| line.contains("track a: new, plays"));
    player.quit();
}
