//! The functions that are about the session and not about patterns: tracks, tempo, seed, samples.
//!
//! They write on the [`Stage`]; what is done with it is the conductor's business.

use std::any::TypeId;

use rhai::{Array, Dynamic, Engine, FLOAT, INT, ImmutableString, Map};

use super::bind::{self, Call, Native};
use super::convert::{describe, to_number};
use super::stage::{Stage, track_name};
use super::take::{Failed, Marks, Take};
use crate::diag::{self, Diagnostic};
use crate::pattern::Pattern;
use crate::set::tempo::{Meter, Tempo};
use crate::set::{Follow, Quantum, SampleFolder};
use crate::time::Time;
use crate::vocab::session::{self, COMMANDS, Command};
use crate::vocab::{Arg, ArgError, pattern_of};

/// A swap waits for no longer than so many cycles.
const LONGEST_QUANTUM: f64 = 1024.0;
/// So many cycles of a pattern of tempi are looked at for what cannot be played.
const LOOKED_AT: i64 = 16;

/// The number of `d1` to `d16`.
pub(crate) fn numbered(name: &str) -> Option<u8> {
    let number = name.strip_prefix('d')?.parse().ok()?;
    ((1..=16).contains(&number) && !name.starts_with("d0")).then_some(number)
}

/// Teaches an engine the functions of the session.
pub(crate) fn register(engine: &mut Engine, stage: &Stage) {
    for name in ["track", super::layout::LABEL] {
        bind::native(engine, stage, name, 2, track);
    }
    bind::native(engine, stage, "p", 2, |call| {
        let [pattern, name] = call.args else { return call.refuse("`p` takes a name") };
        declare(call, name, pattern)
    });
    for name in session::names().filter(|name| numbered(name).is_some()) {
        bind::native(engine, stage, name, 1, |call| {
            let name = Dynamic::from(call.name);
            declare(call, &name, call.args[0])
        });
    }
    tempo(engine, stage);
    settings(engine, stage);
    marks(engine, stage);
    super::entries::register(engine, stage);
    super::everywhere::register(engine, stage);
    super::named::register(engine, stage);
    super::inputs::register(engine, stage);
    for name in COMMANDS.iter().filter(|command| command.picture).flat_map(Command::names) {
        for count in 1..=3 {
            bind::native(engine, stage, name, count, |call| call.args[0].clone());
        }
    }
    for count in 1..=4 {
        bind::native(engine, stage, "print", count, print);
    }
    // Rhai prints these itself, and what it finds by exact types goes first.
    let types = [
        TypeId::of::<bool>(),
        TypeId::of::<INT>(),
        TypeId::of::<FLOAT>(),
        TypeId::of::<char>(),
        TypeId::of::<ImmutableString>(),
        TypeId::of::<Array>(),
        TypeId::of::<Map>(),
        TypeId::of::<()>(),
    ];
    for only in types {
        bind::native_of(engine, stage, "print", &[only], print);
    }
}

fn track(call: &Call) -> Dynamic {
    let [name, pattern] = call.args else {
        return call.refuse("`track` takes a name and a pattern");
    };
    declare(call, name, pattern)
}

/// Declares a track, or notes that it failed.
fn declare(call: &Call, name: &Dynamic, pattern: &Dynamic) -> Dynamic {
    let Ok(name) = name.as_immutable_string_ref() else {
        call.stage.state().failed_unnamed = true;
        return call.refuse(format!("the name of a track is a string, not {}", describe(name)));
    };
    let name = name.trim();
    if call.stage.state().importing > 0 {
        return call.refuse("a library cannot declare tracks: only the script itself can");
    }
    if name.is_empty() {
        return call.refuse("a track needs a name");
    }
    match bind::to_take(call, pattern, &format!("the track `{}`", track_name(name).0)) {
        Some(take) => {
            let mut state = call.stage.state();
            let span = state.statement_span(call.ctx);
            state.declare(name, take.clone(), span);
            drop(state);
            Dynamic::from(take)
        }
        None => {
            call.stage.state().failed.insert(track_name(name).0.to_string());
            Dynamic::from(Failed)
        }
    }
}

