//! What axe-core finds in every view, in both schemes and in the reader's own colours, at a desk and on the
//! smallest phone, written from either side.

use serde_json::Value;
use serde_json::json;

use crate::arriving::CLOSED;
use crate::arriving::ask_to_come_in;
use crate::arriving::lock;
use crate::arriving::wait_under_a_pin;
use crate::casework::moderator;
use crate::page::Page;
use crate::rooms::DAY;
use crate::rooms::come_in;
use crate::staff::REQUIRED;
use crate::steps::go_on_shift;
use crate::steps::meet;
use crate::steps::say;
use crate::steps::wait_in_line;
use crate::tools;
use crate::vault::guarded;
use crate::world::World;

/// The checks and what they found.
pub(crate) struct Audit {
    axe: String,
    found: Vec<String>,
}

#[tokio::test]
async fn every_view_has_no_axe_violation() {
    let test = "every view has no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    before_joining(&mut audit, &mut world).await;
    let seeker = world.seeker().await;
    in_line(&mut audit, &seeker).await;
    let supporter = world.supporter().await;
    a_conversation(&mut audit, &seeker, &supporter).await;
    let responder = world.responder().await;
    a_case(&mut audit, &seeker, &responder).await;
    the_end(&mut audit, &seeker, &supporter).await;
    audit.view(&supporter, "supporter-afterwards").await;
    audit.is_clean();
}

#[tokio::test]
async fn rooms_and_what_is_kept_have_no_axe_violation() {
    let test = "rooms and what is kept have no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let more = format!("{DAY}{}", guarded());
    let Some(mut world) = World::with(test, &more).await else {
        return;
    };
    let mut audit = Audit::new(axe);
    let seeker = world.seeker().await;
    seeker.press("#to-rooms").await;
    seeker.see("#join-day").await;
    audit.view(&seeker, "rooms").await;
    come_in(&seeker).await;
    say(&seeker, "hello").await;
    audit.view(&seeker, "room").await;
    seeker.press("#to-mine").await;
    seeker.see("#kept table").await;
    seeker.press("#show-words").await;
    seeker.see("#phrase-words li").await;
    seeker.see("#vault-contact").await;
    audit.view(&seeker, "mine").await;
    seeker.press("#vault-leave").await;
    seeker.see("#vault-contact[aria-invalid]").await;
    seeker.keys("Mira 0170 5550123".chars()).await;
    audit.view(&seeker, "vault-wrong").await;
    seeker.press("#vault-leave").await;
    seeker.see("#vault-there").await;
    audit.view(&seeker, "vault-left").await;
    let leader = world.browser("supporter").await;
    leader.go(&world.line.invite("facilitator").await).await;
    leader.press("#rooms summary").await;
    leader.press("#join-day").await;
    leader.press("#lead summary").await;
    leader.press("#members > summary").await;
    audit.view(&leader, "leading").await;
    audit.is_clean();
}

#[tokio::test]
async fn what_moderators_see_has_no_axe_violation() {
    let test = "what moderators see has no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let found = Vec::new();
    let mut audit = Audit { axe, found };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    let moderator = moderator(&mut world, "moderator").await;
    audit.view(&moderator, "moderator-nothing").await;
    meet(&seeker, &supporter).await;
    seeker.say("you are such an idiot").await;
    seeker.see(".message.own[data-state='not_sent']").await;
    say(&supporter, "please do not").await;
    seeker.read(".message", "please do not").await;
    seeker.press(".message .report summary").await;
    seeker.press(".message .report form button").await;
    moderator.see("#matters .matter[data-state='report']").await;
    audit.view(&moderator, "moderator-queue").await;
    moderator
        .press("#matters .matter[data-state='report'] .claim")
        .await;
    moderator.see("#matter-around .is-it").await;
    audit.view(&moderator, "moderator-report").await;
    moderator.press("#do-dismiss").await;
    moderator.see_no("#matter").await;
    moderator.press("#matters .claim").await;
    moderator.see("#matter-text mark").await;
    audit.view(&moderator, "moderator-decision").await;
    assert!(audit.found.is_empty(), "{}", audit.found.join("\n"));
}

