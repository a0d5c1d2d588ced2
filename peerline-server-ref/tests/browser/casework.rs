//! A moderator's whole case: from a report to a won appeal, with keys alone, with power cuts in it.

use crate::keyboard::ENTER;
use crate::keyboard::reach;
use crate::page::Page;
use crate::steps::count;
use crate::steps::meet;
use crate::steps::say;
use crate::world::World;

const WORDS: &str = "you should have been more careful";
const APPEAL: &str = "I meant it about myself";

#[tokio::test]
async fn a_whole_case_is_done_with_keys_alone_across_a_power_cut() {
    let test = "a whole case is done with keys alone across a power cut";
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
    power_cut(&mut world, &[&seeker, &supporter, &first]).await;
    it_is_appealed(&seeker).await;
    // Who decided is shown that somebody else decides now.
    first.see("#matters .matter[data-state='appeal']").await;
    first.see_no("#matters .claim").await;
    let second = moderator(&mut world, "second moderator").await;
    power_cut(&mut world, &[&seeker, &supporter, &first, &second]).await;
    the_author_is_right(&second).await;
    seeker.read("#notices", "You were right").await;
    for page in [&seeker, &supporter] {
        it_stands_in_its_place(page).await;
    }
}

#[tokio::test]
async fn a_supporter_appeals_from_their_page_also_after_it_was_closed() {
    let test = "a supporter appeals from their page also after it was closed";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    let first = moderator(&mut world, "first moderator").await;
    meet(&seeker, &supporter).await;
    say(&supporter, "good evening").await;
    say(&supporter, WORDS).await;
    seeker.read(".message .text", WORDS).await;
    it_is_reported(&seeker).await;
    it_is_taken_out(&first).await;
    supporter.read("#decided", "it hurt somebody").await;
    supporter.reload().await;
    supporter
        .read("#decided [data-state='open']", "it hurt somebody")
        .await;
    reach(&supporter, "#decided details summary").await;
    supporter.keys([ENTER]).await;
    reach(&supporter, "#decided textarea").await;
    supporter.keys(APPEAL.chars()).await;
    reach(&supporter, "#decided form button").await;
    supporter.keys([ENTER]).await;
    supporter
        .read(
            "#decided [data-state='appealed']",
            "Another person will look",
        )
        .await;
    let second = moderator(&mut world, "second moderator").await;
    the_author_is_right(&second).await;
    supporter.read("#notices", "You were right").await;
    supporter.see_no("#decided:not([hidden])").await;
    seeker.read(".message .text", WORDS).await;
}

/// The line dies and comes back; everybody who is connected sees both.
async fn power_cut(world: &mut World, pages: &[&Page]) {
    world.line.kill().await;
    for page in pages {
        page.line_is("stale").await;
    }
    world.line.start_again().await;
    for page in pages {
        page.line_is("live").await;
    }
}

async fn it_stands_in_its_place(page: &Page) {
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
    reach(moderator, "#matters .claim").await;
    moderator.keys(['l']).await;
    moderator.read("#matter-around .is-it", WORDS).await;
    moderator.read("#matter-around", "good evening").await;
    moderator.see("#matter-title:focus").await;
    reach(moderator, "#matter-ground").await;
    reach(moderator, "#matter-reason").await;
    moderator.keys("it hurt somebody".chars()).await;
    reach(moderator, "#do-dismiss").await;
    moderator.keys(['r']).await;
    moderator.see_no("#matter").await;
    moderator
        .see("#matters .matter[data-state='decided']")
        .await;
}

async fn it_is_appealed(author: &Page) {
    reach(author, "#notices details summary").await;
    author.keys([ENTER]).await;
    reach(author, "#notices textarea").await;
    author.keys(APPEAL.chars()).await;
    reach(author, "#notices form button").await;
    author.keys([ENTER]).await;
    author.read("#notices", "Another person will look").await;
}

/// Whoever gives no reason is asked for one, and stands where it is written.
async fn the_author_is_right(moderator: &Page) {
    moderator
        .see("#matters .matter[data-state='appeal'] .claim")
        .await;
    reach(moderator, "#matters .matter[data-state='appeal'] .claim").await;
    moderator.keys(['l']).await;
    moderator.read("#matter-text", WORDS).await;
    moderator.read("#matter-appeal", APPEAL).await;
    moderator.see("#matter-title:focus").await;
    moderator.keys(['u']).await;
    moderator
        .read("#matter-problem", "Please write a sentence")
        .await;
    moderator.see("#matter-reason:focus").await;
    moderator.keys("it was about themselves".chars()).await;
    reach(moderator, "#do-reverse").await;
    moderator.keys([ENTER]).await;
    moderator.see_no("#matter").await;
}

pub(crate) async fn focus(page: &Page, css: &str) {
    let script = "document.querySelector(arguments[0]).focus(); return true;";
    page.run(script, vec![css.into()]).await;
}