fn tempo(engine: &mut Engine, stage: &Stage) {
    let names: [(&str, Native); 8] = [
        ("tempo", |call| set_tempo(call, Unit::Quarters)),
        ("setbpm", |call| set_tempo(call, Unit::Quarters)),
        ("cps", |call| set_tempo(call, Unit::Cycles(1.0))),
        ("setcps", |call| set_tempo(call, Unit::Cycles(1.0))),
        ("setCps", |call| set_tempo(call, Unit::Cycles(1.0))),
        ("cpm", |call| set_tempo(call, Unit::Cycles(60.0))),
        ("setcpm", |call| set_tempo(call, Unit::Cycles(60.0))),
        ("setCpm", |call| set_tempo(call, Unit::Cycles(60.0))),
    ];
    for (name, function) in names {
        bind::native(engine, stage, name, 1, function);
    }
}

/// One number for the session, or a complaint.
fn setting(call: &Call) -> Option<f64> {
    if call.stage.state().importing > 0 {
        let message = format!("a library cannot call `{}`: only the script itself can", call.name);
        call.tell(ArgError::new(message));
        return None;
    }
    let number = to_number(call.args[0]);
    if number.is_none() {
        call.stage.state().failed_settings = true;
        if !call.args[0].is::<Failed>() {
            let what = describe(call.args[0]);
            call.tell_argument(0, format!("`{}` takes a number, not {what}", call.name));
        }
    }
    number
}

/// What the numbers of a tempo count.
#[derive(Clone, Copy)]
enum Unit {
    /// Quarter notes a minute.
    Quarters,
    /// Cycles in so many seconds.
    Cycles(f64),
}

impl Unit {
    /// How many cycles a second one of the numbers is, with four quarter notes to a cycle.
    fn cps(self) -> f64 {
        match self {
            Unit::Quarters => 1.0 / 240.0,
            Unit::Cycles(seconds) => 1.0 / seconds,
        }
    }
}

fn set_tempo(call: &Call, unit: Unit) -> Dynamic {
    let pattern = match bind::argument(call, 0) {
        Some(arg @ (Arg::Text(_) | Arg::Pattern(_))) if call.stage.state().importing == 0 => {
            match pattern_of(&arg) {
                Ok(pattern) => Some(pattern),
                Err(error) => {
                    call.stage.state().failed_settings = true;
                    return call.complain(error);
                }
            }
        }
        Some(_) => None,
        None => {
            call.stage.state().failed_settings = true;
            return Dynamic::UNIT;
        }
    };
    let tempo = match pattern.as_ref().map(|pattern| (pattern.as_atom(), pattern)) {
        Some((None, pattern)) => Some(changing(call, pattern.clone(), unit)),
        Some((Some(value), _)) => match value.as_number() {
            Some(number) => steady(call, number, unit),
            None => {
                call.stage.state().failed_settings = true;
                let message = format!("`{}` takes numbers, and `{value}` is none", call.name);
                call.tell_argument(0, message);
                return Dynamic::UNIT;
            }
        },
        None => {
            let Some(number) = setting(call) else { return Dynamic::UNIT };
            if number.is_nan() {
                call.stage.state().failed_settings = true;
                return call.refuse(format!("`{}` takes a number, and this is none", call.name));
            }
            steady(call, number, unit)
        }
    };
    let Some(tempo) = tempo else { return Dynamic::UNIT };
    let mut state = call.stage.state();
    state.set.tempo = tempo;
    state.tempo_in_quarters = matches!(unit, Unit::Quarters);
    Dynamic::UNIT
}

/// A pattern of numbers; warns if one of them cannot be played.
fn changing(call: &Call, pattern: Pattern, unit: Unit) -> Tempo {
    let tempo = Tempo::Changing(pattern, unit.cps());
    let seed = call.stage.state().set.seed;
    if let Some(number) = tempo.unplayable(LOOKED_AT, seed) {
        let wanted = diag::number(number);
        let instead = if number > 0.0 && number.is_finite() {
            let most = Tempo::GREATEST / unit.cps();
            let least = Tempo::LEAST / unit.cps();
            let kept = number.clamp(least, most);
            format!("it is taken as {}", format!("{kept:.4}").replace(".0000", ""))
        } else {
            "the tempo before it goes on".to_owned()
        };
        let message = format!("a tempo of {wanted} cannot be played");
        let span = call.stage.state().argument_span(call.ctx, 0);
        call.stage.tell(Diagnostic::warning(span, message).hint(instead));
    }
    tempo
}

