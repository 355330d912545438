//! Finding the rest of a broken script: which stretches cannot be read, and what they would have
//! declared.
//!
//! A stretch that is given up is blanked: its letters become spaces, so that nothing else moves.

use std::collections::BTreeSet;
use std::ops::Range;

use super::lexer::{Kind, Token, lex};
use crate::diag::{Diagnostic, SrcSpan};

use super::stage::SCRIPT;

/// More stretches than this are not looked for.
const MOST_STRETCHES: usize = 24;

/// A stretch of the script that cannot be read, and why.
pub(crate) struct Damage {
    /// The stretch.
    pub(crate) range: Range<usize>,
    /// Why.
    pub(crate) diagnostic: Diagnostic,
}

/// Replaces a stretch by spaces of the same number of bytes; line ends stay.
pub(crate) fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String = text[range.clone()]
        .chars()
        .flat_map(|letter| {
            let (space, count) = if letter == '\n' { ('\n', 1) } else { (' ', letter.len_utf8()) };
            std::iter::repeat_n(space, count)
        })
        .collect();
    text.replace_range(range, &spaces);
}

/// Finds every unclosed string and bracket. The text is returned with the stretches around them blanked.
pub(crate) fn damage(text: &str) -> (String, Vec<Damage>) {
    let mut text = text.to_string();
    let mut found = Vec::new();
    let mut tokens = lex(&text);
    while let Some(damage) = unclosed_tail(&text, &tokens) {
        blank(&mut text, damage.range.clone());
        tokens = lex(&text);
        found.push(damage);
        if found.len() >= MOST_STRETCHES {
            return (text, found);
        }
    }
    tokens.retain(|token| token.kind != Kind::Comment && token.depth == 0);
    let broken = Brackets::new(&text).run(&tokens);
    for damage in &broken {
        blank(&mut text, damage.range.clone());
    }
    found.extend(broken);
    (text, found)
}

/// A template or comment that runs to the end of the text. Only its first line is given up, because
/// what follows was surely not meant to be in it.
fn unclosed_tail(text: &str, tokens: &[Token]) -> Option<Damage> {
    let token = tokens
        .iter()
        .find(|t| !t.closed && matches!(t.kind, Kind::Template | Kind::Comment) && t.depth == 0)?;
    let start = token.range.start;
    let begin = (0..=start).rev().find(|&at| {
        at == 0 || text.as_bytes()[at - 1] == b'\n' && !text.as_bytes()[at].is_ascii_whitespace()
    });
    let end = text[start..].find('\n').map_or(text.len(), |i| start + i);
    let what = if token.kind == Kind::Template { "string" } else { "comment" };
    let span = SrcSpan::new(SCRIPT, start, start + if what == "string" { 1 } else { 2 });
    let diagnostic = Diagnostic::error(span, format!("this {what} is not closed"));
    Some(Damage { range: begin.unwrap_or(0)..end, diagnostic })
}

/// Looks for brackets without partners, statement by statement.
struct Brackets<'a> {
    text: &'a str,
    open: Vec<Token>,
    start: usize,
    end: usize,
    trouble: Option<Diagnostic>,
    found: Vec<Damage>,
}

