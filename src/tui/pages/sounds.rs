//! The browser of sounds: what is built in, and what the folders of samples hold.
//!
//! Enter plays one at once, beside the script; inserting adds a line to the script's file.

use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Around, Granted, Page, fuzzy};
use crate::tui::finder::Finder;
use crate::tui::fit::{self, put};
use crate::tui::keys::Wish;
use crate::tui::look::Look;
use crate::tui::screen::Answer;
use crate::tui::snapshot::{Action, Offered, Snapshot};
use crate::tui::theme::Ink;
use crate::vocab::reference::{self, Section};

/// The page.
#[derive(Debug, Default)]
pub(super) struct Sounds {
    finder: Finder,
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
        let idle = format!("{} sounds; / searches, enter plays, i inserts", self.found.len());
        self.finder.head(buf, area, theme, "sound ", &idle);
        self.head = 1;
        let foot = u16::from(area.height > 6) * 2;
        let shown = self.finder.shown(self.found.len(), area.height - 1 - foot);
        let names = self.found.iter().map(|sound| fit::width(&sound.name)).max().unwrap_or(8);
        let names = names.clamp(8, 22);
        for (y, index) in (area.y + 1..).zip(shown) {
            let sound = &self.found[index];
            if index == self.finder.at() {
                buf.set_style(Rect { y, height: 1, ..area }, theme.panel());
            }
            let row = Rect { y, width: names + 2, height: 1, ..area };
            self.finder.name(buf, row, theme, (index, &sound.name, Ink::Word));
            let x = area.x + 3 + names;
            put(buf, (x, y), 8, sound.tag, theme.ink(Ink::Mark), "");
            let room = area.right().saturating_sub(x + 9);
            put(buf, (x + 9, y), room, &sound.words, theme.ink(Ink::Quiet), theme.signs.more);
        }
        if self.found.is_empty() {
            let text = "no sound fits; backspace, or esc for all of them";
            put(buf, (area.x + 2, area.y + 2), area.width - 2, text, theme.ink(Ink::Warning), "");
        }
        if let Some(sound) = self.found.get(self.finder.at()).filter(|_| foot > 0) {
            let y = area.bottom() - 1;
            let x = put(buf, (area.x + 1, y), 10, "phrase ", theme.ink(Ink::Quiet), "");
            let room = area.right().saturating_sub(x + 1);
            put(buf, (x, y), room, &sound.phrase, theme.ink(Ink::Word), theme.signs.more);
        }
    }

    fn grant(&mut self, wish: Wish, around: Around) -> Granted {
        match wish {
            Wish::Enter => return self.play(true),
            Wish::Loop => return self.play(false),
            Wish::Insert => return self.insert(around.shot),
            Wish::Copy => {
                let code = self.found.get(self.finder.at()).map(|sound| sound.code.clone());
                return code.map_or(Granted::Yes, |code| Granted::Do(Answer::Copy(code)));
            }
            wish if self.finder.grant(wish) => {}
            _ => return Granted::No,
        }
        Granted::Yes
    }

    fn is_typed_into(&self) -> bool {
        self.finder.is_typed_into()
    }

    fn typed(&mut self, key: &KeyEvent, around: Around) -> Granted {
        if !self.finder.typed(key) {
            return Granted::Yes;
        }
        self.find(around.shot);
        self.play(true)
    }

    fn click(&mut self, (_, y): (u16, u16), _: Around) -> Granted {
        let Some(line) = y.checked_sub(self.head) else { return Granted::No };
        self.finder.click(usize::from(line));
        if self.finder.at() < self.found.len() { self.play(true) } else { Granted::Yes }
    }
}

impl Sounds {
    /// What fits the search, the best first.
    fn find(&mut self, shot: &Snapshot) {
        let typed = self.finder.word();
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
        let Some(sound) = self.found.get(self.finder.at()) else { return Granted::Yes };
        let code = if once { &sound.code } else { &sound.phrase };
        let (code, name) = (code.as_str().into(), sound.name.as_str().into());
        Granted::Do(Answer::Act(Action::Try { code, name, once }))
    }

    /// A line at the end of the script that plays it.
    fn insert(&self, shot: &Snapshot) -> Granted {
        let Some(sound) = self.found.get(self.finder.at()) else { return Granted::Yes };
        Granted::Do(super::add(shot, "", &sound.name, &sound.code))
    }
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
