//! One reload: lay out, compile, run; and when a statement fails, blank it and run again, so that one
//! mistake hides neither the others nor the tracks that are well.
//!
//! What is done with the result, and when, is the conductor's business.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rhai::{AST, Dynamic, Engine, EvalAltResult, Scope};

use super::layout::{Layout, lay_out};
use super::lint;
use super::literals::Literals;
use super::names::Names;
use super::recover::{Declared, blank, damage, declared};
use super::stage::{SCRIPT, Stage, too_deep, track_name};
use super::take::{Failed, Take};
use super::{Complaints, Outcome, budget, errors, library};
use crate::diag::{Diagnostic, Severity, Source, SourceId, Sources, SrcSpan, folded};
use crate::set::tempo::Meter;
use crate::set::{Set, Track};
use crate::time::Span;

/// A script with more mistakes than this is not worth going on with.
const MOST_RUNS: usize = 24;

/// The name of the track of a script that declares none.
const ADOPTED: &str = "$1";

/// What does not change from one reload to the next.
pub(crate) struct House {
    /// The engine; shared with the functions that patterns keep.
    pub(crate) engine: Arc<Engine>,
    /// Where it writes.
    pub(crate) stage: Stage,
    /// The built-in libraries.
    pub(crate) libraries: Vec<(Source, AST)>,
    library_literals: Arc<Literals>,
    /// How long a reload may take.
    pub(crate) patience: Duration,
}

impl House {
    /// A house with these libraries.
    pub(crate) fn new(engine: Engine, stage: Stage, libraries: Vec<(Source, AST)>) -> House {
        let mut literals = Literals::default();
        for (file, (source, ast)) in (SCRIPT.0 + 1..).zip(&libraries) {
            literals.add(ast, SourceId(file), source);
        }
        House {
            engine: Arc::new(engine),
            stage,
            libraries,
            library_literals: Arc::new(literals),
            patience: budget::RELOAD_TIME,
        }
    }
}

/// A reload under way.
pub(crate) struct Reload<'a> {
    house: &'a House,
    source: &'a Source,
    /// The script with what failed blanked.
    text: String,
    diagnostics: Vec<Diagnostic>,
    failed: BTreeSet<String>,
    failed_unnamed: bool,
    failed_settings: bool,
    failed_all: bool,
    /// Names whose declaration failed: what is said about them follows from that.
    dead: BTreeSet<String>,
    /// A library was not found, so that any function may be one of its own.
    no_library: bool,
    /// The text is asked for its value, and needs no tracks.
    expression: bool,
    runs: usize,
    /// What the last run returned.
    pub(crate) value: Dynamic,
}

