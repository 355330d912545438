//! What is legal, but surely not meant: functions that hide built-in ones, variables nobody uses.
//!
//! It reads tokens, not meaning, and says nothing when in doubt.

use std::collections::HashMap;

use super::bind;
use super::lexer::{Kind, Token, lex};
use super::stage::SCRIPT;
use crate::diag::{Diagnostic, Source, SrcSpan};
use crate::vocab::{self, Group, Word};

/// Adds warnings about a script that ran.
pub(crate) fn look(source: &Source, diagnostics: &mut Vec<Diagnostic>) {
    let text = &*source.text;
    let tokens: Vec<Token> = lex(text).into_iter().filter(|t| t.kind != Kind::Comment).collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
        *uses.entry(token.text(text)).or_default() += 1;
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

/// True for what is written without brackets: `sine`, `rand`.
fn is_signal(name: &str) -> bool {
    matches!(vocab::lookup(name), Some(Word::Function(row))
        if row.group == Group::Signal && row.params.is_empty() && !row.method)
}
