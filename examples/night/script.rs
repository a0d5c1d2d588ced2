//! What people say tonight: conversations, with danger and broken rules woven in.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use clap::ValueEnum;
use peerline_core::vocab::Entropy;
use peerline_core::vocab::Language;
use serde::Deserialize;

use crate::failure::Failure;

/// One conversation.
#[derive(Clone)]
pub(crate) struct Script {
    pub(crate) language: Language,
    pub(crate) turns: Vec<Turn>,
}

/// One message of it.
#[derive(Clone)]
pub(crate) struct Turn {
    pub(crate) speaker: Speaker,
    pub(crate) text: String,
    pub(crate) thread: Thread,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Speaker {
    Seeker,
    Supporter,
}

/// What a message was put there for.
#[derive(Clone, Eq, PartialEq)]
pub(crate) enum Thread {
    /// It belongs to the conversation.
    Plain,
    /// A responder must see it.
    Danger,
    /// The author will be asked to edit it, and says this instead.
    Rule { instead: String },
}

/// Which conversations.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Set {
    /// The ones that were written for the project
    Own,
    /// `ESConv`'s conversations, where they lie beside the workspace
    Esconv,
}

/// Reads the conversations and weaves danger and broken rules in; the same for the same randomness.
pub(crate) fn load(
    set: Option<Set>,
    esconv: Option<&Path>,
    entropy: &mut Entropy,
) -> Result<(Set, Vec<Script>), Failure> {
    let beside = home().join("../../shared/data/esconv/FailedESConv.json");
    let esconv = esconv.unwrap_or(&beside);
    let found = if esconv.is_file() {
        Set::Esconv
    } else {
        Set::Own
    };
    let set = set.unwrap_or(found);
    let mut scripts = match set {
        Set::Own => read_own(&home().join("night/conversations"))?,
        Set::Esconv => read_esconv(esconv)?,
    };
    let (danger, rule) = (entropy.below(EVERY_DANGER), entropy.below(EVERY_RULE));
    for (n, script) in (0_u64..).zip(&mut scripts) {
        if n % EVERY_RULE == rule {
            script.weave(entropy, |script| rule_turn(&script.language));
        }
        if n % EVERY_DANGER == danger {
            script.weave(entropy, |script| danger_turn(&script.language));
        }
    }
    Ok((set, scripts))
}

const EVERY_DANGER: u64 = 5;
const EVERY_RULE: u64 = 7;

impl Script {
    /// Puts a turn in at a random place, neither first nor last.
    fn weave(&mut self, entropy: &mut Entropy, turn: impl FnOnce(&Self) -> Turn) {
        let inner = u64::try_from(self.turns.len()).unwrap_or(0).max(2) - 1;
        let place = usize::try_from(1 + entropy.below(inner)).unwrap_or(1);
        let turn = turn(self);
        self.turns.insert(place.min(self.turns.len()), turn);
    }
}

fn danger_turn(language: &Language) -> Turn {
    let text = match language.primary() {
        "de" => "ich will nicht mehr leben, ich schaffe das heute nacht nicht",
        "es" => "no quiero vivir más, no puedo con esta noche",
        "fr" => "je ne veux plus vivre, je n'y arrive pas ce soir",
        "pt" => "não quero mais viver, não aguento esta noite",
        _ => "i don't want to live anymore, i can't do this tonight",
    };
    Turn {
        speaker: Speaker::Seeker,
        text: text.to_owned(),
        thread: Thread::Danger,
    }
}

fn rule_turn(language: &Language) -> Turn {
    let (text, instead) = match language.primary() {
        "de" => (
            "schreib mir doch an nacht@example.org",
            "wir können hier weiter schreiben",
        ),
        "es" => (
            "escríbeme a noche@example.org",
            "podemos seguir escribiendo aquí",
        ),
        "fr" => (
            "écris-moi à nuit@example.org",
            "on peut continuer à écrire ici",
        ),
        "pt" => (
            "escreve para noite@example.org",
            "podemos continuar a escrever aqui",
        ),
        _ => (
            "you can also write to me at night@example.org",
            "we can keep writing here",
        ),
    };
    Turn {
        speaker: Speaker::Supporter,
        text: text.to_owned(),
        thread: Thread::Rule {
            instead: instead.to_owned(),
        },
    }
}

fn home() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[derive(Deserialize)]
struct OwnFile {
    conversation: Vec<OwnConversation>,
}

#[derive(Deserialize)]
struct OwnConversation {
    lang: Language,
    turns: Vec<(String, String)>,
}

fn read_own(folder: &Path) -> Result<Vec<Script>, Failure> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    let mut scripts = Vec::new();
    for file in files {
        let read: OwnFile = toml::from_str(&fs::read_to_string(&file)?)
            .map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
        scripts.extend(read.conversation.into_iter().map(|conversation| {
            let turns = conversation.turns.into_iter();
            Script {
                language: conversation.lang,
                turns: turns
                    .filter_map(|(who, text)| turn(who == "s", text))
                    .collect(),
            }
        }));
    }
    Ok(scripts)
}

#[derive(Deserialize)]
struct EsconvConversation {
    dialog: Vec<EsconvTurn>,
}

#[derive(Deserialize)]
struct EsconvTurn {
    speaker: String,
    content: String,
}

fn read_esconv(file: &Path) -> Result<Vec<Script>, Failure> {
    // The error names a line and a column, never what stands there.
    let read: Vec<EsconvConversation> = serde_json::from_slice(&fs::read(file)?)
        .map_err(|error| Failure::new(format!("line {}: no conversation", error.line())))?;
    let scripts = read.into_iter().map(|conversation| {
        let turns = conversation.dialog.into_iter();
        Script {
            language: Language::english(),
            turns: turns
                .filter_map(|said| turn(said.speaker == "speaker", said.content))
                .collect(),
        }
    });
    Ok(scripts.collect())
}

fn turn(is_seeker: bool, text: String) -> Option<Turn> {
    (!text.trim().is_empty()).then_some(Turn {
        speaker: if is_seeker {
            Speaker::Seeker
        } else {
            Speaker::Supporter
        },
        text,
        thread: Thread::Plain,
    })
}
