//! The recordings inside the program: their names, the groups that number them, and a drum kit of
//! them.
//!
//! Only names; the files are where recordings are decoded. No name here is one of a sound that is
//! computed, so that none takes the place of another.

mod rows;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

pub use super::class::Class;
use super::{SOUNDS, SoundInfo};
pub use rows::SHOTS;

/// One row of the table: a recording of one stroke.
#[derive(Debug)]
pub struct Shot {
    /// The name that `s("..")` takes.
    pub name: &'static str,
    /// What it is played like.
    pub class: Class,
    /// What brings it to the loudness of its class, in decibels.
    pub level: f32,
}

/// Recordings that one name numbers: `tabla:3`.
#[derive(Debug)]
pub struct ShotGroup {
    /// The name; those of its recordings begin with it.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What they sound like, in a few words.
    pub doc: &'static str,
}

/// The groups whose names are free; what other kinds there are is in the kit of [`RECORDED`].
pub const GROUPS: &[ShotGroup] = &[
    ShotGroup { name: "drum", aliases: &[], doc: "pieces of an acoustic drum kit" },
    ShotGroup { name: "elec", aliases: &["electro"], doc: "small electronic strokes" },
    ShotGroup { name: "perc", aliases: &["percussion"], doc: "bells, doors, snaps and swooshes" },
    ShotGroup { name: "tabla", aliases: &["tabla2"], doc: "strokes of a pair of tabla" },
];

/// The name that `bank("..")` takes for a drum kit of recordings.
pub const RECORDED: &str = "recorded";

/// What plays a piece of the kit: single names, and beginnings of names that end in `_`.
const KIT: &[(&str, &[&str])] = &[
    ("bd", &["drum_bass_hard", "drum_bass_soft", "drum_heavy_kick", "bd_"]),
    ("sd", &["drum_snare_hard", "drum_snare_soft", "sn_"]),
    ("hh", &["drum_cymbal_closed", "drum_cymbal_pedal", "hat_"]),
    ("oh", &["drum_cymbal_open"]),
    ("cr", &["drum_cymbal_hard", "drum_cymbal_soft", "drum_splash_hard", "drum_splash_soft"]),
    ("rd", &["ride_"]),
    ("lt", &["drum_tom_lo_hard", "drum_tom_lo_soft"]),
    ("mt", &["drum_tom_mid_hard", "drum_tom_mid_soft"]),
    ("ht", &["drum_tom_hi_hard", "drum_tom_hi_soft"]),
    ("cb", &["drum_cowbell"]),
    ("snap", &["perc_snap", "perc_snap2"]),
];

/// The recordings that a name stands for, in order: one by its own name, those of a group, or those of
/// a piece of the recorded kit, `recorded_bd`.
pub fn recorded(name: &str) -> Vec<&'static Shot> {
    let name = match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    };
    let name = name.as_ref();
    let alone = || SHOTS.iter().find(|shot| shot.name == name);
    if let Some(shot) = name.contains('_').then(alone).flatten() {
        return vec![shot];
    }
    let piece = name.strip_prefix(RECORDED).and_then(|name| name.strip_prefix('_'));
    if let Some(group) = group(name).or_else(|| group(piece?)) {
        return all_of(group.name).collect();
    }
    let means = |row: &&SoundInfo| {
        piece.is_some_and(|piece| row.name == piece || row.aliases.contains(&piece))
    };
    let Some(row) = SOUNDS.iter().find(means) else { return Vec::new() };
    let parts =
        KIT.iter().find(|(piece, _)| *piece == row.name).map_or(&[][..], |(_, parts)| parts);
    parts.iter().flat_map(|part| all_of(part)).collect()
}

/// The group of that name or alias.
fn group(name: &str) -> Option<&'static ShotGroup> {
    static BY_NAME: LazyLock<HashMap<&str, &ShotGroup>> = LazyLock::new(|| {
        let words = |group: &'static ShotGroup| {
            group.aliases.iter().chain([&group.name]).map(move |word| (*word, group))
        };
        GROUPS.iter().rev().flat_map(words).collect()
    });
    BY_NAME.get(name).copied()
}

/// The recordings of a group, or the one of that name.
fn all_of(part: &str) -> impl Iterator<Item = &'static Shot> {
    let kind = part.trim_end_matches('_');
    let alone = SHOTS.iter().any(|shot| shot.name == part);
    SHOTS.iter().filter(move |shot| match alone {
        true => shot.name == part,
        false => shot.name.split('_').next() == Some(kind),
    })
}

/// Every name that the recordings answer to, but for the pieces of the kit.
pub fn names() -> impl Iterator<Item = &'static str> {
    let groups = GROUPS.iter().flat_map(|group| group.aliases.iter().copied().chain([group.name]));
    groups.chain(SHOTS.iter().map(|shot| shot.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{named, of_machine};

    fn found(name: &str) -> Vec<&'static str> {
        recorded(name).iter().map(|shot| shot.name).collect()
    }

    #[test]
    fn names_groups_and_pieces_of_the_kit_are_found() {
        assert_eq!(found("bd_haus"), ["bd_haus"]);
        assert_eq!(found("BD_Haus"), ["bd_haus"]);
        assert_eq!(
            found("recorded_kick")[..3],
            ["drum_bass_hard", "drum_bass_soft", "drum_heavy_kick"]
        );
        assert_eq!(found("recorded_bd").len(), 3 + 15);
        assert_eq!(found("recorded_rd"), ["ride_tri", "ride_via"]);
        assert_eq!(found("tabla").len(), 26);
        assert_eq!(found("recorded_tabla"), found("tabla"));
        assert_eq!(found("drum").len(), 20);
        for nothing in ["", "bd", "sn", "recorded", "recorded_", "recorded_sawtooth", "tabla_"] {
            assert_eq!(found(nothing), [""; 0], "{nothing}");
        }
        for (piece, _) in KIT {
            assert!(!found(&format!("recorded_{piece}")).is_empty(), "{piece}");
        }
    }

    #[test]
    fn no_recording_takes_the_place_of_a_sound_that_is_computed() {
        for name in names() {
            assert!(named(name).is_none() && of_machine(name).is_none(), "{name}");
        }
    }
}
