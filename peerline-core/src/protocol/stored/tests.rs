use super::Encoded;
use super::Unreadable;
use super::bury_entry;
use super::decode_entry;
use super::digest_entry;
use super::encode_entry;
use crate::log::Entry;
use crate::log::Fact;
use crate::log::PutMark;
use crate::log::PutOutcome;
use crate::protocol::Chain;
use crate::protocol::Link;
use crate::protocol::verify_log;
use crate::room;
use crate::vocab::Cid;
use crate::vocab::ContentNotes;
use crate::vocab::DigestBuilder;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Salt;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

const WORD: &str = "kerosene";
const AT: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);

fn author() -> OccupantId {
    OccupantId::from_bytes([3; 16])
}

fn entry(n: u64, fact: room::Fact) -> Entry {
    let digest = DigestBuilder::new("put").bytes(WORD.as_bytes()).finish();
    Entry {
        n,
        at: AT,
        who: Some(author()),
        joined: Some(Seq::new(2)),
        re: fact.refers_to(),
        put: Some(PutMark {
            room: None,
            who: author(),
            cid: Cid::from_bytes([n as u8; 16]),
            digest: Some(digest),
            outcome: PutOutcome::Done,
        }),
        salt: Sensitive::new(Salt::from_bytes([n as u8 + 1; 16])),
        fact: Fact::Room(fact),
    }
}

fn said(n: u64) -> Entry {
    entry(
        n,
        room::Fact::Said {
            occupant: author(),
            text: Text::new(WORD).unwrap(),
            language: Some("cy".parse::<Language>().unwrap()),
            notes: ContentNotes::NONE,
            counts: true,
        },
    )
}

/// An entry as the first version wrote it, byte for byte.
fn first_version() -> Vec<u8> {
    let (id, digest) = ("AwMDAwMDAwMDAwMDAwMDAw", "A".repeat(43));
    format!(
        r#"1{{"n":7,"at":1700000000000,"who":"{id}","put":{{"who":"{id}","cid":"{id}","digest":"{digest}","outcome":"done"}},"fact":{{"of":"room","is":{{"fact":"said","occupant":"{id}","text":"{WORD}","language":"cy","counts":true}}}}}}"#
    )
    .into_bytes()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes
        .windows(word.len())
        .any(|part| part == word.as_bytes())
}

#[test]
fn a_tomb_has_the_digest_of_its_entry_and_none_of_its_words() {
    let Encoded { bytes, digest } = encode_entry(&said(1));
    assert_eq!(digest_entry(&bytes), Ok(digest));
    let tomb = bury_entry(&bytes).unwrap();
    assert_eq!(digest_entry(&tomb), Ok(digest));
    let salt = Salt::from_bytes([2; 16]).to_string();
    let put = said(1).put.unwrap().digest.unwrap().to_string();
    for secret in [WORD, "\"cy\"", &salt, &put] {
        assert!(
            holds(&bytes, secret),
            "the test looks for what is not there"
        );
        assert!(!holds(&tomb, secret), "a tomb holds {secret}");
    }
    assert_eq!(
        bury_entry(&tomb).as_ref(),
        Ok(&tomb),
        "a tomb stays as it is"
    );
}

#[test]
fn a_tomb_keeps_what_replay_needs() {
    let whole = said(1);
    let left = decode_entry(&bury_entry(&encode_entry(&whole).bytes).unwrap()).unwrap();
    let gone = room::Fact::Gone {
        occupant: author(),
        edits: None,
        counts: true,
    };
    assert_eq!(left.fact, Fact::Room(gone));
    assert_eq!((left.n, left.at, left.who), (whole.n, whole.at, whole.who));
    let (mark, known) = (left.put.unwrap(), whole.put.unwrap());
    assert_eq!((mark.who, mark.cid), (known.who, known.cid));
    assert_eq!((mark.outcome, mark.digest), (known.outcome, None));
}

#[test]
fn the_same_words_have_another_digest_under_another_salt() {
    let other = Entry {
        salt: Sensitive::new(Salt::from_bytes([9; 16])),
        ..said(1)
    };
    assert_ne!(encode_entry(&said(1)).digest, encode_entry(&other).digest);
}

