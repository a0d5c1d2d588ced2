//! What it costs to read and to write the two frames of a chat turn, in either encoding, with
//! names in full and with short names: a text of 30 bytes, as in the specification.
//!
//! `cargo bench -p peerline-benches --bench frames`

use std::hint::black_box;

use criterion::BenchmarkId;
use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::decode_client;
use peerline_core::protocol::decode_server;
use peerline_core::protocol::encode_client;
use peerline_core::protocol::encode_server;
use peerline_core::vocab::Limits;

const PUT: &str = r#"{"t":"put","ref":1200,"room":"qrvM3e7_ABEiM0RVZneImQ","cid":"AAECAwQFBgcICQoLDA0ODw","kind":"msg","body":{"text":"I have not slept since Tuesday"}}"#;
const SHORT_PUT: &str = r#"{"t":"put","ref":1200,"room":7,"cid":"AAECAwQFBgcICQoLDA0ODw","kind":"msg","body":{"text":"I have not slept since Tuesday"}}"#;
const EV: &str = r#"{"t":"ev","room":"qrvM3e7_ABEiM0RVZneImQ","seq":1200,"at":1800000000000,"who":"_____wARIjNEVWZ3iJmquw","kind":"msg","body":{"text":"I have not slept since Tuesday"},"h":"00112233445566aa"}"#;
const SHORT_EV: &str = r#"{"t":"ev","room":7,"seq":1200,"at":1800000000000,"who":3,"kind":"msg","body":{"text":"I have not slept since Tuesday"},"h":"00112233445566aa"}"#;

const STYLES: [(&str, Encoding, bool); 4] = [
    ("json", Encoding::Json, false),
    ("json short", Encoding::Json, true),
    ("cbor", Encoding::Cbor, false),
    ("cbor short", Encoding::Cbor, true),
];

fn put(criterion: &mut Criterion) {
    let limits = Limits::default();
    for (name, encoding, short) in STYLES {
        let json = if short { SHORT_PUT } else { PUT };
        let Ok(frame) = decode_client(json.as_bytes(), Encoding::Json, &limits) else {
            return;
        };
        let bytes = encode_client(&frame, encoding);
        let size = format!("{name}, {} bytes", bytes.len());
        let mut group = criterion.benchmark_group("put");
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("decode", &size), |bencher| {
            bencher.iter(|| decode_client(black_box(&bytes), encoding, &limits).is_ok());
        });
        let Ok(frame) = decode_client(&bytes, encoding, &limits) else {
            return;
        };
        group.bench_function(BenchmarkId::new("encode", &size), |bencher| {
            bencher.iter(|| encode_client(black_box(&frame), encoding));
        });
        group.finish();
    }
}

fn ev(criterion: &mut Criterion) {
    let limits = Limits::default();
    for (name, encoding, short) in STYLES {
        let json = if short { SHORT_EV } else { EV };
        let Ok(Some(frame)) = decode_server(json.as_bytes(), Encoding::Json, &limits) else {
            return;
        };
        let bytes = encode_server(&frame, encoding);
        let size = format!("{name}, {} bytes", bytes.len());
        let mut group = criterion.benchmark_group("ev");
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("decode", &size), |bencher| {
            bencher.iter(|| decode_server(black_box(&bytes), encoding, &limits).is_ok());
        });
        let Ok(Some(frame)) = decode_server(&bytes, encoding, &limits) else {
            return;
        };
        group.bench_function(BenchmarkId::new("encode", &size), |bencher| {
            bencher.iter(|| encode_server(black_box(&frame), encoding));
        });
        group.finish();
    }
}

criterion_group!(benches, put, ev);
criterion_main!(benches);
