//! What is legal, but surely not meant: functions that hide built-in ones, variables nobody uses.
//!
//! It reads tokens, not meaning, and says nothing when in doubt.

use std::collections::HashMap;

use super::bind;
use super::layout::Statement;
use super::lexer::{Kind, Token, lex};
use super::recover::declared;
use super::stage::SCRIPT;
use crate::diag::{Diagnostic, Source, SrcSpan};
use crate::vocab::library::LIBRARIES;
use crate::vocab::session::{Command, command_named};
use crate::vocab::{self, Group, Word};

/// Adds warnings about a script that ran.
pub(crate) fn look(source: &Source, diagnostics: &mut Vec<Diagnostic>) {
    let text = &*source.text;
    // What a built-in library defines hides nothing: it is what is built in.
    if LIBRARIES.iter().any(|(_, library)| *library == text) {
        return;
    }
    let tokens: Vec<Token> = lex(text).into_iter().filter(|t| t.kind != Kind::Comment).collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for (i, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Word) {
        if may_be_variable(text, &tokens, i) {
            *uses.entry(token.text(text)).or_default() += 1;
        }
    }
    for (i, token) in tokens.iter().enumerate() {
        let Some(next) = tokens.get(i + 1).filter(|next| token.range.end < next.range.start) else {
            continue;
        };
        let span = |token: &Token| SrcSpan::new(SCRIPT, token.range.start, token.range.end);
        if token.is_word(text, "fn") {
            let typed = tokens.get(i + 2).is_some_and(|dot| dot.is_symbol(text, "."));
            let Some(name) = tokens.get(if typed { i + 3 } else { i + 1 }) else { continue };
            diagnostics.extend(bind::hidden(name.text(text), Some(span(name))));
        }
        let name = next.text(text);
        let declares = token.is_word(text, "let") || token.is_word(text, "const");
        if declares && is_signal(name) {
            diagnostics.push(
                Diagnostic::warning(span(next), format!("this variable hides the signal `{name}`"))
                    .hint("give it another name, unless that is what you want"),
            );
        }
        let unused = uses.get(name) == Some(&1) && !name.starts_with('_');
        if token.is_word(text, "let") && next.kind == Kind::Word && unused {
            diagnostics.push(
                Diagnostic::warning(span(next), format!("`{name}` is never used"))
                    .hint(format!("to play it, make it a track: {name}: ..")),
            );
        }
    }
}

/// False for the name of a method and of a track.
fn may_be_variable(text: &str, tokens: &[Token], i: usize) -> bool {
    let is = |at: Option<usize>, symbols: &[&str]| {
        let token = at.and_then(|at| tokens.get(at));
        token.is_some_and(|token| symbols.iter().any(|symbol| token.is_symbol(text, symbol)))
    };
    !is(i.checked_sub(1), &[".", "?."]) && !is(Some(i + 1), &[":"])
}

/// Warns of patterns that stand alone at the top of a script, and so play on no track; but not of the
/// one that was made a track.
pub(crate) fn lonely(
    source: &Source,
    statements: &[Statement],
    adopted: Option<SrcSpan>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let text = &*source.text;
    let tokens: Vec<Token> =
        lex(text).into_iter().filter(|t| t.kind != Kind::Comment && t.depth == 0).collect();
    for statement in statements.iter().filter(|s| s.top && s.label.is_none()) {
        let first = tokens.partition_point(|token| token.range.start < statement.range.start);
        let end = tokens.partition_point(|token| token.range.start < statement.range.end);
        let span = SrcSpan::new(SCRIPT, statement.range.start, statement.range.end);
        if text.get(statement.range.clone()).is_none_or(|text| declared(text).anything()) {
            continue;
        }
        if adopted == Some(span) || !tokens.get(first..end).is_some_and(|t| is_pattern(text, t)) {
            continue;
        }
        let word = tokens[first].text(text);
        let call =
            if tokens[first].kind == Kind::Word { format!("{word}(..)") } else { word.into() };
        diagnostics.push(
            Diagnostic::warning(span, "this pattern plays on no track")
                .hint(format!("write $: {call}, or give the track a name")),
        );
    }
}

/// True for a statement that is surely a pattern and nothing else: a word of the vocabulary or a string
/// with its methods, which declare nothing.
fn is_pattern(text: &str, tokens: &[Token]) -> bool {
    let (Some(first), Some(second)) = (tokens.first(), tokens.get(1)) else { return false };
    let word = first.text(text);
    let begins = match first.kind {
        Kind::Word => {
            // `hush()` by itself silences the whole set.
            vocab::lookup(word).is_some()
                && word != "hush"
                && command_named(word).is_none()
                && second.is_symbol(text, "(")
        }
        Kind::Text | Kind::Template => second.is_symbol(text, "."),
        _ => false,
    };
    let mut depth = 0usize;
    let declares = tokens.windows(2).any(|pair| {
        let symbol = if pair[0].kind == Kind::Symbol { pair[0].text(text) } else { "" };
        match symbol {
            "(" | "[" | "{" | "#{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let marks = |command: &Command| command.picture || matches!(command.name, "solo" | "mute");
        let method = || command_named(pair[1].text(text)).is_some_and(|command| !marks(command));
        depth == 0 && (symbol == "=" || symbol == "." && method())
    });
    begins && !declares
}

/// True for what is written without brackets: `sine`, `rand`.
fn is_signal(name: &str) -> bool {
    matches!(vocab::lookup(name), Some(Word::Function(row))
        if row.group == Group::Signal && row.params.is_empty() && !row.method)
}
