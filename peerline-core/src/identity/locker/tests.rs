use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::Value;

use super::DeviceUse;
use super::Drawer;
use super::LockerBlob;
use super::LockerError;
use super::LockerFact;
use super::LockerKey;
use super::device_id;
use crate::identity::LineId;
use crate::identity::Root;
use crate::identity::tests::array;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::DeviceId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;

const LINE: LineId = LineId::from_bytes([4; 32]);

fn key() -> LockerKey {
    Root::from_bytes([7; 16]).locker_key(&LINE, 0)
}

fn entropy(n: u64) -> Entropy {
    Seed::from_bytes([5; 32]).entropy(n)
}

fn at(hours: u64) -> Timestamp {
    Timestamp::ZERO.after(Millis::from_hours(hours))
}

fn device(n: u8) -> Option<DeviceId> {
    Some(DeviceId::from_bytes([n; 16]))
}

fn vectors(text: &str) -> Vec<Value> {
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    assert!(!cases.is_empty());
    cases
}

#[test]
fn lockers_are_those_of_the_other_implementation() {
    for case in vectors(include_str!(
        "../../../../docs/vectors/identity/lockers.json"
    )) {
        let root = Root::from_bytes(array(&case["root"]));
        let generation = u32::try_from(case["generation"].as_u64().unwrap()).unwrap();
        let line = LineId::from_bytes(array(&case["line_id"]));
        let key = root.locker_key(&line, generation);
        assert_eq!(*key.key, array::<32>(&case["key"]));
        let blob: LockerBlob = serde_json::from_value(case["blob"].clone()).unwrap();
        let version = case["version"].as_u64().unwrap();
        let content = case["content"].as_str().unwrap();
        let opened = key.open(version, &blob).unwrap();
        assert_eq!(opened.expose(), content.as_bytes());
        let nonce = array(&case["nonce"]);
        let sealed = key.seal_under(version, content.as_bytes(), nonce).unwrap();
        assert_eq!(sealed, blob);
    }
}

#[test]
fn devices_are_called_as_by_the_other_implementation() {
    for case in vectors(include_str!(
        "../../../../docs/vectors/identity/devices.json"
    )) {
        let account = AccountId::from_bytes(array(&case["account"]));
        let device = device_id(&account, &array(&case["secret"]));
        assert_eq!(device.as_bytes(), &array(&case["device"]));
    }
}

#[test]
fn nothing_opens_as_another_version_line_generation_or_person() {
    let blob = key().seal(3, b"mine", &mut entropy(1)).unwrap();
    assert_eq!(key().open(3, &blob).unwrap().expose(), b"mine");
    let other_line = LineId::from_bytes([9; 32]);
    let root = Root::from_bytes([7; 16]);
    let others = [
        (key(), 2),
        (key(), 4),
        (root.locker_key(&LINE, 1), 3),
        (root.locker_key(&other_line, 0), 3),
        (Root::from_bytes([8; 16]).locker_key(&LINE, 0), 3),
    ];
    for (key, version) in others {
        assert_eq!(key.open(version, &blob), Err(LockerError::NotThis));
    }
}

#[test]
fn a_bit_that_is_turned_opens_nothing_wherever_it_stands() {
    let blob = key().seal(1, b"some notes", &mut entropy(2)).unwrap();
    // Every bit of the head and the tag, and of each byte between them one.
    let edges = [0..64, LockerBlob::LEN - 64..LockerBlob::LEN];
    let edges = edges.into_iter().flatten();
    let bits = edges.flat_map(|byte| byte * 8..byte * 8 + 8);
    for bit in bits.chain((0..LockerBlob::LEN).map(|byte| byte * 8 + byte % 8)) {
        let mut bytes = blob.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let turned = LockerBlob::from_bytes(bytes).unwrap();
        let refusal = if bit < 8 {
            LockerError::Later
        } else {
            LockerError::NotThis
        };
        assert_eq!(key().open(1, &turned), Err(refusal), "bit {bit}");
    }
}

