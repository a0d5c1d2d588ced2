//! Models outside: asked about a message before the engine judges it, each within its deadline.

use std::collections::BTreeMap;
use std::future::pending;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use futures_util::FutureExt as _;
use futures_util::StreamExt as _;
use futures_util::future::Either;
use futures_util::future::join_all;
use futures_util::future::select;
use futures_util::stream::FuturesUnordered;

use super::connection::Connection;
use super::counters::Tally;
use super::message::Message;
use crate::crisis::assess;
use crate::crisis::assess::RiskAssessor;
use crate::log::Act;
use crate::moderation::Breaker;
use crate::moderation::ModerationPolicy;
use crate::moderation::Scores;
use crate::moderation::Turned;
use crate::ports::Clock;
use crate::ports::SlowFinding;
use crate::ports::SlowSignal;
use crate::protocol::Address;
use crate::session::PutRequest;
use crate::vocab::Band;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::Text;

/// The models that the host connects, and which of them the policy in force asks.
#[derive(Debug)]
pub(super) struct Models {
    connected: BTreeMap<String, Model>,
    asked: Mutex<Arc<[(String, Millis)]>>,
    risk: Arc<dyn RiskAssessor>,
}

#[derive(Debug)]
struct Model {
    signal: Arc<dyn SlowSignal>,
    breaker: Mutex<Breaker>,
}

/// What one model said, and what changed with it.
#[derive(Debug)]
struct Heard {
    model: String,
    finding: SlowFinding,
    turned: Option<Turned>,
}

impl Models {
    pub(super) fn new(
        connected: &BTreeMap<String, Arc<dyn SlowSignal>>,
        policy: &dyn ModerationPolicy,
        risk: Arc<dyn RiskAssessor>,
    ) -> Self {
        let model = |(name, signal): (&String, &Arc<dyn SlowSignal>)| {
            let (signal, breaker) = (Arc::clone(signal), Mutex::default());
            (name.clone(), Model { signal, breaker })
        };
        let models = Self {
            connected: connected.iter().map(model).collect(),
            asked: Mutex::new(Arc::new([])),
            risk,
        };
        models.go_by(policy);
        models
    }

    /// Asks the models of another policy from now on.
    pub(super) fn go_by(&self, policy: &dyn ModerationPolicy) {
        let asked = policy.asks().into_iter();
        let asked = asked.map(|(name, deadline)| (name.to_owned(), deadline));
        *held(&self.asked) = asked.collect();
    }

    fn asked(&self) -> Arc<[(String, Millis)]> {
        Arc::clone(&held(&self.asked))
    }

    /// Asks one model; a failure is a value, and so are silence and a panic.
    async fn ask(
        &self,
        clock: &dyn Clock,
        (name, deadline): (&str, Millis),
        (text, language): (&Text, Option<&Language>),
    ) -> Option<Heard> {
        let model = self.connected.get(name)?;
        let now = clock.now();
        if !held(&model.breaker).asks(now) {
            return None;
        }
        let answer = AssertUnwindSafe(model.signal.score(text, language)).catch_unwind();
        let finding = match select(answer, clock.sleep_until(now.after(deadline))).await {
            Either::Left((Ok(SlowFinding::Score(score)), _)) => SlowFinding::of(score.into()),
            Either::Left((Ok(SlowFinding::Unavailable) | Err(_), _)) | Either::Right(((), _)) => {
                SlowFinding::Unavailable
            }
        };
        let mut breaker = held(&model.breaker);
        let turned = match finding {
            SlowFinding::Score(_) => breaker.answered(),
            SlowFinding::Unavailable => breaker.failed(clock.now()),
        };
        drop(breaker);
        Some(Heard {
            model: name.to_owned(),
            finding,
            turned,
        })
    }
}

/// A put whose words models look at.
type Asking<'a> = Pin<Box<dyn Future<Output = Scored> + Send + 'a>>;

/// A put, and what each model that the policy wants to hear said of it; `None` where one was left
/// alone.
#[derive(Debug)]
pub(super) struct Scored(Box<PutRequest>, Vec<Option<Heard>>);

