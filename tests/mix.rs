//! What a track's bus and the master do to sound: echoes, rooms, ceilings, and nothing else.

use tresillo::control::Control;
use tresillo::engine::BLOCK;
use tresillo::engine::block::{StereoBlock, TrackMix};
use tresillo::engine::bus::{Bus, Origin};
use tresillo::engine::kernel::Settings;
use tresillo::engine::master::Master;
use tresillo::schedule::{Setting, TrackSlot};

const RATE: u32 = 48_000;

/// White noise, always the same.
struct White(u32);

impl White {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 as i32) as f32 / 2_147_483_648.0
    }
}

/// Pink noise (Kellet's filter) at about -14 dB RMS, always the same.
fn pink(seed: u32, frames: usize) -> Vec<f32> {
    let (mut white, mut b) = (White(seed), [0.0_f32; 3]);
    (0..frames)
        .map(|_| {
            let x = white.next();
            b[0] = 0.99765 * b[0] + x * 0.099_046;
            b[1] = 0.963 * b[1] + x * 0.296_516_4;
            b[2] = 0.57 * b[2] + x * 1.052_691_3;
            0.2 * (b[0] + b[1] + b[2] + x * 0.1848)
        })
        .collect()
}

fn blocks(left: &[f32], right: &[f32]) -> Vec<StereoBlock> {
    let block = |(left, right): (&[f32], &[f32])| {
        let mut block = StereoBlock::SILENT;
        block.left.copy_from_slice(left);
        block.right.copy_from_slice(right);
        block
    };
    left.chunks_exact(BLOCK).zip(right.chunks_exact(BLOCK)).map(block).collect()
}

fn mastered(input: &[StereoBlock]) -> (Vec<StereoBlock>, f32, usize) {
    let mut master = Master::new(RATE);
    let mut output = input.to_vec();
    output.iter_mut().for_each(|block| master.process(block));
    (output, master.take_peaks().1, master.latency())
}

fn true_peak(blocks: &[StereoBlock]) -> f64 {
    let mut meter = ebur128::EbuR128::new(2, RATE, ebur128::Mode::TRUE_PEAK).expect("a meter");
    for block in blocks {
        meter.add_frames_planar_f32(&[&block.left, &block.right]).expect("it measures");
    }
    let peaks = [0, 1].map(|channel| meter.true_peak(channel).expect("it measures"));
    20.0 * peaks[0].max(peaks[1]).log10()
}

#[test]
fn nothing_that_pink_noise_does_at_plus_20_db_passes_minus_1_dbtp() {
    let loud = |seed| pink(seed, RATE as usize * 10).iter().map(|x| x * 10.0).collect::<Vec<_>>();
    let (output, gain, _) = mastered(&blocks(&loud(1), &loud(7)));
    let peak = true_peak(&output);
    assert!(peak <= -1.0, "{peak} dBTP");
    assert!(peak > -1.6, "{peak} dBTP: the ceiling is used");
    assert!(gain < 0.2, "{gain}");
}

#[test]
fn nothing_passes_minus_1_dbtp_whatever_its_shape() {
    let frames = RATE as usize * 2;
    let mut white = White(3);
    let shapes: [(&str, Vec<f32>); 4] = [
        ("clicks", (0..frames).map(|i| if i % 4801 == 0 { 30.0 } else { 0.0 }).collect()),
        ("steps", (0..frames).map(|i| if (i / 3000) % 2 == 0 { 4.0 } else { -4.0 }).collect()),
        (
            "a sine between the samples",
            (0..frames)
                .map(|i| {
                    let fade = (i as f32 / 24_000.0).min(1.0);
                    1.5 * fade * ((i as f32 + 0.5) * std::f32::consts::FRAC_PI_2).sin()
                })
                .collect(),
        ),
        (
            "bursts of noise",
            (0..frames)
                .map(|i| if (i / 500) % 7 == 0 { 8.0 * white.next() } else { 0.1 })
                .collect(),
        ),
    ];
    for (name, shape) in shapes {
        let (output, ..) = mastered(&blocks(&shape, &shape));
        let peak = true_peak(&output);
        assert!(peak <= -1.0, "{name}: {peak} dBTP");
    }
}

