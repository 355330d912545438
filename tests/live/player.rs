//! A program that plays, and what it has said so far.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// Nothing takes this long, on no machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

type Said = Arc<(Mutex<Vec<String>>, Condvar)>;

pub(crate) struct Player {
    pub(crate) child: Child,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) script: PathBuf,
    keys: Option<ChildStdin>,
    said: Said,
}

impl Player {
    /// Plays a script in a folder of its own.
    pub(crate) fn of(text: &str) -> Player {
        Player::furnished(text, |_| {})
    }

    /// The same after something was put into the folder.
    pub(crate) fn furnished(text: &str, furnish: impl FnOnce(&Path)) -> Player {
        // Not below /tmp, where editors save in other ways.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        furnish(folder.path());
        let script = folder.path().join("song.rhai");
        std::fs::write(&script, text).unwrap();
        let mut command = tresillo();
        command.args(["live", "--plain", "--trace", "--no-audio"]).arg(&script);
        let player = Player::start(command, folder);
        player.wait("the first version", |line| line.starts_with("reload 1:"));
        player.wait("the first track", |line| line.contains("track drums"));
        player
    }

    /// Plays a folder of scripts, each with its name.
    pub(crate) fn of_scripts(scripts: &[(&str, &str)], options: &[&str]) -> Player {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        for (name, text) in scripts {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let mut command = tresillo();
        command.args(["live", "--plain", "--no-audio"]).args(options).arg(folder.path());
        Player::start(command, folder)
    }

    pub(crate) fn start(mut command: Command, folder: tempfile::TempDir) -> Player {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let said: Said = Arc::default();
        hear(child.stdout.take().unwrap(), &said);
        hear(child.stderr.take().unwrap(), &said);
        let script = folder.path().join("song.rhai");
        Player { keys: child.stdin.take(), child, folder, script, said }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn save(&self, text: impl AsRef<[u8]>) {
        std::fs::write(&self.script, text).unwrap();
    }

    pub(crate) fn type_in(&mut self, line: &str) {
        writeln!(self.keys.as_mut().unwrap(), "{line}").unwrap();
    }

    /// All that was said so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.said.0.lock().unwrap().clone()
    }

    /// Waits for a line among all; gives its number.
    pub(crate) fn wait(&self, what: &str, wanted: impl Fn(&str) -> bool) -> usize {
        self.wait_after(0, what, wanted)
    }

    /// Waits for a line from number `from` on; gives its number.
    pub(crate) fn wait_after(
        &self,
        from: usize,
        what: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> usize {
        let (lines, news) = &*self.said;
        let begun = Instant::now();
        let mut said = lines.lock().unwrap();
        loop {
            if let Some(at) = said.iter().skip(from).position(|line| wanted(line)) {
                return from + at;
            }
            let left = PATIENCE.saturating_sub(begun.elapsed());
            assert!(!left.is_zero(), "no {what} in\n{}", said.join("\n"));
            said = news.wait_timeout(said, left).unwrap().0;
        }
    }

    /// Ends it, and gives everything that was said.
    pub(crate) fn quit(self) -> Vec<String> {
        self.quit_with(|| {})
    }

    /// Ends it, and does something before its folder goes.
    pub(crate) fn quit_with(mut self, then: impl FnOnce()) -> Vec<String> {
        self.type_in("quit");
        assert!(ended(&mut self.child), "it quits");
        then();
        let lines = self.lines();
        assert!(!lines.iter().any(|line| line.contains("panicked")), "{lines:?}");
        lines
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for the end of a program; true if it ended by itself and all is well.
pub(crate) fn ended(child: &mut Child) -> bool {
    exit_code(child) == Some(0)
}

/// Waits for the end of a program; its exit code, if it ended by itself.
pub(crate) fn exit_code(child: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    None
}

pub(crate) fn tresillo() -> Command {
    Command::new(env!("CARGO_BIN_EXE_tresillo"))
}

fn hear(output: impl Read + Send + 'static, said: &Said) {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            said.0.lock().unwrap().push(line);
            said.1.notify_all();
        }
    });
}
