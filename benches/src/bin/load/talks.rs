//! Loads of people who talk: everybody is let in, talks for a while, and is then heard out.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::TryStreamExt as _;
use futures_util::future;
use futures_util::stream;
use futures_util::stream::FuturesUnordered;
use peerline_core::vocab::RoomId;
use tokio::sync::mpsc;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use crate::failure::Failure;
use crate::line::CIRCLE;
use crate::line::Rooms;
use crate::member::Door;
use crate::member::Member;
use crate::member::PATIENCE;
use crate::report::Row;
use crate::server::Server;
use crate::server::Spent;
use crate::talk::Heard;
use crate::talk::Manner;
use crate::talk::Talker;

/// People who talk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Talks {
    /// Where.
    pub(crate) rooms: Rooms,
    /// How they decide when to speak.
    pub(crate) manner: Manner,
    /// With [`Manner::WhenDue`], messages a second of everybody together.
    pub(crate) rate: u32,
    /// For how long it is measured.
    pub(crate) time: Duration,
}

impl Talks {
    /// What is said before anything is measured: caches fill, and connections settle.
    const BEFORE: Duration = Duration::from_secs(2);

    pub(crate) async fn run(
        self,
        name: &'static str,
        server: &Server,
        door: &Door,
    ) -> Result<Row, Failure> {
        let members = self.rooms.fill(server, door).await?;
        let heard = Heard::new(Self::BEFORE)?;
        let (talkers, due) = self.seat(members, &heard);
        let everybody = FuturesUnordered::from_iter(talkers.into_iter().map(Talker::run));
        let talking = everybody.collect::<Vec<()>>();
        let measuring = self.measure(server, &heard, &due);
        let measured = tokio::select! {
            measured = measuring => measured?,
            _all_left = talking => return Err(Failure::new("everybody was sent away")),
        };
        Ok(self.row(name, &heard, measured))
    }

    fn seat(
        self,
        mut members: Vec<Member>,
        heard: &Heard,
    ) -> (Vec<Talker<'_>>, Vec<UnboundedSender<Duration>>) {
        members.sort_by_key(|(_, room)| *room);
        let mut sizes: BTreeMap<RoomId, usize> = BTreeMap::new();
        for (_, room) in &members {
            let size = sizes.entry(*room).or_default();
            *size = size.saturating_add(1);
        }
        let mut seated: BTreeMap<RoomId, usize> = BTreeMap::new();
        members
            .into_iter()
            .zip(0_u32..)
            .map(|(member, number)| {
                let (tell, due) = mpsc::unbounded_channel();
                let seat = seated.entry(member.1).or_default();
                let place = (*seat, sizes.get(&member.1).copied().unwrap_or(1));
                *seat = seat.saturating_add(1);
                let talker = Talker::new(member, (number, place), (self.manner, heard), due);
                (talker, tell)
            })
            .unzip()
    }

    /// Lets everybody talk for a while, and then hear what is still on its way.
    async fn measure(
        self,
        server: &Server,
        heard: &Heard,
        due: &[UnboundedSender<Duration>],
    ) -> Result<Measured, Failure> {
        let pacing = async {
            if self.manner == Manner::WhenDue {
                pace(self.rate, heard, due).await;
            }
            pending::<()>().await;
        };
        let measuring = async {
            tokio::time::sleep(Self::BEFORE).await;
            let before = (
                server.spent()?,
                heard.copies.load(Ordering::Relaxed),
                Instant::now(),
            );
            tokio::time::sleep(self.time).await;
            let copies = heard
                .copies
                .load(Ordering::Relaxed)
                .saturating_sub(before.1);
            let after = server.spent()?;
            let took = before.2.elapsed();
            heard.end();
            Ok::<_, Failure>(Measured {
                before: before.0,
                after,
                copies,
                took,
            })
        };
        let measured = tokio::select! {
            measured = measuring => measured?,
            () = pacing => return Err(Failure::new("nothing is due any more")),
        };
        self.hear_out(heard).await;
        Ok(measured)
    }

