//! Banks of sounds as they come: SoundFonts, maps of sounds, nested folders, and files of every kind, played by
//! scripts.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "banks/font.rs"]
mod font;

#[path = "samples/kit.rs"]
mod kit;

use font::{Font, Instrument, Sample};
use kit::{Kit, RATE};
use tresillo::bounce::Desk;
use tresillo::diag::Source;
use tresillo::samples::{Library, Wanted};
use tresillo::script::Compiler;

/// Tones in a folder, and scripts that play them.
trait Played {
    fn tone(&self, file: &str, hertz: f64);
    fn play(&self, bank: &str, line: &str, seconds: f64) -> [Vec<f64>; 2];
}

impl Played for Kit {
    /// A sine of half a second.
    fn tone(&self, file: &str, hertz: f64) {
        let turn = std::f64::consts::TAU * hertz / f64::from(RATE);
        let frames = (0..RATE / 2).map(|i| 16_000.0 / 32_768.0 * (turn * f64::from(i)).sin());
        self.wav(file, (RATE, 1), frames);
    }

    /// Left and right of so many seconds of a script with a bank, at a cycle a second.
    fn play(&self, bank: &str, line: &str, seconds: f64) -> [Vec<f64>; 2] {
        let script = format!("cps(1)\nsamples(\"{bank}\")\na: {line}\n");
        let name = self.path("piece.rhai").display().to_string();
        let outcome = Compiler::new(&[]).compile(&Source::new(name, script.as_str()));
        assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
        let mut sides = [Vec::new(), Vec::new()];
        let mut sink = |block: &[f32]| {
            for pair in block.chunks_exact(2) {
                sides[0].push(f64::from(pair[0]));
                sides[1].push(f64::from(pair[1]));
            }
            Ok(())
        };
        let frames = (seconds * f64::from(RATE)) as u64;
        Desk::new(RATE, outcome).play(frames, 256, &mut sink).unwrap();
        sides
    }
}

/// The frequency of a sine: rises through zero, with the places between samples.
fn pitch(sound: &[f64]) -> f64 {
    let rises: Vec<f64> = (1..sound.len())
        .filter(|&i| sound[i - 1] < 0.0 && sound[i] >= 0.0)
        .map(|i| i as f64 - sound[i] / (sound[i] - sound[i - 1]))
        .collect();
    let [first, .., last] = rises[..] else { return 0.0 };
    (rises.len() - 1) as f64 * f64::from(RATE) / (last - first)
}

fn rms(sound: &[f64]) -> f64 {
    (sound.iter().map(|x| x * x).sum::<f64>() / sound.len() as f64).sqrt()
}

fn near(found: f64, wanted: f64, by: f64) {
    assert!((found - wanted).abs() <= by, "{found}, not {wanted}");
}

/// Two instruments: below c4 a looped tone, above it a pair of two tones; and a drum that is not tuned.
fn two_instruments() -> Font {
    let sine = |frames: usize, period: f64| {
        (0..frames).map(|i| (std::f64::consts::TAU * i as f64 / period).sin()).collect::<Vec<_>>()
    };
    let mut font = Font::default();
    // 441 Hz at 44.1 kHz: 3.93 cents above its key, of which the file says 4.
    let low = font.sample(Sample::new(sine(1000, 100.0), 44_100, 69, -4).looped(400, 600));
    let left = font.sample(Sample::new(sine(22_050, 50.0), 22_050, 69, -4).side(4, low + 2));
    let right = font.sample(Sample::new(sine(22_050, 25.0), 22_050, 69, -4).side(2, low + 1));
    let tones = font.instrument(Instrument::new(vec![
        vec![(43, 0x3b00), (54, 1), (38, -12_000), (53, low as i16)],
        vec![(43, 0x7f3c), (44, 0x7f00), (53, left as i16)],
        vec![(43, 0x7f3c), (44, 0x7f00), (53, right as i16)],
    ]));
    let soft = font.instrument(Instrument::new(vec![vec![(48, 500), (53, low as i16)]]));
    let drum = font.instrument(Instrument::new(vec![vec![(56, 0), (53, low as i16)]]));
    font.preset("Two Tones", 0, 3, tones);
    font.preset("Two Tones", 0, 4, soft);
    font.preset("A Drum", 128, 0, drum);
    font
}

