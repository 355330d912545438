//! Jumps and corners without aliases: what a wave that jumps or bends between two frames lacks to be
//! band-limited, for eight waves.
//!
//! It holds the next frames of each wave and mends them; where a wave jumps is the oscillators'
//! business. Method: the integral of a windowed sinc, and for corners the integral of that, added
//! around each jump (E. Brandt, "Hard sync without aliasing", 2001; F. Esqueda and others, "Rounding
//! corners with BLAMP", 2016). The window is Kaiser's: aliases below 16 kHz lie 80 dB under the jump
//! at 48 kHz.

use std::f64::consts::PI;
use std::sync::LazyLock;

use crate::engine::lanes::{F8, LANES};

/// Frames that a jump reaches to either side: a wave has to be known so far ahead.
pub(super) const AHEAD: usize = 8;
const TAPS: usize = 2 * AHEAD;
/// Places between two frames that the tables know; between these they are straight lines.
const PLACES: usize = 128;
/// Shape of Kaiser's window: 80 dB.
const BETA: f64 = 8.0;
/// Frames of the ring: more than a jump reaches, and a power of two.
const RING: usize = 2 * TAPS;

/// What a jump, and a change of slope, by one lack at the frames around them; a row for each place.
#[derive(Debug)]
struct Tables {
    jump: Vec<[f32; TAPS]>,
    corner: Vec<[f32; TAPS]>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

impl Tables {
    fn new() -> Tables {
        let (steps, corners) = integrals();
        let row = |wave: &[f64], naive: fn(f64) -> f64, place: usize| {
            std::array::from_fn(|tap| {
                let late = place as f64 / PLACES as f64 + tap as f64 - AHEAD as f64;
                let naive = if tap < AHEAD { 0.0 } else { naive(late) };
                (wave[place + PLACES * tap] - naive) as f32
            })
        };
        Tables {
            jump: (0..=PLACES).map(|place| row(&steps, |_| 1.0, place)).collect(),
            corner: (0..=PLACES).map(|place| row(&corners, |late| late, place)).collect(),
        }
    }
}

/// A step from 0 to 1 and a corner from level to a slope of one, both band-limited, from [`AHEAD`]
/// frames before to as many after. (Simpson's rule, on twice as many points.)
fn integrals() -> (Vec<f64>, Vec<f64>) {
    let points = 2 * PLACES * TAPS;
    let width = 0.5 / PLACES as f64;
    let time = |i: f64| i * width - AHEAD as f64;
    let sinc = |t: f64| if t == 0.0 { 1.0 } else { libm::sin(PI * t) / (PI * t) };
    let window = |t: f64| bessel(BETA * (1.0 - (t / AHEAD as f64).powi(2)).max(0.0).sqrt());
    let kernel = |i: f64| sinc(time(i)) * window(time(i));
    let mut step = vec![0.0];
    for i in 0..points {
        let [a, b, c] = [0.0, 0.5, 1.0].map(|part| kernel(i as f64 + part));
        step.push(step[i] + width / 6.0 * (a + 4.0 * b + c));
    }
    let whole = step[points];
    step.iter_mut().for_each(|x| *x /= whole);
    let mut corner = vec![0.0];
    for (i, of) in step.windows(3).step_by(2).enumerate() {
        corner.push(corner[i] + width / 3.0 * (of[0] + 4.0 * of[1] + of[2]));
    }
    (step.into_iter().step_by(2).collect(), corner)
}

/// The modified Bessel function of order 0, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for k in 1..40 {
        term *= (0.5 * x / f64::from(k)).powi(2);
        sum += term;
    }
    sum
}

/// The next frames of eight waves.
#[derive(Clone, Debug)]
pub(super) struct Edges {
    tables: &'static Tables,
    ring: [F8; RING],
    at: usize,
}

impl Edges {
    /// Eight that are silent. Makes the tables, if that has not been done.
    pub(super) fn new() -> Edges {
        Edges { tables: &TABLES, ring: [F8::ZERO; RING], at: 0 }
    }

    /// Silences a lane.
    pub(super) fn clear(&mut self, lane: usize) {
        self.ring.iter_mut().for_each(|frame| frame.0[lane] = 0.0);
    }

    /// Adds the waves as they are, without regard to their jumps, so many frames ahead.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn add(&mut self, ahead: usize, waves: F8) {
        self.ring[(self.at + ahead) % RING] += waves;
    }

    /// The wave of a lane jumps by some height after the frame that lies so far ahead: at the next
    /// one, the jump is `late` frames ago, 0 to 1.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn jump(&mut self, lane: usize, ahead: usize, late: f32, height: f32) {
        self.mend(&self.tables.jump, lane, ahead, late, height);
    }

    /// The same for a slope that changes by so much a frame.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn corner(&mut self, lane: usize, ahead: usize, late: f32, bend: f32) {
        self.mend(&self.tables.corner, lane, ahead, late, bend);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mend(
        &mut self,
        table: &'static [[f32; TAPS]],
        lane: usize,
        ahead: usize,
        late: f32,
        amount: f32,
    ) {
        let place = late.clamp(0.0, 1.0) * PLACES as f32;
        let row = (place as usize).min(PLACES - 1);
        let part = place - row as f32;
        let lane = lane % LANES;
        // What lies before the present frame has been heard.
        let heard = AHEAD.saturating_sub(ahead + 1);
        let (low, high) = (&table[row], &table[row + 1]);
        for tap in heard..TAPS {
            let frame = (self.at + ahead + 1 + tap - AHEAD) % RING;
            self.ring[frame].0[lane] += amount * (low[tap] + part * (high[tap] - low[tap]));
        }
    }

    /// The present frame; time goes on to the next.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn next(&mut self) -> F8 {
        let frame = std::mem::replace(&mut self.ring[self.at % RING], F8::ZERO);
        self.at = (self.at + 1) % RING;
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mended_jump_ends_where_it_should() {
        for table in [&TABLES.jump, &TABLES.corner] {
            assert!(table[0][0].abs() < 1e-6 && table[PLACES][TAPS - 1].abs() < 1e-5);
        }
        // Half-way up at the jump itself, seen from either side.
        assert!((TABLES.jump[0][AHEAD] + 0.5).abs() < 1e-6);
        assert!((TABLES.jump[PLACES][AHEAD - 1] - 0.5).abs() < 1e-6);
    }

    #[test]
    fn before_and_after_a_jump_mirror_each_other() {
        for place in 0..=PLACES {
            for tap in 0..TAPS {
                let (here, there) = (place, PLACES - place);
                let jump = TABLES.jump[here][tap] + TABLES.jump[there][TAPS - 1 - tap];
                let corner = TABLES.corner[here][tap] - TABLES.corner[there][TAPS - 1 - tap];
                assert!(jump.abs() < 1e-6 && corner.abs() < 1e-5, "{place} {tap}");
            }
        }
    }
}
