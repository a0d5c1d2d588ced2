//! The laws of transports and sinks catch those that are wrong in just that way.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::Mutex;
use std::task::Poll;

use async_trait::async_trait;

use crate::memory::PipeEnd;
use crate::memory::RecordingSink;
use crate::memory::pipe;
use crate::ports::End;
use crate::ports::EscalationSink;
use crate::ports::FrameSink;
use crate::ports::FrameSource;
use crate::ports::GuardianBell;
use crate::ports::GuardianCall;
use crate::ports::Page;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::protocol::Encoding;
use crate::testkit::bell;
use crate::testkit::bell::Bedside;
use crate::testkit::block_on::block_on;
use crate::testkit::sink;
use crate::testkit::sink::Desk;
use crate::testkit::transport;
use crate::testkit::transport::Link;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Flaw {
    None,
    Cuts,
    Reverses,
    TalksAfterTheEnd,
    Swallows,
    LosesWithTheWait,
    SpeaksUnasked,
}

#[async_trait]
impl Link for Flaw {
    fn encoding(&self) -> Encoding {
        Encoding::Json
    }

    async fn connect(&self) -> (End, End) {
        let (PipeEnd { source, sink }, far) = pipe();
        let kept = (*self == Self::Swallows).then(|| Mutex::new(None));
        let near = End::new(
            source,
            Bent {
                flaw: *self,
                inner: sink,
                kept,
            },
        );
        (
            near,
            End::new(
                Haunted {
                    flaw: *self,
                    inner: far.source,
                },
                far.sink,
            ),
        )
    }
}

#[derive(Debug)]
struct Bent<S> {
    flaw: Flaw,
    inner: S,
    kept: Option<Mutex<Option<()>>>,
}

#[async_trait]
impl<S: FrameSink> FrameSink for Bent<S> {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        let mut frames = frames.to_vec();
        match self.flaw {
            Flaw::Reverses => frames.reverse(),
            Flaw::Cuts => {
                frames = frames
                    .iter()
                    .map(|frame| &frame[..frame.len() / 2])
                    .collect();
            }
            Flaw::SpeaksUnasked if frames.is_empty() => frames.push(b""),
            Flaw::None
            | Flaw::TalksAfterTheEnd
            | Flaw::Swallows
            | Flaw::LosesWithTheWait
            | Flaw::SpeaksUnasked => {}
        }
        let sent = self.inner.send(&frames).await;
        if self.kept.is_some() { Ok(()) } else { sent }
    }

    async fn close(&mut self) -> Result<(), PortError> {
        self.inner.close().await
    }
}

#[derive(Debug)]
struct Haunted<S> {
    flaw: Flaw,
    inner: S,
}

#[async_trait]
impl<S: FrameSource> FrameSource for Haunted<S> {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        let frame = self.inner.next().await?;
        if self.flaw == Flaw::LosesWithTheWait {
            pause().await;
        }
        Ok(if self.flaw == Flaw::TalksAfterTheEnd {
            frame.or(Some(Vec::new()))
        } else {
            frame
        })
    }
}

