//! How the editor looks: the text with its colours and what of it sounds, the cursor, suggestions.
//!
//! It draws; it changes nothing but where the view stands.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::Editor;
use crate::tui::fit::{self, Bit, put};
use crate::tui::layout::Layout;
use crate::tui::look::Look;
use crate::tui::theme::Ink;

/// Suggestions that are shown at once.
const SHOWN: usize = 6;
/// What the foot says.
const HINTS: [(&str, &str, u8); 8] = [
    ("ctrl s", "save and play", 0),
    ("esc", "leave", 1),
    ("tab", "complete", 3),
    ("f1", "explain", 2),
    ("ctrl z", "undo", 4),
    ("ctrl f", "find", 5),
    ("ctrl /", "comment", 6),
    ("ctrl t", "mute", 7),
];

impl Editor {
    /// The line of hints.
    pub(in crate::tui) fn hints(&self, look: &Look) -> Vec<Bit> {
        let theme = look.theme;
        let hint = |(key, word, rank): (&str, &str, u8)| {
            let bit = Bit::new(rank, key, theme.ink(Ink::Function));
            bit.and(format!(" {word}"), theme.ink(Ink::Quiet))
        };
        HINTS.into_iter().map(hint).collect()
    }

    /// Draws it.
    pub(in crate::tui) fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        self.follow(look.shot);
        if area.width < 12 || area.height < 2 {
            return;
        }
        let head = Rect { height: 1, ..area };
        self.head(buf, head, look);
        let area = Rect { y: area.y + 1, height: area.height - 1, ..area };
        let digits = self.area.lines().len().max(10).ilog10() as u16 + 1;
        self.gutter = digits + 3;
        let width = area.width.saturating_sub(self.gutter + 1);
        if self.layout.width() != width {
            self.layout = Layout::new(&self.text, width);
        }
        self.height = usize::from(area.height);
        let cursor = self.cursor_byte();
        let row = self.row_of(cursor);
        if row < self.top || row >= self.top + self.height {
            self.top = row.saturating_sub(self.height / 2);
        }
        let rows = self.layout.rows().len();
        self.top = self.top.min((rows + 1).saturating_sub(self.height));
        self.text_rows(buf, area, look);
        if *self.text == *look.shot.text && look.shot.running {
            self.light(buf, area, look);
        }
        if let Some(range) = self.selected() {
            self.paint(buf, area, range, look.theme.selection());
        }
        let place = self.place_of(area, cursor);
        if let Some(cell) = buf.cell_mut(place) {
            cell.set_style(look.theme.cursor());
        }
        self.suggestions(buf, area, look, place);
        if self.explaining {
            self.explanation(buf, area, look);
        }
    }

    fn head(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = look.theme;
        buf.set_style(area, theme.panel());
        if self.finding {
            let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
            return self.find.draw(buf, line, theme, "find ", true, "");
        }
        let (row, column) = self.cursor();
        let place = format!("{}:{}", row + 1, column + 1);
        let (word, ink) = match (self.conflicts(look.shot), self.unsaved().is_some()) {
            (true, _) => (
                "changed outside too: ctrl s twice writes yours, ctrl r takes theirs",
                Ink::Warning,
            ),
            (_, true) => ("not saved", Ink::Warning),
            _ => ("saved", Ink::Good),
        };
        let left = vec![
            Bit::new(0, "edit ", theme.ink(Ink::Strong)).and(place, theme.ink(Ink::Quiet)),
            Bit::new(1, word, theme.ink(ink)),
        ];
        let right =
            self.meant().map(|entry| Bit::new(2, entry.call.clone(), theme.ink(Ink::Function)));
        fit::lay(buf, area, (left, right.into_iter().collect()), 2, theme.signs.more);
    }

    /// The row that shows a byte; one behind the last line end has a row of its own.
    fn row_of(&self, byte: usize) -> usize {
        let rows = self.layout.rows().len();
        if byte >= self.text.len() && self.text.ends_with('\n') {
            rows
        } else {
            self.layout.row_at(byte)
        }
    }

    fn place_of(&self, area: Rect, byte: usize) -> (u16, u16) {
        let row = self.row_of(byte);
        let glyphs = self.layout.rows().get(row).map_or(&[][..], |row| self.layout.glyphs(row));
        let column =
            glyphs.iter().find(|glyph| glyph.byte as usize >= byte).map(|glyph| glyph.column);
        let behind = glyphs.last().map_or(0, |last| last.column + u16::from(last.width));
        let x = area.x + self.gutter + column.unwrap_or(behind);
        let y = area.y + row.saturating_sub(self.top).min(usize::from(area.height - 1)) as u16;
        (x.min(area.right().saturating_sub(1)), y)
    }

    fn text_rows(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = look.theme;
        let digits = usize::from(self.gutter - 3);
        let here = self.cursor().0;
        for y in 0..area.height {
            let Some(row) = self.layout.rows().get(self.top + usize::from(y)) else { break };
            if row.first {
                let ink = if row.line == here { Ink::Text } else { Ink::Faint };
                let number = format!("{:>digits$}", row.line + 1);
                put(buf, (area.x + 1, area.y + y), self.gutter - 2, &number, theme.ink(ink), "");
            }
            for glyph in self.layout.glyphs(row) {
                let place = (area.x + self.gutter + glyph.column, area.y + y);
                if let Some(cell) = buf.cell_mut(place) {
                    cell.set_symbol(self.layout.symbol(glyph)).set_style(theme.ink(glyph.ink));
                }
            }
        }
    }

    fn light(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let now = look.shot.cycle;
        let sounding = |step: &&crate::tui::snapshot::Step| {
            step.begin <= now && now < step.until && look.shot.sounds(usize::from(step.track))
        };
        for step in look.shot.steps.iter().filter(sounding) {
            let style = look.theme.lit(look.accent(usize::from(step.track)), false);
            self.paint(buf, area, step.start as usize..step.end as usize, style);
        }
    }

    fn selected(&self) -> Option<Range<usize>> {
        let ((from_row, from), (to_row, to)) = self.area.selection_range()?;
        Some(self.byte_of(from_row, from)..self.byte_of(to_row, to))
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, bytes: Range<usize>, style: Style) {
        for (row, y) in self.layout.rows().iter().skip(self.top).zip(area.y..area.bottom()) {
            for glyph in
                self.layout.glyphs(row).iter().filter(|g| bytes.contains(&(g.byte as usize)))
            {
                let x = area.x + self.gutter + glyph.column;
                let cells = Rect::new(x, y, u16::from(glyph.width), 1);
                buf.set_style(cells.intersection(buf.area), style);
            }
        }
    }

    /// A box with what the word may go on with, below the cursor or above it.
    fn suggestions(&self, buf: &mut Buffer, area: Rect, look: &Look, (x, y): (u16, u16)) {
        let Some(choices) = &self.choices else { return };
        let theme = look.theme;
        let at = choices.at.unwrap_or(0);
        let skip = (at + 1).saturating_sub(SHOWN);
        let shown: Vec<_> = choices.all.iter().enumerate().skip(skip).take(SHOWN).collect();
        let height = shown.len() as u16;
        let names = shown.iter().map(|(_, (name, _))| fit::width(name)).max().unwrap_or(4) + 2;
        let width = (names + 44).min(area.width.saturating_sub(2));
        let x = x.min(area.right().saturating_sub(width)).max(area.x);
        let y =
            if y + height < area.bottom() { y + 1 } else { y.saturating_sub(height).max(area.y) };
        for ((index, (name, entry)), y) in shown.into_iter().zip(y..area.bottom()) {
            let line = Rect { x, y, width, height: 1 };
            fill(buf, line, theme.panel());
            let style = match choices.at == Some(index) {
                true => theme.cursor(),
                false => theme.ink(Ink::Function).add_modifier(Modifier::BOLD),
            };
            put(buf, (x + 1, y), names - 1, name, style, theme.signs.more);
            let room = width.saturating_sub(names + 2);
            put(
                buf,
                (x + 1 + names, y),
                room,
                &entry.summary,
                theme.ink(Ink::Quiet),
                theme.signs.more,
            );
        }
    }

    /// The page of the reference about the word, at the foot.
    fn explanation(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = look.theme;
        let text = self.meant().map_or_else(
            || "nothing is known about this word".to_owned(),
            crate::vocab::reference::Entry::text,
        );
        let lines: Vec<String> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .flat_map(|line| fit::wrap(line, area.width.saturating_sub(4)))
            .collect();
        let height = (lines.len() as u16).min(area.height.saturating_sub(2).max(1));
        let from = area.bottom() - height;
        for (index, (line, y)) in lines.iter().zip(from..area.bottom()).enumerate() {
            fill(buf, Rect { y, height: 1, ..area }, theme.panel());
            let ink = if index == 0 { Ink::Strong } else { Ink::Text };
            let room = area.width.saturating_sub(4);
            put(buf, (area.x + 2, y), room, line, theme.ink(ink), theme.signs.more);
        }
    }
}

fn fill(buf: &mut Buffer, area: Rect, style: Style) {
    for x in area.x..area.right() {
        if let Some(cell) = buf.cell_mut((x, area.y)) {
            cell.reset();
            cell.set_symbol(" ").set_style(style);
        }
    }
}
