//! Arithmetic on the values of events: two values become one, or none.
//!
//! When the two meet is not decided here; see `combine`.

use std::hash::{Hash, Hasher};

use super::value::{Controls, Value};
use crate::theory::notes::note_number;

/// How two values become one.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Op {
    /// The right one; both control maps put together, the right one winning.
    Set,
    /// The left one; both control maps put together, the left one winning.
    Keep,
    /// The left one where the right one counts as yes.
    KeepIf,
    Add,
    Sub,
    Mul,
    Div,
    /// Remainder with the sign of the divisor.
    Mod,
    Pow,
    /// Base-two logarithm of the left one.
    Log2,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    /// Equal, numbers and their texts alike.
    Equal,
    /// Equal and of one kind.
    Same,
    NotEqual,
    NotSame,
    /// The right one if the left one counts as yes, else the left one.
    And,
    /// The left one if it counts as yes, else the right one.
    Or,
    /// Anything else, known by its name.
    Other(&'static str, fn(&Value, &Value) -> Option<Value>),
}

impl Op {
    /// Its name in scripts.
    pub fn name(self) -> &'static str {
        match self {
            Op::Set => "set",
            Op::Keep => "keep",
            Op::KeepIf => "keepif",
            Op::Add => "add",
            Op::Sub => "sub",
            Op::Mul => "mul",
            Op::Div => "div",
            Op::Mod => "mod",
            Op::Pow => "pow",
            Op::Log2 => "log2",
            Op::BitAnd => "band",
            Op::BitOr => "bor",
            Op::BitXor => "bxor",
            Op::ShiftLeft => "blshift",
            Op::ShiftRight => "brshift",
            Op::Less => "lt",
            Op::Greater => "gt",
            Op::LessOrEqual => "lte",
            Op::GreaterOrEqual => "gte",
            Op::Equal => "eq",
            Op::Same => "eqt",
            Op::NotEqual => "ne",
            Op::NotSame => "net",
            Op::And => "and",
            Op::Or => "or",
            Op::Other(name, _) => name,
        }
    }

    /// The value of two; `None` where they have none, so that nothing happens.
    pub fn apply(self, left: &Value, right: &Value) -> Option<Value> {
        match (self, left, right) {
            (Op::KeepIf, ..) => right.is_truthy().then(|| left.clone()),
            (Op::Other(_, f), ..) => f(left, right),
            (_, Value::Controls(a), Value::Controls(b)) => self.merged(a, b).map(Value::Controls),
            // A control map and a plain value have no key in common.
            (Op::Set, Value::Controls(_), _) | (Op::Keep, _, Value::Controls(_)) => {
                Some(if self.name() == "set" { left.clone() } else { right.clone() })
            }
            (Op::Set, ..) => Some(right.clone()),
            (Op::Keep, ..) => Some(left.clone()),
            (_, Value::Controls(_), _) => Some(left.clone()),
            (_, _, Value::Controls(_)) => Some(right.clone()),
            _ => self.plain(left, right),
        }
    }

    /// Keys of both maps; those in both go through the operation.
    pub(super) fn merge(self, left: &Controls, right: &Controls) -> Option<Controls> {
        if matches!(self, Op::Set) {
            return Some(left.overlaid(right));
        }
        if matches!(self, Op::Keep) {
            return Some(right.overlaid(left));
        }
        let mut merged = left.clone();
        for (control, value) in right.iter() {
            match left.get(control) {
                Some(old) => merged.set(control, self.apply(old, value)?),
                None => merged.set(control, value.clone()),
            }
        }
        Some(merged)
    }

    fn plain(self, left: &Value, right: &Value) -> Option<Value> {
        match self {
            Op::Less => Some(Value::Bool(order(left, right)?.is_lt())),
            Op::Greater => Some(Value::Bool(order(left, right)?.is_gt())),
            Op::LessOrEqual => Some(Value::Bool(order(left, right)?.is_le())),
            Op::GreaterOrEqual => Some(Value::Bool(order(left, right)?.is_ge())),
            Op::Equal => Some(Value::Bool(loosely_equal(left, right))),
            Op::NotEqual => Some(Value::Bool(!loosely_equal(left, right))),
            Op::Same => Some(Value::Bool(left == right)),
            Op::NotSame => Some(Value::Bool(left != right)),
            Op::And => Some(if left.is_truthy() { right } else { left }.clone()),
            Op::Or => Some(if left.is_truthy() { left } else { right }.clone()),
            _ => match (numeral(left), numeral(right)) {
                (Some(a), Some(b)) => self.numbers(a, b).map(Value::Number),
                _ if matches!(self, Op::Add) => joined(left, right),
                _ => None,
            },
        }
    }

    /// What becomes of two numbers, if it is an operation of numbers.
    #[inline]
    pub(super) fn numbers(self, a: f64, b: f64) -> Option<f64> {
        let bits = |f: fn(i32, i32) -> i32| f64::from(f(to_int32(a), to_int32(b)));
        let result = match self {
            Op::Add => a + b,
            Op::Sub => a - b,
            Op::Mul => a * b,
            Op::Div => a / b,
            Op::Mod => ((a % b) + b) % b,
            Op::Pow => libm::pow(a, b),
            Op::Log2 => libm::log2(a),
            Op::BitAnd => bits(|i, j| i & j),
            Op::BitOr => bits(|i, j| i | j),
            Op::BitXor => bits(|i, j| i ^ j),
            Op::ShiftLeft => bits(|i, j| i.wrapping_shl(j as u32)),
            Op::ShiftRight => bits(|i, j| i.wrapping_shr(j as u32)),
            _ => return None,
        };
        Some(result)
    }
}

