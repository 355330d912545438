//! The terminal without a screen: one line for each happening, commands on standard input.
//!
//! It prints no escape codes: for screen readers, logs, pipes and tests.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use super::commands::{self, Reply};
use super::help::Docs;
use super::news::News;
use super::snapshot::{Action, Snapshot};

/// How often it looks for news.
const PAUSE: Duration = Duration::from_millis(50);
/// Bytes of a command that are read; the rest of its line is a command of its own.
const LONGEST: u64 = 4096;

/// Prints news and obeys commands until `end` says so, `quit` is typed, or nobody reads any more.
///
/// # Errors
/// When the lines cannot be written, unless it is because the reader left.
pub fn run(
    view: &mut dyn FnMut() -> Arc<Snapshot>,
    act: &mut dyn FnMut(Action),
    end: &dyn Fn() -> bool,
    docs: Option<&Docs>,
    input: &Receiver<String>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let told = tell(view, act, end, docs, input, out);
    act(Action::Quit);
    match told {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        told => told,
    }
}

fn tell(
    view: &mut dyn FnMut() -> Arc<Snapshot>,
    act: &mut dyn FnMut(Action),
    end: &dyn Fn() -> bool,
    docs: Option<&Docs>,
    input: &Receiver<String>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut news = News::default();
    let mut typed = VecDeque::new();
    while !end() {
        let shot = view();
        let lines = news.of(&shot);
        print(out, &lines)?;
        typed.extend(input.recv_timeout(PAUSE));
        // Before anything came of the script, what is typed is about what it will be.
        if shot.status.is_empty() {
            continue;
        }
        let Some(line) = typed.pop_front() else { continue };
        match commands::obey(&line, &shot, docs) {
            Reply::Act(Action::Quit) => return Ok(()),
            Reply::Act(action) => act(action),
            Reply::Say(lines) => print(out, &lines)?,
            Reply::Bars(bars) => news.tick_every(bars),
            Reply::Wish(..) => print(out, &["that needs a screen; type help".to_owned()])?,
        }
    }
    Ok(())
}

fn print(out: &mut dyn Write, lines: &[String]) -> io::Result<()> {
    for line in lines {
        let clean: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        writeln!(out, "{clean}")?;
    }
    if lines.is_empty() { Ok(()) } else { out.flush() }
}

/// The lines of standard input as they come. The second half keeps the channel open when standard
/// input ends, so that the music goes on.
pub fn stdin() -> (Receiver<String>, Sender<String>) {
    let (sender, lines) = mpsc::channel();
    let typed = sender.clone();
    let read = move || {
        let mut input = io::stdin().lock();
        let mut line = Vec::new();
        while input.by_ref().take(LONGEST).read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
            if typed.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                break;
            }
            line.clear();
        }
    };
    // Without the thread there are no commands, and all else works.
    let _ = std::thread::Builder::new().name("commands".to_owned()).spawn(read);
    (lines, sender)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_left_is_no_error() {
        let (_typed, lines) = mpsc::channel();
        let mut done = Vec::new();
        let shot = Arc::new(Snapshot { file: "beat.rhai".to_owned(), ..Snapshot::default() });
        let ended = run(
            &mut || Arc::clone(&shot),
            &mut |action| done.push(action),
            &|| false,
            None,
            &lines,
            &mut Gone,
        );
        assert!(ended.is_ok());
        assert_eq!(done, [Action::Quit]);
    }

    #[test]
    fn typed_commands_become_actions_and_answers() {
        let (typed, lines) = mpsc::channel();
        for line in ["play\n", "hush", "nonsense\r\n", "quit"] {
            typed.send(line.to_owned()).unwrap();
        }
        let (mut done, mut out) = (Vec::new(), Vec::new());
        let ready = Snapshot { status: "took over at 1.1".to_owned(), ..Snapshot::default() };
        let mut shots = vec![Arc::new(ready), Arc::default()];
        let mut view = || if shots.len() > 1 { shots.pop() } else { shots.first().cloned() };
        let mut act = |action| done.push(action);
        run(&mut || view().unwrap(), &mut act, &|| false, None, &lines, &mut out).unwrap();
        assert_eq!(done, [Action::PlayPause, Action::Hush, Action::Quit]);
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains("no command `nonsense`"), "{out}");
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()), "{out:?}");
    }
}
