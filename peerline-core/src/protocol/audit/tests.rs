use super::Audit;
use super::AuditError;
use super::AuditFault;
use super::AuditHead;
use super::redact_audit;
use super::verify_audit;
use super::write_audit;
use crate::crisis;
use crate::crisis::CloseReason;
use crate::crisis::Kind;
use crate::crisis::Source;
use crate::crisis::What;
use crate::log::Entry;
use crate::log::Fact;
use crate::protocol::Chain;
use crate::protocol::Link;
use crate::protocol::bury_entry;
use crate::protocol::encode_entry;
use crate::protocol::erase_entry;
use crate::room;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::ContentNotes;
use crate::vocab::Erased;
use crate::vocab::OccupantId;
use crate::vocab::RoomName;
use crate::vocab::Salt;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

const WORD: &str = "kerosene";
const KEY: [u8; 32] = [7; 32];
const PERSON: AccountId = AccountId::from_bytes([1; 16]);
const CASE: CaseId = CaseId::from_bytes([5; 16]);

fn at(n: u64) -> Timestamp {
    Timestamp::from_unix_millis(1_700_000_000_000 + n)
}

fn entry(n: u64, fact: Fact) -> Vec<u8> {
    let entry = Entry {
        n,
        at: at(n),
        who: None,
        joined: None,
        re: None,
        put: None,
        salt: Sensitive::new(Salt::from_bytes([n as u8; 16])),
        fact,
    };
    encode_entry(&entry).bytes
}

fn step(n: u64, what: What) -> Vec<u8> {
    entry(n, Fact::Crisis(crisis::Fact::new(CASE, at(n), what)))
}

fn case() -> Vec<Vec<u8>> {
    let signalled = What::Signalled {
        person: PERSON,
        room: None,
        entry: None,
        source: Source::Asked,
        kind: Kind::OwnRisk,
        band: Band::High,
        reasons: Vec::new(),
    };
    let closed = What::Closed {
        by: AccountId::from_bytes([2; 16]),
        reason: CloseReason::Supported,
        skip: None,
    };
    vec![
        step(1, signalled),
        step(2, What::SeekerGone),
        step(3, What::SeekerBack),
        step(4, closed),
    ]
}

fn said() -> Vec<u8> {
    let fact = room::Fact::Said {
        occupant: OccupantId::from_bytes([3; 16]),
        text: Text::new(WORD).unwrap(),
        language: None,
        notes: ContentNotes::NONE,
        counts: true,
    };
    entry(1, Fact::Room(fact))
}

fn head() -> AuditHead {
    AuditHead {
        log: RoomName::Case(CASE),
        epoch: 3,
        at: at(100),
    }
}

/// Writes a log as a store gives it back; entries may be rewritten after they were committed.
fn file(committed: &[Vec<u8>], stored: &[Vec<u8>]) -> Result<String, AuditError> {
    let mut h = Chain::START;
    let mut links = Vec::new();
    for (n, (first, bytes)) in (1..).zip(committed.iter().zip(stored)) {
        let digest = crate::protocol::digest_entry(first).unwrap();
        h = h.next(Seq::new(n), at(n), &digest);
        let (seq, at) = (Seq::new(n), at(n));
        links.push(Link { seq, at, h, bytes });
    }
    write_audit(&head(), links, &KEY)
}

fn written(log: &[Vec<u8>]) -> String {
    file(log, log).unwrap()
}

fn fault(text: &str) -> (u64, AuditFault) {
    let error = verify_audit(text).unwrap_err();
    (error.row, error.fault)
}

#[test]
fn a_file_says_what_happened_and_whose_line_it_was() {
    let text = written(&case());
    let Audit {
        head: found,
        entries,
        ..
    } = verify_audit(&text).unwrap();
    assert_eq!(found, head());
    let facts: Vec<_> = entries
        .iter()
        .map(|audited| audited.entry.as_ref().map(|entry| entry.fact.clone()))
        .collect();
    assert_eq!(facts.len(), 4);
    assert!(matches!(
        &facts[3],
        Some(Fact::Crisis(fact)) if matches!(fact.what, What::Closed { .. })
    ));
}

