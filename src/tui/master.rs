//! The master: its level, how loud it is, what turns it down, and which track causes that.
//!
//! The engine measures; here numbers are held long enough to be read. The cause of a reduction is the
//! track with the highest level at its deepest moment.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{self, Bit, put};
use super::look::Look;
use super::meter::Meter;
use super::snapshot::Snapshot;
use super::theme::{Accent, Ink};

/// Seconds that a reduction is still told.
const HELD: f32 = 0.8;
/// Decibels of reduction that nobody hears.
const LEAST: f32 = 0.05;
/// What is silent has no loudness, in LUFS.
const SILENT: f32 = -70.0;

const COLOUR: Accent = Accent::gray();

/// The meters of the master.
#[derive(Debug, Default)]
pub(super) struct Master {
    sides: [Meter; 2],
    limiter: Reduction,
    glue: Reduction,
    /// Between samples too.
    true_peak: Meter,
}

/// Something that turns the sound down.
#[derive(Debug, Default)]
struct Reduction {
    /// Decibels, at the deepest while the light is on.
    decibels: f32,
    /// Seconds that the light stays on.
    light: f32,
    /// The loudest track at that moment.
    cause: String,
}

impl Reduction {
    fn feed(&mut self, decibels: f32, loudest: &str, seconds: f32) {
        self.light = (self.light - seconds).max(0.0);
        if decibels <= LEAST {
            return;
        }
        if self.light == 0.0 || decibels >= self.decibels {
            self.decibels = decibels;
            loudest.clone_into(&mut self.cause);
        }
        self.light = HELD;
    }

    /// Its light, with the reduction and who causes it.
    fn told(&self, name: &str, rank: u8, look: &Look, wide: bool) -> Bit {
        let (theme, signs) = (look.theme, look.theme.signs);
        if self.light == 0.0 {
            return Bit::new(rank, format!("{} {name}", signs.rest), theme.ink(Ink::Faint));
        }
        let text = format!("{} {name} -{:.1}", signs.beat, self.decibels);
        let bit = Bit::new(rank, text, theme.ink(Ink::Warning));
        match wide && !self.cause.is_empty() {
            true => {
                bit.and(" dB by ", theme.ink(Ink::Quiet)).and(&self.cause, theme.ink(Ink::Text))
            }
            false => bit,
        }
    }
}

impl Master {
    /// Takes the newest numbers; `loudest` is the track with the highest level now.
    pub(super) fn feed(&mut self, shot: &Snapshot, loudest: &str, seconds: f32) {
        for (meter, peak) in self.sides.iter_mut().zip(shot.peak) {
            meter.feed(peak, seconds);
        }
        self.true_peak.feed(shot.loudness.true_peak, seconds);
        let limited = -20.0 * libm::log10f(shot.limiter.clamp(1e-3, 1.0));
        self.limiter.feed(limited, loudest, seconds);
        self.glue.feed(shot.loudness.glue, loudest, seconds);
    }

    /// True while something of it moves.
    pub(super) fn moves(&self) -> bool {
        let lights = [&self.limiter, &self.glue];
        lights.iter().any(|r| r.light > 0.0) || self.sides.iter().any(Meter::moves)
    }

    /// True while the limiter's light is on.
    pub(super) fn is_limited(&self) -> bool {
        self.limiter.light > 0.0
    }

    /// The limiter's light: on while it holds peaks back.
    pub(super) fn limiter(&self, look: &Look) -> Bit {
        self.limiter.told("limiter", 0, look, false)
    }

