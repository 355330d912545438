//! Where the music is: cycles to frames and back.
//!
//! A straight line through an anchor; a change of tempo moves the anchor, never the position. It
//! knows nothing of what plays.

/// Least tempo in cycles a second; less is taken as this.
pub const LEAST_CPS: f64 = 1e-4;
/// Greatest tempo in cycles a second; more is taken as this.
pub const GREATEST_CPS: f64 = 1e3;

/// The line from cycles to frames.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Transport {
    rate: f64,
    /// The anchor's frame; between two frames where a version took over there.
    frame: f64,
    cycle: f64,
    cps: f64,
    running: bool,
}

impl Transport {
    /// Standing still at cycle 0, half a cycle a second, for a sample rate in hertz.
    pub(super) fn new(rate: u32) -> Transport {
        Transport { rate: f64::from(rate), frame: 0.0, cycle: 0.0, cps: 0.5, running: false }
    }

    /// Cycles a second.
    pub(super) fn cps(&self) -> f64 {
        self.cps
    }

    /// Whether time runs.
    pub(super) fn running(&self) -> bool {
        self.running
    }

    /// The position at a frame.
    pub(super) fn cycle_at(&self, frame: u64) -> f64 {
        if self.running {
            self.cycle + (frame as f64 - self.frame) * self.cps / self.rate
        } else {
            self.cycle
        }
    }

    /// The moment of a position, in frames and parts of them. Only while time runs. The whole
    /// cycle comes apart from the rest so that nothing is lost far from zero.
    pub(super) fn moment(&self, whole: i64, rest: f64) -> f64 {
        self.frame + ((whole as f64 - self.cycle) + rest) * self.rate / self.cps
    }

    /// The frame nearest to a position, not before 0.
    pub(super) fn frame_of(&self, whole: i64, rest: f64) -> u64 {
        self.moment(whole, rest).round().max(0.0) as u64
    }

    /// Changes the tempo at a frame. What is no number changes nothing; the rest is clamped.
    pub(super) fn set_tempo(&mut self, frame: u64, cps: f64) {
        self.anchor(frame as f64, self.cycle_at(frame));
        self.change(cps);
    }

    /// Changes the tempo at a position that lies ahead. Only while time runs.
    pub(super) fn set_tempo_at(&mut self, cycle: f64, cps: f64) {
        self.anchor(self.moment(0, cycle), cycle);
        self.change(cps);
    }

    /// Lets time run or stand still from a frame on.
    pub(super) fn run(&mut self, frame: u64, running: bool) {
        self.anchor(frame as f64, self.cycle_at(frame));
        self.running = running;
    }

    /// Jumps to a position at a frame.
    pub(super) fn locate(&mut self, frame: u64, cycle: i64) {
        self.anchor(frame as f64, cycle as f64);
    }

    fn anchor(&mut self, frame: f64, cycle: f64) {
        self.frame = frame;
        self.cycle = cycle;
    }

    fn change(&mut self, cps: f64) {
        if cps.is_finite() {
            self.cps = cps.clamp(LEAST_CPS, GREATEST_CPS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(cps: f64) -> Transport {
        let mut transport = Transport::new(48_000);
        transport.set_tempo(0, cps);
        transport.run(0, true);
        transport
    }

    #[test]
    fn a_cycle_lasts_its_frames() {
        let transport = running(0.5);
        assert_eq!(transport.frame_of(1, 0.0), 96_000);
        assert_eq!(transport.frame_of(3, 0.125), 300_000);
        assert_eq!(transport.cycle_at(48_000), 0.5);
    }

    #[test]
    fn a_change_of_tempo_keeps_the_position() {
        let mut transport = running(0.5);
        transport.set_tempo(4_800, 1.0);
        assert_eq!(transport.cycle_at(4_800), 0.05);
        assert_eq!(transport.frame_of(0, 0.55), 4_800 + 24_000);
    }

    #[test]
    fn time_stands_still_and_goes_on_where_it_stood() {
        let mut transport = running(1.0);
        transport.run(24_000, false);
        assert_eq!(transport.cycle_at(1_000_000), 0.5);
        transport.run(96_000, true);
        assert_eq!(transport.frame_of(1, 0.0), 96_000 + 24_000);
    }

    #[test]
    fn a_thousand_changes_of_tempo_lose_no_frame() {
        let mut transport = running(0.5);
        let mut frames = 0.0;
        for i in 0..1000 {
            let cps = 0.4 + 0.001 * f64::from(i);
            transport.set_tempo_at(f64::from(i), cps);
            frames += 48_000.0 / cps;
        }
        let end = transport.moment(1000, 0.0);
        assert!((end - frames).abs() < 0.01, "{end} {frames}");
    }

    #[test]
    fn no_number_is_no_tempo() {
        let mut transport = running(0.5);
        for (cps, expected) in [(f64::NAN, 0.5), (0.0, LEAST_CPS), (-1.0, LEAST_CPS), (1e9, 1e3)] {
            transport.set_tempo(0, cps);
            assert_eq!(transport.cps(), expected);
        }
    }
}
