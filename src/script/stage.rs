//! What a script has declared so far while it runs, shared by all functions that it can call.
//!
//! It holds results and finds places; what the functions do is written elsewhere.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rhai::{Engine, NativeCallContext, Position};

use super::Complaints;
use super::layout::{Statement, Swap};
use super::lexer::{Kind, Token, lex};
use super::literals::{Literals, offset};
use super::names::Names;
use super::read::read_text;
use super::take::Take;
use crate::diag::{Diagnostic, Severity, Source, SourceId, Sources, SrcSpan};
use crate::pattern::{DEPTH_LIMIT, Pattern};
use crate::set::places::Named;
use crate::set::{Set, Track};
use crate::vocab::{self, ArgError, Callback, Word};

/// More messages than this help nobody; the rest is dropped.
const MOST_MESSAGES: usize = 100;

/// The script itself is always the first source.
pub(crate) const SCRIPT: SourceId = SourceId(0);

/// A handle to what is on stage; copies share it.
#[derive(Clone, Default)]
pub(crate) struct Stage(Arc<Mutex<State>>);

/// What a running script has done.
#[derive(Default)]
pub(crate) struct State {
    /// True while a script runs; at other times nothing is recorded.
    pub(crate) running: bool,
    /// The engine that runs it, for functions that are called later.
    pub(crate) engine: Option<Arc<Engine>>,
    /// How many imports deep: only the script itself may declare tracks.
    pub(crate) importing: usize,
    /// What it declared.
    pub(crate) set: Set,
    /// Tracks that could not be made.
    pub(crate) failed: BTreeSet<String>,
    /// A track whose name is not known could not be made.
    pub(crate) failed_unnamed: bool,
    /// The tempo counts quarter notes, so that it depends on the meter.
    pub(crate) tempo_in_quarters: bool,
    /// The tempo, seed, quantum or samples could not be set.
    pub(crate) failed_settings: bool,
    /// Where functions that are called later complain.
    pub(crate) complaints: Complaints,
    /// What `all(..)` does to every track, and where it says so.
    pub(crate) all: Vec<(Callback, Option<SrcSpan>)>,
    /// `list()` was called, and where.
    pub(crate) listed: Option<Option<SrcSpan>>,
    /// `hush()` was called.
    pub(crate) hushed: bool,
    /// What `setF(..)` and its like named.
    pub(crate) given: HashMap<String, Pattern>,
    /// What `register(..)` named.
    pub(crate) registered: HashMap<String, Callback>,
    /// What to tell the musician.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The places of literals.
    pub(crate) literals: Literals,
    /// The texts.
    pub(crate) sources: Sources,
    /// Files that were read or looked for.
    pub(crate) files: Vec<PathBuf>,
    /// The files there are, by their paths, if those on the disk do not count.
    pub(crate) vault: Option<HashMap<String, Arc<str>>>,
    /// The script's folder.
    pub(crate) folder: PathBuf,
    /// The script's statements.
    pub(crate) statements: Vec<Statement>,
    /// The names that it can use.
    pub(crate) names: Names,
    /// Tokens that are exchanged in the file that is being read.
    pub(crate) swaps: HashMap<(usize, usize), Swap>,
}

impl Stage {
    /// Looks at what is on stage. Never hold it while a function of the vocabulary is called.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a message.
    pub(crate) fn tell(&self, diagnostic: Diagnostic) {
        self.state().tell(diagnostic);
    }

    /// Records that a call made no sense. An error without a message has been told before.
    pub(crate) fn tell_call(&self, ctx: &NativeCallContext, error: ArgError) {
        if error.message.is_empty() {
            return;
        }
        let mut state = self.state();
        let span = error.span.or_else(|| state.call_span(ctx));
        let hints = error.hints;
        state.tell(Diagnostic { severity: Severity::Error, span, message: error.message, hints });
    }
}

