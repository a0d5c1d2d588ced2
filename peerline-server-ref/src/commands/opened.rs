//! A line that is open: store, driver, listeners, and the way it ends.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::driver;
use peerline_core::engine::Policies;
use peerline_core::identity::LineId;
use peerline_core::identity::StaffKey;
use peerline_core::identity::StaffLogin;
use peerline_core::identity::StaffTerms;
use peerline_core::ports::Clock;
use peerline_core::protocol::Encoding;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Sensitive;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::Failure;
use super::directory;
use super::folder::Folder;
use super::risk;
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::epoch;
use crate::gate::gate_of;
use crate::http;
use crate::http::AdminHere;
use crate::http::App;
use crate::http::AppParts;
use crate::http::Assets;
use crate::http::LineCard;
use crate::http::Origins;
use crate::line::OpenLine;
use crate::line::RealLine;
use crate::models;
use crate::policy::PolicyPlace;
use crate::secrets::Secret;
use crate::secrets::read_private;
use crate::server::Bounds;
use crate::server::Server;
use crate::shelf::FileShelf;
use crate::sinks;
use crate::staff::ForgettingShelf;
use crate::staff::StaffDoor;
use crate::staff::StaffDoorParts;
use crate::store::LineStore;
use crate::store::PostgresStore;
use crate::store::SqliteStore;
use crate::transport;
use crate::transport::Leaving;
use crate::transport::LineSink;
use crate::transport::LineSource;

/// A line that is open.
pub(super) struct Opened {
    folder: Folder,
    store: Arc<dyn LineStore>,
    app: App,
    line: driver::Line,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    servers: Vec<JoinHandle<()>>,
    line_loop: JoinHandle<()>,
}

impl Opened {
    /// Opens a line: folder first, then the address, then the store, so that what fails fails before
    /// anything is changed.
    pub(super) async fn open(settings: &Settings) -> Result<Self, Failure> {
        let folder = Folder::take(&settings.server.data)?;
        let people = bind(settings.server.listen)?;
        let admin = settings.server.admin_listen.map(bind).transpose()?;
        let store = store_of(settings, &folder).await?;
        let inside = (&folder, Arc::clone(&store));
        let (line, line_loop, app) = build(settings, inside, people.address()).await?;
        let address = people.address();
        folder.announce(address, admin.as_ref().map(Server::address))?;
        let (stop, stopped) = watch::channel(false);
        let bounds = Bounds {
            max_per_prefix: settings.server.max_per_prefix,
            behind_proxy: settings.server.behind_proxy,
            ..Bounds::default()
        };
        let here = match admin {
            Some(_) => AdminHere::No,
            None => AdminHere::Yes,
        };
        let router = http::router(app.clone(), here);
        let mut servers = vec![tokio::spawn(people.run(router, bounds, stopped.clone()))];
        if let Some(admin) = admin {
            let router = http::admin_router(app.clone());
            servers.push(tokio::spawn(admin.run(router, Bounds::default(), stopped)));
        }
        Ok(Self {
            folder,
            store,
            app,
            line,
            address,
            stop,
            servers,
            line_loop: tokio::spawn(line_loop.run()),
        })
    }

    /// Returns where people reach the line.
    pub(super) fn base_url(&self) -> &str {
        self.app.base_url()
    }

    /// Returns where it listens.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the line.
    pub(super) const fn line(&self) -> &driver::Line {
        &self.line
    }

    /// Returns the line as its doors see it.
    pub(super) fn doors(&self) -> &dyn OpenLine {
        self.app.line()
    }

    /// Serves one connection over standard input and output; the line goes on when it ends.
    pub(super) fn serve_stdio(&self, encoding: Encoding) -> Result<Leaving, Failure> {
        let (stream, leaving) = transport::stdio().map_err(Failure::Runtime)?;
        let (read, write) = stream.into_split();
        let source = LineSource::new(read, encoding, self.app.limits().frame_bytes);
        let sink = LineSink::new(write, encoding);
        let (app, place) = (self.app.clone(), self.app.sockets().enter());
        tokio::spawn(async move {
            let origin = STDIO.to_owned();
            let peer = driver::Peer {
                origin,
                encoding,
                network: None,
            };
            let line = app.line();
            line.serve(Box::new(source), Box::new(sink), peer).await;
            drop(place);
        });
        Ok(leaving)
    }

