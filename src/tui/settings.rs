//! The settings of the screen: the text of `tresillo.toml`, read forgivingly.
//!
//! A mistake is told and changes nothing else; where the file is, is decided elsewhere.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use toml::{Table, Value};

use super::keys::{self, Press, Row, Wish};
use super::pages;
use super::theme::THEMES;
use crate::diag::nearest;

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Settings {
    text: Arc<str>,
    /// The name of a theme.
    pub(super) theme: Option<String>,
    /// Large bar and beat.
    pub(super) stage: Option<bool>,
    /// No motion.
    pub(super) calm: Option<bool>,
    /// Paths and the like are not shown.
    pub(super) projector: bool,
    /// The panel of tracks is open.
    pub(super) tracks: Option<bool>,
    /// Columns of that panel.
    pub(super) panel: Option<u16>,
    /// The line of tabs is there.
    pub(super) tabs: Option<bool>,
    /// The number of the page that is open at the beginning.
    pub(super) page: Option<usize>,
    /// Keys of their own for some commands.
    keys: Vec<(Press, Wish, String)>,
}

/// What may be written, beside `[keys]`.
const NAMES: [&str; 9] =
    ["theme", "stage", "calm", "tracks", "panel", "tabs", "page", "projector", "keys"];
/// How wide the panel of tracks may be, in columns.
const PANEL: RangeInclusive<i64> = 20..=100;

impl Settings {
    /// True if they were read from this text.
    pub(super) fn is_of(&self, text: &Arc<str>) -> bool {
        Arc::ptr_eq(&self.text, text) || *self.text == **text
    }

    /// Reads a text. What is wrong is told, one sentence each.
    pub(super) fn read(text: &Arc<str>) -> (Settings, Vec<String>) {
        let mut settings = Settings { text: text.clone(), ..Settings::default() };
        let mut mistakes = Vec::new();
        let table = match text.parse::<Table>() {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(1, |at| text[..at.start].matches('\n').count() + 1);
                let what = error.message().lines().next().unwrap_or("").to_owned();
                return (settings, vec![format!("tresillo.toml, line {line}: {what}")]);
            }
        };
        for (name, value) in &table {
            if let Err(mistake) = settings.set(name, value, &mut mistakes) {
                let line = line_of(text, "", name);
                mistakes.push(format!("tresillo.toml, line {line}: {mistake}"));
            }
        }
        (settings, mistakes)
    }

    fn set(&mut self, name: &str, value: &Value, mistakes: &mut Vec<String>) -> Result<(), String> {
        let truth =
            || value.as_bool().map(Some).ok_or_else(|| format!("`{name}` is true or false"));
        match name {
            "theme" => {
                let names = THEMES.map(|theme| theme.0);
                let wanted = value.as_str().unwrap_or("");
                if !names.contains(&wanted) {
                    return Err(unknown("theme", wanted, &names));
                }
                self.theme = Some(wanted.to_owned());
            }
            "stage" => self.stage = truth()?,
            "calm" => self.calm = truth()?,
            "tracks" => self.tracks = truth()?,
            "tabs" => self.tabs = truth()?,
            "panel" => {
                let columns = value.as_integer().filter(|columns| PANEL.contains(columns));
                let (least, most) = (PANEL.start(), PANEL.end());
                let columns =
                    columns.ok_or_else(|| format!("`panel` is a number from {least} to {most}"))?;
                self.panel = u16::try_from(columns).ok();
            }
            "page" => {
                let names: Vec<&str> = pages::ROWS.iter().map(|page| page.name).collect();
                let wanted = value.as_str().unwrap_or("");
                let found = names.iter().position(|name| *name == wanted);
                self.page = Some(found.ok_or_else(|| unknown("page", wanted, &names))?);
            }
            "projector" => self.projector = truth()? == Some(true),
            "keys" => {
                let keys = value.as_table().ok_or("`keys` is a table: [keys]")?;
                for (command, key) in keys {
                    if let Err(mistake) = self.bind(command, key) {
                        let line = line_of(&self.text, "keys", command);
                        mistakes.push(format!("tresillo.toml, line {line}: {mistake}"));
                    }
                }
            }
            _ => {
                let near = nearest(name, NAMES)
                    .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                return Err(format!("nothing is called `{name}`{near}"));
            }
        }
        Ok(())
    }

    fn bind(&mut self, command: &str, key: &Value) -> Result<(), String> {
        let names: Vec<String> = keys::ROWS.iter().map(Row::command).collect();
        let Some(row) = keys::ROWS.iter().find(|row| row.command() == command) else {
            let near = nearest(command, names.iter().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(format!("no command `{command}`{near}"));
        };
        let name = key.as_str().ok_or_else(|| format!("the key of `{command}` is a text"))?;
        let press = press(name).ok_or_else(|| {
            format!(
                "no key is called `{name}`: write a letter, f2 to f12, ctrl and a letter, or enter"
            )
        })?;
        self.keys.push((press, row.wish, name.to_owned()));
        Ok(())
    }

    /// What a key asks for, if it was given a meaning here.
    pub(super) fn wish(&self, key: &KeyEvent) -> Option<(Wish, usize)> {
        let found = self.keys.iter().find(|(press, ..)| keys::matches(*press, key));
        found.map(|(_, wish, _)| (*wish, 0))
    }

    /// What a row's key is called.
    pub(super) fn label(&self, row: &Row) -> String {
        let own = self.keys.iter().find(|(_, wish, _)| *wish == row.wish);
        own.map_or_else(|| row.label.to_owned(), |(.., name)| name.clone())
    }
}

