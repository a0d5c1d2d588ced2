//! Models outside that answer, fail, hang, lie and fall over, on a whole line.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::SeqCst;

use async_trait::async_trait;

use super::client::Client;
use super::stage::Stage;
use super::stage::settle;
use super::stage::text;
use crate::moderation::Breaker;
use crate::moderation::Scores;
use crate::moderation::file::FilePolicy;
use crate::ports::SlowFinding;
use crate::ports::SlowSignal;
use crate::protocol::Code;
use crate::protocol::Kind;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Text;

const POLICY: &str = r#"
peerline = "policy/1"
id = "own"
version = 1
langs = ["en"]
[signal]
harm = { model = "harm", min = "80%", deadline = "40ms", on_error = "review" }
care = { model = "care", min = "50%", deadline = "100ms", on_error = "hit" }
[[rule]]
id = "harm"
when = "harm"
do = ["block"]
ground = "rules#harm"
appeal = "1d"
[[rule]]
id = "care"
when = "care"
do = ["label"]
labels = ["other"]
"#;

/// How a model does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Way {
    Up,
    Fails,
    Hangs,
    Lies,
    Panics,
}

const WAYS: [Way; 5] = [Way::Up, Way::Fails, Way::Hangs, Way::Lies, Way::Panics];

/// Finds fools.
#[derive(Clone, Debug)]
struct Outside {
    way: Arc<Mutex<Way>>,
    asked: Arc<AtomicU64>,
}

impl Outside {
    fn new(way: Way) -> Self {
        let (way, asked) = (Arc::new(Mutex::new(way)), Arc::default());
        Self { way, asked }
    }

    fn go(&self, way: Way) {
        *self.way.lock().unwrap() = way;
    }
}

#[async_trait]
impl SlowSignal for Outside {
    async fn score(&self, text: &Text, _: Option<&Language>) -> SlowFinding {
        self.asked.fetch_add(1, SeqCst);
        let way = *self.way.lock().unwrap();
        match way {
            Way::Up if text.expose().contains("fool") => SlowFinding::Score(900),
            Way::Up => SlowFinding::Score(0),
            Way::Fails => SlowFinding::Unavailable,
            Way::Hangs => pending().await,
            Way::Lies => SlowFinding::Score(Scores::MOST + 1),
            Way::Panics => panic!("a model fell over"),
        }
    }
}

async fn line(harm: &Outside, care: &Outside) -> (Stage, Client, String) {
    let one = |name: &str, model: &Outside| {
        let model: Arc<dyn SlowSignal> = Arc::new(model.clone());
        (name.to_owned(), model)
    };
    let models = BTreeMap::from([one("harm", harm), one("care", care)]);
    let stage = Stage::asking((Limits::default(), Arc::new([])), models).await;
    let policy = FilePolicy::read(POLICY, &|_| None).unwrap();
    stage.line.moderate_by(Arc::new(policy)).await.unwrap();
    let (seeker, _, room) = stage.pair().await;
    (stage, seeker, room)
}

/// Says something, waits for as long as any model may take, and returns how it was answered.
async fn say(stage: &Stage, seeker: &mut Client, (room, cid, words): (&str, u8, &str)) -> u64 {
    let said = seeker.put(room, cid, "msg", &text(words));
    settle().await;
    stage.clock.advance(Millis::new(200));
    settle().await;
    said
}

#[tokio::test]
async fn a_model_is_heard_before_a_message_is_judged() {
    let (harm, care) = (Outside::new(Way::Up), Outside::new(Way::Up));
    let (_stage, mut seeker, room) = line(&harm, &care).await;
    let kind = seeker.put(&room, 10, "msg", &text("good morning"));
    let foul = seeker.put(&room, 11, "msg", &text("you fool"));
    settle().await;
    assert!(seeker.ok(kind).is_some_and(|taken| taken.seq.is_some()));
    assert_eq!(seeker.err_code(foul), Some(Code::Blocked));
    assert_eq!(harm.asked.load(SeqCst), 2);
}

