use super::*;

fn paired() -> (Line, Offer) {
    let mut line = Line::new();
    line.ready(100, shift("en", 1)).expect("ready");
    line.seek(1).expect("seek");
    let offer = line.offer(1);
    (line, offer)
}

#[test]
fn a_full_line_refuses_all_but_the_urgent() {
    let mut line = Line::new();
    line.limits.waiting = 2;
    line.seek_at(1, Tier::Urgent).expect("urgent");
    line.seek(2).expect("first");
    line.seek_at(3, Tier::Soon).expect("second");
    assert_eq!(line.seek(4), Err(Refusal::Full));
    assert_eq!(line.seek_at(4, Tier::Soon), Err(Refusal::Full));
    line.seek_at(5, Tier::Urgent).expect("urgent");
    assert_eq!(line.state.waiting().count(), 4);
}

#[test]
fn a_full_line_still_lets_those_in_it_change_their_wish() {
    let mut line = Line::new();
    line.limits.waiting = 1;
    line.seek(1).expect("first");
    let again = Command::Seek {
        account: who(1),
        wish: wish("de"),
        tier: Tier::Routine,
    };
    assert_eq!(names(&line.ask(again).expect("again")), ["wish_changed"]);
}

#[test]
fn a_flood_of_seeking_and_leaving_keeps_one_place() {
    let mut line = Line::new();
    line.limits.waiting = 1;
    for _ in 0..500 {
        line.seek(1).expect("seek");
        assert_eq!(line.seek(1), Ok(vec![]));
        assert_eq!(line.seek(2), Err(Refusal::Full));
        line.withdraw(1).expect("withdraw");
        assert_eq!(line.withdraw(1), Err(Refusal::NotInLine));
    }
    assert_eq!(line.state.waiting().count(), 0);
}

#[test]
fn who_talks_cannot_seek_again() {
    let (mut line, offer) = paired();
    line.accept(100, offer.id, 1).expect("accept");
    assert_eq!(line.seek(1), Err(Refusal::AlreadyTalking));
}

#[test]
fn leaving_or_raising_needs_a_place_in_line() {
    let mut line = Line::new();
    assert_eq!(line.withdraw(1), Err(Refusal::NotInLine));
    let raise = Command::RaiseTier {
        account: who(1),
        tier: Tier::Urgent,
    };
    assert_eq!(line.ask(raise), Err(Refusal::NotInLine));
}

#[test]
fn going_away_needs_a_shift() {
    let (mut line, offer) = paired();
    line.accept(100, offer.id, 1).expect("accept");
    let away = Command::Away { account: who(100) };
    line.ask(away.clone()).expect("away");
    assert_eq!(line.ask(away), Err(Refusal::NotOnShift));
    let stranger = Command::Away { account: who(9) };
    assert_eq!(line.ask(stranger), Err(Refusal::NotOnShift));
}

#[test]
fn an_offer_is_accepted_once() {
    let (mut line, offer) = paired();
    line.accept(100, offer.id, 1).expect("accept");
    assert_eq!(line.accept(100, offer.id, 1), Err(Refusal::NoSuchOffer));
    assert_eq!(line.accept(100, offer.id, 2), Err(Refusal::NoSuchOffer));
}

#[test]
fn an_offer_is_answered_by_the_one_who_was_asked() {
    let (mut line, offer) = paired();
    assert_eq!(line.accept(1, offer.id, 1), Err(Refusal::NotYourOffer));
    assert_eq!(line.decline(1, offer.id), Err(Refusal::NotYourOffer));
    assert_eq!(line.offer(1), offer);
}

#[test]
fn a_lapsed_offer_is_not_accepted() {
    let (mut line, offer) = paired();
    line.lapse(offer.id).expect("lapse");
    assert_eq!(line.accept(100, offer.id, 1), Err(Refusal::NoSuchOffer));
    assert_eq!(line.decline(100, offer.id), Err(Refusal::NoSuchOffer));
}

#[test]
fn leaving_wins_over_an_offer() {
    let (mut line, offer) = paired();
    let facts = line.withdraw(1).expect("withdraw");
    assert_eq!(names(&facts), ["offer_withdrawn", "withdrawn"]);
    assert_eq!(line.accept(100, offer.id, 1), Err(Refusal::NoSuchOffer));
}

#[test]
fn a_room_is_used_by_one_pair() {
    let mut line = Line::new();
    line.ready(100, shift("en", 2)).expect("ready");
    line.seek(1).expect("seek");
    line.seek(2).expect("seek");
    line.accept(100, line.offer(1).id, 1).expect("accept");
    let second = line.offer(2).id;
    assert_eq!(line.accept(100, second, 1), Err(Refusal::RoomInUse));
    line.accept(100, second, 2).expect("accept");
}

#[test]
fn an_unknown_room_cannot_end() {
    let mut line = Line::new();
    let end = Command::End { room: room(1) };
    assert_eq!(line.ask(end), Err(Refusal::NoSuchRoom));
}

#[test]
fn a_late_time_out_changes_nothing() {
    let (mut line, offer) = paired();
    line.accept(100, offer.id, 1).expect("accept");
    let before = line.state.clone();
    assert_eq!(line.lapse(offer.id), Ok(vec![]));
    assert_eq!(line.state, before);
}
