//! The HTTP side: pages, health, metrics, and the operator's few verbs.

mod admin;
mod admin_staff;
mod app;
mod assets;
mod auditing;
mod headers;
mod health;
mod keeping;
mod metrics;
mod origins;
mod pages;
mod policing;
mod sockets;
mod staff;
mod transparency;
mod vault;

pub use app::AdminHere;
pub use app::App;
pub use app::AppParts;
pub use app::LineCard;
pub use app::admin_router;
pub use app::plain;
pub use app::router;
pub use assets::Assets;
pub use metrics::METRICS;
pub use metrics::Metric;
pub use metrics::MetricKind;
pub use origins::Origins;
pub use sockets::Sockets;
