//! Scripts: Rhai text becomes a [`Set`]. The only door to Rhai.
//!
//! A script only describes: it is run once when it is saved, ahead of the music and under limits, and
//! nothing here plays, waits or reads a clock to decide what is heard.

mod ask;
mod bind;
mod budget;
mod busses;
mod callback;
mod compare;
mod convert;
mod engine;
mod entries;
mod errors;
mod everywhere;
mod habits;
mod inputs;
mod layout;
mod lexer;
mod library;
mod lint;
mod literals;
mod mastering;
mod named;
mod names;
mod numbers;
mod questions;
mod read;
mod recover;
mod registered;
mod reload;
mod scala;
mod session;
mod stage;
mod take;

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crate::diag::{Diagnostic, Severity, Source, SourceId, Sources, SrcSpan};
use crate::pattern::Pattern;
use crate::set::Set;
pub(crate) use read::read_text;
pub use read::{MOST_BYTES, read_file};
use reload::{House, Reload};
use stage::Stage;

/// What came of compiling and running a script.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The tracks whose statements worked. With `failed`, what the conductor needs to decide what plays on.
    pub set: Set,
    /// Names of tracks whose own statement failed: the last good version of these plays on.
    pub failed: Vec<String>,
    /// True if a statement failed that may declare tracks of unknown names: tracks that are now
    /// missing from the set play on too.
    pub failed_unnamed: bool,
    /// True if the tempo, the seed, the quantum or the samples could not be read: those of the last
    /// good version hold.
    pub failed_settings: bool,
    /// True if nothing could be run at all, so that nothing changes.
    pub unusable: bool,
    /// Everything to tell the musician, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that spans point into. The script itself is always number 0.
    pub sources: Sources,
    /// What functions that take values complain about, later, while the patterns are asked.
    pub complaints: Complaints,
    /// Files that were read, the script first: a change of any of them calls for a new run. Those
    /// that were looked for and not found are among them.
    pub files: Vec<PathBuf>,
}

impl Outcome {
    /// True if something did not take effect.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// An outcome of nothing but a message.
    fn broken(source: &Source, message: String) -> Outcome {
        let mut sources = Sources::default();
        sources.insert(source.clone());
        Outcome {
            unusable: true,
            diagnostics: vec![Diagnostic::error(None, message)],
            sources,
            files: vec![PathBuf::from(&*source.name)],
            ..Outcome::default()
        }
    }
}

/// Where the script's own functions complain when they are called after the run, while patterns are
/// asked. Copies share their contents.
#[derive(Clone, Debug, Default)]
pub struct Complaints(Arc<Mutex<Vec<Diagnostic>>>);

impl Complaints {
    /// More are dropped: a function that fails mostly fails for every event.
    const MOST: usize = 16;

    /// Takes a complaint; there is one for each place.
    fn add(&self, said: Diagnostic) {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |other: &Diagnostic| match said.span {
            Some(_) => other.span == said.span,
            None => *other == said,
        };
        if list.len() < Complaints::MOST && !list.iter().any(same) {
            list.push(said);
        }
    }

    /// How many hold these complaints; each function that is kept does.
    fn holders(&self) -> usize {
        Arc::strong_count(&self.0)
    }

    /// Forgets all but the first so many complaints.
    fn forget_after(&self, count: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).truncate(count);
    }

    /// What has been complained about so far.
    pub fn list(&self) -> Vec<Diagnostic> {
        self.after(0)
    }

    /// What has been complained about after the first so many complaints.
    pub fn after(&self, count: usize) -> Vec<Diagnostic> {
        let list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.get(count..).unwrap_or_default().to_vec()
    }
}

/// Scripts nest function calls up to 64 deep and expressions up to 256; this much stack holds them.
pub const STACK: usize = 16 << 20;

thread_local! {
    /// True on a thread with [`STACK`] bytes for scripts.
    static ROOMY: Cell<bool> = const { Cell::new(false) };
}

/// Starts a thread on which scripts run without one of their own, which saves the time to start it.
///
/// # Errors
/// When the system gives no thread.
pub fn spawn<R: Send + 'static>(
    name: &str,
    run: impl FnOnce() -> R + Send + 'static,
) -> std::io::Result<JoinHandle<R>> {
    // As much again for all that calls a script.
    Builder::new().name(name.into()).stack_size(STACK * 2).spawn(|| {
        ROOMY.set(true);
        run()
    })
}

