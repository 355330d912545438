//! MIDI ports as the rest sees them: names, and somewhere to send bytes.
//!
//! No crate of any system is named here, so that tests can bring ports of their own.

use std::any::Any;

/// What is done with each message that comes in.
pub type Hear = Box<dyn FnMut(&[u8]) + Send>;

/// The ports that there are.
pub trait Ports: Send {
    /// The names of those that take notes, as the system has them now.
    ///
    /// # Errors
    /// Why they cannot be listed, in one sentence.
    fn outputs(&mut self) -> Result<Vec<String>, String>;

    /// Opens one by its whole name.
    ///
    /// # Errors
    /// Why it cannot be opened.
    fn open(&mut self, name: &str) -> Result<Box<dyn Port>, String>;

    /// The names of those that send what is played on them.
    ///
    /// # Errors
    /// Why they cannot be listed, in one sentence.
    fn inputs(&mut self) -> Result<Vec<String>, String>;

    /// Listens to one by its whole name, until what is given is dropped.
    ///
    /// # Errors
    /// Why it cannot be opened.
    fn listen(&mut self, name: &str, hear: Hear) -> Result<Box<dyn Any>, String>;
}

/// A port that takes notes. Dropping it closes it.
pub trait Port {
    /// Sends one message.
    ///
    /// # Errors
    /// When the port is gone.
    fn send(&mut self, bytes: &[u8]) -> Result<(), String>;
}

const NOT_BUILT: &str = "this build has no MIDI (feature `midi` is off)";

/// A build that knows no ports.
#[derive(Clone, Copy, Debug)]
pub struct NotBuilt;

impl Ports for NotBuilt {
    fn outputs(&mut self) -> Result<Vec<String>, String> {
        Err(NOT_BUILT.to_owned())
    }

    fn open(&mut self, _: &str) -> Result<Box<dyn Port>, String> {
        Err(NOT_BUILT.to_owned())
    }

    fn inputs(&mut self) -> Result<Vec<String>, String> {
        self.outputs()
    }

    fn listen(&mut self, name: &str, _: Hear) -> Result<Box<dyn Any>, String> {
        self.open(name).map(|port| Box::new(port) as Box<dyn Any>)
    }
}

/// The port that a script means: by its number, its name, or a part of its name. Without a name, the
/// first that leads to an instrument and not only to other programs.
pub fn find<'a>(wanted: &str, names: &'a [String]) -> Option<&'a str> {
    let wanted = wanted.trim().to_lowercase();
    let lower = |name: &String| name.to_lowercase();
    let place = if wanted.is_empty() {
        names.iter().position(|name| !lower(name).contains("through")).or(Some(0))
    } else {
        let is = |name: &String| lower(name) == wanted;
        let has = |name: &String| lower(name).contains(&wanted);
        let number = || wanted.parse().ok();
        names.iter().position(is).or_else(number).or_else(|| names.iter().position(has))
    };
    place.and_then(|place| names.get(place)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_meant_by_name_number_or_part_of_its_name() {
        let names = ["Midi Through 14:0", "Volca 20:0", "Volca Bass 24:0"].map(str::to_owned);
        assert_eq!(find("", &names), Some("Volca 20:0"));
        assert_eq!(find("", &names[..1]), Some("Midi Through 14:0"));
        assert_eq!(find("volca bass", &names), Some("Volca Bass 24:0"));
        assert_eq!(find("VOLCA 20:0", &names), Some("Volca 20:0"));
        assert_eq!(find("2", &names), Some("Volca Bass 24:0"));
        assert_eq!(find("7", &names), None);
        assert_eq!(find("minilogue", &names), None);
        assert_eq!(find("", &[]), None);
    }
}
