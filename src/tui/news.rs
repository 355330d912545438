//! What changed from one snapshot to the next, in words: a line for each happening.
//!
//! It compares and words; it neither prints nor waits.

use std::sync::Arc;

use super::commands::scripts;
use super::header::OPENING;
use super::snapshot::{Output, Snapshot, TrackView, bar};
use crate::diag::{Diagnostic, Severity};

/// Bars that the limiter must rest before its next work is told.
const LIMITER_REST: f64 = 4.0;

/// Remembers what was told.
#[derive(Debug)]
pub struct News {
    before: Option<Snapshot>,
    bars: u32,
    limited: f64,
    overloaded: bool,
}

impl Default for News {
    fn default() -> News {
        News { before: None, bars: 4, limited: f64::NEG_INFINITY, overloaded: false }
    }
}

impl News {
    /// Tells a line every so many bars; 0 is never.
    pub fn tick_every(&mut self, bars: u32) {
        self.bars = bars;
    }

    /// The happenings since the snapshot before. Each line begins with its bar and beat.
    pub fn of(&mut self, shot: &Snapshot) -> Vec<String> {
        let mut lines = Vec::new();
        match self.before.take() {
            // Nothing is known yet.
            None if shot.file.is_empty() => return lines,
            Some(before) => self.changes(&before, shot, &mut lines),
            // The conductor has not drawn its first picture yet.
            None if shot.file.is_empty() => return lines,
            None => self.beginning(shot, &mut lines),
        }
        self.before = Some(shot.clone());
        let place = shot.position();
        lines.into_iter().map(|line| format!("{place} {line}")).collect()
    }

    fn beginning(&mut self, shot: &Snapshot, lines: &mut Vec<String>) {
        lines.push(format!("file {}", shot.file));
        lines.extend(scripts(shot).into_iter().map(|script| format!("script {script}")));
        lines.push(output(&shot.output));
        lines.push(tempo(shot));
        lines.extend(
            shot.tracks.iter().map(|track| format!("track {}: {}", track.name, track_state(track))),
        );
        lines.extend(shot.problems.iter().map(|problem| problem_line(problem, shot)));
        lines.extend(shot.welcome.iter().filter(|line| !line.trim().is_empty()).cloned());
        lines.extend(shot.said.iter().map(|said| said.text.clone()));
        lines.extend(shot.troubles.iter().map(|trouble| format!("trouble: {trouble}")));
        lines.push("type help for commands".to_owned());
    }

    fn changes(&mut self, before: &Snapshot, shot: &Snapshot, lines: &mut Vec<String>) {
        if shot.file != before.file {
            lines.push(format!("file {}", shot.file));
        }
        let told = before.said.last().map_or(0, |said| said.number);
        let new = shot.said.iter().filter(|said| said.number > told);
        lines.extend(new.map(|said| said.text.clone()));
        let same =
            Arc::ptr_eq(&shot.problems, &before.problems) || shot.problems == before.problems;
        if !same {
            // A save tells them all, what comes up later only itself.
            let saved = shot.said.last() != before.said.last();
            let new = |problem: &&Diagnostic| saved || !before.problems.contains(problem);
            lines.extend(shot.problems.iter().filter(new).map(|p| problem_line(p, shot)));
            if shot.problems.is_empty() {
                lines.push("no problems any more".to_owned());
            }
        }
        if shot.running != before.running {
            lines.push(if shot.running { "plays" } else { "stopped" }.to_owned());
        }
        if (shot.cps - before.cps).abs() > 1e-9 {
            lines.push(tempo(shot));
        }
        if shot.output != before.output {
            lines.push(output(&shot.output));
        }
        tracks(before, shot, lines);
        self.machine(before, shot, lines);
        self.tick(before, shot, lines);
    }

