//! The laws of a [`GuardianBell`].

use async_trait::async_trait;

use super::expect::Expect;
use super::law::Broken;
use super::law::LawResult;
use crate::ports::GuardianBell;
use crate::ports::GuardianCall;
use crate::vocab::Timestamp;
use crate::vocab::VaultRequestId;

/// The other side of a bell, for the laws.
#[async_trait]
pub trait Bedside: Send + Sync {
    /// Makes a bell whose other side takes calls, or refuses each of them.
    async fn bell(&self, takes: bool) -> Box<dyn GuardianBell>;

    /// Returns the keys of the calls that arrived, in order, as the other side read them.
    async fn keys(&self) -> Vec<String>;
}

/// Holds a bell to every law; stops at the first that is broken.
///
/// # Errors
/// The law that is broken, and how that showed.
pub async fn judge(side: &dyn Bedside) -> Result<(), Broken> {
    call_carries_its_request(side).await?;
    refused_call_is_an_error(side).await
}

/// The same call may come again; its request travels with it, so that the other side can tell.
///
/// # Errors
/// Where a repeated call has another key, or two calls share one.
pub async fn call_carries_its_request(side: &dyn Bedside) -> LawResult {
    let expect = Expect("call_carries_its_request");
    let bell = side.bell(true).await;
    for request in [1, 1, 2] {
        expect.done(bell.ring(&call(request)).await)?;
    }
    let keys = side.keys().await;
    let [first, again, other] = keys.as_slice() else {
        return expect.that(false, "not every call arrived once");
    };
    expect.that(first == again, "the same call came under another key")?;
    expect.that(first != other, "two calls came under one key")
}

/// `Ok` means that the other side took it.
///
/// # Errors
/// Where a refused call counts as delivered.
pub async fn refused_call_is_an_error(side: &dyn Bedside) -> LawResult {
    let expect = Expect("refused_call_is_an_error");
    let bell = side.bell(false).await;
    expect.that(
        bell.ring(&call(1)).await.is_err(),
        "a refused call counts as delivered",
    )
}

const fn call(request: u8) -> GuardianCall {
    let until = Timestamp::from_unix_millis(1_000);
    GuardianCall::new(VaultRequestId::from_bytes([request; 16]), until)
}
