//! Does what `peerline vault` is asked.
//!
//! `keygen` and `open` are a guardian's, on their own machine; `status`, `ask` and `read` are for
//! whoever runs the line. What is opened is printed and kept nowhere.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::identity::LineId;
use peerline_core::identity::vault::Approval;
use peerline_core::identity::vault::GuardedVault;
use peerline_core::identity::vault::Guardian;
use peerline_core::identity::vault::GuardianKey;
use peerline_core::identity::vault::Guardians;
use peerline_core::identity::vault::Guarding;
use peerline_core::identity::vault::OpenRequest;
use peerline_core::identity::vault::OpenerKey;
use peerline_core::identity::vault::Purpose;
use peerline_core::identity::vault::SealedContact;
use peerline_core::identity::vault::Vault as _;
use peerline_core::identity::vault::VaultRefusal;
use peerline_core::ports::Clock as _;
use peerline_core::vocab::Entropy;
use peerline_core::vocab::Millis;
use peerline_core::vocab::VaultRequestId;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;
use url::Url;
use zeroize::Zeroizing;

use super::VaultCommand;
use crate::cli::say;
use crate::clock::SystemClock;
use crate::commands::Failure;
use crate::commands::ask;
use crate::commands::runtime;
use crate::secrets::Secret;
use crate::secrets::SecretError;
use crate::secrets::read_private;
use crate::secrets::write_private;

#[derive(Deserialize)]
struct Status {
    entries: u64,
    requests: Vec<Asked>,
}

#[derive(Deserialize)]
struct Asked {
    request: VaultRequestId,
    reason: Purpose,
    until: u64,
    approvals: u64,
    opened: Option<u64>,
}

#[derive(Deserialize)]
struct Found {
    sealed: SealedContact,
}

/// What a guardian is told.
#[derive(Deserialize)]
struct Waiting {
    threshold: u8,
    guardians: Vec<Guardian>,
    requests: Vec<About>,
}

#[derive(Deserialize)]
struct About {
    sealed: SealedContact,
    request: OpenRequest,
}

#[derive(Deserialize)]
struct Approved {
    have: u64,
    need: u64,
}

#[derive(Deserialize)]
struct Opened {
    threshold: u8,
    guardians: Vec<Guardian>,
    sealed: SealedContact,
    request: OpenRequest,
    approvals: Vec<Approval>,
}

#[derive(Deserialize)]
struct Card {
    id: String,
}

/// Does what was asked.
pub(crate) fn vault(command: &VaultCommand) -> Result<(), Failure> {
    match command {
        VaultCommand::Keygen { key } => keygen(key),
        VaultCommand::Status { at } => status(&at.data),
        VaultCommand::Ask {
            case,
            reason,
            key,
            hours,
            at,
        } => ask_guardians(&at.data, (case, (*reason).into(), *hours), key),
        VaultCommand::Forget { request, at } => forget(&at.data, request),
        VaultCommand::Open { line, key, agree } => open(line, key, agree.as_deref()),
        VaultCommand::Read { request, key, at } => read(&at.data, request, key),
    }
}

/// Makes the key of a guardian and prints its public half.
fn keygen(path: &Path) -> Result<(), Failure> {
    let key = GuardianKey::from_entropy(&mut entropy()?);
    let text = Zeroizing::new(format!(
        "{}\n",
        URL_SAFE_NO_PAD.encode(key.expose().as_slice())
    ));
    write_private(path, &text)?;
    say(&format!(
        "{}\n  give this line to whoever runs the line; {} stays here, and in a backup that only you open",
        key.public(),
        path.display()
    ));
    Ok(())
}

/// Prints how many people have an entry, and what was asked.
fn status(data: &Path) -> Result<(), Failure> {
    let answer = asked(data, &json!({"do": "status"}))?;
    let Status { entries, requests } = ask::understood(&answer)?;
    say(&format!(
        "entries: {entries}; whether somebody is in them, the line cannot tell"
    ));
    let now = SystemClock.now().unix_millis();
    for one in requests {
        let state = match one.opened {
            Some(_) => "opened",
            None if one.until <= now => "ended",
            None => "waits for guardians",
        };
        let reason = name_of(one.reason);
        let (id, approvals) = (one.request, one.approvals);
        say(&format!("{id}  {reason}  approvals: {approvals}  {state}"));
    }
    Ok(())
}

/// Asks the guardians to open the contact of the person of a case.
fn ask_guardians(
    data: &Path,
    (case, reason, hours): (&str, Purpose, u64),
    path: &Path,
) -> Result<(), Failure> {
    let found = asked(data, &json!({"do": "find", "case": case}))?;
    let Found { sealed } = ask::understood(&found)?;
    let mut entropy = entropy()?;
    let opener = OpenerKey::from_entropy(&mut entropy);
    let request = OpenRequest {
        id: VaultRequestId::from_bytes(entropy.draw()),
        entry: sealed.entry(),
        record: sealed.digest(),
        reason,
        until: SystemClock.now().after(Millis::from_hours(hours)),
        opener: opener.public(),
    };
    let text = Zeroizing::new(format!("{}\n", URL_SAFE_NO_PAD.encode(opener.expose())));
    write_private(path, &text)?;
    asked(data, &json!({"do": "ask", "request": request}))?;
    say(&format!(
        "{}\n  tell it to each guardian yourself, with the reason; then `peerline vault read --request {} --key {}`",
        request.id,
        request.id,
        path.display()
    ));
    Ok(())
}

