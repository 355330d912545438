//! The Fourier transform for sizes that are powers of two.
//!
//! Its own, because the fast ones choose their instructions by machine and so give other bits on
//! others. Method: decimation in time, two at a time (J. W. Cooley, J. W. Tukey, 1965).

/// Complex numbers, real and imaginary parts apart.
#[derive(Clone, Debug)]
pub(crate) struct Complex {
    pub(crate) re: Box<[f32]>,
    pub(crate) im: Box<[f32]>,
}

impl Complex {
    /// So many zeros. Allocates.
    pub(crate) fn zeros(count: usize) -> Complex {
        let zeros = || vec![0.0; count].into_boxed_slice();
        Complex { re: zeros(), im: zeros() }
    }

    /// Makes all of them zero.
    pub(crate) fn clear(&mut self) {
        self.re.fill(0.0);
        self.im.fill(0.0);
    }
}

/// A transform of one size.
#[derive(Debug)]
pub(crate) struct Fft {
    /// The turns of the last step; earlier steps use every second, fourth.. of them.
    turns: Complex,
    places: Box<[u32]>,
}

impl Fft {
    /// For a size that is a power of two and at least 2. Allocates.
    pub(crate) fn new(size: usize) -> Fft {
        let mut turns = Complex::zeros(size / 2);
        for k in 0..size / 2 {
            let angle = -2.0 * std::f64::consts::PI * k as f64 / size as f64;
            turns.re[k] = libm::cos(angle) as f32;
            turns.im[k] = libm::sin(angle) as f32;
        }
        let unused = u32::BITS - size.trailing_zeros();
        let places = (0..size as u32).map(|i| i.reverse_bits() >> unused).collect();
        Fft { turns, places }
    }

    /// Transforms in place.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn forward(&self, data: &mut Complex) {
        let Complex { re, im } = data;
        self.transform(re, im);
    }

    /// Transforms back in place, times the size.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn backward(&self, data: &mut Complex) {
        let Complex { re, im } = data;
        self.transform(im, re);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn transform(&self, re: &mut [f32], im: &mut [f32]) {
        let size = self.places.len();
        for (i, &place) in self.places.iter().enumerate() {
            if i < place as usize {
                re.swap(i, place as usize);
                im.swap(i, place as usize);
            }
        }
        let mut half = 1;
        while half < size {
            let stride = size / (2 * half);
            for (re, im) in re.chunks_exact_mut(2 * half).zip(im.chunks_exact_mut(2 * half)) {
                let ((re, re2), (im, im2)) = (re.split_at_mut(half), im.split_at_mut(half));
                for k in 0..half {
                    let (c, s) = (self.turns.re[k * stride], self.turns.im[k * stride]);
                    let (x, y) = (re2[k] * c - im2[k] * s, re2[k] * s + im2[k] * c);
                    (re[k], re2[k]) = (re[k] + x, re[k] - x);
                    (im[k], im2[k]) = (im[k] + y, im[k] - y);
                }
            }
            half *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_the_same_and_a_wave_is_one_line() {
        let fft = Fft::new(256);
        let mut data = Complex::zeros(256);
        for (i, x) in data.re.iter_mut().enumerate() {
            *x = (std::f64::consts::TAU * 5.0 * i as f64 / 256.0).cos() as f32;
        }
        let before = data.clone();
        fft.forward(&mut data);
        for (k, (re, im)) in data.re.iter().zip(&data.im).enumerate() {
            let wanted = if k == 5 || k == 251 { 128.0 } else { 0.0 };
            assert!((re - wanted).abs() < 1e-3 && im.abs() < 1e-3, "{k}: {re} {im}");
        }
        fft.backward(&mut data);
        for (x, wanted) in data.re.iter().zip(&before.re) {
            assert!((x / 256.0 - wanted).abs() < 1e-6);
        }
    }
}
