//! The help: every key, and a search through keys and the vocabulary's reference.
//!
//! It lists; the keys' table and the reference say what there is.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;

use super::fit::{self, put};
use super::keys::{ROWS, Row, Section};
use super::settings::Settings;
use super::theme::{Ink, Theme};

/// Something the reference knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// How it is written: `p.fast(factor)`.
    pub call: String,
    /// What it does, in one sentence.
    pub summary: String,
    /// A line to try.
    pub example: String,
}

/// Cells beyond which a line of help is not easier to read.
const WIDEST: u16 = 92;

/// Looks a word up in the reference; the best entries first.
pub type Docs = Box<dyn Fn(&str) -> Vec<Entry>>;

/// The help as it is open.
#[derive(Debug, Default)]
pub(super) struct Help {
    words: String,
    found: Vec<Entry>,
    skip: usize,
}

impl Help {
    /// Takes a key; false if the help is to be closed.
    pub(super) fn key(&mut self, key: &KeyEvent, docs: Option<&Docs>) -> bool {
        if key.kind == KeyEventKind::Release {
            return true;
        }
        match key.code {
            KeyCode::Esc | KeyCode::F(1) => return false,
            KeyCode::Char('?') if self.words.is_empty() => return false,
            KeyCode::Down => self.skip += 1,
            KeyCode::Up => self.skip = self.skip.saturating_sub(1),
            KeyCode::PageDown => self.skip += 8,
            KeyCode::PageUp => self.skip = self.skip.saturating_sub(8),
            KeyCode::Backspace => {
                self.words.pop();
                self.search(docs);
            }
            KeyCode::Char(typed) if !key.modifiers.contains(KeyModifiers::CONTROL) => {
                if self.words.len() < 40 {
                    self.words.push(typed);
                }
                self.search(docs);
            }
            _ => {}
        }
        true
    }

    fn search(&mut self, docs: Option<&Docs>) {
        self.skip = 0;
        self.found = match docs {
            Some(docs) if !self.words.trim().is_empty() => docs(self.words.trim()),
            _ => Vec::new(),
        };
    }

    /// Draws it over the screen.
    pub(super) fn draw(
        &mut self,
        buf: &mut Buffer,
        screen: Rect,
        theme: Theme,
        docs: bool,
        keys: Keys<'_>,
    ) {
        let roomy = screen.width >= 60 && screen.height >= 16;
        let width = if roomy { (screen.width - 4).min(WIDEST) } else { screen.width };
        // As high as all keys need, so that it keeps its place while one types.
        let all = all_keys(theme, width.saturating_sub(4), keys).len() as u16 + 4;
        let area = fit::middle(screen, width, all.min(screen.height - u16::from(roomy)));
        frame(buf, area, theme);
        let inner = area.inner(Margin::new(2, 1));
        if inner.width < 8 || inner.height < 3 {
            return;
        }
        self.prompt(buf, inner, theme, docs);
        let lines = self.lines(theme, docs, inner.width, keys);
        let room = usize::from(inner.height - 2);
        self.skip = self.skip.min(lines.len().saturating_sub(room));
        for (line, y) in lines.iter().skip(self.skip).take(room).zip(inner.y + 2..) {
            let mut x = inner.x;
            for (text, style) in line {
                let room = inner.right().saturating_sub(x);
                x = put(buf, (x, y), room, text, *style, theme.signs.more);
            }
        }
        if lines.len() > self.skip + room {
            let more = format!(" {} more: down ", lines.len() - self.skip - room);
            let x = area.right().saturating_sub(fit::width(&more) + 2).max(area.x);
            put(buf, (x, area.bottom() - 1), area.width, &more, theme.ink(Ink::Quiet), "");
        }
    }

    fn prompt(&self, buf: &mut Buffer, inner: Rect, theme: Theme, docs: bool) {
        let (label, quiet) = (theme.ink(Ink::Strong), theme.ink(Ink::Quiet));
        let x = put(buf, (inner.x, inner.y), inner.width, "search ", label, "");
        let room = inner.right().saturating_sub(x);
        if self.words.is_empty() {
            let what = if docs {
                "type a function, a control or a key; esc closes"
            } else {
                "type a key's name; esc closes"
            };
            put(buf, (x, inner.y), room, what, quiet, theme.signs.more);
        } else {
            let text = format!("{}_", self.words);
            put(buf, (x, inner.y), room, &text, theme.ink(Ink::Function), theme.signs.more);
        }
    }

