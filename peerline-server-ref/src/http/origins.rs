//! From where people may connect, and which origin they dialed.
//!
//! The origin goes into every proof of identity, so that a copy of the site under another name
//! cannot relay one. A line with a public URL therefore takes no other name; loopback names stay
//! good, because no copy can live there.

use axum::http::HeaderMap;
use axum::http::header;
use url::Host;
use url::Url;

/// From where people may connect.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    public: Option<Url>,
}

impl Origins {
    /// Makes the rule for a line with this public URL, if it has one.
    #[must_use]
    pub const fn new(public: Option<Url>) -> Self {
        Self { public }
    }

    /// Returns whether the public URL is reached through TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public
            .as_ref()
            .is_some_and(|url| url.scheme() == "https")
    }

    /// Returns the origin that was dialed, or `None` where it is not one of this line's.
    #[must_use]
    pub fn dialed(&self, headers: &HeaderMap) -> Option<String> {
        let host = only(headers, header::HOST)?;
        let mut claimed = headers.get_all(header::ORIGIN).iter();
        let candidates = [
            self.public.clone(),
            self.by_host("http", host),
            self.by_host("https", host),
        ];
        let mut allowed = candidates.into_iter().flatten().map(|url| ascii(&url));
        match (claimed.next(), claimed.next()) {
            (None, _) => self.default_origin(host),
            (Some(origin), None) => {
                let origin = origin.to_str().ok()?;
                allowed.find(|candidate| candidate == origin)
            }
            (Some(_), Some(_)) => None,
        }
    }

    /// The origin of a peer that names none: what its `Host` says, if that is one of ours.
    fn default_origin(&self, host: &str) -> Option<String> {
        let public = self.public.as_ref().filter(|url| {
            self.parse(url.scheme(), host)
                .is_some_and(|it| ascii(&it) == ascii(url))
        });
        public
            .cloned()
            .or_else(|| self.by_host("http", host))
            .map(|url| ascii(&url))
    }

    fn by_host(&self, scheme: &str, host: &str) -> Option<Url> {
        self.parse(scheme, host)
            .filter(|url| self.public.is_none() || is_loopback(url))
    }

    fn parse(&self, scheme: &str, host: &str) -> Option<Url> {
        let plain = host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte));
        if !plain || host.is_empty() {
            return None;
        }
        Url::parse(&format!("{scheme}://{host}")).ok()
    }
}

fn ascii(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn only(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        (_, _) => None,
    }
}

#[cfg(test)]
mod tests;
