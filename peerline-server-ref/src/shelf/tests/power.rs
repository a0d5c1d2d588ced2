//! The power is cut under the shelf again and again, on a disk that keeps for sure only what was
//! synced: of everything else each half sector is there, is not, or is torn.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::Mutex;

use peerline_core::ports::ShelfKey;
use peerline_core::vocab::Entropy;
use peerline_core::vocab::KeyName;
use peerline_core::vocab::Seed;

use super::super::Medium;
use super::super::Slots;
use super::week;

const LIVES: usize = 3;
const SEEDS: u64 = 400;

#[derive(Clone)]
struct Disk(Arc<Mutex<Plate>>);

struct Plate {
    synced: Vec<u8>,
    unsynced: Vec<(u64, Vec<u8>)>,
    /// How many writes and syncs are left before the power goes.
    left: u64,
    lies: bool,
}

impl Plate {
    fn spend(&mut self) -> io::Result<()> {
        let left = self.left.checked_sub(1);
        self.left = left.unwrap_or_default();
        left.map(|_| ()).ok_or(io::ErrorKind::BrokenPipe.into())
    }
}

impl Disk {
    fn new(lies: bool) -> Self {
        Self(Arc::new(Mutex::new(Plate {
            synced: Vec::new(),
            unsynced: Vec::new(),
            left: u64::MAX,
            lies,
        })))
    }

    /// The power comes back to what is left.
    fn restart(&self, chance: &mut Entropy, left: u64) {
        let mut plate = self.0.lock().unwrap();
        for (at, bytes) in std::mem::take(&mut plate.unsynced) {
            let kept = match chance.below(3) {
                0 => 0,
                1 => bytes.len(),
                _ => usize::try_from(chance.below(bytes.len() as u64)).unwrap(),
            };
            put(&mut plate.synced, at, &bytes[..kept]);
        }
        plate.left = left;
    }

    fn bytes(&self) -> Vec<u8> {
        let plate = self.0.lock().unwrap();
        let mut bytes = plate.synced.clone();
        for (at, written) in &plate.unsynced {
            put(&mut bytes, *at, written);
        }
        bytes
    }
}

impl Medium for Disk {
    fn read(&self) -> io::Result<Vec<u8>> {
        Ok(self.bytes())
    }

    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let mut plate = self.0.lock().unwrap();
        // The write in which the power goes may have begun.
        plate.unsynced.push((at, bytes.to_vec()));
        plate.spend()
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut plate = self.0.lock().unwrap();
        plate.spend()?;
        if !plate.lies {
            for (at, bytes) in std::mem::take(&mut plate.unsynced) {
                put(&mut plate.synced, at, &bytes);
            }
        }
        Ok(())
    }
}

fn put(to: &mut Vec<u8>, at: u64, bytes: &[u8]) {
    let at = usize::try_from(at).unwrap();
    if bytes.is_empty() {
        return;
    }
    if to.len() < at + bytes.len() {
        to.resize(at + bytes.len(), 0);
    }
    to[at..at + bytes.len()].copy_from_slice(bytes);
}

/// What must be there: by name, all the values of which one may be found.
type Truth = BTreeMap<KeyName, Vec<Option<[u8; 32]>>>;

/// Works until the power goes.
fn live(slots: &mut Slots<Disk>, chance: &mut Entropy, truth: &mut Truth) {
    loop {
        let names: Vec<_> = (0..=chance.below(3))
            .map(|_| week(chance.below(12) as u32))
            .collect();
        let values: Vec<Option<[u8; 32]>> = match chance.below(3) {
            0 => names.iter().map(|_| None).collect(),
            _ => names.iter().map(|_| Some(chance.draw())).collect(),
        };
        for (name, value) in names.iter().zip(&values) {
            truth
                .entry(name.clone())
                .or_insert_with(|| vec![None])
                .push(*value);
        }
        let keys = names.iter().zip(&values);
        let keys: Vec<_> = keys
            .filter_map(|(name, value)| value.map(|value| ShelfKey::new(name.clone(), &value)))
            .collect();
        let done = if keys.is_empty() {
            slots.destroy(&names)
        } else {
            slots.keep(keys)
        };
        if done.is_err() {
            return;
        }
        for (name, value) in names.into_iter().zip(values) {
            truth.insert(name, vec![value]);
        }
    }
}

/// Returns what is wrong after the power came back.
fn look(slots: &Slots<Disk>, disk: &Disk, truth: &mut Truth) -> Option<String> {
    let held: BTreeMap<_, _> = slots
        .load()
        .unwrap()
        .into_iter()
        .map(|key| {
            (
                key.name.clone(),
                <[u8; 32]>::try_from(key.bytes.as_slice()).unwrap(),
            )
        })
        .collect();
    let bytes = disk.bytes();
    for (name, may_be) in truth.iter_mut() {
        let found = held.get(name).copied();
        if !may_be.contains(&found) {
            return Some(format!("{name} is not what was acknowledged"));
        }
        for gone in may_be
            .iter()
            .flatten()
            .filter(|value| Some(**value) != found)
        {
            if bytes
                .windows(6)
                .any(|six| gone.windows(6).any(|part| part == six))
            {
                return Some(format!("bytes of {name} are left"));
            }
        }
        *may_be = vec![found];
    }
    None
}

fn broken(seed: u64, lies: bool) -> Option<String> {
    let mut chance = Seed::from_bytes([7; 32]).entropy(seed);
    let (disk, mut truth) = (Disk::new(lies), Truth::new());
    for _ in 0..LIVES {
        let left = chance.below(60);
        disk.restart(&mut chance, left);
        // Opening may be cut as well.
        if let Ok(mut slots) = Slots::open(disk.clone()) {
            live(&mut slots, &mut chance, &mut truth);
        }
        disk.restart(&mut chance, u64::MAX);
        let slots = match Slots::open(disk.clone()) {
            Ok(slots) => slots,
            Err(error) => return Some(format!("it does not open: {error}")),
        };
        if let Some(what) = look(&slots, &disk, &mut truth) {
            return Some(what);
        }
    }
    None
}

#[test]
fn power_cuts_lose_no_key_and_leave_no_byte_of_a_destroyed_one() {
    let found: Vec<_> = (0..SEEDS)
        .filter_map(|seed| Some((seed, broken(seed, false)?)))
        .collect();
    assert_eq!(found, []);
}

#[test]
fn a_disk_that_lies_about_syncs_is_found() {
    assert!((0..SEEDS).any(|seed| broken(seed, true).is_some()));
}
