use super::*;
use crate::testkit::matching::NoMatch;
use crate::testkit::matching::Scripted;

fn arrived(line: &Line, n: u8) -> Timestamp {
    line.state.ticket_of(who(n)).expect("in line").arrived
}

#[test]
fn an_offer_follows_in_the_same_breath() {
    let mut line = staffed(&[(100, shift("en", 1))]);
    let facts = line.seek(1).expect("seek");
    assert_eq!(names(&facts), ["sought", "offered"]);
    let offer = line.offer(1);
    assert_eq!((offer.seeker, offer.supporter), (who(1), who(100)));
    assert_eq!(offer.until, line.now().after(Context::OFFER_TIME));
    assert_eq!(line.state.next_lapse(), Some((offer.until, offer.id)));
}

#[test]
fn accepting_opens_a_room_and_ending_frees_the_slot() {
    let mut line = staffed(&[(100, shift("en", 1))]);
    line.seek(1).expect("seek");
    line.seek(2).expect("seek");
    line.accept(100, line.offer(1).id, 1).expect("accept");
    assert_eq!(line.state.partner_room(who(1)), Some(room(1)));
    assert_eq!(line.state.rooms_of(who(100)).collect::<Vec<_>>(), [room(1)]);
    assert!(line.state.ticket_of(who(1)).is_none());

    let facts = line.ask(Command::End { room: room(1) }).expect("end");
    assert_eq!(names(&facts), ["ended", "offered"]);
    assert_eq!(line.offer(2).supporter, who(100));
    assert_eq!(line.state.partner_room(who(1)), None);
}

#[test]
fn a_changed_wish_keeps_the_place() {
    let mut line = Line::new();
    line.seek(1).expect("seek");
    line.seek(2).expect("seek");
    let before = arrived(&line, 1);
    let again = Command::Seek {
        account: who(1),
        wish: wish("de en"),
        tier: Tier::Routine,
    };
    assert_eq!(names(&line.ask(again).expect("again")), ["wish_changed"]);
    assert_eq!(arrived(&line, 1), before);
    assert_eq!(line.place(1).expect("in line").position, 1);
}

#[test]
fn a_changed_wish_takes_back_an_offer_that_no_longer_fits() {
    let mut line = staffed(&[(100, shift("en", 1)), (101, shift("de", 1))]);
    line.seek(1).expect("seek");
    let again = Command::Seek {
        account: who(1),
        wish: wish("de"),
        tier: Tier::Routine,
    };
    let facts = line.ask(again).expect("again");
    assert_eq!(
        names(&facts),
        ["wish_changed", "offer_withdrawn", "offered"]
    );
    assert_eq!(line.offer(1).supporter, who(101));
}

#[test]
fn a_raised_tier_moves_ahead_and_never_falls_back() {
    let mut line = Line::new();
    line.seek(1).expect("seek");
    line.seek(2).expect("seek");
    let raise = |tier| Command::RaiseTier {
        account: who(2),
        tier,
    };
    line.ask(raise(Tier::Urgent)).expect("raise");
    assert_eq!(line.place(2).expect("in line").ahead, 0);
    assert_eq!(line.ask(raise(Tier::Routine)), Ok(vec![]));
    assert_eq!(line.seek(2), Ok(vec![]));
    assert_eq!(line.place(2).expect("in line").ahead, 0);
}

#[test]
fn a_raised_tier_takes_the_offer_to_a_cleared_supporter() {
    let cleared = shift("en", 1).cleared_to(Tier::Urgent);
    let mut line = staffed(&[(100, shift("en", 1)), (101, cleared)]);
    line.seek(1).expect("seek");
    assert_eq!(line.offer(1).supporter, who(100));
    let facts = line.seek_at(1, Tier::Urgent).expect("raise");
    assert_eq!(names(&facts), ["tier_raised", "offer_withdrawn", "offered"]);
    assert_eq!(line.offer(1).supporter, who(101));
}

#[test]
fn a_decline_goes_to_the_next_and_keeps_the_place() {
    let mut line = staffed(&[(100, shift("en", 1)), (101, shift("en", 1))]);
    line.seek(1).expect("seek");
    let before = arrived(&line, 1);
    let facts = line.decline(100, line.offer(1).id).expect("decline");
    assert_eq!(names(&facts), ["declined", "offered"]);
    assert_eq!(line.offer(1).supporter, who(101));
    assert_eq!(arrived(&line, 1), before);
}

