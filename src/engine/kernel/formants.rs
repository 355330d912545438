//! A mouth for eight voices: five band-pass filters side by side that make a sound speak a vowel.
//!
//! Vowels do not move while a note sounds. What sings by itself needs none.

use super::Note;
use super::ensemble::{SUNG, VOWELS};
use super::math::{from_decibels, tan_fraction};
use crate::control::Control;
use crate::engine::lanes::{F8, Mask};

/// Filters of a vowel.
const FORMANTS: usize = VOWELS[0].len();
/// What is lost between the formants of a bright sound, and given back.
const MAKE_UP: f32 = 4.0;
/// A spoken formant is so much wider than a sung one.
const WIDER: f32 = 1.5;

/// One band-pass filter of each voice.
#[derive(Clone, Copy, Debug)]
struct Formant {
    coefficients: [F8; 3],
    level: F8,
    memory: [F8; 2],
}

/// Eight mouths.
#[derive(Clone, Debug)]
pub(crate) struct Formants {
    on: Mask,
    row: [Formant; FORMANTS],
}

impl Formants {
    /// Eight that are shut.
    pub(crate) fn new() -> Formants {
        let shut = Formant { coefficients: [F8::ZERO; 3], level: F8::ZERO, memory: [F8::ZERO; 2] };
        Formants { on: Mask::NONE, row: [shut; FORMANTS] }
    }

    /// Starts a note in a lane; it speaks if its vowel was set.
    pub(crate) fn start(&mut self, lane: usize, note: &Note<'_>) {
        self.stop(lane);
        let Some(word) = note.settings.get(Control::Vowel) else { return };
        self.on.set(lane, true);
        let vowel = &VOWELS[SUNG[(word as usize).min(SUNG.len() - 1)]];
        for (formant, &(hertz, decibels, width)) in self.row.iter_mut().zip(vowel) {
            let damping = WIDER * width / hertz;
            let angle = std::f32::consts::PI * hertz.min(0.45 * note.rate) / note.rate;
            let (top, bottom) = tan_fraction(angle);
            let tangent = top / bottom;
            let first = 1.0 / (1.0 + tangent * (tangent + damping));
            let second = tangent * first;
            for (coefficient, x) in
                formant.coefficients.iter_mut().zip([first, second, tangent * second])
            {
                coefficient.0[lane] = x;
            }
            formant.level.0[lane] = MAKE_UP * damping * from_decibels(decibels);
        }
    }

    /// Ends a lane's note.
    pub(crate) fn stop(&mut self, lane: usize) {
        self.on.set(lane, false);
        for formant in &mut self.row {
            let all = formant.coefficients.iter_mut().chain(&mut formant.memory);
            all.chain([&mut formant.level]).for_each(|x| x.0[lane] = 0.0);
        }
    }

    /// Whether any lane speaks.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn is_on(&self) -> bool {
        self.on.any()
    }

    /// Filters the next frames.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn process(&mut self, sound: &mut [F8]) {
        for x in sound {
            let entering = self.on.select(*x, F8::ZERO);
            let mut spoken = F8::ZERO;
            for formant in &mut self.row {
                let [a, b, c] = formant.coefficients;
                let [first, second] = formant.memory;
                let high = entering - second;
                let band = a * first + b * high;
                let low = second + (b * first + c * high);
                formant.memory = [band + band - first, low + low - second];
                spoken += band * formant.level;
            }
            *x = self.on.select(spoken, *x);
        }
    }

    /// Zero in each lane whose memory holds only numbers.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn health(&self) -> F8 {
        self.row
            .iter()
            .fold(F8::ZERO, |sum, formant| sum + (formant.memory[0] + formant.memory[1]) * 0.0)
    }
}
