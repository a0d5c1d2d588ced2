//! A person's entry in the vault on the wire: the put that leaves it, and the answer that tells what
//! lies there and to whom to seal.

use serde::Deserialize;
use serde::Serialize;

use super::Body;
use super::body;
use super::body::InvalidBody;
use crate::identity::vault::Guardian;
use crate::identity::vault::Purpose;
use crate::identity::vault::SealedContact;
use crate::log::Act;
use crate::vocab::Timestamp;

/// The body of `vault`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct Leave {
    /// The sealed contact, or nobody: the line cannot tell.
    sealed: Box<SealedContact>,
}

/// Reads what is left in the vault.
pub(super) fn read(found: &Body<'_>) -> Result<Act, InvalidBody> {
    let Leave { sealed } = body::read(found)?;
    Ok(Act::Seal { sealed })
}

#[cfg(feature = "schemars1")]
pub(super) fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<Leave>()
}

/// The answer to `ask vault`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct VaultBody {
    /// How many guardians must agree.
    pub threshold: u8,
    /// The guardians, in their order: 64 bytes each, what seals, then what checks.
    pub guardians: Vec<Guardian>,
    /// For what a contact may be called on this line, the narrowest first.
    pub purposes: Vec<Purpose>,
    /// Until when an entry is kept that is sealed now.
    pub until: Timestamp,
    /// What lies there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Box<SealedContact>>,
}

/// What the person is told when enough guardians agreed to open their contact.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VaultOpened {
    /// `vault`.
    pub code: &'static str,
    /// Why.
    pub reason: Purpose,
    /// In plain language.
    pub say: String,
}

impl VaultOpened {
    pub(super) const fn new(reason: Purpose, say: String) -> Self {
        let code = "vault";
        Self { code, reason, say }
    }
}
