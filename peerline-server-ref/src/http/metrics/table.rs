//! What is measured: names that stay, and what they mean.

/// One metric: numbers alone, no label about a person; those of the line have a tier, or a language
/// and a topic of the operator's lists.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// Whether it counts up or stands for the moment.
    pub kind: MetricKind,
    /// What it counts, or what it is.
    pub says: &'static str,
}

/// Whether a metric counts up or stands for the moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum MetricKind {
    /// Counts from the start of the process.
    Counter,
    /// Stands for the moment.
    Gauge,
    /// Counts by how long it took, from the start of the process.
    Histogram,
}

impl MetricKind {
    /// Returns its name, as Prometheus has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

const fn counter(name: &'static str, says: &'static str) -> Metric {
    let kind = MetricKind::Counter;
    Metric { name, kind, says }
}

const fn gauge(name: &'static str, says: &'static str) -> Metric {
    let kind = MetricKind::Gauge;
    Metric { name, kind, says }
}

const fn histogram(name: &'static str, says: &'static str) -> Metric {
    let kind = MetricKind::Histogram;
    Metric { name, kind, says }
}

/// Every metric of the server.
pub const METRICS: &[Metric] = &[
    counter(
        "peerline_connections_total",
        "connections that proved who they are",
    ),
    counter(
        "peerline_refused_joins_total",
        "joins whose proof did not hold",
    ),
    counter(
        "peerline_gated_joins_total",
        "joins of newcomers who lacked what the gate asks for",
    ),
    counter("peerline_puts_total", "puts that reached the line"),
    counter("peerline_entries_committed_total", "entries made durable"),
    counter("peerline_commits_total", "commits made durable"),
    counter(
        "peerline_commit_groups_total",
        "groups of commits, each one sync",
    ),
    counter(
        "peerline_deliveries_total",
        "copies of entries handed to connections",
    ),
    counter(
        "peerline_nudges_total",
        "messages whose author was asked to look again",
    ),
    counter(
        "peerline_holds_total",
        "messages held for a person to look at",
    ),
    counter("peerline_blocks_total", "messages against the rules"),
    counter(
        "peerline_model_failures_total",
        "times a model outside did not answer in time, or not with a score",
    ),
    counter(
        "peerline_model_outages_total",
        "times a model outside was left alone after failing again and again: look at it",
    ),
    counter(
        "peerline_models_unasked_total",
        "times a message went on without a model that was left alone",
    ),
    counter(
        "peerline_alarms_total",
        "times responders were called or called again",
    ),
    counter("peerline_pages_sent_total", "pages that a target took"),
    counter(
        "peerline_pages_failed_total",
        "pages that a target did not take: look at once",
    ),
    counter(
        "peerline_busy_refusals_total",
        "puts refused because the store could not write",
    ),
    counter(
        "peerline_rebuilds_total",
        "times the line was built anew from the store after a fault",
    ),
    counter(
        "peerline_slow_readers_total",
        "times a connection fell behind and read from the log instead",
    ),
    counter(
        "peerline_offers_declined_total",
        "offers that a supporter passed on",
    ),
    counter(
        "peerline_offers_lapsed_total",
        "offers that ended without an answer",
    ),
    counter(
        UNCOVERED,
        "people who came in line while nobody on shift fitted, by `language` and `topic`",
    ),
    gauge(
        "peerline_open_sockets",
        "connections open now, over whatever link",
    ),
    gauge(
        "peerline_connected",
        "connections that proved who they are, open now",
    ),
    gauge("peerline_waiting", "people waiting in line"),
    gauge("peerline_supporters", "supporters on shift"),
    gauge("peerline_responders", "responders connected"),
    gauge("peerline_open_cases", "cases that are not closed"),
    gauge(
        "peerline_unowned_cases",
        "cases at `high` or above that nobody has",
    ),
    gauge(
        "peerline_journal_writable",
        "1 while the store takes writes",
    ),
    gauge(
        "peerline_escalation_tick_age_seconds",
        "since the loop that pages people last went round",
    ),
    gauge(
        "peerline_oldest_due_page_age_seconds",
        "how late the oldest page is; 0 where none is due",
    ),
    histogram(
        WAIT,
        "how long people waited until they were matched, by `tier`",
    ),
];

/// The counter with labels of language and topic.
pub(super) const UNCOVERED: &str = "peerline_uncovered_total";

/// The histogram of waits.
pub(super) const WAIT: &str = "peerline_wait_seconds";
