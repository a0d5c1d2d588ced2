//! A moderator's whole case: from a report to a won appeal, with a power cut in it.

use crate::page::Page;
use crate::steps::count;
use crate::steps::meet;
use crate::steps::say;
use crate::world::World;

const WORDS: &str = "you should have been more careful";

#[tokio::test]
async fn from_a_report_to_a_won_appeal_with_the_message_in_its_place() {
    let test = "from a report to a won appeal with the message in its place";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    let first = moderator(&mut world, "first moderator").await;
    meet(&seeker, &supporter).await;
    say(&seeker, "good evening").await;
    say(&seeker, WORDS).await;
    say(&seeker, "and that is all").await;
    supporter.read(".message .text", WORDS).await;
    it_is_reported(&supporter).await;
    it_is_taken_out(&first).await;
    seeker
        .read("#notices", "taken a message of yours out")
        .await;
    seeker.read("#notices", "it hurt somebody").await;
    for page in [&seeker, &supporter] {
        page.read(".message", "good evening").await;
        assert_eq!(count(&page.texts(".message .text").await, WORDS), 0);
    }
    world.line.kill().await;
    for page in [&seeker, &supporter, &first] {
        page.line_is("stale").await;
    }
    world.line.start_again().await;
    for page in [&seeker, &supporter, &first] {
        page.line_is("live").await;
    }
    it_is_appealed(&seeker).await;
    // Who decided is shown that somebody else decides now.
    first.see("#matters .matter[data-state='appeal']").await;
    first.see_no("#matters .claim").await;
    let second = moderator(&mut world, "second moderator").await;
    the_author_is_right(&second).await;
    seeker.read("#notices", "You were right").await;
    for page in [&seeker, &supporter] {
        page.read(".message .text", WORDS).await;
        let texts = page.texts(".message .text").await;
        let at = |words: &str| texts.iter().position(|text| text.contains(words));
        assert!(
            at("good evening") < at(WORDS) && at(WORDS) < at("that is all"),
            "{texts:?}"
        );
        assert_eq!(count(&texts, WORDS), 1, "{texts:?}");
        let faults = page.seen("faults").await;
        assert!(faults.is_empty(), "{faults:?}");
    }
}

pub(crate) async fn moderator(world: &mut World, name: &'static str) -> Page {
    let page = world.browser(name).await;
    page.go(&world.line.invite("moderator").await).await;
    page.see("#matters").await;
    page.line_is("live").await;
    page
}

async fn it_is_reported(supporter: &Page) {
    report(supporter, WORDS).await;
}

/// Reports a message by its words.
pub(crate) async fn report(reader: &Page, words: &str) {
    let script = "const [words] = arguments;
        const message = [...document.querySelectorAll('.message')]
            .find((e) => e.textContent.includes(words));
        message.querySelector('details.report').open = true;
        message.querySelector('details.report select').value = 'abuse';
        message.querySelector('details.report form button').click();
        return true;";
    let done = reader.run(script, vec![words.into()]).await;
    assert_eq!(done, true);
    reader.read(".message", "A person will look at it").await;
}

/// With one key each: `l` looks at it, `r` takes it out.
async fn it_is_taken_out(moderator: &Page) {
    moderator
        .see("#matters .matter[data-state='report'] .claim")
        .await;
    focus(moderator, "#matters .claim").await;
    moderator.keys(['l']).await;
    moderator.read("#matter-around .is-it", WORDS).await;
    moderator.read("#matter-around", "good evening").await;
    moderator.choose("#matter-ground", "abuse").await;
    moderator.write("#matter-reason", "it hurt somebody").await;
    focus(moderator, "#matter-title").await;
    moderator.keys(['r']).await;
    moderator.see_no("#matter").await;
    moderator
        .see("#matters .matter[data-state='decided']")
        .await;
}

async fn it_is_appealed(author: &Page) {
    author.press("#notices details summary").await;
    author
        .write("#notices textarea", "I meant it about myself")
        .await;
    author.press("#notices form button").await;
    author.read("#notices", "Another person will look").await;
}

async fn the_author_is_right(moderator: &Page) {
    moderator
        .press("#matters .matter[data-state='appeal'] .claim")
        .await;
    moderator.read("#matter-text", WORDS).await;
    moderator
        .read("#matter-appeal", "I meant it about myself")
        .await;
    moderator.press("#do-reverse").await;
    moderator
        .read("#matter-problem", "Please write a sentence")
        .await;
    moderator
        .write("#matter-reason", "it was about themselves")
        .await;
    moderator.press("#do-reverse").await;
    moderator.see_no("#matter").await;
}

pub(crate) async fn focus(page: &Page, css: &str) {
    let script = "document.querySelector(arguments[0]).focus(); return true;";
    page.run(script, vec![css.into()]).await;
}
