//! What every handler is given, and which address leads to which.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::http::Response;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware;
use axum::routing::get;
use axum::routing::post;
use peerline_core::ports::Clock;
use peerline_core::protocol::TopicLabel;
use peerline_core::vocab::Language;
use peerline_core::vocab::Limits;
use serde::Serialize;

use super::Assets;
use super::Origins;
use super::Sockets;
use super::admin;
use super::admin_staff;
use super::auditing;
use super::headers;
use super::health;
use super::keeping;
use super::metrics;
use super::pages;
use super::policing;
use super::staff;
use super::transparency;
use super::vault;
use crate::line::OpenLine;
use crate::secrets::Secret;
use crate::staff::StaffDoor;
use crate::transport;
use crate::transport::EventLinks;

/// What the handlers share.
#[derive(Clone, Debug)]
pub struct App(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    parts: AppParts,
    sockets: Sockets,
    event_links: EventLinks,
}

/// What an [`App`] is made of.
#[derive(Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "filled in by name by the commands and the tests"
)]
pub struct AppParts {
    /// The line.
    pub line: Arc<dyn OpenLine>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What anybody may know about the line.
    pub card: LineCard,
    /// From where people may connect.
    pub origins: Origins,
    /// Where staff log in; `None` where passkeys cannot be.
    pub staff: Option<StaffDoor>,
    /// The pages.
    pub assets: Assets,
    /// The key of operators.
    pub admin_key: Secret,
    /// The bounds.
    pub limits: Limits,
    /// Where people reach the line, as in `http://127.0.0.1:7433`, without a slash at the end.
    pub base_url: String,
}

/// What anybody may know about the line, as `/line.json`.
#[derive(Clone, Debug, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "filled in by name by the commands and the tests"
)]
pub struct LineCard {
    /// The line's id, base64url.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What one can talk about.
    pub topics: Vec<TopicLabel>,
    /// What people may say they have lived through.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub experiences: Vec<TopicLabel>,
    /// In which languages.
    pub languages: Vec<Language>,
    /// Whose helplines are shown when a person names no country.
    pub country: Option<String>,
    /// Whether staff log in with a passkey: `required` or `optional`.
    pub passkeys: &'static str,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: AppParts) -> Self {
        Self(Arc::new(Shared {
            parts,
            sockets: Sockets::default(),
            event_links: EventLinks::default(),
        }))
    }

    /// Returns the line.
    #[must_use]
    pub fn line(&self) -> &dyn OpenLine {
        &*self.0.parts.line
    }

    /// Returns the clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.parts.clock
    }

    /// Returns the line's card.
    #[must_use]
    pub fn card(&self) -> &LineCard {
        &self.0.parts.card
    }

    /// Returns from where people may connect.
    #[must_use]
    pub fn origins(&self) -> &Origins {
        &self.0.parts.origins
    }

    /// Returns where staff log in.
    #[must_use]
    pub fn staff(&self) -> Option<&StaffDoor> {
        self.0.parts.staff.as_ref()
    }

    /// Returns the pages.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.0.parts.assets
    }

    /// Returns the key of operators.
    #[must_use]
    pub fn admin_key(&self) -> &Secret {
        &self.0.parts.admin_key
    }

    /// Returns the bounds.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.parts.limits
    }

    /// Returns where people reach the line.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.0.parts.base_url
    }

    /// Returns the open sockets.
    #[must_use]
    pub fn sockets(&self) -> &Sockets {
        &self.0.sockets
    }

    /// Returns the open event streams.
    pub(crate) fn event_links(&self) -> &EventLinks {
        &self.0.event_links
    }
}

/// Everything people reach; with `with_admin` also the operator's verbs, behind the key.
pub fn router(app: App, with_admin: AdminHere) -> Router {
    let mut router = Router::new()
        .route("/plp", get(transport::upgrade))
        .route("/plp/sse", get(transport::stream))
        .route("/plp/post", post(transport::post))
        .route("/line.json", get(pages::line_card))
        .route("/vault", post(vault::guard))
        .merge(staff_routes())
        .fallback(pages::page);
    router = match with_admin {
        AdminHere::Yes => router
            .merge(admin_routes())
            .route("/metrics", get(metrics::behind_the_key)),
        AdminHere::No => router,
    };
    finish(router.merge(health_routes()), app)
}

/// What operators reach on an address of their own.
pub fn admin_router(app: App) -> Router {
    let router = admin_routes()
        .merge(health_routes())
        .route("/metrics", get(metrics::open))
        .fallback(pages::of_the_operator);
    finish(router, app)
}

/// Whether the operator's verbs are on the address of people.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "yes and no")]
pub enum AdminHere {
    /// They are, behind the key.
    Yes,
    /// They have an address of their own.
    No,
}

fn admin_routes() -> Router<App> {
    Router::new()
        .route("/admin/invite", post(admin::invite))
        .route("/admin/drill", post(admin::drill))
        .route("/admin/keep", post(keeping::keep))
        .route("/admin/audit", post(auditing::audit))
        .route("/admin/vault", post(vault::operate))
        .route("/admin/policy", post(policing::policy))
        .route("/admin/transparency", post(transparency::counts))
        .route("/admin/status", get(admin::status))
        .route("/admin/staff", get(admin_staff::list))
        .route("/admin/staff/clear", post(admin_staff::clear))
        .route("/admin/staff/dismiss", post(admin_staff::dismiss))
}

fn staff_routes() -> Router<App> {
    Router::new()
        .route("/staff/register", post(staff::begin_registration))
        .route("/staff/register/finish", post(staff::finish_registration))
        .route("/staff/login", post(staff::begin_login))
        .route("/staff/login/finish", post(staff::finish_login))
        .route("/staff/renew", post(staff::renew))
        .layer(DefaultBodyLimit::max(MAX_CREDENTIAL))
}

fn health_routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(health::health))
        .route("/health/escalation", get(health::escalation))
}

fn finish(router: Router<App>, app: App) -> Router {
    router
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::map_response_with_state(
            app.clone(),
            headers::protect,
        ))
        .with_state(app)
}

/// Makes a short answer in plain text.
#[must_use]
pub fn plain(status: StatusCode, text: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}

/// The most bytes of a request's body; only operators send one.
const MAX_BODY: usize = 4096;
/// The most bytes of what an authenticator says: its statement may hold certificates.
const MAX_CREDENTIAL: usize = 16 * 1024;
