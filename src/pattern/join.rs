//! Patterns that come out of the events of another pattern, and how the two share time.
//!
//! Arguments of functions are patterns too: a function of them is a lift, and is called at once where
//! they are constant. What the functions do is not known here.

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};

use smallvec::SmallVec;

use super::Pattern;
use super::context::{Asking, Bound, Context, Meter};
use super::event::{Event, Origins};
use super::node::Node;
use super::value::Value;
use crate::diag::ArgError;
use crate::time::{Span, Time};

/// How an event and the pattern that comes of it share time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Join {
    /// The pattern plays while the event lasts, with its own wholes.
    Inner,
    /// The pattern plays while the event lasts; wholes are the event's.
    Outer,
    /// Wholes are what both share.
    Mix,
    /// A cycle of the pattern is squeezed into the event.
    Squeeze,
    /// The pattern's cycle starts again with the event.
    Reset,
    /// The pattern starts again from its cycle zero with the event.
    Restart,
    /// What comes of the events of a cycle follows each other step by step.
    Steps,
}

impl Join {
    /// The name of joining patterns of patterns this way.
    pub(super) fn name(self) -> &'static str {
        match self {
            Join::Inner => "innerJoin",
            Join::Outer => "outerJoin",
            Join::Mix => "join",
            Join::Squeeze => "squeezeJoin",
            Join::Reset => "resetJoin",
            Join::Restart => "restartJoin",
            Join::Steps => "stepJoin",
        }
    }
}

/// A function of the values of its arguments.
#[derive(Clone, Copy)]
pub struct Call {
    /// Its name in scripts; functions of one name are one.
    pub name: &'static str,
    /// Builds the pattern for these values, from these sources.
    pub build: fn(&[Value], &[Pattern]) -> Result<Pattern, ArgError>,
}

impl PartialEq for Call {
    fn eq(&self, other: &Call) -> bool {
        self.name == other.name
    }
}

impl Eq for Call {}

impl Hash for Call {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Pattern {
    /// The function `call` of what `args` are at any moment. Structure among the arguments comes
    /// from the first of them. If all are constant, the function is called once, here and now.
    ///
    /// # Errors
    /// Those of the function, if its arguments are constant. At a query, errors are silence.
    pub fn lift(
        call: Call,
        join: Join,
        args: &[Pattern],
        sources: &[Pattern],
    ) -> Result<Pattern, ArgError> {
        let values: Option<SmallVec<[Value; 4]>> =
            args.iter().map(|arg| arg.as_atom().cloned()).collect();
        if let Some(values) = values
            && matches!(join, Join::Inner)
        {
            let mut origins = Origins::default();
            for arg in args {
                if let Node::Atom { origins: places, .. } = arg.node() {
                    origins.merge(places);
                }
            }
            return Ok((call.build)(&values, sources)?.marked(&origins));
        }
        if args.iter().any(Pattern::is_silence) {
            return Ok(Pattern::silence());
        }
        let node = Node::Lift { call, join, args: args.to_vec(), sources: sources.to_vec() };
        Ok(Pattern::new(node, None))
    }

    /// `body` of a variable that stands for the value of `arg` at any moment; called once, with the
    /// argument itself if that is constant.
    ///
    /// # Errors
    /// Those of `body`.
    pub fn bind<E>(
        arg: &Pattern,
        body: impl FnOnce(&Pattern) -> Result<Pattern, E>,
    ) -> Result<Pattern, E> {
        if let Node::Atom { .. } = arg.node() {
            return body(arg);
        }
        let (id, body) = with_variable(body)?;
        let steps = body.steps();
        Ok(Pattern::new(Node::Bind { id, arg: arg.clone(), body }, steps))
    }

    /// Every value replaced by a template in which a variable stands for it, a cycle of the template
    /// squeezed into the event.
    ///
    /// # Errors
    /// Those of `template`.
    pub fn expand_with<E>(
        &self,
        template: impl FnOnce(&Pattern) -> Result<Pattern, E>,
    ) -> Result<Pattern, E> {
        let (id, body) = with_variable(template)?;
        Ok(Pattern::new(Node::Expand { id, body, of: self.clone() }, None))
    }

    /// What the patterns play that are its values; a plain value plays once in every cycle.
    #[must_use]
    pub fn joined(&self, join: Join) -> Pattern {
        Pattern::new(Node::Join { join, of: self.clone() }, None)
    }

    /// Continuous: on the way from each of its numbers to the next.
    #[must_use]
    pub fn smooth(&self) -> Pattern {
        Pattern::new(Node::Smooth(self.clone()), None)
    }

