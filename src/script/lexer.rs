//! A byte-exact lexer for scripts: where every token begins and ends, and what kind it is.
//!
//! It accepts any text, also broken text, and knows nothing of grammar. Rhai has a lexer of its own;
//! this one exists because Rhai's gives no byte ranges and stops at the first error.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A name or a keyword.
    Word,
    /// A number.
    Number,
    /// `"..."` or `#"..."#`.
    Text,
    /// A string in backticks; what stands in its `${..}` follows it as tokens of a greater depth.
    Template,
    /// `'x'`.
    Char,
    /// An operator, a bracket, a comma.
    Symbol,
    /// `// ..` or `/* .. */`.
    Comment,
}

/// A piece of the source.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it stands, in bytes.
    pub(crate) range: Range<usize>,
    /// For strings: what stands between the quotes.
    pub(crate) body: Range<usize>,
    /// How many `${..}` it stands in.
    pub(crate) depth: u16,
    /// False for a string or comment that the end of the text (or line) cut off.
    pub(crate) closed: bool,
    /// False for a template that holds `${..}`.
    pub(crate) plain: bool,
}

impl Token {
    /// Its text.
    pub(crate) fn text<'a>(&self, source: &'a str) -> &'a str {
        source.get(self.range.clone()).unwrap_or("")
    }

    /// True if it is this operator, bracket or comma.
    pub(crate) fn is_symbol(&self, source: &str, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text(source) == symbol
    }

    /// True if it is this name or keyword.
    pub(crate) fn is_word(&self, source: &str, word: &str) -> bool {
        self.kind == Kind::Word && self.text(source) == word
    }
}

/// Symbols of more than one character, longest first.
const SYMBOLS: &[&str] = &[
    "..=", "**=", "<<=", ">>=", "...", "===", "!==", "::", "..", "?.", "??", "?[", "=>", "==",
    "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
    "#{", "->", "|>", "<|", "++", "--",
];

/// All tokens of a text, in order; comments are among them, white space is not.
pub(crate) fn lex(source: &str) -> Vec<Token> {
    let at = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lexer = Lexer { source, bytes: source.as_bytes(), at, tokens: Vec::new() };
    lexer.run(0);
    lexer.tokens
}

struct Lexer<'a> {
    source: &'a str,
    bytes: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
}

/// Templates inside templates deeper than this are read as plain text: no stack is without end.
const DEEPEST_TEMPLATE: u16 = 32;

