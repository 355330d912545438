//! The echo of a bus: a stereo line that feeds back through a soft tape-like loop.
//!
//! It returns only the echoes, never the dry sound; what is sent into it is its caller's choice.

use super::glide::{Glide, Ramp};
use super::math::soft_clip;
use super::onepole::{self, OnePole, Sums};
use super::ring::{Ring, TRAVEL};
use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;
use crate::engine::meter::is_below;

/// The longest echo, in seconds: two cycles at 120 beats a minute. Longer times are cut to it.
pub const LONGEST_ECHO: f64 = 4.0;
/// Changes up to this long, in seconds, glide like tape; greater ones cross-fade, without a swoop.
const TAPE: f64 = 0.005;
/// How fast the tape moves, in frames a frame: a bend of less than a semitone.
const TAPE_PACE: f64 = 0.05;
/// Length of a cross-fade between two times, in seconds.
const FADE: f64 = 0.025;
/// What the loop keeps of every repeat, in hertz, if nothing is said.
const LOOP_BAND: (f32, f32) = (70.0, 7000.0);
/// How much harder the loop can be driven.
const DRIVE: f32 = 7.0;
/// The most that one repeat keeps of the last, so that every echo ends.
const MOST_FEEDBACK: f32 = 0.97;
/// Below this amplitude (-120 dB) the line counts as silent.
const SILENT: f32 = 1e-6;

/// A stereo echo.
#[derive(Debug)]
pub struct Delay {
    rate: u32,
    lines: [Ring; 2],
    filters: Filters,
    feedback: Glide,
    /// How far echoes go from side to side.
    pingpong: Glide,
    /// How hard the loop is driven; 1 is as it was made.
    drive: Glide,
    /// Where the line is read, in frames, and where it is bound for.
    place: f64,
    target: usize,
    /// The place that is fading out, and how many blocks of the fade are over.
    fading: Option<(f64, usize)>,
    fade_blocks: usize,
    quiet: usize,
}

/// The filters that an echo passes on its way back; what passes is clipped softly at two.
#[derive(Debug)]
struct Filters {
    band: (f32, f32),
    /// The low-pass, and the one whose output is taken away.
    damping: OnePole,
    rumble: OnePole,
    high: [f32; 2],
    low: [f32; 2],
    sums: [Sums; 2],
}

impl Delay {
    /// A silent echo for a sample rate in hertz. Allocates all that it will ever need.
    pub fn new(rate: u32) -> Delay {
        let frames = f64::from(rate);
        let longest = (LONGEST_ECHO * frames) as usize;
        let target = (frames * 0.25) as usize;
        Delay {
            rate,
            lines: [Ring::new(longest), Ring::new(longest)],
            filters: Filters::new(rate),
            feedback: Glide::new(rate, 0.5),
            pingpong: Glide::new(rate, 0.0),
            drive: Glide::new(rate, 1.0),
            place: target as f64,
            target,
            fading: None,
            fade_blocks: ((FADE * frames) as usize).div_ceil(BLOCK),
            quiet: usize::MAX,
        }
    }

    /// Sets the time between echoes, in seconds; from about 2 ms to [`LONGEST_ECHO`].
    pub fn set_time(&mut self, seconds: f32) {
        let longest = (LONGEST_ECHO * f64::from(self.rate)) as usize;
        let frames = (f64::from(seconds) * f64::from(self.rate)).round() as usize;
        self.target = frames.clamp(Ring::shortest(), longest);
        if self.is_silent() {
            (self.place, self.fading) = (self.target as f64, None);
        }
    }

    /// Sets how much of each echo returns, 0 to 1; one and more is a very long echo, not a howl.
    pub fn set_feedback(&mut self, amount: f32) {
        self.feedback.aim(amount.clamp(0.0, MOST_FEEDBACK));
        if self.is_silent() {
            self.feedback.arrive();
        }
    }

    /// Sets what every repeat keeps, in hertz; how hard the loop is driven, 0 to 1; and how far
    /// echoes go from side to side, 0 to 1.
    pub fn set_colour(&mut self, band: (f32, f32), drive: f32, pingpong: f32) {
        self.filters.set(self.rate, band);
        self.drive.aim(1.0 + DRIVE * drive.clamp(0.0, 1.0));
        self.pingpong.aim(pingpong.clamp(0.0, 1.0));
        if self.is_silent() {
            self.drive.arrive();
            self.pingpong.arrive();
        }
    }

    /// True if nothing above -120 dB is left in the line.
    pub fn is_silent(&self) -> bool {
        self.quiet > self.target.max(self.place as usize) + BLOCK
    }

    /// Forgets every echo, at once.
    pub fn clear(&mut self) {
        self.lines.iter_mut().for_each(Ring::clear);
        (self.filters.low, self.filters.high) = ([0.0; 2], [0.0; 2]);
        (self.place, self.fading, self.quiet) = (self.target as f64, None, usize::MAX);
        self.feedback.arrive();
    }

