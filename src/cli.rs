//! The command line: what can be typed after `tresillo`, and which part of the program answers.
//!
//! Only parsing and hand-over live here; the work is done by [`app`](crate::app),
//! [`bounce`](crate::bounce), [`inspect`](crate::inspect) and the vocabulary's reference.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::NonEmptyStringValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgGroup, Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::audio::Wanted;
use crate::time::Time;

/// Live-coded music: save a script, hear the change.
#[derive(Parser, Debug)]
#[command(name = "tresillo", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    live: Live,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Plays a script, or a folder of scripts, and follows every save (also without the word `live`)
    Live(Live),
    /// Renders a script to a WAV file, faster than it plays
    ///
    /// A track whose statement has a mistake does not keep the others from being rendered: the
    /// mistake is printed, the rest is written, and the exit code is 1. It is 0 if every track
    /// could be played.
    Render(Render),
    /// Plays a journal again, into a WAV file: the very samples that were heard
    Replay(Replay),
    /// Checks device, scripts, machine, disk and terminal before the doors open, one line each
    ///
    /// The exit code is 1 if a line says FAIL, else 0.
    Soundcheck(Soundcheck),
    /// Prints the events of a script or an expression
    Query(Query),
    /// Looks for mistakes without playing
    Check(Check),
    /// Lists the sound cards
    Devices,
    /// Explains a function, control or sound; without a name, lists them all
    Docs(Docs),
}

/// Which sound card, and how.
#[derive(Args, Debug, Clone, Default)]
pub struct Card {
    /// Play through this sound card and no other; see `tresillo devices`
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub device: Option<String>,
    /// Frames that the sound card asks for at once; smaller is faster, larger is safer
    #[arg(long, value_name = "FRAMES", default_value_t = 256, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(16..=16_384))]
    pub buffer: u32,
    /// Sample rate in hertz
    #[arg(long, value_name = "HERTZ", default_value_t = 48_000, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(8_000..=192_000))]
    pub rate: u32,
    /// Work in silence: no sound card is opened, music time runs on
    #[arg(long)]
    pub no_audio: bool,
}

impl Card {
    /// What is asked of the system.
    pub(crate) fn wanted(&self) -> Wanted {
        Wanted { device: self.device.clone(), rate: self.rate, buffer: self.buffer }
    }
}

/// What `live` takes.
#[derive(Args, Debug, Clone, Default)]
pub struct Live {
    /// A .rhai script, or a folder of them [default: a first piece in ~/tresillo, ready to change]
    #[arg(value_name = "FILE|DIR")]
    pub path: Option<PathBuf>,
    /// The sound card.
    #[command(flatten)]
    pub card: Card,
    /// Print lines instead of drawing a screen; commands are read from standard input
    #[arg(long)]
    pub plain: bool,
    /// Large bar and beat for the people in front of the stage, the code first
    #[arg(long)]
    pub stage: bool,
    /// Draw without motion: the picture changes with the bars
    #[arg(long)]
    pub calm: bool,
    /// Go on where the last run here stopped: same version, mutes, tempo and bar
    #[arg(long)]
    pub resume: bool,
    /// Where the journal and the takes go [default: .tresillo beside the script]
    #[arg(long, value_name = "DIR")]
    pub journal: Option<PathBuf>,
    /// Keep no journal: no replay, no resume
    #[arg(long, conflicts_with_all = ["resume", "journal"])]
    pub no_journal: bool,
    /// Record nothing; otherwise takes are written from the first sound on
    #[arg(long)]
    pub no_record: bool,
    /// Write takes as FLAC of 24 bits instead of WAV of floats: half as large
    #[arg(long, conflicts_with = "no_record")]
    pub flac: bool,
    /// Record what comes to the limiter as well, in a folder beside the takes
    #[arg(long, conflicts_with = "no_record")]
    pub before_limiter: bool,
    /// How much room the takes of a folder may have; the oldest go first
    #[arg(long, value_name = "SIZE", default_value = "4GB", value_parser = size)]
    pub keep: u64,
    /// Print the stages of every reload: seen, read, compiled, sent, first block, looked ahead
    ///
    /// All figures are milliseconds since the file was saved. The file system notes that moment by a
    /// clock that ticks every 1 to 10 ms (Linux: mostly 4), so all of them can be up to a tick too
    /// large; what lies between two stages is exact.
    #[arg(long)]
    pub trace: bool,
}

