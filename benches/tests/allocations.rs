//! Reading the two frames of a chat turn from CBOR asks for no memory: what they say is borrowed.

use peerline_core::protocol::Encoding;
use peerline_core::protocol::decode_client;
use peerline_core::protocol::decode_server;
use peerline_core::protocol::encode_client;
use peerline_core::protocol::encode_server;
use peerline_core::vocab::Limits;

const PUT: &str = r#"{"t":"put","ref":1200,"room":"qrvM3e7_ABEiM0RVZneImQ","cid":"AAECAwQFBgcICQoLDA0ODw","kind":"msg","body":{"text":"I have not slept since Tuesday"}}"#;
const EV: &str = r#"{"t":"ev","room":7,"seq":1200,"at":1800000000000,"who":"_____wARIjNEVWZ3iJmquw","kind":"msg","body":{"text":"I have not slept since Tuesday"},"h":"00112233445566aa"}"#;

/// How often `work` asks for memory.
fn allocations(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

#[test]
fn a_put_is_read_without_an_allocation() {
    let limits = Limits::default();
    let frame = decode_client(PUT.as_bytes(), Encoding::Json, &limits).unwrap();
    let bytes = encode_client(&frame, Encoding::Cbor);
    let n = allocations(|| {
        let read = decode_client(&bytes, Encoding::Cbor, &limits);
        assert!(read.is_ok());
    });
    assert_eq!(n, 0);
}

#[test]
fn an_entry_is_read_without_an_allocation() {
    let limits = Limits::default();
    let frame = decode_server(EV.as_bytes(), Encoding::Json, &limits).unwrap();
    let bytes = encode_server(&frame.unwrap(), Encoding::Cbor);
    let n = allocations(|| {
        let read = decode_server(&bytes, Encoding::Cbor, &limits);
        assert!(matches!(read, Ok(Some(_))));
    });
    assert_eq!(n, 0);
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(Box::new([1_u8; 64]))), 1);
}
