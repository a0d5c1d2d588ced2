//! The WebSocket: what it lets in, and how it ends.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use peerline_server_ref::server::Bounds;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::abuses::wire::CLOSE;
use crate::abuses::wire::PING;
use crate::abuses::wire::TEXT;
use crate::abuses::wire::frame;
use crate::house::House;
use crate::house::PATIENCE;
use crate::house::header;
use crate::house::read_all;
use crate::house::status;

/// Opens a WebSocket as a good peer does.
pub(crate) async fn join(house: &House) -> WebSocketStream<TcpStream> {
    let mut request = format!("ws://{}/plp", house.address)
        .into_client_request()
        .unwrap();
    let protocol = "peerline.1+json".parse().unwrap();
    request
        .headers_mut()
        .insert("Sec-WebSocket-Protocol", protocol);
    let (socket, response) = client_async(request, house.dial().await).await.unwrap();
    let chosen = response.headers().get("Sec-WebSocket-Protocol").unwrap();
    assert_eq!(chosen, "peerline.1+json");
    socket
}

/// The request that opens a WebSocket, with further header lines.
pub(crate) fn upgrade(house: &House, host: &str, more: &str) -> String {
    let key = STANDARD.encode([3; 16]);
    let host = if host.is_empty() {
        house.address.to_string()
    } else {
        host.to_owned()
    };
    format!(
        "GET /plp HTTP/1.1\r\nHost: {host}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{more}\r\n"
    )
}

const PROTOCOL: &str = "Sec-WebSocket-Protocol: chat, peerline.1+json\r\n";

/// Opens a WebSocket and sends these bytes as they are.
async fn raw_socket(house: &House, bytes: &[u8]) -> TcpStream {
    let mut stream = house.dial().await;
    let request = upgrade(house, "", PROTOCOL);
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    assert!(head.starts_with(b"HTTP/1.1 101 "));
    // The server may end the connection before all of it is written.
    let _ended = stream.write_all(bytes).await;
    stream
}

/// Reads to the end and returns the code of the last close frame.
async fn close_code(stream: &mut TcpStream) -> Option<u16> {
    let mut bytes = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut bytes))
        .await
        .expect("the server ends the connection")
        .expect("without a reset, so that the reason arrives");
    let at = bytes.len().checked_sub(4)?;
    let [kind, len, high, low] = bytes[at..] else {
        return None;
    };
    (kind == 0x88 && len == 2).then(|| u16::from_be_bytes([high, low]))
}

async fn ends_with(bytes: &[u8], code: u16) {
    let house = House::open().await;
    let mut stream = raw_socket(&house, bytes).await;
    assert_eq!(close_code(&mut stream).await, Some(code));
}

#[tokio::test]
async fn the_first_encoding_of_the_client_that_the_server_has_is_chosen() {
    let house = House::open().await;
    for (asked, chosen) in [
        ("peerline.1+cbor, peerline.1+json", "peerline.1+cbor"),
        ("peerline.1+json, peerline.1+cbor", "peerline.1+json"),
        ("chat, peerline.2+json,peerline.1+cbor", "peerline.1+cbor"),
        (
            "peerline.1+json\r\nSec-WebSocket-Protocol: peerline.1+cbor",
            "peerline.1+json",
        ),
    ] {
        let more = format!("Sec-WebSocket-Protocol: {asked}\r\n");
        let mut stream = house.dial().await;
        let request = upgrade(&house, "", &more);
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
            .write_all(&frame(CLOSE, &1000_u16.to_be_bytes()))
            .await
            .unwrap();
        let answer = read_all(&mut stream).await;
        assert_eq!(status(&answer), 101, "{asked}");
        let said = header(&answer, "sec-websocket-protocol");
        assert_eq!(said, Some(chosen), "{asked}");
    }
}

#[tokio::test]
async fn frames_go_both_ways_whole_and_in_order() {
    let house = House::open().await;
    let mut socket = join(&house).await;
    for text in ["one", "zwei 🌱", "", "three"] {
        socket.send(Message::text(text)).await.unwrap();
    }
    for text in ["one", "zwei 🌱", "", "three"] {
        let answer = socket.next().await.unwrap().unwrap();
        assert_eq!(answer, Message::text(text));
    }
    let origin = format!("http://{}", house.address);
    assert_eq!(*house.line.origins.lock().unwrap(), [origin]);
}

#[tokio::test]
async fn frames_of_one_send_go_out_in_one_write() {
    let house = House::open().await;
    let mut stream = raw_socket(&house, &frame(TEXT, b"twice")).await;
    let mut bytes = [0; 64];
    let n = stream.read(&mut bytes).await.unwrap();
    assert_eq!(&bytes[..n], b"\x81\x02tw\x81\x03ice");
}

#[tokio::test]
async fn the_largest_frame_is_let_through_and_one_byte_more_is_1009() {
    let house = House::open().await;
    let largest = house.app.limits().frame_bytes;
    let mut socket = join(&house).await;
    let text = "a".repeat(largest);
    socket.send(Message::text(text.clone())).await.unwrap();
    let answer = socket.next().await.unwrap().unwrap();
    assert_eq!(answer.len(), largest);
    ends_with(&frame(TEXT, &vec![b'a'; largest + 1]), 1009).await;
}

