//! The page of steps: beats of the script as the grid of a drum machine.
//!
//! A change of a cell changes its bytes in the script's file and not one more; the beats are read from
//! the text anew each time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Around, Granted, Page};
use crate::tui::beats::{self, Beat, Cell, Change};
use crate::tui::fit::{self, put};
use crate::tui::keys::Wish;
use crate::tui::look::Look;
use crate::tui::screen::Answer;
use crate::tui::snapshot::{Action, Snapshot, Step};
use crate::tui::theme::Ink;
use std::sync::Arc;

/// The page.
#[derive(Debug, Default)]
pub(super) struct Steps {
    text: Arc<str>,
    beats: Vec<Beat>,
    /// The chosen row among all rows of all beats, and the step in it.
    row: usize,
    step: usize,
    /// Where rows stand on the screen: line, row, first column, cells of a step.
    lines: Vec<(u16, usize, u16, u16)>,
    top: usize,
}

impl Page for Steps {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, _: Around) {
        let theme = look.theme;
        self.read(look.shot);
        self.lines.clear();
        if area.height < 3 || area.width < 24 {
            return;
        }
        let rows: Vec<(usize, usize)> = self.rows();
        if rows.is_empty() {
            let text = [
                "no beat here that a grid can show; write one like these:",
                "  drums: s(\"bd ~ sd ~\")",
                "  drums: beat(`",
                "    bd: x...x...",
                "    hh: x.x.x.x.",
                "  `)",
            ];
            for (line, y) in text.iter().zip(area.y + 1..area.bottom()) {
                put(buf, (area.x + 2, y), area.width - 3, line, theme.ink(Ink::Quiet), "");
            }
            return;
        }
        self.row = self.row.min(rows.len() - 1);
        // A heading before each beat takes a line too.
        let line_of = |row: usize| row + 2 * rows[row].0;
        let here = line_of(self.row);
        let height = usize::from(area.height);
        self.top = self.top.min(here.saturating_sub(1)).max((here + 1).saturating_sub(height));
        let names = self.beats.iter().flat_map(|b| &b.rows).map(|r| fit::width(&r.name)).max();
        let names = names.unwrap_or(4).clamp(2, 12);
        for (row, &(beat, index)) in rows.iter().enumerate() {
            let line = line_of(row) + 1;
            if index == 0 && line > self.top && line - 1 - self.top < height {
                let y = area.y + (line - 1 - self.top) as u16;
                let title = format!("line {}  {}", self.beats[beat].line, self.beats[beat].label);
                put(
                    buf,
                    (area.x + 1, y),
                    area.width - 2,
                    &title,
                    theme.ink(Ink::Strong),
                    theme.signs.more,
                );
            }
            if line >= self.top && line - self.top < height {
                let y = area.y + (line - self.top) as u16;
                self.draw_row(buf, Rect { y, height: 1, ..area }, look, (row, beat, index, names));
            }
        }
    }

    fn grant(&mut self, wish: Wish, around: Around) -> Granted {
        self.read(around.shot);
        let rows = self.rows();
        let Some(&(beat, index)) = rows.get(self.row) else { return Granted::No };
        let steps = self.beats[beat].rows[index].cells.len();
        match wish {
            Wish::Left => self.step = self.step.checked_sub(1).unwrap_or(steps.saturating_sub(1)),
            Wish::Right => self.step = if self.step + 1 < steps { self.step + 1 } else { 0 },
            Wish::Up => self.row = self.row.saturating_sub(1),
            Wish::Down => self.row = (self.row + 1).min(rows.len() - 1),
            Wish::Top => self.step = 0,
            Wish::Bottom => self.step = steps.saturating_sub(1),
            Wish::Enter => return self.change(around.shot, Change::Toggle),
            Wish::ZoomIn => return self.change(around.shot, Change::Louder),
            Wish::ZoomOut => return self.change(around.shot, Change::Softer),
            Wish::Longer => return self.change(around.shot, Change::Longer),
            Wish::Shorter => return self.change(around.shot, Change::Shorter),
            _ => return Granted::No,
        }
        Granted::Yes
    }

    fn click(&mut self, (x, y): (u16, u16), around: Around) -> Granted {
        let Some(&(_, row, left, cells)) = self.lines.iter().find(|(line, ..)| *line == y) else {
            return Granted::No;
        };
        let Some(step) = x.checked_sub(left).map(|x| usize::from(x / cells.max(1))) else {
            return Granted::No;
        };
        let rows = self.rows();
        let Some(&(beat, index)) = rows.get(row) else { return Granted::No };
        if step >= self.beats[beat].rows[index].cells.len() {
            return Granted::No;
        }
        (self.row, self.step) = (row, step);
        self.change(around.shot, Change::Toggle)
    }
}

