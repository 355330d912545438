//! Beats in a script: strings of plain steps, and drum grids, with the bytes of every step.
//!
//! It reads letters and knows no vocabulary; what repeats, groups or chances in a string makes it no
//! plain beat, and it is left alone.

use std::ops::Range;

use super::syntax;
use super::theme::Ink;

/// Steps of a row that are worth a grid.
const STEPS: Range<usize> = 2..65;
/// The letters of grids that make a hit softer or harder, from the softest.
const LETTERS: [char; 3] = ['o', 'x', 'X'];

/// One step.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Cell {
    /// Its bytes in the script.
    pub(super) at: Range<usize>,
    /// How hard it is struck: 0 is a rest, 1 a plain hit.
    pub(super) level: f32,
    /// What is written there.
    word: String,
}

/// The steps of one sound.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    /// The sound.
    pub(super) name: String,
    /// Its steps.
    pub(super) cells: Vec<Cell>,
}

/// One string of the script.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Beat {
    /// Its line, counted from 1.
    pub(super) line: usize,
    /// The code in front of it on its line.
    pub(super) label: String,
    /// Its rows.
    pub(super) rows: Vec<Row>,
    /// Written in words, and not in letters of a grid.
    words: bool,
}

/// All beats of a script.
pub(super) fn find(text: &str) -> Vec<Beat> {
    let quotes: Vec<Range<usize>> = strings(text);
    quotes.into_iter().filter_map(|inside| beat(text, inside)).collect()
}

/// The bytes inside of each string.
fn strings(text: &str) -> Vec<Range<usize>> {
    let pieces = syntax::pieces(text);
    let mut quotes = pieces.iter().filter(|piece| piece.ink == Ink::Quote);
    let mut found = Vec::new();
    while let Some(open) = quotes.next() {
        let sign = &text[open.start..open.end];
        if sign != "\"" && sign != "`" {
            continue;
        }
        if let Some(close) = quotes.next()
            && &text[close.start..close.end] == sign
        {
            found.push(open.end..close.start);
        }
    }
    found
}

fn beat(text: &str, inside: Range<usize>) -> Option<Beat> {
    let before = &text[..inside.start - 1];
    let line = before.matches('\n').count() + 1;
    let label = before.rsplit('\n').next().unwrap_or("").trim_start();
    let call: &str = before.trim_end().strip_suffix('(')?;
    let name = call.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    let rows = match name {
        "beat" => grid_rows(text, inside),
        "s" | "sound" => plain_rows(text, inside),
        _ => return None,
    };
    let label = label.trim_end_matches(['(', ' ', '.']).to_owned();
    (!rows.is_empty()).then_some(Beat { line, label, rows, words: name != "beat" })
}

/// The rows of a drum grid.
fn grid_rows(text: &str, inside: Range<usize>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut start = inside.start;
    for line in text[inside].split_inclusive(['\n', ';']) {
        let end = line.find("//").unwrap_or(line.len());
        if let Some(colon) = line[..end].rfind(':') {
            let name = line[..colon].trim();
            let cells: Vec<Cell> = line[colon + 1..end]
                .char_indices()
                .filter(|(_, c)| !c.is_whitespace() && !"|;".contains(*c))
                .map(|(at, letter)| {
                    let at = start + colon + 1 + at;
                    Cell {
                        at: at..at + letter.len_utf8(),
                        level: strength(letter),
                        word: letter.to_string(),
                    }
                })
                .collect();
            if name != "steps" && !name.is_empty() && STEPS.contains(&cells.len()) {
                rows.push(Row { name: name.to_owned(), cells });
            }
        }
        start += line.len();
    }
    rows
}

fn strength(letter: char) -> f32 {
    match letter {
        '.' | '-' | '~' => 0.0,
        'o' | '?' => 0.5,
        'X' | 'R' | 'T' | 'Q' => 1.3,
        '1'..='9' => f32::from(letter as u8 - b'0') / 10.0,
        '_' => 0.3,
        _ => 1.0,
    }
}

