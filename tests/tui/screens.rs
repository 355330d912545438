//! What the screen shows at sizes from tiny to huge, with many colours and none.

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use tresillo::diag::Severity;
use tresillo::tui::Entry;
use tresillo::tui::commands::{self, Reply};
use tresillo::tui::keys::{Press, ROWS, Section};
use tresillo::tui::screen::{Answer, Screen};
use tresillo::tui::snapshot::{Action, Output, Snapshot};
use tresillo::tui::theme::{Accent, Depth, Theme};

use crate::piece;

const FRAME: Duration = Duration::from_millis(16);

fn screen(depth: Depth, unicode: bool) -> Screen {
    Screen::new(Theme::new(depth, unicode), None)
}

fn drawn(screen: &mut Screen, shot: &Snapshot, (width, height): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal
        .draw(|frame| screen.draw(frame.buffer_mut(), frame_area(width, height), shot, FRAME))
        .unwrap();
    terminal.backend().buffer().clone()
}

fn frame_area(width: u16, height: u16) -> ratatui::layout::Rect {
    ratatui::layout::Rect::new(0, 0, width, height)
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width).max(1);
    let row = |cells: &[ratatui::buffer::Cell]| -> String {
        cells.iter().map(ratatui::buffer::Cell::symbol).collect()
    };
    buffer.content.chunks(width).map(row).collect()
}

fn picture(shot: &Snapshot, size: (u16, u16), depth: Depth, unicode: bool) -> String {
    let buffer = drawn(&mut screen(depth, unicode), shot, size);
    rows(&buffer).iter().map(|row| row.trim_end().to_owned() + "\n").collect()
}

fn press(screen: &mut Screen, shot: &Snapshot, code: KeyCode) -> Option<Answer> {
    screen.key(&KeyEvent::new(code, KeyModifiers::NONE), shot)
}

#[test]
fn the_screen_at_60x20() {
    insta::assert_snapshot!(picture(&piece::playing(16.3), (60, 20), Depth::True, true));
}

#[test]
fn the_screen_at_80x24() {
    insta::assert_snapshot!(picture(&piece::playing(16.3), (80, 24), Depth::True, true));
}

#[test]
fn the_screen_at_160x50() {
    insta::assert_snapshot!(picture(&piece::playing(16.3), (160, 50), Depth::True, true));
}

#[test]
fn the_screen_at_40x10() {
    insta::assert_snapshot!(picture(&piece::failing(16.3), (40, 10), Depth::True, true));
}

#[test]
fn problems_in_sixteen_colours() {
    insta::assert_snapshot!(picture(&piece::failing(16.3), (80, 24), Depth::Sixteen, true));
}

#[test]
fn problems_without_colours_and_unicode() {
    let picture = picture(&piece::failing(16.3), (80, 24), Depth::Mono, false);
    assert!(picture.is_ascii(), "{picture}");
    insta::assert_snapshot!(picture);
}

#[test]
fn more_tracks_than_keys() {
    insta::assert_snapshot!(picture(&piece::crowded(16.3), (80, 24), Depth::True, true));
}

#[test]
fn a_newcomer_is_told_what_to_open_and_what_to_try() {
    insta::assert_snapshot!(picture(&piece::welcoming(16.3), (80, 24), Depth::True, true));
}

