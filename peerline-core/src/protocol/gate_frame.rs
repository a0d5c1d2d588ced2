//! What a gate asks for, what a newcomer brings, and what they still lack.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

/// What newcomers are asked for, in `hail`. A client that was here before need not look at it.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct HailGate {
    /// A proof of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pow: Option<PowAsk>,
    /// A pass, as the members of a closed group have it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pass: bool,
}

/// How much work is asked for.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct PowAsk {
    /// How many leading zero bits.
    pub bits: u8,
}

/// What a newcomer brings, in `hello` or later in the put `gate`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct GateKeys {
    /// The number that proves work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pow: Option<u64>,
    /// The pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<String>,
}

impl GateKeys {
    /// The most bytes of a pass.
    pub const MAX_PASS: usize = 128;
}

impl fmt::Debug for GateKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GateKeys(..)")
    }
}

/// What a newcomer lacks, in `welcome`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct GateLack {
    /// What.
    pub why: GateWhy,
    /// How many leading zero bits, where it is work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bits: Option<u8>,
    /// When to ask again, where it is patience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_ms: Option<u64>,
}

/// What a newcomer lacks.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GateWhy {
    /// A pass.
    Pass,
    /// The pass that was brought is none.
    WrongPass,
    /// A proof of work for this connection.
    Pow,
    /// Patience: too many newcomers from this network.
    Wait,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
