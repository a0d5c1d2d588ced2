//! The door itself: passkeys in, tokens out.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use peerline_core::identity::LineId;
use peerline_core::identity::PublicKey;
use peerline_core::identity::StaffClaims;
use peerline_core::identity::StaffIssuer;
use peerline_core::identity::StaffKey;
use peerline_core::identity::StaffTerms;
use peerline_core::protocol;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::Sensitive;
use peerline_core::vocab::Timestamp;
use serde::Serialize;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::CreationChallengeResponse;
use webauthn_rs::prelude::CredentialID;
use webauthn_rs::prelude::Passkey;
use webauthn_rs::prelude::PasskeyAuthentication;
use webauthn_rs::prelude::PasskeyRegistration;
use webauthn_rs::prelude::PublicKeyCredential;
use webauthn_rs::prelude::RegisterPublicKeyCredential;
use webauthn_rs::prelude::RequestChallengeResponse;
use webauthn_rs::prelude::Webauthn;
use webauthn_rs::prelude::WebauthnBuilder;

use super::StaffProblem;
use super::ceremonies::Ceremonies;
use crate::line::OpenLine;
use crate::store::PasskeyRow;
use crate::store::Passkeys;
use crate::store::day_of;

/// Where staff make passkeys and log in with them.
#[derive(Debug)]
pub struct StaffDoor {
    webauthn: Webauthn,
    store: Arc<dyn Passkeys>,
    key: StaffKey,
    issuer: StaffIssuer,
    terms: StaffTerms,
    name: String,
    registrations: Mutex<Ceremonies<PasskeyRegistration>>,
    logins: Mutex<Ceremonies<PasskeyAuthentication>>,
}

/// What a [`StaffDoor`] is made of.
#[derive(Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "filled in by name by the commands and the tests"
)]
pub struct StaffDoorParts {
    /// Where passkeys are kept.
    pub store: Arc<dyn Passkeys>,
    /// 32 secret bytes that sign tokens and nothing else.
    pub seed: Sensitive<[u8; 32]>,
    /// Which line.
    pub line: LineId,
    /// How logins hold.
    pub terms: StaffTerms,
    /// What the line is called, for whoever looks through their passkeys.
    pub name: String,
    /// Where people reach it; `localhost` where it is not said.
    pub public_url: Option<Url>,
}

/// The first half of a ceremony: a name for the second half, and what the browser is to be asked.
#[derive(Debug, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "an answer; the door makes it")]
pub struct Begun<T> {
    /// Names the ceremony, once.
    pub ceremony: Uuid,
    /// What the browser is to be asked.
    #[serde(flatten)]
    pub ask: T,
}

/// A token, and what the page must know of it.
#[derive(Debug, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "an answer; the door makes it")]
pub struct Token {
    /// The token: for the device it was asked for, and useless on any other.
    pub token: String,
    /// When it ends.
    pub until: Timestamp,
    /// When a passkey last verified its owner.
    pub verified: Timestamp,
}

impl StaffDoor {
    /// Makes the door; `None` where the line has an address that passkeys cannot be bound to: they
    /// need a name, or `localhost`.
    #[must_use]
    pub fn new(parts: StaffDoorParts) -> Option<Self> {
        let url = parts.public_url.or_else(|| LOCAL.parse().ok())?;
        let domain = url.domain()?.to_owned();
        let webauthn = WebauthnBuilder::new(&domain, &url).ok()?;
        let webauthn = webauthn
            .rp_name(&parts.name)
            .allow_any_port(domain == "localhost")
            .build()
            .ok()?;
        let key = StaffKey::from_seed(parts.seed.expose(), parts.line);
        Some(Self {
            webauthn,
            store: parts.store,
            issuer: key.issuer(),
            key,
            terms: parts.terms,
            name: parts.name,
            registrations: Mutex::default(),
            logins: Mutex::default(),
        })
    }

