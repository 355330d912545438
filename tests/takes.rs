//! Takes as they lie on the disk: what they hold, and what is left of them after a kill.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::path::{Path, PathBuf};

use tresillo::audio::takes::{Form, Recorder, takes};
use tresillo::samples::Library;

const RATE: u32 = 48_000;

/// Music of all sorts: tones, noise, silence, full scale.
fn music(frames: usize) -> Vec<f32> {
    let mut noise = 1_u32;
    let frame = |i: usize| {
        let mut next = || {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 8) as f32 / 8_388_608.0 - 1.0
        };
        let tone = (i as f32 * 0.05).sin();
        match i / 9_000 % 4 {
            0 => [tone, tone * 0.5],
            1 => [next(), next()],
            2 => [0.0, 1.0],
            _ => [-1.0, tone * 0.001],
        }
    };
    (0..frames).flat_map(frame).collect()
}

/// So many frames of music, and a take of them in a folder.
fn recorded(frames: usize) -> (Vec<f32>, tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let music = music(frames);
    let (mut tape, recorder) =
        Recorder::begin(folder.path(), "night", RATE, 1 << 30, Form::Flac).unwrap();
    music.chunks(1_000).for_each(|block| tape.push(block));
    drop(tape);
    drop(recorder);
    let path = folder.path().join("night-1.flac");
    (music, folder, path)
}

/// What a program reads in a file, interleaved.
fn read(path: &Path) -> Vec<f32> {
    let mut library = Library::new(RATE, || {});
    let slot = library.slot_of(path).unwrap();
    library.request(slot);
    library.settle();
    let sample = library.loaded(slot).unwrap();
    let (left, right) = (&sample.channels[0], &sample.channels[1]);
    left.iter().zip(right.iter()).flat_map(|(l, r)| [*l, *r]).collect()
}

fn worst(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn flac_holds_what_was_heard_to_24_bits_and_is_shorter() {
    let (music, _folder, path) = recorded(50_001);
    let found = read(&path);
    // The first frame is silent: takes begin with the first sound.
    let heard = &music[2..];
    assert_eq!(found.len(), heard.len());
    assert!(worst(&found, heard) <= 1.0 / 8_388_608.0, "{}", worst(&found, heard));
    let bytes = std::fs::metadata(&path).unwrap().len();
    assert!(bytes < music.len() as u64 * 4 * 6 / 10, "{bytes}");
}

#[test]
fn flac_that_ends_anywhere_opens_and_holds_all_whole_blocks() {
    let (music, folder, path) = recorded(30_000);
    let whole = std::fs::read(&path).unwrap();
    for part in [9, 5, 3, 2] {
        let torn = takes(folder.path())[0].with_file_name(format!("torn-{part}.flac"));
        std::fs::write(&torn, &whole[..whole.len() - whole.len() / part]).unwrap();
        let found = read(&torn);
        assert!(found.len() >= 4_096 * 2 && found.len() < music.len(), "{part}: {}", found.len());
        assert!(worst(&found, &music[2..]) <= 1.0 / 8_388_608.0, "{part}");
    }
}
