//! The page of the session: the scripts of the folder beside each other, with their tracks below.
//!
//! It reads labels from the texts; what really plays the snapshot says. What is added becomes part of the
//! script that plays, what is played along does not.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Around, Granted, Page};
use crate::tui::fit::put;
use crate::tui::keys::Wish;
use crate::tui::look::Look;
use crate::tui::screen::Answer;
use crate::tui::snapshot::{Action, Snapshot};
use crate::tui::syntax::{self, Statements};
use crate::tui::theme::Ink;

/// Cells of a column, gap included.
const WIDTH: u16 = 20;

/// The page.
#[derive(Debug, Default)]
pub(super) struct Session {
    /// The chosen script and row; row 0 is the script itself.
    at: Option<(usize, usize)>,
    first: usize,
    /// The script that is heard, which is not the chosen one as long as that waits.
    heard: usize,
    /// The script of what is played along.
    along: usize,
    shelf: Vec<Vec<Clip>>,
    read: Option<std::sync::Arc<[std::sync::Arc<str>]>>,
}

/// A track of a script.
#[derive(Clone, PartialEq, Debug)]
struct Clip {
    name: String,
    /// What stands behind its label.
    code: String,
    /// What else of its script it needs.
    needs: Vec<Definition>,
}

/// A function, a value or a library that a script gives a name.
#[derive(Clone, PartialEq, Debug)]
struct Definition {
    name: String,
    text: String,
}

impl Clip {
    /// All that it needs, as a text.
    fn before(&self) -> String {
        self.needs.iter().map(|need| need.text.as_str()).collect()
    }
}

/// What becomes of a clip now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Idle,
    /// It sounds, as that track.
    Playing(usize),
    Muted(usize),
    /// It plays along, and is no part of the script.
    Along,
    /// It begins when the version that waits takes over.
    Queued,
}