#[test]
fn a_newcomer_sees_all_there_is_to_try_and_the_beginning_of_the_piece() {
    let silent = Output::Silent("there is no sound card".to_owned());
    for output in [silent, Output::Playing("card".to_owned())] {
        for size in [(60, 20), (80, 24), (100, 32)] {
            let mut screen = screen(Depth::True, true);
            for cycle in [0.0, 1.2, 2.3, 9.9] {
                let shot = Snapshot { output: output.clone(), ..piece::welcoming(cycle) };
                let rows = rows(&drawn(&mut screen, &shot, size));
                for thing in [
                    "open it in",
                    "1 change",
                    "2 take",
                    "3 press",
                    "1   // A first beat",
                    "drums: stack",
                ] {
                    assert!(
                        rows.iter().any(|row| row.contains(thing)),
                        "{thing} at {size:?}: {rows:#?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_scripts_of_a_folder_are_listed() {
    let names = ["first-beat", "second", "third"].map(str::to_owned);
    let shot = Snapshot { scripts: names.into(), playing: 1, ..piece::playing(16.3) };
    for size in [(60, 20), (80, 24)] {
        let rows = rows(&drawn(&mut screen(Depth::True, true), &shot, size));
        let listed = |row: &String| row.contains("first-beat ►second third");
        assert!(rows.iter().any(listed), "{size:?}: {rows:#?}");
    }
}

#[test]
fn the_sign_before_the_news_is_that_of_the_news() {
    let sign = |status_is| {
        let shot =
            Snapshot { status: "drums: muted".to_owned(), status_is, ..piece::failing(16.3) };
        let rows = rows(&drawn(&mut screen(Depth::True, true), &shot, (80, 24)));
        rows[1].trim_start().chars().next().unwrap()
    };
    assert_eq!(sign(None), '✓');
    assert_eq!(sign(Some(Severity::Error)), '✗');
}

#[test]
fn the_help_lists_the_keys() {
    let (mut screen, shot) = (screen(Depth::True, true), piece::playing(16.3));
    press(&mut screen, &shot, KeyCode::Char('?'));
    let picture = rows(&drawn(&mut screen, &shot, (80, 34))).join("\n");
    for row in ROWS.iter().filter(|row| row.is_on(0)) {
        assert!(picture.contains(row.label) && picture.contains(row.words), "{}", row.label);
    }
    press(&mut screen, &shot, KeyCode::Esc);
    assert!(!rows(&drawn(&mut screen, &shot, (80, 24))).join("\n").contains("help and search"));
}

#[test]
fn the_help_searches_the_reference() {
    let docs = |word: &str| {
        let known = word == "fast";
        let entry = Entry {
            call: "p.fast(factor)".to_owned(),
            summary: "Plays a pattern faster.".to_owned(),
            example: "s(\"bd sn\").fast(2)".to_owned(),
        };
        if known { vec![entry] } else { Vec::new() }
    };
    let mut screen = Screen::new(Theme::new(Depth::True, true), Some(Box::new(docs)));
    let shot = piece::playing(16.3);
    for key in "?fast".chars() {
        assert_eq!(press(&mut screen, &shot, KeyCode::Char(key)), None);
    }
    let picture = rows(&drawn(&mut screen, &shot, (80, 24))).join("\n");
    assert!(picture.contains("Plays a pattern faster."), "{picture}");
}

/// The cells of bytes of the piece, on a screen wide enough for its lines.
fn cells(buffer: &Buffer, start: usize, end: usize) -> Vec<(u16, u16)> {
    let line_start = piece::TEXT[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = piece::TEXT[line_start..].lines().next().unwrap();
    let rows = rows(buffer);
    let y = rows.iter().position(|row| row.contains(line)).expect("the line is on the screen");
    let before = rows[y].split(line).next().unwrap().chars().count();
    (start..end).map(|byte| ((before + byte - line_start) as u16, y as u16)).collect()
}

#[test]
fn exactly_the_playing_steps_are_lit() {
    let theme = Theme::new(Depth::True, true);
    for cycle in [16.01, 16.13, 16.3, 16.5, 16.62, 16.76, 16.99] {
        let shot = piece::playing(cycle);
        let buffer = drawn(&mut screen(Depth::True, true), &shot, (160, 50));
        let lights = |track: u8| {
            let accent = Accent::nth(usize::from(track));
            [true, false].map(|fresh| theme.lit(accent, fresh).bg.unwrap())
        };
        let sounding = |start: u32, end: u32| {
            let same = shot.steps.iter().filter(move |step| (step.start, step.end) == (start, end));
            same.clone().any(|step| step.begin <= cycle && cycle < step.until)
        };
        for step in shot.steps.iter() {
            let expected = sounding(step.start, step.end);
            for (x, y) in cells(&buffer, step.start as usize, step.end as usize) {
                let lit = lights(step.track).contains(&buffer[(x, y)].bg);
                assert_eq!(lit, expected, "{cycle}: bytes {}..{}", step.start, step.end);
            }
        }
        let (x, y) = cells(&buffer, 0, 1)[0];
        assert_eq!(Some(buffer[(x, y)].bg), theme.ground().bg, "comments are never lit");
    }
}

#[test]
fn the_next_steps_are_dim() {
    let theme = Theme::new(Depth::True, true);
    let shot = piece::playing(16.1);
    let buffer = drawn(&mut screen(Depth::True, true), &shot, (160, 50));
    let start = piece::TEXT.find("eb2").unwrap();
    let (x, y) = cells(&buffer, start, start + 1)[0];
    assert_eq!(Some(buffer[(x, y)].bg), theme.next(Accent::nth(1)).bg);
    let start = piece::TEXT.find("g2]").unwrap();
    let (x, y) = cells(&buffer, start, start + 1)[0];
    assert_eq!(Some(buffer[(x, y)].bg), theme.ground().bg, "the one after is not");
}

#[test]
fn without_colours_steps_are_reversed() {
    let shot = piece::playing(16.01);
    let start = piece::TEXT.find("bd*4").unwrap();
    for depth in [Depth::Mono, Depth::Sixteen] {
        let buffer = drawn(&mut screen(depth, true), &shot, (160, 50));
        let (x, y) = cells(&buffer, start, start + 1)[0];
        assert!(buffer[(x, y)].modifier.contains(Modifier::REVERSED), "{depth:?}");
        let (x, y) = cells(&buffer, start + 2, start + 3)[0];
        assert!(!buffer[(x, y)].modifier.contains(Modifier::REVERSED), "{depth:?}");
    }
    let buffer = drawn(&mut screen(Depth::Mono, true), &shot, (160, 50));
    let plain = |cell: &ratatui::buffer::Cell| cell.fg == Color::Reset && cell.bg == Color::Reset;
    assert!(buffer.content.iter().all(plain));
}

#[test]
fn muted_tracks_are_neither_bright_nor_lit() {
    let mut shot = piece::playing(16.01);
    shot.tracks[0].muted = true;
    let buffer = drawn(&mut screen(Depth::True, true), &shot, (160, 50));
    let start = piece::TEXT.find("stack").unwrap();
    let (x, y) = cells(&buffer, start, start + 1)[0];
    let (bd_x, bd_y) = cells(&buffer, start + 13, start + 14)[0];
    assert_eq!(buffer[(bd_x, bd_y)].symbol(), "b");
    assert_eq!(buffer[(x, y)].fg, buffer[(bd_x, bd_y)].fg);
    assert_eq!(buffer[(x, y)].bg, buffer[(bd_x, bd_y)].bg);
}

#[test]
fn problems_never_cover_code() {
    for size in [(40, 10), (60, 20), (72, 14), (80, 24), (120, 40), (240, 70)] {
        let rows = rows(&drawn(&mut screen(Depth::True, true), &piece::failing(16.3), size));
        let message = rows.iter().position(|row| row.contains("no function is called")).unwrap();
        let marked = rows.iter().position(|row| row.starts_with("✗15")).expect("15 is marked");
        assert!(marked < message, "{size:?}");
        let code = rows.iter().rposition(|row| row.contains(" ▎") || row.contains(" ┊")).unwrap();
        assert!(code < message, "{size:?}: the strip is below all code");
        let code_rows = rows.iter().filter(|row| row.contains(" ▎") || row.contains(" ┊")).count();
        assert!(code_rows >= 2, "{size:?}: {code_rows}");
    }
}

#[test]
fn problems_are_paged() {
    let (mut screen, shot) = (screen(Depth::True, true), piece::failing(16.3));
    let shown = |screen: &mut Screen| rows(&drawn(screen, &shot, (80, 24))).join("\n");
    assert!(shown(&mut screen).contains("error, 1 of 2, first-beat.rhai:15:4"));
    press(&mut screen, &shot, KeyCode::Char('n'));
    let second = shown(&mut screen);
    assert!(second.contains("warning, 2 of 2, first-beat.rhai:18:51"), "{second}");
    press(&mut screen, &shot, KeyCode::Char('n'));
    assert!(shown(&mut screen).contains("error, 1 of 2"));
    press(&mut screen, &shot, KeyCode::Char('N'));
    assert!(shown(&mut screen).contains("warning, 2 of 2"));
}

#[test]
fn no_sound_is_told_in_words() {
    let shot = Snapshot {
        output: Output::Silent("no device was found".to_owned()),
        ..piece::playing(16.3)
    };
    for size in [(40, 10), (80, 24)] {
        let rows = rows(&drawn(&mut screen(Depth::True, true), &shot, size));
        assert!(rows.iter().any(|row| row.contains("no sound: no device was found")), "{size:?}");
    }
}

#[test]
fn a_trouble_is_shown_for_a_while() {
    let mut screen = screen(Depth::True, true);
    let quiet = piece::playing(16.3);
    drawn(&mut screen, &quiet, (80, 24));
    let shot = Snapshot { troubles: Arc::from(["9 voices were stolen".to_owned()]), ..quiet };
    let sees = |screen: &mut Screen| {
        rows(&drawn(screen, &shot, (80, 24))).iter().any(|row| row.contains("9 voices were stolen"))
    };
    assert!(sees(&mut screen));
    for _ in 0..600 {
        sees(&mut screen);
    }
    assert!(!sees(&mut screen));
}

#[test]
fn long_scripts_scroll_to_what_sounds_or_stay() {
    let mut text = "// quiet\n".repeat(200);
    let start = text.len() as u32;
    text.push_str("s(\"bd\")\n");
    let mut shot = piece::playing(16.3);
    shot.steps = shot.steps[..1]
        .iter()
        .map(|step| tresillo::tui::snapshot::Step { start: start + 3, end: start + 5, ..*step })
        .collect();
    shot.text = Arc::from(text);
    let mut screen = screen(Depth::True, true);
    let sees = |screen: &mut Screen, shot: &Snapshot, text: &str| {
        rows(&drawn(screen, shot, (80, 24))).iter().any(|row| row.contains(text))
    };
    assert!(sees(&mut screen, &shot, "201   s(\"bd\")"));
    press(&mut screen, &shot, KeyCode::Home);
    assert!(sees(&mut screen, &shot, "  1   // quiet"));
    assert!(sees(&mut screen, &Snapshot { cycle: 17.1, ..shot.clone() }, "f follow"));
    press(&mut screen, &shot, KeyCode::Char('f'));
    assert!(sees(&mut screen, &shot, "201   s(\"bd\")"));
}

#[test]
fn a_change_is_brought_onto_the_screen() {
    let mut screen = screen(Depth::True, true);
    let lines: Vec<String> = (0..100).map(|line| format!("let x{line} = 1")).collect();
    let mut shot = Snapshot { text: Arc::from(lines.join("\n")), ..piece::playing(16.3) };
    shot.steps = Arc::from([]);
    drawn(&mut screen, &shot, (80, 24));
    shot.text = Arc::from(lines.join("\n").replace("x77 = 1", "x77 = 2"));
    let rows = rows(&drawn(&mut screen, &shot, (80, 24)));
    assert!(rows.iter().any(|row| row.contains("let x77 = 2")), "{rows:#?}");
}

#[test]
fn the_page_of_keys_is_up_to_date() {
    let mut page = String::from(
        "# Keys\n\n\
         `?` shows them on the screen, and searches the reference.\n\
         The line at the bottom names those that make sense at the moment.\n",
    );
    for section in Section::ALL {
        page += &format!("\n## {}\n\n| key | what it does |\n| --- | --- |\n", section.title());
        for row in ROWS.iter().filter(|row| row.section == section) {
            page += &format!("| `{}` | {} |\n", row.label, row.words);
        }
    }
    page += "\n## Without a screen\n\n\
             With `--plain`, or where there is no terminal, happenings are printed line by line,\n\
             and these commands are read from standard input.\n\n\
             | command | what it does |\n| --- | --- |\n";
    let Reply::Say(commands) = commands::obey("help", &Snapshot::default(), None) else { panic!() };
    for command in commands {
        let (call, words) = command.split_once(": ").unwrap();
        page += &format!("| `{call}` | {words} |\n");
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(written, page, "run the tests with UPDATE_DOCS=1");
}

#[test]
fn every_action_has_a_key() {
    let mut shot = piece::failing(16.3);
    shot.scripts = vec!["a".to_owned(), "b".to_owned()];
    let mut actions = Vec::new();
    for press in ROWS.iter().flat_map(|row| row.presses) {
        let (code, modifiers) = match *press {
            Press::Char(c) => (KeyCode::Char(c), KeyModifiers::NONE),
            Press::Pair(c, _) => (KeyCode::Char(c), KeyModifiers::NONE),
            Press::Ctrl(c) => (KeyCode::Char(c), KeyModifiers::CONTROL),
            Press::Key(code) => (code, KeyModifiers::NONE),
            Press::Digit => (KeyCode::Char('2'), KeyModifiers::NONE),
            Press::AltDigit => (KeyCode::Char('2'), KeyModifiers::ALT),
            Press::ShiftDigit => (KeyCode::Char('@'), KeyModifiers::NONE),
        };
        let mut screen = screen(Depth::True, true);
        self::press(&mut screen, &shot, KeyCode::Tab);
        if let Some(Answer::Act(action)) = screen.key(&KeyEvent::new(code, modifiers), &shot) {
            actions.push(action);
        }
    }
    let all = [
        Action::Quit,
        Action::Undo,
        Action::Redo,
        Action::Flip,
        Action::Tap,
        Action::Nudge(-100),
        Action::Mute(1),
        Action::Solo(1),
        Action::Hush,
        Action::Panic,
        Action::PlayPause,
        Action::Script(1),
        Action::Reload,
        Action::ClearMutes,
    ];
    assert!(all.iter().all(|action| actions.contains(action)), "{actions:?}");
}

#[test]
fn no_size_and_no_snapshot_is_a_trouble() {
    let strange = Snapshot {
        cycle: f64::NAN,
        cps: f64::INFINITY,
        load: f32::NAN,
        limiter: f32::NAN,
        peak: [f32::NAN, f32::INFINITY],
        text: Arc::from("\t鼓\u{1b}[2J\u{200d}👩\u{200d}🎤 \r\n\0".repeat(30)),
        running: true,
        troubles: Arc::from(["trouble".to_owned()]),
        ..piece::failing(1e300)
    };
    let endless = Snapshot { cycle: f64::INFINITY, ..piece::crowded(0.0) };
    let shots =
        [Snapshot::default(), strange, endless, piece::failing(-3.7), piece::welcoming(1e15)];
    for shot in &shots {
        let mut screen = screen(Depth::True, true);
        for width in [0, 1, 3, 4, 5, 8, 13, 29, 30, 39, 59, 71, 72, 90, 240] {
            for height in [0, 1, 2, 3, 5, 6, 7, 8, 9, 14, 18, 70] {
                drawn(&mut screen, shot, (width, height));
                press(&mut screen, shot, KeyCode::Char('?'));
                drawn(&mut screen, shot, (width, height));
                press(&mut screen, shot, KeyCode::Esc);
                press(&mut screen, shot, KeyCode::Tab);
                press(&mut screen, shot, KeyCode::PageDown);
            }
        }
    }
}