#[test]
fn once_everybody_declined_the_oldest_decline_is_asked_again() {
    let mut line = staffed(&[
        (100, shift("en", 1)),
        (101, shift("en", 1)),
        (102, shift("en", 1)),
    ]);
    line.seek(1).expect("seek");
    let mut asked = Vec::new();
    for _ in 0..7 {
        let offer = line.offer(1);
        asked.push(offer.supporter.as_bytes()[0]);
        let decline = Command::Decline {
            account: offer.supporter,
            offer: offer.id,
        };
        line.ask(decline).expect("decline");
    }
    assert_eq!(asked, [100, 101, 102, 100, 101, 102, 100]);
}

#[test]
fn a_decline_by_one_who_went_away_is_not_in_the_way_of_the_others() {
    let mut line = staffed(&[
        (100, shift("en", 1)),
        (101, shift("en", 1)),
        (102, shift("en", 1)),
    ]);
    line.seek(1).expect("seek");
    line.decline(100, line.offer(1).id).expect("decline");
    line.ask(Command::Away { account: who(100) }).expect("away");
    line.decline(101, line.offer(1).id).expect("decline");
    line.decline(102, line.offer(1).id).expect("decline");
    assert_eq!(line.offer(1).supporter, who(101));
}

#[test]
fn a_decline_by_the_only_one_who_fits_holds_until_they_are_ready_anew() {
    let mut line = staffed(&[(100, shift("en", 1)), (101, shift("de", 1))]);
    line.seek(1).expect("seek");
    let facts = line.decline(100, line.offer(1).id).expect("decline");
    assert_eq!(names(&facts), ["declined"]);
    assert_eq!(line.ask(Command::Pair), Ok(vec![]));
    let facts = line.ready(100, shift("en", 1)).expect("ready");
    assert_eq!(names(&facts), ["ready", "offered"]);
}

#[test]
fn two_lapses_in_a_row_send_a_supporter_away() {
    let mut line = staffed(&[(100, shift("en", 1))]);
    line.seek(1).expect("seek");
    let facts = line.lapse(line.offer(1).id).expect("lapse");
    assert_eq!(names(&facts), ["lapsed", "offered"]);
    let facts = line.lapse(line.offer(1).id).expect("lapse");
    assert_eq!(names(&facts), ["lapsed", "away"]);
    assert_eq!(line.state.supporters().count(), 0);
    assert_eq!(line.place(1).expect("in line").position, 1);
}

#[test]
fn an_answer_between_two_lapses_keeps_the_shift() {
    let mut line = staffed(&[(100, shift("en", 1))]);
    line.seek(1).expect("seek");
    line.lapse(line.offer(1).id).expect("lapse");
    line.decline(100, line.offer(1).id).expect("decline");
    line.seek(2).expect("seek");
    let facts = line.lapse(line.offer(2).id).expect("lapse");
    assert_eq!(names(&facts), ["lapsed", "offered"]);
}

#[test]
fn an_accepted_offer_between_two_lapses_keeps_the_shift() {
    let mut line = staffed(&[(100, shift("en", 2))]);
    line.seek(1).expect("seek");
    line.lapse(line.offer(1).id).expect("lapse");
    line.accept(100, line.offer(1).id, 1).expect("accept");
    line.seek(2).expect("seek");
    let facts = line.lapse(line.offer(2).id).expect("lapse");
    assert_eq!(names(&facts), ["lapsed", "offered"]);
}

#[test]
fn after_a_lapse_somebody_else_is_asked_first() {
    let mut line = staffed(&[(100, shift("en", 1)), (101, shift("en", 1))]);
    line.seek(1).expect("seek");
    assert_eq!(line.offer(1).supporter, who(100));
    line.lapse(line.offer(1).id).expect("lapse");
    assert_eq!(line.offer(1).supporter, who(101));
}

