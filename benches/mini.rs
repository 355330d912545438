//! What it costs to read mini-notation: short strings as they are typed, and a long one.
//!
//! Divan counts characters.

use divan::Bencher;
use divan::counter::BytesCount;
use tresillo::mini;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const SHORT: [&str; 4] =
    ["bd*4", "bd(3,8) [~ sd]", "<c3 [eb3 g3]>*2 c4:0.8", "{a b c}%4 [d|e]? f@3 g!2 0 .. 7"];

fn read(bencher: Bencher, text: &str) {
    bencher
        .counter(BytesCount::of_str(text))
        .bench_local(|| mini::parse(divan::black_box(text), None).is_ok());
}

#[divan::bench(args = SHORT)]
fn short(bencher: Bencher, text: &str) {
    read(bencher, text);
}

#[divan::bench(args = [100, 1000])]
fn long(bencher: Bencher, words: usize) {
    read(bencher, &"bd [sd cp]*2 <hh oh>? ".repeat(words / 5));
}
