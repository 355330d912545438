//! The pages: one file each, one row each in the table.
//!
//! The first page, the code with its tracks, is the screen's own; the others take its place between
//! the head and the line of hints.

mod help;
mod log;
mod mixer;
mod roll;
mod scope;
mod session;
mod sounds;
mod steps;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::keys::Wish;
use super::log::Log;
use super::look::Look;
use super::screen::Answer;
use super::snapshot::{Action, Snapshot};
use super::tracks::Mixer;

/// What a page may look at.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// What is there.
    pub(super) shot: &'a Snapshot,
    /// The meters, and which track is chosen.
    pub(super) mixer: &'a Mixer,
    /// All messages.
    pub(super) log: &'a Log,
}

/// What a page makes of a key or a click.
#[derive(Debug)]
pub(super) enum Granted {
    /// It is not for this page.
    No,
    /// It is done.
    Yes,
    /// It is for somebody else.
    Do(Answer),
    /// Another track is chosen.
    Choose(usize),
    /// Something is to be told.
    Say(String),
    /// It is for somebody else, and something is to be told.
    Told(Answer, String),
}

/// One page.
pub(super) trait Page {
    /// Draws it.
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, around: Around);

    /// Takes a key of the table.
    fn grant(&mut self, _wish: Wish, _around: Around) -> Granted {
        Granted::No
    }

    /// True while letters are text.
    fn is_typed_into(&self) -> bool {
        false
    }

    /// Takes a key while letters are text.
    fn typed(&mut self, _key: &KeyEvent, _around: Around) -> Granted {
        Granted::No
    }

    /// Takes a click on a cell of its area, counted from its corner.
    fn click(&mut self, _at: (u16, u16), _around: Around) -> Granted {
        Granted::No
    }
}

/// A row of the table.
pub(super) struct Row {
    /// On its tab.
    pub(super) name: &'static str,
    /// What it shows, in a few words.
    pub(super) words: &'static str,
    /// What its enter key does.
    pub(super) enter: &'static str,
    /// Opens it; none for the screen's own.
    pub(super) make: Option<fn() -> Box<dyn Page>>,
}

const fn row(name: &'static str, words: &'static str, make: fn() -> Box<dyn Page>) -> Row {
    Row { name, words, enter: "play", make: Some(make) }
}

impl Row {
    const fn enter(mut self, word: &'static str) -> Row {
        self.enter = word;
        self
    }
}

/// The number of the page of code.
pub(super) const PLAY: usize = 0;
/// The number of the page of steps.
pub(super) const STEPS: usize = 3;

/// Every page, in the order of the number keys.
pub(super) const ROWS: &[Row] = &[
    Row { name: "play", words: "the code, and what of it sounds", enter: "", make: None },
    row("tracks", "levels, mutes, solos, sends", || Box::new(mixer::Tracks::default())),
    row("session", "the scripts of the folder", || Box::new(session::Session::default())),
    row("steps", "beats as a grid of steps", || Box::new(steps::Steps::default())).enter("toggle"),
    row("roll", "the notes of the next bars", || Box::new(roll::Roll::default())),
    row("sounds", "every sound, to be heard", || Box::new(sounds::Sounds::default()))
        .enter("hear it"),
    row("scope", "the wave, its spectrum, its width", || Box::new(scope::Scope::default())),
    row("help", "every function, with examples", || Box::new(help::Reference::default()))
        .enter("hear it"),
    row("log", "everything that was told", || Box::new(log::Messages::default())),
];

/// How well a text fits what was typed: all letters in their order, the closer together and the
/// nearer to the beginning the better. None if it does not fit.
pub(super) fn fuzzy(typed: &str, text: &str) -> Option<i32> {
    let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let (mut at, mut score) = (0, 0);
    for letter in typed.chars().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()) {
        let found = text[at..].iter().position(|c| *c == letter)?;
        score += match (found, at) {
            (0, _) => 8,
            (gap, 0) => 4 - gap.min(6) as i32,
            (gap, _) => -(gap.min(6) as i32),
        };
        at += found + 1;
    }
    Some(score * 4 - (text.len() as i32 - at as i32).min(40))
}

/// Writes some code behind a script, as a track with a label that is still free.
pub(super) fn add(shot: &Snapshot, before: &str, name: &str, code: &str) -> Answer {
    let over = shot.disk.clone();
    let gap = if over.is_empty() || over.ends_with('\n') { "" } else { "\n" };
    let label = free_label(&over, name);
    let text = format!("{over}{gap}{before}{label}: {code}\n").into();
    Answer::Act(Action::Write { text, over })
}

/// A label for a new track, which no line of the text begins with.
fn free_label(text: &str, name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = name.chars().map(letter).collect();
    let name =
        if name.starts_with(|c: char| c.is_ascii_digit()) { format!("k{name}") } else { name };
    let taken = |label: &str| {
        text.lines().any(|line| line.trim_start_matches('_').starts_with(&format!("{label}:")))
    };
    let numbered = (2..).map(|number| format!("{name}{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|label| !taken(label)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_track_gets_a_label_of_its_own() {
        assert_eq!(free_label("", "bd"), "bd");
        assert_eq!(free_label("bd: s(\"bd\")\n_bd2: x", "bd"), "bd3");
        assert_eq!(free_label("", "808"), "k808");
    }

    #[test]
    fn what_is_close_together_fits_best() {
        let best = |typed: &str, texts: [&'static str; 3]| {
            texts.into_iter().max_by_key(|text| fuzzy(typed, text)).unwrap()
        };
        assert_eq!(best("bd", ["abdomen", "bd", "bold"]), "bd");
        assert_eq!(best("sws", ["supersaw", "swish", "saw"]), "swish");
        assert_eq!(fuzzy("x", "bd"), None);
        assert!(fuzzy("", "bd").is_some());
    }
}
