//! The piano roll: what the next bars will play, with the pitches on the left.
//!
//! It shows what is written already; what is further ahead than that nobody knows yet.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Around, Granted, Page};
use crate::tui::fit::{self, put};
use crate::tui::keys::Wish;
use crate::tui::look::Look;
use crate::tui::snapshot::Note;
use crate::tui::theme::Ink;

/// Bars that may be seen at once.
const ZOOMS: [f64; 5] = [0.5, 1.0, 2.0, 3.0, 4.0];
const NAMES: [&str; 12] = ["c", "c#", "d", "eb", "e", "f", "f#", "g", "ab", "a", "bb", "b"];

/// The page.
#[derive(Debug)]
pub(super) struct Roll {
    zoom: usize,
    scrolled: i64,
}

impl Default for Roll {
    fn default() -> Roll {
        Roll { zoom: 2, scrolled: 0 }
    }
}

/// What one line of the roll is.
#[derive(Clone, PartialEq, Debug)]
enum Lane<'a> {
    /// A pitch in semitones.
    Pitch(i32),
    /// A sound without one.
    Sound(u8, &'a str),
}

impl Page for Roll {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, around: Around) {
        let (theme, shot) = (look.theme, look.shot);
        if area.height < 3 || area.width < 24 {
            return;
        }
        let bars = ZOOMS[self.zoom];
        let first = (shot.cycle / bars).floor() * bars;
        let seen = |note: &&Note| note.until > first && note.begin < first + bars;
        let notes: Vec<&Note> = shot.notes.iter().filter(seen).collect();
        self.head(buf, Rect { height: 1, ..area }, look, around, first);
        let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
        let all = lanes(&notes);
        if all.is_empty() {
            let text =
                if shot.running { "nothing plays in these bars" } else { "time stands still" };
            put(buf, (area.x + 2, area.y + 2), area.width, text, theme.ink(Ink::Quiet), "");
            return;
        }
        let lanes = self.fitting(all, &notes, around.mixer.chosen, usize::from(body.height));
        let gutter = lanes.iter().map(|lane| fit::width(&label(lane))).max().unwrap_or(3);
        let gutter = gutter.clamp(3, 12) + 2;
        let field = Rect {
            x: body.x + gutter,
            width: body.width.saturating_sub(gutter + 1),
            height: (lanes.len() as u16).min(body.height),
            ..body
        };
        ground(buf, field, look, &lanes, bars);
        for (lane, y) in lanes.iter().zip(field.y..field.bottom()) {
            let ink = if is_black(lane) { Ink::Faint } else { Ink::Text };
            let name = label(lane);
            let x = field.x - 1 - fit::width(&name).min(gutter - 2);
            put(buf, (x, y), gutter - 2, &name, theme.ink(ink), theme.signs.more);
        }
        let chosen = around.mixer.chosen;
        let is_ghost = |note: &Note| {
            let track = usize::from(note.track);
            chosen.is_some_and(|chosen| chosen != track) || !shot.sounds(track)
        };
        for ghost in [true, false] {
            for note in notes.iter().filter(|note| is_ghost(note) == ghost) {
                let Some(row) = lanes.iter().position(|lane| *lane == lane_of(note)) else {
                    continue;
                };
                bar(
                    buf,
                    Rect { y: field.y + row as u16, height: 1, ..field },
                    look,
                    note,
                    (first, bars, ghost),
                );
            }
        }
        playhead(buf, field, look, (first, bars));
    }

    fn grant(&mut self, wish: Wish, _: Around) -> Granted {
        match wish {
            Wish::ZoomIn => self.zoom = self.zoom.saturating_sub(1),
            Wish::ZoomOut => self.zoom = (self.zoom + 1).min(ZOOMS.len() - 1),
            Wish::Up => self.scrolled += 1,
            Wish::Down => self.scrolled -= 1,
            Wish::PageUp => self.scrolled += 12,
            Wish::PageDown => self.scrolled -= 12,
            Wish::Follow => self.scrolled = 0,
            _ => return Granted::No,
        }
        Granted::Yes
    }
}

