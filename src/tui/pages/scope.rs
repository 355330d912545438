//! The scope: the wave of the finished sound, its spectrum, how wide it is and how loud it was.
//!
//! It measures the wave and the spectrum; how loud it is the engine says.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::{Around, Granted, Page};
use crate::tui::fit::put;
use crate::tui::keys::Wish;
use crate::tui::look::Look;
use crate::tui::raster::Raster;
use crate::tui::theme::{Accent, Ink};

/// Frames that the spectrum is made of: 12 Hz apart at 48 kHz.
const FRAMES: usize = 4096;
/// The frequencies that are shown, in hertz.
const RANGE: (f32, f32) = (30.0, 16_000.0);
/// The levels that are shown, in decibels.
const FLOOR: f32 = -72.0;
/// Decibels a second that a bar of the spectrum falls.
const FALL: f32 = 40.0;
/// Seconds between two points of the loudness, and how many are kept.
const HISTORY: (f32, usize) = (0.25, 480);
/// Seconds that a wave stays on the screen: faster than the eye, and sparing to a far terminal.
const STAYS: f32 = 0.045;
/// Frames of the wave that are shown.
const ZOOMS: [usize; 5] = [240, 480, 960, 1920, 3600];

/// The page.
pub(super) struct Scope {
    fft: Arc<dyn RealToComplex<f32>>,
    /// The fade of the frames that are measured (Hann), and room for the measuring.
    fade: Vec<f32>,
    input: Vec<f32>,
    output: Vec<Complex<f32>>,
    /// What is shown, and for how many seconds already.
    shown: (Arc<[[f32; 2]]>, f32),
    /// It was not measured yet.
    fresh: bool,
    bars: Vec<f32>,
    history: VecDeque<f32>,
    since: f32,
    zoom: usize,
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").field("zoom", &self.zoom).finish_non_exhaustive()
    }
}

impl Default for Scope {
    fn default() -> Scope {
        let fft = RealFftPlanner::new().plan_fft_forward(FRAMES);
        let phase = |index: usize| index as f32 / FRAMES as f32 * std::f32::consts::TAU;
        let fade = (0..FRAMES).map(|index| 0.5 - 0.5 * libm::cosf(phase(index))).collect();
        let (input, output) = (fft.make_input_vec(), fft.make_output_vec());
        let (bars, history) = (Vec::new(), VecDeque::new());
        let shown = (Arc::from([]), f32::MAX);
        let fresh = false;
        Scope { fft, fade, input, output, shown, fresh, bars, history, since: 0.0, zoom: 2 }
    }
}

impl Page for Scope {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, _: Around) {
        if area.height < 6 || area.width < 20 {
            return;
        }
        self.remember(look);
        let upper = Rect { height: area.height / 2, ..area };
        let lower = Rect { y: upper.bottom(), height: area.height - upper.height, ..area };
        let side = if area.width >= 72 { (upper.height * 2 + 2).min(area.width / 3) } else { 0 };
        let wave = Rect { width: area.width - side, ..upper };
        let inner = titled(buf, wave, look, &self.wave_title(look));
        self.wave(buf, inner, look);
        if side > 0 {
            let width = Rect { x: wave.right(), width: side, ..upper };
            let inner = titled(buf, width, look, "left and right");
            vectors(buf, inner, look, &self.shown.0);
        }
        let side = if area.width >= 72 { area.width / 3 } else { 0 };
        let spectrum = Rect { width: area.width - side, ..lower };
        let inner = titled(buf, spectrum, look, "spectrum");
        self.spectrum(buf, inner, look);
        if side > 0 {
            let loud = Rect { x: spectrum.right(), width: side, ..lower };
            let now = self.history.back().copied().unwrap_or(FLOOR);
            let title =
                if now > FLOOR { format!("loudness {now:.0} LUFS") } else { "loudness".into() };
            let inner = titled(buf, loud, look, &title);
            self.loudness(buf, inner, look);
        }
    }

    fn grant(&mut self, wish: Wish, _: Around) -> Granted {
        match wish {
            Wish::ZoomIn => self.zoom = self.zoom.saturating_sub(1),
            Wish::ZoomOut => self.zoom = (self.zoom + 1).min(ZOOMS.len() - 1),
            _ => return Granted::No,
        }
        Granted::Yes
    }
}

