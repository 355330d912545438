//! The commands that look without playing: `query`, `check`, `devices`, `docs`.
//!
//! What they print is made elsewhere; here it meets files, standard output and exit codes.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};

use crate::cli::{BROKEN, Check, INCOMPLETE, Query, WRONG};
use crate::diag::{Diagnostic, Severity, Source, Sources, folded};
use crate::pattern::{Context, Explained, Pattern};
use crate::script::{self, Compiler, Complaints};
use crate::vocab::reference;
use crate::{audio, config, grid, outside, query as answers, report};

/// Reads a script. What is not UTF-8, a folder or nothing at all is an error that says so.
///
/// # Errors
/// When there is no such text.
pub fn read(file: &Path) -> Result<Source> {
    if file.is_dir() {
        bail!("{} is a folder; name one of its scripts", file.display());
    }
    let bytes = script::read_file(file).map_err(|error| {
        let hint = if error.kind() == io::ErrorKind::NotFound { near(file) } else { String::new() };
        anyhow!("cannot read {}: {error}{hint}", file.display())
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow!("{} is not a text: byte {at} is not UTF-8; save it as UTF-8", file.display())
    })?;
    Ok(Source::new(file.display().to_string(), text))
}

/// True if there is nothing in a script.
pub fn is_empty(source: &Source) -> bool {
    source.text.trim().is_empty()
}

/// What to say of a script in which there is nothing.
pub fn emptiness(file: &Path) -> Diagnostic {
    Diagnostic::warning(None, format!("{} is empty", file.display()))
        .hint("for silence write hush(), for sound s(\"bd sd\")")
}

/// What to do where a script is not there: take the one beside it that has nearly this name, or begin it.
fn near(file: &Path) -> String {
    if let Ok(target) = file.read_link() {
        return format!("; it is a link to {}, which is not there", target.display());
    }
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return format!("; there is no folder {}", folder.display());
    }
    let names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".rhai") && folder.join(name).exists())
        .collect();
    let wanted = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    match crate::diag::nearest(&wanted, names.iter().map(String::as_str)) {
        Some(name) => format!("; did you mean {}?", folder.join(name).display()),
        None => format!(";\n{}", beginning(file)),
    }
}

/// How to begin a piece in a file that is not there.
pub fn beginning(file: &Path) -> String {
    format!("to begin a new piece: echo 's(\"bd sd\")' > {}", file.display())
}

/// Prints a line on standard output. A reader that left is no error.
pub fn say(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// Prints a line on standard error.
pub fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "tresillo: {line}");
}

