//! Frequency modulation: eight modulators with an envelope each.
//!
//! Only names and ranges stand here, not what a modulator does.

macro_rules! rows {
    ($($before:tt)*) => { external::rows! {
$($before)*
Fm {
    /// How much the modulator bends the carrier; a list gives depth and ratio.
    Fmi "fmi" "fm" "fm1" "fmi1": Factor in 0 ..= 128, default 0, list Fmh;
    /// The modulator's frequency as a multiple of the note; a list gives ratio and depth.
    Fmh "fmh" "fmh1": Factor in 0 ..= 128, default 1, list Fmi;
    /// Curve of the modulator's envelope: lin or exp.
    Fmenv "fmenv" "fmenv1": Name in 0 ..= 0, default 0;
    /// Rise of the modulator's envelope.
    Fmattack "fmattack" "fmatt" "fmattack1": Seconds in 0 ..= 60, default 0;
    /// Fall of the modulator's envelope to its sustain.
    Fmdecay "fmdecay" "fmdec" "fmdecay1": Seconds in 0 ..= 60, default 0.1;
    /// Where the modulator's envelope stays while the note is held.
    Fmsustain "fmsustain" "fmsus" "fmsustain1": Ratio in 0 ..= 1, default 1;
    /// Return of the modulator's envelope after the note.
    Fmrelease "fmrelease" "fmrel" "fmrelease1": Seconds in 0 ..= 60, default 0.05;
    /// Wave of the modulator: sine, triangle, sawtooth, square or white.
    Fmwave "fmwave" "fmwave1": Name in 0 ..= 0, default 0;
    /// How much the second modulator bends the first.
    Fmi2 "fmi2" "fm2": Factor in 0 ..= 128, default 0, list Fmh2;
    /// The second modulator's frequency as a multiple of the note.
    Fmh2 "fmh2": Factor in 0 ..= 128, default 1, list Fmi2;
    /// Curve of the second modulator's envelope: lin or exp.
    Fmenv2 "fmenv2": Name in 0 ..= 0, default 0;
    /// Rise of the second modulator's envelope.
    Fmattack2 "fmattack2" "fmatt2": Seconds in 0 ..= 60, default 0;
    /// Fall of the second modulator's envelope to its sustain.
    Fmdecay2 "fmdecay2" "fmdec2": Seconds in 0 ..= 60, default 0.1;
    /// Where the second modulator's envelope stays while the note is held.
    Fmsustain2 "fmsustain2" "fmsus2": Ratio in 0 ..= 1, default 1;
    /// Return of the second modulator's envelope after the note.
    Fmrelease2 "fmrelease2" "fmrel2": Seconds in 0 ..= 60, default 0.05;
    /// Wave of the second modulator: sine, triangle, sawtooth, square or white.
    Fmwave2 "fmwave2": Name in 0 ..= 0, default 0;
    /// How much the third modulator bends the second.
    Fmi3 "fmi3" "fm3": Factor in 0 ..= 128, default 0, list Fmh3;
    /// The third modulator's frequency as a multiple of the note.
    Fmh3 "fmh3": Factor in 0 ..= 128, default 1, list Fmi3;
    /// Curve of the third modulator's envelope: lin or exp.
    Fmenv3 "fmenv3": Name in 0 ..= 0, default 0;
    /// Rise of the third modulator's envelope.
    Fmattack3 "fmattack3" "fmatt3": Seconds in 0 ..= 60, default 0;
    /// Fall of the third modulator's envelope to its sustain.
    Fmdecay3 "fmdecay3" "fmdec3": Seconds in 0 ..= 60, default 0.1;
    /// Where the third modulator's envelope stays while the note is held.
    Fmsustain3 "fmsustain3" "fmsus3": Ratio in 0 ..= 1, default 1;
    /// Return of the third modulator's envelope after the note.
    Fmrelease3 "fmrelease3" "fmrel3": Seconds in 0 ..= 60, default 0.05;
    /// Wave of the third modulator: sine, triangle, sawtooth, square or white.
    Fmwave3 "fmwave3": Name in 0 ..= 0, default 0;
    /// How much the fourth modulator bends the third.
    Fmi4 "fmi4" "fm4": Factor in 0 ..= 128, default 0, list Fmh4;
    /// The fourth modulator's frequency as a multiple of the note.
    Fmh4 "fmh4": Factor in 0 ..= 128, default 1, list Fmi4;
    /// Curve of the fourth modulator's envelope: lin or exp.
    Fmenv4 "fmenv4": Name in 0 ..= 0, default 0;
    /// Rise of the fourth modulator's envelope.
    Fmattack4 "fmattack4" "fmatt4": Seconds in 0 ..= 60, default 0;
    /// Fall of the fourth modulator's envelope to its sustain.
    Fmdecay4 "fmdecay4" "fmdec4": Seconds in 0 ..= 60, default 0.1;
    /// Where the fourth modulator's envelope stays while the note is held.
    Fmsustain4 "fmsustain4" "fmsus4": Ratio in 0 ..= 1, default 1;
    /// Return of the fourth modulator's envelope after the note.
    Fmrelease4 "fmrelease4" "fmrel4": Seconds in 0 ..= 60, default 0.05;
    /// Wave of the fourth modulator: sine, triangle, sawtooth, square or white.
    Fmwave4 "fmwave4": Name in 0 ..= 0, default 0;
    /// How much the fifth modulator bends the fourth.
    Fmi5 "fmi5" "fm5": Factor in 0 ..= 128, default 0, list Fmh5;
    /// The fifth modulator's frequency as a multiple of the note.
    Fmh5 "fmh5": Factor in 0 ..= 128, default 1, list Fmi5;
    /// Curve of the fifth modulator's envelope: lin or exp.
    Fmenv5 "fmenv5": Name in 0 ..= 0, default 0;
    /// Rise of the fifth modulator's envelope.
    Fmattack5 "fmattack5" "fmatt5": Seconds in 0 ..= 60, default 0;
    /// Fall of the fifth modulator's envelope to its sustain.
    Fmdecay5 "fmdecay5" "fmdec5": Seconds in 0 ..= 60, default 0.1;
    /// Where the fifth modulator's envelope stays while the note is held.
    Fmsustain5 "fmsustain5" "fmsus5": Ratio in 0 ..= 1, default 1;
    /// Return of the fifth modulator's envelope after the note.
    Fmrelease5 "fmrelease5" "fmrel5": Seconds in 0 ..= 60, default 0.05;
    /// Wave of the fifth modulator: sine, triangle, sawtooth, square or white.
    Fmwave5 "fmwave5": Name in 0 ..= 0, default 0;
    /// How much the sixth modulator bends the fifth.
    Fmi6 "fmi6" "fm6": Factor in 0 ..= 128, default 0, list Fmh6;
    /// The sixth modulator's frequency as a multiple of the note.
    Fmh6 "fmh6": Factor in 0 ..= 128, default 1, list Fmi6;
    /// Curve of the sixth modulator's envelope: lin or exp.
    Fmenv6 "fmenv6": Name in 0 ..= 0, default 0;
    /// Rise of the sixth modulator's envelope.
    Fmattack6 "fmattack6" "fmatt6": Seconds in 0 ..= 60, default 0;
    /// Fall of the sixth modulator's envelope to its sustain.
    Fmdecay6 "fmdecay6" "fmdec6": Seconds in 0 ..= 60, default 0.1;
    /// Where the sixth modulator's envelope stays while the note is held.
    Fmsustain6 "fmsustain6" "fmsus6": Ratio in 0 ..= 1, default 1;
    /// Return of the sixth modulator's envelope after the note.
    Fmrelease6 "fmrelease6" "fmrel6": Seconds in 0 ..= 60, default 0.05;
    /// Wave of the sixth modulator: sine, triangle, sawtooth, square or white.
    Fmwave6 "fmwave6": Name in 0 ..= 0, default 0;
    /// How much the seventh modulator bends the sixth.
    Fmi7 "fmi7" "fm7": Factor in 0 ..= 128, default 0, list Fmh7;
    /// The seventh modulator's frequency as a multiple of the note.
    Fmh7 "fmh7": Factor in 0 ..= 128, default 1, list Fmi7;
    /// Curve of the seventh modulator's envelope: lin or exp.
    Fmenv7 "fmenv7": Name in 0 ..= 0, default 0;
    /// Rise of the seventh modulator's envelope.
    Fmattack7 "fmattack7" "fmatt7": Seconds in 0 ..= 60, default 0;
    /// Fall of the seventh modulator's envelope to its sustain.
    Fmdecay7 "fmdecay7" "fmdec7": Seconds in 0 ..= 60, default 0.1;
    /// Where the seventh modulator's envelope stays while the note is held.
    Fmsustain7 "fmsustain7" "fmsus7": Ratio in 0 ..= 1, default 1;
    /// Return of the seventh modulator's envelope after the note.
    Fmrelease7 "fmrelease7" "fmrel7": Seconds in 0 ..= 60, default 0.05;
    /// Wave of the seventh modulator: sine, triangle, sawtooth, square or white.
    Fmwave7 "fmwave7": Name in 0 ..= 0, default 0;
    /// How much the eighth modulator bends the seventh.
    Fmi8 "fmi8" "fm8": Factor in 0 ..= 128, default 0, list Fmh8;
    /// The eighth modulator's frequency as a multiple of the note.
    Fmh8 "fmh8": Factor in 0 ..= 128, default 1, list Fmi8;
    /// Curve of the eighth modulator's envelope: lin or exp.
    Fmenv8 "fmenv8": Name in 0 ..= 0, default 0;
    /// Rise of the eighth modulator's envelope.
    Fmattack8 "fmattack8" "fmatt8": Seconds in 0 ..= 60, default 0;
    /// Fall of the eighth modulator's envelope to its sustain.
    Fmdecay8 "fmdecay8" "fmdec8": Seconds in 0 ..= 60, default 0.1;
    /// Where the eighth modulator's envelope stays while the note is held.
    Fmsustain8 "fmsustain8" "fmsus8": Ratio in 0 ..= 1, default 1;
    /// Return of the eighth modulator's envelope after the note.
    Fmrelease8 "fmrelease8" "fmrel8": Seconds in 0 ..= 60, default 0.05;
    /// Wave of the eighth modulator: sine, triangle, sawtooth, square or white.
    Fmwave8 "fmwave8": Name in 0 ..= 0, default 0;
}
} };
}
pub(super) use rows;
