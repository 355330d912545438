//! What Rhai complains about, said to a musician: the place, the cause, and what to do.
//!
//! Only errors that end a run come here; calls that make no sense are told where they are called.

use rhai::{EvalAltResult, LexError, ParseErrorType, Position};

use super::convert::LONGEST_LIST;
use super::engine::LONGEST_TEXT;
use super::habits::habit;
use super::lexer::{Kind, lex};
use super::library::HINT;
use super::literals::offset;
use super::names::{CLOSURE, Names, in_function};
use super::stage::{SCRIPT, State, token_span};
use crate::diag::{Diagnostic, Source, SourceId, Sources, SrcSpan};
use crate::vocab::{self, ArgError, Word};

/// An error that ended a run.
pub(crate) struct Trouble {
    /// What to say; `None` if it follows from something that has been told.
    pub(crate) diagnostic: Option<Diagnostic>,
    /// Where in the script itself the statement stands that led there.
    pub(crate) at: Option<usize>,
}

/// How a message about an unknown function begins.
pub(crate) const NO_FUNCTION: &str = "there is no function `";

/// What a message says, before it has a place.
struct Said {
    message: String,
    hints: Vec<String>,
}

fn say(message: impl Into<String>) -> Said {
    Said { message: message.into(), hints: Vec::new() }
}

impl Said {
    fn hint(mut self, hint: impl Into<String>) -> Said {
        self.hints.push(hint.into());
        self
    }

    fn maybe(mut self, hint: Option<String>) -> Said {
        self.hints.extend(hint);
        self
    }
}

/// The texts that places point into, and the names that they can use.
pub(crate) struct Texts<'a> {
    /// The script and its libraries.
    pub(crate) sources: &'a Sources,
    /// What a misspelt name may be.
    pub(crate) names: &'a Names,
}

impl State {
    /// The texts of the run that goes on.
    pub(crate) fn texts(&self) -> Texts<'_> {
        Texts { sources: &self.sources, names: &self.names }
    }
}

/// Explains an error that ended a run.
pub(crate) fn explain(texts: &Texts<'_>, error: &EvalAltResult) -> Trouble {
    let (mut file, mut error) = (SCRIPT, error);
    let mut at = None;
    loop {
        if file == SCRIPT
            && let Some(found) = place(texts, SCRIPT, error.position())
        {
            at = at.or(Some(found));
        }
        match error {
            EvalAltResult::ErrorInFunctionCall(_, source, inner, _) => {
                file = texts.sources.id(source).unwrap_or(SCRIPT);
                error = inner;
            }
            EvalAltResult::ErrorInModule(name, inner, _) => {
                file = texts.sources.id(name).unwrap_or(file);
                error = inner;
            }
            _ => break,
        }
    }
    let source = texts.sources.get(file);
    let span = source.and_then(|source| token_span(file, source, error.position()));
    let text = span.and_then(|span| source?.text.get(span.range())).unwrap_or("");
    let (span, text) = match source {
        // The end of a line says nothing; the word before it shows where something is missing.
        Some(source) if text.trim().is_empty() => (last_word(source, file, span), ""),
        _ => (span, text),
    };
    let said = span
        .and_then(|span| other_letters(error, source?, span))
        .or_else(|| span.and_then(|span| say_habit(texts.names, error, source?, span)))
        .or_else(|| span.and_then(|span| out_of_sight(texts.names, error, source?, span)))
        .or_else(|| span.and_then(|span| foreign_keyword(error, source?, span)))
        .or_else(|| say_error(texts.names, error, text));
    let reading = matches!(error, EvalAltResult::ErrorParsing(..));
    let diagnostic = said.map(|said| {
        let mut diagnostic = Diagnostic::error(span, said.message);
        diagnostic.hints = said.hints;
        diagnostic.hints.extend(way_there(texts, span, at).filter(|_| !reading));
        diagnostic
    });
    Trouble { diagnostic, at }
}

/// What comes from another language, unless it is a name of the script's own.
fn say_habit(names: &Names, error: &EvalAltResult, source: &Source, span: SrcSpan) -> Option<Said> {
    if let EvalAltResult::ErrorVariableNotFound(name, _) = error
        && (names.variables.contains(name) || names.tracks.contains(name))
    {
        return None;
    }
    let (message, hint) = habit(error, source, span)?;
    Some(say(message).hint(hint))
}

