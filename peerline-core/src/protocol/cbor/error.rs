//! What serde is told when a value cannot be written or read. Holds nothing of the value.

use std::fmt;

/// A value has another shape than its type. Why is not kept: it could quote what a person wrote.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the value does not have the shape of its type")]
#[expect(
    unnameable_types,
    reason = "only ever turned into an error that can be named"
)]
pub struct Error;

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl serde::ser::Error for Error {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl From<minicbor::decode::Error> for Error {
    fn from(_: minicbor::decode::Error) -> Self {
        Self
    }
}

impl<E> From<minicbor::encode::Error<E>> for Error {
    fn from(_: minicbor::encode::Error<E>) -> Self {
        Self
    }
}
