//! What the effects of a bus do to sound, measured: frequency responses, gain curves, sweeps, and
//! that they are nothing while they are off.

use tresillo::control::{ALL, Control, ControlGroup};
use tresillo::engine::BLOCK;
use tresillo::engine::block::{StereoBlock, TrackMix};
use tresillo::engine::bus::{Bus, Order, Origin, Stage};
use tresillo::engine::kernel::Settings;
use tresillo::schedule::{Setting, TrackSlot};

const RATE: u32 = 48_000;

fn settings(pairs: &[(Control, f32)]) -> Vec<Setting> {
    pairs.iter().map(|&(control, value)| Setting { control, value }).collect()
}

/// A bus with a clock of its own.
struct Rig {
    bus: Bus,
    frame: u64,
}

impl Rig {
    fn new(pairs: &[(Control, f32)]) -> Rig {
        let mut rig = Rig { bus: Bus::new(RATE), frame: 0 };
        rig.bus.tempo(0.5);
        rig.note(0, pairs);
        rig
    }

    fn note(&mut self, track: u8, pairs: &[(Control, f32)]) {
        let origin = Origin { track: TrackSlot(track), frame: self.frame };
        self.bus.follow(Settings(&settings(pairs)), origin);
    }

    /// Plays some seconds; gives both channels.
    fn play(&mut self, seconds: f64, sound: impl Fn(f64) -> [f32; 2]) -> [Vec<f32>; 2] {
        let mut out = [Vec::new(), Vec::new()];
        for _ in 0..(seconds * f64::from(RATE)) as usize / BLOCK {
            let mut mix = TrackMix::SILENT;
            for j in 0..BLOCK {
                let frame = (self.frame + j as u64) as f64;
                [mix.dry.left[j], mix.dry.right[j]] = sound(frame / f64::from(RATE));
            }
            assert!(self.bus.process(&mut mix));
            self.frame += BLOCK as u64;
            out[0].extend(mix.dry.left);
            out[1].extend(mix.dry.right);
        }
        out
    }
}

fn wave(hertz: f64, amp: f64) -> impl Fn(f64) -> [f32; 2] {
    move |t| [(amp * (std::f64::consts::TAU * hertz * t).sin()) as f32; 2]
}

/// The amplitude of one frequency, in decibels.
fn decibels(samples: &[f32], hertz: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (i, x) in samples.iter().enumerate() {
        let angle = std::f64::consts::TAU * hertz * i as f64 / f64::from(RATE);
        let window = 1.0 - (std::f64::consts::TAU * i as f64 / samples.len() as f64).cos();
        re += window * f64::from(*x) * angle.cos();
        im += window * f64::from(*x) * angle.sin();
    }
    20.0 * (2.0 * (re * re + im * im).sqrt() / samples.len() as f64).log10()
}

/// What a bus makes of a sine of that frequency, in decibels.
fn response(pairs: &[(Control, f32)], hertz: f64) -> f64 {
    let out = Rig::new(pairs).play(0.6, wave(hertz, 0.1));
    decibels(&out[0][9600..], hertz) - 20.0 * 0.1_f64.log10()
}

/// The response of the analogue band that the digital one is made after, in decibels.
fn analogue(band: Control, gain: f64, at: f64, q: f64, hertz: f64) -> f64 {
    // The bilinear transform moves frequencies: the digital band at `hertz` is the analogue one at w.
    let warp = |f: f64| (std::f64::consts::PI * f / f64::from(RATE)).tan();
    let w = warp(hertz) / warp(at);
    let a = 10f64.powf(gain / 40.0);
    let size = |re: f64, im: f64| (re * re + im * im).sqrt();
    let ratio = match band {
        Control::Eqlow => {
            a * size(a - w * w, a.sqrt() / q * w) / size(1.0 - a * w * w, a.sqrt() / q * w)
        }
        Control::Eqhigh => {
            a * size(1.0 - a * w * w, a.sqrt() / q * w) / size(a - w * w, a.sqrt() / q * w)
        }
        _ => size(1.0 - w * w, a / q * w) / size(1.0 - w * w, w / (a * q)),
    };
    20.0 * ratio.log10()
}

