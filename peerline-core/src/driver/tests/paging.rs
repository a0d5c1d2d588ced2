use super::client::field;
use super::moody::Mood;
use super::stage::RESPONDER;
use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::settle;
use super::stage::text;
use crate::ports::Page;
use crate::ports::PortErrorKind;
use crate::protocol::Kind;
use crate::vocab::Millis;
use crate::vocab::Role;

const DANGER: &str = "I want to kill myself tonight";

fn pages(stage: &Stage) -> usize {
    stage.on_call.pages().len() + stage.last_resort.pages().len()
}

#[tokio::test]
async fn a_message_that_shows_danger_pages_people_by_the_ladder() {
    let stage = Stage::set().await;
    let responder = stage.staff(RESPONDER, Role::Responder).await;
    let (mut seeker, _supporter, room) = stage.pair().await;
    seeker.put(&room, 3, "msg", &text(DANGER));
    settle().await;
    let at_once = pages(&stage);
    stage.pass_slowly(400).await;
    let by_then = stage.on_call.pages();
    assert!(!by_then.is_empty(), "the on-call ring is called");
    assert!(
        !stage.last_resort.pages().is_empty(),
        "and then the last resort"
    );
    assert!(at_once < pages(&stage));
    assert!(responder.bye().is_none() || responder.was_welcomed());
}

#[tokio::test]
async fn with_nobody_on_duty_somebody_is_paged_at_once() {
    let stage = Stage::set().await;
    let mut seeker = stage.join(SEEKER).await;
    seeker.put("@me", 1, "signal", "{}");
    settle().await;
    stage.pass_slowly(1).await;
    assert!(0 < pages(&stage));
}

#[tokio::test]
async fn a_page_that_was_not_taken_is_tried_again() {
    let stage = Stage::set().await;
    let mut seeker = stage.join(SEEKER).await;
    stage.on_call.fail(PortErrorKind::Unavailable);
    stage.last_resort.fail(PortErrorKind::Unavailable);
    seeker.put("@me", 1, "signal", "{}");
    settle().await;
    stage.pass_slowly(20).await;
    assert!(1 < stage.on_call.attempts() + stage.last_resort.attempts());
    assert_eq!(pages(&stage), 0);
    stage.on_call.recover();
    stage.last_resort.recover();
    stage.pass_slowly(70).await;
    assert!(0 < pages(&stage));
}

#[tokio::test]
async fn a_sink_that_hangs_stops_nobody_and_is_tried_again() {
    let stage = Stage::set().await;
    let (mut seeker, _supporter, room) = stage.pair().await;
    stage.on_call.hang();
    stage.last_resort.hang();
    seeker.put(&room, 3, "signal", "{}");
    settle().await;
    stage.pass_slowly(2).await;
    let said = seeker.put(&room, 4, "msg", &text("Hello."));
    settle().await;
    assert!(seeker.ok(said).is_some());
    let tried = stage.on_call.attempts() + stage.last_resort.attempts();
    assert!(0 < tried);
    stage.on_call.recover();
    stage.last_resort.recover();
    stage.pass_slowly(30).await;
    assert!(
        0 < pages(&stage),
        "the page that hung is given up and sent anew"
    );
}

#[tokio::test]
async fn a_page_whose_commit_was_lost_is_handed_out_again() {
    let stage = Stage::set().await;
    let mut seeker = stage.join(SEEKER).await;
    seeker.put("@me", 1, "signal", "{}");
    settle().await;
    stage.pass_slowly(1).await;
    let before = pages(&stage);
    // The case's timer comes due while nothing can be stored: its claim must not be forgotten.
    stage.journal.set(Mood::Slow);
    stage.clock.advance(Millis::from_secs(400));
    settle().await;
    stage.journal.set(Mood::Full);
    settle().await;
    stage.journal.set(Mood::Fine);
    stage.pass_slowly(10).await;
    assert!(before < pages(&stage), "the ladder went on");
}

#[tokio::test]
async fn a_clock_that_is_set_back_delays_no_page() {
    let stage = Stage::set().await;
    let mut seeker = stage.join(SEEKER).await;
    stage.pass_slowly(5).await;
    stage.clock.set(stage.now().before(Millis::from_hours(1)));
    settle().await;
    seeker.put("@me", 1, "signal", "{}");
    settle().await;
    stage.pass_slowly(3).await;
    assert!(0 < pages(&stage));
    let before = pages(&stage);
    stage.pass_slowly(400).await;
    assert!(before < pages(&stage), "the next steps come in their time");
}

/// In which order pages of several steps are called off is nobody's concern.
fn by_step(mut pages: Vec<Page>) -> Vec<Page> {
    pages.sort_by_key(|page| page.step);
    pages
}

/// Takes the first case that waits.
async fn take(stage: &Stage) {
    let mut responder = stage.staff(RESPONDER, Role::Responder).await;
    responder.open("#crisis/main");
    settle().await;
    let pages = responder.of_kind("#crisis/main", &Kind::Page);
    let case = field(&pages[0], "case");
    responder.put(&format!("#case/{case}"), 1, "accept", "{}");
    settle().await;
    stage.pass_slowly(2).await;
}

#[tokio::test]
async fn pages_are_called_off_when_somebody_takes_the_case() {
    let stage = Stage::set().await;
    let mut seeker = stage.join(SEEKER).await;
    seeker.put("@me", 1, "signal", "{}");
    stage.pass_slowly(200).await;
    let rang = stage.on_call.pages();
    assert!(!rang.is_empty());
    assert!(stage.on_call.called_off().is_empty(), "nobody has the case");
    take(&stage).await;
    assert_eq!(by_step(stage.on_call.called_off()), by_step(rang));
    let last = [stage.last_resort.called_off(), stage.last_resort.pages()];
    let [off, rang] = last.map(by_step);
    assert_eq!(off, rang);
}

#[tokio::test]
async fn calling_off_is_tried_again_where_a_target_is_out() {
    let stage = Stage::set().await;
    let mut seeker = stage.join(SEEKER).await;
    seeker.put("@me", 1, "signal", "{}");
    stage.pass_slowly(5).await;
    stage.on_call.fail(PortErrorKind::Unavailable);
    take(&stage).await;
    assert!(stage.on_call.called_off().is_empty());
    stage.on_call.recover();
    stage.pass_slowly(30).await;
    let pages = [stage.on_call.called_off(), stage.on_call.pages()];
    let [off, rang] = pages.map(by_step);
    assert_eq!(off, rang);
}
