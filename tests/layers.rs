//! Who may use whom: the rooms of the program, the one door of each foreign crate, and the size of files.
//!
//! It reads the text of `src/`, not the compiler's mind: a path that a macro makes up is not seen.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A room, and what it may use. A path such as `vocab::reference` allows that part of a room only.
struct Room {
    name: &'static str,
    uses: &'static [&'static str],
}

const fn room(name: &'static str, uses: &'static [&'static str]) -> Room {
    Room { name, uses }
}

/// Rooms that stand on nothing but each other.
const LEAVES: &[&str] = &["time", "symbol", "diag", "control", "sound", "theory", "schedule"];
/// The edge: everything may be used here, and nobody below may use it.
const EDGE: &[&str] = &["app", "bounce", "cli", "inspect", "query", "journal", "soundcheck"];

/// The layers, from below. Every room may use itself; those from `pattern` on may use all leaves.
const ROOMS: &[Room] = &[
    room("pattern", &[]),
    room("mini", &["pattern"]),
    room("grid", &["pattern"]),
    room("vocab", &["mini", "grid", "pattern"]),
    room("set", &["vocab", "mini", "pattern"]),
    room("script", &["set", "vocab", "mini", "grid", "pattern"]),
    // What is said to instruments is read off an event; when, the engine's cues tell.
    room("outside", &["pattern", "engine::protocol"]),
    // What it hands over is the engine's protocol, the loader's recordings, the screen's snapshot and what
    // instruments outside are told.
    room(
        "conductor",
        &[
            "script",
            "set",
            "vocab",
            "mini",
            "pattern",
            "engine",
            "samples",
            "tui::snapshot",
            "outside::message",
        ],
    ),
    // Messages as text: what a screen, a terminal and a file all need.
    room("report", &[]),
    room("config", &[]),
    room("watch", &[]),
    // Decoded sound is made in the form in which the engine's bank keeps it.
    room("samples", &["engine::bank"]),
    room("audio", &["engine"]),
];

/// Rooms that may not even use every leaf.
const NARROW: &[Room] = &[
    room("engine", &["control", "schedule", "sound", "symbol"]),
    // What meters say is the one thing that engine and screen both know by its parts.
    room("tui", &["vocab::reference", "diag", "sound::loudness"]),
];

/// A foreign crate, and the only files or folders that may name it. No door: any room may.
struct Door {
    name: &'static str,
    through: &'static [&'static str],
}

const fn door(name: &'static str, through: &'static [&'static str]) -> Door {
    Door { name, through }
}

const DOORS: &[Door] = &[
    door("rhai", &["script"]),
    door("cpal", &["audio/live"]),
    door("alsa", &["audio/live", "outside/device"]),
    door("midir", &["outside/device"]),
    door("rosc", &["outside/osc"]),
    door("rustix", &["audio/live", "app/priority"]),
    door("rtrb", &["engine/protocol"]),
    door("symphonia", &["samples"]),
    door("rubato", &["samples"]),
    door("ratatui", &["tui"]),
    door("crossterm", &["tui"]),
    door("unicode_width", &["tui"]),
    door("ratatui_textarea", &["tui/editor"]),
    door("signal_hook", &["tui"]),
    door("notify", &["watch"]),
    door("clap", &["cli"]),
    door("etcetera", &["config"]),
    door("annotate_snippets", &["report"]),
    door("serde_json", &["report", "query", "journal", "samples/map"]),
    door("serde", &["conductor/deed", "journal"]),
    door("no_denormals", &["engine/dispatch"]),
    // Errors without a type are for the edge, where nobody looks into them.
    door("anyhow", &["app", "bounce", "inspect", "cli", "journal", "soundcheck"]),
    door("mimalloc", &["main"]),
    door("libm", &[]),
    door("smallvec", &[]),
    door("thiserror", &[]),
    // Not used yet: whoever begins to decides on the door.
    door("realfft", &["tui/pages/scope"]),
    door("toml", &["tui/settings"]),
];

/// Breaches that are known: the file, what it uses, and why that is right.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// What the engine's promise forbids: it may not allocate threads, open files or read clocks.
const NOT_IN_THE_ENGINE: &[&str] =
    &["std::fs", "std::io", "std::net", "std::thread", "std::time", "std::process", "std::env"];

/// Lines that a file may have, and a table of rows.
const LINES: usize = 600;
const LINES_OF_ROWS: usize = 800;

/// A source file: its path below `src/` without `.rs`, and its text.
struct File {
    path: String,
    text: String,
}

impl File {
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap_or(&self.path)
    }

    /// How many modules deep the file is: 1 for `pattern`, 2 for `pattern/node`.
    fn depth(&self) -> usize {
        if matches!(self.path.as_str(), "lib" | "main") { 0 } else { self.path.split('/').count() }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_in(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_in(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<File> {
    let src = root().join("src");
    let mut paths = Vec::new();
    files_in(&src, &mut paths);
    let read = |path: PathBuf| {
        let below = path.strip_prefix(&src).expect("a file below src").with_extension("");
        let path_of = below.components().map(|c| c.as_os_str().to_string_lossy());
        File {
            path: path_of.collect::<Vec<_>>().join("/"),
            text: std::fs::read_to_string(&path).expect("a readable file"),
        }
    };
    let files: Vec<File> = paths.into_iter().map(read).collect();
    assert!(files.len() > 50, "src/ was not read: {} files", files.len());
    files
}

/// The text without comments, so that a link in a doc comment is no use.
fn code(text: &str) -> String {
    let strip = |line: &str| {
        let comment = line.find("//").filter(|&at| at == 0 || !line[..at].ends_with(':'));
        line[..comment.unwrap_or(line.len())].to_string() + "\n"
    };
    text.lines().map(strip).collect()
}

/// Where a word stands by itself, as the beginning of a path.
fn places<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '"')
    })
}

