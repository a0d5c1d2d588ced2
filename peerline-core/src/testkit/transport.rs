//! The laws of a transport: [`FrameSource`] and [`FrameSink`].

use async_trait::async_trait;

use super::expect::Expect;
use super::law::Broken;
use super::law::LawResult;
use crate::ports::FrameSink;
use crate::ports::FrameSource;

/// Makes links for the laws.
#[async_trait]
pub trait Link: Send + Sync {
    /// Makes a new link and gives both its ends.
    async fn connect(&self) -> (End, End);
}

/// One end of a link.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct End {
    /// What comes in.
    pub source: Box<dyn FrameSource>,
    /// What goes out.
    pub sink: Box<dyn FrameSink>,
}

impl End {
    /// Makes an end.
    #[must_use]
    pub fn new(source: impl FrameSource + 'static, sink: impl FrameSink + 'static) -> Self {
        Self {
            source: Box::new(source),
            sink: Box::new(sink),
        }
    }
}

/// Holds a transport to every law; stops at the first that is broken.
///
/// Frames are JSON without line ends, as PLP/1 sends them.
///
/// # Errors
/// The law that is broken, and how that showed.
pub async fn judge(link: &dyn Link) -> Result<(), Broken> {
    frames_stay_whole(link).await?;
    frames_stay_in_order(link).await?;
    end_stays_the_end(link).await?;
    sending_into_the_void_fails(link).await
}

/// A frame comes whole or not at all.
///
/// # Errors
/// Where a frame is cut, joined with another or lost.
pub async fn frames_stay_whole(link: &dyn Link) -> LawResult {
    let expect = Expect("frames_stay_whole");
    let (mut near, mut far) = link.connect().await;
    for size in [1, 2, 125, 126, 127, 4096, 16_000] {
        let frame = padded(size);
        expect.done(near.sink.send(&[&frame]).await)?;
        let got = expect.done(far.source.next().await)?;
        expect.that(
            got.as_ref() == Some(&frame),
            "another frame came out than went in",
        )?;
    }
    Ok(())
}

/// Frames arrive in the order they were sent, alone or together.
///
/// # Errors
/// Where two frames change places, or one is lost or repeated.
pub async fn frames_stay_in_order(link: &dyn Link) -> LawResult {
    let expect = Expect("frames_stay_in_order");
    let (mut near, mut far) = link.connect().await;
    for burst in 0..8_u32 {
        let frames: Vec<Vec<u8>> = (0..8_u32).map(|n| numbered(burst, n)).collect();
        let borrowed: Vec<&[u8]> = frames.iter().map(Vec::as_slice).collect();
        expect.done(near.sink.send(&borrowed).await)?;
        for frame in frames {
            let got = expect.done(far.source.next().await)?;
            expect.that(got.as_ref() == Some(&frame), "frames changed places")?;
        }
    }
    Ok(())
}

/// After the end, the end comes again and again.
///
/// # Errors
/// Where a frame is lost before the end, or something comes after it.
pub async fn end_stays_the_end(link: &dyn Link) -> LawResult {
    let expect = Expect("end_stays_the_end");
    let (mut near, mut far) = link.connect().await;
    let last = padded(40);
    expect.done(near.sink.send(&[&last]).await)?;
    expect.done(near.sink.close().await)?;
    let got = expect.done(far.source.next().await)?;
    expect.that(
        got.as_ref() == Some(&last),
        "what was sent before the end did not come",
    )?;
    for _ in 0..3 {
        let got = expect.done(far.source.next().await)?;
        expect.that(got.is_none(), "something came after the end")?;
    }
    Ok(())
}

/// A frame that cannot be sent is an error, never silence.
///
/// A network may take some frames before it notices: the law sends many.
///
/// # Errors
/// Where sending to nobody goes well for ever.
pub async fn sending_into_the_void_fails(link: &dyn Link) -> LawResult {
    let expect = Expect("sending_into_the_void_fails");
    let (mut near, far) = link.connect().await;
    drop(far);
    for _ in 0..2_000 {
        if near.sink.send(&[&padded(16_000)]).await.is_err() {
            return Ok(());
        }
    }
    expect.that(false, "32 MB went to nobody without an error")
}

fn padded(size: usize) -> Vec<u8> {
    vec![b'7'; size]
}

fn numbered(burst: u32, n: u32) -> Vec<u8> {
    format!(
        "{{\"t\":\"ping\",\"n\":{}}}",
        burst.saturating_mul(100).saturating_add(n)
    )
    .into_bytes()
}
