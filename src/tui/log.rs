//! Everything that was told since the beginning, with when it was told.
//!
//! It keeps lines; what a happening is called is decided by the news.

use std::collections::VecDeque;

use super::news::News;
use super::snapshot::Snapshot;

/// Lines that are kept.
const MOST: usize = 2000;

/// All messages.
#[derive(Debug, Default)]
pub(super) struct Log {
    news: Option<News>,
    seconds: f64,
    lines: VecDeque<(u64, String)>,
}

impl Log {
    /// Takes note of what changed, `seconds` after the snapshot before.
    pub(super) fn feed(&mut self, shot: &Snapshot, seconds: f32) {
        self.seconds += f64::from(seconds);
        let news = self.news.get_or_insert_with(|| {
            let mut news = News::default();
            news.tick_every(0);
            news
        });
        let at = self.seconds as u64;
        self.lines.extend(news.of(shot).into_iter().map(|line| (at, line)));
        self.trim();
    }

    /// Adds a line of the screen's own.
    pub(super) fn say(&mut self, shot: &Snapshot, line: &str) {
        self.lines.push_back((self.seconds as u64, format!("{} {line}", shot.position())));
        self.trim();
    }

    fn trim(&mut self) {
        let over = self.lines.len().saturating_sub(MOST);
        self.lines.drain(..over);
    }

    /// The lines, oldest first, with minutes and seconds since the beginning.
    pub(super) fn lines(&self) -> impl DoubleEndedIterator<Item = (String, &str)> {
        let clock = |at: u64| format!("{:>3}:{:02}", at / 60, at % 60);
        self.lines.iter().map(move |(at, line)| (clock(*at), line.as_str()))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }
}
