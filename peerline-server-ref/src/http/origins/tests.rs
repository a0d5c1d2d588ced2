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
