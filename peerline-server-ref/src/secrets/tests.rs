use super::*;

#[test]
fn a_secret_is_made_once_and_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("line.key");
    let first = Secret::load_or_make(&path).unwrap();
    let again = Secret::load_or_make(&path).unwrap();
    assert_eq!(first.line_id(), again.line_id());
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_secret_that_others_can_read_is_refused_with_the_cure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("admin.key");
    Secret::load_or_make(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let error = Secret::load_or_make(&path).unwrap_err();
    assert!(error.to_string().contains("chmod 600"), "{error}");
}

#[test]
fn a_file_that_holds_something_else_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("line.key");
    write_private(&path, "hello").unwrap();
    assert!(matches!(
        Secret::load_or_make(&path),
        Err(SecretError::Malformed { .. })
    ));
    assert_eq!(fs::read_to_string(&path).unwrap(), "hello");
}

#[test]
fn a_secret_never_prints() {
    let secret = Secret::random().unwrap();
    assert!(!format!("{secret:?}").contains(&secret.reveal()));
}

#[test]
fn only_the_whole_secret_matches() {
    let secret = Secret::random().unwrap();
    let text = secret.reveal();
    assert!(secret.matches(&text));
    assert!(!secret.matches(&text[1..]));
    assert!(!secret.matches(""));
}

#[test]
fn derived_secrets_differ_by_label_and_stay_the_same() {
    let secret = Secret([7; 32]);
    assert_eq!(secret.derive("a"), Secret([7; 32]).derive("a"));
    assert_ne!(secret.derive("a"), secret.derive("b"));
    assert_ne!(secret.derive("a"), [7; 32]);
}

#[test]
fn the_line_id_is_the_hash_of_the_public_key() {
    let secret = Secret([7; 32]);
    let public = SigningKey::from_bytes(&[7; 32]).verifying_key();
    let expected = DigestBuilder::new("peerline/v1/line")
        .bytes(public.as_bytes())
        .finish();
    assert_eq!(&secret.line_id(), expected.as_bytes());
}
