//! The table of controls: every parameter that an event can carry, group by group.
//!
//! It says what a value means and which values make sense, not what the engine does with them.

mod external;
mod fm;
mod numbered;

// Each file of rows hands its own on, with those before it; the last one makes the table.
fm::rows! {
Source {
    /// Sound or sample folder to play; a list gives sound, number and gain.
    S "s" "sound": Name in 0 ..= 0, default 0, list N Gain;
    /// Number of the sample in its folder, degree of a scale, or note of a synth that has no note.
    N "n" "number": Count in -10000 ..= 10000, default 0;
    /// Prefix of the sound's name, usually a drum machine.
    Bank "bank": Name in 0 ..= 0, default 0;
    /// How many detuned copies a supersaw stacks.
    Unison "unison": Count in 1 ..= 16, default 5;
    /// Stereo width of stacked voices.
    Spread "spread": Ratio in 0 ..= 1, default 0.6;
    /// Distance between stacked voices.
    Detune "detune" "det": Semitones in 0 ..= 24, default 0.18;
    /// How much pink noise is mixed into an oscillator.
    Noise "noise": Ratio in 0 ..= 1, default 0;
    /// How many clicks the crackle noise makes, as a chance for each sample.
    Density "density": Ratio in 0 ..= 1, default 0.03;
    /// Width of the pulse wave; a list gives width, rate and sweep.
    Pw "pw": Ratio in 0.01 ..= 0.99, default 0.5, list Pwrate Pwsweep;
    /// How fast the pulse width moves.
    Pwrate "pwrate": Hertz in 0 ..= 100, default 1;
    /// How far the pulse width moves.
    Pwsweep "pwsweep": Ratio in 0 ..= 1, default 0;
    /// Strengths of an oscillator's harmonics, one list.
    Partials "partials": Ratio in 0 ..= 1, default 1;
    /// Phases of an oscillator's harmonics, one list.
    Phases "phases": Ratio in 0 ..= 1, default 0;
    /// A formula of the time t whose value is the wave.
    ByteBeatExpression "byteBeatExpression" "bbexpr" "bb": Name in 0 ..= 0, default 0;
    /// The value of t at which a formula starts.
    ByteBeatStartTime "byteBeatStartTime" "bbst": Count in 0 ..= 2000000000, default 0;
    /// How bright a drum, a string, a bell or a pipe is; 1 is as it was made.
    Tone "tone": Factor in 0.05 ..= 16, default 1;
    /// How hard a drum is hit: its click and the fall of its pitch; 1 is as it was made.
    Snap "snap": Factor in 0 ..= 4, default 1;
    /// Where a string is plucked or struck, as a part of its length.
    Strike "strike": Ratio in 0.01 ..= 0.99, default 0.2;
    /// A sound source of another program.
    Source "source" "src": Name in 0 ..= 0, default 0;
}
Pitch {
    /// Pitch, by note name or number; a list gives note and number.
    Note "note" "up": Note in -128 ..= 256, default 60, list N;
    /// Pitch as a MIDI note number.
    Midinote "midinote": Note in -128 ..= 256, default 60;
    /// Pitch in hertz; goes before note.
    Freq "freq": Hertz in 0.01 ..= 20000, default 261.6255653;
    /// Moves the pitch by whole octaves.
    Octave "octave" "oct": Octaves in -10 ..= 10, default 0;
    /// How far the speed has moved when the event ends, as a factor added to it.
    Accelerate "accelerate": Factor in -64 ..= 64, default 0;
    /// Time in which the pitch glides from the note before it on its track to its own.
    Portamento "portamento" "por" "glide": Seconds in 0 ..= 60, default 0;
    /// How far from its note a pitch begins to glide; without it, at the note before.
    Slide "slide" "sld": Semitones in -96 ..= 96, default 0;
    /// Rate of the vibrato; a list gives rate and depth.
    Vib "vib" "vibrato" "v": Hertz in 0 ..= 100, default 0, list Vibmod;
    /// Depth of the vibrato; a list gives depth and rate.
    Vibmod "vibmod" "vmod": Semitones in 0 ..= 48, default 0.5, list Vib;
    /// How far the pitch envelope moves; a negative depth turns it over.
    Penv "penv": Semitones in -96 ..= 96, default 0;
    /// Rise of the pitch envelope.
    Pattack "pattack" "patt": Seconds in 0 ..= 60, default 0.2;
    /// Fall of the pitch envelope to its sustain.
    Pdecay "pdecay" "pdec": Seconds in 0 ..= 60, default 0.2;
    /// Where the pitch envelope stays while the note is held.
    Psustain "psustain" "psus": Ratio in 0 ..= 1, default 0;
    /// Return of the pitch envelope after the note.
    Prelease "prelease" "prel": Seconds in 0 ..= 60, default 0.001;
    /// Shape of the pitch envelope: 0 straight, 1 curved.
    Pcurve "pcurve": Ratio in 0 ..= 1, default 0;
    /// Where in the pitch envelope's range the written note lies.
    Panchor "panchor": Ratio in 0 ..= 1, default 0;
}
Amplitude {
    /// Loudness of the event, before the effects of its bus.
    Gain "gain": Amp in 0 ..= 4, default 1;
    /// How hard the key is struck; multiplies gain.
    Velocity "velocity" "vel": Amp in 0 ..= 2, default 1;
    /// Loudness after the event's own effects.
    Postgain "postgain": Amp in 0 ..= 4, default 1;
    /// Loudness as a plain factor, for scripts that come from SuperDirt.
    Amp "amp": Amp in 0 ..= 4, default 1;
    /// Added to gain without replacing it.
    Overgain "overgain": Amp in -4 ..= 4, default 0;
    /// Where between left and right.
    Pan "pan": Ratio in 0 ..= 1, default 0.5;
    /// Rate of the loudness wobble; a list gives rate, depth, skew and phase.
    Tremolo "tremolo" "trem": Hertz in 0 ..= 1000, default 0, list Tremolodepth Tremoloskew Tremolophase;
    /// Rate of the loudness wobble, in the name SuperDirt gave it.
    Tremolorate "tremolorate" "tremr": Hertz in 0 ..= 1000, default 0;
    /// Rate of the loudness wobble in wobbles a cycle; a list gives rate, depth, skew and phase.
    Tremolosync "tremolosync" "tremsync": Factor in 0 ..= 256, default 0, list Tremolodepth Tremoloskew Tremolophase;
    /// Depth of the loudness wobble.
    Tremolodepth "tremolodepth" "tremdepth" "tremdp": Ratio in 0 ..= 1, default 1;
    /// Where in its period the loudness wobble turns.
    Tremoloskew "tremoloskew" "tremskew": Ratio in 0 ..= 1, default 0.5;
    /// Where in its period the loudness wobble starts.
    Tremolophase "tremolophase" "tremphase": Ratio in 0 ..= 1, default 0;
    /// Wave of the loudness wobble: tri, sine, ramp, saw or square.
    Tremoloshape "tremoloshape" "tremshape": Name in 0 ..= 0, default 0;
}
Envelope {
    /// Time from silence to full loudness.
    Attack "attack" "att": Seconds in 0 ..= 60, default 0.001;
    /// Time from full loudness to the sustain level.
    Decay "decay" "dec": Seconds in 0 ..= 60, default 0.05;
    /// Level while the note is held.
    Sustain "sustain" "sus": Ratio in 0 ..= 1, default 0.6;
    /// Time from the end of the note to silence.
    Release "release" "rel": Seconds in 0 ..= 60, default 0.01;
    /// Time at full loudness before the decay.
    Hold "hold": Seconds in 0 ..= 60, default 0;
    /// Length of the fade at the end of a cut sample.
    FadeTime "fadeTime" "fadeOutTime": Seconds in 0 ..= 10, default 0.001;
    /// Length of the fade where a sample does not start at its beginning.
    FadeInTime "fadeInTime": Seconds in 0 ..= 10, default 0.001;
    /// How long the event's effects may ring after its note.
    FXrelease "FXrelease" "FXrel" "FXr" "fxr": Seconds in 0 ..= 60, default 0;
    /// A gate signal for hardware.
    Gate "gate" "gat": Switch in 0 ..= 1, default 0;
}
Filter {
    /// Cutoff frequency of the low-pass filter; a list gives cutoff, resonance and envelope depth.
    Cutoff "cutoff" "ctf" "lpf" "lp": Hertz in 10 ..= 20000, default 20000, list Resonance Lpenv;
    /// Resonance of the low-pass filter.
    Resonance "resonance" "lpq": Factor in 0 ..= 50, default 1;
    /// How far the low-pass envelope opens the filter.
    Lpenv "lpenv" "lpe": Octaves in -16 ..= 16, default 0;
    /// Rise of the low-pass envelope.
    Lpattack "lpattack" "lpa": Seconds in 0 ..= 60, default 0.005;
    /// Fall of the low-pass envelope to its sustain.
    Lpdecay "lpdecay" "lpd": Seconds in 0 ..= 60, default 0.14;
    /// Where the low-pass envelope stays while the note is held.
    Lpsustain "lpsustain" "lps": Ratio in 0 ..= 1, default 0;
    /// Return of the low-pass envelope after the note.
    Lprelease "lprelease" "lpr": Seconds in 0 ..= 60, default 0.1;
    /// Cutoff frequency of the high-pass filter; a list gives cutoff, resonance and envelope depth.
    Hcutoff "hcutoff" "hpf" "hp": Hertz in 10 ..= 20000, default 10, list Hresonance Hpenv;
    /// Resonance of the high-pass filter.
    Hresonance "hresonance" "hpq": Factor in 0 ..= 50, default 1;
    /// How far the high-pass envelope moves the filter.
    Hpenv "hpenv" "hpe": Octaves in -16 ..= 16, default 0;
    /// Rise of the high-pass envelope.
    Hpattack "hpattack" "hpa": Seconds in 0 ..= 60, default 0.005;
    /// Fall of the high-pass envelope to its sustain.
    Hpdecay "hpdecay" "hpd": Seconds in 0 ..= 60, default 0.14;
    /// Where the high-pass envelope stays while the note is held.
    Hpsustain "hpsustain" "hps": Ratio in 0 ..= 1, default 0;
    /// Return of the high-pass envelope after the note.
    Hprelease "hprelease" "hpr": Seconds in 0 ..= 60, default 0.1;
    /// Centre of the band-pass filter; a list gives centre, width and envelope depth.
    Bandf "bandf" "bpf" "bp": Hertz in 10 ..= 20000, default 1000, list Bandq Bpenv;
    /// How narrow the band-pass filter is.
    Bandq "bandq" "bpq": Factor in 0 ..= 50, default 1;
    /// How far the band-pass envelope moves the filter.
    Bpenv "bpenv" "bpe": Octaves in -16 ..= 16, default 0;
    /// Rise of the band-pass envelope.
    Bpattack "bpattack" "bpa": Seconds in 0 ..= 60, default 0.005;
    /// Fall of the band-pass envelope to its sustain.
    Bpdecay "bpdecay" "bpd": Seconds in 0 ..= 60, default 0.14;
    /// Where the band-pass envelope stays while the note is held.
    Bpsustain "bpsustain" "bps": Ratio in 0 ..= 1, default 0;
    /// Return of the band-pass envelope after the note.
    Bprelease "bprelease" "bpr": Seconds in 0 ..= 60, default 0.1;
    /// Where the cutoff lies in the range of its envelope: 0 at the bottom, 1 at the top.
    Fanchor "fanchor": Ratio in 0 ..= 1, default 0;
    /// Kind of filter: 12db, ladder, 24db, or notch, which turns the band-pass over.
    Ftype "ftype": Name in 0 ..= 0, default 0;
    /// Overdrive inside the ladder filter.
    Drive "drive": Ratio in 0 ..= 1, default 0.69;
    /// One knob: low-pass below the middle, high-pass above it.
    Djf "djf": Ratio in 0 ..= 1, default 0.5;
    /// Formants of a spoken vowel: a, e, i, o, u and some more.
    Vowel "vowel": Name in 0 ..= 0, default 0;
    /// Rate of the low-pass filter's wobble.
    Lprate "lprate": Hertz in 0 ..= 1000, default 1;
    /// Wobbles of the low-pass filter in a cycle.
    Lpsync "lpsync": Factor in 0 ..= 256, default 1;
    /// Depth of the low-pass filter's wobble, relative to its cutoff.
    Lpdepth "lpdepth": Ratio in 0 ..= 16, default 1;
    /// Depth of the low-pass filter's wobble in hertz.
    Lpdepthfrequency "lpdepthfrequency" "lpdepthfreq": Hertz in 0 ..= 20000, default 0;
    /// Wave of the low-pass filter's wobble, by number.
    Lpshape "lpshape": Count in 0 ..= 16, default 0;
    /// Middle of the low-pass filter's wobble.
    Lpdc "lpdc": Ratio in -1 ..= 1, default -0.5;
    /// Where in its period the low-pass filter's wobble turns.
    Lpskew "lpskew": Ratio in 0 ..= 1, default 0.5;
    /// Rate of the high-pass filter's wobble.
    Hprate "hprate": Hertz in 0 ..= 1000, default 1;
    /// Wobbles of the high-pass filter in a cycle.
    Hpsync "hpsync": Factor in 0 ..= 256, default 1;
    /// Depth of the high-pass filter's wobble, relative to its cutoff.
    Hpdepth "hpdepth": Ratio in 0 ..= 16, default 1;
    /// Depth of the high-pass filter's wobble in hertz.
    Hpdepthfrequency "hpdepthfrequency" "hpdepthfreq": Hertz in 0 ..= 20000, default 0;
    /// Wave of the high-pass filter's wobble, by number.
    Hpshape "hpshape": Count in 0 ..= 16, default 0;
    /// Middle of the high-pass filter's wobble.
    Hpdc "hpdc": Ratio in -1 ..= 1, default -0.5;
    /// Where in its period the high-pass filter's wobble turns.
    Hpskew "hpskew": Ratio in 0 ..= 1, default 0.5;
    /// Rate of the band-pass filter's wobble.
    Bprate "bprate": Hertz in 0 ..= 1000, default 1;
    /// Wobbles of the band-pass filter in a cycle.
    Bpsync "bpsync": Factor in 0 ..= 256, default 1;
    /// Depth of the band-pass filter's wobble, relative to its centre.
    Bpdepth "bpdepth": Ratio in 0 ..= 16, default 1;
    /// Depth of the band-pass filter's wobble in hertz.
    Bpdepthfrequency "bpdepthfrequency" "bpdepthfreq": Hertz in 0 ..= 20000, default 0;
    /// Wave of the band-pass filter's wobble, by number.
    Bpshape "bpshape": Count in 0 ..= 16, default 0;
    /// Middle of the band-pass filter's wobble.
    Bpdc "bpdc": Ratio in -1 ..= 1, default -0.5;
    /// Where in its period the band-pass filter's wobble turns.
    Bpskew "bpskew": Ratio in 0 ..= 1, default 0.5;
}
Wavetable {
    /// Place in the wavetable.
    Wt "wt" "wavetablePosition": Ratio in 0 ..= 1, default 0;
    /// How far the envelope moves the place.
    Wtenv "wtenv": Ratio in -1 ..= 1, default 0;
    /// Rise of the place's envelope.
    Wtattack "wtattack" "wtatt": Seconds in 0 ..= 60, default 0;
    /// Fall of the place's envelope to its sustain.
    Wtdecay "wtdecay" "wtdec": Seconds in 0 ..= 60, default 0.5;
    /// Where the place's envelope stays while the note is held.
    Wtsustain "wtsustain" "wtsus": Ratio in 0 ..= 1, default 0;
    /// Return of the place's envelope after the note.
    Wtrelease "wtrelease" "wtrel": Seconds in 0 ..= 60, default 0.1;
    /// Rate of the place's wobble.
    Wtrate "wtrate": Hertz in 0 ..= 1000, default 1;
    /// Wobbles of the place in a cycle.
    Wtsync "wtsync": Factor in 0 ..= 256, default 1;
    /// Depth of the place's wobble.
    Wtdepth "wtdepth": Ratio in 0 ..= 1, default 0;
    /// Wave of the place's wobble, by number.
    Wtshape "wtshape": Count in 0 ..= 16, default 0;
    /// Middle of the place's wobble.
    Wtdc "wtdc": Ratio in -1 ..= 1, default 0;
    /// Where in its period the place's wobble turns.
    Wtskew "wtskew": Ratio in 0 ..= 1, default 0.5;
    /// How much of the start phase is chance.
    Wtphaserand "wtphaserand" "wavetablePhaseRand": Ratio in 0 ..= 1, default 0;
    /// How much the wave is bent.
    Warp "warp" "wavetableWarp": Ratio in 0 ..= 1, default 0;
    /// How the wave is bent: asym, mirror, bend, sync, quant, fold, pwm and others.
    Warpmode "warpmode" "wavetableWarpMode": Name in 0 ..= 0, default 0;
    /// How far the envelope moves the bend.
    Warpenv "warpenv": Ratio in -1 ..= 1, default 0;
    /// Rise of the bend's envelope.
    Warpattack "warpattack" "warpatt": Seconds in 0 ..= 60, default 0;
    /// Fall of the bend's envelope to its sustain.
    Warpdecay "warpdecay" "warpdec": Seconds in 0 ..= 60, default 0.5;
    /// Where the bend's envelope stays while the note is held.
    Warpsustain "warpsustain" "warpsus": Ratio in 0 ..= 1, default 0;
    /// Return of the bend's envelope after the note.
    Warprelease "warprelease" "warprel": Seconds in 0 ..= 60, default 0.1;
    /// Rate of the bend's wobble.
    Warprate "warprate": Hertz in 0 ..= 1000, default 1;
    /// Wobbles of the bend in a cycle.
    Warpsync "warpsync": Factor in 0 ..= 256, default 1;
    /// Depth of the bend's wobble.
    Warpdepth "warpdepth": Ratio in 0 ..= 1, default 0;
    /// Wave of the bend's wobble, by number.
    Warpshape "warpshape": Count in 0 ..= 16, default 0;
    /// Middle of the bend's wobble.
    Warpdc "warpdc": Ratio in -1 ..= 1, default 0;
    /// Where in its period the bend's wobble turns.
    Warpskew "warpskew": Ratio in 0 ..= 1, default 0.5;
}
Sample {
    /// Position in a recording, moved like a tape; a list gives position and speed.
    Scrub "scrub": Ratio in 0 ..= 1, default 0, list Speed;
    /// Where in the sample to start.
    Begin "begin": Ratio in 0 ..= 1, default 0;
    /// Where in the sample to stop.
    End "end": Ratio in 0 ..= 1, default 1;
    /// How fast the sample plays; negative plays it backwards.
    Speed "speed": Factor in -64 ..= 64, default 1;
    /// What speed means: r for rate; c and s for lengths of the sample a second, as fit and loopAt set it.
    Unit "unit": Name in 0 ..= 0, default 0;
    /// Repeats the sample for as long as the event lasts.
    Loop "loop": Count in 0 ..= 1000, default 0;
    /// Where in the sample the loop starts.
    LoopBegin "loopBegin" "loopb": Ratio in 0 ..= 1, default 0;
    /// Where in the sample the loop ends.
    LoopEnd "loopEnd" "loope": Ratio in 0 ..= 1, default 1;
    /// Choke group: a new event stops the sounding one of its group.
    Cut "cut": Count in -1000 ..= 1000, default 0;
    /// Length relative to the event.
    Clip "clip" "legato": Factor in 0 ..= 1000, default 1;
    /// Length in cycles.
    Duration "duration" "dur": Cycles in 0 ..= 1000, default 1;
    /// Plays so many seconds later, or earlier if negative.
    Nudge "nudge": Seconds in -10 ..= 10, default 0;
    /// Tempo carried by the event, in cycles a second.
    Cps "cps": Hertz in 0.001 ..= 100, default 0.5;
    /// Plays a recording at this loudness, in LUFS, however loud the file is.
    Loudness "loudness": Decibels in -60 ..= 0, default -18;
    /// Stretches the sample in time at the same pitch: 2 is twice as long; notes then keep its length.
    Stretch "stretch": Factor in 0.01 ..= 64, default 1;
    /// Stretches a sample in time, in the name Tidal gave it.
    Timescale "timescale": Factor in 0.01 ..= 64, default 1;
    /// Length of the pieces that a stretched sample is made of, as a multiple of 60 milliseconds.
    Timescalewin "timescalewin": Factor in 0.1 ..= 10, default 1;
    /// Raises or lowers the pitch of a sample by a factor, at the same length.
    Psrate "psrate": Factor in 0.0625 ..= 16, default 1;
}
Distortion {
    /// Waveshaping; a list gives amount, level and curve.
    Distort "distort" "dist": Factor in 0 ..= 100, default 0, list Distortvol Distorttype;
    /// Level after the waveshaping.
    Distortvol "distortvol" "distvol": Amp in 0 ..= 4, default 1;
    /// Curve of the waveshaping: soft, hard, cubic, diode, asym, fold, sinefold, chebyshev.
    Distorttype "distorttype" "disttype": Name in 0 ..= 0, default 0;
    /// The older waveshaper; a list gives amount and level.
    Shape "shape": Ratio in 0 ..= 1, default 0, list Shapevol;
    /// Level after the older waveshaper.
    Shapevol "shapevol": Amp in 0 ..= 4, default 1;
    /// Added to shape without replacing it.
    Overshape "overshape": Ratio in -1 ..= 1, default 0;
    /// Sigmoid distortion, from 1 on.
    Krush "krush": Factor in 0 ..= 1000, default 0;
    /// Low-pass of the sigmoid distortion.
    Kcutoff "kcutoff": Hertz in 20 ..= 20000, default 5000;
    /// Tube-like distortion: bends what lies below zero.
    Triode "triode": Factor in 0 ..= 1000, default 0;
    /// Crude raising of the pitch: each wave period is played so many times as fast, and as often.
    Squiz "squiz": Factor in 0 ..= 100, default 0;
    /// How many of a hundred wave periods are dropped.
    Waveloss "waveloss": Number in 0 ..= 100, default 0;
    /// Ring modulation: how much of the sound times a sine is added.
    Ring "ring": Factor in 0 ..= 100, default 0;
    /// Frequency of the ring modulation.
    Ringf "ringf": Hertz in 0 ..= 20000, default 440;
    /// How far the frequency of the ring modulation moves until the note ends.
    Ringdf "ringdf": Number in -20000 ..= 20000, default 0;
    /// Comb filter at the pitch of the note: how long it rings.
    Comb "comb": Ratio in 0 ..= 1, default 0;
    /// How many bits the sound is rounded to.
    Crush "crush": Count in 1 ..= 16, default 16;
    /// How many samples are played as one.
    Coarse "coarse": Count in 1 ..= 256, default 1;
}
Modulation {
    /// Rate of the phaser; a list gives rate, depth, centre and sweep.
    Phaserrate "phaserrate" "phaser" "ph" "phasr": Hertz in 0 ..= 100, default 0, list Phaserdepth Phasercenter Phasersweep;
    /// Depth of the phaser.
    Phaserdepth "phaserdepth" "phd" "phasdp": Ratio in 0 ..= 1, default 0.75;
    /// Centre of the phaser.
    Phasercenter "phasercenter" "phc": Hertz in 10 ..= 20000, default 1000;
    /// How far around its centre the phaser sweeps.
    Phasersweep "phasersweep" "phs": Hertz in 0 ..= 20000, default 2000;
    /// How much chorus is mixed in; a list gives mix, rate and depth.
    Chorus "chorus": Ratio in 0 ..= 1, default 0, list Chorusrate Chorusdepth;
    /// How often the chorus wobbles.
    Chorusrate "chorusrate": Hertz in 0 ..= 20, default 0.7;
    /// How far the chorus wobbles.
    Chorusdepth "chorusdepth": Ratio in 0 ..= 1, default 0.5;
    /// How much flanger is mixed in; a list gives mix, rate, depth and feedback.
    Flanger "flanger": Ratio in 0 ..= 1, default 0, list Flangerrate Flangerdepth Flangerfeedback;
    /// How often the flanger sweeps.
    Flangerrate "flangerrate": Hertz in 0 ..= 20, default 0.25;
    /// How far the flanger sweeps.
    Flangerdepth "flangerdepth": Ratio in 0 ..= 1, default 0.5;
    /// How much the flanger feeds back; negative hollows the sound out.
    Flangerfeedback "flangerfeedback" "flangerfb": Ratio in -0.95 ..= 0.95, default 0.5;
    /// How much of the rotating speaker is heard; a list gives amount, rate and size.
    Leslie "leslie": Ratio in 0 ..= 1, default 0, list Lrate Lsize;
    /// How often a second the speaker turns.
    Lrate "lrate": Hertz in 0 ..= 100, default 6.7;
    /// Size of the speaker in metres: how far the pitch bends.
    Lsize "lsize": Factor in 0 ..= 10, default 0.3;
}
Delay {
    /// How much goes to the track's echo; a list gives level, time and feedback.
    Delay "delay": Amp in 0 ..= 2, default 0, list Delaytime Delayfeedback;
    /// Time between echoes.
    Delaytime "delaytime" "delayt" "dt": Seconds in 0 ..= 10, default 0.25;
    /// How much of each echo echoes again.
    Delayfeedback "delayfeedback" "delayfb" "dfb": Ratio in 0 ..= 0.98, default 0.5;
    /// Time between echoes in cycles.
    Delaysync "delaysync": Cycles in 0 ..= 16, default 0.1875;
    /// Counts the delay time in cycles.
    Lock "lock": Switch in 0 ..= 1, default 0;
    /// How far echoes go from side to side.
    Pingpong "pingpong": Ratio in 0 ..= 1, default 0;
    /// Low-pass that every echo passes anew, as on tape.
    Delaylp "delaylp" "dlp": Hertz in 100 ..= 20000, default 7000;
    /// High-pass that every echo passes anew.
    Delayhp "delayhp" "dhp": Hertz in 10 ..= 5000, default 70;
    /// How hard the tape of the echo is driven.
    Delaydrive "delaydrive" "ddrive": Ratio in 0 ..= 1, default 0;
    /// How fast the echo line plays.
    Delayspeed "delayspeed": Factor in -16 ..= 16, default 1;
}
Reverb {
    /// How much goes to the track's reverb; a list gives level and size.
    Room "room": Amp in 0 ..= 4, default 0, list Size;
    /// Size of the room.
    Roomsize "roomsize" "rsize" "sz": Factor in 0 ..= 20, default 2;
    /// Size of the room as the second number of a room list.
    Size "size": Factor in 0 ..= 20, default 2;
    /// Time in which the reverb dies away.
    Roomfade "roomfade" "rfade": Seconds in 0 ..= 60, default 0.5;
    /// Low-pass of the reverb at its start.
    Roomlp "roomlp" "rlp": Hertz in 10 ..= 20000, default 15000;
    /// Low-pass of the reverb where it has faded by 60 decibels.
    Roomdim "roomdim" "rdim": Hertz in 10 ..= 20000, default 1000;
    /// Kind of reverb: room, hall or plate.
    Roomtype "roomtype": Name in 0 ..= 0, default 0;
    /// Holds the sound of the room for as long as it is 1.
    Freeze "freeze": Switch in 0 ..= 1, default 0;
    /// A sample whose echo is laid over the sound; a list gives sample and number.
    Ir "ir" "iresponse": Name in 0 ..= 0, default 0, list I;
    /// Which sample of an impulse folder.
    I "i": Count in 0 ..= 10000, default 0;
    /// How fast the impulse sample plays.
    Irspeed "irspeed": Factor in 0.01 ..= 64, default 1;
    /// Where the impulse sample starts.
    Irbegin "irbegin": Ratio in 0 ..= 1, default 0;
}
Dynamics {
    /// Threshold of the event's compressor; a list gives threshold, ratio, knee, attack and release.
    Compressor "compressor": Decibels in -100 ..= 0, default 0, list CompressorRatio CompressorKnee CompressorAttack CompressorRelease;
    /// How strongly the compressor holds back what is above its threshold.
    CompressorRatio "compressorRatio": Factor in 1 ..= 100, default 10;
    /// How softly the compressor sets in.
    CompressorKnee "compressorKnee": Decibels in 0 ..= 40, default 10;
    /// How fast the compressor sets in.
    CompressorAttack "compressorAttack": Seconds in 0 ..= 1, default 0.005;
    /// How fast the compressor lets go.
    CompressorRelease "compressorRelease": Seconds in 0 ..= 5, default 0.05;
    /// Strengthens the attacks of the sound, or softens them; a list gives attacks and what follows.
    Transient "transient": Ratio in -1 ..= 1, default 0, list Transsustain;
    /// Strengthens what follows the attacks, or softens it.
    Transsustain "transsustain": Ratio in -1 ..= 1, default 0;
    /// Which orbits each event ducks, one number or a list.
    Duckorbit "duckorbit" "duck": Count in 0 ..= 1000, default 0;
    /// How deep the ducking goes.
    Duckdepth "duckdepth": Ratio in 0 ..= 1, default 1;
    /// How long the ducked sound takes to come back.
    Duckattack "duckattack" "duckatt": Seconds in 0.001 ..= 10, default 0.1;
    /// How fast the ducked sound goes down.
    Duckonset "duckonset" "duckons": Seconds in 0 ..= 10, default 0.003;
}
Mix {
    /// Raises or lowers what lies below; a list gives decibels, frequency and quality.
    Eqlow "eqlow" "lowshelf": Decibels in -36 ..= 24, default 0, list Eqlowfreq Eqlowq;
    /// Where the low shelf of the equaliser lies.
    Eqlowfreq "eqlowfreq": Hertz in 10 ..= 20000, default 100;
    /// How steep the low shelf of the equaliser is.
    Eqlowq "eqlowq": Factor in 0.1 ..= 18, default 0.707;
    /// Raises or lowers low middles; a list gives decibels, frequency and quality.
    Eqlowmid "eqlowmid": Decibels in -36 ..= 24, default 0, list Eqlowmidfreq Eqlowmidq;
    /// Where the lower bell of the equaliser lies.
    Eqlowmidfreq "eqlowmidfreq": Hertz in 10 ..= 20000, default 400;
    /// How narrow the lower bell of the equaliser is.
    Eqlowmidq "eqlowmidq": Factor in 0.1 ..= 18, default 1;
    /// Raises or lowers high middles; a list gives decibels, frequency and quality.
    Eqhighmid "eqhighmid": Decibels in -36 ..= 24, default 0, list Eqhighmidfreq Eqhighmidq;
    /// Where the upper bell of the equaliser lies.
    Eqhighmidfreq "eqhighmidfreq": Hertz in 10 ..= 20000, default 2500;
    /// How narrow the upper bell of the equaliser is.
    Eqhighmidq "eqhighmidq": Factor in 0.1 ..= 18, default 1;
    /// Raises or lowers what lies above; a list gives decibels, frequency and quality.
    Eqhigh "eqhigh" "highshelf": Decibels in -36 ..= 24, default 0, list Eqhighfreq Eqhighq;
    /// Where the high shelf of the equaliser lies.
    Eqhighfreq "eqhighfreq": Hertz in 10 ..= 20000, default 8000;
    /// How steep the high shelf of the equaliser is.
    Eqhighq "eqhighq": Factor in 0.1 ..= 18, default 0.707;
    /// How wide the bus is: 0 is mono, 1 as it was, 2 twice as wide.
    Width "width": Factor in 0 ..= 2, default 1;
    /// Loudness of the whole bus, echoes and room included.
    Level "level": Amp in 0 ..= 4, default 1;
    /// Order of the effects of the bus, as a list: mod, echo, room, eq, djf, comp, width.
    Fxorder "fxorder": Name in 0 ..= 0, default 0;
}
Routing {
    /// Which bus the event plays on; without it, the bus of its own track.
    Orbit "orbit" "o": Count in 0 ..= 1000, default 0;
    /// Level of the sound itself, beside its echo and reverb.
    Dry "dry": Amp in 0 ..= 1, default 1;
    /// Output channel of the bus.
    Channel "channel": Count in 0 ..= 64, default 0;
    /// Output channels of the sound card, one number or a list.
    Channels "channels" "ch": Count in 0 ..= 64, default 1;
    /// A bus that other patterns can listen to.
    Bus "bus": Count in 0 ..= 1000, default 0;
    /// Level of what goes to that bus.
    Busgain "busgain" "bgain": Amp in 0 ..= 4, default 1;
    /// Which display watches the sound.
    Analyze "analyze": Count in 0 ..= 1000, default 0;
    /// How fine that display's spectrum is.
    Fft "fft": Count in 0 ..= 16, default 8;
}
Harmony {
    /// Chord symbol, for `voicing` and `rootNotes`.
    Chord "chord": Name in 0 ..= 0, default 0;
    /// Which dictionary of chord voicings to use.
    Dictionary "dictionary" "dict": Name in 0 ..= 0, default 0;
    /// The note that a voicing lies at, or that degree 0 of a scale lies near.
    Anchor "anchor": Note in -128 ..= 256, default 72;
    /// How a voicing lies: below, above or duck the anchor, or root.
    Mode "mode": Name in 0 ..= 0, default 0, list Anchor;
    /// How many voicings further up or down.
    Offset "offset": Count in -100 ..= 100, default 0;
    /// How many octaves a voicing's numbering repeats after.
    Octaves "octaves": Count in 1 ..= 10, default 1;
    /// Degree of a scale in the pitch model of SuperCollider.
    Degree "degree": Count in -1000 ..= 1000, default 0;
    /// Transposition in degrees.
    Mtranspose "mtranspose": Count in -1000 ..= 1000, default 0;
    /// Transposition in semitones.
    Ctranspose "ctranspose": Semitones in -1000 ..= 1000, default 0;
    /// Multiple of the frequency.
    Harmonic "harmonic": Factor in 0 ..= 1000, default 1;
    /// How many steps an octave has.
    StepsPerOctave "stepsPerOctave": Count in 1 ..= 1000, default 12;
    /// Ratio of the octave.
    OctaveR "octaveR": Factor in 1 ..= 16, default 2;
}
Midi {
    /// MIDI channel.
    Midichan "midichan": Count in 1 ..= 16, default 1;
    /// Name or number of the MIDI port.
    Midiport "midiport": Name in 0 ..= 0, default 0;
    /// Transport command: start, stop, continue or clock; or a command with its values.
    Midicmd "midicmd": Name in 0 ..= 0, default 0;
    /// Which map from names to controllers to use.
    Midimap "midimap": Name in 0 ..= 0, default 0;
    /// Number of the MIDI controller.
    Ccn "ccn": Count in 0 ..= 127, default 0;
    /// Value of the MIDI controller, 0 to 1.
    Ccv "ccv": Ratio in 0 ..= 1, default 0;
    /// Number of the MIDI controller, in the name SuperDirt gave it.
    CtlNum "ctlNum": Count in 0 ..= 127, default 0;
    /// Number and value of a MIDI controller as a list.
    Control "control": Count in 0 ..= 127, default 0;
    /// Value of the MIDI controller, in its short name.
    Cc "cc": Count in 0 ..= 127, default 0;
    /// Number of a long MIDI controller.
    Nrpnn "nrpnn": Count in 0 ..= 16383, default 0;
    /// Value of a long MIDI controller.
    Nrpv "nrpv": Count in 0 ..= 16383, default 0;
    /// Number of a long MIDI controller, in the name Tidal gave it.
    Nrpn "nrpn": Count in 0 ..= 16383, default 0;
    /// Value of a long MIDI controller, in the name Tidal gave it.
    Nrpnv "nrpnv": Count in 0 ..= 16383, default 0;
    /// Program change.
    ProgNum "progNum": Count in 0 ..= 127, default 0;
    /// Pitch bend.
    Midibend "midibend": Ratio in -1 ..= 1, default 0;
    /// Pressure on all keys.
    Miditouch "miditouch": Ratio in 0 ..= 1, default 0;
    /// Pressure on one key.
    PolyTouch "polyTouch": Ratio in 0 ..= 1, default 0;
    /// The modulation wheel.
    Modwheel "modwheel": Ratio in 0 ..= 1, default 0;
    /// The expression pedal.
    Expression "expression": Ratio in 0 ..= 1, default 1;
    /// The sustain pedal.
    Sustainpedal "sustainpedal": Ratio in 0 ..= 1, default 0;
    /// System message: maker and bytes.
    Sysex "sysex": Name in 0 ..= 0, default 0;
    /// Maker of a system message.
    Sysexid "sysexid": Name in 0 ..= 0, default 0;
    /// Bytes of a system message.
    Sysexdata "sysexdata": Name in 0 ..= 0, default 0;
    /// Bytes for other programs, one list.
    Array "array": Name in 0 ..= 0, default 0;
    /// A number that identifies something elsewhere.
    Uid "uid": Count in 0 ..= 2000000000, default 0;
    /// A value for another program.
    Val "val": Number in -1000000 ..= 1000000, default 0;
    /// Position of a song, in sixteenths.
    SongPtr "songPtr": Count in 0 ..= 16383, default 0;
    /// Frames a second of a time code.
    FrameRate "frameRate": Count in 1 ..= 120, default 25;
    /// Frames of a time code.
    Frames "frames": Count in 0 ..= 120, default 0;
    /// Hours of a time code.
    Hours "hours": Count in 0 ..= 24, default 0;
    /// Minutes of a time code.
    Minutes "minutes": Count in 0 ..= 60, default 0;
    /// Seconds of a time code.
    Seconds "seconds": Count in 0 ..= 60, default 0;
    /// Address to which the event is sent.
    Oschost "oschost": Name in 0 ..= 0, default 0;
    /// Port to which the event is sent.
    Oscport "oscport": Count in 0 ..= 65535, default 0;
}
Display {
    /// Colour of the track on screen.
    Color "color" "colour": Name in 0 ..= 0, default 0;
    /// Text of the event in displays.
    Label "label": Name in 0 ..= 0, default 0;
    /// Text of the event in displays while it sounds.
    ActiveLabel "activeLabel": Name in 0 ..= 0, default 0;
    /// A word by which events are found again: `filter(|v| v.tag == "a")`.
    Tag "tag": Name in 0 ..= 0, default 0;
}
}
