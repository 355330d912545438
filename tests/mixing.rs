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
