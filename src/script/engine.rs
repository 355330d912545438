//! The Rhai engine of a compiler: which packages, settings and limits it has.
//!
//! Five settings are mandatory for the rest of this folder to work; each says why.

use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicFnPackage, BasicIteratorPackage, BasicMapPackage,
    BasicMathPackage, BasicStringPackage, LanguageCorePackage, LogicPackage, Package,
};
use rhai::{
    Dynamic, Engine, EvalContext, FLOAT, FnPtr, INT, ImmutableString, OptimizationLevel, Position,
    Token,
};

use super::budget::Spent;
use super::convert::LONGEST_LIST;
use super::layout::{LABEL, Swap};
use super::stage::Stage;
use super::take::{Failed, Take};
use super::{ask, bind, budget, compare, inputs, numbers, session};
use crate::time::Time;
use crate::vocab::{self, Group, Word};

/// An engine that knows the vocabulary and writes on this stage.
pub(crate) fn build(stage: &Stage) -> Engine {
    let mut engine = Engine::new_raw();
    packages(&mut engine);
    // Without these two a string literal loses its identity, and with it its place in the source.
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_strings_interned(0);
    // Else `/` on whole numbers is Rhai's own.
    engine.set_fast_operators(false);
    // By default a chain of 30 calls inside a function does not parse.
    engine.set_max_expr_depths(256, 256);
    limits(&mut engine);
    engine.register_type_with_name::<Take>("pattern");
    engine.register_type_with_name::<Failed>("failed pattern");
    engine.register_fn("to_string", |_: &mut Take| "a pattern");
    engine.register_fn("to_debug", |_: &mut Take| "a pattern");
    numbers::register(&mut engine);
    compare::register(&mut engine);
    strings(&mut engine);
    super::busses::register(&mut engine, stage);
    bind::register(&mut engine, stage);
    session::register(&mut engine, stage);
    ask::register(&mut engine, stage);
    super::questions::register(&mut engine, stage);
    exchange_tokens(&mut engine, stage);
    resolve_names(&mut engine, stage);
    engine
}

fn packages(engine: &mut Engine) {
    LanguageCorePackage::new().register_into_engine(engine);
    ArithmeticPackage::new().register_into_engine(engine);
    LogicPackage::new().register_into_engine(engine);
    BasicMathPackage::new().register_into_engine(engine);
    BasicArrayPackage::new().register_into_engine(engine);
    BasicMapPackage::new().register_into_engine(engine);
    BasicIteratorPackage::new().register_into_engine(engine);
    BasicFnPackage::new().register_into_engine(engine);
    BasicStringPackage::new().register_into_engine(engine);
}

/// Places within a literal are counted up to this.
pub(crate) const LONGEST_TEXT: usize = 1 << 16;
/// A script holds so many variables, and so many functions.
const MOST_NAMES: usize = 20_000;

/// Limits against scripts that run away. A piece of a thousand lines comes near none of them.
fn limits(engine: &mut Engine) {
    engine
        .set_max_call_levels(64)
        .set_max_string_size(LONGEST_TEXT)
        .set_max_array_size(LONGEST_LIST)
        .set_max_map_size(LONGEST_LIST)
        .set_max_variables(MOST_NAMES)
        .set_max_functions(MOST_NAMES)
        .set_max_modules(64);
    engine.on_progress(|_| budget::spend().map(|spent| Dynamic::from_bool(spent == Spent::Time)));
    engine.disable_symbol("eval");
    // A script that waits would keep the music from changing.
    engine.register_fn("sleep", |_: INT| ()).register_fn("sleep", |_: FLOAT| ());
}

/// What a script can do with plain text. Rhai's own package has `pad`, `crop`, `split` and others that
/// would win over patterns.
fn strings(engine: &mut Engine) {
    type Text = ImmutableString;
    engine
        .register_fn("+", |a: Text, b: INT| format!("{a}{b}"))
        .register_fn("+", |a: Text, b: FLOAT| format!("{a}{b}"))
        .register_fn("+", |a: Text, b: Time| format!("{a}{b}"))
        .register_fn("+", |a: INT, b: Text| format!("{a}{b}"))
        .register_fn("+", |a: FLOAT, b: Text| format!("{a}{b}"))
        .register_fn("+", |a: Time, b: Text| format!("{a}{b}"))
        .register_get("len", |text: &mut Text| text.chars().count() as INT)
        .register_fn("len", |text: &mut Text| text.chars().count() as INT)
        .register_fn("contains", |text: &mut Text, part: Text| text.contains(part.as_str()))
        .register_fn("starts_with", |text: &mut Text, part: Text| text.starts_with(part.as_str()))
        .register_fn("ends_with", |text: &mut Text, part: Text| text.ends_with(part.as_str()))
        .register_fn("to_upper", |text: &mut Text| text.to_uppercase())
        .register_fn("to_lower", |text: &mut Text| text.to_lowercase())
        .register_fn("split", |text: &mut Text, by: Text| -> rhai::Array {
            text.split(by.as_str()).map(|part| Dynamic::from(part.to_string())).collect()
        });
}

