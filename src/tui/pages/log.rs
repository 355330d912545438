//! The page of messages: everything that was told, newest at the foot.
//!
//! It filters and scrolls; the log keeps the lines.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Around, Granted, Page};
use crate::tui::fit::put;
use crate::tui::keys::Wish;
use crate::tui::list::List;
use crate::tui::look::Look;
use crate::tui::prompt::Prompt;
use crate::tui::theme::Ink;

/// The page.
#[derive(Debug, Default)]
pub(super) struct Messages {
    list: List,
    /// It left the newest line.
    strayed: bool,
    search: Prompt,
    searching: bool,
}

impl Page for Messages {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, around: Around) {
        if area.height < 2 {
            return;
        }
        let theme = look.theme;
        let head = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
        let idle = format!("{} messages; / searches them", around.log.len());
        self.search.draw(buf, head, theme, "search ", self.searching, &idle);
        let word = self.search.text().to_lowercase();
        let fits = |line: &str| word.is_empty() || line.to_lowercase().contains(&word);
        let lines: Vec<(String, &str)> =
            around.log.lines().filter(|(_, line)| fits(line)).collect();
        if !self.strayed {
            self.list.at = lines.len();
        }
        let shown = self.list.shown(lines.len(), usize::from(area.height - 1));
        self.strayed &= self.list.at + 1 < lines.len();
        for (y, (clock, line)) in (area.y + 1..area.bottom()).zip(&lines[shown]) {
            let x = put(buf, (area.x + 1, y), 7, clock, theme.ink(Ink::Faint), "") + 2;
            let room = area.right().saturating_sub(x);
            let (place, rest) = line.split_once(' ').unwrap_or(("", line));
            let x = put(buf, (x, y), room.min(7), place, theme.ink(Ink::Quiet), "").max(x + 6) + 1;
            let ink = match rest {
                _ if rest.starts_with("error") || rest.contains("refused") => Ink::Bad,
                _ if rest.starts_with("warning") || rest.starts_with("trouble") => Ink::Warning,
                _ if rest.starts_with("version") => Ink::Good,
                _ => Ink::Text,
            };
            put(
                buf,
                (x, y),
                area.right().saturating_sub(x),
                rest,
                theme.ink(ink),
                theme.signs.more,
            );
        }
    }

    fn grant(&mut self, wish: Wish, _: Around) -> Granted {
        match wish {
            Wish::Search => self.searching = true,
            Wish::Close if !self.search.text().is_empty() => self.search.set(""),
            Wish::Follow => self.strayed = false,
            wish if self.list.grant(wish) => self.strayed = true,
            _ => return Granted::No,
        }
        Granted::Yes
    }

    fn is_typed_into(&self) -> bool {
        self.searching
    }

    fn typed(&mut self, key: &KeyEvent, _: Around) -> Granted {
        match key.code {
            KeyCode::Esc => {
                self.search.set("");
                self.searching = false;
            }
            KeyCode::Enter => self.searching = false,
            KeyCode::Up => self.strayed = self.list.grant(Wish::Up),
            KeyCode::Down => self.strayed = self.list.grant(Wish::Down),
            _ => drop(self.search.key(key)),
        }
        Granted::Yes
    }
}
