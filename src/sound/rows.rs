//! Every built-in sound, one row each: its names, and what it sounds like.
//!
//! Among the other names are those that libraries of recordings use for the same thing, so that a
//! script plays without them; a recording of that name goes before.

use super::{Colour, Drum, Held, Many, Sound, SoundInfo, Struck, Table, Wave};

const fn row(
    name: &'static str,
    aliases: &'static [&'static str],
    sound: Sound,
    doc: &'static str,
) -> SoundInfo {
    SoundInfo { name, aliases, sound, doc }
}

const fn drum(
    name: &'static str,
    aliases: &'static [&'static str],
    drum: Drum,
    doc: &'static str,
) -> SoundInfo {
    row(name, aliases, Sound::Drum(drum), doc)
}

const fn struck(
    name: &'static str,
    aliases: &'static [&'static str],
    what: Struck,
    doc: &'static str,
) -> SoundInfo {
    row(name, aliases, Sound::Struck(what), doc)
}

const fn held(
    name: &'static str,
    aliases: &'static [&'static str],
    what: Held,
    doc: &'static str,
) -> SoundInfo {
    row(name, aliases, Sound::Held(what), doc)
}

const fn many(
    name: &'static str,
    aliases: &'static [&'static str],
    what: Many,
    doc: &'static str,
) -> SoundInfo {
    row(name, aliases, Sound::Many(what), doc)
}

