//! What the wire does to frames of the line, and what is overheard on it.

use super::finding::Finding;
use super::finding::Law;
use super::plant::Plant;
use super::world::World;
use crate::protocol;
use crate::protocol::ClientFrame;
use crate::protocol::Encoding;
use crate::protocol::Ping;
use crate::protocol::ServerFrame;
use crate::vocab::Limits;

impl World {
    /// What the network, or a planted fault of it, does to a frame of the line.
    pub(super) fn on_the_way(&mut self, frame: Vec<u8>, encoding: Encoding) -> Option<Vec<u8>> {
        let vanish = if self.calm { 0 } else { self.chaos.vanish };
        let plant = self.chaos.plant;
        if vanish == 0 && !matches!(plant, Plant::SwallowsGaps | Plant::HidesTails) {
            return Some(frame);
        }
        let read = protocol::decode_server(&frame, encoding, &Limits::default());
        let read = read.ok().flatten()?;
        let is_gap = matches!(read, ServerFrame::Gap(_));
        if vanish != 0 && self.chance.below(vanish) == 0 && !is_gap {
            return None;
        }
        match (plant, read) {
            (Plant::SwallowsGaps, ServerFrame::Gap(_)) => return None,
            (Plant::HidesTails, ServerFrame::Ev(_)) if self.chance.below(6) == 0 => return None,
            (Plant::HidesTails, ServerFrame::Ping(Ping { n, .. })) => {
                let heads = std::collections::BTreeMap::new();
                let ping = ServerFrame::Ping(Ping { n, heads });
                return Some(protocol::encode_server(&ping, encoding));
            }
            _ => {}
        }
        Some(frame)
    }

    /// Takes note of which put a number on a connection stands for.
    pub(super) fn overhear_put(&mut self, conn: u64, frame: &[u8]) {
        let read = protocol::decode_client(frame, self.encoding_of(conn), &Limits::default());
        if let Ok(ClientFrame::Put(put)) = read {
            self.asked.insert((conn, put.reference), put.cid);
        }
    }

    /// What was taken away is never said again; what is refused for good is noted, whether or not its
    /// author hears of it.
    pub(super) fn overhear(&mut self, conn: u64, frame: &[u8], encoding: Encoding) {
        let read = protocol::decode_server(frame, encoding, &Limits::default());
        match read {
            Ok(Some(ServerFrame::Ev(ev)))
                if ev.body.is_some() && self.gone.contains(&(ev.room.clone(), ev.seq)) =>
            {
                let what = format!("{} {} was taken away and is said again", ev.room, ev.seq);
                self.findings.push(Finding::new(Law::GoneIsGone, what));
            }
            Ok(Some(ServerFrame::Err(refused))) if !refused.code.is_retryable() => {
                let asked = refused.reference.map(|reference| (conn, reference));
                let cid = asked.and_then(|asked| self.asked.remove(&asked));
                let link = self.links.get(&conn);
                let author = link.and_then(|link| self.people.get_mut(link.person));
                let letter = author
                    .zip(cid)
                    .and_then(|(author, cid)| author.letters.find(cid));
                if let Some(letter) = letter {
                    letter.was_refused = true;
                }
            }
            _ => {}
        }
    }

    /// Returns in which encoding the one at the other end of a connection speaks.
    pub(super) fn encoding_of(&self, conn: u64) -> Encoding {
        let link = self.links.get(&conn);
        let person = link.and_then(|link| self.people.get(link.person));
        person.map_or(Encoding::Json, |person| person.encoding)
    }
}
