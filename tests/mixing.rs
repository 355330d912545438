//! Buses as scripts use them: shared by number, ducked by notes, moved by patterns.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "offline/rig.rs"]
mod rig;

use rig::{CYCLE, loudest, play, play_in, stretch};

fn bits(samples: &[f32]) -> Vec<u32> {
    samples.iter().map(|sample| sample.to_bits()).collect()
}

/// The greatest difference between two takes.
fn apart(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).fold(0.0, |most, (a, b)| most.max((a - b).abs()))
}

fn rms(samples: &[f32]) -> f32 {
    (samples.iter().map(|x| x * x).sum::<f32>() / samples.len() as f32).sqrt()
}

const SHARED: &str = r#"
a: note("c4 ~ e4 ~").s("sine").orbit(2).room(.5).delay(.4).gain(.4)
b: note("~ g3 ~ <b3 d4>").s("triangle").orbit(2).room(.5).delay(.4).gain(.4)
"#;

#[test]
fn tracks_on_one_orbit_sound_as_one_track_with_one_room() {
    let one = r#"
a: stack(note("c4 ~ e4 ~").s("sine"), note("~ g3 ~ <b3 d4>").s("triangle")).room(.5).delay(.4).gain(.4)
"#;
    let (shared, one) = (play(&[(SHARED, 2 * CYCLE)]), play(&[(one, 2 * CYCLE)]));
    assert!(loudest(&one) > 0.05);
    assert!(apart(&shared, &one) < 1e-6, "{}", apart(&shared, &one));
}

#[test]
fn an_orbit_goes_on_through_a_reload_to_the_bit() {
    let whole = play(&[(SHARED, 4 * CYCLE)]);
    let saved = play(&[(SHARED, CYCLE + 1234), (SHARED, 2 * CYCLE + 77), (SHARED, 4 * CYCLE)]);
    assert!(bits(&whole) == bits(&saved));
}

#[test]
fn an_orbit_that_is_needed_again_comes_back() {
    let without = "a: note(\"c4\").s(\"sine\").gain(.3)\n";
    let there = "a: note(\"c4\").s(\"sine\").gain(.3)\nb: note(\"c5*2\").s(\"sine\").gain(.3).orbit(7).delay(.5)\n";
    let take = play(&[(there, CYCLE), (without, 12 * CYCLE), (there, 14 * CYCLE)]);
    let fresh = play(&[(there, 2 * CYCLE)]);
    let back = stretch(&take, 13 * CYCLE, 14 * CYCLE);
    assert!(apart(back, stretch(&fresh, CYCLE, 2 * CYCLE)) < 0.01);
}

#[test]
fn muting_a_track_silences_its_part_of_an_orbit_alone() {
    let muted = SHARED.replace("b: ", "_b: ");
    let alone = SHARED.lines().take(2).collect::<Vec<_>>().join("\n");
    let (muted, alone) = (play(&[(&muted, CYCLE)]), play(&[(&alone, CYCLE)]));
    assert!(bits(&muted) == bits(&alone));
}

#[test]
fn a_track_plays_on_the_bus_of_another_by_its_name() {
    let named = SHARED.replace("a: ", "pad: ").replacen(".orbit(2)", "", 1);
    let named = named.replace(".orbit(2)", ".orbit(\"pad\")");
    let (shared, named) = (play(&[(SHARED, CYCLE)]), play(&[(&named, CYCLE)]));
    assert!(apart(&shared, &named) < 1e-6);
}

const PAD: &str = "pad: note(\"c3\").s(\"sine\").attack(0).sustain(1).decay(0).gain(.5)";

#[test]
fn a_note_ducks_a_track_from_its_frame_as_deep_and_as_long_as_it_says() {
    let keyed =
        |duck: &str| play(&[(&format!("{PAD}\nk: s(\"~ bd ~ ~\").gain(0){duck}\n"), CYCLE)]);
    let plain = keyed("");
    let ducked = keyed(".duck(\"pad\").duckdepth(.75).duckonset(.01).duckattack(.2)");
    let at = CYCLE / 4;
    assert!(bits(stretch(&plain, 0, at)) == bits(stretch(&ducked, 0, at)), "nothing before it");
    let ratio = |from: f64, lasts: f64| {
        let [from, until] = [from, from + lasts].map(|s| at + (s * 48_000.0) as u64);
        rms(stretch(&ducked, from, until)) / rms(stretch(&plain, from, until))
    };
    assert!((ratio(0.01, 0.015) - 0.25).abs() < 0.01, "{}", ratio(0.01, 0.015));
    assert!((ratio(0.105, 0.01) - 0.4375).abs() < 0.02, "{}", ratio(0.105, 0.01));
    assert!((ratio(0.215, 0.1) - 1.0).abs() < 1e-6, "{}", ratio(0.215, 0.1));
}

