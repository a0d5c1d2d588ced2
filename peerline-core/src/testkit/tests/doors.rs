//! The laws of transports and sinks catch those that are wrong in just that way.

use std::sync::Arc;
use std::sync::Mutex;

use async_trait::async_trait;

use crate::memory::PipeEnd;
use crate::memory::RecordingSink;
use crate::memory::pipe;
use crate::ports::EscalationSink;
use crate::ports::FrameSink;
use crate::ports::FrameSource;
use crate::ports::Page;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::testkit::block_on::block_on;
use crate::testkit::sink;
use crate::testkit::sink::Desk;
use crate::testkit::transport;
use crate::testkit::transport::End;
use crate::testkit::transport::Link;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Flaw {
    None,
    Cuts,
    Reverses,
    TalksAfterTheEnd,
    Swallows,
}

#[async_trait]
impl Link for Flaw {
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
            Flaw::None | Flaw::TalksAfterTheEnd | Flaw::Swallows => {}
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
        Ok(if self.flaw == Flaw::TalksAfterTheEnd {
            frame.or(Some(Vec::new()))
        } else {
            frame
        })
    }
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
    ] {
        let broken = block_on(transport::judge(&flaw)).expect_err("a wrong transport passed");
        assert_eq!(broken.law, law, "{flaw:?}");
    }
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
