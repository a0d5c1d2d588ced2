//! The laws of a transport, and the first words of a real line.

use async_trait::async_trait;
use peerline_core::ports::End;
use peerline_core::ports::Transport as _;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::ServerFrame;
use peerline_core::protocol::decode_server;
use peerline_core::testkit::transport::Link;
use peerline_core::vocab::Limits;
use peerline_examples::small_line;
use tokio::net::UnixListener;

use super::Local;
use super::end;
use super::serve;

/// A listener, and what dials it.
struct Both(UnixListener, Local, tempfile::TempDir);

impl Both {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("line.sock");
        let listener = UnixListener::bind(&path).expect("a socket");
        Self(listener, Local(path), folder)
    }
}

#[async_trait]
impl Link for Both {
    fn encoding(&self) -> Encoding {
        self.1.encoding()
    }

    async fn connect(&self) -> (End, End) {
        let (near, far) = tokio::join!(self.1.dial(), self.0.accept());
        (near.expect("it dials"), end(far.expect("it accepts").0))
    }
}

fn run<T>(law: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(law)
}

peerline_core::transport_laws! { link: Both::new(), run: run }

#[test]
fn a_real_line_says_hail() {
    run(async {
        let Both(listener, local, _folder) = Both::new();
        let line = small_line::open().await.expect("a line");
        tokio::spawn(serve(line, listener));
        let mut near = local.dial().await.expect("it dials");
        let frame = near.source.next().await.expect("it speaks");
        let frame = frame.expect("it says something");
        let hail = decode_server(&frame, local.encoding(), &Limits::default());
        assert!(matches!(hail, Ok(Some(ServerFrame::Hail(_)))));
    });
}
