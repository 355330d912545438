//! Bars, tines, bells and blocks, one row each. Numbers only; `tests/instruments.rs` measures them.

use super::model::{Blow, Body, Model};

const fn blow(level: f32, seconds: f32, cutoff: f32) -> Blow {
    Blow { level, seconds, cutoff }
}

pub(super) const ELECTRIC_PIANO: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (2.0, 0.6, 0.62),
        (3.0, 0.3, 0.42),
        (4.0, 0.2, 0.32),
        (5.0, 0.12, 0.24),
        (6.0, 0.07, 0.18),
        (7.11, 0.45, 0.07),
        (14.3, 0.3, 0.035),
        (20.2, 0.03, 0.03),
    ]),
    seconds: 5.0,
    shorter: 0.6,
    hammer: 1700.0,
    knock: blow(0.3, 0.02, 900.0),
    ..Model::PLAIN
};

pub(super) const WURLITZER: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (2.0, 0.7, 0.75),
        (3.0, 0.5, 0.6),
        (4.0, 0.3, 0.5),
        (5.0, 0.24, 0.4),
        (6.0, 0.14, 0.34),
        (7.0, 0.1, 0.3),
        (8.0, 0.06, 0.26),
        (6.27, 0.16, 0.06),
    ]),
    seconds: 3.2,
    shorter: 0.55,
    hammer: 3000.0,
    knock: blow(0.35, 0.018, 1200.0),
    ..Model::PLAIN
};

pub(super) const MARIMBA: Model = Model {
    body: Body::Fixed(&[(1.0, 1.0, 1.0), (3.98, 0.6, 0.22), (9.85, 0.3, 0.09), (16.2, 0.05, 0.05)]),
    seconds: 1.5,
    shorter: 0.8,
    hammer: 1500.0,
    knock: blow(0.45, 0.015, 1500.0),
    ..Model::PLAIN
};

pub(super) const XYLOPHONE: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (3.0, 0.5, 0.45),
        (6.1, 0.3, 0.25),
        (10.2, 0.2, 0.16),
        (15.4, 0.1, 0.1),
    ]),
    seconds: 0.8,
    shorter: 0.6,
    hammer: 7000.0,
    knock: blow(0.6, 0.008, 5000.0),
    ..Model::PLAIN
};

pub(super) const VIBRAPHONE: Model = Model {
    body: Body::Fixed(&[(1.0, 1.0, 1.0), (4.0, 0.24, 0.3), (10.1, 0.1, 0.1), (17.6, 0.04, 0.05)]),
    seconds: 6.5,
    shorter: 0.7,
    hammer: 3200.0,
    knock: blow(0.25, 0.012, 1800.0),
    ..Model::PLAIN
};

pub(super) const GLOCKENSPIEL: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (2.756, 0.35, 0.4),
        (5.404, 0.25, 0.22),
        (8.933, 0.14, 0.12),
        (13.34, 0.07, 0.07),
    ]),
    seconds: 4.5,
    shorter: 0.5,
    hammer: 9000.0,
    knock: blow(0.25, 0.006, 7000.0),
    ..Model::PLAIN
};

pub(super) const KALIMBA: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (2.0, 0.12, 0.6),
        (2.98, 0.08, 0.3),
        (5.42, 0.22, 0.18),
        (6.3, 0.12, 0.12),
        (14.8, 0.05, 0.05),
    ]),
    seconds: 2.2,
    shorter: 0.8,
    hammer: 3600.0,
    knock: blow(0.5, 0.014, 1400.0),
    ..Model::PLAIN
};

pub(super) const MUSIC_BOX: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (2.0, 0.3, 0.7),
        (3.01, 0.14, 0.5),
        (6.27, 0.3, 0.3),
        (9.1, 0.1, 0.2),
        (17.5, 0.08, 0.08),
    ]),
    seconds: 3.0,
    shorter: 0.6,
    hammer: 7000.0,
    knock: blow(0.3, 0.006, 6000.0),
    ..Model::PLAIN
};