    fn lines(&self, theme: Theme, docs: bool, width: u16, keys: Keys<'_>) -> Vec<Line> {
        if self.words.trim().is_empty() {
            return all_keys(theme, width, keys);
        }
        let word = self.words.trim().to_lowercase();
        let matching = |row: &&Row| row.words.contains(&word) || row.label.contains(&word);
        let mut lines: Vec<Line> = Vec::new();
        for entry in &self.found {
            lines.push(vec![(entry.call.clone(), theme.ink(Ink::Function))]);
            for text in fit::wrap(&entry.summary, width.saturating_sub(2)) {
                lines.push(vec![(format!("  {text}"), theme.ink(Ink::Text))]);
            }
            if !entry.example.is_empty() {
                lines.push(vec![(format!("  {}", entry.example), theme.ink(Ink::Word))]);
            }
            lines.push(Vec::new());
        }
        lines.extend(ROWS.iter().filter(matching).map(|row| key_line(row, theme, keys)));
        if lines.is_empty() {
            let what = if docs { "nothing of that name" } else { "no key of that name" };
            lines.push(vec![(what.to_owned(), theme.ink(Ink::Quiet))]);
        }
        lines
    }
}

type Line = Vec<(String, Style)>;

/// Which keys there are: on which page, and what they are called.
#[derive(Clone, Copy)]
pub(super) struct Keys<'a> {
    pub(super) page: usize,
    pub(super) settings: &'a Settings,
}

/// All keys by section, in two columns if they fit.
fn all_keys(theme: Theme, width: u16, keys: Keys<'_>) -> Vec<Line> {
    let section = |section: Section| {
        let heading = vec![(section.title().to_owned(), theme.ink(Ink::Strong))];
        let rows = ROWS.iter().filter(move |row| row.section == section && row.is_on(keys.page));
        let lines: Vec<Line> = rows.map(|row| key_line(row, theme, keys)).collect();
        let gap = (section != Section::Program).then(Vec::new);
        let any = !lines.is_empty();
        std::iter::once(heading).chain(lines).chain(gap).filter(move |_| any)
    };
    let column =
        |sections: &[Section]| -> Vec<Line> { sections.iter().flat_map(|s| section(*s)).collect() };
    let half = width / 2;
    if half < 36 {
        return column(&Section::ALL);
    }
    let (mut left, right) = (column(&Section::ALL[..3]), column(&Section::ALL[3..]));
    left.resize(left.len().max(right.len()), Vec::new());
    for (left, right) in left.iter_mut().zip(right) {
        let used: u16 = left.iter().map(|(text, _)| fit::width(text)).sum();
        left.push((" ".repeat(usize::from(half.saturating_sub(used))), Style::new()));
        left.extend(right);
    }
    left
}

fn key_line(row: &Row, theme: Theme, keys: Keys<'_>) -> Line {
    vec![
        (format!("{:>9}  ", keys.settings.label(row)), theme.ink(Ink::Function)),
        (row.words.to_owned(), theme.ink(Ink::Text)),
    ]
}

/// An empty box with a border.
fn frame(buf: &mut Buffer, area: Rect, theme: Theme) {
    let line = theme.ink(Ink::Quiet);
    let signs = theme.signs;
    for y in area.y..area.bottom() {
        for x in area.x..area.right() {
            let (top, bottom) = (y == area.y, y + 1 == area.bottom());
            let (left, right) = (x == area.x, x + 1 == area.right());
            let sign = match (top, bottom, left, right) {
                (true, _, true, _) => signs.corners[0],
                (true, _, _, true) => signs.corners[1],
                (_, true, true, _) => signs.corners[2],
                (_, true, _, true) => signs.corners[3],
                (true, ..) | (_, true, ..) => signs.rule,
                (_, _, true, _) | (_, _, _, true) => signs.divider,
                _ => " ",
            };
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
                cell.set_symbol(sign).set_style(theme.panel().patch(line));
            }
        }
    }
    put(
        buf,
        (area.x + 2, area.y),
        area.width.saturating_sub(4),
        " help ",
        theme.ink(Ink::Strong),
        "",
    );
}
