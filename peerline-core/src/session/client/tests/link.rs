use super::*;

#[test]
fn a_new_session_waits_to_be_asked() {
    let mut desk = Desk::new();
    desk.session.timeout(desk.now);
    assert!(desk.session.poll_timeout().is_none());
    assert!(desk.events().is_empty());
}

#[test]
fn dialing_leads_over_hail_and_signature_to_live() {
    let mut desk = Desk::new();
    desk.session.dial(desk.now);
    assert_eq!(desk.names(), ["dial", "stale since 1000000"]);
    desk.session.connected(desk.now);
    desk.say(&hail());
    assert_eq!(desk.names(), ["sign"]);
    desk.session.signed(desk.now, auth());
    let sent = desk.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["t"], "hello");
    desk.say(&welcome());
    assert_eq!(desk.names(), ["welcomed", "live"]);
}

#[test]
fn the_invitation_is_shown_until_the_first_welcome() {
    let mut desk = Desk::of(ClientConfig::new(Seed::from_bytes([7; 32])).invited(Key([9; 32])));
    desk.session.dial(desk.now);
    desk.join();
    assert!(desk.sent()[0]["auth"]["invite"].is_string());
    desk.session.disconnected(desk.now);
    desk.session.dial(desk.now);
    desk.join();
    assert!(desk.sent()[0]["auth"].get("invite").is_none());
}

#[test]
fn a_line_without_our_version_is_not_dialed_again() {
    let mut desk = Desk::new();
    desk.session.dial(desk.now);
    desk.session.connected(desk.now);
    desk.say(&hail().replace("[1]", "[2]"));
    assert!(desk.names().contains(&"ended Version".to_owned()));
    desk.session.dial(desk.now);
    assert!(desk.session.poll_timeout().is_none());
    assert!(!desk.names().contains(&"dial".to_owned()));
}

#[test]
fn a_step_of_joining_that_does_not_come_ends_the_link() {
    for steps in 0..4 {
        let mut desk = Desk::new();
        desk.session.dial(desk.now);
        if 0 < steps {
            desk.session.connected(desk.now);
        }
        if 1 < steps {
            desk.say(&hail());
        }
        if 2 < steps {
            desk.session.signed(desk.now, auth());
        }
        desk.drain();
        desk.pass(9_999);
        assert!(desk.events().is_empty(), "too early after {steps} steps");
        desk.pass(1);
        assert_eq!(desk.names()[0], "hang up", "after {steps} steps");
    }
}

#[test]
fn a_lost_link_is_dialed_again_within_the_bound_that_doubles() {
    let mut desk = Desk::ready();
    for bound in [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
        desk.session.disconnected(desk.now);
        let wait = desk.session.poll_timeout().unwrap().since(desk.now).get();
        assert!(wait <= bound, "{wait} > {bound}");
        desk.drain();
        desk.pass(wait);
        assert!(desk.names().contains(&"dial".to_owned()));
    }
}

#[test]
fn waits_are_spread_over_the_whole_bound() {
    let waits: Vec<u64> = (0..64)
        .map(|byte| {
            let mut desk = Desk::of(ClientConfig::new(Seed::from_bytes([byte; 32])));
            desk.session.dial(desk.now);
            desk.session.disconnected(desk.now);
            desk.session.poll_timeout().unwrap().since(desk.now).get()
        })
        .collect();
    assert!(waits.iter().any(|wait| *wait < 100));
    assert!(waits.iter().any(|wait| 400 < *wait));
}

#[test]
fn a_link_that_was_live_starts_the_waits_anew() {
    let mut desk = Desk::ready();
    for _ in 0..8 {
        desk.session.disconnected(desk.now);
        desk.session.dial(desk.now);
    }
    desk.join();
    desk.session.disconnected(desk.now);
    let wait = desk.session.poll_timeout().unwrap().since(desk.now).get();
    assert!(wait <= 500);
}

