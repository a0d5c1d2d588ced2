//! Once, soon, and by the same device.

use peerline_core::identity::PublicKey;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;

use super::Ceremonies;
use super::MOST;

const NOW: Timestamp = Timestamp::from_unix_millis(1_767_268_800_000);
const DEVICE: PublicKey = PublicKey::from_bytes([1; 32]);

#[test]
fn what_began_is_finished_once_soon_and_by_the_same_device() {
    let mut all = Ceremonies::default();
    all.begin(NOW, [1; 16], (DEVICE, "a"));
    assert_eq!(all.take(NOW, &[1; 16], &DEVICE), Some("a"));
    assert_eq!(all.take(NOW, &[1; 16], &DEVICE), None);
    all.begin(NOW, [2; 16], (DEVICE, "b"));
    let other = PublicKey::from_bytes([2; 32]);
    assert_eq!(all.take(NOW, &[2; 16], &other), None);
    assert_eq!(all.take(NOW, &[2; 16], &DEVICE), None, "a try ends it");
    all.begin(NOW, [3; 16], (DEVICE, "c"));
    let later = NOW.after(Millis::new(300_001));
    assert_eq!(all.take(later, &[3; 16], &DEVICE), None);
}

#[test]
fn only_so_many_are_under_way_and_the_oldest_goes() {
    let mut all = Ceremonies::default();
    for n in 0..=u64::try_from(MOST).unwrap() {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&n.to_be_bytes());
        all.begin(NOW.after(Millis::new(n)), id, (DEVICE, n));
    }
    assert_eq!(all.under_way.len(), MOST);
    assert_eq!(all.take(NOW, &[0; 16], &DEVICE), None);
}