/// A variable that exists, but neither here nor because of a function's walls.
fn out_of_sight(
    names: &Names,
    error: &EvalAltResult,
    source: &Source,
    span: SrcSpan,
) -> Option<Said> {
    let EvalAltResult::ErrorVariableNotFound(name, _) = error else { return None };
    let known = names.variables.contains(name) && span.file == SCRIPT;
    if !known || in_function(&source.text, span.start as usize) {
        return None;
    }
    Some(
        say(format!("the variable `{name}` is only known inside the block that declares it"))
            .hint(format!("write `let {name} = ..` before the block")),
    )
}

/// A word of another language before what cannot be read.
fn foreign_keyword(error: &EvalAltResult, source: &Source, span: SrcSpan) -> Option<Said> {
    let EvalAltResult::ErrorParsing(..) = error else { return None };
    let before = source.text.get(..span.start as usize)?.trim_end();
    let mut signs = before.char_indices().rev();
    let sign = signs.find(|(_, c)| !c.is_alphanumeric());
    let start = sign.map_or(0, |(at, c)| at + c.len_utf8());
    match &before[start..] {
        word @ ("function" | "def" | "func" | "fun") => {
            Some(say(format!("`{word}` does not exist here")).hint("write fn name(x) { .. }"))
        }
        "else" => Some(say("`else` needs braces").hint("write else { .. }")),
        _ => None,
    }
}

/// For an error inside a function: the line of the script that called it.
fn way_there(texts: &Texts<'_>, span: Option<SrcSpan>, at: Option<usize>) -> Option<String> {
    let (span, at) = (span?, at?);
    let script = texts.sources.get(SCRIPT)?;
    let line = script.line_column(at).0;
    let elsewhere = span.file != SCRIPT || script.line_column(span.start as usize).0 != line;
    elsewhere.then(|| format!("this was reached from line {line}"))
}

/// A name with letters that names cannot have.
fn other_letters(error: &EvalAltResult, source: &Source, span: SrcSpan) -> Option<Said> {
    let EvalAltResult::ErrorParsing(..) = error else { return None };
    let at = span.start as usize;
    let words = lex(&source.text);
    let word = words.iter().find(|token| token.range.contains(&at))?;
    let name = word.text(&source.text);
    (word.kind == Kind::Word && !name.is_ascii()).then(|| {
        say(format!("`{name}` has letters that a name cannot have"))
            .hint("names of variables and functions are made of a-z, A-Z, 0-9 and _; tracks may have any letters")
    })
}

/// The last token before a place, or the end of the text.
fn last_word(source: &Source, file: SourceId, span: Option<SrcSpan>) -> Option<SrcSpan> {
    let end = span.map_or(source.text.len(), |span| span.start as usize);
    let tokens = lex(source.text.get(..end)?);
    let token = tokens.iter().rev().find(|token| token.kind != Kind::Comment)?;
    Some(SrcSpan::new(file, token.range.start, token.range.end))
}

/// The same for a function that the vocabulary called.
pub(crate) fn of_function(texts: &Texts<'_>, error: &EvalAltResult) -> ArgError {
    match explain(texts, error).diagnostic {
        Some(said) => ArgError { message: said.message, hints: said.hints, span: said.span },
        None => ArgError::new(""),
    }
}

fn place(texts: &Texts<'_>, file: SourceId, position: Position) -> Option<usize> {
    offset(texts.sources.get(file)?, position)
}