pub(super) const STEEL_PAN: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (2.002, 0.8, 0.7),
        (3.006, 0.3, 0.5),
        (4.01, 0.24, 0.4),
        (5.13, 0.1, 0.25),
        (6.47, 0.08, 0.2),
        (8.2, 0.05, 0.15),
    ]),
    seconds: 1.5,
    shorter: 0.5,
    hammer: 3600.0,
    knock: blow(0.3, 0.015, 1500.0),
    sweep: (0.008, 0.2),
    ..Model::PLAIN
};

pub(super) const TUBULAR: Model = Model {
    body: Body::Fixed(&[
        (1.0, 0.3, 1.0),
        (2.0, 1.0, 0.9),
        (2.99, 0.85, 0.7),
        (4.16, 0.6, 0.5),
        (5.43, 0.4, 0.36),
        (6.79, 0.3, 0.26),
        (8.21, 0.2, 0.2),
        (9.9, 0.1, 0.14),
    ]),
    seconds: 8.0,
    shorter: 0.4,
    hammer: 4200.0,
    knock: blow(0.25, 0.012, 3000.0),
    ..Model::PLAIN
};

pub(super) const BELL: Model = Model {
    body: Body::Fixed(&[
        (1.0, 0.8, 0.7),
        (0.5, 0.5, 1.0),
        (1.183, 0.7, 0.55),
        (1.506, 0.3, 0.4),
        (2.0, 1.0, 0.45),
        (2.514, 0.4, 0.25),
        (2.662, 0.3, 0.22),
        (3.011, 0.5, 0.22),
        (4.166, 0.35, 0.14),
        (5.433, 0.25, 0.1),
        (6.796, 0.18, 0.07),
        (8.215, 0.12, 0.05),
    ]),
    seconds: 9.0,
    shorter: 0.5,
    hammer: 5000.0,
    knock: blow(0.2, 0.01, 4000.0),
    ..Model::PLAIN
};

pub(super) const GONG: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (1.012, 0.6, 0.95),
        (1.52, 0.5, 0.85),
        (1.98, 0.7, 0.8),
        (2.03, 0.4, 0.75),
        (2.44, 0.45, 0.6),
        (2.9, 0.5, 0.55),
        (3.37, 0.4, 0.5),
        (3.96, 0.45, 0.42),
        (4.12, 0.3, 0.4),
        (4.83, 0.34, 0.34),
        (5.61, 0.3, 0.3),
        (6.38, 0.26, 0.26),
        (7.3, 0.24, 0.22),
        (8.47, 0.2, 0.19),
        (9.9, 0.18, 0.16),
        (11.6, 0.15, 0.13),
        (13.7, 0.12, 0.1),
        (16.3, 0.1, 0.08),
        (19.4, 0.08, 0.06),
    ]),
    root: Some(98.0),
    seconds: 7.0,
    shorter: 0.4,
    hammer: 1400.0,
    knock: blow(0.15, 0.06, 500.0),
    sweep: (0.02, 0.9),
    ..Model::PLAIN
};

pub(super) const TRIANGLE: Model = Model {
    body: Body::Fixed(&[
        (1.0, 0.25, 0.8),
        (2.31, 0.5, 1.0),
        (3.76, 0.8, 0.9),
        (4.37, 0.5, 0.8),
        (5.2, 1.0, 0.75),
        (6.83, 0.7, 0.6),
        (8.4, 0.6, 0.5),
        (9.72, 0.4, 0.4),
    ]),
    root: Some(1210.0),
    seconds: 5.5,
    shorter: 0.3,
    hammer: 14_000.0,
    knock: blow(0.15, 0.004, 9000.0),
    level: 0.33,
    ..Model::PLAIN
};

