//! The effects that shape all of a bus, and whose note it was that set them.
//!
//! A note sets what it names; what it leaves out is off, unless another track set it. Echo and room
//! are not here: they answer what is sent to them.

use super::Origin;
use super::order::{Order, Stage};
use crate::control::Control;
use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;
use crate::engine::kernel::Settings;
use crate::engine::kernel::compressor::Compressor;
use crate::engine::kernel::djf::DjFilter;
use crate::engine::kernel::equaliser::Equaliser;
use crate::engine::kernel::glide::Glide;
use crate::engine::kernel::phaser::Phaser;
use crate::engine::kernel::wobble::{Kind, Wobble};
use crate::engine::meter::is_below;
use crate::schedule::TrackSlot;
use crate::schedule::mastering::{BANDS, Squeeze, Tone};

/// Below this amplitude (-120 dB) the effects count as silent.
const SILENT: f32 = 1e-6;
/// The controls of the four bands: decibels, frequency, quality.
const TONES: [[Control; 3]; BANDS] = [
    [Control::Eqlow, Control::Eqlowfreq, Control::Eqlowq],
    [Control::Eqlowmid, Control::Eqlowmidfreq, Control::Eqlowmidq],
    [Control::Eqhighmid, Control::Eqhighmidfreq, Control::Eqhighmidq],
    [Control::Eqhigh, Control::Eqhighfreq, Control::Eqhighq],
];

/// What a note may set as one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Effect {
    Equaliser,
    Compressor,
    Djf,
    Phaser,
    Chorus,
    Flanger,
    Leslie,
    Width,
    Level,
    Dry,
    Freeze,
    Order,
}

const EFFECTS: [Effect; 12] = [
    Effect::Equaliser,
    Effect::Compressor,
    Effect::Djf,
    Effect::Phaser,
    Effect::Chorus,
    Effect::Flanger,
    Effect::Leslie,
    Effect::Width,
    Effect::Level,
    Effect::Dry,
    Effect::Freeze,
    Effect::Order,
];

impl Effect {
    /// The effect that a control turns on.
    fn of(control: Control) -> Option<Effect> {
        Some(match control {
            Control::Eqlow | Control::Eqlowmid | Control::Eqhighmid | Control::Eqhigh => {
                Effect::Equaliser
            }
            Control::Compressor => Effect::Compressor,
            Control::Djf => Effect::Djf,
            Control::Phaserrate => Effect::Phaser,
            Control::Chorus => Effect::Chorus,
            Control::Flanger => Effect::Flanger,
            Control::Leslie => Effect::Leslie,
            Control::Width => Effect::Width,
            Control::Level => Effect::Level,
            Control::Dry => Effect::Dry,
            Control::Freeze => Effect::Freeze,
            Control::Fxorder => Effect::Order,
            _ => return None,
        })
    }
}

/// The effects of a bus.
#[derive(Debug)]
pub(super) struct Rack {
    equaliser: Equaliser,
    compressor: Compressor,
    djf: DjFilter,
    phaser: Phaser,
    chorus: Wobble,
    flanger: Wobble,
    leslie: Wobble,
    width: Glide,
    level: Glide,
    dry: Glide,
    frozen: bool,
    order: Order,
    next_order: Order,
    /// Which note set each effect.
    owners: [Option<Origin>; EFFECTS.len()],
    /// Frames for which nothing has been heard.
    quiet: usize,
    /// How many these may be before nothing more will come.
    tail: usize,
}

impl Rack {
    /// All effects off, for a sample rate in hertz. Allocates all that it will ever need.
    pub(super) fn new(rate: u32) -> Rack {
        Rack {
            equaliser: Equaliser::new(rate),
            compressor: Compressor::new(rate),
            djf: DjFilter::new(rate),
            phaser: Phaser::new(rate),
            chorus: Wobble::new(Kind::Chorus, rate),
            flanger: Wobble::new(Kind::Flanger, rate),
            leslie: Wobble::new(Kind::Leslie, rate),
            width: Glide::new(rate, 1.0),
            level: Glide::new(rate, 1.0),
            dry: Glide::new(rate, 1.0),
            frozen: false,
            order: Order::USUAL,
            next_order: Order::USUAL,
            owners: [None; EFFECTS.len()],
            quiet: usize::MAX,
            tail: rate as usize / 8,
        }
    }

    /// A note sets what it names, and turns off what notes of its track set before.
    pub(super) fn follow(&mut self, note: Settings<'_>, origin: Origin) {
        let named = note.0.iter().filter_map(|setting| Effect::of(setting.control));
        let named = named.fold(0_u32, |set, effect| set | 1 << effect as u32);
        for effect in EFFECTS {
            let owner = self.owners[effect as usize];
            if named >> effect as u32 & 1 == 1 {
                self.owners[effect as usize] = Some(origin);
                self.set(effect, note);
            } else if owner.is_some_and(|o| o.track == origin.track && o.frame != origin.frame) {
                self.owners[effect as usize] = None;
                self.turn_off(effect);
            }
        }
    }

    /// A track ends: what it set is off.
    pub(super) fn forget(&mut self, track: TrackSlot) {
        for effect in EFFECTS {
            let owner = &mut self.owners[effect as usize];
            if owner.is_some_and(|owner| owner.track == track) {
                *owner = None;
                self.turn_off(effect);
            }
        }
    }

    fn turn_off(&mut self, effect: Effect) {
        match effect {
            Effect::Compressor => self.compressor.set(None),
            other => self.set(other, Settings(&[])),
        }
    }