impl<'a> Reload<'a> {
    /// Prepares a reload of a script.
    pub(crate) fn new(house: &'a House, source: &'a Source) -> Reload<'a> {
        Reload {
            house,
            source,
            text: source.text.to_string(),
            diagnostics: Vec::new(),
            failed: BTreeSet::new(),
            failed_unnamed: false,
            failed_settings: false,
            failed_all: false,
            dead: BTreeSet::new(),
            no_library: false,
            expression: false,
            runs: 0,
            value: Dynamic::UNIT,
        }
    }

    /// The same for a text that is asked for its value.
    pub(crate) fn of_expression(self) -> Reload<'a> {
        Reload { expression: true, ..self }
    }

    /// Does it.
    pub(crate) fn run(&mut self) -> Outcome {
        budget::in_time(budget::time_for(self.house.patience, self.source.text.len()), || {
            self.run_in_time()
        })
    }

    fn run_in_time(&mut self) -> Outcome {
        let (_, damaged) = damage(&self.source.text);
        let layout = lay_out(self.source);
        for damage in damaged {
            self.diagnostics.push(damage.diagnostic);
            self.give_up(damage.range, &layout);
        }
        self.open(&layout);
        let worked = self.run_until_it_works(layout);
        self.outcome(worked)
    }

    /// True if in the end something ran to its end.
    fn run_until_it_works(&mut self, whole: Layout) -> bool {
        let mut whole = Some(whole).filter(|_| *self.text == *self.source.text);
        while self.runs < MOST_RUNS {
            self.runs += 1;
            let current = Source::new(self.source.name.clone(), self.text.clone());
            let mut layout = whole.take().unwrap_or_else(|| lay_out(&current));
            self.begin(&current, &layout);
            let result = budget::with(budget::RUN, || self.run_once(&current, &mut layout));
            let Err(error) = result else { return true };
            let trouble = errors::explain(&self.house.stage.state().texts(), &error);
            let told = trouble.diagnostic.filter(|said| !self.follows(said));
            let told = told.map(|said| self.nearer(said));
            let silent = told.is_none();
            self.diagnostics.extend(told);
            self.lose_library(&error);
            if budget::out_of_time() {
                if silent || !matches!(error.unwrap_inner(), EvalAltResult::ErrorTerminated(..)) {
                    self.too_slow();
                }
                return false;
            }
            if errors::is_too_much(&error) {
                return false;
            }
            let Some(range) = statement_at(&layout, trouble.at) else { return false };
            self.give_up(range, &layout);
        }
        false
    }

    /// What ended the run may have been told before, by the function in which it happened: what does
    /// not end there takes the rest of the run with it.
    fn nearer(&self, said: Diagnostic) -> Diagnostic {
        let state = self.house.stage.state();
        let first = state.diagnostics.iter().find(|first| first.message == said.message);
        first.cloned().unwrap_or(said)
    }

    fn too_slow(&mut self) {
        let limit = budget::time_for(self.house.patience, self.source.text.len()).as_millis();
        self.diagnostics.push(
            Diagnostic::error(None, format!("the script was stopped after {limit} ms"))
                .hint("what played before plays on"),
        );
    }

    /// Remembers what a library would have brought that could not be read: that it is missing follows
    /// from that.
    fn lose_library(&mut self, error: &EvalAltResult) {
        let state = self.house.stage.state();
        let mut inner = error;
        loop {
            inner = match inner {
                EvalAltResult::ErrorInModule(name, inner, _) => {
                    let id = state.sources.id(name);
                    if let Some(library) = id.and_then(|id| state.sources.get(id)) {
                        let mut names = Names::default();
                        names.take_own(&library.text, &lay_out(library).tokens);
                        self.dead.extend(names.functions.into_keys());
                    }
                    inner
                }
                EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => inner,
                EvalAltResult::ErrorRuntime(value, _) => {
                    // Nobody knows what it would have brought.
                    self.no_library |= value.to_string().starts_with(library::MISSING);
                    return;
                }
                _ => return,
            };
        }
    }

    /// True if a message is about something whose declaration failed.
    fn follows(&self, said: &Diagnostic) -> bool {
        if self.no_library
            && let Some(name) = said.message.strip_prefix(errors::NO_FUNCTION)
        {
            // A long name that is nearly one that is known is a slip all the same.
            let slip =
                name.len() > 4 && said.hints.iter().any(|hint| hint.contains("did you mean"));
            return !slip;
        }
        self.dead.iter().any(|name| said.message.contains(&format!("`{name}`")))
    }

    /// Sets the stage for the first run. What is read then counts to the end: places of messages point
    /// into it, and a library that broke the run is watched although the next run no longer imports it.
    fn open(&self, layout: &Layout) {
        let House { stage, libraries, .. } = self.house;
        let path = Path::new(&*self.source.name);
        let mut sources = Sources::default();
        sources.insert(self.source.clone());
        for (library, _) in libraries {
            sources.insert(library.clone());
        }
        let mut state = stage.state();
        state.sources = sources;
        state.names.take_own(&self.source.text, &layout.tokens);
        state.files = vec![path.to_path_buf()];
        state.folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    }

    /// Sets the stage for a run.
    fn begin(&self, current: &Source, layout: &Layout) {
        let House { engine, stage, library_literals, .. } = self.house;
        let mut state = stage.state();
        state.running = true;
        state.engine = Some(engine.clone());
        state.importing = 0;
        state.set = Set::default();
        state.tempo_in_quarters = true;
        state.failed.clear();
        (state.failed_unnamed, state.failed_settings, state.hushed) = (false, false, false);
        state.complaints = Complaints::default();
        state.all.clear();
        state.listed = None;
        state.registered.clear();
        state.diagnostics.clear();
        state.literals = Literals::beside(library_literals.clone());
        state.statements = layout.statements.clone();
        state.sources.insert(current.clone());
    }

    fn run_once(
        &mut self,
        current: &Source,
        layout: &mut Layout,
    ) -> Result<(), Box<EvalAltResult>> {
        let House { engine, stage, .. } = self.house;
        let ast = library::compile_laid_out(engine, stage, current, layout)?;
        stage.state().literals.add_read(&ast, SCRIPT, current, &layout.tokens);
        let result = engine.eval_ast_with_scope::<Dynamic>(&mut Scope::new(), &ast);
        stage.state().literals.keep(ast);
        self.value = result?;
        Ok(())
    }

    /// Blanks a stretch, and remembers what it would have declared.
    fn give_up(&mut self, range: std::ops::Range<usize>, layout: &Layout) {
        let Declared { tracks, unnamed, settings, all, names } =
            declared(&self.text[range.clone()]);
        let labels = layout.statements.iter().filter_map(|s| s.label.as_ref());
        let lost = labels.filter(|label| range.contains(&label.range.start));
        let lost: Vec<&str> = lost.map(|label| label.name.as_str()).collect();
        // A statement that names nothing, such as a loop or a call, may have made any track.
        let nameless = tracks.is_empty() && lost.is_empty() && names.is_empty();
        let tracks = tracks.iter().map(String::as_str).chain(lost);
        self.failed.extend(tracks.map(|name| track_name(name).0.to_string()));
        self.failed_unnamed |= unnamed || nameless && !settings && !all;
        self.failed_settings |= settings;
        self.failed_all |= all;
        self.dead.extend(names);
        blank(&mut self.text, range);
    }

    /// Takes from the stage what the last run left there.
    fn outcome(&mut self, worked: bool) -> Outcome {
        let stage = &self.house.stage;
        let mut adopted = None;
        if worked {
            adopted = self.adopt();
            self.change_all();
            self.try_out();
        }
        let mut state = stage.state();
        state.running = false;
        state.engine = None;
        state.all.clear();
        state.registered.clear();
        let mut set = std::mem::take(&mut state.set);
        if state.tempo_in_quarters {
            set.tempo = set.tempo.scaled(Meter::default().quarters() / set.meter.quarters());
        }
        let mut sources = std::mem::take(&mut state.sources);
        sources.insert(self.source.clone());
        let texts = Arc::new(sources.clone());
        set.tracks.iter_mut().for_each(|track| track.places.read_in(texts.clone()));
        if worked {
            self.diagnostics.append(&mut state.diagnostics);
            self.failed.append(&mut state.failed);
            self.failed_unnamed |= state.failed_unnamed;
            self.failed_settings |= state.failed_settings;
            let hushed = state.hushed;
            set.tracks.iter_mut().for_each(|track| track.muted |= hushed);
            self.diagnostics.extend(state.listed.take().map(|span| list(&set, span)));
            lint::look(self.source, &mut self.diagnostics);
            if !self.expression {
                lint::lonely(self.source, &state.statements, adopted, &mut self.diagnostics);
            }
        } else {
            set = Set::default();
        }
        if self.failed_all {
            self.failed.extend(set.tracks.drain(..).map(|track| track.name));
        }
        set.tracks.retain(|track| !self.failed.contains(&track.name));
        let errors = self.diagnostics.iter().any(|d| d.severity == Severity::Error);
        let blank = self.text.trim().is_empty() && !self.source.text.trim().is_empty();
        // Nothing is left, and nothing tells which track each mistake cost.
        let lost = set.tracks.is_empty() && self.failed.is_empty() && !self.failed_unnamed;
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        diagnostics.sort_by_key(|d| (d.span.map(|span| (span.file, span.start)), d.severity));
        let diagnostics = folded(diagnostics);
        Outcome {
            set,
            failed: std::mem::take(&mut self.failed).into_iter().collect(),
            failed_unnamed: self.failed_unnamed,
            failed_settings: self.failed_settings,
            unusable: !worked || errors && (blank || lost && !self.failed_settings),
            diagnostics,
            sources,
            complaints: state.complaints.clone(),
            files: std::mem::take(&mut state.files),
        }
    }

    /// Makes a pattern that ends a script without any track its only track, named as `$:` would be;
    /// where it stands. `s("bd sd")` alone is a whole script.
    fn adopt(&mut self) -> Option<SrcSpan> {
        let mut state = self.house.stage.state();
        let none = state.set.tracks.is_empty() && state.failed.is_empty() && self.failed.is_empty();
        let last = state.statements.iter().rfind(|statement| statement.top)?;
        let span = SrcSpan::new(SCRIPT, last.range.start, last.range.end);
        if !none || last.label.is_some() {
            return None;
        }
        if self.value.is::<Failed>() {
            state.failed.insert(ADOPTED.to_owned());
        }
        let take = self.value.read_lock::<Take>().map(|take| take.clone())?;
        state.declare(ADOPTED, take, Some(span));
        Some(span)
    }

    /// Does what `all(..)` said.
    fn change_all(&mut self) {
        let stage = &self.house.stage;
        let changes = std::mem::take(&mut stage.state().all);
        if changes.is_empty() {
            return;
        }
        let tracks = std::mem::take(&mut stage.state().set.tracks);
        let mut changed = Vec::with_capacity(tracks.len());
        for mut track in tracks {
            let result = changes.iter().try_fold(track.pattern.clone(), |pattern, (change, at)| {
                let changed = change.call(&[crate::vocab::Arg::Pattern(pattern)]);
                changed.and_then(|arg| crate::vocab::pattern_of(&arg)).map_err(|e| e.at(*at))
            });
            match result {
                Ok(pattern) if pattern.is_too_deep() => {
                    stage.tell(too_deep(track.span));
                    self.failed.insert(track.name);
                }
                Ok(pattern) => {
                    track.pattern = pattern;
                    changed.push(track);
                }
                Err(error) => {
                    self.failed.insert(track.name);
                    if !error.message.is_empty() {
                        let mut said = Diagnostic::error(error.span, error.message);
                        said.hints = error.hints;
                        stage.tell(said);
                    }
                }
            }
        }
        stage.state().set.tracks = changed;
    }
}

