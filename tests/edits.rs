//! Random edits of a set while it plays: whatever happened before, what plays in the end is what the last
//! version plays from its first bar on; and saves that are refused are never heard.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::print_stderr, reason = "figures are told")]

use tresillo::bounce::Desk;
use tresillo::diag::Source;
use tresillo::script::{Compiler, Outcome};

const RATE: u32 = 48_000;

/// Seconds after which the longest tail is over.
const TAIL: u64 = 9;

/// xorshift64*, Vigna 2016.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    fn of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.roll(things.len())]
    }
}

const NAMES: [&str; 6] = ["drums", "hats", "bass", "lead", "pad", "perc"];
const PATTERNS: [&str; 7] = [
    "s(\"bd*4\")",
    "s(\"hh*8\").sometimes(|x| x.fast(2))",
    "note(\"c2 eb2 g2\").s(\"saw\").lpf(900).release(0.05)",
    "note(\"e4*3\").s(\"square\").gain(rand.range(0.2, 0.6)).release(0.02)",
    "s(\"bd(3,8) rim\").every(3, |x| x.rev())",
    "s(\"cp*2\").degradeBy(0.4)",
    "note(\"c4 ~ g4 ~\").s(\"tri\").pan(sine.slow(2)).release(0.05)",
];
const EFFECTS: [&str; 17] = [
    "",
    "",
    "",
    ".delay(0.2).delayfeedback(0.2)",
    ".lpf(2000)",
    ".hpf(300)",
    ".orbit(2)",
    ".room(0.4).roomsize(1)",
    ".room(0.2).roomsize(2).roomtype(\"hall\").orbit(3)",
    ".chorus(0.5)",
    ".chorus(0.5).chorusrate(1.7)",
    ".flanger(0.5).flangerrate(0.3)",
    ".flanger(0.6).flangerfeedback(0.4)",
    ".phaser(2)",
    ".phaser(0.6).phaserdepth(0.6)",
    ".leslie(0.7)",
    ".lpf(900).lprate(3).lpdepth(0.6)",
];
const BROKEN: [&str; 3] = ["s(\"bd*4\"", "s(\"bd\").fsat(2)", "nosuch(3)"];

const TEMPI: [&str; 4] =
    ["tempo(480)\n", "tempo(300)\n", "tempo(\"<480 390>\")\n", "tempo(sine.range(300, 480))\n"];

/// A set as somebody edits it.
#[derive(Clone)]
struct Script {
    tempo: &'static str,
    quantum: &'static str,
    tracks: Vec<(String, String)>,
}

impl Script {
    fn text(&self) -> String {
        let tracks = self.tracks.iter().map(|(name, pattern)| format!("{name}: {pattern}\n"));
        // The limiter rests: it remembers for longer than tails last how loud it has been.
        format!("masterGain(-12)\n{}{}{}", self.tempo, self.quantum, tracks.collect::<String>())
    }

    fn edit(&mut self, dice: &mut Dice) {
        let pattern = format!("{}{}", dice.of(&PATTERNS), dice.of(&EFFECTS));
        let free: Vec<&str> = NAMES
            .into_iter()
            .filter(|name| self.tracks.iter().all(|(own, _)| own != name))
            .collect();
        let some = (!self.tracks.is_empty()).then(|| dice.roll(self.tracks.len()));
        match (dice.roll(8), some) {
            (0 | 1, _) | (_, None) if !free.is_empty() => {
                let name = free[dice.roll(free.len())].to_owned();
                self.tracks.push((name, pattern));
            }
            (2, Some(at)) => {
                self.tracks.remove(at);
            }
            (3, Some(at)) if !free.is_empty() => {
                self.tracks[at].0 = free[dice.roll(free.len())].into();
            }
            (4, Some(at)) => {
                let track = self.tracks.remove(at);
                self.tracks.insert(0, track);
            }
            (5, Some(at)) => self.tracks[at].1 = dice.of(&BROKEN).to_owned(),
            (_, Some(at)) => self.tracks[at].1 = pattern,
            _ => {}
        }
        if dice.roll(4) == 0 {
            self.tempo = dice.of(&TEMPI);
        }
        self.quantum = ["", "quantum(1)\n", "quantum(1/4)\n"][dice.roll(3)];
    }

    /// The same with every broken track mended, and one that plays for sure.
    fn mended(&self, dice: &mut Dice) -> Script {
        let mut mended = Script { quantum: "", ..self.clone() };
        if mended.tracks.is_empty() {
            mended.tracks.push((NAMES[0].to_owned(), PATTERNS[0].to_owned()));
        }
        for (_, pattern) in &mut mended.tracks {
            if BROKEN.contains(&pattern.as_str()) {
                *pattern = dice.of(&PATTERNS).to_owned();
            }
        }
        mended
    }
}