#[test]
fn padding_that_is_not_zero_or_a_length_beyond_is_refused() {
    let mut full = vec![b'x'; LockerKey::MAX];
    assert!(key().seal(1, &full, &mut entropy(3)).is_ok());
    full.push(b'x');
    assert_eq!(
        key().seal(1, &full, &mut entropy(3)),
        Err(LockerError::TooBig)
    );
    let huge = vec![0; 70_000];
    assert_eq!(
        key().seal(1, &huge, &mut entropy(3)),
        Err(LockerError::TooBig)
    );
    for plain in [[0xFF_u8; 4067].to_vec(), {
        let mut plain = vec![0; 4067];
        plain[4066] = 1;
        plain
    }] {
        let blob = key().seal_plain(1, plain, [6; 12]).unwrap();
        assert_eq!(key().open(1, &blob), Err(LockerError::NotThis));
    }
}

proptest! {
    #[test]
    fn whatever_is_kept_is_as_long_and_comes_back(
        content in proptest::collection::vec(any::<u8>(), 0..=LockerKey::MAX),
        version in 0..u64::MAX,
        n in 0..1_000_u64,
    ) {
        let blob = key().seal(version, &content, &mut entropy(n)).unwrap();
        prop_assert_eq!(blob.as_bytes().len(), LockerBlob::LEN);
        let opened = key().open(version, &blob).unwrap();
        prop_assert_eq!(opened.expose(), &content);
        let text = serde_json::to_string(&blob).unwrap();
        prop_assert_eq!(text.len(), 5462 + 2);
        prop_assert_eq!(serde_json::from_str::<LockerBlob>(&text).unwrap(), blob);
    }
}

#[test]
fn a_device_counts_once_and_whoever_names_none_once_an_hour() {
    let mut drawer = Drawer::default().next(at(0), Cid::from_bytes([1; 16]), device(1));
    assert_eq!((drawer.version, drawer.uses), (1, 1));
    assert!(!drawer.counts(at(1), device(1)));
    assert!(drawer.counts(at(1), device(2)));
    drawer.apply(at(1), &LockerFact::Used { device: device(2) });
    assert!(!drawer.counts(at(2), device(2)));
    assert!(drawer.counts(at(2), None));
    drawer.apply(at(2), &LockerFact::Used { device: None });
    assert!(!drawer.counts(at(2), None));
    assert!(drawer.counts(at(3), None));
    assert_eq!(drawer.uses, 3);
    // The version after it knows all of them.
    let drawer = drawer.next(at(4), Cid::from_bytes([2; 16]), device(1));
    assert_eq!((drawer.version, drawer.uses), (2, 3));
    assert!(!drawer.counts(at(4), device(2)));
}

#[test]
fn the_last_other_device_is_told_by_its_day() {
    let mut drawer = Drawer::default().next(at(1), Cid::from_bytes([1; 16]), device(1));
    assert_eq!(drawer.last_other(device(1)), None);
    drawer.apply(at(50), &LockerFact::Used { device: device(2) });
    assert_eq!(drawer.last_other(device(1)), Some(at(48)));
    assert_eq!(drawer.last_other(device(2)), Some(at(0)));
    drawer.apply(at(80), &LockerFact::Used { device: None });
    assert_eq!(drawer.last_other(device(2)), Some(at(72)));
}

#[test]
fn only_so_many_devices_are_remembered() {
    let mut drawer = Drawer::default();
    for n in 0..40 {
        drawer.apply(
            at(n),
            &LockerFact::Used {
                device: device(n as u8),
            },
        );
    }
    assert_eq!(drawer.devices.len(), Drawer::DEVICES);
    assert_eq!(drawer.uses, 40);
    let first = DeviceUse {
        device: DeviceId::from_bytes([8; 16]),
        at: at(8),
    };
    assert_eq!(drawer.devices.first(), Some(&first));
    assert!(drawer.counts(at(41), device(0)));
}

#[test]
fn nothing_of_a_locker_is_printed() {
    let blob = key().seal(1, b"secret", &mut entropy(4)).unwrap();
    let printed = format!("{:?} {blob:?}", key());
    assert_eq!(printed, "LockerKey(..) LockerBlob(..)");
    let text = URL_SAFE_NO_PAD.encode(blob.as_bytes());
    assert!(!printed.contains(&text[..8]));
    let longer = vec![0; LockerBlob::LEN + 1];
    assert!(LockerBlob::from_bytes(longer).is_err());
}
