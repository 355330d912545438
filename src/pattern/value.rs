//! What an event carries: a number, a word, a list, or control values.
//!
//! Meaning (which sound a word names, how loud a gain is) is left to those who play it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use smallvec::SmallVec;

use super::Pattern;
use crate::control::Control;
use crate::symbol::Symbol;

/// The value of an event.
#[derive(Clone, Debug)]
pub enum Value {
    /// A number. Fractions are numbers too: the simplest fraction that equals the float.
    Number(f64),
    /// A word: a sound, a note name, a chord.
    Text(Symbol),
    /// Yes or no.
    Bool(bool),
    /// Several values in one event, as in `"bd:3:0.5"`.
    List(Arc<[Value]>),
    /// Values of controls, as in `s("bd").gain(0.5)`.
    Controls(Controls),
    /// A pattern, until it is joined; see [`Pattern::joined`](super::Pattern::joined).
    Pattern(Pattern),
}

impl Value {
    /// The word of a text.
    pub fn text(text: &str) -> Value {
        Value::Text(Symbol::new(text))
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(x) => Some(*x),
            Value::Bool(b) => Some(f64::from(u8::from(*b))),
            _ => None,
        }
    }

    /// The word, if it is one.
    pub fn as_text(&self) -> Option<Symbol> {
        match self {
            Value::Text(s) => Some(*s),
            _ => None,
        }
    }

    /// What counts as yes: anything but 0, false, an empty word and an empty list.
    pub fn is_truthy(&self) -> bool {
        match self {
            Value::Number(x) => *x != 0.0 && !x.is_nan(),
            Value::Text(s) => !s.as_str().is_empty(),
            Value::Bool(b) => *b,
            Value::List(list) => !list.is_empty(),
            Value::Controls(_) | Value::Pattern(_) => true,
        }
    }
}

/// Floats compare by their bits, so that equal values are equal keys.
impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => a.to_bits() == b.to_bits(),
            (Value::Text(a), Value::Text(b)) => a == b,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::List(a), Value::List(b)) => a == b,
            (Value::Controls(a), Value::Controls(b)) => a == b,
            (Value::Pattern(a), Value::Pattern(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Value::Number(x) => x.to_bits().hash(state),
            Value::Text(s) => s.hash(state),
            Value::Bool(b) => b.hash(state),
            Value::List(list) => list.hash(state),
            Value::Controls(controls) => controls.hash(state),
            Value::Pattern(pattern) => pattern.hash(state),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Number(x) => write!(f, "{x}"),
            Value::Text(s) => write!(f, "{s}"),
            Value::Bool(b) => write!(f, "{b}"),
            Value::List(list) => {
                for (i, value) in list.iter().enumerate() {
                    write!(f, "{}{value}", if i == 0 { "" } else { ":" })?;
                }
                Ok(())
            }
            Value::Controls(controls) => write!(f, "{controls}"),
            Value::Pattern(pattern) => write!(f, "{pattern}"),
        }
    }
}

/// The control values of one event, sorted by control. Copies share their memory until one changes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Controls(Arc<SmallVec<[(Control, Value); 4]>>);

impl Controls {
    /// One control.
    pub fn one(control: Control, value: Value) -> Controls {
        let mut list = SmallVec::new();
        list.push((control, value));
        Controls(Arc::new(list))
    }

    /// True if somebody else has it too, so that it may well be met again.
    pub(super) fn is_shared(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    /// Where it is kept; one place holds one map for as long as it is held.
    pub(super) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    /// The value of a control, if it is set.
    pub fn get(&self, control: Control) -> Option<&Value> {
        self.0.binary_search_by_key(&control, |(c, _)| *c).ok().map(|i| &self.0[i].1)
    }

    /// Sets a control.
    pub fn set(&mut self, control: Control, value: Value) {
        let list = Arc::make_mut(&mut self.0);
        match list.binary_search_by_key(&control, |(c, _)| *c) {
            Ok(i) => list[i].1 = value,
            Err(i) => list.insert(i, (control, value)),
        }
    }

    /// Takes a control away.
    pub fn remove(&mut self, control: Control) -> Option<Value> {
        let i = self.0.binary_search_by_key(&control, |(c, _)| *c).ok()?;
        Some(Arc::make_mut(&mut self.0).remove(i).1)
    }

    /// These controls with all those of `over`, which win where both are set.
    #[must_use]
    pub fn overlaid(&self, over: &Controls) -> Controls {
        let (mut under, mut over) = (self.0.iter().peekable(), over.0.iter().peekable());
        let mut both = SmallVec::new();
        while let Some((control, _)) = over.peek() {
            match under.next_if(|(lower, _)| lower <= control) {
                Some((lower, _)) if lower == control => {}
                Some(lower) => both.push(lower.clone()),
                None => both.extend(over.next().cloned()),
            }
        }
        both.extend(under.cloned());
        Controls(Arc::new(both))
    }

    /// Adds all those of `over`, which win where both are set; false if that would need a copy.
    pub(super) fn overlay(&mut self, over: &Controls) -> bool {
        let alone = Arc::get_mut(&mut self.0).is_some();
        if alone {
            over.iter().for_each(|(control, value)| self.set(control, value.clone()));
        }
        alone
    }

    /// All of them, sorted by control.
    pub fn iter(&self) -> impl Iterator<Item = (Control, &Value)> {
        self.0.iter().map(|(control, value)| (*control, value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if none is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Control, Value)> for Controls {
    fn from_iter<I: IntoIterator<Item = (Control, Value)>>(iter: I) -> Controls {
        let mut controls = Controls::default();
        for (control, value) in iter {
            controls.set(control, value);
        }
        controls
    }
}

impl fmt::Display for Controls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (control, value)) in self.iter().enumerate() {
            write!(f, "{}{}:{value}", if i == 0 { "" } else { " " }, control.info().name)?;
        }
        Ok(())
    }
}
