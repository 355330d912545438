//! The mini-notation, from the text to the pattern or the complaint.

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
