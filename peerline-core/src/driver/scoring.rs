//! Models outside: asked about a message before the engine judges it, each within its deadline.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use futures_util::FutureExt as _;
use futures_util::future::Either;
use futures_util::future::join_all;
use futures_util::future::select;

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

impl Connection<'_> {
    /// Asks what models outside say about the words of a put, where the policy wants to know.
    ///
    /// Words with a sign of danger wait for no model and go to none: they are published whatever one
    /// would say. Of responders everything is asked, since nobody looks for danger in their words.
    pub(super) async fn bring_scores(&self, put: &PutRequest) -> Result<Scores, ()> {
        let shared = &self.line.shared;
        let (models, tally) = (&shared.models, &shared.tally);
        let asked = models.asked();
        let (Act::Say { text, language, .. } | Act::Edit { text, language, .. }) = &put.act else {
            return Ok(Scores::NONE);
        };
        let language = language.as_ref();
        let elsewhere = !matches!(put.room, Address::Room(_));
        if asked.is_empty() || elsewhere || !self.responds && models.finds_danger(text, language) {
            return Ok(Scores::NONE);
        }
        let clock = shared.ports.clock.as_ref();
        let ask = |(name, deadline): &(String, Millis)| {
            let (name, deadline) = (name.clone(), *deadline);
            async move {
                let heard = models.ask(clock, (&name, deadline), (text, language));
                heard.await
            }
        };
        let mut scores = Scores::NONE;
        for heard in join_all(asked.iter().map(ask)).await {
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
        Ok(scores)
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
