//! What a page says where a human reads it: nothing of the person, and what to do now.

use peerline_core::ports::GuardianCall;
use peerline_core::ports::Page;
use peerline_core::vocab::Band;
use url::Url;

/// Returns the one line that wakes somebody.
pub(super) fn summary(page: &Page) -> String {
    let drill = if page.drill { "[drill] " } else { "" };
    let who = if page.supervisor {
        "A supervisor is needed now"
    } else {
        "A person needs you now"
    };
    format!("{drill}{who} ({})", priority(page.priority))
}

/// Returns what to do, for somebody who has just been woken.
pub(super) fn details(page: &Page, desk: Option<&Url>) -> String {
    let place = desk.map_or_else(
        || "the responder page of your line".to_owned(),
        Url::to_string,
    );
    let drill = if page.drill {
        "This is a drill: nobody is in danger. Answer as if somebody were.\n\n"
    } else {
        ""
    };
    let what = if page.supervisor {
        format!(
            "A helper is with somebody in danger and calls a supervisor: a second person.\n\
             Open {place} and join the case. Until somebody does, this goes on."
        )
    } else {
        format!(
            "Somebody may be in danger, and nobody has taken their case yet.\n\
             Open {place} and take it. Until a human does, this goes on."
        )
    };
    format!(
        "{drill}{what}\n\n\
         Case {case}, step {step}, priority {priority}.\n\
         What the person wrote is not in this message, and their name is not either.\n",
        case = page.case,
        step = page.step,
        priority = priority(page.priority),
    )
}

/// Returns the one line that asks guardians to look.
pub(super) fn summary_for_guardians(call: &GuardianCall) -> String {
    let drill = if call.drill { "[drill] " } else { "" };
    format!("{drill}A request waits for you as a guardian")
}

/// Returns what guardians do, and by what they know that it is true.
pub(super) fn details_for_guardians(call: &GuardianCall, desk: Option<&Url>) -> String {
    let place = desk.map_or_else(
        || "the responder page of your line".to_owned(),
        Url::to_string,
    );
    let drill = if call.drill {
        "This is a drill: nobody asks for anything. See whether you would have woken up.\n\n"
    } else {
        ""
    };
    format!(
        "{drill}A responder asks the guardians of your line for an emergency contact.\n\
         Look with your program, `peerline vault open`, or under \"For guardians\" on {place}.\n\n\
         The number of the request is {request}.\n\
         Agree to it only after somebody of the line has told you that number by voice: a mail proves nothing.\n\
         Whom it is about, and why, is not in this message.\n",
        request = call.request,
    )
}

/// Names how soon a person is needed, as in the protocol.
pub(super) fn priority(band: Band) -> String {
    serde_json::to_value(band)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_else(|| "high".to_owned())
}