/// Takes a request back.
fn forget(data: &Path, request: &str) -> Result<(), Failure> {
    asked(data, &json!({"do": "withdraw", "request": request}))?;
    say("taken back; what guardians sent to it is destroyed");
    Ok(())
}

/// Shows a guardian what waits for them; with `agree` they agree to one of it.
fn open(line: &Url, path: &Path, agree: Option<&str>) -> Result<(), Failure> {
    let key = guardian_key(path)?;
    let card = runtime::block_on(fetch(line, "/line.json", None))?;
    let Card { id } = ask::understood(&card)?;
    let id = URL_SAFE_NO_PAD.decode(id).ok();
    let id = id.and_then(|id| <[u8; 32]>::try_from(id).ok());
    let id = LineId::from_bytes(id.ok_or_else(|| not_understood("its id is none"))?);
    let now = SystemClock.now();
    let look = json!({"do": "look", "look": key.look(&id, now)});
    let waiting = runtime::block_on(fetch(line, "/vault", Some(&look)))?;
    let Waiting {
        threshold,
        guardians,
        requests,
    } = ask::understood(&waiting)?;
    let vault = vault_of(id, threshold, guardians)?;
    let Some(wanted) = agree else {
        return show(&requests);
    };
    let wanted: VaultRequestId = wanted
        .parse()
        .map_err(|_| Failure::Vault(VaultRefusal::UnknownRequest))?;
    let one = requests.iter().find(|one| one.request.id == wanted);
    let one = one.ok_or(Failure::Vault(VaultRefusal::UnknownRequest))?;
    let about = (&one.sealed, &one.request);
    let approval = vault.approve(now, &mut entropy()?, &key, about)?;
    let approve = json!({"do": "approve", "approval": approval});
    let taken = runtime::block_on(fetch(line, "/vault", Some(&approve)))?;
    let Approved { have, need } = ask::understood(&taken)?;
    say(&format!("you agreed; {have} of {need} have"));
    Ok(())
}

fn show(requests: &[About]) -> Result<(), Failure> {
    if requests.is_empty() {
        say("nothing waits for you");
    }
    for About { request, .. } in requests {
        let hours = request.until.since(SystemClock.now()).get() / Millis::from_hours(1).get();
        say(&format!(
            "{}  {}  ends in {hours} hours\n  whoever asks must tell you this number and why, by voice; then `--agree {}`",
            request.id,
            name_of(request.reason),
            request.id,
        ));
    }
    Ok(())
}

/// Opens a contact that enough guardians agreed to open, and prints it.
fn read(data: &Path, request: &str, path: &Path) -> Result<(), Failure> {
    let answer = asked(data, &json!({"do": "read", "request": request}))?;
    let Opened {
        threshold,
        guardians,
        sealed,
        request,
        approvals,
    } = ask::understood(&answer)?;
    let line = Secret::load(&data.join("line.key"))?;
    let vault = vault_of(LineId::from_bytes(line.line_id()), threshold, guardians)?;
    let opener = OpenerKey::from_bytes(secret(path)?);
    let about = (&sealed, &request);
    let contact = vault.open(SystemClock.now(), &opener, about, &approvals)?;
    say(contact
        .as_ref()
        .map_or("there is nobody to call: the entry holds nobody", |one| {
            one.expose()
        }));
    Ok(())
}

fn asked(data: &Path, wish: &Value) -> Result<String, Failure> {
    runtime::block_on(ask::post(data, "/admin/vault", wish))
}

/// Asks a line as anybody may.
async fn fetch(line: &Url, path: &str, body: Option<&Value>) -> Result<String, Failure> {
    let url = line.join(path);
    let url = url.map_err(|error| not_understood(&error.to_string()))?;
    let client = ask::client()?;
    ask::fetch(match body {
        Some(body) => client.post(url).body(body.to_string()),
        None => client.get(url),
    })
    .await
}

fn not_understood(what: &str) -> Failure {
    Failure::NoAnswer(what.to_owned())
}

fn vault_of(line: LineId, threshold: u8, all: Vec<Guardian>) -> Result<GuardedVault, Failure> {
    let guardians = Guardians::new(threshold, all)?;
    Ok(GuardedVault::new(Guarding::new(line, guardians)))
}

fn guardian_key(path: &Path) -> Result<GuardianKey, Failure> {
    Ok(GuardianKey::from_bytes(&secret(path)?))
}

/// Reads a key of `N` bytes that only its owner may read.
fn secret<const N: usize>(path: &Path) -> Result<[u8; N], Failure> {
    let text = Zeroizing::new(read_private(path)?);
    let bytes = URL_SAFE_NO_PAD.decode(text.trim()).unwrap_or_default();
    bytes.try_into().map_err(|_| {
        let path = path.to_path_buf();
        Failure::NoVaultKey(path)
    })
}

fn entropy() -> Result<Entropy, SecretError> {
    Ok(Secret::random()?.seed().entropy(0))
}

fn name_of(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::DangerToLife => "a life is in danger",
        Purpose::LostContact => "a life may be in danger, and the person cannot be reached",
        _ => "a reason that this program does not know",
    }
}
