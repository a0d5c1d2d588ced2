//! The `[vault]` section: who guards, and what is said where that cannot be.

use peerline_core::identity::vault::GuardianKey;
use peerline_core::identity::vault::Purpose;
use peerline_core::vocab::Seed;

use super::*;

fn guardian(n: u64) -> String {
    let key = GuardianKey::from_entropy(&mut Seed::from_bytes([4; 32]).entropy(n));
    format!("\"{}\"", key.public())
}

fn list(all: &[u64]) -> String {
    let all: Vec<_> = all.iter().map(|n| guardian(*n)).collect();
    format!("guardians = [{}]\n", all.join(", "))
}

fn read_vault(section: &str) -> Option<VaultSettings> {
    let text = format!("[vault]\n{section}");
    let settings = read_text(Path::new("peerline.toml"), &text).unwrap();
    settings.vault
}

#[test]
fn without_guardians_there_is_no_vault() {
    assert_eq!(read_vault(""), None);
}

#[test]
fn guardians_guard_for_both_purposes_and_a_quarter_of_a_year_where_nothing_else_is_said() {
    let vault = read_vault(&format!("{}threshold = 2\n", list(&[1, 2, 3]))).unwrap();
    assert_eq!(vault.guardians.threshold(), 2);
    assert_eq!(vault.guardians.all().len(), 3);
    assert_eq!(vault.purposes, Purpose::ALL);
    assert_eq!(vault.days, 90);
}

#[test]
fn purposes_come_the_narrowest_first_and_once() {
    let named = "purposes = [\"lost_contact\", \"danger_to_life\", \"lost_contact\"]\ndays = 7\n";
    let vault = read_vault(&format!("{}threshold = 2\n{named}", list(&[1, 2]))).unwrap();
    assert_eq!((vault.purposes, vault.days), (Purpose::ALL.to_vec(), 7));
}

#[test]
fn what_cannot_guard_is_named_by_line_key_and_way_out() {
    let two = list(&[1, 2]);
    for (section, begins, advice) in [
        (
            "threshold = 2\n".to_owned(),
            "peerline.toml:2:13: vault.guardians: ",
            "keygen",
        ),
        (
            "days = 9\n".to_owned(),
            "peerline.toml:2:8: vault.guardians: ",
            "keygen",
        ),
        (
            two.clone(),
            "peerline.toml:2:13: vault.threshold: ",
            "threshold = 2",
        ),
        (
            format!("{two}threshold = 1\n"),
            "peerline.toml:3:13: vault.threshold: ",
            "at least 2",
        ),
        (
            format!("{two}threshold = 3\n"),
            "peerline.toml:3:13: vault.threshold: ",
            "at most all",
        ),
        (
            format!("{}threshold = 2\n", list(&[1, 1])),
            "peerline.toml:3:13: vault.threshold: ",
            "keys of their own",
        ),
        (
            "guardians = [\"AAAA\"]\nthreshold = 2\n".to_owned(),
            "peerline.toml:2:14: vault.guardians: ",
            "86 characters",
        ),
        (
            format!("{two}threshold = 2\npurposes = [\"to_tell\"]\n"),
            "peerline.toml:4:13: vault.purposes: ",
            "lost_contact",
        ),
        (
            format!("{two}threshold = 2\npurposes = []\n"),
            "peerline.toml:4:12: vault.purposes: ",
            "at least one",
        ),
        (
            format!("{two}threshold = 2\ndays = 184\n"),
            "peerline.toml:4:8: vault.days: ",
            "1 to 183",
        ),
    ] {
        let told = fails(&format!("[vault]\n{section}"));
        assert!(told.starts_with(begins), "{told}");
        assert!(told.contains(advice), "{told}");
    }
}

#[test]
fn guardians_are_called_by_a_webhook_a_mail_or_the_log_and_by_nobody_where_nothing_is_said() {
    let of = |call: &str| {
        let text = format!("{}threshold = 2\n{call}", list(&[1, 2]));
        read_vault(&text).unwrap().call
    };
    assert_eq!(of(""), None);
    assert_eq!(of("call = { log = true }\n"), Some(Bell::Log));
    let smtp = "call = { smtp = { server = \"smtps://a.org\", from = \"a@b.org\", to = [\"c@d.org\"] } }\n";
    assert!(matches!(of(smtp), Some(Bell::Mail(_))));
    let hook = "call = { webhook = { url = \"https://a.org/\", secret_file = \"k\" } }\n";
    let Some(Bell::Webhook { secret_file, .. }) = of(hook) else {
        panic!("a webhook was named");
    };
    assert_eq!(secret_file, Path::new("k"));
    let alert = "call = { alert = { template = \"pagerduty\", secret_file = \"k\" } }\n";
    let told = fails(&format!("[vault]\n{}threshold = 2\n{alert}", list(&[1, 2])));
    assert!(
        told.contains("vault.call: ") && told.contains("smtp"),
        "{told}"
    );
    let told = fails(&format!("[vault]\n{hook}"));
    assert!(told.contains("vault.guardians: "), "{told}");
}