#[test]
fn below_the_ceiling_the_master_is_a_delay_to_the_bit() {
    let (left, right) = (pink(5, 48_000), pink(6, 48_000));
    let greatest = left.iter().chain(&right).fold(0.0_f32, |peak, x| peak.max(x.abs()));
    let scale = |x: Vec<f32>| x.iter().map(|x| x * 0.75 / greatest).collect::<Vec<_>>();
    let input = blocks(&scale(left), &scale(right));
    let (output, gain, latency) = mastered(&input);
    assert_eq!(gain, 1.0);
    assert_eq!(latency % BLOCK, 0);
    assert!(latency <= 3 * BLOCK, "{latency}");
    for (now, then) in output[latency / BLOCK..].iter().zip(&input) {
        assert_eq!(now.left.map(f32::to_bits), then.left.map(f32::to_bits));
        assert_eq!(now.right.map(f32::to_bits), then.right.map(f32::to_bits));
    }
}

#[test]
fn after_a_peak_the_limiter_lets_go_completely() {
    let mut shape = vec![0.2_f32; RATE as usize * 6];
    shape[1000] = 3.0;
    let input = blocks(&shape, &shape);
    let (output, gain, latency) = mastered(&input);
    assert!(gain < 0.4, "{gain}");
    let at = |seconds: f32| output[(seconds * RATE as f32) as usize / BLOCK].left[0];
    assert!(at(0.2) > 0.19, "a lone peak is forgotten in a fifth of a second: {}", at(0.2));
    assert_eq!(at(5.0), 0.2, "and in the end without a trace");
    assert_eq!(latency % BLOCK, 0);
}

#[test]
fn the_gain_never_jumps() {
    let mut shape = vec![0.5_f32; RATE as usize];
    (10_000..10_300).for_each(|i| shape[i] = 5.0);
    (30_000..40_000).for_each(|i| shape[i] = 2.0);
    let (output, _, latency) = mastered(&blocks(&shape, &shape));
    let heard: Vec<f32> = output.iter().flat_map(|block| block.left).collect();
    let gains = |i: usize| heard[i + latency] / shape[i];
    for i in 1..shape.len() - latency - BLOCK {
        let step = (gains(i) - gains(i - 1)).abs();
        assert!(step < 0.03, "frame {i}: {step}");
    }
}

#[test]
fn what_is_no_number_silences_one_block_of_the_master_and_is_told() {
    let mut master = Master::new(RATE);
    for bad in [f32::NAN, f32::INFINITY, 1e38] {
        let mut block = StereoBlock::SILENT;
        block.left[10] = bad;
        master.process(&mut block);
        assert_eq!(master.take_trouble(), !bad.is_finite());
        for _ in 0..8 {
            let mut block = StereoBlock::SILENT;
            master.process(&mut block);
            assert!(block.left.iter().all(|x| x.abs() <= 1.0), "{bad}");
        }
    }
}

/// A bus, what is sent to it, and what comes back.
struct Track {
    bus: Bus,
    out: Vec<f32>,
}

impl Track {
    fn new(settings: &[(Control, f32)]) -> Track {
        let mut track = Track { bus: Bus::new(RATE), out: Vec::new() };
        track.bus.tempo(0.5);
        track.note(settings);
        track
    }

    fn note(&mut self, settings: &[(Control, f32)]) {
        let settings: Vec<Setting> =
            settings.iter().map(|&(control, value)| Setting { control, value }).collect();
        let origin = Origin { track: TrackSlot(0), frame: 0 };
        self.bus.follow(Settings(&settings), origin);
    }

