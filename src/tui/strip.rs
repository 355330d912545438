//! The strip below the code: what is wrong with the last save, or what a newcomer may try.
//!
//! It takes lines of its own and never covers code.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::code::{self, Mark};
use super::fit::{self, Bit, put};
use super::look::Look;
use super::snapshot::Snapshot;
use super::theme::Ink;
use crate::diag::{Diagnostic, Severity, Source, SrcSpan};

/// Lines of an excerpt: the line of code, and the carets below it.
const EXCERPT: u16 = 2;

/// How many lines the strip wants for this problem, at most `room`.
pub(super) fn problem_height(problem: &Diagnostic, shot: &Snapshot, width: u16, room: u16) -> u16 {
    let excerpt = if excerpt(problem, shot).is_some() { EXCERPT } else { 0 };
    let hints: usize = problem.hints.iter().map(|hint| hint_lines(hint, width).len()).sum();
    let message = message_lines(problem, width).len();
    (message as u16 + excerpt + hints as u16 + 1).min(room)
}

/// Draws problem number `index` of the last save.
pub(super) fn problem(buf: &mut Buffer, area: Rect, look: &Look, index: usize) {
    let (theme, shot) = (look.theme, look.shot);
    let Some(problem) = shot.problems.get(index) else { return };
    let (ink, sign) = look.severity(problem.severity);
    let bottom = area.bottom();
    let mut y = area.y;
    if area.height > 1 {
        rule(buf, area, look, &heading(problem, shot, index), ink);
        y += 1;
    }
    put(buf, (area.x + 1, y), 1, sign, theme.ink(ink), "");
    let lines = message_lines(problem, area.width);
    let excerpt = excerpt(problem, shot);
    if area.height == 1 {
        let place = problem.span.and_then(|span| {
            let source = shot.sources.get(span.file)?;
            let (line, column) = source.line_column(span.start as usize);
            Some(format!("{line}:{column} "))
        });
        let text = place.unwrap_or_default() + problem.message.as_str();
        let room = area.width.saturating_sub(4);
        put(buf, (area.x + 3, y), room, &text, theme.ink(Ink::Text), theme.signs.more);
        return;
    }
    let whole = bottom.saturating_sub(y) >= lines.len() as u16;
    let count = if whole { lines.len() } else { 1 };
    let room = area.width.saturating_sub(4);
    let tell = |buf: &mut Buffer, y: u16, line: &str, ink: Ink| {
        put(buf, (area.x + 3, y), room, line, theme.ink(ink), theme.signs.more);
    };
    for line in lines.iter().take(count) {
        let more = if lines.len() > count { theme.signs.more } else { "" };
        tell(buf, y, &format!("{line}{more}"), Ink::Text);
        y += 1;
    }
    if let Some((source, span)) = excerpt.filter(|_| y + EXCERPT <= bottom) {
        let area = Rect { x: area.x + 3, y, width: room, height: EXCERPT };
        quote(buf, area, look, (source, span), ink);
        y += EXCERPT;
    }
    for line in problem.hints.iter().flat_map(|hint| hint_lines(hint, area.width)) {
        if y < bottom {
            tell(buf, y, &line, Ink::Good);
            y += 1;
        }
    }
}

/// `problem 1 of 3, beat.rhai:12:7`
fn heading(problem: &Diagnostic, shot: &Snapshot, index: usize) -> String {
    let kind = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let count = match shot.problems.len() {
        1 => kind.to_owned(),
        all => format!("{kind}, {} of {all}", index + 1),
    };
    match place(problem, shot) {
        // The folder is no news to whoever plays, and nobody else's business.
        Some(place) => {
            let name = place.rsplit(['/', '\\']).next().unwrap_or(&place);
            format!("{count}, {name}")
        }
        None => count,
    }
}

/// `beat.rhai:12:7`
pub(super) fn place(problem: &Diagnostic, shot: &Snapshot) -> Option<String> {
    let span = problem.span?;
    let source = shot.sources.get(span.file)?;
    let (line, column) = source.line_column(span.start as usize);
    Some(format!("{}:{line}:{column}", source.name))
}

fn rule(buf: &mut Buffer, area: Rect, look: &Look, title: &str, ink: Ink) {
    let (theme, signs) = (look.theme, look.theme.signs);
    let line = signs.rule.repeat(usize::from(area.width));
    put(buf, (area.x, area.y), area.width, &line, theme.ink(Ink::Rule), "");
    let title = Bit::new(0, format!(" {title} "), theme.ink(ink));
    fit::lay(buf, area, (vec![title], Vec::new()), 1, signs.more);
}

fn message_lines(problem: &Diagnostic, width: u16) -> Vec<String> {
    fit::wrap(&problem.message, width.saturating_sub(4))
}

fn hint_lines(hint: &str, width: u16) -> Vec<String> {
    fit::wrap(hint, width.saturating_sub(4))
}

fn excerpt<'a>(problem: &Diagnostic, shot: &'a Snapshot) -> Option<(&'a Source, SrcSpan)> {
    let span = problem.span?;
    let source = shot.sources.get(span.file)?;
    let (line, _) = source.line_column(span.start as usize);
    (!source.line(line).trim().is_empty()).then_some((source, span))
}

