//! Wavetables as the kernel plays them: each cycle at several bandwidths, all in one stretch of
//! memory; and the built-in ones.
//!
//! Made before something is sent that plays them, or where files are loaded; never on the audio thread.

use std::f64::consts::TAU;
use std::sync::LazyLock;

use crate::sound::Table;

/// Harmonics of the richest copy of a cycle, and its length: sixteen samples for the highest, so that
/// a cubic between neighbours is clean.
pub(super) const HARMONICS: usize = 256;
pub(super) const LENGTH: usize = 16 * HARMONICS;
/// Copies of a cycle, each with half the harmonics of the last; the last one is a sine.
pub(super) const LEVELS: usize = 9;
/// The shortest copy; few harmonics are strong ones, and heard alone.
const SHORTEST: usize = 256;
/// What one cycle takes, all its copies together.
pub(super) const PACKED: usize = place(LEVELS).0;
/// A longer file is a row of cycles of 2048 samples, of which so many are taken.
const SINGLE: usize = 4096;
const ROW: usize = 2048;
const MOST_CYCLES: usize = 64;
/// The root mean square of every cycle, and the most that any sample may be.
const LOUDNESS: f64 = 0.14;
const PEAK: f64 = 0.8;
/// Cycles of a built-in table.
const CYCLES: usize = 8;

/// Where a copy begins in a packed cycle, and how long it is.
pub(super) const fn place(level: usize) -> (usize, usize) {
    let (mut at, mut i) = (0, 0);
    loop {
        let length = if LENGTH >> i > SHORTEST { LENGTH >> i } else { SHORTEST };
        if i == level {
            return (at, length);
        }
        at += length;
        i += 1;
    }
}

/// The harmonics of one cycle as sine and cosine parts; the first is the fundamental.
type Spectrum = Vec<(f64, f64)>;

/// A sine at whole steps of a circle.
fn circle(steps: usize) -> Vec<f64> {
    (0..steps).map(|i| libm::sin(TAU * i as f64 / steps as f64)).collect()
}

/// The circle of the longest copy; the others use every second step of it, every fourth and so on.
static CIRCLE: LazyLock<Vec<f64>> = LazyLock::new(|| circle(LENGTH));

/// Reads the harmonics of a cycle of any length.
fn analyse(cycle: &[f32]) -> Spectrum {
    let length = cycle.len();
    let sine = circle(4 * length);
    let harmonic = |number: usize| {
        let (mut a, mut b) = (0.0, 0.0);
        for (i, &x) in cycle.iter().enumerate() {
            let x = if x.is_finite() { f64::from(x) } else { 0.0 };
            let angle = 4 * ((i * number) % length);
            a += x * sine[angle];
            b += x * sine[(angle + length) % (4 * length)];
        }
        (a, b)
    };
    (1..=HARMONICS.min(length / 2)).map(harmonic).collect()
}

/// A cycle of a length from its harmonics, fewer than half of it. The length is a power of two, at
/// most [`LENGTH`].
/// (Inverse Fourier transform by halves: J. W. Cooley and J. W. Tukey, 1965.)
fn draw(spectrum: &[(f64, f64)], length: usize) -> Vec<f64> {
    let mut values = vec![(0.0, 0.0); length];
    let turn = usize::BITS - length.trailing_zeros();
    for (i, &(a, b)) in spectrum.iter().enumerate() {
        values[(i + 1).reverse_bits() >> turn] = (b, -a);
    }
    let sine = &*CIRCLE;
    let mut half = 1;
    while half < length {
        let step = LENGTH / (2 * half);
        for block in values.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for (i, (x, y)) in low.iter_mut().zip(high).enumerate() {
                let angle = i * step;
                let (sin, cos) = (sine[angle], sine[(angle + LENGTH / 4) % LENGTH]);
                let turned = (y.0 * cos - y.1 * sin, y.0 * sin + y.1 * cos);
                *y = (x.0 - turned.0, x.1 - turned.1);
                *x = (x.0 + turned.0, x.1 + turned.1);
            }
        }
        half *= 2;
    }
    values.into_iter().map(|(real, _)| real).collect()
}

/// Appends all copies of a cycle.
fn append(spectrum: &[(f64, f64)], packed: &mut Vec<f32>) {
    let draw =
        |harmonics: usize, length: usize| draw(&spectrum[..spectrum.len().min(harmonics)], length);
    let whole = draw(HARMONICS, LENGTH);
    let power = whole.iter().map(|x| x * x).sum::<f64>() / LENGTH as f64;
    let peak = whole.iter().fold(1e-12, |most: f64, x| most.max(x.abs()));
    let scale = if power > 1e-18 { (LOUDNESS / power.sqrt()).min(PEAK / peak) } else { 0.0 };
    packed.extend(whole.iter().map(|x| (x * scale) as f32));
    for level in 1..LEVELS {
        let (_, length) = place(level);
        packed.extend(draw(HARMONICS >> level, length).iter().map(|x| (x * scale) as f32));
    }
}