#[test]
fn the_presets_of_a_soundfont_play_in_tune_at_their_keys_and_loop_while_held() {
    let folder = Kit::new();
    folder.bytes("bank.sf2", &two_instruments().bytes());
    let [left, right] = folder.play("bank.sf2", "note(57).s(\"two_tones\").clip(0.5)", 1.0);
    let held = &left[4800..20_000];
    near(pitch(held), 220.0, 0.05);
    assert!(rms(held) > 0.1, "it loops for longer than the sample lasts");
    near(rms(held), rms(&right[4800..20_000]), 1e-6);
    assert!(rms(&left[26_000..]) < 1e-4, "it ends with its note");

    let [left, right] = folder.play("bank.sf2", "note(69).s(\"two_tones\")", 0.5);
    near(pitch(&left[2400..20_000]), 440.0, 0.1);
    near(pitch(&right[2400..20_000]), 880.0, 0.2);

    let loud = rms(&folder.play("bank.sf2", "note(50).s(\"two_tones:0\")", 0.5)[0][240..900]);
    let soft = rms(&folder.play("bank.sf2", "note(50).s(\"two_tones:1\")", 0.5)[0][240..900]);
    near(20.0 * (soft / loud).log10(), -20.0, 0.6);

    for note in [40, 80] {
        let [left, _] = folder.play("bank.sf2", &format!("note({note}).s(\"a_drum\")"), 0.1);
        near(pitch(&left[100..900]), 441.0, 1.0);
    }
}

#[test]
fn what_a_script_says_goes_before_what_a_soundfont_says() {
    let folder = Kit::new();
    folder.bytes("bank.sf2", &two_instruments().bytes());
    let note = "note(57).s(\"two_tones\").clip(0.25)";
    let plain = folder.play("bank.sf2", note, 1.0);
    let long = folder.play("bank.sf2", &format!("{note}.release(0.5)"), 1.0);
    assert!(rms(&plain[0][14_000..20_000]) < 1e-4);
    assert!(rms(&long[0][14_000..20_000]) > 0.02);
    let fast = folder.play("bank.sf2", &format!("{note}.speed(2)"), 1.0);
    near(pitch(&fast[0][4800..11_000]), 440.0, 0.2);
}

#[test]
fn a_soundfont_in_a_folder_is_found_and_a_damaged_one_is_named() {
    let folder = Kit::new();
    let bytes = two_instruments().bytes();
    folder.bytes("good/bank.sf2", &bytes);
    let library = folder.library("good");
    let names: Vec<String> = library.sounds().map(|(name, n)| format!("{name} {n}")).collect();
    assert_eq!(names, ["a_drum 1", "two_tones 2"]);

    // The tables are at the end: there every byte counts.
    let end = bytes.len() - 600;
    for length in (0..end).step_by(bytes.len() / 60).chain(end..bytes.len()) {
        folder.bytes("cut/bank.sf2", &bytes[..length]);
        let mut library = Library::new(RATE, || {});
        let notes = library.offer([(folder.path("cut").as_path(), None)]);
        let named = notes.iter().filter(|note| note.message.starts_with("cannot read"));
        assert_eq!((named.count(), library.sounds().count()), (1, 0), "{length}: {notes:?}");
    }
    // Any byte may be wrong; nothing may stop.
    for place in (12..bytes.len()).step_by(7) {
        let mut wrong = bytes.clone();
        wrong[place] ^= 0xff;
        folder.bytes("wrong/bank.sf2", &wrong);
        let mut library = Library::new(RATE, || {});
        library.offer([(folder.path("wrong").as_path(), None)]);
        let names: Vec<String> = library.sounds().map(|(name, _)| name.to_owned()).collect();
        for name in names {
            for note in [0.0, 60.0, 127.0] {
                let wanted = Wanted { note: Some(note), ..Wanted::plain(&name, 0) };
                if let Some((slot, _)) = library.find(&wanted) {
                    library.request(slot);
                }
            }
        }
        library.settle();
    }
}

/// What is wrong with a folder, in the words of its only message.
fn refused(folder: &Kit, bank: &str) -> String {
    let notes = Library::new(RATE, || {}).offer([(folder.path(bank).as_path(), None)]);
    assert_eq!(notes.len(), 1, "{notes:?}");
    notes[0].message.clone()
}

/// Tables that point to the same zones again and again would take gigabytes, and zeros after zeros a minute.
#[test]
fn a_small_soundfont_that_asks_for_very_much_is_refused() {
    let folder = Kit::new();
    let mut font = Font::default();
    let tone = font.sample(Sample::new(vec![0.5; 100], 44_100, 60, 0));
    let zone = |key: i16| vec![(43, key % 128 * 257), (53, tone as i16)];
    let many = font.instrument(Instrument::new((0..4000).map(zone).collect()));
    let whole = font.bytes().len();
    for number in 0..100 {
        font.preset(&format!("many {number}"), 0, number, many);
    }
    let bytes = font.bytes();
    assert!(bytes.len() < whole + 10_000);
    folder.bytes("bank.sf2", &bytes);
    let told = refused(&folder, "bank.sf2");
    assert!(told.contains("more zones than anybody plays"), "{told}");

    // Generators that mean nothing are not carried from zone to zone.
    let mut font = Font::default();
    let tone = font.sample(Sample::new(vec![0.5; 100], 44_100, 60, 0));
    let strange = (61..8000).map(|word| (word, 1)).collect();
    let zones = (0..3000).map(|_| vec![(53, tone as i16)]);
    let zones = std::iter::once(strange).chain(zones).collect();
    let odd = font.instrument(Instrument::new(zones));
    font.preset("odd", 0, 0, odd);
    folder.bytes("odd/bank.sf2", &font.bytes());
    assert_eq!(folder.library("odd").sounds().count(), 1);

    folder.bytes("zeros.sf2", &[&b"RIFF\0\0\0\0sfbk"[..], &[0; 1 << 20]].concat());
    let told = refused(&folder, "zeros.sf2");
    assert!(told.contains("it ends before its tables"), "{told}");
}