#[tokio::test]
async fn logging_in_and_coming_in_have_no_axe_violation() {
    let test = "logging in and coming in have no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let asks = format!("{REQUIRED}{CLOSED}");
    let Some(mut world) = World::with(test, &asks).await else {
        return;
    };
    let found = Vec::new();
    let mut audit = Audit { axe, found };
    let staff = world.browser("staff").await;
    let key = staff.add_authenticator(true).await;
    staff.go(&world.line.invite("responder").await).await;
    staff.see("#make-passkey").await;
    audit.view(&staff, "staff-invited").await;
    staff.press("#make-passkey").await;
    staff.see("#queue").await;
    staff.run("sessionStorage.clear();", Vec::new()).await;
    staff.go(&world.line.local("/responder")).await;
    staff.see("#log-in").await;
    audit.view(&staff, "staff-login").await;
    staff.verify_owner(&key, false).await;
    staff.press("#log-in").await;
    staff
        .read("#login-problem", "The passkey was not shown")
        .await;
    audit.view(&staff, "staff-login-failed").await;
    let seeker = world.seeker().await;
    ask_to_come_in(&seeker).await;
    audit.view(&seeker, "gate").await;
    seeker.write("#pass", "red rose").await;
    seeker.press("#bring-pass").await;
    seeker.read("#gate-error", "one of this group's").await;
    audit.view(&seeker, "gate-wrong").await;
    assert!(audit.found.is_empty(), "{}", audit.found.join("\n"));
}

#[tokio::test]
async fn a_locked_device_has_no_axe_violation() {
    let test = "a locked device has no axe violation";
    let Some(axe) = tools::axe(test) else { return };
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let found = Vec::new();
    let mut audit = Audit { axe, found };
    let seeker = world.seeker().await;
    seeker.press("#remember").await;
    seeker.see("#pin").await;
    audit.view(&seeker, "welcome-pin").await;
    seeker.press("#remember").await;
    wait_under_a_pin(&seeker).await;
    lock(&world, &seeker).await;
    audit.view(&seeker, "locked").await;
    seeker.write("#unlock-pin", "1234").await;
    seeker.press("#unlock").await;
    seeker.read("#unlock-error", "not the PIN").await;
    audit.view(&seeker, "locked-wrong").await;
    assert!(audit.found.is_empty(), "{}", audit.found.join("\n"));
}

async fn before_joining(audit: &mut Audit, world: &mut World) {
    let page = world.browser("stranger").await;
    for (path, view) in [
        ("/supporter", "supporter-none"),
        ("/responder", "responder-none"),
        ("/moderator", "moderator-none"),
    ] {
        page.go(&world.line.url(path)).await;
        page.see("#no-invite").await;
        audit.view(&page, view).await;
    }
    page.go(&world.line.url("/")).await;
    page.see("#welcome").await;
    audit.view(&page, "welcome").await;
    page.press("#have-phrase").await;
    page.write("#phrase", "abandon ability able about").await;
    page.press("#topic-grief").await;
    page.press("#start-phrase").await;
    page.read("#phrase-error", "Here are 4").await;
    audit.view(&page, "welcome-with-errors").await;
}

async fn in_line(audit: &mut Audit, seeker: &Page) {
    wait_in_line(seeker).await;
    seeker.see("#place[data-coverage='nobody']").await;
    seeker.see("#helplines .dial").await;
    seeker.press("#phrase-show").await;
    seeker.see("#phrase-words li").await;
    audit.view(seeker, "waiting").await;
    seeker.press("#phrase-kept").await;
}

async fn a_conversation(audit: &mut Audit, seeker: &Page, supporter: &Page) {
    audit.view(supporter, "supporter-off-shift").await;
    go_on_shift(supporter).await;
    supporter.see(".offer .accept").await;
    audit.view(supporter, "supporter-offer").await;
    supporter.press(".offer .accept").await;
    seeker.read("#who", "supporter").await;
    say(seeker, "hello, thank you for being here").await;
    supporter.read(".message", "thank you for being here").await;
    say(supporter, "I am glad that you came.").await;
    supporter.press("#leave").await;
    audit.view(supporter, "supporter-conversation").await;
    supporter.press("#leave-no").await;
    seeker.read(".message", "I am glad").await;
    seeker.press(".message .report summary").await;
    audit.view(seeker, "conversation").await;
    seeker.say("you are such an idiot").await;
    seeker.see(".message.own[data-state='not_sent']").await;
    seeker.say("call me at +44 20 7946 0958").await;
    seeker.see("#nudge").await;
    audit.view(seeker, "conversation-nudged").await;
    seeker.press("#nudge-send").await;
    seeker.see_no("#nudge").await;
}

