//! Logins of staff: tokens checked where a connection is, told to the loop, ended by it.

use futures_channel::oneshot;

use super::connection::Connection;
use super::core::Core;
use super::line::Shared;
use super::message::Message;
use crate::engine::Asker;
use crate::engine::ConnId;
use crate::engine::Input;
use crate::identity::Principal;
use crate::identity::PublicKey;
use crate::identity::Spent;
use crate::identity::StaffClaims;
use crate::identity::TokenRefusal;
use crate::identity::invite_digest;
use crate::protocol;
use crate::protocol::Code;
use crate::protocol::Scope;
use crate::session::Answer;
use crate::session::Joined;
use crate::vocab::AccountId;
use crate::vocab::Clearance;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// Somebody with a role of staff.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a host's test makes one")]
pub struct StaffMember {
    /// Who.
    pub account: AccountId,
    /// Their roles.
    pub roles: Vec<Role>,
    /// What they are cleared for, where they have a clearance of their own.
    pub clearance: Option<Clearance>,
}

/// Checks a token that a device brought.
fn read(
    shared: &Shared,
    now: Timestamp,
    device: &PublicKey,
    token: &Sensitive<String>,
) -> Result<StaffClaims, TokenRefusal> {
    let issuer = shared.staff.issuer.as_ref();
    let issuer = issuer.ok_or(TokenRefusal::Forged)?;
    protocol::read_staff_token(issuer, now, device, token.expose())
}

/// Says on the wire what is wrong with a login.
const fn why(refusal: TokenRefusal) -> &'static str {
    match refusal {
        TokenRefusal::Ended => "ended",
        TokenRefusal::Forged | TokenRefusal::OtherDevice | TokenRefusal::NotYet => "refused",
    }
}

/// Refuses a token that was brought with a question.
pub(super) const fn refused() -> Answer {
    Answer::Refused {
        code: Code::Denied,
        retry_ms: None,
        until: None,
        scope: Some(Scope::Login),
        decision: None,
        say: None,
    }
}

impl Connection<'_> {
    /// A token that does not hold keeps nobody out: roles rest, and the welcome says why.
    pub(super) fn with_login(
        &mut self,
        principal: Principal,
        token: Option<&Sensitive<String>>,
    ) -> Principal {
        match token.map(|token| self.check(token)) {
            None => principal,
            Some(Ok(claims)) => principal.logged_in(claims),
            Some(Err(refusal)) => {
                self.login = Some(why(refusal));
                principal
            }
        }
    }

    fn check(&self, token: &Sensitive<String>) -> Result<StaffClaims, TokenRefusal> {
        let device = self.device.as_ref().ok_or(TokenRefusal::OtherDevice)?;
        read(&self.line.shared, self.now(), device, token)
    }

    pub(super) fn welcome(&mut self, now: Timestamp, joined: Joined) {
        self.note_roles(joined.roles.iter().chain(&joined.resting).copied());
        let login = self.login.or(joined.login);
        self.session.joined(now, Joined { login, ..joined });
    }

    /// Returns what the loop is told of a token that holds; answers one that does not.
    pub(super) fn checked(&mut self, reference: u64, token: &Sensitive<String>) -> Option<Message> {
        match self.check(token) {
            Ok(claims) => Some(Message::Login {
                conn: self.conn,
                reference,
                claims: Box::new(claims),
            }),
            Err(_) => {
                self.session.ask_answered(reference, refused());
                None
            }
        }
    }
}

impl Core {
    /// Takes a login that was checked; an engine that is built anew is told of it too.
    pub(super) fn log_in(&mut self, asker: Asker, claims: StaffClaims) {
        self.hub.log_in(asker.conn, &claims);
        self.handle(Input::Login { asker, claims });
    }

    /// Says which role an invitation gives that can still be redeemed.
    pub(super) fn tell_invitation(
        &mut self,
        secret: &Sensitive<[u8; 32]>,
        reply: oneshot::Sender<Option<Role>>,
    ) {
        let now = self.now();
        let invite = self
            .engine
            .state()
            .identity()
            .invite(&invite_digest(secret));
        let open = invite.filter(|invite| invite.spent == Spent::Open && now < invite.until);
        // An error means that nobody waits any more.
        let _ = reply.send(open.map(|invite| invite.role));
    }

    /// Says who has which role of staff.
    pub(super) fn tell_staff(&self, reply: oneshot::Sender<Vec<StaffMember>>) {
        let book = self.engine.state().identity();
        let staff = book.staff().map(|(account, roles)| StaffMember {
            account,
            roles: roles.iter().copied().collect(),
            clearance: book.clearance(account),
        });
        // An error means that nobody waits any more.
        let _ = reply.send(staff.collect());
    }

    /// Takes every role back from somebody; answered when that is durable.
    pub(super) fn dismiss(&mut self, account: AccountId, reply: oneshot::Sender<()>) {
        let reference = self.next_reference();
        self.settling.insert(reference, reply);
        self.handle(Input::Dismiss { reference, account });
    }

    /// Clears a supporter for something of their own; answered when that is durable.
    pub(super) fn clear(
        &mut self,
        (account, clearance): (AccountId, Clearance),
        reply: oneshot::Sender<()>,
    ) {
        // Whoever does not support is told at once that it is refused: nobody will answer.
        if !self.engine.state().identity().may_support(account) {
            return;
        }
        let reference = self.next_reference();
        self.settling.insert(reference, reply);
        self.handle(Input::Clear {
            reference,
            account,
            clearance,
        });
    }

    /// Makes an invitation; answered when it is durable.
    pub(super) fn invite(
        &mut self,
        (role, clearance): (Role, Option<Clearance>),
        reply: oneshot::Sender<Sensitive<[u8; 32]>>,
    ) {
        let reference = self.next_reference();
        self.invites.insert(reference, reply);
        self.handle(Input::Invite {
            reference,
            role,
            clearance,
        });
        if !self.commits.will_invite(reference) {
            self.invites.remove(&reference);
        }
    }

    /// Hands an invitation to the operator.
    pub(super) fn invited(&mut self, reference: u64, secret: Sensitive<[u8; 32]>) {
        if let Some(reply) = self.invites.remove(&reference) {
            // An error means that the operator does not wait any more.
            let _ = reply.send(secret);
        }
    }

    /// Tells the operator that roles are taken back.
    pub(super) fn settled(&mut self, reference: u64) {
        if let Some(reply) = self.settling.remove(&reference) {
            // An error means that the operator does not wait any more.
            let _ = reply.send(());
        }
    }

    /// Stops sending what only staff read.
    pub(super) fn rest(&mut self, conn: ConnId) {
        for room in self.hub.rooms_of(conn) {
            if room.is_staff() {
                self.expel(conn, &room);
            }
        }
    }
}
