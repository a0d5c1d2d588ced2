//! What `[escalation]` may say.

use super::*;

fn mail(server: &str) -> Result<MailSettings, String> {
    let text = format!(
        "[escalation]\nlast_resort = {{ smtp = {{ server = \"{server}\", from = \"a@b.org\", to = [\"c@d.org\"] }} }}\n"
    );
    let settings =
        read_text(Path::new("peerline.toml"), &text).map_err(|error| error.to_string())?;
    match settings.escalation.last_resort {
        Bell::Mail(mail) => Ok(*mail),
        other @ (Bell::Log | Bell::Webhook { .. } | Bell::Alert(_) | Bell::Rota(_)) => {
            panic!("{other:?} is no mail")
        }
    }
}

#[test]
fn the_scheme_of_a_mail_server_says_how_it_is_sealed() {
    for (server, host, port, tls) in [
        (
            "smtps://mail.example.org",
            "mail.example.org",
            465,
            MailTls::Implicit,
        ),
        (
            "smtp://mail.example.org",
            "mail.example.org",
            587,
            MailTls::Starttls,
        ),
        (
            "smtp://mail.example.org:2525",
            "mail.example.org",
            2525,
            MailTls::Starttls,
        ),
        ("smtp+plain://127.0.0.1", "127.0.0.1", 25, MailTls::Plain),
        ("smtp+plain://[::1]:2525", "::1", 2525, MailTls::Plain),
        ("smtp+plain://localhost", "localhost", 25, MailTls::Plain),
    ] {
        let mail = mail(server).unwrap();
        assert_eq!((mail.host.as_str(), mail.port, mail.tls), (host, port, tls));
    }
}

#[test]
fn mail_in_the_clear_never_leaves_the_house() {
    for server in [
        "smtp+plain://mail.example.org",
        "smtp+plain://203.0.113.9",
        "smtp+plain://127.0.0.1.example.org",
    ] {
        let told = mail(server).unwrap_err();
        assert!(told.contains("in the clear"), "{told}");
    }
}

#[test]
fn every_error_about_mail_names_place_and_cure() {
    let good = "server = \"smtps://a.org\", from = \"a@b.org\"";
    for (keys, named, cure) in [
        (
            "server = \"https://a.org\", from = \"a@b.org\", to = [\"c@d.org\"]",
            ":2:35: escalation.last_resort.smtp.server: ",
            "smtps://",
        ),
        (
            "server = \"smtps://x:y@a.org\", from = \"a@b.org\", to = [\"c@d.org\"]",
            ":2:35: escalation.last_resort.smtp.server: ",
            "smtps://",
        ),
        (
            "server = \"smtps://a.org\", from = \"nobody\", to = [\"c@d.org\"]",
            ":2:59: escalation.last_resort.smtp.from: ",
            "on-call@example.org",
        ),
        (
            &format!("{good}, to = []"),
            ":2:75: escalation.last_resort.smtp.to: ",
            "as in",
        ),
        (
            &format!("{good}, to = [\"c@d.org\", \"c d\"]"),
            ":2:87: escalation.last_resort.smtp.to: ",
            "on-call@example.org",
        ),
        (
            &format!("{good}, to = [\"c@d.org\"], login = \"x\""),
            ":2:96: escalation.last_resort.smtp.login: ",
            "password_file",
        ),
        (
            &format!("{good}, to = [\"c@d.org\"], password_file = \"x\""),
            ":2:104: escalation.last_resort.smtp.password_file: ",
            "login",
        ),
    ] {
        let text = format!("[escalation]\nlast_resort = {{ smtp = {{ {keys} }} }}\n");
        let told = fails(&text);
        assert!(told.contains(named), "{named} is not in: {told}");
        assert!(told.contains(cure), "{cure} is not in: {told}");
    }
}

#[test]
fn a_target_is_one_way_to_call_somebody() {
    let smtp = "smtp = { server = \"smtps://a.org\", from = \"a@b.org\", to = [\"c@d.org\"] }";
    let told = fails(&format!(
        "[escalation]\nrings = [{{ {smtp}, log = true }}]\n"
    ));
    assert!(told.contains(":2:10: escalation.rings: "), "{told}");
    assert!(told.contains("exactly one"), "{told}");
}

#[test]
fn an_alerting_service_is_named_by_its_template() {
    let keys = "template = \"own.json\", url = \"http://127.0.0.1:9093/api\", secret_file = \"k\"";
    let text = format!("[escalation]\nlast_resort = {{ alert = {{ {keys} }} }}\n");
    let settings = read_text(Path::new("/etc/line/peerline.toml"), &text).unwrap();
    let Bell::Alert(alert) = settings.escalation.last_resort else {
        panic!("an alert was named");
    };
    assert_eq!(alert.template_file, Path::new("/etc/line/own.json"));
    assert_eq!(alert.secret_file.as_deref(), Some(Path::new("/etc/line/k")));
    assert_eq!(alert.url.unwrap().port(), Some(9093));
    let keys = "template = \"own.json\", url = \"http://pager.example.org/\"";
    let told = fails(&format!(
        "[escalation]\nlast_resort = {{ alert = {{ {keys} }} }}\n"
    ));
    let named = ":2:56: escalation.last_resort.alert.url: ";
    assert!(told.contains(named), "{told}");
    assert!(told.contains("https://"), "{told}");
}