impl Roll {
    fn head(&self, buf: &mut Buffer, area: Rect, look: &Look, around: Around, first: f64) {
        let theme = look.theme;
        let track = around.mixer.chosen.and_then(|index| look.shot.tracks.get(index));
        let who = track.map_or("all tracks".to_owned(), |track| track.name.clone());
        let bars = ZOOMS[self.zoom];
        let from = crate::tui::snapshot::bar(first);
        let to = crate::tui::snapshot::bar(first + bars - 1e-9);
        let when = if from == to { format!("bar {from}") } else { format!("bars {from}-{to}") };
        let style = match around.mixer.chosen {
            Some(index) => theme.accent(look.accent(index)),
            None => theme.ink(Ink::Strong),
        };
        let x = put(buf, (area.x + 1, area.y), area.width, &who, style, theme.signs.more);
        let room = area.right().saturating_sub(x + 2);
        let more = "  tab chooses a track, the others become ghosts";
        let text = if area.width >= 80 { format!("{when}{more}") } else { when };
        put(buf, (x + 2, area.y), room, &text, theme.ink(Ink::Quiet), theme.signs.more);
    }

    /// The lanes that fit: all pitches between the lowest and the highest if there is room, else those
    /// that are played, else those around what the chosen track plays.
    fn fitting<'a>(
        &mut self,
        used: Vec<Lane<'a>>,
        notes: &[&'a Note],
        chosen: Option<usize>,
        room: usize,
    ) -> Vec<Lane<'a>> {
        let pitches: Vec<i32> = used
            .iter()
            .filter_map(|lane| if let Lane::Pitch(p) = lane { Some(*p) } else { None })
            .collect();
        let sounds = used.len() - pitches.len();
        let (low, high) = (pitches.last().copied(), pitches.first().copied());
        if let (Some(low), Some(high)) = (low, high)
            && (high - low) as usize + 1 + sounds <= room
        {
            let whole = (low..=high).rev().map(Lane::Pitch);
            return whole.chain(used.into_iter().skip(pitches.len())).collect();
        }
        if used.len() <= room {
            return used;
        }
        let mine = |note: &&&Note| chosen.is_none_or(|chosen| chosen == usize::from(note.track));
        let wanted = notes.iter().find(mine).map(|note| lane_of(note));
        let centre =
            wanted.and_then(|lane| used.iter().position(|other| *other == lane)).unwrap_or(0);
        let last = (used.len() - room) as i64;
        let top = (centre as i64 - room as i64 / 2).clamp(0, last);
        self.scrolled = self.scrolled.clamp(top - last, top);
        used.into_iter().skip((top - self.scrolled) as usize).take(room).collect()
    }
}

fn lane_of(note: &Note) -> Lane<'_> {
    match note.pitch {
        Some(pitch) => Lane::Pitch(pitch.round() as i32),
        None => Lane::Sound(note.track, &note.sound),
    }
}

/// The lanes that are played: pitches from the highest, then sounds by track.
fn lanes<'a>(notes: &[&'a Note]) -> Vec<Lane<'a>> {
    let mut pitches: Vec<i32> =
        notes.iter().filter_map(|note| Some(note.pitch?.round() as i32)).collect();
    pitches.sort_unstable_by(|a, b| b.cmp(a));
    pitches.dedup();
    let mut sounds: Vec<(u8, &str)> =
        notes.iter().filter(|note| note.pitch.is_none()).map(|n| (n.track, &*n.sound)).collect();
    sounds.sort_unstable();
    sounds.dedup();
    let sounds = sounds.into_iter().map(|(track, name)| Lane::Sound(track, name));
    pitches.into_iter().map(Lane::Pitch).chain(sounds).collect()
}