/// A file's samples as a wavetable: one cycle if it is short, else a row of cycles.
pub(in crate::engine) fn pack(samples: &[f32]) -> Vec<f32> {
    let mut packed = Vec::new();
    if samples.len() <= SINGLE {
        append(&analyse(samples), &mut packed);
    } else {
        samples
            .chunks_exact(ROW)
            .take(MOST_CYCLES)
            .for_each(|cycle| append(&analyse(cycle), &mut packed));
    }
    packed
}

/// The strength of a harmonic of one of the cycles of a built-in table; `place` is 0 to 1.
fn drawn(table: Table, place: f64, number: usize) -> f64 {
    let n = number as f64;
    let odd = number % 2 == 1;
    let hump = |centre: f64, width: f64| {
        let away = (n - centre) / width;
        libm::exp(-away * away)
    };
    match table {
        // Sine, then a triangle, then a sawtooth and a square.
        Table::Basic => {
            let sine = if number == 1 { 1.0 } else { 0.0 };
            let sign = if number % 4 == 3 { -1.0 } else { 1.0 };
            let triangle = if odd { sign / (n * n) } else { 0.0 };
            let sawtooth = 1.0 / n;
            let square = if odd { 1.3 / n } else { 0.0 };
            let waves = [sine, triangle, sawtooth, square];
            let at = (place * 3.0).min(2.999_999);
            let (i, part) = (at as usize, at - libm::floor(at));
            waves[i] * (1.0 - part) + waves[i + 1] * part
        }
        Table::Pulse => libm::sin(TAU * 0.5 * n * (0.5 - 0.46 * place)) / n,
        Table::Vowel => {
            // Formants over a fundamental near 110 Hz, from u over o, a and e to i.
            const FORMANTS: [[f64; 3]; 5] = [
                [300.0, 700.0, 2300.0],
                [450.0, 850.0, 2500.0],
                [750.0, 1150.0, 2650.0],
                [480.0, 1800.0, 2600.0],
                [280.0, 2150.0, 2900.0],
            ];
            let at = (place * 4.0).min(3.999_999);
            let (i, part) = (at as usize, at - libm::floor(at));
            let formant =
                |k: usize| (FORMANTS[i][k] * (1.0 - part) + FORMANTS[i + 1][k] * part) / 110.0;
            let voice = hump(formant(0), 1.3) + 0.6 * hump(formant(1), 1.6);
            voice + 0.3 * hump(formant(2), 2.4) + 0.04 / n
        }
        // A sine that starts anew with each cycle, ever faster.
        Table::Sync => {
            let speed = 1.0 + 11.0 * place;
            let below = n * n - speed * speed;
            let near = if below.abs() < 0.02 { 0.02 } else { below };
            n * libm::sin(TAU * speed) / near + hump(speed, 0.4) * libm::cos(TAU * speed)
        }
        // Few harmonics, far apart.
        Table::Glass => {
            let spread = 1.0 + 5.0 * place;
            let fundamental = if number == 1 { 1.0 } else { 0.0 };
            let ring = |k: f64| hump(libm::round(1.0 + k * spread), 0.3) / (1.0 + 0.5 * k);
            fundamental + ring(1.0) + ring(2.0) + ring(3.0) + ring(4.0) + ring(5.0)
        }
        // Harmonics by chance, another draw for each cycle.
        Table::Grit => {
            let bits = (number as u32).wrapping_mul(0x9e37_79b9) ^ (place * 977.0) as u32;
            let chance = f64::from(super::super::math::scramble(bits)) / f64::from(u32::MAX);
            (chance - 0.5) / libm::pow(n, 0.7)
        }
    }
}

fn built_in(table: Table) -> Vec<f32> {
    let mut packed = Vec::with_capacity(CYCLES * PACKED);
    for cycle in 0..CYCLES {
        let place = cycle as f64 / (CYCLES - 1) as f64;
        let spectrum =
            (1..=HARMONICS).map(|number| (drawn(table, place, number), 0.0)).collect::<Spectrum>();
        append(&spectrum, &mut packed);
    }
    packed
}

static TABLES: LazyLock<[Vec<f32>; Table::ALL.len()]> = LazyLock::new(|| Table::ALL.map(built_in));

/// Makes the built-in tables, if that has not been done; not for the audio thread.
pub(super) fn prepare() {
    LazyLock::force(&TABLES);
}

/// A built-in table. [`prepare`] was called before.
pub(super) fn of(table: Table) -> &'static [f32] {
    &TABLES[table as usize]
}
