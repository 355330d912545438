//! Changes of single values: what `Map` does to each event.
//!
//! A change sees one value and nothing else; it never moves an event in time.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::Pattern;
use super::arith::Op;
use super::event::Origins;
use super::node::Node;
use super::value::{Controls, Value};
use crate::control::Control;

/// A function of the script that takes a value.
pub trait ValueFunction: Send + Sync {
    /// What becomes of a value; `None` silences the event.
    fn apply(&self, value: &Value) -> Option<Value>;
    /// Tells it from other functions.
    fn identity(&self) -> usize;
}

/// A function of a value and constants, known by its name.
pub type ValueRun = fn(&[Value], &Value) -> Option<Value>;

/// What becomes of a value.
#[derive(Clone)]
pub enum ValueChange {
    /// An operation with a constant on its right.
    Right(Op, Value),
    /// An operation with a constant on its left.
    Left(Value, Op),
    /// The value becomes that of a control; a list is dealt out over it and those that follow it.
    Control(Control),
    /// Something with a name.
    Plain(&'static str, fn(&Value) -> Option<Value>),
    /// Something with a name, and constants.
    Call(&'static str, ValueRun, Vec<Value>),
    /// A function of the script.
    Function(Arc<dyn ValueFunction>),
}

impl ValueChange {
    /// What becomes of a value; `None` silences the event.
    pub fn apply(&self, value: &Value) -> Option<Value> {
        match self {
            ValueChange::Right(op, right) => op.apply_constant(value, right),
            ValueChange::Left(left, op) => op.apply_constant(left, value),
            ValueChange::Control(control) => Some(controlled(*control, value)),
            ValueChange::Plain(_, run) => run(value),
            ValueChange::Call(_, run, constants) => run(constants, value),
            ValueChange::Function(function) => function.apply(value),
        }
    }

    /// Changes the value; false silences the event.
    pub(super) fn change(&self, value: &mut Value) -> bool {
        if let (ValueChange::Right(Op::Set, Value::Controls(over)), Value::Controls(own)) =
            (self, &mut *value)
            && own.overlay(over)
        {
            return true;
        }
        let changed = self.apply(value);
        let sounds = changed.is_some();
        changed.into_iter().for_each(|new| *value = new);
        sounds
    }

    fn name(&self) -> &'static str {
        match self {
            ValueChange::Right(op, _) | ValueChange::Left(_, op) => op.name(),
            ValueChange::Control(control) => control.info().name,
            ValueChange::Plain(name, _) | ValueChange::Call(name, ..) => name,
            ValueChange::Function(_) => "fmap",
        }
    }

    fn constants(&self) -> &[Value] {
        match self {
            ValueChange::Right(_, value) | ValueChange::Left(value, _) => {
                std::slice::from_ref(value)
            }
            ValueChange::Call(_, _, values) => values,
            ValueChange::Control(..) | ValueChange::Plain(..) | ValueChange::Function(_) => &[],
        }
    }

    fn identity(&self) -> (u8, &'static str, &[Value], usize) {
        let (kind, address) = match self {
            ValueChange::Right(..) => (0, 0),
            ValueChange::Left(..) => (1, 0),
            ValueChange::Control(..) => (2, 0),
            ValueChange::Plain(..) | ValueChange::Call(..) => (3, 0),
            ValueChange::Function(function) => (4, function.identity()),
        };
        (kind, self.name(), self.constants(), address)
    }
}

/// The control map of one value, or of a list of them.
fn controlled(control: Control, value: &Value) -> Value {
    let parts = control.info().list;
    let Value::List(list) = value else {
        return match value {
            Value::Controls(_) if !control.takes_maps() => value.clone(),
            _ => Value::Controls(Controls::one(control, value.clone())),
        };
    };
    let names = std::iter::once(control).chain(parts.iter().copied());
    if parts.is_empty() {
        return Value::Controls(Controls::one(control, value.clone()));
    }
    Value::Controls(names.zip(list.iter().cloned()).collect())
}

impl PartialEq for ValueChange {
    fn eq(&self, other: &ValueChange) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for ValueChange {}

impl Hash for ValueChange {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

impl fmt::Debug for ValueChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// As a call: `add(7)`.
impl fmt::Display for ValueChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ValueChange::Left(value, op) = self {
            return write!(f, "{}.out({value})", op.name());
        }
        write!(f, "{}(", self.name())?;
        for (i, value) in self.constants().iter().enumerate() {
            write!(f, "{}{value}", if i == 0 { "" } else { ", " })?;
        }
        f.write_str(")")
    }
}

/// How many nodes a change is pushed down through, so that it happens once and not at every query.
const FOLD_LIMIT: usize = 512;

impl Pattern {
    /// Every value changed.
    #[must_use]
    pub fn map(&self, change: ValueChange) -> Pattern {
        if matches!(change, ValueChange::Function(_)) {
            let node = Node::Map { change, of: self.clone() };
            return Pattern::new(node, self.steps());
        }
        self.folded(&change, &Origins::default(), &mut FOLD_LIMIT.clone())
    }

    /// Every value through a function that is known by its name.
    #[must_use]
    pub fn map_values(&self, name: &'static str, run: fn(&Value) -> Option<Value>) -> Pattern {
        self.map(ValueChange::Plain(name, run))
    }

    /// Every value through a function of it and constants, known by its name.
    #[must_use]
    pub fn map_with(&self, name: &'static str, constants: Vec<Value>, run: ValueRun) -> Pattern {
        self.map(ValueChange::Call(name, run, constants))
    }

    /// Every value changed, and more places that light up.
    pub(crate) fn map_marked(&self, change: &ValueChange, origins: &Origins) -> Pattern {
        self.folded(change, origins, &mut FOLD_LIMIT.clone())
    }

    /// Every event lights up more places.
    #[must_use]
    pub fn marked(&self, origins: &Origins) -> Pattern {
        if origins.is_empty() {
            return self.clone();
        }
        match self.node() {
            Node::Silence => self.clone(),
            Node::Atom { value, origins: old } => {
                let mut all = *old;
                all.merge(origins);
                let node = Node::Atom { value: value.clone(), origins: all };
                Pattern::new(node, self.steps())
            }
            _ => {
                let node = Node::Mark { origins: *origins, of: self.clone() };
                Pattern::new(node, self.steps())
            }
        }
    }

    fn folded(&self, change: &ValueChange, origins: &Origins, left: &mut usize) -> Pattern {
        *left = left.saturating_sub(1);
        match self.node() {
            Node::Silence => return self.clone(),
            Node::Atom { value, origins: old } => {
                let Some(value) = change.apply(value) else {
                    return Pattern::new(Node::Silence, self.steps());
                };
                let mut all = *old;
                all.merge(origins);
                return Pattern::new(Node::Atom { value, origins: all }, self.steps());
            }
            Node::Stack(_)
            | Node::Cat { .. }
            | Node::Seq(_)
            | Node::Every { .. }
            | Node::Warp { .. }
            | Node::Zoom { .. }
            | Node::Reverse(_)
            | Node::Mirror(_)
            | Node::Cut(_)
            | Node::Repeat { .. }
            | Node::Rate { .. }
            | Node::Ply { .. }
            | Node::Thin { .. }
            | Node::Mark { .. }
            | Node::Combine { op: Op::KeepIf, .. }
                if *left > 0 =>
            {
                let node = self.node().map_children(&mut |of| of.folded(change, origins, left));
                return Pattern::new(node, self.steps());
            }
            _ => {}
        }
        let node = Node::Map { change: change.clone(), of: self.clone() };
        Pattern::new(node, self.steps()).marked(origins)
    }
}
