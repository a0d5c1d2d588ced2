//! Models outside, asked over HTTP. When one is asked, for how long, and what follows from a failure is
//! the core's.

mod build;
mod http;

pub use build::ModelError;
pub use build::connect;
pub use http::HttpModel;
