//! Words of Strudel and Tidal that are called otherwise here, or left out, and why.
//!
//! No function is described here; a word leads to the page that describes it.

/// A word of another environment, and the name of what does the same.
pub const CALLED_OTHERWISE: &[(&str, &str)] = &[
    ("+", "add"),
    ("-", "sub"),
    ("*", "mul"),
    ("/", "div"),
    ("%", "mod"),
    ("**", "pow"),
    ("|+|", "add"),
    ("|+", "add"),
    ("+|", "add"),
    ("||+", "add"),
    ("|++|", "add"),
    ("|++", "add"),
    ("++|", "add"),
    ("#", "set"),
    ("|>", "set"),
    ("|<", "keep"),
    ("<*", "appLeft"),
    ("*>", "appRight"),
    ("<*>", "appBoth"),
    (">>=", "bind"),
    ("func", "appLeft"),
    ("op.in", "add"),
    ("op.out", "add"),
    ("op.mix", "add"),
    ("op.squeeze", "add"),
    ("op.squeezeout", "add"),
    ("op.reset", "add"),
    ("op.restart", "add"),
    ("op.poly", "add"),
    ("every'", "everyNth"),
    ("jux'", "juxAll"),
    ("smash'", "smashChop"),
    ("grain'", "grain"),
    ("substruct'", "substruct"),
    ("toScale'", "toScale"),
    ("weave'", "weaveWith"),
    ("rolledWith", "rolledBy"),
    ("tParam", "innerBind"),
    ("<~", "early"),
    ("~>", "late"),
    ("'i", "inversion"),
    ("'o", "openVoicing"),
    ("'d", "dropVoicing"),
    ("'number", "chordNotes"),
    ("createParam", "pF"),
    ("createParams", "controls_as"),
    ("registerControl", "pF"),
    ("unsolo", "solo"),
    ("unmute", "mute"),
    ("xfadeIn'", "xfadeIn"),
    ("jumpIn'", "jumpMod"),
    ("jumpMod'", "jumpMod"),
    ("silence d1", "mute"),
    ("ur effects", "ur"),
    ("streamOnce", "once"),
    ("streamFirst", "once"),
    ("streamReplace", "track"),
    ("resetCycles", "trigger"),
    ("filterHaps", "filterValues"),
    ("filterEvents", "filterValues"),
    ("filterOnsets", "onsetsOnly"),
    ("filterDigital", "discreteOnly"),
    ("iter'", "iterBack"),
    ("chunk'", "chunkBack"),
    ("withinArc", "within"),
    ("within'", "within"),
    ("sometimes'", "sometimes"),
    ("sometimesBy'", "sometimesBy"),
    ("spread'", "spread"),
    ("fit'", "fit"),
    ("stut'", "echoWith"),
    ("ghost'", "ghostWith"),
    ("in0", "ccin"),
    ("contrastBy", "contrast"),
    ("euclidOff", "euclidRot"),
    ("eoff", "euclidRot"),
    ("euclidOffBool", "euclidRot"),
    ("euclidOffFull", "euclidFull"),
    ("eoffl", "euclidFull"),
    ("timeLoop", "ribbon"),
    ("fastRepeatCycles", "replicate"),
    ("qround", "quantise"),
    ("qfloor", "floor"),
    ("qceiling", "ceil"),
    ("steptake", "take"),
    ("stepdrop", "drop"),
    ("shrinklist", "shrink"),
    ("s_taperlist", "shrink"),
    ("s_while", "while"),
    ("s_everycycle", "every"),
    ("striate'", "striateBy"),
    ("striateL", "striate"),
    ("toMIDI", "toMidi"),
    ("parseNumeral", "asNumber"),
    ("withSteps", "setSteps"),
    ("keepSteps", "setSteps"),
    ("getS", "extractS"),
    ("getF", "extractF"),
    ("muteAll", "mute"),
    ("unmuteAll", "mute"),
];

/// What is done here by other means than a function.
#[derive(Debug)]
pub struct DoneSo {
    /// What it is called elsewhere.
    pub names: &'static [&'static str],
    /// How it is done here, in sentences.
    pub how: &'static str,
}

const fn done_so(names: &'static [&'static str], how: &'static str) -> DoneSo {
    DoneSo { names, how }
}

