//! What is shaken, scraped, snapped and blown, one row each. Numbers only; `tests/sounds.rs`
//! measures what they sound like.

use super::kit::{band, fall, high};
use super::model::{Body, Click, Fall, Filter, Metal, Model, Noise};

const fn hiss(filter: Filter, fall: Fall, bursts: (u8, f32, f32), level: f32) -> Option<Noise> {
    Some(Noise { filter, fall, bursts, level })
}

pub(super) const SHAKER: Model = Model {
    noise: hiss(band(6200.0, 1.4), fall(0.06, 0.12, 0.5), (2, 0.022, 0.06), 2.2),
    level: 0.175,
    ..Model::NONE
};

pub(super) const MARACAS: Model = Model {
    noise: hiss(high(5600.0, 1.2), fall(0.03, 0.07, 0.6), (1, 0.014, 0.02), 1.4),
    level: 0.23,
    ..Model::NONE
};

pub(super) const CABASA: Model = Model {
    noise: hiss(band(7600.0, 2.2), fall(0.07, 0.14, 0.6), (4, 0.012, 0.02), 2.4),
    level: 0.19,
    ..Model::NONE
};

pub(super) const TAMBOURINE: Model = Model {
    noise: hiss(high(7000.0, 1.0), fall(0.06, 0.22, 0.6), (1, 0.02, 0.05), 0.5),
    metal: Some(Metal {
        freqs: [2321.0, 2937.0, 3533.0, 4127.0, 4733.0, 5351.0],
        first: band(8800.0, 1.4),
        second: high(5200.0, 0.9),
        fall: fall(0.08, 0.45, 0.5),
        level: 0.9,
    }),
    level: 0.24,
    ..Model::NONE
};

pub(super) const GUIRO: Model = Model {
    noise: hiss(band(3400.0, 3.0), fall(0.03, 0.05, 0.5), (12, 0.017, 0.022), 4.0),
    level: 0.2,
    ..Model::NONE
};

pub(super) const VIBRASLAP: Model = Model {
    body: Some(Body {
        freq: 1140.0,
        sweep: (0.0, 0.01),
        snap: (0.1, 0.02),
        phase: 0.0,
        fall: fall(0.03, 0.12, 0.6),
        second: (2.31, 0.5),
        drive: 0.6,
        level: 0.3,
    }),
    noise: hiss(band(2600.0, 5.0), fall(0.2, 0.4, 0.3), (24, 0.027, 0.03), 4.0),
    level: 0.2,
    ..Model::NONE
};

pub(super) const SNAP: Model = Model {
    body: Some(Body {
        freq: 1650.0,
        sweep: (0.0, 0.01),
        snap: (0.2, 0.008),
        phase: 0.1,
        fall: fall(0.014, 0.04, 0.7),
        second: (1.53, 0.6),
        drive: 1.0,
        level: 0.7,
    }),
    click: Some(Click { freq: 5200.0, fall: 0.004, tone: 0.1, noise: 0.5 }),
    noise: hiss(band(2400.0, 1.5), fall(0.03, 0.1, 0.7), (0, 0.0, 0.0), 1.2),
    metal: None,
    level: 0.64,
};

pub(super) const STOMP: Model = Model {
    body: Some(Body {
        freq: 68.0,
        sweep: (0.3, 0.08),
        snap: (0.8, 0.02),
        phase: 0.0,
        fall: fall(0.05, 0.22, 0.5),
        second: (2.4, 0.4),
        drive: 1.0,
        level: 0.9,
    }),
    click: Some(Click { freq: 900.0, fall: 0.012, tone: 0.25, noise: 0.5 }),
    noise: hiss(band(420.0, 0.6), fall(0.04, 0.16, 0.6), (0, 0.0, 0.0), 0.9),
    metal: None,
    level: 0.68,
};

pub(super) const WHISTLE: Model = Model {
    body: Some(Body {
        freq: 2350.0,
        sweep: (0.0, 0.01),
        snap: (-0.08, 0.06),
        phase: 0.0,
        fall: Fall { fast: 0.9, slow: 1.2, share: 0.5 },
        second: (1.013, 0.8),
        drive: 0.2,
        level: 0.4,
    }),
    noise: hiss(band(2500.0, 4.0), fall(0.3, 0.5, 0.5), (0, 0.0, 0.0), 0.5),
    level: 0.25,
    ..Model::NONE
};

pub(super) const CLICK: Model = Model {
    body: Some(Body {
        freq: 1900.0,
        sweep: (0.0, 0.01),
        snap: (0.3, 0.006),
        phase: 0.1,
        fall: fall(0.008, 0.02, 0.6),
        second: (1.71, 0.6),
        drive: 1.0,
        level: 0.8,
    }),
    click: Some(Click { freq: 5000.0, fall: 0.003, tone: 0.2, noise: 0.3 }),
    level: 0.74,
    ..Model::NONE
};

pub(super) const ZAP: Model = Model {
    body: Some(Body {
        freq: 90.0,
        sweep: (8.0, 0.32),
        snap: (14.0, 0.12),
        phase: 0.0,
        fall: fall(0.2, 0.4, 0.4),
        second: (1.5, 0.2),
        drive: 1.6,
        level: 0.8,
    }),
    level: 0.33,
    ..Model::NONE
};