#[tokio::test]
async fn a_close_is_answered_and_the_connection_ends() {
    ends_with(&frame(CLOSE, &1000_u16.to_be_bytes()), 1000).await;
}

#[tokio::test]
async fn a_line_that_says_goodbye_is_1000_and_a_line_that_closes_is_1001() {
    ends_with(&frame(TEXT, br#"{"t":"bye"}"#), 1000).await;
    let house = House::open().await;
    let mut stream = raw_socket(&house, b"").await;
    house.app.sockets().close();
    // An idle peer is the first to be sent away.
    assert_eq!(close_code(&mut stream).await, Some(1001));
    house.app.sockets().gone().await;
}

#[tokio::test]
async fn pings_are_answered_and_a_flood_of_them_is_1008() {
    let house = House::open().await;
    let mut stream = raw_socket(&house, &frame(PING, b"hey")).await;
    let mut pong = [0; 5];
    stream.read_exact(&mut pong).await.unwrap();
    assert_eq!(&pong, b"\x8a\x03hey");
    ends_with(&frame(PING, b"").repeat(200), 1008).await;
}

#[tokio::test]
async fn control_frames_do_not_keep_a_silent_peer_alive() {
    let house = House::open().await;
    let socket = join(&house).await;
    let (mut sink, mut stream) = socket.split();
    let pings = tokio::spawn(async move {
        let mut tick = tokio::time::interval(std::time::Duration::from_millis(100));
        while sink.send(Message::Ping("".into())).await.is_ok() {
            tick.tick().await;
        }
    });
    let ended = timeout(PATIENCE, async {
        while let Some(Ok(message)) = stream.next().await {
            if let Message::Close(frame) = message {
                return frame.map(|frame| u16::from(frame.code));
            }
        }
        None
    });
    assert_eq!(ended.await.expect("it ends"), Some(1001));
    pings.abort();
}

#[tokio::test]
async fn a_peer_that_vanishes_frees_its_place() {
    let house = House::open().await;
    let stream = raw_socket(&house, &frame(TEXT, b"hello")).await;
    drop(stream);
    timeout(PATIENCE, house.app.sockets().gone())
        .await
        .expect("its place is free");
}

#[tokio::test]
async fn only_our_own_origins_may_connect() {
    let house = House::open().await;
    let ours = format!("Origin: http://{}\r\n", house.address);
    let mut stream = house.dial().await;
    let request = upgrade(&house, "", &format!("{PROTOCOL}{ours}"));
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 101");
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", ""] {
        let more = format!("{PROTOCOL}Origin: {origin}\r\nConnection: close\r\n");
        let answer = house.raw(upgrade(&house, "", &more).as_bytes()).await;
        assert_eq!(status(&answer), 403, "{origin}");
    }
}

#[tokio::test]
async fn a_copy_under_another_name_is_turned_away() {
    let house = House::with(Bounds::default(), Some("https://line.example.org")).await;
    let more = format!("{PROTOCOL}Origin: https://evil.example\r\nConnection: close\r\n");
    let answer = house
        .raw(upgrade(&house, "evil.example", &more).as_bytes())
        .await;
    assert_eq!(status(&answer), 403);
}

#[tokio::test]
async fn an_upgrade_must_be_one() {
    let house = House::open().await;
    let good = upgrade(&house, "", &format!("{PROTOCOL}Connection: close\r\n"));
    let without = |part: &str| good.replace(part, "");
    for (request, expected) in [
        (without("Upgrade: WebSocket\r\n"), 426),
        (good.replace("Version: 13", "Version: 8"), 426),
        (without("Sec-WebSocket-Version: 13\r\n"), 426),
        (without(PROTOCOL), 400),
        (good.replace("peerline.1+json", "peerline.2+json"), 400),
        (
            good.replace("Sec-WebSocket-Key: Aw", "Sec-WebSocket-Key: !!"),
            400,
        ),
        (
            without(&format!(
                "Sec-WebSocket-Key: {}\r\n",
                STANDARD.encode([3; 16])
            )),
            400,
        ),
        (good.replace("GET", "POST"), 405),
        (good.replace("HTTP/1.1", "HTTP/1.0"), 426),
    ] {
        let answer = house.raw(request.as_bytes()).await;
        assert_eq!(status(&answer), expected, "{request}");
    }
    let answer = house
        .raw(without("Upgrade: WebSocket\r\n").as_bytes())
        .await;
    assert_eq!(header(&answer, "sec-websocket-version"), Some("13"));
}

#[tokio::test]
async fn a_closing_line_lets_nobody_in() {
    let house = House::open().await;
    house.app.sockets().close();
    let more = format!("{PROTOCOL}Connection: close\r\n");
    let answer = house.raw(upgrade(&house, "", &more).as_bytes()).await;
    assert_eq!(status(&answer), 503);
}

#[tokio::test]
async fn a_slow_handshake_is_closed() {
    let house = House::open().await;
    let mut stream = house.dial().await;
    let request = upgrade(&house, "", PROTOCOL);
    stream.write_all(&request.as_bytes()[..60]).await.unwrap();
    let answer = read_all(&mut stream).await;
    assert!(!answer.contains(" 101 "), "{answer}");
}