    /// Waits until everybody has heard everything that was kept, or nothing comes any more.
    async fn hear_out(self, heard: &Heard) {
        let began = Instant::now();
        let mut last = (u64::MAX, u64::MAX);
        let mut still = 0;
        while began.elapsed() < PATIENCE && still < 20 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let now = (
                heard.kept.load(Ordering::Relaxed),
                heard.copies.load(Ordering::Relaxed),
            );
            still = if now == last { still + 1 } else { 0 };
            last = now;
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "figures of a report, far below 2^52"
    )]
    fn row(self, name: &'static str, heard: &Heard, measured: Measured) -> Row {
        let copies = heard.copies.load(Ordering::Relaxed);
        let wanted = heard.owed.load(Ordering::Relaxed);
        let repeated = heard.repeated.load(Ordering::Relaxed);
        let cpu = measured.after.cpu - measured.before.cpu;
        let latency = heard.latency();
        let at = |share: f64| latency.value_at_quantile(share) as f64 / 1000.0;
        Row {
            load: name,
            deliveries_per_s: Some(measured.copies as f64 / measured.took.as_secs_f64()),
            cpu_s_per_million: Some(cpu * 1e6 / (measured.copies.max(1) as f64)),
            p50_ms: Some(at(0.5)),
            p99_ms: Some(at(0.99)),
            p999_ms: Some(at(0.999)),
            lost: Some(wanted.saturating_sub(copies.saturating_sub(repeated))),
            repeated: Some(repeated),
            disordered: Some(heard.disordered.load(Ordering::Relaxed)),
            refused: Some(heard.refused.load(Ordering::Relaxed)),
            ..Row::default()
        }
    }
}

struct Measured {
    before: Spent,
    after: Spent,
    copies: u64,
    took: Duration,
}

impl Rooms {
    /// Brings people into the rooms until each has as many as it has seats.
    pub(crate) async fn fill(self, server: &Server, door: &Door) -> Result<Vec<Member>, Failure> {
        match self {
            Self::Pairs(count) => {
                let invites = server.invite("supporter", count).await?;
                let supporters = invites.into_iter().zip(1_000_000_u64..);
                let supporting = supporters.map(|(invite, n)| door.support(n, invite));
                let seeking = stream::iter((0..count as u64).map(|n| door.seek(n)));
                let seeking = seeking
                    .buffer_unordered(AT_ONCE)
                    .try_collect::<Vec<Member>>();
                let supporting = future::try_join_all(supporting);
                let (mut members, supporters) = future::try_join(seeking, supporting).await?;
                members.extend(supporters);
                Ok(members)
            }
            Self::Circles(count) => {
                let people = count.saturating_mul(CIRCLE) as u64;
                let coming = stream::iter((0..people).map(|n| door.sit_down(n)));
                coming.buffer_unordered(AT_ONCE).try_collect().await
            }
            Self::DropIn(_, seats) => {
                let rooms = door.rooms().await?;
                // Each room in its turn, so that none is written by everybody at once.
                let places = (0..seats).flat_map(|_| rooms.iter().copied()).zip(0_u64..);
                let coming = stream::iter(places.map(|(room, n)| door.enter(n, room)));
                coming.buffer_unordered(AT_ONCE).try_collect().await
            }
        }
    }
}

/// How many come at the same time while a load is set up.
const AT_ONCE: usize = 64;

/// Tells who is next that a message is due, by a clock that waits for nobody: what is late is due
/// all the same, and its lateness is in the figures.
async fn pace(rate: u32, heard: &Heard, due: &[UnboundedSender<Duration>]) {
    let pause = Duration::from_secs(1) / rate;
    let mut wakes = tokio::time::interval(Duration::from_millis(1));
    let mut told = 0_u32;
    let mut members = due.iter().cycle();
    loop {
        wakes.tick().await;
        while pause.saturating_mul(told) <= heard.now() {
            let Some(next) = members.next() else { return };
            let due = pause.saturating_mul(told);
            told = told.saturating_add(1);
            if next.send(due).is_err() {
                return;
            }
            future::ready(()).await;
        }
    }
}
