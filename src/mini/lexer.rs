//! A cursor over the characters of a text: words, numbers, signs and the space between them.
//!
//! Whether space may stand in a place is the parser's business.

use std::ops::Range;

/// Where we are in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Cursor<'a> {
        Cursor { text, at: 0 }
    }

    /// The byte we are at.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        match self.text.as_bytes().get(self.at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.rest().chars().next(),
        }
    }

    /// True if a text comes next.
    pub(super) fn sees(&self, sign: &str) -> bool {
        self.text.as_bytes()[self.at..].starts_with(sign.as_bytes())
    }

    /// Goes past the next character.
    pub(super) fn advance(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Goes past a text if it comes next.
    pub(super) fn take(&mut self, sign: &str) -> bool {
        let seen = self.sees(sign);
        if seen {
            self.at += sign.len();
        }
        seen
    }

    /// Goes past space; true if there was any.
    pub(super) fn space(&mut self) -> bool {
        let before = self.at;
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        if bytes.get(self.at).is_some_and(|byte| !byte.is_ascii()) {
            self.at += self.rest().len() - self.rest().trim_start().len();
        }
        self.at > before
    }

    /// Goes past a word, if one comes next. A lone `.` or `_` is no word.
    pub(super) fn word(&mut self) -> Option<Range<usize>> {
        let rest = self.rest();
        let plain = rest.bytes().take_while(|byte| PLAIN[usize::from(*byte)]).count();
        let length = match rest.as_bytes().get(plain) {
            Some(byte) if !byte.is_ascii() => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => plain,
        };
        if matches!(&rest[..length], "" | "." | "_") {
            return None;
        }
        let start = self.at;
        self.at += length;
        Some(start..self.at)
    }

    /// Goes past a lone `.`, which divides feet.
    pub(super) fn foot(&mut self) -> bool {
        let lone = self.sees(".") && !self.rest()[1..].starts_with(is_word);
        self.at += usize::from(lone);
        lone
    }

    /// Goes past a number, if one comes next.
    pub(super) fn number(&mut self) -> Option<f64> {
        let rest = self.rest();
        let digits = |from: usize| {
            let tail = &rest[from..];
            from + tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len())
        };
        let start = usize::from(rest.starts_with('-'));
        let mut end = digits(start);
        if rest[end..].starts_with('.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
        }
        if end > start && rest[end..].starts_with(['e', 'E']) {
            let sign = usize::from(rest[end + 1..].starts_with('-'));
            let after = digits(end + 1 + sign);
            end = if after > end + 1 + sign { after } else { end };
        }
        let number = rest[..end].parse().ok()?;
        self.at += end;
        Some(number)
    }

    /// The text of a piece.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        &self.text[range]
    }

    /// Goes to the end.
    pub(super) fn skip_all(&mut self) {
        self.at = self.text.len();
    }
}

/// What words are made of, among the characters of a single byte.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte] = is_plain(byte as u8);
        byte += 1;
    }
    plain
};

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'~' | b'-' | b'#' | b'.' | b'^' | b'_' | b'\'')
}

/// What words are made of.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '~' | '-' | '#' | '.' | '^' | '_' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_they_must() {
        let number = |text| {
            let mut cursor = Cursor::new(text);
            (cursor.number(), cursor.at())
        };
        assert_eq!(number("3b"), (Some(3.0), 1));
        assert_eq!(number("1.5 x"), (Some(1.5), 3));
        assert_eq!(number("2."), (Some(2.0), 1));
        assert_eq!(number("-1e2)"), (Some(-100.0), 4));
        assert_eq!(number("1e"), (Some(1.0), 1));
        assert_eq!(number("x"), (None, 0));
        assert_eq!(number("-"), (None, 0));
    }

    #[test]
    fn a_lone_dot_is_no_word() {
        assert_eq!(Cursor::new(". a").word(), None);
        assert!(Cursor::new(". a").foot());
        assert_eq!(Cursor::new(".5").word(), Some(0..2));
        assert!(!Cursor::new(".b").foot());
    }
}
