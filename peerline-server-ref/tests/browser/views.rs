//! Views that stand in no other walk: each with axe, and what is done in it with keys alone.

use std::path::Path;

use crate::access::Audit;
use crate::guardians::agree;
use crate::guardians::bring_key;
use crate::guardians::in_a_case;
use crate::guardians::key_file;
use crate::keyboard::ENTER;
use crate::keyboard::reach;
use crate::page::Page;
use crate::phrase::offer;
use crate::rooms::DAY;
use crate::rooms::come_in;
use crate::steps::meet;
use crate::steps::say;
use crate::steps::wait_in_line;
use crate::tools;
use crate::vault::guarded;
use crate::world::World;

/// Goes to an element with Tab and presses it there.
async fn enter(page: &Page, css: &str) {
    reach(page, css).await;
    page.keys([ENTER]).await;
}

#[tokio::test]
async fn a_contact_is_asked_for_and_given_out_with_keys_alone_and_has_no_axe_violation() {
    let test = "a contact is asked for with keys alone and has no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::with(test, &guarded()).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let keys = tempfile::tempdir().unwrap();
    let (_seeker, responder) = in_a_case(&mut world).await;
    let guardian = world.responder().await;
    audit.view(&responder, "vault-case").await;
    reach(&responder, "#vault-reason").await;
    enter(&responder, "#vault-ask").await;
    enter(&responder, "#vault-ask-yes").await;
    responder.read(".vault-request", "0 of 2").await;
    audit.view(&responder, "vault-case-waits").await;
    let number = responder.text("#case-vault .vault-number").await;
    guardian.read("#notices", &number).await;
    // The dialog of a file is the browser's own; how one comes to it is ours.
    reach(&guardian, "#guardian-key").await;
    audit.view(&guardian, "guardian").await;
    guards(&mut audit, &guardian, keys.path()).await;
    agree_with_another(&guardian, keys.path(), &number).await;
    enter(&responder, "#vault-read").await;
    responder.see(".vault-contact[data-state='read']").await;
    audit.view(&responder, "vault-case-read").await;
    audit.is_clean();
}

/// A wrong key is told, the right one agrees.
async fn guards(audit: &mut Audit, guardian: &Page, keys: &Path) {
    bring_key(guardian, &key_file(keys, 9)).await;
    guardian
        .read("#guardian-problem", "none of this line's guardians")
        .await;
    audit.view(guardian, "guardian-wrong").await;
    bring_key(guardian, &key_file(keys, 1)).await;
    guardian.see(".guardian-request").await;
    audit.view(guardian, "guardian-asked").await;
    enter(guardian, "#guardian-agree-0").await;
    enter(guardian, "#guardian-agree-0-yes").await;
    guardian.read("#guardian-problem", "1 of 2").await;
    audit.view(guardian, "guardian-agreed").await;
    enter(guardian, "#guardian-away").await;
    guardian.see("#guardian-key:focus").await;
}

async fn agree_with_another(guardian: &Page, keys: &Path, number: &str) {
    bring_key(guardian, &key_file(keys, 3)).await;
    agree(guardian, number).await;
    guardian.read("#guardian-problem", "2 of 2").await;
}

#[tokio::test]
async fn somebody_is_blocked_with_keys_alone_and_it_has_no_axe_violation() {
    let test = "somebody is blocked with keys alone and it has no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let (first, second) = (world.seeker().await, world.seeker().await);
    come_in(&first).await;
    come_in(&second).await;
    say(&second, "something that hurts").await;
    first.read(".message .text", "something that hurts").await;
    enter(&first, "#members > summary").await;
    enter(&first, "#members .block summary").await;
    reach(&first, "#members .block-yes").await;
    audit.view(&first, "block").await;
    reach(&first, "#members .block-yes").await;
    first.keys([ENTER]).await;
    first.read("#members .blocked", "will not be brought").await;
    first.see(".message:not(.own) .folded").await;
    audit.view(&first, "blocked").await;
    // What is folded can be read all the same, by who wants to.
    enter(&first, ".message:not(.own) .folded > summary").await;
    first.read(".message .text", "something that hurts").await;
    second.press("#leave").await;
    second.press("#leave-yes").await;
    enter(&second, "#join-day").await;
    second.read("[data-slug='day'] .note", "Every seat").await;
    audit.view(&second, "room-full").await;
    audit.is_clean();
}

#[tokio::test]
async fn a_plan_is_written_shown_and_erased_with_keys_alone_and_has_no_axe_violation() {
    let test = "a plan is written with keys alone and has no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let seeker = world.seeker().await;
    let responder = world.responder().await;
    seeker.press("#need-person").await;
    seeker.see("#care-card").await;
    responder.press("#queue .case .take").await;
    seeker.read("#who", "responder").await;
    enter(&responder, "#lead-1").await;
    seeker.see("#plan li[data-n='1'][data-asked='true']").await;
    audit.view(&seeker, "plan-asked").await;
    reach(&seeker, "#plan-1").await;
    seeker.keys("i stop answering".chars()).await;
    enter(&seeker, "#plan-tell-1").await;
    responder
        .read("#case-talk .message", "i stop answering")
        .await;
    reach(&seeker, "#plan-4").await;
    seeker.keys("my sister".chars()).await;
    enter(&seeker, "#plan-save").await;
    seeker.see("#plan-state[data-state='plan_saved']").await;
    seeker.press("#to-mine").await;
    seeker.see("#kept table").await;
    audit.view(&seeker, "plan-mine").await;
    enter(&seeker, "#plan-erase").await;
    audit.view(&seeker, "plan-erasing").await;
    enter(&seeker, "#plan-erase-yes").await;
    seeker.see("#plan-state[data-state='plan_erased']").await;
    let left =
        "return [...document.querySelectorAll('#plan textarea')].every((e) => e.value === '');";
    assert_eq!(seeker.run(left, Vec::new()).await, true);
    audit.is_clean();
}

