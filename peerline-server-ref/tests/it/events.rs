//! The event stream and its posts: what they let in, what they answer, and how they end.

use std::net::SocketAddr;
use std::time::Duration;

use peerline_server_ref::server::Bounds;
use reqwest::Client;
use reqwest::RequestBuilder;
use reqwest::Response;
use serde_json::Value;
use serde_json::json;
use tokio::time::timeout;

use crate::house::House;
use crate::house::PATIENCE;
use crate::house::status;
use crate::links::EventStream;
use crate::links::http;
use crate::person::Person;
use crate::running::Running;

const JSON: &str = "enc=peerline.1%2Bjson";
const TEXT: &str = "text/plain;charset=utf-8";

/// A stream with its secret, and a client that posts to it.
struct Desk {
    house: House,
    stream: EventStream,
    link: String,
    client: Client,
}

impl Desk {
    async fn open() -> Self {
        let house = House::open().await;
        let mut stream = EventStream::open(house.address, JSON).await.unwrap();
        let link = stream.link().await.unwrap();
        Self {
            house,
            stream,
            link,
            client: http(),
        }
    }

    fn request(&self, number: &str, kind: &str) -> RequestBuilder {
        let url = format!("http://{}/plp/post", self.house.address);
        let request = self.client.post(url).header("content-type", kind);
        request
            .header("peerline-link", &self.link)
            .header("peerline-post", number)
    }

    async fn post(&self, number: u64, body: impl Into<reqwest::Body>) -> u16 {
        let request = self.request(&number.to_string(), TEXT).body(body);
        request.send().await.unwrap().status().as_u16()
    }

    async fn hear(&mut self) -> String {
        let event = timeout(PATIENCE, self.stream.next()).await;
        let event = event.expect("an event comes").unwrap();
        String::from_utf8(event.data).unwrap()
    }
}

