//! A line that lives in memory and ends with the process: what an example serves.

use std::collections::BTreeMap;
use std::sync::Arc;

use peerline_core::Policies;
use peerline_core::Ports;
use peerline_core::driver;
use peerline_core::driver::AtRest;
use peerline_core::driver::Line;
use peerline_core::driver::LineProfile;
use peerline_core::driver::OpenError;
use peerline_core::driver::Sinks;
use peerline_core::identity::LineId;
use peerline_core::identity::SealedLink;
use peerline_core::memory::MemoryShelf;
use peerline_core::memory::MemoryStore;
use peerline_core::memory::RecordingSink;
use peerline_core::room::RoomKind;
use peerline_core::room::RoomSpec;
use peerline_core::vocab::Language;
use peerline_core::vocab::Limits;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Sensitive;
use peerline_server_ref::clock::SystemClock;

/// The line's name for itself, which the keys of its guests depend on.
pub const ID: LineId = LineId::from_bytes([1; 32]);

/// A room with a topic of its own, which people enter by tickets.
fn tea() -> Option<RoomSpec> {
    let slug = "tea".parse().ok()?;
    let title = (Language::english(), "Tea");
    Some(RoomSpec::new(slug, RoomKind::DropIn, title))
}

/// Opens a line and runs it on the present runtime. Nobody is paged: it is not for people.
///
/// # Errors
/// What [`driver::open`] says.
pub async fn open() -> Result<Line, OpenError> {
    let store = Arc::new(MemoryStore::default());
    let ports = Ports {
        journal: store.clone(),
        work: store,
        clock: Arc::new(SystemClock::default()),
        sinks: Sinks {
            on_call: Vec::new(),
            last_resort: Arc::new(RecordingSink::default()),
            guardians: None,
        },
        models: BTreeMap::new(),
        at_rest: AtRest::Sealed(Arc::new(MemoryShelf::default())),
    };
    let profile = LineProfile {
        id: ID,
        names: Sensitive::new([2; 32]),
        epoch: 1,
        name: "A line in memory".to_owned(),
        topics: Vec::new(),
        experiences: Vec::new(),
        languages: vec![Language::english()],
        country: None,
    };
    let (seed, limits) = (Seed::from_bytes([3; 32]), Limits::default());
    let mut policies = Policies::within(&limits);
    policies.rooms = tea().into_iter().collect();
    // Everybody is new here, and whoever is new elsewhere gets no blind tickets for a day.
    policies.standing = Arc::new(SealedLink::with_probation(Millis::ZERO));
    policies.blind_a_day = Some(8);
    let (line, line_loop) = driver::open(policies, ports, limits, profile, seed).await?;
    tokio::spawn(line_loop.run());
    Ok(line)
}