impl Page for Session {
    fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, _: Around) {
        let (theme, shot) = (look.theme, look.shot);
        if area.height < 3 || area.width < WIDTH {
            return;
        }
        self.read(shot);
        if shot.takeover.is_none() {
            self.heard = shot.playing;
        }
        self.head(buf, Rect { height: 1, ..area }, look);
        let columns = usize::from(area.width / WIDTH);
        let (script, row) = self.place(shot);
        self.first = self.first.min(script).max((script + 1).saturating_sub(columns));
        let scripts = names(shot);
        for (place, index) in (self.first..scripts.len()).take(columns).enumerate() {
            let x = area.x + 1 + place as u16 * WIDTH;
            let column = Rect { x, y: area.y + 2, width: WIDTH - 2, height: area.height - 2 };
            let waits = index == shot.playing && shot.takeover.is_some();
            let (mark, ink) = match (index == self.heard, waits) {
                (true, _) => (theme.signs.play, Ink::Good),
                (_, true) => (theme.signs.rest, Ink::Warning),
                _ => (" ", Ink::Strong),
            };
            let style = theme.ink(ink);
            put(buf, (x, column.y), 2, mark, style, "");
            if waits && let Some(at) = shot.takeover {
                let bars = format!("in {:.1} bars", (at - shot.cycle).max(0.0));
                put(buf, (x + 2, column.y - 1), column.width - 2, &bars, style, "");
            }
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
            Wish::Add => return self.add(around.shot),
            Wish::Drop => return self.stop(around.shot),
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
            _ => {
                "enter plays a script, or a track along; a adds it to the script, d stops it".into()
            }
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
        if clips.is_empty() {
            put(buf, (area.x + 2, area.y), area.width - 2, "empty", theme.ink(Ink::Faint), "");
        }
        for (row, clip) in clips.iter().enumerate().skip(skip).take(room) {
            let y = area.y + (row - skip) as u16;
            let state = self.state(shot, script, clip);
            let (mark, style) = match state {
                State::Playing(track) => (theme.signs.block, theme.accent(look.accent(track))),
                State::Muted(_) => (theme.signs.muted, theme.ink(Ink::Faint)),
                State::Along => (theme.signs.play, theme.ink(Ink::Good)),
                State::Queued => (theme.signs.rest, theme.ink(Ink::Warning)),
                State::Idle => (theme.signs.rest, theme.ink(Ink::Quiet)),
            };
            put(buf, (area.x, y), 1, mark, style, "");
            let style = match chosen {
                Some(chosen) if chosen == row + 1 => theme.cursor(),
                _ if state != State::Idle => style.add_modifier(Modifier::BOLD),
                _ => theme.ink(Ink::Text),
            };
            put(buf, (area.x + 2, y), area.width - 2, &clip.name, style, theme.signs.more);
        }
    }

    fn state(&self, shot: &Snapshot, script: usize, clip: &Clip) -> State {
        let track = shot.tracks.iter().position(|track| track.name == clip.name);
        match track.filter(|_| script == self.heard) {
            Some(track) if shot.sounds(track) => State::Playing(track),
            Some(track) => State::Muted(track),
            None if script == self.along && shot.trying.as_ref() == Some(&clip.name) => {
                State::Along
            }
            None if script == shot.playing && shot.takeover.is_some() => State::Queued,
            None => State::Idle,
        }
    }

    /// The chosen clip, and what becomes of it; none if a script is chosen.
    fn chosen(&self, shot: &Snapshot) -> Option<(usize, &Clip, State)> {
        let (script, row) = self.place(shot);
        let clip = self.shelf.get(script)?.get(row.checked_sub(1)?)?;
        Some((script, clip, self.state(shot, script, clip)))
    }

    /// Plays what is chosen.
    fn launch(&mut self, shot: &Snapshot) -> Granted {
        let script = self.place(shot).0;
        let action = match self.chosen(shot) {
            None if script == shot.playing && shot.takeover.is_some() => {
                return Granted::Say("this script takes over soon".to_owned());
            }
            None if script == shot.playing => {
                return Granted::Say("this script plays already".to_owned());
            }
            None => Action::Script(script),
            Some((_, _, State::Muted(track))) => Action::Mute(track),
            Some((_, clip, State::Playing(_))) => {
                return Granted::Say(format!("{} plays already; d stops it", clip.name));
            }
            Some((_, clip, _)) => {
                let code = format!("{}{}: {}", clip.before(), clip.name, clip.code).into();
                Action::Try { code, name: clip.name.as_str().into(), once: false }
            }
        };
        self.along = script;
        Granted::Do(Answer::Act(action))
    }

    /// Makes the chosen track one of the script that plays.
    fn add(&self, shot: &Snapshot) -> Granted {
        match self.chosen(shot) {
            None => Granted::Say("choose a track below a script to add it".to_owned()),
            Some((script, clip, _)) if script == shot.playing => {
                Granted::Say(format!("{} is in this script already", clip.name))
            }
            Some((script, clip, _)) => adopted(shot, script, clip),
        }
    }

    /// Stops what is chosen.
    fn stop(&self, shot: &Snapshot) -> Granted {
        let action = match self.chosen(shot) {
            None if self.place(shot).0 == self.heard => Action::Hush,
            None => return Granted::Say("this script does not play".to_owned()),
            Some((_, _, State::Playing(track))) => Action::Mute(track),
            Some((_, _, State::Along)) => Action::EndTry,
            Some((_, clip, _)) => return Granted::Say(format!("{} does not play", clip.name)),
        };
        Granted::Do(Answer::Act(action))
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

/// Makes a track of another script one of the script that plays, with all that it needs; what cannot come
/// along is told.
fn adopted(shot: &Snapshot, script: usize, clip: &Clip) -> Granted {
    let own = definitions(&shot.disk);
    let other = |need: &&Definition| own.iter().any(|d| d.name == need.name && d.text != need.text);
    if let Some(clash) = clip.needs.iter().find(other) {
        let (track, name) = (&clip.name, &clash.name);
        return Granted::Say(format!(
            "{track} is not added: it needs a `{name}` that is not the one of this script; rename one"
        ));
    }
    let needs = clip.needs.iter().filter(|need| !own.contains(need));
    let needs: String = needs.map(|need| need.text.as_str()).collect();
    let answer = super::add(shot, &needs, &clip.name, &clip.code);
    let theirs = shot.shelf.get(script).map_or("", |text| text);
    let lacks: Vec<&str> = theirs
        .lines()
        .map(str::trim_end)
        .filter(|line| line.starts_with("samples(") && !shot.disk.contains(line))
        .collect();
    if lacks.is_empty() {
        return Granted::Do(answer);
    }
    let (lacks, track) = (lacks.join(" "), &clip.name);
    Granted::Told(answer, format!("{track} was added; its own script also says {lacks}"))
}

fn names(shot: &Snapshot) -> Vec<String> {
    if shot.scripts.is_empty() { vec![shot.file.clone()] } else { shot.scripts.clone() }
}

/// The functions, values and libraries that a script gives a name at the begin of a line.
fn definitions(text: &str) -> Vec<Definition> {
    let statements = Statements::of(text);
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(line, begin)| {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let rest = match begin.strip_prefix("import ") {
                Some(library) => library.rsplit_once(" as ")?.1,
                None => {
                    ["fn ", "const ", "let "].iter().find_map(|kind| begin.strip_prefix(kind))?
                }
            };
            let name = rest.trim_start().split(|c: char| !word(c)).next()?.to_owned();
            Some(Definition { name, text: statements.from(line).join("\n") + "\n" })
        })
        .collect()
}

/// The labelled statements of a script, each with the definitions that it names.
fn clips(text: &str) -> Vec<Clip> {
    let definitions = definitions(text);
    let statements = Statements::of(text);
    let labels = syntax::pieces(text).into_iter().filter(|piece| piece.ink == Ink::Label);
    let (mut last, mut line, mut read) = (0, 0, 0);
    labels
        .filter_map(|piece| {
            let name = text[piece.start..piece.end].trim_start_matches('_');
            line += text[read..piece.start].matches('\n').count();
            read = piece.start;
            let at_start =
                text[..piece.start].rsplit('\n').next().is_some_and(|s| s.trim().is_empty());
            if !at_start || line < last {
                return None;
            }
            let code = statements.from(line);
            last = line + code.len();
            let code = code.join("\n").split_once(':')?.1.trim_start().to_owned();
            let needs = needed(&code, &definitions);
            Some(Clip { name: name.to_owned(), code, needs })
        })
        .collect()
}

/// The definitions that a text names, and those that they name, in the order of the script.
fn needed(code: &str, definitions: &[Definition]) -> Vec<Definition> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.map(str::to_owned).collect()
    };
    let mut needed = vec![false; definitions.len()];
    let mut open = words(code);
    while let Some(word) = open.pop() {
        for (definition, needed) in definitions.iter().zip(&mut needed) {
            if !*needed && definition.name == word {
                *needed = true;
                open.extend(words(&definition.text));
            }
        }
    }
    let kept = definitions.iter().zip(needed).filter(|(_, needed)| *needed);
    kept.map(|(definition, _)| definition.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labelled_statements_are_found_with_their_whole_code() {
        let found = clips(
            "const LOW = 2\nfn low(x) {\n  x - LOW\n}\nfn no() {}\n\
             _bass: note(low(36))\n  .s(\"saw\")\n\ndrums: s(\"bd\")\n",
        );
        let names: Vec<&str> = found.iter().map(|clip| clip.name.as_str()).collect();
        assert_eq!(names, ["bass", "drums"]);
        assert_eq!(found[0].code, "note(low(36))\n  .s(\"saw\")");
        assert_eq!(found[0].before(), "const LOW = 2\nfn low(x) {\n  x - LOW\n}\n");
        assert_eq!(found[1].before(), "");
    }

    /// Adds the first track of another script to one that plays.
    fn added(playing: &str, other: &str) -> Granted {
        let shelf = [playing.into(), other.into()];
        let shot = Snapshot { disk: playing.into(), shelf: shelf.into(), ..Snapshot::default() };
        adopted(&shot, 1, &clips(other)[0])
    }

    #[test]
    fn a_track_is_added_with_all_that_it_names() {
        let other = "import \"lib\" as l;\nlet low = 3\nbass: note(l::root(low))\n";
        let Granted::Do(Answer::Act(Action::Write { text, .. })) = added("let low = 3", other)
        else {
            panic!("it is written");
        };
        assert_eq!(*text, *"let low = 3\nimport \"lib\" as l;\nbass: note(l::root(low))\n");
    }

    #[test]
    fn what_an_added_track_may_miss_is_told() {
        let other = "samples(\"kit\")\nlet low = 3\nbass: note(low)\n";
        let Granted::Told(_, told) = added("drums: s(\"bd\")\n", other) else {
            panic!("it is written and told");
        };
        assert!(told.ends_with("also says samples(\"kit\")"), "{told}");
        let Granted::Say(told) = added("let low = 4\n", other) else {
            panic!("nothing is written");
        };
        assert!(told.contains("`low`"), "{told}");
        let both = added("samples(\"kit\")\n", other);
        assert!(matches!(both, Granted::Do(_)), "{both:?}");
    }
}
