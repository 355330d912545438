//! Writes small SoundFont 2 files, as their specification says, for tests to read.

/// A sample, and what its row says.
pub(crate) struct Sample {
    frames: Vec<f64>,
    rate: u32,
    key: u8,
    cents: i8,
    looped: (u32, u32),
    kind: u16,
    link: u16,
}

impl Sample {
    pub(crate) fn new(frames: Vec<f64>, rate: u32, key: u8, cents: i8) -> Sample {
        Sample { frames, rate, key, cents, looped: (0, 0), kind: 1, link: 0 }
    }

    pub(crate) fn looped(self, from: u32, to: u32) -> Sample {
        Sample { looped: (from, to), ..self }
    }

    /// One side (4 is left, 2 right) of a sound whose other side is the sample of that number.
    pub(crate) fn side(self, kind: u16, link: usize) -> Sample {
        Sample { kind, link: link as u16, ..self }
    }
}

/// Zones, each with its generators.
pub(crate) struct Instrument(Vec<Vec<(u16, i16)>>);

impl Instrument {
    pub(crate) fn new(zones: Vec<Vec<(u16, i16)>>) -> Instrument {
        Instrument(zones)
    }
}

/// A file to be written.
#[derive(Default)]
pub(crate) struct Font {
    samples: Vec<Sample>,
    instruments: Vec<Instrument>,
    presets: Vec<(String, u16, u16, usize)>,
}

impl Font {
    pub(crate) fn sample(&mut self, sample: Sample) -> usize {
        self.samples.push(sample);
        self.samples.len() - 1
    }

    pub(crate) fn instrument(&mut self, instrument: Instrument) -> usize {
        self.instruments.push(instrument);
        self.instruments.len() - 1
    }

    pub(crate) fn preset(&mut self, name: &str, bank: u16, program: u16, instrument: usize) {
        self.presets.push((name.to_owned(), bank, program, instrument));
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let (sound, headers) = self.sound();
        let (instruments, bags, words) = self.instruments();
        let (presets, preset_bags, preset_words) = self.presets();
        let tables = [
            chunk(b"phdr", &presets),
            chunk(b"pbag", &preset_bags),
            chunk(b"pmod", &[0; 10]),
            chunk(b"pgen", &preset_words),
            chunk(b"inst", &instruments),
            chunk(b"ibag", &bags),
            chunk(b"imod", &[0; 10]),
            chunk(b"igen", &words),
            chunk(b"shdr", &headers),
        ]
        .concat();
        let parts = [
            list(b"INFO", &chunk(b"ifil", &[2, 0, 1, 0])),
            list(b"sdta", &chunk(b"smpl", &sound)),
            list(b"pdta", &tables),
        ]
        .concat();
        chunk(b"RIFF", &[b"sfbk", &parts[..]].concat())
    }

    fn sound(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut sound, mut headers) = (Vec::new(), Vec::new());
        for sample in &self.samples {
            let start = sound.len() as u32 / 2;
            let values = sample.frames.iter().map(|x| (x * 16_000.0) as i16);
            sound.extend(values.flat_map(i16::to_le_bytes));
            let end = sound.len() as u32 / 2;
            sound.extend([0; 92]);
            headers.extend(name("sample"));
            let (from, to) = sample.looped;
            let places = [start, end, start + from, start + to, sample.rate];
            headers.extend(places.into_iter().flat_map(u32::to_le_bytes));
            headers.extend([sample.key, sample.cents as u8]);
            headers.extend([sample.link, sample.kind].into_iter().flat_map(u16::to_le_bytes));
        }
        headers.extend(name("EOS"));
        headers.extend([0; 26]);
        (sound, headers)
    }

    fn instruments(&self) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
        let (mut rows, mut bags, mut words) = (Vec::new(), Vec::new(), Vec::new());
        for Instrument(zones) in &self.instruments {
            rows.extend(name("instrument"));
            rows.extend((bags.len() as u16 / 4).to_le_bytes());
            for zone in zones {
                bags.extend((words.len() as u16 / 4).to_le_bytes());
                bags.extend([0; 2]);
                for (word, value) in zone {
                    words.extend(word.to_le_bytes());
                    words.extend(value.to_le_bytes());
                }
            }
        }
        rows.extend(name("EOI"));
        rows.extend((bags.len() as u16 / 4).to_le_bytes());
        bags.extend((words.len() as u16 / 4).to_le_bytes());
        bags.extend([0; 2]);
        words.extend([0; 4]);
        (rows, bags, words)
    }

    fn presets(&self) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
        let (mut rows, mut bags, mut words) = (Vec::new(), Vec::new(), Vec::new());
        let end = ("EOP".to_owned(), 0, 0, 0);
        for (number, (title, bank, program, instrument)) in
            self.presets.iter().chain([&end]).enumerate()
        {
            rows.extend(name(title));
            rows.extend([*program, *bank, number as u16].into_iter().flat_map(u16::to_le_bytes));
            rows.extend([0; 12]);
            bags.extend((number as u16).to_le_bytes());
            bags.extend([0; 2]);
            let word = [41_u16, *instrument as u16];
            words.extend(word.into_iter().flat_map(u16::to_le_bytes));
        }
        (rows, bags, words)
    }
}

fn name(text: &str) -> [u8; 20] {
    let mut name = [0; 20];
    name[..text.len()].copy_from_slice(text.as_bytes());
    name
}

fn chunk(name: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    let mut chunk = name.to_vec();
    chunk.extend((bytes.len() as u32).to_le_bytes());
    chunk.extend(bytes);
    chunk.extend(vec![0; bytes.len() % 2]);
    chunk
}

fn list(name: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    chunk(b"LIST", &[&name[..], bytes].concat())
}
