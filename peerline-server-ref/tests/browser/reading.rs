//! How far somebody has read: shown where the room has it and both want it, and nowhere else.

use std::time::Duration;

use crate::access::Audit;
use crate::keyboard::reach;
use crate::page::Page;
use crate::rooms::DAY;
use crate::rooms::come_in;
use crate::steps::meet;
use crate::steps::say;
use crate::tools;
use crate::world::World;

/// How long a mark would take at most to come, were one sent.
const LONG_ENOUGH: Duration = Duration::from_secs(2);
const READ: &str = ".message.own .read-mark";

/// A seeker ticks the box with the keyboard, and goes back to the conversation.
async fn seeker_chooses(seeker: &Page) {
    seeker.press("#to-mine").await;
    seeker.see("#kept table").await;
    reach(seeker, "#mark-read").await;
    seeker.keys([' ']).await;
    seeker.press("#mine-back").await;
    seeker.see("#composer").await;
}

/// Nothing says that a message was read, and nothing was said aloud of it.
async fn says_nothing(page: &Page) {
    tokio::time::sleep(LONG_ENOUGH).await;
    let marks = page.texts(READ).await;
    assert!(marks.iter().all(String::is_empty), "{marks:?}");
}

#[tokio::test]
async fn a_message_shows_that_it_was_read_where_both_want_it_and_no_longer_than_that() {
    let test = "a message shows that it was read where both want it";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    meet(&seeker, &supporter).await;
    say(&seeker, "good evening").await;
    supporter.read(".message .text", "good evening").await;
    // One of the two alone is not enough.
    supporter.press("#showing summary").await;
    reach(&supporter, "#mark-read").await;
    supporter.keys([' ']).await;
    supporter.line_is("live").await;
    says_nothing(&seeker).await;
    seeker_chooses(&seeker).await;
    say(&seeker, "are you still there").await;
    seeker.read(READ, "Read").await;
    say(&supporter, "yes I am").await;
    supporter.read(READ, "Read").await;
    // It is no news that is told aloud.
    for page in [&seeker, &supporter] {
        let spoken = page.seen("spoken").await;
        assert!(
            !spoken.iter().any(|said| said.contains("Read")),
            "{spoken:?}"
        );
    }
    if let Some(axe) = tools::axe(test) {
        let mut audit = Audit::new(axe);
        audit.view(&seeker, "conversation-read").await;
        audit.view(&supporter, "supporter-showing").await;
        audit.is_clean();
    }
    // Who does not want it any more shows it no longer, and sees it no longer.
    supporter.press("#mark-read").await;
    supporter.line_is("live").await;
    let before = seeker.texts(READ).await.len();
    say(&seeker, "one more thing").await;
    supporter.read(".message .text", "one more thing").await;
    tokio::time::sleep(LONG_ENOUGH).await;
    let marks = seeker.texts(READ).await;
    assert_eq!(marks.len(), before + 1, "{marks:?}");
    assert_eq!(marks.last().map(String::as_str), Some(""), "{marks:?}");
    say(&supporter, "I see").await;
    says_nothing(&supporter).await;
    let faults = seeker.seen("faults").await;
    assert!(faults.is_empty(), "{faults:?}");
}

#[tokio::test]
async fn a_line_that_ends_read_marks_has_none_whoever_wants_them() {
    let test = "a line that ends read marks has none";
    let Some(mut world) = World::with(test, "\n[pair]\nread = false\n").await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    meet(&seeker, &supporter).await;
    supporter.press("#showing summary").await;
    supporter.press("#mark-read").await;
    seeker_chooses(&seeker).await;
    say(&seeker, "good evening").await;
    supporter.read(".message .text", "good evening").await;
    says_nothing(&seeker).await;
}

#[tokio::test]
async fn a_room_of_many_counts_who_read_once_who_leads_it_allows_it_and_forgets_it_after() {
    let test = "a room of many counts who read";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let (first, second) = (world.seeker().await, world.seeker().await);
    for page in [&first, &second] {
        come_in(page).await;
        seeker_chooses(page).await;
    }
    say(&first, "good to be here").await;
    second.read(".message .text", "good to be here").await;
    says_nothing(&first).await;

    let leader = world.browser("supporter").await;
    leader.go(&world.line.invite("facilitator").await).await;
    leader.press("#rooms summary").await;
    leader.press("#join-day").await;
    leader.press("#lead summary").await;
    leader.press("#lead-read").await;
    first.read(READ, "Read by 1").await;
    // Who is here under a name of the room alone chose it anew on the same link, and can talk on.
    second.press("#to-mine").await;
    second.press("#mark-read").await;
    second.press("#mine-back").await;
    say(&first, "and still here").await;
    second.read(".message .text", "and still here").await;
    says_nothing_new(&first).await;
    say(&second, "so am I").await;
    first.read(".message .text", "so am I").await;
    leader.press("#lead-read").await;
    first
        .until(
            "no mark",
            "return [...document.querySelectorAll('.message.own .read-mark')].every((e) => e.textContent === '');",
            Vec::new(),
        )
        .await;
}

async fn says_nothing_new(page: &Page) {
    tokio::time::sleep(LONG_ENOUGH).await;
    let marks = page.texts(READ).await;
    assert_eq!(marks.last().map(String::as_str), Some(""), "{marks:?}");
}