#[test]
fn bye_with_a_time_waits_at_least_so_long() {
    let mut desk = Desk::ready();
    desk.say(r#"{"t":"bye","code":"busy","again_ms":7000}"#);
    assert_eq!(desk.names()[0], "hang up");
    let wait = desk.session.poll_timeout().unwrap().since(desk.now).get();
    assert!((7_000..=7_500).contains(&wait), "{wait}");
}

#[test]
fn bye_without_a_time_is_the_end() {
    let mut desk = Desk::ready();
    desk.say(r#"{"t":"bye","code":"auth"}"#);
    assert_eq!(
        desk.names(),
        ["hang up", "ended Auth", "stale since 1000000"]
    );
    assert!(desk.session.poll_timeout().is_none());
}

#[test]
fn the_host_may_dial_before_the_wait_is_over() {
    let mut desk = Desk::ready();
    desk.session.disconnected(desk.now);
    desk.drain();
    desk.session.dial(desk.now);
    assert_eq!(desk.names(), ["dial"]);
}

#[test]
fn two_and_a_half_silent_heartbeats_end_the_link() {
    let mut desk = Desk::ready();
    desk.pass(49_999);
    assert!(desk.events().is_empty());
    desk.pass(1);
    assert_eq!(desk.names()[..2], ["hang up", "stale since 1000000"]);
}

#[test]
fn any_frame_is_a_sign_of_life() {
    let mut desk = Desk::ready();
    desk.pass(30_000);
    desk.say(r#"{"t":"something_later"}"#);
    desk.pass(49_999);
    assert!(desk.events().is_empty());
}

#[test]
fn a_ping_is_answered_once() {
    let mut desk = Desk::ready();
    desk.say(r#"{"t":"ping","n":4}"#);
    desk.say(r#"{"t":"ping","n":4}"#);
    let sent = desk.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["n"], 4);
}

#[test]
fn a_new_link_counts_its_pings_anew() {
    let mut desk = Desk::ready();
    desk.say(r#"{"t":"ping","n":4}"#);
    desk.session.disconnected(desk.now);
    desk.session.dial(desk.now);
    desk.join();
    desk.drain();
    desk.say(r#"{"t":"ping","n":2}"#);
    assert_eq!(desk.sent()[0]["n"], 2);
}

#[test]
fn what_cannot_be_read_ends_the_link_and_not_the_session() {
    let mut desk = Desk::ready();
    desk.say("not a frame");
    assert_eq!(desk.names()[0], "hang up");
    assert!(desk.session.poll_timeout().is_some());
}

#[test]
fn what_is_said_out_of_turn_ends_the_link() {
    let mut desk = Desk::ready();
    desk.say(&hail());
    assert_eq!(desk.names()[0], "hang up");
    let mut desk = Desk::new();
    desk.session.dial(desk.now);
    desk.session.connected(desk.now);
    desk.drain();
    desk.say(&welcome());
    assert_eq!(desk.names()[0], "hang up");
}

#[test]
fn what_the_old_link_still_brings_is_not_heard() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 0);
    desk.session.disconnected(desk.now);
    desk.drain();
    desk.say(&ev(ROOM, 1));
    assert!(desk.events().is_empty());
}

#[test]
fn a_question_is_asked_again_on_the_next_link() {
    let mut desk = Desk::ready();
    let reference = desk.session.ask(desk.now, "line", None);
    assert_eq!(desk.sent()[0]["what"], "line");
    desk.session.disconnected(desk.now);
    desk.session.dial(desk.now);
    desk.join();
    assert_eq!(desk.sent().last().unwrap()["ref"], reference);
    desk.drain();
    desk.say(&ok(reference));
    assert_eq!(desk.names(), [format!("answer {reference}")]);
}

#[test]
fn a_question_can_be_refused() {
    let mut desk = Desk::ready();
    let reference = desk.session.ask(desk.now, "cases", None);
    desk.say(&err(reference, "denied", None));
    assert_eq!(desk.names(), ["no answer Denied"]);
}

#[test]
fn a_question_without_an_answer_ends_the_link() {
    let mut desk = Desk::ready();
    desk.session.ask(desk.now, "line", None);
    desk.pass(10_000);
    assert_eq!(desk.names()[0], "hang up");
}

#[test]
fn debug_shows_nothing_that_was_written() {
    let mut desk = Desk::ready();
    desk.put(ROOM, "marker");
    let shown = format!("{:?}", desk.session);
    assert!(!shown.contains("marker") && shown.contains("Ready"));
}

#[test]
fn typing_is_said_on_a_live_link_alone() {
    let mut desk = Desk::ready();
    desk.session.typing(ROOM.parse().unwrap());
    assert_eq!(desk.sent()[0]["kind"], "typing");
    desk.session.disconnected(desk.now);
    desk.session.typing(ROOM.parse().unwrap());
    assert!(desk.sent().is_empty());
}
