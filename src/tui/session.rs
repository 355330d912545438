//! The terminal while the screen is on it: taken over, and given back however the program ends.
//!
//! It knows modes and signals; what is drawn is no matter of its.

use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};

type Hook = dyn Fn(&PanicHookInfo<'_>) + Send + Sync;

/// The terminal is ours. One for the whole process, since there is one terminal.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What other threads said when they panicked: printed once the screen is gone.
static LAST_WORDS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// How many of them are kept; the first ones tell most.
const MOST_WORDS: usize = 19;

/// Owns the terminal; gives it back when dropped, and when its thread panics.
pub(super) struct Session {
    before: Arc<Hook>,
}

impl Session {
    /// Takes the terminal over.
    pub(super) fn start() -> io::Result<Session> {
        let before: Arc<Hook> = Arc::from(panic::take_hook());
        let (hook, owner) = (Arc::clone(&before), thread::current().id());
        panic::set_hook(Box::new(move |panic| last_words(panic, owner, &*hook)));
        let session = Session { before };
        take()?;
        Ok(session)
    }

    /// Takes the terminal again, whatever became of it meanwhile.
    pub(super) fn retake(&self) -> io::Result<()> {
        TAKEN.store(false, Ordering::SeqCst);
        take()
    }

    /// Gives the terminal to the shell until the program is called back.
    #[cfg(unix)]
    pub(super) fn suspend(&self) -> io::Result<()> {
        release();
        signal_hook::low_level::raise(signal_hook::consts::SIGTSTP)?;
        self.retake()
    }

    /// There is no background here.
    #[cfg(not(unix))]
    pub(super) fn suspend(&self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        release();
        if !thread::panicking() {
            let before = Arc::clone(&self.before);
            panic::set_hook(Box::new(move |panic| before(panic)));
        }
        let mut words = LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner);
        for line in words.drain(..) {
            let _ = writeln!(io::stderr(), "{line}");
        }
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        EnableBracketedPaste,
        Print(MOUSE_ON),
        cursor::Hide
    )
}

/// Clicks and the wheel, and where they are; not every move, which would keep the screen busy.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Bytes that terminals take onto the clipboard.
const MOST_COPIED: usize = 70_000;

/// Puts a text on the clipboard, where the terminal lets programs do so.
pub(super) fn copy(out: &mut impl Write, text: &str) -> io::Result<()> {
    if text.len() <= MOST_COPIED {
        write!(out, "\x1b]52;c;{}\x07", base64(text.as_bytes()))?;
    }
    out.flush()
}

/// Bytes as letters, after RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

/// Gives the terminal back; errors are of no use any more, it may have been closed.
fn release() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(
            io::stdout(),
            Print(MOUSE_OFF),
            DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = disable_raw_mode();
    }
}

/// A panic of the screen's own thread ends the screen; those of others must not tear it.
fn last_words(panic: &PanicHookInfo<'_>, owner: ThreadId, before: &Hook) {
    if thread::current().id() == owner {
        release();
        before(panic);
    } else if let Ok(mut words) = LAST_WORDS.try_lock() {
        words.truncate(MOST_WORDS);
        words.push(panic.to_string());
    }
}

/// Whether the world asked us to end, or called us back from the background.
#[derive(Clone, Debug)]
pub(super) struct Signals {
    end: Arc<AtomicBool>,
    back: Arc<AtomicBool>,
}

impl Signals {
    /// Listens from now on; `end` is set by SIGTERM, SIGINT and SIGHUP. A second one ends the
    /// process at once, in case the first went unheard.
    #[cfg(unix)]
    pub(super) fn listen(end: &Arc<AtomicBool>) -> io::Result<Signals> {
        use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
        let back = Arc::new(AtomicBool::new(false));
        for signal in [SIGTERM, SIGINT, SIGHUP] {
            signal_hook::flag::register_conditional_shutdown(signal, 1, Arc::clone(end))?;
            signal_hook::flag::register(signal, Arc::clone(end))?;
        }
        signal_hook::flag::register(SIGCONT, Arc::clone(&back))?;
        Ok(Signals { end: Arc::clone(end), back })
    }

    /// Listens from now on. Here a terminal sends keys only.
    #[cfg(not(unix))]
    pub(super) fn listen(end: &Arc<AtomicBool>) -> io::Result<Signals> {
        Ok(Signals { end: Arc::clone(end), back: Arc::new(AtomicBool::new(false)) })
    }

    /// True once somebody asked us to end.
    pub(super) fn end(&self) -> bool {
        self.end.load(Ordering::SeqCst)
    }

    /// True once after every return from the background.
    pub(super) fn back(&self) -> bool {
        self.back.swap(false, Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn bytes_become_letters() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"s(\"bd\")"), "cygiYmQiKQ==");
        assert_eq!(base64(b"abc"), "YWJj");
        assert_eq!(base64(b"ab"), "YWI=");
    }
}
