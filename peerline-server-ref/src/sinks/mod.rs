//! Where pages go besides the responders' own page: to the log, or to a webhook.

mod build;
mod log;
mod webhook;

pub use build::SinkError;
pub use build::bell;
pub use log::LogSink;
pub use webhook::Signature;
pub use webhook::WebhookSink;
pub(crate) use webhook::install_tls;
pub(crate) use webhook::target_name;
