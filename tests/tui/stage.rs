//! The real terminal with the made-up piece: played by hand to look at it, and by other tests
//! within a pseudo-terminal.
//!
//! `STAGE=playing cargo test --test tui -- --ignored --nocapture the_piece_on_a_real_terminal`

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Instant;

use tresillo::tui::snapshot::{Action, Snapshot};
use tresillo::tui::{self, Entry, Options};

use crate::piece;

fn docs(word: &str) -> Vec<Entry> {
    let rows = [
        ("p.fast(factor)", "Plays a pattern faster: 2 is twice as fast.", "s(\"bd sn\").fast(2)"),
        ("p.slow(factor)", "Plays a pattern slower: 2 takes two cycles.", "s(\"bd sn\").slow(2)"),
        (
            "p.off(time, change)",
            "Adds a changed copy, later by a time.",
            "n(\"0 2\").off(1/8, |p| p.add(7))",
        ),
    ];
    let hits = rows.iter().filter(|row| row.0.contains(word) || row.1.contains(word));
    let entry = |row: &(&str, &str, &str)| Entry {
        call: row.0.to_owned(),
        summary: row.1.to_owned(),
        example: row.2.to_owned(),
    };
    hits.map(entry).collect()
}

fn obey(shot: &mut Snapshot, action: &Action) {
    match action {
        Action::Mute(track) => shot.tracks[*track].muted ^= true,
        Action::Solo(track) => shot.tracks[*track].solo ^= true,
        Action::ClearMutes => shot.tracks.iter_mut().for_each(|track| track.solo = false),
        Action::PlayPause => shot.running ^= true,
        Action::Panic => panic!("panic on request"),
        _ => {}
    }
}

#[test]
#[ignore = "needs a terminal"]
fn the_piece_on_a_real_terminal() {
    let scene = std::env::var("STAGE").unwrap_or_default();
    let at = |cycle: f64| match scene.as_str() {
        "failing" => piece::failing(cycle),
        "welcoming" => piece::welcoming(cycle),
        "crowded" => piece::crowded(cycle),
        _ => piece::playing(cycle),
    };
    let state = RefCell::new(at(16.0));
    let start = Instant::now();
    let cycle = Cell::new(16.0);
    let fixed = std::env::var("CYCLE").ok().and_then(|cycle| cycle.parse::<f64>().ok());
    let view = || {
        let state = state.borrow();
        if state.running {
            cycle.set(fixed.unwrap_or(16.0 + start.elapsed().as_secs_f64() * state.cps));
        }
        let mut shot = Snapshot { running: state.running, ..at(cycle.get()) };
        shot.problems = Arc::clone(&state.problems);
        for (track, kept) in shot.tracks.iter_mut().zip(&state.tracks) {
            (track.muted, track.solo) = (kept.muted, kept.solo);
        }
        Arc::new(shot)
    };
    let act = |action: Action| obey(&mut state.borrow_mut(), &action);
    let options = Options { docs: Some(Box::new(docs)), ..Options::detect() };
    tui::run(view, act, options).expect("the terminal works");
}
