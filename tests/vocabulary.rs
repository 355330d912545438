//! Every row of the vocabulary is documented, named once, and in the reference.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use tresillo::control::{ALL, CONTROLS};
use tresillo::diag::{Diagnostic, Severity, Source};
use tresillo::pattern::Pattern;
use tresillo::script::Compiler;
use tresillo::vocab::reference::{Section, peers};
use tresillo::vocab::session::COMMANDS;
use tresillo::vocab::{Function, Group, Word, functions, lookup, reference};

/// Alignments such as `add.mix` are shown by the operation that they belong to.
fn is_shown(row: &&'static Function) -> bool {
    !row.name.contains('.')
}

#[test]
fn every_function_says_what_it_does_and_shows_it() {
    for row in functions().filter(is_shown) {
        let sentence = row.summary.ends_with('.') && !row.summary.starts_with(char::is_lowercase);
        assert!(sentence, "the summary of {} is no sentence: {:?}", row.name, row.summary);
        assert!(!row.example.is_empty(), "{} has no example", row.name);
        let shown = std::iter::once(&row.name).chain(row.aliases);
        let mut shown = shown.filter(|name| row.example.contains(**name));
        assert!(shown.next().is_some(), "the example of {} does not use it", row.name);
    }
}

#[test]
fn every_name_belongs_to_one_row() {
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for row in functions() {
        for name in std::iter::once(&row.name).chain(row.aliases) {
            let other = owners.insert(name, row.name);
            assert_eq!(other, None, "{name} names two functions");
        }
    }
}

#[test]
fn every_name_can_be_looked_up() {
    for row in functions() {
        for name in std::iter::once(&row.name).chain(row.aliases) {
            assert!(matches!(lookup(name), Some(Word::Function(_))), "{name}");
        }
    }
    for (&control, info) in ALL.iter().zip(CONTROLS) {
        for name in std::iter::once(&info.name).chain(info.aliases) {
            match lookup(name) {
                Some(Word::Control(found)) => assert_eq!(found, control, "{name}"),
                Some(Word::Function(_)) => {}
                None => panic!("{name} cannot be looked up"),
            }
        }
    }
}

#[test]
fn every_name_has_a_page() {
    for row in functions() {
        let page = reference::docs(row.name).unwrap_or_else(|| panic!("{} has no page", row.name));
        assert!(page.contains(row.summary), "{}", row.name);
    }
    for info in CONTROLS {
        assert!(reference::docs(info.name).is_some(), "{} has no page", info.name);
    }
}

#[test]
fn the_reference_on_disk_is_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference");
    let update = std::env::var_os("UPDATE_REFERENCE").is_some();
    if update {
        fs::create_dir_all(&folder).unwrap();
    }
    for page in reference::pages() {
        let path = folder.join(page.file);
        if update {
            fs::write(&path, &page.text).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            written == page.text,
            "docs/reference/{} is stale: run `UPDATE_REFERENCE=1 cargo test --test vocabulary`",
            page.file
        );
    }
}

/// The pattern of an example: an expression, or the tracks of a small script.
fn patterns(compiler: &mut Compiler, example: &str) -> Vec<Pattern> {
    if let Ok(pattern) = compiler.expression(example) {
        return vec![pattern];
    }
    let outcome = compiler.compile(&Source::new("example", example));
    let complaint = |d: &Diagnostic| format!("{} ({})", d.message, d.hints.join("; "));
    let complaints: Vec<String> = outcome.diagnostics.iter().map(complaint).collect();
    assert!(complaints.is_empty(), "{example}\n{}", complaints.join("\n"));
    outcome.set.tracks.into_iter().map(|track| track.pattern).collect()
}

/// The events of a few cycles, a line each.
fn heard(pattern: &Pattern, cycles: i64) -> String {
    let mut text = String::new();
    for event in (0..cycles).flat_map(|cycle| pattern.cycle(cycle)) {
        let fragment = if event.has_onset() { "" } else { " .." };
        let time = event.whole_or_part();
        let _ = writeln!(text, "  {}-{}{fragment}  {}", time.begin, time.end, event.value);
    }
    text
}

#[test]
fn every_example_plays_as_it_did() {
    let mut compiler = Compiler::default();
    let mut pages: BTreeMap<Group, String> = BTreeMap::new();
    for row in functions().filter(is_shown) {
        let page = pages.entry(row.group).or_default();
        let _ = writeln!(page, "{}", row.example);
        for pattern in patterns(&mut compiler, row.example) {
            page.push_str(&heard(&pattern, 4));
        }
        page.push('\n');
    }
    for (group, page) in pages {
        insta::assert_snapshot!(format!("examples_{group:?}").to_lowercase(), page);
    }
}

#[test]
fn words_of_others_lead_to_what_there_is_or_say_why_not() {
    for (other, name) in peers::CALLED_OTHERWISE {
        assert!(lookup(other).is_none(), "{other} is a name of its own");
        assert!(reference::entry(name).is_some(), "{other} leads to {name}, which does not exist");
    }
    for name in peers::DONE_SO.iter().flat_map(|row| row.names) {
        assert!(reference::entry(name).is_none(), "{name} is a name of its own");
        assert!(reference::docs(name).is_some(), "{name} is told of nowhere");
    }
    for row in peers::LEFT_OUT {
        for name in row.names {
            assert!(reference::docs(name).is_none(), "{name} is not left out");
            assert!(reference::nothing_about(name).contains(row.reason), "{name}");
        }
    }
}

#[test]
fn every_example_of_the_session_runs() {
    let mut compiler = Compiler::default();
    for command in COMMANDS {
        let alone = compiler.expression(command.example).is_ok();
        let outcome = compiler.compile(&Source::new("example", command.example));
        let unmeant = |d: &&Diagnostic| {
            d.severity != Severity::Note && !d.message.contains("there is no folder")
        };
        let complaints: Vec<&Diagnostic> = outcome.diagnostics.iter().filter(unmeant).collect();
        assert!(alone || complaints.is_empty(), "{}: {complaints:?}", command.name);
        for name in command.names() {
            assert!(reference::docs(name).is_some(), "{name} has no page");
        }
    }
}

#[test]
fn every_example_of_a_sound_and_of_the_library_plays() {
    let mut compiler = Compiler::default();
    let beside = |section| matches!(section, Section::Sounds | Section::Library);
    for entry in reference::entries().iter().filter(|entry| beside(entry.section)) {
        let sentence =
            entry.summary.ends_with('.') && !entry.summary.starts_with(char::is_lowercase);
        assert!(sentence, "{} is told of in no sentence: {:?}", entry.name, entry.summary);
        assert!(entry.example.contains(entry.name), "{}: {}", entry.name, entry.example);
        for pattern in patterns(&mut compiler, &entry.example) {
            assert!(!pattern.cycle(0).is_empty(), "{} is silent", entry.example);
        }
        assert!(reference::docs(entry.name).unwrap().contains(&entry.summary), "{}", entry.name);
    }
}

#[test]
fn every_example_of_a_control_plays() {
    let mut compiler = Compiler::default();
    for info in CONTROLS {
        let entry = reference::entry(info.name).unwrap();
        for pattern in patterns(&mut compiler, &entry.example) {
            assert!(!pattern.cycle(0).is_empty(), "{} is silent", entry.example);
        }
    }
}
