//! Somebody leaves whom to call in an emergency, sees that it stands, and takes it back: with keys alone.

use peerline_core::identity::vault::GuardianKey;
use peerline_core::vocab::Seed;

use crate::keyboard::ENTER;
use crate::keyboard::reach;
use crate::world::World;

/// The part of a configuration that names three guardians.
pub(crate) fn guarded() -> String {
    let key = |n| GuardianKey::from_entropy(&mut Seed::from_bytes([4; 32]).entropy(n));
    let all: Vec<_> = (1..4).map(|n| format!("\"{}\"", key(n).public())).collect();
    format!(
        "\n[vault]\nthreshold = 2\nguardians = [{}]\n",
        all.join(", ")
    )
}

#[tokio::test]
async fn a_contact_is_left_seen_to_stand_and_taken_back_with_keys_alone() {
    let test = "a contact is left with keys alone";
    let Some(mut world) = World::with(test, &guarded()).await else {
        return;
    };
    let seeker = world.seeker().await;
    seeker.press("#to-mine").await;
    seeker.read("#vault", "nothing here depends on it").await;
    seeker.read("#vault", "2 of 3").await;
    // Nothing was written: it says what is missing, where it is missing.
    reach(&seeker, "#vault-leave").await;
    seeker.keys([ENTER]).await;
    seeker.see("#vault-contact[aria-invalid]:focus").await;
    seeker.keys("Mirabella 0170 5550123".chars()).await;
    reach(&seeker, "#vault-leave").await;
    seeker.keys([ENTER]).await;
    seeker.read("#vault-told", "sealed").await;
    seeker.see("#vault-heading:focus").await;
    seeker
        .read("#vault-there", "You left an emergency contact")
        .await;
    // What was written is nowhere on the page any more.
    assert!(!seeker.texts("main").await.join(" ").contains("Mirabella"));
    world.line.kill().await;
    world.line.start_again().await;
    seeker.go(&world.line.url("/")).await;
    seeker.press("#to-mine").await;
    seeker
        .read("#vault-there", "You left an emergency contact")
        .await;
    reach(&seeker, "#vault-take").await;
    seeker.keys([ENTER]).await;
    reach(&seeker, "#vault-take-yes").await;
    seeker.keys([ENTER]).await;
    seeker.read("#vault-told", "It is gone").await;
    seeker.see("#vault-contact").await;
}

#[tokio::test]
async fn a_line_without_a_vault_shows_nothing_of_it() {
    let test = "a line without a vault shows nothing of it";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let seeker = world.seeker().await;
    seeker.press("#to-mine").await;
    seeker.see("#kept table").await;
    let hidden = "return document.querySelector('#vault').hidden;";
    assert_eq!(seeker.run(hidden, Vec::new()).await, true);
}
