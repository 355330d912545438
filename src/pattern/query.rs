//! What each primitive means: the events it has in a span.
//!
//! Each arm pushes its events and then edits its own tail of the buffer; nothing before it changes.

use super::Pattern;
use super::combine::ask_combine;
use super::context::{Asking, Context};
use super::event::{Event, Origins};
use super::join::{ask_bind, ask_expand, ask_joined, ask_lift, move_events};
use super::node::{EventChange, Extent, Node, Slot, Test};
use super::value::Value;
use crate::time::{Span, Time};

impl Pattern {
    /// Appends every event that touches `span`.
    pub(super) fn ask(&self, span: Span, cx: &Asking<'_>, out: &mut Vec<Event>) {
        if span.is_empty() || !cx.meter.step() {
            return;
        }
        let start = out.len();
        match self.node() {
            Node::Silence => {}
            Node::Atom { value, origins } => {
                atoms((value, origins), (Time::ONE, Time::ZERO), span, cx, out);
            }
            Node::Hole(id) => {
                if let Some(value) = cx.bound(*id) {
                    let places = Origins::default();
                    atoms((value, &places), (Time::ONE, Time::ZERO), span, cx, out);
                }
            }
            Node::Signal(signal) => out.push(Event {
                whole: None,
                part: span,
                value: signal.at(span, cx),
                origins: Origins::default(),
            }),
            Node::Stack(parts) => parts.iter().for_each(|part| part.ask(span, cx, out)),
            Node::Cat { parts, hold } => ask_cat(parts, *hold, span, cx, out),
            Node::Every { n, at, on, off } => {
                for piece in cx.cycles(span) {
                    let turn = piece.begin.cycle().rem_euclid(*n) == *at;
                    if turn { on } else { off }.ask(piece, cx, out);
                }
            }
            Node::Seq(slots) => cx.cycles(span).for_each(|piece| ask_seq(slots, piece, cx, out)),
            Node::Warp { factor, shift, of } => ask_warp((*factor, *shift), of, span, cx, out),
            Node::Zoom { begin, length, of } => {
                cx.cycles(span).for_each(|piece| ask_zoom((*begin, *length), of, piece, cx, out));
            }
            Node::Reverse(of) => {
                for piece in cx.cycles(span) {
                    let cycle = piece.begin.floor();
                    ask_mirrored(of, cycle + cycle + Time::ONE, piece, cx, out);
                }
            }
            Node::Mirror(of) => ask_mirrored(of, Time::ZERO, span, cx, out),
            Node::Repeat { n, of } => {
                for piece in cx.cycles(span) {
                    let start = out.len();
                    let cycle = piece.begin.floor();
                    let by = cycle - (cycle / *n).floor();
                    of.ask(piece.shift(-by), cx, out);
                    move_events(&mut out[start..], Time::ONE, by);
                }
            }
            Node::Cut(of) => {
                of.ask(span, cx, out);
                cut_tail(start, cx, out);
            }
            Node::Rate { cps, of } => {
                let now = Time::from_f64(cx.cps).unwrap_or(Time::new(1, 2));
                ask_warp((*cps / now, Time::ZERO), of, span, cx, out);
            }
            Node::Map { change, of } => {
                of.ask(span, cx, out);
                keep_tail(out, start, |event| change.change(&mut event.value));
            }
            Node::Keep { test, of } => {
                of.ask(span, cx, out);
                keep_tail(out, start, |event| test.passes(event));
            }
            Node::Thin { chance, of } => {
                of.ask(span, cx, out);
                chance.thin(start, cx, out);
            }
            Node::Combine { op, align, left, right } => {
                ask_combine((*op, *align), (left, right), span, cx, out);
            }
            Node::Lift { call, join, args, sources } => {
                ask_lift((*call, *join), (args, sources), span, cx, out);
            }
            Node::Bind { id, arg, body } => ask_bind(*id, (arg, body), span, cx, out),
            Node::Expand { id, body, of } => ask_expand(*id, (body, of), span, cx, out),
            Node::Ply { n, of } => ask_ply(*n, of, span, cx, out),
            Node::Seed { by, of } => ask_seeded(by, of, span, cx, out),
            Node::Events { change, extent, args, of } => match extent {
                Extent::Query => ask_changed(*change, args, of, span, cx, out),
                Extent::Around(time) => {
                    let wide = Span::new(span.begin - *time, span.end + *time);
                    ask_changed(*change, args, of, wide, cx, out);
                    keep_tail(out, start, |event| match event.part.intersect(span) {
                        Some(part) if !part.is_empty() || span.is_empty() => {
                            event.part = part;
                            true
                        }
                        _ => false,
                    });
                }
                Extent::Cycle => {
                    for piece in cx.cycles(span) {
                        let start = out.len();
                        ask_changed(*change, args, of, Span::cycle(piece.begin.cycle()), cx, out);
                        keep_tail(out, start, |event| match event.part.intersect(piece) {
                            Some(part) => {
                                event.part = part;
                                true
                            }
                            None => false,
                        });
                    }
                }
            },
            Node::Join { join, of } => ask_joined(*join, of, span, cx, out),
            Node::Smooth(of) => ask_smooth(of, span, cx, out),
            Node::Mark { origins, of } => {
                of.ask(span, cx, out);
                out[start..].iter_mut().for_each(|event| event.origins.merge(origins));
            }
        }
        if cx.meter.explains {
            self.note_story(cx, start, out);
        }
    }
}

