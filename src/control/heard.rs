//! Which controls the built-in engine makes heard, so that the others can say that they are not.
//!
//! A list of names only: `tests/controls.rs` compares it with what the engine and the conductor read.

use super::{Control, ControlGroup};

/// Controls that change what is heard.
pub const HEARD: &[Control] = {
    use super::Control::*;
    &[
        S,
        N,
        Bank,
        Note,
        Midinote,
        Freq,
        Octave,
        Gain,
        Velocity,
        Postgain,
        Pan,
        Fmi,
        Fmh,
        Fmattack,
        Fmdecay,
        Fmsustain,
        Fmrelease,
        Pw,
        Pwrate,
        Pwsweep,
        Unison,
        Detune,
        Spread,
        Density,
        Tone,
        Snap,
        Strike,
        Vowel,
        Coarse,
        Crush,
        Shape,
        Shapevol,
        Distort,
        Distortvol,
        Distorttype,
        Tremolo,
        Tremolorate,
        Tremolosync,
        Tremolodepth,
        Tremoloskew,
        Tremolophase,
        Tremoloshape,
        Attack,
        Decay,
        Sustain,
        Release,
        Penv,
        Pattack,
        Pdecay,
        Psustain,
        Prelease,
        Panchor,
        Vib,
        Vibmod,
        Cutoff,
        Resonance,
        Lpenv,
        Lpattack,
        Lpdecay,
        Lpsustain,
        Lprelease,
        Hcutoff,
        Hresonance,
        Hpenv,
        Hpattack,
        Hpdecay,
        Hpsustain,
        Hprelease,
        Bandf,
        Bandq,
        Bpenv,
        Bpattack,
        Bpdecay,
        Bpsustain,
        Bprelease,
        Ftype,
        Fanchor,
        Begin,
        End,
        Speed,
        Unit,
        Loop,
        LoopBegin,
        LoopEnd,
        Cut,
        Clip,
        Duration,
        Nudge,
        Cps,
        Delay,
        Delaytime,
        Delayfeedback,
        Delaysync,
        Lock,
        Room,
        Size,
        Roomsize,
        Roomlp,
        Roomdim,
    ]
};

/// Controls that have become notes before anything sounds.
const MEANT_FOR_NOTES: &[Control] = {
    use super::Control::*;
    &[Chord, Dictionary, Anchor, Mode, Offset, Octaves, I]
};

impl Control {
    /// True if setting it does something here: it is heard, seen, or chooses notes.
    pub fn has_effect(self) -> bool {
        self.info().group == ControlGroup::Display
            || HEARD.contains(&self)
            || MEANT_FOR_NOTES.contains(&self)
    }
}