fn compile(compiler: &mut Compiler, text: &str) -> Outcome {
    compiler.compile(&Source::new("test.rhai", text))
}

fn play(desk: &mut Desk, frames: u64, into: &mut Vec<f32>) {
    let mut sink = |block: &[f32]| {
        into.extend_from_slice(block);
        Ok(())
    };
    desk.play(frames, 64, &mut sink).unwrap();
}

fn level(samples: impl Iterator<Item = f32>) -> f32 {
    20.0 * samples.fold(0.0_f32, |peak, sample| peak.max(sample.abs())).max(1e-12).log10()
}

/// How many sequences are tried: `TRESILLO_EDITS=200` for a long run.
fn count(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

#[test]
fn after_any_edits_the_last_version_plays_as_if_it_had_been_alone() {
    let mut compiler = Compiler::new(&[]);
    for seed in 1..=count("TRESILLO_EDITS", 5) as u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let tracks = vec![("drums".into(), PATTERNS[0].into())];
        let mut script = Script { tempo: TEMPI[0], quantum: "", tracks };
        let mut desk = Desk::new(RATE, compile(&mut compiler, &script.text()));
        let mut edited = Vec::new();
        let mut story = vec![script.text()];
        for _ in 0..8 {
            play(&mut desk, 2_000 + dice.roll(30_000) as u64, &mut edited);
            script.edit(&mut dice);
            story.push(script.text());
            desk.conductor.take(compile(&mut compiler, &script.text()));
        }
        let text = script.mended(&mut dice).text();
        desk.conductor.take(compile(&mut compiler, &text));
        let mut fresh_desk = Desk::new(RATE, compile(&mut compiler, &text));
        let mut fresh = Vec::new();
        play(&mut desk, 4_000, &mut edited);
        play(&mut fresh_desk, edited.len() as u64 / 2, &mut fresh);
        // Other tempi led each of them to another cycle.
        for (desk, heard) in [(&mut desk, &mut edited), (&mut fresh_desk, &mut fresh)] {
            desk.conductor.locate(200);
            play(desk, u64::from(RATE) * TAIL, heard);
        }
        let events = |desk: &Desk| -> Vec<String> {
            desk.conductor
                .tracks()
                .iter()
                .map(|track| format!("{} {}", track.name, track.pattern))
                .collect()
        };
        assert_eq!(events(&desk), events(&fresh_desk), "{story:#?}");
        let last_second = edited.len() - RATE as usize * 2;
        let (a, b) = (&edited[last_second..], &fresh[last_second..]);
        let residue = level(a.iter().zip(b).map(|(a, b)| a - b));
        assert!(level(b.iter().copied()) > -60.0, "silence: {text}");
        assert!(residue < -120.0, "seed {seed}: {residue} dB\n{story:#?}\n{text}");
    }
}

const DEMOS: [&str; 3] = [
    include_str!("../patterns/demo/house.rhai"),
    include_str!("../patterns/demo/night-drive.rhai"),
    include_str!("../patterns/demo/tresillo.rhai"),
];

/// Words, numbers and signs, each with what is between it and the next.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let end = match word(first) {
            true => rest.find(|c| !word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        tokens.push(&rest[..end]);
        rest = &rest[end..];
    }
    tokens
}

fn mutated(text: &str, dice: &mut Dice) -> String {
    let mut tokens = tokens(text);
    // A blank more or less is no mistake.
    let said = (0..tokens.len()).filter(|&at| !tokens[at].trim().is_empty()).collect::<Vec<_>>();
    let at = said[dice.roll(said.len())];
    let other = said[dice.roll(said.len())];
    match dice.roll(3) {
        0 => {
            tokens.remove(at);
        }
        1 => tokens.insert(at, tokens[other]),
        _ => tokens.swap(at, other),
    }
    tokens.concat()
}

#[test]
fn a_save_that_is_refused_is_never_heard() {
    let mut compiler = Compiler::new(&[]);
    let mut refused = 0;
    for (number, demo) in DEMOS.into_iter().enumerate() {
        let mut dice = Dice(number as u64 + 77);
        let mut saved = Desk::new(RATE, compile(&mut compiler, demo));
        let mut spared = Desk::new(RATE, compile(&mut compiler, demo));
        for _ in 0..count("TRESILLO_MUTATIONS", 40) {
            let text = mutated(demo, &mut dice);
            let outcome = compile(&mut compiler, &text);
            let before = saved.conductor.generation();
            saved.conductor.take(outcome.clone());
            if saved.conductor.generation() == before {
                refused += 1;
            } else {
                spared.conductor.take(outcome);
            }
            let (mut a, mut b) = (Vec::new(), Vec::new());
            play(&mut saved, 1_024, &mut a);
            play(&mut spared, 1_024, &mut b);
            assert!(a == b, "{text}");
        }
    }
    eprintln!("{refused} saves were refused");
    assert!(refused >= 5, "{refused} were refused");
}
