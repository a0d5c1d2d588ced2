//! Staff tokens of the real program: one that is forged, turned, over, early, of another line or of
//! another device puts no role in force, and the way on is a login.

use peerline_core::identity::LineId;
use peerline_core::identity::PublicKey;
use peerline_core::identity::StaffClaims;
use peerline_core::identity::StaffKey;
use peerline_core::ports::Clock as _;
use peerline_core::protocol::write_staff_token;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;
use peerline_server_ref::clock::SystemClock;
use peerline_server_ref::secrets::Secret;
use serde_json::Value;
use serde_json::json;

use crate::person::Person;
use crate::person::Talk;
use crate::running::Running;

const CONFIG: &str = "[staff]\npasskeys = \"required\"\n";
/// What the line derives the seed of its staff key with.
const LABEL: &str = "peerline/v1/staff";

fn claims(device: &Person, issued: Timestamp, until: Timestamp) -> StaffClaims {
    StaffClaims {
        device: PublicKey::from_bytes(device.public()),
        issued,
        until,
        verified: issued,
    }
}

/// Turns one character of a token into another that may stand there.
fn turned(token: &str, at: usize) -> String {
    let other = if token.as_bytes()[at] == b'A' {
        "B"
    } else {
        "A"
    };
    format!("{}{other}{}", &token[..at], &token[at + 1..])
}

/// Joins with a token.
async fn join_with(running: &Running, person: &Person, token: &str) -> Talk {
    let address = running.people();
    let mut talk = Talk::dial(address).await.unwrap();
    let hail = talk.next().await.unwrap();
    let mut hello = person.hello(&hail, &format!("http://{address}"), &json!([]));
    hello["auth"]["token"] = json!(token);
    talk.send(&hello).await.unwrap();
    talk.until(|frame| frame["t"] == "welcome").await;
    talk
}

async fn log_in(talk: &mut Talk, token: &str) -> Value {
    let asked = json!({"t": "ask", "what": "login", "body": {"token": token}});
    talk.ask(asked).await
}

async fn sees_cases(talk: &mut Talk) -> bool {
    let cases = talk.ask(json!({"t": "ask", "what": "cases"})).await;
    cases["t"] == "ok"
}

/// Tokens that are not what they should be, by what is wrong with them.
fn wrong_tokens(
    (secret, line): (&Secret, LineId),
    (responder, other): (&Person, &Person),
    now: Timestamp,
) -> Vec<(&'static str, String)> {
    let minutes = Millis::from_mins;
    let (begun, ends) = (now.before(minutes(1)), now.after(minutes(9)));
    let key = StaffKey::from_seed(&secret.derive(LABEL), line);
    let good = claims(responder, begun, ends);
    let token = write_staff_token(&key, &good);
    let forger = StaffKey::from_seed(&[7; 32], line);
    let elsewhere = StaffKey::from_seed(&secret.derive(LABEL), LineId::from_bytes([7; 32]));
    let over = claims(responder, now.before(minutes(20)), now.before(minutes(10)));
    let early = claims(responder, now.after(minutes(5)), now.after(minutes(15)));
    let mut wrong = vec![
        ("forged", write_staff_token(&forger, &good)),
        ("of another line", write_staff_token(&elsewhere, &good)),
        ("over", write_staff_token(&key, &over)),
        ("early", write_staff_token(&key, &early)),
        (
            "of another device",
            write_staff_token(&key, &claims(other, begun, ends)),
        ),
        ("with something behind it", format!("{token}.AAAA")),
        ("cut short", token[..token.len() - 4].to_owned()),
        ("too long", format!("{token}{}", "A".repeat(1_024))),
        ("nothing", String::new()),
    ];
    let step = token.len() / 12;
    wrong.extend(
        (10..token.len())
            .step_by(step)
            .map(|at| ("turned", turned(&token, at))),
    );
    wrong
}

#[tokio::test]
async fn a_token_that_is_forged_turned_over_early_or_of_another_puts_no_role_in_force() {
    let running = Running::start(CONFIG).await;
    let secret = Secret::load(&running.folder.path().join("data/line.key")).unwrap();
    let line = LineId::from_bytes(secret.line_id());
    let key = StaffKey::from_seed(&secret.derive(LABEL), line);
    let invite = running.invite("responder").await;
    let mut responder = Person::invited(invite);
    let other = Person::new();
    let now = SystemClock::default().now();
    let minutes = Millis::from_mins;
    let (begun, ends) = (now.before(minutes(1)), now.after(minutes(9)));
    let good = claims(&responder, begun, ends);
    let token = write_staff_token(&key, &good);
    // The invitation is redeemed beside a login, and the role rests without one.
    let mut first = join_with(&running, &responder, &token).await;
    assert!(sees_cases(&mut first).await);
    drop(first);
    responder.invite = None;
    let mut talk = responder.join(running.people()).await;
    assert!(!sees_cases(&mut talk).await);

    let wrong = wrong_tokens((&secret, line), (&responder, &other), now);
    for (what, token) in &wrong {
        let refused = log_in(&mut talk, token).await;
        assert_eq!(
            (&refused["t"], &refused["code"]),
            (&json!("err"), &json!("denied")),
            "{what}"
        );
        assert_eq!(refused["scope"], "login", "{what}: {refused}");
        assert!(
            !refused.to_string().contains(token.as_str()) || token.is_empty(),
            "{what}"
        );
        assert!(!sees_cases(&mut talk).await, "{what}");
    }
    let taken = log_in(&mut talk, &token).await;
    assert_eq!(taken["t"], "ok", "{taken}");
    assert!(sees_cases(&mut talk).await);
    // Whoever copies the token has no use for it, and still reaches a person.
    let mut thief = other.join(running.people()).await;
    let replayed = log_in(&mut thief, &token).await;
    assert_eq!(replayed["scope"], "login", "{replayed}");
    assert!(!sees_cases(&mut thief).await);
    let called = thief.put("@me", "signal", json!({})).await;
    assert_eq!(called["t"], "ok", "{called}");
    assert!(running.stop().await.0);
}
