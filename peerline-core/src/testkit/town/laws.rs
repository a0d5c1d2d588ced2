//! What must hold at the end of a run, when all is calm.

use std::collections::BTreeMap;

use super::book::Seen;
use super::book::View;
use super::book::Words;
use super::finding::Finding;
use super::finding::Law;
use super::ledger::CaseRecord;
use super::ledger::Ledger;
use super::letters::Fate;
use super::letters::Letter;
use super::person::Person;
use super::recall;
use super::world::World;
use crate::log::Fact;
use crate::ports::Page;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Kind;
use crate::protocol::Placed;
use crate::room;
use crate::vocab::Cid;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// Holds a world that has settled to every law.
pub(super) fn judge(world: &World) -> Vec<Finding> {
    let ledger = Ledger::read(&world.tape.host.held());
    let mut findings = Vec::new();
    once(&ledger, &mut findings);
    for person in &world.people {
        kept(&ledger, person, &mut findings);
        in_order(&ledger, person, &mut findings);
        meant(&ledger, person, &mut findings);
        for (room, view) in &person.book.rooms {
            let Some(name) = room.clone().resolve(person.account) else {
                continue;
            };
            // Where single frames vanish, nothing can bring back the last one of a room that is left.
            let vanish = world.chaos.vanish != 0;
            let is_out = view.left || vanish && leaves_unseen(&ledger, &name, view);
            whole(&ledger, &name, (view, is_out), &mut findings);
            one_log(&ledger, &name, (view, is_out), &mut findings);
        }
    }
    findings.extend(uncalled(&ledger, &world.people, &world.pages));
    findings
}

/// A put commits at most once, ever.
pub(super) fn once(ledger: &Ledger, findings: &mut Vec<Finding>) {
    for ((room, cid), places) in &ledger.puts {
        if 1 < places.len() {
            let what = format!("{cid} in {} is there {} times", tail(room), places.len());
            findings.push(Finding::new(Law::Once, what));
        }
    }
}

/// What was acknowledged is in the log.
fn kept(ledger: &Ledger, person: &Person, findings: &mut Vec<Finding>) {
    let promised = person
        .letters
        .all
        .iter()
        .filter(|letter| letter.is_acknowledged() && !letter.undone);
    for letter in promised {
        let (room, cid) = recall::place(ledger, letter, person.account);
        if !ledger.puts.contains_key(&(room.clone(), cid)) {
            let what = format!("{} {cid} was acknowledged and is gone", letter.kind);
            findings.push(Finding::new(Law::Kept, what));
        } else if let Fate::Done(Some(seq)) = letter.fate {
            // The number in an answer is the entry's, wherever the put's own room has it.
            let line = ledger.line(&room, seq);
            let is_there = line.is_some_and(|line| {
                let mark = line.entry.put.as_ref();
                mark.is_some_and(|mark| mark.cid == cid)
            });
            if !is_there {
                let what = format!(
                    "{} {cid} was promised {seq} of {}",
                    letter.kind,
                    tail(&room)
                );
                findings.push(Finding::new(Law::Kept, what));
            }
        }
    }
}

/// One author's puts into one room stand in the order in which they were made. A call for a person
/// waits for nothing, so it stands where it stands; what an older backup forgot may be put once more, and
/// what its author gave up may take effect whenever it arrives; what its author was or may
/// have been asked to look at again stands where it came in the end, as does what was refused without
/// its author hearing of it.
fn in_order(ledger: &Ledger, person: &Person, findings: &mut Vec<Finding>) {
    let mut last: BTreeMap<RoomName, (u64, Cid)> = BTreeMap::new();
    for letter in &person.letters.all {
        let counts = letter.is_acknowledged() && !letter.undone;
        let may_be_late = letter.may_be_nudged || letter.was_refused;
        if letter.kind == Kind::Signal || !counts || may_be_late {
            continue;
        }
        let (room, cid) = recall::key(letter, person.account);
        let places = ledger.puts.get(&(room.clone(), cid));
        let Some((n, _)) = places.and_then(|places| places.first()) else {
            continue;
        };
        if let Some((before, other)) = last.get(&room).filter(|(before, _)| n < before) {
            let what = format!("{} {cid} ({n}) overtook {other} ({before})", letter.kind);
            findings.push(Finding::new(Law::InOrder, what));
        }
        last.insert(room, (*n, cid));
    }
}

