//! The table of keys: from its rows come the dispatch, the line of hints and the help.
//!
//! It says what a key asks for; doing it is left to the screen.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// What a key asks the screen for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Wish {
    Page,
    Command,
    Edit,
    PlayPause,
    Hush,
    Panic,
    Reload,
    Undo,
    Redo,
    Flip,
    Tap,
    Nudge,
    NextScript,
    LastScript,
    MuteNumber,
    SoloNumber,
    ClearMutes,
    ChooseNext,
    ChooseLast,
    MuteChosen,
    SoloChosen,
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Follow,
    NextProblem,
    LastProblem,
    Left,
    Right,
    Enter,
    Loop,
    Search,
    Insert,
    Copy,
    ZoomIn,
    ZoomOut,
    Longer,
    Shorter,
    Add,
    Drop,
    Stage,
    Calm,
    Tracks,
    Welcome,
    Help,
    Close,
    Redraw,
    Suspend,
    Quit,
}

/// How a key is pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Press {
    /// A character, as typed.
    Char(char),
    /// One of two characters.
    Pair(char, char),
    /// A character with Ctrl.
    Ctrl(char),
    /// A key that types no character.
    Key(KeyCode),
    /// 1 to 9.
    Digit,
    /// 1 to 9 with Shift, on keyboards that type `!@#$%^&*(`.
    ShiftDigit,
    /// 1 to 9 with Alt.
    AltDigit,
}

/// Where the help lists a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// What only some pages know.
    Page,
    /// Time and scripts.
    Music,
    /// Mute, solo and choose.
    Tracks,
    /// What the screen shows.
    Screen,
    /// The program itself.
    Program,
}

impl Section {
    /// All of them, in the order of the help.
    pub const ALL: [Section; 5] =
        [Section::Page, Section::Music, Section::Tracks, Section::Screen, Section::Program];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Section::Page => "this page",
            Section::Music => "music",
            Section::Tracks => "tracks",
            Section::Screen => "screen",
            Section::Program => "program",
        }
    }
}

/// A word for the line of hints, and how long it stays there when room is short: 0 longest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hint {
    /// One or two words.
    pub word: &'static str,
    /// 0 stays longest.
    pub rank: u8,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Keys as people read them.
    pub label: &'static str,
    /// Keys as they arrive.
    pub presses: &'static [Press],
    /// What they ask for.
    pub wish: Wish,
    /// What that does, in a few words.
    pub words: &'static str,
    /// Where the help lists it.
    pub section: Section,
    /// What the line of hints says, if it does.
    pub hint: Option<Hint>,
    /// The number keys of the pages that know it; all if it is empty.
    pub on: &'static str,
}

const fn row(
    section: Section,
    label: &'static str,
    presses: &'static [Press],
    wish: Wish,
    words: &'static str,
) -> Row {
    Row { label, presses, wish, words, section, hint: None, on: "" }
}

impl Row {
    const fn hint(mut self, word: &'static str, rank: u8) -> Row {
        self.hint = Some(Hint { word, rank });
        self
    }

    const fn on(mut self, pages: &'static str) -> Row {
        self.on = pages;
        self
    }

    /// True if the page of that index knows it.
    pub fn is_on(&self, page: usize) -> bool {
        let digit = char::from_digit(page as u32 + 1, 10);
        self.on.is_empty() || digit.is_some_and(|digit| self.on.contains(digit))
    }

    /// What the command line calls it: `next-problem`.
    pub fn command(&self) -> String {
        let mut name = String::new();
        for letter in format!("{:?}", self.wish).chars() {
            if letter.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(letter.to_lowercase());
        }
        name
    }
}

use Press::{AltDigit, Char, Ctrl, Digit, Key, Pair, ShiftDigit};
use Section::{Music, Page, Program, Screen, Tracks};