/// `None` for what follows from something that has been told.
fn say_error(names: &Names, error: &EvalAltResult, found: &str) -> Option<Said> {
    use EvalAltResult as E;
    Some(match error {
        E::ErrorParsing(kind, _) => say_parse(names, kind, found),
        E::ErrorFunctionNotFound(signature, _) => return unknown_function(names, signature),
        E::ErrorVariableNotFound(name, _) => unknown_variable(names, name),
        E::ErrorModuleNotFound(name, _) => say(format!("there is no library `{name}`")),
        E::ErrorDotExpr(..) | E::ErrorPropertyNotFound(..) => unknown_property(names, found),
        E::ErrorTooManyOperations(_) => endless(),
        // By the clock, see `budget`: which may also be because of the script's length.
        E::ErrorTerminated(by_time, _) if by_time.as_bool() == Ok(true) => {
            say("this takes too long, and was stopped")
                .hint("is there a loop that does not end, or more than one script can hold?")
                .hint("what played before plays on")
        }
        E::ErrorTerminated(..) => endless(),
        E::ErrorStackOverflow(_) => say("a function calls itself without end"),
        E::ErrorDataTooLarge(what, _) => {
            too_large(what).hint("does a loop add to it again and again?")
        }
        E::ErrorTooManyVariables(_) => say("the script has more variables than it can hold")
            .hint("keep them in a list, or write what is used once where it is used"),
        E::ErrorTooManyModules(_) => say("the script imports more libraries than it can hold")
            .hint("one library can import others"),
        E::ErrorDataRace(..) => {
            say("a variable is used while it is being changed").hint("give the result a new name")
        }
        E::ErrorUnboundThis(_) => {
            say("`this` is only there in a function that is called after a dot, as in p.f()")
        }
        E::ErrorAssignmentToConstant(name, _) => {
            say(format!("`{name}` is a `const` and cannot change"))
                .hint(format!("write `let {name} = ..`"))
        }
        E::ErrorFor(_) => say("`for` needs a list or a range").hint("write `for i in 0..4 { .. }`"),
        E::ErrorArrayBounds(length, index, _) => {
            say(format!("there is no element {index} in a list of {length}"))
                .hint("the first element is number 0")
        }
        E::ErrorIndexNotFound(key, _) => say(format!("there is no element {key}")),
        E::ErrorIndexingType(what, _) => {
            let what = what.split(" [").next().unwrap_or(what);
            say(format!("{} has no elements", plain_types(what)))
        }
        E::ErrorMismatchDataType(wanted, got, _) | E::ErrorMismatchOutputType(wanted, got, _) => {
            say(format!("this should be {}, not {}", plain_types(wanted), plain_types(got)))
        }
        E::ErrorArithmetic(what, _) => say(lower_first(what)),
        E::ErrorRuntime(value, _) => match value.to_string().split_once(HINT) {
            Some((message, hint)) => say(message).hint(hint),
            None => say(value.to_string()),
        },
        other => {
            let text = other.to_string();
            say(lower_first(text.split(" (line").next().unwrap_or(&text)))
        }
    })
}

/// True for a script that holds more than it may: giving up one statement after the other does not help.
pub(crate) fn is_too_much(error: &EvalAltResult) -> bool {
    match error.unwrap_inner() {
        EvalAltResult::ErrorTooManyVariables(_) => true,
        EvalAltResult::ErrorParsing(kind, _) => matches!(kind, ParseErrorType::TooManyFunctions),
        _ => false,
    }
}

/// What is larger than a script may have it, by Rhai's name of it.
fn too_large(what: &str) -> Said {
    let what = what.to_lowercase();
    let (most, list) = (LONGEST_TEXT, LONGEST_LIST);
    match () {
        () if what.contains("string") => say(format!("a text can have at most {most} letters"))
            .hint("write several patterns, and play them in turn with cat(..) or at once with stack(..)"),
        () if what.contains("array") => say(format!("a list can have at most {list} elements"))
            .hint("a pattern needs no list: run(16) counts, \"0 .. 15\" too"),
        () if what.contains("map") || what.contains("object") => {
            say(format!("a map can have at most {list} entries"))
        }
        () => say("something here is larger than a script can hold"),
    }
}

