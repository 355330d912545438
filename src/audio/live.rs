//! The sound card. The only door to cpal.
//!
//! It lists devices and opens streams; what is played, and what happens when a device goes away, is
//! decided elsewhere. Measured habits of sound systems that shape it: a stream without a fixed
//! buffer size may ask for two seconds at once; a dying one reports up to 800,000 errors a second,
//! none of which says that the device is gone; so errors are only counted.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{
    BufferSize, ErrorKind, FromSample, OutputCallbackInfo, SampleFormat, SizedSample, StreamConfig,
    SupportedBufferSize, SupportedStreamConfigRange,
};

use super::Device;
use super::output::{Opened, Wanted};
use super::player::{Fader, Player};
use crate::diag::nearest;

/// How long the system may take to open a stream, where it keeps to that.
const OPENING: Duration = Duration::from_secs(2);
/// Frames that are converted at a time for a device that does not take stereo floats.
const CHUNK: usize = 512;
/// Sample formats that we write, the best first.
const FORMATS: [SampleFormat; 6] = [
    SampleFormat::F32,
    SampleFormat::I32,
    SampleFormat::I24,
    SampleFormat::I16,
    SampleFormat::U16,
    SampleFormat::U8,
];

/// Sample rates in hertz that are told of a device that takes them.
const RATES: [u32; 5] = [44_100, 48_000, 88_200, 96_000, 192_000];
/// What ALSA lists and nobody can hear.
const SILENT: &str = "null";

/// The output devices that can be opened now, the default one first.
pub(super) fn devices() -> Result<Vec<Device>, String> {
    let _quiet = (quiet(), silence());
    let host = cpal::default_host();
    let default = host.default_output_device().map(|device| id(&device));
    let usable = all(&host)?.into_iter().filter_map(|device| {
        let ranges = ranges(&device).ok().filter(|_| id(&device) != SILENT)?;
        let takes = |rate: &u32| ranges.iter().any(|range| range.contains_rate(*rate));
        Some(Device {
            name: name(&device),
            default: Some(id(&device)) == default,
            id: id(&device),
            rates: RATES.into_iter().filter(takes).collect(),
            channels: ranges.iter().map(SupportedStreamConfigRange::channels).max()?,
        })
    });
    let mut devices: Vec<Device> = usable.collect();
    devices.sort_by_key(|device| !device.default);
    Ok(devices)
}

/// All output devices; the default one may be none of those that the system lists.
fn all(host: &cpal::Host) -> Result<Vec<cpal::Device>, String> {
    let listed =
        host.output_devices().map_err(|error| format!("cannot list the devices: {error}"))?;
    let mut devices: Vec<cpal::Device> = listed.collect();
    if let Some(default) = host.default_output_device()
        && devices.iter().all(|device| id(device) != id(&default))
    {
        devices.push(default);
    }
    Ok(devices)
}

/// The wanted rate, or the device's own if it refuses that one.
pub(super) fn open_rate(wanted: &Wanted) -> u32 {
    let _quiet = quiet();
    let Ok(device) = find(wanted) else { return wanted.rate };
    match ranges(&device) {
        Ok(ranges) if !ranges.iter().any(|range| range.contains_rate(wanted.rate)) => {
            device.default_output_config().map_or(wanted.rate, |config| config.sample_rate())
        }
        _ => wanted.rate,
    }
}

/// Opens a stream of that number and lets it run. A fresh host each time: an old one may hold on to
/// a sound server that is gone.
pub(super) fn open(wanted: &Wanted, player: &Arc<Player>, number: u64) -> Result<Opened, String> {
    let _quiet = quiet();
    let device = find(wanted)?;
    let called = name(&device);
    let failed = |error: cpal::Error| match error.kind() {
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => {
            "no sound card answers; waiting".to_owned()
        }
        ErrorKind::DeviceBusy => format!("another program holds {called}; waiting for it"),
        ErrorKind::PermissionDenied => format!("the system does not let us use {called}"),
        _ => format!("cannot open {called}: {error}"),
    };
    let (range, format) = choose(&ranges(&device).map_err(failed)?, player.rate())
        .ok_or_else(|| refusal(&device, player.rate()))?;
    let mut result = Err(String::new());
    for buffer_size in sizes(range.buffer_size(), wanted.buffer) {
        let config =
            StreamConfig { channels: range.channels(), sample_rate: player.rate(), buffer_size };
        result = stream(&device, config, format, player, number).map_err(failed);
        if result.is_ok() {
            break;
        }
    }
    let stream = result?;
    stream.play().map_err(failed)?;
    Ok(Opened { name: called, stream: Box::new(stream) })
}

