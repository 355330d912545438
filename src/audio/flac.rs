//! FLAC files: stereo of 24 bits, half as long as floats, and whole whenever something was written.
//!
//! It reads nothing, and seeks no smallest file: of each frame the plainest description that is short.
//! Format: RFC 9639.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// Frames that are written together; files may end with fewer.
const BLOCK: usize = 4096;
/// Bits of a sample, and of the difference of two.
const BITS: u32 = 24;
/// Bytes before the first frame: the mark, the header of the description, and the description.
const START: u64 = 4 + 4 + 34;
/// Parts of a block that have a Rice parameter each, as a power of two.
const PARTS: u32 = 4;
/// The greatest Rice parameter of the wide kind.
const MOST_RICE: u32 = 30;
/// The greatest order of the fixed predictors.
const ORDERS: usize = 5;

/// A stereo file that is being written.
#[derive(Debug)]
pub(super) struct Flac {
    file: File,
    rate: u32,
    /// Interleaved samples that wait until a block is full.
    waiting: Vec<i32>,
    blocks: u64,
    frames: u64,
    bytes: u64,
}

impl Flac {
    /// Creates the file, or empties it.
    ///
    /// # Errors
    /// Those of the file system.
    pub(super) fn create(path: &Path, rate: u32) -> io::Result<Flac> {
        let mut file = File::create(path)?;
        file.write_all(b"fLaC\x80\0\0\x22")?;
        file.write_all(&description(rate, 0))?;
        let waiting = Vec::with_capacity(4 * BLOCK);
        Ok(Flac { file, rate, waiting, blocks: 0, frames: 0, bytes: START })
    }

    /// Appends interleaved stereo, clipped at full scale. What does not fill a block waits.
    ///
    /// # Errors
    /// Those of the file system.
    pub(super) fn write(&mut self, samples: &[f32]) -> io::Result<()> {
        let full = (1 << (BITS - 1)) as f32;
        let whole = |x: &f32| (x * full).round().clamp(-full, full - 1.0) as i32;
        self.waiting.extend(samples.iter().map(whole));
        while self.waiting.len() >= 2 * BLOCK {
            self.block(BLOCK)?;
        }
        Ok(())
    }

    /// Writes what waits, and the length of the whole.
    ///
    /// # Errors
    /// Those of the file system.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let rest = self.waiting.len() / 2;
        if rest > 0 {
            self.block(rest)?;
        }
        Ok(())
    }

    /// Sees to it that what was written is on the disk for good.
    ///
    /// # Errors
    /// Those of the file system.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Bytes of the file.
    pub(super) fn len(&self) -> u64 {
        self.bytes
    }

    /// Writes so many frames that wait, and then that they are there: a reader never looks for more.
    fn block(&mut self, frames: usize) -> io::Result<()> {
        let samples: Vec<i32> = self.waiting.drain(..2 * frames).collect();
        let side = |at: usize| samples.iter().skip(at).step_by(2).copied().collect();
        let (left, right): (Vec<i32>, Vec<i32>) = (side(0), side(1));
        let block = frame(&left, &right, self.blocks);
        self.file.write_all(&block)?;
        self.blocks += 1;
        self.frames += frames as u64;
        self.bytes += block.len() as u64;
        self.file.seek(SeekFrom::Start(8))?;
        self.file.write_all(&description(self.rate, self.frames))?;
        self.file.seek(SeekFrom::End(0))?;
        Ok(())
    }
}

/// What the file holds: sizes of blocks, rate, channels, bits, length. No checksum of the whole.
fn description(rate: u32, frames: u64) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(BLOCK as u64, 16);
    bits.put(BLOCK as u64, 16);
    bits.put(0, 48);
    bits.put(rate.into(), 20);
    bits.put(1, 3);
    bits.put(u64::from(BITS - 1), 5);
    bits.put(frames.min((1 << 36) - 1), 36);
    bits.put(0, 64);
    bits.put(0, 64);
    bits.bytes
}

/// One block as a frame, with its checksums.
fn frame(left: &[i32], right: &[i32], number: u64) -> Vec<u8> {
    let mut bits = Bits::default();
    let difference: Vec<i32> = left.iter().zip(right).map(|(l, r)| l - r).collect();
    let [left, right, difference] = [(left, BITS), (right, BITS), (&difference, BITS + 1)]
        .map(|(x, bits)| Channel::of(x, bits));
    let apart = difference.size >= right.size;
    bits.put(0b1111_1111_1111_1000, 16);
    // The number of frames follows; the rate, and so many bits, are as described.
    bits.put(0b0111_0000, 8);
    bits.put(if apart { 0b0001_0000 } else { 0b1000_0000 }, 8);
    bits.number(number);
    bits.put(left.samples.len() as u64 - 1, 16);
    let check = crc(&bits.bytes, 0x07, 8) as u64;
    bits.put(check, 8);
    left.write(&mut bits);
    if apart { &right } else { &difference }.write(&mut bits);
    bits.fill();
    let check = crc(&bits.bytes, 0x8005, 16) as u64;
    bits.put(check, 16);
    bits.bytes
}

/// One channel of a block, and the shortest of its plain descriptions.
struct Channel<'a> {
    samples: &'a [i32],
    bits: u32,
    order: usize,
    rest: Vec<i64>,
    /// Rice parameters, one for each part; as a power of two, how many parts.
    rice: Vec<u32>,
    parts: u32,
    /// Bits that it takes.
    size: u64,
}