async fn code(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn frames_go_both_ways_in_order() {
    let mut desk = Desk::open().await;
    assert_eq!(desk.post(1, "{\"a\":1}\n{\"a\":2}\r\n\n").await, 204);
    assert_eq!(desk.post(2, "{\"a\":3}\n").await, 204);
    for n in 1..=3 {
        assert_eq!(desk.hear().await, format!("{{\"a\":{n}}}"));
    }
    let origin = format!("http://{}", desk.house.address);
    assert_eq!(*desk.house.line.origins.lock().unwrap(), [origin]);
}

#[tokio::test]
async fn a_post_that_is_sent_again_is_taken_once_and_one_that_is_early_waits_its_turn() {
    let mut desk = Desk::open().await;
    assert_eq!(desk.post(2, "\"b\"\n").await, 409);
    assert_eq!(desk.post(1, "\"a\"\n").await, 204);
    assert_eq!(desk.post(1, "\"a\"\n").await, 204);
    assert_eq!(desk.post(2, "\"b\"\n").await, 204);
    assert_eq!(desk.post(1, "\"a\"\n").await, 204);
    assert_eq!(desk.post(3, "\"c\"\n").await, 204);
    for wanted in ["\"a\"", "\"b\"", "\"c\""] {
        assert_eq!(desk.hear().await, wanted);
    }
}

#[tokio::test]
async fn a_stream_outlasts_the_time_that_a_request_may_take_to_ask() {
    let mut desk = Desk::open().await;
    // The house gives the head of a request 300 ms.
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    for number in 1..=40 {
        tick.tick().await;
        assert_eq!(desk.post(number, format!("{number}\n")).await, 204);
        assert_eq!(desk.hear().await, number.to_string());
    }
}

#[tokio::test]
async fn what_is_no_post_is_refused_and_takes_no_number() {
    let mut desk = Desk::open().await;
    for body in ["", "\n", "{}", "{}\n{}"] {
        assert_eq!(desk.post(1, body).await, 400, "{body:?}");
    }
    assert_eq!(desk.post(1, vec![b'\n'; 64 * 1024 + 1]).await, 413);
    for kind in [
        "application/json",
        "application/cbor-seq",
        "text/plain;charset=latin1",
        "",
    ] {
        assert_eq!(
            code(desk.request("1", kind).body("{}\n")).await,
            415,
            "{kind}"
        );
    }
    for number in ["0", "-1", "01", "1.0", "+1", "", "99999999999999999999"] {
        assert_eq!(
            code(desk.request(number, TEXT).body("{}\n")).await,
            400,
            "{number}"
        );
    }
    let mut largest = vec![b'x'; 16_000];
    largest.resize(64 * 1024, b'\n');
    assert_eq!(desk.post(1, largest).await, 204);
    assert_eq!(desk.hear().await.len(), 16_000);
    let kind = "application/x-ndjson";
    assert_eq!(code(desk.request("2", kind).body("{}\n")).await, 204);
    assert_eq!(desk.hear().await, "{}");
}

#[tokio::test]
async fn cbor_is_posted_as_a_sequence_and_comes_in_base64url() {
    let house = House::open().await;
    let query = "enc=peerline.1%2Bcbor";
    let mut stream = EventStream::open(house.address, query).await.unwrap();
    let link = stream.link().await.unwrap();
    let mut desk = Desk {
        house,
        stream,
        link,
        client: http(),
    };
    let sequence = "application/cbor-seq";
    let post = |body: &'static [u8]| desk.request("1", sequence).body(body);
    assert_eq!(code(post(b"\xa1\x01")).await, 400);
    assert_eq!(code(desk.request("1", TEXT).body("{}\n")).await, 415);
    assert_eq!(code(post(b"\xa1\x01\x02\xa0\x81\xa0")).await, 204);
    for wanted in ["oQEC", "oA", "gaA"] {
        assert_eq!(desk.hear().await, wanted);
    }
}

#[tokio::test]
async fn a_frame_that_is_too_long_or_none_is_answered_like_any_other() {
    let running = Running::start("").await;
    let mut posts = Posts::join(running.people()).await;
    posts.say(&format!("\"{}\"", "x".repeat(20_000))).await;
    posts.say("none").await;
    posts.say(r#"{"t":"ask","ref":7,"what":"line"}"#).await;
    let mut codes = Vec::new();
    loop {
        let frame = frame(&mut posts.stream).await;
        if frame["ref"] == 7 {
            break;
        }
        if frame["t"] == "err" {
            codes.push(frame["code"].clone());
        }
    }
    assert_eq!(codes, ["too_big", "bad"]);
}

#[tokio::test]
async fn a_post_without_its_link_is_refused_and_one_to_no_link_is_gone() {
    let desk = Desk::open().await;
    let url = format!("http://{}/plp/post", desk.house.address);
    let post = |link: &str| {
        let request = desk.client.post(&url).header("content-type", TEXT);
        request
            .header("peerline-link", link)
            .header("peerline-post", "1")
            .body("{}\n")
    };
    assert_eq!(code(post("")).await, 400);
    assert_eq!(code(post("short")).await, 400);
    assert_eq!(code(post(&"A".repeat(43))).await, 410);
    let twice = post(&desk.link).header("peerline-link", "A".repeat(43));
    assert_eq!(code(twice).await, 400);
    assert_eq!(code(post(&desk.link)).await, 204);
}

#[tokio::test]
async fn when_too_much_waits_a_post_is_put_off() {
    let (house, mut handed) = House::handing_over().await;
    let mut stream = EventStream::open(house.address, JSON).await.unwrap();
    let link = stream.link().await.unwrap();
    let client = http();
    let desk = Desk {
        house,
        stream,
        link,
        client,
    };
    let mut end = handed.recv().await.unwrap();
    let half = format!("{}\n", "x".repeat(32 * 1024 - 1));
    assert_eq!(desk.post(1, half.clone()).await, 204);
    assert_eq!(desk.post(2, half).await, 204);
    let answer = desk.request("3", TEXT).body("{}\n").send().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "1");
    assert!(end.source.next().await.unwrap().is_some());
    assert_eq!(desk.post(3, "{}\n").await, 204);
}

#[tokio::test]
async fn a_goodbye_ends_the_stream_and_its_posts() {
    let mut desk = Desk::open().await;
    assert_eq!(desk.post(1, "{\"t\":\"bye\"}\n").await, 204);
    let ended = timeout(PATIENCE, desk.stream.next()).await;
    assert!(ended.expect("the stream ends").is_err());
    assert_eq!(desk.post(2, "{}\n").await, 410);
    desk.house.app.sockets().gone().await;
}

#[tokio::test]
async fn a_client_that_vanishes_frees_its_place() {
    let desk = Desk::open().await;
    assert_eq!(desk.house.app.sockets().open(), 1);
    drop(desk.stream);
    timeout(PATIENCE, desk.house.app.sockets().gone())
        .await
        .expect("its place is free");
}

#[tokio::test]
async fn nothing_between_holds_the_stream_back_or_keeps_it() {
    let house = House::open().await;
    let request = http()
        .get(format!("http://{}/plp/sse?{JSON}", house.address))
        .header("accept-encoding", "gzip, br");
    let response: Response = request.send().await.unwrap();
    let headers = response.headers();
    assert_eq!(headers["content-type"], "text/event-stream");
    assert!(
        headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("no-store")
    );
    assert_eq!(headers["x-accel-buffering"], "no");
    assert!(!headers.contains_key("content-encoding"));
    assert!(headers.contains_key("content-security-policy"));
    assert!(headers.contains_key("x-content-type-options"));
}

#[tokio::test]
async fn only_our_own_origins_may_open_a_stream_or_post() {
    let desk = Desk::open().await;
    let house = &desk.house;
    let sse = format!("/plp/sse?{JSON}");
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let more = format!("Origin: {origin}\r\n");
        assert_eq!(status(&house.get(&sse, &more).await), 403, "{origin}");
        let post = desk.request("1", TEXT).header("origin", origin);
        assert_eq!(code(post.body("{}\n")).await, 403, "{origin}");
    }
    for site in ["cross-site", "same-site"] {
        let more = format!("Sec-Fetch-Site: {site}\r\n");
        assert_eq!(status(&house.get(&sse, &more).await), 403, "{site}");
    }
    let ours = format!("http://{}", house.address);
    let post = desk.request("1", TEXT).header("origin", &ours);
    assert_eq!(code(post.body("{}\n")).await, 204);
    let url = format!("{ours}{sse}");
    let stream = http().get(url).header("origin", &ours);
    let stream = stream.header("sec-fetch-site", "same-origin");
    assert_eq!(code(stream).await, 200);
}

