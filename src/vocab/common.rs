//! The names that players type most, the most used first: of names as near to a slip, one of them is meant.
//!
//! Counted in whole songs that are public, and then what every introduction begins with.

/// The most used names.
#[rustfmt::skip]
pub const COMMON: &[&str] = &[
    "s", "gain", "room", "note", "n", "clip", "lpf", "stack", "scale", "voicing", "chord", "fast",
    "slow", "sound", "every", "rev", "pickRestart", "anchor", "bank", "release", "velocity", "hpf",
    "add", "transpose", "struct", "setcpm", "register", "pan", "color", "all", "cpm", "setcps",
    "speed", "layer", "pickOut", "withValue", "attack", "mode", "delay", "late", "pick", "dfb",
    "dt", "mask", "vib", "penv", "fmap", "rootNotes", "sub", "range", "echo", "hush", "chop", "jux",
    "off", "cat", "seq", "euclid", "ply", "sometimes", "often", "rarely", "degrade", "degradeBy",
    "early", "segment", "iter", "palindrome", "tempo", "track", "sine", "saw", "square", "tri",
    "rand", "perlin", "irand", "choose", "silence", "vowel", "crush", "shape", "distort", "orbit",
    "cut", "loopAt", "fit", "slice", "splice", "striate", "superimpose", "arp", "run", "legato",
    "resonance", "lpq", "hpq", "bpf", "decay", "sustain", "adsr", "detune", "inside", "outside",
    "when", "firstOf", "lastOf", "chunk", "hurry", "swing", "brak", "press", "linger", "ribbon",
    "mul", "div", "set", "keep", "begin", "end", "freq", "unison", "fm", "phaser", "size",
    "roomsize", "delaytime", "delayfeedback", "fastcat", "slowcat", "polymeter", "beat", "nudge",
    "cps", "seed", "mute", "solo", "samples",
];

/// True for one of them.
pub fn is_common(name: &str) -> bool {
    COMMON.contains(&name)
}
