//! A made-up piece: its text, its tracks, and what they would do at a moment.

use std::sync::Arc;

use tresillo::diag::{Diagnostic, Severity, Source, Sources, SrcSpan};
use tresillo::tui::snapshot::{Note, Offered, Output, Snapshot, Step, TrackView};

pub(crate) const TEXT: &str = r#"// A first beat. Change something and save.
tempo(128)

const KIT = "909"
fn hats(x) { s(x).bank(KIT).gain(sine.range(0.2, 1)) }

drums: stack([
  s("bd*4"),
  s("~ cp ~ cp").every(4, |p| p.fast(2)),
  hats("hh*8"),
])

bass: note("c2 [eb2 g2] <c2 bb1>")
  .s("saw").lpf(sine.range(300, 1200).slow(4))
  .off(1/8, |x| x.add(7))

// the pad comes in later
_pad: n("0 2 4").scale("c:minor").s("pad").attack(0.5).release(2).room(0.6).gain(0.4)

lead: note(`c4 ${"eb4"} g4`).jux(|p| p.rev()).delay(1/8)
"#;

/// The steps of one word that sounds `times` a cycle, from two cycles back to two ahead.
fn word(steps: &mut Vec<Step>, track: u8, place: &str, word: &str, at: (f64, f64), cycle: f64) {
    let line = TEXT.find(place).expect("the place is in the text");
    let start = (line + TEXT[line..].find(word).expect("the word is in its line")) as u32;
    let end = start + word.len() as u32;
    for bar in -2..3 {
        let begin = cycle.floor() + f64::from(bar) + at.0;
        steps.push(Step { start, end, begin, until: begin + at.1, track });
    }
}

fn steps(cycle: f64) -> Arc<[Step]> {
    let mut steps = Vec::new();
    for beat in 0..4 {
        word(&mut steps, 0, "bd*4", "bd", (f64::from(beat) / 4.0, 0.25), cycle);
    }
    word(&mut steps, 0, "~ cp ~ cp", "cp", (0.25, 0.25), cycle);
    word(&mut steps, 0, "~ cp\").every", "cp", (0.75, 0.25), cycle);
    for hat in 0..8 {
        word(&mut steps, 0, "hh*8", "hh", (f64::from(hat) / 8.0, 0.125), cycle);
    }
    let third = 1.0 / 3.0;
    word(&mut steps, 1, "c2 [eb2", "c2", (0.0, third), cycle);
    word(&mut steps, 1, "eb2 g2", "eb2", (third, third / 2.0), cycle);
    word(&mut steps, 1, "g2]", "g2", (third * 1.5, third / 2.0), cycle);
    word(&mut steps, 1, "c2 bb1", "c2", (third * 2.0, third), cycle);
    word(&mut steps, 3, "c4 $", "c4", (0.0, third), cycle);
    word(&mut steps, 3, "g4`", "g4", (third * 2.0, third), cycle);
    steps.sort_by(|a, b| a.begin.total_cmp(&b.begin));
    steps.into()
}

fn track(name: &str, muted: bool, line: usize, cycle: f64) -> TrackView {
    let beat = (cycle * 4.0).fract() as f32;
    let level = if muted { 0.0 } else { 0.7 / (1.0 + 5.0 * beat) / (line as f32).sqrt() * 2.0 };
    TrackView {
        name: name.to_owned(),
        muted,
        solo: false,
        colour: None,
        peak: [level, level * 0.9],
        held: false,
        line: Some(line),
    }
}

/// What the steps sound like.
fn notes(cycle: f64) -> Arc<[Note]> {
    let note = |step: &Step| {
        let word = &TEXT[step.start as usize..step.end as usize];
        let pitch = match word {
            "c2" => Some(36.0),
            "eb2" => Some(39.0),
            "g2" => Some(43.0),
            "c4" => Some(60.0),
            "g4" => Some(67.0),
            _ => None,
        };
        let sweep = 300.0 + 100.0 * (step.begin * 3.0).rem_euclid(7.0) as f32;
        let values = if step.track == 1 { vec![("cutoff", sweep)] } else { vec![("pan", 0.3)] };
        Note {
            begin: step.begin,
            until: step.until,
            track: step.track,
            pitch,
            sound: Arc::from(word),
            values: values.into(),
        }
    };
    steps(cycle).iter().map(note).collect()
}

