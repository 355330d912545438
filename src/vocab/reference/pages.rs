//! The reference as Markdown files: one for functions, one for controls, one for sounds, one for
//! the library, one for scales and chords.
//!
//! Written to disk only by the test that keeps `docs/reference` up to date.

use std::fmt::Write;

use super::entry::{Entry, Section};
use super::peers;
use crate::sound::shots::GROUPS;
use crate::sound::{MACHINES, SHOTS, SOUNDS};
use crate::theory::{scales, voicings};
use crate::vocab::session::COMMANDS;

/// A file of the reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// Its name in `docs/reference`.
    pub file: &'static str,
    /// Its text.
    pub text: String,
}

/// Every file of the reference.
pub fn pages() -> Vec<Page> {
    let functions = |section: &Section| matches!(section, Section::Functions(_));
    let controls = |section: &Section| matches!(section, Section::Controls(_));
    let about_functions = "Everything a script can call. `p` stands for a pattern; every argument \
        takes a pattern, a string in mini-notation, a number or a list.";
    let about_controls = "Every parameter that an event can carry. Each is a method that sets it, \
        `p.gain(0.5)`, and a function that starts a pattern, `gain(\"0.5 1\")`; without an argument \
        it names the values that are there, `\"c e\".note()`. A value outside its range is \
        clamped, with a warning.";
    let library = |section: &Section| *section == Section::Library;
    let about_library = "Functions written in the language itself, in `std-lib`; every script \
        knows them without an import. A function of the script's own of the same name goes before.";
    vec![
        Page { file: "functions.md", text: listing("Functions", about_functions, functions) },
        Page { file: "controls.md", text: listing("Controls", about_controls, controls) },
        Page { file: "sounds.md", text: sounds() },
        Page { file: "library.md", text: listing("The library", about_library, library) },
        Page { file: "harmony.md", text: harmony() },
        Page { file: "peers.md", text: words_of_others() },
    ]
}

const GENERATED: &str =
    "<!-- Made from the rows in src; run `UPDATE_REFERENCE=1 cargo test --test vocabulary`. -->";

fn listing(title: &str, about: &str, wanted: impl Fn(&Section) -> bool) -> String {
    let mut text = format!("# {title}\n\n{GENERATED}\n\n{about}\n");
    for section in super::sections().into_iter().filter(wanted) {
        let _ = write!(text, "\n## {}\n", section.title());
        for entry in super::entries().iter().filter(|entry| entry.section == section) {
            text.push_str(&item(entry));
        }
    }
    text
}

fn item(entry: &Entry) -> String {
    let mut text = format!("\n### `{}`\n\n{}\n\n", entry.call, entry.summary);
    for line in entry.details() {
        let _ = writeln!(text, "* {line}");
    }
    if !text.ends_with("\n\n") {
        text.push('\n');
    }
    let _ = write!(text, "```rhai\n{}\n```\n", entry.example);
    text
}

fn words_of_others() -> String {
    let cell = |word: &str| word.replace('|', "\\|");
    let mut text = format!(
        "# Words of Strudel and Tidal\n\n{GENERATED}\n\nMost functions have the names that they \
         have in Strudel, and else those of Tidal: {} functions and {} controls, not counting their other \
         names. These are called otherwise:\n\n| there | here |\n\
         | --- | --- |\n",
        crate::vocab::functions().count() + COMMANDS.len(),
        crate::control::ALL.len(),
    );
    for (other, name) in peers::CALLED_OTHERWISE {
        let _ = writeln!(text, "| `{}` | {name} |", cell(other));
    }
    text.push_str("\nThese are done by other means:\n\n| there | here |\n| --- | --- |\n");
    for row in peers::DONE_SO {
        let _ = writeln!(text, "| {} | {} |", row.names.join(", "), cell(row.how));
    }
    let left_out: usize = peers::LEFT_OUT.iter().map(|row| row.names.len()).sum();
    let _ = write!(text, "\nThese {left_out} are left out:\n\n| left out | why |\n| --- | --- |\n");
    for row in peers::LEFT_OUT {
        let _ = writeln!(text, "| {} | {} |", row.names.join(", "), row.reason);
    }
    text
}

fn sounds() -> String {
    let mut text = format!(
        "# Sounds\n\n{GENERATED}\n\nWhat `s(\"..\")` can name without any files. A folder of \
         recordings adds to them: `samples(\"my-folder\")`.\n\n| name | also | sounds like |\n\
         | --- | --- | --- |\n"
    );
    for row in SOUNDS {
        let _ = writeln!(text, "| {} | {} | {} |", row.name, row.aliases.join(", "), row.doc);
    }
    text.push_str(
        "\n## Drum machines\n\nWhat `bank(\"..\")` can name: ways to play the drums of the kit, in the \
         line of the machines that they are called after.\n\n| name | also | sounds like |\n\
         | --- | --- | --- |\n",
    );
    for row in MACHINES {
        let _ = writeln!(text, "| {} | {} | {} |", row.name, row.aliases.join(", "), row.doc);
    }
    text.push_str(
        "\n## Recordings\n\nSingle strokes that are inside the program, each by its own name. Groups \
         number them, `s(\"tabla:3\")`; with `bank(\"recorded\")` the names of the drum kit play them \
         too, `s(\"bd:2 sd\").bank(\"recorded\")`.\n\n| group | also | what they are |\n| --- | --- | --- |\n",
    );
    for row in GROUPS {
        let _ = writeln!(text, "| {} | {} | {} |", row.name, row.aliases.join(", "), row.doc);
    }
    text.push('\n');
    let names: Vec<String> = SHOTS.iter().map(|shot| format!("`{}`", shot.name)).collect();
    for names in names.chunks(8) {
        let _ = writeln!(text, "{}", names.join(" "));
    }
    text
}

fn harmony() -> String {
    let mut text = format!(
        "# Scales and chords\n\n{GENERATED}\n\n## Scales\n\nWritten with a tonic, colons for \
         spaces: `n(\"0 2 4\").scale(\"C4:minor:pentatonic\")`.\n\n| name | also | intervals |\n\
         | --- | --- | --- |\n"
    );
    for row in scales::rows::SCALES {
        let _ = writeln!(text, "| {} | {} | {} |", row.name, row.aliases.join(", "), row.intervals);
    }
    text.push_str(
        "\n## Dictionaries of voicings\n\n| name | is good for | chords |\n| --- | --- | --- |\n",
    );
    for dictionary in voicings::rows::DICTIONARIES {
        let chords = voicings::rows::qualities(dictionary.name)
            .iter()
            .map(|quality| format!("C{quality}"))
            .collect::<Vec<_>>()
            .join(" ");
        let _ = writeln!(text, "| {} | {} | {chords} |", dictionary.name, dictionary.doc);
    }
    text
}
