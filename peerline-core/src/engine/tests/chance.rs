//! Steps by chance, each brought to something that makes sense now, mostly.

use proptest::prelude::*;

use super::replay::PEOPLE;
use super::replay::Run;
use super::town::*;
use crate::crisis::Case;
use crate::engine::Asker;
use crate::engine::Input;
use crate::engine::Question;
use crate::log::Act;
use crate::log::CloseReason;
use crate::log::DismissWhy;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::DecisionId;
use crate::vocab::OfferId;
use crate::vocab::Queue;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;

/// What people write.
const WORDS: [&str; 6] = [
    "hello",
    "i see",
    DANGER,
    ABUSE,
    CONTACT,
    "i am such a burden to everyone",
];

/// How many kinds of acts there are to choose from.
const ACTS: u8 = 50;

/// A step before it is known what there is; numbers choose among what there is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Connect(u8),
    Disconnect(u8),
    Put {
        who: u8,
        place: u8,
        act: u8,
        pick: u8,
        again: bool,
    },
    Ask(u8, u8),
    Open(u8, u8),
    Typing(u8, u8),
    Due(u8),
    Paged(u8, bool),
    Forward(u32),
    Backward(u32),
    Start,
    Hall {
        who: u8,
        act: u8,
        pick: u8,
    },
    Erase(u8),
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let who = 0..PEOPLE;
    prop_oneof![
        6 => who.clone().prop_map(Step::Connect),
        1 => who.clone().prop_map(Step::Disconnect),
        40 => (who.clone(), any::<u8>(), any::<u8>(), any::<u8>(), prop::bool::weighted(0.1))
            .prop_map(|(who, place, act, pick, again)| Step::Put { who, place, act, pick, again }),
        1 => (who.clone(), any::<u8>()).prop_map(|(n, pick)| Step::Ask(n, pick)),
        1 => (who.clone(), any::<u8>()).prop_map(|(n, pick)| Step::Open(n, pick)),
        1 => (who.clone(), any::<u8>()).prop_map(|(n, pick)| Step::Typing(n, pick)),
        4 => any::<u8>().prop_map(Step::Due),
        2 => (any::<u8>(), any::<bool>()).prop_map(|(pick, good)| Step::Paged(pick, good)),
        5 => (1..30_000_u32).prop_map(Step::Forward),
        2 => (1..2_000_000_u32).prop_map(Step::Forward),
        1 => (1..100_000_000_u32).prop_map(Step::Forward),
        1 => (1..1_000_000_u32).prop_map(Step::Backward),
        1 => Just(Step::Start),
        14 => (0..PEOPLE, any::<u8>(), any::<u8>())
            .prop_map(|(who, act, pick)| Step::Hall { who, act, pick }),
        2 => who.prop_map(Step::Erase),
    ]
}

impl Run {
    /// Returns somebody who may do such a thing.
    pub(super) fn fitting(&self, who: u8, act: u8) -> u8 {
        match act % ACTS {
            13..=16 => {
                let offered = |n: &u8| !self.engine.state.matching.offers_of(person(*n)).is_empty();
                (4..7).find(offered).unwrap_or(4 + who % 3)
            }
            11..13 => 4 + who % 3,
            17..21 => [7, 8, 9, 11][usize::from(who % 4)],
            42..46 => 11,
            46..50 => [10, 11][usize::from(who % 2)],
            21..26 => {
                let owners = self
                    .engine
                    .state
                    .open_cases()
                    .filter_map(|case| case.owner());
                let owner = owners.min();
                (0..PEOPLE)
                    .find(|n| Some(person(*n)) == owner)
                    .unwrap_or(7 + who % 3)
            }
            8..11 => who % 4,
            _ => who,
        }
    }

    /// Returns where such a thing is done.
    pub(super) fn room_for(&self, who: u8, (place, act): (u8, u8), sensible: bool) -> RoomName {
        let state = self.engine.state();
        let mine = |case: &&Case| case.owner() == Some(person(who));
        match act % ACTS {
            0..8 | 32..46 if sensible => {
                let rooms = state.rooms_of.get(&person(who)).into_iter().flatten();
                let open = |id: &&RoomId| state.room(**id).is_some_and(|room| room.is_open());
                let open: Vec<_> = rooms.filter(open).collect();
                let at = usize::from(place) % open.len().max(1);
                open.get(at)
                    .map_or_else(|| me(who), |id| RoomName::Room(**id))
            }
            21..26 if sensible => {
                let case = state
                    .open_cases()
                    .find(mine)
                    .or_else(|| state.open_cases().next());
                case.map_or_else(crisis, |case| RoomName::Case(case.id))
            }
            17..21 if sensible => {
                let free = state.open_cases().find(|case| !mine(case));
                free.map_or_else(crisis, |case| RoomName::Case(case.id))
            }
            8..=16 | 31 if sensible => me(who),
            46..50 if sensible => RoomName::Mod(Queue::main()),
            _ => self.place(who, place),
        }
    }

