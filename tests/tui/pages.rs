//! The pages: what each shows, what their keys and clicks do, and whether all of it can be read.

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use tresillo::tui::screen::{Answer, Screen};
use tresillo::tui::snapshot::{Action, Output, Snapshot};
use tresillo::tui::theme::{Depth, THEMES, Theme};

use crate::piece;

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (160, 50)];

fn screen() -> Screen {
    Screen::new(Theme::new(Depth::True, true), None)
}

fn press(screen: &mut Screen, shot: &Snapshot, code: KeyCode) -> Option<Answer> {
    screen.key(&KeyEvent::new(code, KeyModifiers::NONE), shot)
}

fn typed(screen: &mut Screen, shot: &Snapshot, keys: &str) -> Vec<Answer> {
    let press = |key| press(screen, shot, KeyCode::Char(key));
    keys.chars().filter_map(press).collect()
}

fn drawn(screen: &mut Screen, shot: &Snapshot, (width, height): (u16, u16)) -> Buffer {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    screen.draw(&mut buffer, area, shot, Duration::from_millis(16));
    buffer
}

/// A screen on which some keys were typed, drawn.
fn opened(shot: &Snapshot, keys: &str) -> Screen {
    let mut screen = screen();
    typed(&mut screen, shot, keys);
    drawn(&mut screen, shot, (80, 24));
    screen
}

/// The script's file as some keys write it, and what they write it over.
fn written(screen: &mut Screen, shot: &Snapshot, keys: &str) -> (Arc<str>, Arc<str>) {
    match typed(screen, shot, keys).pop() {
        Some(Answer::Act(Action::Write { text, over })) => (text, over),
        other => panic!("nothing is written: {other:?}"),
    }
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let row = |cells: &[ratatui::buffer::Cell]| -> String {
        cells.iter().map(ratatui::buffer::Cell::symbol).collect()
    };
    buffer.content.chunks(usize::from(buffer.area.width)).map(row).collect()
}

fn picture(keys: &str, shot: &Snapshot, size: (u16, u16)) -> String {
    let mut screen = screen();
    drawn(&mut screen, shot, size);
    typed(&mut screen, shot, keys);
    let buffer = drawn(&mut screen, shot, size);
    rows(&buffer).iter().map(|row| row.trim_end().to_owned() + "\n").collect()
}

/// A folder of three scripts, the first of which plays.
fn folder() -> Snapshot {
    let texts =
        [piece::TEXT, "drums: s(\"bd ~ sd ~\")\nhats: s(\"hh*8\")\n", "_pad: note(\"c3\")\n"];
    Snapshot {
        scripts: ["first-beat", "second", "third"].map(str::to_owned).into(),
        shelf: texts.map(Arc::from).into(),
        ..piece::playing(16.3)
    }
}

#[test]
fn every_page_at_three_sizes() {
    let grid = Snapshot {
        disk: Arc::from("d: beat(`\n  bd: x...x...\n  hh: x.o.X.o.\n`)\ns(\"cp ~ ~ rim\")\n"),
        ..piece::playing(16.3)
    };
    let playing = folder();
    let pages = [
        ("tracks", "2", &playing),
        ("session", "3", &playing),
        ("steps", "4", &grid),
        ("roll", "5", &playing),
        ("sounds", "6/amen", &playing),
        ("scope", "7", &playing),
        ("reference", "8/jux", &playing),
        ("log", "9", &playing),
        ("editor", "e", &playing),
        ("stage", "B", &playing),
        ("command line", ":mu", &playing),
    ];
    for (name, keys, shot) in pages {
        for size in SIZES {
            let label = format!("{} at {}x{}", name, size.0, size.1);
            insta::assert_snapshot!(label, picture(keys, shot, size));
        }
    }
}

#[test]
fn a_page_without_unicode_is_ascii() {
    let shot = folder();
    for keys in ["2", "3", "4", "5", "6", "7", "8", "9", "e", "B", ":"] {
        let mut screen = Screen::new(Theme::new(Depth::Mono, false), None);
        typed(&mut screen, &shot, keys);
        let rows = rows(&drawn(&mut screen, &shot, (80, 24)));
        assert!(rows.iter().all(|row| row.is_ascii()), "{keys}: {rows:#?}");
    }
}

fn luminance(colour: Color) -> Option<f64> {
    let Color::Rgb(r, g, b) = colour else { return None };
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05)
}

