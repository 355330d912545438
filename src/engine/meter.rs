//! Meters: what is as loud as what, for the screen, and whether a signal is one at all.
//!
//! They only read; they change no sample. One pass over a block answers both questions, because a
//! float's bits without its sign are in the order of its magnitude.

use super::BLOCK;
use super::block::StereoBlock;

/// The first pattern of bits, without the sign, that is no finite number.
const INFINITE: u32 = 0x7f80_0000;

/// Peaks, held until they are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meter {
    held: [f32; 2],
}

impl Meter {
    /// Reads a block. False if it holds what is no finite number; then it counts for nothing.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn read(&mut self, block: &StereoBlock) -> bool {
        let Some(peaks) = peaks(block) else { return false };
        self.raise(peaks);
        true
    }

    /// Holds at least these peaks.
    pub fn raise(&mut self, peaks: [f32; 2]) {
        for (held, peak) in self.held.iter_mut().zip(peaks).filter(|(_, peak)| peak.is_finite()) {
            *held = held.max(peak);
        }
    }

    /// The peaks, left and right, since this was last asked.
    pub fn take(&mut self) -> [f32; 2] {
        std::mem::take(&mut self.held)
    }
}

/// The peaks of a block, left and right, or none if it holds what is no finite number.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn peaks(block: &StereoBlock) -> Option<[f32; 2]> {
    let peaks = [greatest(&block.left), greatest(&block.right)];
    (peaks[0] < INFINITE && peaks[1] < INFINITE).then(|| peaks.map(f32::from_bits))
}

/// The greatest magnitude in one channel, as its bits: whole numbers are compared many at a time.
#[cfg_attr(not(debug_assertions), inline(always))]
fn greatest(channel: &[f32; BLOCK]) -> u32 {
    channel.iter().fold(0, |peak, x| peak.max(x.to_bits() & 0x7fff_ffff))
}

/// Whether all of one channel lies below a magnitude.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn is_below(channel: &[f32; BLOCK], magnitude: f32) -> bool {
    greatest(channel) < magnitude.to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meter_holds_the_greatest_peak_until_it_is_asked() {
        let mut meter = Meter::default();
        let mut block = StereoBlock::SILENT;
        block.left[7] = -0.75;
        block.right[63] = 0.5;
        assert!(meter.read(&block));
        assert!(meter.read(&StereoBlock::SILENT));
        assert_eq!(meter.take(), [0.75, 0.5]);
        assert_eq!(meter.take(), [0.0, 0.0]);
    }

    #[test]
    fn what_is_no_number_is_noticed_wherever_it_stands() {
        for bad in [f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            for place in [0, 31, 63] {
                let mut block = StereoBlock::SILENT;
                block.right[place] = bad;
                assert!(!Meter::default().read(&block), "{bad} at {place}");
            }
        }
    }
}
