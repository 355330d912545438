//! The page of messages: everything that was told, newest at the foot.
//!
//! It filters and scrolls; the log keeps the lines.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Around, Granted, Page};
use crate::tui::finder::Finder;
use crate::tui::fit::put;
use crate::tui::keys::Wish;
use crate::tui::look::Look;
use crate::tui::theme::Ink;

/// The page.
#[derive(Debug, Default)]
pub(super) struct Messages {
    finder: Finder,
    /// It left the newest line.
    strayed: bool,
}

impl Page for Messages {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, around: Around) {
        if area.height < 2 {
            return;
        }
        let theme = look.theme;
        let idle = format!("{} messages; / searches them", around.log.len());
        self.finder.head(buf, area, theme, "search ", &idle);
        let word = self.finder.word().to_lowercase();
        let fits = |line: &str| word.is_empty() || line.to_lowercase().contains(&word);
        let lines: Vec<(String, &str)> =
            around.log.lines().filter(|(_, line)| fits(line)).collect();
        if !self.strayed {
            self.finder.choose(lines.len());
        }
        let shown = self.finder.shown(lines.len(), area.height - 1);
        self.strayed &= self.finder.at() + 1 < lines.len();
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
            Wish::Follow => self.strayed = false,
            wish if self.finder.grant(wish) => {
                self.strayed |= !matches!(wish, Wish::Search | Wish::Close);
            }
            _ => return Granted::No,
        }
        Granted::Yes
    }

    fn is_typed_into(&self) -> bool {
        self.finder.is_typed_into()
    }

    fn typed(&mut self, key: &KeyEvent, _: Around) -> Granted {
        self.finder.typed(key);
        self.strayed |= matches!(key.code, KeyCode::Up | KeyCode::Down);
        Granted::Yes
    }
}
