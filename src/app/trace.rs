//! How long each stage of a reload took, from the save to the first block of the new version.

use std::time::Instant;

/// The stages of one reload.
#[derive(Debug)]
pub(super) struct Trace {
    generation: u32,
    seen: Instant,
    read: Instant,
    compiled: Instant,
    sent: Instant,
}

impl Trace {
    /// A save that was seen, and by now read.
    pub(super) fn new(seen: Instant) -> Trace {
        let now = Instant::now();
        Trace { generation: 0, seen, read: now, compiled: now, sent: now }
    }

    /// The script ran.
    pub(super) fn compiled(&mut self) {
        self.compiled = Instant::now();
    }

    /// Its first cycles were written and sent to the engine.
    pub(super) fn sent(&mut self, generation: u32) {
        self.generation = generation;
        self.sent = Instant::now();
    }

    /// One line, if the first block of this version is here.
    pub(super) fn first_block(&self, generation: u32) -> Option<String> {
        let ms = |to: Instant| to.duration_since(self.seen).as_secs_f64() * 1e3;
        (generation == self.generation).then(|| {
            format!(
                "reload {generation}: read {:.2} ms, compiled {:.2} ms, sent {:.2} ms, first block {:.2} ms after the save",
                ms(self.read),
                ms(self.compiled),
                ms(self.sent),
                ms(Instant::now()),
            )
        })
    }
}
