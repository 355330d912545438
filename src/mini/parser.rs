//! From text to tree, by recursive descent.
//!
//! It goes on after a mistake, so that one look finds them all; a tree with mistakes is not played.

use std::ops::Range;

use super::Mistake;
use smallvec::{SmallVec, smallvec};

use super::ast::{Amount, At, Euclid, Item, Layers, Op, Sequence, Sequences, Step};
use super::lexer::{Cursor, is_word};
use crate::symbol::Symbol;
use crate::time::Time;

/// How deep brackets may be nested; more would endanger the stack.
const NESTING: usize = 60;

/// How many mistakes of one text are told.
const MISTAKES: usize = 20;

/// The tree of a text, if it has one. What is wrong is added to `mistakes`.
pub(super) fn parse(text: &str, mistakes: &mut Vec<Mistake>) -> Option<Layers> {
    let mut parser = Parser {
        cursor: Cursor::new(text),
        mistakes,
        chances: 0,
        nesting: 0,
        closing: SmallVec::new(),
        too_deep: false,
    };
    if text.trim().is_empty() {
        parser.wrong(0..text.len(), "this text is empty", "write ~ for silence");
        return None;
    }
    let layers = parser.layers(None);
    while let Some(sign) = parser.cursor.peek() {
        parser.unexpected(sign);
        parser.layers(None);
    }
    Some(layers)
}

struct Parser<'a, 'm> {
    cursor: Cursor<'a>,
    mistakes: &'m mut Vec<Mistake>,
    chances: i64,
    nesting: usize,
    /// What closes the brackets that are open, the innermost last.
    closing: SmallVec<[char; 16]>,
    /// The rest is not read, so that nothing can be said of it.
    too_deep: bool,
}

impl Parser<'_, '_> {
    fn wrong(&mut self, at: Range<usize>, message: impl Into<String>, hint: &str) {
        if self.mistakes.len() < MISTAKES && !self.too_deep {
            let mistake = Mistake::new(at, message);
            self.mistakes.push(if hint.is_empty() { mistake } else { mistake.hint(hint) });
        }
    }

    /// Tells of a character that cannot stand here, and goes past it.
    fn unexpected(&mut self, sign: char) {
        let at = self.cursor.at();
        self.cursor.advance();
        let here = at..self.cursor.at();
        match sign {
            ']' | '>' | '}' | ')' => {
                self.wrong(
                    here,
                    format!("`{sign}` closes nothing"),
                    "is there a bracket too many?",
                );
            }
            '*' | '/' | '!' | '?' | '@' | ':' | '%' | '(' => {
                let hint = "write it right behind a step, without a space";
                self.wrong(here, format!("`{sign}` stands behind no step"), hint);
                // Its argument would only be taken for a step.
                self.cursor.number();
            }
            ',' | '|' => {
                let hint = "in one pair of brackets use either , or | or .";
                self.wrong(here, format!("`{sign}` cannot stand here"), hint);
            }
            '.' => self.wrong(here, "`.` divides nothing here", "write steps on both sides of it"),
            _ => {
                let hint = "words are made of letters, digits and - # . ~ _";
                self.wrong(here, format!("`{sign}` means nothing in a pattern"), hint);
            }
        }
    }

    fn next_chance(&mut self) -> i64 {
        self.chances += 1;
        self.chances - 1
    }

    /// Sequences divided by one kind of sign, up to a closing bracket or the end.
    fn layers(&mut self, open: Option<&Range<usize>>) -> Layers {
        let first = self.sequence(open);
        let mut all: Sequences = smallvec![first];
        self.cursor.space();
        if self.cursor.sees(",") {
            while self.cursor.take(",") {
                let next = self.sequence_after(",");
                all.push(next);
                self.cursor.space();
            }
        } else if self.cursor.sees("|") {
            while self.cursor.take("|") {
                let next = self.sequence_after("|");
                all.push(next);
                self.cursor.space();
            }
            return Layers::Choice(all, self.next_chance());
        } else {
            let mut feet = self.cursor;
            if feet.foot() {
                while self.cursor.foot() {
                    let next = self.sequence_after(".");
                    all.push(next);
                    self.cursor.space();
                }
                self.next_chance();
                return Layers::Feet(all);
            }
        }
        Layers::Stack(all)
    }