/// The number that a value stands for: a number, a number's text, or a note's name.
pub fn numeral(value: &Value) -> Option<f64> {
    match value {
        Value::Text(word) => {
            let text = word.as_str();
            text.trim().parse().ok().filter(|x: &f64| x.is_finite()).or_else(|| note_number(text))
        }
        other => other.as_number(),
    }
}

/// Words put together, as long as they stay words that somebody may have written.
fn joined(left: &Value, right: &Value) -> Option<Value> {
    const LONGEST: usize = 64;
    let word = |v: &Value| matches!(v, Value::Text(_) | Value::Number(_) | Value::Bool(_));
    let text = (word(left) && word(right)).then(|| format!("{left}{right}"))?;
    (text.len() <= LONGEST).then(|| Value::text(&text))
}

fn order(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Value::Text(a), Value::Text(b)) => Some(a.as_str().cmp(b.as_str())),
        _ => numeral(left)?.partial_cmp(&numeral(right)?),
    }
}

fn loosely_equal(left: &Value, right: &Value) -> bool {
    let number = |v: &Value| match v {
        Value::Text(word) => word.as_str().trim().parse().ok(),
        other => other.as_number(),
    };
    left == right || number(left).is_some_and(|a| number(right) == Some(a))
}

/// A float as 32 bits, wrapped: what bit operations work on.
fn to_int32(x: f64) -> i32 {
    if x.is_finite() { (x.trunc() % 4_294_967_296.0) as i64 as i32 } else { 0 }
}

/// By name: two operations of one name are one.
impl PartialEq for Op {
    fn eq(&self, other: &Op) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Op {}

impl Hash for Op {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Control;

    #[test]
    fn note_names_count_as_numbers_and_words_are_joined() {
        let add = |a: &Value, b: &Value| Op::Add.apply(a, b).map(|v| v.to_string());
        assert_eq!(add(&Value::text("a"), &Value::Number(1.0)).as_deref(), Some("58"));
        assert_eq!(add(&Value::text("bd"), &Value::text("x")).as_deref(), Some("bdx"));
        assert_eq!(Op::Sub.apply(&Value::text("bd"), &Value::Number(1.0)), None);
    }

    #[test]
    fn control_maps_are_put_together_key_by_key() {
        let one = |c, x| Value::Controls(Controls::one(c, Value::Number(x)));
        let both = Op::Add.apply(&one(Control::N, 1.0), &one(Control::Gain, 2.0));
        let sum = Op::Add.apply(&both.unwrap(), &one(Control::N, 10.0)).unwrap();
        assert_eq!(sum.to_string(), "n:11 gain:2");
    }

    #[test]
    fn the_remainder_has_the_sign_of_the_divisor() {
        assert_eq!(Op::Mod.numbers(-3.0, 4.0), Some(1.0));
        assert_eq!(to_int32(4_294_967_297.0), 1);
    }
}
