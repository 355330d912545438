//! What the built-in drums sound like, measured: pitch, decay, brightness, loudness, shape.
//!
//! Each fact is one that a drummer would name; the figures behind it come from the samples alone.

#[path = "sounds/measure.rs"]
mod measure;

use measure::{Hit, RATE};
use tresillo::engine::kernel::amp::Channel;
use tresillo::engine::kernel::drum::{Drums, choke_group};
use tresillo::engine::kernel::{Note, Settings, Source};
use tresillo::engine::lanes::{F8, LANES};
use tresillo::schedule::TrackSlot;
use tresillo::sound::{Drum, SOUNDS, Sound};

const ALL: [&str; 12] = ["bd", "sd", "hh", "oh", "cp", "rim", "lt", "mt", "ht", "cb", "cr", "rd"];
/// What is shaken, scraped, snapped and blown beside them.
const HANDS: [&str; 11] = [
    "sh",
    "tb",
    "maracas",
    "cabasa",
    "guiro",
    "vibraslap",
    "snap",
    "stomp",
    "whistle",
    "click",
    "fx",
];

fn assert_between(what: &str, value: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&value), "{what}: {value:.3}, not {low} to {high}");
}

#[test]
fn the_kick_falls_from_above_150_hz_to_a_low_fundamental() {
    let kick = Hit::of("bd");
    assert_between("the end of the sweep", kick.pitch(0.15, 0.35), 40.0, 65.0);
    assert_between("its beginning", kick.pitch(0.0, 0.012), 150.0, 500.0);
    assert_between("decay", kick.decay(), 0.4, 1.0);
    assert!(kick.centroid() < 250.0, "{}", kick.centroid());
}

#[test]
fn the_kick_is_pitched_the_same_at_every_sample_rate() {
    let plain = Hit::of("bd").pitch(0.2, 0.4);
    for rate in [22_050, 44_100, 96_000] {
        let other = Hit::at_rate("bd", 0, 1, rate).pitch(0.2, 0.4);
        assert!((plain / other - 1.0).abs() < 0.02, "{rate}: {plain} {other}");
    }
}

#[test]
fn the_snare_has_a_skin_below_and_snares_above() {
    let snare = Hit::of("sd");
    let (skin, snares) = (snare.power(150.0, 400.0), snare.power(1500.0, 9000.0));
    assert_between("snares against skin, in decibels", 10.0 * (snares / skin).log10(), -9.0, 9.0);
    assert_between("decay", snare.decay(), 0.15, 0.5);
    assert_between("centroid", snare.centroid(), 2000.0, 6000.0);
}

#[test]
fn hats_are_bright_and_only_the_open_one_rings() {
    let (closed, open) = (Hit::of("hh"), Hit::of("oh"));
    assert_between("centroid of the closed one", closed.centroid(), 6000.0, 12_000.0);
    assert_between("centroid of the open one", open.centroid(), 6000.0, 12_000.0);
    assert_between("decay of the closed one", closed.decay(), 0.05, 0.12);
    assert_between("decay of the open one", open.decay(), 0.3, 0.8);
}

#[test]
fn the_hats_of_a_track_choke_each_other_and_nothing_else() {
    let [here, there] = [TrackSlot(0), TrackSlot(1)];
    let group = choke_group(Drum::OpenHat, here);
    assert!(group.is_some());
    assert_eq!(choke_group(Drum::ClosedHat, here), group);
    assert_ne!(choke_group(Drum::ClosedHat, there), group);
    for name in ALL {
        let Some(Sound::Drum(drum)) = tresillo::sound::named(name) else { panic!("{name}") };
        assert_eq!(choke_group(drum, here).is_some(), ["hh", "oh"].contains(&name), "{name}");
    }
}

