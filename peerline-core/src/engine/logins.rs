//! Which connection brought which login. Lives in memory alone.

use std::collections::BTreeMap;

use super::ConnId;
use crate::identity::StaffClaims;
use crate::vocab::Timestamp;

/// Logins of staff, by the connection that brought the token.
#[derive(Debug, Default)]
pub(super) struct Logins(BTreeMap<ConnId, StaffClaims>);

impl Logins {
    pub(super) fn add(&mut self, conn: ConnId, claims: StaffClaims) {
        self.0.insert(conn, claims);
    }

    pub(super) fn remove(&mut self, conn: ConnId) {
        self.0.remove(&conn);
    }

    pub(super) fn of(&self, conn: ConnId) -> Option<&StaffClaims> {
        self.0.get(&conn)
    }

    /// Returns when the first of them ends.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.0.values().map(|claims| claims.until).min()
    }

    /// Drops those whose time is over, and returns whose they were.
    pub(super) fn ended(&mut self, now: Timestamp) -> Vec<ConnId> {
        let ended = self.0.extract_if(.., |_, claims| claims.until <= now);
        ended.map(|(conn, _)| conn).collect()
    }
}
