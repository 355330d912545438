//! The vocabulary: every function a script can call, one row each. No Rhai here.
//!
//! From the rows come the binding, help, completion, the reference, hints for misspelt names, and a
//! test that runs every example.

pub mod args;
mod change;
mod combine;
pub mod common;
mod conditions;
mod counts;
mod create;
mod generate;
mod harmony;
mod layers;
pub mod library;
mod misfits;
mod outside;
mod pick;
mod plumbing;
mod random;
pub mod reference;
pub mod session;
mod signal;
mod slice;
mod sound;
mod structure;
mod time;
pub mod tuning;
mod values;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

pub use crate::diag::{ArgError, Place};
pub use args::{Args, Change, pattern_of};
pub use counts::{Excess, excess};
pub use misfits::{Misfit, misfits, place_of_quoted};

use crate::control::Control;
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
    /// Tells the musician of an error of a call that was made after the script ran.
    fn complain(&self, error: &ArgError);
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

    /// Tells the musician of an error of a call that was made after the script ran.
    pub fn complain(&self, error: &ArgError) {
        self.0.complain(error);
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
    /// The largest number that counts: a larger one is warned of, and taken as this one.
    pub most: Option<i64>,
}

impl Param {
    /// A parameter that must be given.
    pub const fn new(name: &'static str, kind: Kind) -> Param {
        Param { name, kind, optional: false, many: false, most: None }
    }

    /// The same, but it may be left out.
    #[must_use]
    pub const fn optional(self) -> Param {
        Param { optional: true, ..self }
    }

    /// The same, but it may be given any number of times.
    #[must_use]
    pub const fn many(self) -> Param {
        Param { many: true, ..self }
    }

    /// The same, for numbers up to this one.
    #[must_use]
    pub const fn at_most(self, most: i64) -> Param {
        Param { most: Some(most), ..self }
    }
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

/// What a row does with its arguments.
pub type Run = fn(&Args<'_>) -> Result<Pattern, ArgError>;

/// Everything we know about one function a musician can call.
///
/// ```
/// use tresillo::vocab::{Function, Group, Kind, Param};
/// const ROW: Function = Function::method(Group::Time, "hold", &[Param::new("factor", Kind::Time)], |a| {
///     a.source()
/// })
/// .alias(&["wait"])
/// .summary("Leaves the pattern as it is.")
/// .example(r#"s("bd").hold(2)"#);
/// assert_eq!(ROW.name, "hold");
/// ```
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
    /// A method that, called by itself, takes its arguments as they are written: none of them is the
    /// pattern it works on.
    pub free: bool,
    /// What is meant when it is called with one value more: `euclid(3, 8, 2)` is `euclidRot`.
    pub longer: Option<&'static str>,
    /// One sentence with a full stop.
    pub summary: &'static str,
    /// What else is to be known, a line each.
    pub notes: &'static [&'static str],
    /// A call that can be run and heard.
    pub example: &'static str,
    /// Does it. The first argument of a method is its pattern.
    pub run: Run,
}

impl Function {
    /// A row for something called on a pattern: `p.rev()`.
    pub const fn method(
        group: Group,
        name: &'static str,
        params: &'static [Param],
        run: Run,
    ) -> Function {
        Function {
            name,
            aliases: &[],
            group,
            params,
            method: true,
            free: false,
            longer: None,
            summary: "",
            notes: &[],
            example: "",
            run,
        }
    }

    /// A row for something called by itself: `cat(..)`.
    pub const fn free_standing(
        group: Group,
        name: &'static str,
        params: &'static [Param],
        run: Run,
    ) -> Function {
        Function { method: false, ..Function::method(group, name, params, run) }
    }

    /// The same row, which stands for another one when there is one value more.
    #[must_use]
    pub const fn longer(self, name: &'static str) -> Function {
        Function { longer: Some(name), ..self }
    }