/// Compiles and runs scripts. Keep one: building it costs more than a run.
///
/// It may live on any thread: except on those of [`spawn`], each run has a thread of its own, with
/// [`STACK`] bytes.
///
/// ```
/// use tresillo::diag::Source;
/// use tresillo::script::Compiler;
/// let mut compiler = Compiler::new(&[]);
/// let outcome = compiler.compile(&Source::new("beat.rhai", "drums: s(\"bd sd\")\ntempo(120)"));
/// assert_eq!(outcome.set.tracks[0].name, "drums");
/// ```
pub struct Compiler {
    house: House,
    complaints: Complaints,
}

impl fmt::Debug for Compiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Compiler")
    }
}

impl Default for Compiler {
    fn default() -> Compiler {
        Compiler::new(&[])
    }
}

impl Compiler {
    /// A compiler that looks for imports beside the script, then in these folders, then inside itself.
    pub fn new(roots: &[PathBuf]) -> Compiler {
        let build = || {
            let stage = Stage::default();
            let mut engine = engine::build(&stage);
            engine.set_module_resolver(library::Libraries::new(&stage, roots.to_vec()));
            let libraries = budget::with(budget::RUN, || library::install(&mut engine, &stage));
            stage.state().names = reload::library_names(&libraries);
            Compiler {
                house: House::new(engine, stage, libraries),
                complaints: Complaints::default(),
            }
        };
        on_large_stack(build).unwrap_or_else(|message| panic!("{message}"))
    }

    /// The same, but a script may take so long, instead of half a second. What does not end is ended by
    /// a count of operations before; the clock is for calls that take long without counting.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Compiler {
        self.house.patience = patience;
        self
    }

    /// Compiles and runs a script.
    pub fn compile(&mut self, source: &Source) -> Outcome {
        let house = &self.house;
        let result = on_large_stack(|| Reload::new(house, source).run());
        result.unwrap_or_else(|message| Outcome::broken(source, message))
    }

    /// The same with files as they were once, by their paths: no other file is read, but recordings.
    pub fn compile_from(
        &mut self,
        source: &Source,
        files: impl IntoIterator<Item = (String, Arc<str>)>,
    ) -> Outcome {
        self.house.stage.state().vault = Some(files.into_iter().collect());
        let outcome = self.compile(source);
        self.house.stage.state().vault = None;
        outcome
    }

    /// Runs a text that ends in an expression, and returns it as a pattern.
    ///
    /// # Errors
    /// What is wrong with the text, and the texts that places point into.
    pub fn expression(&mut self, text: &str) -> Result<Pattern, (Vec<Diagnostic>, Sources)> {
        let source = Source::new("<expression>", text);
        let Compiler { house, complaints } = self;
        let result = on_large_stack(|| {
            let mut reload = Reload::new(house, &source).of_expression();
            let outcome = reload.run();
            *complaints = outcome.complaints.clone();
            if outcome.has_errors() || outcome.unusable {
                return Err((outcome.diagnostics, outcome.sources));
            }
            let span = SrcSpan::new(SourceId(0), 0, text.trim_end().len());
            let value = std::mem::take(&mut reload.value);
            reload::value_as_pattern(&house.stage, &value, span)
                .map_err(|said| (vec![said], outcome.sources))
        });
        result.unwrap_or_else(|message| {
            let broken = Outcome::broken(&source, message);
            Err((broken.diagnostics, broken.sources))
        })
    }

    /// Where the functions of the latest [`Compiler::expression`] complain while it is asked.
    pub fn complaints(&self) -> &Complaints {
        &self.complaints
    }
}

/// Runs something where there is a large stack; a panic becomes a message.
fn on_large_stack<R: Send>(run: impl FnOnce() -> R + Send) -> Result<R, String> {
    let guarded = || {
        catch_unwind(AssertUnwindSafe(run))
            .map_err(|panic| format!("internal error: {}", callback::reason(&*panic)))
    };
    if ROOMY.get() {
        return guarded();
    }
    std::thread::scope(|scope| {
        let thread = Builder::new().name("script".into()).stack_size(STACK);
        match thread.spawn_scoped(scope, guarded) {
            Ok(thread) => thread.join().unwrap_or_else(|_| Err("internal error".to_string())),
            Err(error) => Err(format!("no thread for the script: {error}")),
        }
    })
}
