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
    pub(super) fn sent(self, generation: u32) -> Trace {
        Trace { generation, sent: Instant::now(), ..self }
    }

    /// One line for a version that is not taken.
    pub(super) fn refused(&self) -> String {
        format!(
            "reload refused: read {:.2} ms, compiled {:.2} ms after the save",
            self.ms(self.read),
            self.ms(self.compiled),
        )
    }

    /// One line, if the first block of this version is here.
    pub(super) fn first_block(&self, generation: u32) -> Option<String> {
        (generation == self.generation).then(|| {
            format!(
                "reload {generation}: read {:.2} ms, compiled {:.2} ms, sent {:.2} ms, first block {:.2} ms after the save",
                self.ms(self.read),
                self.ms(self.compiled),
                self.ms(self.sent),
                self.ms(Instant::now()),
            )
        })
    }

    /// Milliseconds since the save was seen.
    fn ms(&self, to: Instant) -> f64 {
        to.duration_since(self.seen).as_secs_f64() * 1e3
    }
}