fn endless() -> Said {
    say("this does not come to an end").hint("a script only describes; time passes in its patterns")
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

/// Rhai's names of types, as a musician knows them.
fn plain_types(text: &str) -> String {
    let text = text.replace("&str | ImmutableString | String", "a string");
    let plain = |word: &str| match word.trim() {
        "i64" | "f64" | "fraction" => "a number".to_string(),
        "string" | "&str" | "ImmutableString" => "a string".to_string(),
        "pattern" => "a pattern".to_string(),
        other if other == std::any::type_name::<super::take::Take>() => "a pattern".to_string(),
        "array" => "a list".to_string(),
        "map" => "a map".to_string(),
        "bool" => "true or false".to_string(),
        "Fn" => "a function".to_string(),
        "()" => "nothing".to_string(),
        other => other.to_string(),
    };
    text.split(',').map(plain).collect::<Vec<_>>().join(", ")
}

fn did_you_mean(name: Option<&str>) -> Option<String> {
    name.map(|name| format!("did you mean `{name}`?"))
}

pub(crate) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn unknown_function(names: &Names, signature: &str) -> Option<Said> {
    let (name, arguments) = signature.split_once(" (").unwrap_or((signature, ""));
    let arguments = arguments.strip_suffix(')').unwrap_or(arguments);
    let name = name.trim_end_matches("()");
    if arguments.contains("failed pattern") {
        return None;
    }
    let types = plain_types(arguments);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        let said = say(format!("`{name}` does not work with {}", types.replace(", ", " and ")));
        let range = name.starts_with("..").then(|| "one dot calls a function: p.fast(2)".into());
        return Some(said.maybe(range));
    }
    if names.variables.contains(name) {
        return Some(
            say(format!("`{name}` is a variable, not a function"))
                .hint(format!("if it holds a function, call it as {name}.call(..)")),
        );
    }
    if let Some(arities) = names.arities(name) {
        let list: Vec<String> = arities.iter().map(ToString::to_string).collect();
        let most = *arities.last().unwrap_or(&0);
        let noun = if arities.len() == 1 && most == 1 { "argument" } else { "arguments" };
        return Some(say(format!(
            "`{name}` takes {} {noun}, called here with ({types})",
            list.join(" or ")
        )));
    }
    if let Some(word) = vocab::lookup(name) {
        let most = match word {
            Word::Function(function) => function.params.len(),
            Word::Control(_) => 1,
        };
        return Some(say(format!("`{name}` takes {}", plural(most, "argument"))));
    }
    if let Some(command) = vocab::session::command_named(name) {
        let call = if command.call.is_empty() { "p.{}()" } else { command.call };
        return Some(
            say(format!("`{name}` is not called like this")).hint(format!("write {call}")),
        );
    }
    if name.starts_with(CLOSURE) {
        return Some(say(format!(
            "the function takes other arguments, called here with ({types})"
        )));
    }
    if let Some(reason) = vocab::reference::peers::why_left_out(name) {
        return Some(say(format!("there is no function `{name}`")).hint(reason));
    }
    let near = names.nearest_function(name);
    Some(say(format!("{NO_FUNCTION}{name}`")).maybe(did_you_mean(near)))
}

fn unknown_variable(names: &Names, name: &str) -> Said {
    if let Some((library, name)) = name.rsplit_once("::") {
        return say(format!("the library `{library}` exports no `{name}`"))
            .hint(format!("write `export const {name} = ..` in it"));
    }
    if names.variables.contains(name) {
        return say(format!("the variable `{name}` cannot be seen from inside `fn`"))
            .hint(format!("write `const {name} = ..`, or make it a parameter of the function"));
    }
    if names.arities(name).is_some() || names.is_built_in(name) {
        return say(format!("`{name}` is a function; it needs its brackets"));
    }
    if names.tracks.contains(name) {
        return say(format!("`{name}` is a track, not a variable"))
            .hint("to use a pattern twice, give it a name with `let` before the tracks");
    }
    let said = say(format!("there is no `{name}` here"));
    let is_sound = crate::sound::is_built_in(name) || name.len() < 3;
    match names.nearest(name).filter(|_| !is_sound) {
        Some(near) => {
            said.hint(format!("did you mean `{near}`? a sound or note needs quotes: \"{name}\""))
        }
        None => said.hint(format!("a sound or note needs quotes: \"{name}\"")),
    }
}

fn unknown_property(names: &Names, found: &str) -> Said {
    if names.is_built_in(found) || names.arities(found).is_some() {
        return say(format!("`.{found}` needs its brackets")).hint(format!("write .{found}()"));
    }
    say(format!("there is no `.{found}` here")).maybe(did_you_mean(names.nearest_function(found)))
}

