//! The null output: lets music time run on while there is no device.
//!
//! It renders at the pace of a clock and throws the result away; nothing is heard of it.

use std::sync::Arc;
use std::thread::{self, Builder, JoinHandle};
use std::time::Duration;

use super::player::Player;
use super::turn::{CLOSED, State};

/// A first device that is not there by then no longer keeps the music waiting.
const PATIENCE: Duration = Duration::from_secs(1);
/// Blocks a second: short ones, so that a new version is as quick here as on a sound card.
const BLOCKS: u32 = 400;

/// Starts the null output's thread. It sleeps while a stream plays; whoever changes the turn wakes
/// it by `unpark`.
pub(super) fn start(player: Arc<Player>) -> Option<JoinHandle<()>> {
    Builder::new().name("null output".into()).spawn(move || run(&player)).ok()
}

fn run(player: &Player) {
    let mut scratch = vec![0.0; (player.rate() / BLOCKS).max(1) as usize * 2];
    loop {
        match player.turn.get() {
            CLOSED => return,
            State::Null | State::Offered(_) => {
                let rest = player.play_null(&mut scratch);
                if !rest.is_zero() {
                    thread::park_timeout(rest);
                }
            }
            State::Held(_) => thread::park(),
            reserved @ State::Reserved(stream) => {
                thread::park_timeout(PATIENCE);
                // If the stream took over meanwhile, nothing is replaced.
                player.turn.replace(reserved, State::Offered(stream));
            }
        }
    }
}
