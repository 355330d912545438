//! One hit of a drum, and rulers to hold against it.

use realfft::RealFftPlanner;
use tresillo::control::Control;
use tresillo::engine::BLOCK;
use tresillo::engine::kernel::amp::Channel;
use tresillo::engine::kernel::drum::Drums;
use tresillo::engine::kernel::{Note, Settings, Source};
use tresillo::engine::lanes::{F8, LANES};
use tresillo::schedule::Setting;

/// The sample rate at which hits are measured, in hertz.
pub(crate) const RATE: u32 = 48_000;

/// Points of the spectrum over a whole hit.
const POINTS: usize = 1 << 17;

/// The samples of one hit, in one channel, until it has ended.
pub(crate) struct Hit {
    pub(crate) frames: Vec<f32>,
    rate: f64,
}

fn start(drums: &mut Drums, lane: usize, name: &str, n: u8, seed: u32, rate: u32, ratio: f32) {
    let settings = [Setting { control: Control::N, value: f32::from(n) }];
    let note = Note {
        sound: tresillo::sound::named(name).expect("a built-in sound"),
        freq: 261.625_58 * ratio,
        rate: rate as f32,
        channel: Channel::Mono,
        seed,
        settings: Settings(&settings),
    };
    drums.start(lane, &note);
}

/// All hits, until the last has ended.
fn render(drums: &mut Drums) -> Vec<F8> {
    let mut frames = Vec::new();
    while (0..LANES).any(|lane| !drums.done(lane)) {
        let mut block = [F8::ZERO; BLOCK];
        drums.render(&mut block);
        frames.extend(block);
    }
    frames
}

impl Hit {
    /// A plain hit.
    pub(crate) fn of(name: &str) -> Hit {
        Hit::at_rate(name, 0, 1, RATE)
    }

    /// A hit of a variant, with some chance, at some sample rate.
    pub(crate) fn at_rate(name: &str, n: u8, seed: u32, rate: u32) -> Hit {
        Hit::played(name, n, seed, rate, 1.0)
    }

    /// A hit at another pitch, as a ratio to its own.
    pub(crate) fn tuned(name: &str, ratio: f32) -> Hit {
        Hit::played(name, 0, 1, RATE, ratio)
    }

    /// A hit of a variant for each of eight chances, 1 to 8.
    pub(crate) fn eight(name: &str, n: u8) -> [Hit; LANES] {
        let mut drums = Drums::default();
        (0..LANES).for_each(|lane| start(&mut drums, lane, name, n, lane as u32 + 1, RATE, 1.0));
        let frames = render(&mut drums);
        std::array::from_fn(|lane| Hit {
            frames: frames.iter().map(|frame| frame.0[lane]).collect(),
            rate: f64::from(RATE),
        })
    }

    fn played(name: &str, n: u8, seed: u32, rate: u32, ratio: f32) -> Hit {
        let mut drums = Drums::default();
        start(&mut drums, 0, name, n, seed, rate, ratio);
        let frames = render(&mut drums).iter().map(|frame| frame.0[0]).collect();
        Hit { frames, rate: f64::from(rate) }
    }

    /// The greatest magnitude.
    pub(crate) fn peak(&self) -> f64 {
        self.frames.iter().fold(0.0, |peak, x| f64::from(x.abs()).max(peak))
    }

    /// Seconds until the greatest magnitude.
    pub(crate) fn time_of_peak(&self) -> f64 {
        let peak = self.peak();
        let at = self.frames.iter().position(|x| f64::from(x.abs()) == peak);
        at.expect("it has a peak") as f64 / self.rate
    }

    /// Loudness over time: the root mean square of so many seconds about each frame.
    fn envelope(&self, seconds: f64) -> Vec<f64> {
        let half = (0.5 * seconds * self.rate) as usize;
        let sums: Vec<f64> = std::iter::once(0.0)
            .chain(self.frames.iter().scan(0.0, |sum, x| {
                *sum += f64::from(x * x);
                Some(*sum)
            }))
            .collect();
        let last = self.frames.len();
        (0..last)
            .map(|i| {
                let (from, to) = (i.saturating_sub(half), (i + half).min(last));
                ((sums[to] - sums[from]).max(0.0) / (to - from) as f64).sqrt()
            })
            .collect()
    }

    /// Seconds until it stays 60 dB below its loudest moment.
    pub(crate) fn decay(&self) -> f64 {
        let envelope = self.envelope(0.004);
        let floor = envelope.iter().copied().fold(0.0, f64::max) * 1e-3;
        let last = envelope.iter().rposition(|x| *x > floor);
        last.expect("it sounds") as f64 / self.rate
    }

