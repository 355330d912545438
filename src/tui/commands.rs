//! The words that plain mode understands, one row each.
//!
//! It turns lines into actions and answers; printing them is left to `plain`.

use super::header::OPENING;
use super::help::Docs;
use super::keys::{self, Wish};
use super::news::{problem_line, track_state};
use super::pages;
use super::snapshot::{Action, Output, Snapshot};
use crate::diag;

/// What a line leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    /// Something for the music.
    Act(Action),
    /// Lines to print.
    Say(Vec<String>),
    /// Tell every so many bars; 0 is never.
    Bars(u32),
    /// What a key asks for, and which digit.
    Wish(Wish, usize),
}

type Obey = fn(&str, &Snapshot, Option<&Docs>) -> Reply;

/// A command: its name, what follows it, what it does, and how.
struct Row {
    name: &'static str,
    more: &'static str,
    words: &'static str,
    obey: Obey,
}

const fn row(name: &'static str, more: &'static str, words: &'static str, obey: Obey) -> Row {
    Row { name, more, words, obey }
}

const ROWS: &[Row] = &[
    row("play", "", "let time run", |_, shot, _| time(shot, true)),
    row("stop", "", "stop time", |_, shot, _| time(shot, false)),
    row("hush", "", "let everything ring out", |_, _, _| Reply::Act(Action::Hush)),
    row("panic", "", "silence at once", |_, _, _| Reply::Act(Action::Panic)),
    row("reload", "", "read the file again", |_, _, _| Reply::Act(Action::Reload)),
    row("mute", "TRACK", "mute a track, or let it play", |name, shot, _| {
        track(name, shot, Action::Mute)
    }),
    row("solo", "TRACK", "solo a track, or end its solo", |name, shot, _| {
        track(name, shot, Action::Solo)
    }),
    row("clear", "", "forget all mutes and solos made here", |_, _, _| {
        Reply::Act(Action::ClearMutes)
    }),
    row("undo", "", "play the version before; the file stays", |_, _, _| Reply::Act(Action::Undo)),
    row("redo", "", "play the version after", |_, _, _| Reply::Act(Action::Redo)),
    row("ab", "", "change to the other version, on the bar", |_, _, _| Reply::Act(Action::Flip)),
    row("tap", "", "tap a tempo, once a beat", |_, _, _| Reply::Act(Action::Tap)),
    row(
        "tempo",
        "BPM [BARS]",
        "another tempo, gliding for so many bars; or tempo script",
        |words, _, _| tempo(words),
    ),
    row("nudge", "MS", "move the music ahead by so many milliseconds", |ms, _, _| nudge(ms)),
    row("quantum", "BARS", "when versions take over: bars, now, or script", |bars, _, _| {
        quantum(bars)
    }),
    row("break", "engine|screen", "break a part, to rehearse what happens then", |part, _, _| {
        match part {
            "engine" => Reply::Act(Action::Break),
            "screen" => panic!("the screen was broken on purpose"),
            _ => say("break engine, or break screen"),
        }
    }),
    row("tracks", "", "list the tracks", |_, shot, _| Reply::Say(tracks(shot))),
    row("problems", "", "list what is wrong with the last save", |_, shot, _| {
        Reply::Say(problems(shot))
    }),
    row("status", "", "where the music is, and how the machine feels", |_, shot, _| {
        Reply::Say(vec![status(shot)])
    }),
    row("scripts", "", "list the scripts of the folder", |_, shot, _| Reply::Say(scripts(shot))),
    row("script", "NAME", "play another script of the folder", |name, shot, _| {
        script(name, shot, Action::Script)
    }),
    row("add", "NAME", "let another script play too, or no longer", |name, shot, _| {
        script(name, shot, Action::Add)
    }),
    row("bars", "NUMBER", "tell every so many bars; 0 is never", |number, _, _| bars(number)),
    row("page", "NAME", "turn to a page of the screen", |name, _, _| page(name)),
    row("try", "CODE", "play some code beside the script", |code, _, _| try_out(code)),
    row("untry", "", "end what is tried", |_, _, _| Reply::Act(Action::EndTry)),
    row("docs", "WORD", "look a word up", |word, _, docs| Reply::Say(look_up(word, docs))),
    row("help", "", "this list", |_, _, _| Reply::Say(help())),
    row("quit", "", "end the program", |_, _, _| Reply::Act(Action::Quit)),
];

