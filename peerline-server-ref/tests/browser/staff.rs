//! Staff make a passkey with an invitation and log in with it, in a browser whose authenticator is
//! the driver's own.

use fantoccini::key::Key;
use serde_json::Value;
use serde_json::json;

use crate::page::Page;
use crate::world::World;

pub(crate) const REQUIRED: &str = "\n[staff]\npasskeys = \"required\"\n";

#[tokio::test]
async fn an_invitation_makes_a_passkey_and_the_passkey_logs_in() {
    let test = "an invitation makes a passkey and the passkey logs in";
    let Some(mut world) = World::with(test, REQUIRED).await else {
        return;
    };
    let page = world.browser("responder").await;
    let key = page.add_authenticator(true).await;
    page.go(&world.line.invite("responder").await).await;
    // The responder's page sends whoever has no login to the page that makes one.
    reach_and_press(&page, "#make-passkey").await;
    page.see("#queue").await;
    page.line_is("live").await;
    assert_eq!(page.url().await.path(), "/responder");
    assert_eq!(page.credentials(&key).await.len(), 1);

    // A tab that is closed forgets the login; the device and the passkey stay.
    page.run("sessionStorage.clear();", Vec::new()).await;
    page.go(&world.line.local("/responder")).await;
    reach_and_press(&page, "#log-in").await;
    page.see("#queue").await;
    page.line_is("live").await;
}

#[tokio::test]
async fn a_passkey_that_does_not_verify_its_owner_logs_nobody_in() {
    let test = "a passkey that does not verify its owner logs nobody in";
    let Some(mut world) = World::with(test, REQUIRED).await else {
        return;
    };
    let page = world.browser("responder").await;
    let key = page.add_authenticator(true).await;
    page.go(&world.line.invite("responder").await).await;
    page.press("#make-passkey").await;
    page.see("#queue").await;
    page.verify_owner(&key, false).await;
    page.run("sessionStorage.clear();", Vec::new()).await;
    page.go(&world.line.local("/responder")).await;
    page.press("#log-in").await;
    page.read("#login-problem", "The passkey was not shown")
        .await;
    page.verify_owner(&key, true).await;
    page.press("#log-in").await;
    page.see("#queue").await;
}

#[tokio::test]
async fn an_invitation_that_was_used_makes_no_second_passkey() {
    let test = "an invitation that was used makes no second passkey";
    let Some(mut world) = World::with(test, REQUIRED).await else {
        return;
    };
    let link = world.line.invite("responder").await;
    let first = world.browser("first").await;
    first.add_authenticator(true).await;
    first.go(&link).await;
    first.press("#make-passkey").await;
    first.see("#queue").await;
    let second = world.browser("second").await;
    second.add_authenticator(true).await;
    second.go(&link).await;
    second.press("#make-passkey").await;
    second
        .read("#login-problem", "used before or has run out")
        .await;
}

#[tokio::test]
async fn who_is_dismissed_cannot_log_in_again() {
    let test = "who is dismissed cannot log in again";
    let Some(mut world) = World::with(test, REQUIRED).await else {
        return;
    };
    let page = world.browser("responder").await;
    page.add_authenticator(true).await;
    page.go(&world.line.invite("responder").await).await;
    page.press("#make-passkey").await;
    page.see("#queue").await;
    let listed = world.line.peerline(&["staff", "list"]).await;
    let account = listed.split_whitespace().next().unwrap().to_owned();
    assert!(listed.contains("passkeys: 1"), "{listed}");
    world.line.peerline(&["staff", "dismiss", &account]).await;
    page.run("sessionStorage.clear();", Vec::new()).await;
    page.go(&world.line.local("/staff?to=/responder")).await;
    page.press("#log-in").await;
    page.read("#login-problem", "No passkey is known").await;
}

/// Goes to a button with Tab and presses it with Enter.
async fn reach_and_press(page: &Page, css: &str) {
    page.see(css).await;
    let script = "return document.activeElement.matches(arguments[0]);";
    for _ in 0..20 {
        page.keys([Key::Tab.into()]).await;
        if page.run(script, vec![json!(css)]).await == Value::Bool(true) {
            page.keys([Key::Enter.into()]).await;
            return;
        }
    }
    panic!("no way to {css} with Tab");
}