    /// Limiter, load and troubles.
    fn machine(&mut self, before: &Snapshot, shot: &Snapshot, lines: &mut Vec<String>) {
        if shot.limiter < 0.995 {
            if (shot.cycle - self.limited).abs() > LIMITER_REST {
                let reduction = -20.0 * libm::log10f(shot.limiter.max(1e-3));
                let peak = |track: &&TrackView| (track.peak[0].max(track.peak[1]) * 1e4) as u32;
                let loudest = shot.tracks.iter().max_by_key(peak).filter(|track| peak(track) > 0);
                let by = loudest.map_or(String::new(), |track| format!(" of {}", track.name));
                lines.push(format!("limiter holds back {reduction:.1} dB{by}"));
            }
            self.limited = shot.cycle;
        }
        if shot.load > 0.9 && !self.overloaded {
            lines.push(format!("load {:.0} %", shot.load * 100.0));
            self.overloaded = true;
        }
        self.overloaded &= shot.load > 0.6;
        let told = before.troubles.last();
        let from = shot.troubles.iter().rposition(|trouble| Some(trouble) == told);
        let fresh = shot.troubles.iter().skip(from.map_or(0, |index| index + 1));
        lines.extend(fresh.map(|trouble| format!("trouble: {trouble}")));
    }

    fn tick(&self, before: &Snapshot, shot: &Snapshot, lines: &mut Vec<String>) {
        let group = |cycle: f64| (cycle / f64::from(self.bars)).floor();
        if self.bars > 0 && shot.running && group(shot.cycle) != group(before.cycle) {
            let heard = (0..shot.tracks.len()).filter(|index| shot.sounds(*index));
            let names: Vec<&str> = heard.map(|index| shot.tracks[index].name.as_str()).collect();
            let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
            lines.push(format!("bar {}: {names}", bar(shot.cycle)));
        }
    }
}

fn tracks(before: &Snapshot, shot: &Snapshot, lines: &mut Vec<String>) {
    for track in &shot.tracks {
        let known = before.tracks.iter().find(|known| known.name == track.name);
        let state = track_state(track);
        match known {
            None => lines.push(format!("track {}: new, {state}", track.name)),
            Some(known) if track_state(known) != state => {
                lines.push(format!("track {}: {state}", track.name));
            }
            Some(_) => {}
        }
    }
    let gone = |known: &&TrackView| shot.tracks.iter().all(|track| track.name != known.name);
    lines.extend(
        before.tracks.iter().filter(gone).map(|track| format!("track {}: gone", track.name)),
    );
}

/// How a track does, in words.
pub(super) fn track_state(track: &TrackView) -> &'static str {
    match (track.muted, track.solo, track.held) {
        (true, true, _) => "muted, solo",
        (true, ..) => "muted",
        (_, true, _) => "solo",
        (_, _, true) => "plays its last good version",
        _ => "plays",
    }
}

fn tempo(shot: &Snapshot) -> String {
    format!("tempo {} bpm", (shot.bpm() * 100.0).round() / 100.0)
}

fn output(output: &Output) -> String {
    match output {
        Output::Playing(name) => format!("device {name}"),
        Output::Opening => OPENING.to_owned(),
        Output::Silent(why) => format!("no sound: {why}"),
    }
}

