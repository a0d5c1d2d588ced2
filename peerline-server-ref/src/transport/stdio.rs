//! The process's own input and output as one end of a link.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::Shutdown;
use std::os::unix::net::UnixStream as Blocking;
use std::time::Duration;

use tokio::net::UnixStream;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// What was written but has not left yet.
#[derive(Debug)]
pub(crate) struct Leaving(oneshot::Receiver<()>);

impl Leaving {
    /// Waits until standard output has everything, or does not take it.
    pub(crate) async fn gone(self) {
        let _late = timeout(LAST_WORDS, self.0).await;
    }
}

/// Returns a stream that reads standard input and writes standard output.
///
/// Two threads carry the bytes, because a read of standard input cannot be interrupted: neither
/// keeps the process from ending.
pub(crate) fn stdio() -> io::Result<(UnixStream, Leaving)> {
    let (near, far) = Blocking::pair()?;
    near.set_nonblocking(true)?;
    let mut inward = far.try_clone()?;
    let mut outward = far;
    std::thread::spawn(move || {
        pump(&mut io::stdin().lock(), &mut inward);
        // It is closed already where the connection ended first.
        let _closed = inward.shutdown(Shutdown::Write);
    });
    let (done, leaving) = oneshot::channel();
    std::thread::spawn(move || {
        pump(&mut outward, &mut io::stdout());
        let _closed = outward.shutdown(Shutdown::Read);
        // Nobody waits where the process goes on.
        let _unheard = done.send(());
    });
    Ok((UnixStream::from_std(near)?, Leaving(leaving)))
}

/// Carries bytes until one side ends; what was read is written at once.
fn pump(from: &mut impl Read, to: &mut impl Write) {
    let mut chunk = [0; 8192];
    while let Ok(n @ 1..) = from.read(&mut chunk) {
        let piece = chunk.get(..n).unwrap_or_default();
        if to.write_all(piece).and_then(|()| to.flush()).is_err() {
            return;
        }
    }
}

/// How long the last words may take.
const LAST_WORDS: Duration = Duration::from_secs(2);