/// What people type who know the keys of the screen, and the commands that do the same.
const KEYS: &[(&str, &str)] = &[("q", "quit"), ("?", "help")];

/// What a line leads to. An empty one leads to nothing.
pub fn obey(line: &str, shot: &Snapshot, docs: Option<&Docs>) -> Reply {
    let line = line.trim();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let name = KEYS.iter().find(|(key, _)| *key == name).map_or(name, |(_, name)| name);
    match ROWS.iter().find(|row| row.name == name) {
        Some(row) => (row.obey)(rest.trim(), shot, docs),
        None if name.is_empty() => Reply::Say(Vec::new()),
        None => match keys::ROWS.iter().find(|row| row.command() == name) {
            Some(row) => Reply::Wish(row.wish, 0),
            None if PAGES.contains(&name) => page(name),
            None => {
                let near = diag::nearest(name, ROWS.iter().map(|row| row.name).chain(PAGES));
                say(unknown("command", name, near, "type help"))
            }
        },
    }
}

/// The names of the pages.
const PAGES: [&str; pages::ROWS.len()] = {
    let mut names = [""; pages::ROWS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = pages::ROWS[index].name;
        index += 1;
    }
    names
};

fn page(name: &str) -> Reply {
    match index(name, PAGES.into_iter()) {
        Some(index) => Reply::Wish(Wish::Page, index),
        None => {
            let near = diag::nearest(name, PAGES);
            say(unknown("page", name, near, &format!("there are {}", PAGES.join(", "))))
        }
    }
}

fn try_out(code: &str) -> Reply {
    match code {
        "" => say("try what? try s(\"bd*4\")"),
        code => Reply::Act(Action::Try {
            code: code.into(),
            name: "what you typed".into(),
            once: false,
        }),
    }
}

/// The words that a line may go on with: its beginning with the last word made whole.
pub fn completions(line: &str, shot: &Snapshot) -> Vec<String> {
    let Some((name, rest)) = line.split_once(' ') else {
        let rows = ROWS.iter().map(|row| match row.more {
            "" => row.name.to_owned(),
            _ => format!("{} ", row.name),
        });
        let wishes = keys::ROWS.iter().map(keys::Row::command);
        let mut all: Vec<String> = rows.chain(PAGES.map(str::to_owned)).chain(wishes).collect();
        all.retain(|name| name.starts_with(line));
        all.sort();
        all.dedup_by(|a, b| a.trim_end() == b.trim_end());
        return all;
    };
    let tracks = || shot.tracks.iter().map(|track| track.name.clone()).collect();
    let words: Vec<String> = match name {
        "mute" | "solo" => tracks(),
        "script" | "add" => shot.scripts.clone(),
        "page" => PAGES.map(str::to_owned).into(),
        "docs" => {
            let found = crate::vocab::reference::completions(rest).into_iter().take(40);
            found.map(|(name, _)| name.to_owned()).collect()
        }
        _ => Vec::new(),
    };
    let fitting = words.into_iter().filter(|word| word.starts_with(rest));
    fitting.map(|word| format!("{name} {word}")).collect()
}

fn say(line: impl Into<String>) -> Reply {
    Reply::Say(vec![line.into()])
}

fn unknown(kind: &str, name: &str, near: Option<&str>, otherwise: &str) -> String {
    match near {
        Some(near) => format!("no {kind} `{name}`; did you mean `{near}`?"),
        None => format!("no {kind} `{name}`; {otherwise}"),
    }
}

fn time(shot: &Snapshot, run: bool) -> Reply {
    match (shot.running, run) {
        (true, true) => say("it plays already"),
        (false, false) => say("it is stopped already"),
        _ => Reply::Act(Action::PlayPause),
    }
}

