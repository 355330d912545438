//! What a script can call that is no pattern function: tracks, tempo, settings, questions, pictures.
//!
//! Here they are named and described; what they do is the script's and the conductor's business.

/// Everything we know about one function of the session.
#[derive(Debug)]
pub struct Command {
    /// Its name in scripts.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// How it is written.
    pub call: &'static str,
    /// One sentence with a full stop.
    pub summary: &'static str,
    /// Lines to try.
    pub example: &'static str,
    /// A picture of another environment, called on a pattern, which it leaves as it is.
    pub picture: bool,
}

impl Command {
    /// Its name and its other names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    const fn alias(self, aliases: &'static [&'static str]) -> Command {
        Command { aliases, ..self }
    }
}

const fn command(
    name: &'static str,
    call: &'static str,
    summary: &'static str,
    example: &'static str,
) -> Command {
    Command { name, aliases: &[], call, summary, example, picture: false }
}

const fn picture(
    name: &'static str,
    aliases: &'static [&'static str],
    summary: &'static str,
    example: &'static str,
) -> Command {
    Command { name, aliases, call: "", summary, example, picture: true }
}

/// Every name of the session.
pub fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().flat_map(Command::names)
}

/// The function of the session that has this name.
pub fn command_named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.names().any(|other| other == name))
}