/// How many cycles of a track are tried out.
const TRIAL: i64 = 4;

impl Reload<'_> {
    /// Asks tracks whose values go through functions for their first events. A track whose functions
    /// only fail has failed itself, so that its last good version plays on.
    fn try_out(&mut self) {
        let stage = &self.house.stage;
        let (set, complaints) = {
            let state = stage.state();
            (state.set.clone(), state.complaints.clone())
        };
        // One is the stage's own, one is here; functions that patterns keep hold the others.
        if complaints.holders() <= 2 {
            return;
        }
        for track in &set.tracks {
            let before = complaints.list().len();
            let sounds = (0..TRIAL).take_while(|_| !budget::out_of_time()).any(|cycle| {
                let mut events = Vec::new();
                track.pattern.query_in(&set.context(cycle), Span::cycle(cycle), &mut events);
                !events.is_empty()
            });
            let said = complaints.after(before);
            if !sounds && said.iter().any(|said| said.severity == Severity::Error) {
                complaints.forget_after(before);
                self.failed.insert(track.name.clone());
                self.diagnostics.extend(said);
            }
        }
    }
}

/// The tracks of a set, in a note.
fn list(set: &Set, span: Option<SrcSpan>) -> Diagnostic {
    let name = |track: &Track| match (track.solo, track.muted) {
        (true, _) => format!("{} (solo)", track.name),
        (_, true) => format!("{} (muted)", track.name),
        _ => track.name.clone(),
    };
    let names: Vec<String> = set.tracks.iter().map(name).collect();
    let message = if names.is_empty() { "no tracks".into() } else { names.join(", ") };
    let mut said = Diagnostic::warning(span, message);
    said.severity = Severity::Note;
    said
}

