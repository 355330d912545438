//! Drum grids: `"bd: x...x...\nsn: ....X..o"` becomes one pattern whose events know their cell.
//!
//! What the names of rows mean (sounds, banks) is not known here; mini-notation is next door, in
//! [`mini`](crate::mini).

mod build;
mod cell;
mod parser;
mod print;

use crate::diag::{Diagnostic, Place};
use crate::pattern::Pattern;

pub use print::{Printed, print};

/// A grid has no more rows than this, and a row no more steps; more is a mistake.
pub const MOST: usize = 1024;

/// The pattern that a grid stands for: `name: steps`, row by row.
///
/// Each character of a row is a step; bars `|` and spaces only help the eye.
///
/// | step | meaning |
/// |---|---|
/// | `x` | a hit |
/// | `X` | an accent (velocity 1.3) |
/// | `o` | a soft hit (velocity 0.5) |
/// | `1` to `9` | a hit with so many tenths of velocity |
/// | `.` `-` `~` | a rest |
/// | `_` | a tie: what came before goes on |
/// | `r` `t` `q` | a roll of two, three, four hits within the step; capitals are accented |
/// | `?` | a hit in half of all cases |
///
/// `//` and ` #` begin a comment. `;` ends a row as a line end does. The first row is one cycle long,
/// unless a row `steps: 16` says how many steps a cycle has; a row of another length runs against it
/// step by step. `bd:2: x...` names the sound, its number and, if written, its gain.
///
/// # Errors
/// Every mistake in the text, the first one first; never an empty list.
pub fn parse(text: &str, place: Option<&Place>) -> Result<Pattern, Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let grid = parser::parse(text, &mut mistakes);
    if mistakes.is_empty() {
        return Ok(build::pattern(&grid, place));
    }
    Err(mistakes.into_iter().map(|mistake| mistake.located(text, place)).collect())
}

/// Something wrong in a text.
struct Mistake {
    at: std::ops::Range<usize>,
    message: String,
    hint: &'static str,
}

impl Mistake {
    fn located(self, text: &str, place: Option<&Place>) -> Diagnostic {
        let span = place.map(|place| place.locate(self.at.start, self.at.end));
        let found = Diagnostic::error(span, self.message).hint(self.hint);
        if place.is_some() {
            return found;
        }
        let before = text.get(..self.at.start).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        found.hint(format!("at row {line}, character {column} of the grid"))
    }
}

#[cfg(test)]
mod tests;
