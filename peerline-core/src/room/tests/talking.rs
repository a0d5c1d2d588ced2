//! How people talk: notes, norms, hands and turns, as facts of one room.

use super::account;
use super::join;
use super::room;
use crate::room::Command;
use crate::room::Fact;
use crate::room::MannerChange;
use crate::room::NormText;
use crate::room::NotNow;
use crate::room::Quiet;
use crate::room::Refusal;
use crate::room::Room;
use crate::room::Saying;
use crate::room::TalkAct;
use crate::room::TalkFact;
use crate::room::Turns;
use crate::room::decide;
use crate::vocab::ContentNote;
use crate::vocab::ContentNotes;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// A room with its log, as the engine keeps it.
struct Bench {
    room: Room,
    log: Vec<(Timestamp, Fact)>,
    now: Timestamp,
}

impl Bench {
    /// 1 and 2 came for support, 3 leads.
    fn new() -> Self {
        let mut bench = Self {
            room: room(),
            log: Vec::new(),
            now: Timestamp::from_unix_millis(1_700_000_000_000),
        };
        for (n, role) in [(1, Role::Seeker), (2, Role::Seeker), (3, Role::Facilitator)] {
            bench.run(join(n, role)).unwrap();
        }
        bench
    }

    fn run(&mut self, command: Command) -> Result<usize, Refusal> {
        let facts = decide(&self.room, &Limits::default(), command)?;
        for fact in &facts {
            for (seq, _) in self.room.destroyed_by(fact) {
                let at = usize::try_from(seq.get()).unwrap() - 2;
                let remains = self.log[at].1.remains().expect("only words are destroyed");
                self.log[at].1 = remains;
            }
            self.log.push((self.now, fact.clone()));
            fold(&mut self.room, self.log.len(), self.now, fact);
        }
        Ok(facts.len())
    }

    fn talk(&mut self, n: u8, act: TalkAct) -> Result<usize, Refusal> {
        self.run(Command::Talk {
            account: account(n),
            act,
        })
    }

    fn say(&mut self, n: u8, notes: Option<ContentNotes>) -> Seq {
        let said = saying(notes);
        let account = account(n);
        self.run(Command::Say { account, said }).unwrap();
        self.head()
    }

    /// The first entry is what opened the room.
    fn head(&self) -> Seq {
        Seq::new(self.log.len() as u64 + 1)
    }

    fn not_now(&self, n: u8) -> Option<NotNow> {
        let member = self.room.present_member(account(n)).unwrap();
        self.room.talk().not_now(member, self.now, false)
    }

    fn notes(&self, entry: Seq) -> ContentNotes {
        self.room.message(entry).unwrap().notes
    }

    /// What is kept folds to what there is.
    fn replayed(&self) -> Room {
        let mut again = room();
        for (place, (at, fact)) in self.log.iter().enumerate() {
            fold(&mut again, place + 1, *at, fact);
        }
        again
    }
}

fn fold(room: &mut Room, place: usize, at: Timestamp, fact: &Fact) {
    room.apply(Seq::new(place as u64 + 1), fact);
    room.apply_talk(at, fact);
}

fn saying(notes: Option<ContentNotes>) -> Saying {
    Saying {
        text: Text::new("words").unwrap(),
        language: None,
        notes,
        counts: true,
    }
}

fn who(n: u8) -> OccupantId {
    OccupantId::from_bytes([n; 16])
}

fn about(note: ContentNote) -> ContentNotes {
    ContentNotes::NONE.with(note)
}

fn set(change: MannerChange) -> TalkAct {
    TalkAct::SetManner(Box::new(change))
}

fn norms(language: &str) -> NormText {
    NormText {
        language: language.parse().unwrap(),
        lines: vec![format!("be kind ({language})")],
    }
}