/// All paths of a use tree: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(tree: &str) -> Vec<String> {
    let mut found = Vec::new();
    branch(tree, "", &mut found);
    found
}

/// Reads one branch and returns what is left of the text after it.
fn branch<'a>(tree: &'a str, before: &str, found: &mut Vec<String>) -> &'a str {
    let mut path = before.to_string();
    let mut rest = tree.trim_start();
    loop {
        if let Some(inside) = rest.strip_prefix('{') {
            rest = inside.trim_start();
            while !rest.is_empty() && !rest.starts_with('}') {
                let after = branch(rest, &path, found);
                let stop = after.find([',', '}']).unwrap_or(after.len());
                rest = after[stop..].trim_start_matches(',').trim_start();
            }
            return rest.strip_prefix('}').unwrap_or(rest);
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end > 0 {
            if !path.is_empty() {
                path.push_str("::");
            }
            path.push_str(&rest[..end]);
        }
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(more) if end > 0 => rest = more.trim_start(),
            _ => {
                found.push(path);
                return rest;
            }
        }
    }
}

/// What a file names in other rooms, as paths from the root of the crate, with the line.
fn uses(file: &File) -> Vec<(usize, String)> {
    let text = code(&file.text);
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let mut found = Vec::new();
    for at in places(&text, "crate::") {
        let tree = &text[at + "crate::".len()..];
        found.extend(paths(tree).into_iter().map(|path| (line(at), path)));
    }
    for at in places(&text, "super::") {
        let mut tree = &text[at..];
        let mut up = 0;
        while let Some(rest) = tree.strip_prefix("super::") {
            (tree, up) = (rest, up + 1);
        }
        // Inside `mod tests { .. }` of the same file, the first step only leaves that.
        let inline = text[..at].contains("\nmod tests {");
        if up - usize::from(inline) >= file.depth() {
            found.extend(paths(tree).into_iter().map(|path| (line(at), path)));
        }
    }
    found
}

