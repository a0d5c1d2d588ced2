//! Lockers, read for whoever they belong to: the engine does not hold what is in them.

use super::connection::Connection;
use super::message::Message;
use crate::identity::Drawer;
use crate::identity::LockerBlob;
use crate::identity::LockerFact;
use crate::identity::Principal;
use crate::log::Fact;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::protocol;
use crate::protocol::Code;
use crate::protocol::Key;
use crate::protocol::LockerBody;
use crate::session::Answer;
use crate::session::Question;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// How many rows are read at once: more than a locker ever has.
const ROWS: usize = 256;
/// What a client is told to wait where the store cannot be read.
const BUSY: Millis = Millis::from_secs(1);

impl Connection<'_> {
    /// Takes the name of the device.
    pub(super) fn on_device(&mut self, principal: Principal, secret: Option<Key>) -> Principal {
        let principal = match secret {
            Some(Key(secret)) => principal.on_device(&secret),
            None => principal,
        };
        self.device_id = principal.device();
        principal
    }

    /// Returns what the loop is asked; answers what it has no part in.
    pub(super) async fn asked(&mut self, reference: u64, question: Question) -> Option<Message> {
        if let Question::Login { token } = &question {
            return self.checked(reference, token);
        }
        if question == Question::Locker {
            self.tell_locker(reference).await;
            return None;
        }
        Some(Message::Ask {
            conn: self.conn,
            reference,
            question,
        })
    }

    /// Answers with the locker of whoever is here.
    async fn tell_locker(&mut self, reference: u64) {
        let answer = match self.arrived {
            Some(account) => match self.locker(account).await {
                Ok(locker) => Answer::told(&locker),
                Err(_) => busy(),
            },
            None => Answer::refuse(Code::Denied),
        };
        self.session.ask_answered(reference, answer);
    }

    async fn locker(&self, account: AccountId) -> Result<LockerBody, PortError> {
        let log = RoomName::Locker(account);
        let rows = self.stored(&log, Seq::ZERO, ROWS).await?;
        let (mut drawer, mut kept) = (Drawer::default(), None::<LockerBlob>);
        for row in rows {
            let entry = protocol::decode_entry(&row.event.body);
            let entry = entry
                .map_err(|error| PortError::new("locker", PortErrorKind::Corrupt).because(error))?;
            let Fact::Locker(fact) = entry.fact else {
                continue;
            };
            drawer.apply(entry.at, &fact);
            if let LockerFact::Kept { blob, .. } = fact {
                kept = Some(blob);
            }
        }
        Ok(LockerBody {
            version: drawer.version,
            blob: kept,
            uses: drawer.uses,
            used: drawer.last_other(self.device_id),
        })
    }
}

const fn busy() -> Answer {
    Answer::Refused {
        code: Code::Busy,
        retry_ms: Some(BUSY.get()),
        until: None,
        scope: None,
        decision: None,
        say: None,
    }
}
