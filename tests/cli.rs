//! The program as people call it: bad input gets a message, never a crash, and what is rendered does
//! not depend on how.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const BEAT: &str =
    "tempo(140)\ndrums: s(\"bd hh sd hh\")\nbass: note(\"c2 eb2\").s(\"saw\").lpf(600)\n";

fn tresillo(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tresillo")).args(args).output().expect("the program runs")
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.contains("panicked"), "{text}");
    text
}

fn written(folder: &Path, text: impl AsRef<[u8]>) -> PathBuf {
    let file = folder.join("piece.rhai");
    std::fs::write(&file, text).expect("a file is written");
    file
}

/// Renders a script; what came out, and whether anything sounds in it.
fn rendered(file: &Path, block: &str) -> (Output, Vec<u8>) {
    let out = file.with_extension("wav");
    let _ = std::fs::remove_file(&out);
    let (file, path) = (file.display().to_string(), out.display().to_string());
    let args = ["render", &file, "-o", &path, "--cycles", "1", "--bits", "32f", "--block", block];
    (tresillo(&args), std::fs::read(&out).unwrap_or_default())
}

fn sounds(wav: &[u8]) -> bool {
    wav.iter().skip(200).any(|byte| *byte != 0)
}

#[test]
fn the_block_size_never_changes_a_sample() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), BEAT);
    let (_, first) = rendered(&file, "512");
    assert!(sounds(&first));
    for block in ["17", "64", "4096"] {
        assert!(rendered(&file, block).1 == first, "--block {block} differs");
    }
}

#[test]
fn one_broken_track_leaves_the_others_sounding() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = format!("{BEAT}lead: s(\"bd\").fsat(2)\n");
    let (output, wav) = rendered(&written(folder.path(), broken), "512");
    assert!(said(&output).contains("fast") && sounds(&wav));
    assert_eq!(output.status.code(), Some(1), "a track could not be played");
}

#[test]
fn a_length_is_asked_for_in_plain_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), BEAT).display().to_string();
    let wav = folder.path().join("out.wav").display().to_string();
    let none = said(&tresillo(&["render", &file, "-o", &wav]));
    assert!(none.contains("--cycles") && none.contains("--seconds"), "{none}");
    for (option, length) in
        [("--cycles", "-1"), ("--cycles", "0"), ("--seconds", "0"), ("--seconds", "x")]
    {
        let output = tresillo(&["render", &file, "-o", &wav, option, length]);
        let text = said(&output);
        assert!(!output.status.success() && text.contains("above 0, such as 8"), "{text}");
        assert!(text.contains(option), "{text}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_told_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), BEAT).display().to_string();
    let nowhere = folder.path().join("none/out.wav").display().to_string();
    let text = said(&tresillo(&["render", &file, "-o", &nowhere, "--cycles", "1"]));
    assert!(text.contains("cannot write"), "{text}");
    assert_eq!(text.matches("os error").count(), 1, "{text}");
}

#[test]
fn values_that_make_no_sense_are_survived() {
    let folder = tempfile::tempdir().expect("a folder");
    for line in [
        "a: s(\"bd\").gain(1e300)",
        "a: s(\"saw\").lpf(-1e300)",
        "tempo(0)",
        "tempo(-1)",
        "tempo(1e9)",
    ] {
        let (output, wav) = rendered(&written(folder.path(), format!("{BEAT}{line}\n")), "512");
        let text = said(&output);
        assert!(output.status.success() && sounds(&wav), "{line}: {text}");
    }
}

#[test]
fn events_that_fail_are_left_out_and_the_exit_code_tells() {
    let folder = tempfile::tempdir().expect("a folder");
    let failing = [
        "a: note(\"60 64\".map(|x| if x > 62 { nosuch(x) } else { x }))",
        "a: s(\"bd bdd\")",
        "a: note(\"60 h9\")",
    ];
    for line in failing {
        let file = written(folder.path(), format!("{BEAT}{line}\n"));
        let (output, wav) = rendered(&file, "512");
        let text = said(&output);
        assert_eq!(output.status.code(), Some(3), "{line}: {text}");
        assert!(sounds(&wav) && text.contains("piece.rhai:4:"), "{line}: {text}");
        let checked = tresillo(&["check", &file.display().to_string()]);
        assert_eq!(checked.status.code(), Some(1), "{line}: {}", said(&checked));
    }
    let file = written(folder.path(), failing[0]).display().to_string();
    let asked = tresillo(&["query", &file]);
    assert_eq!(asked.status.code(), Some(3), "{}", said(&asked));
}

#[test]
fn a_control_that_is_no_number_is_named_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    for value in ["0.0 / 0.0", "1.0 / 0.0"] {
        let line = format!("a: s(\"bd\").gain({value})");
        let (output, wav) = rendered(&written(folder.path(), format!("{BEAT}{line}\n")), "512");
        let text = said(&output);
        assert!(output.status.success() && sounds(&wav), "{line}: {text}");
        assert!(text.contains("`gain`") && text.contains("piece.rhai:4:"), "{line}: {text}");
    }
}

