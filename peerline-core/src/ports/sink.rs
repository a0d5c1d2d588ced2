//! Where pages go: to humans.

use std::fmt::Debug;

use async_trait::async_trait;
use serde::Deserialize;
use serde::Serialize;

use super::PortError;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Timestamp;

/// Brings a page to a human: a webhook, a mail, an event of an alerting service.
///
/// # Contract
/// - Keyed: the same page may come again after a crash; `(case, step, target)` is its key and
///   travels with it, so that the other side can tell (`page_carries_its_key`).
/// - Honest: `Ok` means that the other side took it; a time-out is an error (`refusal_is_an_error`).
///
/// # Privacy
/// A page holds no word of a person and no name.
#[async_trait]
pub trait EscalationSink: Debug + Send + Sync {
    /// Delivers a page.
    ///
    /// # Errors
    /// `Unavailable` where a retry can help, `Refused` where it cannot.
    ///
    /// # Cancel safety
    /// Dropping the future leaves it unknown whether the page went out; it will be sent again.
    async fn page(&self, page: &Page) -> Result<(), PortError>;

    /// Takes a page back that [`page`](Self::page) delivered: somebody has the case, or it is over. The
    /// same page never comes again. What cannot take anything back, as a mail cannot, does nothing.
    ///
    /// # Errors
    /// `Unavailable` where a retry can help, `Refused` where it cannot.
    ///
    /// # Cancel safety
    /// Dropping the future leaves it unknown whether the other side knows; it will be told again.
    async fn call_off(&self, page: &Page) -> Result<(), PortError> {
        let _ = page;
        Ok(())
    }
}

/// One call for a human, without a word of the person.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Page {
    /// The case.
    pub case: CaseId,
    /// The ladder's step, from 0.
    pub step: u32,
    /// Whom it is for.
    pub target: PageTarget,
    /// How soon a person is needed.
    pub priority: Band,
    /// When the signal came.
    pub since: Timestamp,
    /// Whether this is a drill.
    pub drill: bool,
    /// Whether it calls a supervisor to a case that somebody has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub supervisor: bool,
}

impl Page {
    /// Makes a page.
    #[must_use]
    pub const fn new(
        case: CaseId,
        step: u32,
        target: PageTarget,
        priority: Band,
        since: Timestamp,
    ) -> Self {
        Self {
            case,
            step,
            target,
            priority,
            since,
            drill: false,
            supervisor: false,
        }
    }
}

/// Whom a page is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PageTarget {
    /// Everybody whose responder page is open.
    Console,
    /// The people of one ring of the on-call schedule.
    OnCall {
        /// Which ring, from 1.
        ring: u8,
    },
    /// The end of the ladder, which needs no roster.
    LastResort,
}
