//! What a drum is made of: the numbers from which one general model makes each of them.
//!
//! Plain rows in hertz, seconds and amplitudes, for a note at c4; it computes no sound.

/// Parts that a drum can have.
pub const PARTS: usize = 4;

/// How a part fades: two exponentials, a fast one and a slow one. Times are those to -60 dB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fall {
    /// Seconds that the first, fast share takes.
    pub fast: f32,
    /// Seconds that the rest takes.
    pub slow: f32,
    /// How much of the beginning is the fast share, 0 to 1.
    pub share: f32,
}

/// Which side of its frequency a filter keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What lies below.
    Low,
    /// What lies around it.
    Band,
    /// What lies above.
    High,
}

/// A filter with two poles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filter {
    /// What it keeps.
    pub side: Side,
    /// Where it turns, in hertz.
    pub freq: f32,
    /// How sharply; 0.7 is flat.
    pub quality: f32,
}

/// The skin, shell or bell: two sines that fall in pitch, driven into a soft clip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    /// Where the pitch comes to rest, in hertz.
    pub freq: f32,
    /// How far above it begins (1 is an octave above), and seconds until it is there.
    pub sweep: (f32, f32),
    /// The same for the first instant, which the ear takes for the beater.
    pub snap: (f32, f32),
    /// Where in its turn the wave begins, 0 to 1.
    pub phase: f32,
    /// How it fades.
    pub fall: Fall,
    /// A second sine: its ratio to the first, and its level.
    pub second: (f32, f32),
    /// How hard it is driven; 0 is not at all.
    pub drive: f32,
    /// Its amplitude.
    pub level: f32,
}

/// The stick: a very short burst of a sine and of noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Click {
    /// Pitch of the sine, in hertz.
    pub freq: f32,
    /// Seconds until it has gone.
    pub fall: f32,
    /// Amplitude of the sine.
    pub tone: f32,
    /// Amplitude of the noise.
    pub noise: f32,
}

/// Snares, hands and air: noise through a filter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// What it passes.
    pub filter: Filter,
    /// How it fades, after its bursts.
    pub fall: Fall,
    /// Hands before the last one: how many, seconds between them, and seconds each takes to fade.
    pub bursts: (u8, f32, f32),
    /// Its amplitude.
    pub level: f32,
}

/// Plates and bells: up to six square waves through a band and whatever lies above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metal {
    /// Their frequencies, in hertz; 0 is none.
    pub freqs: [f32; 6],
    /// The first filter.
    pub first: Filter,
    /// The second filter.
    pub second: Filter,
    /// How they fade.
    pub fall: Fall,
    /// Their amplitude.
    pub level: f32,
}

/// One drum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// Skin, shell or bell, if it has one.
    pub body: Option<Body>,
    /// The stick.
    pub click: Option<Click>,
    /// Snares, hands and air.
    pub noise: Option<Noise>,
    /// Plates and bells.
    pub metal: Option<Metal>,
    /// Brings it to the loudness of its class: all parts together are clipped softly at one, then
    /// multiplied by this, so that no hit is ever greater.
    pub level: f32,
}

/// How one variant, chosen by `n`, differs from its drum. All factors; 1 changes nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variant {
    /// On every pitch of the body and the metal.
    pub tune: f32,
    /// On every time.
    pub decay: f32,
    /// On the filters of noise and metal.
    pub tone: f32,
    /// On click, pitch sweep and drive.
    pub snap: f32,
    /// Brings it back to the loudness of its class.
    pub level: f32,
}

impl Fall {
    /// One exponential.
    pub const fn plain(seconds: f32) -> Fall {
        Fall { fast: seconds, slow: seconds, share: 0.0 }
    }

    fn longest(self) -> f32 {
        if self.share < 1.0 { self.slow.max(self.fast) } else { self.fast }
    }

    fn stretched(self, factor: f32) -> Fall {
        Fall { fast: self.fast * factor, slow: self.slow * factor, ..self }
    }
}

impl Model {
    /// Nothing at all: what rows begin with.
    pub const NONE: Model = Model { body: None, click: None, noise: None, metal: None, level: 1.0 };

    /// Seconds until body, click, noise and metal have fallen by 60 dB; 0 for a part it has not.
    pub fn seconds(&self) -> [f32; PARTS] {
        let body = self.body.map_or(0.0, |part| part.fall.longest());
        let click = self.click.map_or(0.0, |part| part.fall);
        let noise = self
            .noise
            .map_or(0.0, |part| f32::from(part.bursts.0) * part.bursts.1 + part.fall.longest());
        let metal = self.metal.map_or(0.0, |part| part.fall.longest());
        [body, click, noise, metal]
    }

    /// This drum as a variant of itself.
    pub fn varied(mut self, by: &Variant) -> Model {
        if let Some(body) = &mut self.body {
            body.freq *= by.tune;
            body.fall = body.fall.stretched(by.decay);
            body.sweep.0 *= by.snap;
            body.snap.0 *= by.snap;
            body.drive *= by.snap;
        }
        if let Some(click) = &mut self.click {
            click.freq *= by.tone;
            click.tone *= by.snap;
            click.noise *= by.snap;
        }
        if let Some(noise) = &mut self.noise {
            noise.filter.freq *= by.tone;
            noise.fall = noise.fall.stretched(by.decay);
        }
        if let Some(metal) = &mut self.metal {
            metal.freqs = metal.freqs.map(|freq| freq * by.tune);
            metal.first.freq *= by.tone;
            metal.second.freq *= by.tone;
            metal.fall = metal.fall.stretched(by.decay);
        }
        self.level *= by.level;
        self
    }

    /// This drum tuned by a factor, skin, shell and air alike, and played at a speed: twice as
    /// fast is an octave up and half as long, as with a recording.
    pub fn tuned(self, pitch: f32, speed: f32) -> Model {
        let tune = pitch * speed;
        self.varied(&Variant { tune, decay: 1.0 / speed, tone: tune, snap: 1.0, level: 1.0 })
    }
}