/// The exit code when the command line asks for something that cannot be meant.
pub const WRONG: u8 = 2;
/// The exit code of what was asked for and cannot be done.
pub const BROKEN: u8 = 1;

/// The exit code when the answer is there, but single events are missing in it.
pub const INCOMPLETE: u8 = 3;

/// What exit codes mean, for `--help`.
const EXIT_CODES: &str = "\
Exit code:
  0  all is well
  1  a track or the whole script cannot be played
  2  the command line is wrong
  3  done, but single events failed and are left out; standard error says which";

/// What `render` takes.
#[derive(Args, Debug, Clone)]
#[command(after_help = EXIT_CODES)]
#[command(group = ArgGroup::new("length").required(true).args(["cycles", "seconds"]))]
pub struct Render {
    /// The script
    pub file: PathBuf,
    /// Where to write the WAV file
    #[arg(short, long, value_name = "OUT.wav", required_unless_present = "stems")]
    pub output: Option<PathBuf>,
    /// Write every track, with its effects, into a file of its own in this folder: 32-bit floats
    /// that add up to the mix before the master
    #[arg(long, value_name = "DIR")]
    pub stems: Option<PathBuf>,
    /// How many cycles to play
    #[arg(long, value_name = "N", value_parser = length, allow_negative_numbers = true)]
    pub cycles: Option<f64>,
    /// How many seconds to play
    #[arg(long, value_name = "S", value_parser = length, allow_negative_numbers = true)]
    pub seconds: Option<f64>,
    /// Sample rate in hertz
    #[arg(long, value_name = "HERTZ", default_value_t = 48_000, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(8_000..=192_000))]
    pub rate: u32,
    /// Format of the samples
    #[arg(long, value_enum, default_value_t = Bits::B24)]
    pub bits: Bits,
    /// Frames that are rendered at once; never changes a sample
    #[arg(long, value_name = "FRAMES", default_value_t = 512, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=65_536))]
    pub block: u32,
}

/// Formats that `render` can write.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bits {
    /// 16-bit integers, dithered
    #[value(name = "16")]
    B16,
    /// 24-bit integers
    #[value(name = "24")]
    B24,
    /// 32-bit floats: the very samples that the engine made
    #[value(name = "32f")]
    F32,
}

/// What `query` takes.
#[derive(Args, Debug, Clone)]
#[command(after_help = EXIT_CODES)]
pub struct Query {
    /// The script whose tracks are asked
    #[arg(required_unless_present_any = ["expr", "batch"])]
    pub file: Option<PathBuf>,
    /// Ask an expression instead of a script
    #[arg(short, long, value_name = "EXPR", conflicts_with = "file")]
    pub expr: Option<String>,
    /// Ask only this track
    #[arg(long, value_name = "NAME")]
    pub track: Option<String>,
    /// First moment, in cycles: 0, 3/8
    #[arg(long, value_name = "CYCLE", default_value = "0", value_parser = moment, allow_hyphen_values = true)]
    pub from: Time,
    /// First moment after, in cycles
    #[arg(long, value_name = "CYCLE", default_value = "4", value_parser = moment, allow_hyphen_values = true)]
    pub to: Time,
    /// Print JSON, one event a line
    #[arg(long)]
    pub json: bool,
    /// Tell where each event comes from: source, functions, and what chance drew
    #[arg(long, conflicts_with_all = ["count", "grid"])]
    pub explain: bool,
    /// Print what plays as a drum grid of so many steps to the cycle
    #[arg(long, value_name = "STEPS", num_args = 0..=1, default_missing_value = "0", conflicts_with_all = ["json", "count"])]
    pub grid: Option<usize>,
    /// Ask cycle by cycle and print only how many events there were
    #[arg(long)]
    pub count: bool,
    /// Read JSON lines {"id","expr","from","to"} from standard input, answer each with a line
    #[arg(long, conflicts_with_all = ["file", "expr"])]
    pub batch: bool,
}

/// The same for `check`.
const CHECK_CODES: &str = "\
Exit code:
  0  no mistakes, at most warnings
  1  mistakes, be it in single events
  2  the command line is wrong";

/// What `check` takes.
#[derive(Args, Debug, Clone)]
#[command(after_help = CHECK_CODES)]
pub struct Check {
    /// The scripts
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Print JSON, one mistake a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Args, Debug, Clone)]
struct Docs {
    /// A function, a control or a sound
    name: Option<String>,
}

