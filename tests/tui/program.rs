//! The program itself on a terminal: every page, all sizes, keys and commands, files that others save,
//! and a terminal that takes nothing for a while.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::terminal::{PATIENCE, Terminal};

const SONG: &str = "tempo(120)\ndrums: beat(\"bd: x...x...; hh: x.x.x.x.\")\nperc: s(\"rim ~ cp ~\")\n\
                    bass: note(\"c2 eb2 g2 c2\").s(\"saw\").gain(0.5)\n";
const OTHER: &str = "pad: note(\"c3\").s(\"pad\")\n";
/// From the smallest that has tabs to the largest that people use.
const SIZES: [(u16, u16); 8] =
    [(60, 20), (240, 70), (80, 24), (61, 21), (200, 20), (60, 70), (120, 40), (80, 24)];
/// Every page: its key, and what is on it and nowhere else.
const PAGES: [(&str, &str); 9] = [
    ("2", "M S track"),
    ("3", "enter plays a script"),
    ("4", "drums: beat"),
    ("5", "all tracks"),
    ("6", "sounds; / searches"),
    ("7", "spectrum"),
    ("8", "entries; / searches"),
    ("9", "messages; / searches"),
    ("1", "tempo(120)"),
];

struct Program {
    terminal: Terminal,
    folder: tempfile::TempDir,
}

impl Program {
    /// Plays a folder of two scripts on a terminal, until the screen shows the first one.
    fn at(size: (u16, u16)) -> Program {
        Program::playing(SONG, size, &[])
    }

    /// The same with another first script, and words for its environment.
    fn playing(song: &str, size: (u16, u16), environment: &[(&str, &str)]) -> Program {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        fs::write(folder.path().join("one.rhai"), song).unwrap();
        fs::write(folder.path().join("two.rhai"), OTHER).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tresillo"));
        command.args(["live", "--no-audio"]);
        command.arg(folder.path());
        command.env("XDG_CONFIG_HOME", folder.path().join("config"));
        environment.iter().for_each(|(key, value)| command.env(key, value));
        let mut terminal = Terminal::of(command, size);
        terminal.wait_for("one.rhai");
        terminal.wait_for("tempo(120)");
        terminal.wait_for("took over");
        // Why there is no sound takes a line of every page.
        terminal.wait_for("esc hides");
        terminal.press("\u{1b}");
        terminal.wait_until_gone("esc hides");
        Program { terminal, folder }
    }

    fn script(&self) -> PathBuf {
        self.folder.path().join("one.rhai")
    }

