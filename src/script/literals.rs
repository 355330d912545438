//! Where the string literals of a script stand in its source, found again by identity.
//!
//! Every literal of a compiled script owns its text; evaluation only clones the handle, so the
//! address of the bytes tells the literal, through variables, arrays, closures, parameters and
//! imports. Strings that are computed have no place.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use rhai::{AST, ASTNode, Expr, Position, Stmt};

use super::lexer::{Kind, Token, lex};
use crate::diag::{Source, SourceId, SrcSpan};
use crate::vocab::Place;

/// The literals of all files of one run, and the names that they assign to.
#[derive(Default)]
pub(crate) struct Literals {
    places: HashMap<usize, Place>,
    assigned: HashSet<String>,
    /// Keeps the literals alive, so that no other string gets the address of one.
    alive: Vec<AST>,
    /// Those of files that are the same in every run.
    always: Option<Arc<Literals>>,
}

/// Methods that change the variable they are called on.
const CHANGING: &[&str] = &[
    "push",
    "append",
    "insert",
    "pop",
    "shift",
    "remove",
    "clear",
    "truncate",
    "drain",
    "retain",
    "splice",
    "reverse",
    "sort",
    "dedup",
    "chop",
    "extend",
    "resize",
    "set",
    "fill_with",
    "mixin",
];

impl Literals {
    /// None of its own yet, beside those that are the same in every run.
    pub(crate) fn beside(always: Arc<Literals>) -> Literals {
        Literals { always: Some(always), ..Literals::default() }
    }

    /// Takes in the literals of a compiled file.
    pub(crate) fn add(&mut self, ast: &AST, file: SourceId, source: &Source) {
        self.add_read(ast, file, source, &lex(&source.text));
        self.keep(ast.clone());
    }

    /// Keeps a file whose literals have been taken in alive.
    pub(crate) fn keep(&mut self, ast: AST) {
        self.alive.push(ast);
    }

    /// Takes in the literals of a compiled file of which the tokens are known; it must be kept.
    pub(crate) fn add_read(
        &mut self,
        ast: &AST,
        file: SourceId,
        source: &Source,
        tokens: &[Token],
    ) {
        let strings: Vec<Token> = tokens
            .iter()
            .filter(|token| matches!(token.kind, Kind::Text | Kind::Template))
            .cloned()
            .collect();
        ast.walk(&mut |path: &[ASTNode]| {
            match path {
                // Pieces of an interpolated string are no literals of their own.
                [
                    ..,
                    ASTNode::Expr(Expr::InterpolatedString(..)),
                    ASTNode::Expr(Expr::StringConstant(..)),
                ] => {}
                [.., ASTNode::Expr(Expr::StringConstant(text, position))] => {
                    if let Some(place) = place(source, &strings, file, *position) {
                        self.places.insert(text.as_str().as_ptr() as usize, place);
                    }
                }
                [.., ASTNode::Stmt(Stmt::Assignment(assignment))] => {
                    self.assigns_to(&assignment.1.lhs);
                }
                [.., ASTNode::Expr(Expr::Dot(pair, ..))] => {
                    if let (Expr::Variable(..), Expr::MethodCall(call, ..)) = (&pair.lhs, &pair.rhs)
                        && CHANGING.contains(&call.name.as_str())
                    {
                        self.assigns_to(&pair.lhs);
                    }
                }
                _ => {}
            }
            true
        });
    }

    fn assigns_to(&mut self, mut target: &Expr) {
        loop {
            match target {
                Expr::Dot(pair, ..) | Expr::Index(pair, ..) => target = &pair.lhs,
                Expr::Variable(variable, ..) => {
                    self.assigned.insert(variable.1.to_string());
                    return;
                }
                _ => return,
            }
        }
    }

    /// True if some statement assigns to a variable of that name after it was declared.
    pub(crate) fn is_assigned(&self, name: &str) -> bool {
        self.assigned.contains(name) || self.always().is_some_and(|all| all.is_assigned(name))
    }

    /// The place of a string that came from a literal.
    pub(crate) fn place(&self, text: &str) -> Option<Place> {
        let found = self.places.get(&(text.as_ptr() as usize)).cloned();
        found.or_else(|| self.always()?.place(text))
    }

    fn always(&self) -> Option<&Literals> {
        self.always.as_deref()
    }
}

/// The byte offset of a position.
pub(crate) fn offset(source: &Source, position: Position) -> Option<usize> {
    source.offset(position.line()?, position.position().unwrap_or(1))
}