/// A thin line with a title; returns what is below it.
fn titled(buf: &mut Buffer, area: Rect, look: &Look, title: &str) -> Rect {
    let (theme, signs) = (look.theme, look.theme.signs);
    let line = signs.rule.repeat(usize::from(area.width));
    put(buf, (area.x, area.y), area.width, &line, theme.ink(Ink::Rule), "");
    let title = format!(" {title} ");
    put(buf, (area.x + 1, area.y), area.width - 1, &title, theme.ink(Ink::Quiet), signs.more);
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height - 1,
    }
}

fn mono(frame: &[f32; 2]) -> f32 {
    let sum = (frame[0] + frame[1]) * 0.5;
    if sum.is_finite() { sum } else { 0.0 }
}

impl Scope {
    fn wave_title(&self, look: &Look) -> String {
        let milliseconds = ZOOMS[self.zoom] as f32 * 1000.0 / look.shot.rate.max(1) as f32;
        format!("wave, {milliseconds:.0} ms")
    }

    /// The wave and the loudness of this moment, if it is time for new ones.
    fn remember(&mut self, look: &Look) {
        self.shown.1 += look.seconds;
        self.fresh = self.shown.1 >= STAYS;
        if self.fresh {
            self.shown = (Arc::clone(&look.shot.wave), 0.0);
        }
        self.since += look.seconds;
        if self.since >= HISTORY.0 || self.history.is_empty() {
            self.since = 0.0;
            let level = if look.shot.running { look.shot.loudness.momentary } else { FLOOR };
            self.history.push_back(level.max(FLOOR));
            while self.history.len() > HISTORY.1 {
                self.history.pop_front();
            }
        }
    }

    fn wave(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let wave = &self.shown.0;
        let mut raster = Raster::new(area);
        let shown = ZOOMS[self.zoom].min(wave.len());
        let (columns, rows) = (raster.columns(), raster.rows());
        if shown < 2 || columns == 0 {
            return;
        }
        // It begins where the wave rises through zero, so that a steady tone stands still.
        let late = wave.len() - shown;
        let rises = |at: &usize| mono(&wave[*at]) < 0.0 && mono(&wave[*at + 1]) >= 0.0;
        let start = (late.saturating_sub(2000)..late).rev().find(rises).unwrap_or(late);
        let row = |level: f32| {
            let place = (0.5 - level.clamp(-1.0, 1.0) * 0.5) * (rows.max(1) - 1) as f32;
            place.round() as usize
        };
        let mut before = None;
        for x in 0..columns {
            let from = start + x * shown / columns;
            let to = (start + (x + 1) * shown / columns).max(from + 1).min(wave.len());
            let part = wave[from..to].iter().map(|frame| row(mono(frame)));
            let (low, high) =
                part.fold((usize::MAX, 0), |(low, high), y| (low.min(y), high.max(y)));
            if low > high {
                continue;
            }
            let (mut from, mut to) = (low, high);
            if let Some((low, high)) = before {
                (from, to) = (from.min(high), to.max(low));
            }
            raster.line(x, from, to);
            before = Some((low, high));
        }
        let middle = area.y + area.height / 2;
        let line = look.theme.signs.dot.repeat(usize::from(area.width));
        put(buf, (area.x, middle), area.width, &line, look.theme.ink(Ink::Rule), "");
        raster.draw(buf, area, look.theme, look.theme.accent(Accent::nth(1)));
    }

    fn spectrum(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        let (theme, wave) = (look.theme, Arc::clone(&self.shown.0));
        let height = area.height.saturating_sub(1);
        let columns = usize::from(area.width);
        self.bars.resize(columns, FLOOR);
        if self.fresh
            && let Some(levels) = self.levels(&wave, look.shot.rate, columns)
        {
            for (bar, level) in self.bars.iter_mut().zip(levels) {
                *bar = level.max(*bar - FALL * STAYS).max(FLOOR);
            }
        }
        let (signs, style) = (theme.signs.levels, theme.accent(Accent::nth(6)));
        let steps = signs.len() - 1;
        for (x, level) in (area.x..area.right()).zip(&self.bars) {
            let part = (level - FLOOR) / -FLOOR;
            let all =
                (part.clamp(0.0, 1.0) * (usize::from(height) * steps) as f32).round() as usize;
            for line in 0..height.min(all.div_ceil(steps) as u16) {
                let sign = signs[(all - usize::from(line) * steps).min(steps)];
                if let Some(cell) = buf.cell_mut((x, area.y + height - 1 - line)) {
                    cell.set_symbol(sign).set_style(style);
                }
            }
        }
        for (hertz, name) in [
            (50.0, "50"),
            (100.0, "100"),
            (250.0, "250"),
            (1000.0, "1k"),
            (4000.0, "4k"),
            (10_000.0, "10k"),
        ] {
            let x = area.x + (position(hertz) * f32::from(area.width)) as u16;
            let room = area.right().saturating_sub(x);
            put(buf, (x, area.bottom() - 1), room, name, theme.ink(Ink::Quiet), "");
        }
    }

