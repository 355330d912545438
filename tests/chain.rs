//! What happens to a voice on its way: filters, shaping, glides, amplifier and grains, measured in
//! rendered scripts.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::f64::consts::TAU;

use tresillo::bounce::Desk;
use tresillo::diag::Source;
use tresillo::script::Compiler;

const RATE: u32 = 48_000;

/// Left and right together, for so many seconds of a script at half a cycle a second.
fn render(script: &str, seconds: f64) -> Vec<f64> {
    let script = format!("cps(1/2)\n{script}\n");
    let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script.as_str()));
    assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
    let mut sum = Vec::new();
    let mut sink = |block: &[f32]| {
        sum.extend(block.chunks_exact(2).map(|pair| f64::from(pair[0]) + f64::from(pair[1])));
        Ok(())
    };
    let frames = (seconds * f64::from(RATE)) as u64;
    Desk::new(RATE, outcome).play(frames, 256, &mut sink).unwrap();
    sum
}

/// A long note with a level envelope, from 0.1 s on.
fn long(pattern: &str, seconds: f64) -> Vec<f64> {
    let script = format!("a: {pattern}.attack(.01).sustain(1).release(.1)");
    render(&script, seconds + 0.1).split_off(RATE as usize / 10)
}

/// Amplitude at a frequency, through a window (Blackman and Harris) that hides its neighbours.
fn amplitude(sound: &[f64], hertz: f64) -> f64 {
    let turn = TAU / sound.len() as f64;
    let (mut re, mut im, mut all) = (0.0, 0.0, 0.0);
    for (i, x) in sound.iter().enumerate() {
        let t = turn * i as f64;
        let window =
            0.358_75 - 0.488_29 * t.cos() + 0.141_28 * (2.0 * t).cos() - 0.011_68 * (3.0 * t).cos();
        let phase = TAU * hertz * i as f64 / f64::from(RATE);
        re += x * window * phase.cos();
        im += x * window * phase.sin();
        all += window;
    }
    re.hypot(im) * 2.0 / all
}

fn decibels(ratio: f64) -> f64 {
    20.0 * ratio.max(1e-12).log10()
}

fn level(sound: &[f64]) -> f64 {
    decibels((sound.iter().map(|x| x * x).sum::<f64>() / sound.len() as f64).sqrt())
}

/// The frequency of something like a sine: rises through zero, with the places between samples.
fn pitch(sound: &[f64]) -> f64 {
    let rises: Vec<f64> = sound
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(i, pair)| i as f64 - pair[0] / (pair[1] - pair[0]))
        .collect();
    assert!(rises.len() > 2, "it sounds");
    let turns = (rises.len() - 1) as f64;
    turns * f64::from(RATE) / (rises[rises.len() - 1] - rises[0])
}

fn cents(found: f64, expected: f64) -> f64 {
    1200.0 * (found / expected).log2()
}

/// The greatest step from one sample to the next.
fn step(sound: &[f64]) -> f64 {
    sound.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f64::max)
}

#[test]
fn hard_distortion_folds_back_little() {
    // 3010 Hz: what folds back lies between the harmonics, on multiples of 10 Hz.
    let inharmonic = |drive: &str| {
        let sound = long(&format!("freq(3010).s(\"sine\").{drive}"), 0.5);
        let strongest = amplitude(&sound, 3010.0);
        let folded = (1..1200).map(|i| i * 10).filter(|hz| hz % 3010 > 40 && 3010 - hz % 3010 > 40);
        let worst = folded.map(|hz| amplitude(&sound, f64::from(hz))).fold(0.0, f64::max);
        decibels(worst / strongest)
    };
    // At the plain rate: -25 dB with a drive of 4, -48 dB with 1, -46 dB for the shape.
    let (hard, soft) = (inharmonic("distort(4)"), inharmonic("distort(1)"));
    let shape = inharmonic("shape(.5)");
    assert!(hard < -34.0, "{hard}");
    assert!(soft < -60.0, "{soft}");
    assert!(shape < -60.0, "{shape}");
}

