//! Changes of numbers: scaled, rounded, turned round.
//!
//! Arithmetic between two patterns is in `combine`.

use super::arith::numeral;
use super::value::Value;
use super::{Align, Op, Pattern};

/// A value through a function of numbers; other values are silence.
fn with_number(value: &Value, f: impl Fn(f64) -> f64) -> Option<Value> {
    numeral(value).map(|x| Value::Number(f(x)))
}

impl Pattern {
    /// An operation with a constant.
    #[must_use]
    pub fn with_constant(&self, op: Op, x: f64) -> Pattern {
        self.combine(op, Align::In, &Pattern::number(x))
    }

    /// 0 to 1 becomes `low` to `high`.
    #[must_use]
    pub fn range(&self, low: f64, high: f64) -> Pattern {
        self.with_constant(Op::Mul, high - low).with_constant(Op::Add, low)
    }

    /// 0 to 1 becomes `low` to `high` along an exponential curve; both must be above zero.
    #[must_use]
    pub fn range_exponential(&self, low: f64, high: f64) -> Pattern {
        self.range(libm::log(low), libm::log(high))
            .map_values("exp", |value| with_number(value, libm::exp))
    }

    /// 0 to 1 becomes -1 to 1.
    #[must_use]
    pub fn to_bipolar(&self) -> Pattern {
        self.map_values("toBipolar", |value| with_number(value, |x| x * 2.0 - 1.0))
    }

    /// -1 to 1 becomes 0 to 1.
    #[must_use]
    pub fn from_bipolar(&self) -> Pattern {
        self.map_values("fromBipolar", |value| with_number(value, |x| (x + 1.0) / 2.0))
    }

    /// Whole numbers; halves go up.
    #[must_use]
    pub fn round(&self) -> Pattern {
        self.map_values("round", |value| with_number(value, |x| (x + 0.5).floor()))
    }

    /// The whole number that is not above.
    #[must_use]
    pub fn floor(&self) -> Pattern {
        self.map_values("floor", |value| with_number(value, f64::floor))
    }

    /// The whole number that is not below.
    #[must_use]
    pub fn ceil(&self) -> Pattern {
        self.map_values("ceil", |value| with_number(value, f64::ceil))
    }

    /// Words that are numbers or notes become numbers.
    #[must_use]
    pub fn as_number(&self) -> Pattern {
        self.map_values("asNumber", |value| with_number(value, |x| x))
    }

    /// The list `3:2` becomes the number 1.5.
    #[must_use]
    pub fn ratio(&self) -> Pattern {
        self.map_values("ratio", |value| match value {
            Value::List(list) => {
                let mut numbers = list.iter().map(numeral);
                let first = numbers.next()??;
                let divided = numbers.try_fold(first, |x, by| Some(x / by?))?;
                Some(Value::Number(divided))
            }
            other => Some(other.clone()),
        })
    }

    /// Yes becomes no.
    #[must_use]
    pub fn invert(&self) -> Pattern {
        self.map_values("invert", |value| Some(Value::Bool(!value.is_truthy())))
    }
}
