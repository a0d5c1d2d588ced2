//! The table: what is sent, and how it must end.

use super::wire::BEGIN;
use super::wire::BINARY;
use super::wire::CLOSE;
use super::wire::LAST;
use super::wire::MORE;
use super::wire::PING;
use super::wire::PONG;
use super::wire::TEXT;
use super::wire::frame;
use super::wire::head;
use super::wire::unmasked;

/// One case.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) encoding: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) expected: Expected,
}

/// How a case must end.
pub(super) enum Expected {
    /// The server closes with this code and says nothing before.
    Code(u16),
    /// The server closes without a code.
    Bare,
    /// It is harmless: the message comes back, and the connection ends when the client ends it.
    Echo(Vec<u8>),
}

impl Case {
    fn code(code: u16, name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            encoding: "peerline.1+json",
            bytes,
            expected: Expected::Code(code),
        }
    }

    fn echo(text: &str, name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            expected: Expected::Echo(text.into()),
            ..Self::code(0, name, bytes)
        }
    }

    fn in_cbor(mut self) -> Self {
        self.encoding = "peerline.1+cbor";
        self
    }
}

/// A head with its mask and nothing behind.
fn says(length: usize) -> Vec<u8> {
    [head(TEXT, 0x80, length), vec![0; 4]].concat()
}

fn join(frames: &[(u8, &[u8])]) -> Vec<u8> {
    let frames = frames.iter().map(|(first, payload)| frame(*first, payload));
    frames.collect::<Vec<_>>().concat()
}

pub(super) fn fragments() -> Vec<Case> {
    let long = [0; 126];
    vec![
        Case::echo(
            "hello",
            "two pieces",
            join(&[(BEGIN, b"hel"), (LAST, b"lo")]),
        ),
        Case::echo(
            "hello",
            "empty pieces",
            join(&[(BEGIN, b""), (MORE, b"hello"), (LAST, b"")]),
        ),
        Case::echo(
            "hello",
            "a ping and a pong between the pieces",
            join(&[(BEGIN, b"hel"), (PING, b"?"), (PONG, b""), (LAST, b"lo")]),
        ),
        Case::echo(
            "hello",
            "a pong that nobody asked for",
            join(&[(PONG, b"!"), (TEXT, b"hello")]),
        ),
        Case::echo(
            "\u{1}hello",
            "binary in pieces",
            join(&[(0x02, b"\x01he"), (LAST, b"llo")]),
        )
        .in_cbor(),
        Case::code(1002, "the last piece of nothing", frame(LAST, b"lo")),
        Case::code(1002, "a piece of nothing", frame(MORE, b"lo")),
        Case::code(
            1002,
            "a message inside another",
            join(&[(BEGIN, b"hel"), (TEXT, b"lo")]),
        ),
        Case::code(
            1002,
            "another begins inside",
            join(&[(BEGIN, b"hel"), (BEGIN, b"lo")]),
        ),
        Case::code(
            1002,
            "a ping in pieces",
            join(&[(0x09, b"h"), (LAST, b"i")]),
        ),
        Case::code(1002, "a pong in pieces", frame(0x0A, b"h")),
        Case::code(1002, "an end in pieces", frame(0x08, b"")),
        Case::code(1002, "a long ping", frame(PING, &long)),
        Case::code(1002, "a long pong", frame(PONG, &long)),
        Case::code(1002, "a long end", frame(CLOSE, &long)),
        Case::code(1002, "without a mask", unmasked(TEXT, b"hi")),
        Case::code(1002, "a ping without a mask", unmasked(PING, b"hi")),
        Case::code(1003, "binary where JSON was agreed", frame(BINARY, b"hi")),
        Case::code(1003, "text where CBOR was agreed", frame(TEXT, b"hi")).in_cbor(),
        Case::code(
            1003,
            "an empty message of the other kind",
            frame(BINARY, b""),
        ),
    ]
}

pub(super) fn reserved() -> Vec<Case> {
    let kinds = (0x83..=0x87).chain(0x8B..=0x8F);
    let kinds = kinds.map(|first| Case::code(1002, format!("kind {first:x}"), frame(first, b"hi")));
    let bits = [0x40, 0x20, 0x10, 0x70].into_iter().flat_map(|bit| {
        [TEXT, BINARY, CLOSE, PING, PONG].map(|kind| {
            let name = format!("bits {bit:x} with {kind:x}");
            Case::code(1002, name, frame(kind | bit, b""))
        })
    });
    let later = join(&[(BEGIN, b"h"), (LAST | 0x20, b"i")]);
    let later = Case::code(1002, "a bit in the last piece", later);
    kinds.chain(bits).chain([later]).collect()
}

pub(super) fn too_long() -> Vec<Case> {
    let half = [b'a'; 10_000];
    let longest = "a".repeat(16_384);
    vec![
        Case::echo(&longest, "the longest", frame(TEXT, longest.as_bytes())),
        Case::echo(&longest, "the longest in pieces", {
            let (one, other) = longest.as_bytes().split_at(9000);
            join(&[(BEGIN, one), (LAST, other)])
        }),
        Case::code(1009, "one byte more", frame(TEXT, &[b'a'; 16_385])),
        Case::code(1009, "one byte more in CBOR", frame(BINARY, &[0; 16_385])).in_cbor(),
        Case::code(
            1009,
            "in two pieces",
            join(&[(BEGIN, &half), (LAST, &half)]),
        ),
        Case::code(1009, "in a thousand pieces", {
            let mut bytes = frame(BEGIN, &[b'a'; 100]);
            bytes.extend(frame(MORE, &[b'a'; 100]).repeat(1000));
            bytes
        }),
        Case::code(1009, "it only says to be", says(16_385)),
        Case::code(1009, "it says to be a gigabyte", says(1 << 30)),
        Case::code(1009, "it says to be all there is", {
            [&[TEXT, 0xFF][..], &[0x7F; 8], &[0; 4]].concat()
        }),
        Case::code(
            1009,
            "with a flood behind it",
            frame(TEXT, &vec![b'a'; 1 << 20]),
        ),
    ]
}

