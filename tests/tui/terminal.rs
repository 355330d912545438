//! A terminal with a program on it, and what it shows.

use std::io::{Read, Write};
use std::num::NonZero;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize};

/// Nothing takes this long, on no machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// A terminal that is blocked looks so often whether it still is.
const BLOCKED: Duration = Duration::from_millis(5);

pub(crate) struct Terminal {
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    pub(crate) output: Receiver<Vec<u8>>,
    pub(crate) screen: vt100::Parser,
    pub(crate) raw: Vec<u8>,
    blocked: Arc<AtomicBool>,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

fn size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

impl Terminal {
    /// Starts a program on a terminal of so many columns and lines.
    pub(crate) fn of(mut command: CommandBuilder, at: (u16, u16)) -> Terminal {
        let pair = portable_pty::native_pty_system().openpty(size(at)).unwrap();
        for (key, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8")]
        {
            command.env(key, value);
        }
        command.cwd(std::env::current_dir().unwrap());
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        let blocked: Arc<AtomicBool> = Arc::default();
        let block = Arc::clone(&blocked);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
                while block.load(Ordering::Relaxed) {
                    std::thread::sleep(BLOCKED);
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(cells(at.1), cells(at.0), 0);
        Terminal { child, master: pair.master, keys, output, screen, raw: Vec::new(), blocked }
    }

    /// What it shows.
    pub(crate) fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads until the screen shows a text.
    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait_until(&format!("no {text}"), |shown| shown.contains(text));
    }

    /// Reads until the screen shows a text no more.
    pub(crate) fn wait_until_gone(&mut self, text: &str) {
        self.wait_until(&format!("still {text}"), |shown| !shown.contains(text));
    }

    /// Reads until what the screen shows is as it should be; otherwise that is what is wrong.
    pub(crate) fn wait_until(&mut self, wrong: &str, is_right: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        while !is_right(&self.contents()) {
            // The screen may go on for ever without it.
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let bytes = self.output.recv_timeout(left);
            let bytes = bytes.unwrap_or_else(|_| panic!("{wrong}: {}", self.contents()));
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
    }

    /// Reads for so long; gives what came.
    pub(crate) fn read_for(&mut self, time: Duration) -> Vec<u8> {
        let (begun, from) = (Instant::now(), self.raw.len());
        while let Some(left) = time.checked_sub(begun.elapsed()) {
            if let Ok(bytes) = self.output.recv_timeout(left) {
                self.screen.process(&bytes);
                self.raw.extend(bytes);
            }
        }
        self.raw[from..].to_vec()
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Makes it so many columns wide and lines high.
    pub(crate) fn resize(&mut self, at: (u16, u16)) {
        self.master.resize(size(at)).unwrap();
        self.screen.set_size(cells(at.1), cells(at.0));
    }

    /// Takes no more bytes, or takes them again.
    pub(crate) fn block(&self, blocked: bool) {
        self.blocked.store(blocked, Ordering::Relaxed);
    }

    /// Waits for the end and checks that nothing of the screen is left.
    pub(crate) fn end(mut self) -> String {
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            if begun.elapsed() > PATIENCE {
                self.child.kill().unwrap();
                panic!("it goes on: {}", self.contents());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the shell's screen is back");
        assert!(!screen.hide_cursor(), "the cursor is back");
        assert!(!screen.bracketed_paste(), "pastes are plain again");
        let modes = format!("{:?}", self.master.get_termios().unwrap().local_flags);
        assert!(modes.contains("ICANON") && modes.contains("ECHO"), "{modes}");
        String::from_utf8_lossy(&self.raw).into_owned()
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }
}