#[test]
fn scripts_that_cannot_play_fail_with_a_message() {
    let folder = tempfile::tempdir().expect("a folder");
    for text in [&b"loop {}"[..], b"drums: s(\"bd", b"\xff\xfe\x00", b"fn f() { f() }\nf()"] {
        let (output, _) = rendered(&written(folder.path(), text), "512");
        assert!(!output.status.success() && !said(&output).is_empty());
    }
    let (output, _) = rendered(folder.path(), "512");
    assert!(!output.status.success() && said(&output).contains("folder"));
    let missing = folder.path().join("peice.rhai");
    assert!(said(&rendered(&missing, "512").0).contains("did you mean"));
}

#[test]
fn check_tells_by_its_exit_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = written(folder.path(), BEAT).display().to_string();
    assert!(tresillo(&["check", &good]).status.success());
    let bad = written(folder.path(), "drums: s(\"bd\").fsat(2)\n").display().to_string();
    let output = tresillo(&["check", "--json", &bad]);
    assert_eq!(output.status.code(), Some(1));
    let first = String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned);
    let json: serde_json::Value = serde_json::from_str(&first.expect("a line")).expect("JSON");
    assert_eq!((&json["line"], &json["column"]), (&1.into(), &16.into()));
}

#[test]
fn check_finds_what_live_and_render_find() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |text: &str| {
        let output = tresillo(&["check", &written(folder.path(), text).display().to_string()]);
        (output.status.code(), said(&output))
    };
    for (text, errors) in [
        ("a: s(\"bd\").fast(1e300)\n", "1 error"),
        ("a: s(\"bd*1e9\")\n", "1 error"),
        ("a: s(\"bd*1e9\")\nb: s(\"bd\").fsat(2)\n", "2 errors"),
    ] {
        let (code, told) = check(text);
        assert!(told.contains("more events than fit in a cycle"), "{text}: {told}");
        assert!(code == Some(1) && told.contains(errors), "{text}: {told}");
    }
    let (code, told) = check(" \n");
    assert!(code == Some(0) && told.contains("is empty") && told.contains("hush()"), "{told}");
}

#[test]
fn sound_cards_are_listed_without_noise() {
    let output = tresillo(&["devices"]);
    assert_eq!(said(&output), "");
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(listed.contains("tresillo live"), "{listed}");
    assert!(!listed.contains("Plugin") && !listed.contains("[null]"), "{listed}");
}

