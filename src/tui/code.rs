//! The script on the screen: colours, line numbers, and the playing steps lit in their place.
//!
//! It shows the text and never changes it.

use std::ops::Range;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::fit::{self, put};
use super::layout::Layout;
use super::look::Look;
use super::syntax::Statements;
use super::theme::Ink;
use super::values::{self, Values};
use crate::diag::Severity;

/// Seconds that a step is at its brightest.
const FRESH: f64 = 0.09;
/// Seconds that the lines of the last change stay marked.
const CHANGED: f32 = 3.0;

/// A place in the text that something is wrong with.
pub(super) type Mark = (Severity, Range<usize>);

/// The code view and where it stands.
#[derive(Debug)]
pub(super) struct Code {
    text: Arc<str>,
    page: Layout,
    /// First lines of the tracks, as of `owners`.
    lines: Vec<Option<usize>>,
    /// Whose statement each line belongs to.
    owners: Vec<Option<usize>>,
    changed: Range<usize>,
    changed_for: f32,
    top: usize,
    height: usize,
    follow: bool,
    /// It never left the beginning of the piece: for newcomers it stays there.
    home: bool,
    bar: i64,
    /// A byte to bring onto the screen with the next frame.
    wanted: Option<usize>,
    values: Values,
}

impl Default for Code {
    fn default() -> Code {
        Code {
            text: Arc::from(""),
            page: Layout::default(),
            lines: Vec::new(),
            owners: Vec::new(),
            changed: 0..0,
            changed_for: 0.0,
            top: 0,
            height: 0,
            follow: true,
            home: true,
            bar: i64::MIN,
            wanted: None,
            values: Values::default(),
        }
    }
}

impl Code {
    /// True if keys moved it away from what sounds, and there is more than fits.
    pub(super) fn strayed(&self) -> bool {
        !self.follow && self.page.rows().len() > self.height
    }

    /// Scrolls to what sounds from now on, or stays.
    pub(super) fn toggle_follow(&mut self) {
        self.follow = !self.follow;
        self.home = false;
        self.bar = i64::MIN;
    }

    /// Brings a byte onto the screen with the next frame.
    pub(super) fn reveal(&mut self, byte: Option<usize>) {
        self.wanted = byte.or(self.wanted);
    }

    /// The line at the top of the screen, counted from 0.
    pub(super) fn top_line(&self) -> usize {
        self.page.rows().get(self.top).map_or(0, |row| row.line)
    }

    /// Scrolls by rows.
    pub(super) fn scroll(&mut self, rows: i64) {
        self.follow = false;
        self.top = (self.top as i64).saturating_add(rows).max(0) as usize;
    }

    /// Scrolls by pages, one row of the last one staying.
    pub(super) fn scroll_pages(&mut self, pages: i64) {
        self.scroll(pages * self.height.saturating_sub(1).max(1) as i64);
    }

    /// Scrolls to the first or last row.
    pub(super) fn scroll_to_end(&mut self, last: bool) {
        self.scroll(if last { i64::from(u32::MAX) } else { -i64::from(u32::MAX) });
    }

