//! What is plucked, struck, blown, bowed and sung, measured: pitch, loudness, colour, decay; and
//! that no value, neighbour or cut harms it.

use std::f64::consts::TAU;

use realfft::RealFftPlanner;
use tresillo::control::Control;
use tresillo::engine::kernel::amp::Channel;
use tresillo::engine::kernel::ensemble::Ensembles;
use tresillo::engine::kernel::modal::Modes;
use tresillo::engine::kernel::pipes::Pipes;
use tresillo::engine::kernel::wavetable::Waves;
use tresillo::engine::kernel::{GRID, Note, Settings, Source};
use tresillo::engine::lanes::{F8, LANES};
use tresillo::schedule::Setting;
use tresillo::sound::{SOUNDS, Sound, named};

const RATE: f32 = 48_000.0;
/// Points of a spectrum.
const POINTS: usize = 1 << 18;

/// The kernels of these sounds, ticked as a group ticks them.
enum Kernel {
    Struck(Box<Modes>),
    Held(Pipes),
    Many(Box<Ensembles>),
    Table(Waves),
}

impl Kernel {
    fn of(sound: Sound) -> Kernel {
        match sound {
            Sound::Struck(_) => Kernel::Struck(Box::default()),
            Sound::Held(_) => Kernel::Held(Pipes::new()),
            Sound::Many(_) => Kernel::Many(Box::default()),
            Sound::Table(_) => Kernel::Table(Waves::new()),
            other => panic!("{other:?} is no instrument"),
        }
    }

    fn source(&mut self) -> &mut dyn Source {
        match self {
            Kernel::Struck(modes) => modes.as_mut(),
            Kernel::Held(pipes) => pipes,
            Kernel::Many(ensembles) => ensembles.as_mut(),
            Kernel::Table(waves) => waves,
        }
    }

    /// So many frames of all lanes, in pieces of at most so many.
    fn render(&mut self, frames: usize, piece: usize) -> Vec<F8> {
        let mut out = vec![F8::ZERO; frames];
        for cell in out.chunks_mut(GRID) {
            match self {
                Kernel::Struck(modes) => modes.tick(),
                Kernel::Table(waves) => waves.tick(),
                _ => {}
            }
            cell.chunks_mut(piece).for_each(|part| self.source().render(part));
        }
        out
    }
}

fn instruments() -> impl Iterator<Item = (&'static str, Sound)> {
    use Sound::{Held, Many, Struck, Table};
    let is_here = |sound: Sound| matches!(sound, Struck(_) | Held(_) | Many(_) | Table(_));
    SOUNDS.iter().map(|row| (row.name, row.sound)).filter(move |(_, sound)| is_here(*sound))
}

/// Those that play the pitch of their note; the others have one of their own.
const OWN_PITCH: [&str; 19] = [
    "conga",
    "bongo",
    "djembe",
    "timbale",
    "dayan",
    "bayan",
    "taiko",
    "framedrum",
    "cajon",
    "woodblock",
    "clave",
    "agogo",
    "triangles",
    "tink",
    "glass",
    "bottle",
    "can",
    "metal",
    "gong",
];

fn hertz(note: f64) -> f64 {
    440.0 * ((note - 69.0) / 12.0).exp2()
}

fn note<'a>(sound: Sound, freq: f64, seed: u32, settings: &'a [Setting]) -> Note<'a> {
    let channel = if matches!(sound, Sound::Many(_)) { Channel::Left } else { Channel::Mono };
    Note { sound, freq: freq as f32, rate: RATE, channel, seed, settings: Settings(settings) }
}

fn set(control: Control, value: f32) -> Setting {
    Setting { control, value }
}

fn play(name: &str, pitch: f64, seconds: f64, settings: &[Setting]) -> Vec<f32> {
    let sound = named(name).expect("a built-in sound");
    let mut kernel = Kernel::of(sound);
    kernel.source().start(0, &note(sound, hertz(pitch), 7, settings));
    let frames = (seconds * f64::from(RATE)) as usize;
    kernel.render(frames, GRID).iter().map(|frame| frame.0[0]).collect()
}

fn spectrum(sound: &[f32]) -> Vec<f64> {
    let fft = RealFftPlanner::<f64>::new().plan_fft_forward(POINTS);
    let mut input = vec![0.0; POINTS];
    let length = sound.len().min(POINTS);
    for (i, (x, y)) in input.iter_mut().zip(sound).enumerate() {
        *x = f64::from(*y) * (0.5 - 0.5 * (TAU * i as f64 / length as f64).cos());
    }
    let mut output = fft.make_output_vec();
    fft.process(&mut input, &mut output).expect("lengths fit");
    output.iter().map(|x| x.norm()).collect()
}

