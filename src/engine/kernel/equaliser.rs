//! The equaliser of a bus: a shelf at each end and two bells between them.
//!
//! A band at 0 dB is left out and changes no bit.

use super::glide::Glide;
use super::svf::{Response, Svf};
use crate::engine::block::StereoBlock;
use crate::schedule::mastering::{BANDS, Tone, USUAL};

/// Four bands.
#[derive(Debug)]
pub(crate) struct Equaliser {
    rate: f32,
    bands: [Band; BANDS],
}

#[derive(Debug)]
struct Band {
    decibels: Glide,
    hertz: Glide,
    q: Glide,
    filter: Svf,
}

impl Equaliser {
    /// A flat one, for a sample rate in hertz.
    pub(crate) fn new(rate: u32) -> Equaliser {
        let glide = |value| Glide::new(rate, value);
        let bands = USUAL.map(|(hertz, q)| Band {
            decibels: glide(0.0),
            hertz: glide(hertz),
            q: glide(q),
            filter: Svf::default(),
        });
        Equaliser { rate: rate as f32, bands }
    }

    /// Sets a band.
    pub(crate) fn set(&mut self, band: usize, tone: Tone) {
        let flat = self.bands[band].is_flat();
        let band = &mut self.bands[band];
        band.decibels.aim(tone.decibels);
        band.hertz.aim(tone.hertz);
        band.q.aim(tone.q.max(0.05));
        if flat {
            band.hertz.arrive();
            band.q.arrive();
        }
    }

    /// Arrives at once where it is bound for; for when nobody hears it.
    pub(crate) fn arrive(&mut self) {
        for band in &mut self.bands {
            [&mut band.decibels, &mut band.hertz, &mut band.q].into_iter().for_each(Glide::arrive);
        }
    }

    /// True if it changes nothing.
    pub(crate) fn is_idle(&self) -> bool {
        self.bands.iter().all(Band::is_flat)
    }

    /// Forgets what it heard.
    pub(crate) fn clear(&mut self) {
        self.bands.iter_mut().for_each(|band| band.filter.clear());
    }

    /// Filters a block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn process(&mut self, block: &mut StereoBlock) {
        let rate = self.rate;
        for (index, band) in self.bands.iter_mut().enumerate() {
            if band.is_flat() {
                band.filter.clear();
                continue;
            }
            let [decibels, hertz, q] = [&mut band.decibels, &mut band.hertz, &mut band.q]
                .map(|glide| glide.next_block().to);
            let response = match index {
                0 => Response::low_shelf(hertz, q, decibels, rate),
                3 => Response::high_shelf(hertz, q, decibels, rate),
                _ => Response::bell(hertz, q, decibels, rate),
            };
            band.filter.process(response, block);
        }
    }
}

impl Band {
    fn is_flat(&self) -> bool {
        self.decibels.rests_at(0.0)
    }
}
