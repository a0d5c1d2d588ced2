//! The directory of a line, on real files.

use std::path::PathBuf;

use peerline_core::resources::Directory;

use super::DirectoryCommand;
use super::DirectoryError;
use super::SEED;
use super::Snapshot;
use super::directory;
use super::of_line;
use crate::config::Settings;

fn write(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    (folder, file)
}

#[test]
fn a_line_without_a_file_has_the_seed_and_with_one_its_own_alone() {
    let mut settings = Settings::default();
    assert_eq!(of_line(&settings).unwrap(), Directory::seed());
    let mut own = Directory::seed();
    own.services.truncate(1);
    let (_folder, file) = write("own.json", &serde_json::to_string(&own).unwrap());
    settings.line.helplines = Some(file);
    assert_eq!(of_line(&settings).unwrap(), own);
}

#[test]
fn a_line_does_not_open_with_a_number_that_leads_nowhere() {
    let mut own = Directory::seed();
    own.services[0].channels[0].dial = "+1988".to_owned();
    let (_folder, file) = write("own.json", &serde_json::to_string(&own).unwrap());
    let mut settings = Settings::default();
    settings.line.helplines = Some(file);
    assert!(matches!(of_line(&settings), Err(DirectoryError::Wrong(1))));
}

#[test]
fn a_snapshot_that_was_changed_or_is_anothers_is_refused() {
    let signed = Snapshot::sign(SEED, &[1; 32]).unwrap();
    let other = Snapshot::sign(SEED, &[2; 32]).unwrap();
    let mut settings = Settings::default();
    settings.line.helplines_key = Some(signed.key.clone());
    let (_folder, file) = write("signed.json", &serde_json::to_string(&signed).unwrap());
    settings.line.helplines = Some(file);
    assert_eq!(of_line(&settings).unwrap(), Directory::seed());
    for refused in [
        serde_json::to_string(&other).unwrap(),
        serde_json::to_string(&signed)
            .unwrap()
            .replace("988", "989"),
        SEED.to_owned(),
    ] {
        let (_folder, file) = write("signed.json", &refused);
        settings.line.helplines = Some(file);
        let refusal = of_line(&settings);
        assert!(matches!(refusal, Err(DirectoryError::Snapshot { .. })));
    }
}

#[test]
fn the_commands_run_on_files_and_a_wrong_one_fails() {
    let (folder, file) = write("own.json", SEED);
    let check = |file| directory(&DirectoryCommand::Check { file: Some(file) });
    assert!(check(file.clone()).is_ok());
    let key = folder.path().join("directory.key");
    let sign = DirectoryCommand::Sign { file, key };
    assert!(directory(&sign).is_ok());
    let (_folder, wrong) = write("wrong.json", &SEED.replace("\"116 123\"", "\"+44116123\""));
    assert!(check(wrong).is_err());
}
