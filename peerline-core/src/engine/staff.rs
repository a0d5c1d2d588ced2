//! Which roles of somebody are in force, and what they may do with them now.

use std::collections::BTreeSet;

use super::Answer;
use super::Asker;
use super::ConnId;
use super::Engine;
use super::Info;
use super::Output;
use super::Why;
use crate::identity;
use crate::identity::Principal;
use crate::identity::StaffClaims;
use crate::identity::StaffLogin;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Role;
use crate::vocab::Sensitive;

impl Engine {
    /// Returns the roles of an account that are in force: all of them, or, where staff log in, all
    /// of them while a connection of the account has a token that holds.
    pub(super) fn roles_in_force(&self, account: AccountId) -> BTreeSet<Role> {
        if self.is_logged_in(account) {
            self.state.identity.roles(account)
        } else {
            BTreeSet::from([Role::Seeker])
        }
    }

    /// Returns the roles of an account that rest until it logs in.
    pub(super) fn resting_roles(&self, account: AccountId) -> Vec<Role> {
        if self.is_logged_in(account) {
            return Vec::new();
        }
        let roles = self.state.identity.roles(account).into_iter();
        roles.filter(|role| role.is_staff()).collect()
    }

    /// Returns the role in force that lets a person do something, or `None`.
    pub(super) fn staff(&self, account: AccountId, capability: Capability) -> Option<Role> {
        let roles = self.roles_in_force(account).into_iter().rev();
        roles.into_iter().find(|role| role.can(capability))
    }

    /// Returns the role in which whoever is on a connection may do something now. Who is refused
    /// for want of a login is told so; the gravest things need one that is minutes old.
    pub(super) fn may(&self, conn: ConnId, capability: Capability) -> Result<Role, Why> {
        let account = self.presence.account(conn).ok_or(Why::Denied)?;
        let roles = self.state.identity.roles(account).into_iter().rev();
        let role = roles.into_iter().find(|role| role.can(capability));
        let role = role.ok_or(Why::Denied)?;
        if !self.is_logged_in(account) {
            return Err(Why::Login);
        }
        if capability.is_sensitive() && !self.is_fresh(conn) {
            return Err(Why::FreshLogin);
        }
        Ok(role)
    }

    /// Takes a token that was checked, for a connection that came before it.
    pub(super) fn log_in(&mut self, asker: Asker, claims: StaffClaims) {
        let now = self.turn.now;
        let Some(account) = self.presence.account(asker.conn) else {
            return self.tell(asker, Answer::refuse(Why::Denied));
        };
        let (until, verified) = (claims.until, claims.verified);
        if until <= now {
            return self.tell(asker, Answer::refuse(Why::Login));
        }
        self.presence.logins.add(asker.conn, claims);
        let told = Info::Login {
            roles: self.roles_in_force(account).into_iter().collect(),
            until,
            verified,
        };
        self.tell(asker, Answer::Told(told));
    }

    /// Ends logins whose time is over: roles rest again, and what only staff read is not sent any
    /// more. Rooms where a person talks with them stay open to both.
    pub(super) fn end_logins(&mut self) {
        for conn in self.presence.logins.ended(self.turn.now) {
            let account = self.presence.account(conn);
            let rests = account.is_some_and(|account| !self.is_logged_in(account));
            if rests {
                self.turn.say(Output::Rest { conn });
            }
        }
    }

    /// Where a login would let somebody do what they are refused, says so.
    pub(super) fn with_a_way_on(&self, account: AccountId, answer: Answer) -> Answer {
        let denied = Answer::refuse(Why::Denied);
        if answer == denied && !self.resting_roles(account).is_empty() {
            return Answer::refuse(Why::Login);
        }
        answer
    }

    /// Returns whether roles of whoever is on a connection rest.
    pub(super) fn would_open(&self, conn: ConnId) -> bool {
        let account = self.presence.account(conn);
        account.is_some_and(|account| !self.resting_roles(account).is_empty())
    }

    /// Where staff log in, an invitation is redeemed by whoever has made a passkey; without, it
    /// stays as it is.
    pub(super) fn may_redeem(&self, principal: &Principal) -> bool {
        match self.policies.staff.login {
            StaffLogin::Optional => true,
            StaffLogin::Required => principal
                .staff()
                .is_some_and(|claims| self.turn.now < claims.until),
        }
    }

    pub(super) fn redeem(&mut self, account: AccountId, secret: Sensitive<[u8; 32]>) -> bool {
        let command = identity::Command::Redeem { account, secret };
        self.identify(command)
    }

    pub(super) fn bring_login(&mut self, conn: ConnId, principal: &Principal) {
        if let Some(claims) = principal.staff() {
            self.presence.logins.add(conn, claims.clone());
        }
    }

    pub(super) fn is_logged_in(&self, account: AccountId) -> bool {
        match self.policies.staff.login {
            StaffLogin::Optional => true,
            StaffLogin::Required => {
                let conns = self.presence.conns(account).into_iter();
                conns
                    .filter_map(|conn| self.presence.logins.of(conn))
                    .any(|claims| self.turn.now < claims.until)
            }
        }
    }

    fn is_fresh(&self, conn: ConnId) -> bool {
        let terms = &self.policies.staff;
        match terms.login {
            StaffLogin::Optional => true,
            StaffLogin::Required => self
                .presence
                .logins
                .of(conn)
                .is_some_and(|claims| claims.is_fresh(self.turn.now, terms.fresh)),
        }
    }
}
