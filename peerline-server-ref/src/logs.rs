//! The log: what happened to the machine, never what was said.
//!
//! Two walls keep people's words out of it. Only events of Peerline's own crates are taken, so no
//! library's trace output can print a frame; and only fields whose names are on a list of
//! content-free names are written.

use std::fmt;
use std::fmt::Debug;
use std::io::Write;
use std::sync::Mutex;

use serde_json::Map;
use serde_json::Value;
use tracing::Event;
use tracing::Level;
use tracing::Subscriber;
use tracing::field::Field;
use tracing::field::Visit;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime as _;
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::layer::Context;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::LogFormat;
use crate::config::LogSettings;

/// The fields that may be written: numbers, ids of cases, and words chosen by the program or by
/// whoever configures it.
pub const ALLOWED_FIELDS: &[&str] = &[
    "message", "address", "attempt", "case", "code", "count", "drill", "file", "kind", "line",
    "model", "path", "port", "priority", "reason", "ring", "role", "seconds", "status", "step",
    "target", "version",
];

/// Starts the log; a second start in one process changes nothing.
pub fn start(settings: &LogSettings) {
    let layer = ContentFree::new(settings.format, std::io::stderr())
        .with_filter(Targets::new().with_target("peerline", settings.level));
    // Tests start several servers in one process; the first log serves them all.
    let _already = tracing_subscriber::registry().with(layer).try_init();
    std::panic::set_hook(Box::new(|panic| {
        // The payload is left out: it may hold a piece of what somebody wrote.
        if let Some(place) = panic.location() {
            tracing::error!(
                file = place.file(),
                line = place.line(),
                "a fault of the server"
            );
        }
    }));
}

/// Writes events one a line, with allowed fields only.
pub struct ContentFree<W> {
    format: LogFormat,
    out: Mutex<W>,
}

impl<W: Write> ContentFree<W> {
    /// Makes a layer that writes to `out`.
    pub const fn new(format: LogFormat, out: W) -> Self {
        Self {
            format,
            out: Mutex::new(out),
        }
    }
}

impl<W> Debug for ContentFree<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentFree")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl<S, W> Layer<S> for ContentFree<W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: Write + Send + 'static,
{
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let line = render(self.format, *event.metadata().level(), &fields.0);
        if let Ok(mut out) = self.out.lock() {
            // A log that cannot be written has nowhere to say so.
            let _lost = out.write_all(line.as_bytes());
        }
    }
}

/// The fields of one event, in order.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, field: &Field, value: Value) {
        if ALLOWED_FIELDS.contains(&field.name()) {
            self.0.insert(field.name().to_owned(), value);
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.put(field, Value::String(format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, Value::String(value.to_owned()));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, Value::from(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, Value::from(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, Value::from(value));
    }
}

fn render(format: LogFormat, level: Level, fields: &Map<String, Value>) -> String {
    let mut time = String::new();
    // Formatting into a String cannot fail; the time is left out if it ever does.
    let _unlikely = SystemTime.format_time(&mut Writer::new(&mut time));
    match format {
        LogFormat::Json => {
            let mut object = Map::new();
            object.insert("time".to_owned(), Value::String(time));
            object.insert("level".to_owned(), Value::String(level.to_string()));
            object.extend(
                fields
                    .iter()
                    .map(|(name, value)| (name.clone(), value.clone())),
            );
            format!("{}\n", Value::Object(object))
        }
        LogFormat::Text => {
            let message = fields
                .get("message")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let mut line = format!("{time} {level:>5} {}", printable(message));
            for (name, value) in fields.iter().filter(|(name, _)| *name != "message") {
                let value = value.as_str().map_or_else(|| value.to_string(), printable);
                line.push_str(&format!(" {name}={value}"));
            }
            line.push('\n');
            line
        }
    }
}

/// Escapes what could forge a line or move a terminal's cursor.
fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = c.is_control();
            let kept = (!escape).then_some(c);
            let escaped = escape.then(|| c.escape_default());
            kept.into_iter().chain(escaped.into_iter().flatten())
        })
        .collect()
}

/// Reads a level's name.
#[must_use]
pub fn level(name: &str) -> Option<LevelFilter> {
    match name {
        "error" => Some(LevelFilter::ERROR),
        "warn" => Some(LevelFilter::WARN),
        "info" => Some(LevelFilter::INFO),
        "debug" => Some(LevelFilter::DEBUG),
        "trace" => Some(LevelFilter::TRACE),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
