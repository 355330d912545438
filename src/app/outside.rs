//! The thread that sends to instruments outside: listens to the engine's cues, and waits for their moments.
//!
//! What is said and to whom is the switchboard's business; here is its clock.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::desk::Message;
use crate::audio::Clock;
use crate::engine::protocol::{Cue, Cues, Sign};
use crate::outside::board::{Board, Heard, Now};
use crate::outside::message::News;
use crate::outside::ports::Ports;

/// How often cues are looked for while there may be some: sooner than sound gets through the limiter.
const TURN: Duration = Duration::from_millis(1);
/// How long a port may take to fall silent at the end.
const FAREWELL: Duration = Duration::from_millis(300);

/// The thread, as long as it is held.
pub(super) struct Outside {
    news: Option<Sender<News>>,
    ended: Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

impl Outside {
    /// Starts it; `late` is by how many frames all sound comes later than its moment. What there is to
    /// say goes to the desk.
    pub(super) fn start(
        clock: Clock,
        late: usize,
        ports: Box<dyn Ports>,
        desk: Sender<Message>,
    ) -> Outside {
        let (news, news_in) = channel();
        let (ending, ended) = channel::<()>();
        let run = move || {
            let told = desk.clone();
            let listener = move |port: &str, heard: Heard| {
                let _ = told.send(Message::Heard(port.to_owned(), heard));
            };
            let board = Board::new(ports, Arc::new(listener));
            let sender = Thread { clock, late: late as u64, board, cues: None, desk };
            sender.run(&news_in);
            drop(ending);
        };
        // Without it nothing is sent, and all else goes on.
        let thread = Builder::new().name("outside".into()).spawn(run).ok();
        Outside { news: thread.is_some().then_some(news), ended, thread }
    }

    /// By which it is told what may begin; nothing if there is no thread. Once.
    pub(super) fn news(&mut self) -> Option<Sender<News>> {
        self.news.take()
    }

    /// Waits until all is silent, once nobody can tell it anything any more. A port that hangs is left
    /// alone.
    pub(super) fn end(mut self) {
        drop(self.news.take());
        if self.thread.take().is_some() {
            let _ = self.ended.recv_timeout(FAREWELL);
        }
    }
}

struct Thread {
    clock: Clock,
    late: u64,
    board: Board,
    cues: Option<Cues>,
    desk: Sender<Message>,
}

impl Thread {
    fn run(mut self, told: &Receiver<News>) {
        let origin = Instant::now();
        let mut rest = None;
        loop {
            let heard = match rest {
                Some(rest) => told.recv_timeout(rest),
                None => told.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match heard {
                Ok(news) => self.hear(news),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            told.try_iter().for_each(|news| self.hear(news));
            let now = Now {
                steady: origin.elapsed(),
                wall: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            };
            while let Some(cue) = self.cues.as_mut().and_then(Cues::next_cue) {
                self.follow(cue, origin, now);
            }
            let next = self.board.run(now.steady);
            for said in self.board.said() {
                let _ = self.desk.send(Message::Outside(said));
            }
            let next = next.map(|next| next.saturating_sub(origin.elapsed()));
            rest =
                if self.board.is_busy() { Some(next.map_or(TURN, |n| n.min(TURN))) } else { next };
        }
        self.board.stop();
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Written(note, message) => self.board.write(note, message),
            News::Listen(ports) => self.board.listen(ports),
            News::Version => self.board.new_version(),
            News::Cues(cues) => {
                // Whatever the engine before it began, it can no longer end.
                self.board.stop();
                self.cues = Some(cues);
            }
        }
    }

    fn follow(&mut self, cue: Cue, origin: Instant, now: Now) {
        let heard = self.clock.heard_at(cue.frame + self.late);
        let heard = heard.map_or(now.steady, |at| at.saturating_duration_since(origin));
        match cue.sign {
            Sign::Begin(note) => self.board.begin(note, heard, now),
            Sign::End(note) => self.board.end(note, heard),
            Sign::Silence => self.board.silence(heard),
        }
    }
}
