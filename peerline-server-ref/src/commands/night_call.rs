//! A simulated person who asks for a human, through the same door as everybody.

use std::net::SocketAddr;
use std::time::Duration;

use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::ServerFrame;
use peerline_core::protocol::decode_server;
use peerline_core::vocab::Cid;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::Limits;
use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::secrets::Secret;
use crate::secrets::SecretError;

type Socket = WebSocketStream<TcpStream>;

/// Joins the line as a new person, asks for a human, and stays a while.
pub(super) async fn place(address: SocketAddr) -> Result<(), CallError> {
    let mut socket = timeout(PATIENCE, call(address))
        .await
        .map_err(|_| CallError::NoAnswer)??;
    // The person stays connected, as somebody who waits does.
    tokio::spawn(async move {
        let stay = async { while let Some(Ok(_)) = socket.next().await {} };
        let _left = timeout(STAY, stay).await;
    });
    Ok(())
}

async fn call(address: SocketAddr) -> Result<Socket, CallError> {
    let origin = format!("http://{address}");
    let mut request = format!("ws://{address}/plp").into_client_request()?;
    request.headers_mut().insert(
        "Sec-WebSocket-Protocol",
        HeaderValue::from_static(Encoding::Json.subprotocol()),
    );
    let stream = TcpStream::connect(address).await?;
    let (mut socket, _) = client_async(request, stream).await?;
    let ServerFrame::Hail(hail) = answer(&mut socket).await? else {
        return Err(CallError::NoAnswer);
    };
    let hail = serde_json::to_value(hail).map_err(|_| CallError::NoAnswer)?;
    let hello = hello(&hail, &origin)?;
    say(&mut socket, &hello).await?;
    while !matches!(answer(&mut socket).await?, ServerFrame::Welcome(_)) {}
    let cid = Cid::from_bytes(draw::<16>()?);
    let put =
        json!({"t": "put", "ref": 1, "room": "@me", "cid": cid, "kind": "signal", "body": {}});
    say(&mut socket, &put).await?;
    loop {
        let frame = answer(&mut socket).await?;
        if matches!(frame, ServerFrame::Ok(_)) {
            return Ok(socket);
        }
        if matches!(frame, ServerFrame::Err(_) | ServerFrame::Bye(_)) {
            return Err(CallError::NoAnswer);
        }
    }
}

/// Proves a key that was made for this call and is forgotten with it.
fn hello(hail: &Value, origin: &str) -> Result<Value, CallError> {
    let text = |name: &str| hail.get(name).and_then(Value::as_str).unwrap_or_default();
    let key = SigningKey::from_bytes(&draw()?);
    let client_nonce: [u8; 32] = draw()?;
    let now = hail.get("now").and_then(Value::as_u64).unwrap_or_default();
    let binding = DigestBuilder::new("peerline/v1/origin")
        .bytes(origin.as_bytes())
        .finish();
    let mut signed = Vec::new();
    for part in [
        b"peerline/v1/join".as_slice(),
        b"line",
        &decode(text("line")),
        b"",
        &decode(text("nonce")),
        &client_nonce,
        binding.as_bytes(),
        &now.to_be_bytes(),
        &Sha256::digest(b""),
    ] {
        let len = u16::try_from(part.len()).unwrap_or(u16::MAX);
        signed.extend_from_slice(&len.to_be_bytes());
        signed.extend_from_slice(part);
    }
    Ok(json!({"t": "hello", "v": 1, "ext": [], "auth": {
        "pk": encode(key.verifying_key().as_bytes()),
        "nonce": encode(&client_nonce),
        "sig": encode(&key.sign(&signed).to_bytes()),
    }, "open": [{"room": "@me"}]}))
}

async fn say(socket: &mut Socket, frame: &Value) -> Result<(), CallError> {
    Ok(socket.send(Message::text(frame.to_string())).await?)
}

/// Waits for the next frame this version knows; answers pings on the way.
async fn answer(socket: &mut Socket) -> Result<ServerFrame<'static>, CallError> {
    loop {
        let Some(message) = socket.next().await else {
            return Err(CallError::NoAnswer);
        };
        let Message::Text(text) = message? else {
            continue;
        };
        match decode_server(text.as_bytes(), Encoding::Json, &Limits::default()) {
            Ok(Some(ServerFrame::Ping(_))) => socket.send(Message::Text(text)).await?,
            Ok(Some(frame)) => return Ok(frame.into_owned()),
            Ok(None) | Err(_) => {}
        }
    }
}

fn encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(text)
        .unwrap_or_default()
}

fn draw<const N: usize>() -> Result<[u8; N], CallError> {
    Ok(Secret::random()?.seed().entropy(0).draw())
}

/// The simulated call did not get through.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    #[error("no randomness")]
    Randomness(#[from] SecretError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Socket(Box<tungstenite::Error>),
    #[error("the line did not answer as it should")]
    NoAnswer,
}

impl From<tungstenite::Error> for CallError {
    fn from(error: tungstenite::Error) -> Self {
        Self::Socket(Box::new(error))
    }
}

/// How long the call may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the person stays.
const STAY: Duration = Duration::from_secs(600);
