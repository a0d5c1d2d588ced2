//! A page as a line in the log, for somebody who watches it.

use async_trait::async_trait;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::GuardianBell;
use peerline_core::ports::GuardianCall;
use peerline_core::ports::Page;
use peerline_core::ports::PortError;

use super::webhook::GUARDIANS;
use super::webhook::target_name;

/// Writes each page, and each call to guardians, as an ERROR line; takes every one.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct LogSink;

#[async_trait]
impl EscalationSink for LogSink {
    async fn page(&self, page: &Page) -> Result<(), PortError> {
        let wanted = if page.supervisor {
            "A SUPERVISOR IS NEEDED"
        } else {
            "A HUMAN IS NEEDED"
        };
        tracing::error!(
            case = %page.case,
            step = page.step,
            target = %target_name(page.target),
            priority = ?page.priority,
            drill = page.drill,
            "{wanted}: open /responder"
        );
        Ok(())
    }
}

#[async_trait]
impl GuardianBell for LogSink {
    async fn ring(&self, call: &GuardianCall) -> Result<(), PortError> {
        tracing::error!(
            target = GUARDIANS,
            drill = call.drill,
            "GUARDIANS ARE ASKED: call them"
        );
        Ok(())
    }
}