/// What other environments have functions, buttons or rules for, and how it is done here.
pub const DONE_SO: &[DoneSo] = &[
    done_so(
        &["pattern arithmetic", "pattern arithmetic (+ - * /)", "arithmetic"],
        "Write `p + 12`, `p * 2`, `p - q`, or `12 - p`: operators work where one side is a pattern. \
         Two strings are joined by `+`, so write `\"0 1\".add(12)`. `add`, `sub`, `mul`, `div`, `mod` and \
         `pow` are the same as methods, and `add.mix` and its like say whose structure counts.",
    ),
    done_so(
        &["numerals on notes"],
        "Numbers are added to note names as semitones, `note(\"c e\".add(\"<0 7>\"))`, and to degrees \
         before they go through a scale, `n(\"0 2\".add(\"<0 1>\")).scale(\"C:minor\")`.",
    ),
    done_so(
        &["block evaluation", "evaluate one block"],
        "Every save runs the whole file, and only tracks that it changed are exchanged: the others play \
         on untouched. A track whose statement has a mistake keeps playing its last good version.",
    ),
    done_so(
        &["local sample import", "drag folder", "sampler server"],
        "A folder of recordings becomes sounds with `samples(\"my-folder\")`; it lies beside the script. \
         Each file or folder in it is a sound by its name.",
    ),
    done_so(
        &["renderPatternAudio", "export wav", "render"],
        "`tresillo render song.rhai` writes the piece to a file, faster than it plays; \
         `tresillo render --help` tells of lengths and formats.",
    ),
    done_so(
        &["panic"],
        "The key `x` silences everything at once, and `h` lets all ring out. In a script, `hush()` on a \
         line of its own silences all tracks.",
    ),
    done_so(
        &["control busses", "lpfbus", "panbus"],
        "A control is moved by a pattern, as in `lpf(sine.range(300, 2000))`, event by event; within a \
         note, envelopes such as `lpenv` move it. Names such as `lpfbus` are understood and change \
         nothing, because only SuperDirt has such busses.",
    ),
    done_so(
        &["withHap", "withHaps", "withEvent", "withEvents"],
        "`fmap(|v| ..)` changes the value of every event by a function, and `filter(|v| ..)` leaves some \
         out. In time they are moved by `late`, `compress`, `zoom` and their like.",
    ),
    done_so(
        &["soundfont", "soundfonts", "sf2"],
        "A SoundFont is named as a folder is, `samples(\"instruments.sf2\")`, or lies in one. Its presets are \
         sounds by their names, and by `gm_piano` and its like if it follows General MIDI.",
    ),
    done_so(
        &["sseq", "sseqs", "sseq'", "step'"],
        "A text in which every letter is a step is a grid: `beat(\"bd: x..x..x.\")`, and \
         `s(\"bd:0 bd:1 ~\")` where digits choose the recording.",
    ),
    done_so(
        &["playFor", "filterWhen"],
        "What plays in which cycles is said by `mask(\"<0!4 1!8>\")`, by `arrange`, or by \
         `when(|c| c >= 4, |p| ..)`.",
    ),
    done_so(
        &["getState", "stream state"],
        "A value that several tracks read is a constant of the script, `const X = ..`; what `setF` named is \
         read by `pF` and its like.",
    ),
    done_so(
        &["uncollect"],
        "The list that `collect` makes becomes a chord again by `note(\"[c,e,g]\")`, or is played in turn \
         by `arp`.",
    ),
    done_so(
        &["tables"],
        "Recordings of single cycles whose file or folder is called `wt_..` are played as wavetables: \
         put them into a folder, name it with `samples(\"my-folder\")`, and move through them with `wt`.",
    ),
];

/// What is left out.
#[derive(Debug)]
pub struct LeftOut {
    /// Its names.
    pub names: &'static [&'static str],
    /// Why, and what to use instead.
    pub reason: &'static str,
}

const fn left_out(names: &'static [&'static str], reason: &'static str) -> LeftOut {
    LeftOut { names, reason }
}