    /// Returns when the line's own loop has ended, which it never should.
    pub(super) async fn broken(&mut self) {
        // How it ended is in the log; that it ended is what matters.
        let _how = (&mut self.line_loop).await;
    }

    /// Says goodbye to everybody and ends, within [`LAST_CALL`].
    pub(super) async fn close(self) {
        self.app.sockets().close();
        // Nobody listens any more where the accept loops ended first.
        let _ended = self.stop.send(true);
        let goodbye = async {
            self.line.drain(AGAIN).await;
            self.app.sockets().gone().await;
            for server in self.servers {
                let _how = server.await;
            }
        };
        if timeout(LAST_CALL, goodbye).await.is_err() {
            tracing::warn!("some connections did not end in time");
        }
        self.line_loop.abort();
        // Its write-ahead log goes into the database, and with it what was destroyed lately.
        self.store.close().await;
        self.folder.retract();
    }
}

/// The embedded store in the data folder, or the database that the configuration names.
async fn store_of(settings: &Settings, folder: &Folder) -> Result<Arc<dyn LineStore>, Failure> {
    let kept = &settings.store;
    let Some(postgres) = &kept.postgres else {
        let file = folder.file("line.db");
        return Ok(Arc::new(SqliteStore::open_with(file, &kept.file)?));
    };
    let mut postgres = postgres.clone();
    if let Some(file) = &kept.password_file {
        postgres = postgres.with_password(read_private(file)?.trim_end_matches(['\r', '\n']));
    }
    Ok(Arc::new(PostgresStore::open(&postgres).await?))
}

async fn build(
    settings: &Settings,
    (folder, store): (&Folder, Arc<dyn LineStore>),
    address: SocketAddr,
) -> Result<(driver::Line, driver::LineLoop, App), Failure> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let line_key = Secret::load_or_make(&folder.file("line.key"))?;
    let admin_key = Secret::load_or_make(&folder.file("admin.key"))?;
    let sinks = sinks_of(settings, &clock)?;
    let shelf = Arc::new(FileShelf::open(folder.file("line.keys"))?);
    let shelf = ForgettingShelf::new(shelf, store.clone());
    let ports = driver::Ports {
        journal: store.clone(),
        work: store.clone(),
        clock: Arc::clone(&clock),
        sinks: sinks.clone(),
        models: models::connect(&settings.moderation.models)?,
        at_rest: driver::AtRest::Sealed(Arc::new(shelf)),
    };
    let epoch = epoch::read(folder.path())?;
    let profile = profile_of(settings, &line_key, epoch);
    let card = card_of(settings, &profile);
    let seed = Secret::random()?.seed();
    let limits = settings.limits.clone();
    let door = door_of(settings, (&line_key, profile.id), store);
    let (place, policy) = PolicyPlace::open(&settings.moderation, &limits)?;
    let policies = Policies {
        staff: staff_terms(settings, (&line_key, profile.id)),
        gate: gate_of(&settings.gate)?,
        matcher: settings.matching.matcher(),
        ladder: settings.matching.ladder.clone(),
        breaks: settings.matching.breaks,
        lists: settings.line.lists(),
        clearance: settings.matching.clearance,
        offer: settings.matching.offer,
        moderation: Arc::new(policy),
        retention: settings.retention.clone(),
        rooms: settings.rooms.clone().into(),
        vault: settings.vault.as_ref().map(|vault| vault.terms(profile.id)),
        blind_a_day: settings.blind_a_day,
        risk: risk::assessor(settings.risk_model.as_deref())?,
        pair: settings.pair.clone(),
        ..Policies::with(&limits, directory::of_line(settings)?)
    };
    let (line, line_loop) = driver::open(policies, ports, limits, profile, seed).await?;
    let app = App::new(AppParts {
        line: Arc::new(RealLine {
            line: line.clone(),
            sinks,
            clock: Arc::clone(&clock),
            key: Sensitive::new(line_key.expose()),
            place,
        }),
        clock,
        card,
        staff: door,
        origins: Origins::new(settings.server.public_url.clone()),
        assets: Assets::embedded(),
        admin_key,
        limits: settings.limits.clone(),
        base_url: base_url(settings, address),
    });
    Ok((line, line_loop, app))
}

