//! The pages people see.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::Response;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header;
use axum::response::IntoResponse as _;

use super::App;
use super::assets::Asset;
use super::assets::Form;
use super::plain;

/// Gives a page or a part of one.
pub(super) async fn page(
    State(app): State<App>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    if method != Method::GET && method != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        let allow = HeaderValue::from_static("GET,HEAD");
        response.headers_mut().insert(header::ALLOW, allow);
        return response;
    }
    match app.assets().find(uri.path()) {
        Some(asset) => file(asset, &headers),
        None => not_found(&app),
    }
}

/// Gives the operator's page and its parts, and nothing else.
pub(super) async fn of_the_operator(
    app: State<App>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let path = uri.path();
    let is_part =
        OPERATORS.contains(&path) || path.starts_with("/ui/") || path.starts_with("/text/");
    if is_part {
        return page(app, method, uri, headers).await;
    }
    plain(StatusCode::NOT_FOUND, "there is nothing here\n")
}

/// What the operator's page is made of, beside what all pages share.
const OPERATORS: [&str; 7] = [
    "/operator",
    "/operator.js",
    "/style.css",
    "/talk.css",
    "/console.css",
    "/favicon.svg",
    "/away.html",
];

/// Gives what anybody may know about the line.
pub(super) async fn line_card(State(app): State<App>) -> Response<Body> {
    let mut response = Json(app.card()).into_response();
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

fn file(asset: &Asset, headers: &HeaderMap) -> Response<Body> {
    let packed = asset.gzip.as_ref().filter(|_| takes_gzip(headers));
    let form = packed.unwrap_or(&asset.plain);
    let mut response = if is_known(headers, form) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        whole(asset, form)
    };
    cached(&mut response, form);
    if asset.gzip.is_some() {
        let vary = HeaderValue::from_static("accept-encoding");
        response.headers_mut().insert(header::VARY, vary);
    }
    response
}

fn whole(asset: &Asset, form: &Form) -> Response<Body> {
    let mut response = Response::new(Body::from(form.bytes.clone()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, asset.kind.clone());
    if asset
        .gzip
        .as_ref()
        .is_some_and(|gzip| gzip.etag == form.etag)
    {
        let gzip = HeaderValue::from_static("gzip");
        headers.insert(header::CONTENT_ENCODING, gzip);
    }
    response
}

/// Kept by the browser, but asked for again each time: a corrected page is seen at once.
fn cached(response: &mut Response<Body>, form: &Form) {
    let headers = response.headers_mut();
    headers.insert(header::ETAG, form.etag.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
}

/// Whether `gzip` is named, and not only to refuse it.
fn takes_gzip(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|coding| coding.trim().strip_prefix("gzip"))
        .any(|rest| {
            let quality = rest.trim().trim_start_matches(';').trim();
            quality.is_empty()
                || (quality.starts_with("q=")
                    && quality.contains(['1', '2', '3', '4', '5', '6', '7', '8', '9']))
        })
}

fn is_known(headers: &HeaderMap, form: &Form) -> bool {
    let ours = form.etag.to_str().unwrap_or_default();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == ours || tag == "*")
}

fn not_found(app: &App) -> Response<Body> {
    let mut response = match app.assets().find("/404.html") {
        Some(asset) => whole(asset, &asset.plain),
        None => {
            let mut response = Response::new(Body::from(NOT_FOUND));
            let kind = HeaderValue::from_static("text/html; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            response
        }
    };
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

const NOT_FOUND: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Page not found</title>
<main>
<h1>This page does not exist</h1>
<p>The line is still here. <a href=\"/\">Go to the start page</a>.</p>
</main>
</html>
";