/// Functions of Strudel and Tidal that are not there, each with its reason.
pub const LEFT_OUT: &[LeftOut] = &[
    left_out(
        &["mousex", "mouseX", "mousey", "mouseY"],
        "a terminal does not tell where the pointer is; MIDI and OSC are the way in",
    ),
    left_out(
        &["gamepad", "motion", "accX", "gravX", "orientX"],
        "devices of a browser and of phones; MIDI and OSC are the way in",
    ),
    left_out(&["whenKey", "keyDown"], "keys are for the editor; MIDI and OSC are the way in"),
    left_out(&["speak"], "speech of a browser; a recording of the words is a sample"),
    left_out(
        &["csound", "csoundm", "loadOrc", "mqtt", "serial"],
        "links of a browser to other programs; OSC reaches them",
    ),
    left_out(&["initHydra", "H"], "video of a browser"),
    left_out(
        &["animate", "draw", "moveXY", "zoomIn", "rescale"],
        "drawings in a browser; the screen shows every track, as lights, a piano roll or a scope",
    ),
    left_out(
        &["addVoicings", "registerVoicings", "setDefaultVoicings"],
        "the dictionaries of voicings are built in; a chord of one's own is a list of notes",
    ),
    left_out(&["perlinWith"], "`perlin` moves with time; `perlin2With` takes what it moves with"),
    left_out(&["filterAnalog"], "a signal has no events to keep; `segment` gives it some"),
    left_out(
        &["sliceDiv"],
        "where slices begin is said to `slice` by a list of parts of the whole",
    ),
    left_out(
        &["hasSteps"],
        "a script needs no question about steps; `pace` and `stepcat` use them",
    ),
    left_out(
        &["code2hash", "hash2code"],
        "a share link packs a script into an address; a script here is a file to be sent",
    ),
    left_out(
        &["useRNG"],
        "there is one chance, that of the legacy generator; `seed` gives another stream",
    ),
    left_out(
        &["onTrigger", "onTriggerTime"],
        "functions of a script describe the music and do not run while it plays",
    ),
    left_out(
        &["pStateF", "pStateList"],
        "an event does not know what came before it; `nTake` and `preplace` take values in turn",
    ),
    left_out(
        &["withHapSpan", "withHapTime"],
        "moving events by a function hides them from queries; `late`, `compress` and `zoom` move them",
    ),
    left_out(
        &["withQuerySpan", "withQueryTime", "withQueryArc", "withResultTime", "withResultArc"],
        "how a pattern is asked is its own business; `fast`, `early`, `ribbon` change its time",
    ),
    left_out(
        &["withContext", "setContext", "stripContext", "withLoc", "keepMeta"],
        "where an event comes from is kept by the engine, to light it up",
    ),
    left_out(&["matchManyToOne", "separateCycles"], "internals for comparing patterns"),
    left_out(
        &["setCycle"],
        "a save must not move the music; `trigger` starts a track anew, and `early` finds any cycle",
    ),
    left_out(
        &["triggerWith"],
        "a function of the moment of a save; `qtrigger`, `mtrigger`, `ftrigger` and `rtrigger` are \
         what it was used for",
    ),
    left_out(
        &["histpan"],
        "it never ends: what plays would depend on files that are gone; `xfade` and `clutch` end",
    ),
    left_out(
        &["enableLink", "disableLink"],
        "whether others set the tempo is said when the program starts, not in a piece",
    ),
    left_out(
        &["setGainCurve", "setMaxPolyphony", "setMultiChannelOrbits"],
        "settings of a browser's engine: here gain is an amplitude, voices are many and counted on \
         the screen, and every track has a bus of its own",
    ),
    left_out(
        &["registerSound", "registerSynthSounds", "K", "worklet", "FX"],
        "the engine's sounds and effects are built in, so that a piece sounds alike everywhere; \
         `samples` adds recordings",
    ),
    left_out(&["tidal", "mondo"], "mini-notation is the one notation that a script has"),
    left_out(
        &["midimaps", "defaultmidimap"],
        "controllers are named by their numbers; a map in the script names them",
    ),
];

/// What does the same as a word of another environment.
pub fn called_here(word: &str) -> Option<&'static str> {
    CALLED_OTHERWISE.iter().find(|(other, _)| *other == word).map(|(_, name)| *name)
}

/// Why a word of another environment is left out, if it is.
pub fn why_left_out(word: &str) -> Option<&'static str> {
    LEFT_OUT.iter().find(|row| row.names.contains(&word)).map(|row| row.reason)
}

/// How something is done here that other environments have a word for.
pub fn how_here(word: &str) -> Option<&'static str> {
    DONE_SO.iter().find(|row| row.names.contains(&word)).map(|row| row.how)
}
