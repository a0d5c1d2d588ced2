//! A sink that remembers what it was asked to bring.

use std::future::pending;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use async_trait::async_trait;

use crate::ports::EscalationSink;
use crate::ports::GuardianBell;
use crate::ports::GuardianCall;
use crate::ports::Page;
use crate::ports::PortError;
use crate::ports::PortErrorKind;

/// Records pages instead of calling anybody; can be told to fail or to hang. Clones share the
/// record.
#[derive(Clone, Debug, Default)]
pub struct RecordingSink {
    record: Arc<Mutex<Record>>,
}

impl RecordingSink {
    /// Returns the pages it took, in order.
    #[must_use]
    pub fn pages(&self) -> Vec<Page> {
        self.record().pages.clone()
    }

    /// Returns the pages that were called off, in order.
    #[must_use]
    pub fn called_off(&self) -> Vec<Page> {
        self.record().called_off.clone()
    }

    /// Returns the calls to guardians that it took, in order.
    #[must_use]
    pub fn guardian_calls(&self) -> Vec<GuardianCall> {
        self.record().guardian_calls.clone()
    }

    /// Returns how often it was asked, whatever it answered.
    #[must_use]
    pub fn attempts(&self) -> u64 {
        self.record().attempts
    }

    /// Refuses every page from now on.
    pub fn fail(&self, kind: PortErrorKind) {
        self.record().mood = Mood::Fail(kind);
    }

    /// Never answers from now on.
    pub fn hang(&self) {
        self.record().mood = Mood::Hang;
    }

    /// Takes pages again.
    pub fn recover(&self) {
        self.record().mood = Mood::Take;
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn receive(&self, page: &Page) -> Mood {
        let mut record = self.record();
        record.attempts = record.attempts.saturating_add(1);
        if matches!(record.mood, Mood::Take) {
            record.pages.push(page.clone());
        }
        record.mood
    }
}

#[async_trait]
impl EscalationSink for RecordingSink {
    async fn page(&self, page: &Page) -> Result<(), PortError> {
        match self.receive(page) {
            Mood::Take => Ok(()),
            Mood::Fail(kind) => Err(PortError::new("sink", kind)),
            Mood::Hang => pending().await,
        }
    }

    async fn call_off(&self, page: &Page) -> Result<(), PortError> {
        let mood = self.record().mood;
        match mood {
            Mood::Take => {
                self.record().called_off.push(page.clone());
                Ok(())
            }
            Mood::Fail(kind) => Err(PortError::new("sink", kind)),
            Mood::Hang => pending().await,
        }
    }
}

#[async_trait]
impl GuardianBell for RecordingSink {
    async fn ring(&self, call: &GuardianCall) -> Result<(), PortError> {
        let mood = {
            let mut record = self.record();
            record.attempts = record.attempts.saturating_add(1);
            if matches!(record.mood, Mood::Take) {
                record.guardian_calls.push(call.clone());
            }
            record.mood
        };
        match mood {
            Mood::Take => Ok(()),
            Mood::Fail(kind) => Err(PortError::new("sink", kind)),
            Mood::Hang => pending().await,
        }
    }
}

#[derive(Debug, Default)]
struct Record {
    pages: Vec<Page>,
    guardian_calls: Vec<GuardianCall>,
    called_off: Vec<Page>,
    attempts: u64,
    mood: Mood,
}

#[derive(Clone, Copy, Debug, Default)]
enum Mood {
    #[default]
    Take,
    Fail(PortErrorKind),
    Hang,
}
