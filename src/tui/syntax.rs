//! Tells the parts of a script apart, mini-notation inside strings included, to colour them.
//!
//! It looks at letters only and accepts anything: it does not parse, and knows no vocabulary.

use super::theme::Ink;

/// A piece of the text that has one colour. Blanks belong to no piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// What it is.
    pub ink: Ink,
}

const KEYWORDS: &[&str] = &[
    "as", "break", "const", "continue", "do", "else", "export", "false", "fn", "for", "global",
    "if", "import", "in", "let", "loop", "private", "return", "switch", "this", "throw", "true",
    "try", "catch", "until", "while",
];

/// Code within strings within code.. deeper than this is shown as string.
const DEEPEST: usize = 8;

/// The pieces of a script, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut scanner = Scanner { text, at: 0, pieces: Vec::new(), open: Vec::new() };
    scanner.code(0);
    scanner.pieces
}

/// The lines of a script, and which of them belong together. Lines count from 0.
pub(super) struct Statements<'a> {
    lines: Vec<&'a str>,
    balances: Vec<i32>,
}

impl<'a> Statements<'a> {
    pub(super) fn of(text: &'a str) -> Statements<'a> {
        Statements { lines: text.lines().collect(), balances: balances(text) }
    }

    /// The last line of the statement that begins on `first`: open brackets and lines that begin with a
    /// dot, an operator or a closing bracket go on with it.
    pub(super) fn end(&self, first: usize) -> usize {
        let (mut depth, mut last) = (0i32, first);
        for (number, line) in self.lines.iter().enumerate().skip(first) {
            let begin = line.trim_start();
            let blank = begin.is_empty() || begin.starts_with("//");
            let goes_on =
                begin.starts_with(['.', ')', ']', '}', '+', '-', '*', '/', '|', '&', ',']);
            if number > first && depth <= 0 && !blank && !goes_on {
                break;
            }
            depth += self.balances[number];
            if !blank || depth > 0 {
                last = number;
            }
        }
        last
    }

    /// The lines of the statement that begins on `first`.
    pub(super) fn from(&self, first: usize) -> &[&'a str] {
        self.lines.get(first..=self.end(first)).unwrap_or(&[])
    }
}

/// Opening brackets less closing ones of every line, outside strings and comments. The text is read
/// as a whole, because strings may go over lines.
fn balances(text: &str) -> Vec<i32> {
    let mut balances = vec![0; text.lines().count() + 1];
    let (mut line, mut read) = (0, 0);
    for piece in pieces(text).into_iter().filter(|piece| piece.ink == Ink::Sign) {
        line += text[read..piece.start].matches('\n').count();
        read = piece.start;
        for byte in text[piece.start..piece.end].bytes() {
            balances[line] += i32::from(b"([{".contains(&byte)) - i32::from(b")]}".contains(&byte));
        }
    }
    balances
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    pieces: Vec<Piece>,
    /// The brackets around here.
    open: Vec<u8>,
}

impl Scanner<'_> {
    /// Reads code to the end of the text, or to the brace that closes an interpolation.
    fn code(&mut self, depth: usize) {
        let floor = self.open.len();
        let mut fresh = true;
        while let Some(next) = self.peek() {
            let start = self.at;
            let rest = &self.text[start..];
            match next {
                '\n' => {
                    self.at += 1;
                    fresh = true;
                    continue;
                }
                _ if next.is_whitespace() => {
                    self.at += next.len_utf8();
                    continue;
                }
                '/' if rest.starts_with("//") => {
                    self.at += rest.find('\n').unwrap_or(rest.len());
                    self.push(start, Ink::Comment);
                    continue;
                }
                '/' if rest.starts_with("/*") => {
                    self.block_comment();
                    self.push(start, Ink::Comment);
                    continue;
                }
                '}' if depth > 0 && self.open.len() == floor => return,
                '"' => self.string('"', depth),
                '`' => self.string('`', depth),
                '\'' => self.character(),
                '$' => self.dollar(fresh),
                _ if next.is_ascii_digit() => self.number(),
                _ if next.is_alphabetic() || next == '_' => self.word(fresh),
                _ => self.sign(next),
            }
            fresh = next == ';' || next == '{';
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn push(&mut self, start: usize, ink: Ink) {
        if start < self.at {
            self.pieces.push(Piece { start, end: self.at, ink });
        }
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !accept(c)).unwrap_or(rest.len());
    }

    fn block_comment(&mut self) {
        let mut depth = 0usize;
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            if rest.starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if rest.starts_with("*/") {
                depth -= 1;
                self.at += 2;
            } else {
                self.at += self.peek().map_or(1, char::len_utf8);
            }
            if depth == 0 {
                break;
            }
        }
    }

    fn sign(&mut self, sign: char) {
        let start = self.at;
        self.at += sign.len_utf8();
        match sign {
            '(' | '[' | '{' => {
                let map = sign == '{' && self.text[..start].ends_with('#');
                self.open.push(if map { b'#' } else { sign as u8 });
            }
            ')' | ']' | '}' => drop(self.open.pop()),
            _ => {}
        }
        self.push(start, Ink::Sign);
    }

    fn dollar(&mut self, fresh: bool) {
        let start = self.at;
        self.at += 1;
        self.push(start, if fresh { Ink::Label } else { Ink::Sign });
    }

    fn word(&mut self, fresh: bool) {
        let start = self.at;
        self.take_while(|c| c.is_alphanumeric() || c == '_');
        let rest = self.text[self.at..].trim_start_matches([' ', '\t']);
        let word = &self.text[start..self.at];
        let statement = self.open.last().is_none_or(|&bracket| bracket == b'{');
        let ink = if KEYWORDS.contains(&word) {
            Ink::Keyword
        } else if fresh && statement && rest.starts_with(':') && !rest.starts_with("::") {
            Ink::Label
        } else if rest.starts_with('(') || self.text[..start].ends_with('.') {
            Ink::Function
        } else {
            Ink::Name
        };
        self.push(start, ink);
    }

