//! The browser of sounds: what is built in, and what the folders of samples hold.
//!
//! Enter plays one at once, beside the script; inserting adds a line to the script's file.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Around, Granted, Page, fuzzy};
use crate::tui::fit::{self, put};
use crate::tui::keys::Wish;
use crate::tui::list::List;
use crate::tui::look::Look;
use crate::tui::prompt::Prompt;
use crate::tui::screen::Answer;
use crate::tui::snapshot::{Action, Offered, Snapshot};
use crate::tui::theme::Ink;
use crate::vocab::reference::{self, Section};

/// The page.
#[derive(Debug, Default)]
pub(super) struct Sounds {
    list: List,
    search: Prompt,
    searching: bool,
    found: Vec<Sound>,
    /// What `found` was made of.
    stale: Option<(String, Arc<[Offered]>)>,
    /// Lines above the list.
    head: u16,
}

/// Something that can be heard.
#[derive(Clone, PartialEq, Debug)]
struct Sound {
    name: String,
    tag: &'static str,
    words: String,
    code: String,
    /// A longer phrase to hear it in.
    phrase: String,
}

impl Page for Sounds {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, around: Around) {
        let theme = look.theme;
        if area.height < 3 || area.width < 20 {
            return;
        }
        self.find(around.shot);
        let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
        let idle = format!("{} sounds; / searches, enter plays, i inserts", self.found.len());
        self.search.draw(buf, line, theme, "sound ", self.searching, &idle);
        self.head = 1;
        let foot = u16::from(area.height > 6) * 2;
        let shown = self.list.shown(self.found.len(), usize::from(area.height - 1 - foot));
        let names = self.found.iter().map(|sound| fit::width(&sound.name)).max().unwrap_or(8);
        let names = names.clamp(8, 22);
        for (y, index) in (area.y + 1..).zip(shown) {
            let sound = &self.found[index];
            let chosen = index == self.list.at;
            if chosen {
                buf.set_style(Rect { y, height: 1, ..area }, theme.panel());
            }
            let key = if chosen { theme.signs.chosen } else { " " };
            put(buf, (area.x, y), 1, key, theme.ink(Ink::Strong), "");
            let style = if chosen { theme.cursor() } else { theme.ink(Ink::Word) };
            put(buf, (area.x + 2, y), names, &sound.name, style, theme.signs.more);
            let x = area.x + 3 + names;
            put(buf, (x, y), 8, sound.tag, theme.ink(Ink::Mark), "");
            let room = area.right().saturating_sub(x + 9);
            put(buf, (x + 9, y), room, &sound.words, theme.ink(Ink::Quiet), theme.signs.more);
        }
        if self.found.is_empty() {
            let text = "no sound fits; backspace, or esc for all of them";
            put(buf, (area.x + 2, area.y + 2), area.width - 2, text, theme.ink(Ink::Warning), "");
        }
        if let Some(sound) = self.found.get(self.list.at).filter(|_| foot > 0) {
            let y = area.bottom() - 1;
            let x = put(buf, (area.x + 1, y), 10, "phrase ", theme.ink(Ink::Quiet), "");
            let room = area.right().saturating_sub(x + 1);
            put(buf, (x, y), room, &sound.phrase, theme.ink(Ink::Word), theme.signs.more);
        }
    }

    fn grant(&mut self, wish: Wish, around: Around) -> Granted {
        match wish {
            Wish::Search => self.searching = true,
            Wish::Enter => return self.play(true),
            Wish::Loop => return self.play(false),
            Wish::Insert => return self.insert(around.shot),
            Wish::Copy => {
                let code = self.found.get(self.list.at).map(|sound| sound.code.clone());
                return code.map_or(Granted::Yes, |code| Granted::Do(Answer::Copy(code)));
            }
            Wish::Close if !self.search.text().is_empty() => self.search.set(""),
            wish if self.list.grant(wish) => {}
            _ => return Granted::No,
        }
        Granted::Yes
    }

    fn is_typed_into(&self) -> bool {
        self.searching
    }

    fn typed(&mut self, key: &KeyEvent, around: Around) -> Granted {
        match key.code {
            KeyCode::Esc => {
                self.search.set("");
                self.searching = false;
            }
            KeyCode::Tab => self.searching = false,
            KeyCode::Enter => {
                self.searching = false;
                self.find(around.shot);
                return self.play(true);
            }
            KeyCode::Up => self.list.step(-1),
            KeyCode::Down => self.list.step(1),
            _ => {
                if self.search.key(key) {
                    self.list.at = 0;
                }
            }
        }
        Granted::Yes
    }

    fn click(&mut self, (_, y): (u16, u16), _: Around) -> Granted {
        let Some(line) = y.checked_sub(self.head) else { return Granted::No };
        self.list.click(usize::from(line));
        if self.list.at < self.found.len() { self.play(true) } else { Granted::Yes }
    }
}

