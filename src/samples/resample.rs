//! Changes a recording's sample rate, once, when it is loaded.
//!
//! Windowed sinc interpolation in one fixed order of additions, so that every machine gets the same
//! samples; libraries that choose instructions by processor do not promise that. Not for real time.

/// Zero crossings of the sinc on either side of its centre, at the lower of both rates.
const CROSSINGS: usize = 48;
/// Kaiser's shape: stop band at -100 dB, transition 0.067 of the lower rate wide.
const BETA: f64 = 10.0;
/// The pass band's end as a part of the lower Nyquist frequency: flat up to 19.5 kHz at 44.1 kHz.
const CUTOFF: f64 = 0.95;
/// Kernels in the table. Ratios with more phases interpolate between two; the error is -130 dB.
const PHASES: u64 = 2048;

/// The same recording at another rate. Both rates in hertz, above zero.
///
/// Keeps time: frame `i` of the result sounds at the moment `i / to` of the original. As long as the
/// original, rounded up to a whole frame.
pub(crate) fn resample(input: &[f32], from: u32, to: u32) -> Vec<f32> {
    if from == to || input.is_empty() {
        return input.to_vec();
    }
    let divisor = gcd(u64::from(from), u64::from(to));
    let (step, phases) = (u64::from(from) / divisor, u64::from(to) / divisor);
    let kernels = Kernels::new(f64::from(to) / f64::from(from), phases.min(PHASES));
    let padded = padded(input, kernels.taps);
    let frames = (input.len() as u64 * phases).div_ceil(step);
    (0..frames)
        .map(|i| {
            let (at, phase) = (i * step / phases, i * step % phases);
            kernels.apply(&padded[at as usize..][..kernels.taps], phase, phases)
        })
        .collect()
}

/// Silence around the recording, so that every kernel finds all its samples.
fn padded(input: &[f32], taps: usize) -> Vec<f32> {
    let mut padded = vec![0.0; taps / 2 - 1];
    padded.extend_from_slice(input);
    padded.resize(input.len() + taps * 2, 0.0);
    padded
}

/// Low-pass kernels for evenly spaced moments between two frames, and one for the next frame.
struct Kernels {
    taps: usize,
    count: u64,
    table: Vec<f32>,
}

impl Kernels {
    fn new(ratio: f64, count: u64) -> Kernels {
        let band = ratio.min(1.0);
        let half = libm::ceil(CROSSINGS as f64 / band) as usize;
        let taps = (half * 2).next_multiple_of(LANES);
        let table = (0..=count)
            .flat_map(|phase| kernel(phase as f64 / count as f64, taps, half as f64, band * CUTOFF))
            .collect();
        Kernels { taps, count, table }
    }

    fn row(&self, phase: u64) -> &[f32] {
        &self.table[phase as usize * self.taps..][..self.taps]
    }

    /// The value `phase / phases` of a frame after the middle of `window`.
    fn apply(&self, window: &[f32], phase: u64, phases: u64) -> f32 {
        let (row, rest) = (phase * self.count / phases, phase * self.count % phases);
        let value = dot(window, self.row(row));
        if rest == 0 {
            return value;
        }
        let next = dot(window, self.row(row + 1));
        value + (next - value) * (rest as f32 / phases as f32)
    }
}

/// One kernel of unit gain at 0 Hz, for the moment `offset` (0 to 1) after its middle tap.
fn kernel(offset: f64, taps: usize, half: f64, cutoff: f64) -> Vec<f32> {
    let middle = (taps / 2 - 1) as f64;
    let weights: Vec<f64> = (0..taps)
        .map(|tap| {
            let x = tap as f64 - middle - offset;
            sinc(x * cutoff) * kaiser(x / half)
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| (weight / sum) as f32).collect()
}

fn sinc(x: f64) -> f64 {
    let x = x * std::f64::consts::PI;
    if x == 0.0 { 1.0 } else { libm::sin(x) / x }
}

/// Kaiser's window over -1 to 1; 0 outside.
fn kaiser(x: f64) -> f64 {
    let inside = 1.0 - x * x;
    if inside <= 0.0 { 0.0 } else { bessel(BETA * inside.sqrt()) / bessel(BETA) }
}

/// The modified Bessel function of the first kind and order 0, by its power series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for k in 1..40 {
        let factor = x / (2.0 * f64::from(k));
        term *= factor * factor;
        sum += term;
    }
    sum
}

/// Partial sums that are added up side by side, for the sake of vector instructions.
const LANES: usize = 8;

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hertz: f64, rate: u32, frames: usize) -> Vec<f32> {
        let turn = std::f64::consts::TAU * hertz / f64::from(rate);
        (0..frames).map(|i| libm::sin(turn * i as f64) as f32).collect()
    }

    /// The greatest difference away from the ends, in decibels below full scale.
    fn error(a: &[f32], b: &[f32]) -> f32 {
        let middle = 1000..a.len().min(b.len()) - 1000;
        let worst = middle.map(|i| (a[i] - b[i]).abs()).fold(0.0, f32::max);
        20.0 * worst.max(1e-9).log10()
    }

    #[test]
    fn a_tone_stays_the_same_tone_at_the_same_moment() {
        for (from, to) in [(44_100, 48_000), (48_000, 44_100), (96_000, 48_000), (22_050, 48_000)] {
            let there = resample(&tone(997.0, from, from as usize), from, to);
            assert_eq!(there.len(), to as usize);
            let off = error(&there, &tone(997.0, to, to as usize));
            assert!(off < -90.0, "{from} to {to}: {off} dB");
        }
    }

    #[test]
    fn treble_up_to_nineteen_kilohertz_survives() {
        let there = resample(&tone(19_000.0, 44_100, 44_100), 44_100, 48_000);
        let off = error(&there, &tone(19_000.0, 48_000, 48_000));
        assert!(off < -80.0, "{off} dB");
    }

    #[test]
    fn what_the_lower_rate_cannot_hold_is_removed() {
        let there = resample(&tone(30_000.0, 96_000, 96_000), 96_000, 44_100);
        let off = error(&there, &vec![0.0; 44_100]);
        assert!(off < -90.0, "{off} dB");
    }

    #[test]
    fn ratios_with_very_many_phases_work_too() {
        let there = resample(&tone(997.0, 44_101, 44_101), 44_101, 48_000);
        let off = error(&there, &tone(997.0, 48_000, 48_000));
        assert!(off < -90.0, "{off} dB");
    }

    #[test]
    fn one_frame_and_none_are_no_trouble() {
        assert!(resample(&[], 44_100, 48_000).is_empty());
        assert_eq!(resample(&[1.0], 44_100, 48_000).len(), 2);
        assert_eq!(resample(&[1.0; 10], 1, 48_000).len(), 480_000);
    }
}