#[tokio::test]
async fn with_any_models_down_a_human_sees_no_less() {
    for harm in WAYS {
        for care in WAYS {
            let (stage, mut seeker, room) = line(&Outside::new(harm), &Outside::new(care)).await;
            let words = [
                "good morning",
                "you fool",
                "I am tired",
                "what a fool I was",
                "yes",
            ];
            for (cid, words) in (10..).zip(words) {
                let said = say(&stage, &mut seeker, (&room, cid, words)).await;
                let (seen, up) = (seeker.ok(said), !words.contains("fool"));
                assert!(seen.is_some() || !up, "{words}: {harm:?}, {care:?}");
                // With the model that could block it down, a moderator has it.
                assert_eq!(seen.is_some(), up || harm != Way::Up, "{words}: {harm:?}");
            }
            let n_holds = stage.line.counters().holds;
            assert_eq!(
                n_holds,
                if harm == Way::Up { 0 } else { 5 },
                "{harm:?}, {care:?}"
            );
        }
    }
}

#[tokio::test]
async fn words_with_a_sign_of_danger_wait_for_no_model_and_go_to_none() {
    let (harm, care) = (Outside::new(Way::Hangs), Outside::new(Way::Hangs));
    let (_stage, mut seeker, room) = line(&harm, &care).await;
    let said = seeker.put(&room, 10, "msg", &text("I want to kill myself tonight"));
    settle().await;
    assert!(seeker.ok(said).is_some_and(|taken| taken.seq.is_some()));
    assert_eq!(harm.asked.load(SeqCst) + care.asked.load(SeqCst), 0);
}

#[tokio::test]
async fn a_call_for_a_person_waits_for_no_model_and_words_in_a_room_stay_in_order() {
    let (harm, care) = (Outside::new(Way::Hangs), Outside::new(Way::Up));
    let (stage, mut seeker, room) = line(&harm, &care).await;
    let first = seeker.put(&room, 10, "msg", &text("good morning"));
    let second = seeker.put(&room, 11, "msg", &text("good evening"));
    let danger = seeker.put(&room, 12, "msg", &text("I want to kill myself tonight"));
    let here = seeker.put(&room, 13, "signal", "{}");
    let own = seeker.put("@me", 14, "signal", "{}");
    settle().await;
    // No time has passed: the model still says nothing, and what was said before it waits.
    assert!(seeker.ok(here).is_some() && seeker.ok(own).is_some());
    assert!(
        [first, second, danger]
            .into_iter()
            .all(|put| seeker.ok(put).is_none())
    );
    for _ in 0..2 {
        stage.clock.advance(Millis::new(200));
        settle().await;
    }
    assert!(seeker.ok(first).is_some() && seeker.ok(second).is_some());
    assert!(seeker.ok(danger).is_some_and(|taken| taken.seq.is_some()));
}

#[tokio::test]
async fn an_outage_is_counted_and_written_down_and_costs_nobody_any_time() {
    let (harm, care) = (Outside::new(Way::Hangs), Outside::new(Way::Up));
    let (stage, mut seeker, place) = line(&harm, &care).await;
    let mut moderator = stage.staff(9, Role::Moderator).await;
    moderator.open("#mod/main");
    settle().await;
    let steps = |moderator: &Client| {
        let states = moderator.of_kind("#mod/main", &Kind::State).into_iter();
        states
            .map(|ev| super::client::field(&ev, "step"))
            .collect::<Vec<_>>()
    };
    for cid in 10..13 {
        say(&stage, &mut seeker, (&place, cid, "good morning")).await;
    }
    assert_eq!(steps(&moderator), ["model_down"]);
    let counted = stage.line.counters();
    assert_eq!((counted.model_failures, counted.model_outages), (3, 1));

    // No time passes, and it is answered.
    let said = seeker.put(&place, 13, "msg", &text("good evening"));
    settle().await;
    assert!(seeker.ok(said).is_some());
    assert_eq!(stage.line.counters().models_unasked, 1);
    assert_eq!(harm.asked.load(SeqCst), 3);

    harm.go(Way::Up);
    stage.clock.advance(Breaker::RESTS);
    settle().await;
    let said = seeker.put(&place, 14, "msg", &text("good night"));
    settle().await;
    assert!(seeker.ok(said).is_some_and(|taken| taken.seq.is_some()));
    assert_eq!(steps(&moderator), ["model_down", "model_up"]);
}