    /// Takes a block in, and adds its echoes to `out`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, input: &StereoBlock, out: &mut StereoBlock) {
        let reading = self.next_reading();
        let feedback = self.feedback.next_block();
        let [mut left, mut right] = [[0.0; BLOCK]; 2];
        reading.read(&self.lines[0], &mut left);
        reading.read(&self.lines[1], &mut right);
        for j in 0..BLOCK {
            out.left[j] += left[j];
            out.right[j] += right[j];
        }
        self.filters.process(&mut left, &mut right);
        let drive = self.drive.next_block().to;
        let (push, pull) = (0.5 * drive, 2.0 / drive);
        let mut send = [input.left, input.right];
        if !self.pingpong.rests_at(0.0) {
            self.cross(&mut left, &mut right, &mut send);
        }
        for j in 0..BLOCK {
            let feedback = push * feedback.at(j);
            left[j] = send[0][j] + pull * soft_clip(feedback * left[j]);
            right[j] = send[1][j] + pull * soft_clip(feedback * right[j]);
        }
        self.lines[0].write(&left);
        self.lines[1].write(&right);
        let silent = is_below(&left, SILENT) && is_below(&right, SILENT);
        self.quiet = if silent { self.quiet.saturating_add(BLOCK) } else { 0 };
    }

    /// Echoes change sides on their way back, and all that is sent starts on the left.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cross(
        &mut self,
        left: &mut [f32; BLOCK],
        right: &mut [f32; BLOCK],
        send: &mut [[f32; BLOCK]; 2],
    ) {
        let across = self.pingpong.next_block();
        for j in 0..BLOCK {
            let across = across.at(j);
            let stay = 1.0 - across;
            (left[j], right[j]) =
                (stay * left[j] + across * right[j], stay * right[j] + across * left[j]);
            let both = std::f32::consts::FRAC_1_SQRT_2 * (send[0][j] + send[1][j]);
            (send[0][j], send[1][j]) = (stay * send[0][j] + across * both, stay * send[1][j]);
        }
    }

    /// How this block reads the line: standing, gliding like tape, or fading to another place.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_reading(&mut self) -> Reading {
        if let Some((old, over)) = self.fading {
            let ramp = |n: usize| n as f32 / self.fade_blocks as f32;
            let ramp = Ramp { from: ramp(over), to: ramp(over + 1) };
            self.fading = (over + 1 < self.fade_blocks).then_some((old, over + 1));
            return Reading::Fading(old as usize, self.place as usize, ramp);
        }
        let (from, to) = (self.place, self.target as f64);
        if from == to {
            return Reading::Standing(self.target);
        }
        if (to - from).abs() <= TAPE * f64::from(self.rate) {
            let most = (BLOCK as f64 * TAPE_PACE).min(TRAVEL as f64);
            self.place = from + (to - from).clamp(-most, most);
            return Reading::Gliding(from, self.place);
        }
        self.fading = Some((from, 0));
        self.place = to;
        self.next_reading()
    }
}

/// How one block of the line is read.
enum Reading {
    Standing(usize),
    Gliding(f64, f64),
    Fading(usize, usize, Ramp),
}

impl Reading {
    fn read(&self, line: &Ring, out: &mut [f32; BLOCK]) {
        match *self {
            Reading::Standing(place) => line.read(place, out),
            Reading::Gliding(from, to) => line.read_moving(from, to, out),
            Reading::Fading(old, new, ramp) => {
                let mut before = [0.0; BLOCK];
                line.read(old, &mut before);
                line.read(new, out);
                for (j, (y, x)) in out.iter_mut().zip(&before).enumerate() {
                    let u = ramp.at(j);
                    let new = u * u * (3.0 - 2.0 * u);
                    *y = *y * new.sqrt() + x * (1.0 - new).sqrt();
                }
            }
        }
    }
}

impl Filters {
    fn new(rate: u32) -> Filters {
        let open = OnePole::default();
        let mut filters = Filters {
            band: (0.0, 0.0),
            damping: open,
            rumble: open,
            high: [0.0; 2],
            low: [0.0; 2],
            sums: [Sums::EMPTY; 2],
        };
        filters.set(rate, LOOP_BAND);
        filters
    }

    fn set(&mut self, rate: u32, band: (f32, f32)) {
        if self.band == band {
            return;
        }
        self.band = band;
        let low_pass = |hertz: f32| {
            let angle = 2.0 * std::f64::consts::PI * f64::from(hertz.max(0.0)) / f64::from(rate);
            OnePole::low_pass(libm::exp(-angle) as f32)
        };
        (self.rumble, self.damping) = (low_pass(band.0), low_pass(band.1));
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn process(&mut self, left: &mut [f32; BLOCK], right: &mut [f32; BLOCK]) {
        let Filters { damping, rumble, high, low, sums, .. } = self;
        onepole::process(&[*damping; 2], [left, right], high, sums);
        let [mut deep_left, mut deep_right] = [*left, *right];
        onepole::process(&[*rumble; 2], [&mut deep_left, &mut deep_right], low, sums);
        for j in 0..BLOCK {
            left[j] -= deep_left[j];
            right[j] -= deep_right[j];
        }
    }
}
