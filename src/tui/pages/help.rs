//! The reference, to be searched and heard: every function, control and sound with its example.
//!
//! What it says are the rows of the vocabulary; it adds nothing.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Around, Granted, Page};
use crate::tui::finder::Finder;
use crate::tui::fit::{self, put};
use crate::tui::keys::Wish;
use crate::tui::look::Look;
use crate::tui::screen::Answer;
use crate::tui::snapshot::Action;
use crate::tui::theme::{Ink, Theme};
use crate::vocab::reference::{self, Entry};

/// The page.
#[derive(Debug, Default)]
pub(super) struct Reference {
    finder: Finder,
    found: Vec<&'static Entry>,
    stale: Option<String>,
}

impl Page for Reference {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, around: Around) {
        let theme = look.theme;
        if area.height < 4 || area.width < 20 {
            return;
        }
        self.find();
        let idle = match &around.shot.trying {
            Some(name) => format!("{name} plays; esc ends it"),
            None => format!("{} entries; / searches, enter plays the example", self.found.len()),
        };
        self.finder.head(buf, area, theme, "look up ", &idle);
        let rest = Rect { y: area.y + 1, height: area.height - 1, ..area };
        let (names, page) = if area.width >= 72 {
            let names = Rect { width: 28, ..rest };
            let left = Rect { x: rest.x + 28, width: rest.width - 28, ..rest };
            for y in left.y..left.bottom() {
                put(buf, (left.x, y), 1, theme.signs.divider, theme.ink(Ink::Rule), "");
            }
            (names, Rect { x: left.x + 2, width: left.width - 3, ..left })
        } else {
            let names = Rect { height: rest.height / 3, ..rest };
            (
                names,
                Rect {
                    x: rest.x + 1,
                    y: names.bottom() + 1,
                    width: rest.width.saturating_sub(2),
                    height: (rest.height - names.height).saturating_sub(1),
                },
            )
        };
        let shown = self.finder.shown(self.found.len(), names.height);
        for (y, index) in (names.y..).zip(shown) {
            let row = Rect { y, width: names.width - 1, ..names };
            self.finder.name(buf, row, theme, (index, self.found[index].name, Ink::Function));
        }
        match self.found.get(self.finder.at()) {
            Some(entry) => self::page(buf, page, theme, entry),
            None => {
                let text = reference::nothing_about(self.finder.word());
                for (y, line) in (page.y..page.bottom()).zip(fit::wrap(&text, page.width)) {
                    put(buf, (page.x, y), page.width, &line, theme.ink(Ink::Warning), "");
                }
            }
        }
    }

    fn grant(&mut self, wish: Wish, _: Around) -> Granted {
        match wish {
            Wish::Enter | Wish::Loop => return self.play(),
            Wish::Copy => {
                let entry = self.found.get(self.finder.at());
                return entry
                    .map_or(Granted::Yes, |e| Granted::Do(Answer::Copy(e.example.clone())));
            }
            wish if self.finder.grant(wish) => {}
            _ => return Granted::No,
        }
        Granted::Yes
    }

    fn is_typed_into(&self) -> bool {
        self.finder.is_typed_into()
    }

    fn typed(&mut self, key: &KeyEvent, _: Around) -> Granted {
        if !self.finder.typed(key) {
            return Granted::Yes;
        }
        self.find();
        self.play()
    }

    fn click(&mut self, (_, y): (u16, u16), _: Around) -> Granted {
        let Some(line) = y.checked_sub(1) else { return Granted::No };
        self.finder.click(usize::from(line));
        Granted::Yes
    }
}

impl Reference {
    fn find(&mut self) {
        if self.stale.as_deref() == Some(self.finder.word()) {
            return;
        }
        let word = self.finder.word().trim();
        self.found = match word {
            "" => reference::entries().iter().collect(),
            word => reference::search(word),
        };
        self.stale = Some(self.finder.word().to_owned());
    }

    fn play(&self) -> Granted {
        let Some(entry) = self.found.get(self.finder.at()) else { return Granted::Yes };
        if entry.example.is_empty() {
            return Granted::Say(format!("`{}` has no example", entry.name));
        }
        let (code, name) = (entry.example.as_str().into(), entry.name.into());
        Granted::Do(Answer::Act(Action::Try { code, name, once: false }))
    }
}

/// One entry in full.
fn page(buf: &mut Buffer, area: Rect, theme: Theme, entry: &Entry) {
    let text = entry.text();
    let mut y = area.y;
    let mut write = |line: &str, ink: Ink| {
        for line in fit::wrap(line, area.width) {
            if y < area.bottom() {
                put(buf, (area.x, y), area.width, &line, theme.ink(ink), theme.signs.more);
            }
            y += 1;
        }
    };
    for (index, line) in text.lines().enumerate() {
        let ink = match index {
            0 => Ink::Strong,
            _ if line.trim() == entry.example.trim() || line.contains(&entry.example) => Ink::Word,
            2 => Ink::Text,
            _ => Ink::Quiet,
        };
        write(if line.is_empty() { " " } else { line }, ink);
    }
}