/// Every built-in sound.
#[rustfmt::skip]
pub const SOUNDS: &[SoundInfo] = &[
    row("sine", &["sin"], Sound::Oscillator(Wave::Sine), "pure tone"),
    row("triangle", &["tri"], Sound::Oscillator(Wave::Triangle), "soft, flute-like"),
    row("sawtooth", &["saw", "supersaw1"], Sound::Oscillator(Wave::Sawtooth), "bright, string-like"),
    row("square", &["sqr", "supersquare"], Sound::Oscillator(Wave::Square), "hollow, clarinet-like"),
    row("pulse", &["superpwm"], Sound::Oscillator(Wave::Square), "square whose width `pw` sets"),
    row("supersaw", &[], Sound::Supersaw, "a stack of detuned sawtooths, wide"),
    row("wt_basic", &["wt_digital"], Sound::Table(Table::Basic), "wavetable: sine, triangle, sawtooth, square; `wt` says where"),
    row("wt_pulse", &[], Sound::Table(Table::Pulse), "wavetable: a square that grows narrower with `wt`"),
    row("wt_vowel", &["wt_vocal"], Sound::Table(Table::Vowel), "wavetable: vowels from u over o, a, e to i"),
    row("wt_sync", &[], Sound::Table(Table::Sync), "wavetable: hard sync, higher with `wt`"),
    row("wt_glass", &["wt_bell"], Sound::Table(Table::Glass), "wavetable: few harmonics, further apart with `wt`"),
    row("wt_grit", &[], Sound::Table(Table::Grit), "wavetable: harmonics by chance, harsh"),
    row("white", &["noise", "supernoise"], Sound::Noise(Colour::White), "white noise, hissing"),
    row("pink", &[], Sound::Noise(Colour::Pink), "pink noise, rushing"),
    row("brown", &[], Sound::Noise(Colour::Brown), "brown noise, rumbling"),
    row("crackle", &[], Sound::Noise(Colour::Crackle), "clicks as of an old record"),

    drum("bd", &["kick", "bassdrum", "bassdrum1", "bassdrum2", "clubkick", "popkick", "hardkick", "reverbkick",
        "bassdm", "superkick", "super808", "soskick"], Drum::Kick, "bass drum"),
    drum("sd", &["sn", "snare", "snares", "snare_modern", "snare_hi", "snare_low", "supersnare", "sossnare"],
        Drum::Snare, "snare drum"),
    drum("hh", &["hat", "hats", "hihat", "ch", "hc", "hh27", "closedhat", "superhat", "soshats"],
        Drum::ClosedHat, "closed hi-hat"),
    drum("oh", &["ho", "openhat"], Drum::OpenHat, "open hi-hat"),
    drum("cp", &["clap", "claps", "handclap", "realclaps", "hand", "superclap"], Drum::Clap, "hand clap"),
    drum("rim", &["rs", "rimshot", "sidestick", "snare_rim"], Drum::Rim, "rim shot"),
    drum("lt", &["lowtom", "tom_mallet", "floortom"], Drum::LowTom, "low tom"),
    drum("mt", &["midtom", "tom", "toms", "tom_stick", "sostoms"], Drum::MidTom, "mid tom"),
    drum("ht", &["hightom", "hitom", "tom2", "tom_rim"], Drum::HighTom, "high tom"),
    drum("cb", &["cowbell"], Drum::Cowbell, "cowbell"),
    drum("cr", &["crash", "cy", "cymbal", "cymbals", "sus_cymbal", "clash"], Drum::Crash, "crash cymbal"),
    drum("rd", &["ride"], Drum::Ride, "ride cymbal"),
    drum("sh", &["shaker", "shakers", "shaker_small", "shaker_large"], Drum::Shaker, "shaker"),
    drum("tb", &["tambourine", "tambourine2", "tamb", "sleighbells"], Drum::Tambourine, "tambourine"),
    drum("maracas", &["ma", "maraca"], Drum::Maracas, "maracas"),
    drum("cabasa", &["cabaca"], Drum::Cabasa, "cabasa"),
    drum("guiro", &["scrape", "ratchet"], Drum::Guiro, "guiro, scraped"),
    drum("vibraslap", &["vibslap"], Drum::Vibraslap, "vibraslap, rattling"),
    drum("snap", &["fingersnap", "snaps", "slapstick"], Drum::Snap, "snap of the fingers"),
    drum("stomp", &["foot"], Drum::Stomp, "foot on a wooden floor"),
    drum("whistle", &["ballwhistle", "trainwhistle"], Drum::Whistle, "samba whistle"),
    drum("click", &["clak", "tick", "metronome"], Drum::Click, "click of a stick"),
    drum("fx", &["zap", "laser", "lazer"], Drum::Zap, "falling zap of an electronic drum"),

    struck("conga", &["congas", "cg", "lc", "mc", "808lc", "808mc", "808hc"], Struck::Conga, "conga, open"),
    struck("bongo", &["bongos"], Struck::Bongo, "bongo, high and short"),
    struck("djembe", &["darbuka", "tablex"], Struck::Djembe, "djembe, a low tone with a slap"),
    struck("timbale", &["timbales"], Struck::Timbale, "timbale, a bright metal shell"),
    struck("dayan", &["tabladrum", "mridangam"], Struck::Tabla, "the small drum of a tabla, with a clear note"),
    struck("bayan", &["baya"], Struck::Bayan, "the large drum of a tabla, which glides down"),
    struck("taiko", &["surdo", "gm_taiko_drum"], Struck::Taiko, "a large, deep drum"),
    struck("framedrum", &["daf", "bodhran"], Struck::FrameDrum, "frame drum, soft"),
    struck("cajon", &[], Struck::Cajon, "cajon, a wooden box with snares"),
    struck("timpani", &["timpani2", "gm_timpani"], Struck::Timpani, "kettle drum, tuned"),
    struck("woodblock", &["wb", "gm_woodblock", "slitdrum"], Struck::Woodblock, "wood block"),
    struck("clave", &["claves", "cl"], Struck::Clave, "claves, hard and high"),
    struck("agogo", &["gm_agogo"], Struck::Agogo, "agogo bell"),
    struck("triangles", &["trian", "fingercymbal"], Struck::Triangle, "a triangle of steel, ringing long"),
    struck("tink", &["tok", "coin", "coins"], Struck::Tink, "a small high ping"),
    struck("glass", &["glasstap", "wineglass"], Struck::Glass, "a tap on a glass"),
    struck("bottle", &[], Struck::Bottle, "a tap on a bottle"),
    struck("can", &["misc"], Struck::Can, "a tin can"),
    struck("metal", &["anvil", "brakedrum"], Struck::Metal, "a plate of iron"),
    struck("gong", &["gong2", "supergong", "tamtam"], Struck::Gong, "gong, deep and long"),

    struck("pluck", &["superhex", "psaltery", "supermandolin", "mandolin"], Struck::Pluck,
        "plucked string, bright; `strike` says where"),
    struck("guitar", &["gtr", "gm_acoustic_guitar_steel", "gm_electric_guitar_clean", "strumstick"],
        Struck::Guitar, "guitar with steel strings"),
    struck("nylon", &["gm_acoustic_guitar_nylon", "lute", "oud"], Struck::Nylon,
        "guitar with nylon strings, warm"),
    struck("harp", &["gm_orchestral_harp", "folkharp"], Struck::Harp, "harp, round and ringing on"),
    struck("koto", &["gm_koto", "gm_shamisen"], Struck::Koto, "koto, a hard pluck"),
    struck("sitar", &["gm_sitar"], Struck::Sitar, "sitar, buzzing"),
    struck("bass", &["bass0", "bass1", "bass2", "bass3", "jvbass", "gm_acoustic_bass",
        "gm_electric_bass_finger", "gm_electric_bass_pick"], Struck::Bass, "bass guitar"),
    struck("harpsichord", &["gm_harpsichord"], Struck::Harpsichord, "harpsichord, thin and bright"),
    struck("clavinet", &["clav", "gm_clavinet"], Struck::Clavinet, "clavinet, funky"),
    struck("piano", &["superpiano", "steinway", "piano1", "gm_piano", "kawai"], Struck::Piano,
        "piano, modelled; velocity opens it"),
    struck("epiano", &["rhodes", "ep", "gm_epiano1", "fmkeys"], Struck::ElectricPiano,
        "electric piano with tines"),
    struck("wurli", &["wurlitzer", "gm_epiano2"], Struck::Wurlitzer, "electric piano with reeds, nasal"),
    struck("marimba", &["gm_marimba", "balafon"], Struck::Marimba, "wooden bars, warm"),
    struck("xylophone", &["xylo", "gm_xylophone"], Struck::Xylophone, "wooden bars, hard and short"),
    struck("vibes", &["vibraphone", "vibraphone_soft", "supervibe", "gm_vibraphone"], Struck::Vibraphone,
        "metal bars, ringing on"),
    struck("glock", &["glockenspiel", "gm_glockenspiel", "belltree"], Struck::Glockenspiel,
        "small steel bars, glittering"),
    struck("kalimba", &["kalimba2", "mbira", "gm_kalimba"], Struck::Kalimba, "thumb piano"),
    struck("musicbox", &["gm_music_box", "celesta", "gm_celesta"], Struck::MusicBox, "music box"),
    struck("steelpan", &["steeldrum", "gm_steel_drums"], Struck::SteelPan, "steel pan"),
    struck("tubular", &["tubularbells", "handchimes", "gm_tubular_bells"], Struck::Tubular,
        "tubular bells"),
    struck("bell", &["bells", "handbells", "churchbell"], Struck::Bell, "church bell, with its minor third"),

    held("organ", &["superhammond", "gm_drawbar_organ", "gm_percussive_organ", "gm_rock_organ"],
        Held::Organ, "electric organ with drawbars, clicking and chiming"),
    held("pipeorgan", &["pipeorgan_loud", "gm_church_organ", "gm_reed_organ"], Held::PipeOrgan,
        "church organ, full"),
    held("flute", &["gm_flute", "gm_recorder", "ocarina", "recorder"], Held::Flute, "flute"),
    held("clarinet", &["gm_clarinet"], Held::Clarinet, "clarinet, hollow and soft"),
    held("subbass", &["sub", "sub808"], Held::SubBass, "deep bass, round"),
    many("strings", &["gm_string_ensemble_1", "gm_string_ensemble_2", "gm_synth_strings_1"], Many::Strings,
        "bowed strings, many"),
    many("pad", &["padlong", "gm_pad_warm"], Many::Pad, "soft pad, slow"),
    many("brass", &["gm_brass_section", "gm_synth_brass_1"], Many::Brass, "brass section"),
    many("choir", &["gm_choir_aahs", "gm_voice_oohs", "gm_synth_choir", "voices"], Many::Choir,
        "choir; `vowel` says what it sings"),
];
