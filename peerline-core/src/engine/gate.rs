//! Newcomers: asked once, before their peers and never before a responder.

use super::Answer;
use super::ConnId;
use super::Engine;
use super::Why;
use super::puts::Author;
use crate::identity;
use crate::identity::Asks;
use crate::identity::GateAnswer;
use crate::identity::Knock;
use crate::identity::Lack;
use crate::vocab::AccountId;
use crate::vocab::Timestamp;

impl Engine {
    /// Returns what newcomers are asked for now, as the line tells everybody who comes.
    pub fn asks(&mut self, now: Timestamp) -> Asks {
        self.turn_door(now);
        self.policies.gate.asks(&self.door, now)
    }

    /// Asks a newcomer, and returns what they lack. Nobody else is asked.
    pub(super) fn ask_newcomer(
        &mut self,
        conn: ConnId,
        account: AccountId,
        knock: Option<Box<Knock>>,
    ) -> Option<Lack> {
        let knock = knock.filter(|_| self.is_new(account))?;
        self.turn_door(self.turn.now);
        self.door.knocked();
        let lack = self.admit(&knock).err();
        if lack.is_some() {
            self.presence.knocks.insert(conn, knock);
        }
        if lack == Some(Lack::WrongPass) {
            self.drop_pass(&[conn]);
        }
        lack
    }

    /// Adds to what somebody brought on each of their connections: what a gate asks for together may
    /// be brought one after the other.
    fn bring(&mut self, conns: &[ConnId], answer: &GateAnswer) -> Vec<Box<Knock>> {
        let mut knocks = Vec::new();
        for conn in conns {
            if let Some(knock) = self.presence.knocks.get_mut(conn) {
                knock.answer.add(answer);
                knocks.push(knock.clone());
            }
        }
        knocks
    }

    /// Forgets a pass that is none: what is brought next is not to count as another try.
    fn drop_pass(&mut self, conns: &[ConnId]) {
        for conn in conns {
            if let Some(knock) = self.presence.knocks.get_mut(conn) {
                knock.answer.pass = None;
            }
        }
    }

    /// A newcomer brings what they lacked; who is in already is in.
    pub(super) fn pass_gate(&mut self, author: Author, answer: GateAnswer) -> Answer {
        let account = author.account;
        if !self.is_at_the_gate(account) {
            return Answer::DONE;
        }
        self.turn_door(self.turn.now);
        let conns = self.presence.conns(account);
        // A proof of work is for one connection; which one it is made for need not be said.
        let knocks = self.bring(&conns, &answer);
        let solved = knocks.iter().position(|knock| {
            let gate = &self.policies.gate;
            gate.admit(&self.door, self.turn.now, knock).is_ok()
        });
        let Some(knock) = knocks.into_iter().nth(solved.unwrap_or_default()) else {
            return Answer::DONE;
        };
        if let Err(lack) = self.admit(&knock) {
            if lack == Lack::WrongPass {
                self.drop_pass(&conns);
            }
            return self.refuse_at_gate(account, lack);
        }
        for conn in conns {
            self.presence.knocks.remove(&conn);
        }
        self.see(account);
        Answer::DONE
    }

    /// Returns whether somebody is connected who has not passed the gate.
    pub(super) fn is_at_the_gate(&self, account: AccountId) -> bool {
        let conns = self.presence.conns(account);
        let waits = conns
            .iter()
            .any(|conn| self.presence.knocks.contains_key(conn));
        waits && self.is_new(account)
    }

    fn admit(&mut self, knock: &Knock) -> Result<(), Lack> {
        let admitted = self.policies.gate.admit(&self.door, self.turn.now, knock);
        match admitted {
            Ok(()) => self.door.let_in(knock),
            Err(Lack::WrongPass) => self.door.tried(knock),
            Err(_) => {}
        }
        admitted
    }

    fn is_new(&self, account: AccountId) -> bool {
        let book = &self.state.identity;
        book.presence(account).is_none() && !book.is_staff(account)
    }

    fn turn_door(&mut self, now: Timestamp) {
        let seed = &self.seed;
        self.door
            .turn(now, || seed.apart("door").entropy(now.unix_millis()).draw());
    }

    fn refuse_at_gate(&self, account: AccountId, lack: Lack) -> Answer {
        let language = self.presence.language(account);
        let (why, retry) = match lack {
            Lack::Wait { retry } => (Why::Rate, Some(retry)),
            Lack::Pass | Lack::WrongPass | Lack::Work { .. } => (Why::Denied, None),
        };
        Answer::Refused {
            why,
            retry,
            decision: None,
            say: Some(identity::say_lack(lack, language.as_ref()).to_owned()),
        }
    }
}