#[test]
fn a_note_is_its_authors_and_who_leads_and_the_last_one_counts() {
    let mut bench = Bench::new();
    let entry = bench.say(1, Some(about(ContentNote::Loss)));
    assert_eq!(bench.notes(entry), about(ContentNote::Loss));
    let note = |note| TalkAct::Note {
        entry,
        notes: about(note),
    };
    assert_eq!(
        bench.talk(2, note(ContentNote::Hate)),
        Err(Refusal::NotYours)
    );
    assert_eq!(bench.talk(3, note(ContentNote::SelfHarm)), Ok(1));
    assert_eq!(bench.talk(3, note(ContentNote::SelfHarm)), Ok(0));
    assert_eq!(bench.notes(entry), about(ContentNote::SelfHarm));
    assert_eq!(bench.talk(1, note(ContentNote::Eating)), Ok(1));
    let kept = bench
        .log
        .iter()
        .filter(|(_, fact)| matches!(fact, Fact::Talk(TalkFact::Noted { .. })));
    assert_eq!(kept.count(), 1, "what was said before is destroyed");
    assert_eq!(bench.replayed(), bench.room);
}

#[test]
fn an_edit_keeps_the_notes_that_it_does_not_speak_of() {
    let mut bench = Bench::new();
    let entry = bench.say(1, None);
    let notes = about(ContentNote::Substance);
    assert_eq!(bench.talk(3, TalkAct::Note { entry, notes }), Ok(1));
    let edit = |notes| Command::Edit {
        account: account(1),
        entry,
        said: saying(notes),
    };
    assert_eq!(bench.run(edit(None)), Ok(1));
    assert_eq!(bench.notes(entry), notes);
    assert_eq!(bench.run(edit(Some(ContentNotes::NONE))), Ok(1));
    assert_eq!(bench.notes(entry), ContentNotes::NONE);
    assert_eq!(bench.replayed(), bench.room);
}

#[test]
fn a_note_goes_with_the_words_it_stands_for() {
    let mut bench = Bench::new();
    let entry = bench.say(1, Some(about(ContentNote::Loss)));
    let notes = about(ContentNote::Suicide);
    assert_eq!(bench.talk(3, TalkAct::Note { entry, notes }), Ok(1));
    let redact = Command::Redact {
        account: account(1),
        entry,
    };
    assert_eq!(bench.run(redact), Ok(1));
    let left = format!("{:?}", bench.log);
    assert!(!left.contains("notes: ContentNotes(1)"), "{left}");
    assert_eq!(bench.notes(entry), ContentNotes::NONE);
    assert_eq!(
        bench.talk(3, TalkAct::Note { entry, notes }),
        Err(Refusal::NoMessage)
    );
    assert_eq!(bench.replayed(), bench.room);
}

#[test]
fn who_is_new_reads_first_and_coming_again_is_not_being_new() {
    let mut bench = Bench::new();
    let change = MannerChange {
        read_first: Some(Millis::from_secs(60)),
        ..MannerChange::default()
    };
    assert_eq!(bench.talk(3, set(change)), Ok(1));
    let until = bench.now.after(Millis::from_secs(60));
    let until = Some(until);
    assert_eq!(bench.not_now(1), Some(NotNow::ReadFirst { until }));
    assert_eq!(bench.not_now(3), None, "staff is bound by nothing");
    bench.now = bench.now.after(Millis::from_secs(60));
    assert_eq!(bench.not_now(1), None);
    let leave = Command::Leave {
        account: account(1),
        why: crate::room::LeaveWhy::Left,
    };
    assert_eq!(bench.run(leave), Ok(1));
    assert_eq!(bench.run(join(1, Role::Seeker)), Ok(1));
    assert_eq!(bench.not_now(1), None);
    assert_eq!(bench.replayed(), bench.room);
}