pub(super) const AGOGO: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (1.54, 0.35, 0.6),
        (2.68, 0.6, 0.5),
        (3.9, 0.3, 0.3),
        (5.47, 0.25, 0.22),
        (7.6, 0.12, 0.14),
    ]),
    root: Some(820.0),
    seconds: 1.1,
    shorter: 0.2,
    hammer: 9000.0,
    knock: blow(0.4, 0.006, 6000.0),
    level: 0.5,
    ..Model::PLAIN
};

pub(super) const WOODBLOCK: Model = Model {
    body: Body::Fixed(&[(1.0, 1.0, 1.0), (1.61, 0.45, 0.7), (2.74, 0.35, 0.5), (4.1, 0.15, 0.3)]),
    root: Some(900.0),
    seconds: 0.16,
    shorter: 0.2,
    hammer: 6000.0,
    knock: blow(0.7, 0.008, 4500.0),
    level: 0.8,
    ..Model::PLAIN
};

pub(super) const CLAVE: Model = Model {
    body: Body::Fixed(&[(1.0, 1.0, 1.0), (2.73, 0.16, 0.4), (4.9, 0.06, 0.2)]),
    root: Some(2450.0),
    seconds: 0.2,
    shorter: 0.2,
    hammer: 12_000.0,
    knock: blow(0.2, 0.003, 8000.0),
    level: 0.39,
    ..Model::PLAIN
};

pub(super) const TINK: Model = Model {
    body: Body::Fixed(&[(1.0, 1.0, 1.0), (2.4, 0.5, 0.6), (3.1, 0.3, 0.5), (5.3, 0.2, 0.3)]),
    root: Some(2900.0),
    seconds: 0.5,
    shorter: 0.2,
    hammer: 14_000.0,
    knock: blow(0.2, 0.003, 9000.0),
    level: 0.42,
    ..Model::PLAIN
};

pub(super) const GLASS: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (2.32, 0.4, 0.7),
        (4.25, 0.5, 0.45),
        (6.63, 0.25, 0.3),
        (9.38, 0.14, 0.2),
    ]),
    root: Some(1450.0),
    seconds: 0.7,
    shorter: 0.2,
    hammer: 12_000.0,
    knock: blow(0.3, 0.004, 8000.0),
    level: 0.45,
    ..Model::PLAIN
};

pub(super) const BOTTLE: Model = Model {
    body: Body::Fixed(&[
        (1.0, 0.8, 0.5),
        (2.9, 1.0, 1.0),
        (4.6, 0.5, 0.7),
        (7.25, 0.4, 0.5),
        (10.1, 0.2, 0.3),
    ]),
    root: Some(430.0),
    seconds: 0.5,
    shorter: 0.2,
    hammer: 7000.0,
    knock: blow(0.35, 0.006, 5000.0),
    level: 0.48,
    ..Model::PLAIN
};

pub(super) const CAN: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 0.8),
        (1.47, 0.8, 0.9),
        (2.09, 0.7, 1.0),
        (2.56, 0.6, 0.7),
        (3.37, 0.5, 0.6),
        (4.61, 0.4, 0.4),
        (6.2, 0.3, 0.3),
        (8.7, 0.2, 0.2),
    ]),
    root: Some(620.0),
    seconds: 0.3,
    shorter: 0.2,
    hammer: 8000.0,
    knock: blow(0.6, 0.012, 5000.0),
    ..Model::PLAIN
};

pub(super) const METAL: Model = Model {
    body: Body::Fixed(&[
        (1.0, 0.7, 1.0),
        (1.34, 0.6, 0.9),
        (1.91, 0.9, 0.85),
        (2.58, 0.8, 0.8),
        (3.43, 0.7, 0.6),
        (4.17, 0.6, 0.55),
        (5.29, 0.5, 0.45),
        (6.71, 0.4, 0.35),
        (8.38, 0.35, 0.28),
        (10.6, 0.25, 0.2),
    ]),
    root: Some(520.0),
    seconds: 1.5,
    shorter: 0.2,
    hammer: 10_000.0,
    knock: blow(0.4, 0.01, 6000.0),
    level: 0.48,
    ..Model::PLAIN
};
