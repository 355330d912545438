//! The files of the recordings inside the program, by name, as they were packed.
//!
//! It does not decode them: that is done when one is first asked for, as with any other file.

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_bytes!(concat!("../../std-lib/sounds/", $name, ".flac")))),*]
    };
}

/// Name and file (FLAC) of each.
#[rustfmt::skip]
const FILES: &[(&str, &[u8])] = files!(
    "bd_808" "bd_ada" "bd_boom" "bd_chip" "bd_fat" "bd_gas" "bd_haus" "bd_jazz" "bd_klub"
    "bd_mehackit" "bd_pure" "bd_sone" "bd_tek" "bd_zome" "bd_zum" "drum_bass_hard"
    "drum_bass_soft" "drum_cowbell" "drum_cymbal_closed" "drum_cymbal_hard" "drum_cymbal_open"
    "drum_cymbal_pedal" "drum_cymbal_soft" "drum_heavy_kick" "drum_roll" "drum_snare_hard"
    "drum_snare_soft" "drum_splash_hard" "drum_splash_soft" "drum_tom_hi_hard" "drum_tom_hi_soft"
    "drum_tom_lo_hard" "drum_tom_lo_soft" "drum_tom_mid_hard" "drum_tom_mid_soft" "elec_beep"
    "elec_bell" "elec_blip" "elec_blip2" "elec_blup" "elec_bong" "elec_chime" "elec_cymbal"
    "elec_filt_snare" "elec_flip" "elec_fuzz_tom" "elec_hi_snare" "elec_hollow_kick"
    "elec_lo_snare" "elec_mid_snare" "elec_ping" "elec_plip" "elec_pop" "elec_snare"
    "elec_soft_kick" "elec_tick" "elec_triangle" "elec_twang" "elec_twip" "elec_wood" "hat_bdu"
    "hat_cab" "hat_cats" "hat_gem" "hat_gnu" "hat_gump" "hat_hier" "hat_len" "hat_mess"
    "hat_metal" "hat_noiz" "hat_psych" "hat_raw" "hat_sci" "hat_snap" "hat_star" "hat_tap"
    "hat_yosh" "hat_zan" "hat_zap" "hat_zild" "perc_bell" "perc_bell2" "perc_door" "perc_impact1"
    "perc_impact2" "perc_snap" "perc_snap2" "perc_swash" "perc_swoosh" "perc_till" "ride_tri"
    "ride_via" "sn_dolf" "sn_dub" "sn_generic" "sn_zome" "tabla_dhec" "tabla_ghe1" "tabla_ghe2"
    "tabla_ghe3" "tabla_ghe4" "tabla_ghe5" "tabla_ghe6" "tabla_ghe7" "tabla_ghe8" "tabla_ke1"
    "tabla_ke2" "tabla_ke3" "tabla_na" "tabla_na_o" "tabla_na_s" "tabla_re" "tabla_tas1"
    "tabla_tas2" "tabla_tas3" "tabla_te1" "tabla_te2" "tabla_te_m" "tabla_te_ne" "tabla_tun1"
    "tabla_tun2" "tabla_tun3"
);

/// The file of a recording.
pub(super) fn file(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(other, _)| *other == name).map(|(_, file)| *file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::SHOTS;

    #[test]
    fn every_row_has_its_file_and_no_file_is_without_a_row() {
        assert_eq!(FILES.len(), SHOTS.len());
        assert!(SHOTS.iter().all(|shot| file(shot.name).is_some()));
    }
}
