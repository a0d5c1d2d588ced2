//! Any bytes, as a store might give them back or a peer might send them.

use crate::protocol;
use crate::protocol::Encoding;
use crate::session::Challenge;
use crate::session::Joined;
use crate::session::Request;
use crate::session::ServerSession;
use crate::vocab::Limits;
use crate::vocab::Role;
use crate::vocab::Timestamp;

/// Any bytes are a stored entry and a stored task that survive encoding, or are refused.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn stored(bytes: &[u8]) {
    if let Ok(entry) = protocol::decode_entry(bytes) {
        let again = protocol::decode_entry(&protocol::encode_entry(&entry).bytes);
        assert_eq!(
            again.ok(),
            Some(entry),
            "an entry changes when it is stored"
        );
    }
    if let Ok(task) = protocol::decode_task(bytes) {
        let again = protocol::decode_task(&protocol::encode_task(&task));
        assert_eq!(again.ok(), Some(task), "a task changes when it is stored");
    }
}

/// A peer that sends anything, one frame a line, gets frames that a client can read, and nothing it
/// says goes on after the goodbye.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn session(bytes: &[u8]) {
    let (limits, mut now) = (Limits::default(), Timestamp::from_unix_millis(1_000));
    let challenge = Challenge {
        line: [1; 32],
        nonce: [2; 32],
        now,
        gate: None,
    };
    let mut session = ServerSession::new(now, limits.clone(), Encoding::Json, &challenge);
    for line in bytes.split(|byte| *byte == b'\n') {
        session.receive(now, line);
        serve(&mut session, now, &limits);
        if let Some(due) = session.poll_timeout() {
            now = now.max(due);
            session.timeout(now);
            serve(&mut session, now, &limits);
        }
    }
}

fn serve(session: &mut ServerSession, now: Timestamp, limits: &Limits) {
    let was_over = session.is_over();
    while let Some(request) = session.poll_request() {
        assert!(!was_over, "a request after the goodbye");
        if matches!(request, Request::Join(_)) {
            session.joined(
                now,
                Joined {
                    roles: vec![Role::Seeker],
                    resting: Vec::new(),
                    login: None,
                    standing: "welcome",
                    gate: None,
                },
            );
        }
    }
    while let Some(transmit) = session.poll_transmit() {
        let frame = protocol::decode_server(transmit.as_bytes(), Encoding::Json, limits);
        assert!(
            matches!(frame, Ok(Some(_))),
            "a frame that no client can read"
        );
    }
}
