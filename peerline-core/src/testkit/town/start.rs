//! How a simulated line begins, as an order says it.

use serde_json::Value;
use serde_json::json;

use super::host::Host;
use super::host::HostSetup;
use super::order::NoOrder;
use super::order::encoding;
use super::order::encoding_name;
use super::order::number;
use super::order::text;
use super::plant::Plant;
use crate::engine::Policies;
use crate::protocol::Encoding;
use crate::vocab::Limits;
use crate::vocab::Seed;
use crate::vocab::Timestamp;

/// The order `start`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Start {
    pub(super) now: Timestamp,
    pub(super) seed: [u8; 32],
    /// The most milliseconds that a commit takes.
    pub(super) slowness: u64,
    /// Entries read from the log at once.
    pub(super) page: usize,
    /// Bytes that may be on their way to a connection without an acknowledgement.
    pub(super) inflight: usize,
    /// The encoding of connections that name none.
    pub(super) encoding: Encoding,
    pub(super) plant: Plant,
}

impl Start {
    pub(super) fn host(&self, policies: Policies) -> Host {
        let limits = Limits {
            page: self.page,
            inflight_bytes: self.inflight,
            ..Limits::default()
        };
        let setup = HostSetup {
            policies,
            limits,
            seed: Seed::from_bytes(self.seed),
            slowness: self.slowness,
            plant: self.plant,
        };
        let mut host = Host::start(setup, self.now);
        // Whoever begins a line lets it come to rest before anybody connects.
        host.run(u64::MAX);
        host
    }

    pub(super) fn from_json(order: &Value) -> Result<Self, NoOrder> {
        let plant = match text(order, "plant") {
            Some(name) => Plant::named(name).ok_or(NoOrder)?,
            None => Plant::Nothing,
        };
        let limits = Limits::default();
        let size = |name| number(order, name).and_then(|size| usize::try_from(size).ok());
        Ok(Self {
            now: Timestamp::from_unix_millis(number(order, "now").ok_or(NoOrder)?),
            seed: text(order, "seed").and_then(from_hex).ok_or(NoOrder)?,
            slowness: number(order, "slowness").unwrap_or(0),
            page: size("page").unwrap_or(limits.page),
            inflight: size("inflight").unwrap_or(limits.inflight_bytes),
            encoding: encoding(order, Encoding::Json)?,
            plant,
        })
    }

    pub(super) fn to_json(self) -> Value {
        json!({
            "do": "start",
            "now": self.now,
            "seed": to_hex(&self.seed),
            "encoding": encoding_name(self.encoding),
            "slowness": self.slowness,
            "page": self.page,
            "inflight": self.inflight,
            "plant": self.plant.name(),
        })
    }
}

pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads exactly `N` bytes of hexadecimal digits.
pub(super) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    bytes_of_hex(text)?.try_into().ok()
}

/// Reads hexadecimal digits, two for each byte.
pub(super) fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| {
        let digits = std::str::from_utf8(pair).ok()?;
        // A sign is no digit, whatever the parser of numbers thinks.
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
    bytes.filter(|_| rest.is_empty())
}
