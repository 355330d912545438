//! Colours and signs, for terminals that have many, sixteen or no colours, with or without Unicode.
//!
//! Every ink is one row of a table; nobody else names a colour. It does not draw.

use std::sync::LazyLock;

use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// 24 bits.
    True,
    /// The 256 of xterm.
    Indexed,
    /// The 16 that every colour terminal has.
    Sixteen,
    /// None: bold, dim, underlined and reversed only.
    Mono,
}

/// What something on the screen is; [`Theme::ink`] says how it looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Ink {
    Text,
    Strong,
    Quiet,
    Faint,
    Rule,
    Good,
    Warning,
    Bad,
    Comment,
    Keyword,
    Function,
    Label,
    Name,
    Number,
    Sign,
    Quote,
    Word,
    Count,
    Mark,
}

/// A row: the ink, its colour, its stand-in among sixteen, and what it has where there is no colour.
type InkRow = (Ink, u32, Color, Modifier);

const PLAIN: Modifier = Modifier::empty();
/// What letters can have; whatever an ink does not have it takes away.
const LETTERS: Modifier = Modifier::BOLD.union(Modifier::DIM).union(Modifier::ITALIC);

const INKS: &[InkRow] = &[
    (Ink::Text, 0xd9dde7, Color::Gray, PLAIN),
    (Ink::Strong, 0xffffff, Color::White, Modifier::BOLD),
    (Ink::Quiet, 0x9aa3b6, Color::Gray, PLAIN),
    (Ink::Faint, 0x7f889c, Color::DarkGray, Modifier::DIM),
    (Ink::Rule, 0x3b4254, Color::DarkGray, Modifier::DIM),
    (Ink::Good, 0x8fd694, Color::Green, PLAIN),
    (Ink::Warning, 0xf2c46d, Color::Yellow, Modifier::BOLD),
    (Ink::Bad, 0xff7d78, Color::LightRed, Modifier::BOLD),
    (Ink::Comment, 0x8089a0, Color::DarkGray, Modifier::DIM),
    (Ink::Keyword, 0xc8a2f4, Color::Magenta, PLAIN),
    (Ink::Function, 0x8fb6f5, Color::LightBlue, PLAIN),
    (Ink::Label, 0xffffff, Color::White, Modifier::BOLD),
    (Ink::Name, 0xd9dde7, Color::Gray, PLAIN),
    (Ink::Number, 0xf0b37e, Color::Yellow, PLAIN),
    (Ink::Sign, 0x9aa3b6, Color::Gray, PLAIN),
    (Ink::Quote, 0x8fa882, Color::Green, PLAIN),
    (Ink::Word, 0xbfe3a0, Color::LightGreen, PLAIN),
    (Ink::Count, 0xf0d38a, Color::LightYellow, PLAIN),
    (Ink::Mark, 0x8cc5b4, Color::Cyan, PLAIN),
];

const GROUND: u32 = 0x13_15_1b;
const PANEL: u32 = 0x1c_1f_28;

/// The themes: a name, what code stands on, what the head and the foot stand on. Letters are made
/// lighter or darker until they can be read on both.
pub const THEMES: [(&str, u32, u32); 4] = [
    ("dark", GROUND, PANEL),
    ("black", 0x00_00_00, 0x12_12_12),
    ("light", 0xfb_fa_f5, 0xee_ec_e4),
    ("blue", 0x0b_1a_33, 0x14_28_4a),
];

/// One colour for each track, bright enough that dark letters on it are easy to read.
const ACCENTS: &[(u32, Color)] = &[
    (0xff8f80, Color::LightRed),
    (0x67c3f3, Color::LightCyan),
    (0xf6c15b, Color::LightYellow),
    (0xdd95f5, Color::LightMagenta),
    (0x9edb6c, Color::LightGreen),
    (0x9aa8ff, Color::LightBlue),
    (0x5fd7b0, Color::Cyan),
    (0xff91bf, Color::Magenta),
];

