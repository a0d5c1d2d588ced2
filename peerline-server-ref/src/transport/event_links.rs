//! The open event streams, found by the secrets of their posts.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use peerline_core::protocol::Encoding;
use peerline_core::protocol::Key;
use peerline_core::protocol::links::LinkSecret;
use sha2::Digest as _;
use sha2::Sha256;

use super::mailbox::Mailbox;

/// The open event streams. Only digests of the secrets are kept: how long a search takes tells
/// nothing of a secret.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventLinks(Arc<Mutex<BTreeMap<[u8; 32], Arc<Mailbox>>>>);

impl EventLinks {
    /// Opens a link under a new secret; `None` where the system gives no randomness.
    pub(super) fn open(&self, encoding: Encoding) -> Option<(LinkSecret, OpenLink)> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).ok()?;
        let name = Sha256::digest(secret).into();
        let mailbox = Arc::new(Mailbox::new(encoding));
        self.links().insert(name, Arc::clone(&mailbox));
        let link = OpenLink {
            links: self.clone(),
            name,
            mailbox,
        };
        Some((LinkSecret { link: Key(secret) }, link))
    }

    /// Finds the mailbox of a secret; `None` once its link is over.
    pub(super) fn find(&self, secret: &Key) -> Option<Arc<Mailbox>> {
        let name: [u8; 32] = Sha256::digest(secret.0).into();
        self.links().get(&name).cloned()
    }

    fn links(&self) -> MutexGuard<'_, BTreeMap<[u8; 32], Arc<Mailbox>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A link that takes posts until this is dropped.
#[derive(Debug)]
pub(super) struct OpenLink {
    links: EventLinks,
    name: [u8; 32],
    /// Where the posts go.
    pub(super) mailbox: Arc<Mailbox>,
}

impl Drop for OpenLink {
    fn drop(&mut self) {
        self.links.links().remove(&self.name);
        self.mailbox.end();
    }
}
