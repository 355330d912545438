//! Every name that a script can use, for "did you mean".
//!
//! The vocabulary's rows bring most of them; the functions of a session and the script's own are added.

use std::collections::{BTreeMap, BTreeSet};

use super::lexer::{Kind, Token, lex};
use super::registered;
use crate::control;
use crate::diag::{distance, nearest, nearest_by};
use crate::vocab::{self, common};

/// What other programs call things, and what they are called here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("reverse", "rev"),
    ("volume", "gain"),
    ("loudness", "gain"),
    ("lowpass", "lpf"),
    ("highpass", "hpf"),
    ("bandpass", "bpf"),
    ("filter", "lpf"),
    ("reverb", "room"),
    ("play", "s"),
    ("sample", "s"),
    ("pitch", "note"),
    ("notes", "note"),
    ("bpm", "tempo"),
    ("setbpm", "tempo"),
    ("swap", "every"),
    ("repeat", "ply"),
    ("shift", "late"),
    ("parallel", "stack"),
    ("together", "stack"),
    ("probability", "degradeBy"),
    ("random", "rand"),
    ("stop", "hush"),
    ("transposed", "transpose"),
];

/// How the names of closures begin, which Rhai makes up anew in every build.
pub(crate) const CLOSURE: &str = "anon$";

/// Names of the vocabulary and the session, sorted.
#[derive(Default)]
pub(crate) struct Names {
    built_in: Vec<&'static str>,
    /// Functions of the libraries, and how many parameters they take.
    pub(crate) library: BTreeMap<String, BTreeSet<usize>>,
    /// The script's own functions.
    pub(crate) functions: BTreeMap<String, BTreeSet<usize>>,
    /// What the script names with `register(..)`.
    pub(crate) registered: BTreeSet<String>,
    /// The script's own variables.
    pub(crate) variables: BTreeSet<String>,
    /// Labels of the script's own tracks.
    pub(crate) tracks: BTreeSet<String>,
}

impl Names {
    /// The names that are always there.
    pub(crate) fn built_in() -> Names {
        let functions = vocab::functions().flat_map(|f| f.aliases.iter().chain([&f.name]));
        let infos = control::ALL.iter().map(|control| control.info());
        let controls = infos.flat_map(|info| info.aliases.iter().chain([&info.name]));
        let mut built_in: Vec<&'static str> =
            functions.chain(controls).copied().chain(vocab::session::names()).collect();
        built_in.sort_unstable();
        built_in.dedup();
        Names { built_in, ..Names::default() }
    }

    /// True for a name of the vocabulary or the session.
    pub(crate) fn is_built_in(&self, name: &str) -> bool {
        self.built_in.binary_search(&name).is_ok()
    }

    /// How many parameters the script's or a library's function of that name takes.
    pub(crate) fn arities(&self, name: &str) -> Option<&BTreeSet<usize>> {
        self.functions.get(name).or_else(|| self.library.get(name))
    }

    /// The function that was most likely meant.
    pub(crate) fn nearest_function(&self, word: &str) -> Option<&str> {
        let folded = word.to_lowercase();
        let elsewhere = ELSEWHERE.iter().find(|(name, _)| *name == folded);
        let called = vocab::reference::peers::called_here(word);
        if let Some(name) = called.or(elsewhere.map(|(_, here)| *here)) {
            return Some(name);
        }
        let own = self.functions.keys().chain(&self.registered).chain(self.library.keys());
        let all = own.map(String::as_str).chain(self.built_in.iter().copied());
        nearest_by(word, all, |name| self.rank(name))
    }

    /// The script's own names go before common ones, and these before rare ones.
    fn rank(&self, name: &str) -> usize {
        let own = self.functions.contains_key(name) || self.registered.contains(name);
        if own { 0 } else { 2 - usize::from(common::is_common(name)) }
    }

