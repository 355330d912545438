//! How meters move: up at once, down slowly, with a mark that stays at the peak for a while.
//!
//! It keeps levels, and draws bars; what they belong to is decided elsewhere.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::{Accent, Ink, Theme};

/// The least level that is drawn, in decibels below full scale.
const FLOOR: f32 = -48.0;
/// Decibels a second: slow enough for the eye, fast enough for single drum hits.
const FALL: f32 = 36.0;
/// Seconds that the mark of a peak stays.
const HOLD: f32 = 1.2;

/// One level that moves.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Meter {
    level: f32,
    peak: f32,
    held: f32,
}

impl Default for Meter {
    fn default() -> Meter {
        Meter { level: FLOOR, peak: FLOOR, held: 0.0 }
    }
}

impl Meter {
    /// Takes the newest peak (1 is full scale), `seconds` after the one before.
    pub(super) fn feed(&mut self, peak: f32, seconds: f32) {
        let now = decibels(peak);
        self.level = now.max(self.level - FALL * seconds).max(FLOOR);
        self.held += seconds;
        if self.level >= self.peak {
            (self.peak, self.held) = (self.level, 0.0);
        } else if self.held > HOLD {
            self.peak = (self.peak - FALL * seconds).max(self.level);
        }
    }

    /// The mark's level in decibels, if anything sounded of late.
    pub(super) fn peak(&self) -> Option<f32> {
        (self.peak > FLOOR).then_some(self.peak)
    }

    /// The level in decibels.
    pub(super) fn level(&self) -> f32 {
        self.level
    }

    /// The level from 0 to `steps`.
    pub(super) fn steps(&self, steps: u16) -> u16 {
        scaled(self.level, steps)
    }

    /// True while something moves.
    pub(super) fn moves(&self) -> bool {
        self.peak > FLOOR
    }

    /// Draws it as a bar on one line.
    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme, accent: Accent) {
        let signs = theme.signs;
        let halves = self.steps(area.width * 2);
        let mark = scaled(self.peak, area.width * 2).div_ceil(2).max(1) - 1;
        let lit = if self.peak >= 0.0 { theme.ink(Ink::Bad) } else { theme.accent(accent) };
        for column in 0..area.width {
            let (sign, style) = if column * 2 + 1 < halves {
                (signs.full, lit)
            } else if self.moves() && column == mark {
                (signs.peak, theme.ink(Ink::Text))
            } else if column * 2 < halves {
                (signs.half, lit)
            } else {
                (signs.empty, theme.ink(Ink::Rule))
            };
            buf.set_stringn(area.x + column, area.y, sign, 1, style);
        }
    }
}

fn scaled(level: f32, steps: u16) -> u16 {
    (((level - FLOOR) / -FLOOR).clamp(0.0, 1.0) * f32::from(steps)).round() as u16
}

/// A peak in decibels; silence and nonsense are the floor.
fn decibels(peak: f32) -> f32 {
    let level = 20.0 * libm::log10f(peak.abs());
    if level.is_finite() { level.max(FLOOR) } else { FLOOR }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meter_rises_at_once_and_falls_slowly() {
        let mut meter = Meter::default();
        meter.feed(1.0, 0.016);
        assert_eq!(meter.steps(48), 48);
        meter.feed(0.0, 0.5);
        assert_eq!(meter.steps(48), 30);
        assert_eq!(meter.peak(), Some(0.0));
    }

    #[test]
    fn the_mark_stays_for_a_while() {
        let mut meter = Meter::default();
        meter.feed(0.5, 0.016);
        for _ in 0..60 {
            meter.feed(0.0, 0.016);
        }
        assert_eq!(meter.peak(), Some(decibels(0.5)));
        for _ in 0..200 {
            meter.feed(0.0, 0.016);
        }
        assert_eq!(meter.peak(), None);
        assert!(!meter.moves());
    }

    #[test]
    fn nonsense_is_silence() {
        let mut meter = Meter::default();
        meter.feed(f32::NAN, 0.016);
        meter.feed(f32::INFINITY, 0.016);
        meter.feed(-0.0, 0.016);
        assert_eq!(meter.peak(), None);
    }
}