    /// How often it rises anew in the first seconds: at least to a third of its loudest, after
    /// falling by half.
    pub(crate) fn bursts(&self, seconds: f64) -> usize {
        let envelope = &self.envelope(0.004)[..(seconds * self.rate) as usize];
        let loudest = envelope.iter().copied().fold(0.0, f64::max);
        let (mut count, mut low, mut high) = (0, 0.0_f64, 0.0_f64);
        let mut up = false;
        for &x in envelope {
            if up {
                high = high.max(x);
                if x < 0.5 * high {
                    (up, low) = (false, x);
                }
            } else {
                low = low.min(x);
                if x > loudest / 3.0 && x > 2.0 * low {
                    (up, high, count) = (true, x, count + 1);
                }
            }
        }
        count
    }

    /// Its mean pitch in hertz between two moments, by how often it crosses zero from below, once
    /// everything above some 500 Hz is taken away.
    pub(crate) fn pitch(&self, from: f64, to: f64) -> f64 {
        let pace = 1.0 - (-std::f64::consts::TAU * 500.0 / self.rate).exp();
        let (mut once, mut twice) = (0.0, 0.0);
        let smooth: Vec<f64> = self
            .frames
            .iter()
            .map(|x| {
                once += (f64::from(*x) - once) * pace;
                twice += (once - twice) * pace;
                twice
            })
            .collect();
        let (from, to) = ((from * self.rate) as usize, (to * self.rate) as usize);
        let crossings: Vec<f64> = (from.max(1)..to.min(smooth.len()))
            .filter(|&i| smooth[i - 1] < 0.0 && smooth[i] >= 0.0)
            .map(|i| i as f64 - smooth[i] / (smooth[i] - smooth[i - 1]))
            .collect();
        assert!(crossings.len() >= 2, "no pitch between {from} and {to}");
        let length = crossings[crossings.len() - 1] - crossings[0];
        (crossings.len() - 1) as f64 * self.rate / length
    }

    /// Power at each of the spectrum's frequencies, as pairs of hertz and power.
    fn spectrum(&self) -> Vec<(f64, f64)> {
        let fft = RealFftPlanner::<f32>::new().plan_fft_forward(POINTS);
        let mut input = self.frames.clone();
        input.resize(POINTS, 0.0);
        let mut output = fft.make_output_vec();
        fft.process(&mut input, &mut output).expect("lengths fit");
        let hertz = |i: usize| i as f64 * self.rate / POINTS as f64;
        output.iter().enumerate().map(|(i, x)| (hertz(i), f64::from(x.norm_sqr()))).collect()
    }

    /// Where the middle of its power lies, in hertz.
    pub(crate) fn centroid(&self) -> f64 {
        let spectrum = self.spectrum();
        let sum: f64 = spectrum.iter().map(|(_, power)| power).sum();
        spectrum.iter().map(|(hertz, power)| hertz * power).sum::<f64>() / sum
    }

    /// Its power between two frequencies.
    pub(crate) fn power(&self, from: f64, to: f64) -> f64 {
        let band = |hertz: f64| (from..to).contains(&hertz);
        self.spectrum().iter().filter(|(hertz, _)| band(*hertz)).map(|(_, power)| power).sum()
    }

    /// The frequencies of its strongest partials, in hertz; partials lie at least 100 Hz apart.
    pub(crate) fn strongest_partials(&self, count: usize) -> Vec<f64> {
        let mut spectrum = self.spectrum();
        (0..count)
            .map(|_| {
                let best = spectrum.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
                let (hertz, _) = best.expect("a spectrum has points");
                spectrum.retain(|(other, _)| (other - hertz).abs() > 100.0);
                hertz
            })
            .collect()
    }

    /// How even its spectrum is from 3 to 12 kHz: 1 for noise without end, near 0 for tones.
    pub(crate) fn flatness(&self) -> f64 {
        let band: Vec<f64> = self
            .spectrum()
            .into_iter()
            .filter(|(hertz, _)| (3000.0..12_000.0).contains(hertz))
            .map(|(_, power)| power.max(1e-30))
            .collect();
        let count = band.len() as f64;
        let geometric = (band.iter().map(|power| power.ln()).sum::<f64>() / count).exp();
        geometric / (band.iter().sum::<f64>() / count)
    }

    /// The greatest momentary loudness (400 ms) of the hit in the middle, in LUFS (ITU-R BS.1770;
    /// both channels are as a pan of equal power leaves them).
    pub(crate) fn loudness(&self) -> f64 {
        let mut meter =
            ebur128::EbuR128::new(1, self.rate as u32, ebur128::Mode::M).expect("a meter");
        let mut frames = self.frames.clone();
        frames.resize(frames.len().max(self.rate as usize), 0.0);
        let mut loudest = f64::NEG_INFINITY;
        for piece in frames.chunks(480) {
            meter.add_frames_f32(piece).expect("it measures");
            loudest = loudest.max(meter.loudness_momentary().expect("it measures"));
        }
        loudest
    }
}