    /// Plays some seconds of a sound into one of its sends.
    fn send(&mut self, to: Control, seconds: f64, mut sound: impl FnMut(usize) -> f32) {
        let frames = (seconds * f64::from(RATE)) as usize;
        for start in (0..frames).step_by(BLOCK) {
            let mut block = StereoBlock::SILENT;
            for j in 0..BLOCK {
                block.left[j] = sound(start + j);
                block.right[j] = block.left[j];
            }
            let mut mix = TrackMix::SILENT;
            match to {
                Control::Delay => mix.delay = Some(block),
                _ => mix.room = Some(block),
            }
            assert!(self.bus.process(&mut mix));
            self.out.extend(mix.dry.left);
        }
    }

    /// Lets its tails ring.
    fn ring(&mut self, seconds: f64) {
        for _ in 0..(seconds * f64::from(RATE)) as usize / BLOCK {
            let mut mix = TrackMix::SILENT;
            assert!(self.bus.process(&mut mix));
            self.out.extend(mix.dry.left);
        }
    }

    fn energy(&self, from: f64, to: f64) -> f64 {
        let frame = |seconds: f64| ((seconds * f64::from(RATE)) as usize).min(self.out.len());
        self.out[frame(from)..frame(to)].iter().map(|x| f64::from(x * x)).sum()
    }

    fn largest_step(&self) -> f32 {
        self.out.windows(2).fold(0.0, |step, pair| step.max((pair[1] - pair[0]).abs()))
    }
}

fn click(frame: usize) -> f32 {
    if frame == 0 { 0.5 } else { 0.0 }
}

fn sine(hertz: f32) -> impl FnMut(usize) -> f32 {
    move |frame| 0.25 * (frame as f32 * hertz * std::f32::consts::TAU / RATE as f32).sin()
}

#[test]
fn echoes_come_on_the_frame_and_fade_by_the_feedback() {
    let time = (Control::Delaytime, 0.1);
    let mut track = Track::new(&[(Control::Delay, 1.0), time, (Control::Delayfeedback, 0.5)]);
    track.send(Control::Delay, 0.01, click);
    track.ring(1.0);
    assert_eq!(track.out[4800], 0.5, "the first echo is the sound itself");
    assert!(track.out[..4800].iter().all(|x| *x == 0.0));
    let echo = |n: usize| track.energy(0.1 * n as f64 - 0.001, 0.1 * n as f64 + 0.03);
    for n in 2..6 {
        let ratio = echo(n) / echo(n - 1);
        assert!((0.05..0.26).contains(&ratio), "echo {n}: {ratio}");
    }
}

#[test]
fn a_delay_counted_in_cycles_follows_the_tempo() {
    let settings = [(Control::Delay, 1.0), (Control::Delaysync, 0.125)];
    let mut track = Track::new(&settings);
    track.bus.tempo(1.0);
    track.send(Control::Delay, 0.01, click);
    track.ring(0.5);
    assert_eq!(track.out[6000], 0.5, "an eighth of a second");
    let mut plain = Track::new(&[(Control::Delay, 1.0)]);
    plain.send(Control::Delay, 0.01, click);
    plain.ring(0.5);
    assert_eq!(plain.out[18_000], 0.5, "unset: three sixteenths of a cycle");
}

#[test]
fn changing_the_time_of_a_sounding_delay_does_not_click() {
    let settings = |time| [(Control::Delay, 1.0), (Control::Delaytime, time)];
    let steady = {
        let mut track = Track::new(&settings(0.25));
        track.send(Control::Delay, 3.0, sine(220.0));
        track.largest_step()
    };
    for times in [[0.25, 0.1], [0.1, 0.25], [0.25, 0.2515], [0.0, 4.0], [0.3, 0.297]] {
        let mut track = Track::new(&settings(times[0]));
        track.send(Control::Delay, 1.5, sine(220.0));
        track.note(&settings(times[1]));
        let mut wave = sine(220.0);
        track.send(Control::Delay, 1.5, |frame| wave(frame + 72_000));
        let step = track.largest_step();
        assert!(step < 2.0 * steady, "{times:?}: {step} against {steady}");
    }
}

#[test]
fn the_longest_feedback_neither_howls_nor_lasts_for_ever() {
    let settings =
        [(Control::Delay, 1.0), (Control::Delaytime, 0.05), (Control::Delayfeedback, 5.0)];
    let mut track = Track::new(&settings);
    track.send(Control::Delay, 5.0, |frame| 4.0 * sine(330.0)(frame));
    let loudest = track.out.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
    assert!(loudest < 4.0, "{loudest}");
    track.ring(60.0);
    assert!(track.bus.is_silent());
}