#[test]
fn the_equaliser_answers_as_its_bands_say_within_half_a_decibel() {
    let bands = [
        (Control::Eqlow, Control::Eqlowfreq, Control::Eqlowq),
        (Control::Eqlowmid, Control::Eqlowmidfreq, Control::Eqlowmidq),
        (Control::Eqhighmid, Control::Eqhighmidfreq, Control::Eqhighmidq),
        (Control::Eqhigh, Control::Eqhighfreq, Control::Eqhighq),
    ];
    for (band, freq, quality) in bands {
        for (gain, at, q) in [(6.0, 1000.0, 0.707), (-12.0, 200.0, 2.0), (12.0, 8000.0, 1.0)] {
            let pairs = [(band, gain), (freq, at), (quality, q)];
            for hertz in [40.0, 100.0, 200.0, 500.0, 1000.0, 3000.0, 8000.0, 15_000.0] {
                let [gain, at, q] = [gain, at, q].map(f64::from);
                let wanted = analogue(band, gain, at, q, hertz);
                let found = response(&pairs, hertz);
                assert!(
                    (found - wanted).abs() < 0.5,
                    "{band:?} {gain} dB at {at} Hz, q {q}: {found:.2} dB at {hertz} Hz, not {wanted:.2}"
                );
            }
        }
    }
}

#[test]
fn the_compressor_keeps_its_curve_within_half_a_decibel() {
    for (threshold, ratio, knee) in [(-20.0, 4.0, 0.0), (-30.0, 10.0, 10.0), (-12.0, 2.0, 20.0)] {
        let pairs = [
            (Control::Compressor, threshold),
            (Control::CompressorRatio, ratio),
            (Control::CompressorKnee, knee),
            (Control::CompressorAttack, 0.005),
            (Control::CompressorRelease, 0.05),
        ];
        for level in [-50.0, -32.0, -22.0, -18.0, -10.0, -3.0, 0.0_f64] {
            let amp = 10f64.powf(level / 20.0);
            let out = Rig::new(&pairs).play(1.0, wave(1000.0, amp));
            let found = decibels(&out[0][24_000..], 1000.0);
            let [threshold, ratio, knee] = [threshold, ratio, knee].map(f64::from);
            let over = level - threshold;
            let slope = 1.0 - 1.0 / ratio;
            let wanted = level
                - if over <= -knee / 2.0 {
                    0.0
                } else if over < knee / 2.0 {
                    slope * (over + knee / 2.0).powi(2) / (2.0 * knee)
                } else {
                    slope * over
                };
            assert!(
                (found - wanted).abs() < 0.5,
                "{threshold}:{ratio}:{knee} at {level}: {found:.2}, not {wanted:.2}"
            );
        }
    }
}

#[test]
fn the_compressor_takes_and_lets_go_in_its_time() {
    let pairs = [
        (Control::Compressor, -20.0),
        (Control::CompressorRatio, 100.0),
        (Control::CompressorKnee, 0.0),
        (Control::CompressorAttack, 0.02),
        (Control::CompressorRelease, 0.2),
    ];
    let loud = |t: f64| if (0.2..0.6).contains(&t) { 1.0 } else { 0.1 };
    let out = Rig::new(&pairs).play(1.4, |t| wave(2000.0, loud(t))(t));
    let at = |t: f64| {
        let frame = (t * f64::from(RATE)) as usize;
        let peak = out[0][frame..frame + 48].iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
        20.0 * f64::from(peak).log10() - 20.0 * loud(t).log10()
    };
    assert!((at(0.22) + 0.632 * 19.8).abs() < 1.0, "{}", at(0.22));
    assert!((at(0.55) + 19.8).abs() < 0.5, "{}", at(0.55));
    assert!((at(0.8) + 0.368 * 19.8).abs() < 1.5, "{}", at(0.8));
}

#[test]
fn the_dj_filter_cuts_above_to_the_left_and_below_to_the_right() {
    let djf = |knob: f32, hertz| response(&[(Control::Djf, knob)], hertz);
    for hertz in [60.0, 1000.0, 12_000.0] {
        assert!(djf(0.5, hertz).abs() < 1e-3, "the middle changes nothing");
    }
    assert!(djf(0.3, 100.0).abs() < 1.0 && djf(0.3, 8000.0) < -40.0, "{}", djf(0.3, 8000.0));
    assert!(djf(0.8, 10_000.0).abs() < 1.0 && djf(0.8, 100.0) < -40.0, "{}", djf(0.8, 100.0));
    assert!(djf(0.0, 1000.0) < -60.0 && djf(1.0, 1000.0) < -60.0);
}

