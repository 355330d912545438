//! What layout changes in a script, and what it leaves alone.

use proptest::prelude::*;

use super::*;

fn text(script: &str) -> String {
    lay_out(&Source::new("test", script)).text
}

fn labels(script: &str) -> Vec<String> {
    let layout = lay_out(&Source::new("test", script));
    let mut labels: Vec<Label> = layout.statements.into_iter().filter_map(|s| s.label).collect();
    labels.sort_by_key(|label| label.range.start);
    labels.into_iter().map(|label| label.name).collect()
}

#[test]
fn a_line_that_could_end_a_statement_ends_it() {
    assert_eq!(text("let x = 1\nlet y = 2"), "let x = 1;\nlet y = 2");
    assert_eq!(text("f(1) // so\n\ng(2)"), "f(1); // so\n\ng(2)");
    assert_eq!(
        text("a: \"x\"\nfor i in 0..2 {\n f(i)\n}\nb: `y`\n"),
        "a: \"x\";\nfor i in 0..2 {\n f(i)\n};\nb: `y`\n"
    );
}

#[test]
fn while_begins_a_loop_unless_it_ends_one() {
    assert_eq!(text("let k = 0\nwhile k < 2 { k += 1 }"), "let k = 0;\nwhile k < 2 { k += 1 }");
    let tail = "do {\n  k += 1\n}\nwhile k < 2";
    assert_eq!(text(tail), tail);
}

#[test]
fn a_dot_an_operator_or_a_closing_bracket_carries_on() {
    for script in [
        "a\n  .b()\n  .c(1)",
        "1\n+ 2",
        "f(\n1,\n2\n)",
        "[1,\n2\n]",
        "if a {\n}\nelse {\n}",
        "x: f(|p|\np.g()\n)",
    ] {
        assert_eq!(text(script), script);
    }
}

#[test]
fn a_bracket_at_the_start_of_a_line_starts_a_statement() {
    assert_eq!(text("a\n(b)"), "a;\n(b)");
    assert_eq!(text("a\n[b]"), "a;\n[b]");
    assert_eq!(text("let f = 1\n|x| x"), "let f = 1;\n|x| x");
}

#[test]
fn an_unfinished_line_ends_where_a_label_begins() {
    assert_eq!(text("a: 3 +\nb: 4"), "a: 3 +;\nb: 4");
    assert_eq!(text("let x =\nlet y = 2"), "let x =;\nlet y = 2");
}

#[test]
fn labels_are_names_strings_and_dollars_at_the_start_of_statements() {
    assert_eq!(
        labels("a: 1\n_b: 2; \"my c\": 3\n$: 4\n_$: 5\nS$: 6\nloop: 7"),
        ["a", "_b", "my c", "$1", "_$2", "S$3", "loop"]
    );
    assert_eq!(labels("if x { a: 1 } else { b: 2 }"), ["a", "b"]);
    assert_eq!(labels("f(#{a: 1, b: #{c: 2}})\nlet m = #{\n  d: 3\n}"), [""; 0]);
}

#[test]
fn methods_called_as_functions_are_told_apart() {
    let swaps = |script: &str| {
        let layout = lay_out(&Source::new("test", script));
        let mut swaps: Vec<_> = layout.swaps.into_iter().collect();
        swaps.sort_by_key(|(place, _)| *place);
        swaps.into_iter().map(|(place, _)| place).collect::<Vec<_>>()
    };
    assert_eq!(swaps("p.loop(1)"), [(1, 3)]);
    assert!(swaps("loop { }").is_empty());
}

/// Pieces of scripts, well-formed or not.
const PIECES: &[&str] = &[
    "a",
    "p",
    "let",
    "const",
    "fn",
    "if",
    "else",
    "loop",
    "for",
    "in",
    "_b",
    "$",
    "S$",
    "_$",
    ":",
    "::",
    ";",
    ".",
    "?.",
    ",",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "#{",
    "|",
    "||",
    "+",
    "-",
    "=",
    "=>",
    "..",
    "1",
    "2.5",
    "1/8",
    "\"x y\"",
    "\"é\\\"\"",
    "\"open",
    "`t`",
    "`two\nlines`",
    "`${a}`",
    "`open ${",
    "'c'",
    "#\"raw\"#",
    "// note",
    "/* c */",
    "/* two\nlines */",
    "\n",
    "\n",
    "\n  ",
    "\r\n",
    " ",
    " ",
    "ü",
    "\t",
    ".every(4, |p| p.rev())",
    "fast(2)",
    "\u{feff}",
    "\\",
];

fn scripts() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn laying_out_moves_no_token(script in scripts()) {
        let before = Source::new("before", script.clone());
        let layout = lay_out(&before);
        let after = Source::new("after", layout.text.clone());
        prop_assert_eq!(before.line_count(), after.line_count());
        for number in 1..=before.line_count() {
            let mut added = after.line(number).chars().peekable();
            let mut clean = true;
            for letter in before.line(number).chars() {
                // A semicolon is added only where nothing but a comment or white space follows.
                while added.peek() == Some(&';') && letter != ';' {
                    added.next();
                    clean = false;
                }
                let found = added.next();
                let of_label = letter == '$' || letter.is_alphabetic() && !letter.is_ascii();
                let joined = of_label && found == Some('_');
                let mark = letter == '\u{feff}' && found == Some(' ');
                let number = letter == '.' && found == Some('0');
                prop_assert!(joined || mark || number || found == Some(letter), "line {}: {:?} became {:?}", number, letter, found);
            }
            prop_assert!(added.all(|letter| letter == ';') || !clean);
        }
    }

    #[test]
    fn exchanged_tokens_stand_where_the_plan_says(script in scripts()) {
        let source = Source::new("test", script.clone());
        let layout = lay_out(&source);
        for ((line, column), swap) in &layout.swaps {
            let offset = source.offset(*line, *column);
            let rest = offset.and_then(|offset| script.get(offset..)).unwrap_or("");
            match swap {
                Swap::Colon => prop_assert!(rest.starts_with(':')),
                Swap::Name(name) => prop_assert!(rest.starts_with(name.trim_end_matches("()"))),
                Swap::Label(_) => prop_assert!(!rest.is_empty()),
                Swap::Number(_) => prop_assert!(rest.starts_with(['.', '-'])),
            }
        }
    }

    #[test]
    fn statements_lie_within_the_script(script in scripts()) {
        let layout = lay_out(&Source::new("test", script.clone()));
        for statement in layout.statements {
            prop_assert!(script.get(statement.range).is_some());
        }
    }
}