#[test]
fn an_agreement_is_to_the_norms_that_hold() {
    let mut bench = Bench::new();
    let change = MannerChange {
        agree: Some(true),
        ..MannerChange::default()
    };
    assert_eq!(bench.talk(3, set(change)), Ok(1));
    assert_eq!(bench.not_now(1), None, "there is nothing to agree to");
    let pin = |language: &str| TalkAct::SetNorms(vec![norms(language)]);
    assert_eq!(bench.talk(1, pin("en")), Err(Refusal::LeadersOnly));
    assert_eq!(bench.talk(3, pin("en")), Ok(1));
    assert_eq!(bench.not_now(1), Some(NotNow::ReadFirst { until: None }));
    let agree = |version| TalkAct::Agree { version };
    assert_eq!(bench.talk(1, agree(2)), Err(Refusal::OtherNorms));
    assert_eq!(bench.talk(1, agree(0)), Err(Refusal::OtherNorms));
    assert_eq!(bench.talk(1, agree(1)), Ok(1));
    assert_eq!(bench.talk(1, agree(1)), Ok(0));
    assert_eq!((bench.not_now(1), bench.not_now(2).is_some()), (None, true));
    assert_eq!(bench.talk(3, pin("de")), Ok(1));
    assert!(bench.not_now(1).is_some(), "other words, asked anew");
    assert_eq!(bench.replayed(), bench.room);
}

#[test]
fn norms_are_shown_in_the_readers_language_or_the_first() {
    let mut bench = Bench::new();
    let texts = ["en", "pt-br", "de"].map(norms).to_vec();
    assert_eq!(bench.talk(3, TalkAct::SetNorms(texts)), Ok(1));
    let norms = &bench.room.talk().norms;
    for (reader, shown) in [("de", "de"), ("pt", "pt-br"), ("en-gb", "en"), ("fr", "en")] {
        let reader: Language = reader.parse().unwrap();
        let text = norms.for_reader(Some(&reader)).unwrap();
        assert_eq!(text.language.as_str(), shown, "{reader}");
    }
    assert!(norms.for_reader(None).is_some());
}

#[test]
fn norms_beyond_their_bounds_are_refused() {
    let mut bench = Bench::new();
    let twice = vec![norms("en"), norms("en")];
    let mut long = norms("en");
    long.lines = vec!["x".repeat(NormText::MAX_LINE_BYTES + 1)];
    let mut many = norms("en");
    many.lines = vec!["kind".to_owned(); NormText::MAX_LINES + 1];
    let mut odd = norms("en");
    odd.lines = vec!["two\nlines".to_owned()];
    let empty = NormText {
        language: Language::english(),
        lines: Vec::new(),
    };
    for texts in [twice, vec![long], vec![many], vec![odd], vec![empty]] {
        let pinned = bench.talk(3, TalkAct::SetNorms(texts.clone()));
        assert_eq!(pinned, Err(Refusal::TooMuch), "{texts:?}");
    }
}

#[test]
fn hands_go_up_in_order_and_the_turn_goes_round() {
    let mut bench = Bench::new();
    let turns = |on| {
        set(MannerChange {
            turns: Some(on),
            ..MannerChange::default()
        })
    };
    let give = |to| TalkAct::GiveTurn { to };
    assert_eq!(bench.talk(3, give(None)), Err(Refusal::NoTurns));
    assert_eq!(bench.talk(3, turns(true)), Ok(1));
    assert_eq!(bench.talk(3, give(None)), Err(Refusal::NoHand));
    assert_eq!(bench.not_now(1), Some(NotNow::Turn));
    assert_eq!(bench.talk(2, TalkAct::RaiseHand), Ok(1));
    assert_eq!(bench.talk(1, TalkAct::RaiseHand), Ok(1));
    assert_eq!(bench.talk(2, TalkAct::RaiseHand), Ok(0));
    assert_eq!(bench.talk(1, give(None)), Err(Refusal::LeadersOnly));
    assert_eq!(bench.talk(3, give(None)), Ok(1));
    assert_eq!(
        (bench.not_now(2), bench.not_now(1)),
        (None, Some(NotNow::Turn))
    );
    assert_eq!(bench.talk(1, TalkAct::EndTurn), Err(Refusal::LeadersOnly));
    assert_eq!(bench.talk(2, TalkAct::EndTurn), Ok(1), "one's own");
    assert_eq!(bench.not_now(2), Some(NotNow::Turn));
    assert_eq!(bench.talk(3, give(Some(who(2)))), Ok(1), "no hand needed");
    let hands: Vec<_> = bench.room.talk().turns.hands().collect();
    assert_eq!(hands, [who(1)]);
    assert_eq!(bench.talk(3, turns(false)), Ok(1));
    assert_eq!(bench.room.talk().turns.holder(), None);
    assert_eq!(bench.replayed(), bench.room);
}

