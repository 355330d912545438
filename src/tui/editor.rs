//! The editor: the script changed in its place on the screen, and saved to be heard.
//!
//! The text, its cursor and what is undone are a kept crate's; files are written by others, and never
//! over what somebody else saved meanwhile.

mod draw;
mod hint;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{CursorMove, DataCursor, TextArea};

use super::ahead::Ahead;
use super::layout::Layout;
use super::prompt::Prompt;
use super::screen::Answer;
use super::snapshot::{Action, Snapshot};
use hint::Choices;

/// Changes after which the text is kept, in case the program ends.
const KEEP: u32 = 24;
/// Blanks of one step of indentation.
const INDENT: &str = "  ";

/// What a key led to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Told {
    /// Nothing outside of the editor.
    Nothing,
    /// Something for others.
    Do(Answer),
    /// Something is to be told.
    Say(String),
    /// It closes.
    Close(Option<Answer>),
}

/// The editor.
#[derive(Debug)]
pub(super) struct Editor {
    area: TextArea<'static>,
    /// What was in the file when the text was last the same.
    base: Arc<str>,
    /// The text as a whole, as of the last change.
    text: Arc<str>,
    layout: Layout,
    top: usize,
    height: usize,
    gutter: u16,
    /// Changes since the text was kept.
    changes: u32,
    /// Leaving was asked for once already.
    leaving: bool,
    /// A save over somebody else's change was asked for once already.
    insisting: bool,
    /// Saves that no picture shows yet.
    ahead: Ahead,
    choices: Option<Choices>,
    /// The page of the reference about the word under the cursor is open.
    explaining: bool,
    find: Prompt,
    finding: bool,
}

impl Editor {
    /// Opens what is in the file, or what was not saved last time, with the cursor on a line counted
    /// from 0.
    pub(super) fn open(shot: &Snapshot, line: usize) -> Editor {
        let mut area = TextArea::new(lines_of(&shot.disk));
        area.set_max_histories(2000);
        if let Some(rescued) = &shot.rescued {
            area.select_all();
            area.insert_str(&**rescued);
        }
        area.move_cursor(CursorMove::Jump(line.min(usize::from(u16::MAX)) as u16, 0));
        let mut editor = Editor {
            area,
            base: shot.disk.clone(),
            text: Arc::from(""),
            layout: Layout::default(),
            top: 0,
            height: 1,
            gutter: 0,
            changes: 0,
            leaving: false,
            insisting: false,
            ahead: Ahead::default(),
            choices: None,
            explaining: false,
            find: Prompt::default(),
            finding: false,
        };
        editor.gather();
        editor
    }

    /// The text that is not in the file.
    pub(super) fn unsaved(&self) -> Option<Arc<str>> {
        (*self.text != *self.base).then(|| self.text.clone())
    }

    /// True if the file holds what neither this text nor its beginning does.
    fn conflicts(&self, shot: &Snapshot) -> bool {
        !self.ahead.waits() && *shot.disk != *self.base && *shot.disk != *self.text
    }

    /// Takes over what became of the file; a text that was not changed follows it.
    fn follow(&mut self, shot: &Snapshot) {
        if self.ahead.follow(shot, 0.0) || *shot.disk == *self.text {
            self.base = shot.disk.clone();
        } else if *self.text == *self.base && *shot.disk != *self.base {
            self.take(shot);
        }
    }

    /// Puts what is in the file in the place of the text; it can be undone.
    fn take(&mut self, shot: &Snapshot) {
        let (row, column) = self.cursor();
        self.area.select_all();
        self.area.insert_str(lines_of(&shot.disk).join("\n"));
        let at = |x: usize| x.min(usize::from(u16::MAX)) as u16;
        self.area.move_cursor(CursorMove::Jump(at(row), at(column)));
        self.base = shot.disk.clone();
        self.gather();
    }

    /// Line and letter of the cursor, from 0.
    fn cursor(&self) -> (usize, usize) {
        let DataCursor(row, column) = self.area.cursor();
        (row, column)
    }

