//! A whole night through all three pages, with a power cut in it.

use crate::page::Page;
use crate::steps::count;
use crate::steps::go_on_shift;
use crate::steps::say;
use crate::steps::wait_in_line;
use crate::world::World;

#[tokio::test]
async fn a_night_through_all_three_pages() {
    let Some(mut world) = World::open("a night through all three pages").await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    let responder = world.responder().await;
    they_meet(&seeker, &supporter).await;
    they_talk(&seeker, &supporter).await;
    the_rules_hold(&seeker, &supporter).await;
    danger_is_seen(&seeker, &responder).await;
    world.line.kill().await;
    for page in [&seeker, &supporter, &responder] {
        page.line_is("stale").await;
    }
    // Written while the line is gone; it goes out when the line is back.
    seeker.say("are you still there").await;
    world.line.start_again().await;
    for page in [&seeker, &supporter, &responder] {
        page.line_is("live").await;
    }
    seeker
        .read(".message.own[data-state='sent']", "are you still there")
        .await;
    supporter.read(".message", "are you still there").await;
    help_comes(&seeker, &responder).await;
    nothing_is_lost_or_doubled(&[&seeker, &supporter]).await;
}

async fn they_meet(seeker: &Page, supporter: &Page) {
    seeker.choose("#language", "en").await;
    wait_in_line(seeker).await;
    seeker.see("#place[data-coverage='nobody']").await;
    go_on_shift(supporter).await;
    supporter.press(".offer .accept").await;
    seeker.read("#who", "supporter").await;
    supporter.read("#who", "seeks support").await;
}

async fn they_talk(seeker: &Page, supporter: &Page) {
    say(seeker, "my grandmother died last month").await;
    supporter
        .read(".message:not(.own) .text", "my grandmother died last month")
        .await;
    say(supporter, "I am glad that you write. How was today?").await;
    seeker
        .read(".message:not(.own) .text", "How was today?")
        .await;
}

async fn the_rules_hold(seeker: &Page, supporter: &Page) {
    seeker.say("you can call me at +44 20 7946 0958").await;
    seeker.see("#nudge").await;
    let shown = supporter.texts(".message .text").await;
    assert_eq!(count(&shown, "7946"), 0, "{shown:?}");
    seeker.press("#nudge-edit").await;
    seeker
        .run(
            "document.querySelector('#composer').value = '';",
            Vec::new(),
        )
        .await;
    say(seeker, "I would rather talk here").await;
    supporter.read(".message", "I would rather talk here").await;
    seeker.say("you are such an idiot").await;
    seeker
        .see(".message.own[data-state='not_sent'] .note")
        .await;
    let shown = supporter.texts(".message .text").await;
    assert_eq!(count(&shown, "such an idiot"), 0, "{shown:?}");
}

async fn danger_is_seen(seeker: &Page, responder: &Page) {
    say(seeker, "i don't want to live anymore").await;
    seeker.see("#care-card .dial").await;
    responder
        .see("#queue .case[data-tier='urgent'][data-state='offered']")
        .await;
    responder.see("#alarm[data-state='ringing']").await;
}

async fn help_comes(seeker: &Page, responder: &Page) {
    responder.see("#queue .case[data-tier='urgent']").await;
    responder.press("#queue .case .take").await;
    responder
        .read("#case-talk .message", "i don't want to live anymore")
        .await;
    responder.see("#alarm[data-state='quiet']").await;
    responder.press("#ack").await;
    responder.read("#case-steps", "conversation read").await;
    say(responder, "I am here now. Are you safe where you are?").await;
    seeker.read(".message", "I am here now.").await;
    seeker.see("#call-state[data-state='here']").await;
    say(seeker, "yes, my sister is with me").await;
    responder.read(".message", "my sister is with me").await;
    responder.press("#assess").await;
    responder.read("#case-steps", "assessed").await;
    responder.press("#close-case").await;
    responder.see_no("#case-title").await;
    responder.see_no(".case").await;
}

async fn nothing_is_lost_or_doubled(pages: &[&Page]) {
    for page in pages {
        let texts = page.texts(".message .text").await;
        for words in SAID {
            assert_eq!(count(&texts, words), 1, "{words}: {texts:?}");
        }
        let spoken = page.seen("spoken").await;
        for words in SAID {
            assert!(count(&spoken, words) <= 1, "{words}: {spoken:?}");
        }
        let faults = page.seen("faults").await;
        assert!(faults.is_empty(), "{faults:?}");
    }
}

const SAID: &[&str] = &[
    "my grandmother died last month",
    "How was today?",
    "I would rather talk here",
    "i don't want to live anymore",
    "are you still there",
    "I am here now.",
    "my sister is with me",
];