#[test]
fn going_away_returns_everyone_to_the_old_place() {
    let mut line = staffed(&[(100, shift("en", 3))]);
    for n in 1..=4 {
        line.seek(n).expect("seek");
    }
    let room_before = line.accept(100, line.offer(1).id, 1);
    room_before.expect("accept");
    let before: Vec<_> = line.state.waiting().map(|one| one.id).collect();
    let facts = line.ask(Command::Away { account: who(100) }).expect("away");
    assert_eq!(names(&facts), ["lapsed", "lapsed", "away"]);
    let after: Vec<_> = line.state.waiting().map(|one| one.id).collect();
    assert_eq!(after, before);
    assert_eq!(line.state.partner_room(who(1)), Some(room(1)));
    line.ask(Command::End { room: room(1) }).expect("end");
    assert!(
        line.state.desks.is_empty(),
        "nothing is kept of who is gone"
    );
}

#[test]
fn a_block_set_during_an_offer_stops_it_at_accept() {
    for blocked in [(who(1), who(100)), (who(100), who(1))] {
        let mut line = staffed(&[(100, shift("en", 1))]);
        line.seek(1).expect("seek");
        line.blocked.insert(blocked);
        let facts = line.accept(100, line.offer(1).id, 1).expect("accept");
        let [Fact::OfferWithdrawn { why, .. }] = facts[..] else {
            panic!("{facts:?}");
        };
        assert_eq!(why, WithdrawReason::NoLongerFits);
        assert_eq!(line.place(1).expect("in line").position, 1);
        assert_eq!(line.state.partner_room(who(1)), None);
    }
}

#[test]
fn a_smaller_shift_takes_back_the_offer_last_in_line() {
    let mut line = staffed(&[(100, shift("en", 2))]);
    line.seek(1).expect("seek");
    line.seek(2).expect("seek");
    let facts = line.ready(100, shift("en", 1)).expect("ready");
    assert_eq!(names(&facts), ["ready", "offer_withdrawn"]);
    assert_eq!(line.offer(1).supporter, who(100));
    assert!(line.state.offers_of(who(2)).is_empty());
}

#[test]
fn a_supporter_in_line_is_not_their_own() {
    let mut line = staffed(&[(1, shift("en", 4))]);
    assert_eq!(names(&line.seek(1).expect("seek")), ["sought"]);
}

#[test]
fn a_minor_waits_for_a_certified_supporter() {
    let mut line = staffed(&[(100, shift("en", 4))]);
    let seek = Command::Seek {
        account: who(1),
        wish: wish("en").of_minor(),
        tier: Tier::Routine,
    };
    assert_eq!(names(&line.ask(seek).expect("seek")), ["sought"]);
    let certified = shift("en", 1).certified_for_minors();
    line.ready(101, certified).expect("ready");
    assert_eq!(line.offer(1).supporter, who(101));
}

#[test]
fn a_matcher_that_waits_leaves_everyone_in_line() {
    let mut line = staffed(&[(100, shift("en", 1))]);
    let seek = Command::Seek {
        account: who(1),
        wish: wish("en"),
        tier: Tier::Routine,
    };
    let facts = line.ask_with(&NoMatch, seek).expect("seek");
    assert_eq!(names(&facts), ["sought"]);
    assert_eq!(names(&line.ask(Command::Pair).expect("pair")), ["offered"]);
}

#[test]
fn a_matcher_that_is_wrong_cannot_bring_the_blocked_together() {
    let mut line = staffed(&[(100, shift("en", 1))]);
    line.blocked.insert((who(1), who(100)));
    line.seek(1).expect("seek");
    let ticket = line.state.ticket_of(who(1)).expect("in line").id;
    let wrong = Scripted::new(vec![Pairing::new(ticket, who(100)); 3]);
    assert_eq!(line.ask_with(&wrong, Command::Pair), Ok(vec![]));
}

#[test]
fn an_unstaffed_language_holds_up_nobody_behind_it() {
    let mut line = Line::new();
    let seek = Command::Seek {
        account: who(1),
        wish: wish("de"),
        tier: Tier::Urgent,
    };
    line.ask(seek).expect("seek");
    line.seek(2).expect("seek");
    line.ready(100, shift("en", 1)).expect("ready");
    assert_eq!(line.offer(2).supporter, who(100));
}
