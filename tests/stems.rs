//! Stems: every bus in a file of its own, and all together the mix.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "offline/rig.rs"]
mod rig;

use std::path::Path;

use rig::{CYCLE, RATE, compile, loudest, play, stretch};
use tresillo::bounce::Desk;

const SCRIPT: &str = r#"
drums: s("bd*4, [~ sd]*2").gain(.3).room(.2).duck("pad")
pad: note("[c3,e3,g3]").s("sawtooth").lpf(900).gain(.1).chorus(.5).delay(.3)
bass: note("c2*3").s("square").orbit(2).gain(.1).compressor("-30:4")
lead: note("<~ [g4 e4]>").s("sine").orbit(3).gain(.1).room(.5)
"#;

fn read(path: &Path) -> Vec<f32> {
    hound::WavReader::open(path).unwrap().samples::<f32>().map(Result::unwrap).collect()
}

#[test]
fn stems_add_up_to_the_mix_at_minus_140_db() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(RATE, compile(SCRIPT));
    let mut mix = Vec::new();
    let mut sink = |block: &[f32]| {
        mix.extend_from_slice(block);
        Ok(())
    };
    let files = desk.play_stems(4 * CYCLE, folder.path(), &mut sink).unwrap();
    let mut names: Vec<_> =
        files.iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, ["bass", "drums", "lead", "orbit-2", "orbit-3", "pad"]);
    assert!(loudest(&mix) < 0.85, "below the limiter's ceiling: {}", loudest(&mix));
    let stems: Vec<Vec<f32>> = files.iter().map(|path| read(path)).collect();
    assert!(stems.iter().all(|stem| stem.len() == mix.len()));
    assert!(stems.iter().filter(|stem| loudest(stem) > 0.01).count() >= 4);
    let worst = (0..mix.len())
        .map(|i| {
            (stems.iter().map(|stem| f64::from(stem[i])).sum::<f64>() - f64::from(mix[i])).abs()
        })
        .fold(0.0, f64::max);
    assert!(worst < 1e-7, "{} dBFS", 20.0 * worst.log10());
    let plain = play(&[(SCRIPT, 4 * CYCLE)]);
    assert!(plain == mix, "listening changes nothing");
}

#[test]
fn the_command_writes_them_with_or_without_the_mix() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("piece.rhai");
    std::fs::write(&script, SCRIPT).unwrap();
    let out = folder.path().join("stems");
    assert_cmd::Command::cargo_bin("tresillo")
        .unwrap()
        .args([
            "render",
            script.to_str().unwrap(),
            "--cycles",
            "1",
            "--stems",
            out.to_str().unwrap(),
        ])
        .assert()
        .success();
    assert_eq!(read(&out.join("pad.wav")).len(), 2 * CYCLE as usize);
    assert_cmd::Command::cargo_bin("tresillo")
        .unwrap()
        .args(["render", script.to_str().unwrap(), "--cycles", "1"])
        .assert()
        .failure();
}

#[test]
fn scripts_shape_the_master() {
    let bare = "a: note(\"c3\").s(\"sawtooth\").gain(.4)\n";
    let plain = play(&[(bare, CYCLE)]);
    let quiet = play(&[(&format!("masterGain(-12)\n{bare}"), CYCLE)]);
    let ratio = loudest(&quiet) / loudest(&plain);
    assert!((ratio - 0.251).abs() < 0.02, "{ratio}");
    let script = format!("glue(-50, 8)\nmasterEq(\"low\", -6)\n{bare}");
    let mastering = compile(&script).set.mastering;
    assert_eq!(mastering.glue.map(|glue| (glue.threshold, glue.ratio)), Some((-50.0, 8.0)));
    assert_eq!(mastering.tones[0].decibels, -6.0);
    let glued = play(&[(&script, CYCLE)]);
    let late = |take: &[f32]| loudest(stretch(take, CYCLE / 4, CYCLE * 3 / 4));
    assert!(late(&glued) < 0.7 * late(&plain), "{} {}", late(&glued), late(&plain));
}
