//! Scala files: a description, a count, and one pitch a line.
//!
//! The text is read, not the file: where it comes from is somebody else's business.

use super::{MOST_NOTES, Tuning};

/// Why a text is no Scala file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoScala {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, in lower case without a full stop.
    pub message: String,
}

/// Reads the text of a `.scl` file.
///
/// # Errors
/// When a line is missing, or is not what should stand there.
pub fn read(text: &str) -> Result<Tuning, NoScala> {
    let wrong = |line: usize, message: String| NoScala { line, message };
    let all = text.lines().enumerate().map(|(i, line)| (i + 1, line));
    let mut lines = all.filter(|(_, line)| !line.trim_start().starts_with('!'));
    let last = text.lines().count().max(1);
    let missing = |what: &str| wrong(last, format!("{what} is missing"));
    lines.next().ok_or_else(|| missing("the description"))?;
    let (at, count) = lines.next().ok_or_else(|| missing("the number of notes"))?;
    let count = count.split_whitespace().next().and_then(|count| count.parse().ok());
    let count: usize = count.filter(|count| (1..=MOST_NOTES).contains(count)).ok_or_else(|| {
        wrong(at, format!("a number of notes from 1 to {MOST_NOTES} stands here"))
    })?;
    let mut ratios = vec![1.0];
    for note in 1..=count {
        let (at, line) = lines.next().ok_or_else(|| missing(&format!("note {note} of {count}")))?;
        let word = line.split_whitespace().next().unwrap_or("");
        ratios.push(pitch(word).ok_or_else(|| wrong(at, format!("`{word}` is no pitch")))?);
    }
    let period = ratios.pop().unwrap_or(2.0);
    Tuning::new(ratios, period).ok_or_else(|| wrong(last, "the pitches make no tuning".into()))
}

/// A pitch: with a point in cents, else a ratio or a whole number.
pub(super) fn pitch(text: &str) -> Option<f64> {
    let ratio = match text.split_once('/') {
        Some((above, below)) => {
            above.trim().parse::<f64>().ok()? / below.trim().parse::<f64>().ok()?
        }
        None if text.contains('.') => libm::exp2(text.parse::<f64>().ok()? / 1200.0),
        None => text.parse().ok()?,
    };
    (ratio.is_finite() && ratio > 0.0).then_some(ratio)
}
