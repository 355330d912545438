//! Dots finer than letters: eight to a cell where the terminal has braille, else one.
//!
//! It sets dots; which curve they make is decided elsewhere.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Theme;

/// Bits of the dots of a braille sign, by column and row.
const BITS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

/// A field of dots.
#[derive(Debug)]
pub(super) struct Raster {
    width: usize,
    height: usize,
    cells: Vec<u8>,
}

impl Raster {
    /// An empty field for an area of so many cells.
    pub(super) fn new(area: Rect) -> Raster {
        let (width, height) = (usize::from(area.width), usize::from(area.height));
        Raster { width, height, cells: vec![0; width * height] }
    }

    /// Dots from left to right.
    pub(super) fn columns(&self) -> usize {
        self.width * 2
    }

    /// Dots from top to bottom.
    pub(super) fn rows(&self) -> usize {
        self.height * 4
    }

    /// Sets a dot; outside of the field nothing happens.
    pub(super) fn set(&mut self, x: usize, y: usize) {
        if x < self.columns() && y < self.rows() {
            self.cells[y / 4 * self.width + x / 2] |= BITS[x % 2][y % 4];
        }
    }

    /// Sets all dots of a column between two rows.
    pub(super) fn line(&mut self, x: usize, from: usize, to: usize) {
        for y in from.min(to)..=from.max(to).min(self.rows().saturating_sub(1)) {
            self.set(x, y);
        }
    }

    /// Draws what is set, and leaves the rest as it is.
    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme, style: Style) {
        for (index, &bits) in self.cells.iter().enumerate().filter(|(_, bits)| **bits != 0) {
            let (x, y) = ((index % self.width) as u16, (index / self.width) as u16);
            let braille = char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' ');
            let sign = match (theme.unicode(), bits.count_ones(), bits & 0xE4 != 0) {
                (true, ..) => braille,
                (_, 0..=2, true) => '.',
                (_, 0..=2, false) => '\'',
                (_, 3..=5, _) => ':',
                _ => '#',
            };
            if let Some(cell) = buf.cell_mut((area.x + x, area.y + y)) {
                cell.set_char(sign).set_style(style);
            }
        }
    }
}