/// What is said of a word that is none of the words there are.
fn unknown(kind: &str, word: &str, names: &[&str]) -> String {
    let near = nearest(word, names.iter().copied());
    let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    format!("no {kind} `{word}`; {near}there are {}", names.join(", "))
}

/// The line on which a name of a table gets its value, counted from 1.
fn line_of(text: &str, table: &str, name: &str) -> usize {
    let mut here = "";
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if let Some(head) = line.strip_prefix('[') {
            here = head.split(']').next().unwrap_or("").trim();
            if table.is_empty() && here == name {
                return number;
            }
        }
        let key = line.split('=').next().unwrap_or("").trim().trim_matches('"');
        if here == table && key == name {
            return number;
        }
    }
    1
}

/// The key of a name.
fn press(name: &str) -> Option<Press> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(Press::Char(letter));
    }
    if let Some(letter) = name.strip_prefix("ctrl ").or_else(|| name.strip_prefix("ctrl-")) {
        return letter.chars().next().filter(|_| letter.len() == 1).map(Press::Ctrl);
    }
    let code = match name {
        "space" => return Some(Press::Char(' ')),
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "insert" => KeyCode::Insert,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        _ => KeyCode::F(name.strip_prefix('f')?.parse().ok().filter(|n| (1..=12).contains(n))?),
    };
    Some(Press::Key(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyModifiers;

    fn mistakes(text: &str) -> Vec<String> {
        Settings::read(&Arc::from(text)).1
    }

    #[test]
    fn keys_get_new_meanings() {
        let (settings, wrong) =
            Settings::read(&Arc::from("[keys]\npanic = \"f5\"\nedit = \"ctrl e\"\n"));
        assert_eq!(wrong, [""; 0]);
        let asked = |code, modifiers| settings.wish(&KeyEvent::new(code, modifiers));
        assert_eq!(asked(KeyCode::F(5), KeyModifiers::NONE), Some((Wish::Panic, 0)));
        assert_eq!(asked(KeyCode::Char('e'), KeyModifiers::CONTROL), Some((Wish::Edit, 0)));
        assert_eq!(asked(KeyCode::Char('e'), KeyModifiers::NONE), None);
    }

    #[test]
    fn mistakes_are_told_and_the_rest_holds() {
        let (settings, wrong) = Settings::read(&Arc::from(
            "calm = true\nthem = \"x\"\ntheme = \"drak\"\n[keys]\npanik = \"x\"\n",
        ));
        assert_eq!(settings.calm, Some(true));
        assert!(wrong.iter().any(|line| line.contains("did you mean `theme`?")), "{wrong:?}");
        assert!(wrong.iter().any(|line| line.contains("line 3: no theme `drak`")), "{wrong:?}");
        assert!(wrong.iter().any(|line| line.contains("there are dark")), "{wrong:?}");
        assert!(wrong.iter().any(|line| line.contains("line 5: no command")), "{wrong:?}");
        assert!(wrong.iter().any(|line| line.contains("did you mean `panic`?")), "{wrong:?}");
        assert!(mistakes("a = \nb = 1")[0].contains("line 1"), "{:?}", mistakes("a = \nb = 1"));
        assert_eq!(mistakes(""), [""; 0]);
        assert_eq!(
            mistakes("panel = 3"),
            ["tresillo.toml, line 1: `panel` is a number from 20 to 100"]
        );
        assert!(
            mistakes("\npage = \"rol\"")[0].contains("line 2: no page `rol`; did you mean `roll`?")
        );
    }
}