/// The statement at the top of the script that an offset lies in, or the one before it.
fn statement_at(layout: &Layout, at: Option<usize>) -> Option<std::ops::Range<usize>> {
    let top = || layout.statements.iter().filter(|statement| statement.top);
    let at = at.unwrap_or(usize::MAX);
    let inside = top().find(|s| s.range.start <= at && at <= s.range.end);
    let found = inside.or_else(|| top().rfind(|s| s.range.start <= at)).or_else(|| top().next());
    found.map(|statement| statement.range.clone())
}

/// The result of an expression, as a pattern.
pub(crate) fn value_as_pattern(
    stage: &Stage,
    value: &Dynamic,
    span: SrcSpan,
) -> Result<crate::pattern::Pattern, Diagnostic> {
    use crate::vocab::{Arg, Text};
    if let Some(take) = value.read_lock::<super::take::Take>() {
        return match take.pattern.is_too_deep() {
            true => Err(too_deep(Some(span))),
            false => Ok(take.pattern.clone()),
        };
    }
    let arg = if let Ok(text) = value.as_immutable_string_ref() {
        let place = stage.state().literals.place(text.as_str());
        Some(Arg::Text(Text { text: Arc::from(text.as_str()), place }))
    } else {
        None
    };
    let wrong = || {
        let what = super::convert::describe(value);
        crate::vocab::ArgError::new(format!("this is no pattern, but {what}"))
            .hint("a number becomes a pattern with pure(..)")
    };
    let result = arg.ok_or_else(wrong).and_then(|arg| crate::vocab::pattern_of(&arg));
    result.map_err(|error| {
        let mut said = Diagnostic::error(error.span.unwrap_or(span), error.message);
        said.hints = error.hints;
        said
    })
}

/// The names of all built-in libraries' functions, for hints.
pub(crate) fn library_names(libraries: &[(Source, AST)]) -> Names {
    let mut names = Names::built_in();
    for (_, ast) in libraries {
        for function in ast.iter_functions().filter(|f| !f.name.starts_with(super::names::CLOSURE))
        {
            names
                .library
                .entry(function.name.to_string())
                .or_default()
                .insert(function.params.len());
        }
    }
    names
}