/// One number for the whole piece; warns if it cannot be played, and refuses one at which nothing
/// would ever play.
fn steady(call: &Call, number: f64, unit: Unit) -> Option<Tempo> {
    let one = unit.cps();
    if number <= 0.0 {
        let mut state = call.stage.state();
        state.failed_settings = true;
        let span = state.argument_span(call.ctx, 0);
        drop(state);
        let message = format!("a tempo of {} cannot be played", diag::number(number));
        let hint = "the tempo stays as it was; `hush()` silences everything";
        call.stage.tell(Diagnostic::error(span, message).hint(hint));
        return None;
    }
    let kept = (number * one).clamp(Tempo::LEAST, Tempo::GREATEST);
    if kept != number * one {
        let neat = |cps: f64| format!("{:.4}", cps / one).replace(".0000", "");
        let (wanted, kept) = (diag::number(number), neat(kept));
        let message = format!("a tempo of {wanted} cannot be played; it is taken as {kept}");
        let (least, most) = (neat(Tempo::LEAST), neat(Tempo::GREATEST));
        let hint = format!("`{}` goes from {least} to {most}", call.name);
        let span = call.stage.state().argument_span(call.ctx, 0);
        call.stage.tell(Diagnostic::warning(span, message).hint(hint));
    }
    Some(Tempo::Steady(kept))
}

/// `meter("7/8")` or `meter(7, 8)`: how many beats a cycle has.
fn set_meter(call: &Call) -> Dynamic {
    if call.stage.state().importing > 0 {
        return call.refuse("a library cannot call `meter`: only the script itself can");
    }
    let whole = |value: &Dynamic| to_number(value).map(|x| x as i64);
    let read = match call.args {
        [beats, unit] => whole(beats).zip(whole(unit)),
        [text] => text.as_immutable_string_ref().ok().and_then(|text| {
            let (beats, unit) = text.split_once('/')?;
            Some((beats.trim().parse().ok()?, unit.trim().parse().ok()?))
        }),
        _ => None,
    };
    let Some(meter) = read.and_then(|(beats, unit)| Meter::new(beats, unit)) else {
        call.stage.state().failed_settings = true;
        return call.complain(
            ArgError::new("`meter` takes the beats of a cycle and the note that is one beat")
                .hint("write meter(\"7/8\") or meter(7, 8)"),
        );
    };
    call.stage.state().set.meter = meter;
    Dynamic::UNIT
}

/// Warns that a setting is taken as another number.
fn tell_kept(call: &Call, wanted: f64, kept: f64, why: &str) {
    let (wanted, kept) = (diag::number(wanted), diag::number(kept));
    let message = format!("`{}` of {wanted} is taken as {kept}", call.name);
    let span = call.stage.state().argument_span(call.ctx, 0);
    call.stage.tell(Diagnostic::warning(span, message).hint(why));
}

fn settings(engine: &mut Engine, stage: &Stage) {
    bind::native(engine, stage, "seed", 1, |call| {
        if let Some(number) = setting(call) {
            let seed = number as i64;
            call.stage.state().set.seed = seed;
            if seed as f64 != number {
                tell_kept(call, number, seed as f64, "a seed is a whole number");
            }
        }
        Dynamic::UNIT
    });
    bind::native(engine, stage, "quantum", 1, |call| {
        if call.args[0].as_immutable_string_ref().is_ok_and(|word| word.as_str() == "now") {
            call.stage.state().set.quantum = Quantum::Now;
            return Dynamic::UNIT;
        }
        let Some(number) = setting(call) else { return Dynamic::UNIT };
        let kept = number.clamp(0.0, LONGEST_QUANTUM);
        let cycles = Time::from_f64(kept).unwrap_or(Time::ZERO);
        if kept != number {
            let range = format!("a quantum is 0 (or \"now\") to {LONGEST_QUANTUM} cycles");
            tell_kept(call, number, cycles.to_f64(), &range);
        }
        let quantum = if cycles.is_zero() { Quantum::Now } else { Quantum::Cycles(cycles) };
        call.stage.state().set.quantum = quantum;
        Dynamic::UNIT
    });
    super::mastering::register(engine, stage);
    bind::native(engine, stage, "after", 2, follow);
    bind::native(engine, stage, "meter", 1, set_meter);
    bind::native(engine, stage, "meter", 2, set_meter);
    bind::native(engine, stage, "samples", 1, samples);
    bind::native(engine, stage, "hush", 0, |call| {
        call.stage.state().hushed = true;
        Dynamic::UNIT
    });
    for name in ["all", "each"] {
        bind::native(engine, stage, name, 1, all);
    }
    bind::native(engine, stage, "register", 2, register_function);
}