    /// Draws it.
    pub(super) fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, marks: &[Mark]) {
        let gutter = self.gutter(area, look);
        let width = area.width.saturating_sub(gutter.width + 1);
        if width < 4 || area.height == 0 {
            return;
        }
        let fresh_text = self.take(look, width);
        if look.shot.text.trim().is_empty() {
            let text = "nothing here yet: write  beat: s(\"bd*4\")  and save";
            let at = (area.x + gutter.width, area.y);
            put(buf, at, width, text, look.theme.ink(Ink::Quiet), look.theme.signs.more);
        }
        self.changed_for = (self.changed_for - look.seconds).max(0.0);
        self.height = usize::from(area.height);
        self.place(look, fresh_text);
        let left = area.x + gutter.width;
        for y in 0..area.height {
            let row = self.top + usize::from(y);
            if row < self.page.rows().len() {
                self.row(buf, (left, area.y + y), row, look);
                self.gutter_row(buf, Rect { y: area.y + y, ..gutter }, row, look, marks);
            }
        }
        self.light(buf, (left, area.y), look);
        self.underline(buf, (left, area.y), look, marks);
        self.tell_values(buf, Rect { x: left, width, ..area }, look);
    }

    /// What changing controls are now, behind the lines that set them, where there is room.
    fn tell_values(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        let shown = self.top..(self.top + self.height).min(self.page.rows().len());
        let text = Arc::clone(&self.text);
        let lines: Vec<&str> = text.lines().collect();
        for track in (0..look.shot.tracks.len()).filter(|track| look.shot.sounds(*track)) {
            if !shown.clone().any(|row| self.owner_of(row) == Some(track)) {
                continue;
            }
            let mut values = self.values.of(look, track);
            for row in shown.clone().filter(|row| self.owner_of(*row) == Some(track)) {
                let line = self.page.rows()[row].line;
                let ends = self.page.rows().get(row + 1).is_none_or(|next| next.first);
                let Some(code) = lines.get(line).filter(|_| ends) else { continue };
                let here = |names: &[&'static str]| {
                    names.iter().find(|name| code.contains(&format!(".{name}("))).copied()
                };
                let mut told = String::new();
                values.retain(|(names, value)| match here(names) {
                    Some(name) => {
                        told.push_str(&format!("  {name} {}", values::written(*value)));
                        false
                    }
                    None => true,
                });
                let glyphs = self.page.glyphs(&self.page.rows()[row]);
                let behind = glyphs.last().map_or(0, |last| last.column + u16::from(last.width));
                if !told.is_empty() && behind + fit::width(&told) < area.width {
                    let at = (area.x + behind, area.y + (row - self.top) as u16);
                    put(buf, at, area.width - behind, &told, look.theme.ink(Ink::Faint), "");
                }
            }
        }
    }

    fn owner_of(&self, row: usize) -> Option<usize> {
        self.owners.get(self.page.rows().get(row)?.line).copied().flatten()
    }

    /// Where line numbers and marks stand.
    fn gutter(&self, area: Rect, look: &Look) -> Rect {
        let count = look.shot.text.lines().count().max(1);
        let digits = (count.ilog10() as u16 + 1).max(2);
        let width = if area.width < 30 { 2 } else { digits + 4 };
        Rect { width: width.min(area.width), height: 1, ..area }
    }

    /// Takes over a new text or width; true if the text is new.
    fn take(&mut self, look: &Look, width: u16) -> bool {
        let text = &look.shot.text;
        let fresh = !Arc::ptr_eq(text, &self.text) && **text != *self.text;
        if fresh || self.page.width() != width {
            if fresh && !self.text.is_empty() {
                self.changed = difference(&self.text, text);
                self.changed_for = CHANGED;
            }
            self.page = Layout::new(text, width);
        }
        let lines = look.shot.tracks.iter().map(|track| track.line);
        if fresh || !self.lines.iter().copied().eq(lines.clone()) {
            self.lines = lines.collect();
            self.owners = owners(text, &self.lines);
        }
        self.text = Arc::clone(text);
        fresh
    }

    /// Chooses the first row to show.
    fn place(&mut self, look: &Look, fresh_text: bool) {
        let rows = self.page.rows().len();
        let last = rows.saturating_sub(self.height);
        let bar = look.shot.cycle.floor() as i64;
        let stays = !look.shot.welcome.is_empty();
        if self.follow && self.home && stays {
            self.top = self.beginning(look);
        }
        if self.follow && last > 0 && fresh_text && self.changed_for > 0.0 {
            let row = self.page.row_of_line(self.changed.start);
            if !(self.top..self.top + self.height).contains(&row) {
                self.top = self.line_above(row.saturating_sub(self.height / 3));
                self.home = false;
            }
            self.bar = bar;
        } else if stays {
            self.bar = bar;
        } else if self.follow && last > 0 && bar != self.bar {
            self.bar = bar;
            self.top = self.where_it_sounds(look);
        }
        if let Some(byte) = self.wanted.take() {
            let row = self.page.row_at(byte);
            if !(self.top..self.top + self.height).contains(&row) {
                self.top = self.line_above(row.saturating_sub(self.height / 2));
                self.home = false;
            }
        }
        self.top = self.top.min(last);
    }

    /// The top of the text, or as little below it as shows the first track.
    fn beginning(&self, look: &Look) -> usize {
        let line = look.shot.tracks.iter().find_map(|track| track.line).unwrap_or(1);
        let row = self.page.row_of_line(line - 1);
        if row < self.height { 0 } else { self.line_above(row.saturating_sub(self.height / 2)) }
    }

    /// The row in which the line of a row begins.
    fn line_above(&self, row: usize) -> usize {
        self.page.rows().get(row).map_or(row, |found| self.page.row_of_line(found.line))
    }

    /// The first row of the page with the most steps; the page shown now is kept if it has nearly
    /// as many, since jumping about is worse than missing a few.
    fn where_it_sounds(&self, look: &Look) -> usize {
        let mut counts = vec![0usize; self.page.rows().len() + 1];
        for step in look.shot.steps.iter() {
            if look.shot.sounds(usize::from(step.track)) {
                counts[self.page.row_at(step.start as usize)] += 1;
            }
        }
        let score = |top: usize| counts[top..].iter().take(self.height).sum::<usize>();
        let last = self.page.rows().len().saturating_sub(self.height);
        let now = self.top.min(last);
        let begins = |top: &usize| self.page.rows().get(*top).is_some_and(|row| row.first);
        let best = (0..=last).rev().filter(begins).max_by_key(|&top| score(top)).unwrap_or(0);
        if score(now) * 10 >= score(best) * 7 { now } else { best }
    }

    fn row(&self, buf: &mut Buffer, (x, y): (u16, u16), row: usize, look: &Look) {
        let row = &self.page.rows()[row];
        let owner = self.owners.get(row.line).copied().flatten();
        let silent = owner.is_some_and(|track| !look.shot.sounds(track));
        for glyph in self.page.glyphs(row) {
            let style = match (glyph.ink, owner) {
                _ if silent => look.theme.ink(Ink::Faint),
                (Ink::Label, Some(track)) => {
                    look.theme.accent(look.accent(track)).add_modifier(Modifier::BOLD)
                }
                (ink, _) => look.theme.ink(ink),
            };
            if let Some(cell) = buf.cell_mut((x + glyph.column, y)) {
                cell.set_symbol(self.page.symbol(glyph)).set_style(style);
            }
        }
    }

    fn gutter_row(&self, buf: &mut Buffer, area: Rect, row: usize, look: &Look, marks: &[Mark]) {
        let (theme, signs) = (look.theme, look.theme.signs);
        let row = &self.page.rows()[row];
        let sign = area.right().saturating_sub(2);
        if let Some(track) = self.owners.get(row.line).copied().flatten() {
            let held = look.shot.tracks.get(track).is_some_and(|track| track.held);
            let (text, style) = match look.shot.sounds(track) {
                _ if held => (signs.track, theme.ink(Ink::Warning)),
                true => (signs.track, theme.accent(look.accent(track))),
                false => (signs.muted, theme.ink(Ink::Faint)),
            };
            buf.set_stringn(sign, area.y, text, 1, style);
        }
        let worst = self.worst_in(row.line, marks);
        if row.first && area.width > 2 {
            let changed = self.changed_for > 0.0 && self.changed.contains(&row.line);
            let style = match worst {
                Some(severity) => theme.ink(look.severity(severity).0),
                None if changed => theme.ink(Ink::Good),
                None => theme.ink(Ink::Faint),
            };
            let digits = usize::from(area.width - 4);
            let number = format!("{:>digits$}", row.line + 1);
            buf.set_stringn(area.x + 1, area.y, number, digits, style);
        }
        if let Some(severity) = worst.filter(|_| row.first) {
            let (ink, sign) = look.severity(severity);
            buf.set_stringn(area.x, area.y, sign, 1, theme.ink(ink));
        }
    }

    fn worst_in(&self, line: usize, marks: &[Mark]) -> Option<Severity> {
        let here = marks.iter().filter(|(_, range)| self.page.line_at(range.start) == line);
        here.map(|(severity, _)| *severity).min()
    }

    /// Lights what sounds, and shows dimly what comes next.
    fn light(&self, buf: &mut Buffer, origin: (u16, u16), look: &Look) {
        let now = look.shot.cycle;
        let mut next = vec![f64::INFINITY; look.shot.tracks.len()];
        let heard = look.shot.steps.iter().filter(|step| look.shot.sounds(usize::from(step.track)));
        for step in heard.clone().filter(|step| step.begin > now) {
            let soonest = &mut next[usize::from(step.track)];
            *soonest = soonest.min(step.begin);
        }
        for step in heard.clone() {
            let track = usize::from(step.track);
            if step.begin > now && step.begin <= next[track] + 1e-9 && step.begin < now + 1.0 {
                let range = step.start as usize..step.end as usize;
                self.paint(buf, origin, range, look.theme.next(look.accent(track)));
            }
        }
        if !look.shot.running {
            return;
        }
        for step in heard.filter(|step| step.begin <= now && now < step.until) {
            let accent = look.accent(usize::from(step.track));
            let fresh = now - step.begin < FRESH * look.shot.cps;
            let range = step.start as usize..step.end as usize;
            self.paint(buf, origin, range, look.theme.lit(accent, fresh));
        }
    }

    fn underline(&self, buf: &mut Buffer, origin: (u16, u16), look: &Look, marks: &[Mark]) {
        for (severity, range) in marks {
            let style = look.theme.ink(look.severity(*severity).0);
            self.paint(buf, origin, range.clone(), style.add_modifier(Modifier::UNDERLINED));
        }
    }

    /// Gives the bytes of a range, as far as they are on the screen, a style.
    fn paint(&self, buf: &mut Buffer, (x, y): (u16, u16), bytes: Range<usize>, style: Style) {
        let first = self.page.row_at(bytes.start).max(self.top);
        for row in first..(self.top + self.height).min(self.page.rows().len()) {
            let row_y = y + (row - self.top) as u16;
            let glyphs = self.page.glyphs(&self.page.rows()[row]);
            if glyphs.first().is_some_and(|glyph| glyph.byte as usize >= bytes.end) {
                break;
            }
            let inside = |byte: u32| bytes.contains(&(byte as usize));
            for glyph in glyphs.iter().filter(|glyph| inside(glyph.byte)) {
                let area = Rect::new(x + glyph.column, row_y, u16::from(glyph.width), 1);
                buf.set_style(area.intersection(buf.area), style);
            }
        }
    }
}

