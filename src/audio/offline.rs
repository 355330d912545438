//! Renders into a file, as fast as the machine can, in memory that does not grow with the piece.
//!
//! It knows nothing of scripts or tempo: whoever calls [`render`] feeds the engine's ring from the
//! closure that runs before each block, and decides how many frames there are.

use crate::engine::Engine;

/// What became of a rendering.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stats {
    /// Frames rendered.
    pub frames: u64,
    /// The greatest sample, without sign; 1 is full scale.
    pub peak: f32,
    /// How long it plays.
    pub seconds: f64,
}

/// Renders `frames` frames in blocks of `block` (at least 1; the last may be shorter).
///
/// `before_block` is told the frame at which each block begins and how many frames it has, so that
/// it can send what the engine will need; `sink` takes the interleaved stereo of each block.
///
/// # Errors
/// Those of the two closures, at once.
pub fn render<E>(
    engine: &mut Engine,
    frames: u64,
    block: usize,
    before_block: &mut dyn FnMut(u64, usize) -> Result<(), E>,
    sink: &mut dyn FnMut(&[f32]) -> Result<(), E>,
) -> Result<Stats, E> {
    let block = block.max(1);
    let mut buffer = vec![0.0; block * 2];
    let mut stats = Stats::default();
    while stats.frames < frames {
        let now = (frames - stats.frames).min(block as u64) as usize;
        let out = &mut buffer[..now * 2];
        before_block(stats.frames, now)?;
        engine.render(out);
        sink(out)?;
        stats.peak = out.iter().fold(stats.peak, |peak, sample| peak.max(sample.abs()));
        stats.frames += now as u64;
    }
    stats.seconds = stats.frames as f64 / f64::from(engine.rate());
    Ok(stats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_follow_each_other_and_the_last_is_shorter() {
        let (_remote, port) = crate::engine::protocol::rings_unseen();
        let mut engine = Engine::new(48_000, port);
        let mut begins = Vec::new();
        let mut before = |frame: u64, count: usize| {
            begins.push((frame, count));
            Ok::<(), ()>(())
        };
        let mut heard = 0;
        let stats = render(&mut engine, 100, 48, &mut before, &mut |block| {
            heard += block.len();
            Ok(())
        });
        assert_eq!(begins, [(0, 48), (48, 48), (96, 4)]);
        assert_eq!(heard, 200);
        assert_eq!(stats.unwrap().frames, 100);
    }
}
