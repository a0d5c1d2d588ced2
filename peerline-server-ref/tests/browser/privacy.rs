//! What stays on the device, and what leaves it.

use serde_json::json;

use crate::page::Page;
use crate::steps::meet;
use crate::steps::say;
use crate::world::World;

#[tokio::test]
async fn the_quick_exit_leaves_nothing_in_the_tab() {
    let Some(mut world) = World::open("the quick exit leaves nothing in the tab").await else {
        return;
    };
    let seeker = world.browser("seeker").await;
    seeker.go(&world.line.url("/away.html")).await;
    seeker.go(&world.line.url("/")).await;
    let length = seeker.run("return history.length;", Vec::new()).await;
    crate::steps::wait_in_line(&seeker).await;
    let kept = seeker
        .run("return sessionStorage.length;", Vec::new())
        .await;
    assert_ne!(kept, 0);
    seeker.keys(['\u{e00c}'; 3]).await;
    seeker
        .until(
            "away",
            "return location.pathname === '/away.html';",
            Vec::new(),
        )
        .await;
    let left = seeker
        .run(
            "return [sessionStorage.length, localStorage.length, history.length];",
            Vec::new(),
        )
        .await;
    assert_eq!(left, json!([0, 0, length]));
    seeker.back().await;
    assert_eq!(seeker.url().await.path(), "/away.html");
}

#[tokio::test]
async fn nothing_is_asked_of_anybody_else() {
    let Some(mut world) = World::open("nothing is asked of anybody else").await else {
        return;
    };
    let seeker = world.seeker().await;
    let is_there = "return performance.getEntriesByName('first-view').length === 1;";
    seeker.until("first view", is_there, Vec::new()).await;
    let first_view = seeker.run(BYTES, Vec::new()).await;
    let supporter = world.supporter().await;
    let responder = world.responder().await;
    meet(&seeker, &supporter).await;
    say(&seeker, "i don't want to live anymore").await;
    seeker.see("#care-card").await;
    responder.press("#queue .case .take").await;
    responder.see("#case-talk .message").await;
    for page in [&seeker, &supporter, &responder] {
        asks_its_own_line_alone(page, &world.line.url("")).await;
    }
    assert!(first_view.as_u64().unwrap() < 100_000, "{first_view}");
}

async fn asks_its_own_line_alone(page: &Page, origin: &str) {
    let script = "return performance.getEntries().map(({ name }) => name)
        .filter((name) => /^[a-z]+:/.test(name) && !name.startsWith(arguments[0] + '/'));";
    let foreign = page.run(script, vec![json!(origin)]).await;
    assert_eq!(foreign, json!([]));
    for what in ["violations", "faults"] {
        let seen = page.seen(what).await;
        assert!(seen.is_empty(), "{what}: {seen:?}");
    }
    let log = page.console().await;
    assert_eq!(log, json!([]), "the console is empty");
}

/// What was fetched before the first view was there; the second part is fetched behind it.
const BYTES: &str = "
    const [{ startTime: shown }] = performance.getEntriesByName('first-view');
    return performance.getEntries().filter(({ startTime }) => startTime <= shown)
        .map(({ transferSize }) => transferSize ?? 0)
        .reduce((sum, bytes) => sum + bytes, 0);
";