#[test]
fn a_list_of_orbits_is_ducked_and_no_other() {
    let keyed = |duck: &str| {
        let tracks =
            (2..5).map(|n| format!("t{n}: note(\"c{n}\").s(\"sine\").orbit({n}).gain(.2)\n"));
        play(&[(&format!("{}k: s(\"bd\").gain(0){duck}\n", tracks.collect::<String>()), CYCLE)])
    };
    let alone = |n: u8| {
        play(&[(&format!("t{n}: note(\"c{n}\").s(\"sine\").orbit({n}).gain(.2)\n"), CYCLE)])
    };
    let ducked = keyed(".duck(\"2:3\").duckdepth(1).duckattack(2)");
    let middle = |take: &[f32]| stretch(take, 480, 9600).to_vec();
    let (left, fourth) = (middle(&ducked), middle(&alone(4)));
    assert!(apart(&left, &fourth) < 0.01, "{}", apart(&left, &fourth));
}

#[test]
fn buses_give_the_same_bits_in_blocks_of_any_size() {
    let script = format!("{SHARED}{PAD}.orbit(3)\nk: s(\"bd*3\").duck(\"2:3\")\n");
    let whole = play(&[(&script, CYCLE)]);
    for block in [1, 17, 512, 4096] {
        assert!(bits(&whole) == bits(&play_in(block, &[(&script, CYCLE)])), "{block}");
    }
}

#[test]
fn a_pattern_without_a_sound_moves_a_bus_while_a_note_is_held() {
    let plain = play(&[(&format!("{PAD}\n"), CYCLE)]);
    let level = |take: &[f32], at: f64| {
        let from = (at * CYCLE as f64) as u64 + 4800;
        rms(stretch(take, from, from + 9600)) / rms(stretch(&plain, from, from + 9600))
    };
    let steps = play(&[(&format!("{PAD}\nmove: level(\"1 .25\").orbit(\"pad\")\n"), CYCLE)]);
    assert!((level(&steps, 0.1) - 1.0).abs() < 0.01, "{}", level(&steps, 0.1));
    assert!((level(&steps, 0.6) - 0.25).abs() < 0.01, "{}", level(&steps, 0.6));
    let signal = play(&[(&format!("{PAD}\nmove: level(saw).orbit(\"pad\")\n"), CYCLE)]);
    for at in [0.1, 0.3, 0.5, 0.7] {
        let wanted = at as f32 + 0.1;
        assert!((level(&signal, at) - wanted).abs() < 0.04, "{at}: {}", level(&signal, at));
    }
}

#[test]
fn a_recording_answers_as_a_room_and_recordings_play_equally_loud() {
    let folder = tempfile::tempdir().unwrap();
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let write = |name: &str, sound: &dyn Fn(usize) -> f32| {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        let path = folder.path().join(name).join("one.wav");
        let mut wav = hound::WavWriter::create(path, spec).unwrap();
        (0..48_000).for_each(|i| wav.write_sample(sound(i)).unwrap());
        wav.finalize().unwrap();
    };
    // Silence, then one echo a quarter of a second later.
    write("wall", &|i| if i == 12_000 { 0.9 } else { 0.0 });
    write("soft", &|i| 0.01 * (i as f32 * 0.1).sin());
    write("loud", &|i| 0.8 * (i as f32 * 0.1).sin());
    let samples = format!("samples({:?})\n", folder.path().display().to_string());
    let note = "a: note(\"c4 ~ ~ ~\").s(\"sine\").clip(.1)";
    let echo = play(&[(&format!("{samples}{note}.room(1).ir(\"wall\")\n"), CYCLE)]);
    let dry = play(&[(&format!("{note}\n"), CYCLE)]);
    let there = rms(stretch(&echo, 12_000, 14_000));
    let here = rms(stretch(&dry, 0, 2000));
    assert!((there / here - 0.7).abs() < 0.01, "{there} {here}");
    assert!(apart(stretch(&echo, 0, 11_000), stretch(&dry, 0, 11_000)) < 1e-5);
    let level = |script: &str| loudest(&play(&[(&format!("{samples}a: {script}\n"), CYCLE)]));
    let ratio = level("s(\"loud\").normalize()") / level("s(\"soft\").normalize()");
    assert!((ratio - 1.0).abs() < 0.02, "{ratio}");
    let plain = level("s(\"loud\")") / level("s(\"soft\")");
    assert!((plain - 80.0).abs() < 4.0, "{plain}");
    let softer = level("s(\"loud\").normalize(-30)") / level("s(\"loud\").normalize(-24)");
    assert!((softer - 0.501).abs() < 0.01, "{softer}");
}