/// How far the strongest partial near a frequency lies from it, in cents.
fn cents(sound: &[f32], near: f64) -> f64 {
    let powers = spectrum(sound);
    let place = |hz: f64| (hz * POINTS as f64 / f64::from(RATE)) as usize;
    let (from, to) = (place(near * 0.972).max(1), place(near * 1.03) + 1);
    let top = (from..=to).max_by(|&a, &b| powers[a].total_cmp(&powers[b])).expect("a range");
    let [a, b, c] = [top - 1, top, top + 1].map(|i| powers[i].ln());
    let exact = top as f64 + 0.5 * (a - c) / (a - 2.0 * b + c);
    1200.0 * (exact * f64::from(RATE) / POINTS as f64 / near).log2()
}

fn power(sound: &[f32], from: f64, to: f64) -> f64 {
    let place = |hz: f64| (hz * POINTS as f64 / f64::from(RATE)) as usize;
    spectrum(sound)[place(from)..place(to)].iter().map(|x| x * x).sum()
}

/// A harmonic of a sound against its first, in decibels.
fn harmonic(sound: &[f32], pitch: f64, number: f64) -> f64 {
    let near = |n: f64| power(sound, hertz(pitch) * n * 0.99, hertz(pitch) * n * 1.01);
    10.0 * (near(number) / near(1.0)).log10()
}

fn centroid(sound: &[f32]) -> f64 {
    let powers = spectrum(sound);
    let per = f64::from(RATE) / POINTS as f64;
    let sum: f64 = powers.iter().map(|x| x * x).sum();
    powers.iter().enumerate().map(|(i, x)| i as f64 * per * x * x).sum::<f64>() / sum
}

/// The greatest momentary loudness, in LUFS.
fn loudness(sound: &[f32]) -> f64 {
    let mut meter = ebur128::EbuR128::new(1, RATE as u32, ebur128::Mode::M).expect("a meter");
    let mut loudest = f64::NEG_INFINITY;
    for piece in sound.chunks(480) {
        meter.add_frames_f32(piece).expect("it measures");
        loudest = loudest.max(meter.loudness_momentary().expect("it measures"));
    }
    loudest
}

#[test]
fn every_pitched_instrument_is_in_tune_within_a_cent_from_note_12_to_108() {
    for (name, sound) in instruments().filter(|(name, _)| !OWN_PITCH.contains(name)) {
        let glides = ["koto", "sitar", "steelpan", "timpani"].contains(&name);
        // Above, a vibrato is wider than the partial that is looked for.
        let sways = !matches!(sound, Sound::Struck(_) | Sound::Table(_));
        let highest = if sways { 84.0 } else { 108.0 };
        for pitch in [12.0, 21.0, 40.0, 60.0, 84.0, 108.0] {
            let pitch = if pitch > highest { highest } else { pitch };
            let whole = play(name, pitch, 5.0, &[set(Control::Detune, 0.0)]);
            // What begins above its pitch is looked at when it has come to rest; high notes are short.
            let from = if !glides || pitch > 100.0 { 9600 * usize::from(glides) } else { 24_000 };
            let off = cents(&whole[from..], hertz(pitch));
            assert!(off.abs() < 1.0, "{name} at {pitch}: {off:.2} cents");
        }
    }
}

/// A class is what is played equally hard; behind it stands where it lies, in LUFS of one lane.
#[test]
fn every_instrument_is_within_two_units_of_the_loudness_of_its_class() {
    let of_class = |name: &str| match name {
        "conga" | "djembe" | "timbale" | "dayan" | "bayan" | "taiko" | "framedrum" | "cajon" => {
            -21.5
        }
        "bongo" | "woodblock" | "clave" | "agogo" | "triangles" | "tink" | "glass" | "bottle"
        | "can" | "metal" => -25.5,
        "wt_basic" | "wt_pulse" | "wt_vowel" | "wt_sync" | "wt_glass" | "wt_grit" => -17.0,
        "strings" | "pad" | "brass" | "choir" => -22.5,
        _ => -20.0,
    };
    let strange = |(name, _): (&'static str, Sound)| {
        let is = loudness(&play(name, 60.0, 1.5, &[]));
        let class = of_class(name);
        ((is - class).abs() >= 2.0).then(|| format!("{name}: {is:.1} LUFS, not {class}"))
    };
    let strange: Vec<String> = instruments().filter_map(strange).collect();
    assert!(strange.is_empty(), "{strange:#?}");
}