    /// Mostly a place that is there, now and then one that is not.
    pub(super) fn place(&self, who: u8, pick: u8) -> RoomName {
        let at = usize::from(pick / 4);
        let rooms: Vec<_> = self.engine.state().rooms.keys().copied().collect();
        let own = self.engine.state().rooms_of.get(&person(who));
        let own: Vec<_> = own.into_iter().flatten().copied().collect();
        let cases: Vec<_> = self
            .engine
            .state()
            .crisis()
            .cases()
            .map(|case| case.id)
            .collect();
        let choose = |rooms: &[RoomId]| rooms.get(at % rooms.len().max(1)).copied();
        match pick % 4 {
            0 => me(who),
            1 => choose(&own).map_or_else(|| me(who), RoomName::Room),
            2 => cases
                .get(at % cases.len().max(1))
                .map_or_else(crisis, |id| RoomName::Case(*id)),
            _ if pick > 240 => me(who.wrapping_add(1)),
            _ if pick > 220 => RoomName::Line,
            _ => choose(&rooms).map_or(RoomName::Room(RoomId::from_bytes([3; 16])), RoomName::Room),
        }
    }

    pub(super) fn act(&self, who: u8, act: u8, pick: u8) -> Act {
        let offers = self.engine.state().matching.offers_of(person(who));
        let offer = offers
            .first()
            .map_or(OfferId::from_bytes([1; 16]), |offer| offer.id);
        let mut cases = self
            .engine
            .state()
            .open_cases()
            .filter(|case| case.person == person(who));
        let case = cases
            .next()
            .map_or(CaseId::from_bytes([1; 16]), |case| case.id);
        let decision = self.engine.state().moderation.decisions().next();
        let decision = decision.map_or(DecisionId::from_bytes([1; 16]), |one| one.decision.id);
        match act % ACTS {
            27 | 28 => Act::Leave,
            29 => Act::Report {
                entry: Seq::new(u64::from(pick % 8)),
                ground: "danger".to_owned(),
            },
            0..8 => say(WORDS[usize::from(pick) % WORDS.len()]),
            26 => ask_for_human(),
            8..11 => seek(),
            11..13 => available((pick % 4).into()),
            13..16 => Act::AcceptOffer { offer },
            16 => Act::DeclineOffer { offer },
            17..21 if pick.is_multiple_of(8) => Act::DeclineHandoff,
            17..21 => Act::Take,
            30 => Act::Dismiss {
                case,
                why: DismissWhy::NotMe,
            },
            32 | 33 => Act::Redact {
                entry: self.message(who, pick),
            },
            34 | 35 => Act::Edit {
                entry: self.message(who, pick),
                text: Text::new(WORDS[usize::from(pick) % WORDS.len()]).unwrap(),
                language: None,
                notes: Self::notes(pick),
            },
            36..46 => Act::Talk(self.talk(who, act % ACTS, pick)),
            46..50 => Act::Docket(Box::new(self.docket_act(pick))),
            31 => Act::Appeal {
                decision,
                text: Text::new("again").unwrap(),
            },
            _ => self.care_act(pick),
        }
    }

    /// Mostly one of the messages somebody said, now and then any entry.
    pub(super) fn message(&self, who: u8, pick: u8) -> Seq {
        let any = Seq::new(u64::from(pick % 8));
        let state = self.engine.state();
        let rooms = state.rooms_of.get(&person(who)).into_iter().flatten();
        let said = rooms.filter_map(|id| state.room(*id)).flat_map(|room| {
            let own = room.member(person(who)).map(|member| member.occupant);
            let here = (1..24).map(Seq::new);
            here.filter(move |seq| room.message(*seq).map(|said| said.who) == own)
        });
        let said: Vec<_> = said.collect();
        let chosen = said.get(usize::from(pick / 2) % said.len().max(1));
        chosen
            .copied()
            .filter(|_| !pick.is_multiple_of(8))
            .unwrap_or(any)
    }

    fn care_act(&self, pick: u8) -> Act {
        let to = self.engine.staff_name(person(7 + pick % 5)).0;
        match pick % 8 {
            0 | 1 => Act::Acknowledge,
            2 | 3 => Act::HandOff {
                to: [None, Some(to)][usize::from(pick / 8 % 2)],
            },
            4 => Act::CloseCase {
                reason: CloseReason::SafeNow,
            },
            5 => Act::CloseCase {
                reason: CloseReason::Left,
            },
            _ => Act::Assess {
                priority: [Band::Watch, Band::High, Band::Imminent][usize::from(pick / 8 % 3)],
                reason: ["", "answers", "nonsense"][usize::from(pick / 24 % 3)].to_owned(),
            },
        }
    }
}

pub(super) fn ask(n: u8, pick: u8) -> Input {
    let asker = Asker {
        conn: conn(n),
        reference: 2,
    };
    let question = match pick % 11 {
        10 => Question::Queue,
        8 => Question::Directory,
        6 => Question::Norms {
            room: RoomId::from_bytes([pick; 16]),
            language: None,
        },
        7 => Question::Present {
            room: RoomId::from_bytes([pick; 16]),
        },
        9 => Question::Kept,
        0 => Question::Line,
        1 => Question::Place,
        2 => Question::Rooms,
        3 => Question::Cases,
        4 => Question::Offers,
        _ => Question::Resources {
            country: Some(Sensitive::new("DE".to_owned())),
        },
    };
    Input::Ask { asker, question }
}
