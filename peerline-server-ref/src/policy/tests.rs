use std::fs;

use peerline_core::moderation::ModerationPolicy as _;
use peerline_core::moderation::file::Shipped;
use peerline_core::vocab::Limits;

use super::PolicyError;
use super::for_line;
use crate::config::ModelSettings;
use crate::config::ModerationSettings;
use crate::config::PolicySource;

const OWN: &str = "peerline = \"policy/1\"\nid = \"own\"\nversion = 1\nlangs = [\"en\"]\n";

fn by(policy: &PolicySource) -> ModerationSettings {
    let policy = policy.clone();
    ModerationSettings {
        policy,
        ..ModerationSettings::default()
    }
}

fn written(text: &str) -> (tempfile::TempDir, PolicySource) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    fs::write(&file, text).unwrap();
    fs::write(folder.path().join("words.txt"), "you fool\n").unwrap();
    (folder, PolicySource::File(file))
}

#[test]
fn every_policy_that_ships_passes_its_tests_beside_the_real_assessor() {
    for shipped in Shipped::ALL {
        let policy = for_line(&by(&PolicySource::Shipped(shipped)), &Limits::default());
        assert_eq!(policy.unwrap().id().name.as_str(), shipped.name());
    }
}

#[test]
fn a_list_is_read_beside_the_policy_and_nowhere_else() {
    let rule = |file: &str| {
        format!(
            "{OWN}[list]\nown = {{ file = \"{file}\" }}\n[signal]\nown = {{ list = \"own\" }}\n[[rule]]\nid = \"a\"\n\
             when = \"own\"\ndo = [\"label\"]\n"
        )
    };
    let (_folder, source) = written(&rule("words.txt"));
    assert!(for_line(&by(&source), &Limits::default()).is_ok());
    for elsewhere in ["../words.txt", "/etc/hostname", "gone.txt"] {
        let (_folder, source) = written(&rule(elsewhere));
        let refused = for_line(&by(&source), &Limits::default()).unwrap_err();
        assert!(
            refused.to_string().contains("there is no file"),
            "{refused}"
        );
    }
}

#[test]
fn what_is_wrong_is_refused_with_its_reason() {
    let (_folder, source) = written(&format!("{OWN}colour = 1"));
    assert!(matches!(
        for_line(&by(&source), &Limits::default()),
        Err(PolicyError::Invalid { .. })
    ));
    let model = "[signal]\nm = { model = \"m\", min = \"5%\", deadline = \"9ms\", on_error = \"review\" }\n\
                 [[rule]]\nid = \"a\"\nwhen = \"m\"\ndo = [\"label\"]";
    let (_folder, source) = written(&format!("{OWN}{model}"));
    assert!(matches!(
        for_line(&by(&source), &Limits::default()),
        Err(PolicyError::Model { .. })
    ));
    let mut connected = by(&source);
    let model = ModelSettings {
        url: "http://127.0.0.1:1/".parse().unwrap(),
        key_file: None,
    };
    connected.models.insert("m".to_owned(), model);
    assert!(for_line(&connected, &Limits::default()).is_ok());
    let test = "[[rule]]\nid = \"a\"\nwhen = \"false\"\ndo = [\"label\"]\n[[test]]\nrule = \"a\"\nhit = [\"hello\"]";
    let (_folder, source) = written(&format!("{OWN}{test}"));
    let refused = for_line(&by(&source), &Limits::default()).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("should hit, and does not: hello"),
        "{refused}"
    );
    let gone = PolicySource::File("gone.toml".into());
    assert!(matches!(
        for_line(&by(&gone), &Limits::default()),
        Err(PolicyError::File { .. })
    ));
}
