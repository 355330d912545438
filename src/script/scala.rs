//! Scala files (`.scl`) that a script names: read when it runs, relative to its folder.
//!
//! What stands in them is understood in `theory`; what a tuning does, by the vocabulary.

use std::path::Path;

use super::bind::Call;
use crate::theory::tunings::{Tuning, read_scala};
use crate::vocab::{Arg, ArgError};

/// Longer files are no tunings.
const LONGEST: u64 = 1 << 20;

/// Functions whose tuning may be the name of a file.
pub(crate) const TAKERS: &[&str] = &["xen", "tune", "tuning"];

/// Replaces the name of a Scala file by what it holds: its ratios and their period.
///
/// # Errors
/// When there is no such file, or it is no tuning.
pub(crate) fn replace(call: &Call, args: &mut [Arg]) -> Result<(), ArgError> {
    for (index, arg) in args.iter_mut().enumerate() {
        let Arg::Text(text) = arg else { continue };
        if !text.text.to_lowercase().ends_with(".scl") {
            continue;
        }
        let read = read(call, &text.text).map_err(|message| {
            let at = call.stage.state().argument_span(call.ctx, index);
            ArgError::new(message).hint("the path is relative to the script").at(at)
        });
        *arg = as_list(&read?);
    }
    Ok(())
}

fn read(call: &Call, name: &str) -> Result<Tuning, String> {
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
    read_scala(&text).map_err(|wrong| format!("line {} of `{name}`: {}", wrong.line, wrong.message))
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
