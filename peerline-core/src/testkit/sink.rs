//! The laws of an [`EscalationSink`].

use async_trait::async_trait;

use super::expect::Expect;
use super::law::Broken;
use super::law::LawResult;
use crate::ports::EscalationSink;
use crate::ports::Page;
use crate::ports::PageTarget;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Timestamp;

/// The other side of a sink, for the laws.
#[async_trait]
pub trait Desk: Send + Sync {
    /// Makes a sink whose other side takes pages, or refuses each of them.
    async fn sink(&self, takes: bool) -> Box<dyn EscalationSink>;

    /// Returns the keys of the pages that arrived, in order, as the other side read them.
    async fn keys(&self) -> Vec<String>;
}

/// Holds a sink to every law; stops at the first that is broken.
///
/// # Errors
/// The law that is broken, and how that showed.
pub async fn judge(desk: &dyn Desk) -> Result<(), Broken> {
    page_carries_its_key(desk).await?;
    refusal_is_an_error(desk).await
}

/// The same page may come again; its key travels with it, so that the other side can tell.
///
/// # Errors
/// Where a repeated page has another key, or two pages share one.
pub async fn page_carries_its_key(desk: &dyn Desk) -> LawResult {
    let expect = Expect("page_carries_its_key");
    let sink = desk.sink(true).await;
    for step in [0, 0, 1] {
        expect.done(sink.page(&page(step)).await)?;
    }
    let keys = desk.keys().await;
    let [first, again, other] = keys.as_slice() else {
        return expect.that(false, "not every page arrived once");
    };
    expect.that(first == again, "the same page came under another key")?;
    expect.that(first != other, "two pages came under one key")
}

/// `Ok` means that the other side took it.
///
/// # Errors
/// Where a refused page counts as delivered.
pub async fn refusal_is_an_error(desk: &dyn Desk) -> LawResult {
    let expect = Expect("refusal_is_an_error");
    let sink = desk.sink(false).await;
    expect.that(
        sink.page(&page(0)).await.is_err(),
        "a refused page counts as delivered",
    )
}

fn page(step: u32) -> Page {
    let (case, since) = (
        CaseId::from_bytes([7; 16]),
        Timestamp::from_unix_millis(1_000),
    );
    Page::new(case, step, PageTarget::LastResort, Band::High, since)
}
