//! The drums of the built-in kit, one row each: a machine in the line of the great analogue ones.
//!
//! Numbers only; `tests/sounds.rs` measures what they sound like, and holds them to it.

use super::model::{Body, Click, Fall, Filter, Metal, Model, Noise, Side, Variant};
use super::{acoustic, hands};
use crate::sound::{Drum, Machine};

/// The six squares of the old machines' hats and cymbals, in hertz.
const PLATE: [f32; 6] = [205.3, 304.4, 369.6, 522.7, 540.0, 800.0];

pub(super) const fn high(freq: f32, quality: f32) -> Filter {
    Filter { side: Side::High, freq, quality }
}

pub(super) const fn band(freq: f32, quality: f32) -> Filter {
    Filter { side: Side::Band, freq, quality }
}

pub(super) const fn low(freq: f32, quality: f32) -> Filter {
    Filter { side: Side::Low, freq, quality }
}

pub(super) const fn fall(fast: f32, slow: f32, share: f32) -> Fall {
    Fall { fast, slow, share }
}

/// The model of a drum on a machine, in the variant that `n` names; numbers beyond the last begin
/// anew.
pub fn model(machine: Machine, drum: Drum, n: i32) -> Model {
    let (model, variants) = match drum {
        Drum::Kick => (&KICK, &SKINS),
        Drum::Snare => (&SNARE, &SKINS),
        Drum::ClosedHat => (&CLOSED_HAT, &PLATES),
        Drum::OpenHat => (&OPEN_HAT, &PLATES),
        Drum::Clap => (&CLAP, &PLATES),
        Drum::Rim => (&RIM, &SKINS),
        Drum::LowTom => (&LOW_TOM, &SKINS),
        Drum::MidTom => (&MID_TOM, &SKINS),
        Drum::HighTom => (&HIGH_TOM, &SKINS),
        Drum::Cowbell => (&COWBELL, &PLATES),
        Drum::Crash => (&CRASH, &PLATES),
        Drum::Ride => (&RIDE, &PLATES),
        Drum::Shaker => (&hands::SHAKER, &PLATES),
        Drum::Tambourine => (&hands::TAMBOURINE, &PLATES),
        Drum::Maracas => (&hands::MARACAS, &PLATES),
        Drum::Cabasa => (&hands::CABASA, &PLATES),
        Drum::Guiro => (&hands::GUIRO, &PLATES),
        Drum::Vibraslap => (&hands::VIBRASLAP, &PLATES),
        Drum::Snap => (&hands::SNAP, &PLATES),
        Drum::Stomp => (&hands::STOMP, &SKINS),
        Drum::Whistle => (&hands::WHISTLE, &SKINS),
        Drum::Click => (&hands::CLICK, &SKINS),
        Drum::Zap => (&hands::ZAP, &SKINS),
    };
    let model =
        if machine == Machine::Acoustic { acoustic::model(drum).unwrap_or(model) } else { model };
    model.varied(&variants[n.rem_euclid(variants.len() as i32) as usize])
}

/// Variants of drums with a skin: plain, deeper, harder, longer.
const SKINS: [Variant; 4] = [
    Variant { tune: 1.0, decay: 1.0, tone: 1.0, snap: 1.0, level: 1.0 },
    Variant { tune: 0.88, decay: 1.2, tone: 0.85, snap: 0.8, level: 1.0 },
    Variant { tune: 1.07, decay: 0.75, tone: 1.2, snap: 1.6, level: 1.0 },
    Variant { tune: 0.96, decay: 1.7, tone: 0.95, snap: 1.0, level: 0.84 },
];

/// Variants of everything else: plain, darker, brighter and shorter, longer.
const PLATES: [Variant; 4] = [
    Variant { tune: 1.0, decay: 1.0, tone: 1.0, snap: 1.0, level: 1.0 },
    Variant { tune: 0.9, decay: 1.05, tone: 0.88, snap: 0.9, level: 1.0 },
    Variant { tune: 1.12, decay: 0.75, tone: 1.12, snap: 1.3, level: 1.0 },
    Variant { tune: 0.97, decay: 1.35, tone: 1.0, snap: 1.0, level: 0.9 },
];

const KICK: Model = Model {
    body: Some(Body {
        freq: 50.0,
        sweep: (1.3, 0.28),
        snap: (4.2, 0.06),
        phase: 0.0,
        fall: fall(0.16, 0.62, 0.25),
        second: (2.0, 0.0),
        drive: 1.7,
        level: 1.0,
    }),
    click: Some(Click { freq: 2600.0, fall: 0.012, tone: 0.22, noise: 0.16 }),
    level: 0.446,
    ..Model::NONE
};

const SNARE: Model = Model {
    body: Some(Body {
        freq: 182.0,
        sweep: (0.25, 0.09),
        snap: (0.9, 0.03),
        phase: 0.0,
        fall: fall(0.10, 0.24, 0.4),
        second: (1.78, 0.5),
        drive: 1.2,
        level: 0.42,
    }),
    click: Some(Click { freq: 3400.0, fall: 0.008, tone: 0.1, noise: 0.3 }),
    noise: Some(Noise {
        filter: band(4200.0, 0.4),
        fall: fall(0.12, 0.38, 0.4),
        bursts: (0, 0.0, 0.0),
        level: 1.15,
    }),
    level: 0.537,
    ..Model::NONE
};

