//! Where OSC goes: machines found by name, and the socket by which they are reached.
//!
//! A name that has to be asked for is asked for on a thread of its own, so that nobody's note waits.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs as _, UdpSocket};
use std::sync::mpsc::{Receiver, channel};

use super::Said;
use crate::diag::{Diagnostic, SrcSpan};

/// A machine that was asked for by name.
#[derive(Debug)]
enum Machine {
    /// The answer comes here.
    Asked(Receiver<Option<IpAddr>>),
    Found(IpAddr),
    Unknown,
}

/// All machines, and the socket.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    machines: BTreeMap<String, Machine>,
    socket: Option<UdpSocket>,
    /// Something was said about the socket.
    told: bool,
    said: Vec<Said>,
}

impl Hosts {
    /// What is wrong is told once more.
    pub(super) fn tell_again(&mut self) {
        self.machines.retain(|_, machine| !matches!(machine, Machine::Unknown));
        self.told = false;
    }

    pub(super) fn said(&mut self) -> Vec<Said> {
        std::mem::take(&mut self.said)
    }

    /// The address of a port of a machine, if it is known yet.
    pub(super) fn find(
        &mut self,
        host: &str,
        port: u16,
        place: Option<SrcSpan>,
    ) -> Option<SocketAddr> {
        if host == "localhost" {
            return Some((Ipv4Addr::LOCALHOST, port).into());
        }
        if let Ok(address) = host.parse::<IpAddr>() {
            return Some((address, port).into());
        }
        let machine = self.machines.entry(host.to_owned()).or_insert_with(|| ask(host));
        if let Machine::Asked(answer) = machine {
            *machine = match answer.try_recv() {
                Ok(Some(address)) => Machine::Found(address),
                Err(std::sync::mpsc::TryRecvError::Empty) => return None,
                _ => {
                    let problem =
                        Diagnostic::error(place, format!("no machine is called `{host}`"))
                            .hint("an address will do as well, such as oschost(\"192.168.1.20\")");
                    self.said.push(Said::Problem(problem));
                    Machine::Unknown
                }
            };
        }
        match machine {
            Machine::Found(address) => Some((*address, port).into()),
            _ => None,
        }
    }

    /// Sends a packet. What nobody listens to is lost, as it is everywhere with OSC.
    pub(super) fn send(&mut self, to: SocketAddr, packet: &[u8], place: Option<SrcSpan>) {
        if self.socket.is_none() {
            self.socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok();
        }
        let sent = match &self.socket {
            Some(socket) => {
                socket.send_to(packet, to).map(|_| ()).map_err(|error| error.to_string())
            }
            None => Err("the system gives no socket".to_owned()),
        };
        if let Err(why) = sent
            && !std::mem::replace(&mut self.told, true)
        {
            let problem = Diagnostic::warning(place, format!("OSC does not get to {to}: {why}"));
            self.said.push(Said::Problem(problem.hint("its notes are silent; the music goes on")));
        }
    }
}

/// Asks the system for a machine's address; those of the older kind go before.
fn ask(host: &str) -> Machine {
    let (answer, asked) = channel();
    let host = host.to_owned();
    let asking = move || {
        let found = (host.as_str(), 0).to_socket_addrs().ok();
        let addresses: Vec<IpAddr> = found.into_iter().flatten().map(|found| found.ip()).collect();
        let first = addresses.iter().find(|address| address.is_ipv4());
        let _ = answer.send(first.copied());
    };
    match std::thread::Builder::new().name("host".into()).spawn(asking) {
        Ok(_) => Machine::Asked(asked),
        Err(_) => Machine::Unknown,
    }
}