#[tokio::test]
async fn talking_alone_is_asked_and_answered_with_keys_alone_and_has_no_axe_violation() {
    let test = "talking alone is asked with keys alone and has no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let seeker = world.seeker().await;
    come_in(&seeker).await;
    let leader = world.browser("supporter").await;
    leader.go(&world.line.invite("facilitator").await).await;
    leader.press("#rooms summary").await;
    leader.press("#join-day").await;
    enter(&leader, "#members > summary").await;
    // What is said while the tool stands there can be taken along, too.
    say(&seeker, "good to be here").await;
    leader.read(".message .text", "good to be here").await;
    enter(&leader, "#members .report:not(.block) > summary").await;
    audit.view(&leader, "alone-ask").await;
    reach(&leader, "#members input[id^='carry-']").await;
    leader.keys([' ']).await;
    enter(&leader, "#members button[id^='ask-']").await;
    leader.read("#members", "You asked").await;
    seeker.see("#alone-yes").await;
    audit.view(&seeker, "alone-asked").await;
    reach(&seeker, ".alone input").await;
    seeker.keys([' ']).await;
    enter(&seeker, "#alone-yes").await;
    // Nobody of staff is pulled out of the room they are in.
    enter(&leader, "#chats button:not([aria-current])").await;
    for page in [&seeker, &leader] {
        page.read(".quoted blockquote", "good to be here").await;
    }
    audit.view(&seeker, "alone-quoted").await;
    audit.is_clean();
}

#[tokio::test]
async fn who_may_not_ask_to_talk_alone_reads_so_where_they_asked_and_no_tool_closes_meanwhile() {
    let test = "who may not ask to talk alone reads so";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let (first, second) = (world.seeker().await, world.seeker().await);
    come_in(&first).await;
    come_in(&second).await;
    first.read("#who", "seeks support").await;
    enter(&first, "#members > summary").await;
    enter(&first, "#members .report:not(.block) > summary").await;
    let third = world.seeker().await;
    come_in(&third).await;
    third.see("#composer").await;
    first.read("#who", ",").await;
    // The list is another one now; the tool stands open as it was.
    first.see("#members button[id^='ask-']").await;
    first
        .press("#members details[open] button[id^='ask-']")
        .await;
    let open = "return [...document.querySelectorAll('#members .report[open] p')].some((e) =>
        e.textContent && !e.textContent.includes('You asked'));";
    first.until("a refusal", open, Vec::new()).await;
    second.see_no("#alone-yes").await;
}

#[tokio::test]
async fn words_with_a_note_are_folded_and_opened_with_keys_alone_and_have_no_axe_violation() {
    let test = "words with a note are opened with keys alone and have no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let (first, second) = (world.seeker().await, world.seeker().await);
    come_in(&first).await;
    come_in(&second).await;
    enter(&first, ".composing .notes > summary").await;
    reach(&first, "#writing-note-loss").await;
    first.keys([' ']).await;
    audit.view(&first, "notes-open").await;
    reach(&first, "#composer").await;
    first.keys("my brother died in spring".chars()).await;
    first.keys([ENTER]).await;
    first
        .read(".message.own[data-state='sent']", "my brother")
        .await;
    second.see(".message .folded:not([open])").await;
    audit.view(&second, "notes-folded").await;
    second.see_no(".message .text").await;
    enter(&second, ".message .folded > summary").await;
    second.read(".message .text", "in spring").await;
    audit.is_clean();
}

#[tokio::test]
async fn words_used_elsewhere_and_an_erasure_are_settled_with_keys_alone_without_axe_violation() {
    let test = "words used elsewhere and an erasure have no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    meet(&seeker, &supporter).await;
    seeker.press("#phrase-show").await;
    seeker.see("#phrase-words li").await;
    let words = seeker.texts("#phrase-words li").await;
    seeker.press("#phrase-kept").await;
    // The page gathers what it notes for some seconds.
    tokio::time::sleep(std::time::Duration::from_secs(7)).await;
    let other = world.seeker().await;
    offer(&other, &words).await;
    seeker.read("#words-used", "came in with your words").await;
    audit.view(&seeker, "words-used").await;
    enter(&seeker, "#words-used-not-mine").await;
    audit.view(&seeker, "words-not-mine").await;
    enter(&seeker, "#words-used-erase").await;
    seeker.see("#kept table").await;
    enter(&seeker, "#erase").await;
    audit.view(&seeker, "erasing").await;
    enter(&seeker, "#erase-yes").await;
    seeker.see("#erased").await;
    audit.view(&seeker, "erased").await;
    // Whoever had the words, too, is told that there is nothing to come back to.
    other.see("#refused").await;
    audit.view(&other, "refused").await;
    enter(&other, "#reload").await;
    other.see("#need-person").await;
    audit.is_clean();
}

#[tokio::test]
async fn a_call_before_anybody_answers_is_made_with_keys_alone_and_has_no_axe_violation() {
    let test = "a call before anybody answers has no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let seeker = world.seeker().await;
    wait_in_line(&seeker).await;
    world.line.kill().await;
    seeker.line_is("stale").await;
    enter(&seeker, "#need-person").await;
    seeker.see("#calling").await;
    audit.view(&seeker, "calling").await;
    world.line.start_again().await;
    seeker.see("#care-card").await;
    audit.view(&seeker, "calling-done").await;
    audit.is_clean();
}