/// A problem on one line: `error: beat.rhai:12:7: what; what to do`.
pub(super) fn problem_line(problem: &Diagnostic, shot: &Snapshot) -> String {
    let kind = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let place = super::strip::place(problem, shot).map_or(String::new(), |place| place + ": ");
    let hints: String = problem.hints.iter().map(|hint| format!("; {hint}")).collect();
    format!("{kind}: {place}{}{hints}", problem.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Source, Sources, SrcSpan};
    use crate::tui::snapshot::Said;

    fn track(name: &str, muted: bool) -> TrackView {
        TrackView {
            name: name.to_owned(),
            muted,
            solo: false,
            colour: None,
            peak: [0.0; 2],
            held: false,
            line: None,
        }
    }

    fn shot() -> Snapshot {
        Snapshot {
            file: "beat.rhai".to_owned(),
            tracks: vec![track("drums", false)],
            running: true,
            output: Output::Playing("card".to_owned()),
            ..Snapshot::default()
        }
    }

    fn said(lines: &[&str]) -> Arc<[Arc<Said>]> {
        let said = (1..).zip(lines);
        said.map(|(number, text)| Arc::new(Said { number, text: (*text).to_owned() })).collect()
    }

    #[test]
    fn all_that_happened_between_two_pictures_is_told_even_if_it_reads_alike() {
        let mut news = News::default();
        news.of(&Snapshot { said: said(&["one"]), ..shot() });
        let told = ["1.1 two", "1.1 two", "1.1 three"];
        let next = Snapshot { said: said(&["one", "two", "two", "three"]), ..shot() };
        assert_eq!(news.of(&next), told);
        assert_eq!(news.of(&next), [""; 0]);
    }

    #[test]
    fn nothing_new_says_nothing() {
        let mut news = News::default();
        let begin = news.of(&shot());
        assert_eq!(
            begin[..4],
            [
                "1.1 file beat.rhai",
                "1.1 device card",
                "1.1 tempo 120 bpm",
                "1.1 track drums: plays"
            ]
        );
        assert_eq!(news.of(&Snapshot { cycle: 0.5, ..shot() }), [""; 0]);
    }

    #[test]
    fn changes_are_told_once() {
        let mut news = News::default();
        news.of(&shot());
        let next = Snapshot {
            tracks: vec![track("drums", true), track("bass", false)],
            output: Output::Silent("the card was unplugged".to_owned()),
            running: false,
            cps: 0.625,
            limiter: 0.5,
            troubles: Arc::from(["a voice was silenced".to_owned()]),
            ..shot()
        };
        let told = [
            "1.1 stopped",
            "1.1 tempo 150 bpm",
            "1.1 no sound: the card was unplugged",
            "1.1 track drums: muted",
            "1.1 track bass: new, plays",
            "1.1 limiter holds back 6.0 dB",
            "1.1 trouble: a voice was silenced",
        ];
        assert_eq!(news.of(&next), told);
        assert_eq!(news.of(&next), [""; 0]);
        assert_eq!(news.of(&shot())[4..], ["1.1 track bass: gone"]);
    }

    #[test]
    fn problems_have_a_place_and_a_cure() {
        let mut sources = Sources::default();
        let file = sources.insert(Source::new("beat.rhai", "a: x\nb: s(\"bd\").fsat(2)\n"));
        let problem = Diagnostic::error(SrcSpan::new(file, 16, 20), "no function is called `fsat`")
            .hint("did you mean `fast`?");
        let mut news = News::default();
        news.of(&shot());
        let failed = Snapshot {
            problems: Arc::from([problem]),
            sources: Arc::new(sources),
            said: said(&["1 error, the old version plays on"]),
            ..shot()
        };
        let told = [
            "1.1 1 error, the old version plays on",
            "1.1 error: beat.rhai:2:12: no function is called `fsat`; did you mean `fast`?",
        ];
        assert_eq!(news.of(&failed), told);
        let fixed = Snapshot { said: said(&["", "version 1: took over at 1.1"]), ..shot() };
        assert_eq!(
            news.of(&fixed),
            ["1.1 version 1: took over at 1.1", "1.1 no problems any more"]
        );
    }

    #[test]
    fn bars_are_told_now_and_then() {
        let mut news = News::default();
        news.of(&shot());
        assert_eq!(news.of(&Snapshot { cycle: 3.9, ..shot() }), [""; 0]);
        assert_eq!(news.of(&Snapshot { cycle: 4.0, ..shot() }), ["5.1 bar 5: drums"]);
        news.tick_every(0);
        assert_eq!(news.of(&Snapshot { cycle: 8.0, ..shot() }), [""; 0]);
    }
}
