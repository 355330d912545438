//! Control maps that were put together before: patterns repeat themselves, so the same two maps meet
//! again and again, and a second meeting need not allocate.
//!
//! What two maps become is decided in `arith`; a forgotten result is only worked out again.

use std::cell::RefCell;

use super::arith::Op;
use super::value::{Controls, Value};

/// In how many rows results are kept on each thread; a power of two.
const ROWS: usize = 256;

/// How many results are kept in a row, the newest first.
const KEPT: usize = 4;

/// Two maps and what they became. Holding them keeps their addresses from being used again.
struct Merged {
    op: &'static str,
    left: Controls,
    right: Controls,
    both: Controls,
}

thread_local! {
    static MERGED: RefCell<Vec<[Option<Merged>; KEPT]>> = const { RefCell::new(Vec::new()) };
}

impl Op {
    /// What two control maps become.
    pub(super) fn merged(self, left: &Controls, right: &Controls) -> Option<Controls> {
        if left.is_shared() && right.is_shared() {
            self.kept(left, right)
        } else {
            self.merge(left, right)
        }
    }

    /// The value of two, of which one is a constant of a pattern: it stays, though nobody else has it.
    pub(super) fn apply_constant(self, left: &Value, right: &Value) -> Option<Value> {
        match (self, left, right) {
            (Op::KeepIf | Op::Other(..), ..) => self.apply(left, right),
            (_, Value::Controls(a), Value::Controls(b)) if a.is_shared() || b.is_shared() => {
                self.kept(a, b).map(Value::Controls)
            }
            _ => self.apply(left, right),
        }
    }

    fn kept(self, left: &Controls, right: &Controls) -> Option<Controls> {
        let row = row(left.address() as u64, right.address() as u64);
        let same = |known: &&Merged| {
            known.left.address() == left.address()
                && known.right.address() == right.address()
                && known.op == self.name()
        };
        let known = MERGED.with_borrow(|rows| {
            rows.get(row)?.iter().flatten().find(same).map(|known| known.both.clone())
        });
        if known.is_some() {
            return known;
        }
        let both = self.merge(left, right)?;
        let (left, right) = (left.clone(), right.clone());
        let new = Merged { op: self.name(), left, right, both: both.clone() };
        MERGED.with_borrow_mut(|rows| {
            if rows.is_empty() {
                rows.resize_with(ROWS, Default::default);
            }
            rows[row].rotate_right(1);
            rows[row][0].replace(new)
        });
        Some(both)
    }
}

/// In which row the result for two addresses is kept.
fn row(left: u64, right: u64) -> usize {
    let mixed = (left.rotate_left(7) ^ right).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 48) as usize & (ROWS - 1)
}