#[tokio::test]
async fn a_stream_is_got_in_an_encoding_that_is_offered_while_the_line_is_open() {
    let house = House::open().await;
    for query in [
        "",
        "?enc=",
        "?enc=peerline.2%2Bjson",
        "?enc=peerline.1+json",
        "?ENC=x",
    ] {
        let answer = house.get(&format!("/plp/sse{query}"), "").await;
        assert_eq!(status(&answer), 400, "{query}");
    }
    let url = format!("http://{}/plp/sse?{JSON}", house.address);
    assert_eq!(code(http().head(&url)).await, 405);
    assert_eq!(code(http().post(&url)).await, 405);
    house.app.sockets().close();
    assert_eq!(code(http().get(&url)).await, 503);
}

#[tokio::test]
async fn a_network_that_has_had_its_share_gets_no_stream() {
    let mut bounds = Bounds::default();
    bounds.max_per_prefix = Some(1);
    let house = House::with(bounds, None).await;
    let mut stream = EventStream::open(house.address, JSON).await.unwrap();
    stream.link().await.unwrap();
    assert!(EventStream::open(house.address, JSON).await.is_err());
    drop(stream);
}

/// A person who has joined by posts.
pub(crate) struct Posts {
    stream: EventStream,
    link: String,
    address: SocketAddr,
    posted: u64,
}

impl Posts {
    async fn join(address: SocketAddr) -> Self {
        Self::join_as(&Person::new(), address).await
    }

    /// Joins as somebody whom the line may know from another link.
    pub(crate) async fn join_as(person: &Person, address: SocketAddr) -> Self {
        let mut stream = EventStream::open(address, JSON).await.unwrap();
        let link = stream.link().await.unwrap();
        let hail = frame(&mut stream).await;
        let mut posts = Self {
            stream,
            link,
            address,
            posted: 0,
        };
        let origin = format!("http://{address}");
        let hello = person.hello(&hail, &origin, &json!([{"room": "@me"}]));
        posts.say(&hello.to_string()).await;
        assert_eq!(frame(&mut posts.stream).await["t"], "welcome");
        posts
    }

    /// Asks and waits for the answer; what comes meanwhile passes by.
    pub(crate) async fn ask(&mut self, what: &str) -> Value {
        let reference = self.posted + 100;
        let ask = json!({"t": "ask", "ref": reference, "what": what});
        self.say(&ask.to_string()).await;
        loop {
            let frame = frame(&mut self.stream).await;
            if frame["ref"] == reference {
                return frame;
            }
        }
    }

    async fn say(&mut self, line: &str) {
        self.posted += 1;
        let request = http().post(format!("http://{}/plp/post", self.address));
        let request = request
            .header("content-type", TEXT)
            .header("peerline-link", &self.link)
            .header("peerline-post", self.posted);
        assert_eq!(code(request.body(format!("{line}\n"))).await, 204);
    }
}

#[tokio::test]
async fn a_person_joins_and_a_line_that_closes_says_when_to_come_back() {
    let running = Running::start("[log]\nlevel = \"trace\"\n").await;
    let mut posts = Posts::join(running.people()).await;
    let (said, well) = running.stop_and_hear().await;
    assert!(well);
    assert!(!said.contains(&posts.link), "a secret was logged");
    loop {
        let frame = frame(&mut posts.stream).await;
        if frame["t"] == "bye" {
            assert!(frame["again_ms"].is_u64(), "{frame}");
            break;
        }
    }
    let end = posts.stream.next().await;
    assert!(end.is_err(), "the stream ends behind it");
}

async fn frame(stream: &mut EventStream) -> Value {
    let event = timeout(PATIENCE, stream.next()).await;
    let event = event.expect("an event comes").unwrap();
    serde_json::from_slice(&event.data).unwrap()
}