impl<'a> Lexer<'a> {
    /// Reads to the end of the text, or (inside a template) past the `}` that closes it.
    fn run(&mut self, depth: u16) {
        let mut braces = 0usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            let start = self.at;
            match byte {
                _ if byte.is_ascii_whitespace() => self.at += 1,
                b'/' if self.next_is(1, b'/') => self.line_comment(depth),
                b'/' if self.next_is(1, b'*') => self.block_comment(depth),
                b'"' => self.quoted(b'"', Kind::Text, depth),
                b'\'' => self.quoted(b'\'', Kind::Char, depth),
                b'`' => self.template(depth),
                b'#' if self.raw_string(depth) => {}
                b'0'..=b'9' => self.number(depth),
                b'.' if self.begins_number(depth) => self.number(depth),
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => {
                    self.skip_while(|b| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80);
                    self.push(Kind::Word, start, depth);
                }
                _ => {
                    let symbol = self.symbol();
                    match symbol {
                        "{" | "#{" => braces += 1,
                        "}" if depth > 0 && braces == 0 => {
                            self.at += 1;
                            return;
                        }
                        "}" => braces = braces.saturating_sub(1),
                        _ => {}
                    }
                    self.at += symbol.len();
                    self.push(Kind::Symbol, start, depth);
                }
            }
        }
    }

    /// The operator, bracket or other character that stands here. Never called on a byte above 127.
    fn symbol(&self) -> &'a str {
        let rest = &self.source[self.at..];
        // Most symbols are single, and all longer ones go on with one of these.
        let goes_on = self.bytes.get(self.at + 1).is_some_and(|b| b"=.*<>?[&|{+-:".contains(b));
        if !goes_on {
            return &rest[..1];
        }
        let long = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol));
        &rest[..long.map_or(1, |symbol| symbol.len())]
    }

    fn next_is(&self, ahead: usize, byte: u8) -> bool {
        self.bytes.get(self.at + ahead) == Some(&byte)
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|&byte| keep(byte)) {
            self.at += 1;
        }
    }

    fn push(&mut self, kind: Kind, start: usize, depth: u16) {
        let range = start..self.at;
        self.tokens.push(Token {
            kind,
            body: range.clone(),
            range,
            depth,
            closed: true,
            plain: true,
        });
    }

    fn line_comment(&mut self, depth: u16) {
        let start = self.at;
        self.skip_while(|byte| byte != b'\n');
        self.push(Kind::Comment, start, depth);
    }

    /// Block comments nest.
    fn block_comment(&mut self, depth: u16) {
        let start = self.at;
        let mut open = 0usize;
        while self.at < self.bytes.len() {
            if self.bytes[self.at..].starts_with(b"/*") {
                open += 1;
                self.at += 2;
            } else if self.bytes[self.at..].starts_with(b"*/") {
                open -= 1;
                self.at += 2;
                if open == 0 {
                    break;
                }
            } else {
                self.at += 1;
            }
        }
        self.push(Kind::Comment, start, depth);
        self.last().closed = open == 0;
    }

    fn last(&mut self) -> &mut Token {
        self.tokens.last_mut().expect("a token was just pushed")
    }

    /// `"..."` and `'.'`: a backslash escapes, a doubled quote is a quote, the line's end ends it.
    fn quoted(&mut self, quote: u8, kind: Kind, depth: u16) {
        let start = self.at;
        self.at += 1;
        let mut closed = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => {
                    self.at += if self.bytes[self.at..].starts_with(b"\\\r\n") { 3 } else { 2 }
                }
                b'\n' => break,
                b'\r' if self.next_is(1, b'\n') => break,
                _ if byte == quote && self.next_is(1, quote) && kind == Kind::Text => self.at += 2,
                _ if byte == quote => {
                    closed = true;
                    break;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
        while !self.source.is_char_boundary(self.at) {
            self.at += 1;
        }
        let body = start + 1..self.at;
        self.at += usize::from(closed);
        self.push(kind, start, depth);
        let token = self.last();
        (token.body, token.closed) = (body, closed);
    }

    /// `#"..."#` with any number of `#`; false if this is no such string.
    fn raw_string(&mut self, depth: u16) -> bool {
        let hashes = self.bytes[self.at..].iter().take_while(|byte| **byte == b'#').count();
        if !self.next_is(hashes, b'"') {
            return false;
        }
        let start = self.at;
        let open = start + hashes + 1;
        let close = format!("\"{}", "#".repeat(hashes));
        let found = self.source[open..].find(&close);
        let end = found.map_or(self.bytes.len(), |i| open + i);
        self.at = if found.is_some() { end + close.len() } else { end };
        self.push(Kind::Text, start, depth);
        let token = self.last();
        (token.body, token.closed) = (open..end, found.is_some());
        true
    }

    fn template(&mut self, depth: u16) {
        let start = self.at;
        let index = self.tokens.len();
        self.push(Kind::Template, start, depth);
        self.at += 1;
        let (mut plain, mut closed) = (true, false);
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'`' if self.next_is(1, b'`') => self.at += 2,
                b'`' => {
                    closed = true;
                    break;
                }
                b'\\' if self.bytes[self.at..].starts_with(b"\\${") => self.at += 3,
                b'$' if self.next_is(1, b'{') && depth < DEEPEST_TEMPLATE => {
                    plain = false;
                    self.at += 2;
                    self.run(depth + 1);
                }
                _ => self.at += 1,
            }
        }
        let body = start + 1..self.at;
        self.at += usize::from(closed);
        let token = &mut self.tokens[index];
        token.range = start..self.at;
        (token.body, token.closed, token.plain) = (body, closed, plain);
    }

    /// Whether the dot that stands here begins a number, as in `gain(.5)`: a digit follows, and
    /// nothing precedes it that could have a part of that name.
    fn begins_number(&self, depth: u16) -> bool {
        let before = self.tokens.iter().rfind(|token| token.kind != Kind::Comment);
        let operand = before.is_some_and(|before| match before.kind {
            // The template that it stands in.
            _ if before.depth < depth => false,
            Kind::Symbol => matches!(before.text(self.source), ")" | "]" | "}"),
            _ => true,
        });
        !operand && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit)
    }

    fn number(&mut self, depth: u16) {
        let start = self.at;
        let based = self.bytes[start..]
            .get(..2)
            .is_some_and(|b| b[0] == b'0' && b[1].is_ascii_alphabetic());
        while let Some(&byte) = self.bytes.get(self.at) {
            let digit_after_dot =
                byte == b'.' && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
            if byte.is_ascii_alphanumeric() || byte == b'_' || digit_after_dot {
                self.at += 1;
                let signed = matches!(self.bytes.get(self.at), Some(b'+' | b'-'));
                if matches!(byte, b'e' | b'E') && signed && !based {
                    self.at += 1;
                }
            } else {
                break;
            }
        }
        self.push(Kind::Number, start, depth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        lex(source).iter().map(|token| token.text(source)).collect()
    }

    #[test]
    fn every_kind_of_token_is_found_where_it_stands() {
        assert_eq!(
            texts("x: s(\"a b\").fast(1/8) // c"),
            ["x", ":", "s", "(", "\"a b\"", ")", ".", "fast", "(", "1", "/", "8", ")", "// c"]
        );
        assert_eq!(
            texts("0..4 1.5e-3 #{a: 'q'}"),
            ["0", "..", "4", "1.5e-3", "#{", "a", ":", "'q'", "}"]
        );
    }

    #[test]
    fn a_dot_begins_a_number_where_nothing_could_have_a_part() {
        assert_eq!(
            texts("f(.5, -.25e-1, [.1])"),
            ["f", "(", ".5", ",", "-", ".25e-1", ",", "[", ".1", "]", ")"]
        );
        assert_eq!(
            texts("x.5 f().5 1..5"),
            ["x", ".", "5", "f", "(", ")", ".", "5", "1", "..", "5"]
        );
    }

    #[test]
    fn strings_know_their_body_and_whether_they_are_closed() {
        let source = "\"a\\\"b\" #\"raw \"x\"\"# `t` \"open";
        let tokens = lex(source);
        let bodies: Vec<&str> = tokens.iter().map(|t| &source[t.body.clone()]).collect();
        assert_eq!(bodies, ["a\\\"b", "raw \"x\"", "t", "open"]);
        assert!(!tokens[3].closed);
    }

    #[test]
    fn what_stands_in_a_template_follows_it() {
        let source = "`a${ x + #{z: 1}.z }b` y";
        let tokens = lex(source);
        assert!(!tokens[0].plain);
        assert_eq!(tokens[0].text(source), "`a${ x + #{z: 1}.z }b`");
        assert_eq!(tokens[1].depth, 1);
        assert_eq!(tokens.last().map(|t| (t.text(source), t.depth)), Some(("y", 0)));
    }

    #[test]
    fn no_text_makes_it_panic() {
        for source in
            ["\"\\", "`${", "/* /*", "#\"", "'", "\"é\\é", "1e", "`${`${`", "\\\r", "é\u{feff}"]
        {
            lex(source);
        }
    }
}
