//! What an audience need not see: paths, and the name of the sound card.
//!
//! It changes what is told, not what is done; the code on the screen is the show, and stays.

use super::snapshot::{Output, Snapshot};
use crate::diag::Diagnostic;

/// The same without what is nobody's business.
pub(super) fn discreet(shot: &Snapshot) -> Snapshot {
    let lines = |lines: &[String]| lines.iter().map(|line| hidden(line)).collect::<Vec<_>>();
    let output = match &shot.output {
        Output::Playing(_) => Output::Playing(String::new()),
        Output::Silent(why) => Output::Silent(hidden(why)),
        Output::Opening => Output::Opening,
    };
    let problem = |problem: &Diagnostic| {
        let mut problem = problem.clone();
        problem.message = hidden(&problem.message);
        problem.hints = problem.hints.iter().map(|hint| hidden(hint)).collect();
        problem
    };
    // The screen reads problems anew when their list is another one.
    let private = shot.problems.iter().any(|p| {
        hidden(&p.message) != p.message || p.hints.iter().any(|hint| hidden(hint) != *hint)
    });
    let problems = match private {
        true => shot.problems.iter().map(problem).collect(),
        false => shot.problems.clone(),
    };
    Snapshot {
        output,
        problems,
        status: hidden(&shot.status),
        welcome: lines(&shot.welcome),
        troubles: lines(&shot.troubles).into(),
        ..shot.clone()
    }
}

/// A line with its paths left out.
pub(super) fn hidden(line: &str) -> String {
    let word = |word: &str| {
        let inner = word.trim_matches(|c: char| "`\"'(),;:".contains(c));
        if is_path(inner) { word.replace(inner, "(path)") } else { word.to_owned() }
    };
    line.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// True for what begins as paths do, or names a file in a folder; fractions and the like are none.
fn is_path(word: &str) -> bool {
    let begins = ["/", "~/", "./", "../", "\\\\"].iter().any(|sign| word.starts_with(sign));
    let drive = word.get(1..3).is_some_and(|sign| sign == ":\\" || sign == ":/");
    let file = word.contains(['/', '\\'])
        && word.rsplit_once('.').is_some_and(|(_, ending)| {
            ending.starts_with(char::is_alphabetic) && ending.chars().all(char::is_alphanumeric)
        });
    word.len() > 1 && (begins && !word.starts_with("//") || drive || file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_hidden_and_fractions_are_not() {
        let line = "cannot read `/home/somebody/a.rhai`: 1/8 of // it, samples/kick.wav";
        assert_eq!(hidden(line), "cannot read `(path)`: 1/8 of // it, (path)");
        assert_eq!(hidden("open C:\\me\\x.rhai"), "open (path)");
        assert_eq!(hidden("s(\"bd\").fast(3/2)"), "s(\"bd\").fast(3/2)");
    }
}