async fn a_case(audit: &mut Audit, seeker: &Page, responder: &Page) {
    audit.view(responder, "responder-quiet").await;
    say(seeker, "i don't want to live anymore").await;
    seeker.see("#care-card .dial").await;
    audit.view(seeker, "conversation-care").await;
    responder.see("#queue .case .take").await;
    audit.view(responder, "responder-ringing").await;
    responder.press("#queue .case .take").await;
    responder.see("#case-talk .message").await;
    responder.press("#handoff").await;
    audit.view(responder, "responder-case").await;
    responder.press("#handoff-no").await;
    seeker.see("#call-state[data-state='here']").await;
}

async fn the_end(audit: &mut Audit, seeker: &Page, supporter: &Page) {
    supporter.press("#leave").await;
    supporter.press("#leave-yes").await;
    supporter.see_no("#chat-title").await;
    seeker.press("#leave").await;
    seeker.press("#leave-yes").await;
    seeker.see("#ended").await;
    seeker.see("#helplines .dial").await;
    audit.view(seeker, "ended").await;
}

impl Audit {
    pub(crate) const fn new(axe: String) -> Self {
        let found = Vec::new();
        Self { axe, found }
    }

    /// Says what was found; nothing should be.
    pub(crate) fn is_clean(&self) {
        assert!(self.found.is_empty(), "{}", self.found.join("\n"));
    }

    /// Looks at a view in both schemes and widths, in forced colours, and from right to left.
    pub(crate) async fn view(&mut self, page: &Page, view: &str) {
        let is_here = page.run("return Boolean(window.axe);", Vec::new()).await;
        if is_here != true {
            page.run(&self.axe, Vec::new()).await;
        }
        for (width, height) in [(1280, 900), (320, 640)] {
            page.size(width, height).await;
            for scheme in ["light", "dark"] {
                page.scheme(scheme).await;
                let place = format!("{view}, {width} px, {scheme}");
                self.look(page, &place).await;
                keep(page, &format!("{view}-{width}-{scheme}")).await;
            }
        }
        page.colors_forced().await;
        self.look(page, &format!("{view}, 320 px, forced colours"))
            .await;
        keep(page, &format!("{view}-320-forced")).await;
        page.scheme("light").await;
        page.run("document.documentElement.dir = 'rtl';", Vec::new())
            .await;
        self.fits(page, &format!("{view}, 320 px, from right to left"))
            .await;
        keep(page, &format!("{view}-320-rtl")).await;
        page.run(
            "document.documentElement.removeAttribute('dir');",
            Vec::new(),
        )
        .await;
        page.size(1280, 900).await;
    }

    /// Nothing is to be had by scrolling sideways alone.
    async fn fits(&mut self, page: &Page, place: &str) {
        let wide = page.run(WIDER_THAN_SEEN, Vec::new()).await;
        if wide != json!([]) {
            self.found
                .push(format!("{place}: scrolls sideways: {wide}"));
        }
    }

    async fn look(&mut self, page: &Page, place: &str) {
        self.fits(page, place).await;
        let answer = page.run_async(AXE, vec![json!(TAGS)]).await;
        let violations = answer.as_array().expect("axe answers with a list");
        self.found
            .extend(violations.iter().map(|one| format!("{place}: {one}")));
    }
}

/// Writes what is seen into a folder, for the eye.
async fn keep(page: &Page, name: &str) {
    let Some(folder) = tools::folder("PEERLINE_VIEWS") else {
        return;
    };
    let shot: Value = page
        .devtools(
            "Page.captureScreenshot",
            json!({"format": "png", "captureBeyondViewport": true}),
        )
        .await;
    let picture = crate::pictures::decode(&shot);
    std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
}

const TAGS: &[&str] = &[
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

const AXE: &str = "
    const [tags, done] = arguments;
    const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] };
    window.axe.run(document, options).then(
        ({ violations }) => done(violations.map(({ id, nodes }) =>
            `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`)),
        (error) => done([`axe failed: ${error}`]),
    );
";

const WIDER_THAN_SEEN: &str = "
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')]
        .filter((e) => {
            const { left, right } = e.getBoundingClientRect();
            return right > page.clientWidth + 1 || left < -1;
        });
    return wide.slice(0, 5).map((e) => `${e.tagName}#${e.id}.${e.className}`).concat('it is wide');
";