/// The index of a name, or of a number counted from 1.
fn index<'a>(word: &str, mut names: impl Iterator<Item = &'a str> + Clone) -> Option<usize> {
    let count = names.clone().count();
    let number = word.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < count);
    names.position(|name| name == word).or(number)
}

fn track(word: &str, shot: &Snapshot, action: fn(usize) -> Action) -> Reply {
    let names = shot.tracks.iter().map(|track| track.name.as_str());
    match index(word, names.clone()) {
        Some(index) => Reply::Act(action(index)),
        None if word.is_empty() => say("which track? type tracks"),
        None => say(unknown("track", word, diag::nearest(word, names), "type tracks")),
    }
}

fn script(word: &str, shot: &Snapshot, action: fn(usize) -> Action) -> Reply {
    let names = shot.scripts.iter().map(String::as_str);
    match index(word, names.clone()) {
        Some(index) => Reply::Act(action(index)),
        None if shot.scripts.is_empty() => say("there is one script only"),
        None => say(unknown("script", word, diag::nearest(word, names), "type scripts")),
    }
}

fn tempo(words: &str) -> Reply {
    if words == "script" {
        return Reply::Act(Action::ScriptTempo);
    }
    let mut numbers = words.split_whitespace().map(str::parse::<f64>);
    let bpm = numbers.next().and_then(Result::ok).filter(|bpm| (1.0..=1000.0).contains(bpm));
    let cycles = numbers.next().map_or(Some(0.0), Result::ok);
    match (bpm, cycles.filter(|bars| (0.0..=1024.0).contains(bars))) {
        (Some(bpm), Some(bars)) => Reply::Act(Action::Tempo {
            milli_bpm: (bpm * 1000.0).round() as u32,
            cycles: bars.round() as u32,
        }),
        _ => say("which tempo? tempo 124, or tempo 124 8, or tempo script"),
    }
}

fn nudge(word: &str) -> Reply {
    match word.parse::<f64>().ok().filter(|ms| ms.abs() <= 1000.0) {
        Some(ms) => Reply::Act(Action::Nudge((ms * 10.0).round() as i32)),
        None => say("how many milliseconds? nudge 10, or nudge -10"),
    }
}

fn quantum(word: &str) -> Reply {
    match (word, word.parse::<f64>()) {
        ("script", _) => Reply::Act(Action::Quantum(None)),
        ("now", _) => Reply::Act(Action::Quantum(Some(0))),
        (_, Ok(bars)) if (0.0..=1024.0).contains(&bars) => {
            Reply::Act(Action::Quantum(Some((bars * 64.0).round() as u32)))
        }
        _ => say("how many bars? quantum 4, quantum now, or quantum script"),
    }
}

fn bars(word: &str) -> Reply {
    match (word, word.parse()) {
        ("off", _) => Reply::Bars(0),
        (_, Ok(bars)) => Reply::Bars(bars),
        _ => say("how many bars? bars 4, or bars off"),
    }
}

fn tracks(shot: &Snapshot) -> Vec<String> {
    let tracks = shot.tracks.iter().enumerate();
    let lines: Vec<String> = tracks
        .map(|(index, track)| format!("{} {}: {}", index + 1, track.name, track_state(track)))
        .collect();
    if lines.is_empty() { vec!["no tracks".to_owned()] } else { lines }
}

fn problems(shot: &Snapshot) -> Vec<String> {
    let lines: Vec<String> =
        shot.problems.iter().map(|problem| problem_line(problem, shot)).collect();
    if lines.is_empty() { vec!["no problems".to_owned()] } else { lines }
}

/// The scripts of the folder, a line each, with which of them plays.
pub(super) fn scripts(shot: &Snapshot) -> Vec<String> {
    let mark = |index| if index == shot.playing { " plays" } else { "" };
    let scripts = shot.scripts.iter().enumerate();
    scripts.map(|(index, name)| format!("{} {name}{}", index + 1, mark(index))).collect()
}

