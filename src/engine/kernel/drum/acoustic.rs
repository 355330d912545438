//! A kit of wood, skin and bronze: the drums that differ from the built-in kit in what they are
//! made of. Numbers only; `tests/sounds.rs` measures what they sound like.

use super::kit::{band, fall, high, low};
use super::model::{Body, Click, Metal, Model, Noise};
use crate::sound::Drum;

/// The drum of the acoustic kit, if it is another one than that of the built-in kit.
pub(super) fn model(drum: Drum) -> Option<&'static Model> {
    Some(match drum {
        Drum::Kick => &KICK,
        Drum::Snare => &SNARE,
        Drum::ClosedHat => &CLOSED_HAT,
        Drum::OpenHat => &OPEN_HAT,
        Drum::Rim => &RIM,
        Drum::LowTom => &LOW_TOM,
        Drum::MidTom => &MID_TOM,
        Drum::HighTom => &HIGH_TOM,
        Drum::Crash => &CRASH,
        Drum::Ride => &RIDE,
        _ => return None,
    })
}

const KICK: Model = Model {
    body: Some(Body {
        freq: 58.0,
        sweep: (0.12, 0.12),
        snap: (0.7, 0.03),
        phase: 0.0,
        fall: fall(0.1, 0.44, 0.45),
        second: (1.72, 0.45),
        drive: 0.9,
        level: 0.95,
    }),
    click: Some(Click { freq: 2100.0, fall: 0.01, tone: 0.3, noise: 0.6 }),
    noise: Some(Noise {
        filter: low(900.0, 0.6),
        fall: fall(0.03, 0.12, 0.6),
        bursts: (0, 0.0, 0.0),
        level: 0.5,
    }),
    metal: None,
    level: 0.66,
};

const SNARE: Model = Model {
    body: Some(Body {
        freq: 196.0,
        sweep: (0.05, 0.06),
        snap: (0.25, 0.02),
        phase: 0.0,
        fall: fall(0.05, 0.2, 0.6),
        second: (1.594, 0.8),
        drive: 0.6,
        level: 0.5,
    }),
    click: Some(Click { freq: 2700.0, fall: 0.007, tone: 0.2, noise: 0.7 }),
    noise: Some(Noise {
        filter: band(5200.0, 0.35),
        fall: fall(0.07, 0.3, 0.55),
        bursts: (0, 0.0, 0.0),
        level: 1.5,
    }),
    metal: None,
    level: 0.55,
};

/// Partials of a bronze plate: close together and in no order.
const BRONZE: [f32; 6] = [433.0, 611.0, 787.0, 1051.0, 1327.0, 1613.0];

const fn hat(noise: (f32, f32), metal: (f32, f32), level: f32) -> Model {
    Model {
        click: Some(Click { freq: 5200.0, fall: 0.006, tone: 0.06, noise: 0.2 }),
        noise: Some(Noise {
            filter: band(8200.0, 0.5),
            fall: fall(noise.0, noise.1, 0.5),
            bursts: (0, 0.0, 0.0),
            level: 0.6,
        }),
        metal: Some(Metal {
            freqs: BRONZE,
            first: band(7600.0, 0.6),
            second: high(5200.0, 0.7),
            fall: fall(metal.0, metal.1, 0.5),
            level: 0.5,
        }),
        body: None,
        level,
    }
}

const CLOSED_HAT: Model = hat((0.02, 0.09), (0.04, 0.1), 0.7);
const OPEN_HAT: Model = hat((0.2, 0.7), (0.2, 0.75), 0.24);

const RIM: Model = Model {
    body: Some(Body {
        freq: 410.0,
        sweep: (0.0, 0.01),
        snap: (0.1, 0.01),
        phase: 0.1,
        fall: fall(0.015, 0.06, 0.6),
        second: (4.1, 1.0),
        drive: 0.8,
        level: 0.7,
    }),
    click: Some(Click { freq: 3300.0, fall: 0.006, tone: 0.3, noise: 0.5 }),
    level: 0.68,
    ..Model::NONE
};

const fn tom(freq: f32, seconds: f32) -> Model {
    Model {
        body: Some(Body {
            freq,
            sweep: (0.1, 0.25),
            snap: (0.2, 0.03),
            phase: 0.0,
            fall: fall(0.1, seconds, 0.35),
            second: (1.594, 0.4),
            drive: 0.4,
            level: 0.9,
        }),
        click: Some(Click { freq: 1500.0, fall: 0.012, tone: 0.2, noise: 0.5 }),
        noise: Some(Noise {
            filter: low(1800.0, 0.6),
            fall: fall(0.03, 0.16, 0.6),
            bursts: (0, 0.0, 0.0),
            level: 0.35,
        }),
        metal: None,
        level: 0.58,
    }
}

const LOW_TOM: Model = tom(82.0, 0.8);
const MID_TOM: Model = tom(117.0, 0.68);
const HIGH_TOM: Model = tom(165.0, 0.55);

const CRASH: Model = Model {
    click: Some(Click { freq: 4200.0, fall: 0.012, tone: 0.05, noise: 0.25 }),
    noise: Some(Noise {
        filter: band(5600.0, 0.35),
        fall: fall(0.3, 2.1, 0.55),
        bursts: (0, 0.0, 0.0),
        level: 0.8,
    }),
    metal: Some(Metal {
        freqs: [371.0, 517.0, 683.0, 877.0, 1129.0, 1453.0],
        first: band(5200.0, 0.5),
        second: high(2400.0, 0.7),
        fall: fall(0.6, 2.4, 0.4),
        level: 0.6,
    }),
    body: None,
    level: 0.25,
};

const RIDE: Model = Model {
    body: Some(Body {
        freq: 2680.0,
        sweep: (0.0, 0.01),
        snap: (0.0, 0.01),
        phase: 0.0,
        fall: fall(0.08, 0.9, 0.7),
        second: (1.371, 0.7),
        drive: 0.0,
        level: 0.16,
    }),
    click: Some(Click { freq: 5600.0, fall: 0.01, tone: 0.15, noise: 0.35 }),
    noise: Some(Noise {
        filter: band(7600.0, 0.5),
        fall: fall(0.06, 1.1, 0.6),
        bursts: (0, 0.0, 0.0),
        level: 0.18,
    }),
    metal: Some(Metal {
        freqs: [389.0, 541.0, 719.0, 907.0, 1109.0, 1381.0],
        first: band(7400.0, 0.6),
        second: high(4200.0, 0.7),
        fall: fall(0.2, 1.8, 0.4),
        level: 0.7,
    }),
    level: 0.5,
};