/// Every key.
pub const ROWS: &[Row] = &[
    row(Page, "left", &[Key(KeyCode::Left)], Wish::Left, "to the left").on("34"),
    row(Page, "right", &[Key(KeyCode::Right)], Wish::Right, "to the right").on("34"),
    row(Page, "enter", &[Key(KeyCode::Enter)], Wish::Enter, "toggle, play or launch")
        .on("3468")
        .hint("play", 1),
    row(Page, "l", &[Char('l')], Wish::Loop, "play on and on, to try").on("68").hint("loop", 4),
    row(Page, "/", &[Char('/')], Wish::Search, "search").on("689").hint("search", 1),
    row(Page, "i", &[Char('i')], Wish::Insert, "insert into the script").on("6").hint("insert", 2),
    row(Page, "y", &[Char('y')], Wish::Copy, "copy to the clipboard").on("68").hint("copy", 5),
    row(Page, "+", &[Char('+'), Char('=')], Wish::ZoomIn, "zoom in, or louder")
        .on("457")
        .hint("- zoom", 3),
    row(Page, "-", &[Char('-')], Wish::ZoomOut, "zoom out, or softer").on("457"),
    row(Page, ">", &[Char('>')], Wish::Longer, "a step longer").on("4").hint("< length", 3),
    row(Page, "<", &[Char('<')], Wish::Shorter, "a step shorter").on("4"),
    row(Page, "a", &[Char('a')], Wish::Add, "add it to the script").on("3").hint("add", 2),
    row(Page, "d", &[Key(KeyCode::Delete), Char('d')], Wish::Drop, "stop this track")
        .on("3")
        .hint("stop it", 3),
    row(Music, "space", &[Char(' ')], Wish::PlayPause, "stop, play on").hint("stop", 2),
    row(Music, "h", &[Char('h')], Wish::Hush, "hush: let all ring out").hint("hush", 6),
    row(Music, "x", &[Char('x')], Wish::Panic, "panic: silence at once").hint("panic", 7),
    row(Music, "r", &[Char('r')], Wish::Reload, "read the file again"),
    row(Music, "u", &[Char('u')], Wish::Undo, "undo: version before"),
    row(Music, "U", &[Char('U')], Wish::Redo, "redo: version after"),
    row(Music, "b", &[Char('b')], Wish::Flip, "A and B, on the bar"),
    row(Music, "T", &[Char('T')], Wish::Tap, "tap the tempo"),
    row(Music, ", .", &[Pair(',', '.')], Wish::Nudge, "nudge: later, earlier"),
    row(Music, "]", &[Char(']')], Wish::NextScript, "play the next script").hint("next script", 5),
    row(Music, "[", &[Char('[')], Wish::LastScript, "play the script before"),
    row(Tracks, "shift 1-9", &[ShiftDigit], Wish::MuteNumber, "mute a track, or unmute")
        .hint("mute", 3),
    row(Tracks, "alt 1-9", &[AltDigit], Wish::SoloNumber, "solo a track").hint("solo", 5),
    row(Tracks, "tab", &[Key(KeyCode::Tab)], Wish::ChooseNext, "choose the next track"),
    row(Tracks, "shift tab", &[Key(KeyCode::BackTab)], Wish::ChooseLast, "choose the last track"),
    row(Tracks, "m", &[Char('m')], Wish::MuteChosen, "mute the chosen track"),
    row(Tracks, "s", &[Char('s')], Wish::SoloChosen, "solo the chosen track"),
    row(Tracks, "0", &[Char('0')], Wish::ClearMutes, "clear mutes and solos"),
    row(Screen, "1-9", &[Digit], Wish::Page, "turn to a page"),
    row(Screen, "up", &[Key(KeyCode::Up), Char('k')], Wish::Up, "up (or k)"),
    row(Screen, "down", &[Key(KeyCode::Down), Char('j')], Wish::Down, "down (or j)"),
    row(Screen, "pgup", &[Key(KeyCode::PageUp)], Wish::PageUp, "a page up"),
    row(Screen, "pgdn", &[Key(KeyCode::PageDown)], Wish::PageDown, "a page down"),
    row(Screen, "home", &[Key(KeyCode::Home), Char('g')], Wish::Top, "first line (or g)"),
    row(Screen, "end", &[Key(KeyCode::End), Char('G')], Wish::Bottom, "last line (or G)"),
    row(Screen, "f", &[Char('f')], Wish::Follow, "follow what sounds").on("159").hint("follow", 1),
    row(Screen, "n", &[Char('n')], Wish::NextProblem, "next problem")
        .on("1")
        .hint("next problem", 1),
    row(Screen, "N", &[Char('N')], Wish::LastProblem, "problem before").on("1"),
    row(Screen, "t", &[Char('t')], Wish::Tracks, "show or hide tracks").on("1"),
    row(Screen, "w", &[Char('w')], Wish::Welcome, "show welcome and scripts")
        .on("1")
        .hint("welcome", 8),
    row(Screen, "B", &[Char('B')], Wish::Stage, "big, for the stage"),
    row(Screen, "C", &[Char('C')], Wish::Calm, "calm: less motion"),
    row(Program, "?", &[Char('?'), Key(KeyCode::F(1))], Wish::Help, "help and search")
        .hint("help", 0),
    row(Program, ":", &[Char(':')], Wish::Command, "type a command").hint("command", 4),
    row(Program, "e", &[Char('e')], Wish::Edit, "edit the script here").hint("edit", 2),
    row(Program, "esc", &[Key(KeyCode::Esc)], Wish::Close, "close, hide, end a try"),
    row(Program, "ctrl l", &[Ctrl('l')], Wish::Redraw, "draw all again"),
    row(Program, "ctrl z", &[Ctrl('z')], Wish::Suspend, "suspend (fg resumes)"),
    row(Program, "q", &[Char('q'), Ctrl('c')], Wish::Quit, "quit (or ctrl c)").hint("quit", 1),
];