#[test]
fn who_leaves_has_no_hand_up_and_no_turn() {
    let mut bench = Bench::new();
    let change = MannerChange {
        turns: Some(true),
        ..MannerChange::default()
    };
    assert_eq!(bench.talk(3, set(change)), Ok(1));
    for n in [1, 2] {
        assert_eq!(bench.talk(n, TalkAct::RaiseHand), Ok(1));
    }
    assert_eq!(bench.talk(3, TalkAct::GiveTurn { to: None }), Ok(1));
    let lower = |whose| TalkAct::LowerHand { whose };
    assert_eq!(
        bench.talk(1, lower(Some(who(2)))),
        Err(Refusal::LeadersOnly)
    );
    for n in [1, 2] {
        let account = account(n);
        let why = crate::room::LeaveWhy::Left;
        assert_eq!(bench.run(Command::Leave { account, why }), Ok(1));
    }
    let turns = &bench.room.talk().turns;
    assert_eq!((turns.holder(), turns.next()), (None, None));
    let gone = TalkAct::GiveTurn { to: Some(who(1)) };
    assert_eq!(bench.talk(3, gone), Err(Refusal::NoHand));
    assert_eq!(bench.replayed(), bench.room);
}

#[test]
fn so_many_hands_are_up_and_no_more() {
    let mut bench = Bench::new();
    let last = u8::try_from(Turns::MAX_HANDS).unwrap() + 10;
    for n in 10..=last {
        bench.run(join(n, Role::Seeker)).unwrap();
        let raised = bench.talk(n, TalkAct::RaiseHand);
        let expected = if n == last {
            Err(Refusal::TooMuch)
        } else {
            Ok(1)
        };
        assert_eq!(raised, expected, "hand {n}");
    }
    assert_eq!(
        bench.talk(
            3,
            TalkAct::LowerHand {
                whose: Some(who(10))
            }
        ),
        Ok(1)
    );
    assert_eq!(bench.talk(last, TalkAct::RaiseHand), Ok(1));
}

#[test]
fn a_room_rests_over_midnight_and_says_until_when() {
    let at = |minute: u64| Timestamp::ZERO.after(Millis::from_mins(3 * 1440 + minute));
    let night = Quiet::new(1320, 420).unwrap();
    assert_eq!(night.ends(at(1319)), None);
    assert_eq!(night.ends(at(1320)), Some(at(1440 + 420)));
    assert_eq!(night.ends(at(0)), Some(at(420)));
    assert_eq!(night.ends(at(419)), Some(at(420)));
    assert_eq!(night.ends(at(420)), None);
    let noon = Quiet::new(720, 780).unwrap();
    assert_eq!(noon.ends(at(719)), None);
    assert_eq!(noon.ends(at(720)), Some(at(780)));
    assert_eq!(noon.ends(at(780)), None);
    assert_eq!("22:00-07:00".parse(), Ok(night));
    for bad in [
        "",
        "22:00",
        "22:00-22:00",
        "24:00-07:00",
        "2:00-07:00",
        "22:00-07:60",
        "+1:00-07:00",
    ] {
        assert!(bad.parse::<Quiet>().is_err(), "{bad}");
    }
}

#[test]
fn every_reason_is_explained_in_every_language_with_a_way_on() {
    let until = Timestamp::ZERO;
    let all = [
        NotNow::Slow { until },
        NotNow::ReadFirst { until: Some(until) },
        NotNow::ReadFirst { until: None },
        NotNow::Turn,
        NotNow::Quiet { until },
    ];
    let mut seen = std::collections::BTreeSet::new();
    for tag in ["en", "de", "es", "fr", "pt"] {
        let language: Language = tag.parse().unwrap();
        for not_now in all {
            let say = not_now.say(Some(&language));
            assert!(100 < say.len() && seen.insert(say), "{tag} {not_now:?}");
        }
    }
    let unknown: Language = "tlh".parse().unwrap();
    assert_eq!(NotNow::Turn.say(Some(&unknown)), NotNow::Turn.say(None));
}
