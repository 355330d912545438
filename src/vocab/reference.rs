//! The reference: what every name in a script means, drawn from the rows of the vocabulary, the
//! sounds, and the comments of the libraries.
//!
//! It adds no knowledge of its own: a page that is wrong is a row that is wrong.

mod entry;
mod language;
mod pages;
pub mod peers;

pub use entry::{Entry, Limits, Section};
pub use pages::{Page, pages};

use std::sync::LazyLock;

use super::session::COMMANDS;
use super::{Function, Word};
use crate::control::ALL;
use crate::diag::nearest;
use crate::sound::shots::GROUPS;
use crate::sound::{MACHINES, SHOTS, SOUNDS};

/// Everything there is to look up, by section, then by name.
pub fn entries() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
        let rows = super::functions().filter(|row| !is_alignment(row));
        let functions: Vec<Entry> = rows.map(Entry::of_function).collect();
        let hidden = |entry: &Entry| functions.iter().any(|f| f.names().any(|n| n == entry.name));
        let controls = ALL.iter().map(|control| Entry::of_control(*control));
        let mut all: Vec<Entry> = controls.filter(|entry| !hidden(entry)).collect();
        all.extend(functions.iter().cloned());
        all.extend(COMMANDS.iter().map(Entry::of_command));
        all.extend(SOUNDS.iter().map(Entry::of_sound));
        all.extend(MACHINES.iter().map(Entry::of_machine));
        all.extend(GROUPS.iter().map(Entry::of_shots));
        all.extend(SHOTS.iter().map(Entry::of_shot));
        all.extend(super::library::functions().into_iter().map(Entry::of_library));
        all.sort_by_key(|entry| (entry.section, entry.name.to_lowercase()));
        all
    });
    &ENTRIES
}

/// `add.mix` is a way to `add`, and is told of there.
fn is_alignment(row: &Function) -> bool {
    row.name.contains('.')
}

/// The entry of a name or alias.
pub fn entry(name: &str) -> Option<&'static Entry> {
    let entries = entries();
    let by_name = entries.iter().find(|entry| entry.name == name);
    by_name
        .or_else(|| entries.iter().find(|entry| entry.names().any(|other| other == name)))
        .or_else(|| match super::lookup(name)? {
            Word::Function(row) => entry(row.name.split_once('.')?.0),
            Word::Control(_) => None,
        })
        .or_else(|| entry(peers::called_here(name)?))
}

/// A page about a name, as plain text for a terminal. A function may share its name with a sound:
/// `sine` is a signal and a wave.
pub fn docs(name: &str) -> Option<String> {
    // `d1..d16`, as the reference writes them together.
    let name = name.split_once("..").map_or(name, |(first, _)| first);
    let Some(first) = entry(name) else {
        let how = || peers::how_here(name).map(|how| format!("{name}\n\n  {how}\n"));
        return language::about(name).or_else(how);
    };
    let is_other = |entry: &&Entry| {
        let beside = matches!(entry.section, Section::Sounds | Section::Library);
        beside && entry.names().any(|other| other == name) && !std::ptr::eq(*entry, first)
    };
    let others = entries().iter().filter(is_other).map(|entry| format!("\n{}", entry.text()));
    Some(std::iter::once(first.called(name).text()).chain(others).collect())
}

/// What to say where there is no page of that name.
pub fn nothing_about(name: &str) -> String {
    if let Some(reason) = peers::why_left_out(name) {
        return format!("`{name}` is left out: {reason}");
    }
    if name.strip_prefix('d').is_some_and(|number| number.parse::<u32>().is_ok()) {
        return format!(
            "`{name}` is none of d1 to d16; any other name is a track as well: {name}: s(\"bd\")"
        );
    }
    let names = entries().iter().flat_map(Entry::names).chain(language::words());
    match nearest(name, names) {
        Some(near) => format!("there is nothing called `{name}`; did you mean `{near}`?"),
        None => format!("there is nothing called `{name}`"),
    }
}

/// All names with their sentences, section by section, as plain text for a terminal.
pub fn index() -> String {
    let entries = entries();
    let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for section in sections() {
        text.push_str(&format!("\n{}\n", section.title()));
        for entry in entries.iter().filter(|entry| entry.section == section) {
            text.push_str(&format!("  {:width$}  {}\n", entry.name, entry.summary));
        }
    }
    text.trim_start().to_owned()
}

/// The sections that have entries, in the order of the reference.
pub fn sections() -> Vec<Section> {
    let mut sections: Vec<_> = entries().iter().map(|entry| entry.section).collect();
    sections.dedup();
    sections
}