    /// Waits until a file holds a text.
    fn wait_for_file(&mut self, path: &Path, wanted: &str) {
        let begun = Instant::now();
        while fs::read_to_string(path).unwrap() != wanted {
            let there = fs::read_to_string(path).unwrap();
            assert!(begun.elapsed() < PATIENCE, "{there}\n{}", self.terminal.contents());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn quit(mut self) {
        self.terminal.press("q");
        self.terminal.end();
    }
}

#[test]
fn every_page_is_reached_by_its_key_at_every_size() {
    let mut program = Program::at((80, 24));
    for size in [(60, 20), (80, 24), (160, 50)] {
        program.terminal.resize(size);
        for (key, shown) in PAGES {
            program.terminal.press(key);
            program.terminal.wait_for(shown);
        }
    }
    program.quit();
}

#[test]
fn a_storm_of_sizes_breaks_no_page() {
    let mut program = Program::at((80, 24));
    for (key, shown) in PAGES {
        program.terminal.press(key);
        for size in SIZES {
            program.terminal.resize(size);
            std::thread::sleep(Duration::from_millis(15));
        }
        // What was on its way to other sizes is drawn over.
        program.terminal.press("\u{c}");
        program.terminal.wait_for(shown);
        program.terminal.wait_for("q quit");
    }
    program.quit();
}

#[test]
fn commands_do_what_keys_do_in_the_program() {
    let mut program = Program::at((120, 40));
    let terminal = &mut program.terminal;
    terminal.press(":mute dr\t\r");
    terminal.wait_for("drums: muted");
    terminal.press("!");
    terminal.wait_for("drums: not muted");
    terminal.press(":scope\r");
    terminal.wait_for("spectrum");
    terminal.press(":page tracks\r");
    terminal.wait_for("M S track");
    terminal.press(":script two\r");
    terminal.wait_for("two.rhai");
    terminal.press("[");
    terminal.wait_for("one.rhai");
    terminal.press(":hsuh\r");
    terminal.wait_for("did you mean `hush`?");
    program.quit();
}

#[test]
fn a_step_is_one_letter_of_the_file_and_sounds() {
    let mut program = Program::at((80, 24));
    let script = program.script();
    program.terminal.press("4");
    program.terminal.wait_for("drums: beat");
    program.terminal.press("\u{1b}[C\r");
    let toggled = SONG.replace("bd: x...", "bd: xx..");
    program.wait_for_file(&script, &toggled);
    program.terminal.press(">");
    let longer = SONG.replace("bd: x...", "bd: xx_.");
    program.wait_for_file(&script, &longer);
    program.terminal.press("-");
    program.wait_for_file(&script, &SONG.replace("bd: x...", "bd: x9_."));
    program.terminal.wait_for("~drums");
    // Keys that come faster than pictures are about the text as the ones before left it.
    program.terminal.press("\u{1b}[C\u{1b}[C\r\u{1b}[C\r\u{1b}[C\r");
    program.wait_for_file(&script, &SONG.replace("bd: x...x...", "bd: x9_x.x.."));
    program.quit();
}

/// What is wrong in many bars is found after the save was told of.
#[test]
fn head_and_strip_count_the_same_mistakes() {
    let mut program = Program::at((120, 40));
    let later =
        "drums: s(\"qqq bd\")\nbass: s(\"saw\").note(\"<c2!9 xyz>\")\npad: s(\"<bd!9 rrr>\")\n";
    fs::write(program.script(), later).unwrap();
    program.terminal.wait_until("head and strip differ", |screen| {
        let after = |words: &str| screen.split_once(words).map(|(_, rest)| rest.to_owned());
        let strip = after("error, 1 of ").and_then(|rest| rest.split(',').next()?.parse().ok());
        let head = after("; ").and_then(|rest| rest.split(" error").next()?.parse().ok());
        let counts: (Option<u32>, Option<u32>) = (head, strip);
        counts == (Some(3), Some(3))
    });
    program.quit();
}

#[test]
fn a_track_of_another_script_plays_along_and_becomes_part_of_this_one() {
    let mut program = Program::at((120, 40));
    let script = program.script();
    program.terminal.press("3");
    program.terminal.wait_for("pad");
    program.terminal.press("\u{1b}[C\u{1b}[B\r");
    program.terminal.wait_for("pad plays along");
    program.terminal.press("d");
    program.terminal.wait_until_gone("pad plays along");
    program.terminal.press("a");
    program.wait_for_file(&script, &format!("{SONG}{OTHER}"));
    program.quit();
}

#[test]
fn an_outside_save_meets_an_edit_and_nothing_is_lost() {
    let mut program = Program::at((120, 40));
    let script = program.script();
    program.terminal.press("e");
    program.terminal.wait_for("edit 1:1");
    program.terminal.press("// mine\r");
    program.terminal.wait_for("not saved");
    fs::write(&script, format!("// theirs\n{SONG}")).unwrap();
    program.terminal.wait_for("changed outside too");
    program.terminal.press("\u{13}");
    program.terminal.wait_for("ctrl s again writes over it");
    assert!(fs::read_to_string(&script).unwrap().starts_with("// theirs"));
    program.terminal.press("\u{13}");
    program.wait_for_file(&script, &format!("// mine\n{SONG}"));
    // At once: no picture need have shown that it is saved.
    program.terminal.press("\u{1b}");
    // Escape and a key at once would be that key with alt.
    std::thread::sleep(Duration::from_millis(500));
    let unsaved = program.folder.path().join(".tresillo/one.rhai.unsaved");
    assert!(!unsaved.exists(), "what was saved is not to be rescued");
    program.quit();
}

#[test]
fn mistakes_in_the_settings_are_told_as_they_are_saved() {
    let mut program = Program::at((120, 40));
    fs::write(program.folder.path().join("tresillo.toml"), "calm = false\nthme = 1\n").unwrap();
    program.terminal.wait_for("line 2: nothing is called `thme`; did you mean `theme`?");
    program.quit();
}

#[test]
fn a_terminal_that_takes_nothing_changes_no_sample() {
    let heard = |blocked: bool| -> Vec<f32> {
        let mut program = Program::at((120, 40));
        program.terminal.press("7");
        program.terminal.wait_for("spectrum");
        program.terminal.block(blocked);
        std::thread::sleep(Duration::from_secs(5));
        program.terminal.block(false);
        program.terminal.press("1q");
        let Program { terminal, folder } = program;
        terminal.end();
        let takes = fs::read_dir(folder.path().join(".tresillo/takes")).unwrap();
        let mut takes: Vec<PathBuf> = takes.map(|take| take.unwrap().path()).collect();
        takes.sort();
        let take = takes.iter().find(|path| path.extension().is_some_and(|end| end == "wav"));
        let mut take = hound::WavReader::open(take.expect("a take was recorded")).unwrap();
        take.samples().map(Result::unwrap).collect()
    };
    let (free, blocked) = (heard(false), heard(true));
    let both = free.len().min(blocked.len());
    assert!(both > 4 * 48_000 * 2, "both play on for some seconds: {both} samples");
    assert!(free[..both].iter().any(|sample| sample.abs() > 0.01));
    assert_eq!(free[..both], blocked[..both]);
}

/// A measurement, for an idle machine: what the figures of `docs/pages.md` are made with.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "a measurement"]
fn what_the_screen_costs() {
    const TIME: Duration = Duration::from_secs(5);
    let tracks = ["bd*4", "~ cp", "hh*8", "rim(3,8)", "saw*8", "square*4", "pad", "sine*16"];
    let track = |(i, sound): (usize, &&str)| format!("t{i}: s(\"{sound}\").gain(0.2)\n");
    let tracks: String = tracks.iter().enumerate().map(track).collect();
    let song = format!("tempo(120)\n{tracks}");
    for (place, environment) in [("here", &[][..]), ("over ssh", &[("SSH_CONNECTION", "x")])] {
        let mut program = Program::playing(&song, (120, 40), environment);
        let process = program.terminal.child.process_id().unwrap();
        // The thread of the screen is the first one.
        let stat = format!("/proc/{process}/task/{process}/schedstat");
        let work = || -> f64 {
            let text = fs::read_to_string(&stat).unwrap();
            text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
        };
        for (page, keys) in [("code", "1"), ("tracks", "2"), ("scope", "7"), ("stopped", "1 ")] {
            program.terminal.press(keys);
            program.terminal.read_for(Duration::from_secs(1));
            let before = work();
            let bytes = program.terminal.read_for(TIME);
            let part = (work() - before) / TIME.as_secs_f64();
            let frames = bytes.windows(8).filter(|b| *b == b"\x1b[?2026h").count() as u64;
            let (frames, bytes) = (frames / TIME.as_secs(), bytes.len() as u64 / TIME.as_secs());
            eprintln!(
                "{page} {place}: {frames} frames, {:.1} % of a core, {:.1} kB a second",
                100.0 * part,
                bytes as f64 / 1000.0
            );
        }
        program.quit();
    }
}
