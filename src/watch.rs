//! Watches.
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::time::Instant;
/// x
pub struct Change { /// x
pub path: PathBuf, /// x
pub seen: Instant }
/// x
pub struct Watcher;
impl Watcher {
/// x
pub fn new() -> Result<(Watcher, Receiver<Change>), String> { let (_a,b)=std::sync::mpsc::channel(); std::mem::forget(_a); Ok((Watcher,b)) }
/// x
pub fn watch(&self, _: &[PathBuf]) {}
}
