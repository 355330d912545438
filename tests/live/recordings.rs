//! Recordings of every bad kind: one message each, and the rest plays.

use std::fs;
use std::path::Path;

use super::player::{Player, tresillo};

/// A WAV file that claims `claimed` bytes of sound and has `bytes`.
fn wav(channels: u16, rate: u32, bits: u16, claimed: u32, bytes: &[u8]) -> Vec<u8> {
    let frame = channels.wrapping_mul(bits / 8);
    let mut file = b"RIFF".to_vec();
    file.extend(claimed.saturating_add(36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0");
    file.extend(channels.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend(rate.wrapping_mul(u32::from(frame)).to_le_bytes());
    file.extend(frame.to_le_bytes());
    file.extend(bits.to_le_bytes());
    file.extend(b"data");
    file.extend(claimed.to_le_bytes());
    file.extend(bytes);
    file
}

/// A buzz of a tenth of a second.
fn good() -> Vec<u8> {
    wav(1, 48_000, 16, 9_600, &[0, 0x20, 0, 0xE0].repeat(2_400))
}

/// Bytes that mean nothing, always the same.
fn noise(count: usize) -> Vec<u8> {
    let mut x = 7_u32;
    let mut next = || {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (x >> 24) as u8
    };
    (0..count).map(|_| next()).collect()
}

fn cut(file: &str, count: usize) -> Vec<u8> {
    fs::read(Path::new("tests/sounds").join(file)).unwrap()[..count].to_vec()
}

/// Sounds by file, and what is said about each; nothing about the good ones.
fn kit() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    vec![
        ("good/a.wav", good(), ""),
        ("mono/a.wav", wav(1, 8_000, 8, 8_000, &[40, 215].repeat(4_000)), ""),
        ("zero/a.wav", Vec::new(), "there is no sound in"),
        ("noisewav/a.wav", noise(5_000), "cannot decode"),
        ("noiseflac/a.flac", noise(5_000), "cannot decode"),
        ("noiseogg/a.ogg", noise(5_000), "cannot decode"),
        ("noisemp3/a.mp3", noise(5_000), "cannot decode"),
        ("cutwav/a.wav", good()[..3_000].to_vec(), "what could be read plays"),
        ("cutflac/a.flac", cut("tone.flac", 30), "cannot decode"),
        ("cutogg/a.ogg", cut("tone.ogg", 500), "cannot decode"),
        ("cuthead/a.wav", good()[..20].to_vec(), "cannot decode"),
        ("longer/a.wav", wav(2, 48_000, 16, 0xFFFF_FFF0, &noise(9_600)), "what could be read"),
        ("nochannel/a.wav", wav(0, 48_000, 16, 9_600, &noise(9_600)), "cannot decode"),
        ("norate/a.wav", wav(2, 0, 16, 9_600, &noise(9_600)), "cannot decode"),
        ("long/a.wav", wav(1, 8_000, 8, 8_000 * 600, &[]), "longer than 300 seconds"),
    ]
}

fn furnish(folder: &Path) {
    for (file, bytes, _) in kit() {
        let path = folder.join("kit").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        if file.starts_with("long/") {
            // Ten minutes that take no room on the disk.
            let file = fs::File::options().write(true).open(path).unwrap();
            file.set_len(44 + 8_000 * 600).unwrap();
        }
    }
}

fn script() -> String {
    let names: Vec<&str> = kit().iter().map(|(file, ..)| file.split('/').next().unwrap()).collect();
    let names = names.join(" ");
    format!("samples(\"kit\")\nsamples(\"nokit\")\ndrums: s(\"bd\")\nkit: s(\"{names} nosuch\")\n")
}

/// Every message is there, once; nothing is said about good recordings.
fn check(said: &[String]) {
    let messages: Vec<&String> =
        said.iter().filter(|line| line.contains("error: ") || line.contains("warning: ")).collect();
    for (file, _, words) in kit() {
        let about: Vec<_> =
            messages.iter().filter(|line| line.contains(&format!("kit/{file}"))).collect();
        assert_eq!(about.len(), usize::from(!words.is_empty()), "{file}: {said:#?}");
        assert!(about.iter().all(|line| line.contains(words)), "{file}: {about:?}");
    }
    for words in ["there is no folder", "no sound `nosuch`"] {
        assert_eq!(messages.iter().filter(|line| line.contains(words)).count(), 1, "{words}");
    }
}

#[test]
fn bad_recordings_stop_no_render() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path());
    fs::write(folder.path().join("song.rhai"), script()).unwrap();
    let mut command = tresillo();
    command.args(["render", "song.rhai", "-o", "song.wav", "--cycles", "1"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    check(&said.lines().map(str::to_owned).collect::<Vec<_>>());
    let sound = fs::read(folder.path().join("song.wav")).unwrap();
    assert!(sound.iter().skip(100).any(|byte| *byte != 0), "silence");
}

#[test]
fn bad_recordings_stop_no_music() {
    let player = Player::furnished(&script(), furnish);
    player.wait("the last message", |line| line.contains("kit/long/a.wav"));
    player.wait("the music", |line| line.contains("track kit"));
    player.wait("the name nobody has", |line| line.contains("no sound `nosuch`"));
    check(&player.lines());
    player.quit();
}

#[test]
fn a_recording_that_changes_while_it_plays_is_taken_or_told_of() {
    let text = "samples(\"kit\")\ndrums: s(\"bd\")\nkit: s(\"x\")\n";
    let file = Path::new("kit/x/a.wav");
    let put = |folder: &Path, bytes: &[u8]| {
        fs::create_dir_all(folder.join("kit/x")).unwrap();
        fs::write(folder.join(file), bytes).unwrap();
    };
    let player = Player::furnished(text, |folder| put(folder, &noise(5_000)));
    let folder = player.folder.path();
    let mut at = player.wait("noise", |line| line.contains("cannot decode"));
    let fine = |line: &str| line.contains("no problems any more");
    let broken = |line: &str| line.contains("cannot decode");
    put(folder, &good());
    at = player.wait_after(at + 1, "a good one", fine);
    put(folder, &noise(4_000));
    at = player.wait_after(at + 1, "noise again", broken);
    put(folder, &good()[..5_000]);
    at = player.wait_after(at + 1, "half of it", |line| line.contains("what could be read plays"));
    fs::remove_dir_all(folder.join("kit")).unwrap();
    at = player.wait_after(at + 1, "no folder", |line| line.contains("there is no folder"));
    put(folder, &good());
    player.wait_after(at + 1, "all well again", fine);
    player.quit();
}