#[test]
fn every_letter_can_be_read_in_every_theme() {
    for (theme, ..) in THEMES {
        for keys in ["", "2", "3", "4", "5", "6", "7", "8", "9", "e", "B", "?", ":mu"] {
            let settings = Arc::from(format!("theme = \"{theme}\""));
            let shot = Snapshot { settings, ..folder() };
            let failing = Snapshot { settings: shot.settings.clone(), ..piece::failing(16.1) };
            for shot in [&shot, &failing] {
                let mut screen = screen();
                drawn(&mut screen, shot, (120, 40));
                typed(&mut screen, shot, keys);
                let buffer = drawn(&mut screen, shot, (120, 40));
                for (index, cell) in buffer.content.iter().enumerate() {
                    let letter = cell.symbol().chars().any(char::is_alphanumeric);
                    let (Some(fg), Some(bg)) = (luminance(cell.fg), luminance(cell.bg)) else {
                        panic!("{theme} {keys}: a cell has no colour of its own: {cell:?}");
                    };
                    let contrast = fg.max(bg) / fg.min(bg);
                    let (x, y) = (index % 120, index / 120);
                    assert!(
                        !letter || contrast >= 4.5,
                        "{theme}, page {keys}: {:?} at {x},{y} has {contrast:.2}: {}",
                        cell.symbol(),
                        rows(&buffer)[y]
                    );
                }
            }
        }
    }
}

#[test]
fn a_step_changes_its_own_bytes_and_no_others() {
    let text = "// é\ndrums: s(\"bd ~ sd ~\").fast(2)\r\n";
    let shot = Snapshot { disk: Arc::from(text), ..piece::playing(16.3) };
    let mut screen = opened(&shot, "4");
    press(&mut screen, &shot, KeyCode::Right);
    let answer = press(&mut screen, &shot, KeyCode::Enter);
    let write =
        Action::Write { text: text.replace("bd ~ sd", "bd bd sd").into(), over: text.into() };
    assert_eq!(answer, Some(Answer::Act(write)));
    // No picture has come yet: the next change is made to the changed text.
    press(&mut screen, &shot, KeyCode::Right);
    let Some(Answer::Act(Action::Write { text: next, over })) =
        press(&mut screen, &shot, KeyCode::Enter)
    else {
        panic!("nothing is written");
    };
    assert_eq!(*over, text.replace("bd ~ sd", "bd bd sd"));
    assert_eq!(*next, text.replace("bd ~ sd", "bd bd [sd,bd]"));
}

#[test]
fn a_sound_is_heard_and_inserted_in_five_keys() {
    let shot = piece::playing(16.3);
    let mut screen = opened(&shot, "6/vox");
    let heard = press(&mut screen, &shot, KeyCode::Enter);
    let code = "s(\"vox\")".into();
    let expected = Action::Try { code, name: "vox".into(), once: true };
    assert_eq!(heard, Some(Answer::Act(expected)));
    let (text, over) = written(&mut screen, &shot, "i");
    assert_eq!(*text, format!("{over}vox: s(\"vox\")\n"));
}

#[test]
fn examples_play_until_they_are_sent_away() {
    let shot = piece::playing(16.3);
    let mut screen = opened(&shot, "8/jux");
    let answer = press(&mut screen, &shot, KeyCode::Enter);
    assert!(matches!(answer, Some(Answer::Act(Action::Try { once: false, .. }))), "{answer:?}");
    let trying = Snapshot { trying: Some("jux".to_owned()), ..shot };
    drawn(&mut screen, &trying, (80, 24));
    press(&mut screen, &trying, KeyCode::Esc);
    let mut last = None;
    for _ in 0..2 {
        last = last.or(press(&mut screen, &trying, KeyCode::Esc));
    }
    assert_eq!(last, Some(Answer::Act(Action::EndTry)));
}

#[test]
fn commands_do_what_keys_do() {
    let shot = folder();
    let mut screen = screen();
    let mut obey = |line: &str| {
        typed(&mut screen, &shot, ":");
        typed(&mut screen, &shot, line);
        press(&mut screen, &shot, KeyCode::Enter)
    };
    assert_eq!(obey("mute bass"), Some(Answer::Act(Action::Mute(1))));
    assert_eq!(obey("next-script"), Some(Answer::Act(Action::Script(1))));
    assert_eq!(obey("panic"), Some(Answer::Act(Action::Panic)));
    assert_eq!(obey("scope"), None);
    assert_eq!(obey("hsuh"), None);
    let rows = rows(&drawn(&mut screen, &shot, (80, 24)));
    assert!(rows.iter().any(|row| row.contains("spectrum")), "{rows:#?}");
    assert!(rows.iter().any(|row| row.contains("did you mean `hush`?")), "{rows:#?}");
}

#[test]
fn a_script_that_waits_has_the_bars_that_are_left() {
    let shot = folder();
    let mut screen = opened(&shot, "3");
    let waiting = Snapshot { playing: 1, takeover: Some(18.5), ..folder() };
    let rows = rows(&drawn(&mut screen, &waiting, (80, 24)));
    assert!(rows.iter().any(|row| row.contains("in 2.2 bars")), "{rows:#?}");
    let head = rows.iter().find(|row| row.contains("first-beat") && row.contains("third"));
    let head = head.expect("the names of the scripts");
    assert!(head.contains("► first-beat") && head.contains("○ second"), "{head}");
}

