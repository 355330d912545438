//! Every row of the vocabulary is documented, named once, and in the reference.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use tresillo::control::{ALL, CONTROLS};
use tresillo::vocab::reference;
use tresillo::vocab::{Word, functions, lookup};

#[test]
fn every_function_says_what_it_does_and_shows_it() {
    for row in functions() {
        let sentence = row.summary.ends_with('.') && row.summary.starts_with(char::is_uppercase);
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