#[test]
fn a_soundfont_of_compressed_samples_is_no_noise() {
    let folder = Kit::new();
    let mut font = Font::default();
    let tone = font.sample(Sample::new(vec![0.5; 100], 44_100, 60, 0).side(0x11, 0));
    let only = font.instrument(Instrument::new(vec![vec![(53, tone as i16)]]));
    font.preset("only", 0, 0, only);
    folder.bytes("bank.sf2", &font.bytes());
    let told = refused(&folder, "bank.sf2");
    assert!(told.contains("it has no presets"), "{told}");
}

#[test]
fn a_small_map_that_asks_for_very_much_gets_some_of_it() {
    let folder = Kit::new();
    folder.tone("a.wav", 300.0);
    let notes: Vec<String> = (0..4000).map(|i| format!("\"{i}\": \"a.wav\"")).collect();
    let files = vec!["\"a.wav\""; 4000].join(",");
    let map = format!("{{\"keys\": {{{}, \"c3\": [{files}]}}}}", notes.join(","));
    folder.bytes("strudel.json", map.as_bytes());
    let mut library = Library::new(RATE, || {});
    let told = library.offer([(folder.path("strudel.json").as_path(), None)]);
    assert!(told[0].message.contains("more than a set can hold"), "{told:?}");
    let count = library.sounds().find(|(name, _)| *name == "keys").unwrap().1;
    assert!((1..100).contains(&count), "{count}");
}

#[cfg(unix)]
#[test]
fn a_pipe_with_the_name_of_a_bank_holds_nothing_up() {
    let folder = Kit::new();
    for name in ["a.sf2", "a.json"] {
        let made = std::process::Command::new("mkfifo").arg(folder.path(name)).status();
        assert!(made.unwrap().success());
        let told = refused(&folder, name);
        assert!(told.contains("is not a folder"), "{told}");
    }
}

#[test]
fn a_map_of_sounds_names_files_lists_and_instruments() {
    let folder = Kit::new();
    for (file, hertz) in
        [("a/x.wav", 300.0), ("a/y.wav", 400.0), ("p/c3.wav", 130.81), ("p/c5.wav", 523.25)]
    {
        folder.tone(file, hertz);
    }
    let map = r#"{"_base": "https://example.org/kit/", "Deep Kick": ["a/x.wav", "/a/y.wav"], "one": "a/y.wav",
        "keys": {"c3": "p/c3.wav", "c5": ["p/c5.wav"]}, "strange": [3, null]}"#;
    folder.bytes("strudel.json", map.as_bytes());
    for bank in [".", "strudel.json"] {
        for (line, hertz) in [
            ("s(\"deep_kick\")", 300.0),
            ("s(\"deep_kick:1\")", 400.0),
            ("s(\"deep_kick:3\")", 400.0),
            ("s(\"one\")", 400.0),
            ("note(\"c3\").s(\"keys\")", 130.81),
            ("note(\"e3\").s(\"keys\")", 164.81),
            ("note(\"a4\").s(\"keys\")", 440.0),
            ("note(\"c6\").s(\"keys\")", 1046.5),
        ] {
            let [left, _] = folder.play(bank, line, 0.2);
            near(pitch(&left[500..]), hertz, 0.002 * hertz);
        }
    }
    folder.bytes("strudel.json", br#"{"gone": ["nowhere.wav"], "one": "a/x.wav"}"#);
    let mut library = Library::new(RATE, || {});
    let notes = library.offer([(folder.root(), None)]);
    assert!(notes[0].message.contains("nowhere.wav, which is not there"), "{notes:?}");
    assert!(library.resolve("one", 0).is_some() && library.resolve("gone", 0).is_none());
    folder.bytes("strudel.json", b"{\"gone\": ");
    let notes = Library::new(RATE, || {}).offer([(folder.path("strudel.json").as_path(), None)]);
    assert!(notes[0].message.starts_with("cannot read"), "{notes:?}");
}