#[test]
fn tracks_of_the_session_are_added_and_stopped() {
    let shot = folder();
    let mut screen = opened(&shot, "3");
    press(&mut screen, &shot, KeyCode::Down);
    assert_eq!(typed(&mut screen, &shot, "d"), [Answer::Act(Action::Mute(0))]);
    press(&mut screen, &shot, KeyCode::Right);
    let (text, over) = written(&mut screen, &shot, "a");
    assert_eq!(*text, format!("{over}drums2: s(\"bd ~ sd ~\")\n"));
}

#[test]
fn the_limiter_tells_the_track_that_causes_it() {
    let shot = Snapshot { limiter: 0.5, ..folder() };
    let mut screen = screen();
    typed(&mut screen, &shot, "2");
    let rows = rows(&drawn(&mut screen, &shot, (80, 24)));
    let loudest = shot.tracks.iter().max_by(|a, b| a.peak[0].total_cmp(&b.peak[0])).unwrap();
    let told = format!("limiter -6.0 dB by {}", loudest.name);
    assert!(rows.iter().any(|row| row.contains(&told)), "{rows:#?}");
}

#[test]
fn a_projector_shows_no_path() {
    let settings = Arc::from("projector = true\n");
    let output = Output::Silent("cannot open `/dev/snd/me`".to_owned());
    let status = "saved /home/somebody/beat.rhai".to_owned();
    let shot = Snapshot { settings, output, status, ..folder() };
    for keys in ["", "2", "9", ":status\r"] {
        let mut screen = screen();
        drawn(&mut screen, &shot, (120, 40));
        for key in keys.chars() {
            let code = if key == '\r' { KeyCode::Enter } else { KeyCode::Char(key) };
            press(&mut screen, &shot, code);
        }
        let rows = rows(&drawn(&mut screen, &shot, (120, 40)));
        assert!(rows.iter().any(|row| row.contains("(path)")), "{keys}: {rows:#?}");
        let private = |row: &String| row.contains("somebody") || row.contains("/dev");
        assert!(!rows.iter().any(private), "{keys}: {rows:#?}");
    }
}

#[test]
fn tabs_and_lights_can_be_clicked() {
    let shot = folder();
    let mut screen = screen();
    let mut click = |x: usize, y: usize| {
        let kind = MouseEventKind::Down(MouseButton::Left);
        let (column, row) = (x as u16, y as u16);
        let answer =
            screen.mouse(&MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }, &shot);
        (answer, rows(&drawn(&mut screen, &shot, (80, 24))))
    };
    let (_, first) = click(0, 0);
    let y = first.iter().position(|row| row.contains("2 tracks")).unwrap();
    let (_, second) = click(first[y].find("2 tracks").unwrap(), y);
    let y = second.iter().position(|row| row.contains("M S bass")).expect("the mixer is open");
    let (answer, _) = click(3, y);
    assert_eq!(answer, Some(Answer::Act(Action::Mute(1))));
}

#[test]
fn mistakes_in_the_settings_are_told() {
    let shot = Snapshot { settings: Arc::from("thme = \"dark\"\n"), ..piece::playing(16.3) };
    let rows = rows(&drawn(&mut screen(), &shot, (80, 24)));
    assert!(rows.iter().any(|row| row.contains("did you mean `theme`?")), "{rows:#?}");
}

#[test]
fn a_calm_screen_changes_with_the_bar() {
    let mut screen = screen().staged(false, true);
    let mut at = |cycle: f64| rows(&drawn(&mut screen, &piece::playing(cycle), (80, 24)));
    assert_eq!(at(16.1), at(16.9));
    assert_ne!(at(16.9), at(17.0));
}

#[test]
fn no_size_is_a_trouble_for_any_page() {
    let strange = Snapshot {
        cycle: f64::NAN,
        cps: f64::INFINITY,
        wave: Arc::from([[f32::NAN, f32::INFINITY]; 4096]),
        disk: Arc::from("s(\"bd ~\ngrid(\"鼓: x.x.\")\t\u{1b}[2J".repeat(20)),
        shelf: Arc::from([Arc::from("a: \"")]),
        ..folder()
    };
    for shot in [Snapshot::default(), strange, folder()] {
        for keys in ["2", "3", "4", "5", "6", "7", "8", "9", "e", "B", ":"] {
            let mut screen = screen();
            typed(&mut screen, &shot, keys);
            for width in [0, 1, 4, 5, 13, 24, 59, 72, 240] {
                for height in [0, 1, 2, 3, 5, 8, 14, 16, 70] {
                    drawn(&mut screen, &shot, (width, height));
                    for code in [KeyCode::Down, KeyCode::Right, KeyCode::End, KeyCode::PageDown] {
                        press(&mut screen, &shot, code);
                    }
                }
            }
        }
    }
}