fn status(shot: &Snapshot) -> String {
    let time = if shot.running { "plays" } else { "stopped" };
    let output = match &shot.output {
        Output::Playing(name) if name.is_empty() => "a sound card".to_owned(),
        Output::Playing(name) => name.clone(),
        Output::Opening => OPENING.to_owned(),
        Output::Silent(why) => format!("no sound: {why}"),
    };
    let loudness = shot.loudness.short;
    let loudness = if loudness > -70.0 { format!("{loudness:.1} LUFS, ") } else { String::new() };
    format!(
        "{} {time} at {}, {} bpm, {loudness}load {:.0} %, {} voices, {output}",
        shot.file,
        shot.position(),
        (shot.bpm() * 100.0).round() / 100.0,
        shot.load * 100.0,
        shot.voices,
    )
}

fn look_up(word: &str, docs: Option<&Docs>) -> Vec<String> {
    let Some(docs) = docs else { return vec!["there is no reference here".to_owned()] };
    let entries = docs(word).into_iter().take(5);
    let lines: Vec<String> = entries
        .map(|entry| format!("{}: {} example: {}", entry.call, entry.summary, entry.example))
        .collect();
    if lines.is_empty() { vec![format!("nothing is called `{word}`")] } else { lines }
}

fn help() -> Vec<String> {
    let line = |row: &Row| {
        let gap = if row.more.is_empty() { "" } else { " " };
        format!("{}{gap}{}: {}", row.name, row.more, row.words)
    };
    ROWS.iter().map(line).collect()
}

/// What a command does, for those who are typing it.
pub(super) fn words_of(line: &str) -> Option<String> {
    let name = line.split_whitespace().next()?;
    if let Some(row) = ROWS.iter().find(|row| row.name == name) {
        return Some(format!("{} {}: {}", row.name, row.more, row.words).replace(" :", ":"));
    }
    let row = keys::ROWS.iter().find(|row| row.command() == name)?;
    Some(format!("{}: {}", row.command(), row.words))
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::TrackView;
    use super::*;

    fn shot() -> Snapshot {
        let track = |name: &str| TrackView {
            name: name.to_owned(),
            muted: name == "bass",
            solo: false,
            colour: None,
            peak: [0.0; 2],
            held: false,
            line: None,
        };
        let tracks = vec![track("drums"), track("bass")];
        let scripts = vec!["a.rhai".to_owned(), "b.rhai".to_owned()];
        Snapshot { tracks, scripts, running: true, ..Snapshot::default() }
    }

    fn said(line: &str) -> String {
        match obey(line, &shot(), None) {
            Reply::Say(lines) => lines.join("|"),
            reply => panic!("{reply:?}"),
        }
    }

    #[test]
    fn tracks_are_named_or_numbered() {
        let shot = shot();
        assert_eq!(obey("mute bass", &shot, None), Reply::Act(Action::Mute(1)));
        assert_eq!(obey(" solo  1 \n", &shot, None), Reply::Act(Action::Solo(0)));
        assert_eq!(said("mute drms"), "no track `drms`; did you mean `drums`?");
        assert_eq!(said("mute 3"), "no track `3`; type tracks");
        assert_eq!(said("mute"), "which track? type tracks");
        assert_eq!(said("tracks"), "1 drums: plays|2 bass: muted");
    }

    #[test]
    fn time_is_told_what_it_does_already() {
        let shot = shot();
        assert_eq!(said("play"), "it plays already");
        assert_eq!(obey("stop", &shot, None), Reply::Act(Action::PlayPause));
    }

    #[test]
    fn mistyped_commands_are_told() {
        assert_eq!(obey("q\n", &shot(), None), Reply::Act(Action::Quit));
        assert_eq!(said("?"), said("help"));
        assert_eq!(said("hsuh"), "no command `hsuh`; did you mean `hush`?");
        assert_eq!(said("foo"), "no command `foo`; type help");
        assert_eq!(said(""), "");
        assert_eq!(said("script c"), "no script `c`; type scripts");
        assert_eq!(obey("bars off", &shot(), None), Reply::Bars(0));
    }
}
