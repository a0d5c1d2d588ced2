//! A sealed emergency contact that several guardians have to open together.
//!
//! It is sealed on the person's own device, after they agreed, for a [`Purpose`] and until a day
//! they chose. A random key seals it; that key is split so that any [`Guardians::threshold`] of the
//! parts give it back and fewer give nothing; each part is sealed to one guardian. The line keeps
//! bytes that nobody there can read.
//!
//! ```text
//! contact ─ data key ─> sealed        data key ─ split t of n ─> shares ─ HPKE ─> guardians
//!
//! responder ─ OpenRequest ─> each guardian: opens its share, seals it to the responder,
//!                            signs an Approval of this one request
//! t approvals ─> the responder's device: shares, data key, contact
//! ```
//!
//! [`decide()`] and [`apply`] keep who has what sealed, who asked, and who approved: each step is a
//! [`Fact`] that stays in the log, and the person is told. Everybody has an entry, and all are of
//! one size: where nobody is to be called, it holds nothing, and only the guardians together could
//! find that out. When an entry ends says on which day it was sealed and no more; its purpose stands
//! where only a guardian reads it, and the person in a note of their own ([`VaultKey::read`]).
//!
//! What the line does is always here: [`Guarding`] checks and opens nothing. What seals and opens
//! comes with the feature `vault`.
//!
//! What never lives here: a contact in the clear on the line, a clock, and a way to open anything
//! by fewer than two people.

mod approval;
mod book;
mod bytes;
mod contact;
mod decide;
mod fact;
#[cfg(feature = "vault")]
mod guarded;
mod guardians;
mod guarding;
#[cfg(feature = "vault")]
mod keys;
mod look;
mod person;
mod refusal;
mod request;
mod say;
mod sealed;
#[cfg(feature = "vault")]
mod sealing;
mod terms;

pub use approval::Approval;
pub use book::Book;
pub use book::Opening;
pub use book::apply;
pub use contact::Consent;
pub use contact::Contact;
pub use contact::Purpose;
pub use decide::Command;
pub use decide::decide;
pub use fact::Fact;
#[cfg(feature = "vault")]
pub use guarded::GuardedVault;
#[cfg(feature = "vault")]
pub use guarded::Vault;
pub use guardians::Guardian;
pub use guardians::Guardians;
pub use guarding::Guarding;
#[cfg(feature = "vault")]
pub use keys::GuardianKey;
#[cfg(feature = "vault")]
pub use keys::OpenerKey;
pub use look::Look;
pub use person::OwnNote;
pub use person::VaultKey;
pub use refusal::VaultRefusal;
pub use request::OpenRequest;
pub use say::say_opened;
pub use sealed::SealedContact;
pub use terms::VaultTerms;

#[cfg(feature = "vault")]
#[cfg(test)]
mod tests;