/// `after(8, "next")`: which script follows, and when.
fn follow(call: &Call) -> Dynamic {
    if call.stage.state().importing > 0 {
        return call.refuse("a library cannot call `after`: only the script itself can");
    }
    let cycles = to_number(call.args[0]).filter(|cycles| *cycles > 0.0);
    let script = call.args[1].as_immutable_string_ref().ok().map(|name| name.trim().to_string());
    match cycles.and_then(Time::from_f64).zip(script) {
        Some((after, script)) => {
            call.stage.state().set.follow = Some(Follow { after, script });
            Dynamic::UNIT
        }
        None => {
            call.stage.state().failed_settings = true;
            call.complain(
                ArgError::new("`after` takes a number of cycles above 0 and the name of a script")
                    .hint("write after(8, \"next\")"),
            )
        }
    }
}

/// A change of every track.
fn all(call: &Call) -> Dynamic {
    match bind::argument(call, 0) {
        Some(Arg::Function(change)) => {
            let mut state = call.stage.state();
            let span = state.argument_span(call.ctx, 0);
            state.all.push((change, span));
        }
        Some(_) => {
            let (name, what) = (call.name, describe(call.args[0]));
            call.tell_argument(0, format!("`{name}` takes a function, not {what}"));
        }
        None => {}
    }
    Dynamic::UNIT
}

fn samples(call: &Call) -> Dynamic {
    let Ok(folder) = call.args[0].as_immutable_string_ref() else {
        call.stage.state().failed_settings = true;
        return call.refuse("`samples` takes the name of a folder or a SoundFont");
    };
    if folder.contains("://") || folder.starts_with("github:") {
        let message = "samples come from a folder, not from the network";
        return call.complain(ArgError::new(message).hint("download them, and name the folder"));
    }
    let mut state = call.stage.state();
    let span = state.argument_span(call.ctx, 0);
    let path = state.folder.join(folder.as_str());
    if !state.set.samples.iter().any(|other| other.path == path) {
        state.set.samples.push(SampleFolder { path, span });
    }
    Dynamic::UNIT
}

/// `register("name", |x, p| ..)`: from now on `p.name(x)` calls the function.
fn register_function(call: &Call) -> Dynamic {
    let Ok(name) = call.args[0].as_immutable_string_ref() else {
        return call.refuse("`register` takes a name and a function");
    };
    match bind::argument(call, 1) {
        Some(Arg::Function(function)) => {
            call.stage.state().registered.insert(name.to_string(), function);
        }
        Some(_) => {
            return call.complain(
                ArgError::new(format!(
                    "`register` takes a function, not {}",
                    describe(call.args[1])
                ))
                .hint(format!("write register(\"{}\", |x, p| p.fast(x))", name.as_str())),
            );
        }
        None => {}
    }
    Dynamic::UNIT
}

fn marks(engine: &mut Engine, stage: &Stage) {
    for name in ["solo", "only"] {
        bind::native(engine, stage, name, 1, |call| marked(call, |marks| marks.solo = true));
    }
    bind::native(engine, stage, "mute", 1, |call| marked(call, |marks| marks.muted = true));
    bind::native(engine, stage, "hush", 1, |call| {
        bind::marks(call.args[0]);
        Dynamic::from(Take { pattern: Pattern::silence(), marks: bind::marks(call.args[0]) })
    });
}

fn marked(call: &Call, mark: fn(&mut Marks)) -> Dynamic {
    let what = format!("`{}`", call.name);
    match bind::to_take(call, call.args[0], &what) {
        Some(mut take) => {
            mark(&mut take.marks);
            Dynamic::from(take)
        }
        None => Dynamic::from(Failed),
    }
}

/// `print` writes among the messages.
fn print(call: &Call) -> Dynamic {
    let words: Vec<String> = call.args.iter().map(|value| plain(value)).collect();
    let mut diagnostic =
        Diagnostic::warning(call.stage.state().call_span(call.ctx), words.join(" "));
    diagnostic.severity = crate::diag::Severity::Note;
    call.stage.tell(diagnostic);
    Dynamic::UNIT
}

/// A value as text, not longer than a line or two.
pub(super) fn plain(value: &Dynamic) -> String {
    let text = if value.is::<Take>() { "a pattern".to_string() } else { value.to_string() };
    let text = value.read_lock::<Time>().map_or(text, |time| time.to_string());
    text.chars().take(200).collect()
}