#[test]
fn a_sound_is_never_written_over_what_it_is_made_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let write = |name: &str, text: &str| std::fs::write(path(name), text).expect("it is written");
    let text = "import \"kit\" as kit;\nsamples(\"sounds\")\ndrums: s(\"bd\")\n";
    let script = written(folder.path(), text).display().to_string();
    std::fs::create_dir(path("sounds")).expect("a folder");
    write("kit.rhai", "const X = 1;");
    write("sounds/one.wav", "a recording");
    std::fs::hard_link(&script, path("twin.wav")).expect("a second name");
    for name in ["piece.rhai", "twin.wav", "./sounds/../kit.rhai", "sounds/one.wav"] {
        let before = std::fs::read(path(name)).expect("it is there");
        let output = tresillo(&["render", &script, "-o", &path(name), "--cycles", "1"]);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {told}");
        assert!(told.contains("-o out.wav"), "{name}: {told}");
        assert!(std::fs::read(path(name)).expect("it is there") == before, "{name} is spoilt");
    }
    for name in ["new.wav", "sounds/new.wav"] {
        let output = tresillo(&["render", &script, "-o", &path(name), "--cycles", "1"]);
        assert_ne!(output.status.code(), Some(2), "{name}: {}", said(&output));
        assert!(std::fs::metadata(path(name)).is_ok(), "{name}");
    }
}

#[test]
fn the_first_version_does_not_wait_for_its_quantum() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, now) = rendered(&written(folder.path(), "a: s(\"bd*4\")\n"), "512");
    let (_, quantised) = rendered(&written(folder.path(), "quantum(4)\na: s(\"bd*4\")\n"), "512");
    assert!(sounds(&now) && quantised == now, "it waits");
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe.rhai").display().to_string();
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo runs").success());
    let wav = folder.path().join("out.wav").display().to_string();
    for args in [
        vec!["check", "/dev/zero"],
        vec!["check", &pipe],
        vec!["live", "--plain", "--no-audio", "--no-journal", "/dev/zero"],
        vec!["render", &pipe, "-o", &wav, "--cycles", "1"],
        vec!["query", &pipe],
    ] {
        let output = tresillo(&args);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {told}");
        assert!(told.contains("only plain files are read"), "{args:?}: {told}");
    }
    let script = written(folder.path(), "import \"pipe\" as p;\na: s(\"bd\")\n");
    let told = said(&tresillo(&["check", &script.display().to_string()]));
    assert!(told.contains("only plain files are read") && told.contains("piece.rhai:1"), "{told}");
    let long = written(folder.path(), vec![b' '; (1 << 20) + 1]).display().to_string();
    assert!(said(&tresillo(&["check", &long])).contains("larger than 1 MiB"));
}

#[test]
fn a_mistyped_command_is_told_the_one_that_was_meant() {
    for (args, meant) in [
        (&["rendr", "a.rhai", "-o", "a.wav"][..], "`tresillo render`"),
        (&["devcies"], "`tresillo devices`"),
        (&["chek", "a.rhai", "b.rhai"], "`tresillo check`"),
    ] {
        let output = tresillo(args);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("did you mean") && told.contains(meant), "{told}");
    }
}

#[test]
fn what_is_not_there_says_what_to_do_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("nofile").display().to_string();
    let wav = folder.path().join("out.wav").display().to_string();
    let empty = folder.path().display().to_string();
    for args in [
        vec!["check", &file],
        vec!["render", &file, "-o", &wav, "--cycles", "1"],
        vec!["live", &empty],
    ] {
        let output = tresillo(&args);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("to begin a new piece: echo"), "{args:?}: {told}");
    }
    let script = written(folder.path(), BEAT).display().to_string();
    let nowhere = folder.path().join("none/out.wav").display().to_string();
    let told = said(&tresillo(&["render", &script, "-o", &nowhere, "--cycles", "1"]));
    assert!(told.contains("mkdir -p"), "{told}");
}

