//! Beats in a script: strings of plain steps, and drum grids, with the bytes of every step.
//!
//! It reads letters and knows no vocabulary; what nests or chances in a string makes it no plain beat,
//! and it is left alone. A change is a few bytes in place of others; writing them is left to the page.

use std::ops::Range;

use super::syntax;
use super::theme::Ink;

/// Steps of a row that are worth a grid.
const STEPS: Range<usize> = 2..65;
/// The letters of grids that make a hit softer or harder, from the softest.
const LETTERS: &str = "123456789xX";
/// How hard a word can be struck, from the softest: its gain, written behind it.
const GAINS: [f32; 6] = [0.25, 0.5, 0.75, 1.0, 1.25, 1.5];

/// One step of a row.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Cell {
    /// Its bytes in the script.
    pub(super) at: Range<usize>,
    /// How hard it is struck: 0 is a rest, 1 a plain hit.
    pub(super) level: f32,
    /// The hit before goes on.
    pub(super) tied: bool,
    /// Nothing at all is here, in this row or another one of the same string.
    free: bool,
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
    /// Written short, `bd*4`: these bytes become a word for each step with the first change.
    pub(super) short: Option<Range<usize>>,
}

/// What may be done to a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// A hit where none is, a rest where one is.
    Toggle,
    /// Harder.
    Louder,
    /// Softer.
    Softer,
    /// One step longer.
    Longer,
    /// One step shorter.
    Shorter,
}

/// Some bytes, and what stands in their place from now on.
pub(super) type Edit = (Range<usize>, String);

/// All beats of a script.
pub(super) fn find(text: &str) -> Vec<Beat> {
    let quotes: Vec<Range<usize>> = strings(text);
    quotes.into_iter().filter_map(|inside| beat(text, inside)).collect()
}

/// A text with some of its bytes changed; edits stand in the order of the text.
pub(super) fn written(text: &str, edits: &[Edit]) -> Option<String> {
    let mut written = String::with_capacity(text.len() + 16);
    let mut from = 0;
    for (at, word) in edits {
        written.push_str(text.get(from..at.start)?);
        written.push_str(word);
        from = at.end;
    }
    written.push_str(text.get(from..)?);
    Some(written)
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
    let (rows, short) = match name {
        "beat" => (grid_rows(text, inside), None),
        "s" | "sound" => plain_rows(text, inside, &["~", "-"]),
        "struct" | "mask" => plain_rows(text, inside, &["~", "-", "f", "0"]),
        _ => return None,
    };
    let label = label.trim_end_matches(['(', ' ', '.']).to_owned();
    (!rows.is_empty()).then_some(Beat { line, label, rows, words: name != "beat", short })
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
                    let (level, tied) = (strength(letter), letter == '_');
                    Cell {
                        at: at..at + letter.len_utf8(),
                        level,
                        tied,
                        free: level == 0.0 && !tied,
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
        '.' | '-' | '~' | '_' => 0.0,
        'o' | '?' => 0.5,
        'X' | 'R' | 'T' | 'Q' => 1.3,
        '1'..='9' => f32::from(letter as u8 - b'0') / 10.0,
        _ => 1.0,
    }
}

/// One step of a string of words.
struct Word<'a> {
    at: Range<usize>,
    word: &'a str,
    /// The sounds of it; none is a rest or a tie.
    hits: Vec<&'a str>,
}

/// A word as `sound`, `sound:number` or `sound:number:gain`: the name of its row, and its gain.
fn hit(word: &str) -> Option<(&str, f32)> {
    let mut parts = word.splitn(3, ':');
    let sound = parts.next()?;
    let letters = |c: char| c.is_alphanumeric() || "_-".contains(c);
    let (number, gain) = (parts.next(), parts.next());
    let whole = sound.starts_with(char::is_alphanumeric) && sound.chars().all(letters);
    if !whole || number.is_some_and(|n| n.parse::<u32>().is_err()) {
        return None;
    }
    let gain = gain.map_or(Some(1.0), |gain| gain.parse::<f32>().ok())?;
    let name = match number {
        Some(n) if n != "0" => &word[..sound.len() + 1 + n.len()],
        _ => sound,
    };
    Some((name, gain))
}

