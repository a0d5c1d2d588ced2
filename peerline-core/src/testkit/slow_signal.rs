//! The laws of a [`SlowSignal`].

use async_trait::async_trait;

use super::expect::Expect;
use super::law::Broken;
use super::law::LawResult;
use crate::moderation::Scores;
use crate::ports::SlowFinding;
use crate::ports::SlowSignal;
use crate::vocab::Language;
use crate::vocab::Text;

/// The other side of a slow signal, for the laws.
#[async_trait]
pub trait Outside: Send + Sync {
    /// Makes a signal whose other side looks, or fails each time in one of its ways.
    async fn signal(&self, works: bool) -> Box<dyn SlowSignal>;
}

/// Holds a slow signal to every law; stops at the first that is broken.
///
/// # Errors
/// The law that is broken, and how that showed.
pub async fn judge(outside: &dyn Outside) -> Result<(), Broken> {
    slow_score_is_within_bounds(outside).await?;
    slow_failure_is_a_value(outside).await
}

/// What looks gives a score, and none beyond the highest.
///
/// # Errors
/// Where there is none although the other side works, or it is out of bounds.
pub async fn slow_score_is_within_bounds(outside: &dyn Outside) -> LawResult {
    let expect = Expect("slow_score_is_within_bounds");
    let signal = outside.signal(true).await;
    for text in texts() {
        for language in [None, Some(Language::english())] {
            let found = signal.score(&text, language.as_ref()).await;
            let SlowFinding::Score(score) = found else {
                return expect.that(false, "the other side works, and there is no score");
            };
            expect.that(score <= Scores::MOST, "a score beyond the highest")?;
        }
    }
    Ok(())
}

/// What could not look has no score, each time.
///
/// # Errors
/// Where a failure reads as a score.
pub async fn slow_failure_is_a_value(outside: &dyn Outside) -> LawResult {
    let expect = Expect("slow_failure_is_a_value");
    let signal = outside.signal(false).await;
    for text in texts() {
        let found = signal.score(&text, None).await;
        let honest = found == SlowFinding::Unavailable;
        expect.that(honest, "a failure reads as a score")?;
    }
    Ok(())
}

/// Plain words, quotes and braces, and characters of several bytes.
fn texts() -> impl Iterator<Item = Text> {
    let texts = [
        "good morning",
        "she said \"no\" {\\}",
        "é \u{1f989} \u{200b}x",
    ];
    texts.into_iter().filter_map(|text| Text::new(text).ok())
}
