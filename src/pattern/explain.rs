//! How events came to be: the calls that made them, and what chance drew.
//!
//! While somebody asks, every event carries the number of its story, and each pattern that it passes
//! adds a link. At all other times the number is 0 and nothing is written.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::context::{Asking, Context, Meter};
use super::event::{Event, Origins};
use super::node::Node;
use super::signal::Signal;
use super::value::Value;
use super::{Body, Pattern};
use crate::diag::{SourceId, Sources};
use crate::time::{Span, Time};

/// More links than this are not kept: a story is then cut short.
const LINKS: usize = 1 << 20;

/// More calls on one pattern than this are not told.
const CALLS: usize = 64;

/// A call in a script that made a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Made {
    /// The function.
    pub name: &'static str,
    /// In which file it is called.
    pub file: SourceId,
    /// In which line, counted from 1.
    pub line: u32,
    /// At which character of the line, counted from 1.
    pub column: u32,
}

/// A call, and those that made the pattern it was called on: what is worked out when a script runs
/// leaves no other trace.
#[derive(Debug)]
pub struct Chain {
    call: Made,
    before: Option<Arc<Chain>>,
}

/// A number that chance drew.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Draw {
    /// The moment for which it was drawn, in the time of the function that drew it.
    pub at: Time,
    /// The seed.
    pub seed: Time,
    /// What was drawn: at least 0, below 1; or a number of an order.
    pub drew: f64,
    /// What it had to exceed for the event to be heard, if it decided about that.
    pub above: Option<f64>,
}

/// An event and how it came to be.
#[derive(Clone, PartialEq, Debug)]
pub struct Explained {
    /// The event.
    pub event: Event,
    /// The calls that made it, the first one first.
    pub calls: Vec<Made>,
    /// What chance drew for it.
    pub draws: Vec<Draw>,
}

/// One thing that is known of an event.
#[derive(Clone, Copy)]
enum Step {
    Call(Made),
    Draw(Draw),
    /// Two stories that met.
    Both(u32),
}

/// A step, and what came before it.
#[derive(Clone, Copy)]
struct Link {
    before: u32,
    step: Step,
}

thread_local! {
    static STORIES: RefCell<Vec<Link>> = const { RefCell::new(Vec::new()) };
}

fn add(before: u32, step: Step) -> u32 {
    STORIES.with_borrow_mut(|links| {
        if links.len() >= LINKS {
            return before;
        }
        links.push(Link { before, step });
        links.len() as u32
    })
}

/// The story of what two events became.
#[cold]
pub(super) fn both(first: u32, second: u32) -> u32 {
    match (first, second) {
        (0, other) | (other, 0) => other,
        (first, second) => add(first, Step::Both(second)),
    }
}

impl Origins {
    /// Notes what chance drew.
    pub(super) fn draw(&mut self, at: Time, cx: &Asking<'_>, drew: f64, above: Option<f64>) {
        let draw = Draw { at, seed: cx.seed, drew, above };
        self.story = add(self.story, Step::Draw(draw));
    }
}

impl Pattern {
    /// The calls that made it, the last one first.
    pub fn made(&self) -> Option<&Arc<Chain>> {
        self.0.made.as_ref()
    }

    /// The same pattern, said to be made by a call on a pattern that was made by others. One that
    /// says already who made it stays as it is: a function that returned it unchanged made nothing.
    #[must_use]
    pub fn made_by(mut self, call: Made, before: Option<Arc<Chain>>) -> Pattern {
        if self.0.made.is_some() {
            return self;
        }
        let made = Some(Arc::new(Chain { call, before }));
        if let Some(body) = Arc::get_mut(&mut self.0) {
            body.made = made;
            return self;
        }
        let Body { node, steps, traits, .. } = &*self.0;
        let (node, digest) = (node.clone(), OnceLock::new());
        Pattern(Arc::new(Body { node, steps: *steps, traits: *traits, made, digest }))
    }

    /// The events of a span, each with how it came to be.
    pub fn explained(&self, context: &Context, span: Span) -> Vec<Explained> {
        let mut meter = Meter::new(span);
        meter.explains = true;
        STORIES.with_borrow_mut(Vec::clear);
        let mut events = Vec::new();
        self.ask(span, &Asking::new(context, &meter), &mut events);
        let links = STORIES.take();
        events.into_iter().map(|event| told(event, &links)).collect()
    }

    /// Adds what this pattern knows to the stories of the events from `start` on.
    #[cold]
    pub(super) fn note_story(&self, cx: &Asking<'_>, start: usize, out: &mut [Event]) {
        let drawn = matches!(
            self.node(),
            Node::Signal(Signal::Rand | Signal::Perlin | Signal::Berlin | Signal::RandRun(_))
        );
        let chain = std::iter::successors(self.made(), |chain| chain.before.as_ref());
        let calls: Vec<Made> = chain.map(|chain| chain.call).take(CALLS).collect();
        for event in &mut out[start..] {
            if drawn && let Value::Number(drew) = event.value {
                event.origins.draw(event.part.begin, cx, drew, None);
            }
            for call in calls.iter().rev() {
                event.origins.story = add(event.origins.story, Step::Call(*call));
            }
        }
    }
}

/// An event with its story told in order.
fn told(mut event: Event, links: &[Link]) -> Explained {
    let (mut calls, mut draws) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    let mut open = vec![(std::mem::take(&mut event.origins.story), false)];
    while let Some((story, ready)) = open.pop() {
        let Some(link) = (story as usize).checked_sub(1).and_then(|i| links.get(i)) else {
            continue;
        };
        if !ready {
            if seen.insert(story) {
                open.push((story, true));
                if let Step::Both(other) = link.step {
                    open.push((other, false));
                }
                open.push((link.before, false));
            }
            continue;
        }
        match link.step {
            Step::Call(made) if !calls.contains(&made) => calls.push(made),
            Step::Draw(draw) if !draws.contains(&draw) => draws.push(draw),
            _ => {}
        }
    }
    Explained { event, calls, draws }
}

impl Explained {
    /// The story in words: the pieces of source, the calls, what chance drew; one line each.
    pub fn story(&self, sources: &Sources) -> Vec<String> {
        let mut lines = Vec::new();
        let pieces: Vec<String> = self
            .event
            .origins
            .iter()
            .filter_map(|span| {
                let source = sources.get(span.file)?;
                let (line, column) = source.line_column(span.start as usize);
                Some(format!("`{}` ({line}:{column})", source.text.get(span.range())?))
            })
            .collect();
        if !pieces.is_empty() {
            lines.push(format!("from {}", pieces.join(", ")));
        }
        let calls: Vec<String> = self
            .calls
            .iter()
            .map(|made| format!("{} ({}:{})", made.name, made.line, made.column))
            .collect();
        if !calls.is_empty() {
            lines.push(format!("through {}", calls.join(", ")));
        }
        lines.extend(self.draws.iter().map(Draw::sentence));
        lines
    }
}

impl Draw {
    fn sentence(&self) -> String {
        let seed =
            if self.seed.is_zero() { String::new() } else { format!(" with seed {}", self.seed) };
        let limit = self.above.map_or(String::new(), |above| format!(", above {above}: heard"));
        format!("chance drew {:.4} at {}{seed}{limit}", self.drew, self.at)
    }
}