/// The puts of one connection that models look at: one of each room at most, since the next in a
/// room waits for the answer to the one before. Nothing else waits for them.
#[derive(Default)]
pub(super) struct Scoring<'a> {
    /// Never locked: it makes what is only ever polled through `&mut` fit to be looked at elsewhere.
    asking: Mutex<FuturesUnordered<Asking<'a>>>,
    scored: Option<Scored>,
}

impl Scoring<'_> {
    /// Waits until all models have been heard about one of the puts.
    ///
    /// # Cancel safety
    /// Safe: no put is lost.
    pub(super) async fn next(&mut self) -> Scored {
        match mine(&mut self.asking).next().await {
            Some(scored) => scored,
            None => pending().await,
        }
    }

    pub(super) fn take(&mut self, scored: Scored) {
        self.scored = Some(scored);
    }
}

impl Connection<'_> {
    /// Hands a put to the loop, at once or when models outside have looked at its words, where the
    /// policy wants to know what they say.
    ///
    /// Words with a sign of danger wait for no model and go to none: they are published whatever one
    /// would say. Of responders everything is asked, since nobody looks for danger in their words.
    pub(super) async fn judge(&mut self, put: Box<PutRequest>) -> Result<(), ()> {
        let (line, models) = (self.line, &self.line.shared.models);
        let asked = models.asked();
        let (Act::Say { text, language, .. } | Act::Edit { text, language, .. }) = &put.act else {
            return self.send_put(put, Scores::NONE).await;
        };
        let elsewhere = !matches!(put.room, Address::Room(_));
        let danger = || !self.responds && models.finds_danger(text, language.as_ref());
        if asked.is_empty() || elsewhere || danger() {
            return self.send_put(put, Scores::NONE).await;
        }
        let words = (text.clone(), language.clone());
        mine(&mut self.scoring.asking).push(Box::pin(async move {
            let (clock, (text, language)) = (line.shared.ports.clock.as_ref(), &words);
            let ask = |(name, deadline): &(String, Millis)| {
                let (name, deadline) = (name.clone(), *deadline);
                async move {
                    let heard = models.ask(clock, (&name, deadline), (text, language.as_ref()));
                    heard.await
                }
            };
            let heard = join_all(asked.iter().map(ask)).await;
            Scored(put, heard)
        }));
        Ok(())
    }

    /// Hands the put to the loop that models have looked at, where there is one.
    pub(super) async fn tell_scores(&mut self) -> Result<(), ()> {
        let Some(Scored(put, heard)) = self.scoring.scored.take() else {
            return Ok(());
        };
        let tally = &self.line.shared.tally;
        let mut scores = Scores::NONE;
        for heard in heard {
            let Some(Heard {
                model,
                finding,
                turned,
            }) = heard
            else {
                Tally::add(&tally.models_unasked);
                continue;
            };
            if let SlowFinding::Score(score) = finding {
                scores = scores.with(&model, score);
            } else {
                Tally::add(&tally.model_failures);
            }
            if let Some(turned) = turned {
                if turned == Turned::Down {
                    Tally::add(&tally.model_outages);
                }
                let turned = Message::Turned { model, turned };
                self.line.send(turned).await?;
            }
        }
        self.send_put(put, scores).await
    }

    async fn send_put(&self, put: Box<PutRequest>, scores: Scores) -> Result<(), ()> {
        let conn = self.conn;
        self.line.send(Message::Put { conn, put, scores }).await
    }

    /// Takes note of what somebody is who joined.
    pub(super) fn note_roles(&mut self, roles: impl IntoIterator<Item = Role>) {
        let mut roles = roles.into_iter();
        self.responds = roles.any(|role| role.can(crate::vocab::Capability::Respond));
    }
}

impl Models {
    fn finds_danger(&self, text: &Text, language: Option<&Language>) -> bool {
        match assess::ask(&*self.risk, text.expose(), language) {
            RiskFinding::Signal { band, .. } => Band::Watch <= band,
            RiskFinding::NoSignal | RiskFinding::Unavailable => false,
        }
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn mine<T>(lock: &mut Mutex<T>) -> &mut T {
    lock.get_mut().unwrap_or_else(PoisonError::into_inner)
}
