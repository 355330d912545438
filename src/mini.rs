//! Mini-notation: `"bd*2 <sn cp>"` becomes a pattern whose atoms know their place in the source.
//!
//! What words mean (sounds, notes) is not known here.

use crate::diag::{Diagnostic, Place};
use crate::pattern::Pattern;

/// The pattern that a text stands for.
///
/// # Errors
/// Every mistake in the text, the first one first; never an empty list.
pub fn parse(_text: &str, _place: Option<&Place>) -> Result<Pattern, Vec<Diagnostic>> {
    Err(vec![Diagnostic::error(None, "soon")])
}
