//! Whose turn it is to render: one number that says which of many threads may use the engine.
//!
//! It hands the right over without a moment in which two have it, and never makes anybody wait. The
//! engine itself lies elsewhere.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

/// Whose turn it is. Streams are numbered from 1 as they are opened, so a stream that was given up
/// and wakes again finds that its number no longer counts.
#[derive(Debug)]
pub(super) struct Turn(AtomicU64);

/// What the number says: the last two bits are the state, the others the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The null output renders.
    Null,
    /// The null output renders until this stream takes over.
    Offered(u64),
    /// Nobody renders until this stream takes over: the music begins with the device.
    Reserved(u64),
    /// This stream renders. Stream 0 does not exist: then nobody ever renders again.
    Held(u64),
}

/// What a stream learns when it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is not its turn: it stays silent.
    No,
    /// It is its turn, as it was before.
    Yes,
    /// It is its turn from now on, and the first sample of all is its.
    Begin,
    /// It is its turn from now on, in the middle of the music.
    Resume,
}

impl State {
    fn number(self) -> u64 {
        match self {
            State::Null => 0,
            State::Offered(stream) => stream << 2 | 1,
            State::Reserved(stream) => stream << 2 | 2,
            State::Held(stream) => stream << 2 | 3,
        }
    }

    fn of(number: u64) -> State {
        let stream = number >> 2;
        match number & 3 {
            0 => State::Null,
            1 => State::Offered(stream),
            2 => State::Reserved(stream),
            _ => State::Held(stream),
        }
    }
}

/// Nobody renders any more.
pub(super) const CLOSED: State = State::Held(0);

impl Turn {
    pub(super) fn new(state: State) -> Turn {
        Turn(AtomicU64::new(state.number()))
    }

    pub(super) fn get(&self) -> State {
        State::of(self.0.load(SeqCst))
    }

    /// Changes the state, unless it is closed.
    pub(super) fn set(&self, state: State) {
        let next = |now| (now != CLOSED.number()).then_some(state.number());
        // An error says that it is closed, and stays so.
        let _ = self.0.fetch_update(SeqCst, SeqCst, next);
    }

    /// Changes the state only if it still is what the caller believes.
    pub(super) fn replace(&self, old: State, new: State) -> bool {
        self.0.compare_exchange(old.number(), new.number(), SeqCst, SeqCst).is_ok()
    }

    /// A stream asks. Real-time safe: one load, and one exchange in its whole life.
    pub(super) fn ask(&self, stream: u64) -> Answer {
        let state = self.get();
        let answer = match state {
            State::Held(holder) if holder == stream => return Answer::Yes,
            State::Offered(guest) if guest == stream => Answer::Resume,
            State::Reserved(guest) if guest == stream => Answer::Begin,
            _ => return Answer::No,
        };
        if self.replace(state, State::Held(stream)) { answer } else { Answer::No }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_takes_what_was_offered_to_it_and_keeps_it() {
        let turn = Turn::new(State::Reserved(1));
        assert_eq!(turn.ask(2), Answer::No);
        assert_eq!([turn.ask(1), turn.ask(1)], [Answer::Begin, Answer::Yes]);
        turn.set(State::Offered(2));
        assert_eq!(turn.ask(1), Answer::No, "a stream that was given up plays on");
        assert_eq!([turn.ask(2), turn.ask(2)], [Answer::Resume, Answer::Yes]);
    }

    #[test]
    fn closed_is_for_ever() {
        let turn = Turn::new(State::Offered(1));
        turn.set(CLOSED);
        turn.set(State::Offered(1));
        assert_eq!((turn.get(), turn.ask(1)), (CLOSED, Answer::No));
    }
}