    /// The byte of the cursor.
    fn cursor_byte(&self) -> usize {
        let (row, column) = self.cursor();
        self.byte_of(row, column)
    }

    fn byte_of(&self, row: usize, column: usize) -> usize {
        let lines = self.area.lines();
        let before: usize = lines.iter().take(row).map(|line| line.len() + 1).sum();
        let line = lines.get(row).map_or("", String::as_str);
        before + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
    }

    /// Makes the text whole again after a change.
    fn gather(&mut self) {
        let mut text = self.area.lines().join("\n");
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        // Files of one line end are what they were.
        if *text != *self.text {
            self.text = if text == *self.base { self.base.clone() } else { text.into() };
            self.layout = Layout::default();
        }
    }

    /// Takes what was pasted.
    pub(super) fn paste(&mut self, text: &str) {
        if self.finding {
            return self.find.paste(text);
        }
        self.area.insert_str(text.replace("\r\n", "\n").replace('\r', "\n"));
        self.gather();
    }

    /// Scrolls, the cursor with it.
    pub(super) fn scroll(&mut self, rows: i64) {
        let step = if rows < 0 { CursorMove::Up } else { CursorMove::Down };
        (0..rows.abs()).for_each(|_| self.area.move_cursor(step));
    }

    /// Puts the cursor where somebody clicked.
    pub(super) fn click(&mut self, (x, y): (u16, u16)) {
        let row = self.top + usize::from(y);
        let Some(found) = self.layout.rows().get(row) else { return };
        let column = x.saturating_sub(self.gutter);
        let glyphs = self.layout.glyphs(found);
        let line = found.line;
        let letter = glyphs.iter().find(|glyph| glyph.column + u16::from(glyph.width) > column);
        let start = self.byte_of(line, 0);
        let text = &self.text[start..];
        let end = text.find('\n').unwrap_or(text.len());
        let at = letter.map_or(end, |glyph| glyph.byte as usize - start);
        let letters = text[..at.min(end)].chars().count();
        let at = |x: usize| x.min(usize::from(u16::MAX)) as u16;
        self.area.cancel_selection();
        self.area.move_cursor(CursorMove::Jump(at(line), at(letters)));
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: &KeyEvent, shot: &Snapshot) -> Told {
        self.follow(shot);
        if self.finding {
            return self.find_key(key);
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        if key.code != KeyCode::Esc {
            self.leaving = false;
        }
        match key.code {
            KeyCode::Char('s') if control => return self.save(shot),
            KeyCode::Enter if control || alt => return self.save(shot),
            KeyCode::F(5) => return self.save(shot),
            KeyCode::Esc => return self.escape(),
            KeyCode::Char('c') if control => return self.copy(),
            KeyCode::Char('r') if control => {
                self.take(shot);
                return Told::Say(
                    "this is what is in the file; ctrl z brings yours back".to_owned(),
                );
            }
            KeyCode::Char('f') if control => {
                self.finding = true;
                return Told::Nothing;
            }
            KeyCode::Char('t') if control => return self.mute(shot),
            KeyCode::Char('l') if control => return Told::Do(Answer::Redraw),
            KeyCode::F(1) => {
                self.explaining = !self.explaining;
                return Told::Nothing;
            }
            _ => {}
        }
        let changed = self.write(key, control, alt);
        self.gather();
        self.explaining = false;
        if !matches!(key.code, KeyCode::Tab | KeyCode::BackTab) {
            let letter = matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace);
            self.choices = if letter && !control { Choices::of(self.word_before()) } else { None };
        }
        self.changes += u32::from(changed);
        self.insisting &= !changed;
        if self.changes >= KEEP {
            self.changes = 0;
            return Told::Do(Answer::Act(Action::Keep(self.text.clone())));
        }
        Told::Nothing
    }

