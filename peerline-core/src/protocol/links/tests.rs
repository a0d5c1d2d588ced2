//! Whatever the chunks, the same frames come out, and nothing grows beyond its bound.

use proptest::prelude::*;

use super::BadLine;
use super::KEEP_AWAKE;
use super::LineReader;
use super::LinkSecret;
use super::NotFrames;
use super::SseEvent;
use super::SseReader;
use super::TooLong;
use super::cut_post;
use super::encode_event;
use super::encode_line;
use super::encode_link;
use super::frame_of;
use super::is_post;
use super::join_post;
use super::read_link;
use crate::protocol::Encoding;
use crate::protocol::Encoding::Cbor;
use crate::protocol::Encoding::Json;
use crate::protocol::Key;

type Lines = Vec<Result<Vec<u8>, BadLine>>;
type Events = Vec<Result<SseEvent, TooLong>>;

fn lines(encoding: Encoding, limit: usize, chunks: &[&[u8]]) -> Lines {
    let mut reader = LineReader::new(encoding, limit);
    let mut found = Vec::new();
    for chunk in chunks {
        let mut rest = *chunk;
        while let Some(line) = reader.take(&mut rest) {
            found.push(line);
        }
        assert!(rest.is_empty(), "all of the input is taken");
    }
    found
}

fn events(encoding: Encoding, limit: usize, chunks: &[&[u8]]) -> Events {
    let mut reader = SseReader::new(encoding, limit);
    let mut found = Vec::new();
    for chunk in chunks {
        let mut rest = *chunk;
        while let Some(event) = reader.take(&mut rest) {
            found.push(event);
        }
        assert!(rest.is_empty(), "all of the input is taken");
    }
    found
}

fn frame(text: &str) -> Result<Vec<u8>, BadLine> {
    Ok(text.as_bytes().to_vec())
}

fn event(name: &str, data: &str) -> Result<SseEvent, TooLong> {
    Ok(SseEvent {
        name: name.into(),
        data: data.into(),
    })
}

#[test]
fn a_line_is_a_frame_and_an_empty_line_is_none() {
    let found = lines(Json, 16, &[b"{}\n\n\r\n{\"a\":1}\r\nhalf"]);
    assert_eq!(found, [frame("{}"), frame("{\"a\":1}")]);
}

#[test]
fn a_line_of_the_longest_frame_is_taken_and_one_byte_more_is_said_once() {
    let found = lines(
        Json,
        4,
        &[b"1234\n1234\r\n12345\n12345678\r\n1\r2\n1234\r\r\n5\n"],
    );
    let long = Err(BadLine::TooLong);
    let taken = [frame("1234"), frame("1234"), long.clone(), long.clone()];
    assert_eq!(found[..4], taken);
    assert_eq!(found[4..], [frame("1\r2"), long, frame("5")]);
}

#[test]
fn a_line_without_an_end_is_said_at_once_and_held_no_further() {
    let mut reader = LineReader::new(Json, 4);
    let mut input: &[u8] = b"123456";
    assert_eq!(reader.take(&mut input), Some(Err(BadLine::TooLong)));
    let mut input: &[u8] = &[b'x'; 100_000];
    assert_eq!(reader.take(&mut input), None);
    assert!(format!("{reader:?}").contains("held: 0"), "{reader:?}");
    let mut input: &[u8] = b"\n1\n";
    assert_eq!(reader.take(&mut input), Some(frame("1")));
}

#[test]
fn cbor_goes_in_canonical_base64url() {
    let long = Err(BadLine::TooLong);
    let other = Err(BadLine::NotBase64);
    assert_eq!(lines(Cbor, 4, &[b"oQGC\n"]), [Ok(vec![0xa1, 1, 0x82])]);
    assert_eq!(lines(Cbor, 4, &[b"oQ==\noR\no!\n"]), vec![other; 3]);
    // Eight letters can hold six bytes: more than four.
    assert_eq!(
        lines(Cbor, 4, &[b"AAAAAAA\nAAAAAA\n"]),
        [long, Ok(vec![0; 4])]
    );
}

#[test]
fn what_stands_in_for_a_bad_line_is_refused_by_the_decoder() {
    let limits = crate::vocab::Limits::default();
    for bad in [BadLine::TooLong, BadLine::NotBase64] {
        let bytes = bad.stand_in(limits.frame_bytes);
        let refused = crate::protocol::decode_client(&bytes, Json, &limits);
        let too_long = matches!(refused, Err(crate::protocol::DecodeError::TooLong { .. }));
        assert!(
            refused.is_err() && too_long == (bad == BadLine::TooLong),
            "{bad}"
        );
    }
}

