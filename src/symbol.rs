//! Interned names: a word of a pattern as a small number that copies and compares at once.
//!
//! Not a general string type: names live until the program ends, so only words that people write
//! (sounds, notes, tracks, tags) belong here.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{LazyLock, PoisonError, RwLock};

/// A name. Two symbols are equal when their texts are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Symbol(u32);

/// Words are short and written by the player, so a plain hash by Fowler, Noll and Vo will do.
struct WordHash(u64);

impl Default for WordHash {
    fn default() -> WordHash {
        WordHash(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for WordHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}

#[derive(Default)]
struct Table {
    ids: HashMap<&'static str, u32, BuildHasherDefault<WordHash>>,
    texts: Vec<&'static str>,
}

static TABLE: LazyLock<RwLock<Table>> = LazyLock::new(RwLock::default);

impl Symbol {
    /// The symbol of a text, the same one every time.
    pub fn new(text: &str) -> Symbol {
        if let Some(&id) = TABLE.read().unwrap_or_else(PoisonError::into_inner).ids.get(text) {
            return Symbol(id);
        }
        let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(&id) = table.ids.get(text) {
            return Symbol(id);
        }
        let id = table.texts.len() as u32;
        let text: &'static str = Box::leak(text.into());
        table.texts.push(text);
        table.ids.insert(text, id);
        Symbol(id)
    }

    /// Its text.
    pub fn as_str(self) -> &'static str {
        TABLE.read().unwrap_or_else(PoisonError::into_inner).texts[self.0 as usize]
    }
}

impl From<&str> for Symbol {
    fn from(text: &str) -> Symbol {
        Symbol::new(text)
    }
}

/// By text, so that lists come out in an order that people expect.
impl Ord for Symbol {
    fn cmp(&self, other: &Symbol) -> std::cmp::Ordering {
        if self == other { std::cmp::Ordering::Equal } else { self.as_str().cmp(other.as_str()) }
    }
}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Symbol) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_symbol() {
        assert_eq!(Symbol::new("bd"), Symbol::new(&String::from("bd")));
        assert_ne!(Symbol::new("bd"), Symbol::new("sd"));
        assert_eq!(Symbol::new("bd").as_str(), "bd");
    }
}
