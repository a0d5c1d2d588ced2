//! What a WebSocket may be sent by somebody who means no good, or whose program is broken: each case
//! ends with its code, or is harmless, and whoever is connected beside it goes on talking.

mod cases;
pub(crate) mod wire;

use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::house::House;
use crate::house::PATIENCE;
use crate::house::read_all;
use crate::socket::join;
use crate::socket::upgrade;
use cases::Case;
use cases::Expected;
use wire::CLOSE;
use wire::frame;
use wire::frames_of;

/// Opens a WebSocket that asks for an encoding and offers compression, and sends bytes as they are.
async fn send(house: &House, encoding: &str, bytes: &[u8]) -> TcpStream {
    let more = format!(
        "Sec-WebSocket-Protocol: {encoding}\r\n\
         Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    );
    let mut stream = house.dial().await;
    let request = upgrade(house, "", &more);
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 101 "), "{head}");
    assert!(!head.contains("sec-websocket-extensions"), "{head}");
    // The server may end the connection before all of it is written.
    let _ended = stream.write_all(bytes).await;
    stream
}

/// Plays one case and says what was wrong with it.
async fn play(house: &House, case: &Case) -> Option<String> {
    let mut bytes = case.bytes.clone();
    if let Expected::Echo(_) = case.expected {
        bytes.extend(frame(CLOSE, &1000_u16.to_be_bytes()));
    }
    let mut stream = send(house, case.encoding, &bytes).await;
    let mut answer = Vec::new();
    let read = timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    let Ok(Ok(_)) = read else {
        return Some(format!("{}: no clean end", case.name));
    };
    let Some(frames) = frames_of(&answer) else {
        return Some(format!("{}: no frames: {answer:?}", case.name));
    };
    let said: Vec<&[u8]> = frames
        .iter()
        .filter(|(kind, _)| matches!(*kind, 0x81 | 0x82))
        .map(|(_, payload)| payload.as_slice())
        .collect();
    let (code, echoed) = match &case.expected {
        Expected::Code(code) => (code.to_be_bytes().to_vec(), Vec::new()),
        Expected::Bare => (Vec::new(), Vec::new()),
        Expected::Echo(text) => (1000_u16.to_be_bytes().to_vec(), vec![text.as_slice()]),
    };
    let last = frames.last();
    let ended = last.is_some_and(|(kind, payload)| *kind == CLOSE && payload.starts_with(&code));
    let good = ended && said == echoed;
    (!good).then(|| format!("{}: {frames:?} in place of {code:?}, {echoed:?}", case.name))
}

/// Says something and hears it.
async fn talk(socket: &mut WebSocketStream<TcpStream>) {
    socket.send(Message::text("still here")).await.unwrap();
    let heard = timeout(PATIENCE, socket.next()).await.expect("it answers");
    assert_eq!(heard.unwrap().unwrap(), Message::text("still here"));
}

/// Says one thing more, and hears it behind what was still on its way.
async fn go_on(socket: &mut WebSocketStream<TcpStream>) {
    let over = Message::text("and after");
    socket.send(over.clone()).await.unwrap();
    let heard = async { while socket.next().await.unwrap().unwrap() != over {} };
    timeout(PATIENCE, heard).await.expect("it answers");
}

async fn play_all(cases: Vec<Case>) {
    let house = House::open().await;
    let mut faults = Vec::new();
    for case in cases {
        let mut beside = join(&house).await;
        let fault = tokio::select! {
            fault = play(&house, &case) => fault,
            () = async { loop { talk(&mut beside).await } } => None,
        };
        faults.extend(fault);
        go_on(&mut beside).await;
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn fragments_and_control_frames() {
    play_all(cases::fragments()).await;
}

#[tokio::test]
async fn reserved_kinds_and_bits() {
    play_all(cases::reserved()).await;
}

#[tokio::test]
async fn frames_that_are_too_long() {
    play_all(cases::too_long()).await;
}

#[tokio::test]
async fn ends_that_are_none() {
    play_all(cases::ends()).await;
}

#[tokio::test]
async fn text_that_is_none() {
    play_all(cases::text()).await;
}

#[tokio::test]
async fn floods_and_bombs() {
    play_all(cases::floods()).await;
}

#[tokio::test]
async fn halves() {
    play_all(cases::halves()).await;
}

#[tokio::test]
async fn a_handshake_that_never_ends_is_closed_beside_people_who_talk() {
    let house = House::open().await;
    let request = upgrade(&house, "", "Sec-WebSocket-Protocol: peerline.1+json\r\n");
    for length in [0, 1, 20, request.len() - 2] {
        let mut beside = join(&house).await;
        let mut stream = house.dial().await;
        let part = &request.as_bytes()[..length];
        stream.write_all(part).await.unwrap();
        let answer = tokio::select! {
            answer = read_all(&mut stream) => answer,
            () = async { loop { talk(&mut beside).await } } => String::new(),
        };
        assert!(!answer.contains(" 101 "), "{answer}");
    }
}
