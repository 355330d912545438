//! One reference for every built-in sound: how loud each is at `gain(1)`, played through the whole engine.
//!
//! `UPDATE_LEVELS=1 cargo test --test levels` writes the figures that the reference shows.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fmt::Write as _;

use tresillo::bounce::Desk;
use tresillo::diag::Source;
use tresillo::script::Compiler;
use tresillo::sound::class::{Class, TOLERANCE, measured};
use tresillo::sound::{SHOTS, SOUNDS};

const RATE: u32 = 48_000;
/// The table of figures.
const ROWS: &str = "src/sound/class/rows.rs";
/// Below this the loudest sample of a recorded stroke stays, in decibels: the limiter has nothing to do.
const HEADROOM: f64 = -3.0;

/// What one note or stroke measures.
struct Figures {
    name: &'static str,
    class: Class,
    /// The greatest short-term loudness (over 3 s), in LUFS.
    loudness: f64,
    /// The greatest sample, in decibels below full scale.
    peak: f64,
}

impl Figures {
    fn of(name: &'static str, class: Class, line: &str) -> Figures {
        let script = format!("cps(1/2)\na: {line}.slow(3)\n");
        let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script.as_str()));
        assert!(outcome.diagnostics.is_empty(), "{line}: {:?}", outcome.diagnostics);
        let mode = ebur128::Mode::S | ebur128::Mode::SAMPLE_PEAK;
        let mut meter = ebur128::EbuR128::new(2, RATE, mode).unwrap();
        let mut loudness = f64::NEG_INFINITY;
        let mut sink = |block: &[f32]| {
            meter.add_frames_f32(block).unwrap();
            loudness = loudness.max(meter.loudness_shortterm().unwrap());
            Ok(())
        };
        Desk::new(RATE, outcome).play(u64::from(RATE) * 4, 4800, &mut sink).unwrap();
        let peak = meter.sample_peak(0).unwrap().max(meter.sample_peak(1).unwrap());
        Figures { name, class, loudness, peak: 20.0 * peak.log10() }
    }

    /// How far it lies above its class.
    fn off(&self) -> f64 {
        self.loudness - f64::from(self.class.reference())
    }
}

/// The table of the sounds that are inside the program, in their order.
fn all() -> Vec<Figures> {
    let sounds = SOUNDS.iter().filter_map(|row| {
        let line = format!("note(\"c4\").s(\"{}\")", row.name);
        Some(Figures::of(row.name, Class::of(row.sound)?, &line))
    });
    let shots = SHOTS
        .iter()
        .map(|shot| Figures::of(shot.name, shot.class, &format!("s(\"{}\")", shot.name)));
    sounds.chain(shots).collect()
}

fn written(all: &[Figures]) -> String {
    let mut text = String::from(
        "//! How loud each built-in sound is at `gain(1)`: figures that `tests/levels.rs` measured and wrote.\n\
         //! They are shown and decide nothing.\n\n\
         /// Name, and short-term loudness in LUFS.\n#[rustfmt::skip]\n\
         pub(super) const MEASURED: &[(&str, f32)] = &[\n",
    );
    for figures in all {
        writeln!(text, "    (\"{}\", {:.1}),", figures.name, figures.loudness).unwrap();
    }
    text + "];\n"
}

#[test]
fn every_built_in_sound_is_within_two_units_of_the_loudness_of_its_class() {
    let all = all();
    let strange: Vec<String> = all
        .iter()
        .filter(|f| f.off().abs() > f64::from(TOLERANCE))
        .map(|f| format!("{} ({:?}): {:+.1} LU, peak {:.1} dB", f.name, f.class, f.off(), f.peak))
        .collect();
    if std::env::var_os("UPDATE_LEVELS").is_some() {
        std::fs::write(ROWS, written(&all)).unwrap();
    }
    assert!(strange.is_empty(), "{strange:#?}");
    if std::env::var_os("UPDATE_LEVELS").is_none() {
        for figures in &all {
            let told = measured(figures.name).map(f64::from);
            let fits = told.is_some_and(|told| (told - figures.loudness).abs() < 0.1);
            assert!(fits, "{}: {:.1} LUFS, {ROWS} says {told:?}", figures.name, figures.loudness);
        }
    }
    let shots = all.iter().filter(|f| SHOTS.iter().any(|shot| shot.name == f.name));
    let high: Vec<_> = shots.filter(|f| f.peak > HEADROOM).map(|f| (f.name, f.peak)).collect();
    assert!(high.is_empty(), "no headroom: {high:?}");
}
