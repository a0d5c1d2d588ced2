//! From a text to a policy.

use std::collections::BTreeMap;

use super::expr::Names;
use super::fault::Faults;
use super::fault::InvalidPolicy;
use super::lint;
use super::policy::FilePolicy;
use super::read_rule::RuleReader;
use super::read_signal::SignalReader;
use super::read_test;
use super::rule::Says;
use super::source::File;
use super::source::ListEntry;
use crate::moderation::PolicyId;
use crate::moderation::RuleId;
use crate::moderation::Step;
use crate::moderation::Steps;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Language;

/// Where the lists of a policy come from: the text of a file by its name, or `None` where it is not
/// there. The core reads no files itself.
pub type ListFiles<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The words and numbers of one list.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) words: Vec<String>,
    pub(super) digits: Vec<String>,
}

impl FilePolicy {
    /// The most bytes of a file, and of each list.
    pub const MAX_BYTES: usize = 1 << 20;
    /// The most rules.
    pub const MAX_RULES: usize = 200;
    /// The most signals.
    pub const MAX_SIGNALS: usize = 64;

    /// Reads a policy and checks everything but its tests; see
    /// [`failed_tests`](Self::failed_tests).
    ///
    /// # Errors
    /// [`InvalidPolicy`] with everything that is wrong, each with its place.
    pub fn read(text: &str, files: ListFiles<'_>) -> Result<Self, InvalidPolicy> {
        let mut faults = Faults::of(text);
        if Self::MAX_BYTES < text.len() {
            faults.at(
                0..0,
                (
                    "",
                    "the file has over a megabyte",
                    "move words into list files",
                ),
            );
            faults.into_result()?;
            return Err(InvalidPolicy { faults: Vec::new() });
        }
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                faults.toml(&error);
                let faults = faults.into_result().err();
                return Err(faults.unwrap_or(InvalidPolicy { faults: Vec::new() }));
            }
        };
        let policy = build(&mut faults, file, files);
        lint::whole(&mut faults, &policy, text);
        let digest = digest(text, &policy.1);
        faults.into_result()?;
        let mut policy = policy.0;
        policy.id.digest = Some(digest);
        Ok(policy)
    }
}

/// What was read, with the lists it was read from.
pub(super) type Read = (FilePolicy, BTreeMap<String, List>);

fn build(faults: &mut Faults<'_>, file: File, files: ListFiles<'_>) -> Read {
    if file.peerline.get_ref() != FORM {
        let what = "this is no policy that this version reads";
        faults.at(
            file.peerline.span(),
            ("peerline", what, "write peerline = \"policy/1\""),
        );
    }
    let languages = languages(faults, &file);
    let steps = steps(faults, "normalize", file.normalize.as_deref());
    let mut lists = BTreeMap::new();
    for (name, entry) in &file.list {
        let key = format!("list.{name}");
        let list = list(faults, (&key, entry.span()), entry.get_ref(), files);
        lists.insert(name.clone(), list);
    }
    let reader = SignalReader {
        lists: &lists,
        steps,
    };
    let senses: Vec<_> = file
        .signal
        .iter()
        .take(FilePolicy::MAX_SIGNALS)
        .filter_map(|(name, entry)| reader.read(faults, name, entry))
        .collect();
    too_many(faults, "signal", file.signal.len(), FilePolicy::MAX_SIGNALS);
    too_many(faults, "rule", file.rule.len(), FilePolicy::MAX_RULES);
    let mut says = Says::new();
    let names = Names {
        signals: senses.iter().map(|sense| sense.name.as_str()).collect(),
        languages: languages.iter().map(String::as_str).collect(),
    };
    let mut reader = RuleReader {
        names: &names,
        says: &mut says,
    };
    let rules: Vec<_> = file
        .rule
        .iter()
        .take(FilePolicy::MAX_RULES)
        .filter_map(|entry| reader.read(faults, entry))
        .collect();
    let trials = read_test::all(faults, &file.test, &rules, &languages);
    let policy = FilePolicy {
        id: PolicyId::new(name(faults, &file), file.version),
        shadow: mode(faults, &file),
        languages,
        senses,
        rules,
        says,
        trials,
    };
    (policy, lists)
}

fn too_many(faults: &mut Faults<'_>, key: &str, n_found: usize, most: usize) {
    if most < n_found {
        let what = format!("there are {n_found}; at most {most} are read");
        faults.at(0..0, (key, &what, "join some of them"));
    }
}