    fn number(&mut self) {
        let start = self.at;
        self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        let rest = &self.text.as_bytes()[self.at..];
        if rest.first() == Some(&b'.') && rest.get(1).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
            self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        }
        self.push(start, Ink::Number);
    }

    fn character(&mut self) {
        let start = self.at;
        let rest = &self.text[start + 1..];
        let line = rest.split('\n').next().unwrap_or("");
        self.at += 1 + line.find('\'').map_or(0, |end| end + 1);
        self.push(start, Ink::Quote);
    }

    /// A string from quote to quote; one in double quotes ends with its line if nobody closed it.
    fn string(&mut self, quote: char, depth: usize) {
        self.quote(1);
        while let Some(next) = self.peek() {
            let start = self.at;
            match next {
                _ if next == quote => return self.quote(1),
                '\n' if quote == '"' && !self.text[..start].ends_with('\\') => return,
                '\\' => {
                    self.at += 1;
                    self.at += self.peek().filter(|c| *c != '\n').map_or(0, char::len_utf8);
                    self.push(start, Ink::Mark);
                }
                '$' if quote == '`' && self.text[start..].starts_with("${") && depth < DEEPEST => {
                    self.quote(2);
                    self.code(depth + 1);
                    self.quote(usize::from(self.peek() == Some('}')));
                }
                _ => self.mini(next),
            }
        }
    }

    fn quote(&mut self, bytes: usize) {
        let start = self.at;
        self.at += bytes;
        self.push(start, Ink::Quote);
    }

    /// One word, number or sign of mini-notation.
    fn mini(&mut self, next: char) {
        let start = self.at;
        let before = self.text[..start].chars().next_back();
        if next.is_whitespace() {
            self.at += next.len_utf8();
        } else if next.is_alphabetic() || next == '_' {
            self.take_while(|c| c.is_alphanumeric() || "_#".contains(c));
            self.push(start, Ink::Word);
        } else if next.is_ascii_digit() {
            self.take_while(|c| c.is_ascii_digit());
            if self.text[self.at..].starts_with('.')
                && self.text.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_digit)
            {
                self.at += 1;
                self.take_while(|c| c.is_ascii_digit());
            }
            self.push(start, Ink::Count);
        } else {
            self.at += next.len_utf8();
            let rest = next == '~' || next == '-' && before.is_some_and(|c| c == ' ' || c == '"');
            self.push(start, if rest { Ink::Faint } else { Ink::Mark });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(&str, Ink)> {
        pieces(text).into_iter().map(|p| (&text[p.start..p.end], p.ink)).collect()
    }

    #[test]
    fn a_track_has_a_label_functions_and_mini_notation() {
        let expected = [
            ("drums", Ink::Label),
            (":", Ink::Sign),
            ("s", Ink::Function),
            ("(", Ink::Sign),
            ("\"", Ink::Quote),
            ("bd", Ink::Word),
            ("*", Ink::Mark),
            ("2", Ink::Count),
            ("~", Ink::Faint),
            ("\"", Ink::Quote),
            (")", Ink::Sign),
            ("// x", Ink::Comment),
        ];
        assert_eq!(told("drums: s(\"bd*2 ~\") // x\n"), expected);
    }

    #[test]
    fn labels_stand_at_the_beginning_of_statements() {
        let inks = |text: &str| pieces(text)[0].ink;
        assert_eq!(inks("$: x"), Ink::Label);
        assert_eq!(inks("_pad : x"), Ink::Label);
        assert_eq!(inks("a::b"), Ink::Name);
        assert_eq!(told("#{\n a: 1 }")[2], ("a", Ink::Name));
        assert_eq!(told("if x {\n a: y }")[3], ("a", Ink::Label));
    }

    #[test]
    fn interpolations_are_code() {
        let told = told("`t${i + 1}` fn");
        assert_eq!(told[0], ("`", Ink::Quote));
        assert_eq!(told[2], ("${", Ink::Quote));
        assert_eq!(told[3], ("i", Ink::Name));
        assert_eq!(told[5], ("1", Ink::Number));
        assert_eq!(told.last(), Some(&("fn", Ink::Keyword)));
    }

    #[test]
    fn ranges_are_no_decimal_points() {
        assert_eq!(told("0..7")[0], ("0", Ink::Number));
        assert_eq!(told("0.25")[0], ("0.25", Ink::Number));
        assert_eq!(told("1/8").len(), 3);
    }

    #[test]
    fn unfinished_text_is_no_trouble() {
        for text in
            ["\"bd", "`${", "/* /* */", "'", "'é", "\\", "\"\\", "`${`${`", "}}}", "#", "\"\\é"]
        {
            let pieces = pieces(text);
            assert!(
                pieces.iter().all(|p| p.start < p.end && text.get(p.start..p.end).is_some()),
                "{text}"
            );
            assert!(pieces.windows(2).all(|two| two[0].end <= two[1].start), "{text}");
        }
        pieces(&"`${".repeat(100_000));
    }

    #[test]
    fn a_statement_goes_on_over_dots_and_brackets() {
        let text =
            "a: s(\"bd\")\n  // why\n  .fast(2)\n\nb: stack([\n  s(\"(\"),\n\n  x\n])\nc: y\n";
        let statements = Statements::of(text);
        assert_eq!([0, 4, 9].map(|first| statements.end(first)), [2, 8, 9]);
        assert_eq!(Statements::of("a: beat(`\n  bd: x.(\n`)\nb: y\n").end(0), 2);
    }
}