#[test]
fn velocity_and_tone_open_what_is_struck() {
    for name in ["piano", "epiano", "pluck", "marimba", "vibes"] {
        let bright = |settings: &[Setting]| centroid(&play(name, 60.0, 0.5, settings)[..12_000]);
        let soft = bright(&[set(Control::Velocity, 0.2)]);
        let hard = bright(&[set(Control::Velocity, 1.0)]);
        assert!(hard > 1.01 * soft, "{name}: {soft} {hard}");
        let open = bright(&[set(Control::Tone, 4.0)]);
        assert!(open > 1.01 * hard, "{name}: {hard} {open}");
    }
}

#[test]
fn a_string_plucked_in_the_middle_has_no_even_harmonics() {
    let middle = play("pluck", 48.0, 2.0, &[set(Control::Strike, 0.5)]);
    assert!(harmonic(&middle, 48.0, 2.0) < -50.0);
    assert!(harmonic(&middle, 48.0, 3.0) > -25.0);
    let edge = play("pluck", 48.0, 2.0, &[set(Control::Strike, 0.1)]);
    assert!(harmonic(&edge, 48.0, 2.0) > -12.0);
}

#[test]
fn bars_and_bells_have_their_own_partials() {
    let glock = play("glock", 72.0, 1.0, &[]);
    assert!(harmonic(&glock, 72.0, 2.756) > -30.0 && harmonic(&glock, 72.0, 2.0) < -40.0);
    let bell = play("bell", 60.0, 2.0, &[]);
    assert!(harmonic(&bell, 60.0, 1.183) > -10.0, "a bell has a minor third");
    let marimba = play("marimba", 60.0, 0.25, &[]);
    assert!(harmonic(&marimba, 60.0, 3.98) > -35.0, "a marimba's second mode is two octaves up");
}

#[test]
fn the_vowels_of_a_choir_lie_where_they_are_sung() {
    let band = |vowel: f32, from, to| {
        let sound = play("choir", 48.0, 1.5, &[set(Control::Vowel, vowel)]);
        10.0 * (power(&sound, from, to) / power(&sound, 50.0, 8000.0)).log10()
    };
    let (a, i, u) = (0.0, 2.0, 4.0);
    assert!(band(a, 900.0, 1300.0) > band(i, 900.0, 1300.0) + 9.0);
    assert!(band(i, 1700.0, 2900.0) > band(u, 1700.0, 2500.0) + 3.0);
    assert!(band(u, 250.0, 450.0) > band(a, 250.0, 450.0) + 3.0);
}

#[test]
fn a_piano_dies_away_in_two_stages_and_lower_strings_ring_longer() {
    let level = |sound: &[f32], from: usize| {
        let sum: f64 = sound[from..from + 9600].iter().map(|x| f64::from(x * x)).sum();
        10.0 * (sum / 9600.0).log10()
    };
    let c4 = play("piano", 60.0, 6.0, &[]);
    let early = level(&c4, 4800) - level(&c4, 52_800);
    let late = level(&c4, 200_000) - level(&c4, 248_000);
    assert!(early > 1.5 * late, "{early} dB a second, then {late}");
    let high = play("piano", 96.0, 2.0, &[]);
    let low = play("piano", 36.0, 2.0, &[]);
    assert!(level(&low, 0) - level(&low, 80_000) + 10.0 < level(&high, 0) - level(&high, 80_000));
}

#[test]
fn no_value_makes_an_instrument_anything_but_finite_and_bounded() {
    let extremes = [
        vec![set(Control::Tone, 0.05), set(Control::Velocity, 0.0), set(Control::Strike, 0.01)],
        vec![set(Control::Tone, 16.0), set(Control::Velocity, 2.0), set(Control::Strike, 0.99)],
        vec![set(Control::Tone, f32::NAN), set(Control::Snap, 1e30), set(Control::N, -1e4)],
        vec![set(Control::Snap, 4.0), set(Control::Vowel, 14.0), set(Control::Detune, 24.0)],
        vec![set(Control::Vowel, -1e30), set(Control::N, 1e4), set(Control::Strike, f32::INFINITY)],
    ];
    for (name, sound) in instruments() {
        for settings in &extremes {
            for freq in [0.01, 16.0, 2000.0, 21_600.0] {
                let mut kernel = Kernel::of(sound);
                kernel.source().start(3, &note(sound, freq, 1, settings));
                kernel.source().bend(F8([16.0; LANES]));
                kernel.render(480, GRID);
                kernel.source().bend(F8([0.01; LANES]));
                for frame in kernel.render(4800, GRID) {
                    assert!(frame.0.iter().all(|x| x.abs() < 4.0), "{name} at {freq}: {frame:?}");
                }
            }
        }
    }
}

