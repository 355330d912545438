//! The libraries inside the program: their texts, and what their comments say of each function.
//!
//! They are scripts, so whoever runs scripts runs them; here they are only read.

/// Name and text of each. Their functions need no import.
pub const LIBRARIES: &[(&str, &str)] = &[
    ("prelude", include_str!("../../std-lib/prelude.rhai")),
    ("drums", include_str!("../../std-lib/drums.rhai")),
    ("chords", include_str!("../../std-lib/chords.rhai")),
];

/// A function of a library, as its comment describes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LibraryFunction {
    /// The library.
    pub library: &'static str,
    /// Its name in scripts.
    pub name: &'static str,
    /// How it is written: `p.wide(semitones)`.
    pub call: String,
    /// What it does.
    pub summary: String,
    /// A call that can be run and heard.
    pub example: &'static str,
}

/// Every function of every library, in the order of the files.
pub fn functions() -> Vec<LibraryFunction> {
    let mut all = Vec::new();
    for &(library, text) in LIBRARIES {
        let mut comment = Vec::new();
        for line in text.lines() {
            if let Some(words) = line.strip_prefix("///") {
                comment.push(words.trim());
                continue;
            }
            all.extend(line.strip_prefix("fn ").and_then(|head| read(library, head, &comment)));
            comment.clear();
        }
    }
    all
}

/// Reads `"pattern".wide(semitones) {` and the comment above it.
fn read(
    library: &'static str,
    head: &'static str,
    comment: &[&'static str],
) -> Option<LibraryFunction> {
    let (written, _) = head.rsplit_once(" {")?;
    let method = written.strip_prefix("\"pattern\".");
    let (name, _) = method.unwrap_or(written).split_once('(')?;
    let example = comment.iter().find_map(|line| line.strip_prefix("Example: "));
    let is_text = |line: &&&str| !line.is_empty() && !line.starts_with("Example: ");
    let summary: Vec<&str> = comment.iter().filter(is_text).copied().collect();
    Some(LibraryFunction {
        library,
        name,
        call: method.map_or_else(|| written.to_owned(), |method| format!("p.{method}")),
        summary: summary.join(" "),
        example: example.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_of_several_lines_is_read_with_its_function() {
        let all = functions();
        let found = all.iter().find(|function| function.name == "shuffled").unwrap();
        assert_eq!((found.library, &*found.call), ("prelude", "p.shuffled(amount)"));
        assert!(found.summary.ends_with("a fraction of two steps, and 1/3 is a shuffle."));
        assert_eq!(found.example, r#"s("hh*8").shuffled(1/3)"#);
        let drums = all.iter().filter(|function| function.library == "drums");
        assert!(drums.map(|function| &*function.call).any(|call| call == "house()"));
    }
}