fn place(source: &Source, strings: &[Token], file: SourceId, position: Position) -> Option<Place> {
    let start = offset(source, position)?;
    let index = strings.binary_search_by_key(&start, |token| token.range.start).ok()?;
    let body = strings[index].body.clone();
    let quote = *source.text.as_bytes().get(start)?;
    let escapes = escapes(&source.text, body.clone(), quote);
    Some(Place { span: SrcSpan::new(file, body.start, body.end), escapes: escapes.map(Arc::from) })
}

/// For each byte of the decoded text, and for its end, the offset in the source that it comes from;
/// `None` if the text stands there as it is.
fn escapes(source: &str, body: Range<usize>, quote: u8) -> Option<Vec<u32>> {
    let text = source.get(body.clone())?;
    let special = match quote {
        b'"' => text.contains(['\\', '"']),
        // Rhai drops a line end right after the opening backtick.
        b'`' => text.contains(['`', '\r', '\\']) || text.starts_with('\n'),
        _ => false,
    };
    if !special {
        return None;
    }
    let mut map = Vec::with_capacity(text.len() + 1);
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let hex = |letters: &mut std::iter::Peekable<std::str::CharIndices>, digits: usize| {
            let text: String = letters.take(digits).map(|(_, c)| c).collect();
            u32::from_str_radix(&text, 16).ok().and_then(char::from_u32).map_or(1, char::len_utf8)
        };
        let length = match letter {
            '\\' if quote == b'"' => match letters.next().map(|(_, c)| c) {
                Some('x') => hex(&mut letters, 2),
                Some('u') => hex(&mut letters, 4),
                Some('U') => hex(&mut letters, 8),
                Some('\n' | '\r') => {
                    while letters.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                    0
                }
                _ => 1,
            },
            '\\' if text[at..].starts_with("\\${") => 0,
            '"' | '`' if letter as u32 == u32::from(quote) => {
                letters.next();
                1
            }
            '\n' if quote == b'`' && at == 0 => 0,
            '\r' if quote == b'`' && at == 0 && text.starts_with("\r\n") => 0,
            '\n' if quote == b'`' && at == 1 && text.starts_with("\r\n") => 0,
            // A line end of two letters is read as one.
            '\r' if letters.next_if(|(_, c)| *c == '\n').is_some() => 1,
            _ => letter.len_utf8(),
        };
        map.extend(std::iter::repeat_n((body.start + at) as u32, length));
    }
    map.push(body.end as u32);
    Some(map)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rhai::Engine;

    use super::*;

    /// Pieces of the bodies of literals, as they are written.
    const QUOTED: &[&str] = &[
        "a",
        "bd sn",
        "é",
        "\\\"",
        "\"\"",
        "\\\\",
        "\\t",
        "\\x41",
        "\\u00e9",
        "\\U0001f600",
        "\\\n   ",
    ];
    const TICKED: &[&str] = &["a", "bd sn", "é", "``", "\n", "\r\n", "\"", "\\", "\\${", "$"];

    fn literals() -> impl Strategy<Value = String> {
        let pieces = |all: &'static [&'static str], quote: &'static str| {
            prop::collection::vec(prop::sample::select(all), 0..12)
                .prop_map(move |body| format!("{quote}{}x{quote}", body.concat()))
        };
        prop_oneof![pieces(QUOTED, "\""), pieces(TICKED, "`")]
    }

    proptest! {
        #[test]
        fn every_letter_of_a_literal_leads_back_to_where_it_is_written(literal in literals()) {
            let script = format!("/* é */ let x = {literal};\nx");
            let mut engine = Engine::new_raw();
            engine.set_max_strings_interned(0);
            engine.set_optimization_level(rhai::OptimizationLevel::None);
            let ast = engine.compile(&script).unwrap();
            let text = engine.eval_ast::<rhai::ImmutableString>(&ast).unwrap();
            let mut literals = Literals::default();
            literals.add(&ast, SourceId(0), &Source::new("test", script.clone()));
            let place = literals.place(text.as_str()).unwrap();
            for (at, letter) in text.char_indices() {
                let span = place.locate(at, at + letter.len_utf8());
                let written = &script[span.start as usize..];
                let escaped = ["\\", "\"\"", "\r\n"].iter().any(|e| written.starts_with(e));
                prop_assert!(written.starts_with(letter) || escaped, "{:?} at {:?}", letter, written);
            }
            let end = place.locate(text.len(), text.len());
            prop_assert!(matches!(script.as_bytes()[end.start as usize], b'"' | b'`'));
        }
    }
}