#[test]
fn what_is_shaken_is_bright_and_what_is_scraped_is_many_strokes() {
    for name in ["sh", "tb", "maracas", "cabasa"] {
        let hit = Hit::of(name);
        assert_between(name, hit.centroid(), 5500.0, 15_000.0);
        assert_between(name, hit.decay(), 0.03, 0.6);
    }
    assert!(Hit::of("guiro").bursts(0.25) >= 8, "{}", Hit::of("guiro").bursts(0.25));
    assert!(Hit::of("vibraslap").decay() > 0.5);
    assert!(Hit::of("stomp").centroid() < 250.0);
    let zap = Hit::of("fx");
    assert!(zap.pitch(0.0, 0.03) > 2.0 * zap.pitch(0.15, 0.3), "a zap falls");
}

#[test]
fn a_clap_is_several_hands() {
    for clap in Hit::eight("cp", 0) {
        let hands = clap.bursts(0.06);
        assert!((3..=4).contains(&hands), "{hands} hands");
        assert_between("decay", clap.decay(), 0.2, 0.5);
        assert_between("centroid", clap.centroid(), 1000.0, 4000.0);
    }
}

#[test]
fn the_rim_shot_is_short_and_hard() {
    let rim = Hit::of("rim");
    assert!(rim.decay() < 0.09, "{}", rim.decay());
    assert!(rim.time_of_peak() < 0.004, "{}", rim.time_of_peak());
    assert_between("centroid", rim.centroid(), 700.0, 3000.0);
}

#[test]
fn toms_climb_by_about_a_fourth_and_end_where_they_are_tuned() {
    let pitches = ["lt", "mt", "ht"].map(|name| Hit::of(name).pitch(0.15, 0.3));
    assert_between("low tom", pitches[0], 75.0, 110.0);
    for pair in pitches.windows(2) {
        assert_between("step", pair[1] / pair[0], 1.2, 1.6);
    }
    for name in ["lt", "mt", "ht"] {
        let tom = Hit::of(name);
        assert!(tom.pitch(0.0, 0.03) > 1.2 * tom.pitch(0.15, 0.3), "{name} does not fall");
        assert_between(name, tom.decay(), 0.3, 0.8);
    }
}

#[test]
fn the_cowbell_rings_at_its_two_pitches() {
    for bell in Hit::eight("cb", 0) {
        let mut partials = bell.strongest_partials(2);
        partials.sort_by(f64::total_cmp);
        assert_between("lower partial", partials[0], 520.0, 560.0);
        assert_between("upper partial", partials[1], 780.0, 820.0);
        assert_between("decay", bell.decay(), 0.2, 0.6);
    }
}

#[test]
fn cymbals_are_long_and_bright_and_the_ride_has_a_ping() {
    let (crash, ride) = (Hit::of("cr"), Hit::of("rd"));
    assert_between("decay of the crash", crash.decay(), 1.2, 3.0);
    assert_between("decay of the ride", ride.decay(), 0.7, 2.0);
    assert_between("centroid of the crash", crash.centroid(), 5000.0, 10_000.0);
    assert_between("centroid of the ride", ride.centroid(), 5000.0, 10_000.0);
    assert_between("ping", ride.strongest_partials(1)[0], 3000.0, 3300.0);
    assert!(crash.flatness() > 2.0 * ride.flatness(), "a crash is noise, a ride is tones");
}

/// Loudness at gain 1, as the greatest momentary loudness of a single hit in the middle, in LUFS.
/// A class is what a drummer plays equally hard; below it stands where the class lies.
#[test]
fn every_drum_is_within_a_unit_of_the_loudness_of_its_class() {
    let classes: [(&[&str], f64); 7] = [
        (&["bd", "lt", "mt", "ht"], -19.7),
        (&["sd", "cp", "stomp", "fx"], -23.0),
        (&["rim", "cb", "click"], -27.5),
        (&["guiro", "vibraslap", "snap"], -28.7),
        (&["cr", "rd"], -26.3),
        (&["whistle"], -25.0),
        (&["hh", "oh", "sh", "tb", "maracas", "cabasa"], -32.3),
    ];
    for (names, class) in classes {
        for name in names {
            for hit in Hit::eight(name, 0) {
                assert_between(name, hit.loudness(), class - 1.0, class + 1.0);
            }
        }
    }
}