    /// Begins to make a passkey for a device: with an invitation that can be redeemed, or with a
    /// login of that device that is minutes old.
    ///
    /// # Errors
    /// [`StaffProblem`].
    ///
    /// # Cancel safety
    /// Changes nothing that lasts.
    pub async fn begin_registration(
        &self,
        now: Timestamp,
        line: &dyn OpenLine,
        (device, right): (PublicKey, Right),
    ) -> Result<Begun<CreationChallengeResponse>, StaffProblem> {
        self.may_register(now, line, (device, right)).await?;
        let account = device.account();
        let known = self.passkeys(account).await?;
        let known: Vec<CredentialID> = known.iter().map(|key| key.cred_id().clone()).collect();
        let (ask, state) = self
            .webauthn
            .start_passkey_registration(handle(account), &self.name, &self.name, Some(known))
            .map_err(|_| StaffProblem::NotNow)?;
        let ceremony = fresh_id()?;
        lock(&self.registrations).begin(now, ceremony, (device, state));
        Ok(Begun {
            ceremony: Uuid::from_bytes(ceremony),
            ask,
        })
    }

    /// Keeps the passkey that was made, and logs in with it: making it verified its owner.
    ///
    /// # Errors
    /// [`StaffProblem`].
    ///
    /// # Cancel safety
    /// The passkey may be kept even if the future is dropped; it logs in then.
    pub async fn finish_registration(
        &self,
        now: Timestamp,
        (device, ceremony): (PublicKey, Uuid),
        made: &RegisterPublicKeyCredential,
    ) -> Result<Token, StaffProblem> {
        let state = lock(&self.registrations).take(now, ceremony.as_bytes(), &device);
        let state = state.ok_or(StaffProblem::BeginAgain)?;
        let passkey = self
            .webauthn
            .finish_passkey_registration(made, &state)
            .map_err(|_| StaffProblem::NotVerified)?;
        self.keep(now, device.account(), &passkey).await?;
        tracing::info!("a passkey of staff was made");
        self.token(now, device, now)
    }

    /// Begins a login of a device.
    ///
    /// # Errors
    /// [`StaffProblem`].
    ///
    /// # Cancel safety
    /// Changes nothing that lasts.
    pub async fn begin_login(
        &self,
        now: Timestamp,
        device: PublicKey,
    ) -> Result<Begun<RequestChallengeResponse>, StaffProblem> {
        let known = self.passkeys(device.account()).await?;
        if known.is_empty() {
            return Err(StaffProblem::NoPasskey);
        }
        let (ask, state) = self
            .webauthn
            .start_passkey_authentication(&known)
            .map_err(|_| StaffProblem::NotNow)?;
        let ceremony = fresh_id()?;
        lock(&self.logins).begin(now, ceremony, (device, state));
        Ok(Begun {
            ceremony: Uuid::from_bytes(ceremony),
            ask,
        })
    }

    /// Logs in: the passkey signed what was asked and verified its owner.
    ///
    /// # Errors
    /// [`StaffProblem`].
    ///
    /// # Cancel safety
    /// Whether the passkey was used today may be noted or not.
    pub async fn finish_login(
        &self,
        now: Timestamp,
        (device, ceremony): (PublicKey, Uuid),
        shown: &PublicKeyCredential,
    ) -> Result<Token, StaffProblem> {
        let state = lock(&self.logins).take(now, ceremony.as_bytes(), &device);
        let state = state.ok_or(StaffProblem::BeginAgain)?;
        let seen = self
            .webauthn
            .finish_passkey_authentication(shown, &state)
            .map_err(|_| StaffProblem::NotVerified)?;
        // Read anew: it may have been taken back meanwhile.
        let known = self.passkeys(device.account()).await?;
        let used = known
            .into_iter()
            .find(|passkey| passkey.cred_id() == seen.cred_id());
        let mut used = used.ok_or(StaffProblem::NoPasskey)?;
        used.update_credential(&seen);
        self.keep(now, device.account(), &used).await?;
        self.token(now, device, now)
    }

