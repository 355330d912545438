//! One save, one change: what each kind of editor does to a file, and what else befalls files.

#![allow(clippy::unwrap_used, reason = "a test may")]
#![allow(clippy::disallowed_methods, reason = "editors take their time")]
#![allow(clippy::print_stderr, reason = "skipped tests say so")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tresillo::watch::{Change, Watcher};

/// Longer than any wait of the watcher: after it, nothing more comes.
const QUIET: Duration = Duration::from_millis(900);

/// A folder with one script that is watched. Not below /tmp, where vim saves in another way.
struct Desk {
    folder: tempfile::TempDir,
    script: PathBuf,
    watcher: Watcher,
    changes: Receiver<Change>,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let script = folder.path().join("song.rhai");
        fs::write(&script, "s(\"bd\")\n").unwrap();
        let (sender, changes) = channel();
        let watcher = Watcher::new(move |change| drop(sender.send(change))).unwrap();
        let desk = Desk { folder, script, watcher, changes };
        desk.watch(&[&desk.script]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn watch(&self, paths: &[&Path]) {
        self.watcher.watch(&paths.iter().map(|path| path.to_path_buf()).collect::<Vec<_>>());
        sleep(Duration::from_millis(100));
    }

    /// The changes until nothing more comes.
    fn all(&self) -> Vec<PathBuf> {
        std::iter::from_fn(|| self.changes.recv_timeout(QUIET).ok()).map(|c| c.path).collect()
    }

    /// Exactly one change of the script, seen soon.
    fn one(&self, what: &str) {
        assert_eq!(self.all(), std::slice::from_ref(&self.script), "{what}");
    }

    fn none(&self, what: &str) {
        assert!(self.all().is_empty(), "{what}");
    }
}

/// Runs a program if it is there.
fn run(program: &str, arguments: &[&str], folder: &Path) -> bool {
    let status = Command::new(program).args(arguments).current_dir(folder).status();
    let Ok(status) = status else {
        eprintln!("skipped: there is no {program} here");
        return false;
    };
    assert!(status.success(), "{program} failed");
    true
}

#[test]
fn vim_moves_the_file_away_and_creates_a_new_one() {
    let desk = Desk::new();
    let arguments = ["-Nu", "NONE", "-es", "-c", "normal! ggOtempo(120)", "-c", "wq", "song.rhai"];
    if run("vim", &arguments, desk.folder.path()) {
        desk.one("vim");
        assert!(fs::read_to_string(&desk.script).unwrap().starts_with("tempo(120)"));
    }
}

#[test]
fn an_editor_that_does_as_vim_does_makes_one_change() {
    let desk = Desk::new();
    fs::write(desk.path("4913"), "").unwrap();
    fs::remove_file(desk.path("4913")).unwrap();
    fs::write(desk.path(".song.rhai.swp"), "half").unwrap();
    fs::rename(&desk.script, desk.path("song.rhai~")).unwrap();
    fs::write(&desk.script, "s(\"sd\")\n").unwrap();
    fs::remove_file(desk.path("song.rhai~")).unwrap();
    desk.one("moved away and created");
}

#[test]
fn writing_in_place_makes_one_change() {
    let desk = Desk::new();
    fs::write(&desk.script, "s(\"hh\")\n").unwrap();
    desk.one("write");
    fs::write(desk.path("other"), "s(\"oh\")\n").unwrap();
    fs::copy(desk.path("other"), &desk.script).unwrap();
    desk.one("copy");
    assert!(run("sh", &["-c", "echo 's(\"cp\")' > song.rhai"], desk.folder.path()));
    desk.one("echo");
}

#[test]
fn a_slow_writer_makes_one_change_when_it_is_done() {
    let desk = Desk::new();
    let mut file = fs::File::create(&desk.script).unwrap();
    for part in ["s(\"bd", " sd", " hh", "\")\n"] {
        file.write_all(part.as_bytes()).unwrap();
        file.sync_all().unwrap();
        sleep(Duration::from_millis(60));
        assert!(desk.changes.try_recv().is_err(), "half a file was told");
    }
    drop(file);
    desk.one("slow writer");
}

#[test]
fn emptied_first_and_written_then_makes_one_change() {
    let desk = Desk::new();
    drop(fs::File::create(&desk.script).unwrap());
    sleep(Duration::from_millis(5));
    fs::write(&desk.script, "s(\"hh\")\n").unwrap();
    desk.one("emptied, then written");
    drop(fs::File::create(&desk.script).unwrap());
    desk.one("emptied for good");
}

#[test]
fn renaming_over_the_file_makes_one_change() {
    let desk = Desk::new();
    fs::write(desk.path(".song.tmp"), "s(\"hh\")\n").unwrap();
    fs::rename(desk.path(".song.tmp"), &desk.script).unwrap();
    desk.one("mv");
    fs::write(desk.path(".song.tmp"), "s(\"oh\")\n").unwrap();
    fs::rename(desk.path(".song.tmp"), &desk.script).unwrap();
    desk.one("mv again: the watch outlives the first file");
    if cfg!(target_os = "linux") && run("sed", &["-i", "s/oh/cp/", "song.rhai"], desk.folder.path())
    {
        desk.one("sed -i");
    }
}

#[test]
fn nothing_new_is_no_change() {
    let desk = Desk::new();
    fs::write(&desk.script, "s(\"bd\")\n").unwrap();
    fs::write(desk.path("song.rhai~"), "backup").unwrap();
    fs::write(desk.path("other.rhai"), "another script").unwrap();
    fs::rename(&desk.script, desk.path("away")).unwrap();
    fs::rename(desk.path("away"), &desk.script).unwrap();
    desk.none("same content, other files, a short absence");
}

#[test]
fn ten_saves_in_a_row_are_ten_changes_at_most_and_the_last_counts() {
    let desk = Desk::new();
    for i in 0..10 {
        fs::write(&desk.script, format!("tempo({i})\n")).unwrap();
        sleep(Duration::from_millis(30));
    }
    let count = desk.all().len();
    assert!((9..=10).contains(&count), "{count} changes");
}

#[test]
fn a_save_is_told_within_a_few_milliseconds() {
    let desk = Desk::new();
    let mut delays = Vec::new();
    for i in 0..20 {
        let begun = Instant::now();
        fs::write(&desk.script, format!("tempo({i})\n")).unwrap();
        let change = desk.changes.recv_timeout(QUIET).unwrap();
        delays.push(begun.elapsed());
        assert!(change.seen >= begun);
        sleep(Duration::from_millis(10));
    }
    delays.sort();
    eprintln!("from save to change: median {:?}, worst {:?}", delays[10], delays[19]);
    assert!(delays[10] < Duration::from_millis(100), "{delays:?}");
}

#[test]
fn a_file_that_vanishes_is_told_once_and_again_when_it_is_back() {
    let desk = Desk::new();
    fs::remove_file(&desk.script).unwrap();
    desk.one("vanished");
    fs::write(&desk.script, "s(\"bd\")\n").unwrap();
    desk.one("back");
    fs::remove_file(&desk.script).unwrap();
    fs::create_dir(&desk.script).unwrap();
    desk.one("a folder in its place");
}

/// A folder with a script is removed, made again, and saved in; `held` is a file in it that stays open.
fn vanishes_and_comes_back(desk: &Desk, held: Option<&str>) -> PathBuf {
    let set = desk.path("set");
    let script = set.join("a.rhai");
    fs::create_dir(&set).unwrap();
    fs::write(&script, "1").unwrap();
    let held = held.map(|name| fs::File::create(set.join(name)).unwrap());
    desk.watch(&[&script]);
    let told = |what: &str| assert_eq!(desk.all(), std::slice::from_ref(&script), "{what}");
    fs::remove_dir_all(&set).unwrap();
    told("vanished");
    fs::create_dir(&set).unwrap();
    fs::write(&script, "2").unwrap();
    told("back");
    fs::write(&script, "3").unwrap();
    told("saved after that");
    drop(held);
    script
}

#[test]
fn a_folder_that_vanishes_is_watched_again_when_it_is_back() {
    let desk = Desk::new();
    let script = vanishes_and_comes_back(&desk, None);
    let next = desk.path("next");
    fs::create_dir(&next).unwrap();
    fs::write(next.join("a.rhai"), "4").unwrap();
    fs::rename(desk.path("set"), desk.path("old")).unwrap();
    fs::rename(&next, desk.path("set")).unwrap();
    assert_eq!(desk.all(), std::slice::from_ref(&script), "another folder in its place");
    fs::write(&script, "5").unwrap();
    assert_eq!(desk.all(), [script], "saved in the other folder");
}

#[test]
fn a_folder_is_watched_again_although_a_file_in_it_was_held_open() {
    vanishes_and_comes_back(&Desk::new(), Some("held"));
}

#[test]
fn a_file_that_is_not_there_yet_is_told_when_it_comes() {
    let desk = Desk::new();
    let script = desk.path("later/import.rhai");
    desk.watch(&[&desk.script, &script]);
    fs::create_dir(desk.path("later")).unwrap();
    fs::write(&script, "1").unwrap();
    assert_eq!(desk.all(), [script]);
    fs::write(&desk.script, "2").unwrap();
    desk.one("the others are still watched");
}

#[test]
fn several_files_are_told_each_by_its_own_path() {
    let desk = Desk::new();
    let (a, b) = (desk.path("a.rhai"), desk.path("b.rhai"));
    desk.watch(&[&a, &b]);
    fs::write(&a, "1").unwrap();
    assert_eq!(desk.all(), std::slice::from_ref(&a));
    fs::write(&b, "1").unwrap();
    assert_eq!(desk.all(), [b]);
    fs::write(&desk.script, "1").unwrap();
    desk.none("it is no longer watched");
    desk.watch(&[&desk.script]);
    fs::write(&a, "2").unwrap();
    desk.none("nor is this");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_to_its_target_and_when_it_points_elsewhere() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    let link = desk.path("now.rhai");
    for (folder, text) in [("one", "1"), ("two", "2")] {
        fs::create_dir(desk.path(folder)).unwrap();
        fs::write(desk.path(folder).join("x.rhai"), text).unwrap();
    }
    symlink("one/x.rhai", &link).unwrap();
    desk.watch(&[&link]);
    fs::write(desk.path("one/x.rhai"), "1b").unwrap();
    assert_eq!(desk.all(), std::slice::from_ref(&link), "the target was saved");
    symlink("two/x.rhai", desk.path("new")).unwrap();
    fs::rename(desk.path("new"), &link).unwrap();
    assert_eq!(desk.all(), std::slice::from_ref(&link), "the link points elsewhere");
    fs::write(desk.path("two/x.rhai"), "2b").unwrap();
    assert_eq!(desk.all(), std::slice::from_ref(&link), "the new target was saved");
    fs::write(desk.path("one/x.rhai"), "1c").unwrap();
    desk.none("the old target no longer counts");
}

#[test]
fn a_folder_of_sounds_is_told_once_for_many_new_files() {
    let desk = Desk::new();
    let kit = desk.path("kit");
    fs::create_dir_all(kit.join("bd")).unwrap();
    desk.watch(&[&kit]);
    for i in 0..10 {
        fs::write(kit.join(format!("bd/{i}.wav")), "sound").unwrap();
    }
    assert_eq!(desk.all(), std::slice::from_ref(&kit));
    fs::remove_file(kit.join("bd/3.wav")).unwrap();
    assert_eq!(desk.all(), [kit]);
}

#[test]
fn a_file_that_is_no_text_is_told_like_any_other() {
    let desk = Desk::new();
    fs::write(&desk.script, [0xFF, 0xFE, 0x00]).unwrap();
    desk.one("not UTF-8");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_the_file_blocks_nothing() {
    let desk = Desk::new();
    fs::remove_file(&desk.script).unwrap();
    if run("mkfifo", &["song.rhai"], desk.folder.path()) {
        desk.one("a pipe");
        fs::remove_file(&desk.script).unwrap();
        fs::write(&desk.script, "s(\"hh\")\n").unwrap();
        desk.one("a file again");
    }
}