impl State {
    /// Records a message, once.
    pub(crate) fn tell(&mut self, diagnostic: Diagnostic) {
        let Some(diagnostic) = super::callback::later(diagnostic) else { return };
        let room = self.running && self.diagnostics.len() < MOST_MESSAGES;
        if room && !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The number and text of the file that a call stands in.
    fn calling(&self, ctx: &NativeCallContext) -> Option<(SourceId, &Source)> {
        let id = ctx.call_source().map_or(Some(SCRIPT), |name| self.sources.id(name))?;
        Some((id, self.sources.get(id)?))
    }

    /// The name of the function that is called.
    pub(crate) fn call_span(&self, ctx: &NativeCallContext) -> Option<SrcSpan> {
        let (id, source) = self.calling(ctx)?;
        token_span(id, source, ctx.call_position())
    }

    /// An argument of the function that is called, counted from 0; what stands before the dot of a
    /// method is number 0. The function's name if the argument cannot be found.
    pub(crate) fn argument_span(&self, ctx: &NativeCallContext, index: usize) -> Option<SrcSpan> {
        let (id, source) = self.calling(ctx)?;
        let start = offset(source, ctx.call_position())?;
        let dotted = source.text.get(..start)?.trim_end().ends_with('.');
        let index = if dotted { index.checked_sub(1) } else { Some(index) };
        let found = index.and_then(|index| argument(source.text.get(start..)?, index));
        found
            .map(|range| SrcSpan::new(id, start + range.start, start + range.end))
            .or_else(|| token_span(id, source, ctx.call_position()))
    }

    /// The innermost statement of the script around a call.
    pub(crate) fn statement_span(&self, ctx: &NativeCallContext) -> Option<SrcSpan> {
        let (id, source) = self.calling(ctx)?;
        let at = offset(source, ctx.call_position())?;
        if id != SCRIPT {
            return token_span(id, source, ctx.call_position());
        }
        // They are in the order of their ends, so that inner ones come first.
        let after = self.statements.partition_point(|statement| statement.range.end <= at);
        self.statements[after..]
            .iter()
            .find(|statement| statement.range.contains(&at))
            .map(|statement| SrcSpan::new(id, statement.range.start, statement.range.end))
    }

    /// The text of a file: from the disk, or as it was once.
    pub(crate) fn text_of(&self, path: &Path) -> std::io::Result<String> {
        let Some(vault) = &self.vault else { return read_text(path) };
        let text = vault.get(&*path.to_string_lossy());
        text.map(ToString::to_string).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }

    /// Records that a file was looked for, whether or not it was there.
    pub(crate) fn tried(&mut self, path: &Path) {
        if !self.files.iter().any(|known| known == path) {
            self.files.push(path.to_path_buf());
        }
    }

    /// Where a statement names controls.
    fn controls_in(&self, span: SrcSpan) -> Vec<Named> {
        let source = self.sources.get(span.file);
        let Some(text) = source.and_then(|source| source.text.get(span.range())) else {
            return Vec::new();
        };
        let tokens = lex(text);
        let place = |begin: usize, end: usize| {
            let start = span.start as usize;
            SrcSpan::new(span.file, start + begin, start + end)
        };
        let named = |(i, token): (usize, &Token)| {
            let word = (token.kind == Kind::Word).then(|| vocab::lookup(token.text(text)))??;
            let control = match word {
                Word::Control(control) => control,
                Word::Function(function) => vocab::way_outside(function)?,
            };
            let name = place(token.range.start, token.range.end);
            let inside = brackets(text, &tokens[i + 1..]).map(|r| place(r.start, r.end));
            Some(Named { control: control.meant(), name, inside })
        };
        tokens.iter().enumerate().filter_map(named).collect()
    }

    /// The name of a track. Anonymous ones that one statement declares again and again, in a loop,
    /// have each their own.
    fn own_name<'a>(&self, name: &'a str, span: Option<SrcSpan>) -> Cow<'a, str> {
        let tracks = &self.set.tracks;
        let again = |track: &Track| track.name == name && track.span == span;
        if !name.starts_with('$') || span.is_none() || !tracks.iter().any(again) {
            return Cow::Borrowed(name);
        }
        let free = |name: &String| tracks.iter().all(|track| track.name != *name);
        let names = (2..).map(|turn| format!("{name}.{turn}"));
        names.into_iter().find(free).map_or(Cow::Borrowed(name), Cow::Owned)
    }

    /// Declares a track; one of the same name goes.
    pub(crate) fn declare(&mut self, name: &str, take: Take, span: Option<SrcSpan>) {
        let (name, muted, solo) = track_name(name);
        let name = &*self.own_name(name, span);
        if let Some(unnamed) = &take.marks.unnamed {
            self.set.tracks.retain(|track| *track.name != **unnamed);
        }
        if take.pattern.is_too_deep() {
            self.tell(too_deep(span));
            self.failed.insert(name.to_string());
            return;
        }
        let track = Track {
            name: name.to_string(),
            pattern: take.pattern,
            muted: muted || take.marks.muted,
            solo: solo || take.marks.solo,
            colour: take.marks.colour.map(|colour| colour.to_string()),
            entry: take.marks.entry,
            span,
            places: span.map(|span| self.controls_in(span)).unwrap_or_default().into(),
        };
        match self.set.tracks.iter().position(|other| other.name == name) {
            Some(index) => {
                let message =
                    format!("there are two tracks named `{name}`; only the later one plays");
                self.tell(Diagnostic::warning(span, message).hint("give each track its own name"));
                self.set.tracks[index] = track;
            }
            None => self.set.tracks.push(track),
        }
    }
}