/// What `./x ARGUMENT` says on a machine that has only these programs of its own, beside a shell's.
#[cfg(target_os = "linux")]
fn set_up(argument: &str, programs: &[(&str, &str)]) -> String {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let bin = folder.path().join("bin");
    std::fs::create_dir(&bin).expect("a folder");
    for tool in ["sh", "sed", "grep", "tail", "cat", "mkdir", "dirname", "env"] {
        let real = ["/usr/bin", "/bin"].map(|place| Path::new(place).join(tool));
        let real = real.iter().find(|path| path.exists()).expect("a shell's tools are here");
        symlink(real, bin.join(tool)).expect("a link");
    }
    let always = [
        ("uname", "echo Linux"),
        ("id", "echo 1000"),
        ("rustc", "echo 'rustc 1.999.0 (today)'; echo 'host: here'"),
        ("cargo", ":"),
        ("cc", ":"),
    ];
    for (name, text) in always.iter().chain(programs) {
        let path = bin.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("it is written");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("it may run");
    }
    let x = Path::new(env!("CARGO_MANIFEST_DIR")).join("x");
    let mut command = Command::new("/bin/sh");
    command.arg(x).arg(argument).env("PATH", &bin);
    command.env("CARGO_TARGET_DIR", folder.path().join("target"));
    let output = command.stdin(std::process::Stdio::null()).output().expect("it runs");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[cfg(target_os = "linux")]
#[test]
fn setting_up_without_sudo_says_what_root_must_run() {
    let told = set_up("build", &[("dnf", "exit 1")]);
    assert!(told.contains("run this yourself, as root:"), "{told}");
    assert!(told.contains("x:     dnf install -y alsa-lib-devel"), "{told}");
    assert!(told.contains("building without the sound card"), "it goes on: {told}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_installer_that_fails_is_quoted() {
    let sudo = ("sudo", "shift; exec \"$@\"");
    let told = set_up("build", &[sudo, ("pacman", "echo 'error: no mirror answers'; exit 1")]);
    assert!(told.contains("x:   | error: no mirror answers"), "{told}");
    assert!(told.contains("x:     sudo pacman -S --needed alsa-lib pkgconf"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_tools_of_the_tests_are_installed_under_each_managers_names() {
    for (manager, names) in [
        ("apt-get", "tmux pulseaudio pulseaudio-utils"),
        ("dnf", "tmux pulseaudio pulseaudio-utils"),
        ("pacman", "tmux pulseaudio libpulse"),
    ] {
        let told = set_up("test", &[(manager, ":"), ("sudo", "exit 0")]);
        assert!(told.contains(&format!("x: installing {names}")), "{manager}: {told}");
    }
}

#[cfg(feature = "live")]
#[test]
fn a_device_that_is_not_there_points_at_those_that_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = written(folder.path(), BEAT).display().to_string();
    let args = ["live", "--plain", "--no-journal", "--no-record", "--device", "NOPE", &script];
    let mut child = Command::new(env!("CARGO_BIN_EXE_tresillo"))
        .args(args)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let lines = std::io::BufReader::new(child.stdout.take().expect("a pipe"));
    let silent = |line: &String| line.contains("no sound: ");
    let told = std::io::BufRead::lines(lines).map_while(Result::ok).find(silent);
    let _ = child.kill();
    let _ = child.wait();
    let told = told.expect("a line about the device");
    assert!(told.contains("`tresillo devices`"), "{told}");
}

#[test]
fn a_check_finds_the_broken_recordings_that_rendering_would() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("takes")).expect("a folder");
    std::fs::write(folder.path().join("takes/empty.wav"), []).expect("a file is written");
    std::fs::write(folder.path().join("takes/torn.wav"), [7; 3000]).expect("a file is written");
    std::fs::write(folder.path().join("takes/unused.wav"), [7; 3000]).expect("a file is written");
    let script = "samples(\"takes\")\na: s(\"empty*2 hh\")\nb: s(\"torn\")\n";
    let file = written(folder.path(), script);
    let checked = tresillo(&["check", &file.display().to_string()]);
    let (checked, code) = (said(&checked), checked.status.code());
    let played = said(&rendered(&file, "512").0);
    assert_eq!(code, Some(1), "{checked}");
    for message in ["there is no sound in", "cannot decode"] {
        assert_eq!(checked.matches(message).count(), 1, "{checked}");
        assert_eq!(played.matches(message).count(), 1, "{played}");
    }
    assert!(!checked.contains("unused"), "{checked}");
}

#[test]
fn questions_may_begin_before_the_beginning_and_say_what_is_wrong_with_them() {
    let asked = |args: &[&str]| {
        let output = tresillo(&[&["query", "-e", "s(\"bd\")"], args].concat());
        let text = said(&output);
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned() + &text)
    };
    let (code, text) = asked(&["--from", "-2", "--to", "-3/2"]);
    assert!(code == Some(0) && text.starts_with("-2 - -3/2"), "{text}");
    let wrong: [&[&str]; 4] = [
        &["--from", "x"],
        &["--to", "1/0"],
        &["--from", "3", "--to", "1"],
        &["--from", "1e30", "--to", "1e31"],
    ];
    for args in wrong {
        let (code, text) = asked(args);
        assert!(code == Some(2) && text.contains("cycles") || text.contains("before"), "{text}");
    }
    let many = tresillo(&["query", "-e", "s(\"bd*1000000\")", "--to", "1", "--count"]);
    assert_eq!(many.status.code(), Some(3));
    assert!(said(&many).contains("more events than fit in a cycle"));
}

#[test]
fn wrong_turns_on_the_command_line_are_shown_the_way() {
    let output = tresillo(&["--cycles", "4"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("belongs to `tresillo render`"));
    let output = tresillo(&["render", "x.rhai", "-o", "x.wav", "--cycles", "1", "--rate", "-1"]);
    assert!(said(&output).contains("8000..=192000"), "{}", said(&output));
    assert!(said(&tresillo(&["docs", "qwxzqwxz"])).contains("tresillo docs lists"));
}

#[cfg(unix)]
#[test]
fn a_wav_file_does_not_go_through_a_pipe() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), BEAT).display().to_string();
    let output = tresillo(&["render", &file, "-o", "/dev/stdout", "--cycles", "1"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("is a pipe"), "{}", said(&output));
}