/// The device that is wanted, and no other.
fn find(wanted: &Wanted) -> Result<cpal::Device, String> {
    let host = cpal::default_host();
    let Some(wish) = &wanted.device else {
        return host.default_output_device().ok_or_else(|| "there is no sound card".to_owned());
    };
    let mut devices = all(&host)?;
    let names: Vec<(String, String)> = devices.iter().map(|d| (name(d), id(d))).collect();
    match select(wish, &names) {
        Ok(index) => Ok(devices.swap_remove(index)),
        Err(reason) => Err(reason),
    }
}

/// Which of some devices (name, id) a wish means: the id, the name, or part of only one name.
fn select(wish: &str, devices: &[(String, String)]) -> Result<usize, String> {
    let exact = devices.iter().position(|(_, id)| id == wish);
    let exact = exact.or_else(|| devices.iter().position(|(name, _)| name == wish));
    if let Some(index) = exact {
        return Ok(index);
    }
    let part = wish.to_lowercase();
    let like = |(name, _): &(String, String)| name.to_lowercase().contains(&part);
    let mut found = devices.iter().enumerate().filter(|(_, device)| like(device));
    match (found.next(), found.next()) {
        (Some((index, _)), None) => Ok(index),
        (Some(_), Some(_)) => Err(format!(
            "more than one device is called `{wish}`; `tresillo devices` lists their ids"
        )),
        (None, _) => {
            let names = devices.iter().flat_map(|(name, id)| [name.as_str(), id.as_str()]);
            let hint = nearest(wish, names).map(|name| format!(" (there is `{name}`)"));
            let hint = hint.unwrap_or_default();
            Err(format!("waiting for `{wish}`{hint}; `tresillo devices` lists what is there"))
        }
    }
}

fn name(device: &cpal::Device) -> String {
    device.description().map_or_else(|_| device.to_string(), |text| text.name().to_owned())
}

fn id(device: &cpal::Device) -> String {
    device.id().map_or_else(|_| device.to_string(), |id| id.id().to_owned())
}

fn ranges(device: &cpal::Device) -> Result<Vec<SupportedStreamConfigRange>, cpal::Error> {
    Ok(device.supported_output_configs()?.collect())
}

/// The best of what a device takes at a rate: stereo before more channels before mono, then by format.
fn choose(
    ranges: &[SupportedStreamConfigRange],
    rate: u32,
) -> Option<(SupportedStreamConfigRange, SampleFormat)> {
    let order = |range: &SupportedStreamConfigRange| {
        let format = FORMATS.iter().position(|format| *format == range.sample_format())?;
        let channels = match range.channels() {
            0 => return None,
            1 => u16::MAX,
            more => more,
        };
        Some((channels, format))
    };
    let fitting = ranges.iter().filter(|range| range.contains_rate(rate));
    let best =
        fitting.filter_map(|range| Some((order(range)?, range))).min_by_key(|(order, _)| *order);
    best.map(|(_, range)| (*range, range.sample_format()))
}

fn refusal(device: &cpal::Device, rate: u32) -> String {
    let name = name(device);
    match device.default_output_config() {
        Ok(config) if config.sample_rate() != rate => format!(
            "{name} plays at {} Hz, the music at {rate} Hz; start again to follow the device",
            config.sample_rate()
        ),
        _ => format!("{name} takes no sample format that we can write"),
    }
}

/// Buffer sizes to try: what is wanted, within the device's limits, then more, then its own.
fn sizes(limits: &SupportedBufferSize, wanted: u32) -> [BufferSize; 4] {
    let within = |frames: u32| match *limits {
        SupportedBufferSize::Range { min, max } if min <= max => frames.clamp(min, max),
        _ => frames,
    };
    let fixed = |times: u32| BufferSize::Fixed(within(wanted.max(1).saturating_mul(times)));
    [fixed(1), fixed(2), fixed(4), BufferSize::Default]
}

fn stream(
    device: &cpal::Device,
    config: StreamConfig,
    format: SampleFormat,
    player: &Arc<Player>,
    number: u64,
) -> Result<cpal::Stream, cpal::Error> {
    match format {
        SampleFormat::F32 if config.channels == 2 => direct(device, config, player, number),
        SampleFormat::F32 => converted::<f32>(device, config, player, number),
        SampleFormat::I32 => converted::<i32>(device, config, player, number),
        SampleFormat::I24 => converted::<cpal::I24>(device, config, player, number),
        SampleFormat::I16 => converted::<i16>(device, config, player, number),
        SampleFormat::U16 => converted::<u16>(device, config, player, number),
        SampleFormat::U8 => converted::<u8>(device, config, player, number),
        _ => Err(ErrorKind::UnsupportedConfig.into()),
    }
}

