//! The vocabulary: every function a script can call, one row each. No Rhai here.
//!
//! From the rows come the binding, help, completion, the reference, hints for misspelt names, and a
//! test that runs every example.

mod harmony;
pub mod reference;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::control::Control;
use crate::diag::SrcSpan;
use crate::pattern::Pattern;
use crate::symbol::Symbol;

/// Something a script gave to a function.
#[derive(Clone, Debug)]
pub enum Arg {
    /// A number; fractions arrive as the float that equals them.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A string, with its place in the source where it is a literal. Mini-notation where a pattern
    /// is expected.
    Text(Text),
    /// A pattern.
    Pattern(Pattern),
    /// An array, or a range.
    List(Vec<Arg>),
    /// A map, in the order of its keys.
    Map(Vec<(Symbol, Arg)>),
    /// A function of the script.
    Function(Callback),
}

/// A string and its place.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text, with escapes decoded.
    pub text: Arc<str>,
    /// Where it stands in the source, if it is a literal.
    pub place: Option<Place>,
}

/// Where the text of a literal stands: maps offsets in the decoded text to offsets in the source.
#[derive(Clone, Debug)]
pub struct Place {
    /// The literal's body, between its quotes.
    pub span: SrcSpan,
    /// For literals with escapes: the source offset of each decoded byte, and of the end.
    pub escapes: Option<Arc<[u32]>>,
}

impl Place {
    /// The source of the decoded bytes `start..end`.
    pub fn locate(&self, start: usize, end: usize) -> SrcSpan {
        let at = |i: usize| match &self.escapes {
            Some(map) => map.get(i).or(map.last()).map_or(self.span.start, |o| *o) as usize,
            None => (self.span.start as usize + i).min(self.span.end() as usize),
        };
        SrcSpan::new(self.span.file, at(start), at(end))
    }
}

/// A function of the script that the vocabulary may call: while the script runs, or later, ahead of
/// time, when it takes values.
#[derive(Clone)]
pub struct Callback(Arc<dyn Callable>);

/// What a [`Callback`] does. Depends on its arguments alone.
pub trait Callable: Send + Sync {
    /// Calls it.
    ///
    /// # Errors
    /// What the script's function failed with.
    fn call(&self, args: &[Arg]) -> Result<Arg, ArgError>;
    /// How many parameters it takes.
    fn arity(&self) -> usize;
}

impl Callback {
    /// Wraps something that can be called.
    pub fn new(callable: Arc<dyn Callable>) -> Callback {
        Callback(callable)
    }

    /// Calls it.
    ///
    /// # Errors
    /// What the script's function failed with.
    pub fn call(&self, args: &[Arg]) -> Result<Arg, ArgError> {
        self.0.call(args)
    }

    /// How many parameters it takes.
    pub fn arity(&self) -> usize {
        self.0.arity()
    }

    /// Tells one function from another.
    pub fn identity(&self) -> usize {
        Arc::as_ptr(&self.0).cast::<()>() as usize
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("|..|")
    }
}

/// Why a call makes no sense. The binding adds the place of the call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ArgError {
    /// One plain sentence, lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The place within an argument, where it is known (a character of a mini-notation string).
    pub span: Option<SrcSpan>,
}

impl ArgError {
    /// An error that has only a message.
    pub fn new(message: impl Into<String>) -> ArgError {
        ArgError { message: message.into(), hints: Vec::new(), span: None }
    }

    /// The same, with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> ArgError {
        self.hints.push(hint.into());
        self
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, span: Option<SrcSpan>) -> ArgError {
        self.span = self.span.or(span);
        self
    }
}

/// What a parameter accepts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Anything that can be a pattern.
    Pattern,
    /// A number, or a pattern of numbers.
    Number,
    /// A length or factor in exact time, or a pattern of those.
    Time,
    /// A word, or a pattern of words.
    Word,
    /// A function from pattern to pattern.
    Change,
    /// A list of patterns, or a map of them.
    List,
    /// A function that takes a value.
    ValueFunction,
}

/// One parameter of a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Param {
    /// Its name in the reference.
    pub name: &'static str,
    /// What it accepts.
    pub kind: Kind,
    /// May be left out.
    pub optional: bool,
    /// May be given any number of times (only the last one).
    pub many: bool,
}

/// Which sections the reference has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Group {
    Create,
    Signal,
    Time,
    Structure,
    Combine,
    Change,
    Random,
    Pick,
    Sample,
    Harmony,
    Sound,
    Session,
}

/// Everything we know about one function a musician can call.
#[derive(Debug)]
pub struct Function {
    /// Its name in scripts.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Where the reference lists it.
    pub group: Group,
    /// Its parameters, without the pattern it is a method of.
    pub params: &'static [Param],
    /// True for `p.rev()`, false for `silence()` and `cat(..)`.
    pub method: bool,
    /// One sentence with a full stop.
    pub summary: &'static str,
    /// A call that can be run and heard.
    pub example: &'static str,
    /// Does it. The first argument of a method is its pattern.
    pub run: fn(&Args) -> Result<Pattern, ArgError>,
}

/// The arguments of one call, checked against the row.
#[derive(Clone, Debug)]
pub struct Args {
    /// The values, the method's pattern first.
    pub values: Vec<Arg>,
}

/// What a name in a script stands for.
#[derive(Clone, Copy, Debug)]
pub enum Word {
    /// A function of the vocabulary.
    Function(&'static Function),
    /// A control, which is a method and a function at once.
    Control(Control),
}

/// All tables of rows.
pub const TABLES: &[&[Function]] = &[];

/// Every function, row by row.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// What a name stands for. Functions go before controls of the same name.
pub fn lookup(name: &str) -> Option<Word> {
    static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
        let mut words = HashMap::new();
        for &control in crate::control::ALL {
            let info = control.info();
            for name in std::iter::once(info.name).chain(info.aliases.iter().copied()) {
                words.insert(name, Word::Control(control));
            }
        }
        for function in functions() {
            for name in std::iter::once(function.name).chain(function.aliases.iter().copied()) {
                words.insert(name, Word::Function(function));
            }
        }
        words
    });
    WORDS.get(name).copied()
}

/// Calls what a name stands for. The first argument of a method call is its pattern.
///
/// # Errors
/// When the arguments make no sense; the binding adds the place of the call.
pub fn call(word: Word, args: Vec<Arg>) -> Result<Pattern, ArgError> {
    match word {
        Word::Function(function) => (function.run)(&Args { values: args }),
        Word::Control(_) => Err(ArgError::new("controls come with the sound vocabulary")),
    }
}

/// How a call was written, where the binding can tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Form {
    /// `p.fast(2)`: the pattern is the first argument.
    Method,
    /// `fast(2, p)`: the pattern is the last argument.
    Function,
    /// Cannot be told; guessed from what the arguments are.
    #[default]
    Unknown,
}

/// Calls what a name stands for.
///
/// # Errors
/// When the arguments make no sense.
pub fn call_as(word: Word, _form: Form, args: Vec<Arg>) -> Result<Pattern, ArgError> {
    call(word, args)
}