#[test]
fn a_room_decays_in_the_time_it_is_given() {
    for size in [0.5, 1.0, 2.0, 5.0] {
        let open = (Control::Roomdim, 20_000.0);
        let mut track = Track::new(&[(Control::Room, 1.0), (Control::Roomsize, size), open]);
        let mut white = White(9);
        track.send(Control::Room, 0.5, |_| 0.3 * white.next());
        track.ring(f64::from(size) * 1.2);
        let size = f64::from(size);
        // From -5 to -35 dB, doubled: what an acoustician calls T30.
        let total: Vec<f64> = (0..=200).map(|i| 0.5 + size * f64::from(i) / 200.0).collect();
        let left = |from: f64| 10.0 * track.energy(from, 100.0).log10();
        let start = left(0.5);
        let crosses = |level: f64| total.iter().find(|&&t| left(t) < start + level).copied();
        let t30 = 2.0 * (crosses(-35.0).expect("it decays") - crosses(-5.0).expect("it decays"));
        assert!((t30 / size - 1.0).abs() < 0.15, "{size}: {t30}");
    }
}

#[test]
fn a_room_darkens_as_it_decays_and_its_low_pass_darkens_all_of_it() {
    let brightness = |lp: f32, dim: f32, from: usize| {
        let mut track =
            Track::new(&[(Control::Room, 1.0), (Control::Roomlp, lp), (Control::Roomdim, dim)]);
        let mut white = White(9);
        track.send(Control::Room, 0.2, |_| 0.3 * white.next());
        track.ring(2.0);
        let tail = &track.out[from..from + 9600];
        let change: f64 = tail.windows(2).map(|p| f64::from((p[1] - p[0]).powi(2))).sum();
        change / tail.iter().map(|x| f64::from(x * x)).sum::<f64>()
    };
    let early = brightness(15_000.0, 1000.0, 12_000);
    assert!(brightness(15_000.0, 1000.0, 70_000) < 0.4 * early);
    assert!(brightness(1500.0, 1000.0, 12_000) < 0.4 * early);
    assert!(brightness(15_000.0, 8000.0, 12_000) > 1.2 * early);
}

#[test]
fn rooms_of_all_sizes_are_about_as_loud_as_what_is_sent() {
    for size in [0.3, 1.0, 2.0, 5.0, 10.0] {
        let mut track = Track::new(&[(Control::Room, 1.0), (Control::Roomsize, size)]);
        let noise = pink(4, RATE as usize * 12);
        track.send(Control::Room, 12.0, |frame| noise.get(frame).copied().unwrap_or(0.0));
        let sent: f64 = noise[RATE as usize * 8..].iter().map(|x| f64::from(x * x)).sum();
        let change = 10.0 * (track.energy(8.0, 12.0) / sent).log10();
        assert!((-5.0..-1.0).contains(&change), "{size} s: {change} dB");
    }
}

#[test]
fn the_two_sides_of_a_room_have_little_in_common() {
    let mut bus = Bus::new(RATE);
    let mut white = White(2);
    let (mut both, mut left, mut right) = (0.0_f64, 0.0_f64, 0.0_f64);
    for n in 0..3000 {
        let mut block = StereoBlock::SILENT;
        for j in 0..BLOCK {
            block.left[j] = 0.3 * white.next();
            block.right[j] = block.left[j];
        }
        let mut mix = TrackMix { room: Some(block), ..TrackMix::SILENT };
        assert!(bus.process(&mut mix));
        if n > 1000 {
            for (l, r) in mix.dry.left.iter().zip(&mix.dry.right) {
                both += f64::from(l * r);
                left += f64::from(l * l);
                right += f64::from(r * r);
            }
        }
    }
    let correlation = both / (left * right).sqrt();
    assert!(correlation.abs() < 0.25, "{correlation}");
    assert!((left / right).log10().abs() < 0.1, "{left} {right}");
}