/// The row of a wish.
pub fn row_of(wish: Wish) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.wish == wish)
}

/// What a key asks for, and which digit was pressed, counted from 0.
pub fn wish(key: &KeyEvent) -> Option<(Wish, usize)> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    ROWS.iter().find_map(|row| {
        let digit = row.presses.iter().find_map(|press| digit(*press, key))?;
        Some((row.wish, digit))
    })
}

/// True if a key is that press.
pub(super) fn matches(press: Press, key: &KeyEvent) -> bool {
    digit(press, key).is_some()
}

/// The digit of a key if it is that press; 0 where digits do not matter.
fn digit(press: Press, key: &KeyEvent) -> Option<usize> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    let number = |c: char| c.to_digit(10).filter(|n| *n > 0).map(|n| n as usize - 1);
    match (press, key.code) {
        (Ctrl(c), KeyCode::Char(typed)) => (control && !alt && typed == c).then_some(0),
        (Key(code), typed) => (typed == code).then_some(0),
        (AltDigit, KeyCode::Char(typed)) if alt && !control => number(typed),
        (ShiftDigit, KeyCode::Char(typed)) if !alt && !control => "!@#$%^&*(".find(typed),
        (Char(c), KeyCode::Char(typed)) => (typed == c && !control && !alt).then_some(0),
        (Pair(one, two), KeyCode::Char(typed)) if !control && !alt => {
            [one, two].iter().position(|c| *c == typed)
        }
        (Digit, KeyCode::Char(typed)) if !control && !alt => number(typed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(code: KeyCode, modifiers: KeyModifiers) -> Option<(Wish, usize)> {
        wish(&KeyEvent::new(code, modifiers))
    }

    #[test]
    fn no_key_has_two_meanings() {
        let all: Vec<Press> = ROWS.iter().flat_map(|row| row.presses.iter().copied()).collect();
        for (index, press) in all.iter().enumerate() {
            assert!(!all[..index].contains(press), "{press:?}");
        }
    }

    #[test]
    fn every_row_can_be_read_and_is_the_only_one_of_its_wish() {
        for (index, row) in ROWS.iter().enumerate() {
            assert!(!row.presses.is_empty() && !row.words.is_empty() && !row.label.is_empty());
            assert!(row.label.is_ascii() && row.label.len() <= 9, "{}", row.label);
            assert!(row.words.len() <= 25, "{}", row.words);
            assert!(ROWS[..index].iter().all(|other| other.wish != row.wish), "{:?}", row.wish);
        }
    }

    #[test]
    fn digits_turn_pages_and_shifted_digits_mute() {
        let (none, alt) = (KeyModifiers::NONE, KeyModifiers::ALT);
        assert_eq!(asked(KeyCode::Char('1'), none), Some((Wish::Page, 0)));
        assert_eq!(asked(KeyCode::Char('9'), none), Some((Wish::Page, 8)));
        assert_eq!(asked(KeyCode::Char('3'), alt), Some((Wish::SoloNumber, 2)));
        assert_eq!(asked(KeyCode::Char('$'), KeyModifiers::SHIFT), Some((Wish::MuteNumber, 3)));
        assert_eq!(asked(KeyCode::Char('0'), none), Some((Wish::ClearMutes, 0)));
        assert_eq!(asked(KeyCode::Char('0'), alt), None);
    }

    #[test]
    fn commands_are_called_like_wishes() {
        let name = |wish| row_of(wish).unwrap().command();
        assert_eq!(name(Wish::NextProblem), "next-problem");
        assert_eq!(name(Wish::Hush), "hush");
    }

    #[test]
    fn ctrl_c_quits_and_c_does_not() {
        assert_eq!(asked(KeyCode::Char('c'), KeyModifiers::CONTROL), Some((Wish::Quit, 0)));
        assert_eq!(asked(KeyCode::Char('c'), KeyModifiers::NONE), None);
        assert_eq!(asked(KeyCode::Char('q'), KeyModifiers::CONTROL), None);
    }
}
