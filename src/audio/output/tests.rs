//! A pretended device, in every state that real ones were seen in.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};

use super::*;
use crate::audio::player::Fader;
use crate::engine::protocol::{Command, Remote, Telemetry, rings};
use crate::schedule::{Schedule, TrackSlot};
use crate::sound::{Sound, Wave};

const RATE: u32 = 48_000;
/// Frames that the device asks for every 5 ms.
const BUFFER: usize = 240;

/// An engine that holds a tone from the beginning, and its far end.
fn tone() -> (Engine, Remote) {
    let (mut remote, port) = rings();
    let mut schedule = Schedule::new(1, 0, 100, 0.5);
    schedule.push(0.0, 100.0, TrackSlot(0), Sound::Oscillator(Wave::Sine), 440.0, &[]);
    let bus = Box::new(crate::engine::bus::Bus::new(RATE));
    for command in
        [Command::Bus(TrackSlot(0), bus), Command::Schedule(Box::new(schedule)), Command::Run(true)]
    {
        remote.send(command).unwrap();
    }
    (Engine::new(RATE, port), remote)
}

/// Where the music is, in frames.
fn position(remote: &mut Remote) -> u64 {
    let reports = std::iter::from_fn(|| remote.report());
    let frames = reports.filter_map(|report| match report {
        Telemetry::Position { frame, .. } => Some(frame),
        _ => None,
    });
    frames.last().unwrap_or(0)
}

/// What the test does to the device, and what it heard.
#[derive(Default)]
struct Device {
    frozen: AtomicBool,
    absent: AtomicBool,
    /// Opening and closing hang until the test ends.
    hangs: AtomicBool,
    opened: AtomicU64,
    asked: AtomicU64,
    heard: Mutex<Vec<f32>>,
}

struct Stream {
    device: Arc<Device>,
    running: Arc<AtomicBool>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.running.store(false, SeqCst);
        self.device.hang();
    }
}

impl Device {
    fn hang(&self) {
        while self.hangs.load(SeqCst) {
            sleep(Duration::from_millis(10));
        }
    }

    fn opener(self: &Arc<Device>) -> Opener {
        let device = self.clone();
        Box::new(move |player, number| {
            device.hang();
            if device.absent.load(SeqCst) {
                return Err("there is no such device".into());
            }
            device.opened.fetch_add(1, SeqCst);
            let running = Arc::new(AtomicBool::new(true));
            let (device, player) = (device.clone(), player.clone());
            let stream = Stream { device: device.clone(), running: running.clone() };
            std::thread::spawn(move || device.run(&player, number, &running));
            Ok(Opened { name: "pretender".into(), stream: Box::new(stream) })
        })
    }

    fn run(&self, player: &Player, number: u64, running: &AtomicBool) {
        let mut fader = Fader::new(number, RATE);
        let mut out = [9.0; BUFFER * 2];
        while running.load(SeqCst) {
            if !self.frozen.load(SeqCst) {
                player.counts.callbacks.fetch_add(1, Relaxed);
                player.play(&mut fader, &mut out);
                self.asked.fetch_add(BUFFER as u64, SeqCst);
                self.heard.lock().unwrap().extend_from_slice(&out);
            }
            sleep(Duration::from_millis(5));
        }
    }
}

fn wait_until(what: &str, done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(5), "waited in vain: {what}");
        sleep(Duration::from_millis(5));
    }
}

fn plays(output: &Output) -> bool {
    matches!(output.status(), Status::Playing { .. })
}

#[test]
fn the_music_begins_with_the_device_and_loses_no_sample() {
    let (mut engine, _remote) = tone();
    let mut expected = vec![0.0; RATE as usize / 5];
    engine.render(&mut expected);
    let device = Arc::new(Device::default());
    let (engine, _remote) = tone();
    let output = Output::with(engine, Tapes::default(), device.opener());
    wait_until("a fifth of a second", || device.asked.load(SeqCst) > u64::from(RATE) / 5);
    assert!(plays(&output));
    assert!(output.load() > 0.0);
    let engine = output.stop().expect("the engine comes back");
    assert_eq!(engine.rate(), RATE);
    let heard = device.heard.lock().unwrap();
    assert!(heard[..expected.len()] == expected, "other samples than the engine's own");
    let jumps = heard.windows(3).map(|w| (w[2] - w[0]).abs()).fold(0.0, f32::max);
    assert!(jumps < 0.1, "a click of {jumps}");
    assert_eq!(heard[heard.len() - 2..], [0.0, 0.0], "it has not faded out");
}

