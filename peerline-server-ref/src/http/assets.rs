//! The pages, inside the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::io::Write as _;

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::Digest as _;
use sha2::Sha256;

#[derive(RustEmbed)]
#[folder = "pages"]
#[exclude = "*.mjs"]
#[exclude = "*.d.ts"]
#[exclude = "*.mts"]
#[exclude = "*.md"]
#[exclude = "*package.json"]
struct Embedded;

/// Files by name. Looking one up never touches a file system, so no path leads out of it.
#[derive(Clone, Debug, Default)]
pub struct Assets(BTreeMap<String, Asset>);

/// One file.
#[derive(Clone, Debug)]
pub(super) struct Asset {
    /// As it is.
    pub(super) plain: Form,
    /// Compressed, where that makes it smaller. Nothing in a file is secret, so its size tells
    /// nothing.
    pub(super) gzip: Option<Form>,
    /// What it is.
    pub(super) kind: HeaderValue,
}

/// One form of a file.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Its bytes.
    pub(super) bytes: Bytes,
    /// A digest of them, quoted.
    pub(super) etag: HeaderValue,
}

impl Assets {
    /// Returns the pages that were built in.
    #[must_use]
    pub fn embedded() -> Self {
        Self::of(Embedded::iter().filter_map(|name| {
            let bytes = match Embedded::get(&name)?.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            Some((name.into_owned(), bytes))
        }))
    }

    /// Makes a set of files.
    #[must_use]
    pub fn of(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let assets = files.into_iter().map(|(name, bytes)| {
            let asset = Asset {
                gzip: gzip(&bytes)
                    .ok()
                    .filter(|packed| packed.len() < bytes.len())
                    .map(Form::of),
                kind: HeaderValue::from_static(kind(&name)),
                plain: Form::of(bytes),
            };
            (name, asset)
        });
        Self(assets.collect())
    }

    /// Finds the file behind a path: `/` is the seeker's page, `/supporter` is `supporter.html`.
    pub(super) fn find(&self, path: &str) -> Option<&Asset> {
        let name = path.strip_prefix('/')?;
        if name.is_empty() {
            return self
                .0
                .get("index.html")
                .or_else(|| self.0.get("seeker.html"));
        }
        self.0
            .get(name)
            .or_else(|| self.0.get(&format!("{name}.html")))
            .or_else(|| self.0.get(&format!("{name}/index.html")))
    }
}

impl Form {
    fn of(bytes: Bytes) -> Self {
        Self {
            etag: etag(&bytes),
            bytes,
        }
    }
}

fn gzip(bytes: &[u8]) -> io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.into())
}

fn etag(bytes: &[u8]) -> HeaderValue {
    let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(bytes));
    HeaderValue::from_str(&format!("\"{digest}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ogg" => "audio/ogg",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
