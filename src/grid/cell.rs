//! One step of a row: which character stands for what.
//!
//! The table is read in both directions, so that what is printed can be read again.

use crate::pattern::Value;

/// How hard an accent is struck, compared with a plain hit.
pub(super) const ACCENT: f64 = 1.3;

/// How hard a soft hit is struck.
pub(super) const SOFT: f64 = 0.5;

/// What a step is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Cell {
    Rest,
    /// The step before goes on.
    Tie,
    Hit(Hit),
}

/// Something that sounds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Hit {
    /// How hard; `None` writes no velocity at all.
    pub(super) velocity: Option<f64>,
    /// How many times within the step.
    pub(super) times: u8,
    /// Whether chance may leave it out.
    pub(super) maybe: bool,
}

impl Hit {
    const PLAIN: Hit = Hit { velocity: None, times: 1, maybe: false };

    /// The letter that is written for it, if there is one: that of the nearest velocity. Also whether
    /// it says just what it is.
    pub(super) fn letter(times: u8, velocity: Option<&Value>) -> Option<(char, bool)> {
        let wanted = velocity.map_or(Some(1.0), Value::as_number).filter(|x| !x.is_nan());
        let away = |hit: Hit| (hit.velocity.unwrap_or(1.0) - wanted.unwrap_or(1.0)).abs();
        let fits = |letter: char| match Cell::of(letter) {
            Some(Cell::Hit(hit)) if !hit.maybe && hit.times == times => Some((letter, away(hit))),
            _ => None,
        };
        let near = "xXo123456789rRtTqQ".chars().filter_map(fits);
        let (letter, away) = near.min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        Some((letter, wanted.is_some() && away == 0.0))
    }
}

impl Cell {
    /// What a letter stands for.
    pub(super) fn of(letter: char) -> Option<Cell> {
        let roll = |times, velocity| Some(Cell::Hit(Hit { times, velocity, ..Hit::PLAIN }));
        match letter {
            '.' | '-' | '~' => Some(Cell::Rest),
            '_' => Some(Cell::Tie),
            'x' => roll(1, None),
            'X' => roll(1, Some(ACCENT)),
            'o' => roll(1, Some(SOFT)),
            '1'..='9' => roll(1, Some(f64::from(letter as u32 - '0' as u32) / 10.0)),
            'r' => roll(2, None),
            'R' => roll(2, Some(ACCENT)),
            't' => roll(3, None),
            'T' => roll(3, Some(ACCENT)),
            'q' => roll(4, None),
            'Q' => roll(4, Some(ACCENT)),
            '?' => Some(Cell::Hit(Hit { maybe: true, ..Hit::PLAIN })),
            _ => None,
        }
    }
}
