//! How the terminal is left: after quit, signals and panics, and without a terminal at all.

use std::io::{Read, Write};
use std::num::NonZero;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize};

const STAGE: [&str; 4] =
    ["--ignored", "--nocapture", "--exact", "stage::the_piece_on_a_real_terminal"];
const PATIENCE: Duration = Duration::from_secs(20);

struct Stage {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    raw: Vec<u8>,
}

impl Stage {
    fn open() -> Stage {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = portable_pty::native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(STAGE);
        for (key, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8")]
        {
            command.env(key, value);
        }
        command.cwd(std::env::current_dir().unwrap());
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0);
        Stage { child, master: pair.master, keys, output, screen, raw: Vec::new() }
    }

    /// Reads until the screen shows a text.
    fn wait_for(&mut self, text: &str) {
        while !self.screen.screen().contents().contains(text) {
            let bytes = self.output.recv_timeout(PATIENCE);
            let bytes =
                bytes.unwrap_or_else(|_| panic!("no {text}: {}", self.screen.screen().contents()));
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for the end and checks that nothing of the screen is left.
    fn end(mut self) -> String {
        self.child.wait().unwrap();
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

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }
}

#[test]
fn quitting_leaves_the_terminal_clean() {
    for keys in ["q", "\u{3}"] {
        let mut stage = Stage::open();
        stage.wait_for("bpm");
        stage.press(keys);
        stage.end();
    }
}

#[test]
fn signals_leave_the_terminal_clean() {
    for name in ["TERM", "INT", "HUP"] {
        let mut stage = Stage::open();
        stage.wait_for("bpm");
        stage.signal(name);
        stage.end();
    }
}

#[test]
fn a_panic_leaves_the_terminal_clean_and_is_told() {
    let mut stage = Stage::open();
    stage.wait_for("bpm");
    stage.press("x");
    let output = stage.end();
    let (_, after) = output.rsplit_once("\u{1b}[?1049l").expect("the screen was given back");
    assert!(after.contains("panic on request"), "{after}");
}

#[test]
fn the_screen_returns_from_the_background() {
    let mut stage = Stage::open();
    stage.wait_for("bpm");
    stage.press("\u{1a}");
    // A process group without a shell cannot be stopped, so it comes back at once.
    let mut screens = 0;
    while screens < 2 {
        let bytes = stage.output.recv_timeout(PATIENCE).expect("the screen comes back");
        stage.screen.process(&bytes);
        stage.raw.extend(bytes);
        screens = String::from_utf8_lossy(&stage.raw).matches("\u{1b}[?1049h").count();
    }
    stage.wait_for("first-beat.rhai");
    stage.press("2");
    stage.wait_for("muted");
    stage.press("q");
    stage.end();
}

#[test]
fn keys_mute_and_the_screen_shows_it() {
    let mut stage = Stage::open();
    stage.wait_for("1 drums");
    stage.press("\t\t");
    stage.wait_for("› bass");
    stage.press("s");
    stage.wait_for("solo");
    stage.press("q");
    stage.end();
}

#[test]
fn without_a_terminal_there_are_lines_and_commands() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(STAGE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"solo lead\nmute drms\nstatus\n").unwrap();
    let mut told = String::new();
    let mut output = child.stdout.take().unwrap();
    let mut buffer = [0; 1024];
    while !told.contains("track lead: solo") {
        let count = output.read(&mut buffer).unwrap();
        assert!(count > 0, "{told}");
        told.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    input.write_all(b"quit\n").unwrap();
    output.read_to_string(&mut told).unwrap();
    assert!(child.wait().unwrap().success());
    for line in ["17.1 file first-beat.rhai", "did you mean `drums`?", "128 bpm, load 4 %"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(!told.contains('\u{1b}'), "{told:?}");
}