    /// Gives a token anew for one that still holds, within the shift that a look at a passkey
    /// began, and only while the account has a passkey at all.
    ///
    /// # Errors
    /// [`StaffProblem`].
    ///
    /// # Cancel safety
    /// Changes nothing.
    pub async fn renew(
        &self,
        now: Timestamp,
        (device, token): (PublicKey, &str),
    ) -> Result<Token, StaffProblem> {
        let claims = self.read(now, &device, token)?;
        if self.passkeys(device.account()).await?.is_empty() {
            return Err(StaffProblem::NoPasskey);
        }
        self.token(now, device, claims.verified)
    }

    /// Returns the store, for whoever looks after passkeys.
    #[must_use]
    pub fn store(&self) -> &dyn Passkeys {
        &*self.store
    }

    async fn may_register(
        &self,
        now: Timestamp,
        line: &dyn OpenLine,
        (device, right): (PublicKey, Right),
    ) -> Result<(), StaffProblem> {
        match right {
            Right::Invitation(secret) => match line.invitation(*secret.expose()).await {
                Ok(Some(_)) => Ok(()),
                Ok(None) => Err(StaffProblem::NoInvitation),
                Err(_) => Err(StaffProblem::NotNow),
            },
            Right::Login(token) => {
                let claims = self.read(now, &device, token.expose())?;
                let fresh = claims.is_fresh(now, self.terms.fresh);
                fresh.then_some(()).ok_or(StaffProblem::LoginEnded)
            }
        }
    }

    fn read(
        &self,
        now: Timestamp,
        device: &PublicKey,
        token: &str,
    ) -> Result<StaffClaims, StaffProblem> {
        protocol::read_staff_token(&self.issuer, now, device, token)
            .map_err(|_| StaffProblem::LoginEnded)
    }

    fn token(
        &self,
        now: Timestamp,
        device: PublicKey,
        verified: Timestamp,
    ) -> Result<Token, StaffProblem> {
        let claims = self.terms.grant(now, device, verified);
        let claims = claims.ok_or(StaffProblem::LoginEnded)?;
        Ok(Token {
            token: protocol::write_staff_token(&self.key, &claims),
            until: claims.until,
            verified: claims.verified,
        })
    }

    async fn passkeys(&self, account: AccountId) -> Result<Vec<Passkey>, StaffProblem> {
        let rows = self.store.passkeys(account).await;
        let rows = rows.map_err(|_| StaffProblem::NotNow)?;
        // What this version cannot read logs nobody in, and hinders no other key.
        let read = rows
            .iter()
            .filter_map(|row| serde_json::from_str(&row.body).ok());
        Ok(read.collect())
    }

    async fn keep(
        &self,
        now: Timestamp,
        account: AccountId,
        passkey: &Passkey,
    ) -> Result<(), StaffProblem> {
        let row = PasskeyRow {
            credential: passkey.cred_id().to_vec(),
            account,
            body: serde_json::to_string(passkey).map_err(|_| StaffProblem::NotNow)?,
            made: day_of(now),
            used: day_of(now),
        };
        match self.store.keep_passkey(row).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(StaffProblem::CannotAdd),
            Err(_) => Err(StaffProblem::NotNow),
        }
    }
}

/// What lets somebody make a passkey.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "there is no third way in")]
pub enum Right {
    /// The secret of an invitation.
    Invitation(Sensitive<[u8; 32]>),
    /// The token of a login of the same device.
    Login(Sensitive<String>),
}

/// What an authenticator keeps to tell accounts apart: not the account itself.
fn handle(account: AccountId) -> Uuid {
    let mut digest = DigestBuilder::new("peerline/v1/passkey");
    Uuid::from_bytes(digest.bytes(account.as_bytes()).finish().short())
}

fn fresh_id() -> Result<[u8; 16], StaffProblem> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(|_| StaffProblem::NotNow)?;
    Ok(id)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Passkeys are bound to a name; a line that is only on this machine has this one.
const LOCAL: &str = "http://localhost";
