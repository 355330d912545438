//! The page of the session: the scripts of the folder beside each other, with their tracks below.
//!
//! It reads labels from the texts; what really plays the snapshot says.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Around, Granted, Page};
use crate::tui::fit::put;
use crate::tui::keys::Wish;
use crate::tui::look::Look;
use crate::tui::screen::Answer;
use crate::tui::snapshot::{Action, Snapshot};
use crate::tui::syntax;
use crate::tui::theme::Ink;

/// Cells of a column, gap included.
const WIDTH: u16 = 20;

/// The page.
#[derive(Debug, Default)]
pub(super) struct Session {
    /// The chosen script and row; row 0 is the script itself.
    at: Option<(usize, usize)>,
    first: usize,
    shelf: Vec<Vec<Clip>>,
    read: Option<std::sync::Arc<[std::sync::Arc<str>]>>,
}

/// A track of a script.
#[derive(Clone, PartialEq, Debug)]
struct Clip {
    name: String,
    code: String,
}

impl Page for Session {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, _: Around) {
        let (theme, shot) = (look.theme, look.shot);
        if area.height < 3 || area.width < WIDTH {
            return;
        }
        self.read(shot);
        self.head(buf, Rect { height: 1, ..area }, look);
        let columns = usize::from(area.width / WIDTH);
        let (script, row) = self.place(shot);
        self.first = self.first.min(script).max((script + 1).saturating_sub(columns));
        let scripts = names(shot);
        for (place, index) in (self.first..scripts.len()).take(columns).enumerate() {
            let x = area.x + 1 + place as u16 * WIDTH;
            let column = Rect { x, y: area.y + 2, width: WIDTH - 2, height: area.height - 2 };
            let mark = if index == shot.playing { theme.signs.play } else { " " };
            let style = theme.ink(if index == shot.playing { Ink::Good } else { Ink::Strong });
            put(buf, (x, column.y), 2, mark, style, "");
            let chosen = (script, row) == (index, 0);
            let style = if chosen { theme.cursor() } else { style };
            put(buf, (x + 2, column.y), column.width - 2, &scripts[index], style, theme.signs.more);
            let chosen = (index == script).then_some(row);
            self.column(
                buf,
                Rect { y: column.y + 1, height: column.height - 1, ..column },
                look,
                (index, chosen),
            );
        }
    }

    fn grant(&mut self, wish: Wish, around: Around) -> Granted {
        let (mut script, mut row) = self.place(around.shot);
        match wish {
            Wish::Left => script = script.saturating_sub(1),
            Wish::Right => script += 1,
            Wish::Up => row = row.saturating_sub(1),
            Wish::Down => row += 1,
            Wish::Top => row = 0,
            Wish::Enter => return self.launch(around.shot),
            _ => return Granted::No,
        }
        script = script.min(names(around.shot).len().saturating_sub(1));
        row = row.min(self.shelf.get(script).map_or(0, Vec::len));
        self.at = Some((script, row));
        Granted::Yes
    }

    fn click(&mut self, (x, y): (u16, u16), around: Around) -> Granted {
        let Some(row) = y.checked_sub(2).map(usize::from) else { return Granted::No };
        let script = self.first + usize::from(x.saturating_sub(1) / WIDTH);
        if script >= names(around.shot).len() || row > self.shelf.get(script).map_or(0, Vec::len) {
            return Granted::No;
        }
        let again = self.at == Some((script, row));
        self.at = Some((script, row));
        if again { self.launch(around.shot) } else { Granted::Yes }
    }
}

impl Session {
    fn place(&self, shot: &Snapshot) -> (usize, usize) {
        self.at.unwrap_or((shot.playing, 0))
    }

    fn head(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let (theme, shot) = (look.theme, look.shot);
        let text = match (shot.takeover, &shot.trying) {
            (Some(at), _) => {
                let bars = (at - shot.cycle).max(0.0);
                format!("{} takes over in {bars:.1} bars", shot.file)
            }
            (None, Some(name)) => format!("{name} plays along; esc ends it"),
            _ => "enter plays a script, or a track of one along with what plays".to_owned(),
        };
        let ink = if shot.takeover.is_some() { Ink::Warning } else { Ink::Quiet };
        let room = area.width.saturating_sub(2);
        put(buf, (area.x + 1, area.y), room, &text, theme.ink(ink), theme.signs.more);
    }

