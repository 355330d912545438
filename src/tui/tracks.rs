//! The tracks: names, keys, meters, mute and solo, and the rhythm of the bar.
//!
//! Where there is room they are a panel beside the code, elsewhere one line of chips.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::fit::{self, Bit, put};
use super::look::Look;
use super::master::Master;
use super::meter::Meter;
use super::snapshot::Snapshot;
use super::theme::Ink;

/// Lines that the master takes at the foot of the panel.
const MASTER: u16 = 4;

/// Letters of a name on a chip.
const CHIP: usize = 10;

/// The meters of all tracks and of the master.
#[derive(Debug, Default)]
pub(super) struct Mixer {
    tracks: Vec<(String, Meter)>,
    /// The sum of all.
    pub(super) master: Master,
    /// The track that `m` and `s` act on, once one was chosen.
    pub(super) chosen: Option<usize>,
}

impl Mixer {
    /// Takes the newest peaks.
    pub(super) fn feed(&mut self, shot: &Snapshot, seconds: f32) {
        let tracks = &shot.tracks;
        self.tracks.retain(|(name, _)| tracks.iter().any(|track| track.name == *name));
        for track in tracks {
            let peak = track.peak[0].max(track.peak[1]);
            match self.tracks.iter_mut().find(|(name, _)| *name == track.name) {
                Some((_, meter)) => meter.feed(peak, seconds),
                None => {
                    let mut meter = Meter::default();
                    meter.feed(peak, seconds);
                    self.tracks.push((track.name.clone(), meter));
                }
            }
        }
        let level = |meter: &Meter| (meter.level() * 100.0) as i32;
        let loudest = self.tracks.iter().max_by_key(|(_, meter)| level(meter));
        let loudest = loudest.map_or("", |(name, _)| name.as_str());
        self.master.feed(shot, loudest, seconds);
        self.chosen = self.chosen.filter(|_| !tracks.is_empty()).map(|n| n.min(tracks.len() - 1));
    }

    /// True while a meter moves.
    pub(super) fn moves(&self) -> bool {
        self.master.moves() || self.tracks.iter().any(|(_, meter)| meter.moves())
    }

    /// Chooses the track `by` further on, going round.
    pub(super) fn choose(&mut self, by: isize, tracks: usize) {
        self.chosen = (tracks > 0).then(|| match self.chosen {
            Some(now) => (now as isize + by).rem_euclid(tracks as isize) as usize,
            None if by < 0 => tracks - 1,
            None => 0,
        });
    }

    /// The meter of a track.
    pub(super) fn meter(&self, name: &str) -> Meter {
        let found = self.tracks.iter().find(|(other, _)| other == name);
        found.map_or(Meter::default(), |(_, meter)| *meter)
    }