/// True if `path` is `allowed` or inside it.
fn within(path: &str, allowed: &str) -> bool {
    path.strip_prefix(allowed).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The rule that forbids a room to use a path; nothing if it may.
fn forbidden(room: &str, path: &str) -> Option<String> {
    let target = path.split("::").next().unwrap_or(path);
    let one_of = |list: &[&str]| list.iter().any(|allowed| within(path, allowed));
    if target == room || EDGE.contains(&room) || matches!(room, "main" | "lib") {
        return None;
    }
    if LEAVES.contains(&room) {
        return (!one_of(LEAVES)).then(|| "a leaf uses only leaves".into());
    }
    if let Some(narrow) = NARROW.iter().find(|row| row.name == room) {
        let only = narrow.uses.join(", ");
        return (!one_of(narrow.uses)).then(|| format!("`{room}` uses only {only}"));
    }
    let Some(row) = ROOMS.iter().find(|row| row.name == room) else {
        return Some(format!("`{room}` is a new room: give it a row in ROOMS of tests/layers.rs"));
    };
    let below = if row.uses.is_empty() { "nothing".into() } else { row.uses.join(", ") };
    (!one_of(LEAVES) && !one_of(row.uses))
        .then(|| format!("`{room}` uses only leaves and, of the other rooms, {below}"))
}

fn excepted(file: &str, path: &str) -> bool {
    EXCEPTIONS.iter().any(|(who, what, _)| *who == file && within(path, what))
}

fn fail_if_any(broken: &[String]) {
    assert!(broken.is_empty(), "{} rules are broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn every_room_uses_only_the_rooms_below_it() {
    let mut broken = Vec::new();
    for file in sources() {
        for (line, path) in uses(&file) {
            if let Some(rule) =
                forbidden(file.room(), &path).filter(|_| !excepted(&file.path, &path))
            {
                broken.push(format!("src/{}.rs:{line} uses `{path}`: {rule}", file.path));
            }
        }
    }
    fail_if_any(&broken);
}

#[test]
fn every_foreign_crate_has_one_door() {
    let mut broken = Vec::new();
    for file in sources() {
        let text = code(&file.text);
        for door in DOORS.iter().filter(|door| !door.through.is_empty()) {
            let through = |place: &&str| {
                file.path.strip_prefix(*place).is_some_and(|r| r.is_empty() || r.starts_with('/'))
            };
            if door.through.iter().any(through) {
                continue;
            }
            let names = [format!("{}::", door.name), format!("use {};", door.name)];
            for at in names.iter().flat_map(|name| places(&text, name)) {
                let line = text[..at].matches('\n').count() + 1;
                broken.push(format!(
                    "src/{}.rs:{line} uses the crate `{}`: its door is {}",
                    file.path,
                    door.name,
                    door.through.join(", ")
                ));
            }
        }
    }
    fail_if_any(&broken);
}

#[test]
fn every_dependency_has_a_row() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut broken = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.contains("dev-dependencies");
        } else if let Some((name, _)) = line.split_once('=').filter(|_| inside) {
            let name = name.trim().replace('-', "_");
            if !DOORS.iter().any(|door| door.name == name) {
                broken.push(format!("`{name}` has no row in DOORS of tests/layers.rs"));
            }
        }
    }
    fail_if_any(&broken);
}

#[test]
fn the_engine_touches_no_file_thread_or_clock() {
    let mut broken = Vec::new();
    for file in sources().iter().filter(|file| file.room() == "engine") {
        let text = code(&file.text);
        for name in NOT_IN_THE_ENGINE {
            for at in places(&text, name) {
                let line = text[..at].matches('\n').count() + 1;
                broken.push(format!("src/{}.rs:{line} uses `{name}`", file.path));
            }
        }
    }
    fail_if_any(&broken);
}

#[test]
fn no_file_is_too_long_and_each_says_what_it_is() {
    let mut broken = Vec::new();
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        files_in(&root().join(folder), &mut paths);
    }
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        let rows = path.file_stem().is_some_and(|stem| stem == "rows");
        let (lines, most) = (text.lines().count(), if rows { LINES_OF_ROWS } else { LINES });
        if lines > most {
            broken.push(format!("{shown} has {lines} lines; {most} are the most"));
        }
        if !text.starts_with("//!") {
            broken.push(format!("{shown} does not begin with `//!` and what it is"));
        }
    }
    fail_if_any(&broken);
}

#[test]
fn the_exceptions_are_still_needed() {
    let files = sources();
    let mut broken = String::new();
    for (who, what, why) in EXCEPTIONS {
        let file = files.iter().find(|file| file.path == *who);
        let needed = |file: &File| {
            let mut used = uses(file).into_iter();
            used.any(|(_, path)| within(&path, what) && forbidden(file.room(), &path).is_some())
        };
        if !file.is_some_and(needed) {
            let _ = writeln!(broken, "{who} no longer uses {what} ({why})");
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

#[test]
fn the_reader_sees_what_is_written() {
    let written = "\
//! See [`app`](crate::app).
use crate::{a, b::{c, d as e}, f::*};
fn x() { crate::g::h(1); super::super::cli::main(); super::near(); } // crate::no
";
    let file = File { path: "pattern/node".into(), text: written.into() };
    let found: Vec<String> = uses(&file).into_iter().map(|(_, path)| path).collect();
    assert_eq!(found, ["a", "b::c", "b::d", "f", "g::h", "cli::main"]);
    assert!(forbidden("pattern", "script::Compiler").is_some());
    assert!(forbidden("script", "pattern::Pattern").is_none());
    assert!(forbidden("engine", "time::Time").is_some());
    assert!(forbidden("tui", "vocab::lookup").is_some());
    assert!(forbidden("tui", "vocab::reference::docs").is_none());
    assert!(forbidden("time", "pattern").is_some());
    assert!(forbidden("conductor", "app").is_some());
}
