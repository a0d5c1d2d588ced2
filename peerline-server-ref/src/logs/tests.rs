use std::sync::Arc;

use super::*;

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn logged(format: LogFormat, act: impl FnOnce()) -> String {
    let out = Shared::default();
    let layer = ContentFree::new(format, out.clone())
        .with_filter(Targets::new().with_target("peerline", LevelFilter::TRACE));
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), act);
    let bytes = out.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_field_that_is_not_on_the_list_is_never_written() {
    for format in [LogFormat::Text, LogFormat::Json] {
        let log = logged(format, || {
            tracing::warn!(
                text = "MARKER",
                account = "MARKER",
                step = 3,
                "a page went out"
            );
        });
        assert!(log.contains("a page went out"), "{log}");
        assert!(log.contains("step"), "{log}");
        assert!(!log.contains("MARKER"), "{log}");
    }
}

#[test]
fn other_crates_are_not_listened_to() {
    let log = logged(LogFormat::Text, || {
        tracing::error!(target: "tungstenite::protocol", "received frame MARKER");
    });
    assert_eq!(log, "");
}

#[test]
fn a_value_cannot_forge_a_line() {
    let log = logged(LogFormat::Text, || {
        tracing::warn!(reason = "one\ntwo \u{1b}[2J", "careful");
    });
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(!log.contains('\u{1b}'));
}

#[test]
fn json_lines_are_json() {
    let log = logged(LogFormat::Json, || tracing::info!(count = 2_u64, "hello"));
    let value: Value = serde_json::from_str(&log).unwrap();
    assert_eq!(value["message"], "hello");
    assert_eq!(value["count"], 2);
}