#[test]
fn width_makes_mono_and_doubles_the_sides() {
    let apart = |t: f64| {
        let [x, _] = wave(300.0, 0.2)(t);
        let [y, _] = wave(700.0, 0.1)(t);
        [x + y, x - y]
    };
    for (width, side) in [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0_f64)] {
        let [left, right] = Rig::new(&[(Control::Width, width)]).play(0.5, apart);
        let sides: Vec<f32> = left.iter().zip(&right).map(|(l, r)| 0.5 * (l - r)).collect();
        let found = 10f64.powf(decibels(&sides, 700.0) / 20.0);
        assert!((found - 0.1 * side).abs() < 1e-3, "{width}: {found}");
    }
}

#[test]
fn the_phaser_opens_notches_that_move() {
    let pairs = [(Control::Phaserrate, 0.5), (Control::Phaserdepth, 1.0)];
    let mut seed = 1_u32;
    let noise: Vec<f32> = (0..RATE * 3)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 24) as f32 - 0.5
        })
        .collect();
    let out = Rig::new(&pairs).play(2.0, |t| [noise[(t * f64::from(RATE)).round() as usize]; 2]);
    let band = |from: usize, hertz: f64| {
        let loss = |samples: &[f32]| decibels(&samples[from..from + 2400], hertz);
        loss(&out[0]) - loss(&noise)
    };
    let deepest = |from: usize| {
        (0..60)
            .map(|i| 100.0 * 2f64.powf(f64::from(i) / 10.0))
            .min_by(|a, b| band(from, *a).total_cmp(&band(from, *b)))
            .expect("there are bands")
    };
    assert!(band(0, deepest(0)) < -12.0, "a notch: {}", band(0, deepest(0)));
    let places: Vec<f64> = [0, 24_000, 48_000, 72_000].map(deepest).to_vec();
    let (low, high) =
        (places.iter().copied().fold(1e9, f64::min), places.iter().copied().fold(0.0, f64::max));
    assert!(high > 1.5 * low, "{places:?}");
}

#[test]
fn chorus_and_leslie_bend_the_pitch_and_the_flanger_combs() {
    for pairs in [
        &[(Control::Chorus, 1.0)][..],
        &[(Control::Leslie, 1.0)],
        &[(Control::Flanger, 1.0), (Control::Flangerrate, 1.0)],
    ] {
        let [left, right] = Rig::new(pairs).play(3.0, wave(1000.0, 0.2));
        let carrier = decibels(&left[48_000..], 1000.0);
        assert!(
            left.iter().zip(&right).any(|(l, r)| (l - r).abs() > 0.01),
            "it is wide: {pairs:?}"
        );
        let around = [-21.0, -14.0, -7.0, 7.0, 14.0, 21.0, -1.0, 1.0, -2.0, 2.0]
            .map(|by| decibels(&left[48_000..], 1000.0 + by));
        let sides = around.into_iter().fold(-200.0, f64::max);
        assert!(sides > carrier - 40.0, "{pairs:?}: {sides} beside {carrier}");
        let loudest = left.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
        assert!(loudest < 0.6, "{pairs:?}: {loudest}");
    }
}

#[test]
fn the_level_of_a_bus_glides_and_a_dry_level_leaves_the_echo() {
    let mut rig = Rig::new(&[(Control::Level, 0.25)]);
    let out = rig.play(0.1, |_| [0.4; 2]);
    assert_eq!(out[0][0], 0.1, "from the first note on");
    rig.note(0, &[(Control::Level, 1.0)]);
    let out = rig.play(0.3, |_| [0.4; 2]);
    let step = out[0].windows(2).map(|p| (p[1] - p[0]).abs()).fold(0.0, f32::max);
    assert!(step < 0.001, "{step}");
    assert_eq!(out[0].last(), Some(&0.4));
    let out = Rig::new(&[(Control::Dry, 0.0)]).play(0.1, |_| [0.4; 2]);
    assert!(out[0].iter().all(|x| *x == 0.0));
}