/// Lets the executor turn once.
async fn pause() {
    let mut paused = false;
    poll_fn(|context| {
        if std::mem::replace(&mut paused, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

mod a_pipe {
    crate::transport_laws! { link: super::Flaw::None }
}

#[test]
fn a_pipe_keeps_every_law_of_transports() {
    block_on(transport::judge(&Flaw::None)).expect("a pipe is a correct transport");
}

#[test]
fn every_law_of_transports_catches_one_that_breaks_it() {
    for (flaw, law) in [
        (Flaw::Cuts, "frames_stay_whole"),
        (Flaw::Reverses, "frames_stay_in_order"),
        (Flaw::TalksAfterTheEnd, "end_stays_the_end"),
        (Flaw::Swallows, "sending_into_the_void_fails"),
        (Flaw::LosesWithTheWait, "giving_up_a_wait_loses_nothing"),
        (Flaw::SpeaksUnasked, "nothing_sent_is_nothing_received"),
    ] {
        let broken = block_on(transport::judge(&flaw)).expect_err("a wrong transport passed");
        assert_eq!(broken.law, law, "{flaw:?}");
    }
}

/// Gives two links whose ends were confused.
#[derive(Debug)]
struct Confused(Mutex<Vec<(End, End)>>);

impl Confused {
    fn new() -> Self {
        let ((one, other), (two, another)) = (pipe(), pipe());
        let end = |end: PipeEnd| End::new(end.source, end.sink);
        let links = [(end(one), end(another)), (end(two), end(other))];
        Self(Mutex::new(Vec::from(links)))
    }
}

#[async_trait]
impl Link for Confused {
    fn encoding(&self) -> Encoding {
        Encoding::Json
    }

    async fn connect(&self) -> (End, End) {
        let mut links = self.0.lock().expect("no other test holds it");
        links.pop().expect("the law takes two links")
    }
}

#[test]
fn links_that_are_confused_are_caught() {
    let broken = block_on(transport::links_stay_apart(&Confused::new()));
    let broken = broken.expect_err("a wrong transport passed");
    assert_eq!(broken.law, "links_stay_apart");
}

/// A sink that writes keys down, and is wrong if told so.
#[derive(Clone, Debug, Default)]
struct Book {
    inner: RecordingSink,
    keys: Arc<Mutex<Vec<String>>>,
    one_key: bool,
    always_ok: bool,
}

#[async_trait]
impl EscalationSink for Book {
    async fn page(&self, page: &Page) -> Result<(), PortError> {
        let key = format!("{}/{}/{:?}", page.case, page.step, page.target);
        let key = if self.one_key { "page".to_owned() } else { key };
        self.keys.lock().expect("no other test holds it").push(key);
        let taken = self.inner.page(page).await;
        if self.always_ok { Ok(()) } else { taken }
    }
}

#[async_trait]
impl Desk for Book {
    async fn sink(&self, takes: bool) -> Box<dyn EscalationSink> {
        if !takes {
            self.inner.fail(PortErrorKind::Refused);
        }
        Box::new(self.clone())
    }

    async fn keys(&self) -> Vec<String> {
        self.keys.lock().expect("no other test holds it").clone()
    }
}

#[test]
fn a_recording_sink_keeps_every_law_of_sinks() {
    block_on(sink::judge(&Book::default())).expect("a recording sink is correct");
}

#[test]
fn every_law_of_sinks_catches_one_that_breaks_it() {
    let one_key = Book {
        one_key: true,
        ..Book::default()
    };
    let broken = block_on(sink::judge(&one_key)).expect_err("a wrong sink passed");
    assert_eq!(broken.law, "page_carries_its_key");
    let always_ok = Book {
        always_ok: true,
        ..Book::default()
    };
    let broken = block_on(sink::judge(&always_ok)).expect_err("a wrong sink passed");
    assert_eq!(broken.law, "refusal_is_an_error");
}

#[async_trait]
impl GuardianBell for Book {
    async fn ring(&self, call: &GuardianCall) -> Result<(), PortError> {
        let key = call.request.to_string();
        let key = if self.one_key { "call".to_owned() } else { key };
        self.keys.lock().expect("no other test holds it").push(key);
        let taken = self.inner.ring(call).await;
        if self.always_ok { Ok(()) } else { taken }
    }
}

#[async_trait]
impl Bedside for Book {
    async fn bell(&self, takes: bool) -> Box<dyn GuardianBell> {
        if !takes {
            self.inner.fail(PortErrorKind::Refused);
        }
        Box::new(self.clone())
    }

    async fn keys(&self) -> Vec<String> {
        Desk::keys(self).await
    }
}

#[test]
fn a_recording_bell_keeps_every_law_of_bells_and_each_catches_one_that_breaks_it() {
    let book = Book::default();
    block_on(bell::judge(&book)).expect("a recording bell is correct");
    assert_eq!(book.inner.guardian_calls().len(), 3);
    let one_key = Book {
        one_key: true,
        ..Book::default()
    };
    let broken = block_on(bell::judge(&one_key)).expect_err("a wrong bell passed");
    assert_eq!(broken.law, "call_carries_its_request");
    let always_ok = Book {
        always_ok: true,
        ..Book::default()
    };
    let broken = block_on(bell::judge(&always_ok)).expect_err("a wrong bell passed");
    assert_eq!(broken.law, "refused_call_is_an_error");
}