    fn column(
        &self,
        buf: &mut Buffer,
        area: Rect,
        look: &Look,
        (script, chosen): (usize, Option<usize>),
    ) {
        let (theme, shot) = (look.theme, look.shot);
        let clips = self.shelf.get(script).map_or(&[][..], Vec::as_slice);
        let room = usize::from(area.height);
        let skip = chosen.unwrap_or(0).saturating_sub(room);
        for (row, clip) in clips.iter().enumerate().skip(skip).take(room) {
            let y = area.y + (row - skip) as u16;
            let playing = (script == shot.playing)
                .then(|| shot.tracks.iter().position(|track| track.name == clip.name))
                .flatten();
            let (mark, style) = match playing {
                Some(track) if shot.sounds(track) => {
                    (theme.signs.block, theme.accent(look.accent(track)))
                }
                Some(_) => (theme.signs.muted, theme.ink(Ink::Faint)),
                None => (theme.signs.rest, theme.ink(Ink::Quiet)),
            };
            put(buf, (area.x, y), 1, mark, style, "");
            let style = match chosen {
                Some(chosen) if chosen == row + 1 => theme.cursor(),
                _ if playing.is_some() => style.add_modifier(Modifier::BOLD),
                _ => theme.ink(Ink::Text),
            };
            put(buf, (area.x + 2, y), area.width - 2, &clip.name, style, theme.signs.more);
        }
    }

    /// Plays what is chosen.
    fn launch(&self, shot: &Snapshot) -> Granted {
        let (script, row) = self.place(shot);
        if row == 0 {
            return match script == shot.playing {
                true => Granted::Say("this script plays already".to_owned()),
                false => Granted::Do(Answer::Act(Action::Script(script))),
            };
        }
        let Some(clip) = self.shelf.get(script).and_then(|clips| clips.get(row - 1)) else {
            return Granted::Yes;
        };
        let (code, name) = (clip.code.as_str().into(), clip.name.as_str().into());
        Granted::Do(Answer::Act(Action::Try { code, name, once: false }))
    }

    /// Reads the labels of all scripts, where they are new.
    fn read(&mut self, shot: &Snapshot) {
        let alone = [shot.disk.clone()];
        let texts = if shot.shelf.is_empty() { &alone[..] } else { &shot.shelf };
        let same = self.read.as_ref().is_some_and(|read| {
            read.len() == texts.len()
                && read.iter().zip(texts).all(|(a, b)| std::sync::Arc::ptr_eq(a, b))
        });
        if !same {
            self.shelf = texts.iter().map(|text| clips(text)).collect();
            self.read = Some(texts.into());
        }
        if let Some(clips) = self.shelf.get_mut(shot.playing).filter(|_| !shot.shelf.is_empty()) {
            // What plays may have been saved since the folder was read.
            let fresh = self::clips(&shot.disk);
            if *clips != fresh && !shot.disk.is_empty() {
                *clips = fresh;
            }
        }
    }
}

fn names(shot: &Snapshot) -> Vec<String> {
    if shot.scripts.is_empty() { vec![shot.file.clone()] } else { shot.scripts.clone() }
}

/// The labelled statements of a script.
fn clips(text: &str) -> Vec<Clip> {
    let lines: Vec<&str> = text.lines().collect();
    let labels = syntax::pieces(text).into_iter().filter(|piece| piece.ink == Ink::Label);
    let mut last = 0;
    labels
        .filter_map(|piece| {
            let name = text[piece.start..piece.end].trim_start_matches('_');
            let line = text[..piece.start].matches('\n').count();
            let at_start =
                text[..piece.start].rsplit('\n').next().is_some_and(|s| s.trim().is_empty());
            if !at_start || line < last {
                return None;
            }
            let end = syntax::statement_end(text, line);
            last = end + 1;
            let code = lines.get(line..=end)?.join("\n");
            let code = code.trim_start().trim_start_matches('_').to_owned();
            Some(Clip { name: name.to_owned(), code })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labelled_statements_are_found_with_their_whole_code() {
        let found = clips("tempo(120)\n_bass: note(\"c2\")\n  .s(\"saw\")\n\ndrums: s(\"bd\")\n");
        let names: Vec<&str> = found.iter().map(|clip| clip.name.as_str()).collect();
        assert_eq!(names, ["bass", "drums"]);
        assert_eq!(found[0].code, "bass: note(\"c2\")\n  .s(\"saw\")");
    }
}
