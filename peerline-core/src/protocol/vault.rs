//! A person's entry in the vault on the wire: the put that leaves it, and the answer that tells what
//! lies there and to whom to seal.

use serde::Deserialize;
use serde::Serialize;

use super::Ask;
use super::Body;
use super::NoBody;
use super::body;
use super::body::InvalidBody;
use crate::identity::vault::Approval;
use crate::identity::vault::Guardian;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::Purpose;
use crate::identity::vault::SealedContact;
use crate::log::Act;
use crate::log::VaultAct;
use crate::vocab::CaseId;
use crate::vocab::Timestamp;

/// The body of `vault`: exactly one of an entry, a request, and that something is forgotten; a
/// request that is forgotten is taken back.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct VaultPut {
    /// The sealed contact, or nobody: the line cannot tell.
    #[serde(default)]
    sealed: Option<Box<SealedContact>>,
    /// What guardians are asked, in a case.
    #[serde(default)]
    request: Option<OpenRequest>,
    /// Whether the entry is destroyed, or the request taken back.
    #[serde(default)]
    forget: bool,
}

/// Reads what is wanted of the vault.
pub(super) fn read(found: &Body<'_>) -> Result<Act, InvalidBody> {
    let VaultPut {
        sealed,
        request,
        forget,
    } = body::read(found)?;
    let act = match (sealed, request, forget) {
        (Some(sealed), None, false) => VaultAct::Leave { sealed },
        (None, None, true) => VaultAct::Forget,
        (None, Some(request), false) => VaultAct::Ask { request },
        (None, Some(OpenRequest { id: request, .. }), true) => VaultAct::Withdraw { request },
        (_, _, _) => return Err(InvalidBody::Malformed),
    };
    Ok(Act::Vault(act))
}

#[cfg(feature = "schemars1")]
pub(super) fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<VaultPut>()
}

/// Reads about which case `ask vault` is; `None` where it is about the asker.
///
/// # Errors
/// [`NoBody`] where the body is none.
pub fn read_case(ask: &Ask<'_>) -> Result<Option<CaseId>, NoBody> {
    #[derive(Deserialize)]
    struct Which {
        #[serde(default)]
        case: Option<CaseId>,
    }
    match &ask.body {
        None => Ok(None),
        Some(body) => body.read::<Which>().map(|which| which.case),
    }
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
    /// How requests about it stand, where it was asked for in a case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<VaultAsked>,
}

/// A request about the contact of a case's person.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct VaultAsked {
    /// What was asked: 106 bytes.
    pub request: OpenRequest,
    /// How many guardians agreed.
    pub n: u8,
    /// When enough of them had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// What they sent, 164 bytes each, once enough of them had agreed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Approval>,
}

/// What responders, and guardians among them, are told of a request.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VaultMoved {
    /// `vault`.
    pub code: &'static str,
    /// `asked`, `agreed`, `opened`, `withdrawn`.
    pub step: &'static str,
    /// Its number, as guardians are told it.
    pub id: String,
    /// The case it was asked for, where one is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// Why it was asked.
    pub reason: Purpose,
    /// How many guardians agreed.
    pub n: u8,
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
