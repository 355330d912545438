//! The stages that sound passes on a bus, and their order.
//!
//! Names and places only; what a stage does is the rack's business.

/// A stage of a bus.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Stage {
    /// Phaser, chorus, flanger, rotating speaker.
    Modulation,
    /// Echoes come in.
    Echo,
    /// The room comes in.
    Room,
    /// Four bands.
    Equaliser,
    /// The filter with one knob.
    Djf,
    /// The compressor.
    Compressor,
    /// Width.
    Width,
}

impl Stage {
    /// All stages, in their usual order.
    pub const ALL: [Stage; 7] = [
        Stage::Modulation,
        Stage::Echo,
        Stage::Room,
        Stage::Equaliser,
        Stage::Djf,
        Stage::Compressor,
        Stage::Width,
    ];

    /// Its name in scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Modulation => "mod",
            Stage::Echo => "echo",
            Stage::Room => "room",
            Stage::Equaliser => "eq",
            Stage::Djf => "djf",
            Stage::Compressor => "comp",
            Stage::Width => "width",
        }
    }

    /// The stage of a name.
    pub fn named(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// An order of all stages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order([Stage; Stage::ALL.len()]);

impl Order {
    /// As it is if nobody says otherwise.
    pub const USUAL: Order = Order(Stage::ALL);

    /// The usual order, in which the places of these stages are dealt out anew among them.
    pub fn with(stages: &[Stage]) -> Order {
        let mut order = Order::USUAL;
        let mut stages = stages.to_vec();
        let mut seen = Vec::new();
        stages.retain(|stage| {
            !seen.contains(stage) && {
                seen.push(*stage);
                true
            }
        });
        let mut next = stages.iter();
        for place in order.0.iter_mut().filter(|stage| stages.contains(stage)) {
            *place = *next.next().unwrap_or(place);
        }
        order
    }

    /// The order as a whole number that a float holds exactly: three bits a stage.
    pub fn as_number(self) -> f32 {
        self.0.iter().rev().fold(0, |number: u32, stage| number << 3 | *stage as u32) as f32
    }

    /// The order of such a number; the usual one if it is none.
    pub(super) fn of_number(number: f32) -> Order {
        let number = number as u32;
        let at = |i: usize| Stage::ALL.get((number >> (3 * i) & 7) as usize).copied();
        let stages = std::array::from_fn(|i| at(i).unwrap_or(Stage::Width));
        let whole = Stage::ALL.iter().all(|stage| stages.contains(stage));
        if whole { Order(stages) } else { Order::USUAL }
    }

    /// Its stages.
    pub(super) fn stages(self) -> [Stage; Stage::ALL.len()] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_change_places_among_themselves() {
        let order = Order::with(&[Stage::Compressor, Stage::Equaliser]);
        let names = order.stages().map(Stage::name);
        assert_eq!(names, ["mod", "echo", "room", "comp", "djf", "eq", "width"]);
        assert_eq!(Order::with(&[Stage::Djf, Stage::Djf]), Order::USUAL);
    }

    #[test]
    fn an_order_survives_as_a_number() {
        for stages in [&[][..], &[Stage::Width, Stage::Modulation], &[Stage::Djf, Stage::Echo]] {
            let order = Order::with(stages);
            assert_eq!(Order::of_number(order.as_number()), order);
        }
        for bad in [f32::NAN, -1.0, 0.0, 1e30, 16_777_215.0] {
            assert_eq!(Order::of_number(bad), Order::USUAL);
        }
    }
}
