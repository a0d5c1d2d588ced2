//! Where pages go besides the responders' own page: to the log, to a webhook, to an alerting service,
//! or by mail.

mod alert;
mod build;
mod http;
mod log;
mod mail;
mod template;
mod webhook;
mod words;

pub use alert::AlertError;
pub use alert::AlertSink;
pub use build::SinkError;
pub use build::bell;
pub use build::desk;
pub use build::guardian_bell;
pub(crate) use http::install_tls;
pub use log::LogSink;
pub use mail::MailSink;
pub use template::TemplateError;
pub(crate) use webhook::GUARDIANS;
pub use webhook::Signature;
pub use webhook::WebhookSink;
pub(crate) use webhook::call_key;
pub(crate) use webhook::page_key;
pub(crate) use webhook::target_name;
