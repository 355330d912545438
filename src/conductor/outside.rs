//! What notes say to instruments outside: numbered for the engine, and handed to whoever sends it.
//!
//! The engine tells that one when a note begins; nothing is sent from here.

use std::num::NonZeroU32;
use std::sync::mpsc::Sender;

use super::Conductor;
use crate::diag::{Diagnostic, SrcSpan};
use crate::outside::message::{Message, News};
use crate::set::Track;

/// Who sends, and the number of the last note.
#[derive(Debug)]
pub(super) struct Outside {
    news: Option<Sender<News>>,
    last: NonZeroU32,
    /// Of this version it was said that nobody is there to send.
    told: bool,
}

impl Default for Outside {
    fn default() -> Outside {
        Outside { news: None, last: NonZeroU32::MIN, told: false }
    }
}

impl Outside {
    /// The number of a note that says this. Says so if nobody is there to send it.
    pub(super) fn write(
        &mut self,
        message: Message,
        track: &Track,
        problems: &mut Vec<Diagnostic>,
    ) -> NonZeroU32 {
        self.last = self.last.checked_add(1).unwrap_or(NonZeroU32::MIN);
        match &self.news {
            // Whoever sends may be gone at the end of the program.
            Some(news) => drop(news.send(News::Written(self.last, message))),
            None if !std::mem::replace(&mut self.told, true) => {
                let text = "instruments outside are silent here";
                let problem = Diagnostic::warning(message.place.or(track.span), text);
                problems.push(problem.hint("MIDI and OSC are sent only live"));
            }
            None => {}
        }
        self.last
    }
}

impl Conductor {
    /// From now on hands what notes say to somebody who sends it, and the engine's cues.
    pub fn send_outside(&mut self, news: Sender<News>) {
        self.outside.news = Some(news);
        self.send_cues();
    }

    /// A new engine: whoever sends is to listen to it.
    pub(super) fn send_cues(&mut self) {
        if let (Some(news), Some(cues)) = (&self.outside.news, self.remote.cues()) {
            let _ = news.send(News::Cues(cues));
        }
    }

    /// A new version plays.
    pub(super) fn tell_outside(&mut self) {
        self.outside.told = false;
        let Some(news) = &self.outside.news else { return };
        let mut ports: Vec<(String, Option<SrcSpan>)> = Vec::new();
        for knob in self.knobs() {
            if ports.iter().all(|(port, _)| *port != knob.port) {
                ports.push((knob.port.clone(), knob.span));
            }
        }
        let _ = news.send(News::Version);
        let _ = news.send(News::Listen(ports));
    }
}
