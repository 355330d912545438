//! The sound parameters that a pattern can set on an event, one row each.
//!
//! Rows give names, aliases, units, ranges, defaults and documentation; from them come the script's
//! methods, the reference, completion and range checks. What a control sounds like is the engine's
//! business.

/// What a control's value is measured in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// A word: a sound, a bank, a vowel.
    Name,
    /// A note name, or semitones counted so that 60 is c4.
    Note,
    /// A factor on amplitude; 1 changes nothing.
    Amp,
    /// Cycles a second.
    Hertz,
    /// Seconds.
    Seconds,
    /// Musical cycles.
    Cycles,
    /// A part of something, mostly 0 to 1.
    Ratio,
    /// Semitones up or down.
    Semitones,
    /// Octaves up or down.
    Octaves,
    /// Decibels.
    Decibels,
    /// A whole number.
    Count,
    /// Yes (1) or no (0).
    Switch,
}

/// One row of the table.
#[derive(Debug)]
pub struct ControlInfo {
    /// The name under which its value is written into an event.
    pub name: &'static str,
    /// Other names that scripts may use.
    pub aliases: &'static [&'static str],
    /// What its value is measured in.
    pub unit: Unit,
    /// The least value it takes; less is clamped, with a warning.
    pub min: f64,
    /// The greatest value it takes; more is clamped, with a warning.
    pub max: f64,
    /// What holds while it is not set.
    pub default: f64,
    /// One sentence, and more if it helps.
    pub doc: &'static str,
}

