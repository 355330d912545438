//! A text laid out in rows of a width: long lines go on in the next row, a little indented.
//!
//! It measures and places characters; it does not draw them.

use std::ops::Range;
use std::sync::Arc;

use ratatui::style::Style;
use ratatui::text::Span;

use super::fit;
use super::syntax::{self, Piece};
use super::theme::Ink;

const TAB: u16 = 4;
/// Bytes of one character; what is longer (heaps of accents) is left out.
const LONGEST: usize = 64;

/// A character (what people take for one) and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// Where it is in the text.
    pub(super) byte: u32,
    length: u8,
    /// Cells it takes.
    pub(super) width: u8,
    /// Column in its row, from 0.
    pub(super) column: u16,
    /// What it is part of.
    pub(super) ink: Ink,
}

/// One row of the screen.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its line, counted from 0.
    pub(super) line: usize,
    /// It begins its line.
    pub(super) first: bool,
    glyphs: Range<usize>,
    byte: usize,
}

/// A text in rows.
#[derive(Debug, Default)]
pub(super) struct Layout {
    text: Arc<str>,
    width: u16,
    glyphs: Vec<Glyph>,
    rows: Vec<Row>,
}

impl Layout {
    /// Lays out a text.
    pub(super) fn new(text: &Arc<str>, width: u16) -> Layout {
        let mut page = Layout { text: Arc::clone(text), width, ..Layout::default() };
        let pieces = syntax::pieces(text);
        let mut start = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            page.lay_line(number, start, line.trim_end_matches(['\n', '\r']), &pieces);
            start += line.len();
        }
        page
    }

    /// Cells in a row.
    pub(super) fn width(&self) -> u16 {
        self.width
    }

    /// All rows.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// What stands in a row.
    pub(super) fn glyphs(&self, row: &Row) -> &[Glyph] {
        &self.glyphs[row.glyphs.clone()]
    }

    /// How a glyph is drawn.
    pub(super) fn symbol(&self, glyph: &Glyph) -> &str {
        let start = glyph.byte as usize;
        match &self.text[start..start + usize::from(glyph.length)] {
            "\t" => " ",
            symbol => symbol,
        }
    }

    /// The row that shows a byte; the last one for bytes behind the text.
    pub(super) fn row_at(&self, byte: usize) -> usize {
        self.rows.partition_point(|row| row.byte <= byte).saturating_sub(1)
    }

    /// The line that a byte is on, counted from 0.
    pub(super) fn line_at(&self, byte: usize) -> usize {
        self.rows.get(self.row_at(byte)).map_or(0, |row| row.line)
    }

    /// The first row of a line, or of the last one.
    pub(super) fn row_of_line(&self, line: usize) -> usize {
        let row = self.rows.partition_point(|row| row.line < line);
        row.min(self.rows.len().saturating_sub(1))
    }

    fn lay_line(&mut self, number: usize, start: usize, line: &str, pieces: &[Piece]) {
        let mut piece = pieces.partition_point(|piece| piece.end <= start);
        let mut row = Row {
            line: number,
            first: true,
            glyphs: self.glyphs.len()..self.glyphs.len(),
            byte: start,
        };
        let leading = line.len() - line.trim_start_matches(' ').len();
        let hang = (leading as u16).saturating_add(2).min(self.width / 3);
        let mut column = 0;
        for (at, symbol) in graphemes(line) {
            let byte = start + at;
            let cells = if symbol == "\t" { TAB - column % TAB } else { fit::width(symbol) };
            if cells == 0 || cells > self.width || symbol.len() > LONGEST {
                continue;
            }
            while pieces.get(piece).is_some_and(|piece| piece.end <= byte) {
                piece += 1;
            }
            let ink = pieces.get(piece).filter(|piece| piece.start <= byte);
            if column + cells > self.width {
                column = self.turn(&mut row, byte, hang);
            }
            let (width, length) = (cells as u8, symbol.len() as u8);
            let ink = ink.map_or(Ink::Text, |piece| piece.ink);
            self.glyphs.push(Glyph { byte: byte as u32, length, width, column, ink });
            column += cells;
        }
        row.glyphs.end = self.glyphs.len();
        self.rows.push(row);
    }

    /// Ends a row at the last good place and begins the next; returns the column to go on at.
    fn turn(&mut self, row: &mut Row, byte: usize, hang: u16) -> u16 {
        let bytes = self.text.as_bytes();
        let good = |glyph: &Glyph| {
            let at = glyph.byte as usize;
            let after_blank = at > 0 && bytes[at - 1] == b' ' && bytes[at] != b' ';
            let before_dot = bytes[at] == b'.' && at > 0 && bytes[at - 1] == b')';
            glyph.column >= self.width / 2 && (after_blank || before_dot)
        };
        let mine = &self.glyphs[row.glyphs.start..];
        let cut = row.glyphs.start + mine.iter().rposition(good).unwrap_or(mine.len());
        row.glyphs.end = cut;
        let byte = self.glyphs.get(cut).map_or(byte, |glyph| glyph.byte as usize);
        let next = Row { line: row.line, first: false, glyphs: cut..cut, byte };
        self.rows.push(std::mem::replace(row, next));
        let mut column = hang;
        for glyph in &mut self.glyphs[cut..] {
            glyph.column = column;
            column += u16::from(glyph.width);
        }
        column
    }
}