fn say_parse(names: &Names, kind: &ParseErrorType, found: &str) -> Said {
    use ParseErrorType as P;
    if found == "=>" {
        return say("`=>` does not make a function here").hint("write |x| x.fast(2)");
    }
    match kind {
        P::UnexpectedEOF => say("the script ends before this is complete"),
        P::BadInput(LexError::UnterminatedString) => say("this string is not closed")
            .hint("a string in double quotes ends on its line; use backticks for several lines"),
        P::BadInput(LexError::MalformedChar(text)) => {
            say("strings are written in double quotes").hint(format!("write \"{text}\""))
        }
        P::BadInput(LexError::MalformedEscapeSequence(text)) => {
            say(format!("`{text}` stands for nothing in a string"))
                .hint("write `\\\\` for a backslash")
        }
        P::BadInput(LexError::StringTooLong(_)) => too_large("string"),
        P::LiteralTooLarge(what, _) => too_large(what),
        P::TooManyFunctions => say("the script has more functions than it can hold")
            .hint("a |x| .. is a function too; write those that are alike once, with `fn`"),
        P::BadInput(LexError::MalformedNumber(text)) => say(format!("`{text}` is no number")),
        P::BadInput(LexError::ImproperSymbol(symbol, _)) | P::UnknownOperator(symbol) => {
            say(format!("`{symbol}` means nothing here"))
        }
        P::BadInput(LexError::UnexpectedInput(symbol)) if symbol == ";" => unexpected(found),
        P::BadInput(LexError::UnexpectedInput(symbol)) => unexpected(symbol),
        P::BadInput(error) => say(lower_first(&error.to_string())),
        P::Reserved(word) => reserved(word),
        P::ForbiddenVariable(word) => reserved(word),
        P::MissingToken(token, _) if token == ";" => unexpected(found),
        P::MissingToken(token, _) => match found {
            "" | ";" => say(format!("`{token}` is missing after this")),
            found => say(format!("`{token}` is missing before `{found}`")),
        },
        P::ExprExpected(_) => match found {
            "" | ";" => say("something is missing after this"),
            found => say(format!("something is missing before `{found}`")),
        },
        P::MissingSymbol(_) | P::PropertyExpected => unexpected(found),
        P::MismatchedType(wanted, got) => {
            say(format!("this should be {}, not {}", plain_types(wanted), plain_types(got)))
        }
        P::VariableExpected if found.starts_with(char::is_alphabetic) => {
            say(format!("`{found}` is a word of the language")).hint("choose another name")
        }
        P::VariableExpected => say("a name is missing here"),
        P::FnMissingName => say("the function needs a name"),
        P::FnMissingParams(name) => say(format!("the function `{name}` needs brackets"))
            .hint(format!("write fn {name}() {{ .. }}")),
        P::FnMissingBody(name) if name.is_empty() => say("the function has no body"),
        P::FnMissingBody(name) => say(format!("the function `{name}` has no body"))
            .hint(format!("write fn {name}(..) {{ .. }}")),
        P::FnDuplicatedDefinition(name, _) => say(format!("there are two functions `{name}`")),
        P::WrongFnDefinition => say("`fn` cannot stand inside a block or another function")
            .hint("move it to the top of the script, or use a closure: let f = |x| ..;"),
        P::AssignmentToConstant(name) => say(format!("`{name}` is a `const` and cannot change"))
            .hint(format!("write `let {name} = ..`")),
        P::AssignmentToInvalidLHS(_) => say("nothing can be assigned to this"),
        P::ExprTooDeep => {
            say("this is nested too deeply").hint("give parts of it names with `let`")
        }
        P::VariableUndefined(name) => unknown_variable(names, name),
        P::LoopBreak => say(format!("`{found}` only stands inside a loop")),
        other => say(lower_first(&other.to_string())),
    }
}

fn reserved(word: &str) -> Said {
    match word {
        "null" | "nil" | "void" => say(format!("`{word}` does not exist here")).hint("write ()"),
        "var" => say("`var` does not exist here").hint("write `let`"),
        "await" | "async" => say(format!("`{word}` is not needed")).hint("leave it out"),
        "new" => say("`new` does not exist here"),
        "function" => say("`function` does not exist here").hint("write fn name(x) { .. }"),
        _ if word.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            say(format!("`{word}` is a reserved word")).hint("choose another name")
        }
        _ => say(format!("`{word}` means nothing here")),
    }
}

fn unexpected(found: &str) -> Said {
    match found {
        "" | ";" => say("something is missing after this"),
        "=" => say("nothing can be assigned to this").hint("declare a variable with `let`"),
        found => {
            let begins = found.starts_with(|c: char| c.is_alphanumeric() || "\"`#".contains(c));
            let two = "two statements on one line need a `;` between them";
            let said = say(format!("`{found}` does not fit here"));
            said.hint(if begins {
                two
            } else {
                "is something missing before it, or is it one too many?"
            })
        }
    }
}
