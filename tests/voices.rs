//! What voices sound like, measured in rendered scripts: spectra of sources, shaping and tremolo.
//!
//! Each fact is one that a player would name; it is measured in what would be heard.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use tresillo::bounce::Desk;
use tresillo::diag::Source;
use tresillo::script::Compiler;

const RATE: u32 = 48_000;

/// A second of a pattern that plays one long note, left and right, without its first tenth.
fn heard(pattern: &str) -> [Vec<f64>; 2] {
    let script = format!("cps(1/2)\na: {pattern}.attack(0.01).sustain(1).release(0.1)");
    let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script.as_str()));
    assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
    let mut sides = [Vec::new(), Vec::new()];
    let mut sink = |block: &[f32]| {
        for pair in block.chunks_exact(2) {
            (0..2).for_each(|side| sides[side].push(f64::from(pair[side])));
        }
        Ok(())
    };
    Desk::new(RATE, outcome).play(u64::from(RATE) * 11 / 10, 256, &mut sink).unwrap();
    sides.map(|side| side[RATE as usize / 10..].to_vec())
}

fn middle(pattern: &str) -> Vec<f64> {
    let [left, right] = heard(pattern);
    left.iter().zip(&right).map(|(l, r)| l + r).collect()
}

/// Amplitude at a whole number of hertz, seen through a window that hides its neighbours.
fn amplitude(sound: &[f64], hertz: usize) -> f64 {
    let turn = std::f64::consts::TAU / sound.len() as f64;
    let (mut re, mut im) = (0.0, 0.0);
    for (i, x) in sound.iter().enumerate() {
        let window = 1.0 - (turn * i as f64).cos();
        let phase = std::f64::consts::TAU * hertz as f64 * i as f64 / f64::from(RATE);
        re += x * window * phase.cos();
        im += x * window * phase.sin();
    }
    re.hypot(im) * 2.0 / sound.len() as f64
}

fn decibels(ratio: f64) -> f64 {
    20.0 * ratio.max(1e-12).log10()
}

/// A harmonic of 220 Hz against the strongest of the first twelve.
fn harmonic(sound: &[f64], number: usize) -> f64 {
    let strongest = (1..=12).map(|n| amplitude(sound, 220 * n)).fold(0.0, f64::max);
    decibels(amplitude(sound, 220 * number) / strongest)
}

fn level(sound: &[f64]) -> f64 {
    decibels((sound.iter().map(|x| x * x).sum::<f64>() / sound.len() as f64).sqrt())
}

/// Power between two frequencies, from a few hundred places.
fn power(sound: &[f64], from: usize, to: usize) -> f64 {
    let step = ((to - from) / 60).max(1);
    let places = (from..to).step_by(step);
    let count = places.clone().count() as f64;
    10.0 * (places.map(|hz| amplitude(sound, hz).powi(2)).sum::<f64>() / count * (to - from) as f64)
        .log10()
}

#[test]
fn modulation_gives_a_sine_harmonics_and_its_ratio_says_which() {
    let plain = middle("note(\"a3\").s(\"sine\")");
    assert!(harmonic(&plain, 2) < -60.0 && harmonic(&plain, 3) < -60.0);
    let bright = middle("note(\"a3\").s(\"sine\").fm(2)");
    assert!(harmonic(&bright, 2) > -15.0 && harmonic(&bright, 3) > -20.0);
    let hollow = middle("note(\"a3\").s(\"sine\").fm(1).fmh(2)");
    assert!(harmonic(&hollow, 2) < -50.0 && harmonic(&hollow, 3) > -20.0);
}

#[test]
fn the_envelope_of_the_modulator_opens_and_closes_the_sound() {
    let struck = middle("note(\"a3\").s(\"sine\").fm(4).fmdecay(0.2).fmsustain(0)");
    let (early, late) = (&struck[..RATE as usize / 20], &struck[RATE as usize / 2..]);
    assert!(harmonic(early, 3) > -20.0, "{}", harmonic(early, 3));
    assert!(harmonic(late, 3) < -60.0, "{}", harmonic(late, 3));
}

#[test]
fn the_width_of_a_pulse_decides_its_even_harmonics() {
    let square = middle("note(\"a3\").s(\"square\")");
    assert!(harmonic(&square, 2) < -60.0);
    let narrow = middle("note(\"a3\").s(\"pulse\").pw(0.25)");
    assert!(harmonic(&narrow, 2) > -6.0);
    assert!(harmonic(&narrow, 4) < -50.0, "a quarter has no fourth harmonic");
    let mean = narrow.iter().sum::<f64>() / narrow.len() as f64;
    assert!(mean.abs() < 1e-3, "it has no constant part: {mean}");
}

#[test]
fn a_supersaw_is_wide_thick_and_as_loud_as_a_saw() {
    let [left, right] = heard("note(\"a3\").s(\"supersaw\")");
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let alike = product(&left, &right) / (product(&left, &left) * product(&right, &right)).sqrt();
    assert!((0.3..0.98).contains(&alike), "{alike}");
    let saw = heard("note(\"a3\").s(\"sawtooth\")");
    let difference = level(&left) - level(&saw[0]);
    assert!(difference.abs() < 3.0, "{difference}");
    let single = heard("note(\"a3\").s(\"supersaw\").unison(1).spread(0)");
    assert!(harmonic(&single[0], 2) > -7.0);
}

