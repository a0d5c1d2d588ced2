//! What a supporter is cleared for: given with the invitation, changed by the operator, on the real
//! program.

use std::net::SocketAddr;

use serde_json::Value;
use serde_json::json;

use crate::person::Person;
use crate::person::Talk;
use crate::running::Running;
use crate::running::run;
use crate::running::text;

/// The line certifies nobody for minors, and clears everybody up to the middle tier.
const CONFIG: &str = "[matching]\noffer_s = 600\nclearance = \"soon\"\nminors = false\n";

async fn peerline(running: &Running, args: &str) -> (bool, String) {
    let args: Vec<&str> = args.split(' ').chain(["--data", "data"]).collect();
    let output = run(running.folder.path(), &args).await;
    let said = text(&output.stdout) + &text(&output.stderr);
    (output.status.success(), said)
}

async fn invited(running: &Running, args: &str) -> Person {
    let (well, said) = peerline(running, &format!("invite --role supporter{args}")).await;
    assert!(well, "{said}");
    let (_, secret) = said.split_once("#invite=").expect("a link");
    let secret = secret.split_whitespace().next().expect("a secret");
    let mut person = Person::invited(secret.to_owned());
    drop(person.join(running.people()).await);
    person.invite = None;
    person
}

async fn on_shift(person: &Person, address: SocketAddr) -> Talk {
    let mut talk = person.join(address).await;
    let hours = json!({"topics": [], "languages": ["en"], "capacity": 1});
    let answer = talk.put("@me", "available", hours).await;
    assert_eq!(answer["t"], "ok", "{answer}");
    talk
}

async fn asked(talk: &mut Talk, what: &str) -> Value {
    let answer = talk.ask(json!({"t": "ask", "what": what})).await;
    assert_eq!(answer["t"], "ok", "{answer}");
    answer["body"].clone()
}

async fn n_offers(talk: &mut Talk) -> usize {
    let offers = asked(talk, "offers").await;
    offers["offers"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_minor_reaches_who_was_invited_for_minors_until_the_operator_says_otherwise() {
    let running = Running::start(CONFIG).await;
    let address = running.people();
    let plain = invited(&running, "").await;
    let youth = invited(&running, " --tier urgent --minors").await;
    let mut plain = on_shift(&plain, address).await;
    let mut youth_talk = on_shift(&youth, address).await;
    let shift = asked(&mut plain, "shift").await;
    assert_eq!(
        (&shift["clearance"], &shift["minors"]),
        (&json!("soon"), &json!(false))
    );
    let shift = asked(&mut youth_talk, "shift").await;
    assert_eq!(
        (&shift["clearance"], &shift["minors"]),
        (&json!("urgent"), &json!(true))
    );

    let mut seeker = Person::new().join(address).await;
    let wish = json!({"topics": [], "languages": ["en"], "age": "minor"});
    assert_eq!(seeker.put("@me", "seek", wish).await["t"], "ok");
    assert_eq!(asked(&mut seeker, "place").await["fitting"], 1);
    assert_eq!(
        (n_offers(&mut plain).await, n_offers(&mut youth_talk).await),
        (0, 1)
    );

    let (_, listed) = peerline(&running, "staff list").await;
    let line = listed
        .lines()
        .find(|line| line.contains("certified for minors"));
    let account = line
        .expect("listed")
        .split_whitespace()
        .next()
        .expect("an account");
    let (well, said) = peerline(&running, &format!("staff clear {account} --tier soon")).await;
    assert!(well && said.contains("no minors"), "{said}");
    assert_eq!(n_offers(&mut youth_talk).await, 0, "at once");
    let place = asked(&mut seeker, "place").await;
    assert_eq!(
        (&place["state"], &place["coverage"]),
        (&json!("waiting"), &json!("nobody"))
    );
    let (well, _) = peerline(
        &running,
        &format!("staff clear {account} --tier soon --minors"),
    )
    .await;
    assert!(well);
    assert_eq!(n_offers(&mut youth_talk).await, 1);
}

#[tokio::test]
async fn what_is_no_clearance_is_refused_and_said() {
    let running = Running::start("").await;
    let nobody = "AAAAAAAAAAAAAAAAAAAAAA";
    let clear_nobody = format!("staff clear {nobody} --tier soon");
    for (args, why) in [
        ("invite --role responder --tier soon", "supports people"),
        ("invite --role supporter --minors", "--tier"),
        ("invite --role supporter --tier highest", "highest"),
        (clear_nobody.as_str(), "support people"),
        ("staff clear me --tier soon", "account"),
    ] {
        let (well, said) = peerline(&running, args).await;
        assert!(!well && said.contains(why), "{args}: {said}");
    }
}