    /// Sequences divided by commas only, as in `< >` and `{ }`.
    fn stacked(&mut self, open: &Range<usize>) -> Sequences {
        let mut all: Sequences = smallvec![self.sequence(Some(open))];
        self.cursor.space();
        while self.cursor.take(",") {
            let next = self.sequence_after(",");
            all.push(next);
            self.cursor.space();
        }
        all
    }

    fn sequence_after(&mut self, sign: &str) -> Sequence {
        let before = self.cursor.at() - sign.len();
        let sequence = self.steps();
        if sequence.steps.is_empty() {
            let message = format!("there is nothing after `{sign}`");
            self.wrong(before..before + sign.len(), message, "write ~ for silence");
        }
        sequence
    }

    fn sequence(&mut self, open: Option<&Range<usize>>) -> Sequence {
        let sequence = self.steps();
        if !sequence.steps.is_empty() {
            return sequence;
        }
        self.cursor.space();
        match (self.cursor.peek(), open) {
            // That it is never closed is told where it should be.
            (None, Some(_)) => {}
            (Some(']' | '>' | '}' | ')'), Some(open)) => {
                let at = open.start..self.cursor.at().max(open.end);
                self.wrong(at, "there is nothing between these brackets", "write ~ for silence");
            }
            (Some(sign @ (',' | '|')), _) => {
                let at = self.cursor.at();
                let message = format!("there is nothing before `{sign}`");
                self.wrong(at..at + 1, message, "write ~ for silence");
            }
            _ => {
                if let Some(sign) = self.cursor.peek() {
                    self.unexpected(sign);
                    return self.steps();
                }
            }
        }
        sequence
    }

    fn steps(&mut self) -> Sequence {
        let mut steps = Vec::new();
        loop {
            self.cursor.space();
            match self.step() {
                Some(step) => steps.push(step),
                None => match self.cursor.peek() {
                    Some(sign) if !steps.is_empty() && stands_nowhere(sign) => {
                        self.unexpected(sign);
                    }
                    _ => return Sequence { steps },
                },
            }
        }
    }

    /// A step and what is written behind it.
    fn step(&mut self) -> Option<Step> {
        let mut step = self.slice()?;
        // Space is allowed behind words and brackets, but not behind the numbers of @ ! and ?.
        let mut loose = true;
        loop {
            let before = self.cursor;
            let spaced = self.cursor.space();
            let tight = loose || !spaced;
            match self.op(&mut step, tight) {
                Some(now_loose) => loose = now_loose,
                None => {
                    self.cursor = before;
                    return Some(step);
                }
            }
        }
    }

    /// One thing written behind a step. `None` if there is none; else whether space may follow.
    fn op(&mut self, step: &mut Step, tight: bool) -> Option<bool> {
        let at = self.cursor.at();
        let sign = self.cursor.peek()?;
        match sign {
            '@' | '_' => {
                self.cursor.advance();
                let weight = self.count();
                step.weight = step.weight + weight - Time::ONE;
                self.not_negative(at, step.weight);
                Some(false)
            }
            '!' => {
                self.cursor.advance();
                let copies = self.count();
                let copies = step.copies() + copies - Time::ONE;
                self.not_negative(at, copies);
                step.ops.retain(|op| !matches!(op, Op::Replicate(_)));
                step.ops.push(Op::Replicate(copies));
                step.weight = copies;
                Some(false)
            }
            '.' if self.cursor.take("..") => {
                self.cursor.space();
                let end = self.argument("..", at);
                step.ops.extend(end.map(|end| Op::Range(Box::new(end))));
                Some(true)
            }
            _ if !tight => None,
            '*' | '/' | ':' => {
                self.cursor.advance();
                let name = match sign {
                    '*' => "*",
                    '/' => "/",
                    _ => ":",
                };
                if let Some(argument) = self.argument(name, at) {
                    if let (Item::Word(word), '*' | '/') = (&argument.item, sign) {
                        let said = format!("`{sign}` needs a number, not `{word}`");
                        let hint = "write a number, or a pattern of numbers in brackets";
                        self.wrong(argument.at.range(), said, hint);
                    }
                    step.ops.push(match sign {
                        '*' => Op::Fast(amount(argument)),
                        '/' => Op::Slow(amount(argument)),
                        _ => Op::Tail(Box::new(argument)),
                    });
                }
                Some(true)
            }
            '?' => {
                self.cursor.advance();
                let amount = self.cursor.number().unwrap_or(0.5);
                let chance = self.next_chance();
                step.ops.push(Op::Degrade(amount, chance));
                Some(false)
            }
            '(' => {
                self.cursor.advance();
                if let Some(op) = self.euclid(at) {
                    step.ops.push(op);
                }
                Some(false)
            }
            _ => None,
        }
    }