#[test]
fn nested_banks_play_by_bank_and_by_number() {
    let folder = Kit::new();
    for (file, hertz) in
        [("tr99/bd/a.wav", 200.0), ("tr99/bd/b.wav", 300.0), ("tr99_sd/a.wav", 500.0)]
    {
        folder.tone(file, hertz);
    }
    for (line, hertz) in [
        ("s(\"bd\").bank(\"tr99\")", 200.0),
        ("s(\"bd:1\").bank(\"tr99\")", 300.0),
        ("s(\"bd\").n(3).bank(\"tr99\")", 300.0),
        ("s(\"sd\").bank(\"TR99\")", 500.0),
        ("s(\"tr99_bd:1\").note(\"c3\")", 600.0),
    ] {
        let [left, _] = folder.play(".", line, 0.2);
        near(pitch(&left[500..]), hertz, 1.0);
    }
}

#[test]
fn recordings_inside_the_program_play_without_any_folder() {
    let folder = Kit::new();
    folder.tone("unused/a.wav", 100.0);
    let same = |a: &str, b: &str| {
        let [one, other] = [a, b].map(|line| folder.play("unused", line, 0.3));
        assert!(rms(&one[0]) > 1e-3, "{a}");
        assert_eq!(one, other, "{a} and {b}");
    };
    same("s(\"tabla:12\")", "s(\"tabla_na\")");
    same("s(\"bd\").bank(\"recorded\")", "s(\"drum_bass_hard\")");
    same("s(\"hh:1\").bank(\"recorded\")", "s(\"drum_cymbal_pedal\")");
    // What the recorded kit lacks is that of the modelled one.
    same("s(\"cp\").bank(\"recorded\")", "s(\"cp\").bank(\"acoustic\")");
}

/// A file of 16, 24 or 8 bits or of floats holds a tone of 440 Hz, whatever its rate and its channels.
#[test]
fn files_of_every_depth_rate_and_number_of_channels_play_the_same_tone() {
    let folder = Kit::new();
    for (bits, rate, channels) in [
        (8, 48_000, 1),
        (16, 8_000, 1),
        (16, 192_000, 2),
        (24, 44_100, 2),
        (32, 48_000, 6),
        (0, 96_000, 1),
        (0, 22_050, 6),
    ] {
        let format = if bits == 0 { hound::SampleFormat::Float } else { hound::SampleFormat::Int };
        let spec = hound::WavSpec {
            channels,
            sample_rate: rate,
            bits_per_sample: if bits == 0 { 32 } else { bits },
            sample_format: format,
        };
        let mut writer = hound::WavWriter::create(folder.path("odd/a.wav"), spec).unwrap();
        for i in 0..rate / 2 {
            let x = 0.5 * (std::f64::consts::TAU * 440.0 * f64::from(i) / f64::from(rate)).sin();
            for _ in 0..channels {
                match bits {
                    0 => writer.write_sample(x as f32).unwrap(),
                    _ => writer.write_sample((x * f64::from(1u32 << (bits - 1))) as i32).unwrap(),
                }
            }
        }
        writer.finalize().unwrap();
        let [left, _] = folder.play("odd", "s(\"odd\")", 0.4);
        let what = format!("{bits} bits, {rate} Hz, {channels} channels");
        assert!((pitch(&left[2400..]) - 440.0).abs() < 0.5, "{what}: {}", pitch(&left[2400..]));
        let level = rms(&left[2400..]);
        let wanted = if channels == 1 { 0.25 } else { 0.3535 };
        assert!((level / wanted - 1.0).abs() < 0.03, "{what}: {level}, not {wanted}");
    }
}

#[test]
fn a_file_that_is_cut_anywhere_plays_or_is_refused_with_its_name() {
    let folder = Kit::new();
    folder.tone("whole/a.wav", 440.0);
    let bytes = std::fs::read(folder.path("whole/a.wav")).unwrap();
    let flac = std::fs::read("tests/sounds/tone.flac").unwrap();
    for (ending, bytes) in [("wav", &bytes), ("flac", &flac)] {
        let lengths = (0..60).chain((60..bytes.len()).step_by(bytes.len() / 20));
        for length in lengths {
            let name = format!("cut/a.{ending}");
            folder.bytes(&name, &bytes[..length]);
            let mut library = folder.library("cut");
            let slot = library.resolve("cut", 0).unwrap();
            library.request(slot);
            let arrivals = library.settle();
            let plays = arrivals[0].sample.as_ref().is_some_and(|sample| sample.frames() > 0);
            let told = arrivals[0].notes.iter().any(|note| note.message.contains("a."));
            assert!(plays || told, "{name} of {length} bytes: {:?}", arrivals[0].notes);
            std::fs::remove_file(folder.path(&name)).unwrap();
        }
    }
}
