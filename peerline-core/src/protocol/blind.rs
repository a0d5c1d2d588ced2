//! Blind tickets on the wire: the question that brings hidden binds, and the answer to it.

use serde::Deserialize;
use serde::Serialize;

use super::Ask;
use super::InvalidBody;
use super::Key;
use super::SignatureBytes;

/// What a question for blind tickets holds. Without a body it asks which key there is.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Default, Deserialize)]
struct Hidden {
    /// What is to be evaluated, 32 bytes each.
    #[serde(default)]
    blinded: Vec<Key>,
}

/// The answer to `ask blind`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct BlindBody {
    /// Which week, counted in whole weeks since 1970-01-01.
    pub week: u32,
    /// The public half of the week's key: the same for everybody.
    pub key: Key,
    /// What was hidden, evaluated, in the order it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluated: Vec<Key>,
    /// That all of it was evaluated under `key`; missing where nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<SignatureBytes>,
}

/// Reads what blind tickets are asked for; empty where the question is which key there is.
///
/// # Errors
/// [`InvalidBody::Malformed`] where that is not what the body says.
pub fn read_blinded(ask: &Ask<'_>) -> Result<Vec<[u8; 32]>, InvalidBody> {
    let Some(body) = &ask.body else {
        return Ok(Vec::new());
    };
    let read = body.read::<Hidden>();
    let Hidden { blinded } = read.map_err(|_| InvalidBody::Malformed)?;
    Ok(blinded.into_iter().map(|Key(bytes)| bytes).collect())
}
