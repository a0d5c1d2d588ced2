//! An emergency contact is asked for in a case, guardians answer in the page, and the responder reads it.

use std::path::Path;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::identity::vault::GuardianKey;
use peerline_core::vocab::Seed;

use crate::page::Page;
use crate::rooms::holds;
use crate::vault::guarded;
use crate::world::World;

const CONTACT: &str = "Mirabella 0170 5550123";

/// The file of a guardian's key, as `peerline vault keygen` writes it; the fourth is nobody's.
pub(crate) fn key_file(folder: &Path, n: u64) -> PathBuf {
    let key = GuardianKey::from_entropy(&mut Seed::from_bytes([4; 32]).entropy(n));
    let text = URL_SAFE_NO_PAD.encode(key.expose().as_slice());
    let path = folder.join(format!("guardian-{n}.key"));
    std::fs::write(&path, format!("{text}\n")).unwrap();
    path
}

pub(crate) async fn bring_key(page: &Page, path: &Path) {
    page.write("#guardian-key", path.to_str().unwrap()).await;
}

/// Somebody leaves a contact, asks for a person, and a responder takes the case.
pub(crate) async fn in_a_case(world: &mut World) -> (Page, Page) {
    let seeker = world.seeker().await;
    seeker.press("#to-mine").await;
    seeker.write("#vault-contact", CONTACT).await;
    seeker.press("#vault-leave").await;
    seeker.read("#vault-told", "sealed").await;
    let responder = world.responder().await;
    seeker.press("#need-person").await;
    seeker.see("#care-card").await;
    responder.press("#queue .case .take").await;
    responder.press("#case-vault summary").await;
    (seeker, responder)
}

async fn ask(responder: &Page) -> String {
    responder.choose("#vault-reason", "danger_to_life").await;
    responder.press("#vault-ask").await;
    responder.press("#vault-ask-yes").await;
    responder.read(".vault-request", "0 of 2").await;
    responder.text("#case-vault .vault-number").await
}

pub(crate) async fn agree(guardian: &Page, number: &str) {
    guardian
        .read(".guardian-request .vault-number", number)
        .await;
    guardian.press("#guardian-agree-0").await;
    guardian.press("#guardian-agree-0-yes").await;
}

#[tokio::test]
async fn guardians_answer_in_the_page_and_the_responder_reads_the_contact() {
    let test = "guardians answer in the page";
    let Some(mut world) = World::with(test, &guarded()).await else {
        return;
    };
    let keys = tempfile::tempdir().unwrap();
    let (seeker, responder) = in_a_case(&mut world).await;
    let (one, two) = (world.responder().await, world.responder().await);
    let number = ask(&responder).await;
    // Whoever guards is told at once, and shows no key before.
    for guardian in [&one, &two] {
        guardian.read("#notices", &number).await;
        guardian.see("#guardian-key").await;
        guardian.see_no(".guardian-request").await;
    }
    bring_key(&one, &key_file(keys.path(), 9)).await;
    one.read("#guardian-problem", "none of this line's guardians")
        .await;
    bring_key(&one, &key_file(keys.path(), 1)).await;
    agree(&one, &number).await;
    one.read("#guardian-problem", "1 of 2").await;
    responder.read(".vault-request", "1 of 2").await;
    responder.see_no("#vault-read").await;
    // A guardian's program refuses nothing here: the line was killed, and everything goes on.
    world.line.kill().await;
    for page in [&seeker, &responder, &one, &two] {
        page.line_is("stale").await;
    }
    world.line.start_again().await;
    for page in [&seeker, &responder, &one, &two] {
        page.line_is("live").await;
    }
    bring_key(&two, &key_file(keys.path(), 3)).await;
    agree(&two, &number).await;
    two.read("#guardian-problem", "2 of 2").await;
    two.press("#guardian-away").await;
    two.see("#guardian-key").await;
    responder.press("#vault-read").await;
    responder
        .read(".vault-contact[data-state='read']", CONTACT)
        .await;
    seeker
        .read("#vault-opened", "believed that a life was in danger")
        .await;
    for page in [&seeker, &responder, &one, &two] {
        let faults = page.seen("faults").await;
        assert!(faults.is_empty(), "{faults:?}");
    }
    // It stands on one page alone, and in no file of the line.
    for page in [&one, &two] {
        assert!(!page.text("#main").await.contains("Mirabella"));
    }
    world.line.kill().await;
    assert!(!holds(&world.line.data(), b"Mirabella"));
}

#[tokio::test]
async fn a_request_is_taken_back_and_guardians_are_asked_no_more() {
    let test = "a request is taken back";
    let Some(mut world) = World::with(test, &guarded()).await else {
        return;
    };
    let keys = tempfile::tempdir().unwrap();
    let (_seeker, responder) = in_a_case(&mut world).await;
    let guardian = world.responder().await;
    let number = ask(&responder).await;
    bring_key(&guardian, &key_file(keys.path(), 2)).await;
    guardian
        .read(".guardian-request .vault-number", &number)
        .await;
    responder.press("#vault-back").await;
    responder.press("#vault-back-yes").await;
    responder.see("#vault-ask").await;
    guardian.press("#guardian-agree-0").await;
    guardian.press("#guardian-agree-0-yes").await;
    guardian
        .read("#guardian-problem", "does not wait any more")
        .await;
    // And what the person left can be asked for anew.
    let again = ask(&responder).await;
    assert_ne!(again, number);
}

#[tokio::test]
async fn a_line_without_a_vault_asks_no_guardian() {
    let Some(mut world) = World::open("a line without a vault asks none").await else {
        return;
    };
    let seeker = world.seeker().await;
    let responder = world.responder().await;
    seeker.press("#need-person").await;
    seeker.see("#care-card").await;
    responder.press("#queue .case .take").await;
    responder.see("#case-talk").await;
    responder.see_no("#case-vault").await;
    responder.see_no("#guardian").await;
}
