//! The mini-notation, from the text to the pattern or the complaint.

use proptest::prelude::*;

use super::parse;
use crate::diag::{Place, SourceId, SrcSpan};
use crate::pattern::{Origins, Pattern};

fn pattern(text: &str) -> Pattern {
    parse(text, None).unwrap_or_else(|mistakes| panic!("{text}: {mistakes:?}"))
}

/// The events of a cycle as `begin-end:value`.
fn events(text: &str, cycle: i64) -> String {
    let drawn = pattern(text)
        .cycle(cycle)
        .into_iter()
        .map(|event| format!("{}:{}", event.whole_or_part(), event.value));
    drawn.collect::<Vec<_>>().join(" ")
}

fn mistakes(text: &str) -> Vec<(usize, usize, String)> {
    let place = Place { span: SrcSpan::new(SourceId(0), 0, text.len()), escapes: None };
    let found = parse(text, Some(&place)).expect_err("this should not parse");
    let told = found.into_iter().map(|mistake| {
        let span = mistake.span.expect("a place");
        (span.start as usize, span.end() as usize, mistake.message)
    });
    told.collect()
}

#[test]
fn steps_share_the_cycle() {
    assert_eq!(events("bd [sd hh]", 0), "0-1/2:bd 1/2-3/4:sd 3/4-1:hh");
    assert_eq!(events("a@3 b", 0), "0-3/4:a 3/4-1:b");
    assert_eq!(events("<a b>*2", 1), "1-3/2:a 3/2-2:b");
    assert_eq!(events("{a b c}%2", 1), "1-3/2:c 3/2-2:a");
}

#[test]
fn every_atom_knows_its_place() {
    let text = "bd*2 <été cp>:3";
    let place = Place { span: SrcSpan::new(SourceId(7), 100, 100 + text.len()), escapes: None };
    let pattern = parse(text, Some(&place)).unwrap();
    let places = |origins: &Origins| {
        let spans =
            origins.iter().map(|span| &text[span.start as usize - 100..span.end() as usize - 100]);
        spans.collect::<Vec<_>>().join("+")
    };
    let lit: Vec<String> = pattern.cycle(0).iter().map(|event| places(&event.origins)).collect();
    assert_eq!(lit, ["bd", "bd", "été+3"]);
}

#[test]
fn several_mistakes_are_told_at_their_places() {
    let told = |text: &str| {
        let all = mistakes(text)
            .into_iter()
            .map(|(start, end, message)| format!("{start}-{end} {message}"));
        all.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(told("bd [sd hh"), "3-4 `[` is never closed");
    assert_eq!(told("C/E"), "2-3 `/` needs a number, not `E`");
    assert_eq!(told("[bd sd>"), "6-7 `>` does not close `[`");
    assert_eq!(
        told("bd* [] sd$"),
        "2-3 there is nothing behind `*`; 4-5 there is nothing between these brackets; 9-10 `$` means nothing in a pattern"
    );
    assert_eq!(told("bd(9,4)"), "2-7 there is no rhythm of 9 onsets in 4 steps");
    assert_eq!(told("a | b, c"), "5-6 `,` cannot stand here");
    assert_eq!(told("a ]"), "2-3 `]` closes nothing");
}

#[test]
fn no_text_overflows_the_stack_or_hangs() {
    for text in
        ["[".repeat(100_000), "<".repeat(5000) + ">".repeat(5000).as_str(), "a*".repeat(9000)]
    {
        assert!(parse(&text, None).is_err());
    }
    for text in ["bd*1000000", "a!1e9", "[a*9999]*9999", "0 .. 1e12", "bd(3,8,1e300)", "a*1e-300"] {
        if let Ok(pattern) = parse(text, None) {
            let mut out = Vec::new();
            pattern.query(crate::time::Span::cycle(0), &mut out);
            assert!(out.len() < 1 << 19, "{text}");
        }
    }
}

/// The tree of a text without mistakes.
fn tree(text: &str) -> Option<super::ast::Layers> {
    let mut mistakes = Vec::new();
    let layers = super::parser::parse(text, &mut mistakes)?;
    mistakes.is_empty().then_some(layers)
}

/// Asserts that a text, printed and read again, is what it was; false if it has mistakes.
fn comes_back(text: &str) -> bool {
    let Some(layers) = tree(text) else { return false };
    let printed = layers.to_string();
    assert_eq!(tree(&printed).as_ref(), Some(&layers), "{text:?} became {printed:?}");
    assert_eq!(super::tidy(&printed), Some(printed), "{text:?} is printed in two ways");
    true
}

/// Texts of the whole notation.
fn notation() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        Just("~".to_owned()),
        Just("-".to_owned()),
        "[a-z][a-z0-9#'.]{0,3}",
        (-9_i32..99).prop_map(|n| n.to_string()),
        (-400_i32..400).prop_map(|n| format!("{}", f64::from(n) / 16.0)),
    ];
    let step = atom.prop_recursive(4, 40, 4, |inner| {
        let sequence = || prop::collection::vec(inner.clone(), 1..4).prop_map(|all| all.join(" "));
        let beside = |sign: &'static str| {
            prop::collection::vec(sequence(), 1..3).prop_map(move |all| all.join(sign))
        };
        let bracket = prop_oneof![
            prop_oneof![beside(", "), beside("|"), beside(" . ")].prop_map(|s| format!("[{s}]")),
            beside(",").prop_map(|s| format!("<{s}>")),
            (beside(" , "), 0..5).prop_map(|(s, n)| match n {
                0 => format!("{{{s}}}"),
                n => format!("{{{s}}}%{n}"),
            }),
        ];
        let amount = prop_oneof![(1_i32..9).prop_map(|n| n.to_string()), bracket.clone()];
        let behind = prop_oneof![
            amount.clone().prop_map(|a| format!("*{a}")),
            amount.prop_map(|a| format!("/{a}")),
            Just("?".to_owned()),
            (0..8).prop_map(|n| format!("?{}", f64::from(n) / 8.0)),
            (0..9).prop_map(|n| format!("@{}", f64::from(n) / 4.0 + 0.75)),
            Just(" _".to_owned()),
            Just("!".to_owned()),
            (1..5).prop_map(|n| format!("!{n}")),
            (0..5, 5..9, -2..3).prop_map(|(k, n, r)| format!("({k},{n},{r})")),
            sequence().prop_map(|s| format!("({s},8)")),
            bracket.clone().prop_map(|b| format!(":{b}")),
            (0..9).prop_map(|n| format!(" .. {n}")),
        ];
        (prop_oneof![inner.clone(), bracket], prop::collection::vec(behind, 0..3))
            .prop_map(|(item, behind)| format!("{item}{}", behind.concat()))
    });
    prop::collection::vec(step, 1..5).prop_map(|steps| steps.join(" "))
}

proptest! {
    #[test]
    fn any_text_comes_back_from_its_print(text in notation()) {
        prop_assert!(comes_back(&text), "{text:?} has mistakes");
    }
}