    fn set(&mut self, effect: Effect, note: Settings<'_>) {
        let value = |control| note.value(control);
        match effect {
            Effect::Equaliser => {
                for (band, tone) in TONES.iter().enumerate() {
                    let [decibels, hertz, q] = tone.map(value);
                    self.equaliser.set(band, Tone { decibels, hertz, q });
                }
            }
            Effect::Compressor => self.compressor.set(Some(Squeeze {
                threshold: value(Control::Compressor),
                ratio: value(Control::CompressorRatio),
                knee: value(Control::CompressorKnee),
                attack: value(Control::CompressorAttack),
                release: value(Control::CompressorRelease),
            })),
            Effect::Djf => self.djf.set(value(Control::Djf)),
            Effect::Phaser => self.phaser.set(
                value(Control::Phaserrate),
                value(Control::Phaserdepth),
                value(Control::Phasercenter),
                value(Control::Phasersweep),
            ),
            Effect::Chorus => {
                let [mix, rate, depth] =
                    [Control::Chorus, Control::Chorusrate, Control::Chorusdepth].map(value);
                self.chorus.set(mix, rate, depth, 0.0);
            }
            Effect::Flanger => {
                let [mix, rate, depth] =
                    [Control::Flanger, Control::Flangerrate, Control::Flangerdepth].map(value);
                self.flanger.set(mix, rate, depth, value(Control::Flangerfeedback));
            }
            Effect::Leslie => {
                let [mix, rate, size] =
                    [Control::Leslie, Control::Lrate, Control::Lsize].map(value);
                self.leslie.set(mix, rate, size, 0.0);
            }
            Effect::Width => self.width.aim(value(Control::Width)),
            Effect::Level => self.level.aim(value(Control::Level)),
            Effect::Dry => self.dry.aim(value(Control::Dry)),
            Effect::Freeze => self.frozen = value(Control::Freeze) > 0.0,
            Effect::Order => {
                let number = note.get(Control::Fxorder);
                self.next_order = number.map_or(Order::USUAL, Order::of_number);
            }
        }
    }

    /// All effects arrive at once where they are bound for; for when nobody hears them.
    pub(super) fn arrive(&mut self) {
        self.equaliser.arrive();
        self.compressor.arrive();
        self.djf.arrive();
        self.phaser.arrive();
        [&mut self.chorus, &mut self.flanger, &mut self.leslie]
            .into_iter()
            .for_each(Wobble::arrive);
        [&mut self.width, &mut self.level, &mut self.dry].into_iter().for_each(Glide::arrive);
        self.order = self.next_order;
    }

    /// Lets go of the room, if it is held.
    pub(super) fn thaw(&mut self) {
        self.frozen = false;
    }

    /// Whether the room is to be held.
    pub(super) fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// The order of the stages in this block, and what is still to come: if it changes, this block
    /// fades out and the next one in.
    pub(super) fn next_order(&mut self) -> (Order, bool) {
        let order = std::mem::replace(&mut self.order, self.next_order);
        (order, order != self.next_order)
    }

    /// The direct sound, at its level beside echo and room.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn begin(&mut self, block: &mut StereoBlock) {
        scale(&mut self.dry, block);
    }

    /// One stage, in the block that begins at a frame.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn stage(&mut self, stage: Stage, start: u64, block: &mut StereoBlock) {
        match stage {
            Stage::Modulation => self.modulate(start, block),
            Stage::Equaliser if !self.equaliser.is_idle() => self.equaliser.process(block),
            Stage::Djf if !self.djf.is_idle() => self.djf.process(block),
            Stage::Compressor if !self.compressor.is_idle() => self.compressor.process(block),
            Stage::Width if !self.width.rests_at(1.0) => self.widen(block),
            _ => {}
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn modulate(&mut self, start: u64, block: &mut StereoBlock) {
        if !self.phaser.is_idle() {
            self.phaser.process(start, block);
        }
        for wobble in [&mut self.chorus, &mut self.flanger, &mut self.leslie] {
            if !wobble.is_idle() {
                wobble.process(start, block);
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn widen(&mut self, block: &mut StereoBlock) {
        let width = self.width.next_block();
        for (j, (l, r)) in block.left.iter_mut().zip(&mut block.right).enumerate() {
            let (middle, side) = (0.5 * (*l + *r), 0.5 * (*l - *r) * width.at(j));
            (*l, *r) = (middle + side, middle - side);
        }
    }

    /// The whole bus at its level; listens whether anything is left.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn end(&mut self, block: &mut StereoBlock) {
        scale(&mut self.level, block);
        let silent = is_below(&block.left, SILENT) && is_below(&block.right, SILENT);
        self.quiet = if silent { self.quiet.saturating_add(BLOCK) } else { 0 };
    }

    /// True if nothing is left that sounds by itself.
    pub(super) fn is_silent(&self) -> bool {
        let wobbles = [&self.chorus, &self.flanger, &self.leslie];
        let idle = self.equaliser.is_idle()
            && self.djf.is_idle()
            && self.phaser.is_idle()
            && wobbles.iter().all(|wobble| wobble.is_idle());
        idle || self.quiet > self.tail
    }

    /// Forgets all sound, at once.
    pub(super) fn clear(&mut self) {
        self.equaliser.clear();
        self.compressor.clear();
        self.djf.clear();
        self.phaser.clear();
        [&mut self.chorus, &mut self.flanger, &mut self.leslie].into_iter().for_each(Wobble::clear);
        self.quiet = usize::MAX;
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn scale(glide: &mut Glide, block: &mut StereoBlock) {
    if glide.rests_at(1.0) {
        return;
    }
    let gain = glide.next_block();
    for (j, (l, r)) in block.left.iter_mut().zip(&mut block.right).enumerate() {
        *l *= gain.at(j);
        *r *= gain.at(j);
    }
}