fn name(faults: &mut Faults<'_>, file: &File) -> RuleId {
    file.id
        .get_ref()
        .parse()
        .unwrap_or_else(|error: crate::moderation::InvalidRuleId| {
            faults.at(
                file.id.span(),
                ("id", &error.to_string(), "write it as in \"night-line\""),
            );
            RuleId::own("unnamed")
        })
}

fn mode(faults: &mut Faults<'_>, file: &File) -> bool {
    let Some(mode) = &file.mode else {
        return false;
    };
    match mode.get_ref().as_str() {
        "enforce" => false,
        "shadow" => true,
        other => {
            let what = format!("`{other}` is no mode");
            faults.at(
                mode.span(),
                ("mode", &what, "use \"enforce\" or \"shadow\""),
            );
            false
        }
    }
}

fn languages(faults: &mut Faults<'_>, file: &File) -> Vec<String> {
    let mut out = Vec::new();
    for tag in file.langs.get_ref() {
        match tag.get_ref().parse::<Language>() {
            Ok(language) if language.primary() == tag.get_ref() => out.push(tag.get_ref().clone()),
            Ok(_) | Err(_) => {
                let what = format!("`{}` is no primary language", tag.get_ref());
                faults.at(
                    tag.span(),
                    ("langs", &what, "use tags such as \"en\" and \"de\""),
                );
            }
        }
    }
    if out.is_empty() && file.langs.get_ref().is_empty() {
        faults.at(
            file.langs.span(),
            ("langs", "no language is named", "name one at least"),
        );
    }
    out
}

/// Reads the names of steps; every step where none are named.
pub(super) fn steps(
    faults: &mut Faults<'_>,
    key: &str,
    names: Option<&[toml::Spanned<String>]>,
) -> Steps {
    let Some(names) = names else {
        return Steps::all();
    };
    let mut steps = Steps::none();
    for name in names {
        match Step::named(name.get_ref()) {
            Some(step) => steps = steps.with(step),
            None => {
                let what = format!("`{}` is no step", name.get_ref());
                let known: Vec<&str> = Step::ALL.iter().map(|step| step.name()).collect();
                let advice = format!("steps are {}", known.join(", "));
                faults.at(name.span(), (key, &what, &advice));
            }
        }
    }
    steps
}

fn list(
    faults: &mut Faults<'_>,
    (key, span): (&str, std::ops::Range<usize>),
    entry: &ListEntry,
    files: ListFiles<'_>,
) -> List {
    let mut list = List::default();
    if let Some(file) = &entry.file {
        match files(file.get_ref()) {
            Some(text) if text.len() <= FilePolicy::MAX_BYTES => list.words.extend(lines(&text)),
            Some(_) => faults.at(
                file.span(),
                (key, "the file has over a megabyte", "split it"),
            ),
            None => {
                let what = format!("there is no file {}", file.get_ref());
                let advice = "name it as it lies beside the policy file";
                faults.at(file.span(), (key, &what, advice));
            }
        }
    }
    if let Some(shipped) = &entry.shipped {
        match super::shipped::list(shipped.get_ref()) {
            Some(text) => list.words.extend(lines(text)),
            None => {
                let what = format!("no list called `{}` ships", shipped.get_ref());
                let advice = format!("lists that ship are {}", super::shipped::LISTS.join(", "));
                faults.at(shipped.span(), (key, &what, &advice));
            }
        }
    }
    list.words.extend(entry.words.iter().flatten().cloned());
    for digits in entry.digits.iter().flatten() {
        if digits.get_ref().bytes().any(|byte| byte.is_ascii_digit()) {
            list.digits.push(digits.get_ref().clone());
        } else {
            faults.at(
                digits.span(),
                (key, "there is no digit in it", "write a number in quotes"),
            );
        }
    }
    if list.words.is_empty() && list.digits.is_empty() && faults.is_empty() {
        faults.at(
            span,
            (
                key,
                "the list is empty",
                "give it file, shipped, words or digits",
            ),
        );
    }
    list
}

fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(str::to_owned)
}

/// What the policy says, lists and all: two policies of one digest decide alike.
fn digest(text: &str, lists: &BTreeMap<String, List>) -> Digest {
    let mut digest = DigestBuilder::new("peerline/v1/moderation/policy");
    digest.bytes(text.as_bytes());
    for (name, list) in lists {
        digest.bytes(name.as_bytes());
        for line in list.words.iter().chain(&list.digits) {
            digest.bytes(line.as_bytes());
        }
    }
    digest.finish()
}

const FORM: &str = "policy/1";