#[test]
fn words_of_people_are_not_in_it_and_it_holds() {
    let text = written(&[said()]);
    assert!(!text.contains(WORD));
    assert_eq!(verify_audit(&text).unwrap().entries.len(), 1);
}

#[test]
fn every_byte_counts() {
    let erased = Erased::new(PERSON, Vec::new());
    let mut rewritten = case();
    rewritten[0] = erase_entry(&rewritten[0], &erased).unwrap();
    for text in [
        written(&case()),
        written(&[said()]),
        file(&case(), &rewritten).unwrap(),
    ] {
        verify_audit(&text).unwrap();
        for n in 0..text.len() {
            for bit in [1, 2, 0x20] {
                let mut bytes = text.clone().into_bytes();
                bytes[n] ^= bit;
                let Ok(changed) = String::from_utf8(bytes) else {
                    continue;
                };
                assert!(
                    verify_audit(&changed).is_err(),
                    "byte {n} of {text} may be {changed}"
                );
            }
        }
    }
}

#[test]
fn what_is_missing_out_of_place_or_added_is_named_by_its_row() {
    let text = written(&case());
    let rows: Vec<&str> = text.split_inclusive('\n').collect();
    let without = |n: usize| {
        let mut rows = rows.clone();
        rows.remove(n);
        rows.concat()
    };
    assert_eq!(fault(""), (1, AuditFault::Row));
    assert_eq!(fault(&without(0)), (1, AuditFault::Row));
    assert_eq!(fault(&without(2)), (3, AuditFault::Chain));
    assert_eq!(fault(&without(4)), (5, AuditFault::End));
    assert_eq!(fault(&without(5)), (6, AuditFault::NoEnd));
    let mut swapped = rows.clone();
    swapped.swap(2, 3);
    assert_eq!(fault(&swapped.concat()), (3, AuditFault::Chain));
    assert_eq!(fault(&format!("{text}{}", rows[1])), (6, AuditFault::End));
    let spaced = text.replacen("{\"entry\":{", "{\"entry\": {", 1);
    assert_eq!(fault(&spaced), (2, AuditFault::Row));
}

#[test]
fn a_file_that_another_line_signed_names_that_line() {
    let ours = verify_audit(&written(&case())).unwrap().line;
    let links: Vec<Link<'_>> = Vec::new();
    let theirs = write_audit(&head(), links, &[8; 32]).unwrap();
    assert_ne!(verify_audit(&theirs).unwrap().line, ours);
    // The head of one with the rest of the other.
    let (our_text, rest) = (written(&[]), theirs.split_once('\n').unwrap().1);
    let (first, _) = our_text.split_once('\n').unwrap();
    let mixed = format!("{first}\n{rest}");
    assert_eq!(fault(&mixed), (2, AuditFault::Signature));
}

#[test]
fn a_tomb_may_take_the_place_of_an_entry_after_it_was_signed() {
    let text = written(&case());
    let handed_on = redact_audit(&text, Seq::new(1)).unwrap();
    assert!(text.contains("signalled") && !handed_on.contains("signalled"));
    assert_ne!(handed_on, text);
    let audit = verify_audit(&handed_on).unwrap();
    assert_eq!(audit.entries[0].entry, None);
    assert!(audit.entries[1].entry.is_some());
    let again = redact_audit(&handed_on, Seq::new(1)).unwrap_err();
    assert_eq!((again.row, again.fault), (2, AuditFault::Nothing));
    let none = redact_audit(&text, Seq::new(9)).unwrap_err();
    assert_eq!(none.fault, AuditFault::Nothing);
}

#[test]
fn a_log_that_was_changed_in_its_store_is_not_written_out() {
    let mut stored = case();
    stored[2] = step(3, What::SeekerGone);
    let error = file(&case(), &stored).unwrap_err();
    assert_eq!((error.row, error.fault), (4, AuditFault::Chain));
}

#[test]
fn a_log_with_words_that_were_destroyed_holds_on() {
    let whole = [said()];
    let left = [bury_entry(&whole[0]).unwrap()];
    let text = file(&whole, &left).unwrap();
    verify_audit(&text).unwrap();
}
