//! Three whole stories of a seeker, a responder and a supervisor, each with a power cut in it.

use crate::page::Page;
use crate::steps::say;
use crate::world::World;

#[tokio::test]
async fn an_attempt_in_progress_ends_with_somebody_who_is_with_the_person() {
    let test = "an attempt in progress ends with somebody who is with the person";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let (seeker, responder, supervisor) = three(&mut world).await;
    call_and_take(&seeker, &responder).await;
    say(&seeker, "it has begun").await;
    judge(&responder, "attempt_in_progress", "attempt_in_progress").await;
    // A supervisor is called at once, and comes visibly.
    supervisor.press("#queue .case .join").await;
    seeker.read("#who", "supervisor").await;
    // Nobody needs to agree first; what it stands on is said all the same.
    responder
        .choose("#rescue-rule", "attempt_in_progress")
        .await;
    responder.choose("#rescue-why", "no_time").await;
    responder.press("#tried-no_time").await;
    responder.write("#rescue-agency", "county-ems").await;
    responder.press("#rescue-dispatch").await;
    responder
        .see("#rescue-state[data-course='dispatched']")
        .await;
    power_cut(&mut world, [&seeker, &responder, &supervisor]).await;
    responder.press("#rescue-on_scene").await;
    responder.read("#case-steps", "it is there").await;
    responder.press("#rescue-confirm").await;
    responder
        .read("#case-steps", "somebody is with the person")
        .await;
    responder.choose("#close-reason", "handed_to_service").await;
    responder.press("#close-case").await;
    // The case is over, and the rescue still wants its signature.
    supervisor.press("#queue .case .sign_rescue").await;
    // And then a second look, after which it is put away.
    supervisor.press("#queue .case .review").await;
    supervisor.see_no("#queue .case").await;
}

#[tokio::test]
async fn a_safety_plan_is_the_persons_own_and_they_are_asked_how_they_are() {
    let test = "a safety plan is the person's own and they are asked how they are";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let (seeker, responder, supervisor) = three(&mut world).await;
    call_and_take(&seeker, &responder).await;
    say(&seeker, "i want to be safe tonight").await;
    responder.press("#lead-1").await;
    seeker.see("#plan li[data-n='1'][data-asked='true']").await;
    seeker.write("#plan-1", "i stop answering my sister").await;
    responder.press("#lead-4").await;
    seeker.see("#plan li[data-n='4'][data-asked='true']").await;
    seeker.write("#plan-4", "my sister").await;
    seeker.press("#plan-save").await;
    seeker.see("#plan-state[data-state='plan_saved']").await;
    seeker.press("#plan-tell-4").await;
    // The helper reads what the person shows, and nothing else of it.
    responder.read("#case-talk .message", "my sister").await;
    let talk = responder.text("#case-talk").await;
    assert!(!talk.contains("stop answering"), "{talk}");
    power_cut(&mut world, [&seeker, &responder, &supervisor]).await;
    // Nothing of it is on the device but the words for coming back: it comes out of the locker.
    seeker.reload().await;
    seeker.line_is("live").await;
    seeker.press("#to-mine").await;
    seeker.see("#plan-1").await;
    let plan = "return document.querySelector('#plan-1').value === arguments[0];";
    let words = vec!["i stop answering my sister".into()];
    seeker.until("the plan", plan, words).await;
    // Below high with two people, and at rest with the person's consent alone.
    judge(&responder, "elevated", "safety_planned").await;
    supervisor.press("#queue .case .sign").await;
    responder.press("#followup-agree").await;
    responder.press("#followup-rest").await;
    responder.see("#queue .case[data-state='resting']").await;
    responder
        .press("#queue .case[data-state='resting'] .take")
        .await;
    responder.press("#tried-reached").await;
    responder.see("#followup-state[data-state='done']").await;
    responder.choose("#close-reason", "safe_now").await;
    responder.press("#close-case").await;
    responder.see_no("#queue .case").await;
    seeker.press("#plan-erase").await;
}

#[tokio::test]
async fn a_worry_about_somebody_else_leads_to_a_rescue_that_two_people_want() {
    let test = "a worry about somebody else leads to a rescue that two people want";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let (seeker, responder, supervisor) = three(&mut world).await;
    call_and_take(&seeker, &responder).await;
    say(&seeker, "my friend says she wants to die tonight").await;
    responder
        .read("#queue .case", "reported by the person who writes")
        .await;
    responder.press("#queue .case .take").await;
    responder
        .read("#case-steps", "worry about somebody else")
        .await;
    judge(&responder, "imminent", "imminent_risk").await;
    responder
        .see("#rescue-state[data-course='imminent_risk']")
        .await;
    power_cut(&mut world, [&seeker, &responder, &supervisor]).await;
    responder.choose("#rescue-location", "third_party").await;
    responder.choose("#rescue-consent", "not_possible").await;
    responder.press("#tried-talked").await;
    responder.press("#rescue-propose").await;
    responder
        .see("#rescue-state[data-course='rescue_proposed']")
        .await;
    responder.see_no("#rescue-dispatch").await;
    supervisor.press("#queue .case .approve").await;
    responder.press("#rescue-dispatch").await;
    responder.press("#rescue-fail").await;
    responder.press("#further-other_service").await;
    responder.press("#rescue-further").await;
    responder
        .see("#rescue-state[data-course='further_steps']")
        .await;
    responder.press("#rescue-confirm").await;
    responder
        .read("#case-steps", "somebody is with the person")
        .await;
}

async fn three(world: &mut World) -> (Page, Page, Page) {
    let seeker = world.seeker().await;
    let responder = world.responder().await;
    let supervisor = world.browser("supervisor").await;
    supervisor.go(&world.line.invite("supervisor").await).await;
    supervisor.see("#queue").await;
    supervisor.line_is("live").await;
    (seeker, responder, supervisor)
}

async fn call_and_take(seeker: &Page, responder: &Page) {
    seeker.press("#need-person").await;
    responder.press("#queue .case .take").await;
    responder.press("#ack").await;
    seeker.see("#call-state[data-state='here']").await;
}

async fn judge(responder: &Page, priority: &str, course: &str) {
    responder.choose("#priority", priority).await;
    responder.choose("#course", course).await;
    responder.press("#assess").await;
}

async fn power_cut(world: &mut World, pages: [&Page; 3]) {
    world.line.kill().await;
    for page in pages {
        page.line_is("stale").await;
    }
    world.line.start_again().await;
    for page in pages {
        page.line_is("live").await;
    }
}