fn sinks_of(settings: &Settings, clock: &Arc<dyn Clock>) -> Result<driver::Sinks, Failure> {
    let desk = sinks::desk(settings.server.public_url.as_ref());
    let bell = |bell| sinks::bell(bell, clock, desk.as_ref());
    let on_call = settings.escalation.rings.iter().map(bell);
    let call = settings
        .vault
        .as_ref()
        .and_then(|vault| vault.call.as_ref());
    Ok(driver::Sinks {
        on_call: on_call.collect::<Result<_, _>>()?,
        last_resort: bell(&settings.escalation.last_resort)?,
        guardians: call
            .map(|call| sinks::guardian_bell(call, clock, desk.as_ref()))
            .transpose()?,
    })
}

fn profile_of(settings: &Settings, line_key: &Secret, epoch: u64) -> driver::LineProfile {
    driver::LineProfile {
        id: LineId::from_bytes(line_key.line_id()),
        names: Sensitive::new(line_key.derive("peerline/v1/names")),
        epoch,
        name: settings.line.name.clone(),
        topics: settings.line.topics.clone(),
        experiences: settings.line.experiences.clone(),
        languages: settings.line.languages.clone(),
        country: settings.line.country.clone(),
    }
}

fn staff_terms(settings: &Settings, (line_key, line): (&Secret, LineId)) -> StaffTerms {
    let key = StaffKey::from_seed(&line_key.derive(STAFF), line);
    StaffTerms::with(settings.staff, Some(key.issuer()))
}

fn door_of(
    settings: &Settings,
    (line_key, line): (&Secret, LineId),
    store: Arc<dyn LineStore>,
) -> Option<StaffDoor> {
    StaffDoor::new(StaffDoorParts {
        store,
        seed: Sensitive::new(line_key.derive(STAFF)),
        line,
        terms: staff_terms(settings, (line_key, line)),
        name: settings.line.name.clone(),
        public_url: settings.server.public_url.clone(),
    })
}

fn card_of(settings: &Settings, profile: &driver::LineProfile) -> LineCard {
    LineCard {
        id: URL_SAFE_NO_PAD.encode(profile.id.as_bytes()),
        name: profile.name.clone(),
        topics: profile.topics.clone(),
        experiences: profile.experiences.clone(),
        languages: profile.languages.clone(),
        country: settings.line.country.clone(),
        passkeys: if settings.staff == StaffLogin::Required {
            "required"
        } else {
            "optional"
        },
    }
}

fn bind(address: SocketAddr) -> Result<Server, Failure> {
    Server::bind(address).map_err(|source| Failure::Bind { address, source })
}

fn base_url(settings: &Settings, address: SocketAddr) -> String {
    match &settings.server.public_url {
        Some(url) => url.origin().ascii_serialization(),
        // Passkeys are bound to a name, and a number is none.
        None if settings.staff == StaffLogin::Required && address.ip().is_loopback() => {
            format!("http://localhost:{}", address.port())
        }
        None => format!("http://{address}"),
    }
}

/// What the key that signs staff tokens is derived under.
const STAFF: &str = "peerline/v1/staff";
/// The origin of whoever speaks over standard input and output.
const STDIO: &str = "stdio:";
/// When people who were sent away should come back.
const AGAIN: Millis = Millis::from_secs(2);
/// How long goodbye may take.
const LAST_CALL: Duration = Duration::from_secs(8);