    /// The number behind `@`, `_` or `!`; two if there is none.
    fn count(&mut self) -> Time {
        self.cursor.number().and_then(Time::from_f64).unwrap_or(Time::whole(2))
    }

    fn not_negative(&mut self, at: usize, count: Time) {
        if count.is_negative() {
            let here = at..self.cursor.at();
            self.wrong(here, "a step cannot be less than nothing", "use a number above zero");
        }
    }

    /// What must follow `*`, `/`, `:`, `..` or `%`: a word, or something in brackets.
    fn argument(&mut self, sign: &str, at: usize) -> Option<Step> {
        let before = self.cursor;
        // A word may stand apart; brackets that do are a step of their own, and something is missing.
        let bracket = |sign: char| matches!(sign, '[' | '<' | '{');
        let apart = self.cursor.space() && sign != "..";
        let missing = apart && self.cursor.peek().is_some_and(bracket);
        let found = if missing { None } else { self.slice() };
        if found.is_none() {
            self.cursor = before;
            let end = self.cursor.at().max(at + sign.len());
            let hint = match sign {
                "*" | "/" | "%" => "write a number, or a pattern of numbers in brackets",
                _ => "write a word, a number, or something in brackets",
            };
            self.wrong(at..end, format!("there is nothing behind `{sign}`"), hint);
        }
        found
    }

    /// A word, or something in brackets.
    fn slice(&mut self) -> Option<Step> {
        let start = self.cursor.at();
        if let Some(at) = self.cursor.word() {
            let place = At::new(at.start, at.end);
            return Some(Step::new(self.item(at), place));
        }
        let open = self.cursor.peek().filter(|sign| matches!(sign, '[' | '<' | '{'))?;
        self.cursor.advance();
        let bracket = start..self.cursor.at();
        if self.nesting >= NESTING {
            let message = format!("brackets are nested more than {NESTING} deep");
            self.wrong(
                bracket,
                message,
                "write inner parts without them, or as patterns of their own",
            );
            self.too_deep = true;
            self.cursor.skip_all();
            return None;
        }
        self.nesting += 1;
        self.closing.push(match open {
            '[' => ']',
            '<' => '>',
            _ => '}',
        });
        let item = match open {
            '[' => {
                let layers = self.layers(Some(&bracket));
                self.close(']', &bracket);
                Item::Group(layers)
            }
            '<' => {
                let all = self.stacked(&bracket);
                self.close('>', &bracket);
                Item::Turns(all)
            }
            _ => {
                let all = self.stacked(&bracket);
                self.close('}', &bracket);
                let at = self.cursor.at();
                let steps = self.cursor.take("%").then(|| self.argument("%", at)).flatten();
                Item::Polymeter(all, steps.map(Box::new))
            }
        };
        self.nesting -= 1;
        self.closing.pop();
        Some(Step::new(item, At::new(start, self.cursor.at())))
    }