#[test]
fn a_room_does_not_ring_at_single_pitches() {
    let mut track = Track::new(&[(Control::Room, 1.0), (Control::Roomsize, 3.0)]);
    let mut white = White(11);
    track.send(Control::Room, 0.5, |_| 0.3 * white.next());
    track.ring(2.0);
    let tail = &track.out[48_000..48_000 + 32_768];
    let fft = realfft::RealFftPlanner::<f32>::new().plan_fft_forward(tail.len());
    let (mut input, mut output) = (tail.to_vec(), fft.make_output_vec());
    fft.process(&mut input, &mut output).expect("lengths fit");
    let hertz = |hertz: f64| (hertz * tail.len() as f64 / f64::from(RATE)) as usize;
    for low in [200.0, 400.0, 800.0, 1600.0] {
        let band = &output[hertz(low)..hertz(low * 2.0)];
        let powers: Vec<f64> = band.iter().map(|x| f64::from(x.norm_sqr())).collect();
        let mean = powers.iter().sum::<f64>() / powers.len() as f64;
        let peak = powers.iter().copied().fold(0.0, f64::max);
        assert!(peak / mean < 40.0, "{low} Hz: a peak of {} times the mean", peak / mean);
    }
}

#[test]
fn tails_end_and_then_a_bus_costs_and_gives_nothing() {
    let settings = [
        (Control::Delay, 1.0),
        (Control::Delaytime, 0.3),
        (Control::Room, 1.0),
        (Control::Roomsize, 1.0),
    ];
    for to in [Control::Delay, Control::Room] {
        let mut track = Track::new(&settings);
        assert!(track.bus.is_silent(), "a new bus is");
        track.send(to, 0.2, sine(440.0));
        assert!(!track.bus.is_silent(), "a sounding one is not");
        track.ring(10.0);
        assert!(track.bus.is_silent(), "one that has rung out is");
        let before = track.out.len();
        track.ring(0.5);
        assert!(track.out[before..].iter().all(|x| *x == 0.0));
    }
}

#[test]
fn a_cleared_bus_has_forgotten_everything() {
    let settings = [(Control::Delay, 1.0), (Control::Room, 1.0)];
    for to in [Control::Delay, Control::Room] {
        let mut track = Track::new(&settings);
        track.send(to, 2.0, sine(440.0));
        track.bus.clear();
        assert!(track.bus.is_silent());
        let before = track.out.len();
        track.send(to, 4.5, |_| 0.0);
        assert!(track.out[before..].iter().all(|x| *x == 0.0));
    }
}

#[test]
fn no_setting_and_no_sound_makes_a_bus_give_what_is_no_number() {
    let controls = [
        Control::Delaytime,
        Control::Delayfeedback,
        Control::Delaysync,
        Control::Roomsize,
        Control::Roomlp,
        Control::Roomdim,
    ];
    let values = [0.0, -0.0, -1.0, 1e-30, 1.0, 1e4, 1e30, f32::MAX, f32::NAN, f32::INFINITY];
    let mut bus = Bus::new(RATE);
    for control in controls {
        for value in values {
            bus.set(control, value);
            let block = StereoBlock { left: [0.5; BLOCK], right: [-0.5; BLOCK] };
            let mut mix =
                TrackMix { dry: block.clone(), delay: Some(block.clone()), room: Some(block) };
            assert!(bus.process(&mut mix), "{control:?} {value}");
            assert!(mix.dry.left.iter().all(|x| x.abs() < 10.0), "{control:?} {value}");
        }
    }
    let mut bad = StereoBlock::SILENT;
    bad.right[3] = f32::NAN;
    let bad = TrackMix { room: Some(bad), ..TrackMix::SILENT };
    let mut mix = bad.clone();
    assert!(!bus.process(&mut mix), "it tells");
    assert_eq!(mix.dry.left, [0.0; BLOCK]);
    let mut mix = TrackMix::SILENT;
    assert!(bus.process(&mut mix), "and recovers at once");
}
