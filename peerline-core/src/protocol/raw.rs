//! Bodies as raw JSON, for those above who carry them without looking inside.

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Ask;

/// JSON that is carried, not looked into.
pub type Json = Box<RawValue>;

/// Writes a body.
#[must_use]
pub fn to_json(body: &impl Serialize) -> Json {
    // Bodies hold strings, numbers and lists alone, which serialise without fail.
    serde_json::value::to_raw_value(body).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// Reads for which country a question is, where its body names one.
///
/// # Errors
/// [`NoQuestion`] where the body does not have the documented shape.
pub fn read_where(ask: &Ask) -> Result<Option<String>, NoQuestion> {
    #[derive(Deserialize)]
    struct Where {
        country: Option<String>,
    }
    let Some(body) = &ask.body else {
        return Ok(None);
    };
    serde_json::from_str(body.get())
        .map(|Where { country }| country)
        .map_err(|_| NoQuestion)
}

/// The body of a question does not have the documented shape.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the body does not have the shape of this question")]
#[non_exhaustive]
pub struct NoQuestion;