fn label(lane: &Lane) -> String {
    match lane {
        Lane::Pitch(pitch) => {
            let name = NAMES[pitch.rem_euclid(12) as usize];
            format!("{name}{}", pitch.div_euclid(12) - 1)
        }
        Lane::Sound(_, name) => (*name).to_owned(),
    }
}

fn is_black(lane: &Lane) -> bool {
    matches!(lane, Lane::Pitch(pitch) if [1, 3, 6, 8, 10].contains(&pitch.rem_euclid(12)))
}

/// Beats, bars, and the lines of the octaves.
fn ground(buf: &mut Buffer, field: Rect, look: &Look, lanes: &[Lane], bars: f64) {
    let theme = look.theme;
    let beats = f64::from(look.shot.beats.0.max(1)) * bars;
    let width = f64::from(field.width);
    for (lane, y) in lanes.iter().zip(field.y..field.bottom()) {
        let octave = matches!(lane, Lane::Pitch(pitch) if pitch.rem_euclid(12) == 0);
        for column in 0..field.width {
            let cell = |x: f64| (x / width * beats + 1e-9).floor();
            let onset = column == 0 || cell(f64::from(column)) != cell(f64::from(column - 1));
            let whole = (f64::from(column) / width * beats + 1e-9).floor()
                % f64::from(look.shot.beats.0.max(1));
            let sign = match (onset, whole == 0.0) {
                (true, true) => theme.signs.muted,
                (true, false) => theme.signs.dot,
                _ if octave => theme.signs.dot,
                _ => " ",
            };
            buf.set_stringn(field.x + column, y, sign, 1, theme.ink(Ink::Rule));
        }
    }
}

/// One note.
fn bar(
    buf: &mut Buffer,
    row: Rect,
    look: &Look,
    note: &Note,
    (first, bars, ghost): (f64, f64, bool),
) {
    let (theme, accent) = (look.theme, look.accent(usize::from(note.track)));
    let width = f64::from(row.width);
    let column = |cycle: f64| ((cycle - first) / bars * width + 1e-6).clamp(0.0, width);
    let (from, to) = (column(note.begin), column(note.until));
    let from = (from.floor() as u16).min(row.width.saturating_sub(1));
    // A gap before the next note of the same pitch.
    let to = ((to.ceil() as u16).saturating_sub(u16::from(bars < 4.0)))
        .clamp(from + 1, row.width.max(from + 1));
    let sounding =
        look.shot.running && note.begin <= look.shot.cycle && look.shot.cycle < note.until;
    let style: Style = match (ghost, sounding) {
        (true, _) => theme.ink(Ink::Faint),
        (_, true) => theme.lit(accent, true),
        _ => theme.accent(accent),
    };
    for x in from..to {
        let sign = match (ghost, sounding, note.begin >= first && x == from) {
            (true, _, true) => theme.signs.peak,
            (true, ..) => theme.signs.empty,
            (_, true, _) => " ",
            (_, _, true) => theme.signs.block,
            _ => theme.signs.full,
        };
        buf.set_stringn(row.x + x, row.y, sign, 1, style);
    }
}

fn playhead(buf: &mut Buffer, field: Rect, look: &Look, (first, bars): (f64, f64)) {
    let x = ((look.shot.cycle - first) / bars * f64::from(field.width)) as u16;
    let x = field.x + x.min(field.width.saturating_sub(1));
    for y in field.y..field.bottom() {
        if let Some(cell) = buf.cell_mut((x, y)) {
            match look.theme.playhead() {
                Some(style) if cell.symbol() != " " => {
                    cell.set_style(style);
                }
                _ => {
                    cell.set_symbol(look.theme.signs.here).set_style(look.theme.ink(Ink::Strong));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pitches_have_the_names_that_scripts_use() {
        assert_eq!(label(&Lane::Pitch(60)), "c4");
        assert_eq!(label(&Lane::Pitch(63)), "eb4");
        assert_eq!(label(&Lane::Pitch(-1)), "b-2");
    }
}
