//! Everything a person needs, without a pointer.

use std::collections::BTreeSet;

use fantoccini::key::Key;
use serde_json::json;

use crate::page::Page;
use crate::world::World;

#[tokio::test]
async fn everything_can_be_done_with_keys_alone() {
    let Some(mut world) = World::open("everything can be done with keys alone").await else {
        return;
    };
    let supporter = world.supporter().await;
    let responder = world.responder().await;
    let seeker = world.seeker().await;
    returns_to_where_it_began(&seeker).await;
    begin(&seeker).await;
    returns_to_where_it_began(&seeker).await;
    reach(&supporter, "#go-on-shift").await;
    supporter.keys([ENTER]).await;
    supporter.see(".offer").await;
    returns_to_where_it_began(&supporter).await;
    // The focus may be anywhere but in a field where one writes.
    reach(&supporter, "#go-on-shift").await;
    supporter.keys(['a']).await;
    supporter.read("#who", "seeks support").await;
    seeker.read("#who", "supporter").await;
    reach(&seeker, "#composer").await;
    seeker.keys("good evening".chars().chain([ENTER])).await;
    supporter.read(".message", "good evening").await;
    returns_to_where_it_began(&seeker).await;
    returns_to_where_it_began(&supporter).await;
    seeker
        .chord(&[Key::Alt.into(), Key::Shift.into(), 'h'])
        .await;
    seeker.see("#call-state[data-state='done']").await;
    responder.see("#queue .case .take").await;
    returns_to_where_it_began(&responder).await;
    reach(&responder, "#queue .case .take").await;
    responder.keys(['t']).await;
    responder.read("#case-talk .message", "good evening").await;
    returns_to_where_it_began(&responder).await;
    seeker.see("#call-state[data-state='here']").await;
}

#[tokio::test]
async fn the_button_for_a_person_is_one_step_from_the_heading() {
    let test = "the button for a person is one step from the heading";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let seeker = world.seeker().await;
    seeker.see("h1:focus").await;
    seeker.chord(&[Key::Shift.into(), TAB]).await;
    seeker.see("#need-person:focus-visible").await;
    seeker.keys([ENTER]).await;
    seeker.see("#care-card").await;
}

/// Chooses a topic and joins.
async fn begin(seeker: &Page) {
    reach(seeker, "#topic-anxiety").await;
    seeker.keys([' ']).await;
    reach(seeker, "#language").await;
    reach(seeker, "#start").await;
    seeker.keys([ENTER]).await;
    seeker.see("#waiting").await;
}

/// Presses Tab until an element has the focus.
pub(crate) async fn reach(page: &Page, css: &str) {
    let script = "return document.activeElement.matches(arguments[0]);";
    for _ in 0..MOST_STOPS {
        page.keys([TAB]).await;
        if page.run(script, vec![json!(css)]).await == true {
            return;
        }
    }
    panic!("no way to {css} with Tab");
}

/// Goes once around: every stop is shown, none holds the focus, and the way comes back.
async fn returns_to_where_it_began(page: &Page) {
    let mark = "document.activeElement.blur(); window.stops = new Map();";
    page.run(mark, Vec::new()).await;
    let mut stops = BTreeSet::new();
    for _ in 0..MOST_STOPS {
        page.keys([TAB]).await;
        let stop = page.run(WHERE, Vec::new()).await;
        let stop = stop.as_str().expect("every stop is shown").to_owned();
        // The body is the way out to the browser's own controls and back.
        if stop.starts_with("1 ") && !stops.is_empty() {
            return;
        }
        if stop != "body" {
            assert!(stops.insert(stop.clone()), "the focus is held at {stop}");
        }
    }
    panic!("the way never came back: {stops:?}");
}

/// Names the element with the focus by its first visit; nothing where it cannot be seen.
const WHERE: &str = "
    const e = document.activeElement;
    if (e === document.body) return 'body';
    if (!e.checkVisibility()) return null;
    if (!window.stops.has(e)) window.stops.set(e, window.stops.size + 1);
    return `${window.stops.get(e)} ${e.tagName} ${e.id} ${e.className}`;
";
const MOST_STOPS: usize = 80;
const TAB: char = '\u{e004}';
pub(crate) const ENTER: char = '\u{e007}';