/// Which track each line belongs to.
fn owners(text: &str, lines: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut owners = vec![None; text.lines().count()];
    let statements = Statements::of(text);
    for (track, line) in lines.iter().enumerate() {
        let Some(first) = line.and_then(|line| line.checked_sub(1)) else { continue };
        let end = statements.end(first).min(owners.len().saturating_sub(1));
        for owner in owners.iter_mut().take(end + 1).skip(first) {
            *owner = Some(track);
        }
    }
    owners
}

/// The lines of `new` that are not in `old`, counted from 0: all between the first and the last
/// that differ.
fn difference(old: &str, new: &str) -> Range<usize> {
    let (start, end) = agreement(old, new);
    start..new.lines().count() - end
}

/// The line of `old` that line `number` of `new` once was, or that stands in its place; both are
/// counted from 0.
pub(super) fn twin(old: &str, new: &str, number: usize) -> usize {
    let (start, end) = agreement(old, new);
    let (old, new) = (old.lines().count(), new.lines().count());
    if number < start {
        number
    } else if number >= new - end {
        old - (new - number).min(old)
    } else {
        number.min((old - end).max(start + 1) - 1)
    }
}

/// How many lines two texts have in common at the beginning, and at the end of the rest.
fn agreement(old: &str, new: &str) -> (usize, usize) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - start;
    let same = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b);
    (start, same.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_change_are_found() {
        assert_eq!(difference("a\nb\nc", "a\nx\nc"), 1..2);
        assert_eq!(difference("a\nb", "a\nb\nc"), 2..3);
        assert_eq!(difference("a\na", "a"), 1..1);
        assert_eq!(difference("", "a"), 0..1);
    }

    #[test]
    fn a_line_finds_its_twin_in_the_version_before() {
        let twins = |old: &str, new: &str| -> Vec<usize> {
            (0..new.lines().count()).map(|line| twin(old, new, line)).collect()
        };
        assert_eq!(twins("a\nb\nc", "a\nx\nc"), [0, 1, 2]);
        assert_eq!(twins("a\nc", "a\nx\ny\nc"), [0, 1, 1, 1]);
        assert_eq!(twins("a\nb\nc", "c"), [2]);
        assert_eq!(twins("", "x"), [0]);
    }

    #[test]
    fn a_track_owns_its_statement() {
        let text = "tempo(1)\na: x\n  .y\n\nb: z\n";
        let owners = owners(text, &[Some(2), Some(5), Some(99), None]);
        assert_eq!(owners, [None, Some(0), Some(0), None, Some(1)]);
    }
}
