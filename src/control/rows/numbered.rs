//! Names of other programs that are counted: operators, buttons, sliders.
//!
//! Carried to those programs, not heard in the built-in engine.

macro_rules! rows {
    ($($before:tt)*) => { super::controls! {
$($before)*
External {
    /// Level of the first operator of SuperDirt's FM synth.
    Amp1 "amp1": Amp in 0 ..= 4, default 1;
    /// Frequency of the first operator as a multiple of the note.
    Ratio1 "ratio1": Factor in 0 ..= 128, default 1;
    /// How far the first operator is out of tune.
    Detune1 "detune1": Hertz in -1000 ..= 1000, default 0;
    /// Level of the second operator of SuperDirt's FM synth.
    Amp2 "amp2": Amp in 0 ..= 4, default 1;
    /// Frequency of the second operator as a multiple of the note.
    Ratio2 "ratio2": Factor in 0 ..= 128, default 1;
    /// How far the second operator is out of tune.
    Detune2 "detune2": Hertz in -1000 ..= 1000, default 0;
    /// Level of the third operator of SuperDirt's FM synth.
    Amp3 "amp3": Amp in 0 ..= 4, default 1;
    /// Frequency of the third operator as a multiple of the note.
    Ratio3 "ratio3": Factor in 0 ..= 128, default 1;
    /// How far the third operator is out of tune.
    Detune3 "detune3": Hertz in -1000 ..= 1000, default 0;
    /// Level of the fourth operator of SuperDirt's FM synth.
    Amp4 "amp4": Amp in 0 ..= 4, default 1;
    /// Frequency of the fourth operator as a multiple of the note.
    Ratio4 "ratio4": Factor in 0 ..= 128, default 1;
    /// How far the fourth operator is out of tune.
    Detune4 "detune4": Hertz in -1000 ..= 1000, default 0;
    /// Level of the fifth operator of SuperDirt's FM synth.
    Amp5 "amp5": Amp in 0 ..= 4, default 1;
    /// Frequency of the fifth operator as a multiple of the note.
    Ratio5 "ratio5": Factor in 0 ..= 128, default 1;
    /// How far the fifth operator is out of tune.
    Detune5 "detune5": Hertz in -1000 ..= 1000, default 0;
    /// Level of the sixth operator of SuperDirt's FM synth.
    Amp6 "amp6": Amp in 0 ..= 4, default 1;
    /// Frequency of the sixth operator as a multiple of the note.
    Ratio6 "ratio6": Factor in 0 ..= 128, default 1;
    /// How far the sixth operator is out of tune.
    Detune6 "detune6": Hertz in -1000 ..= 1000, default 0;
    /// How much the first operator modulates the first.
    Mod11 "mod11": Factor in 0 ..= 128, default 0;
    /// How much the second operator modulates the first.
    Mod12 "mod12": Factor in 0 ..= 128, default 0;
    /// How much the third operator modulates the first.
    Mod13 "mod13": Factor in 0 ..= 128, default 0;
    /// How much the fourth operator modulates the first.
    Mod14 "mod14": Factor in 0 ..= 128, default 0;
    /// How much the fifth operator modulates the first.
    Mod15 "mod15": Factor in 0 ..= 128, default 0;
    /// How much the sixth operator modulates the first.
    Mod16 "mod16": Factor in 0 ..= 128, default 0;
    /// How much the first operator modulates the second.
    Mod21 "mod21": Factor in 0 ..= 128, default 0;
    /// How much the second operator modulates the second.
    Mod22 "mod22": Factor in 0 ..= 128, default 0;
    /// How much the third operator modulates the second.
    Mod23 "mod23": Factor in 0 ..= 128, default 0;
    /// How much the fourth operator modulates the second.
    Mod24 "mod24": Factor in 0 ..= 128, default 0;
    /// How much the fifth operator modulates the second.
    Mod25 "mod25": Factor in 0 ..= 128, default 0;
    /// How much the sixth operator modulates the second.
    Mod26 "mod26": Factor in 0 ..= 128, default 0;
    /// How much the first operator modulates the third.
    Mod31 "mod31": Factor in 0 ..= 128, default 0;
    /// How much the second operator modulates the third.
    Mod32 "mod32": Factor in 0 ..= 128, default 0;
    /// How much the third operator modulates the third.
    Mod33 "mod33": Factor in 0 ..= 128, default 0;
    /// How much the fourth operator modulates the third.
    Mod34 "mod34": Factor in 0 ..= 128, default 0;
    /// How much the fifth operator modulates the third.
    Mod35 "mod35": Factor in 0 ..= 128, default 0;
    /// How much the sixth operator modulates the third.
    Mod36 "mod36": Factor in 0 ..= 128, default 0;
    /// How much the first operator modulates the fourth.
    Mod41 "mod41": Factor in 0 ..= 128, default 0;
    /// How much the second operator modulates the fourth.
    Mod42 "mod42": Factor in 0 ..= 128, default 0;
    /// How much the third operator modulates the fourth.
    Mod43 "mod43": Factor in 0 ..= 128, default 0;
    /// How much the fourth operator modulates the fourth.
    Mod44 "mod44": Factor in 0 ..= 128, default 0;
    /// How much the fifth operator modulates the fourth.
    Mod45 "mod45": Factor in 0 ..= 128, default 0;
    /// How much the sixth operator modulates the fourth.
    Mod46 "mod46": Factor in 0 ..= 128, default 0;
    /// How much the first operator modulates the fifth.
    Mod51 "mod51": Factor in 0 ..= 128, default 0;
    /// How much the second operator modulates the fifth.
    Mod52 "mod52": Factor in 0 ..= 128, default 0;
    /// How much the third operator modulates the fifth.
    Mod53 "mod53": Factor in 0 ..= 128, default 0;
    /// How much the fourth operator modulates the fifth.
    Mod54 "mod54": Factor in 0 ..= 128, default 0;
    /// How much the fifth operator modulates the fifth.
    Mod55 "mod55": Factor in 0 ..= 128, default 0;
    /// How much the sixth operator modulates the fifth.
    Mod56 "mod56": Factor in 0 ..= 128, default 0;
    /// How much the first operator modulates the sixth.
    Mod61 "mod61": Factor in 0 ..= 128, default 0;
    /// How much the second operator modulates the sixth.
    Mod62 "mod62": Factor in 0 ..= 128, default 0;
    /// How much the third operator modulates the sixth.
    Mod63 "mod63": Factor in 0 ..= 128, default 0;
    /// How much the fourth operator modulates the sixth.
    Mod64 "mod64": Factor in 0 ..= 128, default 0;
    /// How much the fifth operator modulates the sixth.
    Mod65 "mod65": Factor in 0 ..= 128, default 0;
    /// How much the sixth operator modulates the sixth.
    Mod66 "mod66": Factor in 0 ..= 128, default 0;
    /// How much the operators feed back into themselves.
    Feedback "feedback": Factor in 0 ..= 128, default 0;
    /// Levels of the operators' envelopes.
    Eglevel "eglevel": Ratio in 0 ..= 1, default 1;
    /// Rates of the operators' envelopes.
    Egrate "egrate": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the first operator reaches in its first stage.
    Eglevel11 "eglevel11": Ratio in 0 ..= 1, default 1;
    /// Rate of the first stage of the envelope of the first operator.
    Egrate11 "egrate11": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the first operator reaches in its second stage.
    Eglevel12 "eglevel12": Ratio in 0 ..= 1, default 1;
    /// Rate of the second stage of the envelope of the first operator.
    Egrate12 "egrate12": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the first operator reaches in its third stage.
    Eglevel13 "eglevel13": Ratio in 0 ..= 1, default 1;
    /// Rate of the third stage of the envelope of the first operator.
    Egrate13 "egrate13": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the first operator reaches in its fourth stage.
    Eglevel14 "eglevel14": Ratio in 0 ..= 1, default 1;
    /// Rate of the fourth stage of the envelope of the first operator.
    Egrate14 "egrate14": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the second operator reaches in its first stage.
    Eglevel21 "eglevel21": Ratio in 0 ..= 1, default 1;
    /// Rate of the first stage of the envelope of the second operator.
    Egrate21 "egrate21": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the second operator reaches in its second stage.
    Eglevel22 "eglevel22": Ratio in 0 ..= 1, default 1;
    /// Rate of the second stage of the envelope of the second operator.
    Egrate22 "egrate22": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the second operator reaches in its third stage.
    Eglevel23 "eglevel23": Ratio in 0 ..= 1, default 1;
    /// Rate of the third stage of the envelope of the second operator.
    Egrate23 "egrate23": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the second operator reaches in its fourth stage.
    Eglevel24 "eglevel24": Ratio in 0 ..= 1, default 1;
    /// Rate of the fourth stage of the envelope of the second operator.
    Egrate24 "egrate24": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the third operator reaches in its first stage.
    Eglevel31 "eglevel31": Ratio in 0 ..= 1, default 1;
    /// Rate of the first stage of the envelope of the third operator.
    Egrate31 "egrate31": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the third operator reaches in its second stage.
    Eglevel32 "eglevel32": Ratio in 0 ..= 1, default 1;
    /// Rate of the second stage of the envelope of the third operator.
    Egrate32 "egrate32": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the third operator reaches in its third stage.
    Eglevel33 "eglevel33": Ratio in 0 ..= 1, default 1;
    /// Rate of the third stage of the envelope of the third operator.
    Egrate33 "egrate33": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the third operator reaches in its fourth stage.
    Eglevel34 "eglevel34": Ratio in 0 ..= 1, default 1;
    /// Rate of the fourth stage of the envelope of the third operator.
    Egrate34 "egrate34": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the fourth operator reaches in its first stage.
    Eglevel41 "eglevel41": Ratio in 0 ..= 1, default 1;
    /// Rate of the first stage of the envelope of the fourth operator.
    Egrate41 "egrate41": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the fourth operator reaches in its second stage.
    Eglevel42 "eglevel42": Ratio in 0 ..= 1, default 1;
    /// Rate of the second stage of the envelope of the fourth operator.
    Egrate42 "egrate42": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the fourth operator reaches in its third stage.
    Eglevel43 "eglevel43": Ratio in 0 ..= 1, default 1;
    /// Rate of the third stage of the envelope of the fourth operator.
    Egrate43 "egrate43": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the fourth operator reaches in its fourth stage.
    Eglevel44 "eglevel44": Ratio in 0 ..= 1, default 1;
    /// Rate of the fourth stage of the envelope of the fourth operator.
    Egrate44 "egrate44": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the fifth operator reaches in its first stage.
    Eglevel51 "eglevel51": Ratio in 0 ..= 1, default 1;
    /// Rate of the first stage of the envelope of the fifth operator.
    Egrate51 "egrate51": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the fifth operator reaches in its second stage.
    Eglevel52 "eglevel52": Ratio in 0 ..= 1, default 1;
    /// Rate of the second stage of the envelope of the fifth operator.
    Egrate52 "egrate52": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the fifth operator reaches in its third stage.
    Eglevel53 "eglevel53": Ratio in 0 ..= 1, default 1;
    /// Rate of the third stage of the envelope of the fifth operator.
    Egrate53 "egrate53": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the fifth operator reaches in its fourth stage.
    Eglevel54 "eglevel54": Ratio in 0 ..= 1, default 1;
    /// Rate of the fourth stage of the envelope of the fifth operator.
    Egrate54 "egrate54": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the sixth operator reaches in its first stage.
    Eglevel61 "eglevel61": Ratio in 0 ..= 1, default 1;
    /// Rate of the first stage of the envelope of the sixth operator.
    Egrate61 "egrate61": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the sixth operator reaches in its second stage.
    Eglevel62 "eglevel62": Ratio in 0 ..= 1, default 1;
    /// Rate of the second stage of the envelope of the sixth operator.
    Egrate62 "egrate62": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the sixth operator reaches in its third stage.
    Eglevel63 "eglevel63": Ratio in 0 ..= 1, default 1;
    /// Rate of the third stage of the envelope of the sixth operator.
    Egrate63 "egrate63": Factor in 0 ..= 1000, default 1;
    /// Level that the envelope of the sixth operator reaches in its fourth stage.
    Eglevel64 "eglevel64": Ratio in 0 ..= 1, default 1;
    /// Rate of the fourth stage of the envelope of the sixth operator.
    Egrate64 "egrate64": Factor in 0 ..= 1000, default 1;
    /// Value for button 0 of an external controller.
    Button0 "button0": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 1 of an external controller.
    Button1 "button1": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 2 of an external controller.
    Button2 "button2": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 3 of an external controller.
    Button3 "button3": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 4 of an external controller.
    Button4 "button4": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 5 of an external controller.
    Button5 "button5": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 6 of an external controller.
    Button6 "button6": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 7 of an external controller.
    Button7 "button7": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 8 of an external controller.
    Button8 "button8": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 9 of an external controller.
    Button9 "button9": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 10 of an external controller.
    Button10 "button10": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 11 of an external controller.
    Button11 "button11": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 12 of an external controller.
    Button12 "button12": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 13 of an external controller.
    Button13 "button13": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 14 of an external controller.
    Button14 "button14": Number in -1000000 ..= 1000000, default 0;
    /// Value for button 15 of an external controller.
    Button15 "button15": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 0 of an external controller.
    Slider0 "slider0": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 1 of an external controller.
    Slider1 "slider1": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 2 of an external controller.
    Slider2 "slider2": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 3 of an external controller.
    Slider3 "slider3": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 4 of an external controller.
    Slider4 "slider4": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 5 of an external controller.
    Slider5 "slider5": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 6 of an external controller.
    Slider6 "slider6": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 7 of an external controller.
    Slider7 "slider7": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 8 of an external controller.
    Slider8 "slider8": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 9 of an external controller.
    Slider9 "slider9": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 10 of an external controller.
    Slider10 "slider10": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 11 of an external controller.
    Slider11 "slider11": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 12 of an external controller.
    Slider12 "slider12": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 13 of an external controller.
    Slider13 "slider13": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 14 of an external controller.
    Slider14 "slider14": Number in -1000000 ..= 1000000, default 0;
    /// Value for slider 15 of an external controller.
    Slider15 "slider15": Number in -1000000 ..= 1000000, default 0;
}
} };
}
pub(super) use rows;
