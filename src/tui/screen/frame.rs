//! How the screen is shared out: head, tabs, page, strip, foot.
//!
//! What stands in each part is drawn by others.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Greeting, Screen, silence};
use crate::tui::big;
use crate::tui::fit::{self, Bit, put};
use crate::tui::header;
use crate::tui::keys::{self, Wish};
use crate::tui::look::Look;
use crate::tui::pages;
use crate::tui::strip;
use crate::tui::theme::Ink;

/// Lines of code that are shown beside the longest welcome.
const CODE: u16 = 6;

/// Lines that the scripts of a folder take at most.
const SCRIPTS: u16 = 5;

/// Lines that a welcome takes by itself.
const GREETING: u16 = 4;

impl Screen {
    /// Header, rule and alarm; returns what is left.
    pub(super) fn draw_head(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Rect {
        let mut rest = area;
        let mut lines = |count: u16| {
            let taken = Rect { height: count.min(rest.height), ..rest };
            rest.y += taken.height;
            rest.height -= taken.height;
            taken
        };
        self.places.tabs.1.clear();
        if self.big && area.height >= 14 {
            let large = lines(big::HEIGHT + 2);
            big::draw(buf, large, look);
            return rest;
        }
        let first = lines(1);
        buf.set_style(first, self.theme.panel());
        let two = area.height >= 14;
        header::transport(buf, first, look, !two);
        if two {
            let second = lines(1);
            buf.set_style(second, self.theme.panel());
            header::status(buf, second, look);
        }
        // What a newcomer is told comes first.
        let told = self.page == pages::PLAY && !look.shot.welcome.is_empty();
        let tabs = self.settings.tabs != Some(false);
        if tabs && area.height >= if told { 22 } else { 16 } {
            let tabs = lines(1);
            buf.set_style(tabs, self.theme.panel());
            self.draw_tabs(buf, tabs, look);
        }
        if self.tracks
            && self.page == pages::PLAY
            && !beside(area)
            && area.height >= 8
            && !look.shot.tracks.is_empty()
        {
            let chips = lines(1);
            buf.set_style(chips, self.theme.panel());
            self.mixer.chips(buf, chips, look);
        }
        if area.height >= 18 {
            header::progress(buf, lines(1), look);
        }
        if area.height < 6 {
            return rest;
        }
        if let Some(why) = silence(look.shot).filter(|why| self.hidden.as_deref() != Some(*why)) {
            header::silence(buf, lines(1), why, self.theme);
        } else if let Some(text) = look.shot.troubles.last().filter(|_| self.trouble_for > 0.0) {
            let most = if area.height >= 14 { 2 } else { 1 };
            let alarm = header::alarm_lines(text, area.width, most);
            header::banner(buf, lines(alarm.len() as u16), &alarm, self.theme);
        }
        rest
    }

    /// Hints, and the strip for problems or welcome; returns what is left.
    pub(super) fn draw_foot(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Rect {
        let shot = look.shot;
        let hints = u16::from(area.height >= 3);
        let hint = Rect { y: area.bottom() - hints, height: hints, ..area };
        buf.set_style(hint, self.theme.panel());
        if hints > 0 && self.command.is_open() {
            self.command.draw(buf, hint, self.theme, shot);
        } else if hints > 0 && self.notice.1 > 0.0 {
            let room = hint.width.saturating_sub(2);
            let style = self.theme.ink(Ink::Strong);
            put(buf, (hint.x + 1, hint.y), room, &self.notice.0, style, self.theme.signs.more);
        } else if hints > 0 {
            let bits = match &self.editor {
                Some(editor) if self.page == pages::PLAY => editor.hints(look),
                _ => self.hints(look),
            };
            fit::lay(buf, hint, (bits, Vec::new()), 2, self.theme.signs.more);
        }
        let rest = Rect { height: area.height - hints, ..area };
        if self.page != pages::PLAY {
            return rest;
        }
        let room = if rest.height < 9 { u16::from(rest.height > 2) } else { rest.height * 2 / 5 };
        self.problem = self.problem.min(shot.problems.len().saturating_sub(1));
        let wanted = match shot.problems.get(self.problem) {
            Some(problem) => strip::problem_height(problem, shot, area.width, room),
            // The code keeps some lines, whoever asks for the welcome gets the rest.
            None if self.welcome && room > 2 && !self.big && self.editor.is_none() => {
                let most = match (shot.welcome.is_empty(), &self.greeting) {
                    (true, _) => SCRIPTS,
                    (false, Greeting::Over) => rest.height,
                    (false, _) => GREETING,
                };
                let room = room.max(rest.height.saturating_sub(CODE)).min(most);
                strip::welcome_height(look, area.width, room)
            }
            None => 0,
        };
        let strip = Rect { y: rest.bottom() - wanted, height: wanted, ..rest };
        if wanted > 0 && !shot.problems.is_empty() {
            strip::problem(buf, strip, look, self.problem);
        } else if wanted > 0 {
            strip::welcome(buf, strip, look);
        }
        Rect { height: rest.height - wanted, ..rest }
    }

    /// The panel of tracks, if there is room beside the code; returns what is left for the code.
    pub(super) fn draw_tracks(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Rect {
        if !self.tracks || self.big || !beside(area) {
            return area;
        }
        let width = match area.width {
            150.. => 55,
            110.. => 39,
            90.. => 31,
            _ => 24,
        };
        let width = self.settings.panel.map_or(width, |wanted| wanted.min(area.width / 2));
        let panel = Rect { x: area.right() - width, width, ..area };
        self.mixer.draw(buf, panel, look);
        self.places.panel = Some(panel);
        Rect { width: area.width - width, ..area }
    }

    /// One tab for each page; where there is no room for all names, only that of the open one.
    fn draw_tabs(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = look.theme;
        let all: u16 = pages::ROWS.iter().map(|row| fit::width(row.name) + 4).sum();
        let named = all <= area.width;
        let mut x = area.x + 1;
        self.places.tabs.0 = area.y;
        for (index, row) in pages::ROWS.iter().enumerate() {
            let open = index == self.page;
            let number = (index + 1).to_string();
            let start = x;
            let key = if open { theme.cursor() } else { theme.ink(Ink::Function) };
            let word = if open { theme.cursor() } else { theme.ink(Ink::Quiet) };
            let room = |x: u16| area.right().saturating_sub(x);
            if open {
                x = put(buf, (x, area.y), room(x), " ", word, "");
            }
            x = put(buf, (x, area.y), room(x), &number, key, "");
            if named || open {
                x = put(buf, (x, area.y), room(x), &format!(" {}", row.name), word, "");
            }
            if open {
                x = put(buf, (x, area.y), room(x), " ", word, "");
            }
            self.places.tabs.1.push((start, x + 1, index));
            x += if open || named { 1 } else { 2 };
        }
        let words = pages::ROWS.get(self.page).map_or("", |row| row.words);
        if look.shot.trying.is_none() && x + fit::width(words) + 2 < area.right() {
            let at = area.right() - 1 - fit::width(words);
            put(buf, (at, area.y), fit::width(words), words, theme.ink(Ink::Faint), "");
        }
        if let Some(name) = &look.shot.trying {
            let text = format!(" {name} plays along: esc ");
            let width = fit::width(&text);
            if x + width < area.right() {
                put(
                    buf,
                    (area.right() - width, area.y),
                    width,
                    &text,
                    theme.badge(Ink::Warning),
                    "",
                );
            }
        }
    }

    /// The hints that make sense now, in the order of the table.
    fn hints(&self, look: &Look) -> Vec<Bit> {
        let shot = look.shot;
        let now = |wish: Wish| match wish {
            Wish::NextScript => shot.scripts.len() > 1,
            Wish::Follow => self.code.strayed(),
            Wish::NextProblem => shot.problems.len() > 1,
            Wish::Welcome => !shot.welcome.is_empty() || shot.scripts.len() > 1,
            Wish::MuteNumber | Wish::SoloNumber => !shot.tracks.is_empty(),
            _ => true,
        };
        let hint = |row: &keys::Row| {
            let hint = row.hint.filter(|_| now(row.wish) && row.is_on(self.page))?;
            let word = match row.wish {
                Wish::PlayPause if !shot.running => "play",
                Wish::Enter => pages::ROWS.get(self.page).map_or(hint.word, |page| page.enter),
                Wish::ZoomIn if self.page == pages::STEPS => "- strength",
                _ => hint.word,
            };
            let key = self.theme.ink(Ink::Function);
            let bit = Bit::new(hint.rank, self.settings.label(row), key);
            Some(bit.and(format!(" {word}"), self.theme.ink(Ink::Quiet)))
        };
        keys::ROWS.iter().filter_map(hint).collect()
    }
}

/// True if code and tracks fit beside each other.
fn beside(area: Rect) -> bool {
    area.width >= 72
}
