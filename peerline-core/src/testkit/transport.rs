//! The laws of a transport: [`Transport`](crate::ports::Transport),
//! [`FrameSource`](crate::ports::FrameSource) and [`FrameSink`](crate::ports::FrameSink).
//!
//! [`transport_laws!`](crate::transport_laws) makes a test of each.

use async_trait::async_trait;
use futures_util::FutureExt as _;

use super::expect::Expect;
use super::law::Broken;
use super::law::LawResult;
use crate::ports::End;

use crate::protocol::Encoding;

/// Makes links for the laws.
#[async_trait]
pub trait Link: Send + Sync {
    /// Returns how frames are encoded: a transport may look at them to find their ends.
    fn encoding(&self) -> Encoding;

    /// Makes a new link and gives both its ends, the dialing one first.
    async fn connect(&self) -> (End, End);
}

/// Holds a transport to every law; stops at the first that is broken.
///
/// # Errors
/// The law that is broken, and how that showed.
pub async fn judge(link: &dyn Link) -> Result<(), Broken> {
    frames_stay_whole(link).await?;
    frames_stay_in_order(link).await?;
    giving_up_a_wait_loses_nothing(link).await?;
    nothing_sent_is_nothing_received(link).await?;
    links_stay_apart(link).await?;
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
        let frame = padded(link.encoding(), size);
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
    for burst in 0..8 {
        let frames: Vec<Vec<u8>> = (0..8)
            .map(|n| numbered(link.encoding(), burst, n))
            .collect();
        let borrowed: Vec<&[u8]> = frames.iter().map(Vec::as_slice).collect();
        expect.done(near.sink.send(&borrowed).await)?;
        for frame in frames {
            let got = expect.done(far.source.next().await)?;
            expect.that(got.as_ref() == Some(&frame), "frames changed places")?;
        }
    }
    Ok(())
}

/// A wait that is given up, before or while a frame is on its way, loses no frame.
///
/// # Errors
/// Where the frame after the lost one comes in its place.
pub async fn giving_up_a_wait_loses_nothing(link: &dyn Link) -> LawResult {
    let expect = Expect("giving_up_a_wait_loses_nothing");
    let (mut near, mut far) = link.connect().await;
    for round in 0..16 {
        let [first, second] = [0, 1].map(|n| numbered(link.encoding(), round, n));
        let early = far.source.next().now_or_never();
        expect.that(early.is_none(), "something came that was never sent")?;
        expect.done(near.sink.send(&[&first, &second]).await)?;
        let mut got = far.source.next().now_or_never();
        if got.is_none() {
            got = Some(far.source.next().await);
        }
        let got = got.map(|got| expect.done(got)).transpose()?.flatten();
        expect.that(got.as_ref() == Some(&first), "a frame went with the wait")?;
        let got = expect.done(far.source.next().await)?;
        expect.that(got.as_ref() == Some(&second), "a frame went with the wait")?;
    }
    Ok(())
}

/// Sending no frames sends nothing.
///
/// # Errors
/// Where something comes that nobody said.
pub async fn nothing_sent_is_nothing_received(link: &dyn Link) -> LawResult {
    let expect = Expect("nothing_sent_is_nothing_received");
    let (mut near, mut far) = link.connect().await;
    let frame = numbered(link.encoding(), 1, 1);
    expect.done(near.sink.send(&[]).await)?;
    expect.done(near.sink.send(&[&frame]).await)?;
    let got = expect.done(far.source.next().await)?;
    expect.that(got.as_ref() == Some(&frame), "nothing was sent and came")
}

/// What is said on one link is heard on that link alone.
///
/// # Errors
/// Where a link hears what was said on another.
pub async fn links_stay_apart(link: &dyn Link) -> LawResult {
    let expect = Expect("links_stay_apart");
    let mut links = [link.connect().await, link.connect().await];
    for (n, (near, _)) in (0..).zip(&mut links) {
        let frame = numbered(link.encoding(), 2, n);
        expect.done(near.sink.send(&[&frame]).await)?;
    }
    for (n, (_, far)) in (0..).zip(&mut links) {
        let got = expect.done(far.source.next().await)?;
        let wanted = numbered(link.encoding(), 2, n);
        expect.that(got == Some(wanted), "a frame came out of another link")?;
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
    let last = padded(link.encoding(), 40);
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
    let frame = padded(link.encoding(), 16_000);
    for _ in 0..2_000 {
        if near.sink.send(&[&frame]).await.is_err() {
            return Ok(());
        }
    }
    expect.that(false, "32 MB went to nobody without an error")
}

/// A frame of so many bytes: a number of sevens in JSON, a byte string of them in CBOR.
fn padded(encoding: Encoding, size: u16) -> Vec<u8> {
    let mut frame = vec![b'7'; usize::from(size)];
    if encoding == Encoding::Cbor {
        let [high, low] = size.saturating_sub(3).to_be_bytes();
        let short = size.saturating_sub(2).to_be_bytes()[1];
        let head = match size {
            1 => vec![0x40],
            2..=24 => vec![0x40 | short.saturating_add(1)],
            25..=257 => vec![0x58, short],
            _ => vec![0x59, high, low],
        };
        frame.splice(..head.len(), head);
    }
    frame
}

fn numbered(encoding: Encoding, burst: u8, n: u8) -> Vec<u8> {
    match encoding {
        Encoding::Json => format!("[{burst},{n}]").into_bytes(),
        Encoding::Cbor => vec![0x82, burst, n],
    }
}