    /// Draws the panel.
    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        for y in area.y..area.bottom() {
            buf.set_stringn(area.x, y, look.theme.signs.divider, 1, look.theme.ink(Ink::Rule));
        }
        let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
        let master = if area.height > MASTER + 2 { MASTER } else { 0 };
        let list = Rect { height: area.height - master, ..inner };
        self.list(buf, list, look);
        if master > 0 {
            let foot = Rect { y: list.bottom(), height: master, ..inner };
            self.master.draw(buf, foot, look);
        }
    }

    fn list(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let count = look.shot.tracks.len();
        if count == 0 {
            let quiet = look.theme.ink(Ink::Quiet);
            put(buf, (area.x, area.y), area.width, "no tracks yet", quiet, look.theme.signs.more);
            return;
        }
        let lines = (area.height / count as u16).clamp(1, 3);
        let room = usize::from(area.height / lines).max(1);
        let first = match self.chosen {
            Some(chosen) => (chosen + 1).saturating_sub(room),
            None => 0,
        };
        let hidden = count.saturating_sub(first + room);
        for (place, index) in (first..count).take(room).enumerate() {
            let y = area.y + place as u16 * lines;
            let row = Rect { y, height: lines.min(2), ..area };
            if hidden > 0 && place + 1 == room {
                let text = format!("  {} more: tab", hidden + 1);
                put(buf, (area.x, y), area.width, &text, look.theme.ink(Ink::Quiet), "");
            } else {
                self.track(buf, row, index, look);
            }
        }
    }

    /// One track: key, name, state and meter, and below them the rhythm of the bar.
    fn track(&self, buf: &mut Buffer, area: Rect, index: usize, look: &Look) {
        let (theme, more) = (look.theme, look.theme.signs.more);
        let track = &look.shot.tracks[index];
        let (sounds, accent) = (look.shot.sounds(index), look.accent(index));
        let key = if index < 9 { (index + 1).to_string() } else { " ".to_owned() };
        let chosen = self.chosen == Some(index);
        let key = if chosen { theme.signs.chosen.to_owned() } else { key };
        put(
            buf,
            (area.x, area.y),
            1,
            &key,
            theme.ink(if chosen { Ink::Strong } else { Ink::Quiet }),
            "",
        );
        let names = self.name_width(area, look);
        let name = match sounds {
            true => theme.accent(accent).add_modifier(Modifier::BOLD),
            false => theme.ink(Ink::Faint),
        };
        put(buf, (area.x + 2, area.y), names, &track.name, name, more);
        let rest = area.x + 3 + names;
        let mut meter =
            Rect { x: rest, width: area.right().saturating_sub(rest), height: 1, ..area };
        let state = match (track.muted, track.solo, track.held) {
            (true, ..) => Some(("muted", theme.ink(Ink::Faint))),
            (_, true, _) => Some(("solo", theme.badge(Ink::Warning))),
            (_, _, true) => Some(("held", theme.ink(Ink::Warning))),
            _ => None,
        };
        if let Some((word, style)) = state {
            let end = put(buf, (meter.x, meter.y), meter.width, word, style, more) + 1;
            meter = Rect { x: end, width: meter.right().saturating_sub(end), ..meter };
        }
        if !track.muted {
            self.meter(&track.name).draw(buf, meter, theme, accent);
        }
        if area.height > 1 {
            let lane = Rect { x: area.x + 2, y: area.y + 1, width: area.width - 2, height: 1 };
            lane_of(buf, lane, index, look);
        }
    }

    fn name_width(&self, area: Rect, look: &Look) -> u16 {
        let longest = look.shot.tracks.iter().map(|track| fit::width(&track.name)).max();
        longest.unwrap_or(4).clamp(4, (area.width / 2).saturating_sub(2).max(4))
    }

    /// The track at a line of the panel that [`Mixer::draw`] drew.
    pub(super) fn track_at(&self, line: u16, height: u16, count: usize) -> Option<usize> {
        let list = if height > MASTER + 2 { height - MASTER } else { height };
        let lines = (list / count.max(1) as u16).clamp(1, 3);
        let room = usize::from(list / lines).max(1);
        let first = self.chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(room));
        let index = first + usize::from(line / lines);
        (line < list && index < count).then_some(index)
    }

    /// Draws all tracks on one line.
    pub(super) fn chips(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = look.theme;
        let chip = |(index, track): (usize, &super::snapshot::TrackView)| {
            let accent = look.accent(index);
            let chosen = self.chosen == Some(index);
            let key = theme.ink(if chosen { Ink::Strong } else { Ink::Quiet });
            let number = if index < 9 { format!("{} ", index + 1) } else { String::new() };
            let bit =
                Bit::rank(index.abs_diff(self.chosen.unwrap_or(0)).min(200) as u8).and(number, key);
            let short: String = track.name.chars().take(CHIP).collect();
            if !look.shot.sounds(index) {
                return bit.and(short, theme.ink(Ink::Faint).add_modifier(Modifier::CROSSED_OUT));
            }
            let name = theme.accent(accent).add_modifier(Modifier::BOLD);
            let levels = theme.signs.levels;
            let level = usize::from(self.meter(&track.name).steps(levels.len() as u16 - 1));
            bit.and(short, name).and(levels[level], theme.accent(accent))
        };
        let chips = look.shot.tracks.iter().enumerate().map(chip).collect();
        let limited = self.master.is_limited();
        let light = limited.then(|| self.master.limiter(look)).into_iter().collect();
        fit::lay(buf, area, (chips, light), 1, theme.signs.more);
    }
}

/// Draws where in this bar a track has its notes, and where we are.
pub(super) fn lane_of(buf: &mut Buffer, area: Rect, track: usize, look: &Look) {
    let (theme, signs) = (look.theme, look.theme.signs);
    let cells = usize::from(area.width / 16 * 16).max(usize::from(area.width.min(16)));
    let bar = look.shot.cycle.floor();
    let here = ((look.shot.cycle - bar) * cells as f64) as usize;
    let accent = look.accent(track);
    let (lit, shade) = match look.shot.sounds(track) {
        true => (theme.accent(accent), theme.shade(accent)),
        false => (theme.ink(Ink::Faint), theme.ink(Ink::Rule)),
    };
    let mut lane: Vec<(&str, Style)> = (0..cells)
        .map(|cell| {
            (if cell * 4 % cells.max(1) < 4 { signs.dot } else { " " }, theme.ink(Ink::Rule))
        })
        .collect();
    let mine = look.shot.steps.iter().filter(|step| usize::from(step.track) == track);
    let cell = |cycle: f64| ((cycle - bar) * cells as f64 + 1e-6).max(0.0) as usize;
    for step in mine.clone().filter(|step| step.until > bar && step.begin < bar + 1.0) {
        for place in lane.iter_mut().take(cell(step.until)).skip(cell(step.begin)) {
            *place = (signs.held, shade);
        }
    }
    for step in mine.filter(|step| step.begin >= bar && step.begin < bar + 1.0) {
        if let Some(place) = lane.get_mut(cell(step.begin)) {
            *place = (signs.onset, lit);
        }
    }
    for (column, (sign, style)) in lane.into_iter().enumerate() {
        let (sign, style) = match theme.playhead().filter(|_| column == here) {
            Some(playhead) => (sign, style.patch(playhead)),
            None if column == here => (signs.here, theme.ink(Ink::Strong)),
            None => (sign, style),
        };
        buf.set_stringn(area.x + column as u16, area.y, sign, 1, style);
    }
}
