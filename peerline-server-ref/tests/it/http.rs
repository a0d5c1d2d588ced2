//! Pages, health, metrics and the operator's verbs, and requests that nobody should send.

use peerline_core::vocab::Timestamp;
use peerline_server_ref::server::Bounds;
use tokio::io::AsyncWriteExt as _;

use crate::house::House;
use crate::house::body;
use crate::house::get;
use crate::house::header;
use crate::house::raw_at;
use crate::house::read_all;
use crate::house::status;

#[tokio::test]
async fn pages_come_with_the_headers_that_protect_their_reader() {
    let house = House::open().await;
    for (path, text) in [("/", "seeker"), ("/supporter", "supporter")] {
        let answer = house.get(path, "").await;
        assert_eq!(status(&answer), 200);
        assert!(body(&answer).contains(text));
        assert_eq!(header(&answer, "x-content-type-options"), Some("nosniff"));
        assert_eq!(header(&answer, "referrer-policy"), Some("no-referrer"));
        let opener = header(&answer, "cross-origin-opener-policy");
        assert_eq!(opener, Some("same-origin"));
        let resources = header(&answer, "cross-origin-resource-policy");
        assert_eq!(resources, Some("same-origin"));
        let permissions = header(&answer, "permissions-policy").unwrap();
        assert!(permissions.contains("geolocation=()"));
        let policy = header(&answer, "content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"));
        assert!(!policy.contains("unsafe"));
    }
    let script = house.get("/ui/app.js?v=1", "").await;
    assert_eq!(
        header(&script, "content-type"),
        Some("text/javascript; charset=utf-8")
    );
}

