//! What holds for any bytes on a link of lines, of events or of posts.

use crate::protocol::Encoding;
use crate::protocol::links::BadLine;
use crate::protocol::links::LineReader;
use crate::protocol::links::SseEvent;
use crate::protocol::links::SseReader;
use crate::protocol::links::TooLong;
use crate::protocol::links::cut_post;
use crate::protocol::links::encode_event;
use crate::protocol::links::encode_line;
use crate::protocol::links::frame_of;
use crate::protocol::links::is_post;
use crate::protocol::links::join_post;

/// Lines come out the same in any chunks, none is over its bound, and each survives encoding. The
/// first bytes set the encoding, the bound and the size of the chunks.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn lines(bytes: &[u8]) {
    let [kind, limit, chunk, stream @ ..] = bytes else {
        return;
    };
    let (encoding, limit) = (encoding(*kind), usize::from(*limit));
    let whole = read_lines(encoding, limit, &[stream]);
    let chunks: Vec<&[u8]> = stream.chunks(usize::from(*chunk).max(1)).collect();
    assert_eq!(whole, read_lines(encoding, limit, &chunks), "chunks matter");
    for frame in whole.into_iter().flatten() {
        assert!(frame.len() <= limit, "over the bound, and taken");
        let mut line = Vec::new();
        encode_line(encoding, &frame, &mut line);
        let again = read_lines(encoding, limit, &[&line]);
        assert_eq!(again, [Ok(unbroken(encoding, frame))], "a frame changes");
    }
}

/// Events come out the same in any chunks, none is over its bound, and each survives encoding.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn sse(bytes: &[u8]) {
    let [kind, limit, chunk, stream @ ..] = bytes else {
        return;
    };
    let (encoding, limit) = (encoding(*kind), usize::from(*limit));
    let whole = read_events(encoding, limit, &[stream]);
    let chunks: Vec<&[u8]> = stream.chunks(usize::from(*chunk).max(1)).collect();
    assert_eq!(
        whole,
        read_events(encoding, limit, &chunks),
        "chunks matter"
    );
    for event in whole.into_iter().flatten() {
        let Some(frame) = frame_of(encoding, event.data) else {
            continue;
        };
        let mut bytes = Vec::new();
        encode_event(encoding, &frame, &mut bytes);
        let again = read_events(encoding, frame.len(), &[&bytes]);
        let data = again.into_iter().flatten().next().map(|event| event.data);
        let again = data.and_then(|data| frame_of(encoding, data));
        assert_eq!(again, Some(unbroken(encoding, frame)), "a frame changes");
    }
}

/// A body is a list of frames that joins to an equal list, or is refused.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn post(bytes: &[u8]) {
    let [kind, body @ ..] = bytes else {
        return;
    };
    let encoding = encoding(*kind);
    let frames = cut(encoding, body);
    let is_list = frames.as_ref().is_some_and(|frames| !frames.is_empty());
    assert_eq!(is_list, is_post(encoding, body), "a list, and none");
    if let Some(frames) = frames {
        let joined = join_post(encoding, frames.iter().map(Vec::as_slice));
        let frames: Vec<Vec<u8>> = frames
            .into_iter()
            .map(|frame| unbroken(encoding, frame))
            .collect();
        assert_eq!(cut(encoding, &joined), Some(frames), "a list changes");
    }
}

fn cut(encoding: Encoding, body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut rest, mut frames) = (body, Vec::new());
    while let Some((frame, behind)) = cut_post(encoding, rest).ok()? {
        frames.push(frame.to_vec());
        rest = behind;
    }
    Some(frames)
}

fn read_lines(encoding: Encoding, limit: usize, chunks: &[&[u8]]) -> Vec<Result<Vec<u8>, BadLine>> {
    let mut reader = LineReader::new(encoding, limit);
    let mut found = Vec::new();
    for chunk in chunks {
        let mut rest = *chunk;
        found.extend(std::iter::from_fn(|| reader.take(&mut rest)));
        assert!(rest.is_empty(), "bytes are left");
    }
    found
}

fn read_events(
    encoding: Encoding,
    limit: usize,
    chunks: &[&[u8]],
) -> Vec<Result<SseEvent, TooLong>> {
    let mut reader = SseReader::new(encoding, limit);
    let mut found = Vec::new();
    for chunk in chunks {
        let mut rest = *chunk;
        found.extend(std::iter::from_fn(|| reader.take(&mut rest)));
        assert!(rest.is_empty(), "bytes are left");
    }
    found
}

/// A line end inside JSON becomes a blank on its way.
fn unbroken(encoding: Encoding, mut frame: Vec<u8>) -> Vec<u8> {
    if encoding == Encoding::Json {
        for byte in &mut frame {
            if matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    frame
}

const fn encoding(byte: u8) -> Encoding {
    if byte.is_multiple_of(2) {
        Encoding::Json
    } else {
        Encoding::Cbor
    }
}