#[test]
fn an_entry_of_the_first_version_is_read_and_keeps_its_digest() {
    let bytes = first_version();
    let first = decode_entry(&bytes).unwrap();
    let Fact::Room(room::Fact::Said { text, .. }) = &first.fact else {
        panic!("{first:?}");
    };
    assert_eq!((text.expose(), first.n), (WORD, 7));
    assert!(first.put.as_ref().unwrap().digest.is_none());
    let digest = DigestBuilder::new("peerline/v1/entry")
        .bytes(&bytes)
        .finish();
    assert_eq!(digest_entry(&bytes), Ok(digest));
    let tomb = bury_entry(&bytes).unwrap();
    assert_eq!(digest_entry(&tomb), Ok(digest));
    assert!(!holds(&tomb, WORD) && !holds(&tomb, &"A".repeat(43)));
    assert_eq!(bury_entry(&tomb).as_ref(), Ok(&tomb));
    let left = decode_entry(&tomb).unwrap();
    assert!(matches!(left.fact, Fact::Room(room::Fact::Gone { .. })));
    assert_eq!((left.n, left.who), (first.n, first.who));
}

#[test]
fn what_has_no_words_has_no_tomb() {
    let bytes = encode_entry(&entry(1, room::Fact::Closed)).bytes;
    assert_eq!(bury_entry(&bytes), Err(Unreadable::Wordless));
}

#[test]
fn half_an_entry_is_not_read() {
    let whole = String::from_utf8(encode_entry(&said(1)).bytes).unwrap();
    let salt = Salt::from_bytes([2; 16]);
    let without_salt = whole.replace(&format!(r#","salt":"{salt}""#), "");
    let with_tomb = whole.replace(
        "\"sealed\":",
        &format!("\"tomb\":\"{}\",\"sealed\":", "A".repeat(43)),
    );
    for text in [&without_salt, &with_tomb] {
        assert_ne!(*text, whole);
        assert_eq!(digest_entry(text.as_bytes()), Err(Unreadable::Malformed));
    }
    assert_eq!(
        decode_entry(without_salt.as_bytes()),
        Err(Unreadable::Malformed)
    );
    assert_eq!(digest_entry(b"3{}"), Err(Unreadable::Version));
    assert_eq!(digest_entry(b""), Err(Unreadable::Malformed));
}

/// A log of entries of both versions, chained.
fn log() -> Vec<(Seq, Chain, Vec<u8>)> {
    let bodies = [
        encode_entry(&said(1)).bytes,
        first_version(),
        encode_entry(&said(3)).bytes,
        encode_entry(&entry(4, room::Fact::Closed)).bytes,
    ];
    let mut chain = Chain::START;
    (1..)
        .zip(bodies)
        .map(|(seq, bytes)| {
            chain = chain.next(Seq::new(seq), AT, &digest_entry(&bytes).unwrap());
            (Seq::new(seq), chain, bytes)
        })
        .collect()
}

fn verify(log: &[(Seq, Chain, Vec<u8>)]) -> Result<Chain, Seq> {
    verify_log(log.iter().map(|(seq, h, bytes)| Link {
        seq: *seq,
        at: AT,
        h: *h,
        bytes,
    }))
}

#[test]
fn a_log_verifies_with_and_without_its_words() {
    let mut log = log();
    let end = log[3].1;
    assert_eq!(verify(&log), Ok(end));
    for place in 0..3 {
        log[place].2 = bury_entry(&log[place].2).unwrap();
        assert_eq!(verify(&log), Ok(end));
    }
    assert_eq!(verify(&[]), Ok(Chain::START));
}

#[test]
fn the_first_place_that_was_changed_is_named() {
    let good = log();
    let changed = |place: usize, from: &str, to: &str| {
        let mut log = good.clone();
        let text = String::from_utf8(log[place].2.clone()).unwrap();
        assert!(text.contains(from));
        log[place].2 = text.replace(from, to).into_bytes();
        verify(&log)
    };
    assert_eq!(changed(0, WORD, "paraffin"), Err(Seq::new(1)));
    assert_eq!(changed(1, WORD, "paraffin"), Err(Seq::new(2)));
    assert_eq!(
        changed(2, "\"counts\":true", "\"counts\":false"),
        Err(Seq::new(3))
    );
    let mut buried = good.clone();
    let tomb = String::from_utf8(bury_entry(&good[2].2).unwrap()).unwrap();
    buried[2].2 = tomb
        .replace("\"counts\":true", "\"counts\":false")
        .into_bytes();
    assert_eq!(
        verify(&buried),
        Err(Seq::new(3)),
        "what a tomb keeps is covered too"
    );
    let mut short = good.clone();
    short.remove(1);
    assert_eq!(verify(&short), Err(Seq::new(2)));
}
