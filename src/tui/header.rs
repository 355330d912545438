//! The top of the screen: where the music is, how fast, what plays, and how the machine feels.
//!
//! The most needed stays when the line is short; levels are shown with the tracks.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{self, Bit};
use super::look::Look;
use super::snapshot::Output;
use super::theme::{Ink, Theme};
use crate::diag::Severity;

/// Draws the first line: bar and beat, tempo, file; load and voices; the device if the line is
/// `alone`.
pub(super) fn transport(buf: &mut Buffer, area: Rect, look: &Look, alone: bool) {
    let (theme, shot) = (look.theme, look.shot);
    let (sign, ink) =
        if shot.running { (theme.signs.play, Ink::Good) } else { (theme.signs.stop, Ink::Warning) };
    let place = Bit::new(0, format!("{sign} "), theme.ink(ink))
        .and(format!("{:<5}", shot.position()), theme.ink(Ink::Strong));
    let tempo =
        Bit::new(2, number(shot.bpm()), theme.ink(Ink::Text)).and(" bpm", theme.ink(Ink::Quiet));
    let mut file = Bit::new(3, &shot.file, theme.ink(Ink::Text));
    if shot.scripts.len() > 1 {
        let count = format!("  {} of {}", shot.playing + 1, shot.scripts.len());
        file = file.and(count, theme.ink(Ink::Quiet));
    }
    let left = vec![place, dots(look), tempo, file];
    let mut right = vec![load(look), voices(look)];
    if alone {
        right.push(device(look));
    }
    let gap = if area.width < 100 { 2 } else { 3 };
    fit::lay(buf, area, (left, right), gap, theme.signs.more);
}

/// Dots that fit in the header.
const MOST_DOTS: usize = 16;

/// One dot for each beat of the bar; the one we are in is full.
fn dots(look: &Look) -> Bit {
    let (theme, cycle, beats) = (look.theme, look.shot.cycle, usize::from(look.shot.beats.0));
    let beat = ((cycle - cycle.floor()) * beats as f64) as usize;
    // More would leave no room for anything else; the position tells the beat as well.
    (0..beats.min(MOST_DOTS)).fold(Bit::rank(1), |bit, index| {
        let (sign, ink) = match (index == beat, index) {
            (true, 0) => (theme.signs.beat, Ink::Good),
            (true, _) => (theme.signs.beat, Ink::Strong),
            (false, _) => (theme.signs.rest, Ink::Faint),
        };
        bit.and(sign, theme.ink(ink))
            .and(if index + 1 == beats.min(MOST_DOTS) { "" } else { " " }, theme.ink(ink))
    })
}

/// A tempo without needless digits.
fn number(bpm: f64) -> String {
    let text = format!("{bpm:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn load(look: &Look) -> Bit {
    let theme = look.theme;
    let load = if look.shot.load.is_finite() { look.shot.load.max(0.0) } else { 0.0 };
    let ink = match load {
        0.9.. => Ink::Bad,
        0.6.. => Ink::Warning,
        _ => Ink::Text,
    };
    Bit::new(5, "load ", theme.ink(Ink::Quiet))
        .and(format!("{:>3.0} %", load * 100.0), theme.ink(ink))
}

/// What stands in the place of a device's name until there is one.
pub(super) const OPENING: &str = "opening the sound card";

fn voices(look: &Look) -> Bit {
    let theme = look.theme;
    Bit::new(6, format!("{:>3}", look.shot.voices), theme.ink(Ink::Text))
        .and(" voices", theme.ink(Ink::Quiet))
}

fn device(look: &Look) -> Bit {
    let theme = look.theme;
    match &look.shot.output {
        Output::Playing(name) => {
            let name: String = name.chars().take(28).collect();
            Bit::new(4, name, theme.ink(Ink::Quiet))
        }
        Output::Opening => Bit::new(4, OPENING, theme.ink(Ink::Quiet)),
        Output::Silent(_) => Bit::new(2, "no sound", theme.ink(Ink::Warning)),
    }
}

/// Draws the second line: what became of the last save; the device.
pub(super) fn status(buf: &mut Buffer, area: Rect, look: &Look) {
    fit::lay(buf, area, (vec![saved(look)], vec![device(look)]), 3, look.theme.signs.more);
}

/// The newest of what happened: what became of a save, or of a key. Its sign tells how bad that is,
/// and not what else is wrong.
pub(super) fn saved(look: &Look) -> Bit {
    let (theme, shot) = (look.theme, look.shot);
    let (ink, sign) = match shot.status_is {
        _ if shot.status.is_empty() => return Bit::rank(0),
        Some(severity @ (Severity::Error | Severity::Warning)) => look.severity(severity),
        _ => (Ink::Good, theme.signs.good),
    };
    Bit::new(0, format!("{sign} "), theme.ink(ink)).and(&shot.status, theme.ink(Ink::Text))
}

/// Draws a thin line that fills while the bar passes.
pub(super) fn progress(buf: &mut Buffer, area: Rect, look: &Look) {
    let (theme, cycle) = (look.theme, look.shot.cycle);
    let halves = ((cycle - cycle.floor()) * f64::from(area.width) * 2.0) as u16;
    for column in 0..area.width {
        let (sign, ink) = match halves.saturating_sub(column * 2) {
            0 => (theme.signs.rule, Ink::Rule),
            1 => (theme.signs.half, Ink::Quiet),
            _ => (theme.signs.full, Ink::Quiet),
        };
        buf.set_stringn(area.x + column, area.y, sign, 1, theme.ink(ink));
    }
}

/// Draws why there is no sound, and if there is room what to do about it.
pub(super) fn silence(buf: &mut Buffer, area: Rect, why: &str, theme: Theme) {
    let (style, signs) = (theme.badge(Ink::Warning), theme.signs);
    buf.set_style(area, style);
    let left = Bit::new(0, format!("{} no sound: {why}", signs.warning), style);
    let mut right = vec![Bit::new(2, "esc hides", style)];
    if !why.contains("tresillo devices") {
        right.insert(0, Bit::new(1, "tresillo devices", style));
    }
    fit::lay(buf, area, (vec![left], right), 2, signs.more);
}

/// The lines of an alarm, as many as there may be.
pub(super) fn alarm_lines(text: &str, width: u16, most: usize) -> Vec<String> {
    let mut lines = fit::wrap(text, width.saturating_sub(4));
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    lines
}

/// Draws an alarm.
pub(super) fn banner(buf: &mut Buffer, area: Rect, lines: &[String], theme: Theme) {
    let (style, signs) = (theme.badge(Ink::Warning), theme.signs);
    buf.set_style(area, style);
    fit::put(buf, (area.x + 1, area.y), 1, signs.warning, style, "");
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        fit::put(buf, (area.x + 3, y), area.width.saturating_sub(4), line, style, signs.more);
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn tempos_have_no_needless_digits() {
        assert_eq!(number(120.0), "120");
        assert_eq!(number(127.5), "127.5");
        assert_eq!(number(133.333_333), "133.33");
    }
}