#[tokio::test]
async fn errors_carry_the_same_headers() {
    let house = House::open().await;
    let answer = house.get("/nothing", "").await;
    assert_eq!(status(&answer), 404);
    assert!(body(&answer).contains("<a href=\"/\">"));
    assert!(header(&answer, "content-security-policy").is_some());
    assert_eq!(header(&answer, "cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_page_that_is_known_is_not_sent_again() {
    let house = House::open().await;
    let first = house.get("/", "").await;
    let tag = header(&first, "etag").unwrap();
    let again = house.get("/", &format!("If-None-Match: {tag}\r\n")).await;
    assert_eq!(status(&again), 304);
    assert_eq!(body(&again), "");
    let other = house.get("/", "If-None-Match: \"x\"\r\n").await;
    assert_eq!(status(&other), 200);
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let house = House::open().await;
    for path in ["/", "/line.json", "/healthz", "/nothing"] {
        let request = get(path, house.address, "").replacen("GET", "HEAD", 1);
        let answer = house.raw(request.as_bytes()).await;
        assert_eq!(body(&answer), "", "{path}");
        assert!(header(&answer, "content-type").is_some(), "{path}");
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_what_is_allowed() {
    let house = House::open().await;
    for (method, path) in [
        ("POST", "/"),
        ("DELETE", "/supporter"),
        ("TRACE", "/"),
        ("PUT", "/line.json"),
        ("GET", "/admin/invite"),
    ] {
        let request = get(path, house.address, "").replacen("GET", method, 1);
        let answer = house.raw(request.as_bytes()).await;
        assert_eq!(status(&answer), 405, "{method} {path}");
        assert!(header(&answer, "allow").is_some(), "{method} {path}");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_pages() {
    let house = House::open().await;
    for path in [
        "/../Cargo.toml",
        "/ui/../../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/ui/..%5c..%5cCargo.toml",
        "//etc/passwd",
        "/etc/passwd%00.html",
        "/./index.html",
        "/.git/config",
        "/ui",
    ] {
        assert_eq!(status(&house.get(path, "").await), 404, "{path}");
    }
}

#[tokio::test]
async fn the_card_says_what_anybody_may_know() {
    let house = House::open().await;
    let answer = house.get("/line.json", "").await;
    assert_eq!(status(&answer), 200);
    assert_eq!(header(&answer, "cache-control"), Some("no-store"));
    assert_eq!(
        body(&answer),
        r#"{"id":"line","name":"Test","topics":[],"languages":["en"],"country":null,"passkeys":"optional"}"#
    );
}

#[tokio::test]
async fn health_is_red_until_the_line_is_well() {
    let house = House::open().await;
    assert_eq!(status(&house.get("/healthz", "").await), 503);
    assert_eq!(status(&house.get("/health/escalation", "").await), 503);
    {
        let mut vitals = house.line.vitals.lock().unwrap();
        vitals.journal_writable = true;
        vitals.escalation_last_tick = Some(house.app.clock().now());
    }
    assert_eq!(status(&house.get("/healthz", "").await), 200);
    assert_eq!(status(&house.get("/health/escalation", "").await), 200);
    house.line.vitals.lock().unwrap().oldest_due_page = Some(Timestamp::ZERO);
    let answer = house.get("/health/escalation", "").await;
    assert_eq!(status(&answer), 503);
    assert!(body(&answer).contains("a page is overdue"));
}

#[tokio::test]
async fn the_operators_verbs_need_the_key() {
    let house = House::open().await;
    let invite = |key: &str, asked: &str| {
        let more = format!(
            "Authorization: Bearer {key}\r\nContent-Length: {}\r\n",
            asked.len()
        );
        let head = get("/admin/invite", house.address, &more).replacen("GET", "POST", 1);
        head + asked
    };
    let supporter = r#"{"role":"supporter"}"#;
    for key in ["", "x", &house.key[1..], &format!("{}x", house.key)] {
        let answer = house.raw(invite(key, supporter).as_bytes()).await;
        assert_eq!(status(&answer), 401, "{key}");
    }
    let answer = house.raw(invite(&house.key, supporter).as_bytes()).await;
    assert_eq!(status(&answer), 200);
    let path = "/supporter#invite=BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
    assert!(body(&answer).contains(path), "{answer}");
    for asked in ["", "{}", r#"{"role":"seeker"}"#, r#"{"role":"king"}"#] {
        let answer = house.raw(invite(&house.key, asked).as_bytes()).await;
        assert_eq!(status(&answer), 400, "{asked}");
    }
    let long = " ".repeat(5000) + supporter;
    let answer = house.raw(invite(&house.key, &long).as_bytes()).await;
    assert_eq!(status(&answer), 413);
}

#[tokio::test]
async fn a_line_that_cannot_do_it_now_says_so() {
    let house = House::open().await;
    let asked = r#"{"role":"observer"}"#;
    let more = format!(
        "Authorization: Bearer {}\r\nContent-Length: {}\r\n",
        house.key,
        asked.len()
    );
    let head = get("/admin/invite", house.address, &more).replacen("GET", "POST", 1);
    assert_eq!(status(&house.raw((head + asked).as_bytes()).await), 503);
}

#[tokio::test]
async fn operators_see_how_the_line_is_and_what_a_drill_met() {
    let house = House::open().await;
    let more = format!(
        "Authorization: Bearer {}\r\nContent-Length: 0\r\n",
        house.key
    );
    let request = get("/admin/drill", house.address, &more).replacen("GET", "POST", 1);
    let answer = house.raw(request.as_bytes()).await;
    let expected = r#"{"called":[{"ms":7,"taken":false,"target":"last_resort"}]}"#;
    assert_eq!(body(&answer), expected);
    let answer = house
        .raw(get("/admin/status", house.address, &more).as_bytes())
        .await;
    let status: serde_json::Value = serde_json::from_str(body(&answer)).unwrap();
    assert_eq!(status["counters"]["connections"], 3);
}

#[tokio::test]
async fn metrics_are_for_operators() {
    let house = House::open().await;
    assert_eq!(status(&house.get("/metrics", "").await), 401);
    let key = format!("Authorization: Bearer {}\r\n", house.key);
    for answer in [
        house.get("/metrics", &key).await,
        raw_at(
            house.admin_address,
            get("/metrics", house.admin_address, "").as_bytes(),
        )
        .await,
    ] {
        assert_eq!(status(&answer), 200);
        assert!(
            answer.contains("\npeerline_connections_total 3\n"),
            "{answer}"
        );
        assert!(
            answer.contains("\npeerline_journal_writable 0\n"),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn the_operators_address_has_the_operators_page_and_no_other_and_no_socket() {
    let house = House::with_real_pages().await;
    for path in ["/operator", "/operator.js", "/ui/dom.js"] {
        let request = get(path, house.admin_address, "");
        let answer = raw_at(house.admin_address, request.as_bytes()).await;
        assert_eq!(status(&answer), 200, "{path}");
    }
    for path in ["/", "/supporter", "/plp", "/line.json"] {
        let request = get(path, house.admin_address, "");
        let answer = raw_at(house.admin_address, request.as_bytes()).await;
        assert_eq!(status(&answer), 404, "{path}");
    }
}

#[tokio::test]
async fn ambiguous_requests_are_refused() {
    let house = House::open().await;
    for head in [
        "POST /admin/drill HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST /admin/drill HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
        "POST /admin/drill HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
        "GET / HTTP/3.7\r\nHost: x\r\n\r\n",
        "nonsense\r\n\r\n",
    ] {
        let answer = house.raw(head.as_bytes()).await;
        assert_eq!(status(&answer), 400, "{head}");
    }
}

#[tokio::test]
async fn a_smuggled_second_request_is_never_answered() {
    let house = House::open().await;
    let request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\
                   Connection: close\r\n\r\n0\r\n\r\nGET /line.json HTTP/1.1\r\nHost: x\r\n\r\n";
    let answer = house.raw(request.as_bytes()).await;
    assert!(!answer.contains("\"languages\""), "{answer}");
}

#[tokio::test]
async fn too_many_headers_and_too_long_heads_are_refused() {
    let house = House::open().await;
    let many = "X-A: b\r\n".repeat(100);
    assert_eq!(status(&house.get("/", &many).await), 431);
    let long = format!("X-A: {}\r\n", "b".repeat(40_000));
    assert_eq!(status(&house.get("/", &long).await), 431);
}

#[tokio::test]
async fn odd_hosts_get_pages_and_harm_nothing() {
    let house = House::open().await;
    for host in ["", "x", "a@b", "[::1", "evil.example", "127.0.0.1:99999999"] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let answer = house.raw(request.as_bytes()).await;
        assert_eq!(status(&answer), 200, "{host:?}");
        assert!(!answer.contains("evil"), "{answer}");
    }
}

#[tokio::test]
async fn a_request_that_never_ends_is_closed() {
    let house = House::open().await;
    for half in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\n"] {
        let mut stream = house.dial().await;
        stream.write_all(half.as_bytes()).await.unwrap();
        let answer = read_all(&mut stream).await;
        assert!(answer.is_empty() || status(&answer) == 408, "{answer}");
    }
}

#[tokio::test]
async fn a_network_over_its_bound_is_closed_at_once() {
    let mut bounds = Bounds::default();
    bounds.max_per_prefix = Some(2);
    let house = House::with(bounds, None).await;
    let request = get("/line.json", house.address, "").replace("Connection: close\r\n", "");
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = house.dial().await;
        stream.write_all(&request.as_bytes()[..9]).await.unwrap();
        held.push(stream);
    }
    let mut third = house.dial().await;
    // The write may meet the reset already.
    let _refused = third.write_all(request.as_bytes()).await;
    assert_eq!(read_all(&mut third).await, "");
}

#[tokio::test]
async fn a_secure_line_asks_for_tls_and_names_its_socket() {
    let house = House::with(Bounds::default(), Some("https://line.example.org")).await;
    let answer = house.get("/", "").await;
    let transport = header(&answer, "strict-transport-security");
    assert_eq!(transport, Some("max-age=31536000"));
    let policy = header(&answer, "content-security-policy").unwrap();
    assert!(policy.contains("connect-src 'self' wss://line.example.org;"));
}

#[tokio::test]
async fn every_page_is_there_and_all_that_it_needs() {
    let house = House::with_real_pages().await;
    for page in ["/", "/supporter", "/responder", "/moderator", "/away"] {
        let answer = house.get(page, "").await;
        assert_eq!(status(&answer), 200, "{page}");
        let parts = body(&answer).split('"').filter(|part| {
            part.starts_with('/')
                && [".js", ".css", ".svg"]
                    .iter()
                    .any(|end| part.ends_with(end))
        });
        for part in parts {
            assert_eq!(status(&house.get(part, "").await), 200, "{part} of {page}");
        }
        let inline = ["<style", " style=", " onclick=", "<script>"];
        for forbidden in inline {
            assert!(!body(&answer).contains(forbidden), "{forbidden} in {page}");
        }
    }
}

#[tokio::test]
async fn what_is_for_developers_is_not_served() {
    let house = House::with_real_pages().await;
    for path in [
        "/README.md",
        "/package.json",
        "/sdk/package.json",
        "/sdk/session.test.mjs",
    ] {
        assert_eq!(status(&house.get(path, "").await), 404, "{path}");
    }
}

#[tokio::test]
async fn pages_are_compressed_for_whoever_takes_that() {
    let house = House::with_real_pages().await;
    let plain = house.get("/seeker-session.js", "").await;
    assert_eq!(header(&plain, "content-encoding"), None);
    for (asked, is_packed) in [
        ("gzip, deflate, br", true),
        ("br;q=1.0, gzip;q=0.8", true),
        ("gzip;q=0", false),
        ("identity", false),
    ] {
        let asked = format!("Accept-Encoding: {asked}\r\n");
        let answer = house.get("/seeker-session.js", &asked).await;
        let coding = header(&answer, "content-encoding");
        assert_eq!(coding == Some("gzip"), is_packed, "{asked}");
        assert_eq!(header(&answer, "vary"), Some("accept-encoding"));
        let tag = header(&answer, "etag");
        assert_eq!(tag == header(&plain, "etag"), !is_packed, "{asked}");
        if is_packed {
            assert!(answer.len() < plain.len());
        }
    }
}
