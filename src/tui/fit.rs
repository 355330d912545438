//! Writes pieces of text where they fit: the least important go first when a line is too short.
//!
//! It knows lines and widths only; what the pieces say is decided elsewhere.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

/// Something that stands on a line whole, or not at all.
#[derive(Clone, Debug, Default)]
pub(super) struct Bit {
    parts: Vec<(String, Style)>,
    /// 0 stays longest.
    rank: u8,
}

impl Bit {
    /// An empty piece of that rank.
    pub(super) fn rank(rank: u8) -> Bit {
        Bit { parts: Vec::new(), rank }
    }

    /// A piece with one part.
    pub(super) fn new(rank: u8, text: impl Into<String>, style: Style) -> Bit {
        Bit::rank(rank).and(text, style)
    }

    /// The same with one more part right behind.
    pub(super) fn and(mut self, text: impl Into<String>, style: Style) -> Bit {
        self.parts.push((text.into(), style));
        self
    }

    fn width(&self) -> u16 {
        self.parts.iter().map(|(text, _)| width(text)).sum()
    }
}

/// Cells that a text takes.
pub(super) fn width(text: &str) -> u16 {
    text.width().min(usize::from(u16::MAX)) as u16
}

/// Writes `left` from the left and `right` to the right, `gap` cells between pieces and one cell at
/// both ends. Pieces of the highest rank are left out until the rest fits; the last one is cut.
pub(super) fn lay(
    buf: &mut Buffer,
    area: Rect,
    (mut left, mut right): (Vec<Bit>, Vec<Bit>),
    gap: u16,
    more: &str,
) {
    if area.width < 3 || area.height == 0 {
        return;
    }
    let room = area.width - 2;
    let taken = |bits: &[Bit]| bits.iter().map(|bit| bit.width() + gap).sum::<u16>();
    while taken(&left) + taken(&right) > room + gap && left.len() + right.len() > 1 {
        let rank = |bits: &[Bit]| bits.iter().map(|bit| bit.rank).max();
        let from = if rank(&right) >= rank(&left) { &mut right } else { &mut left };
        let worst = from.iter().map(|bit| bit.rank).max();
        if let Some(index) = from.iter().rposition(|bit| Some(bit.rank) == worst) {
            from.remove(index);
        }
    }
    let end = area.right() - 1;
    let mut x = area.x + 1;
    for bit in &left {
        x = write(buf, (x, area.y), end, bit, more) + gap;
    }
    let mut x = end.saturating_sub(taken(&right).saturating_sub(gap)).max(area.x + 1);
    for bit in &right {
        x = write(buf, (x, area.y), end, bit, more) + gap;
    }
}

fn write(buf: &mut Buffer, (mut x, y): (u16, u16), end: u16, bit: &Bit, more: &str) -> u16 {
    for (text, style) in &bit.parts {
        x = put(buf, (x, y), end.saturating_sub(x), text, *style, more);
    }
    x
}

/// Writes a text into at most `room` cells, with a sign at the end where it is cut; returns the
/// column behind it.
pub(super) fn put(
    buf: &mut Buffer,
    (x, y): (u16, u16),
    room: u16,
    text: &str,
    style: Style,
    more: &str,
) -> u16 {
    if room == 0 || !buf.area.contains((x, y).into()) {
        return x;
    }
    let room = room.min(buf.area.right() - x);
    if width(text) <= room {
        return buf.set_stringn(x, y, text, usize::from(room), style).0;
    }
    let (end, _) = buf.set_stringn(x, y, text, usize::from(room - 1), style);
    buf.set_stringn(end, y, more, 1, style).0
}

/// Cuts a text into lines of at most `width` cells, at blanks where there are some.
pub(super) fn wrap(text: &str, limit: u16) -> Vec<String> {
    let limit = limit.max(1);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut word = word;
        loop {
            let line = lines.last_mut().expect("there is always a line");
            let gap = u16::from(!line.is_empty());
            if width(line) + gap + width(word) <= limit {
                line.push_str(if gap == 1 { " " } else { "" });
                line.push_str(word);
                break;
            }
            if line.is_empty() {
                let cut = fitting(word, limit);
                line.push_str(&word[..cut]);
                word = &word[cut..];
            }
            lines.push(String::new());
        }
    }
    if lines.len() > 1 && lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// How many bytes fit into `limit` cells; at least one character.
fn fitting(word: &str, limit: u16) -> usize {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let fits = ends.clone().take_while(|&end| width(&word[..end]) <= limit).last();
    fits.or(ends.clone().next()).unwrap_or(0)
}

/// The middle of an area, at most `width` by `height`.
pub(super) fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(room: u16, left: &[(u8, &str)], right: &[(u8, &str)]) -> String {
        let area = Rect::new(0, 0, room, 1);
        let mut buf = Buffer::empty(area);
        let bits = |list: &[(u8, &str)]| {
            list.iter().map(|(rank, text)| Bit::new(*rank, *text, Style::new())).collect()
        };
        lay(&mut buf, area, (bits(left), bits(right)), 2, "~");
        buf.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn the_least_important_pieces_go_first() {
        let (left, right) = ([(0, "17.3"), (2, "file")], [(1, "load"), (3, "voices")]);
        assert_eq!(line(26, &left, &right), " 17.3  file  load  voices ");
        assert_eq!(line(25, &left, &right), " 17.3  file         load ");
        assert_eq!(line(14, &left, &right), " 17.3    load ");
        assert_eq!(line(6, &left, &right), " 17.3 ");
        assert_eq!(line(5, &left, &right), " 17~ ");
        assert_eq!(line(2, &left, &right), "  ");
    }

    #[test]
    fn long_texts_wrap_at_blanks() {
        assert_eq!(wrap("no function is called fsat", 12), ["no function", "is called", "fsat"]);
        assert_eq!(wrap("abcdef gh", 4), ["abcd", "ef", "gh"]);
        assert_eq!(wrap("鼓鼓", 3), ["鼓", "鼓"]);
        assert_eq!(wrap("鼓", 1), ["鼓"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
