//! What it costs to read a put and to write an entry.

use std::hint::black_box;

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use peerline_core::protocol::ServerFrame;
use peerline_core::protocol::decode_client;
use peerline_core::protocol::decode_server;
use peerline_core::protocol::encode_server;
use peerline_core::vocab::Limits;

const PUT: &[u8] = include_bytes!("data/put.json");
const EV: &[u8] = include_bytes!("data/ev.json");

fn decode_put(criterion: &mut Criterion) {
    let limits = Limits::default();
    let mut group = criterion.benchmark_group("frames");
    group.throughput(Throughput::Bytes(PUT.len() as u64));
    group.bench_function("decode_put", |bencher| {
        bencher.iter(|| decode_client(black_box(PUT), &limits));
    });
    group.finish();
}

fn encode_ev(criterion: &mut Criterion) {
    let frame = ev();
    let mut group = criterion.benchmark_group("frames");
    group.throughput(Throughput::Bytes(EV.len() as u64));
    group.bench_function("encode_ev", |bencher| {
        bencher.iter(|| encode_server(black_box(&frame)));
    });
    group.finish();
}

#[expect(
    clippy::expect_used,
    reason = "a bench without its frame measures nothing, and should say so"
)]
fn ev() -> ServerFrame {
    let read = decode_server(EV, &Limits::default()).expect("the frame is well-formed");
    read.expect("the frame is of this version")
}

criterion_group!(benches, decode_put, encode_ev);
criterion_main!(benches);
