//! Mini-notation: `"bd*2 <sn cp>"` becomes a pattern whose atoms know their place in the source.
//!
//! What words mean (sounds, notes) is not known here, and nothing here is asked while music plays.

mod ast;
mod build;
mod lexer;
mod parser;
mod print;

use crate::diag::{Diagnostic, Place};
use crate::pattern::Pattern;

/// The pattern that a text stands for.
///
/// # Errors
/// Every mistake in the text, the first one first; never an empty list.
pub fn parse(text: &str, place: Option<&Place>) -> Result<Pattern, Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let layers = parser::parse(text, &mut mistakes);
    if let (Some(layers), true) = (&layers, mistakes.is_empty()) {
        let pattern = build::Builder::new(place, &mut mistakes).layers(layers);
        if mistakes.is_empty() {
            return Ok(pattern);
        }
    }
    mistakes.sort_by_key(|mistake| mistake.at.start);
    Err(mistakes.into_iter().map(|mistake| mistake.located(text, place)).collect())
}

/// The text as we would write it: the same steps with spaces, signs and numbers in one form. `None` if
/// it has mistakes.
///
/// ```
/// use tresillo::mini::tidy;
/// assert_eq!(tidy("bd*2.0 [sd  _ ] hh(3 , 8)?0.5").as_deref(), Some("bd*2 [sd@2] hh(3,8)?"));
/// assert_eq!(tidy("bd [sd"), None);
/// ```
pub fn tidy(text: &str) -> Option<String> {
    let mut mistakes = Vec::new();
    let layers = parser::parse(text, &mut mistakes)?;
    mistakes.is_empty().then(|| layers.to_string())
}

/// Something wrong in a text.
struct Mistake {
    at: std::ops::Range<usize>,
    message: String,
    hint: Option<String>,
}

impl Mistake {
    fn new(at: std::ops::Range<usize>, message: impl Into<String>) -> Mistake {
        Mistake { at, message: message.into(), hint: None }
    }

    fn hint(mut self, hint: impl Into<String>) -> Mistake {
        self.hint = Some(hint.into());
        self
    }

    fn located(self, text: &str, place: Option<&Place>) -> Diagnostic {
        let span = place.map(|place| place.locate(self.at.start, self.at.end));
        let mut found = Diagnostic::error(span, self.message);
        found.hints.extend(self.hint);
        if place.is_none() {
            let column = text.get(..self.at.start).map_or(0, |before| before.chars().count()) + 1;
            found = found.hint(format!("at character {column} of \"{text}\""));
        }
        found
    }
}

#[cfg(test)]
mod tests;