#[test]
fn what_one_track_set_another_does_not_turn_off() {
    let mut rig = Rig::new(&[]);
    let mut level = |track: u8, pairs: &[(Control, f32)]| {
        rig.note(track, pairs);
        let out = rig.play(0.5, |_| [0.4; 2]);
        *out[0].last().expect("there is sound") / 0.4
    };
    assert_eq!(level(0, &[(Control::Level, 0.5)]), 0.5);
    assert_eq!(level(1, &[]), 0.5, "another track says nothing about it");
    assert_eq!(level(0, &[]), 1.0, "a note of its own turns it off");
    assert_eq!(level(1, &[(Control::Level, 0.5)]), 0.5);
    rig.bus.forget(TrackSlot(1));
    let out = rig.play(0.5, |_| [0.4; 2]);
    assert_eq!(out[0].last(), Some(&0.4), "and so does its end");
}

#[test]
fn a_frozen_room_neither_fades_nor_grows_until_it_is_let_go() {
    let mut rig = Rig::new(&[(Control::Room, 1.0), (Control::Roomsize, 2.0)]);
    let sounding = |rig: &mut Rig, seconds: f64, send: f32| {
        let mut power = 0.0_f64;
        for _ in 0..(seconds * f64::from(RATE)) as usize / BLOCK {
            let mut block = StereoBlock::SILENT;
            for (j, x) in block.left.iter_mut().enumerate() {
                *x = send * (((rig.frame + j as u64) as f32) * 0.05).sin();
            }
            let mut mix = TrackMix { room: (send > 0.0).then_some(block), ..TrackMix::SILENT };
            assert!(rig.bus.process(&mut mix));
            rig.frame += BLOCK as u64;
            power += mix.dry.left.iter().map(|x| f64::from(x * x)).sum::<f64>();
        }
        power / seconds
    };
    sounding(&mut rig, 1.0, 0.3);
    rig.note(0, &[(Control::Freeze, 1.0)]);
    sounding(&mut rig, 1.0, 0.0);
    let early = sounding(&mut rig, 2.0, 0.0);
    sounding(&mut rig, 20.0, 0.0);
    let late = sounding(&mut rig, 2.0, 0.0);
    let change = 10.0 * (late / early).log10();
    assert!(early > 1e-3 && change.abs() < 3.0, "{change} dB in 20 s");
    assert!(!rig.bus.is_silent());
    rig.bus.thaw();
    sounding(&mut rig, 6.0, 0.0);
    assert!(rig.bus.is_silent());
}

#[test]
fn echoes_go_from_side_to_side() {
    let mut rig = Rig::new(&[
        (Control::Delay, 1.0),
        (Control::Delaytime, 0.1),
        (Control::Delayfeedback, 0.7),
        (Control::Pingpong, 1.0),
    ]);
    let mut sides = Vec::new();
    for n in 0..(RATE / 2) as usize / BLOCK {
        let mut mix = TrackMix::SILENT;
        if n == 0 {
            let mut click = StereoBlock::SILENT;
            (click.left[0], click.right[0]) = (0.3, 0.3);
            mix.delay = Some(click);
        }
        assert!(rig.bus.process(&mut mix));
        sides.extend(mix.dry.left.iter().zip(&mix.dry.right).map(|(l, r)| [l.abs(), r.abs()]));
    }
    let loud = |echo: usize, side: usize| {
        sides[echo * 4800 - 50..echo * 4800 + 400].iter().map(|s| s[side]).fold(0.0, f32::max)
    };
    for echo in 1..4 {
        let (here, there) = ((echo + 1) % 2, echo % 2);
        assert!(loud(echo, here) > 50.0 * loud(echo, there), "echo {echo}");
    }
}

#[test]
fn kinds_of_rooms_differ_and_change_without_a_click() {
    let answer = |kind: f32| {
        let mut rig = Rig::new(&[(Control::Room, 1.0), (Control::Roomtype, kind)]);
        let mut out = Vec::new();
        for n in 0..200 {
            let mut mix = TrackMix::SILENT;
            if n == 0 {
                let mut click = StereoBlock::SILENT;
                click.left[0] = 1.0;
                mix.room = Some(click);
            }
            assert!(rig.bus.process(&mut mix));
            out.extend(mix.dry.left);
        }
        out
    };
    let first = |out: &[f32]| out.iter().position(|x| x.abs() > 1e-4).expect("it answers");
    let [room, hall, plate] = [0.0, 1.0, 2.0].map(answer);
    assert!(first(&plate) < first(&room) && first(&room) < first(&hall));
    let mut rig = Rig::new(&[(Control::Room, 1.0), (Control::Roomtype, 0.0)]);
    let mut last = 0.0_f32;
    let mut step = 0.0_f32;
    for n in 0..3000 {
        if n == 1500 {
            rig.note(0, &[(Control::Room, 1.0), (Control::Roomtype, 1.0)]);
        }
        let mut block = StereoBlock::SILENT;
        for (j, x) in block.left.iter_mut().enumerate() {
            *x = 0.2 * (((n * BLOCK + j) as f32) * 0.03).sin();
        }
        let mut mix = TrackMix { room: Some(block), ..TrackMix::SILENT };
        assert!(rig.bus.process(&mut mix));
        rig.frame += BLOCK as u64;
        for x in mix.dry.left {
            step = step.max((x - last).abs());
            last = x;
        }
    }
    assert!(step < 0.03, "{step}");
}