    /// Moves and changes; true if it changed the text.
    fn write(&mut self, key: &KeyEvent, control: bool, alt: bool) -> bool {
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        if let Some(step) = movement(key, control) {
            match shift {
                true if !self.area.is_selecting() => self.area.start_selection(),
                true => {}
                false => self.area.cancel_selection(),
            }
            self.area.move_cursor(step);
            return false;
        }
        let area = &mut self.area;
        match key.code {
            KeyCode::Char('z') if control => area.undo(),
            KeyCode::Char('y') if control => area.redo(),
            KeyCode::Char('x') if control => area.cut(),
            KeyCode::Char('v') if control => area.paste(),
            KeyCode::Char('a') if control => {
                area.select_all();
                false
            }
            KeyCode::Char('k') if control => area.delete_line_by_end(),
            KeyCode::Char('w') if control => area.delete_word(),
            // Terminals send Ctrl-/ in three ways.
            KeyCode::Char('/' | '_' | '7') if control => self.comment(),
            KeyCode::Char('/') if alt => self.comment(),
            KeyCode::Char(letter) if !control && !alt => {
                area.insert_char(letter);
                true
            }
            KeyCode::Enter => self.new_line(),
            KeyCode::Backspace if control || alt => area.delete_word(),
            KeyCode::Backspace => area.delete_char(),
            KeyCode::Delete => area.delete_next_char(),
            KeyCode::Tab => self.complete(1),
            KeyCode::BackTab => self.complete(-1),
            _ => false,
        }
    }

    /// A new line, as far to the right as this one.
    fn new_line(&mut self) -> bool {
        let (row, column) = self.cursor();
        let line = self.area.lines().get(row).cloned().unwrap_or_default();
        let blanks: String = line.chars().take(column).take_while(|c| c.is_whitespace()).collect();
        let head: String = line.chars().take(column).collect();
        let deeper = head.trim_end().ends_with(['(', '[', '{']);
        self.area.insert_newline();
        self.area.insert_str(format!("{blanks}{}", if deeper { INDENT } else { "" }));
        true
    }

    /// Puts `//` before the lines that are selected, or takes it away where all of them have it.
    fn comment(&mut self) -> bool {
        let (row, column) = self.cursor();
        let (first, last) = match self.area.selection_range() {
            Some(((from, _), (to, _))) => (from, to),
            None => (row, row),
        };
        self.area.cancel_selection();
        let lines: Vec<String> = self.area.lines()[first..=last].to_vec();
        let full = || lines.iter().filter(|line| !line.trim().is_empty());
        let off = full().all(|line| line.trim_start().starts_with("//"));
        let at = |x: usize| x.min(usize::from(u16::MAX)) as u16;
        for (offset, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let blanks = line.chars().take_while(|c| c.is_whitespace()).count();
            self.area.move_cursor(CursorMove::Jump(at(first + offset), at(blanks)));
            if off {
                let letters = if line.trim_start().starts_with("// ") { 3 } else { 2 };
                self.area.delete_str(letters);
            } else {
                self.area.insert_str("// ");
            }
        }
        self.area.move_cursor(CursorMove::Jump(at(row), at(column)));
        true
    }

    fn copy(&mut self) -> Told {
        if !self.area.is_selecting() {
            return Told::Say("esc leaves the editor; shift and arrows select".to_owned());
        }
        self.area.copy();
        Told::Do(Answer::Copy(self.area.yank_text()))
    }

    /// Saves; over somebody else's change only when asked twice.
    fn save(&mut self, shot: &Snapshot) -> Told {
        self.choices = None;
        if self.conflicts(shot) && !self.insisting {
            self.insisting = true;
            let told = "not saved: the file was changed outside; ctrl s again writes over it, ctrl r takes it";
            return Told::Say(told.to_owned());
        }
        let over = match self.ahead.newest() {
            Some(on_its_way) => on_its_way.clone(),
            None if self.insisting => shot.disk.clone(),
            None => self.base.clone(),
        };
        self.insisting = false;
        self.changes = 0;
        let write = Action::Write { text: self.text.clone(), over };
        self.ahead.asked(&write, shot);
        Told::Do(Answer::Act(write))
    }

