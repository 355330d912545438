//! How Tidal, JavaScript and Python write what is written otherwise here: the hint shows the form to write.
//!
//! It reads the tokens around an error, and says nothing when in doubt.

use rhai::EvalAltResult;

use super::lexer::{Kind, Token, lex};
use crate::diag::{Source, SrcSpan};
use crate::vocab::{self, Word};

/// A message and what to write instead.
pub(crate) type Habit = (String, String);

/// What somebody who comes from another language means by what is wrong at a place.
pub(crate) fn habit(error: &EvalAltResult, source: &Source, span: SrcSpan) -> Option<Habit> {
    let text = &*source.text;
    let tokens: Vec<Token> = lex(text).into_iter().filter(|t| t.kind != Kind::Comment).collect();
    let at = tokens.iter().position(|token| token.range.start == span.start as usize)?;
    let around = Around { text, tokens: &tokens, at };
    match error {
        EvalAltResult::ErrorVariableNotFound(name, _) => around.no_parameter(name),
        EvalAltResult::ErrorParsing(..) => around.function().or_else(|| around.tidal()),
        _ => None,
    }
}

/// The tokens of a text, and which of them is wrong.
struct Around<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Around<'a> {
    fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |token| token.text(self.text))
    }

    /// The text from one token to before another.
    fn between(&self, from: usize, to: usize) -> &'a str {
        let (Some(first), Some(last)) = (self.tokens.get(from), to.checked_sub(1)) else {
            return "";
        };
        self.text.get(first.range.start..self.tokens[last].range.end).unwrap_or("")
    }

    /// Where the expression that begins at a token ends: at a comma, an unmatched bracket, or a line that
    /// does not go on with a method.
    fn end(&self, from: usize) -> usize {
        let mut open = 0usize;
        for (i, token) in self.tokens.iter().enumerate().skip(from.max(1)) {
            let symbol = if token.kind == Kind::Symbol { token.text(self.text) } else { "" };
            let gap = self.text.get(self.tokens[i - 1].range.end..token.range.start);
            let next_line = i > from && open == 0 && gap.is_some_and(|gap| gap.contains('\n'));
            match symbol {
                _ if next_line && symbol != "." => return i,
                "(" | "[" | "{" | "#{" => open += 1,
                ")" | "]" | "}" if open == 0 => return i,
                ")" | "]" | "}" => open -= 1,
                "," | ";" if open == 0 => return i,
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// `every(4, p.rev())`, with a `p` that nobody gave.
    fn no_parameter(&self, name: &str) -> Option<Habit> {
        let before = self.at.checked_sub(1).map(|i| self.word(i));
        let given = matches!(before, Some("," | "(")) && self.word(self.at + 1) == ".";
        let short = name.chars().count() <= 2 || matches!(name, "pat" | "this" | "pattern");
        let body = self.between(self.at, self.end(self.at));
        let hint = || format!("for a function of a pattern, write |{name}| {body}");
        (given && short).then(|| (format!("there is no `{name}` here"), hint()))
    }

    /// A function in the form of another language.
    fn function(&self) -> Option<Habit> {
        let (found, before) = (self.word(self.at), self.at.checked_sub(1));
        match found {
            "=>" | "->" => {
                let params = self.params_before(self.at)?;
                let body = body(self.between(self.at + 1, self.end(self.at + 1)));
                Some((format!("`{found}` does not make a function here"), closure(&params, &body)))
            }
            "fn" | "function" => self.with_braces(self.at),
            "{" => {
                let open = (0..self.at).rev().find(|&i| self.word(i) == "(")?.checked_sub(1)?;
                matches!(self.word(open), "fn" | "function").then(|| self.with_braces(open))?
            }
            _ if before.is_some_and(|i| self.word(i) == "lambda") => {
                let colon = (self.at..self.tokens.len()).take(8).find(|&i| self.word(i) == ":")?;
                let params = self.between(self.at, colon).to_owned();
                let body = self.between(colon + 1, self.end(colon + 1));
                Some(("`lambda` does not exist here".into(), closure(&params, body)))
            }
            _ => None,
        }
    }

    /// `x` or `(x, y)` before an arrow.
    fn params_before(&self, arrow: usize) -> Option<String> {
        let last = arrow.checked_sub(1)?;
        if self.word(last) != ")" {
            let named = self.tokens[last].kind == Kind::Word;
            return named.then(|| self.word(last).to_owned());
        }
        let open = (0..last).rev().find(|&i| self.word(i) == "(")?;
        Some(self.between(open + 1, last).to_owned()).filter(|_| open + 1 < last)
    }

    /// `fn(p) { p.rev() }` where a value is meant.
    fn with_braces(&self, word: usize) -> Option<Habit> {
        if self.word(word + 1) != "(" {
            return None;
        }
        let close = (word + 2..self.tokens.len()).find(|&i| self.word(i) == ")")?;
        let params = if close > word + 2 { self.between(word + 2, close) } else { "" };
        let body = body(self.between(close + 1, self.end(close + 1)));
        let name = self.word(word);
        Some((format!("`{name}(..)` does not make a function here"), closure(params, &body)))
    }

    /// `d1 $ sound "bd*2" # speed 2`.
    fn tidal(&self) -> Option<Habit> {
        let (start, end) = self.line();
        let found = self.word(self.at);
        let signs = (start..end).any(|i| matches!(self.word(i), "$" | "#"));
        // A word and what it is given, without brackets.
        let bare = self.at.checked_sub(1).filter(|&i| i >= start).is_some_and(|i| {
            let given = matches!(self.tokens[self.at].kind, Kind::Text | Kind::Number | Kind::Word);
            given && self.tokens[i].kind == Kind::Word && vocab::lookup(self.word(i)).is_some()
        });
        if !signs && !bare {
            return None;
        }
        let message = match found {
            "$" | "#" => format!("`{found}` means nothing here: this is how Tidal writes it"),
            _ if bare => format!("`{}` needs brackets", self.word(self.at - 1)),
            _ => return None,
        };
        let written = Haskell { around: self, at: start, end }.all();
        let form = written.map(|written| format!("write {written}"));
        Some((message, form.unwrap_or_else(|| "for example: d1(sound(\"bd*2\").speed(2))".into())))
    }

    /// The tokens of the statement around the wrong one, which Tidal ends with a line that is not
    /// indented, without a label before it.
    fn line(&self) -> (usize, usize) {
        let margin = |i: &usize| {
            let start = self.tokens[*i].range.start;
            start == 0 || self.text.as_bytes()[start - 1] == b'\n'
        };
        let start = (0..=self.at).rev().find(margin).unwrap_or(0);
        let end = (self.at + 1..self.tokens.len()).find(margin).unwrap_or(self.tokens.len());
        let label = self.word(start + 1) == ":";
        (if label { start + 2 } else { start }, end)
    }
}

/// Reads a line of Tidal.
struct Haskell<'a> {
    around: &'a Around<'a>,
    at: usize,
    end: usize,
}

impl Haskell<'_> {
    /// The whole line in brackets and dots; nothing if it cannot be told.
    fn all(mut self) -> Option<String> {
        let written = self.chain()?;
        (self.at == self.end).then_some(written)
    }

    fn next(&self) -> &str {
        if self.at < self.end { self.around.word(self.at) } else { "" }
    }

    /// `f a $ g b # h c`: what stands behind a `$` is the last thing that is given.
    fn chain(&mut self) -> Option<String> {
        let (name, given) = self.call()?;
        if self.next() == "$" {
            self.at += 1;
            let inner = self.chain()?;
            return Some(applied(&name, &given, Some(&inner)));
        }
        let mut written = applied(&name, &given, None);
        while self.next() == "#" {
            self.at += 1;
            let (name, given) = self.call()?;
            written = format!("{written}.{name}({})", given.join(", "));
        }
        Some(written)
    }

    /// A name, and what follows until a sign.
    fn call(&mut self) -> Option<(String, Vec<String>)> {
        let first = self.around.tokens.get(self.at).filter(|_| self.at < self.end)?;
        if first.kind != Kind::Word {
            return None;
        }
        let name = self.next().to_owned();
        self.at += 1;
        let mut given = Vec::new();
        while self.at < self.end && !matches!(self.next(), "$" | "#" | ")" | "]" | ",") {
            given.push(self.given()?);
        }
        Some((name, given))
    }

    fn given(&mut self) -> Option<String> {
        let token = &self.around.tokens[self.at];
        let text = token.text(self.around.text).to_owned();
        self.at += 1;
        match token.kind {
            Kind::Text | Kind::Number => Some(text),
            Kind::Word => Some(if is_method(&text) { format!("|p| p.{text}()") } else { text }),
            Kind::Symbol if text == "[" => {
                let mut items = Vec::new();
                while self.next() != "]" {
                    items.push(self.chain()?);
                    self.at += usize::from(self.next() == ",");
                }
                self.at += 1;
                Some(format!("[{}]", items.join(", ")))
            }
            Kind::Symbol if text == "(" => {
                if self.around.tokens.get(self.at)?.kind != Kind::Word {
                    return None;
                }
                let whole = self.at;
                let (name, given) = self.call()?;
                // `(fast 2)` waits for its pattern; `(sound "bd" # speed 2)` is one.
                let waits = self.next() == ")" && is_method(&name);
                let written = if waits {
                    format!("|p| p.{name}({})", given.join(", "))
                } else {
                    self.at = whole;
                    self.chain()?
                };
                let closed = self.next() == ")";
                self.at += 1;
                closed.then_some(written)
            }
            _ => None,
        }
    }
}

/// A call in our form: methods follow their pattern.
fn applied(name: &str, given: &[String], pattern: Option<&str>) -> String {
    match pattern {
        Some(pattern) if is_method(name) => format!("{pattern}.{name}({})", given.join(", ")),
        Some(pattern) => {
            let all: Vec<&str> = given.iter().map(String::as_str).chain([pattern]).collect();
            format!("{name}({})", all.join(", "))
        }
        None => format!("{name}({})", given.join(", ")),
    }
}

fn is_method(name: &str) -> bool {
    matches!(vocab::lookup(name), Some(Word::Function(row)) if row.method)
}

fn closure(params: &str, body: &str) -> String {
    format!("write |{}| {}", params.trim(), body.trim())
}

/// The body of a function without braces and `return`, if it is one expression.
fn body(text: &str) -> String {
    let inside = text.trim().strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let Some(inside) = inside.map(str::trim) else { return text.trim().to_owned() };
    let bare = inside.strip_prefix("return ").unwrap_or(inside).trim_end_matches(';').trim();
    if bare.contains([';', '\n']) || bare.is_empty() {
        text.trim().to_owned()
    } else {
        bare.to_owned()
    }
}
