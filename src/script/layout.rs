//! Labels, optional semicolons and keywords as method names: what a script may leave out or add to
//! plain Rhai, worked out so that every line and column stays where it was.
//!
//! A semicolon is only ever added at the end of a line, and other tokens are exchanged one for one
//! while Rhai reads them; the meaning of a label is not decided here.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::lexer::{Kind, Token, lex};
use super::registered;
use crate::diag::Source;
use crate::vocab::{self, Word};

/// The operator that a label's colon becomes.
pub(crate) const LABEL: &str = "track_is";

/// What takes the place of a token while Rhai reads it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Swap {
    /// The name of a label, as a string.
    Label(String),
    /// The colon of a label, as the operator [`LABEL`].
    Colon,
    /// A keyword after a dot, as a plain name.
    Name(String),
    /// A number that begins with its dot, as this one; with the sign that Rhai read before it.
    Number(f64),
}

/// The label of a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Label {
    /// As written, or `$1`, `$2`, .. for the anonymous `$:`.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) range: Range<usize>,
}

/// One statement, at any depth of blocks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Statement {
    /// From its first token to its last.
    pub(crate) range: Range<usize>,
    /// True if it stands in no block.
    pub(crate) top: bool,
    /// Its label.
    pub(crate) label: Option<Label>,
}

/// A script made ready for Rhai.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The text with its semicolons.
    pub(crate) text: String,
    /// Tokens to exchange, by line and column.
    pub(crate) swaps: HashMap<(usize, usize), Swap>,
    /// Every statement, in the order of their ends.
    pub(crate) statements: Vec<Statement>,
    /// The tokens of the text as it was, without comments.
    pub(crate) tokens: Vec<Token>,
}

/// Words that are Rhai's, but may follow a dot.
const AFTER_DOT: &[&str] = &[
    "as",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "const",
    "continue",
    "default",
    "do",
    "else",
    "export",
    "fn",
    "for",
    "go",
    "goto",
    "if",
    "import",
    "in",
    "is",
    "let",
    "loop",
    "match",
    "module",
    "new",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "shared",
    "spawn",
    "static",
    "super",
    "switch",
    "sync",
    "thread",
    "throw",
    "try",
    "until",
    "use",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Words after which a statement cannot end.
const OPEN: &[&str] = &[
    "let", "const", "if", "else", "while", "until", "loop", "for", "in", "fn", "private", "import",
    "export", "as", "throw", "switch", "do", "try", "catch",
];

/// Words that carry on the statement of the line before.
const CARRY_ON: &[&str] = &["else", "in", "as", "catch", "while", "until"];

/// The name under which a method is known when it is called as a function: `fast(2, p)`.
pub(crate) fn as_function(name: &str) -> String {
    format!("{name}()")
}

/// Makes a script ready for Rhai.
pub(crate) fn lay_out(source: &Source) -> Layout {
    let tokens: Vec<Token> =
        lex(&source.text).into_iter().filter(|token| token.kind != Kind::Comment).collect();
    let mut walk = Walk::new(source);
    let declared = tokens.windows(2).filter(|pair| pair[0].is_word(&source.text, "fn"));
    let own: HashSet<&str> = declared
        .map(|pair| pair[1].text(&source.text))
        .chain(registered::names(&source.text, &tokens))
        .collect();
    for (i, token) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).map(|before| &tokens[before]);
        walk.keyword_after_dot(before, token);
        walk.method_as_function(before, token, tokens.get(i + 1), &own);
        walk.dotted_number(before, token);
    }
    let outer: Vec<&Token> = tokens.iter().filter(|token| token.depth == 0).collect();
    for at in 0..outer.len() {
        walk.token(&outer[at..]);
    }
    let Walked { text, swaps, statements } = walk.finish();
    Layout { text, swaps, statements, tokens }
}

/// What came of a walk through the tokens.
struct Walked {
    text: String,
    swaps: HashMap<(usize, usize), Swap>,
    statements: Vec<Statement>,
}

/// A block that is being read, and its current statement.
struct Block {
    start: Option<usize>,
    end: usize,
    label: Option<Label>,
}

struct Walk<'a> {
    source: &'a Source,
    text: &'a str,
    swaps: HashMap<(usize, usize), Swap>,
    semicolons: Vec<usize>,
    statements: Vec<Statement>,
    /// The open brackets; a block has its statement.
    open: Vec<Option<Block>>,
    /// Where a letter of a label becomes one that Rhai can read, and where a number begins with its
    /// dot.
    joints: Vec<usize>,
    dots: Vec<usize>,
    anonymous: usize,
}