/// One row for each sound of a string of words and rests.
fn plain_rows(text: &str, inside: Range<usize>) -> Vec<Row> {
    let body = &text[inside.clone()];
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || "~-_:".contains(c);
    let words: Vec<(Range<usize>, &str)> = body
        .split_whitespace()
        .map(|word| {
            let at = inside.start + (word.as_ptr() as usize - body.as_ptr() as usize);
            (at..at + word.len(), word)
        })
        .collect();
    let hit = |word: &str| word.starts_with(char::is_alphabetic);
    let readable = words.iter().all(|(_, word)| hit(word) || ["~", "-"].contains(word));
    if !body.chars().all(plain) || !readable || !STEPS.contains(&words.len()) {
        return Vec::new();
    }
    let mut names: Vec<&str> = Vec::new();
    for (_, word) in words.iter().filter(|(_, word)| hit(word)) {
        if !names.contains(word) {
            names.push(word);
        }
    }
    let cells = |name: &str| {
        let cell = |(at, word): &(Range<usize>, &str)| Cell {
            at: at.clone(),
            level: if *word == name { 1.0 } else { 0.0 },
            word: (*word).to_owned(),
        };
        words.iter().map(cell).collect()
    };
    names.iter().map(|name| Row { name: (*name).to_owned(), cells: cells(name) }).collect()
}

/// What stands in the place of a step once it was toggled.
pub(super) fn toggled(beat: &Beat, row: usize, step: usize) -> Option<String> {
    let (row, on) = (&beat.rows[row], beat.rows[row].cells[step].level > 0.0);
    Some(match (beat.words, on) {
        (true, true) => "~".to_owned(),
        (true, false) => row.name.clone(),
        (false, true) => ".".to_owned(),
        (false, false) => "x".to_owned(),
    })
}

/// The same, one strength harder; none if there is none.
pub(super) fn louder(beat: &Beat, row: usize, step: usize) -> Option<String> {
    stronger(beat, row, step, 1)
}

/// The same, one strength softer.
pub(super) fn softer(beat: &Beat, row: usize, step: usize) -> Option<String> {
    stronger(beat, row, step, -1)
}

fn stronger(beat: &Beat, row: usize, step: usize, by: isize) -> Option<String> {
    let word = &beat.rows[row].cells[step].word;
    let at =
        LETTERS.iter().position(|letter| *word == letter.to_string()).filter(|_| !beat.words)?;
    LETTERS.get(at.checked_add_signed(by)?).map(char::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(
        text: &str,
        (beat, row, step): (usize, usize, usize),
        change: fn(&Beat, usize, usize) -> Option<String>,
    ) -> String {
        let beats = find(text);
        let at = beats[beat].rows[row].cells[step].at.clone();
        let word = change(&beats[beat], row, step).unwrap();
        format!("{}{word}{}", &text[..at.start], &text[at.end..])
    }

    #[test]
    fn a_string_of_plain_steps_has_a_row_for_each_sound() {
        let text = "drums: s(\"bd ~ sd  ~\").fast(2)";
        let beats = find(text);
        assert_eq!(beats[0].label, "drums: s");
        let names: Vec<&str> = beats[0].rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["bd", "sd"]);
        assert_eq!(written(text, (0, 0, 1), toggled), "drums: s(\"bd bd sd  ~\").fast(2)");
        assert_eq!(written(text, (0, 1, 2), toggled), "drums: s(\"bd ~ ~  ~\").fast(2)");
    }

    #[test]
    fn a_grid_changes_one_letter() {
        let text = "d: beat(`\n  bd: x...|x...  // x\n  steps: 8\n  hh: x.x.x.X.\n`)";
        assert_eq!(find(text)[0].rows.len(), 2);
        assert_eq!(written(text, (0, 0, 1), toggled), text.replace("x...|", "xx..|"));
        assert_eq!(written(text, (0, 1, 6), softer), text.replace("x.X.", "x.x."));
        assert_eq!(written(text, (0, 1, 6), toggled), text.replace("x.X.", "x..."));
        assert_eq!(louder(&find(text)[0], 1, 6), None);
    }

    #[test]
    fn what_is_no_plain_beat_is_left_alone() {
        for text in [
            "s(\"bd*2 sd\")",
            "s(\"bd\")",
            "note(\"c e g\")",
            "s(\"<bd sd> hh\")",
            "s(`bd ${x}`)",
            "s(\"bd",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