/// Four milliseconds up, four down, the right side softer.
fn wave() -> Arc<[[f32; 2]]> {
    let level = |at: i32| ((at % 400 - 200).abs() as f32 / 100.0 - 1.0) * 0.7;
    (0..4096).map(|at| [level(at), level(at + 40) * 0.6]).collect()
}

/// The piece as it plays at a moment.
pub(crate) fn playing(cycle: f64) -> Snapshot {
    Snapshot {
        file: "first-beat.rhai".to_owned(),
        text: Arc::from(TEXT),
        version: 12,
        cycle,
        cps: 128.0 / 240.0,
        running: true,
        tracks: vec![
            track("drums", false, 7, cycle),
            track("bass", false, 13, cycle),
            track("pad", true, 18, cycle),
            track("lead", false, 20, cycle),
        ],
        steps: steps(cycle),
        notes: notes(cycle),
        wave: wave(),
        disk: Arc::from(TEXT),
        samples: Arc::from([
            Offered { name: "amen".to_owned(), count: 1, loudness: Some([-14.2; 2]) },
            Offered { name: "vox".to_owned(), count: 12, loudness: None },
        ]),
        status: "took over at 17.1".to_owned(),
        output: Output::Playing("Built-in Audio Analog Stereo".to_owned()),
        load: 0.043,
        voices: 12,
        peak: [0.62, 0.55],
        ..Snapshot::default()
    }
}

/// The same with two mistakes in its last save.
pub(crate) fn failing(cycle: f64) -> Snapshot {
    let text = TEXT.replace(".off(", ".of(").replace("attack(0.5)", "attack(-1)");
    let span = |sources: &mut Sources, word: &str| {
        let file = sources.insert(Source::new("first-beat.rhai", text.as_str()));
        let start = text.find(word).expect("the word is in the text");
        SrcSpan::new(file, start, start + word.len())
    };
    let mut sources = Sources::default();
    let problems = [
        Diagnostic::error(span(&mut sources, "of"), "no function is called `of`")
            .hint("did you mean `off`?"),
        Diagnostic::warning(
            span(&mut sources, "-1"),
            "attack is a time from 0 to 20 seconds; -1 was taken as 0",
        ),
    ];
    let mut shot = playing(cycle);
    shot.tracks[1].held = true;
    Snapshot {
        problems: Arc::from(problems),
        sources: Arc::new(sources),
        status: "1 error, 1 warning; bass plays on as it was".to_owned(),
        status_is: Some(Severity::Error),
        ..shot
    }
}

/// The same for a newcomer.
pub(crate) fn welcoming(cycle: f64) -> Snapshot {
    Snapshot {
        welcome: vec![
            "open it in another window: nano /home/somebody/tresillo/01-first-beat.rhai".to_owned(),
            "1  change  bd*4  to  bd*2 bd  and save: you hear it at once".to_owned(),
            "2  take the // away before a line, and save".to_owned(),
            "3  press 1 to mute the first track, ? for everything else".to_owned(),
        ],
        ..playing(cycle)
    }
}

/// The same with more tracks than keys, one of them alone, a busy limiter and no sound.
pub(crate) fn crowded(cycle: f64) -> Snapshot {
    let shot = playing(cycle);
    let names = ["drums", "bass", "pad", "lead", "arpeggio-with-a-long-name", "鼓", "vox", "fx1"];
    let more = ["fx2", "strings", "brass", "noise", "riser", "sub"];
    let tracks = names.iter().chain(&more).enumerate().map(|(index, name)| TrackView {
        solo: index == 1 || index == 3,
        ..track(name, index == 2, 7, cycle + index as f64 / 13.0)
    });
    Snapshot {
        tracks: tracks.collect(),
        output: Output::Silent(
            "`Scarlett 2i2` is not plugged in; plug it in, or choose another with --device"
                .to_owned(),
        ),
        limiter: 0.7,
        load: 0.93,
        voices: 431,
        scripts: vec!["first-beat.rhai".to_owned(), "second.rhai".to_owned()],
        ..shot
    }
}