    /// Closes what is open in front, then the editor; what is not saved is kept.
    fn escape(&mut self) -> Told {
        if self.choices.take().is_some() || std::mem::take(&mut self.explaining) {
            return Told::Nothing;
        }
        if self.area.is_selecting() {
            self.area.cancel_selection();
            return Told::Nothing;
        }
        match self.unsaved() {
            None => Told::Close(None),
            // What is on its way into the file is kept all the same, in case it does not arrive.
            Some(text) if self.leaving || self.ahead.newest() == Some(&text) => {
                Told::Close(Some(Answer::Act(Action::Keep(text))))
            }
            Some(_) => {
                self.leaving = true;
                let told = "not saved: ctrl s saves; esc again leaves, and the text is kept";
                Told::Say(told.to_owned())
            }
        }
    }

    /// Mutes the track whose statement the cursor is in.
    fn mute(&self, shot: &Snapshot) -> Told {
        let line = self.cursor().0 + 1;
        let tracks = shot.tracks.iter().enumerate();
        let before = tracks.filter_map(|(index, track)| Some((track.line?, index)));
        match before.filter(|(first, _)| *first <= line).max() {
            Some((_, index)) => Told::Do(Answer::Act(Action::Mute(index))),
            None => Told::Say("no track begins above the cursor".to_owned()),
        }
    }

    fn find_key(&mut self, key: &KeyEvent) -> Told {
        match key.code {
            KeyCode::Esc => self.finding = false,
            KeyCode::Enter | KeyCode::Down => return self.search(true),
            KeyCode::Up => return self.search(false),
            _ => {
                self.find.key(key);
            }
        }
        Told::Nothing
    }

    /// Goes to the next place that holds the text that is looked for, going round.
    fn search(&mut self, forwards: bool) -> Told {
        let word = self.find.text().to_lowercase();
        if word.is_empty() {
            self.finding = false;
            return Told::Nothing;
        }
        let text = self.text.to_ascii_lowercase();
        let here = self.cursor_byte();
        let found = if forwards {
            let after = text.get(here + 1..).and_then(|rest| rest.find(&word));
            after.map(|at| here + 1 + at).or_else(|| text.find(&word))
        } else {
            text.get(..here).and_then(|head| head.rfind(&word)).or_else(|| text.rfind(&word))
        };
        let Some(at) = found else {
            return Told::Say(format!("`{}` is not in it", self.find.text()));
        };
        let head = &self.text[..at];
        let row = head.matches('\n').count();
        let column = head.rsplit('\n').next().map_or(0, |line| line.chars().count());
        let near = |x: usize| x.min(usize::from(u16::MAX)) as u16;
        self.area.move_cursor(CursorMove::Jump(near(row), near(column)));
        Told::Nothing
    }
}

/// The lines of a text as the crate wants them: without line ends, never none.
fn lines_of(text: &str) -> Vec<String> {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() { vec![String::new()] } else { lines }
}