#[test]
fn variants_stay_within_two_units_of_their_drum_and_differ_from_it() {
    for name in ALL {
        let plain = Hit::of(name);
        for n in 1..=3 {
            let other = Hit::at_rate(name, n, 1, RATE);
            let change = other.loudness() - plain.loudness();
            assert_between(&format!("{name}:{n}"), change, -2.0, 2.0);
            let bright = (other.centroid() / plain.centroid() - 1.0).abs() > 0.04;
            let long = (other.decay() / plain.decay() - 1.0).abs() > 0.1;
            assert!(bright || long, "{name}:{n} sounds like {name}");
        }
        let again = Hit::at_rate(name, 4, 1, RATE);
        assert_eq!(again.frames, plain.frames, "numbers beyond the last begin anew");
    }
    let deep = Hit::at_rate("bd", 1, 1, RATE).pitch(0.2, 0.35);
    assert!(deep < 0.95 * Hit::of("bd").pitch(0.2, 0.35), "bd:1 is deeper");
}

#[test]
fn single_hits_leave_headroom() {
    for name in ALL.into_iter().chain(HANDS) {
        for n in 0..4 {
            for hit in Hit::eight(name, n) {
                assert_between(&format!("peak of {name}:{n}"), hit.peak(), 0.1, 0.7);
            }
        }
    }
}

#[test]
fn a_note_tunes_a_drum() {
    let low = Hit::of("lt").pitch(0.15, 0.3);
    let high = Hit::tuned("lt", 2.0).pitch(0.15, 0.3);
    assert_between("an octave up", high / low, 1.95, 2.05);
}

#[test]
fn no_note_makes_a_drum_anything_but_finite_and_short() {
    for row in SOUNDS.iter().filter(|row| matches!(row.sound, Sound::Drum(_))) {
        for ratio in [1e-6, 0.02, 40.0, 90.0, 1e30, f32::NAN] {
            let hit = Hit::tuned(row.name, ratio);
            assert!(hit.frames.iter().all(|x| x.abs() < 2.0), "{} at {ratio}", row.name);
            assert!(hit.frames.len() < 10 * RATE as usize, "{} at {ratio}", row.name);
        }
    }
}

#[test]
fn hits_sound_the_same_alone_and_together_whole_and_in_pieces() {
    let note = |lane: usize| Note {
        sound: tresillo::sound::named(ALL[lane + 2]).expect("a drum"),
        freq: 261.625_58,
        rate: RATE as f32,
        channel: Channel::Mono,
        seed: lane as u32,
        settings: Settings(&[]),
    };
    let mut together = Drums::default();
    (0..LANES).for_each(|lane| together.start(lane, &note(lane)));
    let mut all = vec![F8::ZERO; RATE as usize];
    all.chunks_mut(64).for_each(|piece| together.render(piece));
    for lane in 0..LANES {
        let mut alone = Drums::default();
        alone.start(lane, &note(lane));
        let mut one = vec![F8::ZERO; RATE as usize];
        one.chunks_mut(if lane % 2 == 0 { 17 } else { 1 }).for_each(|piece| alone.render(piece));
        for (frame, (a, b)) in all.iter().zip(&one).enumerate() {
            assert_eq!(a.0[lane].to_bits(), b.0[lane].to_bits(), "lane {lane}, frame {frame}");
        }
    }
}

#[test]
fn every_hit_has_its_own_chance_and_the_same_chance_gives_the_same_hit() {
    for name in ["sd", "hh", "cp", "cr"] {
        let hit = |seed| Hit::at_rate(name, 0, seed, RATE).frames;
        assert_eq!(hit(5), hit(5));
        assert_ne!(hit(5), hit(6));
    }
}