/// What was acknowledged about an entry is about the one that its author saw.
fn meant(ledger: &Ledger, person: &Person, findings: &mut Vec<Finding>) {
    for letter in &person.letters.all {
        let counts = letter.is_acknowledged() && !letter.undone;
        let (room, cid) = recall::key(letter, person.account);
        let Some((re, meant)) = letter.re.zip(letter.meant).filter(|_| counts) else {
            continue;
        };
        if ledger.line(&room, re).is_none_or(|line| line.h != meant) {
            let what = format!("{} {cid} met another {re} in {}", letter.kind, tail(&room));
            findings.push(Finding::new(Law::Meant, what));
        }
    }
}

/// Who is shown `live` has everything.
fn whole(
    ledger: &Ledger,
    name: &RoomName,
    (view, is_out): (&View, bool),
    findings: &mut Vec<Finding>,
) {
    let (has, head) = (view.last(), ledger.head(name));
    if let Some(from) = view.forgotten {
        let what = format!(
            "{} from {from} on was forgotten, and nobody said so",
            tail(name)
        );
        findings.push(Finding::new(Law::Told, what));
    } else if has != head && !is_out {
        let what = format!("live at {has} of {}, which reaches {head}", tail(name));
        findings.push(Finding::new(Law::LiveIsWhole, what));
    }
}

/// Returns whether somebody's own going stands in the log behind what they have seen.
fn leaves_unseen(ledger: &Ledger, name: &RoomName, view: &View) -> bool {
    let lines = ledger.rooms.get(name).map_or(&[][..], Vec::as_slice);
    let mut unseen = lines.iter().filter(|line| view.last() < line.seq);
    unseen.any(|line| match &line.entry.fact {
        Fact::Room(room::Fact::Left { occupant, .. }) => Some(*occupant) == view.who,
        _ => false,
    })
}

/// What everybody holds of a room is what the store holds. Who has left hears no more of what is
/// taken away, and what somebody has destroyed is not brought back by an old backup.
fn one_log(
    ledger: &Ledger,
    name: &RoomName,
    (view, is_out): (&View, bool),
    findings: &mut Vec<Finding>,
) {
    let mut expected = Seq::ZERO;
    for seen in &view.entries {
        expected = expected.next();
        let shown = shown(ledger, (name, seen), view);
        let differs = match &shown {
            None => "nothing",
            Some(_) if seen.seq != expected => "another place",
            Some(shown) if shown.words == Words::Gone && is_out => continue,
            Some(shown) if shown == seen => continue,
            Some(shown) if view.went_back && seen.is_bare(shown) => continue,
            Some(shown) => seen.differs(shown),
        };
        let (room, seq) = (tail(name), seen.seq);
        let what = format!(
            "{room} {seq} ({}) is not what the log has: {differs}",
            seen.kind
        );
        findings.push(Finding::new(Law::OneLog, what));
        return;
    }
}

/// Returns an entry as the store has it and as this viewer may see it.
fn shown(ledger: &Ledger, (name, seen): (&RoomName, &Seen), view: &View) -> Option<Seen> {
    let line = ledger.line(name, seen.seq)?;
    let placed = Placed {
        room: name,
        seq: line.seq,
        h: line.h,
    };
    let ev = protocol::present(&placed, &line.entry, view.who);
    Some(Seen::of(&ev, seen.encoding()))
}

/// Danger that was acknowledged has a case, and somebody was called or has it.
pub(super) fn uncalled(ledger: &Ledger, people: &[Person], pages: &[Page]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let dangers = people.iter().flat_map(|person| {
        let letters = person.letters.all.iter();
        letters
            .filter(|letter| letter.danger && letter.is_acknowledged() && !letter.undone)
            .map(move |letter| (person, letter))
    });
    let mut cases = None;
    for (person, letter) in dangers {
        let cases = cases.get_or_insert_with(|| ledger.cases());
        let cids = format!("{} {}", letter.kind, letter.cid);
        let case = cases.iter().find(|case| is_of(case, person, letter));
        let what = match case {
            None => format!("{cids} has no case"),
            Some(case) if !case.owned && !pages.iter().any(|page| page.case == case.id) => {
                format!("{cids} has case {} and nobody was called", case.id)
            }
            Some(_) => continue,
        };
        findings.push(Finding::new(Law::Called, what));
    }
    findings
}

fn is_of(case: &CaseRecord, person: &Person, letter: &Letter) -> bool {
    match (&letter.room, letter.fate) {
        (Address::Room(RoomName::Room(room)), Fate::Done(Some(seq)))
            if letter.kind == Kind::Msg =>
        {
            case.signs.contains(&(*room, seq))
        }
        _ => case.person == Some(person.account),
    }
}

/// Returns a short name for a log; a person's own bears no account.
fn tail(room: &RoomName) -> String {
    Address::of(room).to_string()
}