/// One row for each sound of a string of words, rests, ties and words that sound together:
/// `bd ~ [sd,hh] _`. Or of one word over and over: `bd*4`, and its bytes.
fn plain_rows(
    text: &str,
    inside: Range<usize>,
    rests: &[&str],
) -> (Vec<Row>, Option<Range<usize>>) {
    let body = &text[inside.clone()];
    let place = |word: &str| {
        let at = inside.start + (word.as_ptr() as usize - body.as_ptr() as usize);
        at..at + word.len()
    };
    let (words, short): (Vec<Word>, _) = match body.trim().split_once('*') {
        Some((word, times)) => {
            let times = times.parse().ok().filter(|_| hit(word).is_some()).unwrap_or(0);
            let at = place(body.trim());
            let step = |_| Word { at: at.clone(), word, hits: vec![word] };
            ((0..times.min(STEPS.end)).map(step).collect(), Some(at.clone()))
        }
        None => {
            let words = body.split_whitespace().map(|word| {
                let hits = match word.strip_prefix('[').and_then(|w| w.strip_suffix(']')) {
                    Some(inner) => inner.split(',').collect(),
                    None if word == "_" || rests.contains(&word) => Vec::new(),
                    None => vec![word],
                };
                Word { at: place(word), word, hits }
            });
            (words.collect(), None)
        }
    };
    let hits = || words.iter().flat_map(|word| &word.hits);
    let tied_first = words.first().is_some_and(|word| word.word == "_");
    if tied_first || !STEPS.contains(&words.len()) || !hits().all(|word| hit(word).is_some()) {
        return (Vec::new(), None);
    }
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in hits().filter_map(|word| hit(word)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let row = |name: &&str| {
        let mut sounds = false;
        let cell = |word: &Word| {
            let mine = word.hits.iter().filter_map(|word| hit(word)).find(|(own, _)| own == name);
            let tie = word.word == "_";
            sounds = mine.is_some() || (tie && sounds);
            Cell {
                at: word.at.clone(),
                level: mine.map_or(0.0, |(_, gain)| gain.max(0.01)),
                tied: tie && sounds,
                free: word.hits.is_empty() && !tie,
                word: word.word.to_owned(),
            }
        };
        Row { name: (*name).to_owned(), cells: words.iter().map(cell).collect() }
    };
    (names.iter().map(row).collect(), short)
}

impl Beat {
    /// What has to be written for a change of a step; else why it cannot be.
    pub(super) fn change(
        &self,
        row: usize,
        step: usize,
        change: Change,
    ) -> Result<Vec<Edit>, &'static str> {
        let Row { name, cells } = &self.rows[row];
        let cell = &cells[step];
        let rest = if self.words { "~" } else { "." };
        let on = cell.level > 0.0;
        let run = |from: usize| cells[from..].iter().take_while(|cell| cell.tied).count();
        let end = step + 1 + run(step + 1);
        let mut edits: Vec<(usize, String)> = Vec::new();
        match change {
            Change::Toggle if on && self.words => edits.push((step, without(&cell.word, name))),
            Change::Toggle if on || cell.tied => edits.push((step, rest.to_owned())),
            Change::Toggle if self.words => edits.push((step, with(&cell.word, name, cell.free))),
            Change::Toggle => edits.push((step, "x".to_owned())),
            _ if !on && !cell.tied => return Err("nothing sounds at this step"),
            Change::Longer => match cells.get(end) {
                Some(next) if next.free => edits.push((end, "_".to_owned())),
                Some(_) => return Err("something else sounds at the next step"),
                None => return Err("it sounds until the end already"),
            },
            Change::Shorter if end == step + 1 && !cell.tied => {
                return Err("it is one step long already");
            }
            Change::Shorter => edits.push((end - 1, rest.to_owned())),
            Change::Louder | Change::Softer if !on => {
                return Err("choose the step where it begins");
            }
            Change::Louder => edits.push((step, self.struck(&cell.word, name, 1)?)),
            Change::Softer => edits.push((step, self.struck(&cell.word, name, -1)?)),
        }
        // What a hit that is gone made longer rests too.
        if change == Change::Toggle && edits.iter().any(|(_, word)| word == rest) {
            edits.extend((step + 1..end).map(|tied| (tied, rest.to_owned())));
        }
        Ok(self.bytes(cells, edits))
    }

    /// Where the steps of a change stand in the script.
    fn bytes(&self, cells: &[Cell], edits: Vec<(usize, String)>) -> Vec<Edit> {
        let Some(short) = &self.short else {
            return edits.into_iter().map(|(step, word)| (cells[step].at.clone(), word)).collect();
        };
        let mut words: Vec<String> = cells.iter().map(|cell| cell.word.clone()).collect();
        for (step, word) in edits {
            words[step] = word;
        }
        vec![(short.clone(), words.join(" "))]
    }

    /// A step one strength harder or softer.
    fn struck(&self, word: &str, name: &str, by: isize) -> Result<String, &'static str> {
        const NO_OTHER: &str = "this step has no other strength";
        if !self.words {
            let letter = if word == "o" { "5" } else { word };
            let at = LETTERS.find(letter).ok_or(NO_OTHER)?;
            let next = at.checked_add_signed(by).and_then(|at| LETTERS.get(at..=at));
            return next
                .map(|next| if next == "5" { "o" } else { next }.to_owned())
                .ok_or(NO_OTHER);
        }
        let mut found = Err(NO_OTHER);
        let all = each(word).into_iter().map(|word| match hit(word) {
            Some((own, gain)) if own == name => {
                let harder = GAINS.iter().find(|next| **next > gain + 1e-3);
                let softer = GAINS.iter().rfind(|next| **next < gain - 1e-3);
                let Some(next) = (if by > 0 { harder } else { softer }) else {
                    return word.to_owned();
                };
                let number = if name.contains(':') { "" } else { ":0" };
                found = Ok(());
                if *next == 1.0 { name.to_owned() } else { format!("{name}{number}:{next}") }
            }
            _ => word.to_owned(),
        });
        let all: Vec<String> = all.collect();
        found.map(|()| together(&all))
    }
}

