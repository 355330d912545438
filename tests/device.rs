//! Through a sound device: what is heard is what is rendered, and a device that comes back plays on.
//!
//! The device is a virtual one (`tests/tools/virtual-device.sh`); without PulseAudio the tests say
//! that they are skipped.

#![cfg(target_os = "linux")]
#![cfg(feature = "live")]
#![allow(clippy::unwrap_used, reason = "a test may")]
#![allow(clippy::disallowed_methods, reason = "devices take their time")]
#![allow(clippy::print_stderr, reason = "skipped tests say so")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

const RATE: usize = 48_000;
const SCRIPT: &str = r#"
tempo(120)
drums: s("bd hh sd hh").gain(0.8)
bass: note("c2 eb2 g2 bb2").s("saw").lpf(800).chorus(0.3).room(0.3)
"#;

/// One device at a time: two of them and the tests' own builds are too much for a small machine.
static TURN: Mutex<()> = Mutex::new(());

/// Says that a test proved nothing. To standard error itself: of a test that passes, what is printed in
/// the usual way is not shown.
fn skip(why: &str) {
    let name = std::thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "\nskipped: {name}: {why}");
}

struct Device {
    folder: tempfile::TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Device {
    /// Starts it, or says why the test is skipped.
    fn start() -> Option<Device> {
        for program in ["pulseaudio", "pactl"] {
            let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
            if !found.is_ok_and(|found| found.status.success()) {
                skip(&format!("there is no {program} here"));
                return None;
            }
        }
        // A short path: that of a socket must fit into 108 bytes.
        let folder = tempfile::Builder::new().prefix("vd").tempdir().unwrap();
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let device = Device { folder, _turn: turn };
        let started = device.tool(&["start"]);
        if !started.status.success() {
            let why = String::from_utf8_lossy(&started.stderr).into_owned();
            skip(&format!("the virtual device does not start: {}", why.trim()));
            return None;
        }
        Some(device)
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("d")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("tests/tools/virtual-device.sh");
        command.args(arguments).env("VD_DIR", self.dir()).stdin(Stdio::null());
        command
    }

    fn tool(&self, arguments: &[&str]) -> std::process::Output {
        // The daemon must not hold on to our end of a pipe: its output goes to a file of its own.
        self.command(arguments).output().unwrap()
    }

    fn fault(&self, what: &str) {
        assert!(self.tool(&["fault", what]).status.success(), "fault {what}");
    }

    /// Begins to record so many seconds.
    fn record(&self, file: &Path, seconds: &str) -> Child {
        let child = self.command(&["record", file.to_str().unwrap(), seconds]).spawn().unwrap();
        sleep(Duration::from_millis(300));
        child
    }

    /// Plays a script on the device until the player is dropped.
    fn play(&self, script: &Path) -> Player {
        let dir = self.dir();
        let child = Command::new(env!("CARGO_BIN_EXE_tresillo"))
            .args(["live", "--plain", "--buffer", "2048"])
            .arg(script)
            .env("PULSE_SERVER", format!("unix:{}/native", dir.display()))
            .env("PULSE_CLIENTCONFIG", dir.join("client.conf"))
            .env("ALSA_CONFIG_PATH", dir.join("asound.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Player(child)
    }

    /// Whether sound comes out within so many seconds.
    fn sounds_within(&self, seconds: u64) -> bool {
        let file = self.folder.path().join("now.f32");
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(seconds) {
            let recorded = self.tool(&["record", file.to_str().unwrap(), "0.4"]);
            let samples = samples(&file);
            if recorded.status.success() && samples.iter().any(|sample| sample.abs() > 0.01) {
                return true;
            }
            sleep(Duration::from_millis(100));
        }
        false
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.tool(&["stop"]);
    }
}

struct Player(Child);

impl Player {
    fn runs(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Interleaved samples of a file of bare floats.
fn samples(file: &Path) -> Vec<f32> {
    let bytes = std::fs::read(file).unwrap_or_default();
    bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

/// From the first frame that is not silent.
fn sounding(samples: &[f32]) -> &[f32] {
    let first = samples.iter().position(|sample| *sample != 0.0).expect("there is only silence");
    &samples[first / 2 * 2..]
}

fn script(device: &Device) -> PathBuf {
    let script = device.folder.path().join("song.rhai");
    std::fs::write(&script, SCRIPT).unwrap();
    script
}

#[test]
fn what_the_device_plays_is_the_offline_render_to_the_bit() {
    let Some(device) = Device::start() else { return };
    let script = script(&device);
    let wav = device.folder.path().join("offline.wav");
    let rendered = Command::new(env!("CARGO_BIN_EXE_tresillo"))
        .args(["render", script.to_str().unwrap(), "-o", wav.to_str().unwrap()])
        .args(["--seconds", "4", "--rate", "48000", "--bits", "32f", "--block", "100"])
        .output()
        .unwrap();
    assert!(rendered.status.success(), "{}", String::from_utf8_lossy(&rendered.stderr));
    let reader = hound::WavReader::open(&wav).unwrap();
    let offline: Vec<f32> = reader.into_samples().map(Result::unwrap).collect();

    let file = device.folder.path().join("live.f32");
    let mut recorder = device.record(&file, "6");
    let player = device.play(&script);
    assert!(recorder.wait().unwrap().success());
    drop(player);
    let live = samples(&file);
    let (live, offline) = (sounding(&live), sounding(&offline));
    let length = 3 * RATE * 2;
    assert!(live.len() >= length && offline.len() >= length, "{} heard", live.len());
    let differs = live.iter().zip(offline).take(length).position(|(a, b)| a != b);
    assert_eq!(differs.map(|i| i / 2), None, "the first frame that differs");
}

/// Plays, loses its device, and plays on once it is back.
fn plays_on(lost: &str, back: impl Fn(&Device)) {
    let Some(device) = Device::start() else { return };
    let mut player = device.play(&script(&device));
    assert!(device.sounds_within(8), "no sound at first");
    device.fault(lost);
    sleep(Duration::from_millis(800));
    assert!(player.runs(), "the program ended with {lost}");
    back(&device);
    assert!(device.sounds_within(8), "no sound after the return");
    assert!(player.runs());
}

#[test]
fn a_device_that_is_unplugged_and_plugged_in_again_plays_on() {
    plays_on("unplug", |device| device.fault("plug"));
}

#[test]
fn a_sound_server_that_dies_and_starts_again_plays_on() {
    plays_on("kill", |device| assert!(device.tool(&["start"]).status.success()));
}

/// How many faults: `TRESILLO_FAULTS=500` for a long run.
fn faults() -> usize {
    std::env::var("TRESILLO_FAULTS").ok().and_then(|n| n.parse().ok()).unwrap_or(10)
}

/// The frames at which something sounds after silence of a tenth of a second.
fn onsets(samples: &[f32]) -> Vec<usize> {
    let mut quiet = usize::MAX;
    let mut onsets = Vec::new();
    for (frame, pair) in samples.chunks_exact(2).enumerate() {
        let sounds = pair.iter().any(|sample| sample.abs() > 0.01);
        if sounds && quiet > RATE / 10 {
            onsets.push(frame);
        }
        quiet = if sounds { 0 } else { quiet.saturating_add(1) };
    }
    onsets
}

#[test]
#[ignore = "minutes; see docs/reliability.md"]
fn after_faults_of_all_sorts_it_plays_on_and_on_its_grid() {
    let Some(device) = Device::start() else { return };
    let script = device.folder.path().join("song.rhai");
    std::fs::write(&script, "tempo(150)\nrim: s(\"rim*4\").clip(0.02)\n").unwrap();
    let mut player = device.play(&script);
    assert!(device.sounds_within(8), "no sound at first");
    let beat = RATE * 60 / 150;
    let file = device.folder.path().join("fault.f32");
    for number in 0..faults() {
        let mut recorder = device.record(&file, "4");
        // Each at another moment of the beat.
        sleep(Duration::from_millis((number as u64 * 37) % 400));
        let (gone, back) = [("suspend", "resume"), ("unplug", "plug")][number % 2];
        if number % 3 == 2 {
            assert!(device.tool(&["fault", "freeze", "0.3"]).status.success());
        } else {
            device.fault(gone);
            sleep(Duration::from_millis(150));
            device.fault(back);
        }
        let _ = recorder.wait();
        assert!(player.runs(), "it ended with fault {number}");
        // A recording ends with its device; what is heard afterwards is another one.
        let mut heard = onsets(&samples(&file));
        if heard.len() < 3 || number % 3 != 2 {
            assert!(device.record(&file, "2").wait().unwrap().success());
            heard = onsets(&samples(&file));
        }
        assert!(heard.len() >= 3, "fault {number}: it is silent: {heard:?}");
        // The last three: what is heard first after a fault may be cut by it.
        let steady = heard[heard.len() - 3..].windows(2).all(|pair| {
            let off = (pair[1] - pair[0]) % beat;
            off.min(beat - off) <= 1
        });
        assert!(steady, "fault {number}: off the grid: {heard:?}");
    }
    eprintln!("{} faults: it plays on", faults());
}