#[test]
fn asymmetric_curves_leave_no_constant_part() {
    for curve in ["distort(\"2:1:diode\")", "distort(\"2:1:asym\")", "triode(1)"] {
        let sound = long(&format!("note(\"a3\").s(\"sine\").{curve}"), 1.0);
        let late = &sound[RATE as usize / 2..];
        let mean = late.iter().sum::<f64>() / late.len() as f64;
        assert!(mean.abs() < 1e-3, "{curve}: {mean}");
        assert!(decibels(amplitude(late, 440.0) / amplitude(late, 220.0)) > -40.0, "{curve}");
    }
}

#[test]
fn a_ladder_rings_in_tune_and_stays_calm() {
    for hertz in [110.0, 440.0, 1760.0, 5000.0, 9000.0] {
        let ladder = format!("ftype(\"ladder\").lpf({hertz}).lpq(50)");
        let sound =
            render(&format!("a: s(\"white\").gain(.5).{ladder}.clip(1).attack(0).sustain(1)"), 1.5);
        assert!(sound.iter().all(|x| x.abs() < 1.2), "{hertz}: it stays calm");
        // Next to nothing comes in: what sounds is the loop.
        let still = long(&format!("freq(.02).s(\"sine\").{ladder}"), 1.0);
        let off = cents(pitch(&still[RATE as usize / 4..]), hertz);
        assert!(off.abs() < 5.0, "{hertz}: {off} cents");
        assert!(level(&still) > -40.0, "{hertz}: it rings by itself");
    }
}

#[test]
fn a_ladder_falls_by_twenty_four_decibels_an_octave() {
    let through = |hertz: u32| {
        let sound = long(&format!("freq({hertz}).s(\"sine\").ftype(\"ladder\").lpf(500)"), 0.3);
        decibels(amplitude(&sound, f64::from(hertz)))
    };
    let fall = through(4000) - through(2000);
    assert!((fall + 24.0).abs() < 2.0, "{fall}");
}

#[test]
fn sweeps_make_no_zipper_noise() {
    // A sine in the middle of the sweep: whatever is far from it is the noise of the sweep.
    for model in ["12db", "24db", "ladder"] {
        let sweep = "lpf(200).lpenv(6).lpattack(.5).lpq(5)";
        let sound = long(
            &format!("freq(1000).s(\"sine\").ftype(\"{model}\").drive(0).gain(.1).{sweep}"),
            0.5,
        );
        let middle = &sound[..19_200];
        // Bending by the ladder adds odd harmonics; zipper noise would lie around 3 kHz.
        let noise = (30..180).map(|i| amplitude(middle, f64::from(i * 100 + 30)));
        let worst = decibels(noise.fold(0.0, f64::max) / amplitude(middle, 1000.0));
        assert!(worst < -75.0, "{model}: {worst}");
    }
}

#[test]
fn no_resonance_blows_up() {
    for model in ["12db", "24db", "ladder"] {
        for filter in ["lpf", "hpf", "bpf"] {
            let q = format!("{}q", &filter[..2]);
            let wild =
                format!("{filter}(900).{q}(50).{}rate(40).{}depth(2)", &filter[..2], &filter[..2]);
            let sound =
                long(&format!("note(\"a2\").s(\"sawtooth\").ftype(\"{model}\").{wild}"), 0.5);
            assert!(sound.iter().all(|x| x.is_finite() && x.abs() < 2.1), "{model} {filter}");
            assert!(level(&sound) > -60.0, "{model} {filter}");
        }
    }
}

