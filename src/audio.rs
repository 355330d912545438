//! Where samples go: a sound card or a file. The only callers of `render`.
//!
//! Which schedules the engine plays is the conductor's business; nothing here knows any music.
//!
//! Live, the engine lies in one place, the `player`, and a number, the `turn`, says who may
//! render with it: the stream of a device, or the null output, which renders in real time and throws
//! the result away while there is no device. So music time runs on, whatever becomes of the device.

mod flac;
#[cfg(feature = "live")]
mod live;
mod null;
pub mod offline;
mod output;
#[cfg_attr(not(feature = "live"), allow(dead_code, reason = "only streams use these parts"))]
mod player;
pub mod takes;
mod turn;
pub mod wav;

pub use output::{Clock, Output, Status, Wanted};
pub use player::Tapes;

/// An output device of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What people call it. May be asked for by this name, or by [`Device::id`].
    pub name: String,
    /// What the system calls it; no two devices share one.
    pub id: String,
    /// It plays unless another one is asked for.
    pub default: bool,
    /// Common sample rates that it takes, in hertz.
    pub rates: Vec<u32>,
    /// The most channels it has.
    pub channels: u16,
}

/// Its name, what it can do, and how to ask for it.
impl std::fmt::Display for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.default { "* " } else { "  " }, self.name)?;
        if self.id != self.name {
            write!(f, "  [{}]", self.id)?;
        }
        let channels = match self.channels {
            1 => "mono".to_owned(),
            2 => "stereo".to_owned(),
            many => format!("{many} channels"),
        };
        let rates: Vec<String> = self.rates.iter().map(u32::to_string).collect();
        match rates.as_slice() {
            [] => write!(f, "  {channels}"),
            rates => write!(f, "  {channels}, {} Hz", rates.join(" ")),
        }
    }
}

/// The output devices of this machine that can be opened now, the default one first.
///
/// # Errors
/// Why they cannot be listed, in one sentence.
pub fn devices() -> Result<Vec<Device>, String> {
    #[cfg(feature = "live")]
    return live::devices();
    #[cfg(not(feature = "live"))]
    Err(output::NOT_BUILT.to_owned())
}

/// The rate in hertz at which an engine for this output is best built: the one that is wanted, if
/// the device takes it or there is none; else the device's own.
pub fn open_rate(wanted: &Wanted) -> u32 {
    #[cfg(feature = "live")]
    return live::open_rate(wanted);
    #[cfg(not(feature = "live"))]
    wanted.rate
}