/// What `query` says to an expression.
fn asked(expression: &str) -> Output {
    tresillo(&["query", "-e", expression])
}

#[test]
fn a_wrong_expression_is_not_told_that_it_plays_on_no_track() {
    let output = asked("s(\"bd\").fast(\"x\")");
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("`x` is no number") && !text.contains("no track"), "{text}");
}

#[test]
fn answers_of_a_batch_that_were_cut_say_so() {
    use std::io::Write as _;
    let mut program = Command::new(env!("CARGO_BIN_EXE_tresillo"))
        .args(["query", "--batch"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let questions = "{\"id\":1,\"expr\":\"s('bd*1000000')\"}\n{\"id\":2,\"expr\":\"s('bd')\"}\n";
    let mut input = program.stdin.take().expect("an input");
    input.write_all(questions.replace('\'', "\\\"").as_bytes()).expect("it listens");
    drop(input);
    let output = program.wait_with_output().expect("it ends");
    let answers = String::from_utf8_lossy(&output.stdout).into_owned();
    let cut: Vec<bool> = answers.lines().map(|a| a.contains("\"incomplete\":true")).collect();
    assert_eq!(cut, [true, false]);
    assert!(said(&output).contains("1 of the answers"), "{}", said(&output));
}

#[test]
fn docs_of_a_control_of_words_show_the_words_and_the_default() {
    let shown = |name| String::from_utf8_lossy(&tresillo(&["docs", name]).stdout).into_owned();
    for (name, values) in [
        ("ftype", "values: 12db, ladder, 24db, notch; 12db if not set"),
        ("mode", "below, above, duck, root; below if not set"),
        ("unit", "r, c, s; r if not set"),
        ("vowel", "on; none if not set"),
        ("room", "values: 0 to 4, 0 if not set"),
        ("gain", "values: 0 to 4 (1 changes nothing), 1 if not set"),
    ] {
        assert!(shown(name).contains(values), "{name}: {}", shown(name));
    }
}