/// Colours that scripts call by name.
const NAMED: &[(&str, u32)] = &[
    ("black", 0x000000),
    ("blue", 0x3d6bff),
    ("brown", 0xb5763a),
    ("coral", 0xff7f50),
    ("crimson", 0xdc143c),
    ("cyan", 0x00e5ff),
    ("gold", 0xffd700),
    ("gray", 0x9a9a9a),
    ("green", 0x2ecc5a),
    ("grey", 0x9a9a9a),
    ("hotpink", 0xff69b4),
    ("lime", 0xb4ff3c),
    ("magenta", 0xff00ff),
    ("navy", 0x1f3a93),
    ("olive", 0x9a9a2e),
    ("orange", 0xffa500),
    ("orchid", 0xda70d6),
    ("pink", 0xffb6c1),
    ("purple", 0xa050e0),
    ("red", 0xff4040),
    ("salmon", 0xfa8072),
    ("silver", 0xc0c0c0),
    ("skyblue", 0x87ceeb),
    ("steelblue", 0x4682b4),
    ("teal", 0x20a0a0),
    ("tomato", 0xff6347),
    ("turquoise", 0x40e0d0),
    ("violet", 0xee82ee),
    ("white", 0xffffff),
    ("yellow", 0xffee33),
];

/// The colour of a track.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Accent {
    rgb: u32,
    ansi: Color,
}

impl Accent {
    /// A colour that belongs to no track.
    pub(super) const fn gray() -> Accent {
        Accent { rgb: 0xc3cad8, ansi: Color::Gray }
    }

    /// The colour number `index`, starting over when they are used up.
    pub fn nth(index: usize) -> Accent {
        let (rgb, ansi) = ACCENTS[index % ACCENTS.len()];
        Accent { rgb, ansi }
    }

    /// A colour that a script asks for: a name, `#rgb` or `#rrggbb`. It is made lighter until it
    /// can be read on the ground.
    pub fn named(name: &str) -> Option<Accent> {
        let name = name.trim().to_ascii_lowercase();
        let mut rgb = match name.strip_prefix('#') {
            Some(hex) => hex_colour(hex)?,
            None => NAMED.iter().find(|(known, _)| *known == name)?.1,
        };
        while contrast(rgb, GROUND) < 6.0 {
            rgb = mix(rgb, 0xffffff, 0.15);
        }
        let nearest = ACCENTS.iter().min_by_key(|(accent, _)| distance(*accent, rgb));
        nearest.map(|&(_, ansi)| Accent { rgb, ansi })
    }
}

fn hex_colour(hex: &str) -> Option<u32> {
    let digits = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let value = u32::from_str_radix(hex, 16).ok().filter(|_| digits)?;
    match hex.len() {
        6 => Some(value),
        3 => Some((value >> 8 & 15) * 0x11_0000 + (value >> 4 & 15) * 0x1100 + (value & 15) * 0x11),
        _ => None,
    }
}

/// How everything looks on one terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Theme {
    depth: Depth,
    ground: u32,
    panel: u32,
    /// The signs it can draw.
    pub signs: &'static Signs,
}

impl Theme {
    /// The theme for a terminal.
    pub fn new(depth: Depth, unicode: bool) -> Theme {
        Theme {
            depth,
            ground: GROUND,
            panel: PANEL,
            signs: if unicode { &UNICODE } else { &ASCII },
        }
    }

    /// True if signs beyond ASCII can be drawn.
    pub fn unicode(&self) -> bool {
        self.signs.full == UNICODE.full
    }

    /// Where keys act: the chosen row, or the place of the next letter.
    pub fn cursor(&self) -> Style {
        self.lit(Accent { rgb: 0xf2c46d, ansi: Color::Yellow }, false)
    }

