//! Commits as they are handed to the store.

use super::cipher;
use super::cipher::NONCE;
use super::key::Key;
use super::orders;
use super::ring::Ring;
use super::row;
use super::row::Place;
use crate::ports::Append;
use crate::ports::Commit;
use crate::ports::Event;
use crate::ports::PutKey;
use crate::ports::Tomb;
use crate::ports::Work;
use crate::ports::WorkKey;
use crate::protocol;
use crate::protocol::Parted;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::KeyName;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// Seals commits with the keys of a ring; makes those that are missing.
pub(super) struct Sealer<'a> {
    pub(super) ring: &'a mut Ring,
    pub(super) entropy: &'a mut Entropy,
}

impl Sealer<'_> {
    /// Returns what the store is given, and which keys are destroyed once that is durable.
    pub(super) fn commit(&mut self, commit: Commit) -> (Commit, Vec<KeyName>) {
        let Commit {
            appends,
            tombs,
            key,
            work,
            settle,
            fence,
            mut forget,
            drops,
            forgets,
        } = commit;
        let appends = appends.into_iter();
        let appends = appends.map(|one| self.append(one, &mut forget)).collect();
        let tombs = tombs.into_iter().map(|tomb| self.tomb(tomb)).collect();
        let drops = drops.into_iter();
        let drops = drops.filter_map(|log| self.ring.get(&KeyName::Log(log)).map(Key::log_id));
        let drops = drops.map(RoomName::Room).collect();
        let forgets = forgets.iter().map(|key| self.put_name(key)).collect();
        let settle = settle.iter().map(|key| self.work_key(key)).collect();
        let mut work: Vec<Work> = work.into_iter().map(|work| self.work(work)).collect();
        if !forget.is_empty() {
            let order = orders::order(&forget, self.entropy);
            work.push(self.work(order));
        }
        let sealed = Commit::new(fence)
            .with_appends(appends)
            .with_tombs(tombs)
            .with_drops(drops)
            .with_forgets(forgets)
            .with_key(key.map(|key| self.put_key(&key)))
            .with_work(work)
            .with_settled(settle);
        (sealed, forget)
    }

    fn append(&mut self, append: Append, forget: &mut Vec<KeyName>) -> Append {
        let Append {
            stream,
            expect,
            events,
            fleeting,
        } = append;
        let name = KeyName::Log(stream.clone());
        let log = self.ring.key(&name, self.entropy).log_id();
        let mut seq = expect;
        let mut sealed = Vec::with_capacity(events.len());
        for Event { at, chain, body } in events {
            seq = seq.next();
            let week = Week::of(at);
            self.ring.key(&KeyName::Week(week), self.entropy);
            let (parted, is_ours) = self.part((&stream, at), &body, week);
            if fleeting {
                self.never_keep(&parted);
            }
            if parted.ends_names {
                forget.push(KeyName::Names(stream.clone()));
            }
            let row = row::seal(self.ring, &name, Place { log, seq }, &parted, self.entropy);
            // What is none of ours may be buried by bytes that do not say when it was.
            let at = if is_ours { Timestamp::ZERO } else { at };
            sealed.push(Event::new(at, chain, row));
        }
        Append::new(RoomName::Room(log), expect, sealed)
    }

    /// Takes an event apart; one that is no entry is sealed with the key of its log alone.
    fn part(
        &self,
        (stream, at): (&RoomName, Timestamp),
        body: &[u8],
        week: Week,
    ) -> (Parted, bool) {
        let names = self.ring.get(&KeyName::Names(stream.clone()));
        let names = names.or_else(|| self.ring.get(&KeyName::Week(week)));
        let stand_in = |account: &AccountId| match names {
            Some(key) => stand_in(key, stream, account),
            // What needs one is sealed with one; a tomb needs none.
            None => AccountId::from_bytes([0; 16]),
        };
        match protocol::part_entry(stream, body, Some(week), &stand_in) {
            Ok(parted) => (parted, true),
            Err(_) => {
                let stays = Sensitive::new(body.to_vec());
                let (layers, ends_names) = (Vec::new(), false);
                let parted = Parted {
                    at,
                    stays,
                    layers,
                    ends_names,
                };
                (parted, false)
            }
        }
    }

    fn never_keep(&mut self, parted: &Parted) {
        let needs = parted.layers.iter().flat_map(|layer| &layer.needs);
        needs
            .filter(|name| matches!(name, KeyName::Words { .. }))
            .for_each(|name| self.ring.never_keep(name));
    }

    /// Seals what takes the place of an event. A log without a key has no events.
    pub(super) fn tomb(&mut self, tomb: Tomb) -> Tomb {
        let Tomb { stream, seq, body } = tomb;
        let name = KeyName::Log(stream.clone());
        let Some(log) = self.ring.get(&name).map(Key::log_id) else {
            return Tomb::new(RoomName::Room(RoomId::from_bytes([0; 16])), seq, body);
        };
        let at = protocol::entry_time(&body).unwrap_or_default();
        // Its week's key may be gone, and is not made anew.
        let (parted, _) = self.part((&stream, at), &body, Week::of(at));
        let row = row::seal(self.ring, &name, Place { log, seq }, &parted, self.entropy);
        Tomb::new(RoomName::Room(log), seq, row)
    }

    /// Seals an entry that stands in its log already, under the key of another week.
    pub(super) fn row(
        &mut self,
        (stream, seq): (&RoomName, Seq),
        body: &[u8],
        (at, week): (Timestamp, Week),
    ) -> Vec<u8> {
        let name = KeyName::Log(stream.clone());
        let log = self.ring.key(&name, self.entropy).log_id();
        self.ring.key(&KeyName::Week(week), self.entropy);
        let (parted, _) = self.part((stream, at), body, week);
        row::seal(self.ring, &name, Place { log, seq }, &parted, self.entropy)
    }

    fn put_name(&mut self, key: &[u8]) -> Vec<u8> {
        let line = self.ring.key(&KeyName::Line, self.entropy);
        line.mac("peerline/v1/seal/put", &[key]).as_bytes().to_vec()
    }

    fn put_key(&mut self, key: &PutKey) -> PutKey {
        let line = self.ring.key(&KeyName::Line, self.entropy);
        let name = *line.mac("peerline/v1/seal/put", &[&key.key]).as_bytes();
        let nonce: [u8; NONCE] = self.entropy.draw();
        let mut result = nonce.to_vec();
        result.extend(cipher::seal(&line, &nonce, &name, &key.result));
        PutKey::new(name.to_vec(), result, next_day(key.expires))
    }

    pub(super) fn work_key(&mut self, key: &WorkKey) -> WorkKey {
        work_key(&self.ring.key(&KeyName::Line, self.entropy), key)
    }

    fn work(&mut self, work: Work) -> Work {
        let line = self.ring.key(&KeyName::Line, self.entropy);
        let name = work_key(&line, &work.key);
        let nonce: [u8; NONCE] = self.entropy.draw();
        let mut plain = work.key.as_str().as_bytes().to_vec();
        plain.push(b'\n');
        plain.extend(&work.body);
        let mut body = nonce.to_vec();
        let bound = name.as_str().as_bytes();
        body.extend(cipher::seal(&line, &nonce, bound, &plain));
        Work::new(name, work.due, body)
    }
}