const CLOSED_HAT: Model = Model {
    noise: Some(Noise {
        filter: band(9500.0, 0.8),
        fall: fall(0.03, 0.11, 0.4),
        bursts: (0, 0.0, 0.0),
        level: 0.3,
    }),
    metal: Some(Metal {
        freqs: PLATE,
        first: band(8600.0, 1.1),
        second: high(7000.0, 0.9),
        fall: fall(0.04, 0.12, 0.4),
        level: 1.0,
    }),
    level: 0.930,
    ..Model::NONE
};

const OPEN_HAT: Model = Model {
    noise: Some(Noise {
        filter: band(9000.0, 0.8),
        fall: fall(0.12, 0.56, 0.35),
        bursts: (0, 0.0, 0.0),
        level: 0.26,
    }),
    metal: Some(Metal {
        freqs: PLATE,
        first: band(8300.0, 1.0),
        second: high(6600.0, 0.9),
        fall: fall(0.14, 0.62, 0.3),
        level: 1.0,
    }),
    level: 0.435,
    ..Model::NONE
};

const CLAP: Model = Model {
    noise: Some(Noise {
        filter: band(1250.0, 1.1),
        fall: fall(0.05, 0.34, 0.55),
        bursts: (3, 0.0105, 0.024),
        level: 3.2,
    }),
    level: 0.690,
    ..Model::NONE
};

const RIM: Model = Model {
    body: Some(Body {
        freq: 520.0,
        sweep: (0.0, 0.01),
        snap: (0.35, 0.012),
        phase: 0.1,
        fall: fall(0.02, 0.055, 0.5),
        second: (3.23, 0.9),
        drive: 1.6,
        level: 0.8,
    }),
    click: Some(Click { freq: 4100.0, fall: 0.005, tone: 0.2, noise: 0.2 }),
    level: 0.508,
    ..Model::NONE
};

const fn tom(freq: f32, seconds: f32, skin: f32) -> Model {
    Model {
        body: Some(Body {
            freq,
            sweep: (0.42, 0.34),
            snap: (0.7, 0.03),
            phase: 0.0,
            fall: fall(0.12, seconds, 0.25),
            second: (1.593, 0.16),
            drive: 0.9,
            level: 0.9,
        }),
        click: Some(Click { freq: 1800.0, fall: 0.008, tone: 0.1, noise: 0.12 }),
        noise: Some(Noise {
            filter: low(skin, 0.8),
            fall: Fall::plain(0.14),
            bursts: (0, 0.0, 0.0),
            level: 0.2,
        }),
        metal: None,
        level: 0.522,
    }
}

const LOW_TOM: Model = tom(88.0, 0.62, 900.0);
const MID_TOM: Model = tom(126.0, 0.52, 1200.0);
const HIGH_TOM: Model = tom(176.0, 0.44, 1600.0);

const COWBELL: Model = Model {
    metal: Some(Metal {
        freqs: [540.0, 800.0, 0.0, 0.0, 0.0, 0.0],
        first: band(1100.0, 0.9),
        second: high(350.0, 0.7),
        fall: fall(0.045, 0.42, 0.6),
        level: 1.0,
    }),
    level: 0.482,
    ..Model::NONE
};

const CRASH: Model = Model {
    noise: Some(Noise {
        filter: band(6800.0, 0.5),
        fall: fall(0.35, 1.8, 0.5),
        bursts: (0, 0.0, 0.0),
        level: 0.55,
    }),
    metal: Some(Metal {
        freqs: [317.0, 432.0, 553.0, 731.0, 896.0, 1103.0],
        first: band(6500.0, 0.6),
        second: high(3600.0, 0.7),
        fall: fall(0.5, 1.9, 0.4),
        level: 0.7,
    }),
    level: 0.350,
    ..Model::NONE
};

const RIDE: Model = Model {
    body: Some(Body {
        freq: 3140.0,
        sweep: (0.0, 0.01),
        snap: (0.0, 0.01),
        phase: 0.0,
        fall: fall(0.12, 0.8, 0.6),
        second: (1.483, 0.6),
        drive: 0.0,
        level: 0.13,
    }),
    click: Some(Click { freq: 5200.0, fall: 0.012, tone: 0.1, noise: 0.2 }),
    noise: Some(Noise {
        filter: band(8500.0, 0.6),
        fall: fall(0.08, 0.8, 0.6),
        bursts: (0, 0.0, 0.0),
        level: 0.12,
    }),
    metal: Some(Metal {
        freqs: [411.0, 548.0, 683.0, 857.0, 1013.0, 1294.0],
        first: band(8200.0, 0.8),
        second: high(5200.0, 0.8),
        fall: fall(0.15, 1.25, 0.45),
        level: 0.8,
    }),
    level: 0.621,
};