    fn item(&self, at: Range<usize>) -> Item {
        let word = self.cursor.slice(at);
        if matches!(word, "~" | "-") {
            return Item::Rest;
        }
        let numeric = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
        let number = if numeric { word.parse::<f64>().ok() } else { None };
        match number {
            Some(x) if x.is_finite() => Item::Number(if x == 0.0 { 0.0 } else { x }),
            _ => Item::Word(Symbol::new(word)),
        }
    }

    /// Goes past a closing bracket, and past everything that cannot stand before it.
    fn close(&mut self, bracket: char, open: &Range<usize>) {
        loop {
            self.cursor.space();
            match self.cursor.peek() {
                Some(sign) if sign == bracket => return self.cursor.advance(),
                Some(sign) if !is_end(sign) => {
                    self.unexpected(sign);
                    self.steps();
                }
                Some(sign) if !self.closes_another(sign) => {
                    let at = self.cursor.at();
                    let opened = self.cursor.slice(open.clone());
                    let message = format!("`{sign}` does not close `{opened}`");
                    self.wrong(at..at + 1, message, &format!("`{bracket}` does"));
                    return self.cursor.advance();
                }
                _ => {
                    let opened = self.cursor.slice(open.clone());
                    let message = format!("`{opened}` is never closed");
                    self.wrong(open.clone(), message, &format!("a `{bracket}` is missing"));
                    return;
                }
            }
        }
    }

    /// True for what closes a bracket around the innermost one, which then is the one that is open.
    fn closes_another(&self, sign: char) -> bool {
        self.closing.iter().rev().skip(1).any(|closing| *closing == sign)
    }

    /// `(k,n,r)`, after its bracket.
    fn euclid(&mut self, start: usize) -> Option<Op> {
        self.closing.push(')');
        let op = self.euclid_inside(start);
        self.closing.pop();
        op
    }

    fn euclid_inside(&mut self, start: usize) -> Option<Op> {
        let open = start..self.cursor.at();
        let mut args: SmallVec<[Sequence; 3]> = SmallVec::new();
        loop {
            self.cursor.space();
            let sequence = self.steps();
            let here = self.cursor.at();
            let last = args.len() == 2 && self.cursor.sees(")");
            if sequence.steps.is_empty() && !last {
                let hint = "a rhythm is (onsets,steps) or (onsets,steps,rotation)";
                self.wrong(start..here.max(start + 1), "a number is missing in this rhythm", hint);
                self.skip_to_closing();
                return None;
            }
            args.push(sequence);
            if !self.cursor.take(",") {
                break;
            }
        }
        self.close(')', &open);
        let at = start..self.cursor.at();
        let hint = "a rhythm is (onsets,steps) or (onsets,steps,rotation)";
        if args.len() < 2 {
            self.wrong(at, "this rhythm does not say how many steps it has", hint);
            return None;
        }
        if args.len() > 3 {
            self.wrong(at, "this rhythm has too many numbers", hint);
            return None;
        }
        let mut args = args.into_iter();
        let (onsets, steps) = (args.next()?, args.next()?);
        let rotation = args.next().filter(|sequence| !sequence.steps.is_empty());
        let at = At::new(at.start, at.end);
        Some(Op::Euclid(Box::new(Euclid { onsets, steps, rotation, at })))
    }

    fn skip_to_closing(&mut self) {
        while let Some(sign) = self.cursor.peek() {
            self.cursor.advance();
            if sign == ')' {
                return;
            }
        }
    }
}

/// What closes brackets.
fn is_end(sign: char) -> bool {
    matches!(sign, ']' | '>' | '}' | ')')
}

/// What is written behind `*` or `/`.
fn amount(step: Step) -> Amount {
    step.number().map_or_else(|| Amount::Pattern(Box::new(step)), Amount::Number)
}

/// Characters that neither begin a step nor divide nor close anything.
fn stands_nowhere(sign: char) -> bool {
    !is_word(sign) && !matches!(sign, ']' | '>' | '}' | ')' | ',' | '|' | '[' | '<' | '{')
}