/// Returns the account that stands for a real one in what stays of a log's entries.
fn stand_in(key: &Key, log: &RoomName, account: &AccountId) -> AccountId {
    let log = log.to_string();
    let parts = [log.as_bytes(), account.as_bytes().as_slice()];
    let mac = key.mac("peerline/v1/seal/stand-in", &parts);
    AccountId::from_bytes(mac.short())
}

pub(super) fn work_key(line: &Key, key: &WorkKey) -> WorkKey {
    let mac = line.mac("peerline/v1/seal/work", &[key.as_str().as_bytes()]);
    WorkKey::new(mac.to_string())
}

/// Opens a piece of work; `None` where it is none of this line's.
pub(super) fn open_work(line: &Key, work: &Work) -> Option<Work> {
    let (nonce, sealed) = work.body.split_first_chunk::<NONCE>()?;
    let plain = cipher::open(line, nonce, work.key.as_str().as_bytes(), sealed)?;
    let end = plain.iter().position(|byte| *byte == b'\n')?;
    let (key, rest) = plain.split_at_checked(end)?;
    let (_, body) = rest.split_first()?;
    let key = WorkKey::new(std::str::from_utf8(key).ok()?);
    Some(Work::new(key, work.due, body.to_vec()))
}

/// Opens what a retry is told.
pub(super) fn open_result(line: &Key, name: &[u8], result: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = result.split_first_chunk::<NONCE>()?;
    cipher::open(line, nonce, name, sealed)
}

/// When exactly a put was made is nobody's business.
fn next_day(at: Timestamp) -> Timestamp {
    let day = Millis::from_hours(24);
    let days = at.unix_millis().div_ceil(day.get());
    Timestamp::ZERO.after(day.times(days))
}