pub(super) fn ends() -> Vec<Case> {
    let of = |code: u16, reason: &[u8]| frame(CLOSE, &[&code.to_be_bytes(), reason].concat());
    let good = [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999,
    ];
    let good = good.map(|code| Case::code(code, format!("the good code {code}"), of(code, b"")));
    let bad = [
        0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535,
    ];
    let bad = bad.map(|code| Case::code(1002, format!("the code {code}"), of(code, b"")));
    let others = [
        Case::code(1002, "half a code", frame(CLOSE, &[3])),
        Case::code(1007, "a reason that is no text", of(1000, b"\xff")),
        Case::code(1007, "a reason of half a letter", of(1000, b"ab\xe2\x82")),
        Case::code(1000, "the longest reason", of(1000, &[b'a'; 123])),
        Case::code(1000, "something behind the end", {
            [of(1000, b""), frame(TEXT, b"hello"), frame(PING, b"")].concat()
        }),
        Case::code(1000, "an end inside a message", {
            [frame(BEGIN, b"hel"), of(1000, b"")].concat()
        }),
        Case {
            expected: Expected::Bare,
            ..Case::code(0, "an end without a code", frame(CLOSE, b""))
        },
    ];
    good.into_iter().chain(bad).chain(others).collect()
}

pub(super) fn text() -> Vec<Case> {
    let bad: [(&str, &[u8]); 10] = [
        ("a byte that is never one", b"ab\xff"),
        ("a byte that only follows", b"\x80"),
        ("half a letter at the end", b"ab\xe2\x82"),
        ("a letter that breaks off", b"\xe2\x82ab"),
        ("half of a pair", b"\xed\xa0\x80"),
        ("both halves of a pair", b"\xed\xa0\x80\xed\xb0\x80"),
        ("a slash in two bytes", b"\xc0\xaf"),
        ("nothing in three bytes", b"\xe0\x80\x80"),
        ("nothing in four bytes", b"\xf0\x80\x80\x80"),
        ("beyond the last letter", b"\xf4\x90\x80\x80"),
    ];
    let whole = bad.map(|(name, bytes)| Case::code(1007, name, frame(TEXT, bytes)));
    let pieces = bad.map(|(name, bytes)| {
        let mut sent = frame(BEGIN, b"good ");
        sent.extend(bytes.iter().flat_map(|byte| frame(MORE, &[*byte])));
        sent.extend(frame(LAST, b""));
        Case::code(1007, format!("{name}, in pieces"), sent)
    });
    let word = "zwei €🌱";
    let mut letters = frame(BEGIN, b"");
    letters.extend(word.bytes().flat_map(|byte| frame(MORE, &[byte])));
    letters.extend(frame(LAST, b""));
    let harmless = [
        Case::echo(word, "letters cut into bytes", letters),
        Case::echo(
            "\u{feff}a\0",
            "a mark and a zero",
            frame(TEXT, "\u{feff}a\0".as_bytes()),
        ),
    ];
    whole.into_iter().chain(pieces).chain(harmless).collect()
}

pub(super) fn floods() -> Vec<Case> {
    let bomb = b"\xec\xc1\x81\x00\x00\x00\x00\x80\xa0\xfd\xa9\x17\xa9\x00";
    vec![
        Case::code(1008, "pings", frame(PING, b"").repeat(500)),
        Case::code(1008, "pongs", frame(PONG, b"").repeat(500)),
        Case::code(1008, "long pings", frame(PING, &[b'?'; 125]).repeat(500)),
        Case::code(1008, "pings inside a message", {
            [frame(BEGIN, b"h"), frame(PING, b"").repeat(500)].concat()
        }),
        Case::echo("hello", "as many pings as are borne", {
            [frame(PING, b"").repeat(20), frame(TEXT, b"hello")].concat()
        }),
        Case::code(
            1002,
            "something that was compressed",
            frame(TEXT | 0x40, bomb),
        ),
        Case::code(
            1002,
            "something that was compressed, in CBOR",
            frame(BINARY | 0x40, bomb),
        )
        .in_cbor(),
        Case::code(
            1002,
            "compressed, and begun only",
            frame(BEGIN | 0x40, bomb),
        ),
        Case::code(1007, "compressed, and not said to be", frame(TEXT, bomb)),
    ]
}

pub(super) fn halves() -> Vec<Case> {
    let whole = frame(TEXT, b"hello");
    let parts = [1, 2, 5, 7].map(|length| {
        let name = format!("{length} bytes of a frame");
        Case::code(1001, name, whole[..length].to_vec())
    });
    let others = [
        Case::code(1001, "nothing at all", Vec::new()),
        Case::code(1001, "a message that never ends", {
            [frame(BEGIN, b"h"), frame(MORE, b"").repeat(2000)].concat()
        }),
    ];
    parts.into_iter().chain(others).collect()
}
