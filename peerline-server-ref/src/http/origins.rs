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
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn dialed(public: Option<&str>, host: &str, origin: Option<&str>) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        Origins::new(public.map(|url| Url::parse(url).unwrap())).dialed(&headers)
    }

    #[test]
    fn without_a_public_url_the_host_decides() {
        let at = |origin| dialed(None, "127.0.0.1:7433", origin);
        assert_eq!(at(None).unwrap(), "http://127.0.0.1:7433");
        assert_eq!(
            at(Some("http://127.0.0.1:7433")).unwrap(),
            "http://127.0.0.1:7433"
        );
        assert_eq!(at(Some("http://127.0.0.1:7434")), None);
        assert_eq!(at(Some("http://evil.example")), None);
        assert_eq!(at(Some("null")), None);
    }

    #[test]
    fn with_a_public_url_no_other_name_is_taken() {
        let public = Some("https://line.example.org");
        let ours = Some("https://line.example.org");
        assert_eq!(dialed(public, "line.example.org", ours).as_deref(), ours);
        assert_eq!(dialed(public, "line.example.org", None).as_deref(), ours);
        assert_eq!(
            dialed(public, "evil.example", Some("https://evil.example")),
            None
        );
        assert_eq!(dialed(public, "evil.example", None), None);
        assert_eq!(
            dialed(public, "line.example.org", Some("https://evil.example")),
            None
        );
    }

    #[test]
    fn a_proxy_may_dial_by_another_host_while_the_origin_is_ours() {
        let public = Some("https://line.example.org");
        assert_eq!(dialed(public, "127.0.0.1:7433", public).as_deref(), public,);
    }

    #[test]
    fn loopback_names_stay_good_beside_a_public_url() {
        let public = Some("https://line.example.org");
        let near = dialed(public, "localhost:7433", Some("http://localhost:7433"));
        assert_eq!(near.unwrap(), "http://localhost:7433");
    }

    #[test]
    fn odd_hosts_are_no_origin() {
        for host in [
            "", " ", "a b", "a/b", "a@b", "a?b", "a#b", "[::1", "\t", "%41",
        ] {
            let Ok(value) = HeaderValue::from_str(host) else {
                continue;
            };
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, value);
            assert_eq!(Origins::default().dialed(&headers), None, "{host:?}");
        }
        assert_eq!(Origins::default().dialed(&HeaderMap::new()), None);
    }

    #[test]
    fn two_hosts_or_two_origins_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(header::HOST, HeaderValue::from_static("a"));
        headers.append(header::HOST, HeaderValue::from_static("b"));
        assert_eq!(Origins::default().dialed(&headers), None);
        let mut headers = HeaderMap::new();
        headers.append(header::HOST, HeaderValue::from_static("a"));
        headers.append(header::ORIGIN, HeaderValue::from_static("http://a"));
        headers.append(header::ORIGIN, HeaderValue::from_static("http://a"));
        assert_eq!(Origins::default().dialed(&headers), None);
    }
}
