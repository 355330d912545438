//! Folders of recordings, from the disk to what the engine gets.

#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "samples/kit.rs"]
mod kit;

use std::path::Path;
use std::sync::Arc;

use kit::{Kit, RATE};
use tresillo::engine::bank::Sample;
use tresillo::samples::{Arrival, Library};

/// Files in which every frame has the same values (1 is full scale).
trait Levels {
    fn level(&self, file: &str, frames: usize, level: f32);
    fn levels(&self, file: &str, rate: u32, levels: &[f32], frames: usize);
}

impl Levels for Kit {
    fn level(&self, file: &str, frames: usize, level: f32) {
        self.levels(file, RATE, &[level], frames);
    }

    fn levels(&self, file: &str, rate: u32, levels: &[f32], frames: usize) {
        let all = levels.iter().cycle().take(frames * levels.len());
        self.wav(file, (rate, levels.len() as u16), all.map(|level| f64::from(*level)));
    }
}

/// What becomes of one file.
fn arrival(library: &mut Library, name: &str, n: i64) -> Arrival {
    let slot = library.resolve(name, n).unwrap_or_else(|| panic!("no sound {name}"));
    library.request(slot);
    let mut arrivals = library.settle();
    assert_eq!(arrivals.len(), 1);
    assert!(library.settled(slot));
    arrivals.remove(0)
}

fn sample(library: &mut Library, name: &str, n: i64) -> Arc<Sample> {
    let arrival = arrival(library, name, n);
    assert!(arrival.notes.is_empty(), "{:?}", arrival.notes);
    arrival.sample.unwrap()
}

#[test]
fn a_sub_folder_is_a_sound_and_numbers_go_round_its_files_in_natural_order() {
    let kit = Kit::new();
    for (file, level) in [("bd/k1.wav", 0.125), ("bd/k2.wav", 0.25), ("bd/k10.wav", 0.5)] {
        kit.level(file, 10, level);
    }
    kit.bytes("bd/notes.txt", b"not a sound");
    kit.bytes("bd/._k1.wav", b"nor this");
    let mut library = kit.library("");
    for (n, level) in [(0, 0.125), (1, 0.25), (2, 0.5), (3, 0.125), (-1, 0.5)] {
        let slot = library.resolve("bd", n).unwrap();
        library.request(slot);
        library.settle();
        assert_eq!(library.loaded(slot).unwrap().channels, vec![vec![level; 10]], "n {n}");
    }
    assert!(library.resolve("sd", 0).is_none());
}

#[test]
fn nested_folders_files_of_the_folder_itself_and_odd_names_are_found() {
    let kit = Kit::new();
    for file in ["909/bd/a.wav", "909/sd/a.wav", "Big Room/a.WAV", "loose.wav"] {
        kit.level(file, 10, 0.5);
    }
    let mut library = kit.library("");
    let own = kit.root().file_name().unwrap().to_string_lossy().to_lowercase();
    for name in ["909_bd", "909_SD", "big_room", "Big Room", "loose", &own] {
        assert!(library.resolve(name, 0).is_some(), "{name}");
    }
    assert_eq!(library.sounds().count(), 5);
}

#[test]
fn every_format_gives_the_same_tone_at_the_engines_rate() {
    let mut library = Library::new(RATE, || {});
    library.offer([(Path::new("tests/sounds"), None)]);
    for n in 0..4 {
        let slot = library.resolve("sounds", n).unwrap();
        library.request(slot);
        let arrivals = library.settle();
        assert!(arrivals[0].notes.is_empty(), "{:?}", arrivals[0].notes);
        let sample = library.loaded(slot).unwrap();
        assert_eq!((sample.channels.len(), sample.rate), (1, RATE));
        let frames = sample.frames();
        assert!((4800..=4802).contains(&frames), "{n}: {frames} frames");
        let middle = &sample.channels[0][500..4300];
        let loud = (middle.iter().map(|x| x * x).sum::<f32>() / middle.len() as f32).sqrt();
        assert!((loud - 0.3535).abs() < 0.02, "{n}: level {loud}");
        let rises = middle.windows(2).filter(|w| w[0] < 0.0 && w[1] >= 0.0).count();
        assert!((34..=36).contains(&rises), "{n}: {rises} periods");
    }
}

#[test]
fn stereo_stays_stereo_and_more_channels_are_mixed_down() {
    let kit = Kit::new();
    kit.levels("two/a.wav", RATE, &[0.5, -0.25], 10);
    kit.levels("four/a.wav", RATE, &[0.5, -0.5, 0.25, 0.25], 10);
    let mut library = kit.library("");
    assert_eq!(sample(&mut library, "two", 0).channels, [[0.5; 10], [-0.25; 10]]);
    assert_eq!(sample(&mut library, "four", 0).channels, [[0.375; 10], [-0.125; 10]]);
}

#[test]
fn empty_and_corrupt_files_are_named_with_a_cure_and_stop_nothing() {
    let kit = Kit::new();
    kit.bytes("a/empty.wav", b"");
    kit.bytes("b/noise.flac", &[0x5A; 4000]);
    kit.level("c/none.wav", 0, 0.5);
    kit.bytes("d/header.wav", b"RIFF\x24\0\0\0WAVEfmt ");
    kit.level("good/a.wav", 10, 0.5);
    let mut library = kit.library("");
    for (name, words) in [
        ("a", "there is no sound in"),
        ("b", "cannot decode"),
        ("c", "there is no sound in"),
        ("d", "cannot decode"),
    ] {
        let arrival = arrival(&mut library, name, 0);
        assert!(arrival.sample.is_none());
        let note = &arrival.notes[0];
        assert!(note.message.contains(words), "{name}: {}", note.message);
        assert!(note.message.contains(kit.root().to_str().unwrap()), "{}", note.message);
        assert!(!note.hints.is_empty());
    }
    assert_eq!(sample(&mut library, "good", 0).frames(), 10);
}