    /// Letters that are selected.
    pub fn selection(&self) -> Style {
        match self.depth {
            Depth::Mono | Depth::Sixteen => Style::new().add_modifier(Modifier::REVERSED),
            _ => self.ink(Ink::Strong).bg(self.colour(0x33_4a_73, Color::Blue)),
        }
    }

    /// The same terminal with the colours of another theme; the names are in [`THEMES`].
    #[must_use]
    pub fn named(&self, name: &str) -> Theme {
        let found = THEMES.iter().find(|theme| theme.0 == name).unwrap_or(&THEMES[0]);
        Theme { ground: found.1, panel: found.2, ..*self }
    }

    /// Letters; what they stand on stays as it is.
    pub fn ink(&self, ink: Ink) -> Style {
        let &(_, rgb, ansi, mono) = INKS.iter().find(|row| row.0 == ink).unwrap_or(&INKS[0]);
        let own = match (self.depth, ink) {
            (Depth::Mono, _) => mono,
            (_, Ink::Strong | Ink::Label) => Modifier::BOLD,
            (Depth::True, Ink::Comment) => Modifier::ITALIC,
            _ => PLAIN,
        };
        let style = match self.depth {
            Depth::Mono => Style::new(),
            _ => Style::new().fg(self.colour(self.legible(ink, rgb), ansi)),
        };
        style.remove_modifier(LETTERS.difference(own)).add_modifier(own)
    }

    /// What code stands on.
    pub fn ground(&self) -> Style {
        self.field(self.ground)
    }

    /// What the header and the hints stand on.
    pub fn panel(&self) -> Style {
        self.field(self.panel)
    }

    fn field(&self, rgb: u32) -> Style {
        match self.depth {
            Depth::Mono => Style::new(),
            _ => self.ink(Ink::Text).bg(self.colour(rgb, Color::Black)),
        }
    }

    /// Letters in the colour of a track.
    pub fn accent(&self, accent: Accent) -> Style {
        let style = Style::new().remove_modifier(LETTERS);
        match self.depth {
            Depth::Mono => style,
            _ => style.fg(self.colour(self.readable(accent.rgb), accent.ansi)),
        }
    }

    /// A step that sounds; `fresh` right after it began.
    pub fn lit(&self, accent: Accent, fresh: bool) -> Style {
        let own = self.readable(accent.rgb);
        let rgb = match (fresh, self.is_light()) {
            (false, _) => own,
            (true, false) => mix(own, 0xffffff, 0.35),
            (true, true) => mix(own, 0x000000, 0.35),
        };
        let style = Style::new().remove_modifier(LETTERS);
        match self.depth {
            Depth::Mono => style.add_modifier(Modifier::REVERSED),
            // Bright backgrounds blink on some old terminals; reversed letters never do.
            Depth::Sixteen => {
                style.fg(accent.ansi).bg(Color::Black).add_modifier(Modifier::REVERSED)
            }
            _ => style.fg(self.colour(self.ground, Color::Black)).bg(self.colour(rgb, accent.ansi)),
        }
    }

    /// A step that comes next.
    pub fn next(&self, accent: Accent) -> Style {
        match self.depth {
            Depth::Mono | Depth::Sixteen => Style::new().add_modifier(Modifier::UNDERLINED),
            _ => Style::new().bg(self.colour(mix(self.ground, accent.rgb, 0.22), Color::Black)),
        }
    }

    /// What a track has little of: the length of a note behind its beginning.
    pub fn shade(&self, accent: Accent) -> Style {
        match self.depth {
            Depth::Mono => Style::new().add_modifier(Modifier::DIM),
            _ => Style::new()
                .fg(self.colour(mix(self.ground, self.readable(accent.rgb), 0.5), accent.ansi)),
        }
    }

    /// What the place in a bar where we are stands on, if there are colours enough.
    pub fn playhead(&self) -> Option<Style> {
        let enough = matches!(self.depth, Depth::True | Depth::Indexed);
        enough.then(|| {
            let rgb = if self.is_light() { 0xd5_d0_c2 } else { 0x4a5268 };
            Style::new().bg(self.colour(rgb, Color::DarkGray))
        })
    }

