//! However it ends, it ends, and the terminal is as it was.

use std::io::{Read, Write as _};
use std::num::NonZero;
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize};

use super::player::{PATIENCE, Player};

/// The program on a terminal.
struct Stage {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    _folder: tempfile::TempDir,
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

impl Stage {
    /// Plays, until the screen shows it.
    fn open() -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("song.rhai");
        std::fs::write(&script, "drums: s(\"bd hh\")\n").unwrap();
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = portable_pty::native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tresillo"));
        command.args(["live", "--no-audio"]);
        command.arg(&script);
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let screen = vt100::Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0);
        let mut stage = Stage { child, master: pair.master, output, screen, _folder: folder };
        while !stage.screen.screen().contents().contains("song.rhai") {
            let bytes = stage.output.recv_timeout(PATIENCE).expect("the screen shows the file");
            stage.screen.process(&bytes);
        }
        assert!(stage.screen.screen().alternate_screen());
        stage
    }

    /// The exit code, if it ends.
    fn ended(&mut self) -> Option<u32> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status.exit_code());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

fn send(signal: &str, id: u32) {
    let sent = Command::new("kill").args(["-s", signal, &id.to_string()]).status();
    assert!(sent.unwrap().success());
}

#[test]
fn signals_end_it_and_give_the_terminal_back() {
    for (signal, code) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let mut stage = Stage::open();
        send(signal, stage.child.process_id().unwrap());
        assert_eq!(stage.ended(), Some(code), "SIG{signal}");
        while let Ok(bytes) = stage.output.recv_timeout(Duration::from_millis(300)) {
            stage.screen.process(&bytes);
        }
        let screen = stage.screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor(), "SIG{signal}");
        assert!(!screen.bracketed_paste(), "SIG{signal}");
        let modes = format!("{:?}", stage.master.get_termios().unwrap().local_flags);
        assert!(modes.contains("ICANON") && modes.contains("ECHO"), "SIG{signal}: {modes}");
    }
}

#[test]
fn a_key_that_quits_is_no_failure() {
    for key in ["q", "\u{3}"] {
        let mut stage = Stage::open();
        stage.master.take_writer().unwrap().write_all(key.as_bytes()).unwrap();
        assert_eq!(stage.ended(), Some(0), "{key:?}");
    }
}

#[test]
fn a_terminal_that_is_closed_ends_it() {
    let mut stage = Stage::open();
    let Stage { master, output, .. } = &mut stage;
    // The reading thread holds the terminal too, until its receiver is gone.
    *output = mpsc::channel().1;
    let closed = std::mem::replace(
        master,
        portable_pty::native_pty_system().openpty(PtySize::default()).unwrap().master,
    );
    drop(closed);
    assert!(stage.ended().is_some(), "it went on without a terminal");
}

#[test]
fn signals_end_it_without_a_terminal_too() {
    for (signal, code) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let mut player = Player::of("drums: s(\"bd\")\n");
        send(signal, player.child.id());
        assert_eq!(super::player::exit_code(&mut player.child), Some(code), "SIG{signal}");
    }
}