/// The characters of a line and their places; tabs are kept, other control characters are not.
fn graphemes(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut places = Vec::with_capacity(line.len());
    let mut start = 0;
    for part in line.split_inclusive('\t') {
        let body = part.trim_end_matches('\t');
        let span = Span::raw(body);
        for grapheme in span.styled_graphemes(Style::new()) {
            let at = grapheme.symbol.as_ptr() as usize - body.as_ptr() as usize;
            places.push((start + at, grapheme.symbol.len()));
        }
        if body.len() < part.len() {
            places.push((start + body.len(), 1));
        }
        start += part.len();
    }
    places.into_iter().map(|(at, length)| (at, &line[at..at + length]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, width: u16) -> Vec<String> {
        let page = Layout::new(&Arc::from(text), width);
        let row = |row: &Row| {
            let mut line = String::new();
            for glyph in page.glyphs(row) {
                while fit::width(&line) < glyph.column {
                    line.push(' ');
                }
                line.push_str(page.symbol(glyph));
            }
            line
        };
        page.rows().iter().map(row).collect()
    }

    #[test]
    fn long_lines_go_on_in_the_next_row() {
        assert_eq!(shown("s(\"bd sn\").fast(2)", 12), ["s(\"bd sn\")", "  .fast(2)"]);
        assert_eq!(shown("abcdefgh", 6), ["abcdef", "  gh"]);
        assert_eq!(shown("a\n\nb", 6), ["a", "", "b"]);
    }

    #[test]
    fn wide_characters_and_tabs_keep_their_cells() {
        assert_eq!(shown("鼓a\tb", 20), ["鼓a b"]);
        assert_eq!(shown("é\u{301}x👩\u{200d}🎤y", 20), ["é\u{301}x👩\u{200d}🎤y"]);
        assert_eq!(shown("a\u{1b}[2Jb\u{7}", 20), ["a[2Jb"]);
    }

    #[test]
    fn bytes_find_their_rows() {
        let page = Layout::new(&Arc::from("abcdefgh\nxy\n"), 6);
        assert_eq!(page.row_at(0), 0);
        assert_eq!(page.row_at(7), 1);
        assert_eq!(page.row_at(9), 2);
        assert_eq!(page.row_at(9999), 2);
        assert_eq!((page.line_at(7), page.line_at(10)), (0, 1));
        assert_eq!(page.row_of_line(1), 2);
        assert_eq!(Layout::new(&Arc::from(""), 6).row_at(3), 0);
    }
}
