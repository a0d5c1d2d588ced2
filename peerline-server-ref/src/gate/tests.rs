use super::*;

fn settings(file: &Path) -> GateSettings {
    GateSettings {
        pass_file: Some(file.to_path_buf()),
        ..GateSettings::default()
    }
}

#[test]
fn a_file_of_passes_that_is_missing_or_empty_is_said_before_anybody_comes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("passes.txt");
    let error = gate_of(&settings(&file)).unwrap_err().to_string();
    assert!(
        error.contains("passes.txt") && error.contains("one pass"),
        "{error}"
    );
    fs::write(&file, "\n - \n").unwrap();
    let error = gate_of(&settings(&file)).unwrap_err().to_string();
    assert!(error.contains("no pass"), "{error}");
    fs::write(&file, "sunflower\n").unwrap();
    assert!(gate_of(&settings(&file)).is_ok());
}