#[test]
fn the_order_of_stages_is_heard_and_changes_without_a_click() {
    // Loud enough that a compressor before the cut works, and one after it does not.
    let pairs = |order: Order| {
        [
            (Control::Eqlow, -24.0),
            (Control::Eqlowfreq, 2000.0),
            (Control::Compressor, -20.0),
            (Control::CompressorRatio, 20.0),
            (Control::Fxorder, order.as_number()),
        ]
    };
    let usual = pairs(Order::USUAL);
    let turned = pairs(Order::with(&[Stage::Compressor, Stage::Equaliser]));
    let (after, before) = (response(&usual, 200.0), response(&turned, 200.0));
    assert!((after + 23.0).abs() < 1.5, "{after}");
    let mut rig = Rig::new(&usual);
    let loud = wave(200.0, 0.9);
    let cut_first = decibels(&rig.play(0.5, &loud)[0][9600..], 200.0);
    rig.note(0, &turned);
    let [out, _] = rig.play(0.5, &loud);
    let cut_last = decibels(&out[9600..], 200.0);
    assert!(cut_first > cut_last + 10.0, "{cut_first} {cut_last} {before}");
    let step = out.windows(2).map(|p| (p[1] - p[0]).abs()).fold(0.0, f32::max);
    assert!(step < 0.05, "{step}");
}

#[test]
fn an_effect_that_is_off_changes_no_bit() {
    let off = [
        (Control::Phaserrate, 0.0),
        (Control::Chorus, 0.0),
        (Control::Flanger, 0.0),
        (Control::Leslie, 0.0),
        (Control::Eqlow, 0.0),
        (Control::Djf, 0.5),
        (Control::Width, 1.0),
        (Control::Level, 1.0),
        (Control::Dry, 1.0),
    ];
    let plain = Rig::new(&[]).play(0.2, wave(440.0, 0.3));
    let same = Rig::new(&off).play(0.2, wave(440.0, 0.3));
    assert_eq!(plain, same);
    assert!(Rig::new(&off).bus.is_silent());
}

/// The controls of buses.
fn bus_controls() -> Vec<Control> {
    use ControlGroup::{Delay, Dynamics, Mix, Modulation, Reverb};
    let of_buses = |control: &&Control| {
        **control == Control::Djf
            || **control == Control::Dry
            || matches!(control.info().group, Mix | Modulation | Dynamics | Delay | Reverb)
    };
    ALL.iter().filter(of_buses).copied().collect()
}

#[test]
fn no_value_of_any_control_makes_a_bus_give_what_is_no_number_or_a_roar() {
    let values = [0.0, -0.0, -1.0, 1e-30, 0.5, 1.0, 1e4, -1e30, f32::MAX, f32::NAN, f32::INFINITY];
    for control in bus_controls() {
        let mut rig = Rig::new(&[]);
        for value in values {
            for others in [0.1, 1.0] {
                let mut pairs: Vec<_> = bus_controls().into_iter().map(|c| (c, others)).collect();
                pairs.push((control, value));
                rig.note(0, &pairs);
                for _ in 0..6 {
                    let block = StereoBlock { left: [0.5; BLOCK], right: [-0.5; BLOCK] };
                    let mut mix = TrackMix {
                        dry: block.clone(),
                        delay: Some(block.clone()),
                        room: Some(block),
                    };
                    assert!(rig.bus.process(&mut mix), "{control:?} {value}");
                    rig.frame += BLOCK as u64;
                    let peak = mix.dry.left.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
                    assert!(peak < 2000.0, "{control:?} {value}: {peak}");
                }
            }
        }
    }
}
