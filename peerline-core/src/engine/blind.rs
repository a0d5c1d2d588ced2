//! Who gets blind tickets, and what somebody is told who gets none.

use super::Answer;
use super::Bar;
use super::ConnId;
use super::Engine;
use super::Why;
use crate::identity::Admission;
use crate::identity::Principal;
use crate::identity::blind::BlindRefusal;
use crate::vocab::AccountId;
use crate::vocab::Timestamp;

impl Engine {
    /// Returns how somebody stands who asks for blind tickets. Who gets no tickets at all gets
    /// none of these.
    pub(crate) fn stands_for_blind(
        &self,
        now: Timestamp,
        conn: ConnId,
    ) -> Result<(AccountId, Admission), Answer> {
        let account = self.presence.account(conn);
        let account = account.ok_or_else(|| Answer::refuse(Why::Denied))?;
        if self.is_help_only(account) {
            return Err(self.bar(account, Bar::HelpOnly, None));
        }
        let principal = Principal::assert_verified(account, "its connection proved it");
        let (standing, book) = (&self.policies.standing, &self.state.identity);
        if standing.class(book, now, &principal).is_none() {
            return Err(Answer::refuse(Why::Denied));
        }
        Ok((account, standing.admit(book, now, &principal)))
    }

    /// Says why there is no blind ticket, and what there is instead.
    pub(crate) fn no_blind_ticket(&self, account: AccountId, refusal: BlindRefusal) -> Answer {
        match refusal {
            BlindRefusal::Ticket(refusal) => self.bar(account, Bar::Ticket(refusal), None),
            BlindRefusal::Malformed | BlindRefusal::Proof => Answer::refuse(Why::OutOfPlace),
            BlindRefusal::TooMany => Answer::refuse(Why::TooBig),
            BlindRefusal::Rate { retry } => Answer::Refused {
                why: Why::Rate,
                retry: Some(retry),
                decision: None,
                say: None,
            },
            BlindRefusal::Probation { until } => self.bar(account, Bar::Probation, Some(until)),
            BlindRefusal::HelpOnly { until, .. } => self.bar(account, Bar::HelpOnly, Some(until)),
        }
    }
}
