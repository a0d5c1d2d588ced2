//! What is looked at before anything is trusted to a database.

use std::sync::Arc;
use std::time::Duration;

use peerline_core::ports::Fence;
use peerline_core::ports::Journal as _;
use peerline_server_ref::store::DialError;
use peerline_server_ref::store::PostgresSettings;
use peerline_server_ref::store::PostgresStore;
use peerline_server_ref::store::SettingsFault;

use super::server::Server;
use super::server::open;
use crate::store::one;
use crate::store::passkeys;

#[test]
fn what_people_write_goes_over_no_network_in_the_open() {
    let parse = PostgresSettings::parse;
    let far = "host=db.example.org dbname=line user=line";
    assert_eq!(parse(far), Err(SettingsFault::InTheOpen));
    let prefer = format!("{far} sslmode=prefer");
    assert_eq!(parse(&prefer), Err(SettingsFault::InTheOpen));
    assert!(parse(&format!("{far} sslmode=require")).is_ok());
    assert!(parse("host=/run/postgresql dbname=line").is_ok());
    assert!(parse("postgresql://line@localhost/line").is_ok());
    assert_eq!(
        parse("host=/run/postgresql"),
        Err(SettingsFault::NoDatabase)
    );
    assert_eq!(parse("dbname=line"), Err(SettingsFault::NoHost));
    assert_eq!(parse("a line"), Err(SettingsFault::NotAString));
}

#[test]
fn nothing_that_is_printed_holds_the_password() {
    let settings = PostgresSettings::parse("host=/run/postgresql dbname=line");
    let settings = settings
        .expect("it says where")
        .with_password("h0rse-battery");
    assert!(!format!("{settings:?}").contains("h0rse"));
}

#[tokio::test]
async fn a_database_that_nobody_answers_for_is_named_as_away() {
    let settings = PostgresSettings::parse("host=/nowhere dbname=line user=line");
    let mut settings = settings.expect("it says where");
    settings.patience = Duration::ZERO;
    let refused = PostgresStore::open(&settings).await;
    let error = refused.expect_err("nobody is there");
    assert!(matches!(error, DialError::Away(_)), "{error}");
}

#[tokio::test]
async fn a_newer_schema_is_left_alone() {
    let Some(server) = Server::shared() else {
        return;
    };
    let reach = server.database();
    open(&reach).await.close().await;
    let name = reach.split("dbname=").nth(1).expect("it has a name");
    let name = name.split(' ').next().expect("it has a name");
    server.psql(
        name,
        "INSERT INTO refinery_schema_history SELECT 99, 'later', applied_on, checksum \
         FROM refinery_schema_history",
    );
    let settings = PostgresSettings::parse(&reach).expect("it says where");
    let error = PostgresStore::open(&settings)
        .await
        .expect_err("it is newer");
    assert!(
        matches!(
            error,
            DialError::Newer {
                found: 99,
                known: 1
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_database_that_may_lose_what_it_acknowledged_is_refused() {
    // A server of its own: the setting is the whole server's.
    let Some(server) = Server::start() else {
        return;
    };
    let reach = server.database();
    server.psql("postgres", "ALTER SYSTEM SET full_page_writes = off");
    server.psql("postgres", "SELECT pg_reload_conf()");
    let settings = PostgresSettings::parse(&reach).expect("it says where");
    let mut refused = None;
    // The server takes a moment to read its settings.
    for _ in 0..100 {
        match PostgresStore::open(&settings).await {
            Ok(store) => store.close().await,
            Err(error) => {
                refused = Some(error);
                break;
            }
        }
    }
    let error = refused.expect("it is refused");
    let is_named = matches!(
        &error,
        DialError::Setting {
            setting: "full_page_writes",
            ..
        }
    );
    assert!(is_named, "{error}");
}

#[tokio::test]
async fn the_key_of_an_own_log_takes_the_passkeys_of_its_account_along() {
    let Some(server) = Server::shared() else {
        return;
    };
    let store = open(&server.database()).await;
    passkeys::take_along(Arc::new(store)).await;
}

#[tokio::test]
async fn two_that_open_an_empty_database_at_once_both_find_it_made() {
    let Some(server) = Server::shared() else {
        return;
    };
    let reach = server.database();
    let (first, second) = tokio::join!(open(&reach), open(&reach));
    let fence = first.hold().await.expect("it is held");
    assert_eq!(fence, Fence::new(1));
    let later = second.hold().await.expect("it is held");
    let mut late = one(1, 0, "said by who was taken over");
    late.fence = fence;
    let refused = first
        .commit(vec![late])
        .await
        .expect_err("a later holder writes");
    assert!(format!("{refused:?}").contains("Fenced"), "{refused:?}");
    let mut good = one(1, 0, "said by who took over");
    good.fence = later;
    second.commit(vec![good]).await.expect("it is written");
}
