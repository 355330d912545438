//! Names of other programs: carried to them, not heard in the built-in engine.
//!
//! Those that are counted stand in `numbered`.

macro_rules! rows {
    ($($before:tt)*) => { numbered::rows! {
$($before)*
External {
    /// Timbre knob of SuperDirt's synths.
    Voice "voice": Number in -1000000 ..= 1000000, default 0;
    /// Interval of a second oscillator.
    Semitone "semitone": Semitones in -128 ..= 128, default 12;
    /// Filter tracking, or pitch of a drum's click.
    Pitch1 "pitch1" "pit1": Factor in -1000 ..= 1000, default 1;
    /// Ratio of a chip synth's second oscillator.
    Pitch2 "pitch2" "pit2": Factor in -1000 ..= 1000, default 1;
    /// Ratio of a chip synth's third oscillator.
    Pitch3 "pitch3": Factor in -1000 ..= 1000, default 1;
    /// Speed of a synth's inner movement.
    Rate "rate": Factor in -1000 ..= 1000, default 1;
    /// How much a synth's wobble moves its filter.
    Lfo "lfo": Number in -1000 ..= 1000, default 0;
    /// Rate of a synth's wobble.
    Lfofreq "lfofreq": Hertz in 0 ..= 20000, default 1;
    /// Depth of a synth's wobble.
    Lfodepth "lfodepth": Number in -1000 ..= 1000, default 0;
    /// Strength of a synth's wobble.
    Lfoint "lfoint": Number in -1000 ..= 1000, default 0;
    /// Damping of the piano model.
    Muffle "muffle": Factor in 0 ..= 10, default 1;
    /// Width of the piano model.
    Stereo "stereo": Factor in 0 ..= 10, default 1;
    /// Percussion level of the organ model.
    Perc "perc": Number in -1000 ..= 1000, default 0;
    /// Percussion harmonic of the organ model.
    Percf "percf": Number in -1000 ..= 1000, default 0;
    /// Vibrato rate of the organ model.
    Vrate "vrate": Hertz in 0 ..= 1000, default 6;
    /// Tremolo depth of the vibraphone model.
    Modamp "modamp": Number in 0 ..= 1000, default 0;
    /// Tremolo rate of the vibraphone model.
    Modfreq "modfreq": Hertz in 0 ..= 1000, default 0;
    /// Position of the endless-glissando synth; also the cycle an event was played in.
    Cycle "cycle": Number in -1000000 ..= 1000000, default 0;
    /// Shape of a grain's envelope.
    Tilt "tilt": Ratio in 0 ..= 1, default 0.5;
    /// Flatness of a grain's envelope.
    Plat "plat": Ratio in 0 ..= 1, default 0;
    /// Part of the circle of speakers that is used.
    Panspan "panspan": Number in -64 ..= 64, default 1;
    /// How far a sound's channels lie apart on the circle of speakers.
    Pansplay "pansplay": Number in -64 ..= 64, default 0;
    /// How wide a sound is on the circle of speakers.
    Panwidth "panwidth": Number in 0 ..= 64, default 2;
    /// Where the front of the circle of speakers is.
    Panorient "panorient": Number in -64 ..= 64, default 0;
    /// Live input of the sound card.
    Inr "inr": Count in 0 ..= 64, default 0;
    /// Bus from which an event's sound comes.
    From "from": Count in 0 ..= 1000, default 0;
    /// Bus to which an event's sound goes.
    To "to": Count in 0 ..= 1000, default 0;
    /// Which parameter that bus moves.
    ToArg "toArg": Name in 0 ..= 0, default 0;
    /// Cuts the spectrum below a point.
    Hbrick "hbrick": Ratio in 0 ..= 1, default 0;
    /// Cuts the spectrum above a point.
    Lbrick "lbrick": Ratio in 0 ..= 1, default 0;
    /// Smears the spectrum over time.
    Smear "smear": Ratio in 0 ..= 1, default 0;
    /// Shuffles the spectrum.
    Scram "scram": Ratio in 0 ..= 1, default 0;
    /// Moves the spectrum up or down.
    Binshift "binshift": Ratio in -1 ..= 1, default 0;
    /// Sharpens the spectrum.
    Enhance "enhance": Ratio in 0 ..= 1, default 0;
    /// First number of the spectral conformer.
    Real "real": Number in -100 ..= 100, default 0;
    /// Second number of the spectral conformer.
    Imag "imag": Number in -100 ..= 100, default 0;
    /// How many parts of the spectrum are delayed.
    Xsdelay "xsdelay": Number in 0 ..= 1000, default 0;
    /// How long those parts are delayed.
    Tsdelay "tsdelay": Number in 0 ..= 1000, default 0;
    /// Level of the octave above.
    Octer "octer": Number in 0 ..= 100, default 0;
    /// Level of half the frequency.
    Octersub "octersub": Number in 0 ..= 100, default 0;
    /// Level of a quarter of the frequency.
    Octersubsub "octersubsub": Number in 0 ..= 100, default 0;
    /// Shifts all frequencies by so many hertz.
    Fshift "fshift": Number in -20000 ..= 20000, default 0;
    /// Shifts all frequencies by a multiple of the note.
    Fshiftnote "fshiftnote": Number in -1000 ..= 1000, default 0;
    /// Phase of the frequency shifter.
    Fshiftphase "fshiftphase": Number in -1000 ..= 1000, default 0;
    /// Scatter of the pitch shifter.
    Psdisp "psdisp": Ratio in 0 ..= 1, default 0;
    /// Plays samples in tune by their pitch tags.
    Metatune "metatune": Switch in 0 ..= 1, default 0;
    /// Randomness of the tiny game-sound synth.
    Zrand "zrand": Number in -1000 ..= 1000, default 0;
    /// All numbers of the tiny game-sound synth, one list.
    Zzfx "zzfx": Number in -1000000 ..= 1000000, default 0;
    /// Noise of the tiny game-sound synth.
    Znoise "znoise": Number in -1000 ..= 1000, default 0;
    /// Modulation of the tiny game-sound synth.
    Zmod "zmod": Number in -100000 ..= 100000, default 0;
    /// Bit crusher of the tiny game-sound synth.
    Zcrush "zcrush": Number in -1000 ..= 1000, default 0;
    /// Echo of the tiny game-sound synth.
    Zdelay "zdelay": Number in -1000 ..= 1000, default 0;
    /// Curve of the tiny game-sound synth's wave.
    Curve "curve": Number in -1000 ..= 1000, default 1;
    /// How the pitch slide of the tiny game-sound synth changes.
    DeltaSlide "deltaSlide": Number in -1000 ..= 1000, default 0;
    /// How far the tiny game-sound synth's pitch jumps.
    PitchJump "pitchJump": Number in -100000 ..= 100000, default 0;
    /// When the tiny game-sound synth's pitch jumps.
    PitchJumpTime "pitchJumpTime": Number in -1000 ..= 1000, default 0;
    /// How much later SuperDirt plays.
    Latency "latency": Seconds in -10 ..= 10, default 0;
    /// A correction of that lateness.
    Lag "lag": Seconds in -10 ..= 10, default 0;
    /// Length of the event in seconds, as SuperDirt is told.
    Delta "delta": Seconds in 0 ..= 1000, default 1;
    /// Level of an old drum machine's bass drum.
    Lkick "lkick": Number in -1000 ..= 1000, default 0;
    /// Level of an old drum machine's snare.
    Lsnare "lsnare": Number in -1000 ..= 1000, default 0;
    /// Level of an old drum machine's closed hat.
    Lclhat "lclhat": Number in -1000 ..= 1000, default 0;
    /// Level of an old drum machine's open hat.
    Lophat "lophat": Number in -1000 ..= 1000, default 0;
    /// Level of an old drum machine's clap.
    Lclap "lclap": Number in -1000 ..= 1000, default 0;
    /// Level of an old drum machine's claves.
    Lclaves "lclaves": Number in -1000 ..= 1000, default 0;
    /// Level of an old drum machine's crash.
    Lcrash "lcrash": Number in -1000 ..= 1000, default 0;
    /// Level of an old drum machine's agogo.
    Lagogo "lagogo": Number in -1000 ..= 1000, default 0;
    /// Level of an old drum machine's high tom.
    Lhitom "lhitom": Number in -1000 ..= 1000, default 0;
    /// Level of an old drum machine's low tom.
    Llotom "llotom": Number in -1000 ..= 1000, default 0;
    /// Decay of an old drum machine's closed hat.
    Clhatdecay "clhatdecay": Number in -1000 ..= 1000, default 0;
    /// Decay of an old drum machine's open hat.
    Ophatdecay "ophatdecay": Number in -1000 ..= 1000, default 0;
    /// Decay of an old drum machine's toms.
    Tomdecay "tomdecay": Number in -1000 ..= 1000, default 0;
    /// Grain of an old drum machine's hats.
    Hatgrain "hatgrain": Number in -1000 ..= 1000, default 0;
    /// Shape of an old drum machine's clap.
    Sclap "sclap": Number in -1000 ..= 1000, default 0;
    /// Shape of an old drum machine's claves.
    Sclaves "sclaves": Number in -1000 ..= 1000, default 0;
    /// Shape of an old drum machine's crash.
    Scrash "scrash": Number in -1000 ..= 1000, default 0;
    /// Shape of an old drum machine's agogo.
    Sagogo "sagogo": Number in -1000 ..= 1000, default 0;
    /// Filter envelope of an old synth voice.
    Vcfegint "vcfegint": Number in -1000 ..= 1000, default 0;
    /// Pitch envelope of an old synth voice.
    Vcoegint "vcoegint": Number in -1000 ..= 1000, default 0;
    /// Cutoff envelope of an old synth voice.
    Cutoffegint "cutoffegint": Number in -1000 ..= 1000, default 0;
    /// Filter wobble of an old synth voice.
    Lfocutoffint "lfocutoffint": Number in -1000 ..= 1000, default 0;
    /// Pitch wobble of an old synth voice.
    Lfopitchint "lfopitchint": Number in -1000 ..= 1000, default 0;
    /// When the wobble of an old synth voice sets in.
    Lfodelay "lfodelay": Number in -1000 ..= 1000, default 0;
    /// Whether the wobble of an old synth voice starts with the note.
    Lfosync "lfosync": Number in -1000 ..= 1000, default 0;
    /// Wave of the wobble of an old synth voice.
    Lfoshape "lfoshape": Number in -1000 ..= 1000, default 0;
    /// Depth of an old stutter effect.
    Stutterdepth "stutterdepth": Number in -1000 ..= 1000, default 0;
    /// Time of an old stutter effect.
    Stuttertime "stuttertime": Number in -1000 ..= 1000, default 0;
    /// An envelope on any parameter, as a map: attack, decay, sustain, release, depth and curves.
    Env "env": Name in 0 ..= 0, default 0;
    /// Another pattern's bus that moves any parameter, as a map: bus, depth, dc.
    Bmod "bmod": Name in 0 ..= 0, default 0;
    /// How far an envelope or a bus moves its parameter.
    Depth "depth": Number in -1000000 ..= 1000000, default 0;
    /// Curve of an envelope's rise.
    Acurve "acurve": Number in -100 ..= 100, default 0;
    /// Curve of an envelope's fall.
    Dcurve "dcurve": Number in -100 ..= 100, default 0;
    /// Curve of an envelope's return.
    Rcurve "rcurve": Number in -100 ..= 100, default 0;
    /// Offset of a bus that moves a parameter.
    Dc "dc": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the modules of the mi-ugens as a whole, of the mi-ugens.
    Omi "omi": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the macro oscillator Braids, of the mi-ugens.
    Braids "braids": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the macro oscillator Plaits, of the mi-ugens.
    Plaits "plaits": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the tidal generator Tides, of the mi-ugens.
    Tides "tides": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the reverb Verb, of the mi-ugens.
    Verb "verb": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the granulator Clouds, of the mi-ugens.
    Clouds "clouds": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the modal voice Elements, of the mi-ugens.
    Elements "elements": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the companding curve Mu, of the mi-ugens.
    Mu "mu": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the resonator Rings, of the mi-ugens.
    Rings "rings": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the filter Ripples, of the mi-ugens.
    Ripples "ripples": Number in -1000000 ..= 1000000, default 0;
    /// Mix of the modulator Warps, of the mi-ugens.
    Warps "warps": Number in -1000000 ..= 1000000, default 0;
    /// Timbre of a module of the mi-ugens.
    Timbre "timbre": Ratio in 0 ..= 1, default 0.5;
    /// Harmonics of a module of the mi-ugens.
    Harmonics "harmonics": Ratio in 0 ..= 1, default 0.5;
    /// Position in a module of the mi-ugens.
    Position "position": Ratio in 0 ..= 1, default 0.5;
    /// Texture of a module of the mi-ugens.
    Texture "texture": Ratio in 0 ..= 1, default 0.5;
}
} };
}
pub(super) use rows;
