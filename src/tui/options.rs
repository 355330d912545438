//! How the terminal is to be used, found out from the environment.
//!
//! It reads variables and asks whether there is a terminal; it sends nothing to it.

use std::fmt;
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::help::Docs;
use super::theme::Depth;

/// How the terminal is to be used.
pub struct Options {
    /// Lines instead of a screen.
    pub plain: bool,
    /// Colours.
    pub depth: Depth,
    /// Signs beyond ASCII.
    pub unicode: bool,
    /// Large bar and beat, the code first.
    pub stage: bool,
    /// Nothing moves but once a bar.
    pub calm: bool,
    /// The most frames a second.
    pub frames: u32,
    /// The vocabulary's reference, if help is to search it.
    pub docs: Option<Docs>,
    /// Set by anybody to end the terminal, as `q` does; signals set it too.
    pub stop: Arc<AtomicBool>,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("plain", &self.plain)
            .field("depth", &self.depth)
            .field("unicode", &self.unicode)
            .field("frames", &self.frames)
            .finish_non_exhaustive()
    }
}

impl Options {
    /// What suits the terminal we are in.
    pub fn detect() -> Options {
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        Options::from_variables(terminal, |name| std::env::var(name).ok())
    }

    /// What suits a terminal with these variables.
    pub fn from_variables(terminal: bool, variable: impl Fn(&str) -> Option<String>) -> Options {
        let value = |name: &str| variable(name).filter(|value| !value.is_empty());
        let windows = cfg!(windows);
        let term = value("TERM").unwrap_or_else(|| if windows { "windows" } else { "dumb" }.into());
        let depth = depth(&term, value("NO_COLOR").is_some(), value("COLORTERM"));
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| value(name));
        let utf8 = locale.is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        });
        // The Linux console has no eighths and few signs; a far terminal is spared some frames.
        let unicode = (utf8 || windows) && !["linux", "dumb", "vt100"].contains(&term.as_str());
        let far = value("SSH_CONNECTION").is_some();
        Options {
            plain: !terminal || term == "dumb",
            depth,
            unicode,
            stage: false,
            calm: false,
            frames: if far { 30 } else { 60 },
            docs: None,
            stop: Arc::default(),
        }
    }
}

fn depth(term: &str, no_colour: bool, colourterm: Option<String>) -> Depth {
    let full = colourterm.is_some_and(|value| value == "truecolor" || value == "24bit");
    match term {
        _ if no_colour => Depth::Mono,
        "dumb" | "vt100" | "vt102" | "vt220" => Depth::Mono,
        "linux" | "screen" | "ansi" | "cygwin" => Depth::Sixteen,
        _ if full || term.contains("direct") || term == "windows" => Depth::True,
        _ if term.contains("256color") || term.contains("kitty") || term.contains("alacritty") => {
            Depth::Indexed
        }
        _ => Depth::Sixteen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(variables: &[(&str, &str)]) -> (bool, Depth, bool) {
        let value = |name: &str| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        let options = Options::from_variables(true, value);
        (options.plain, options.depth, options.unicode)
    }

    type Case<'a> = (&'a [(&'a str, &'a str)], (bool, Depth, bool));

    #[test]
    #[cfg(unix)]
    fn terminals_get_what_they_can_show() {
        let utf8 = ("LANG", "de_DE.UTF-8");
        let cases: [Case; 7] = [
            (
                &[("TERM", "xterm-256color"), utf8, ("COLORTERM", "truecolor")],
                (false, Depth::True, true),
            ),
            (&[("TERM", "xterm-256color"), utf8], (false, Depth::Indexed, true)),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1")], (false, Depth::Mono, false)),
            (&[("TERM", "screen"), utf8, ("LC_ALL", "C")], (false, Depth::Sixteen, false)),
            (&[("TERM", "linux"), utf8], (false, Depth::Sixteen, false)),
            (&[("TERM", "dumb"), utf8], (true, Depth::Mono, false)),
            (&[], (true, Depth::Mono, false)),
        ];
        for (variables, expected) in cases {
            assert_eq!(found(variables), expected, "{variables:?}");
        }
    }

    #[test]
    fn without_a_terminal_there_are_lines() {
        assert!(Options::from_variables(false, |_| Some("xterm".to_owned())).plain);
    }
}