#[test]
fn instruments_sound_the_same_alone_and_together_whole_and_in_pieces() {
    let kinds: [&[&str]; 4] = [
        &["pluck", "conga", "piano", "clave", "gong", "glock", "sitar", "bayan"],
        &["organ", "flute", "subbass", "clarinet", "pipeorgan", "organ", "flute", "subbass"],
        &["choir", "pad", "strings", "brass", "choir", "pad", "strings", "choir"],
        &[
            "wt_sync", "wt_grit", "wt_basic", "wt_vowel", "wt_pulse", "wt_glass", "wt_grit",
            "wt_sync",
        ],
    ];
    for names in kinds {
        let sounds = names.iter().map(|name| named(name).expect("a sound")).collect::<Vec<_>>();
        let begin = |kernel: &mut Kernel, lane: usize| {
            let freq = 90.0 + 41.0 * lane as f64;
            kernel.source().start(lane, &note(sounds[lane], freq, lane as u32, &[]));
        };
        let mut together = Kernel::of(sounds[0]);
        let mut all = Vec::new();
        for lane in 0..LANES {
            begin(&mut together, lane);
            all.extend(together.render(1600, GRID));
        }
        for (lane, name) in names.iter().enumerate() {
            let mut alone = Kernel::of(sounds[lane]);
            begin(&mut alone, lane);
            let own = alone.render((LANES - lane) * 1600, [1, 3, 7, 16][lane % 4]);
            let heard = &all[lane * 1600..];
            let same =
                own.iter().zip(heard).all(|(a, b)| a.0[lane].to_bits() == b.0[lane].to_bits());
            assert!(same, "{name} in lane {lane}");
        }
    }
}

#[test]
fn what_rings_comes_to_an_end_and_then_is_silent() {
    for (name, sound) in instruments().filter(|(_, s)| matches!(s, Sound::Struck(_))) {
        let mut kernel = Kernel::of(sound);
        kernel.source().start(0, &note(sound, 523.0, 1, &[]));
        let mut frames = 0;
        while !kernel.source().done(0) {
            kernel.render(4800, GRID);
            frames += 4800;
            assert!(frames < 60 * RATE as usize, "{name} never ends");
        }
        assert_eq!(kernel.render(64, GRID).last().map(|frame| frame.0[0]), Some(0.0), "{name}");
    }
}

#[test]
fn wavetables_have_no_partials_beside_their_harmonics() {
    for name in ["wt_basic", "wt_pulse", "wt_vowel", "wt_sync", "wt_grit"] {
        for pitch in [45.3, 69.4, 88.2, 101.7] {
            let sound = play(name, pitch, 3.0, &[set(Control::Wt, 0.6)]);
            let powers = spectrum(&sound);
            let per = f64::from(RATE) / POINTS as f64;
            let beside = |hz: f64| {
                let turns = hz / hertz(pitch);
                (turns - turns.round()).abs() * hertz(pitch) > 8.0
            };
            let below = |i: &usize| (60.0..16_000.0).contains(&(*i as f64 * per));
            let alias = (0..powers.len()).filter(below).filter(|&i| beside(i as f64 * per));
            let alias = alias.map(|i| powers[i]).fold(0.0, f64::max);
            let strongest = powers.iter().copied().fold(0.0, f64::max);
            let level = 20.0 * (alias / strongest).log10();
            assert!(level < -75.0, "{name} at {pitch}: {level:.1} dB");
        }
    }
}

#[test]
fn a_wavetable_moves_where_it_is_told() {
    let bright = |settings: &[Setting]| centroid(&play("wt_sync", 48.0, 1.0, settings));
    let low = bright(&[set(Control::Wt, 0.0)]);
    let high = bright(&[set(Control::Wt, 1.0)]);
    assert!(high > 3.0 * low, "{low} {high}");
    let swept = play("wt_sync", 48.0, 1.0, &[set(Control::Wtenv, 1.0), set(Control::Wtdecay, 0.4)]);
    assert!(centroid(&swept[..9600]) > 2.0 * centroid(&swept[24_000..]));
    let swaying = [set(Control::Wt, 0.5), set(Control::Wtdepth, 1.0), set(Control::Wtrate, 2.0)];
    let sway = play("wt_sync", 48.0, 1.0, &swaying);
    assert!(centroid(&sway[3000..9000]) > 1.5 * centroid(&sway[15_000..21_000]));
}