#[test]
fn a_file_that_breaks_off_plays_as_far_as_it_goes() {
    let kit = Kit::new();
    kit.level("whole/a.wav", 48_000, 0.5);
    let bytes = std::fs::read(kit.path("whole/a.wav")).unwrap();
    kit.bytes("half/a.wav", &bytes[..bytes.len() / 2]);
    let mut library = kit.library("");
    let sample = arrival(&mut library, "half", 0).sample.unwrap();
    assert!((20_000..24_000).contains(&sample.frames()), "{}", sample.frames());
}

#[test]
fn ten_minutes_are_cut_to_five_with_a_warning_and_a_fade() {
    let kit = Kit::new();
    kit.levels("long/a.wav", 8_000, &[0.5], 8_000 * 600);
    let mut library = kit.library("");
    let arrival = arrival(&mut library, "long", 0);
    assert!(arrival.notes[0].message.contains("longer than 300 seconds"), "{:?}", arrival.notes);
    let sample = arrival.sample.unwrap();
    assert_eq!(sample.frames(), 300 * RATE as usize);
    assert!(sample.channels[0].last().unwrap().abs() < 0.01, "it ends with a click");
}

#[test]
fn a_missing_folder_is_told_with_the_nearest_name() {
    let kit = Kit::new();
    kit.level("drums/bd/a.wav", 10, 0.5);
    let mut library = Library::new(RATE, || {});
    let notes = library.offer([(kit.root().join("durms").as_path(), None)]);
    assert!(notes[0].message.starts_with("there is no folder"), "{notes:?}");
    assert_eq!(notes[0].hints, ["did you mean drums?"]);
    let notes = library.offer([(kit.path("drums/bd/a.wav").as_path(), None)]);
    assert!(notes[0].message.ends_with("is not a folder"), "{notes:?}");
}

#[test]
fn a_changed_file_is_loaded_again_into_its_place() {
    let kit = Kit::new();
    kit.level("bd/a.wav", 10, 0.5);
    let mut library = kit.library("");
    let slot = library.resolve("bd", 0).unwrap();
    assert_eq!(sample(&mut library, "bd", 0).frames(), 10);
    kit.level("bd/a.wav", 20, 0.5);
    kit.level("sd/a.wav", 20, 0.5);
    assert_eq!(library.refresh(), [slot]);
    assert_eq!(library.loaded(slot).unwrap().frames(), 10, "the old one plays meanwhile");
    let arrivals = library.settle();
    assert_eq!((arrivals.len(), arrivals[0].slot), (1, slot));
    assert_eq!(library.loaded(slot).unwrap().frames(), 20);
    assert!(library.resolve("sd", 0).is_some(), "new folders are found");
}

#[test]
fn whoever_waits_is_woken() {
    let kit = Kit::new();
    kit.level("bd/a.wav", 10, 0.5);
    let (bell, woken) = std::sync::mpsc::channel();
    let mut library = Library::new(RATE, move || bell.send(()).unwrap());
    library.offer([(kit.root(), None)]);
    let slot = library.resolve("bd", 0).unwrap();
    library.request(slot);
    library.request(slot);
    woken.recv().unwrap();
    assert_eq!(library.poll().len(), 1);
    assert!(library.poll().is_empty());
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let kit = Kit::new();
    kit.level("bd/a.wav", 10, 0.5);
    std::os::unix::fs::symlink(kit.root(), kit.path("bd/again")).unwrap();
    assert_eq!(kit.library("").sounds().collect::<Vec<_>>(), [("bd", 1)]);
}

#[test]
fn a_file_in_a_folder_of_wavetables_is_read_as_cycles_and_plays_in_tune_at_any_pitch() {
    use tresillo::engine::kernel::amp::Channel;
    use tresillo::engine::kernel::wavetable::Waves;
    use tresillo::engine::kernel::{Note, Settings, Source};
    use tresillo::engine::lanes::F8;
    use tresillo::sound::{SampleSlot, Sound};

    let kit = Kit::new();
    // A triangle of 600 frames, at a rate that is not the engine's.
    let cycle: Vec<f32> = (0..600).map(|i| (i as f32 / 150.0 - 2.0).abs() - 1.0).collect();
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 44_100,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(kit.path("wt_mine/triangle.wav"), spec).unwrap();
    cycle.iter().for_each(|x| writer.write_sample((x * 32_000.0) as i16).unwrap());
    writer.finalize().unwrap();
    let mut library = kit.library("");
    let sample = sample(&mut library, "wt_mine", 0);

    for freq in [55.0, 440.0, 5000.0] {
        let mut waves = Waves::new();
        waves.load(2, SampleSlot(0), Arc::clone(&sample));
        let note = Note {
            sound: Sound::Cycles(SampleSlot(0)),
            freq,
            rate: RATE as f32,
            channel: Channel::Mono,
            seed: 1,
            settings: Settings(&[]),
        };
        waves.start(2, &note);
        let mut out = vec![F8::ZERO; RATE as usize];
        out.chunks_mut(64).for_each(|block| waves.render(block));
        let wave: Vec<f32> = out.iter().map(|frame| frame.0[2]).collect();
        let rms = (wave.iter().map(|x| x * x).sum::<f32>() / wave.len() as f32).sqrt();
        assert!((0.1..0.2).contains(&rms), "{freq}: {rms}");
        // A triangle rises through zero once a turn.
        let rises = wave.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        assert!((rises as f32 - freq).abs() <= 2.0, "{freq}: {rises}");
        assert!(waves.unload(2).is_some(), "the recording goes home");
    }
}
