//! Where pages go besides the responders' own page: to the log, to a webhook, or by mail.

mod build;
mod log;
mod mail;
mod webhook;
mod words;

pub use build::SinkError;
pub use build::bell;
pub use build::desk;
pub use log::LogSink;
pub use mail::MailSink;
pub use webhook::Signature;
pub use webhook::WebhookSink;
pub(crate) use webhook::install_tls;
pub(crate) use webhook::page_key;
pub(crate) use webhook::target_name;
