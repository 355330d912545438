//! What a filter is told: the controls of each kind, and how far its envelope moves the cutoff.
//!
//! It filters nothing.

use super::super::Settings;
use super::super::env::{Shape, Stages};
use super::super::lfo;
use super::super::math::{exp2, log2};
use crate::control::Control;

/// The controls of one filter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Panel {
    pub(super) cutoff: Control,
    pub(super) resonance: Control,
    depth: Control,
    shape: Shape,
    pub(super) wobble: lfo::Panel,
}

pub(super) const PANELS: [Panel; 3] = [
    Panel {
        cutoff: Control::Cutoff,
        resonance: Control::Resonance,
        depth: Control::Lpenv,
        shape: [Control::Lpattack, Control::Lpdecay, Control::Lpsustain, Control::Lprelease],
        wobble: lfo::Panel {
            rate: Control::Lprate,
            depth: Control::Lpdepth,
            hertz: Control::Lpdepthfrequency,
            shape: Control::Lpshape,
            dc: Control::Lpdc,
            skew: Control::Lpskew,
        },
    },
    Panel {
        cutoff: Control::Hcutoff,
        resonance: Control::Hresonance,
        depth: Control::Hpenv,
        shape: [Control::Hpattack, Control::Hpdecay, Control::Hpsustain, Control::Hprelease],
        wobble: lfo::Panel {
            rate: Control::Hprate,
            depth: Control::Hpdepth,
            hertz: Control::Hpdepthfrequency,
            shape: Control::Hpshape,
            dc: Control::Hpdc,
            skew: Control::Hpskew,
        },
    },
    Panel {
        cutoff: Control::Bandf,
        resonance: Control::Bandq,
        depth: Control::Bpenv,
        shape: [Control::Bpattack, Control::Bpdecay, Control::Bpsustain, Control::Bprelease],
        wobble: lfo::Panel {
            rate: Control::Bprate,
            depth: Control::Bpdepth,
            hertz: Control::Bpdepthfrequency,
            shape: Control::Bpshape,
            dc: Control::Bpdc,
            skew: Control::Bpskew,
        },
    },
];

/// How an envelope moves a cutoff.
pub(super) struct Sweep {
    pub(super) octave: f32,
    pub(super) depth: f32,
    pub(super) stages: Stages,
}

impl Sweep {
    /// From the settings: any control of the envelope brings it to life, with a depth of one octave
    /// if none is set. `fanchor` says which part of the way lies below the cutoff.
    pub(super) fn new(settings: &Settings<'_>, panel: &Panel, octave: f32, rate: f32) -> Sweep {
        let stages = Stages::set(settings, panel.shape, rate);
        let depth = settings.get(panel.depth);
        if stages.is_none() && depth.is_none() {
            let stages = Stages::from_seconds(0.0, 0.0, 1.0, 1.0, rate);
            return Sweep { octave, depth: 0.0, stages };
        }
        let mut stages =
            stages.unwrap_or_else(|| Stages::from_seconds(0.005, 0.14, 0.0, 0.1, rate));
        let depth = depth.unwrap_or(1.0);
        let bottom = octave - depth.abs() * settings.value(Control::Fanchor);
        // Sustain is a part of the way in hertz, the envelope moves in octaves.
        let way = exp2(depth.abs().min(16.0)) - 1.0;
        if way > 0.0 {
            let part = if depth < 0.0 { 1.0 - stages.sustain } else { stages.sustain };
            let share = log2(1.0 + part * way) / depth.abs();
            stages.sustain = if depth < 0.0 { 1.0 - share } else { share };
        }
        let octave = if depth < 0.0 { bottom + depth.abs() } else { bottom };
        Sweep { octave, depth, stages }
    }
}
