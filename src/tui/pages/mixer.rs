//! The page of tracks: a strip for each, with its level, peak, pan and sends, and the master beside.
//!
//! It shows what the last note of a track set; meters are moved elsewhere.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Around, Granted, Page};
use crate::tui::fit::{self, put};
use crate::tui::keys::Wish;
use crate::tui::list::List;
use crate::tui::look::Look;
use crate::tui::screen::Answer;
use crate::tui::snapshot::{Action, Note};
use crate::tui::theme::Ink;
use crate::tui::tracks::lane_of;

/// Columns of a row, from the left: key, mute, solo.
const MUTE: u16 = 3;
const SOLO: u16 = 5;
const NAME: u16 = 7;

/// What each track sends where, and how wide its column is.
const SENDS: [(&str, &str); 3] = [("room", "room"), ("delay", "echo"), ("lpf", "lpf")];

/// The page.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    list: List,
    first: usize,
    /// Lines that a track takes.
    lines: u16,
}

impl Page for Tracks {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, around: Around) {
        let (theme, shot) = (look.theme, look.shot);
        if area.height < 3 {
            return;
        }
        let names = shot.tracks.iter().map(|track| fit::width(&track.name)).max().unwrap_or(4);
        let names = names.clamp(5, if area.width < 80 { 10 } else { 18 });
        self.head(buf, Rect { height: 1, ..area }, look, names);
        let master = 4.min(area.height / 4);
        let room = area.height - 1 - master;
        self.lines = if u32::from(room) >= shot.tracks.len() as u32 * 2 { 2 } else { 1 };
        self.list.at = around.mixer.chosen.unwrap_or(0);
        let shown = self.list.shown(shot.tracks.len(), usize::from(room / self.lines));
        self.first = shown.start;
        for (place, index) in shown.enumerate() {
            let y = area.y + 1 + place as u16 * self.lines;
            strip(buf, Rect { y, height: 1, ..area }, look, around, (index, names));
            if self.lines == 2 {
                let (x, width) = columns(area, names).meter;
                lane_of(buf, Rect { x, y: y + 1, width, height: 1 }, index, look);
            }
        }
        if shot.tracks.is_empty() {
            let text = "no tracks yet: a line like  drums: s(\"bd*4\")  makes one";
            put(buf, (area.x + 2, area.y + 2), area.width, text, theme.ink(Ink::Quiet), "");
        }
        let foot = Rect { y: area.bottom() - master, height: master, ..area };
        around.mixer.master.draw_wide(buf, foot, look);
    }

    fn grant(&mut self, wish: Wish, around: Around) -> Granted {
        let tracks = around.shot.tracks.len();
        if tracks == 0 || !self.list.grant(wish) {
            return Granted::No;
        }
        Granted::Choose(self.list.at.min(tracks - 1))
    }

    fn click(&mut self, (x, y): (u16, u16), around: Around) -> Granted {
        let Some(line) = y.checked_sub(1) else { return Granted::No };
        let index = self.first + usize::from(line / self.lines.max(1));
        if index >= around.shot.tracks.len() {
            return Granted::No;
        }
        match x {
            MUTE..SOLO => Granted::Do(Answer::Act(Action::Mute(index))),
            SOLO..NAME => Granted::Do(Answer::Act(Action::Solo(index))),
            _ => Granted::Choose(index),
        }
    }
}

/// Where the columns behind the name are: the meter and its number, pan, sends.
struct Columns {
    meter: (u16, u16),
    number: u16,
    pan: u16,
    sends: u16,
}

fn columns(area: Rect, names: u16) -> Columns {
    let left = area.x + NAME + names + 1;
    let right = area.right().saturating_sub(1);
    let sends = if area.width >= 76 { 6 * SENDS.len() as u16 } else { 0 };
    let pan = if area.width >= 56 { 9 } else { 0 };
    let number = 7;
    let width = right.saturating_sub(left + sends + pan + number + 1);
    let number_at = left + width + 1;
    Columns {
        meter: (left, width),
        number: number_at,
        pan: number_at + number,
        sends: right - sends,
    }
}