/// What `soundcheck` takes.
#[derive(Args, Debug, Clone)]
pub struct Soundcheck {
    /// The script of tonight, or the folder of scripts
    #[arg(value_name = "FILE|DIR")]
    pub path: Option<PathBuf>,
    /// The sound card.
    #[command(flatten)]
    pub card: Card,
}

/// What `replay` takes.
#[derive(Args, Debug, Clone)]
#[command(group = ArgGroup::new("into").required(true).args(["output", "to_script"]))]
pub struct Replay {
    /// A journal, or a folder that holds some: then the newest
    pub journal: PathBuf,
    /// Where to write the WAV file: the very samples that were heard
    #[arg(short, long, value_name = "OUT.wav")]
    pub output: Option<PathBuf>,
    /// Write from this bar on
    #[arg(long, value_name = "N", requires = "output", value_parser = clap::value_parser!(i64).range(1..))]
    pub from_bar: Option<i64>,
    /// Write every version as a script into this folder
    #[arg(long, value_name = "DIR")]
    pub to_script: Option<PathBuf>,
}

/// A number of bytes: 500MB, 2GB, 1000.
fn size(text: &str) -> Result<u64, String> {
    let wrong = || "a size is a number with or without kB, MB or GB, such as 2GB".to_owned();
    let upper = text.trim().to_ascii_uppercase();
    let letters = upper.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(upper.len());
    let (number, unit) = upper.split_at(letters);
    let factor = match unit {
        "" | "B" => 1.0,
        "K" | "KB" => 1e3,
        "M" | "MB" => 1e6,
        "G" | "GB" => 1e9,
        "T" | "TB" => 1e12,
        _ => return Err(wrong()),
    };
    let number: f64 = number.trim().parse().map_err(|_| wrong())?;
    if number.is_finite() && number >= 0.0 { Ok((number * factor) as u64) } else { Err(wrong()) }
}

/// A moment of a question.
fn moment(text: &str) -> Result<Time, String> {
    crate::query::moment_of(text)
        .ok_or_else(|| "a moment is a number of cycles such as 0, 3/8 or -2.5".to_owned())
}

/// How much to render.
fn length(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "a length is a number above 0, such as 8 or 2.5".to_owned())
}

/// What to say of a first word that is no command and no file, but nearly a command.
fn mistyped(word: Option<String>) -> Option<String> {
    let word = word.filter(|word| word.chars().all(char::is_alphabetic))?;
    if std::path::Path::new(&word).exists() {
        return None;
    }
    let commands = Cli::command();
    let names = commands.get_subcommands().map(clap::Command::get_name).filter(|n| *n != word);
    let near = crate::diag::nearest(&word, names)?;
    Some(format!("there is no command and no file `{word}`; did you mean `tresillo {near}`?"))
}

/// What to say of an option that only another command has.
fn elsewhere(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else { return None };
    let option = given.strip_prefix("--").filter(|_| error.kind() == ErrorKind::UnknownArgument)?;
    let commands = Cli::command();
    let takes = |command: &&clap::Command| {
        command.get_arguments().any(|arg| arg.get_long() == Some(option))
    };
    let name = commands.get_subcommands().find(takes)?.get_name();
    Some(format!("`{given}` belongs to `tresillo {name}`; see tresillo {name} --help"))
}

/// Reads the command line and does what it says. Errors say what to do next.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) if cli.command.is_some() => cli,
        parsed => {
            if let Some(what) = mistyped(std::env::args().nth(1)) {
                crate::inspect::complain(&what);
                return WRONG.into();
            }
            parsed.unwrap_or_else(|error| {
                if let Some(what) = elsewhere(&error) {
                    crate::inspect::complain(&what);
                    std::process::exit(i32::from(WRONG));
                }
                error.exit()
            })
        }
    };
    let done = match cli.command.unwrap_or(Command::Live(cli.live)) {
        Command::Live(options) => crate::app::live(&options),
        Command::Render(options) => crate::bounce::render(&options),
        Command::Replay(options) => crate::journal::replay::replay(&options),
        Command::Soundcheck(options) => crate::soundcheck::soundcheck(&options),
        Command::Query(options) => crate::inspect::query(&options),
        Command::Check(options) => crate::inspect::check(&options),
        Command::Devices => crate::inspect::devices(),
        Command::Docs(options) => crate::inspect::docs(options.name.as_deref()),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            crate::inspect::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
