//! Scala files (`.scl`, `.kbm`) that a script names: read when it runs, relative to its folder.
//!
//! What stands in them is understood in `theory`; what a tuning does, by the vocabulary.

use std::path::Path;

use super::bind::Call;
use crate::diag::Diagnostic;
use crate::theory::tunings::{Keyboard, NoScala, Tuning, read_scala};
use crate::vocab::tuning::{keys_arg, unmapped};
use crate::vocab::{Arg, ArgError, pattern_of};

/// Longer files are no tunings.
const LONGEST: u64 = 1 << 20;

/// Functions whose tuning may be the name of a file.
pub(crate) const TAKERS: &[&str] = &["xen", "tune", "tuning"];

/// Replaces the name of a Scala file by what it holds: its ratios and their period, or a keyboard
/// map.
///
/// # Errors
/// When there is no such file, or it is no tuning.
pub(crate) fn replace(call: &Call, args: &mut [Arg]) -> Result<(), ArgError> {
    for index in 0..args.len() {
        let Arg::Text(text) = &args[index] else { continue };
        let (name, at) = (text.text.clone(), || call.stage.state().argument_span(call.ctx, index));
        let wrong =
            |message| ArgError::new(message).hint("the path is relative to the script").at(at());
        let lower = name.to_lowercase();
        if lower.ends_with(".scl") {
            args[index] = as_list(&read(call, &name, read_scala).map_err(wrong)?);
        } else if lower.ends_with(".kbm") {
            let keys = read(call, &name, Keyboard::read).map_err(wrong)?;
            args[index] = keys_arg(&keys);
            let silent = args.first().and_then(|source| pattern_of(source).ok());
            let silent = silent.map(|source| unmapped(&source, &keys)).unwrap_or_default();
            if !silent.is_empty() {
                let notes: Vec<String> = silent.iter().map(i64::to_string).collect();
                let message =
                    format!("`{name}` leaves out notes that are played: {}", notes.join(", "));
                let told = Diagnostic::warning(at(), message).hint("they are silent");
                call.stage.tell(told);
            }
        }
    }
    Ok(())
}

fn read<T>(call: &Call, name: &str, read: fn(&str) -> Result<T, NoScala>) -> Result<T, String> {
    let path = {
        let mut state = call.stage.state();
        let path = state.folder.join(name);
        if !state.files.contains(&path) {
            state.files.push(path.clone());
        }
        path
    };
    let kept = call.stage.state().vault.is_some();
    let text = match kept {
        true => call.stage.state().text_of(&path),
        false => text_of(&path),
    };
    let text = text.map_err(|error| format!("cannot read `{name}`: {error}"))?;
    read(&text).map_err(|wrong| format!("line {} of `{name}`: {}", wrong.line, wrong.message))
}

fn text_of(path: &Path) -> std::io::Result<String> {
    if std::fs::metadata(path)?.len() > LONGEST {
        return Err(std::io::Error::other("it is too long for a tuning"));
    }
    // Descriptions may be in any old encoding; numbers are not.
    Ok(String::from_utf8_lossy(&std::fs::read(path)?).into_owned())
}

fn as_list(tuning: &Tuning) -> Arg {
    let ratios = tuning.ratios().iter().map(|ratio| Arg::Number(*ratio)).collect();
    Arg::List(vec![Arg::List(ratios), Arg::Number(tuning.period())])
}