    /// A small light or badge that is on.
    pub fn badge(&self, ink: Ink) -> Style {
        let row = INKS.iter().find(|row| row.0 == ink).unwrap_or(&INKS[0]);
        self.lit(Accent { rgb: row.1, ansi: row.2 }, false)
    }

    fn is_light(&self) -> bool {
        contrast(self.ground, 0x000000) > 10.0
    }

    /// An ink's colour on this theme's ground. Rules and the like need not be read.
    fn legible(&self, ink: Ink, rgb: u32) -> u32 {
        match (ink, self.is_light()) {
            (_, false) if self.ground == GROUND => rgb,
            (Ink::Rule, true) => 0xc4_c0_b4,
            (Ink::Rule, false) => rgb,
            (Ink::Strong | Ink::Label, true) => 0x000000,
            (Ink::Text | Ink::Name, true) => 0x2a_2c_33,
            _ => self.readable(rgb),
        }
    }

    /// A colour made lighter or darker until it can be read.
    fn readable(&self, rgb: u32) -> u32 {
        let towards = if self.is_light() { 0x000000 } else { 0xffffff };
        let enough = |rgb| contrast(rgb, self.ground).min(contrast(rgb, self.panel)) >= 4.5;
        (0..20)
            .map(|step| mix(rgb, towards, f64::from(step) / 20.0))
            .find(|rgb| enough(*rgb))
            .unwrap_or(towards)
    }

    fn colour(&self, rgb: u32, ansi: Color) -> Color {
        let (r, g, b) = parts(rgb);
        match self.depth {
            Depth::True => Color::Rgb(r, g, b),
            Depth::Indexed => Color::Indexed(indexed(rgb)),
            Depth::Sixteen => ansi,
            Depth::Mono => Color::Reset,
        }
    }
}

/// The signs that are not letters.
#[derive(PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub struct Signs {
    pub play: &'static str,
    pub stop: &'static str,
    pub beat: &'static str,
    pub rest: &'static str,
    pub full: &'static str,
    pub half: &'static str,
    pub empty: &'static str,
    pub peak: &'static str,
    pub onset: &'static str,
    pub held: &'static str,
    pub here: &'static str,
    pub track: &'static str,
    pub muted: &'static str,
    pub good: &'static str,
    pub bad: &'static str,
    pub warning: &'static str,
    pub note: &'static str,
    pub caret: &'static str,
    pub divider: &'static str,
    pub rule: &'static str,
    pub more: &'static str,
    pub chosen: &'static str,
    pub dot: &'static str,
    pub block: &'static str,
    /// From silence to full scale.
    pub levels: &'static [&'static str],
    /// Top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
}

