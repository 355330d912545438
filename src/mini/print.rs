//! From tree to text: what was written, in the one way in which we would write it.
//!
//! Reading the text again gives the same tree. How the player wrote it is not kept.

use std::fmt::{Display, Formatter, Result};

use super::ast::{Amount, Euclid, Item, Layers, Op, Sequence, Step};
use crate::time::Time;

impl Display for Layers {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Layers::Stack(all) => divided(f, all, ", "),
            Layers::Choice(all, _) => divided(f, all, " | "),
            Layers::Feet(all) => divided(f, all, " . "),
        }
    }
}

impl Display for Sequence {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        divided(f, &self.steps, " ")
    }
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}", self.item)?;
        for op in &self.ops {
            write!(f, "{op}")?;
        }
        // Copies make a step as long as there are of them; `@` adds to that.
        let more = self.weight - self.copies() + Time::ONE;
        if more == Time::ONE { Ok(()) } else { write!(f, "@{}", more.to_f64()) }
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Item::Rest => f.write_str("~"),
            Item::Number(x) => write!(f, "{x}"),
            Item::Word(word) => f.write_str(word.as_str()),
            Item::Group(layers) => write!(f, "[{layers}]"),
            Item::Turns(all) => {
                f.write_str("<")?;
                divided(f, all, ", ")?;
                f.write_str(">")
            }
            Item::Polymeter(all, pace) => {
                f.write_str("{")?;
                divided(f, all, ", ")?;
                f.write_str("}")?;
                pace.iter().try_for_each(|pace| write!(f, "%{pace}"))
            }
        }
    }
}

impl Display for Op {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Op::Fast(by) => write!(f, "*{by}"),
            Op::Slow(by) => write!(f, "/{by}"),
            Op::Replicate(copies) => write!(f, "!{}", copies.to_f64()),
            Op::Degrade(amount, _) if *amount == 0.5 => f.write_str("?"),
            Op::Degrade(amount, _) => write!(f, "?{amount}"),
            Op::Tail(tail) => write!(f, ":{tail}"),
            Op::Range(end) => write!(f, " .. {end}"),
            Op::Euclid(euclid) => write!(f, "{euclid}"),
        }
    }
}

impl Display for Amount {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Amount::Number(x) => write!(f, "{x}"),
            Amount::Pattern(step) => write!(f, "{step}"),
        }
    }
}

impl Display for Euclid {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "({},{}", self.onsets, self.steps)?;
        self.rotation.iter().try_for_each(|rotation| write!(f, ",{rotation}"))?;
        f.write_str(")")
    }
}

fn divided(f: &mut Formatter<'_>, all: &[impl Display], sign: &str) -> Result {
    all.iter().enumerate().try_for_each(|(i, one)| match i {
        0 => write!(f, "{one}"),
        _ => write!(f, "{sign}{one}"),
    })
}
