//! The marks that say how a track takes over from the version before: `.xfade(4)`, `.trigger()`,
//! `once(..)` and their like.
//!
//! They are noted on the pattern; the conductor plays them.

use rhai::{Dynamic, Engine};

use super::bind::{self, Call};
use super::convert::{describe, to_number};
use super::stage::Stage;
use super::take::{Failed, Marks, Take};
use crate::pattern::Pattern;
use crate::pattern::transition::{PatternChange, PatternFunction, Snap, Start, Transition};
use crate::time::Time;
use crate::vocab::{Arg, ArgError, Callback, pattern_of};

/// Nothing waits, fades or lives for longer than so many cycles.
const LONGEST: f64 = 1024.0;

/// What a mark makes of lengths in cycles.
type Mark = fn(&mut Marks, &[Time]);

/// A mark that takes lengths in cycles.
struct Row {
    names: &'static [&'static str],
    /// What is meant where nothing is said; as many as it takes.
    lengths: &'static [i64],
    mark: Mark,
}

const ROWS: &[Row] = &[
    Row {
        names: &["xfade", "xfadeIn"],
        lengths: &[2],
        mark: |marks, n| passes(marks, Transition::Xfade(n[0])),
    },
    Row {
        names: &["clutch", "clutchIn"],
        lengths: &[2],
        mark: |marks, n| passes(marks, Transition::Clutch(n[0])),
    },
    Row {
        names: &["interpolate", "interpolateIn"],
        lengths: &[4],
        mark: |marks, n| passes(marks, Transition::Interpolate(n[0])),
    },
    Row {
        names: &["anticipate", "anticipateIn"],
        lengths: &[8],
        mark: |marks, n| passes(marks, Transition::Anticipate(n[0])),
    },
    Row {
        names: &["jump", "jumpIn"],
        lengths: &[0],
        mark: |marks, n| passes(marks, Transition::Jump(n[0])),
    },
    Row {
        names: &["jumpMod"],
        lengths: &[1, 0],
        mark: |marks, n| passes(marks, Transition::JumpMod(n[0], n[1])),
    },
    Row {
        names: &["wait", "waitT"],
        lengths: &[1],
        mark: |marks, n| marks.entry.wait = Some(n[0]),
    },
    Row {
        names: &["mortal"],
        lengths: &[4, 4],
        mark: |marks, n| marks.entry.start = Start::Mortal(n[0], n[1]),
    },
    Row {
        names: &["trigger"],
        lengths: &[],
        mark: |marks, _| marks.entry.start = Start::Trigger(Snap::Exact),
    },
    Row {
        names: &["qtrigger", "qt", "ctrigger"],
        lengths: &[],
        mark: |marks, _| marks.entry.start = Start::Trigger(Snap::Next),
    },
    Row {
        names: &["rtrigger"],
        lengths: &[],
        mark: |marks, _| marks.entry.start = Start::Trigger(Snap::Nearest),
    },
    Row {
        names: &["ftrigger"],
        lengths: &[],
        mark: |marks, _| marks.entry.start = Start::Trigger(Snap::Before),
    },
    Row {
        names: &["mtrigger", "mt"],
        lengths: &[4],
        mark: |marks, n| marks.entry.start = Start::Trigger(Snap::Multiple(n[0])),
    },
    Row {
        names: &["timeline"],
        lengths: &[0],
        mark: |marks, n| marks.entry.start = Start::Timeline(n[0].cycle()),
    },
];

fn passes(marks: &mut Marks, transition: Transition) {
    marks.entry.transition = Some(transition);
}

/// Teaches an engine the marks.
pub(crate) fn register(engine: &mut Engine, stage: &Stage) {
    for row in ROWS {
        for name in row.names {
            for count in 1..=row.lengths.len() + 1 {
                bind::native(engine, stage, name, count, lengths);
            }
        }
    }
    for name in ["wash", "washIn"] {
        for count in [2, 3, 6] {
            bind::native(engine, stage, name, count, wash);
        }
    }
    for name in ["once", "asap"] {
        bind::native(engine, stage, name, 1, once);
    }
}

/// The place of the pattern among the arguments: the first of a method, the last of a function.
fn receiver(call: &Call) -> usize {
    let last = call.args.len() - 1;
    let first_is_other = to_number(call.args[0]).is_some() || call.args[0].is_fnptr();
    if first_is_other { last } else { 0 }
}