#[test]
fn a_wobble_goes_through_from_note_to_note() {
    // Half a turn a cycle: sixteen notes get brighter for two cycles, and darker again.
    let bright = |wobble: &str| -> Vec<f64> {
        let sound =
            render(&format!("a: note(\"a2*8\").s(\"sawtooth\").lpf(1000).{wobble}.clip(.9)"), 8.0);
        sound.chunks(12_000).map(|note| amplitude(&note[1000..9000], 1100.0)).collect()
    };
    let notes = bright("lpsync(.25).lpdepth(1.6).lpshape(2)");
    assert!(notes[28] > 4.0 * notes[2], "{notes:?}");
    assert!(notes[4..28].windows(8).all(|w| w[7] > w[0]), "it rises all the way: {notes:?}");
    let within = long("note(\"a2\").s(\"sawtooth\").lpf(800).lprate(4).lpdepth(1.5)", 1.0);
    let parts: Vec<f64> = within.chunks(2400).map(|p| amplitude(p, 1540.0)).collect();
    let rises = parts.windows(2).filter(|w| w[0] < 0.5 * parts[0].max(1e-3) && w[1] > w[0]).count();
    let (low, high) = parts.iter().fold((1.0, 0.0), |(l, h): (f64, f64), x| (l.min(*x), h.max(*x)));
    assert!(high > 3.0 * low, "{rises} {parts:?}");
}

#[test]
fn vowels_have_their_formants() {
    let spoken =
        |vowel: &str| long(&format!("note(\"a2\").s(\"sawtooth\").vowel(\"{vowel}\")"), 0.5);
    let near = |sound: &[f64], hertz: f64| {
        let first = (hertz / 110.0).round() * 110.0;
        decibels(amplitude(sound, first))
    };
    let (a, i) = (spoken("a"), spoken("i"));
    assert!(near(&a, 650.0) > near(&i, 650.0) + 10.0);
    assert!(near(&i, 1870.0) > near(&a, 1870.0) + 3.0);
    let plain = level(&long("note(\"a2\").s(\"sawtooth\")", 0.5));
    for vowel in ["a", "e", "i", "o", "u"] {
        let difference = level(&spoken(vowel)) - plain;
        assert!((-9.0..3.0).contains(&difference), "{vowel}: {difference}");
    }
}

#[test]
fn a_glide_runs_from_the_note_before() {
    let sound = render("a: note(\"a3 a4\").s(\"sine\").glide(.4).sustain(1)", 3.9);
    let second = &sound[RATE as usize..];
    assert!(cents(pitch(&second[..2400]), 220.0) > 0.0);
    assert!(cents(pitch(&second[..2400]), 220.0) < 150.0);
    let halfway = cents(pitch(&second[9360..9840]), 440.0);
    assert!((halfway + 600.0).abs() < 60.0, "{halfway}");
    assert!(cents(pitch(&second[24_000..40_000]), 440.0).abs() < 1.0);
    // Back at the beginning of the next cycle it comes down again.
    let third = &sound[2 * RATE as usize..];
    assert!(cents(pitch(&third[..2400]), 440.0).abs() < 150.0);
    let own = render("a: note(\"a4\").s(\"sine\").slide(-12).glide(.4).sustain(1)", 1.0);
    assert!(cents(pitch(&own[..2400]), 220.0).abs() < 150.0);
}

#[test]
fn accelerate_reaches_its_factor_when_the_note_ends() {
    let sound = render("a: note(\"a3\").s(\"sine\").accelerate(1).sustain(1)", 1.95);
    let halfway = pitch(&sound[RATE as usize - 1200..RATE as usize + 1200]);
    assert!((halfway / 220.0 - 1.5).abs() < 0.02, "{halfway}");
    let end = pitch(&sound[sound.len() - 2400..]);
    assert!((end / 220.0 - 1.96).abs() < 0.03, "{end}");
}

#[test]
fn a_curved_pitch_envelope_falls_faster() {
    let at_once = |curve: &str| {
        let sound = render(
            &format!(
                "a: note(\"a3\").s(\"sine\").penv(12).pattack(.001).pdecay(.4){curve}.sustain(1)"
            ),
            1.0,
        );
        pitch(&sound[9600 - 600..9600 + 600])
    };
    assert!(at_once(".pcurve(1)") < 0.95 * at_once(""));
}

