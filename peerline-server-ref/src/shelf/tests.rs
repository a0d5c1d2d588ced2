mod power;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use async_trait::async_trait;
use peerline_core::ports::KeyShelf as _;
use peerline_core::ports::ShelfKey;
use peerline_core::testkit::shelf::Cabinet;
use peerline_core::vocab::KeyName;
use peerline_core::vocab::Week;
use tempfile::TempDir;
use tokio::runtime::Builder;
use tokio::runtime::Runtime;

use super::FileShelf;
use super::ShelfError;

mod laws {
    peerline_core::shelf_laws! {
        cabinet: super::Folder::new(),
        run: |law| super::runtime().block_on(law),
    }
}

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> std::path::PathBuf {
        self.0.path().join("line.keys")
    }
}

#[async_trait]
impl Cabinet for Folder {
    type Shelf = FileShelf;

    async fn fresh(&self) -> FileShelf {
        FileShelf::open(self.file()).unwrap()
    }

    async fn reopen(&self, shelf: FileShelf) -> FileShelf {
        drop(shelf);
        FileShelf::open(self.file()).unwrap()
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

fn week(n: u32) -> KeyName {
    KeyName::Week(Week::new(n))
}

fn key(n: u32) -> ShelfKey {
    let byte = u8::try_from(n % 251).unwrap();
    ShelfKey::new(week(n), &[byte.wrapping_add(3); 32])
}

#[test]
fn no_byte_of_a_key_that_was_destroyed_or_replaced_is_in_the_file() {
    let folder = Folder::new();
    let shelf = FileShelf::open(folder.file()).unwrap();
    let marker = *b"this key is to be destroyed, all";
    let is_there = || {
        let bytes = fs::read(folder.file()).unwrap();
        bytes
            .windows(6)
            .any(|part| marker.windows(6).any(|six| six == part))
    };
    runtime().block_on(async {
        let others = (0..50).map(key).collect::<Vec<_>>();
        shelf.keep(others).await.unwrap();
        shelf
            .keep(vec![ShelfKey::new(week(60), &marker)])
            .await
            .unwrap();
        shelf.keep((61..90).map(key).collect()).await.unwrap();
        assert!(is_there());
        shelf.keep(vec![key(60)]).await.unwrap();
        assert!(!is_there());
        shelf
            .keep(vec![ShelfKey::new(week(60), &marker)])
            .await
            .unwrap();
        assert!(is_there());
        shelf.destroy(vec![week(60)]).await.unwrap();
        assert!(!is_there());
        assert_eq!(shelf.load().await.unwrap().len(), 79);
    });
}

#[test]
fn places_of_destroyed_keys_are_used_again() {
    let folder = Folder::new();
    let shelf = FileShelf::open(folder.file()).unwrap();
    runtime().block_on(async {
        for n in 0..40 {
            shelf.keep(vec![key(n)]).await.unwrap();
            shelf.destroy(vec![week(n)]).await.unwrap();
        }
    });
    assert!(fs::metadata(folder.file()).unwrap().len() <= 512);
}

#[test]
fn what_is_no_shelf_of_this_line_is_left_alone() {
    let folder = Folder::new();
    fs::write(folder.file(), "a letter to somebody").unwrap();
    let error = FileShelf::open(folder.file()).unwrap_err();
    assert!(matches!(error, ShelfError::Exposed(_)), "{error}");
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o600)).unwrap();
    let error = FileShelf::open(folder.file()).unwrap_err();
    assert!(matches!(error, ShelfError::NoShelf(_)), "{error}");
    assert!(error.to_string().contains("line.keys does not hold keys"));
    assert_eq!(fs::read(folder.file()).unwrap(), b"a letter to somebody");
    fs::remove_file(folder.file()).unwrap();
    let _first = FileShelf::open(folder.file()).unwrap();
    let error = FileShelf::open(folder.file()).unwrap_err();
    assert!(matches!(error, ShelfError::Held(_)), "{error}");
    let mode = fs::metadata(folder.file()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_key_that_is_too_long_is_refused() {
    let folder = Folder::new();
    let shelf = FileShelf::open(folder.file()).unwrap();
    runtime().block_on(async {
        let long = ShelfKey::new(week(1), &[1; 65]);
        assert!(shelf.keep(vec![long]).await.is_err());
        assert!(shelf.load().await.unwrap().is_empty());
    });
}