fn float(value: f64) -> Token {
    Token::FloatConstant(Box::new((value.into(), value.to_string().into())))
}

/// Labels, keywords after a dot and numbers that begin with one, as the layout planned them.
fn exchange_tokens(engine: &mut Engine, stage: &Stage) {
    #[allow(clippy::expect_used, reason = "the operator and its precedence are constants")]
    engine.register_custom_operator(LABEL, 2).expect("a new operator with a valid precedence");
    let stage = stage.clone();
    #[allow(deprecated, reason = "Rhai marks what may still change; the version is pinned")]
    engine.on_parse_token(move |token, position: Position, _| {
        let place = (position.line().unwrap_or(0), position.position().unwrap_or(0));
        match stage.state().swaps.get(&place) {
            None => token,
            Some(Swap::Label(name)) => Token::StringConstant(Box::new(name.as_str().into())),
            Some(Swap::Colon) => Token::Custom(Box::new(LABEL.into())),
            Some(Swap::Name(name)) => Token::Identifier(Box::new(name.as_str().into())),
            Some(&Swap::Number(value)) => match token {
                Token::IntegerConstant(read) => float(if read < 0 { -value } else { value }),
                Token::FloatConstant(read) => {
                    let negative = read.0.is_sign_negative();
                    float(if negative { -value } else { value })
                }
                sign => sign,
            },
        }
    });
}

/// What a name stands for that is no local variable: a signal, a constant of the script seen from
/// inside a function, or a function of the vocabulary as a value. A local variable that nothing ever
/// assigns to is copied, so that closures capture by value.
fn resolve_names(engine: &mut Engine, stage: &Stage) {
    let signals = signals();
    let stage = stage.clone();
    #[allow(deprecated, reason = "Rhai marks what may still change; the version is pinned")]
    engine.on_var(move |name, index, ctx: EvalContext| {
        if let Some(value) = ctx.scope().get(name) {
            let copied = is_plain(value) && !stage.state().literals.is_assigned(name);
            return Ok(copied.then(|| value.clone()));
        }
        if index > 0 {
            return Ok(None);
        }
        if let Some(signal) = signals.get(name) {
            return Ok(Some(signal.clone()));
        }
        let constants = ctx.global_runtime_state().constants.as_ref();
        let constant = constants.and_then(|all| all.read().ok()?.get(name).cloned());
        if constant.is_some() {
            return Ok(constant);
        }
        if let Some(knob) = inputs::named(name, &stage) {
            return Ok(Some(knob));
        }
        let is_method = matches!(vocab::lookup(name), Some(Word::Function(row)) if row.method);
        if is_method && !stage.state().names.variables.contains(name) {
            return Ok(FnPtr::new(name).ok().map(Dynamic::from));
        }
        Ok(None)
    });
}

/// True for values that a copy stands for as well as the original.
fn is_plain(value: &Dynamic) -> bool {
    !value.is_shared()
        && (value.is_int()
            || value.is_float()
            || value.is_string()
            || value.is_bool()
            || value.is_fnptr()
            || value.is::<Take>()
            || value.is::<Failed>()
            || value.is::<Time>())
}

/// Patterns that need no brackets.
fn signals() -> std::collections::HashMap<&'static str, Dynamic> {
    let bare = |row: &&vocab::Function| {
        let optional = row.params.iter().all(|param| param.optional);
        !row.method && (row.params.is_empty() || row.group == Group::Signal && optional)
    };
    let mut signals = std::collections::HashMap::new();
    for row in vocab::functions().filter(bare) {
        let Ok(pattern) = vocab::call(Word::Function(row), Vec::new()) else { continue };
        for name in std::iter::once(row.name).chain(row.aliases.iter().copied()) {
            signals.insert(name, Dynamic::from(Take::from(pattern.clone())));
        }
    }
    signals
}