impl<'a> Brackets<'a> {
    fn new(text: &'a str) -> Brackets<'a> {
        Brackets { text, open: Vec::new(), start: 0, end: 0, trouble: None, found: Vec::new() }
    }

    /// Reads these tokens; those of comments and inside templates are not among them.
    fn run(mut self, tokens: &[Token]) -> Vec<Damage> {
        for (i, token) in tokens.iter().enumerate() {
            let margin = token.range.start;
            let at_margin = margin == 0 || self.text.as_bytes()[margin - 1] == b'\n';
            if at_margin && self.begins(&tokens[i..]) {
                self.finish();
                self.start = margin;
            }
            self.end = token.range.end;
            self.token(token);
        }
        self.finish();
        self.found
    }

    /// True if a statement begins here: surely with a label or a keyword, probably with any other word
    /// when no bracket is open.
    fn begins(&self, tokens: &[Token]) -> bool {
        let first = &tokens[0];
        let label = tokens.get(1).is_some_and(|next| next.is_symbol(self.text, ":"));
        let keyword = matches!(
            first.text(self.text),
            "let" | "const" | "fn" | "import" | "for" | "if" | "while" | "private" | "export"
        );
        let word = first.kind == Kind::Word || first.is_symbol(self.text, "$");
        word && (label || keyword || self.open.is_empty())
    }

    fn token(&mut self, token: &Token) {
        if matches!(token.kind, Kind::Text | Kind::Char) && !token.closed {
            let hint =
                "a string in double quotes ends on its line; use backticks for several lines";
            let message = "this string is not closed";
            self.complain(token, Diagnostic::error(None, message).hint(hint));
            return;
        }
        if token.kind != Kind::Symbol {
            return;
        }
        let symbol = token.text(self.text);
        match symbol {
            "(" | "[" | "{" | "#{" | "?[" => self.open.push(token.clone()),
            ")" | "]" | "}" => {
                let opener = self.open.pop();
                let Some(opener) = opener else {
                    self.complain(
                        token,
                        Diagnostic::error(None, format!("this `{symbol}` closes nothing")),
                    );
                    return;
                };
                let opening = opener.text(self.text);
                let fits = match symbol {
                    ")" => opening == "(",
                    "]" => opening.ends_with('['),
                    _ => opening.ends_with('{'),
                };
                if !fits {
                    let message = format!("this `{opening}` is not closed before `{symbol}`");
                    self.complain(&opener, Diagnostic::error(None, message));
                    // The bracket that came closes what stands around, if anything does.
                    self.open.pop();
                }
            }
            _ => {}
        }
    }

    fn complain(&mut self, token: &Token, mut diagnostic: Diagnostic) {
        let end = token.range.end.min(token.range.start + 1).max(token.range.start);
        let end = if self.text.is_char_boundary(end) { end } else { token.range.end };
        diagnostic.span = Some(SrcSpan::new(SCRIPT, token.range.start, end));
        self.trouble.get_or_insert(diagnostic);
    }

    /// Ends a statement; what is still open in it is never closed.
    fn finish(&mut self) {
        if let Some(opener) = self.open.first().cloned() {
            let message = format!("this `{}` is not closed", opener.text(self.text));
            self.complain(&opener, Diagnostic::error(None, message));
        }
        self.open.clear();
        if let Some(diagnostic) = self.trouble.take() {
            self.found.push(Damage { range: self.start..self.end, diagnostic });
        }
    }
}

/// What a stretch of a script declares, as far as its text tells.
#[derive(Default)]
pub(crate) struct Declared {
    /// Names of tracks.
    pub(crate) tracks: BTreeSet<String>,
    /// A track whose name is computed.
    pub(crate) unnamed: bool,
    /// Tempo, seed, quantum or samples.
    pub(crate) settings: bool,
    /// Something for all tracks.
    pub(crate) all: bool,
    /// Names of variables, constants, functions and libraries.
    pub(crate) names: BTreeSet<String>,
}

impl Declared {
    /// True if the stretch does something for the session.
    pub(crate) fn anything(&self) -> bool {
        !self.tracks.is_empty() || self.unnamed || self.settings || self.all
    }
}

/// Reads what a stretch declares by calls and keywords; labels are known to the layout.
pub(crate) fn declared(text: &str) -> Declared {
    let tokens: Vec<Token> =
        lex(text).into_iter().filter(|token| token.kind != Kind::Comment).collect();
    let mut declared = Declared::default();
    for (i, token) in tokens.iter().enumerate() {
        let word = token.text(text);
        let next = tokens.get(i + 1);
        if token.kind != Kind::Word {
            continue;
        }
        if matches!(word, "let" | "const" | "fn" | "as") {
            declared.names.extend(next.map(|next| next.text(text).to_string()));
        }
        if next.is_none_or(|next| !next.is_symbol(text, "(")) {
            continue;
        }
        match word {
            "track" | "p" => match tokens
                .get(i + 2)
                .filter(|t| t.kind == Kind::Text || t.plain && t.kind == Kind::Template)
            {
                Some(name) => {
                    declared.tracks.insert(text[name.body.clone()].to_string());
                }
                None => declared.unnamed = true,
            },
            "all" => declared.all = true,
            "tempo" | "cps" | "cpm" | "setcps" | "setcpm" | "setCps" | "setCpm" | "seed"
            | "quantum" | "meter" | "samples" | "masterEq" | "glue" | "masterGain" => {
                declared.settings = true;
            }
            _ if super::session::numbered(word).is_some() => {
                declared.tracks.insert(word.to_string());
            }
            _ => {}
        }
    }
    declared
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<(usize, String)> {
        let found = damage(text).1;
        found
            .into_iter()
            .map(|d| (d.diagnostic.span.map_or(0, |s| s.start as usize), d.diagnostic.message))
            .collect()
    }

    #[test]
    fn an_open_bracket_ends_with_its_statement() {
        let text = "a: s(\"bd\")\nb: stack([s(\"hh\")\nc: s(\"cp\")\n";
        assert_eq!(messages(text), [(19, "this `(` is not closed".to_string())]);
        assert_eq!(damage(text).0.lines().nth(2), Some("c: s(\"cp\")"));
    }

    #[test]
    fn brackets_may_hang_at_the_margin_when_they_are_closed() {
        assert!(messages("a: stack([\ns(\"bd\"),\ns(\"hh\")\n])\n").is_empty());
    }

    #[test]
    fn an_open_string_gives_up_one_line() {
        let text = "a: s(`bd\nb: s(\"hh\")\nc: s(\"cp\nd: s(\"x\")\n";
        let found = messages(text);
        assert_eq!(found.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [5, 25]);
        assert!(damage(text).0.contains("b: s(\"hh\")") && damage(text).0.contains("d: s(\"x\")"));
    }

    #[test]
    fn blanking_keeps_every_offset() {
        let mut text = "é: \"ü\"\nb".to_string();
        blank(&mut text, 0..8);
        assert_eq!((text.len(), &text[8..]), (10, "\nb"));
    }
}
