//! How soon a save is heard while many voices play and the machine has other things to do.
//!
//! A measurement, for an idle machine: `cargo test --release --test busy -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::disallowed_methods, reason = "it measures time")]
#![allow(clippy::print_stderr, reason = "figures are told")]
#![allow(dead_code, reason = "the player is shared with other tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[path = "live/player.rs"]
mod player;

use player::Player;

/// Eight notes at a time that ring for eight: 64 voices.
fn song(version: usize) -> String {
    format!(
        "tempo(120)\ndrums: s(\"bd*4\")\npad: note(\"<[c2,e2,g2,b2,c3,e3,g3,b3] [d2,f2,a2,c3,d3,f3,a3,c4]>*8\")\
         .s(\"saw\").release(2.2).gain(0.04)\n// {version}\nlead: note({version})\n"
    )
}

/// What a line of the trace says about a stage, in milliseconds.
fn stage(line: &str, name: &str) -> Option<f64> {
    let rest = line.split_once(&format!("{name} "))?.1;
    rest.split_once(" ms")?.0.parse().ok()
}

fn tell(name: &str, mut figures: Vec<f64>) {
    figures.sort_by(f64::total_cmp);
    let at = |part: f64| figures[((figures.len() - 1) as f64 * part) as usize];
    let (middle, late, most) = (at(0.5), at(0.99), at(1.0));
    eprintln!(
        "{name}: {middle:.2} ms median, {late:.2} ms p99, {most:.2} ms most, {} saves",
        figures.len()
    );
}

#[test]
#[ignore = "a measurement"]
fn a_save_is_heard_soon_on_a_busy_machine() {
    let stop = Arc::new(AtomicBool::new(false));
    let player = Player::of(&song(1));
    std::thread::sleep(Duration::from_secs(4));
    let loops: Vec<_> = (0..4)
        .map(|_| {
            let stop = stop.clone();
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            })
        })
        .collect();
    let count = std::env::var("TRESILLO_SAVES").ok().and_then(|n| n.parse().ok()).unwrap_or(100);
    for version in 2..=count + 1 {
        std::thread::sleep(Duration::from_millis(150 + (version as u64 * 37) % 90));
        player.save(song(version));
        player.wait("the version", |line| line.starts_with(&format!("reload {version}:")));
    }
    stop.store(true, Ordering::Relaxed);
    loops.into_iter().for_each(|one| one.join().unwrap());
    let lines = player.quit();
    let figures = |from: &str, to: &str| -> Vec<f64> {
        let told = lines.iter().filter(|line| line.starts_with("reload "));
        told.skip(1)
            .filter_map(|line| Some(stage(line, to)? - stage(line, from).unwrap_or(0.0)))
            .collect()
    };
    tell("from the save to the first block", figures("nothing", "first block"));
    tell("from its being seen to the first block", figures("seen", "first block"));
}