    /// Draws it small: a rule, both sides, the peak and the limiter.
    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let (theme, signs) = (look.theme, look.theme.signs);
        let rule = signs.rule.repeat(usize::from(area.width));
        put(buf, (area.x, area.y), area.width, &rule, theme.ink(Ink::Rule), "");
        for (row, (side, meter)) in ["L", "R"].iter().zip(&self.sides).enumerate() {
            let y = area.y + 1 + row as u16;
            put(buf, (area.x, y), 1, side, theme.ink(Ink::Quiet), "");
            let bar = Rect { x: area.x + 2, y, width: area.width.saturating_sub(2), height: 1 };
            meter.draw(buf, bar, theme, COLOUR);
        }
        let line = Rect { x: area.x - 1, y: area.y + 3, width: area.width + 2, height: 1 };
        let peak = self.sides.iter().filter_map(Meter::peak).reduce(f32::max);
        let level = peak.map_or("silent".to_owned(), |peak| format!("{peak:.1} dB"));
        let left = vec![Bit::new(1, level, theme.ink(Ink::Quiet))];
        fit::lay(buf, line, (left, vec![self.limiter(look)]), 1, signs.more);
    }

    /// Draws it over the whole width: both sides, what turns them down and who causes it, loudness.
    pub(super) fn draw_wide(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = look.theme;
        for (row, (side, meter)) in ["master L", "       R"].iter().zip(&self.sides).enumerate() {
            let y = area.y + row as u16;
            if y < area.bottom() {
                put(buf, (area.x + 1, y), 8, side, theme.ink(Ink::Quiet), "");
                let width = area.width.saturating_sub(19);
                let bar = Rect { x: area.x + 10, y, width, height: 1 };
                meter.draw(buf, bar, theme, COLOUR);
                let peak = meter.peak().map_or(String::new(), |peak| format!("{peak:>6.1}"));
                put(buf, (area.x + 11 + width, y), 6, &peak, theme.ink(Ink::Text), "");
            }
        }
        let reductions = vec![
            self.limiter.told("limiter", 0, look, true),
            self.glue.told("glue", 1, look, true),
        ];
        let line = |row: u16| Rect { y: area.y + row, height: 1, ..area };
        match area.height {
            0..3 => {}
            3 => {
                let loudness = self.loudness(look).drain(..1).collect();
                fit::lay(buf, line(2), (reductions, loudness), 2, theme.signs.more);
            }
            _ => {
                fit::lay(buf, line(2), (reductions, Vec::new()), 3, theme.signs.more);
                fit::lay(buf, line(3), (self.loudness(look), Vec::new()), 3, theme.signs.more);
            }
        }
    }

    /// How loud it is: over 3 s, over 0.4 s, since the music began; the true peak; left with right.
    fn loudness(&self, look: &Look) -> Vec<Bit> {
        let (theme, now) = (look.theme, look.shot.loudness);
        let bit = |rank: u8, name: &str, value: String| {
            Bit::new(rank, format!("{name} "), theme.ink(Ink::Quiet))
                .and(value, theme.ink(Ink::Text))
        };
        let lufs = |level: f32| match level {
            level if level > SILENT => format!("{level:>5.1}"),
            _ => format!("{:>5}", "-"),
        };
        let peak = self.true_peak.peak().map_or("  -  ".to_owned(), |peak| format!("{peak:>5.1}"));
        vec![
            bit(0, "LUFS", lufs(now.short)),
            bit(3, "now", lufs(now.momentary)),
            bit(1, "all", lufs(now.integrated)),
            bit(2, "true peak", peak).and(" dB", theme.ink(Ink::Quiet)),
            bit(4, "left with right", format!("{:>5.2}", now.correlation)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reduction_is_told_for_a_while_with_the_track_of_its_deepest_moment() {
        let mut reduction = Reduction::default();
        reduction.feed(1.0, "bass", 0.016);
        reduction.feed(3.0, "drums", 0.016);
        reduction.feed(2.0, "bass", 0.016);
        assert_eq!((reduction.decibels, reduction.cause.as_str()), (3.0, "drums"));
        reduction.feed(0.0, "bass", HELD);
        assert_eq!(reduction.light, 0.0);
        reduction.feed(0.5, "bass", 0.016);
        assert_eq!((reduction.decibels, reduction.cause.as_str()), (0.5, "bass"));
    }
}