impl Steps {
    fn read(&mut self, shot: &Snapshot) {
        if !Arc::ptr_eq(&self.text, &shot.disk) {
            self.text = shot.disk.clone();
            self.beats = beats::find(&self.text);
        }
    }

    /// The beat and the row in it of each row.
    fn rows(&self) -> Vec<(usize, usize)> {
        let beats = self.beats.iter().enumerate();
        beats.flat_map(|(beat, found)| (0..found.rows.len()).map(move |row| (beat, row))).collect()
    }

    fn draw_row(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        look: &Look,
        (row, beat, index, names): (usize, usize, usize, u16),
    ) {
        let theme = look.theme;
        let found = &self.beats[beat].rows[index];
        let left = area.x + 4 + names;
        let room = area.right().saturating_sub(left + 1);
        let cells = (room / found.cells.len().max(1) as u16).clamp(2, 6);
        let chosen = row == self.row;
        let sign = if chosen { theme.signs.chosen } else { " " };
        put(buf, (area.x + 1, area.y), 1, sign, theme.ink(Ink::Strong), "");
        put(buf, (area.x + 3, area.y), names, &found.name, theme.ink(Ink::Word), theme.signs.more);
        let same = *self.text == *look.shot.text;
        let steps = if same { &look.shot.steps[..] } else { &[] };
        for (step, cell) in found.cells.iter().enumerate() {
            let x = left + step as u16 * cells;
            if x + 1 > area.right() {
                break;
            }
            let mut mine = steps.iter().filter(|s| is_of(s, &self.beats[beat], cell, step));
            let track = mine.clone().next();
            let playing = look.shot.running
                && mine.any(|s| s.begin <= look.shot.cycle && look.shot.cycle < s.until);
            let accent = look.accent(track.map_or(beat, |s| usize::from(s.track)));
            let (sign, style) = match cell.level {
                0.0 if cell.tied => (theme.signs.held, theme.accent(accent)),
                0.0 => {
                    (theme.signs.dot, theme.ink(if step % 4 == 0 { Ink::Text } else { Ink::Faint }))
                }
                level if level > 1.0 => (" ", theme.lit(accent, true)),
                level if level < 1.0 => (theme.signs.onset, theme.accent(accent)),
                _ => (theme.signs.block, theme.accent(accent)),
            };
            let sounds = cell.level > 0.0 || cell.tied;
            let (sign, style) = match playing && sounds {
                true => (" ", theme.lit(accent, true)),
                false => (sign, style),
            };
            // What goes on at the next step has no gap behind it.
            let next = found.cells.get(step + 1).is_some_and(|next| next.tied);
            let width = if sounds { cells - u16::from(!next) } else { 1 };
            for column in 0..width {
                put(buf, (x + column, area.y), 1, sign, style, "");
            }
            if chosen && step == self.step {
                let sign = if cell.level > 0.0 { theme.signs.beat } else { theme.signs.dot };
                for column in 0..cells - 1 {
                    put(buf, (x + column, area.y), 1, sign, theme.cursor(), "");
                }
            }
        }
        self.lines.push((area.y, row, left, cells));
    }

    /// Writes a change of the chosen cell into the script's file.
    fn change(&mut self, shot: &Snapshot, change: Change) -> Granted {
        let rows = self.rows();
        let Some(&(beat, index)) = rows.get(self.row) else { return Granted::No };
        let found = &self.beats[beat];
        self.step = self.step.min(found.rows[index].cells.len().saturating_sub(1));
        let over = shot.disk.clone();
        match found.change(index, self.step, change) {
            Ok(edits) => match beats::written(&over, &edits) {
                Some(text) => Granted::Do(Answer::Act(Action::Write { text: text.into(), over })),
                None => Granted::Yes,
            },
            Err(why) => Granted::Say(why.to_owned()),
        }
    }
}

/// True if a step of the music is that cell. What is written short has one place for all its steps.
fn is_of(step: &Step, beat: &Beat, cell: &Cell, index: usize) -> bool {
    if !cell.at.contains(&(step.start as usize)) {
        return false;
    }
    let lasts = step.until - step.begin;
    let count = beat.rows.first().map_or(1, |row| row.cells.len()).max(1);
    beat.short.is_none()
        || (lasts > 0.0 && (step.begin / lasts).round().rem_euclid(count as f64) as usize == index)
}