impl Sounds {
    /// What fits the search, the best first.
    fn find(&mut self, shot: &Snapshot) {
        let typed = self.search.text();
        let same =
            |(was, of): &(String, Arc<[Offered]>)| was == typed && Arc::ptr_eq(of, &shot.samples);
        if self.stale.as_ref().is_some_and(same) {
            return;
        }
        let score = |sound: &Sound| {
            let name = fuzzy(typed, &sound.name).map(|score| score + 30);
            let words = sound.words.to_lowercase().contains(&typed.to_lowercase()).then_some(0);
            name.or(words)
        };
        let all = samples(shot).chain(built_in());
        let mut found: Vec<(i32, Sound)> = all.filter_map(|s| Some((score(&s)?, s))).collect();
        if !typed.is_empty() {
            found.sort_by_key(|(score, _)| -score);
        }
        self.found = found.into_iter().map(|(_, sound)| sound).collect();
        self.stale = Some((typed.to_owned(), shot.samples.clone()));
    }

    fn play(&self, once: bool) -> Granted {
        let Some(sound) = self.found.get(self.list.at) else { return Granted::Yes };
        let code = if once { &sound.code } else { &sound.phrase };
        let (code, name) = (code.as_str().into(), sound.name.as_str().into());
        Granted::Do(Answer::Act(Action::Try { code, name, once }))
    }

    /// A line at the end of the script that plays it.
    fn insert(&self, shot: &Snapshot) -> Granted {
        let Some(sound) = self.found.get(self.list.at) else { return Granted::Yes };
        let over = shot.disk.clone();
        let gap = if over.is_empty() || over.ends_with('\n') { "" } else { "\n" };
        let label = free_label(&over, &sound.name);
        let text = format!("{over}{gap}{label}: {}\n", sound.code).into();
        Granted::Do(Answer::Act(Action::Write { text, over }))
    }
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

fn built_in() -> impl Iterator<Item = Sound> {
    let sounds = reference::entries().iter().filter(|entry| entry.section == Section::Sounds);
    sounds.map(|entry| {
        let machine = entry.call.starts_with("bank");
        let code = if machine { entry.example.clone() } else { entry.call.clone() };
        Sound {
            name: entry.name.to_owned(),
            tag: if machine { "machine" } else { tag(&entry.example) },
            words: match entry.loudness {
                Some(loudness) => format!("{} {loudness:.0} LUFS.", entry.summary),
                None => entry.summary.clone(),
            },
            code,
            phrase: entry.example.clone(),
        }
    })
}

/// Whether it is played as a drum or at pitches, which its example shows.
fn tag(example: &str) -> &'static str {
    if example.starts_with("note") { "pitched" } else { "drum" }
}

fn samples(shot: &Snapshot) -> impl Iterator<Item = Sound> {
    shot.samples.iter().map(|Offered { name, count, loudness }| {
        let words = match count {
            1 => "one recording".to_owned(),
            count => format!("{count} recordings: {name}:0 to {name}:{}", count - 1),
        };
        let loud = match loudness {
            Some([quiet, loud]) if loud - quiet >= 1.0 => format!("{quiet:.0} to {loud:.0} LUFS; "),
            Some([_, loud]) => format!("{loud:.0} LUFS; "),
            None => String::new(),
        };
        Sound {
            name: name.clone(),
            tag: "sample",
            words: format!("{loud}{words}"),
            code: format!("s(\"{name}\")"),
            phrase: format!("s(\"{name}*4\")"),
        }
    })
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
}