    /// The level of each column in decibels.
    fn levels(&mut self, wave: &[[f32; 2]], rate: u32, columns: usize) -> Option<Vec<f32>> {
        if wave.len() < FRAMES || columns == 0 {
            return None;
        }
        let part = &wave[wave.len() - FRAMES..];
        for ((sample, frame), fade) in self.input.iter_mut().zip(part).zip(&self.fade) {
            *sample = mono(frame) * fade;
        }
        self.fft.process(&mut self.input, &mut self.output).ok()?;
        let output = &self.output;
        let bin = |hertz: f32| hertz * FRAMES as f32 / rate.max(1) as f32;
        let edge = |column: usize| bin(frequency(column as f32 / columns as f32));
        let level = |column: usize| {
            let (from, to) = (edge(column), edge(column + 1));
            let range = from as usize..(to as usize).max(from as usize + 1).min(output.len());
            let peak =
                output.get(range).into_iter().flatten().map(Complex::norm_sqr).fold(0.0, f32::max);
            // A full sine is 0 dB.
            10.0 * libm::log10f((peak / (FRAMES as f32 / 4.0).powi(2)).max(1e-12))
        };
        Some((0..columns).map(level).collect())
    }

    fn loudness(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = look.theme;
        let mut raster = Raster::new(area);
        let rows = raster.rows().max(1);
        let shown = self.history.iter().rev().take(raster.columns());
        let last = raster.columns().saturating_sub(1);
        for (back, level) in shown.enumerate() {
            let part = ((level - FLOOR) / -FLOOR).clamp(0.0, 1.0);
            let filled = (part * (rows - 1) as f32).round() as usize;
            raster.line(last - back, rows - 1 - filled, rows - 1);
        }
        raster.draw(buf, area, theme, theme.accent(Accent::nth(4)));
    }
}

/// Where a frequency stands, from 0 to 1.
fn position(hertz: f32) -> f32 {
    (libm::log2f(hertz / RANGE.0) / libm::log2f(RANGE.1 / RANGE.0)).clamp(0.0, 1.0)
}

/// The frequency at a place from 0 to 1.
fn frequency(place: f32) -> f32 {
    RANGE.0 * libm::exp2f(place * libm::log2f(RANGE.1 / RANGE.0))
}

/// Left against right: one line upwards for mono, a cloud for what is wide.
fn vectors(buf: &mut Buffer, area: Rect, look: &Look, wave: &[[f32; 2]]) {
    let mut raster = Raster::new(area);
    let (columns, rows) = (raster.columns().max(1) as f32, raster.rows().max(1) as f32);
    for frame in wave.iter().rev().take(1500) {
        let (middle, side) = ((frame[0] + frame[1]) * 0.5, (frame[0] - frame[1]) * 0.5);
        if middle.is_finite() && side.is_finite() {
            let x = ((0.5 - side * 0.7).clamp(0.0, 1.0) * (columns - 1.0)).round();
            let y = ((0.5 - middle * 0.7).clamp(0.0, 1.0) * (rows - 1.0)).round();
            raster.set(x as usize, y as usize);
        }
    }
    raster.draw(buf, area, look.theme, look.theme.accent(Accent::nth(3)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_stands_where_its_frequency_is() {
        let mut scope = Scope::default();
        let wave: Vec<[f32; 2]> = (0..FRAMES)
            .map(|i| [(i as f32 * 1000.0 / 48_000.0 * std::f32::consts::TAU).sin(); 2])
            .collect();
        let levels = scope.levels(&wave, 48_000, 100).unwrap();
        let best = (0..100).max_by(|a, b| levels[*a].total_cmp(&levels[*b])).unwrap();
        assert_eq!(best, (position(1000.0) * 100.0) as usize);
        assert!(levels[best].abs() < 1.0, "{}", levels[best]);
        assert!(levels[5] < -60.0);
    }
}