/// Keeps the events from `start` on that pass, in their order.
pub(super) fn keep_tail(
    out: &mut Vec<Event>,
    start: usize,
    mut passes: impl FnMut(&mut Event) -> bool,
) {
    let mut kept = start;
    for i in start..out.len() {
        if passes(&mut out[i]) {
            if kept != i {
                out.swap(kept, i);
            }
            kept += 1;
        }
    }
    out.truncate(kept);
}

/// Cuts the parts of the events from `start` on where cycles end.
fn cut_tail(start: usize, cx: &Asking<'_>, out: &mut Vec<Event>) {
    for i in start..out.len() {
        let mut rest = out[i].part;
        let mut border = rest.begin.floor() + Time::ONE;
        while border < rest.end && rest.begin < border && cx.meter.step() {
            out[i].part.end = out[i].part.end.min(border);
            rest.begin = border;
            border += Time::ONE;
            let end = rest.end.min(border);
            let piece = Event { part: Span::new(rest.begin, end), ..out[i].clone() };
            out.push(piece);
        }
    }
}

impl Test {
    fn passes(self, event: &mut Event) -> bool {
        match self {
            Test::Within { begin, end, invert } => {
                let at = event.whole_or_part().begin.fract();
                (begin <= at && at <= end) != invert
            }
            Test::Onset => event.has_onset(),
            Test::Discrete => event.whole.is_some(),
            Test::Inside => match event.part.intersect(event.whole_or_part()) {
                Some(part) => {
                    event.part = part;
                    true
                }
                None => false,
            },
            Test::Since(moment) => event.whole_or_part().begin >= moment,
            Test::Before(moment) => event.whole_or_part().begin < moment,
        }
    }
}

/// A value in every cycle of a time that runs `factor` times as fast, `shift` ahead.
fn atoms(
    (value, origins): (&Value, &Origins),
    (factor, shift): (Time, Time),
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    let plain = factor == Time::ONE && shift.is_zero();
    let inner = if plain { span } else { span.map(|t| t * factor + shift) };
    let back = |t: Time| if plain { t } else { (t - shift) / factor };
    let mut cycle = inner.begin.floor();
    let mut begin = back(cycle);
    while cycle < inner.end {
        if !cx.meter.step() {
            return;
        }
        let next = cycle + Time::ONE;
        if next == cycle {
            return;
        }
        let end = back(next);
        let whole = Span::new(begin, end);
        let part = Span::new(begin.max(span.begin), end.min(span.end));
        out.push(Event { whole: Some(whole), part, value: value.clone(), origins: *origins });
        (cycle, begin) = (next, end);
    }
}

fn ask_cat(parts: &[Pattern], hold: bool, span: Span, cx: &Asking<'_>, out: &mut Vec<Event>) {
    let count = parts.len() as i64;
    for piece in cx.cycles(span) {
        let cycle = piece.begin.cycle();
        let part = &parts[cycle.rem_euclid(count) as usize];
        let by = if hold { Time::whole(cycle - cycle.div_euclid(count)) } else { Time::ZERO };
        if let Node::Atom { .. } | Node::Silence = part.node() {
            part.ask(piece, cx, out);
            continue;
        }
        let start = out.len();
        part.ask(piece.shift(-by), cx, out);
        move_events(&mut out[start..], Time::ONE, by);
    }
}

/// One piece of one cycle of a sequence.
fn ask_seq(slots: &[Slot], piece: Span, cx: &Asking<'_>, out: &mut Vec<Event>) {
    let cycle = piece.begin.floor();
    let (from, to) = (piece.begin - cycle, piece.end - cycle);
    let first = slots.partition_point(|slot| slot.end <= from);
    for slot in &slots[first..] {
        if slot.begin >= to {
            break;
        }
        let (begin, end) = (slot.begin.max(from), slot.end.min(to));
        if begin >= end {
            continue;
        }
        match slot.pattern.node() {
            Node::Silence => {}
            Node::Atom { value, origins } if !cx.meter.explains => {
                if !cx.meter.step() {
                    return;
                }
                out.push(Event {
                    whole: Some(Span::new(slot.begin, slot.end).shift(cycle)),
                    part: Span::new(begin, end).shift(cycle),
                    value: value.clone(),
                    origins: *origins,
                });
            }
            _ => {
                let start = out.len();
                let length = slot.end - slot.begin;
                let inside = |t: Time| (t - slot.begin) / length + cycle;
                slot.pattern.ask(Span::new(inside(begin), inside(end)), cx, out);
                let shift = cycle + slot.begin - cycle * length;
                move_events(&mut out[start..], length, shift);
            }
        }
    }
}

