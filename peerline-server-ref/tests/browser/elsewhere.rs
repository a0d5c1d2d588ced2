//! Where nobody who fits is here: what else is open is named at once, and each of it is a way on.

use serde_json::json;

use crate::keyboard::ENTER;
use crate::keyboard::reach;
use crate::page::Page;
use crate::rooms::DAY;
use crate::steps::go_on_shift;
use crate::steps::wait_in_line;
use crate::world::World;

/// Waits where nobody is on shift.
async fn alone(world: &mut World) -> Page {
    let seeker = world.seeker().await;
    wait_in_line(&seeker).await;
    seeker.see("#place[data-coverage='nobody']").await;
    seeker.see("#place-ways h2").await;
    seeker
}

#[tokio::test]
async fn a_room_that_is_open_is_named_and_entered_from_the_wait_and_the_place_is_kept() {
    let test = "a room that is open is named and entered from the wait";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let seeker = alone(&mut world).await;
    seeker.read("#place-rooms", "Go to Day room").await;
    reach(&seeker, "#place-rooms .elsewhere").await;
    seeker.keys([ENTER]).await;
    seeker.press("#agree").await;
    seeker.see("#log").await;
    // Still in line: whoever supervises sees one who waits.
    let overseer = world.browser("supervisor").await;
    overseer.go(&world.line.invite("supervisor").await).await;
    overseer.read("#line-waiting", "English").await;
}

#[tokio::test]
async fn a_circle_an_exercise_and_a_responder_are_one_key_away_and_the_way_back_leads_to_the_wait()
{
    let test = "a circle an exercise and a responder are one key away";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let seeker = alone(&mut world).await;
    reach(&seeker, "#waiting-exercise").await;
    seeker.keys([ENTER]).await;
    let is_open = "return document.querySelector('.exercise').open
        && document.activeElement === document.querySelector('.exercise summary');";
    assert_eq!(seeker.run(is_open, Vec::new()).await, json!(true));
    seeker.press("#waiting-circle").await;
    seeker.see("#circle-ask").await;
    let is_there = "return document.activeElement.id;";
    assert_eq!(
        seeker.run(is_there, Vec::new()).await,
        json!("circle-topic")
    );
    seeker.press("#rooms-back").await;
    seeker.see("#place[data-coverage='nobody']").await;
    seeker.read("#place-rooms", "Day room").await;
    seeker.press("#waiting-person").await;
    seeker.see("#call-state").await;
}

#[tokio::test]
async fn where_somebody_fits_nothing_else_is_put_in_the_way_and_without_rooms_the_rest_is_there() {
    let test = "where somebody fits nothing else is put in the way";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let seeker = alone(&mut world).await;
    seeker.see_no("#place-rooms").await;
    seeker.see("#waiting-person").await;
    let supporter = world.supporter().await;
    go_on_shift(&supporter).await;
    seeker.read("#place", "being asked").await;
    seeker.see_no("#place-ways").await;
}
