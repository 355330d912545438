//! A note on an instrument of recordings: what the recording's zone says, as far as the note does not.
//!
//! Which recording plays was decided before; the pitch of the note stays what it is.

use crate::control::Control;
use crate::samples::{MIDDLE, Zone};
use crate::schedule::Setting;

/// Completes the settings of a note.
pub(super) fn play(zone: &Zone, settings: &mut Vec<Setting>) {
    for &(control, value) in &zone.settings {
        if !has(settings, control) {
            settings.push(Setting { control, value: within(control, value) });
        }
    }
    multiply(settings, Control::Gain, zone.gain);
    let is_pitch = |setting: &Setting| matches!(setting.control, Control::Note | Control::Freq);
    match zone.root {
        None => settings.retain(|setting| !is_pitch(setting)),
        Some(_) if !settings.iter().any(is_pitch) => {
            settings.push(Setting { control: Control::Note, value: MIDDLE as f32 });
        }
        Some(_) => {}
    }
    multiply(settings, Control::Speed, zone.pace());
}

fn has(settings: &[Setting], control: Control) -> bool {
    settings.iter().any(|setting| setting.control == control)
}

fn multiply(settings: &mut Vec<Setting>, control: Control, factor: f64) {
    if factor == 1.0 {
        return;
    }
    match settings.iter_mut().find(|setting| setting.control == control) {
        Some(setting) => setting.value = within(control, f64::from(setting.value) * factor),
        None => {
            let value = within(control, control.info().default * factor);
            settings.push(Setting { control, value });
        }
    }
}

fn within(control: Control, value: f64) -> f32 {
    let info = control.info();
    if value.is_finite() { value.clamp(info.min, info.max) as f32 } else { info.default as f32 }
}