/// The line of code with its number, and carets under the place.
fn quote(buf: &mut Buffer, area: Rect, look: &Look, (source, span): (&Source, SrcSpan), ink: Ink) {
    let (theme, signs) = (look.theme, look.theme.signs);
    let (line, column) = source.line_column(span.start as usize);
    let text = source.line(line).replace('\t', " ");
    let number = format!("{line} ");
    let x = put(buf, (area.x, area.y), area.width, &number, theme.ink(Ink::Faint), "");
    let room = usize::from(area.right().saturating_sub(x));
    let characters: Vec<char> = text.chars().collect();
    let last = source
        .text
        .get(span.range())
        .map_or(1, |piece| piece.lines().next().map_or(1, |first| first.chars().count().max(1)));
    let skip = (column + last.min(room / 2)).saturating_sub(room.saturating_sub(2)).min(column - 1);
    let shown: String = characters.iter().skip(skip).collect();
    let before: String = characters.iter().skip(skip).take(column - 1 - skip).collect();
    let under: String = characters.iter().skip(column - 1).take(last).collect();
    put(buf, (x, area.y), room as u16, &shown, theme.ink(Ink::Text), signs.more);
    let start = x + fit::width(&before);
    let carets = signs.caret.repeat(usize::from(fit::width(&under).max(1)));
    let left = area.right().saturating_sub(start);
    put(buf, (start, area.y + 1), left, &carets, theme.ink(ink), signs.more);
}

/// The places of all problems in the text that is shown; one of another file has none. Where the
/// version that plays reads otherwise, the place is an empty range on the line most like it.
pub(super) fn marks(shot: &Snapshot) -> Vec<Mark> {
    let place = |problem: &Diagnostic| Some((problem.severity, shown(problem.span?, shot)?));
    shot.problems.iter().filter_map(place).collect()
}

/// Where problem number `index` is in the text that is shown.
pub(super) fn mark_of(shot: &Snapshot, index: usize) -> Option<usize> {
    Some(shown(shot.problems.get(index)?.span?, shot)?.start)
}

fn shown(span: SrcSpan, shot: &Snapshot) -> Option<Range<usize>> {
    let source = shot.sources.get(span.file)?;
    if *source.text == *shot.text {
        return Some(span.range());
    }
    if !source.name.ends_with(&shot.file) {
        return None;
    }
    let (line, _) = source.line_column(span.start as usize);
    let playing = shot.text.lines().nth(code::twin(&shot.text, &source.text, line - 1))?;
    let begin = playing.as_ptr() as usize - shot.text.as_ptr() as usize;
    if playing != source.line(line) {
        return Some(begin..begin);
    }
    let offset = span.start as usize - source.offset(line, 1)?;
    let end = offset + usize::from(span.len);
    Some(begin + offset..begin + end.min(playing.len()))
}

/// How many lines the welcome wants, at most `room`.
pub(super) fn welcome_height(look: &Look, width: u16, room: u16) -> u16 {
    let lines = welcome_lines(look, width, room.saturating_sub(1)).len() as u16;
    if lines == 0 || room < 2 { 0 } else { lines + 1 }
}

/// Draws the lines for a newcomer, and the scripts to choose from.
pub(super) fn welcome(buf: &mut Buffer, area: Rect, look: &Look) {
    if area.height == 0 {
        return;
    }
    let title = title(look, area.width);
    let title = title.as_deref().unwrap_or(match look.shot.welcome.is_empty() {
        true => "scripts",
        false => "welcome",
    });
    rule(buf, area, look, title, Ink::Good);
    let lines = welcome_lines(look, area.width, area.height - 1);
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        let (theme, room) = (look.theme, area.width.saturating_sub(4));
        put(buf, (area.x + 2, y), room, line, theme.ink(Ink::Text), theme.signs.more);
    }
}

/// The first line of the welcome, if it fits into the rule above it and so costs none.
fn title(look: &Look, width: u16) -> Option<String> {
    let line = fit::wrap(look.shot.welcome.first()?, u16::MAX).concat();
    (fit::width(&line) + 4 <= width).then_some(line)
}

/// At most `room` lines: everything that is said keeps one, the first ones are cut short before the
/// last ones, and the scripts take what is left.
fn welcome_lines(look: &Look, width: u16, room: u16) -> Vec<String> {
    let titled = usize::from(title(look, width).is_some());
    let (width, room) = (width.saturating_sub(4), usize::from(room));
    let said = look.shot.welcome.iter().skip(titled);
    let mut said: Vec<Vec<String>> = said.map(|line| fit::wrap(line, width)).collect();
    for index in 0..said.len() {
        if said.iter().map(Vec::len).sum::<usize>() > room {
            said[index] = vec![said[index].join(" ")];
        }
    }
    let mut lines = said.concat();
    let mut scripts = script_lines(look, width);
    let most = if lines.is_empty() { room } else { 1 };
    let left = room.saturating_sub(lines.len()).min(most);
    if scripts.len() > left && left > 0 {
        let rest = scripts.split_off(left - 1).join(" ");
        scripts.push(rest);
    }
    lines.extend(scripts.into_iter().take(left));
    lines
}

/// The scripts of the folder, if there are several, with a sign before the one that plays.
fn script_lines(look: &Look, width: u16) -> Vec<String> {
    let shot = look.shot;
    if shot.scripts.len() < 2 {
        return Vec::new();
    }
    let mark = |index| if index == shot.playing { look.theme.signs.play } else { "" };
    let names = shot.scripts.iter().enumerate();
    let names: Vec<String> = names.map(|(index, name)| format!("{}{name}", mark(index))).collect();
    fit::wrap(&names.join("  "), width)
}