fn movement(key: &KeyEvent, control: bool) -> Option<CursorMove> {
    Some(match key.code {
        KeyCode::Left if control => CursorMove::WordBack,
        KeyCode::Right if control => CursorMove::WordForward,
        KeyCode::Left => CursorMove::Back,
        KeyCode::Right => CursorMove::Forward,
        KeyCode::Up => CursorMove::Up,
        KeyCode::Down => CursorMove::Down,
        KeyCode::Home if control => CursorMove::Top,
        KeyCode::End if control => CursorMove::Bottom,
        KeyCode::Home => CursorMove::Head,
        KeyCode::End => CursorMove::End,
        KeyCode::PageUp => CursorMove::ParagraphBack,
        KeyCode::PageDown => CursorMove::ParagraphForward,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shot(text: &str) -> Snapshot {
        Snapshot { disk: Arc::from(text), ..Snapshot::default() }
    }

    fn press(editor: &mut Editor, shot: &Snapshot, keys: &str) {
        for letter in keys.chars() {
            let code = if letter == '\n' { KeyCode::Enter } else { KeyCode::Char(letter) };
            editor.key(&KeyEvent::new(code, KeyModifiers::NONE), shot);
        }
    }

    fn control(editor: &mut Editor, shot: &Snapshot, letter: char) -> Told {
        editor.key(&KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL), shot)
    }

    #[test]
    fn what_is_typed_is_saved_and_can_be_undone() {
        let shot = shot("a\n");
        let mut editor = Editor::open(&shot, 0);
        assert_eq!(editor.unsaved(), None);
        press(&mut editor, &shot, "é");
        let told = control(&mut editor, &shot, 's');
        let write = Action::Write { text: "éa\n".into(), over: "a\n".into() };
        assert_eq!(told, Told::Do(Answer::Act(write)));
        control(&mut editor, &shot, 'z');
        assert_eq!(editor.unsaved(), None);
    }

    #[test]
    fn keys_are_faster_than_pictures() {
        let before = shot("a\n");
        let mut editor = Editor::open(&before, 0);
        press(&mut editor, &before, "x");
        control(&mut editor, &before, 's');
        press(&mut editor, &before, "y");
        let write = Action::Write { text: "xya\n".into(), over: "xa\n".into() };
        assert_eq!(control(&mut editor, &before, 's'), Told::Do(Answer::Act(write)));
        press(&mut editor, &before, "z");
        for text in ["xa\n", "xya\n"] {
            editor.follow(&shot(text));
            assert!(!editor.conflicts(&shot(text)), "{text} is our own");
        }
        let saved = shot("xya\n");
        control(&mut editor, &saved, 's');
        let escape = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
        let keep = Told::Close(Some(Answer::Act(Action::Keep("xyza\n".into()))));
        assert_eq!(editor.key(&escape, &saved), keep);
    }

    #[test]
    fn nobody_elses_change_is_written_over_unasked() {
        let before = shot("a\n");
        let mut editor = Editor::open(&before, 0);
        press(&mut editor, &before, "x");
        let after = shot("b\n");
        assert!(matches!(control(&mut editor, &after, 's'), Told::Say(_)));
        let write = Action::Write { text: "xa\n".into(), over: "b\n".into() };
        assert_eq!(control(&mut editor, &after, 's'), Told::Do(Answer::Act(write)));
    }

    #[test]
    fn a_text_that_was_not_changed_follows_the_file() {
        let mut editor = Editor::open(&shot("a\n"), 0);
        press(&mut editor, &shot("b\nc\n"), "x");
        assert_eq!(editor.unsaved().as_deref(), Some("xb\nc\n"));
    }

    #[test]
    fn leaving_loses_nothing() {
        let shot = shot("a\n");
        let mut editor = Editor::open(&shot, 0);
        press(&mut editor, &shot, ".");
        let escape = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
        assert!(matches!(editor.key(&escape, &shot), Told::Say(_)));
        let keep = Told::Close(Some(Answer::Act(Action::Keep(".a\n".into()))));
        assert_eq!(editor.key(&escape, &shot), keep);
    }

    #[test]
    fn lines_are_commented_and_back() {
        let shot = shot("  a\n");
        let mut editor = Editor::open(&shot, 0);
        control(&mut editor, &shot, '/');
        assert_eq!(editor.unsaved().as_deref(), Some("  // a\n"));
        control(&mut editor, &shot, '/');
        assert_eq!(editor.unsaved(), None);
    }

    #[test]
    fn tab_completes_the_words_of_the_vocabulary() {
        let shot = shot("");
        let mut editor = Editor::open(&shot, 0);
        press(&mut editor, &shot, "a.pali");
        editor.key(&KeyEvent::new(KeyCode::Tab, KeyModifiers::NONE), &shot);
        assert_eq!(editor.unsaved().as_deref(), Some("a.palindrome\n"));
    }
}