const UNICODE: Signs = Signs {
    play: "►",
    stop: "■",
    beat: "●",
    rest: "○",
    full: "━",
    half: "╸",
    empty: "─",
    peak: "╺",
    onset: "▄",
    held: "▁",
    here: "│",
    track: "▎",
    muted: "┊",
    good: "✓",
    bad: "✗",
    warning: "!",
    note: "i",
    caret: "▔",
    divider: "│",
    rule: "─",
    more: "…",
    chosen: "›",
    dot: "·",
    block: "█",
    levels: &[" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    corners: ["╭", "╮", "╰", "╯"],
};

const ASCII: Signs = Signs {
    play: ">",
    stop: "#",
    beat: "*",
    rest: ".",
    full: "=",
    half: "-",
    empty: ".",
    peak: "|",
    onset: "#",
    held: "-",
    here: "|",
    track: "|",
    muted: ":",
    good: "+",
    bad: "x",
    warning: "!",
    note: "i",
    caret: "^",
    divider: "|",
    rule: "-",
    more: "~",
    chosen: ">",
    dot: ".",
    block: "#",
    levels: &[" ", ".", ":", "|", "#"],
    corners: ["+", "+", "+", "+"],
};

fn parts(rgb: u32) -> (u8, u8, u8) {
    ((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

fn mix(from: u32, to: u32, part: f64) -> u32 {
    let one = |shift: u32| {
        let (a, b) = (f64::from(from >> shift & 255), f64::from(to >> shift & 255));
        ((a + (b - a) * part).round() as u32) << shift
    };
    one(16) | one(8) | one(0)
}

fn distance(a: u32, b: u32) -> i32 {
    let (a, b) = (parts(a), parts(b));
    let square = |x: u8, y: u8| (i32::from(x) - i32::from(y)).pow(2);
    2 * square(a.0, b.0) + 4 * square(a.1, b.1) + 3 * square(a.2, b.2)
}

/// The light of each of the 256 strengths of a primary colour, after WCAG 2. Every cell of every frame
/// asks for some.
static LIGHT: LazyLock<[f64; 256]> = LazyLock::new(|| {
    std::array::from_fn(|strength| {
        let c = strength as f64 / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    })
});

/// Contrast of two colours from 1 to 21, after WCAG 2.
fn contrast(a: u32, b: u32) -> f64 {
    let luminance = |rgb: u32| {
        let (r, g, b) = parts(rgb);
        let light = |c: u8| LIGHT[usize::from(c)];
        0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b) + 0.05
    };
    let (a, b) = (luminance(a), luminance(b));
    a.max(b) / a.min(b)
}

/// The nearest of xterm's 240 fixed colours: a cube of 6 x 6 x 6, and 24 grays.
fn indexed(rgb: u32) -> u8 {
    let (r, g, b) = parts(rgb);
    let step = |c: u8| if c < 48 { 0 } else { ((c.max(75) - 35) / 40).min(5) };
    let level = |s: u8| if s == 0 { 0 } else { 55 + 40 * u32::from(s) };
    let (x, y, z) = (step(r), step(g), step(b));
    let cube = level(x) << 16 | level(y) << 8 | level(z);
    let mean = (u32::from(r) + u32::from(g) + u32::from(b)) / 3;
    let shade = (mean.saturating_sub(3) / 10).min(23);
    let gray = (8 + 10 * shade) * 0x01_01_01;
    if distance(gray, rgb) < distance(cube, rgb) {
        232 + shade as u8
    } else {
        16 + 36 * x + 6 * y + z
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_can_be_read() {
        for (ink, rgb, ..) in INKS.iter().filter(|row| row.0 != Ink::Rule) {
            for ground in [GROUND, PANEL] {
                assert!(contrast(*rgb, ground) >= 4.5, "{ink:?}: {}", contrast(*rgb, ground));
            }
        }
    }

    #[test]
    fn dark_letters_can_be_read_on_every_accent() {
        let named = NAMED.iter().map(|(name, _)| Accent::named(name).unwrap());
        for accent in (0..ACCENTS.len()).map(Accent::nth).chain(named) {
            for rgb in [accent.rgb, mix(accent.rgb, 0xffffff, 0.35)] {
                assert!(contrast(rgb, GROUND) >= 4.5, "{accent:?}");
            }
        }
    }

    #[test]
    fn colours_of_scripts_are_names_or_hex() {
        assert_eq!(Accent::named("#f80"), Accent::named("#FF8800"));
        assert!(Accent::named("Tomato").is_some());
        for none in ["", "#", "#12345", "blurple", "#ggg", "#+12"] {
            assert_eq!(Accent::named(none), None, "{none}");
        }
    }

    #[test]
    fn the_256_colours_are_close() {
        assert_eq!(indexed(0x000000), 16);
        assert_eq!(indexed(0xffffff), 231);
        assert_eq!(indexed(0x13151b), 233);
        assert_eq!(indexed(0xff0000), 196);
    }
}