#[test]
fn a_lost_device_is_noticed_music_time_runs_on_and_it_takes_over_when_it_returns() {
    let device = Arc::new(Device::default());
    let (engine, mut remote) = tone();
    let output = Output::with(engine, Tapes::default(), device.opener());
    wait_until("the device", || plays(&output));
    let begun = Instant::now();
    device.absent.store(true, SeqCst);
    device.frozen.store(true, SeqCst);
    wait_until("the loss", || !plays(&output));
    assert!(begun.elapsed() < Duration::from_millis(900), "noticed after {:?}", begun.elapsed());
    let Status::Silent { reason } = output.status() else { panic!() };
    assert!(reason.contains("pretender"), "{reason}");

    sleep(Duration::from_millis(300));
    let frames = begun.elapsed().as_millis() as u64 * u64::from(RATE) / 1000;
    let off = position(&mut remote).abs_diff(frames);
    assert!(off < u64::from(RATE) / 10, "the music is {off} frames from where it should be");

    device.frozen.store(false, SeqCst);
    device.absent.store(false, SeqCst);
    device.heard.lock().unwrap().clear();
    wait_until("the return", || plays(&output));
    wait_until("sound", || device.heard.lock().unwrap().iter().any(|sample| sample.abs() > 0.1));
    let heard = device.heard.lock().unwrap().clone();
    let jumps = heard.windows(3).map(|w| (w[2] - w[0]).abs()).fold(0.0, f32::max);
    assert!(jumps < 0.1, "it comes in with a click of {jumps}");
    assert_eq!(device.opened.load(SeqCst), 2);
}

#[test]
fn without_a_device_music_time_runs_in_silence_and_the_reason_is_said() {
    let device = Arc::new(Device::default());
    device.absent.store(true, SeqCst);
    let (engine, mut remote) = tone();
    let begun = Instant::now();
    let output = Output::with(engine, Tapes::default(), device.opener());
    sleep(Duration::from_millis(400));
    let frames = begun.elapsed().as_millis() as u64 * u64::from(RATE) / 1000;
    let at = position(&mut remote);
    assert!(at.abs_diff(frames) < u64::from(RATE) / 10, "{at} of {frames} frames");
    assert_eq!(output.status(), Status::Silent { reason: "there is no such device".into() });
    assert!(output.stop().is_some());
}

#[test]
fn a_device_that_hangs_while_it_opens_keeps_neither_the_music_nor_the_end_waiting() {
    let device = Arc::new(Device::default());
    device.hangs.store(true, SeqCst);
    let (engine, mut remote) = tone();
    let output = Output::with(engine, Tapes::default(), device.opener());
    sleep(Duration::from_millis(1300));
    assert!(position(&mut remote) > 0, "the music waits for ever");
    let begun = Instant::now();
    assert!(output.stop().is_some());
    assert!(begun.elapsed() < Duration::from_secs(1), "stopping took {:?}", begun.elapsed());
    device.hangs.store(false, SeqCst);
}

#[test]
fn a_stream_that_hangs_while_it_closes_keeps_nobody_waiting() {
    let device = Arc::new(Device::default());
    let (engine, _remote) = tone();
    let output = Output::with(engine, Tapes::default(), device.opener());
    wait_until("the device", || plays(&output));
    device.hangs.store(true, SeqCst);
    let begun = Instant::now();
    assert!(output.stop().is_some());
    assert!(begun.elapsed() < Duration::from_secs(1), "stopping took {:?}", begun.elapsed());
    device.hangs.store(false, SeqCst);
}

#[test]
fn a_stream_that_was_given_up_and_wakes_again_plays_nothing() {
    let (engine, mut remote) = tone();
    let player = Player::new(engine, Tapes::default(), State::Reserved(1));
    let (mut old, mut new) = (Fader::new(1, RATE), Fader::new(2, RATE));
    let mut out = [0.0; BUFFER * 2];
    (0..10).for_each(|_| player.play(&mut old, &mut out));
    player.turn.set(State::Offered(2));
    (0..10).for_each(|_| player.play(&mut new, &mut out));
    let before = position(&mut remote);
    player.play(&mut old, &mut out);
    assert_eq!(out, [0.0; BUFFER * 2]);
    assert_eq!(position(&mut remote), 0, "it moved the music on from {before}");
}