/// The table.
pub const COMMANDS: &[Command] = &[
    command(
        "track",
        "track(name, pattern)",
        "Declares a track, as `name: pattern` does; one of the same name goes.",
        r#"track("drums", s("bd sd"))"#,
    ),
    command(
        "p",
        "pattern.p(name)",
        "Declares a track of this pattern.",
        r#"s("bd*4").p("drums")"#,
    ),
    command(
        "d1",
        "d1(pattern)",
        "Declares a numbered track, from d1 to d16.",
        "d1(s(\"bd*4\"))\nd2(s(\"hh*8\"))",
    )
    .alias(&[
        "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "d11", "d12", "d13", "d14", "d15",
        "d16",
    ]),
    command(
        "solo",
        "pattern.solo()",
        "Only tracks with this mark sound, as those named `S$..` do.",
        "drums: s(\"bd*4\").solo()\nhats: s(\"hh*8\")",
    )
    .alias(&["only"]),
    command(
        "mute",
        "pattern.mute()",
        "The track keeps its place but does not sound, as one named `_..` does.",
        "drums: s(\"bd*4\")\nhats: s(\"hh*8\").mute()",
    ),
    command(
        "xfadeIn",
        "pattern.xfade(cycles?)",
        "When a save changes the track, the old pattern fades out while the new one fades in; 2 cycles.",
        "drums: s(\"bd*4\").xfade(4)",
    ),
    command(
        "clutch",
        "pattern.clutch(cycles?)",
        "When a save changes the track, chance exchanges old events for new ones, one by one; 2 cycles.",
        "drums: s(\"bd*4 hh*8\").clutch(4)",
    )
    .alias(&["clutchIn"]),
    command(
        "interpolate",
        "pattern.interpolate(cycles?)",
        "When a save changes the track, its numbers glide from the old ones to the new; 4 cycles.",
        "bass: note(\"c2*8\").s(\"saw\").lpf(800).interpolate(8)",
    )
    .alias(&["interpolateIn"]),
    command(
        "anticipate",
        "pattern.anticipate(cycles?)",
        "When a save changes the track, the old pattern builds up in echoes, then the new one comes; 8 cycles.",
        "drums: s(\"bd*4\").anticipate(4)",
    )
    .alias(&["anticipateIn"]),
    command(
        "jump",
        "pattern.jumpIn(cycles)",
        "When a save changes the track, the new pattern comes after so many cycles, or at once.",
        "drums: s(\"bd*4\").jumpIn(2)",
    )
    .alias(&["jumpIn"]),
    command(
        "jumpMod",
        "pattern.jumpMod(n, later?)",
        "When a save changes the track, the new pattern comes at the next multiple of `n` cycles.",
        "drums: s(\"bd*4\").jumpMod(8)",
    ),
    command(
        "wash",
        "pattern.wash(|old| .., cycles?)",
        "When a save changes the track, a function changes the old pattern, then the new one comes; 2 cycles.",
        "drums: s(\"bd*4\").wash(|old| old.hpf(2000).room(0.8), 4)",
    )
    .alias(&["washIn"]),
    command(
        "wait",
        "pattern.wait(cycles?)",
        "When a save changes the track, it is silent for so many cycles before its transition begins; 1.",
        "drums: s(\"bd*4\").xfade(4).wait(2)",
    )
    .alias(&["waitT"]),
    command(
        "mortal",
        "pattern.mortal(lives?, fades?)",
        "From the save that changes the track, it plays for so many cycles, then thins out; 4 and 4.",
        "drums: s(\"hh*8\").mortal(4, 4)",
    ),
    command(
        "once",
        "once(pattern)",
        "Plays the first cycle, once, when the save in which it is new takes over.",
        "drums: s(\"bd*4\")\nonce(s(\"cp*8\"))",
    )
    .alias(&["asap"]),
    command(
        "trigger",
        "pattern.trigger()",
        "The pattern starts from its own beginning when the save that changes it takes over.",
        "drums: s(\"<bd sd hh cp>\").trigger()",
    ),
    command(
        "qtrigger",
        "pattern.qtrigger()",
        "The pattern starts from its own beginning at the first cycle after the save that changes it.",
        "drums: s(\"<bd sd hh cp>\").qtrigger()",
    )
    .alias(&["qt", "ctrigger"]),
    command(
        "mtrigger",
        "pattern.mtrigger(n)",
        "As `qtrigger`, at a multiple of `n` cycles.",
        "drums: s(\"<bd sd hh cp>\").mtrigger(4)",
    )
    .alias(&["mt"]),
    command(
        "ftrigger",
        "pattern.ftrigger()",
        "As `trigger`, as if it had started with the cycle that is under way.",
        "drums: s(\"<bd sd hh cp>\").ftrigger()",
    ),
    command(
        "rtrigger",
        "pattern.rtrigger()",
        "As `trigger`, started at the nearest beginning of a cycle.",
        "drums: s(\"<bd sd hh cp>\").rtrigger()",
    ),
    command(
        "timeline",
        "pattern.timeline(number)",
        "When the number changes, the track starts from its own beginning at the next cycle.",
        "drums: s(\"<bd sd hh cp>\").timeline(1)",
    ),
    command(
        "list",
        "list()",
        "Writes the names of the tracks among the messages.",
        "drums: s(\"bd*4\")\nhats: s(\"hh*8\").mute()\nlist()",
    ),
    command(
        "nudgeAll",
        "nudgeAll(seconds)",
        "Everything plays so much later, or earlier.",
        "nudgeAll(0.02)\ndrums: s(\"bd*4\")",
    ),
    command(
        "soundAlias",
        "soundAlias(name, alias)",
        "Gives a sound another name.",
        "soundAlias(\"bd\", \"kick\")\ndrums: s(\"kick*4\")",
    ),
    command(
        "aliasBank",
        "aliasBank(name, alias)",
        "Gives a bank of sounds another name.",
        "aliasBank(\"RolandTR909\", \"nine\")\ndrums: s(\"bd*4\").bank(\"nine\")",
    ),
    command(
        "setDefault",
        "setDefault(control, value)",
        "What a control is for every event that does not set it.",
        "setDefault(\"room\", 0.3)\ndrums: s(\"bd*4\")",
    ),
    command(
        "all",
        "all(|p| ..)",
        "Changes every track of the script.",
        "drums: s(\"bd*4\")\nhats: s(\"hh*8\")\nall(|p| p.room(0.3))",
    )
    .alias(&["each"]),
    command(
        "register",
        "register(name, |x, p| ..)",
        "Gives a function a name, so that patterns have it as a method: `p.name(x)`.",
        "register(\"twice\", |p| p.ply(2))\ndrums: s(\"bd sd\").twice()",
    ),
    command(
        "tempo",
        "tempo(bpm)",
        "Sets the tempo in quarter notes a minute: a number, or a pattern that changes it.",
        "tempo(\"<120 140>\")\ndrums: s(\"bd*4\")",
    )
    .alias(&["setbpm"]),
    command(
        "setcps",
        "setcps(cps)",
        "Sets the tempo in cycles a second.",
        "setcps(0.6)\ndrums: s(\"bd*4\")",
    )
    .alias(&["cps", "setCps"]),
    command(
        "setcpm",
        "setcpm(cpm)",
        "Sets the tempo in cycles a minute; called on a pattern, `p.cpm(30)` is that pattern's own.",
        "setcpm(32)\ndrums: s(\"bd*4\")",
    )
    .alias(&["setCpm"]),
    command(
        "meter",
        "meter(beats, unit)",
        "Sets how many beats a cycle has, and which note is one beat; 4 and 4 if not set.",
        "meter(\"7/8\")\ntempo(140)\ndrums: s(\"bd ~ sd ~ bd sd ~\")",
    ),
    command(
        "quantum",
        "quantum(cycles)",
        "Changes of the script take effect at a multiple of so many cycles, or at once: \"now\".",
        "quantum(4)\ndrums: s(\"bd*4\")",
    ),
    command(
        "masterEq",
        "masterEq(band, decibels, hertz?, q?)",
        "Raises or lowers a band of the whole mix: low and high are shelves, lowmid and highmid bells.",
        "masterEq(\"low\", -2, 80)\nmasterEq(\"highmid\", 1.5, 3000, 0.8)\ndrums: s(\"bd*4\")",
    ),
    command(
        "glue",
        "glue(threshold, ratio?, attack?, release?)",
        "Compresses the whole mix above a level in decibels; 2:1, 30 ms and 150 ms if not said.",
        "glue(-18, 2)\ndrums: s(\"bd*4\")",
    ),
    command(
        "masterGain",
        "masterGain(decibels)",
        "Makes the whole mix louder or softer, before the limiter.",
        "masterGain(-3)\ndrums: s(\"bd*4\")",
    ),
    command(
        "after",
        "after(cycles, script)",
        "So many cycles after it began, another script of the folder plays: \"next\", \"last\" or its name.",
        "after(8, \"next\")\ndrums: s(\"bd*4\")",
    ),
    command(
        "samples",
        "samples(folder)",
        "Makes the recordings of a folder sounds, `_` for a space in a name; it lies beside the script. A \
         SoundFont (.sf2) or a map of sounds (strudel.json) will do as well.",
        "samples(\"my-sounds\")\ndrums: s(\"bd*4\")",
    ),
    command(
        "midin",
        "midin(port, number?, untouched?)",
        "A knob of a MIDI controller as a signal from 0 to 1; what is given last holds until it is touched. With a \
         port alone, `cc(number)` asks it for knobs.",
        "let nano = midin(\"nanoKONTROL\")\nbass: note(\"c2*8\").s(\"saw\").lpf(nano.cc(16, 0.5).range(200, 4000))",
    ),
    command(
        "midikeys",
        "midikeys(port, cycles?)",
        "The keys that are played on a MIDI keyboard, with note and velocity, as soon as they are played; each \
         sounds for so many cycles, a half if not said.",
        "keys: midikeys(\"KeyStep\").s(\"piano\").room(0.3)",
    ),
    command(
        "ccin",
        "ccin(number, untouched?)",
        "As `midin`, of the first port that there is.",
        "bass: note(\"c2*8\").s(\"saw\").lpf(ccin(74, 0.5).range(200, 4000))",
    ),
    command(
        "print",
        "print(value, ..)",
        "Writes among the messages.",
        "print(\"cycles a second\", 1/2)\ndrums: s(\"bd*4\")",
    ),
    command(
        "bjorklund",
        "bjorklund(onsets, steps)",
        "A Euclidean rhythm as a list of 1 and 0.",
        "drums: s(\"hh\").struct(bjorklund(3, 8))",
    ),
    command(
        "scaleList",
        "scaleList()",
        "The names of all scales, as a list.",
        "drums: n(run(8)).scale(\"C:\" + scaleList()[3])",
    )
    .alias(&["scaleTable"]),
    command(
        "chordList",
        "chordList()",
        "What may follow the note of a chord symbol, as a list.",
        "print(chordList())",
    )
    .alias(&["chordTable", "chordL"]),
    command(
        "raiseDegree",
        "raiseDegree(degree, scale)",
        "A list of semitones with one of them, counted from 0, a semitone higher.",
        "drums: note(\"0 3 6\".toScale(raiseDegree(3, [0, 2, 4, 5, 7, 9, 11])).add(60))",
    ),
    command(
        "lowerDegree",
        "lowerDegree(degree, scale)",
        "A list of semitones with one of them, counted from 0, a semitone lower.",
        "drums: note(\"0 2 4\".toScale(lowerDegree(2, [0, 2, 4, 5, 7, 9, 11])).add(60))",
    ),
    command(
        "setF",
        "setF(name, value)",
        "Gives a number, a word or a pattern a name, by which `cF` plays it further down.",
        "setF(\"bright\", \"<400 2000>\")\ndrums: s(\"saw*4\").lpf(cF(800, \"bright\"))",
    )
    .alias(&["setS", "setI", "setB", "setR"]),
    command(
        "cF",
        "cF(default, name)",
        "Plays what `setF` gave that name, or the default if nothing did.",
        "drums: s(\"saw*4\").lpf(cF(800, \"bright\"))",
    )
    .alias(&["cS", "cI", "cB", "cN", "cR", "cT"]),
    command(
        "queryArc",
        "queryArc(pattern, from, to)",
        "The events between two moments, as a list of maps: begin, end, value, onset.",
        "print(queryArc(n(\"0 1\"), 0, 2).len())",
    )
    .alias(&["query"]),
    command(
        "firstCycle",
        "firstCycle(pattern)",
        "The events of the first cycle, as `queryArc` gives them.",
        "print(firstCycle(n(\"0 1\"))[0].value)",
    ),
    command(
        "deconstruct",
        "deconstruct(steps, pattern)",
        "The first cycle written as so many steps of mini-notation.",
        "print(deconstruct(4, \"bd . sd hh\"))",
    ),
    command(
        "drawLine",
        "drawLine(pattern)",
        "Draws a few cycles in letters among the messages.",
        "drums: s(\"bd(3,8)\").drawLine()",
    )
    .alias(&["showFirstCycle"]),
    command(
        "grid",
        "pattern.grid(steps?)",
        "What the pattern plays as a drum grid of so many steps, a text that `beat` can read.",
        r#"drums: beat(s("bd(3,8), hh*8").grid(8))"#,
    ),
    command(
        "explain",
        "pattern.explain(cycle?)",
        "Tells where the events of a cycle come from: source, functions, and what chance drew.",
        "drums: s(\"bd*4 hh?\").explain()",
    ),
    picture(
        "pianoroll",
        &["punchcard", "wordfall", "_pianoroll", "_punchcard", "_wordfall"],
        "Accepted, and leaves the pattern as it is: the screen shows the notes of every track.",
        r#"note("c e g").s("saw").pianoroll()"#,
    ),
    picture(
        "scope",
        &["tscope", "_scope"],
        "Accepted, and leaves the pattern as it is: the screen shows the level of every track.",
        r#"note("c e g").s("saw").scope()"#,
    ),
    picture(
        "fscope",
        &["spectrum", "_spectrum"],
        "Accepted, and leaves the pattern as it is; no spectrum is drawn.",
        r#"note("c e g").s("saw").fscope()"#,
    ),
    picture(
        "spiral",
        &["_spiral"],
        "Accepted, and leaves the pattern as it is; no spiral is drawn.",
        r#"note("c e g").s("saw").spiral()"#,
    ),
    picture(
        "pitchwheel",
        &["_pitchwheel"],
        "Accepted, and leaves the pattern as it is; no circle of pitches is drawn.",
        r#"note("c e g").s("saw").pitchwheel()"#,
    ),
    picture(
        "claviature",
        &["_claviature"],
        "Accepted, and leaves the pattern as it is; no keyboard is drawn.",
        r#"note("c e g").s("saw").claviature()"#,
    ),
    picture(
        "log",
        &["logValues"],
        "Accepted, and leaves the pattern as it is: `tresillo query` prints events.",
        r#"note("c e g").s("saw").log()"#,
    ),
    picture(
        "markcss",
        &["onPaint", "backgroundImage"],
        "Accepted, and leaves the pattern as it is; `color` colours a track on the screen.",
        r#"note("c e g").s("saw").markcss("color: red")"#,
    ),
];