impl<'a> Walk<'a> {
    fn new(source: &'a Source) -> Walk<'a> {
        Walk {
            source,
            text: &source.text,
            swaps: HashMap::new(),
            semicolons: Vec::new(),
            statements: Vec::new(),
            open: vec![Some(Block { start: None, end: 0, label: None })],
            joints: Vec::new(),
            dots: Vec::new(),
            anonymous: 0,
        }
    }

    fn swap(&mut self, at: usize, swap: Swap) {
        self.swaps.insert(self.source.line_column(at), swap);
    }

    fn is_dot(&self, token: &Token) -> bool {
        token.is_symbol(self.text, ".") || token.is_symbol(self.text, "?.")
    }

    fn keyword_after_dot(&mut self, before: Option<&Token>, token: &Token) {
        let word = token.text(self.text);
        let dotted = before.is_some_and(|before| self.is_dot(before));
        if dotted && token.kind == Kind::Word && AFTER_DOT.contains(&word) {
            self.swap(token.range.start, Swap::Name(word.to_string()));
        }
    }

    /// `.5` is read by Rhai as `05`, in as many letters, and then exchanged for what it is. A sign
    /// that touches it becomes a part of Rhai's number, which then begins there.
    fn dotted_number(&mut self, before: Option<&Token>, token: &Token) {
        let start = token.range.start;
        let text = token.text(self.text);
        let Some(value) = text.strip_prefix('.').and_then(|_| {
            format!("0{text}").replace('_', "").parse::<f64>().ok().filter(|x| x.is_finite())
        }) else {
            return;
        };
        if token.kind != Kind::Number {
            return;
        }
        self.dots.push(start);
        self.swap(start, Swap::Number(value));
        let signed =
            |before: &&Token| before.range.end == start && before.is_symbol(self.text, "-");
        if let Some(sign) = before.filter(signed) {
            self.swap(sign.range.start, Swap::Number(value));
        }
    }

    /// Tells the vocabulary `fast(2, p)` from `p.fast(2)`, which Rhai does not.
    fn method_as_function(
        &mut self,
        before: Option<&Token>,
        token: &Token,
        next: Option<&Token>,
        own: &HashSet<&str>,
    ) {
        let word = token.text(self.text);
        let called = next.is_some_and(|next| next.is_symbol(self.text, "("));
        if token.kind != Kind::Word || !called || own.contains(word) {
            return;
        }
        let free = before.is_none_or(|before| {
            !self.is_dot(before)
                && !before.is_symbol(self.text, "::")
                && !before.is_word(self.text, "fn")
        });
        let is_method = matches!(vocab::lookup(word), Some(Word::Function(row)) if row.method);
        if free && is_method {
            self.swap(token.range.start, Swap::Name(as_function(word)));
        }
    }

    /// Reads the first of these tokens.
    fn token(&mut self, tokens: &[&Token]) {
        let token = tokens[0];
        let symbol = if token.kind == Kind::Symbol { token.text(self.text) } else { "" };
        if matches!(symbol, ")" | "]" | "}") {
            self.close();
        } else if let Some(Some(block)) = self.open.last_mut()
            && block.start.is_none()
            && symbol != ";"
        {
            block.start = Some(token.range.start);
            self.label(tokens);
        }
        match symbol {
            "(" | "[" | "?[" | "#{" => self.open.push(None),
            "{" => self.open.push(Some(Block { start: None, end: 0, label: None })),
            ";" => return self.end_statement(),
            _ => {}
        }
        if let Some(Some(block)) = self.open.last_mut() {
            block.end = token.range.end;
            if self.ends_here(tokens) {
                self.semicolons.push(token.range.end);
                self.end_statement();
            }
        }
    }

    /// Closes the innermost bracket; one too many is left to the parser to complain about.
    fn close(&mut self) {
        if self.open.len() > 1 {
            self.end_statement();
            self.open.pop();
        }
    }

    fn end_statement(&mut self) {
        let top = self.open.len() == 1;
        if let Some(Some(block)) = self.open.last_mut()
            && let Some(start) = block.start.take()
        {
            let range = start..block.end.max(start);
            self.statements.push(Statement { range, top, label: block.label.take() });
        }
    }

    /// A name, a string or `$`, then a colon, at the start of a statement: a label.
    fn label(&mut self, tokens: &[&Token]) {
        let dollar = |token: &Token| token.is_symbol(self.text, "$");
        let prefix = tokens[0].kind == Kind::Word && matches!(tokens[0].text(self.text), "_" | "S");
        let anonymous = match tokens {
            [first, ..] if dollar(first) => Some(1),
            [first, second, ..]
                if prefix && dollar(second) && first.range.end == second.range.start =>
            {
                Some(2)
            }
            _ => None,
        };
        let length = anonymous.unwrap_or(1);
        let Some(colon) = tokens.get(length).filter(|token| token.is_symbol(self.text, ":")) else {
            return;
        };
        let range = tokens[0].range.start..tokens[length - 1].range.end;
        let name = if anonymous.is_some() {
            self.anonymous += 1;
            let mark = self.text.get(range.clone()).unwrap_or("").trim_end_matches('$');
            format!("{mark}${}", self.anonymous)
        } else if matches!(tokens[0].kind, Kind::Word | Kind::Text) {
            self.text.get(tokens[0].body.clone()).unwrap_or("").to_string()
        } else {
            return;
        };
        if length == 2 {
            // Rhai reads one token for each exchange, so the two are made into one name.
            self.joints.push(tokens[1].range.start);
        }
        let letters = || name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        if tokens[0].kind == Kind::Word && !name.is_ascii() && letters() {
            // Rhai's own names are ASCII; this one is exchanged for a string anyway.
            let letters = name.char_indices().filter(|(_, letter)| !letter.is_ascii());
            self.joints.extend(letters.map(|(at, _)| range.start + at));
        }
        self.swap(tokens[0].range.start, Swap::Label(name.clone()));
        self.swap(colon.range.start, Swap::Colon);
        if let Some(Some(block)) = self.open.last_mut() {
            block.label = Some(Label { name, range });
        }
    }

    /// True if the statement ends after the first of these tokens, because the next stands on another
    /// line and does not carry it on.
    fn ends_here(&self, tokens: &[&Token]) -> bool {
        let [token, next, ..] = tokens else { return false };
        let gap = self.text.get(token.range.end..next.range.start).unwrap_or("");
        if !gap.contains('\n') {
            return false;
        }
        let word = token.text(self.text);
        let may_end = match token.kind {
            Kind::Word => !OPEN.contains(&word),
            Kind::Symbol => matches!(word, ")" | "]" | "}"),
            _ => true,
        };
        if self.starts_anew(&tokens[1..]) {
            return may_end || token.kind == Kind::Symbol;
        }
        // After a block it may belong to a `do`; after anything else it begins a loop.
        let begins_loop = next.is_word(self.text, "while") && word != "}";
        may_end && (begins_loop || !self.carries_on(&tokens[1..]))
    }

    /// True for a label or a word that only a statement can begin with: what is unfinished before it
    /// is a mistake, and the mistake ends there.
    fn starts_anew(&self, tokens: &[&Token]) -> bool {
        let word = tokens[0].text(self.text);
        let label = (tokens[0].kind == Kind::Word || word == "$")
            && tokens.get(1).is_some_and(|next| next.is_symbol(self.text, ":"));
        label || tokens[0].kind == Kind::Word && matches!(word, "let" | "const" | "fn" | "import")
    }

    fn carries_on(&self, tokens: &[&Token]) -> bool {
        let word = tokens[0].text(self.text);
        let closure = match tokens {
            [first, ..] if first.is_symbol(self.text, "||") => true,
            [first, _, third, ..] if first.is_symbol(self.text, "|") => {
                third.is_symbol(self.text, "|") || third.is_symbol(self.text, ",")
            }
            _ => false,
        };
        match tokens[0].kind {
            Kind::Symbol => !closure && !matches!(word, "(" | "[" | "{" | "#{" | "$" | "!"),
            Kind::Word => CARRY_ON.contains(&word),
            _ => false,
        }
    }

    fn finish(mut self) -> Walked {
        while self.open.len() > 1 {
            self.close();
        }
        self.end_statement();
        let mut text = String::with_capacity(self.text.len() + self.semicolons.len());
        let mut semicolons = self.semicolons.iter().copied().peekable();
        for (at, letter) in self.text.char_indices() {
            while semicolons.next_if(|&place| place <= at).is_some() {
                text.push(';');
            }
            let joint = self.joints.binary_search(&at).is_ok();
            text.push(match letter {
                '\u{feff}' if at == 0 => ' ',
                _ if joint => '_',
                '.' if self.dots.binary_search(&at).is_ok() => '0',
                _ => letter,
            });
        }
        text.extend(semicolons.map(|_| ';'));
        Walked { text, swaps: self.swaps, statements: self.statements }
    }
}

#[cfg(test)]
mod tests;