/// The pattern that a mark is put on.
fn take(call: &Call) -> Option<Take> {
    bind::to_take(call, call.args[receiver(call)], &format!("`{}`", call.name))
}

/// A length in cycles, or `None` after a complaint.
fn length(call: &Call, index: usize) -> Option<Time> {
    let value = &*call.args[index];
    let number = to_number(value).filter(|x| x.is_finite());
    if number.is_none() && !value.is::<Failed>() {
        let what = describe(value);
        call.tell_argument(index, format!("`{}` takes a number of cycles, not {what}", call.name));
    }
    Time::from_f64(number?.clamp(-LONGEST, LONGEST))
}

fn lengths(call: &Call) -> Dynamic {
    let Some(row) = ROWS.iter().find(|row| row.names.contains(&call.name)) else {
        return Dynamic::from(Failed);
    };
    let Some(mut take) = take(call) else { return Dynamic::from(Failed) };
    let receiver = receiver(call);
    let mut lengths: Vec<Time> = Vec::new();
    for index in (0..call.args.len()).filter(|index| *index != receiver) {
        let Some(time) = length(call, index) else { return Dynamic::from(Failed) };
        lengths.push(if call.name == "timeline" { time } else { time.max(Time::ZERO) });
    }
    let usual = row.lengths.iter().skip(lengths.len());
    lengths.extend(usual.map(|cycles| Time::whole(*cycles)));
    (row.mark)(&mut take.marks, &lengths);
    Dynamic::from(take)
}

/// A function of the script, kept until the version takes over.
struct Kept(Callback);

impl PatternFunction for Kept {
    fn apply(&self, pattern: &Pattern) -> Option<Pattern> {
        let changed = self.0.call(&[Arg::Pattern(pattern.clone())]);
        let changed = changed.and_then(|arg| pattern_of(&arg));
        changed.map_err(|error| self.0.complain(&error)).ok()
    }
}

fn function(call: &Call, index: usize) -> Option<PatternChange> {
    match bind::argument(call, index)? {
        Arg::Function(function) => Some(PatternChange::new(Kept(function))),
        _ => {
            let what = describe(call.args[index]);
            call.tell_argument(index, format!("`{}` takes a function, not {what}", call.name));
            None
        }
    }
}

/// `wash(f)`, `wash(f, cycles)`, or `wash(leaving, coming, delay, leaves, comes)`.
fn wash(call: &Call) -> Dynamic {
    let made = || {
        let mut take = take(call)?;
        let first = usize::from(receiver(call) == 0);
        let leaving = Some(function(call, first)?);
        let transition = if call.args.len() == 6 {
            Transition::Wash {
                leaving,
                coming: Some(function(call, first + 1)?),
                delay: length(call, first + 2)?.max(Time::ZERO),
                leaves: length(call, first + 3)?.max(Time::ZERO),
                comes: length(call, first + 4)?.max(Time::ZERO),
            }
        } else {
            let leaves = match call.args.len() {
                2 => Time::whole(2),
                _ => length(call, first + 1)?.max(Time::ZERO),
            };
            Transition::Wash { leaving, coming: None, delay: Time::ZERO, leaves, comes: Time::ZERO }
        };
        passes(&mut take.marks, transition);
        Some(Dynamic::from(take))
    };
    made().unwrap_or_else(|| Dynamic::from(Failed))
}

/// `once(p)`: a track of its own, unless a name follows.
fn once(call: &Call) -> Dynamic {
    let Some(mut take) = take(call) else {
        call.stage.state().failed_unnamed = true;
        return Dynamic::from(Failed);
    };
    if call.stage.state().importing > 0 {
        let message = "a library cannot call `once`: only the script itself can";
        return call.complain(ArgError::new(message));
    }
    take.marks.entry.start = Start::Once;
    let mut state = call.stage.state();
    let taken = |name: &str| state.set.tracks.iter().any(|track| track.name == name);
    let names = (2..).map(|n| format!("once {n}"));
    let name = std::iter::once("once".to_owned()).chain(names).find(|name| !taken(name));
    let Some(name) = name else { return Dynamic::from(take) };
    let span = state.statement_span(call.ctx);
    state.declare(&name, take.clone(), span);
    take.marks.unnamed = Some(name.into());
    drop(state);
    Dynamic::from(take)
}