impl<'a> Channel<'a> {
    fn of(samples: &'a [i32], bits: u32) -> Channel<'a> {
        let mut rest: Vec<i64> = samples.iter().map(|&x| i64::from(x)).collect();
        let mut best: Option<(u64, usize, Vec<i64>)> = None;
        for order in 0..ORDERS.min(samples.len()) {
            if order > 0 {
                // Each order is the difference of the one before it.
                rest = rest.windows(2).map(|pair| pair[1] - pair[0]).collect();
            }
            let sum = rest.iter().map(|x| x.unsigned_abs()).sum();
            if best.as_ref().is_none_or(|(least, ..)| sum < *least) {
                best = Some((sum, order, rest.clone()));
            }
        }
        let (_, order, rest) = best.unwrap_or_default();
        // Parts are of equal length, and the first is longer than the order.
        let even = samples.len().trailing_zeros();
        let parts = PARTS.min(even).min((samples.len() / (order + 1)).max(1).ilog2());
        let length = samples.len() >> parts;
        let cuts = (0..1 << parts).map(|i: usize| {
            let at = |i: usize| (i * length).saturating_sub(order);
            &rest[at(i)..at(i + 1)]
        });
        let chosen: Vec<(u32, u64)> = cuts.map(rice).collect();
        let size = chosen.iter().map(|(_, size)| size + 5).sum::<u64>()
            + 14
            + order as u64 * u64::from(bits);
        let rice = chosen.into_iter().map(|(rice, _)| rice).collect();
        Channel { samples, bits, order, rest, rice, parts, size }
    }

    fn write(&self, bits: &mut Bits) {
        let plain = u64::from(self.bits) * self.samples.len() as u64;
        if self.size >= plain {
            bits.put(0b0000_0010, 8);
            return self.samples.iter().for_each(|&x| bits.signed(x.into(), self.bits));
        }
        bits.put(0b0001_0000 | (self.order as u64) << 1, 8);
        self.samples[..self.order].iter().for_each(|&x| bits.signed(x.into(), self.bits));
        bits.put(1, 2);
        bits.put(self.parts.into(), 4);
        let length = self.samples.len() >> self.parts;
        let mut rest = self.rest.iter();
        for (i, &rice) in self.rice.iter().enumerate() {
            bits.put(rice.into(), 5);
            let count = if i == 0 { length - self.order } else { length };
            rest.by_ref().take(count).for_each(|&x| bits.rice(folded(x), rice));
        }
    }
}

/// Zero, -1, 1, -2, 2 and so on, counted.
fn folded(x: i64) -> u64 {
    ((x << 1) ^ (x >> 63)) as u64
}

/// The Rice parameter that describes some numbers shortest, and how many bits they take.
fn rice(part: &[i64]) -> (u32, u64) {
    let count = part.len() as u64;
    let sum: u64 = part.iter().map(|&x| folded(x)).sum();
    let guess = (sum / count.max(1)).max(1).ilog2();
    let size =
        |k: u32| count * u64::from(k + 1) + part.iter().map(|&x| folded(x) >> k).sum::<u64>();
    let near = guess.saturating_sub(1)..=(guess + 1).min(MOST_RICE);
    near.map(|k| (k, size(k))).min_by_key(|(_, size)| *size).unwrap_or_default()
}

/// The rest of a division of polynomials, of so many bits.
fn crc(bytes: &[u8], by: u32, width: u32) -> u32 {
    let top = 1 << (width - 1);
    let step = |crc: u32, _| if crc & top == 0 { crc << 1 } else { crc << 1 ^ by };
    let add = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte) << (width - 8), step);
    bytes.iter().fold(0, add) & (top | (top - 1))
}

/// Bits, the highest first, on their way into bytes.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    /// Those that do not fill a byte yet, and how many they are.
    part: u64,
    held: u32,
}

impl Bits {
    fn put(&mut self, value: u64, count: u32) {
        for shift in (0..count).step_by(32).rev() {
            let count = (count - shift).min(32);
            self.part = self.part << count | (value >> shift) & ((1 << count) - 1);
            self.held += count;
            while self.held >= 8 {
                self.held -= 8;
                self.bytes.push((self.part >> self.held) as u8);
            }
            self.part &= (1 << self.held) - 1;
        }
    }

    fn signed(&mut self, value: i64, count: u32) {
        self.put(value as u64 & ((1 << count) - 1), count);
    }

    /// So many zeros as the value is greater than the parameter holds, a one, and the rest.
    fn rice(&mut self, value: u64, parameter: u32) {
        let mut zeros = value >> parameter;
        while zeros > 0 {
            let now = zeros.min(32);
            self.put(0, now as u32);
            zeros -= now;
        }
        self.put(1, 1);
        self.put(value & ((1 << parameter) - 1), parameter);
    }

    /// A number as UTF-8 writes it, up to 36 bits.
    fn number(&mut self, number: u64) {
        if number < 0x80 {
            return self.put(number, 8);
        }
        // One byte more for each five bits beyond eleven.
        let more = (1..=6).find(|more| number < 1 << (5 * more + 6)).unwrap_or(6);
        let mark = (0xff00_u64 >> (more + 1)) & 0xff;
        self.put(mark | number >> (6 * more), 8);
        for i in (0..more).rev() {
            self.put(0x80 | (number >> (6 * i)) & 0x3f, 8);
        }
    }

    fn fill(&mut self) {
        let rest = (8 - self.held) % 8;
        self.put(0, rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_like_letters() {
        for number in [0x24, 0xa2, 0x7ff, 0x939, 0x20ac, 0xd55c, 0x1_0348, 0x10_ffff] {
            let mut bits = Bits::default();
            bits.number(number);
            let letter = char::from_u32(number as u32).unwrap().to_string();
            assert_eq!(bits.bytes, letter.as_bytes(), "{number:x}");
        }
    }

    #[test]
    fn checksums_are_the_published_ones() {
        assert_eq!(crc(b"123456789", 0x07, 8), 0xf4);
        assert_eq!(crc(b"123456789", 0x8005, 16), 0xfee8);
    }
}
