//! Tracks do not hear each other: what one plays is the same to the bit, whatever plays beside it
//! in the same groups of voices.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "offline/rig.rs"]
mod rig;

use rig::{CYCLE, loudest, play, stretch};

/// A track of every kind of source, with what shapes it.
const TRACKS: [&str; 20] = [
    r#"note("c3 <e3 g3> [b3 d4]*2").s("sawtooth").lpf(800).lpenv(3).room(.4)"#,
    r#"note("[c2 g2]*3").s("square").pw(.3).release(.2).delay(.5)"#,
    r#"note("e4(5,8)").s("sine").fm(3).fmdecay(.1)"#,
    r#"note("a3 c4").s("triangle").vib(5).penv(4).tremolo(6)"#,
    r#"note("[c3,e3,g3,b3]").s("supersaw").ftype("24db").lpf(1200).lpq(8)"#,
    r#"s("bd*4, [~ cp]*2, hh*8")"#,
    r#"s("[~ sd]*2, oh(3,8), cr").bank("909").speed(1.2)"#,
    r#"s("pink*3").hpf(700).crush(5).coarse(3)"#,
    r#"note("c3 [e3 g3]*3").s("<piano pluck>").vel(.6)"#,
    r#"s("conga*3 bayan gong").tone(2)"#,
    r#"note("c3 g3").s("<organ flute>").lpf(900)"#,
    r#"note("[c3,e3] a3").s("<choir pad>").vowel("<o i>")"#,
    r#"note("c3 e3 g2").s("wt_sync").wtenv(1).wtdecay(.3)"#,
    r#"note("e4(5,8)").s("sine").fm(2).fm2(3).fmh2(2.5)"#,
    r#"note("c2 [g2 e3]*2").s("sawtooth").ftype("ladder").lpf(700).lpq(25).lpsync(2).lpdepth(1)"#,
    r#"note("<c3 g2>*4").s("square").vowel("<a i>").glide(.1).noise(.2)"#,
    r#"note("c3*3").s("triangle").distort("2:1:diode").comb(.7)"#,
    r#"note("e3*3").s("sawtooth").squiz(2).ring(.5).ringf(90).krush(4)"#,
    r#"note("c4*3").s("supersaw").waveloss(40).triode(1).accelerate(-.5).hold(.1)"#,
    r#"s("pink*4").hpf(900).hprate(7).shape(.6)"#,
];

/// What may play beside it: the same sources with every switch thrown, and not to be heard.
const NEIGHBOURS: [&str; 19] = [
    r#"note("<c4 e2>*5").s("sawtooth").ftype("ladder").lpf("<300 9000>").lpq(20).hpf(90).bpf(900)"#,
    r#"note("<d1 a6>*7").s("square").pw(.9).pwsweep(.2).penv(12).distort(3).vib(9)"#,
    r#"note("<c1 c7>*3").s("sine").fm(40).fmh(7.3).shape(.7)"#,
    r#"note("<f3 f5>*9").s("triangle").fm(1).tremolo(11).coarse(7).bpf(400)"#,
    r#"note("<[c2,c5] e3>*5").s("supersaw").unison(7).penv(7).lpf(300).distort(2)"#,
    r#"s("<bd lt>*6, <sd rim>*5, cb*3").bank("808").vib(6).penv(9).lpf(500)"#,
    r#"s("<oh hh>*7, cr, <mt ht>*3").speed(-.7).ftype("24db").hpf(3000).crush(3)"#,
    r#"s("<pink white brown crackle>*7").lpf(400).lpq(30).tremolo(5).distort(1)"#,
    r#"note("<c1 c6>*5").s("<sitar marimba bell>").vib(7).penv(12).vel(2)"#,
    r#"s("<bayan taiko clave>*7").vib(3).snap(4)"#,
    r#"note("<c1 c7>*3").s("<pipeorgan subbass clarinet>").penv(-12).vib(9)"#,
    r#"note("<c2 c6>*3").s("<strings choir brass>").penv(12).vib(5).tone(4)"#,
    r#"note("<c1 c8>*5").s("<wt_grit wt_pulse>").vib(5).wtdepth(1).wtrate(9)"#,
    r#"note("<c2 c5>*7").s("sine").fm(3).fm2(2).fm3(9).fm4(1).fmwave("noise").fmenv2("exp")"#,
    r#"note("<c2 c5>*7").s("sawtooth").ftype("ladder").lpf(2000).lpq(50).drive(1).lprate(30).vowel("u")"#,
    r#"note("<c2 c5>*5").s("square").glide(.3).accelerate(2).squiz(5).comb(1).noise(.9).triode(9)"#,
    r#"note("<c1 c6>*7").s("triangle").ring(9).waveloss(90).krush(50).distort("5:1:asym")"#,
    r#"note("<c3 c6>*5").s("supersaw").bpf(900).bprate(11).bpdepth(3).shape(.9).comb(.5).vowel("e")"#,
    r#"s("<white brown>*5").ftype("ladder").hpf(300).hpq(45).squiz(3).distort("2:1:diode").hold(.05)"#,
];

fn bits(samples: &[f32]) -> Vec<u32> {
    samples.iter().map(|sample| sample.to_bits()).collect()
}

#[test]
fn a_track_gives_the_same_bits_alone_and_among_others() {
    for (index, track) in TRACKS.iter().enumerate() {
        let alone = play(&[(&format!("me: {track}.gain(.5)\n"), 2 * CYCLE)]);
        assert!(loudest(stretch(&alone, CYCLE, 2 * CYCLE)) > 0.01, "{track}");
        // Before it and after it by name and place, so that lanes are taken in every order.
        let others = NEIGHBOURS.iter().enumerate().map(|(i, other)| {
            let name = if (i + index) % 2 == 0 { "a" } else { "z" };
            format!("{name}{i}: {other}.gain(0)\n")
        });
        let (first, last): (Vec<_>, Vec<_>) = others.partition(|line| line.starts_with('a'));
        let script = format!("{}me: {track}.gain(.5)\n{}", first.concat(), last.concat());
        let among = play(&[(&script, 2 * CYCLE)]);
        let apart = alone.iter().zip(&among).position(|(a, b)| a.to_bits() != b.to_bits());
        assert!(bits(&alone) == bits(&among), "{track}: from sample {apart:?}");
    }
}

#[test]
fn a_track_that_asks_for_far_too_many_voices_takes_none_from_others() {
    let others = r#"hats: s("hh*4 cp")
bass: note("c2 g2 c3 g3").s("saw").lpf(800).release(.3)
"#;
    let alone = play(&[(others, 2 * CYCLE)]);
    for greedy in
        [r#"s("bd*4000")"#, r#"s("bd*30000")"#, r#"s("cp*2").ply(8).ply(8).ply(8).ply(8)"#]
    {
        let among = play(&[(&format!("a: {greedy}.gain(0)\n{others}"), 2 * CYCLE)]);
        assert!(bits(&alone) == bits(&among), "{greedy}");
    }
}