#[test]
fn a_held_note_stays_full_and_then_falls() {
    let shape = "attack(.01).hold(.3).release(.2)";
    let sound = render(&format!("a: note(\"a4\").s(\"sine\").{shape}"), 1.5);
    let at = |seconds: f64| {
        let from = (seconds * f64::from(RATE)) as usize;
        level(&sound[from..from + 480])
    };
    assert!((at(0.05) - at(0.29)).abs() < 0.2);
    assert!(at(0.42) < at(0.05) - 6.0 && at(0.42) > at(0.05) - 20.0);
    assert!(at(0.6) < -90.0, "however long the note is: {}", at(0.6));
}

#[test]
fn loudness_as_a_factor_and_what_is_added_to_gain() {
    let sine = "note(\"a4\").s(\"sine\").gain(.4)";
    let plain = level(&long(sine, 0.3));
    assert!((level(&long(&format!("{sine}.amp(.5)"), 0.3)) - plain + 6.02).abs() < 0.05);
    assert!((level(&long(&format!("{sine}.overgain(.4)"), 0.3)) - plain - 6.02).abs() < 0.05);
}

#[test]
fn noise_is_mixed_into_an_oscillator() {
    let between = |share: &str| {
        let sound = long(&format!("note(\"a4\").s(\"sine\").gain(.5){share}"), 0.5);
        (decibels(amplitude(&sound, 440.0)), level(&sound))
    };
    let (plain, half) = (between(""), between(".noise(.5)"));
    assert!((plain.0 - half.0).abs() < 1.0, "at a half the source is still whole");
    assert!(half.1 > plain.1 + 0.3);
    let (tone, all) = between(".noise(1)");
    assert!(tone < plain.0 - 20.0 && all > -50.0);
}

#[test]
fn ring_modulation_adds_side_bands() {
    let sound = long("freq(1000).s(\"sine\").ring(1).ringf(300)", 0.5);
    let tone = amplitude(&sound, 1000.0);
    for side in [700.0, 1300.0] {
        assert!((decibels(amplitude(&sound, side) / tone) + 6.02).abs() < 0.3);
    }
    let slid = long("freq(1000).s(\"sine\").ring(1).ringf(300).ringdf(400)", 1.9);
    assert!(decibels(amplitude(&slid[slid.len() - 4800..], 1690.0) / tone) > -14.0);
}

#[test]
fn squeezed_waves_sound_higher_and_lost_ones_leave_holes() {
    let sound = long("freq(240).s(\"sine\").squiz(2)", 0.5);
    assert!(amplitude(&sound, 480.0) > 3.0 * amplitude(&sound, 240.0));
    let holes = |loss: u32| {
        let sound = long(&format!("freq(480).s(\"sine\").waveloss({loss})"), 1.0);
        sound.windows(50).filter(|w| w.iter().all(|x| x.abs() < 1e-9)).count() as f64
            / sound.len() as f64
    };
    assert_eq!(holes(0), 0.0);
    assert!((0.3..0.7).contains(&holes(60)), "{}", holes(60));
    assert!(holes(100) > 0.95);
}

#[test]
fn a_comb_rings_at_its_note() {
    let sound = long("note(\"a3\").s(\"white\").comb(.95)", 1.0);
    let on = (1..20).map(|n| amplitude(&sound, 220.0 * f64::from(n))).sum::<f64>();
    let off = (1..20).map(|n| amplitude(&sound, 220.0 * f64::from(n) + 110.0)).sum::<f64>();
    assert!(on > 4.0 * off, "{on} {off}");
}

#[test]
fn starts_ends_chokes_and_mutes_do_not_click() {
    // The steepest that a sine of 100 Hz at this level may be, and what a fade of 3 ms adds.
    let calm = step(&long("freq(100).s(\"sine\").gain(.8)", 0.3));
    let cases = [
        ("starts", "a: freq(100).s(\"sine*3\").gain(.8).attack(.001)", 1.0),
        ("ends", "a: freq(100).s(\"sine*7\").gain(.8).attack(.001).clip(.37).release(.001)", 2.0),
        ("chokes", "a: freq(100).s(\"sine*9\").gain(.8).attack(.001).cut(1).release(1)", 2.0),
    ];
    for (what, script, seconds) in cases {
        let found = step(&render(script, seconds));
        assert!(found < calm + 0.035, "{what}: {found} beside {calm}");
    }
}