/// The words of a step that sounds.
fn each(word: &str) -> Vec<&str> {
    let inner = word.strip_prefix('[').and_then(|word| word.strip_suffix(']'));
    inner.map_or_else(|| vec![word], |inner| inner.split(',').collect())
}

/// A step of these words.
fn together<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words[..] {
        [] => "~".to_owned(),
        [word] => word.to_owned(),
        _ => format!("[{}]", words.join(",")),
    }
}

/// A step without one of its sounds.
fn without(word: &str, name: &str) -> String {
    let mut words = each(word);
    words.retain(|word| hit(word).is_none_or(|(own, _)| own != name));
    together(&words)
}

/// A step with one more sound.
fn with(word: &str, name: &str, free: bool) -> String {
    match free || word == "_" {
        true => name.to_owned(),
        false => together(&[each(word), vec![name]].concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str, (beat, row, step): (usize, usize, usize), change: Change) -> String {
        let beats = find(text);
        match beats[beat].change(row, step, change) {
            Ok(edits) => written(text, &edits).unwrap(),
            Err(why) => why.to_owned(),
        }
    }

    #[test]
    fn a_string_of_plain_steps_has_a_row_for_each_sound() {
        let text = "drums: s(\"bd ~ sd  ~\").fast(2)";
        let beats = find(text);
        assert_eq!(beats[0].label, "drums: s");
        let names: Vec<&str> = beats[0].rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["bd", "sd"]);
        let toggled = |row, step| changed(text, (0, row, step), Change::Toggle);
        assert_eq!(toggled(0, 1), "drums: s(\"bd bd sd  ~\").fast(2)");
        assert_eq!(toggled(1, 2), "drums: s(\"bd ~ ~  ~\").fast(2)");
        assert_eq!(toggled(0, 2), "drums: s(\"bd ~ [sd,bd]  ~\").fast(2)");
    }

    #[test]
    fn a_grid_changes_one_letter() {
        let text = "d: beat(`\n  bd: x...|x...  // x\n  steps: 8\n  hh: x.x.x.X.\n`)";
        assert_eq!(find(text)[0].rows.len(), 2);
        let hat = |step, change| changed(text, (0, 1, step), change);
        assert_eq!(changed(text, (0, 0, 1), Change::Toggle), text.replace("x...|", "xx..|"));
        assert_eq!(hat(6, Change::Softer), text.replace("x.X.", "x.x."));
        assert_eq!(hat(4, Change::Softer), text.replace("x.X.", "9.X."));
        assert_eq!(hat(6, Change::Toggle), text.replace("x.X.", "x..."));
        assert_eq!(hat(6, Change::Louder), "this step has no other strength");
        assert_eq!(hat(4, Change::Longer), text.replace("x.X.", "x_X."));
    }

    #[test]
    fn lengths_are_ties() {
        let text = "s(\"bd ~ ~ sd\")";
        let longer = changed(text, (0, 0, 0), Change::Longer);
        assert_eq!(longer, "s(\"bd _ ~ sd\")");
        let longest = changed(&longer, (0, 0, 1), Change::Longer);
        assert_eq!(longest, "s(\"bd _ _ sd\")");
        let why = changed(&longest, (0, 0, 0), Change::Longer);
        assert_eq!(why, "something else sounds at the next step");
        assert_eq!(changed(&longest, (0, 0, 0), Change::Shorter), longer);
        assert_eq!(changed(&longest, (0, 0, 0), Change::Toggle), "s(\"~ ~ ~ sd\")");
        assert_eq!(changed(text, (0, 0, 0), Change::Shorter), "it is one step long already");
        let grid = "beat(\"bd: x__.x\")";
        assert_eq!(changed(grid, (0, 0, 1), Change::Toggle), "beat(\"bd: x...x\")");
        assert_eq!(changed(grid, (0, 0, 0), Change::Shorter), "beat(\"bd: x_..x\")");
    }

    #[test]
    fn a_word_is_struck_harder_by_its_gain() {
        let text = "s(\"bd ~ [sd,hh:3] ~\")";
        let softer = changed(text, (0, 0, 0), Change::Softer);
        assert_eq!(softer, "s(\"bd:0:0.75 ~ [sd,hh:3] ~\")");
        assert_eq!(changed(&softer, (0, 0, 0), Change::Louder), text);
        let hat = changed(text, (0, 2, 2), Change::Louder);
        assert_eq!(hat, "s(\"bd ~ [sd,hh:3:1.25] ~\")");
        assert_eq!(changed(&hat, (0, 2, 2), Change::Toggle), "s(\"bd ~ sd ~\")");
    }

    #[test]
    fn what_is_written_short_is_written_out_when_it_changes() {
        let text = "s(\"bd*4\").gain(1)";
        assert_eq!(changed(text, (0, 0, 1), Change::Toggle), "s(\"bd ~ bd bd\").gain(1)");
        assert_eq!(find(text)[0].rows[0].cells.len(), 4);
    }

    #[test]
    fn what_is_no_plain_beat_is_left_alone() {
        for text in [
            "s(\"bd*2 sd\")",
            "s(\"bd\")",
            "s(\"bd*<2 3>\")",
            "s(\"[bd sd] hh\")",
            "s(\"_ bd\")",
            "note(\"c e g\")",
            "s(\"<bd sd> hh\")",
            "s(`bd ${x}`)",
            "s(\"bd",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