impl Tracks {
    fn head(&self, buf: &mut Buffer, area: Rect, look: &Look, names: u16) {
        let quiet = look.theme.ink(Ink::Quiet);
        let at = columns(area, names);
        let mut word = |x: u16, text: &str| {
            if x < area.right() {
                put(buf, (x, area.y), area.right() - x, text, quiet, "");
            }
        };
        word(area.x + MUTE, "M S track");
        word(at.meter.0, "level");
        word(at.number + 2, "peak");
        if area.width >= 56 {
            word(at.pan + 1, "pan");
        }
        if area.width >= 76 {
            for (place, (_, name)) in SENDS.iter().enumerate() {
                word(at.sends + 6 * place as u16 + 5 - fit::width(name).min(5), name);
            }
        }
    }
}

fn strip(buf: &mut Buffer, area: Rect, look: &Look, around: Around, (index, names): (usize, u16)) {
    let (theme, signs) = (look.theme, look.theme.signs);
    let track = &look.shot.tracks[index];
    let (sounds, accent, y) = (look.shot.sounds(index), look.accent(index), area.y);
    let chosen = around.mixer.chosen == Some(index);
    if chosen {
        buf.set_style(area, theme.panel());
    }
    let key = if chosen { signs.chosen } else { " " };
    put(buf, (area.x + 1, y), 1, key, theme.ink(Ink::Strong), "");
    let light = |on: bool, ink| if on { theme.badge(ink) } else { theme.ink(Ink::Faint) };
    put(buf, (area.x + MUTE, y), 1, "M", light(track.muted, Ink::Bad), "");
    put(buf, (area.x + SOLO, y), 1, "S", light(track.solo, Ink::Warning), "");
    let name = match sounds {
        true => theme.accent(accent).add_modifier(Modifier::BOLD),
        false => theme.ink(Ink::Faint),
    };
    put(buf, (area.x + NAME, y), names, &track.name, name, signs.more);
    let at = columns(area, names);
    let meter = around.mixer.meter(&track.name);
    let bar = Rect { x: at.meter.0, width: at.meter.1, y, height: 1 };
    meter.draw(buf, bar, theme, accent);
    let peak = meter.peak().map_or(String::new(), |peak| format!("{peak:>6.1}"));
    let ink = if meter.peak().is_some_and(|peak| peak >= 0.0) { Ink::Bad } else { Ink::Text };
    put(buf, (at.number, y), 6, &peak, theme.ink(ink), "");
    let Some(note) = last_note(look, index) else { return };
    if area.width >= 56 {
        let pan = note.value("pan").unwrap_or(0.5).clamp(0.0, 1.0);
        let place = (pan * 6.0).round() as u16;
        let line = signs.rule.repeat(7);
        put(buf, (at.pan + 1, y), 7, &line, theme.ink(Ink::Rule), "");
        put(buf, (at.pan + 1 + place, y), 1, signs.beat, theme.ink(Ink::Text), "");
    }
    if area.width >= 76 {
        for (place, (control, _)) in SENDS.iter().enumerate() {
            let Some(value) = value_of(note, control) else { continue };
            let text =
                if value >= 100.0 { format!("{value:>5.0}") } else { format!("{value:>5.2}") };
            put(buf, (at.sends + 6 * place as u16, y), 5, &text, theme.ink(Ink::Text), signs.more);
        }
    }
}

/// A control by the name that scripts use, which may be an alias.
fn value_of(note: &Note, control: &str) -> Option<f32> {
    note.value(control).or_else(|| match control {
        "lpf" => note.value("cutoff"),
        _ => None,
    })
}

/// The last note of a track that has begun.
pub(in crate::tui) fn last_note<'a>(look: &Look<'a>, track: usize) -> Option<&'a Note> {
    let notes = &look.shot.notes;
    let begun = notes.partition_point(|note| note.begin <= look.shot.cycle);
    notes[..begun].iter().rev().find(|note| usize::from(note.track) == track)
}
