//! The program plays SuperDirt on this machine: what comes out of its socket, and when it is to be heard.

use std::net::UdpSocket;
use std::time::{SystemTime, UNIX_EPOCH};

use rosc::{OscMessage, OscPacket, OscType, decoder};

use super::player::{PATIENCE, Player};

/// The next message, and how long after it came it is to be heard, in seconds; the moment itself.
fn next(socket: &UdpSocket) -> (OscMessage, f64, f64) {
    let mut buffer = [0; 4096];
    let (length, _) = socket.recv_from(&mut buffer).expect("something is sent");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    let (_, packet) = decoder::decode_udp(&buffer[..length]).unwrap();
    let OscPacket::Bundle(mut bundle) = packet else { panic!("no bundle") };
    let tag = bundle.timetag;
    let heard =
        f64::from(tag.seconds) - 2_208_988_800.0 + f64::from(tag.fractional) / 2f64.powi(32);
    let Some(OscPacket::Message(message)) = bundle.content.pop() else { panic!("no message") };
    (message, heard - now, heard)
}

fn value(message: &OscMessage, name: &str) -> OscType {
    let place = message.args.iter().position(|arg| *arg == OscType::String(name.to_owned()));
    message.args[place.unwrap_or_else(|| panic!("no {name} in {message:?}")) + 1].clone()
}

#[test]
fn a_pattern_is_sent_to_superdirt_before_it_is_to_be_heard() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let port = socket.local_addr().unwrap().port();
    let script = format!("drums: s(\"bd sd\").gain(0.5).fast(4).osc().oscport({port})");
    let player = Player::of(&script);
    let mut moments = Vec::new();
    for i in 0..12 {
        let (message, ahead, heard) = next(&socket);
        assert_eq!(message.addr, "/dirt/play");
        let sound = if i % 2 == 0 { "bd" } else { "sd" };
        assert_eq!(value(&message, "s"), OscType::String(sound.to_owned()));
        assert_eq!(value(&message, "gain"), OscType::Float(0.5));
        assert_eq!(value(&message, "delta"), OscType::Float(0.25));
        assert_eq!(value(&message, "cycle"), OscType::Float(i as f32 / 8.0));
        // A machine that is busy with other tests sends late; how late is not what this looks at.
        assert!(ahead < 0.1, "{ahead} s ahead of its time");
        moments.push(heard);
    }
    let distances: Vec<f64> = moments.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let even = |distance: &f64| (distance - 0.25).abs() < 0.005;
    assert!(distances.iter().filter(|d| even(d)).count() >= 9, "{distances:?}");
    player.quit();
}