macro_rules! controls {
    ($($(#[doc = $doc:literal])+ $id:ident $name:literal $($alias:literal)* :
        $unit:ident in $min:literal ..= $max:literal, default $default:literal;)+) => {
        /// A sound parameter that a pattern can set on an event.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u16)]
        pub enum Control { $($(#[doc = $doc])+ $id,)+ }

        /// One row for each [`Control`], in the order of the enum.
        pub const CONTROLS: &[ControlInfo] = &[$(ControlInfo {
            name: $name, aliases: &[$($alias),*], unit: Unit::$unit,
            min: $min as f64, max: $max as f64, default: $default as f64,
            doc: concat!($($doc, "\n"),+),
        },)+];

        /// Every [`Control`], in the order of the table.
        pub const ALL: &[Control] = &[$(Control::$id,)+];
    };
}

controls! {
    /// Sound or sample folder to play.
    S "s" "sound": Name in 0 ..= 0, default 0;
    /// Number of the sample in its folder, degree of a scale, or note of a synth that has no note.
    N "n": Count in -10000 ..= 10000, default 0;
    /// Pitch, by note name or number.
    Note "note" "up": Note in -128 ..= 256, default 60;
    /// Pitch in hertz; goes before note.
    Freq "freq": Hertz in 0.01 ..= 20000, default 261.6255653;
    /// Prefix of the sound's name, usually a drum machine.
    Bank "bank": Name in 0 ..= 0, default 0;
    /// Loudness of the event, before the effects of its bus.
    Gain "gain": Amp in 0 ..= 4, default 1;
    /// Where between left and right.
    Pan "pan": Ratio in 0 ..= 1, default 0.5;
    /// Cutoff frequency of the low-pass filter; unset means no filter.
    Cutoff "cutoff" "ctf" "lpf" "lp": Hertz in 10 ..= 20000, default 20000;
    /// How hard the note is played; multiplied with gain.
    Velocity "velocity" "vel": Amp in 0 ..= 2, default 1;
    /// Loudness after the filters and shapers.
    Postgain "postgain": Amp in 0 ..= 4, default 1;
    /// Seconds from silence to full loudness.
    Attack "attack" "att": Seconds in 0 ..= 60, default 0.001;
    /// Seconds from full loudness to the sustain level.
    Decay "decay" "dec": Seconds in 0 ..= 60, default 0.05;
    /// Level that is held.
    Sustain "sustain" "sus": Ratio in 0 ..= 1, default 0.6;
    /// Seconds from the end of the note to silence.
    Release "release" "rel": Seconds in 0 ..= 60, default 0.01;
    /// Resonance of the low-pass filter.
    Resonance "resonance" "lpq": Ratio in 0 ..= 50, default 1;
    /// Cutoff frequency of the high-pass filter.
    Hcutoff "hcutoff" "hpf" "hp": Hertz in 10 ..= 20000, default 10;
    /// Resonance of the high-pass filter.
    Hresonance "hresonance" "hpq": Ratio in 0 ..= 50, default 1;
    /// Centre frequency of the band-pass filter.
    Bandf "bandf" "bpf" "bp": Hertz in 10 ..= 20000, default 1000;
    /// Resonance of the band-pass filter.
    Bandq "bandq" "bpq": Ratio in 0 ..= 50, default 1;
    /// Slope of the filters.
    Ftype "ftype": Name in 0 ..= 0, default 0;
    /// Where the filter envelopes start from.
    Fanchor "fanchor": Ratio in 0 ..= 1, default 0;
    /// Choke group.
    Cut "cut": Count in -1000 ..= 1000, default 0;
    /// Length as a part of the event.
    Clip "clip" "legato": Ratio in 0 ..= 1000, default 1;
    /// Where in the sample to begin.
    Begin "begin": Ratio in 0 ..= 1, default 0;
    /// Where in the sample to end.
    End "end": Ratio in 0 ..= 1, default 1;
    /// Playing speed of the sample.
    Speed "speed": Ratio in -64 ..= 64, default 1;
    /// Whether the sample loops.
    Loop "loop": Count in 0 ..= 1000, default 0;
    /// Where the loop begins.
    LoopBegin "loopBegin" "loopb": Ratio in 0 ..= 1, default 0;
    /// Where the loop ends.
    LoopEnd "loopEnd" "loope": Ratio in 0 ..= 1, default 1;
    /// Level into the delay.
    Delay "delay": Amp in 0 ..= 2, default 0;
    /// Level into the reverb.
    Room "room": Amp in 0 ..= 4, default 0;
    /// Pitch envelope in semitones.
    Penv "penv": Semitones in -96 ..= 96, default 0;
    /// Pitch envelope's attack.
    Pattack "pattack" "patt": Seconds in 0 ..= 60, default 0.2;
    /// Pitch envelope's decay.
    Pdecay "pdecay" "pdec": Seconds in 0 ..= 60, default 0.2;
    /// Pitch envelope's sustain.
    Psustain "psustain" "psus": Ratio in 0 ..= 1, default 0;
    /// Pitch envelope's release.
    Prelease "prelease" "prel": Seconds in 0 ..= 60, default 0.001;
    /// Where the pitch envelope starts from.
    Panchor "panchor": Ratio in 0 ..= 1, default 0;
    /// Vibrato in hertz.
    Vib "vib" "vibrato" "v": Hertz in 0 ..= 100, default 0;
    /// Vibrato depth.
    Vibmod "vibmod" "vmod": Semitones in 0 ..= 48, default 0.5;
    /// Depth of the low-pass envelope.
    Lpenv "lpenv" "lpe": Octaves in -16 ..= 16, default 0;
    /// Attack of the low-pass envelope.
    Lpattack "lpattack" "lpa": Seconds in 0 ..= 60, default 0.005;
    /// Decay of the low-pass envelope.
    Lpdecay "lpdecay" "lpd": Seconds in 0 ..= 60, default 0.14;
    /// Sustain of the low-pass envelope.
    Lpsustain "lpsustain" "lps": Ratio in 0 ..= 1, default 0;
    /// Release of the low-pass envelope.
    Lprelease "lprelease" "lpr": Seconds in 0 ..= 60, default 0.1;
    /// Depth of the high-pass envelope.
    Hpenv "hpenv" "hpe": Octaves in -16 ..= 16, default 0;
    /// Attack of the high-pass envelope.
    Hpattack "hpattack" "hpa": Seconds in 0 ..= 60, default 0.005;
    /// Decay of the high-pass envelope.
    Hpdecay "hpdecay" "hpd": Seconds in 0 ..= 60, default 0.14;
    /// Sustain of the high-pass envelope.
    Hpsustain "hpsustain" "hps": Ratio in 0 ..= 1, default 0;
    /// Release of the high-pass envelope.
    Hprelease "hprelease" "hpr": Seconds in 0 ..= 60, default 0.1;
    /// Depth of the band-pass envelope.
    Bpenv "bpenv" "bpe": Octaves in -16 ..= 16, default 0;
    /// Attack of the band-pass envelope.
    Bpattack "bpattack" "bpa": Seconds in 0 ..= 60, default 0.005;
    /// Decay of the band-pass envelope.
    Bpdecay "bpdecay" "bpd": Seconds in 0 ..= 60, default 0.14;
    /// Sustain of the band-pass envelope.
    Bpsustain "bpsustain" "bps": Ratio in 0 ..= 1, default 0;
    /// Release of the band-pass envelope.
    Bprelease "bprelease" "bpr": Seconds in 0 ..= 60, default 0.1;
    /// Time between echoes.
    Delaytime "delaytime" "delayt" "dt": Seconds in 0 ..= 10, default 0.25;
    /// How much of each echo echoes again.
    Delayfeedback "delayfeedback" "delayfb" "dfb": Ratio in 0 ..= 0.98, default 0.5;
    /// Time between echoes in cycles.
    Delaysync "delaysync": Cycles in 0 ..= 16, default 0.1875;
    /// Counts the delay time in cycles.
    Lock "lock": Switch in 0 ..= 1, default 0;
    /// Size of the room.
    Roomsize "roomsize" "rsize" "sz": Ratio in 0 ..= 20, default 2;
    /// Size of the room as the second number of a room list.
    Size "size": Ratio in 0 ..= 20, default 2;
    /// Low-pass of the reverb at its start.
    Roomlp "roomlp" "rlp": Hertz in 10 ..= 20000, default 15000;
    /// Low-pass of the reverb where it has faded by 60 decibels.
    Roomdim "roomdim" "rdim": Hertz in 10 ..= 20000, default 1000;
}

impl Control {
    /// Its row.
    pub const fn info(self) -> &'static ControlInfo {
        &CONTROLS[self as usize]
    }

    /// The control of that name or alias.
    pub fn named(name: &str) -> Option<Control> {
        use std::collections::HashMap;
        use std::sync::LazyLock;
        static NAMES: LazyLock<HashMap<&'static str, Control>> = LazyLock::new(|| {
            let row = |c: &Control| {
                let info = c.info();
                std::iter::once(info.name)
                    .chain(info.aliases.iter().copied())
                    .map(|n| (n, *c))
                    .collect::<Vec<_>>()
            };
            ALL.iter().flat_map(row).collect()
        });
        NAMES.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_each_of_its_names() {
        for &control in ALL {
            let info = control.info();
            for name in std::iter::once(&info.name).chain(info.aliases) {
                assert_eq!(Control::named(name), Some(control), "{name} names two controls");
            }
            assert!(info.min <= info.max, "{}", info.name);
        }
    }
}
