//! From text to rows of steps, with the place of everything.
//!
//! It goes on after a mistake, so that one look finds them all.

use std::ops::Range;

use super::cell::{Cell, Hit};
use super::{MOST, Mistake};

/// How many mistakes of one text are told.
const MISTAKES: usize = 20;

const STEPS: &str =
    "a step is x X o 1-9 (hits), r t q (rolls of 2, 3, 4), ? (maybe), _ (a tie), . or - (a rest)";
const ROW: &str = "write a name, a colon and steps: bd: x...x...";

/// A grid as it was written.
#[derive(Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<Row>,
    /// How many steps a cycle has, where the text says so.
    pub(super) steps: Option<usize>,
}

/// One row.
pub(super) struct Row {
    /// What it plays: a name, and maybe numbers behind it.
    pub(super) name: Vec<String>,
    pub(super) steps: Vec<Step>,
    /// How many steps there are, ties included.
    pub(super) length: usize,
}

/// A rest or a hit with its ties.
pub(super) struct Step {
    /// `None` is a rest.
    pub(super) hit: Option<Hit>,
    /// How many steps it lasts.
    pub(super) length: usize,
    /// Where it stands.
    pub(super) at: Range<usize>,
}

/// Reads a text; what is wrong is added to `mistakes`.
pub(super) fn parse(text: &str, mistakes: &mut Vec<Mistake>) -> Grid {
    let mut reader = Reader { text, grid: Grid::default(), mistakes };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        reader.line(start, line);
        start += line.len();
    }
    let empty = reader.grid.rows.is_empty() && reader.grid.steps.is_none();
    if empty && reader.mistakes.is_empty() {
        reader.wrong(0..text.len(), "this grid has no rows".into(), ROW);
    }
    reader.grid
}

struct Reader<'a> {
    text: &'a str,
    grid: Grid,
    mistakes: &'a mut Vec<Mistake>,
}

impl Reader<'_> {
    fn wrong(&mut self, at: Range<usize>, message: String, hint: &'static str) {
        if self.mistakes.len() < MISTAKES {
            self.mistakes.push(Mistake { at, message, hint });
        }
    }

    /// A line, which may hold several rows divided by `;`.
    fn line(&mut self, start: usize, line: &str) {
        let mut at = start;
        for row in line[..comment(line)].split_inclusive(';') {
            self.row(at, row.trim_end_matches(';'));
            at += row.len();
        }
    }

    fn row(&mut self, start: usize, row: &str) {
        let written = row.trim();
        if written.is_empty() {
            return;
        }
        let begin = start + (row.len() - row.trim_start().len());
        let all = begin..begin + written.len();
        // The last colon, because a name may have numbers behind colons of its own.
        let Some(colon) = written.rfind(':') else {
            return self.wrong(all, "this row has no name".into(), ROW);
        };
        let name = written[..colon].trim_end();
        if name.is_empty() {
            return self.wrong(begin..begin + colon + 1, "this row has no name".into(), ROW);
        }
        if let Some(gap) = name.find(char::is_whitespace) {
            let at = begin + gap..begin + name.len();
            return self.wrong(at, "a name is one word".into(), ROW);
        }
        if name == "steps" {
            return self.header(begin + colon + 1, &written[colon + 1..]);
        }
        if self.grid.rows.len() >= MOST {
            return self.wrong(all, format!("a grid has at most {MOST} rows"), ROW);
        }
        let (steps, length) = self.steps(begin + colon + 1..all.end);
        if length == 0 {
            let message = format!("the row `{name}` has no steps");
            return self.wrong(begin..begin + name.len(), message, STEPS);
        }
        let name = name.split(':').map(str::to_owned).collect();
        self.grid.rows.push(Row { name, steps, length });
    }

    /// `steps: 16`.
    fn header(&mut self, start: usize, written: &str) {
        let count = written.trim();
        match count.parse() {
            Ok(steps) if (1..=MOST).contains(&steps) => self.grid.steps = Some(steps),
            _ => {
                let begin = start + (written.len() - written.trim_start().len());
                let at = begin..begin + count.len().max(1);
                let message = format!("`{count}` is no number of steps");
                self.wrong(at, message, "write how many steps a cycle has: steps: 16");
            }
        }
    }

    fn steps(&mut self, range: Range<usize>) -> (Vec<Step>, usize) {
        let text = self.text;
        let (mut steps, mut length): (Vec<Step>, usize) = (Vec::new(), 0);
        for (i, letter) in text[range.clone()].char_indices() {
            let at = range.start + i..range.start + i + letter.len_utf8();
            if letter == '|' || letter.is_whitespace() {
                continue;
            }
            length += 1;
            if length > MOST {
                self.wrong(at, format!("a row has at most {MOST} steps"), STEPS);
                break;
            }
            match Cell::of(letter) {
                Some(Cell::Rest) => steps.push(Step { hit: None, length: 1, at }),
                Some(Cell::Hit(hit)) => steps.push(Step { hit: Some(hit), length: 1, at }),
                Some(Cell::Tie) => match steps.last_mut() {
                    Some(Step { hit: Some(_), length, at: before }) => {
                        *length += 1;
                        before.end = at.end;
                    }
                    _ => {
                        let message = "there is nothing before this tie".to_string();
                        self.wrong(at, message, "a tie lengthens a hit: x_..");
                    }
                },
                None => self.wrong(at, format!("`{letter}` is no step"), STEPS),
            }
        }
        (steps, length)
    }
}

/// Where the comment of a line begins, or its end.
fn comment(line: &str) -> usize {
    let hash = line
        .match_indices('#')
        .map(|(at, _)| at)
        .find(|&at| line[..at].chars().next_back().is_none_or(char::is_whitespace));
    let slashes = line.find("//");
    [hash, slashes].into_iter().flatten().min().unwrap_or(line.len())
}