#[test]
fn noises_have_their_colours() {
    let slope = |name: &str| {
        let sound = middle(&format!("s(\"{name}\")"));
        power(&sound, 4000, 8000) - power(&sound, 250, 500)
    };
    // Four octaves: white gains 3 dB in each, pink nothing, brown loses 3.
    let (white, pink, brown) = (slope("white"), slope("pink"), slope("brown"));
    assert!((white - 12.0).abs() < 3.0, "white {white}");
    assert!(pink.abs() < 3.0, "pink {pink}");
    assert!((brown + 12.0).abs() < 3.5, "brown {brown}");
    let crackle = middle("s(\"crackle\")");
    let clicks = crackle.iter().filter(|x| x.abs() > 1e-6).count();
    assert!((5..30).contains(&clicks), "{clicks}");
}

#[test]
fn distortion_adds_odd_harmonics_and_little_level() {
    let plain = middle("note(\"a3\").s(\"sine\")");
    let driven = middle("note(\"a3\").s(\"sine\").distort(3)");
    assert!(harmonic(&driven, 3) > -15.0 && harmonic(&driven, 2) < -50.0);
    assert!((0.0..9.0).contains(&(level(&driven) - level(&plain))));
    let lopsided = middle("note(\"a3\").s(\"sine\").distort(\"1:1:diode\")");
    assert!(harmonic(&lopsided, 2) > -25.0);
}

#[test]
fn a_tremolo_swells_as_often_as_it_is_told() {
    for pattern in ["tremolo(5)", "tremolosync(10)"] {
        let sound = middle(&format!("note(\"a4\").s(\"sine\").{pattern}"));
        let swells: Vec<f64> =
            sound.chunks(480).map(|c| c.iter().fold(0.0, |m: f64, x| m.max(x.abs()))).collect();
        let top = swells.iter().copied().fold(0.0, f64::max);
        let risen = |pair: &&[f64]| pair[0] < top / 2.0 && pair[1] >= top / 2.0;
        let count = swells.windows(2).filter(risen).count();
        assert!((4..=5).contains(&count), "{pattern}: {count}");
        assert!(swells.iter().any(|x| *x < top * 0.1), "{pattern}: to nothing in between");
    }
}

#[test]
fn machines_play_the_same_drum_differently() {
    let kick = |bank: &str| {
        let [left, _] = heard(&format!("s(\"bd\").bank(\"{bank}\")"));
        left
    };
    let machines = ["house", "808", "909", "606", "707", "linn", "cr78", "acoustic"].map(kick);
    for (i, one) in machines.iter().enumerate() {
        assert!(one.iter().all(|x| x.is_finite()));
        assert!(machines[..i].iter().all(|other| one != other));
    }
    let tail = |sound: &[f64]| level(&sound[RATE as usize / 2..]) - level(&sound[..4800]);
    assert!(tail(&machines[1]) > tail(&machines[5]) + 6.0, "an 808 rings on, a Linn does not");
}

#[test]
fn modulators_form_a_chain_that_ends_where_one_is_missing() {
    let sine = "note(\"a3\").s(\"sine\")";
    let one = middle(&format!("{sine}.fm(1)"));
    let two = middle(&format!("{sine}.fm(1).fm2(2).fmh2(3)"));
    assert!(harmonic(&two, 7) > harmonic(&one, 7) + 10.0, "the second modulator bends the first");
    let broken = middle(&format!("{sine}.fm(1).fm3(2)"));
    assert_eq!(one, broken, "a third without a second moves nothing");
    let eight: String = (2..=8).map(|i| format!(".fm{i}(1)")).collect();
    let long = middle(&format!("{sine}.fm(1){eight}"));
    assert!(long.iter().all(|x| x.abs() < 1.0) && long != two);
}

#[test]
fn the_wave_and_the_envelope_of_a_modulator_are_heard() {
    let sine = "note(\"a3\").s(\"sine\").fm(1)";
    let plain = middle(sine);
    for wave in ["triangle", "saw", "square", "noise"] {
        assert_ne!(plain, middle(&format!("{sine}.fmwave(\"{wave}\")")), "{wave}");
    }
    let hiss = middle(&format!("{sine}.fmwave(\"white\")"));
    assert!(harmonic(&hiss, 1) - decibels(amplitude(&hiss, 300)) < 60.0);
    let falls = format!("{sine}.fmdecay(0.8).fmsustain(0)");
    let (straight, curved) = (middle(&falls), middle(&format!("{falls}.fmenv(\"exp\")")));
    let third = |sound: &[f64]| harmonic(&sound[RATE as usize / 5..RATE as usize / 2], 3);
    assert!(third(&curved) < third(&straight) - 3.0);
}

#[test]
fn a_machine_and_its_drum_may_be_one_word() {
    let [left, _] = heard("s(\"bd\").bank(\"808\")");
    for word in ["808bd", "tr808_bd", "808_bd"] {
        assert_eq!(heard(&format!("s(\"{word}\")"))[0], left, "{word}");
    }
    let [conga, _] = heard("s(\"conga\")");
    assert_eq!(heard("s(\"808lc\")")[0], conga);
}