/// Prints a drawn message on standard error.
pub fn complain_drawn(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Prints messages with their places on standard error.
pub fn show(diagnostics: &[Diagnostic], sources: &Sources) {
    if !diagnostics.is_empty() {
        complain_drawn(&report::draw_all(diagnostics, sources, colours()));
    }
}

fn colours() -> bool {
    let unset = |name: &str| std::env::var_os(name).is_none_or(|value| value.is_empty());
    io::stderr().is_terminal() && unset("NO_COLOR")
}

/// `tresillo query`.
///
/// # Errors
/// When the question makes no sense, or standard output fails.
pub fn query(options: &Query) -> Result<ExitCode> {
    let mut compiler = Compiler::new(&config::script_folders());
    let mut out = io::BufWriter::new(io::stdout().lock());
    if options.batch {
        let incomplete = answers::batch(&mut compiler, io::stdin().lock(), &mut out)?;
        out.flush()?;
        if incomplete > 0 {
            complain(&format!("{incomplete} of the answers hold only the first events of a cycle"));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let span = match answers::stretch(options.from, options.to) {
        Ok(span) => span,
        Err(message) => {
            complain(&message);
            return Ok(WRONG.into());
        }
    };
    let Asked { context, patterns, sources, complaints } = match asked(&mut compiler, options)? {
        Ok(asked) => asked,
        Err(code) => return Ok(code.into()),
    };
    let many = patterns.len() > 1;
    let (mut count, mut cut) = (0, Vec::new());
    for (name, pattern) in patterns {
        if options.count {
            let (more, all) = answers::count(&pattern, &context, span);
            count += more;
            cut.extend((!all).then_some(name));
            continue;
        }
        if let Some(steps) = options.grid {
            let name = if many { format!("// {name}\n") } else { String::new() };
            let printed = grid::print(&pattern, &context, steps).text;
            if gone(write!(out, "{name}{printed}"))? {
                return Ok(ExitCode::SUCCESS);
            }
            continue;
        }
        if options.explain {
            let track = if many { name.as_str() } else { "" };
            for event in answers::explained(&pattern, &context, span) {
                let told = explanation(&event, track, &sources, options.json);
                if gone(writeln!(out, "{told}"))? {
                    return Ok(ExitCode::SUCCESS);
                }
            }
            continue;
        }
        let (events, all) = answers::events_if_all(&pattern, &context, span);
        cut.extend((!all).then(|| name.clone()));
        for event in events {
            let written = match (options.json, many) {
                (true, true) => {
                    let mut json = answers::event_json(&event);
                    json["track"] = name.clone().into();
                    writeln!(out, "{json}")
                }
                (true, false) => writeln!(out, "{}", answers::event_json(&event)),
                (false, true) => writeln!(out, "{name}: {}", answers::event_line(&event)),
                (false, false) => writeln!(out, "{}", answers::event_line(&event)),
            };
            if gone(written)? {
                return Ok(ExitCode::SUCCESS);
            }
        }
    }
    if options.count {
        writeln!(out, "{count}")?;
    }
    gone(out.flush())?;
    let mut complaints = complaints.list();
    complaints.extend(cut.iter().map(|name| cut_short(name)));
    show(&complaints, &sources);
    let whole = complaints.iter().all(|said| said.severity != Severity::Error);
    Ok(if whole { ExitCode::SUCCESS } else { INCOMPLETE.into() })
}

/// What to say of a pattern of which only a part was printed.
fn cut_short(track: &str) -> Diagnostic {
    let who = if track.is_empty() { "this".into() } else { format!("the track `{track}`") };
    Diagnostic::error(None, format!("{who} asks for more events than fit in a cycle"))
        .hint("the rest of the cycle is left out; use smaller factors")
}

/// An event and how it came to be, as JSON or as some lines.
fn explanation(event: &Explained, track: &str, sources: &Sources, as_json: bool) -> String {
    if as_json {
        let mut json = answers::explained_json(event, sources);
        if !track.is_empty() {
            json["track"] = track.into();
        }
        return json.to_string();
    }
    let track = if track.is_empty() { String::new() } else { format!("{track}: ") };
    let head = format!("{track}{}", answers::event_line(&event.event));
    std::iter::once(head).chain(event.story(sources)).collect::<Vec<_>>().join("\n    ")
}

/// True if the reader of our output left, which is its right.
fn gone(written: io::Result<()>) -> Result<bool> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        other => Ok(other.map(|()| false)?),
    }
}

/// Patterns by name, what they are asked in, and the texts that they come from.
struct Asked {
    context: Context,
    patterns: Vec<(String, Pattern)>,
    sources: Sources,
    /// What functions of the script complain about while the patterns are asked.
    complaints: Complaints,
}

/// The patterns that are asked, by name; an exit code if there are none, which is told.
fn asked(compiler: &mut Compiler, options: &Query) -> Result<Result<Asked, u8>> {
    if let Some(expression) = &options.expr {
        return Ok(match compiler.expression(expression) {
            Ok(pattern) => {
                let mut sources = Sources::default();
                sources.insert(Source::new("<expression>", expression.as_str()));
                let patterns = vec![(String::new(), pattern)];
                let complaints = compiler.complaints().clone();
                Ok(Asked { context: Context::default(), patterns, sources, complaints })
            }
            Err((diagnostics, sources)) => {
                show(&diagnostics, &sources);
                Err(BROKEN)
            }
        });
    }
    let Some(file) = &options.file else { bail!("name a script, or ask an expression with -e") };
    let outcome = compiler.compile(&read(file)?);
    show(&outcome.diagnostics, &outcome.sources);
    if outcome.unusable {
        return Ok(Err(BROKEN));
    }
    let context = outcome.set.context(0);
    let (sources, complaints) = (outcome.sources, outcome.complaints);
    let tracks = outcome.set.tracks.into_iter().map(|t| (t.name.clone(), t.from_the_beginning()));
    let tracks: Vec<(String, Pattern)> = tracks.collect();
    let Some(wanted) = &options.track else {
        return Ok(Ok(Asked { context, patterns: tracks, sources, complaints }));
    };
    let names: Vec<String> = tracks.iter().map(|(name, _)| name.clone()).collect();
    let found: Vec<_> = tracks.into_iter().filter(|(name, _)| name == wanted).collect();
    if found.is_empty() {
        complain(&format!("there is no track `{wanted}`; the tracks are {}", names.join(", ")));
        return Ok(Err(WRONG));
    }
    Ok(Ok(Asked { context, patterns: found, sources, complaints }))
}

/// `tresillo check`.
///
/// # Errors
/// When standard output fails.
pub fn check(options: &Check) -> Result<ExitCode> {
    let mut compiler = Compiler::new(&config::script_folders());
    let mut failed = false;
    for file in &options.files {
        let (diagnostics, sources) = match read(file) {
            Ok(source) if is_empty(&source) => (vec![emptiness(file)], Sources::default()),
            Ok(source) => {
                let outcome = compiler.compile(&source);
                let mut recordings =
                    crate::conductor::Recordings::new(crate::samples::Library::new(48_000, || {}));
                let ahead = crate::conductor::look::whole(&outcome, &mut recordings);
                let mut diagnostics = outcome.diagnostics;
                diagnostics.extend(ahead);
                diagnostics.extend(outcome.complaints.list());
                (folded(diagnostics), outcome.sources)
            }
            Err(error) => (vec![Diagnostic::error(None, format!("{error:#}"))], Sources::default()),
        };
        failed |= diagnostics.iter().any(|d| d.severity == Severity::Error);
        if options.json {
            for diagnostic in &diagnostics {
                say(&report::to_json(diagnostic, &sources).to_string());
            }
        } else if diagnostics.is_empty() {
            say(&format!("{}: no mistakes", file.display()));
        } else {
            show(&diagnostics, &sources);
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// `tresillo devices`.
///
/// # Errors
/// When the sound system cannot be asked.
pub fn devices() -> Result<ExitCode> {
    let devices = audio::devices().map_err(|error| anyhow!("{error}"))?;
    sound_cards(&devices);
    match outside::ports().outputs() {
        Ok(names) if names.is_empty() => {
            say("no MIDI port; an instrument is found as soon as it is there");
        }
        Ok(names) => {
            names.iter().for_each(|name| say(&format!("MIDI  {name}")));
            say(&format!("to play one: note(\"c3 e3\").midi(\"{}\")", names[0]));
        }
        Err(why) => say(&why),
    }
    Ok(ExitCode::SUCCESS)
}

fn sound_cards(devices: &[audio::Device]) {
    let Some(first) = devices.first() else {
        return say(
            "no sound card can be used now; `tresillo live` runs in silence until there is one",
        );
    };
    for device in devices {
        say(&device.to_string());
    }
    if first.default {
        say("* plays unless another one is asked for");
    }
    say(&format!("to play through one: tresillo live --device \"{}\"", first.name));
}

/// `tresillo docs`.
///
/// # Errors
/// When there is nothing of that name.
pub fn docs(name: Option<&str>) -> Result<ExitCode> {
    let Some(name) = name else {
        page(&reference::index());
        return Ok(ExitCode::SUCCESS);
    };
    match reference::docs(name) {
        Some(text) => page(&text),
        None => bail!("{}; tresillo docs lists what there is", reference::nothing_about(name)),
    }
    Ok(ExitCode::SUCCESS)
}

fn page(text: &str) {
    for line in io::BufReader::new(text.as_bytes()).lines().map_while(io::Result::ok) {
        say(&line);
    }
}
