//! Bar and beat in large figures, for a stage: to be read from the last row.
//!
//! It shows where the music is and what plays, and nothing that only matters to who plays it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{self, put};
use super::look::Look;
use super::theme::Ink;

/// Lines of a figure.
pub(super) const HEIGHT: u16 = 5;

/// Figures as rows of three bits, from the top.
const FIGURES: [(char, [u8; 5]); 13] = [
    ('0', [7, 5, 5, 5, 7]),
    ('1', [2, 6, 2, 2, 7]),
    ('2', [7, 1, 7, 4, 7]),
    ('3', [7, 1, 7, 1, 7]),
    ('4', [5, 5, 7, 1, 1]),
    ('5', [7, 4, 7, 1, 7]),
    ('6', [7, 4, 7, 5, 7]),
    ('7', [7, 1, 1, 2, 2]),
    ('8', [7, 5, 7, 5, 7]),
    ('9', [7, 5, 7, 1, 7]),
    ('.', [0, 0, 0, 0, 2]),
    ('-', [0, 0, 7, 0, 0]),
    (' ', [0, 0, 0, 0, 0]),
];

/// Draws them from the left, and at the right what plays and how fast.
pub(super) fn draw(buf: &mut Buffer, area: Rect, look: &Look) {
    let (theme, shot) = (look.theme, look.shot);
    let position = shot.position();
    let beat = position.rsplit('.').next().unwrap_or("");
    let mut x = area.x + 2;
    let bar_end = position.len() - beat.len();
    for (index, letter) in position.char_indices() {
        let Some((_, rows)) = FIGURES.iter().find(|(figure, _)| *figure == letter) else {
            continue;
        };
        let ink = match (shot.running, index >= bar_end, beat) {
            (false, ..) => Ink::Warning,
            (_, true, "1") => Ink::Good,
            (_, true, _) => Ink::Strong,
            _ => Ink::Text,
        };
        let narrow = letter == '.';
        for (row, y) in rows.iter().zip(area.y + 1..area.bottom()) {
            for bit in 0..3u16 {
                let column = if narrow { 0 } else { bit * 2 };
                if row & (4 >> bit) != 0 && x + column + 2 <= area.right() {
                    let dots = theme.signs.block.repeat(2);
                    put(buf, (x + column, y), 2, &dots, theme.ink(ink), "");
                }
            }
        }
        x += if narrow { 3 } else { 8 };
    }
    let lines = [
        (shot.file.trim_end_matches(".rhai").to_owned(), Ink::Strong),
        (format!("{:.0} bpm", shot.bpm()), Ink::Text),
        (if shot.running { "plays" } else { "stopped" }.to_owned(), Ink::Quiet),
    ];
    for ((text, ink), y) in lines.iter().zip(area.y + 1..area.bottom()) {
        let width = fit::width(text).min(area.right().saturating_sub(x + 2));
        if width > 3 {
            let at = area.right() - 2 - width;
            put(buf, (at, y), width, text, theme.ink(*ink), theme.signs.more);
        }
    }
}