    /// Appends what `self` plays under the event `outer`.
    pub(super) fn ask_under(
        &self,
        join: Join,
        outer: &Event,
        cx: &Asking<'_>,
        out: &mut Vec<Event>,
    ) {
        let start = out.len();
        match (join, outer.whole) {
            (Join::Inner | Join::Outer | Join::Mix | Join::Steps, _) => {
                self.ask(outer.part, cx, out);
            }
            (_, None) => return,
            (Join::Squeeze, Some(whole)) => {
                let length = whole.length();
                if !length.is_positive() {
                    return;
                }
                let cycle = whole.begin.floor();
                let inside = outer.part.map(|t| (t - whole.begin) / length + cycle);
                self.ask(inside, cx, out);
                let shift = whole.begin - cycle * length;
                move_events(&mut out[start..], length, shift);
            }
            (Join::Reset | Join::Restart, Some(whole)) => {
                let begin = whole.begin;
                let by = if join == Join::Reset { begin.fract() } else { begin };
                self.ask(outer.part.shift(-by), cx, out);
                move_events(&mut out[start..], Time::ONE, by);
            }
        }
        settle(join, outer, start, out);
    }
}

/// Builds a body with a new variable. Variables are numbered by how deep their bodies are nested, so
/// that patterns built alike are equal.
fn with_variable<E>(
    body: impl FnOnce(&Pattern) -> Result<Pattern, E>,
) -> Result<(u32, Pattern), E> {
    struct Level;
    impl Drop for Level {
        fn drop(&mut self) {
            LEVEL.set(LEVEL.get() - 1);
        }
    }
    thread_local!(static LEVEL: Cell<u32> = const { Cell::new(0) });
    let id = LEVEL.get();
    LEVEL.set(id + 1);
    let _level = Level;
    let hole = Pattern::new(Node::Hole(id), Some(Time::ONE));
    Ok((id, body(&hole)?))
}

/// Gives the events from `start` on the wholes that the join asks for, and the outer event's places.
fn settle(join: Join, outer: &Event, start: usize, out: &mut Vec<Event>) {
    let mut kept = start;
    for i in start..out.len() {
        let event = &mut out[i];
        let alive = match join {
            Join::Inner | Join::Steps => true,
            Join::Outer => {
                event.whole = outer.whole;
                true
            }
            _ => within(event, outer, join),
        };
        if alive {
            event.origins.merge(&outer.origins);
            if kept != i {
                out.swap(kept, i);
            }
            kept += 1;
        }
    }
    out.truncate(kept);
}

/// Cuts an event to what it shares with the outer one; false if that is nothing.
fn within(event: &mut Event, outer: &Event, join: Join) -> bool {
    if let (Some(inner), Some(outer)) = (event.whole, outer.whole) {
        match inner.intersect(outer) {
            Some(whole) => event.whole = Some(whole),
            None => return false,
        }
    } else if join == Join::Mix {
        event.whole = None;
    }
    match event.part.intersect(outer.part) {
        Some(part) => event.part = part,
        None => return false,
    }
    true
}

/// Moves events from inner to outer time: `t * factor + shift`.
#[inline]
pub(super) fn move_events(events: &mut [Event], factor: Time, shift: Time) {
    if factor == Time::ONE {
        if shift.is_zero() {
            return;
        }
        for event in events {
            let whole_is_part = event.whole == Some(event.part);
            event.part = event.part.shift(shift);
            event.whole =
                if whole_is_part { Some(event.part) } else { event.whole.map(|w| w.shift(shift)) };
        }
        return;
    }
    let moved = |span: Span| span.map(|t| t * factor + shift);
    for event in events {
        let whole_is_part = event.whole == Some(event.part);
        event.part = moved(event.part);
        event.whole = if whole_is_part { Some(event.part) } else { event.whole.map(moved) };
    }
}

/// What a [`Node::Lift`] means.
pub(super) fn ask_lift(
    (call, join): (Call, Join),
    (args, sources): (&[Pattern], &[Pattern]),
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    if join == Join::Steps {
        return cx.cycles(span).for_each(|piece| {
            steps_of_cycle(call, args, sources, piece.begin.cycle(), cx).ask(piece, cx, out);
        });
    }
    with_arguments(args, join, span, cx, &mut |event, values| {
        if let Ok(built) = (call.build)(values, sources) {
            built.ask_under(join, event, cx, out);
        }
    });
}

/// How many steps the first cycle of a lift has that joins by steps.
pub(super) fn first_steps(call: Call, args: &[Pattern], sources: &[Pattern]) -> Option<Time> {
    let meter = Meter::new(Span::cycle(0));
    let context = Context::default();
    let cx = Asking::new(&context, &meter);
    steps_of_cycle(call, args, sources, 0, &cx).steps()
}

/// One cycle of a lift that joins by steps.
fn steps_of_cycle(
    call: Call,
    args: &[Pattern],
    sources: &[Pattern],
    cycle: i64,
    cx: &Asking<'_>,
) -> Pattern {
    let mut parts: Vec<(Time, Pattern)> = Vec::new();
    with_arguments(args, Join::Steps, Span::cycle(cycle), cx, &mut |event, values| {
        if let Ok(built) = (call.build)(values, sources) {
            parts.push((event.part.length(), built));
        }
    });
    by_steps(parts)
}

/// Patterns and how long they were given, one after another: a step lasts as long as it does in the
/// parts whose steps are known.
fn by_steps(parts: Vec<(Time, Pattern)>) -> Pattern {
    let known = parts.iter().filter_map(|(length, part)| Some((*length, part.steps()?)));
    let sum = |a: (Time, Time), b: (Time, Time)| (a.0 + b.0, a.1 + b.1);
    let (time, steps) = known.fold((Time::ZERO, Time::ZERO), sum);
    let pace = if time.is_zero() { Time::ONE } else { steps / time };
    let weigh = |(length, part): (Time, Pattern)| (part.steps().or(Some(length * pace)), part);
    Pattern::stepcat(parts.into_iter().map(weigh).collect())
}

/// The value of a constant, or of a variable: as long as its body is asked, it is one.
fn plays_throughout(arg: &Pattern, cx: &Asking<'_>) -> Option<Value> {
    match arg.node() {
        Node::Hole(id) => cx.bound(*id).cloned(),
        _ => arg.as_atom().cloned(),
    }
}

/// Calls `use_them` for every set of values that the arguments have within the span. The event it
/// gets has the structure of the first argument.
fn with_arguments(
    args: &[Pattern],
    join: Join,
    span: Span,
    cx: &Asking<'_>,
    use_them: &mut dyn FnMut(&Event, &[Value]),
) {
    let Some((first, rest)) = args.split_first() else { return };
    if let Some(value) = plays_throughout(first, cx)
        && join == Join::Inner
    {
        let event = Event { whole: None, part: span, value, origins: Origins::default() };
        let mut values = SmallVec::<[Value; 4]>::new();
        values.push(event.value.clone());
        return with_values(rest, event, &mut values, cx, use_them);
    }
    cx.with_buffer(|heads| {
        first.ask(span, cx, heads);
        for head in heads.drain(..) {
            let mut values = SmallVec::<[Value; 4]>::new();
            values.push(head.value.clone());
            with_values(rest, head, &mut values, cx, use_them);
        }
    });
}

/// Calls `use_them` for every set of values that the arguments have within the event.
fn with_values(
    args: &[Pattern],
    event: Event,
    values: &mut SmallVec<[Value; 4]>,
    cx: &Asking<'_>,
    use_them: &mut dyn FnMut(&Event, &[Value]),
) {
    let Some((first, rest)) = args.split_first() else {
        if cx.meter.step() {
            use_them(&event, values);
        }
        return;
    };
    if let Some(value) = plays_throughout(first, cx) {
        values.push(value);
        with_values(rest, event, values, cx, use_them);
        values.pop();
        return;
    }
    cx.with_buffer(|found| {
        first.ask(event.whole_or_part(), cx, found);
        for other in found.drain(..) {
            let Some(part) = event.part.intersect(other.part) else { continue };
            let mut narrowed = Event { part, ..event.clone() };
            narrowed.origins.merge(&other.origins);
            values.push(other.value);
            with_values(rest, narrowed, values, cx, use_them);
            values.pop();
        }
    });
}

/// What a [`Node::Join`] means.
pub(super) fn ask_joined(
    join: Join,
    of: &Pattern,
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    let inner = |event: &Event| match &event.value {
        Value::Pattern(pattern) => pattern.clone(),
        value => Pattern::atom(value.clone(), None),
    };
    if join == Join::Steps {
        return cx.cycles(span).for_each(|piece| {
            let mut parts = Vec::new();
            cx.with_buffer(|events| {
                of.ask(Span::cycle(piece.begin.cycle()), cx, events);
                events.sort_by_key(|event| event.part.begin);
                parts.extend(events.iter().map(|event| (event.part.length(), inner(event))));
            });
            by_steps(parts).ask(piece, cx, out);
        });
    }
    cx.with_buffer(|events| {
        of.ask(span, cx, events);
        for event in events.drain(..) {
            inner(&event).ask_under(join, &event, cx, out);
        }
    });
}

/// What a [`Node::Bind`] means.
pub(super) fn ask_bind(
    id: u32,
    (arg, body): (&Pattern, &Pattern),
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    cx.with_buffer(|values| {
        arg.ask(span, cx, values);
        for event in values.drain(..) {
            let bound = Bound { id, value: &event.value, outer: cx.bound };
            body.ask_under(Join::Inner, &event, &Asking { bound: Some(&bound), ..*cx }, out);
        }
    });
}

/// What a [`Node::Expand`] means.
pub(super) fn ask_expand(
    id: u32,
    (body, of): (&Pattern, &Pattern),
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    cx.with_buffer(|outers| {
        of.ask(span, cx, outers);
        for event in outers.drain(..) {
            let bound = Bound { id, value: &event.value, outer: cx.bound };
            body.ask_under(Join::Squeeze, &event, &Asking { bound: Some(&bound), ..*cx }, out);
        }
    });
}
