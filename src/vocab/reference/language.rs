//! Pages about words of the language itself: how a track, a function or an import is written.
//!
//! Only what a musician looks up; the whole grammar is that of Rhai.

/// A word of the language.
struct WordOfLanguage {
    words: &'static [&'static str],
    call: &'static str,
    summary: &'static str,
    example: &'static str,
}

const fn word(
    words: &'static [&'static str],
    call: &'static str,
    summary: &'static str,
    example: &'static str,
) -> WordOfLanguage {
    WordOfLanguage { words, call, summary, example }
}

const WORDS: &[WordOfLanguage] = &[
    word(
        &["import", "export"],
        "import \"house\" as h",
        "Reads house.rhai, beside the script or in your folder of libraries; what it exports is h::name, \
         its methods of patterns need no h.",
        "import \"drums\" as kit",
    ),
    word(
        &["$", "label", ":"],
        "name: pattern   or   $: pattern",
        "Declares a track; `$` needs no name, `_name:` is muted, `S$:` is a solo.",
        "drums: s(\"bd sd\")\n$: s(\"hh*8\")",
    ),
    word(
        &["let"],
        "let name = value",
        "Gives a value a name.",
        "let beat = s(\"bd*4\")\ndrums: beat",
    ),
    word(
        &["const"],
        "const NAME = value",
        "As `let`, visible inside fn too; a library shares it with `export const`.",
        "const KIT = \"909\"\ndrums: s(\"bd sd\").bank(KIT)",
    ),
    word(
        &["fn"],
        "fn name(x) { .. }   or   fn \"pattern\".name(x) { this.. }",
        "Makes a function, or a method of patterns.",
        "fn hats(x) { s(x).gain(0.5) }\nhats: hats(\"hh*8\")",
    ),
    word(
        &["for", "in"],
        "for i in 0..4 { .. }",
        "Does something for every number or element of a list.",
        "for i in 0..2 { track(`t${i}`, s(\"cp\").late(i / 8)) }",
    ),
    word(
        &["if", "else"],
        "if condition { .. } else { .. }",
        "Decides once, when the script runs; to decide while it plays, use every, when or mask.",
        "let busy = true\ndrums: s(if busy { \"bd*8\" } else { \"bd*4\" })",
    ),
];

/// A page about a word.
pub(super) fn about(name: &str) -> Option<String> {
    let WordOfLanguage { call, summary, example, .. } =
        WORDS.iter().find(|row| row.words.contains(&name))?;
    let example = example.replace('\n', "\n       ");
    Some(format!("{call}\n\n  {summary}\n\n  try: {example}\n"))
}

/// All words that have a page.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().flat_map(|row| row.words.iter().copied()).filter(|word| word.len() > 1)
}