    /// The function or variable that was most likely meant.
    pub(crate) fn nearest(&self, word: &str) -> Option<&str> {
        let own = self.functions.keys().chain(self.library.keys()).chain(&self.variables);
        let own = nearest(word, own.chain(&self.registered).map(String::as_str));
        let built_in = nearest_by(word, self.built_in.iter().copied(), |name| self.rank(name));
        // Of names as near, the script's own: it is what the script is about.
        match (own, built_in) {
            (Some(own), Some(other)) if distance(word, other) < distance(word, own) => Some(other),
            (own, built_in) => own.or(built_in),
        }
    }
}

impl Names {
    /// Reads the names that a script declares from its text, which may be broken, and its tokens
    /// without comments.
    pub(crate) fn take_own(&mut self, text: &str, tokens: &[Token]) {
        self.functions.clear();
        self.variables.clear();
        self.tracks.clear();
        self.registered = registered::names(text, tokens).map(str::to_owned).collect();
        for (i, pair) in tokens.windows(2).enumerate() {
            let name = pair[1].text(text);
            let begins = i == 0 || {
                let gap = text.get(tokens[i - 1].range.end..pair[0].range.start);
                gap.is_some_and(|gap| gap.contains('\n'))
            };
            if begins && pair[0].kind == Kind::Word && pair[1].is_symbol(text, ":") {
                self.tracks.insert(pair[0].text(text).to_string());
            }
            match pair[0].text(text) {
                "let" | "const" | "for" if pair[1].kind == Kind::Word => {
                    self.variables.insert(name.to_string());
                }
                "fn" => {
                    let after = &tokens[i + 1..];
                    // `fn "pattern".name(..)` names the type that it is a method of.
                    let typed = after.get(1).is_some_and(|token| token.is_symbol(text, "."));
                    let Some(word) = after.get(if typed { 2 } else { 0 }) else { continue };
                    let name = word.text(text).to_string();
                    self.functions.entry(name).or_default().insert(parameters(text, after));
                }
                _ => {}
            }
        }
    }
}

/// True if a place lies in the body of a function with a name.
pub(crate) fn in_function(text: &str, at: usize) -> bool {
    let tokens: Vec<Token> = lex(text).into_iter().filter(|t| t.kind != Kind::Comment).collect();
    let mut bodies = Vec::new();
    let mut named = false;
    for token in tokens.iter().take_while(|token| token.range.start < at) {
        named |= token.is_word(text, "fn");
        match token.text(text) {
            "{" | "#{" => bodies.push(std::mem::take(&mut named)),
            "}" => {
                bodies.pop();
            }
            _ => {}
        }
    }
    bodies.contains(&true)
}

/// How many parameters stand in the first brackets.
fn parameters(text: &str, tokens: &[Token]) -> usize {
    let inside = tokens.iter().skip_while(|token| !token.is_symbol(text, "(")).skip(1);
    inside
        .take_while(|token| !token.is_symbol(text, ")"))
        .filter(|token| token.kind == Kind::Word)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_otherwise_elsewhere_exists_here() {
        let names = Names::built_in();
        for (_, here) in ELSEWHERE {
            assert!(names.is_built_in(here), "{here}");
        }
    }

    #[test]
    fn common_names_exist() {
        let names = Names::built_in();
        for name in common::COMMON {
            assert!(names.is_built_in(name), "{name}");
        }
    }

    #[test]
    fn of_names_as_near_the_more_used_is_meant() {
        let names = Names::built_in();
        let slips = [
            ("fst", "fast"),
            ("slw", "slow"),
            ("eho", "echo"),
            ("hsh", "hush"),
            ("mak", "mask"),
            ("chp", "chop"),
            ("etcps", "setcps"),
        ];
        for (slip, meant) in slips {
            assert_eq!(names.nearest_function(slip), Some(meant));
        }
    }

    #[test]
    fn bodies_of_functions_are_told_from_other_braces() {
        let text = "if a { b }\nfn f(x) { if x { c } }\nlet g = |x| { d };";
        let inside = |word: &str| in_function(text, text.find(word).expect("a word"));
        assert!(!inside("b }") && inside("c }") && !inside("d }"));
    }
}