fn ask_warp(
    (factor, shift): (Time, Time),
    of: &Pattern,
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    if !factor.is_positive() {
        return;
    }
    if let Node::Atom { value, origins } = of.node()
        && !cx.meter.explains
    {
        return atoms((value, origins), (factor, shift), span, cx, out);
    }
    let start = out.len();
    of.ask(span.map(|t| t * factor + shift), cx, out);
    let length = factor.recip();
    move_events(&mut out[start..], length, -(shift * length));
}

/// Wholes and parts are moved each by the cycle they begin in, so that what reaches in from outside
/// the window keeps its length.
fn ask_zoom(
    (begin, length): (Time, Time),
    of: &Pattern,
    piece: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    let start = out.len();
    let cycle = piece.begin.floor();
    of.ask(piece.map(|t| cycle + (t - cycle) * length + begin), cx, out);
    let moved = |span: Span| {
        let cycle = span.begin.floor();
        span.map(|t| cycle + (t - cycle - begin) / length)
    };
    for event in &mut out[start..] {
        event.whole = event.whole.map(moved);
        event.part = moved(event.part);
    }
}

/// Time runs backwards: a moment `t` is `sum - t` inside.
fn ask_mirrored(of: &Pattern, sum: Time, span: Span, cx: &Asking<'_>, out: &mut Vec<Event>) {
    let start = out.len();
    let mirrored = |span: Span| Span::new(sum - span.end, sum - span.begin);
    of.ask(mirrored(span), cx, out);
    for event in &mut out[start..] {
        let whole_is_part = event.whole == Some(event.part);
        event.part = mirrored(event.part);
        event.whole = if whole_is_part { Some(event.part) } else { event.whole.map(mirrored) };
    }
}

/// Each event becomes `n` cycles of its value, squeezed into it.
fn ask_ply(n: Time, of: &Pattern, span: Span, cx: &Asking<'_>, out: &mut Vec<Event>) {
    cx.with_buffer(|events| {
        of.ask(span, cx, events);
        for event in events.drain(..) {
            let Some(whole) = event.whole else { continue };
            let length = whole.length();
            if !length.is_positive() {
                continue;
            }
            let start = out.len();
            let cycle = whole.begin.floor();
            // Inside, time is (t - begin) / length + cycle, n times as fast.
            let factor = n / length;
            let shift = (cycle - whole.begin / length) * n;
            atoms((&event.value, &event.origins), (factor, shift), event.part, cx, out);
            keep_tail(out, start, |copy| match copy.whole.and_then(|w| w.intersect(whole)) {
                Some(cut) => {
                    copy.whole = Some(cut);
                    true
                }
                None => false,
            });
        }
    });
}

fn ask_seeded(by: &Pattern, of: &Pattern, span: Span, cx: &Asking<'_>, out: &mut Vec<Event>) {
    let seeded = |value: &Value| {
        let seed = value.as_number().and_then(Time::from_f64).unwrap_or(Time::ZERO);
        Asking { seed: cx.seed + seed, ..*cx }
    };
    if let Some(value) = by.as_atom() {
        return of.ask(span, &seeded(value), out);
    }
    cx.with_buffer(|seeds| {
        by.ask(span, cx, seeds);
        for event in seeds.drain(..) {
            of.ask_under(super::Join::Inner, &event, &seeded(&event.value), out);
        }
    });
}

/// The event that sounds at a moment, and when its whole begins and ends.
fn sounding(of: &Pattern, at: Time, cx: &Asking<'_>) -> Option<(f64, Span)> {
    cx.with_buffer(|events| {
        of.ask(Span::cycle(at.cycle()), cx, events);
        let found = events.iter().find(|e| e.part.begin <= at && at < e.part.end)?;
        Some((super::arith::numeral(&found.value)?, found.whole?))
    })
}

/// On the way from each number to the next.
fn ask_smooth(of: &Pattern, span: Span, cx: &Asking<'_>, out: &mut Vec<Event>) {
    let Some((from, whole)) = sounding(of, span.begin, cx) else { return };
    let to = sounding(of, whole.end, cx).map_or(from, |(to, _)| to);
    let way = ((span.begin - whole.begin) / whole.length()).to_f64();
    let value = Value::Number(from + (to - from) * way);
    out.push(Event { whole: None, part: span, value, origins: Origins::default() });
}

fn ask_changed(
    change: EventChange,
    args: &[Value],
    of: &Pattern,
    span: Span,
    cx: &Asking<'_>,
    out: &mut Vec<Event>,
) {
    cx.with_buffer(|events| {
        of.ask(span, cx, events);
        let seed = cx.seed.cycle();
        let here = cx.context;
        if (here.cps, here.seed) == (cx.cps, seed) {
            (change.run)(here, args, events);
        } else {
            let changed = Context { cps: cx.cps, seed, inputs: here.inputs.clone() };
            (change.run)(&changed, args, events);
        }
        out.append(events);
    });
}