/// A stream that takes what the engine renders as it is.
fn direct(
    device: &cpal::Device,
    config: StreamConfig,
    player: &Arc<Player>,
    number: u64,
) -> Result<cpal::Stream, cpal::Error> {
    let ours = player.clone();
    let mut fader = Fader::new(number, config.sample_rate);
    let callback = move |out: &mut [f32], info: &OutputCallbackInfo| {
        begin(&ours, info);
        ours.play(&mut fader, out);
    };
    device.build_output_stream(config, callback, count_errors(player), Some(OPENING))
}

/// A stream of another format or number of channels.
fn converted<T: SizedSample + FromSample<f32>>(
    device: &cpal::Device,
    config: StreamConfig,
    player: &Arc<Player>,
    number: u64,
) -> Result<cpal::Stream, cpal::Error> {
    let ours = player.clone();
    let mut fader = Fader::new(number, config.sample_rate);
    let channels = usize::from(config.channels).max(1);
    let mut stereo = vec![0.0; CHUNK * 2];
    let callback = move |out: &mut [T], info: &OutputCallbackInfo| {
        begin(&ours, info);
        for out in out.chunks_mut(CHUNK * channels) {
            let stereo = &mut stereo[..out.len() / channels * 2];
            ours.play(&mut fader, stereo);
            spread(stereo, out, channels);
        }
    };
    device.build_output_stream(config, callback, count_errors(player), Some(OPENING))
}

/// Writes stereo to a device's channels: both into one, or the first two of many.
fn spread<T: SizedSample + FromSample<f32>>(stereo: &[f32], out: &mut [T], channels: usize) {
    for (frame, out) in stereo.chunks_exact(2).zip(out.chunks_exact_mut(channels)) {
        match out {
            [mono] => *mono = T::from_sample((frame[0] + frame[1]) * 0.5),
            [left, right, rest @ ..] => {
                *left = T::from_sample(frame[0]);
                *right = T::from_sample(frame[1]);
                rest.fill(T::EQUILIBRIUM);
            }
            [] => {}
        }
    }
}

/// What every callback does first.
fn begin(player: &Player, info: &OutputCallbackInfo) {
    let stamp = info.timestamp();
    player.begin_callback(stamp.playback.saturating_duration_since(stamp.callback));
}

fn count_errors(player: &Arc<Player>) -> impl FnMut(cpal::Error) + Send + 'static {
    let player = player.clone();
    move |error| {
        let count = match error.kind() {
            ErrorKind::Xrun => &player.counts.gaps,
            _ => &player.counts.errors,
        };
        count.fetch_add(1, Relaxed);
    }
}

/// Keeps what ALSA's library would print on this thread off the screen, as long as it is held.
#[cfg(target_os = "linux")]
fn quiet() -> impl Sized {
    alsa::Output::local_error_handler().ok()
}

#[cfg(not(target_os = "linux"))]
fn quiet() -> impl Sized {}

/// Keeps what other C libraries would print by themselves off the screen, as long as it is held.
#[cfg(target_os = "linux")]
fn silence() -> Option<Silence> {
    let said = rustix::io::dup(std::io::stderr()).ok()?;
    let nowhere = std::fs::OpenOptions::new().write(true).open("/dev/null").ok()?;
    rustix::stdio::dup2_stderr(nowhere).ok()?;
    Some(Silence(said))
}

#[cfg(not(target_os = "linux"))]
fn silence() -> impl Sized {}

/// Where standard error went before.
#[cfg(target_os = "linux")]
struct Silence(std::os::fd::OwnedFd);

#[cfg(target_os = "linux")]
impl Drop for Silence {
    fn drop(&mut self) {
        let _ = rustix::stdio::dup2_stderr(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(name: &str) -> (String, String) {
        (name.to_owned(), format!("hw:{name}"))
    }

    #[test]
    fn a_device_is_known_by_id_name_or_part_of_its_name_but_never_guessed() {
        let devices = ["Scarlett 2i2", "HDMI 1", "HDMI 2"].map(device);
        assert_eq!(select("hw:HDMI 2", &devices), Ok(2));
        assert_eq!(select("HDMI 1", &devices), Ok(1));
        assert_eq!(select("scarlett", &devices), Ok(0));
        assert!(select("hdmi", &devices).unwrap_err().starts_with("more than one"));
        let missing = select("HDMI 3", &devices).unwrap_err();
        assert_eq!(
            missing,
            "waiting for `HDMI 3` (there is `HDMI 1`); `tresillo devices` lists what is there"
        );
    }

    #[test]
    fn mono_hears_both_sides_and_many_channels_get_two() {
        let mut mono = [0.0f32; 2];
        spread(&[0.5, 0.25, -1.0, 1.0], &mut mono, 1);
        assert_eq!(mono, [0.375, 0.0]);
        let mut four = [9i16; 4];
        spread(&[0.5, -1.0], &mut four, 4);
        assert_eq!(four, [16_384, -32_768, 0, 0]);
    }
}
