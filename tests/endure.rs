//! What a set endures: saves at any moment, a machine that cannot keep up, and two versions that are
//! compared. By the clock of the music alone.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use tresillo::bounce::Desk;
use tresillo::conductor::Report;
use tresillo::diag::Source;
use tresillo::engine::BLOCK;
use tresillo::script::{Compiler, Outcome};

const RATE: u32 = 48_000;

fn compile(compiler: &mut Compiler, text: &str) -> Outcome {
    compiler.compile(&Source::new("test.rhai", text))
}

fn play(desk: &mut Desk, frames: u64) -> Vec<f32> {
    let mut heard = Vec::new();
    let mut sink = |block: &[f32]| {
        heard.extend_from_slice(block);
        Ok(())
    };
    desk.play(frames, BLOCK, &mut sink).unwrap();
    heard
}

fn peak(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
}

/// `TRESILLO_SAVES=1000` for the long run.
fn saves() -> usize {
    std::env::var("TRESILLO_SAVES").ok().and_then(|n| n.parse().ok()).unwrap_or(60)
}

/// Plays a rim shot on each quarter, louder or softer from version to version, and saves at random
/// moments.
#[test]
fn a_save_at_any_moment_takes_over_on_the_quantum_to_the_sample() {
    // 120 beats a minute: a quarter of a cycle is so long.
    const QUARTER: usize = 24_000;
    let mut compiler = Compiler::new(&[]);
    let version = |number: usize| {
        let gain = if number.is_multiple_of(2) { 0.2 } else { 0.6 };
        format!(
            "tempo(120)\nquantum(1/4)\na: s(\"rim*4\").clip(0.01).gain({gain})\nb{number}: silence"
        )
    };
    let mut desk = Desk::new(RATE, compile(&mut compiler, &version(0)));
    let mut heard = play(&mut desk, 100);
    let mut expected = vec![(0.0, 0)];
    let mut dice = 0x9E37_79B9_u32;
    for number in 1..=saves() {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        heard.extend(play(&mut desk, 500 + u64::from(dice >> 8) % 30_000));
        let before = desk.conductor.position().cycle;
        desk.conductor.take(compile(&mut compiler, &version(number)));
        let reports = desk.conductor.reports().into_iter().rev();
        let took = reports.filter_map(|report| match report {
            Report::Took { at, .. } => Some(at),
            _ => None,
        });
        let at = took.take(1).next().unwrap();
        assert!(at > before && at <= before + 0.25 && (at * 4.0).fract() == 0.0, "{before} {at}");
        expected.push((at, number));
    }
    heard.extend(play(&mut desk, QUARTER as u64 * 2));
    let onset = heard.iter().position(|sample| *sample != 0.0).unwrap() / 2;
    let quarter = |frame: usize| &heard[frame * 2..];
    let soft = peak(&quarter(0)[..QUARTER * 2]);
    let mut changes = 0;
    for number in 0..heard.len() / 2 / QUARTER - 1 {
        let begin = number * QUARTER;
        let silent = &quarter(begin)[..onset * 2];
        assert_eq!(peak(silent), 0.0, "quarter {number} begins too early");
        assert!(quarter(begin + onset)[..2].iter().any(|x| *x != 0.0), "quarter {number} is late");
        let (_, playing) = expected.iter().rev().find(|(at, _)| at * 4.0 <= number as f64).unwrap();
        let found = peak(&quarter(begin)[..QUARTER * 2]);
        assert_eq!(found > 2.0 * soft, playing % 2 == 1, "quarter {number}: version {playing}");
        changes += playing % 2;
    }
    assert!(changes > 0);
}

#[test]
fn two_versions_that_are_compared_are_equally_loud() {
    let mut compiler = Compiler::new(&[]);
    let version =
        |gain: f64| format!("tempo(120)\nlead: note(\"c4*8\").s(\"saw\").lpf(1200).gain({gain})");
    let mut desk = Desk::new(RATE, compile(&mut compiler, &version(0.3)));
    play(&mut desk, 5 * 48_000);
    assert!(desk.conductor.flip().is_none(), "there is one version only");
    desk.conductor.take(compile(&mut compiler, &version(0.12)));
    let power = |samples: &[f32]| {
        let sum: f32 = samples.iter().map(|sample| sample * sample).sum();
        10.0 * (sum / samples.len() as f32).log10()
    };
    let last = |samples: &[f32]| power(&samples[samples.len() - 48_000 * 4..]);
    let soft = last(&play(&mut desk, 6 * 48_000));
    let (number, level) = desk.conductor.flip().unwrap();
    assert_eq!(number, 1);
    let first = last(&play(&mut desk, 6 * 48_000));
    assert!((first - soft).abs() < 0.3, "{first} dB beside {soft} dB");
    assert!(level.unwrap() < -300, "{level:?}");
    let (number, level) = desk.conductor.flip().unwrap();
    assert_eq!((number, level.unwrap().abs() < 20), (2, true), "{level:?}");
    let again = last(&play(&mut desk, 6 * 48_000));
    assert!((again - soft).abs() < 0.3, "{again} dB beside {soft} dB");
}

#[test]
fn what_was_hardly_heard_is_not_matched() {
    let mut compiler = Compiler::new(&[]);
    let mut desk = Desk::new(RATE, compile(&mut compiler, "lead: note(\"c4*8\")"));
    play(&mut desk, 9_000);
    desk.conductor.take(compile(&mut compiler, "lead: note(\"c5*8\")"));
    play(&mut desk, 9_000);
    assert_eq!(desk.conductor.flip(), Some((1, None)));
}

#[test]
fn a_machine_that_cannot_keep_up_sheds_voices_by_name_and_keeps_the_grid() {
    let mut compiler = Compiler::new(&[]);
    let chords = "tempo(120)\npad: note(\"c4,e4,g4,b4,d5,f5,a5,c6\".fast(4)).s(\"saw\").release(2).gain(0.05)\n\
                  rim: s(\"rim*4\")";
    let desk = |compiler: &mut Compiler| Desk::new(RATE, compile(compiler, chords));
    let (mut free, mut shed) = (desk(&mut compiler), desk(&mut compiler));
    for desk in [&mut free, &mut shed] {
        play(desk, 2 * 48_000);
    }
    let many = shed.conductor.position().voices;
    assert!(many > 30, "{many}");
    shed.conductor.allow_voices(16);
    play(&mut free, 48_000);
    play(&mut shed, 48_000);
    assert!(shed.conductor.position().voices <= 16, "{:?}", shed.conductor.position());
    assert_eq!(shed.conductor.position().cycle, free.conductor.position().cycle);
    let told = shed.conductor.last_reports();
    let named = |report: &Report| matches!(report, Report::Trouble(what) if what.contains("of the track `pad` were cut short"));
    assert!(told.iter().any(named), "{told:#?}");
    shed.conductor.allow_voices(1024);
    play(&mut shed, 48_000 * 2);
    assert!(shed.conductor.position().voices > 30);
}
