//! The controls of each modulator. Names only.

use crate::control::Control;
use crate::engine::kernel::env::Shape;

/// The controls of one modulator.
pub(super) struct Knobs {
    pub(super) depth: Control,
    pub(super) ratio: Control,
    pub(super) curve: Control,
    pub(super) wave: Control,
    pub(super) shape: Shape,
}

/// Those of all eight, the first being the one that moves the oscillator.
#[rustfmt::skip]
pub(super) const KNOBS: [Knobs; 8] = [
    Knobs {
        depth: Control::Fmi,
        ratio: Control::Fmh,
        curve: Control::Fmenv,
        wave: Control::Fmwave,
        shape: [Control::Fmattack, Control::Fmdecay, Control::Fmsustain, Control::Fmrelease],
    },
    Knobs {
        depth: Control::Fmi2,
        ratio: Control::Fmh2,
        curve: Control::Fmenv2,
        wave: Control::Fmwave2,
        shape: [Control::Fmattack2, Control::Fmdecay2, Control::Fmsustain2, Control::Fmrelease2],
    },
    Knobs {
        depth: Control::Fmi3,
        ratio: Control::Fmh3,
        curve: Control::Fmenv3,
        wave: Control::Fmwave3,
        shape: [Control::Fmattack3, Control::Fmdecay3, Control::Fmsustain3, Control::Fmrelease3],
    },
    Knobs {
        depth: Control::Fmi4,
        ratio: Control::Fmh4,
        curve: Control::Fmenv4,
        wave: Control::Fmwave4,
        shape: [Control::Fmattack4, Control::Fmdecay4, Control::Fmsustain4, Control::Fmrelease4],
    },
    Knobs {
        depth: Control::Fmi5,
        ratio: Control::Fmh5,
        curve: Control::Fmenv5,
        wave: Control::Fmwave5,
        shape: [Control::Fmattack5, Control::Fmdecay5, Control::Fmsustain5, Control::Fmrelease5],
    },
    Knobs {
        depth: Control::Fmi6,
        ratio: Control::Fmh6,
        curve: Control::Fmenv6,
        wave: Control::Fmwave6,
        shape: [Control::Fmattack6, Control::Fmdecay6, Control::Fmsustain6, Control::Fmrelease6],
    },
    Knobs {
        depth: Control::Fmi7,
        ratio: Control::Fmh7,
        curve: Control::Fmenv7,
        wave: Control::Fmwave7,
        shape: [Control::Fmattack7, Control::Fmdecay7, Control::Fmsustain7, Control::Fmrelease7],
    },
    Knobs {
        depth: Control::Fmi8,
        ratio: Control::Fmh8,
        curve: Control::Fmenv8,
        wave: Control::Fmwave8,
        shape: [Control::Fmattack8, Control::Fmdecay8, Control::Fmsustain8, Control::Fmrelease8],
    },
];