/// What to say of a pattern that nobody could play.
pub(crate) fn too_deep(span: Option<SrcSpan>) -> Diagnostic {
    let message = format!("more than {DEPTH_LIMIT} functions lie in one another here");
    Diagnostic::error(span, message)
        .hint("a loop that changes a pattern again and again? fewer rounds of it play")
}

/// The name of a track without its marks, and whether they say mute and solo.
pub(crate) fn track_name(name: &str) -> (&str, bool, bool) {
    if let Some(rest) = name.strip_prefix('_').filter(|rest| !rest.is_empty()) {
        return (rest, true, false);
    }
    match name.strip_prefix("S$") {
        Some(_) => (&name[1..], false, true),
        None => (name, false, false),
    }
}

/// What stands between the brackets that tokens begin with.
fn brackets(text: &str, tokens: &[Token]) -> Option<std::ops::Range<usize>> {
    let first = tokens.first().filter(|token| token.is_symbol(text, "("))?;
    let mut open = 0usize;
    let last = tokens.iter().filter(|token| token.kind == Kind::Symbol).find(|token| {
        match token.text(text) {
            "(" | "[" | "{" | "#{" | "?[" => open += 1,
            ")" | "]" | "}" => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0
    })?;
    Some(first.range.end..last.range.start)
}

/// The token that stands at a position.
pub(crate) fn token_span(id: SourceId, source: &Source, position: Position) -> Option<SrcSpan> {
    let start = offset(source, position)?;
    let line_end = source.text[start..].find('\n').map_or(source.text.len(), |i| start + i);
    let token = lex(&source.text[start..line_end]).into_iter().next();
    let length = token.filter(|token| token.range.start == 0).map_or(1, |token| token.range.end);
    let end = (start + length).min(source.text.len());
    Some(SrcSpan::new(id, start.min(end), end))
}

/// The range of an argument in a text that begins with the name of a function and its bracket.
fn argument(text: &str, index: usize) -> Option<std::ops::Range<usize>> {
    let mut open = 0usize;
    let mut count = 0;
    let mut range: Option<std::ops::Range<usize>> = None;
    for token in lex(text).into_iter().filter(|t| t.depth == 0 && t.kind != Kind::Comment) {
        let symbol = if token.kind == Kind::Symbol { token.text(text) } else { "" };
        match symbol {
            ")" | "]" | "}" if open <= 1 => return range.filter(|_| count == index && open == 1),
            "," if open == 1 => {
                if count == index {
                    return range;
                }
                count += 1;
                range = None;
                continue;
            }
            ")" | "]" | "}" => open -= 1,
            _ => {}
        }
        if open > 0 {
            let start = range.map_or(token.range.start, |range| range.start);
            range = Some(start..token.range.end);
        }
        if matches!(symbol, "(" | "[" | "{" | "#{" | "?[") {
            open += 1;
        } else if open == 0 && token.kind != Kind::Word {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_found_in_their_call() {
        let text = "every(4, |p| p.off(1/8, q), [1, 2]).fast(3)";
        let at = |index| argument(text, index).map(|range| &text[range]);
        assert_eq!(at(0), Some("4"));
        assert_eq!(at(1), Some("|p| p.off(1/8, q)"));
        assert_eq!(at(2), Some("[1, 2]"));
        assert_eq!(at(3), None);
    }

    #[test]
    fn marks_of_a_name_are_read() {
        assert_eq!(track_name("_pad"), ("pad", true, false));
        assert_eq!(track_name("S$2"), ("$2", false, true));
        assert_eq!(track_name("_"), ("_", false, false));
    }
}