    /// The same row with other names.
    #[must_use]
    pub const fn alias(self, aliases: &'static [&'static str]) -> Function {
        Function { aliases, ..self }
    }

    /// The same row, which called by itself takes its arguments as they are written.
    #[must_use]
    pub const fn free(self) -> Function {
        Function { free: true, ..self }
    }

    /// The same row with its one sentence.
    #[must_use]
    pub const fn summary(self, summary: &'static str) -> Function {
        Function { summary, ..self }
    }

    /// The same row with more to be known, a line each.
    #[must_use]
    pub const fn notes(self, notes: &'static [&'static str]) -> Function {
        Function { notes, ..self }
    }

    /// The same row with an example.
    #[must_use]
    pub const fn example(self, example: &'static str) -> Function {
        Function { example, ..self }
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

/// The control by which a function sends a pattern outside, if it does.
pub fn way_outside(function: &Function) -> Option<Control> {
    match function.name {
        "midi" => Some(Control::Midiport),
        "osc" => Some(Control::Oschost),
        _ => None,
    }
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
pub const TABLES: &[&[Function]] = &[
    create::ROWS,
    generate::ROWS,
    signal::ROWS,
    signal::shapes::ROWS,
    time::ROWS,
    time::pieces::ROWS,
    time::feel::ROWS,
    structure::ROWS,
    structure::rhythms::ROWS,
    combine::OPERATIONS,
    combine::ROWS,
    plumbing::ROWS,
    change::ROWS,
    conditions::ROWS,
    layers::ROWS,
    random::ROWS,
    pick::ROWS,
    slice::ROWS,
    slice::pieces::ROWS,
    harmony::ROWS,
    harmony::lists::ROWS,
    tuning::ROWS,
    sound::ROWS,
    sound::words::ROWS,
    outside::ROWS,
];

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

/// Calls what a name stands for, guessing whether it was written `p.f(x)` or `f(x, p)`.
///
/// # Errors
/// When the arguments make no sense; the binding adds the place of the call.
pub fn call(word: Word, args: Vec<Arg>) -> Result<Pattern, ArgError> {
    call_as(word, Form::Unknown, args)
}

/// Calls what a name stands for. The first argument of a method call is its pattern; written as a
/// function, the pattern comes last.
///
/// # Errors
/// When the arguments make no sense; the binding adds the place of the call.
pub fn call_as(word: Word, form: Form, args: Vec<Arg>) -> Result<Pattern, ArgError> {
    match word {
        Word::Function(function) => {
            let mut args = args;
            let longer = function.longer.filter(|_| args.len() == function.params.len() + 2);
            if let Some(longer) = longer.and_then(lookup) {
                return call_as(longer, form, args);
            }
            if function.method && !function.free && pattern_is_last(function, form, &args) {
                args.rotate_right(1);
            }
            let with_pattern = function.method && !function.free;
            if form == Form::Method || form == Form::Function && with_pattern {
                args = args::fitted(function, args)?;
            } else if !function.method {
                args::enough(function, &args)?;
            }
            (function.run)(&Args::new(function, form, &args))
        }
        Word::Control(control) => match namesake(control, &args) {
            Some(function) => call_as(function, form, args),
            None => args::set_control(control, &args),
        },
    }
}

/// The function that shares its name with a control, and is meant where it is given a function.
fn namesake(control: Control, args: &[Arg]) -> Option<Word> {
    let name = match control {
        Control::Spread => "slowspread",
        _ => return None,
    };
    args.iter().any(|arg| matches!(arg, Arg::Function(_))).then(|| lookup(name))?
}

/// True for `fast(2, "a b")`: a method written as a function.
fn pattern_is_last(function: &Function, form: Form, args: &[Arg]) -> bool {
    let is_pattern = |arg: &Arg| matches!(arg, Arg::Text(_) | Arg::Pattern(_));
    match (form, args) {
        (Form::Method, _) | (_, [] | [_]) => false,
        (Form::Function, [.., last]) => {
            // Functions of any number of patterns take them all alike.
            let takes_any = function.params.iter().any(|p| p.many && p.kind == Kind::Pattern);
            !takes_any && is_pattern(last)
        }
        (Form::Unknown, [first, .., last]) => !is_pattern(first) && is_pattern(last),
    }
}