#[test]
fn an_event_stream_is_read_as_the_standard_says() {
    let stream = b"\xef\xbb\xbf:hello\n\ndata: {}\n\nevent: link\r\ndata:x\rdata:  y\r\n\r\n\
        id: 7\nretry: 1\ndata\n\nevent: none\n\ndata: z\n\ndata: half\n";
    let found = events(Json, 64, &[stream]);
    let wanted = [
        event("", "{}"),
        event("link", "x\n y"),
        event("", ""),
        event("", "z"),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn an_event_that_is_too_long_is_said_once_and_skipped_to_its_end() {
    let mut stream = b"data: ".to_vec();
    stream.extend([b'x'; 500]);
    stream.extend(b"\ndata: more\n\ndata: next\n\n");
    assert_eq!(
        events(Json, 16, &[&stream]),
        [Err(TooLong), event("", "next")]
    );
    let mut drops = b"data\n".repeat(200);
    drops.extend(b"\ndata: next\n\n");
    assert_eq!(
        events(Json, 16, &[&drops]),
        [Err(TooLong), event("", "next")]
    );
}

#[test]
fn the_secret_of_a_link_comes_through_and_is_shown_nowhere() {
    let secret = LinkSecret { link: Key([7; 32]) };
    let bytes = encode_link(&secret);
    let found = events(Json, 64, &[KEEP_AWAKE, &bytes]);
    let Ok(first) = found.first().expect("the stream has an event") else {
        panic!("it is short");
    };
    assert_eq!(read_link(first), Some(secret));
    let shown = format!("{secret:?} {first:?}");
    assert!(!shown.contains("BwcH"), "{shown}");
    assert_eq!(
        read_link(&SseEvent {
            name: Vec::new(),
            ..first.clone()
        }),
        None
    );
}

#[test]
fn a_post_is_a_list_of_whole_frames() {
    assert!(is_post(Json, b"{}\n{}\r\n\n"));
    assert!(is_post(Cbor, b"\xa1\x01\x82\x02\x03\xa0"));
    for body in [&b""[..], b"\n", b"{}", b"{}\n{}"] {
        assert!(!is_post(Json, body), "{body:?}");
    }
    let cut_short: [&[u8]; 9] = [
        b"",
        b"\xa1\x01",
        b"\x82\x01",
        b"\x5f\x41a\xff",
        b"\x9f\xff",
        b"\x62a",
        b"\x1c",
        b"\x19\x01",
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
    ];
    for body in cut_short {
        assert!(!is_post(Cbor, body), "{body:?}");
    }
    let nested = [b"\x81".repeat(60_000), vec![0xa0]].concat();
    assert_eq!(cut_post(Cbor, &nested), Ok(Some((&nested[..], &b""[..]))));
    assert_eq!(cut_post(Cbor, &nested[..60_000]), Err(NotFrames));
}

fn chunked(bytes: &[u8], cuts: &[usize]) -> Vec<Vec<u8>> {
    let mut rest = bytes;
    let mut chunks = Vec::new();
    for cut in cuts {
        let (chunk, behind) = rest.split_at((*cut).min(rest.len()));
        chunks.push(chunk.to_vec());
        rest = behind;
    }
    chunks.push(rest.to_vec());
    chunks
}

fn encoding() -> impl Strategy<Value = Encoding> {
    prop_oneof![Just(Json), Just(Cbor)]
}

/// Bytes in which line ends, colons and base64 are common.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        3 => Just(b'\n'), 2 => Just(b'\r'), 1 => Just(b':'), 6 => b'A'..=b'D', 1 => any::<u8>(),
    ];
    let word = prop_oneof![
        4 => byte.prop_map(|byte| vec![byte]),
        1 => Just(b"data:".to_vec()),
        1 => Just(b"\n\n".to_vec()),
    ];
    proptest::collection::vec(word, 0..200).prop_map(|words| words.concat())
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0_usize..9, 0..100)
}

proptest! {
    #[test]
    fn the_chunks_change_nothing(
        encoding in encoding(), limit in 1_usize..20, bytes in bytes(), cuts in cuts(),
    ) {
        let chunks = chunked(&bytes, &cuts);
        let chunks: Vec<&[u8]> = chunks.iter().map(Vec::as_slice).collect();
        let found = lines(encoding, limit, &chunks);
        prop_assert_eq!(&found, &lines(encoding, limit, &[&bytes]));
        prop_assert!(found.iter().flatten().all(|frame| frame.len() <= limit));
        let found = events(encoding, limit, &chunks);
        prop_assert_eq!(found, events(encoding, limit, &[&bytes]));
    }

    #[test]
    fn frames_come_out_as_they_went_in(
        encoding in encoding(), frames in proptest::collection::vec("[ -~]{1,40}", 1..8),
    ) {
        let frames: Vec<Vec<u8>> = frames.into_iter().map(String::into_bytes).collect();
        let (mut as_lines, mut as_events) = (Vec::new(), Vec::new());
        for frame in &frames {
            encode_line(encoding, frame, &mut as_lines);
            encode_event(encoding, frame, &mut as_events);
        }
        let found: Result<Vec<_>, _> = lines(encoding, 40, &[&as_lines]).into_iter().collect();
        prop_assert_eq!(found, Ok(frames.clone()));
        let found = events(encoding, 40, &[&as_events]).into_iter();
        let found: Option<Vec<_>> =
            found.map(|event| frame_of(encoding, event.ok()?.data)).collect();
        prop_assert_eq!(found, Some(frames));
    }

    #[test]
    fn a_post_is_cut_where_it_was_joined(numbers in proptest::collection::vec(14_u8..24, 1..20)) {
        for encoding in [Json, Cbor] {
            // The same bytes are an array of one number in CBOR, and some line where JSON is expected.
            let frames: Vec<[u8; 2]> = numbers.iter().map(|n| [0x81, *n]).collect();
            let body = join_post(encoding, frames.iter().map(<[u8; 2]>::as_slice));
            prop_assert!(is_post(encoding, &body));
            let mut rest = &body[..];
            let mut found = Vec::new();
            while let Ok(Some((frame, behind))) = cut_post(encoding, rest) {
                found.push(frame.to_vec());
                rest = behind;
            }
            let wanted: Vec<Vec<u8>> = frames.iter().map(|frame| frame.to_vec()).collect();
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn any_body_is_cut_into_itself_or_refused(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut rest = &body[..];
        let mut length = 0;
        while let Ok(Some((frame, behind))) = cut_post(Cbor, rest) {
            length += frame.len();
            prop_assert!(!frame.is_empty());
            rest = behind;
        }
        prop_assert_eq!(length + rest.len(), body.len());
        prop_assert_eq!(rest.is_empty() && 0 < length, is_post(Cbor, &body));
    }
}
