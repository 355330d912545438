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
    ("filterHaps", "filterValues"),
    ("filterEvents", "filterValues"),
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
    left_out(&["initHydra"], "video of a browser"),
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
        &["nTake", "sTake", "pStateF", "pStateList"],
        "an event does not know what came before it; `preplace` takes values in turn",
    ),
    left_out(
        &["withHap", "withHaps", "withEvent", "withEvents", "withHapSpan", "withHapTime"],
        "moving events by a function hides them from queries; `fmap` changes values, `late`, \
         `compress` and `zoom` move them",
    ),
    left_out(
        &["withQuerySpan", "withQueryTime", "withQueryArc", "withResultTime", "withResultArc"],
        "how a pattern is asked is its own business; `fast`, `early`, `ribbon` change its time",
    ),
    left_out(
        &["withContext", "setContext", "stripContext", "withLoc", "keepMeta", "tag"],
        "where an event comes from is kept by the engine, to light it up",
    ),
    left_out(&["matchManyToOne", "separateCycles"], "internals for comparing patterns"),
    left_out(
        &["streamReplace", "streamOnce", "streamFirst"],
        "there is no stream to be told: the file says what plays",
    ),
    left_out(
        &["resetCycles", "setCycle"],
        "a save must not move the music: the keys that locate do, and `trigger` starts a track anew",
    ),
    left_out(&["panic"], "a key: it silences everything at once; in a script, `hush()` does"),
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
        &["setF", "setS", "setI", "setB", "setR", "getState"],
        "values that change from outside come from controllers; a `const` is shared by all tracks",
    ),
    left_out(
        &["setGainCurve", "setMaxPolyphony", "setMultiChannelOrbits"],
        "settings of a browser's engine: here gain is an amplitude, voices are many and counted on \
         the screen, and every track has a bus of its own",
    ),
    left_out(
        &["registerSound", "registerSynthSounds", "tables", "K", "worklet", "FX"],
        "the engine's sounds and effects are built in, so that a piece sounds alike everywhere; \
         `samples` adds recordings",
    ),
    left_out(
        &["midi", "midikeys", "in0", "cF", "cS", "cI", "cB", "cN", "cR", "cT"],
        "no controllers or keyboards are read, and no MIDI is sent: the engine plays its own sounds",
    ),
    left_out(&["tidal", "mondo"], "mini-notation is the one notation that a script has"),
    left_out(&["slider"], "a file has no slider; controllers move values"),
    left_out(
        &["midimaps", "defaultmidimap"],
        "controllers are named by their numbers; a map in the script names them",
    ),
    left_out(&["soundfont"], "no soundfonts are read; recordings of an instrument are a sample"),
    left_out(
        &["renderPatternAudio"],
        "`tresillo render` writes a piece, or some cycles of it, to a file",
    ),
    left_out(&["scrumple"], "never documented; `wedge` and `compress` squeeze patterns together"),
    left_out(&["splat"], "`slice` and `splice` take their pieces from any pattern of sounds"),
    left_out(
        &["getScale", "raiseDegree", "lowerDegree"],
        "tables of one's own are lists: `toScale([0, 2, 3, 7])`",
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
