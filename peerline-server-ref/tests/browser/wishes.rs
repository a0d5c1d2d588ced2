//! What somebody may say about whom they would like to talk with, from both sides.

use fantoccini::key::Key;
use serde_json::json;

use crate::access::Audit;
use crate::keyboard::ENTER;
use crate::keyboard::reach;
use crate::steps::go_on_shift;
use crate::steps::wait_in_line;
use crate::tools;
use crate::world::World;

/// Experiences, a ladder and breaks.
const MORE: &str = r#"
experiences = [{ id = "bereaved", label = "Lost somebody close" }]
[matching]
ladder = [{ rule = "gender", after_s = 3600 }]
break_points = 1
"#;

#[tokio::test]
async fn a_need_is_said_with_keys_alone_and_only_who_meets_it_is_asked() {
    let test = "a need is said with keys alone and only who meets it is asked";
    let Some(mut world) = World::with(test, MORE).await else {
        return;
    };
    let supporter = world.supporter().await;
    go_on_shift(&supporter).await;
    let seeker = world.seeker().await;
    reach(&seeker, "#topic-anxiety").await;
    seeker.keys([' ']).await;
    for (css, key) in [
        ("#wishes > summary", ENTER),
        ("#wish-needs > summary", ENTER),
        ("#need-literal", ' '),
        ("#wish-about > summary", ENTER),
        ("#age", Key::Down.into()),
        ("#tag-bereaved", ' '),
        ("#wish-person > summary", ENTER),
        ("#any-language", ' '),
        ("#start", ENTER),
    ] {
        reach(&seeker, css).await;
        seeker.keys([key]).await;
    }
    // Nobody can meet the need: said at once, with what else is open.
    seeker.see("#place[data-coverage='nobody']").await;
    seeker.see("#waiting-rooms").await;
    seeker.see("#change-wishes").await;
    supporter.see_no(".offer").await;
    seeker.reload().await;
    seeker.see("#place[data-coverage='nobody']").await;
    seeker.press("#change-wishes").await;
    let said = "const on = (id) => document.getElementById(id).checked;
        return [on('need-literal'), on('tag-bereaved'), on('any-language'), document.getElementById('age').value];";
    let kept = seeker.run(said, Vec::new()).await;
    assert_eq!(kept, json!([true, true, true, "minor"]));
    // A minor, on a line that certifies nobody: still nobody.
    seeker.choose("#age", "young").await;
    seeker.press("#start").await;
    seeker.see("#place[data-coverage='nobody']").await;
    supporter.press("#shift-more > summary").await;
    supporter.press("#need-literal").await;
    supporter.press("#go-on-shift").await;
    supporter.read(".offer", "Say things literally").await;
    supporter.read(".offer", "18 to 25").await;
    seeker.read("#place", "being asked").await;
}

#[tokio::test]
async fn a_supporter_sees_what_the_line_clears_them_for_and_when_a_break_is_due() {
    let test = "a supporter sees what the line clears them for and when a break is due";
    let Some(mut world) = World::with(test, MORE).await else {
        return;
    };
    let supporter = world.supporter().await;
    supporter.read("#shift-duty", "urgent conversations").await;
    supporter.read("#shift-duty", "under 18 are not").await;
    go_on_shift(&supporter).await;
    supporter.read("#shift-duty", "0 of 1 points").await;
    let seeker = world.seeker().await;
    wait_in_line(&seeker).await;
    supporter.press(".offer .accept").await;
    supporter.read("#shift-duty", "A break begins").await;
    supporter.press("#leave").await;
    supporter.press("#leave-yes").await;
    supporter.read("#shift-duty", "on a break until").await;
}

#[tokio::test]
async fn who_supervises_sees_the_line_in_groups() {
    let test = "who supervises sees the line in groups";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::with(test, MORE).await else {
        return;
    };
    let seeker = world.seeker().await;
    wait_in_line(&seeker).await;
    let overseer = world.browser("supervisor").await;
    overseer.go(&world.line.invite("supervisor").await).await;
    overseer.read("#line-uncovered", "Loss and grief").await;
    overseer.read("#line-waiting", "English").await;
    overseer.read("#line-shift", "Nobody is on shift").await;
    let supporter = world.supporter().await;
    go_on_shift(&supporter).await;
    overseer.read("#line-shift", "1 of 2").await;
    overseer
        .read("#line-uncovered", "somebody on shift for")
        .await;
    let mut audit = Audit::new(axe);
    audit.view(&overseer, "supervisor-line").await;
    audit.is_clean();
}

#[tokio::test]
async fn everything_that_may_be_said_has_no_axe_violation() {
    let test = "everything that may be said has no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::with(test, MORE).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let seeker = world.seeker().await;
    for css in [
        "#wishes > summary",
        "#wish-needs > summary",
        "#wish-about > summary",
        "#wish-person > summary",
    ] {
        seeker.press(css).await;
    }
    audit.view(&seeker, "welcome-wishes").await;
    seeker.press("#need-literal").await;
    seeker.choose("#language", "de").await;
    seeker.read("#wishes > summary", "weglassen").await;
    seeker.see("#need-literal:checked").await;
    audit.view(&seeker, "welcome-wishes-de").await;
    wait_in_line(&seeker).await;
    seeker.see("#waiting-rooms").await;
    audit.view(&seeker, "waiting-nobody").await;
    let supporter = world.supporter().await;
    supporter.press("#shift-more > summary").await;
    audit.view(&supporter, "shift-more").await;
    audit.is_clean();
}