/// Entries that have to do with a word, the likeliest first: its own page, names that begin with
/// it, names that hold it, sentences that hold it.
pub fn search(word: &str) -> Vec<&'static Entry> {
    let word = word.to_lowercase();
    let rank = |entry: &&'static Entry| {
        let names = || entry.names().map(str::to_lowercase);
        if names().any(|name| name == word) {
            0
        } else if names().any(|name| name.starts_with(&word)) {
            1
        } else if names().any(|name| name.contains(&word)) {
            2
        } else if entry.summary.to_lowercase().contains(&word) {
            3
        } else {
            4
        }
    };
    let mut found: Vec<_> = entries().iter().filter(|entry| rank(entry) < 4).collect();
    found.sort_by_key(rank);
    found
}

/// Names that begin with what was typed, for completion.
pub fn completions(typed: &str) -> Vec<(&'static str, &'static Entry)> {
    let mut found: Vec<_> = entries()
        .iter()
        .flat_map(|entry| entry.names().map(move |name| (name, entry)))
        .filter(|(name, _)| name.starts_with(typed))
        .collect();
    found.sort_by_key(|(name, _)| *name);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_has_a_page_with_its_range() {
        let page = docs("lpf").unwrap();
        assert!(page.starts_with("p.lpf(value)"), "{page}");
        assert!(page.contains("also: cutoff, ctf, lp"), "{page}");
        assert!(page.contains(".lpf(\"<400 2000>\")"), "{page}");
        assert!(docs("cutoff").is_some_and(|page| page.starts_with("p.cutoff(value)")));
        assert!(page.contains("10 to 20000 hertz, 20000 if not set"), "{page}");
        assert!(page.contains("then resonance, lpenv"), "{page}");
    }

    #[test]
    fn numbered_tracks_and_words_of_the_language_have_pages() {
        for name in ["d1..d16", "d1", "d16"] {
            assert!(docs(name).is_some_and(|page| page.contains("numbered track")), "{name}");
        }
        assert!(nothing_about("d17").contains("d1 to d16"));
        for (word, told) in
            [("import", "as h"), ("const", "inside fn"), ("fn", "pattern"), ("$", "$:")]
        {
            assert!(docs(word).is_some_and(|page| page.contains(told)), "{word}: {:?}", docs(word));
        }
    }

    #[test]
    fn an_alignment_is_told_of_where_its_operation_is() {
        let page = docs("add_mix").unwrap();
        assert_eq!(Some(&page), docs("add").as_ref());
        assert!(page.contains("add.mix"), "{page}");
    }

    #[test]
    fn sounds_and_functions_of_the_library_have_pages() {
        let page = docs("kick").unwrap();
        assert!(page.starts_with("s(\"bd\")\n\n  A built-in sound: bass drum."), "{page}");
        assert!(page.contains("also: kick"), "{page}");
        let page = docs("wide").unwrap();
        assert!(page.starts_with("p.wide(semitones)"), "{page}");
        assert!(page.contains("from prelude.rhai") && page.contains(".wide(0.1)"), "{page}");
        assert!(nothing_about("supersav").ends_with("did you mean `supersaw`?"));
        assert_eq!(search("house")[0].name, "house");
    }

    #[test]
    fn a_signal_that_is_a_sound_too_is_shown_as_both() {
        let page = docs("sine").unwrap();
        assert!(page.starts_with("sine\n") && page.contains("\ns(\"sine\")\n"), "{page}");
    }

    #[test]
    fn a_misspelt_name_is_put_right() {
        assert_eq!(docs("cutof"), None);
        assert!(nothing_about("cutof").ends_with("did you mean `cutoff`?"));
    }

    #[test]
    fn the_best_match_comes_first() {
        assert_eq!(search("room")[0].name, "room");
        assert_eq!(search("ROOMS")[0].name, "roomsize");
        assert!(search("vowel").iter().any(|entry| entry.name == "vowel"));
        assert!(search("no such thing").is_empty());
    }

    #[test]
    fn completion_offers_names_and_aliases() {
        let names: Vec<_> = completions("delayf").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["delayfb", "delayfeedback"]);
    }

    #[test]
    fn the_index_names_everything_once() {
        let index = index();
        for entry in entries() {
            let lines = index.lines().filter(|l| l.split_whitespace().next() == Some(entry.name));
            assert!(lines.count() >= 1, "{}", entry.name);
        }
    }
}
