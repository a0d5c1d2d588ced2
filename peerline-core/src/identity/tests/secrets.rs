//! Names of one person share nothing, and nothing secret is ever printed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::identity::Command;
use crate::identity::ContextKind;
use crate::identity::HandleStyle;
use crate::identity::JoinClaim;
use crate::identity::LineId;
use crate::identity::Principal;
use crate::identity::Root;
use crate::identity::State;
use crate::identity::device_id;
use crate::identity::handle;
use crate::identity::occupant_id;
use crate::vocab::DigestBuilder;
use crate::vocab::Language;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

const LINE: LineId = LineId::from_bytes([0; 32]);

fn claim(kind: ContextKind, ctx_id: &[u8]) -> JoinClaim {
    JoinClaim {
        kind,
        line_id: LINE,
        ctx_id: ctx_id.to_vec(),
        server_nonce: [1; 32],
        client_nonce: [2; 32],
        channel_binding: [3; 32],
        server_time: Timestamp::ZERO,
        ticket_digest: JoinClaim::no_ticket(),
    }
}

/// Returns all that others may see of one root in one context.
fn traces(root: &Root, kind: ContextKind, ctx_id: &[u8], generation: u32) -> Vec<Vec<u8>> {
    let key = root.context_key(kind, &LINE, ctx_id, generation);
    let claim = claim(kind, ctx_id);
    // Every place has a random key of its own; a digest of its name stands in for it here.
    let mut k_room = DigestBuilder::new("a room key of this test");
    k_room.bytes(kind.label().as_bytes()).bytes(ctx_id);
    let k_room = k_room.number(u64::from(generation)).finish();
    let k_room = Sensitive::new(*k_room.as_bytes());
    // One account, as seen in each room.
    let account = root
        .context_key(ContextKind::Line, &LINE, b"", 0)
        .public()
        .account();
    let occupant = occupant_id(&k_room, ctx_id, &account);
    // What waits on the line for this person, and what the line calls their device.
    let locker = root.locker_key(&LINE, generation).seal(
        1,
        b"{}",
        &mut Seed::from_bytes(*k_room.expose()).entropy(0),
    );
    let mut kept = locker.unwrap().as_bytes().to_vec();
    kept.extend(device_id(&account, k_room.expose()).as_bytes());
    let style = HandleStyle::member(Language::english());
    vec![
        key.public().as_bytes().to_vec(),
        key.public().account().as_bytes().to_vec(),
        key.sign_join(&claim).as_bytes().to_vec(),
        occupant.as_bytes().to_vec(),
        if kind == ContextKind::Locker {
            kept
        } else {
            Vec::new()
        },
        handle(&k_room, occupant, &style, &BTreeSet::new()).into_bytes(),
    ]
}

#[test]
fn no_two_contexts_of_one_root_share_six_bytes() {
    let root = Root::from_bytes([7; 16]);
    let contexts: [(ContextKind, &[u8], u32); 9] = [
        (ContextKind::Line, b"", 0),
        (ContextKind::Line, b"", 1),
        (ContextKind::Room, b"a", 0),
        (ContextKind::Room, b"b", 0),
        (ContextKind::Conv, b"a", 0),
        (ContextKind::Match, b"a", 0),
        (ContextKind::Vault, b"", 0),
        (ContextKind::Locker, b"", 0),
        (ContextKind::Locker, b"", 1),
    ];
    let mut owners: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    for (context, (kind, ctx_id, generation)) in contexts.into_iter().enumerate() {
        // The words of a handle come from one public list; bytes are compared, words are not.
        let mut traces = traces(&root, kind, ctx_id, generation);
        let name = traces.pop();
        assert!(name.is_some_and(|name| !name.is_empty()));
        for window in traces.iter().flat_map(|trace| trace.windows(6)) {
            let owner = owners.entry(window.to_vec()).or_insert(context);
            assert_eq!(*owner, context, "{window:?} is in two contexts");
        }
    }
}

#[test]
fn neither_the_root_nor_a_seed_is_in_anything_that_is_seen() {
    let root = Root::from_bytes(*b"a secret marker!");
    for kind in [ContextKind::Line, ContextKind::Room, ContextKind::Locker] {
        let seed = root.context_seed(kind, &LINE, b"", 0);
        let secrets = root.expose().windows(6).chain(seed.windows(6));
        let seen = traces(&root, kind, b"", 0).concat();
        for secret in secrets {
            assert!(!seen.windows(6).any(|window| window == secret));
        }
    }
}

#[test]
fn nothing_secret_is_printed() {
    let root = Root::from_bytes([171; 16]);
    let key = root.context_key(ContextKind::Line, &LINE, b"", 0);
    let claim = claim(ContextKind::Line, b"");
    let secret = Sensitive::new([171; 32]);
    let phrase = root.to_phrase();
    let account = key.public().account();
    let redeem = Command::Redeem { account, secret };
    let principal = Principal::verified(&key.public(), &claim, &key.sign_join(&claim)).unwrap();
    let wrong = Root::from_phrase("abandon peerline").unwrap_err();
    let printed = format!(
        "{root:?} {:#?} {phrase:#?} {:?} {key:#?} {redeem:#?} {principal:?} {claim:?} {:?} {wrong} \
         {wrong:?}",
        root,
        root.to_digits(),
        State::default(),
    );
    for word in phrase.words() {
        assert!(!printed.contains(word));
    }
    let digits = root.to_digits().expose().to_string();
    for secret in [
        "171",
        "abab",
        "ABAB",
        "q6ur",
        "abandon",
        "peerline",
        &digits[..6],
    ] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    assert!(printed.starts_with("Root(..) Root(..) Phrase(..) Digits(..) ContextKey(..)"));
}

#[test]
fn another_generation_of_one_root_is_another_account() {
    let root = Root::from_bytes([7; 16]);
    let account = |generation| {
        let key = root.context_key(ContextKind::Line, &LINE, b"", generation);
        key.public().account()
    };
    assert_ne!(account(0), account(1));
    assert_eq!(account(0), account(0));
}
