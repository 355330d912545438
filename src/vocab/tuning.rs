//! Rows for tunings other than twelve equal steps, and for pitch in hertz.
//!
//! Which ratio a degree has is known in `theory`; here it becomes the frequency of an event.

use super::args::{Args, expected, pattern_of, value_of};
use super::{Arg, ArgError, Function, Group, Kind, Param, Run};
use crate::control::Control;
use crate::pattern::arith::numeral;
use crate::pattern::{Controls, Join, Pattern, Value};
use crate::theory::notes::note_number;
use crate::theory::tunings::{Key, Keyboard, ROOT, Tuning};

/// The note on which a tuning of notes is built, and its frequency.
const TONIC: f64 = 60.0;

const TUNED: &[Param] =
    &[Param::new("tuning", Kind::Word), Param::new("root", Kind::Number).optional()];
const EQUAL: &[Param] =
    &[Param::new("steps", Kind::Number), Param::new("root", Kind::Number).optional()];

/// What is said of the root where it may be a keyboard map.
const KEYS: &[&str] = &[
    "A Scala keyboard map as the root, `tune(\"19.scl\", \"keys.kbm\")`, says which note plays which \
     degree, and which note has which frequency; notes that it leaves out are silent.",
];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Harmony, name, params, run)
}

pub(super) const ROWS: &[Function] = &[
    row("xen", TUNED, |a| tuned(a, tuning_arg(a.need(1)?)?, Some(ROOT)))
        .summary(
            "Turns degrees into hertz in a tuning: a name such as 31edo or 13ed3, a list of ratios, \
             or a Scala file; degree 0 is `root`, 220 Hz if not set.",
        )
        .notes(KEYS)
        .example(r#"n("0 8 18 <25 31>").xen("31edo").s("saw")"#),
    row("tune", TUNED, |a| tuned(a, tuning_arg(a.need(1)?)?, None))
        .summary(
            "Tunes notes and degrees by the name of a tuning; bare numbers become ratios, unless a \
             `root` is given.",
        )
        .notes(KEYS)
        .example(r#"note("c e g <b c5>").tune("werckmeister3").s("saw")"#),
    row("tuning", TUNED, |a| tuned(a, tuning_arg(a.need(1)?)?, None))
        .summary(
            "Tunes notes and degrees by a list of ratios within an octave; bare numbers become \
             ratios, unless a `root` is given.",
        )
        .notes(KEYS)
        .example(r#""0 1 2 <3 4>".tuning([1, 9/8, 5/4, 3/2, 7/4]).mul(220).freq()"#),
    row("edo", EQUAL, |a| {
        let steps = a.pattern(1)?.map_values("edo", |steps| {
            let steps = numeral(steps).filter(|n| (1.0..=4096.0).contains(n))?;
            Some(Value::text(&format!("{}edo", libm::round(steps))))
        });
        tuned(a, steps, Some(ROOT))
    })
    .summary("Turns degrees into hertz in so many equal steps to the octave.")
    .example(r#"n("0 5 11 <16 19>").edo(19).s("saw")"#),
    row("edoScale", &[Param::new("scale", Kind::Word)], |a| {
        a.lift_keeping_steps(1, |values, sources| {
            let (root, tuning) = steps_of(&values[0])?;
            Ok(apply(&sources[0], "edoScale", &tuning, Value::Number(root)))
        })
    })
    .summary(
        "Turns degrees into hertz in a scale of large and small steps: a root, the steps, and their \
         sizes.",
    )
    .example(r#"n("0 2 4 <6 4>").edoScale("C3:LLsLLL:3:1").s("saw")"#),
    row("getFreq", &[], |a| Ok(a.source()?.map_values("getFreq", to_hertz)))
        .alias(&["midiToFreq", "noteToFreq"])
        .summary("Turns note names and numbers into hertz; a4 is 440.")
        .example(r#"freq("1 1.25 1.5".mul(getFreq("c3"))).s("saw")"#),
    row("freqToMidi", &[], |a| {
        Ok(a.source()?.map_values("freqToMidi", |value| {
            let hertz = numeral(value).filter(|hertz| hertz.is_finite() && *hertz > 0.0)?;
            Some(Value::Number(69.0 + 12.0 * libm::log2(hertz / 440.0)))
        }))
    })
    .summary("Turns hertz into note numbers; 440 is 69.")
    .example(r#""220 330 440".freqToMidi().note()"#),
    row("centsToRatio", &[], |a| {
        Ok(a.source()?.map_values("centsToRatio", |value| {
            Some(Value::Number(libm::exp2(numeral(value)? / 1200.0)))
        }))
    })
    .summary("Turns cents into frequency ratios; 1200 is 2.")
    .example(r#"freq("0 386.3 702".centsToRatio().mul(220)).s("saw")"#),
];

/// The argument that says which tuning: words may change with time, lists stay as they are.
fn tuning_arg(arg: &Arg) -> Result<Pattern, ArgError> {
    let Arg::List(items) = arg else { return pattern_of(arg) };
    let named = |item: &Arg| matches!(item, Arg::Text(_) | Arg::Pattern(_));
    if items.iter().any(named) {
        return Err(expected("a list of ratios such as [1, 5/4, 3/2]", arg));
    }
    Ok(Pattern::atom(value_of(arg)?, None))
}

/// Where a tuning stands.
enum Root {
    /// Nowhere: degrees are ratios, and notes are built on c.
    None,
    /// On a frequency, in hertz.
    Hertz(f64),
    /// Where a keyboard map says.
    Keys(Keyboard),
}

/// The source of a call in a tuning. `hertz` is the root of bare numbers where none is given.
fn tuned(a: &Args<'_>, tuning: Pattern, hertz: Option<f64>) -> Result<Pattern, ArgError> {
    let source = a.source()?;
    // A root of zero stands for none.
    let root = match a.get(2) {
        Some(keys @ Arg::List(_)) => Pattern::atom(value_of(keys)?, None),
        _ => a.pattern_or(2, hertz.unwrap_or(0.0))?,
    };
    let steps = source.steps();
    let tuned = a.lift_from(Join::Inner, &[tuning, root], &[source], |values, sources| {
        let tuning = tuning_of(&values[0])?;
        to_root(&values[1])?;
        let root = match &values[1] {
            name @ Value::Text(_) => to_hertz(name).unwrap_or(Value::Number(0.0)),
            other => other.clone(),
        };
        Ok(apply(&sources[0], "tune", &tuning, root))
    })?;
    Ok(tuned.with_steps(steps))
}

/// The tuning that a value names or lists. A list of a list and a number is ratios and their period.
fn tuning_of(value: &Value) -> Result<Tuning, ArgError> {
    let Value::List(list) = value else {
        let name = value.to_string();
        return Tuning::named(&name).map_err(|no| ArgError::new(no.message).hint(no.hint));
    };
    let (ratios, period) = match &list[..] {
        [Value::List(ratios), period] => (ratios, period.as_number()),
        _ => (list, Some(2.0)),
    };
    let ratios: Option<Vec<f64>> = ratios.iter().map(numeral).collect();
    ratios.zip(period).and_then(|(ratios, period)| Tuning::new(ratios, period)).ok_or_else(|| {
        ArgError::new(format!("`{value}` is no list of ratios"))
            .hint("ratios are above zero, as in [1, 9/8, 5/4, 3/2]")
    })
}

/// A keyboard map as a list of numbers; `no` stands for a key that plays nothing.
pub fn keys_arg(keys: &Keyboard) -> Arg {
    let whole = |number: i64| Arg::Number(number as f64);
    let head = [keys.first, keys.last, keys.middle, keys.reference].map(whole);
    let degree = |degree: &Option<i64>| degree.map_or(Arg::Bool(false), whole);
    let rest = [Arg::Number(keys.hertz), whole(keys.octave)];
    Arg::List(head.into_iter().chain(rest).chain(keys.degrees.iter().map(degree)).collect())
}

fn keys_of(list: &[Value]) -> Option<Keyboard> {
    let whole = |value: &Value| Some(value.as_number()? as i64);
    let [first, last, middle, reference, hertz, octave, degrees @ ..] = list else { return None };
    let degree = |value: &Value| match value {
        Value::Bool(_) => None,
        other => whole(other),
    };
    Some(Keyboard {
        first: whole(first)?,
        last: whole(last)?,
        middle: whole(middle)?,
        reference: whole(reference)?,
        hertz: hertz.as_number().filter(|hertz| hertz.is_finite() && *hertz > 0.0)?,
        octave: whole(octave)?,
        degrees: degrees.iter().map(degree).collect(),
    })
}

/// A root in hertz, by number or note name, or a keyboard map; zero stands for none.
fn to_root(value: &Value) -> Result<Root, ArgError> {
    let hertz = match value {
        Value::List(list) => match keys_of(list) {
            Some(keys) => return Ok(Root::Keys(keys)),
            None => None,
        },
        Value::Text(_) => to_hertz(value).and_then(|hertz| hertz.as_number()),
        other => other.as_number(),
    };
    match hertz.filter(|hertz| hertz.is_finite() && *hertz >= 0.0) {
        Some(0.0) => Ok(Root::None),
        Some(hertz) => Ok(Root::Hertz(hertz)),
        None => Err(ArgError::new(format!("`{value}` is no root"))
            .hint("a root is a note name such as c3, hertz, or a keyboard map")),
    }
}

/// `C3:LLsLLL:3:1`: the root in hertz, and the scale.
fn steps_of(value: &Value) -> Result<(f64, Tuning), ArgError> {
    let wrong = || {
        ArgError::new(format!("`{value}` is no scale of large and small steps"))
            .hint("write a root, steps, and the sizes of L and s: \"C3:LLsLLL:3:1\"")
    };
    let Value::List(parts) = value else { return Err(wrong()) };
    let [root, Value::Text(steps), sizes @ ..] = &parts[..] else { return Err(wrong()) };
    let size = |i: usize, default: f64| sizes.get(i).map_or(Some(default), Value::as_number);
    let (Some(large), Some(small), Some(medium)) = (size(0, 2.0), size(1, 1.0), size(2, 1.0))
    else {
        return Err(wrong());
    };
    let step = |letter: char| match letter {
        'L' => Some(large),
        's' => Some(small),
        'M' => Some(medium),
        _ => None,
    };
    let steps: Option<Vec<f64>> = steps.as_str().chars().map(step).collect();
    let steps = steps.filter(|s| s.iter().all(|s| *s > 0.0)).ok_or_else(wrong)?;
    let total: f64 = steps.iter().sum();
    let mut sum = 0.0;
    let ratios = steps.iter().map(|step| {
        let ratio = libm::exp2(sum / total);
        sum += step;
        ratio
    });
    let tuning = Tuning::new(ratios.collect(), 2.0).ok_or_else(wrong)?;
    let root = to_hertz(root).and_then(|hertz| hertz.as_number()).ok_or_else(wrong)?;
    Ok((root, tuning))
}

/// Every value in a tuning. The tuning goes along as plain values: root, period, ratios.
fn apply(source: &Pattern, name: &'static str, tuning: &Tuning, root: Value) -> Pattern {
    let numbers = std::iter::once(tuning.period()).chain(tuning.ratios().iter().copied());
    let constants = std::iter::once(root).chain(numbers.map(Value::Number)).collect();
    source.map_with(name, constants, |constants, value| {
        let root = to_root(&constants[0]).ok()?;
        let mut numbers = constants[1..].iter().filter_map(Value::as_number);
        let period = numbers.next()?;
        let tuning = Tuning::new(numbers.collect(), period)?;
        match value {
            Value::Controls(controls) => {
                Some(Value::Controls(tuned_controls(controls, &tuning, &root)?))
            }
            bare => {
                let ratio = tuning.ratio(degree_of(bare)?);
                Some(Value::Number(match &root {
                    Root::None => ratio,
                    Root::Hertz(hertz) => hertz * ratio,
                    Root::Keys(keys) => keys.root(&tuning) * ratio,
                }))
            }
        }
    })
}

/// Degrees (`n`, `i`) and notes become a frequency; what has neither stays as it is. `None` for a
/// note that a keyboard map leaves out.
fn tuned_controls(controls: &Controls, tuning: &Tuning, root: &Root) -> Option<Controls> {
    let mut tuned = controls.clone();
    let is_degree = |control: &Control| controls.get(*control).and_then(degree_of).is_some();
    let degree = [Control::I, Control::N].into_iter().find(is_degree);
    let note = controls.get(Control::Note).and_then(semitones_of);
    let hertz = match (degree, note) {
        // With both, `n` may be the number of a sample.
        (_, Some(note)) => {
            tuned.remove(Control::Note);
            match root {
                Root::Keys(keys) => keys.note(tuning, note, hertz)?,
                _ => hertz(TONIC) * tuning.semitone(note - TONIC),
            }
        }
        (Some(control), None) => {
            let degree = tuned.remove(control).and_then(|degree| degree_of(&degree));
            let root = match root {
                Root::None => ROOT,
                Root::Hertz(hertz) => *hertz,
                Root::Keys(keys) => keys.root(tuning),
            };
            root * tuning.ratio(degree.unwrap_or(0.0))
        }
        (None, None) => return Some(tuned),
    };
    tuned.set(Control::Freq, Value::Number(hertz));
    Some(tuned)
}

/// Notes of a few cycles that a keyboard map leaves out, each once.
pub fn unmapped(source: &Pattern, keys: &Keyboard) -> Vec<i64> {
    const CYCLES: i64 = 8;
    let events = (0..CYCLES).flat_map(|cycle| source.cycle(cycle));
    let note = |value: &Value| match value {
        Value::Controls(controls) => controls.get(Control::Note).and_then(semitones_of),
        _ => None,
    };
    let mut found: Vec<i64> = events
        .filter_map(|event| note(&event.value))
        .map(|note| libm::floor(note) as i64)
        .filter(|key| keys.key(*key, 1) == Key::Unmapped)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn degree_of(value: &Value) -> Option<f64> {
    numeral(value).filter(|degree| degree.is_finite())
}

fn semitones_of(value: &Value) -> Option<f64> {
    match value {
        Value::Text(name) => note_number(name.as_str()).or_else(|| name.as_str().parse().ok()),
        other => other.as_number(),
    }
    .filter(|note| note.is_finite())
}

/// The pitch of a note number in twelve equal steps, with a4 at 440 Hz.
fn hertz(note: f64) -> f64 {
    440.0 * libm::exp2((note - 69.0) / 12.0)
}

fn to_hertz(value: &Value) -> Option<Value> {
    Some(Value::Number(hertz(semitones_of(value)?)))
}
