//! What the night comes to, for people and for machines.

#[cfg(test)]
mod tests;
mod text;

use std::time::Duration;

use peerline_core::vocab::RoomId;
use peerline_core::vocab::Seq;
use serde::Serialize;
use tokio::time::Instant;

use crate::ledger::Book;
use crate::ledger::Case;
use crate::ledger::Fate;
use crate::ledger::Kill;
use crate::ledger::Said;
use crate::ledger::other;
use crate::script::Set;

/// What the night comes to. Spans are milliseconds.
#[derive(Serialize)]
pub(crate) struct Report {
    conversations: &'static str,
    seed: u64,
    took_ms: u64,
    people: usize,
    seekers: usize,
    supporters: usize,
    responders: u64,
    matched: usize,
    talked_to_the_end: usize,
    wait: Spread,
    messages: Messages,
    interventions: Interventions,
    cases: Cases,
    page: Spread,
    page_across_kill: Spread,
    page_all: Spread,
    kills: Vec<Restart>,
    surprises: Vec<String>,
}

#[derive(Serialize)]
struct Messages {
    sent: usize,
    delivered: usize,
    stopped_by_rules: usize,
    lost: usize,
    repeated: usize,
    out_of_order: usize,
}

#[derive(Serialize)]
struct Interventions {
    nudges: usize,
    holds: usize,
    blocks: usize,
}

#[derive(Serialize)]
struct Cases {
    danger_messages: usize,
    raised: usize,
    paged: usize,
    acknowledged: usize,
    closed: usize,
    lost: usize,
}

#[derive(Serialize)]
struct Restart {
    conversations_running: usize,
    outage_ms: Option<u64>,
    answers_again_ms: Option<u64>,
    everybody_back_ms: Option<u64>,
}

/// How some spans are spread.
#[derive(Default, Serialize)]
struct Spread {
    n: usize,
    p50_ms: u64,
    p95_ms: u64,
    p99_ms: u64,
    max_ms: u64,
}

/// Who was there.
pub(crate) struct Cast {
    pub(crate) set: Set,
    pub(crate) seed: u64,
    pub(crate) took: Duration,
    pub(crate) n_supporters: usize,
    pub(crate) n_responders: u64,
}

impl Report {
    /// Reads the ledger.
    pub(crate) fn of(book: &Book, cast: &Cast) -> Self {
        let n_seekers = book.talks.len();
        let responders = usize::try_from(cast.n_responders).unwrap_or(usize::MAX);
        let (quiet, across): (Vec<_>, Vec<_>) = calls(book)
            .into_iter()
            .partition(|(said_at, paged_at)| !meets_kill(book, *said_at, *paged_at));
        let span = |calls: &[(Instant, Instant)]| {
            Spread::of(calls.iter().map(|(said, paged)| *paged - *said).collect())
        };
        let all: Vec<_> = quiet.iter().chain(&across).copied().collect();
        Self {
            conversations: match cast.set {
                Set::Own => "own",
                Set::Esconv => "esconv",
            },
            seed: cast.seed,
            took_ms: millis(cast.took),
            people: n_seekers + cast.n_supporters + responders,
            seekers: n_seekers,
            supporters: cast.n_supporters,
            responders: cast.n_responders,
            matched: book.waits.len(),
            talked_to_the_end: book.talks.iter().filter(|talk| talk.is_told()).count(),
            wait: Spread::of(book.waits.clone()),
            messages: Messages::of(book),
            interventions: Interventions {
                nudges: book.n_nudged,
                holds: book.n_held,
                blocks: book.n_blocked,
            },
            cases: Cases::of(book),
            page: span(&quiet),
            page_across_kill: span(&across),
            page_all: span(&all),
            kills: book.kills.iter().map(Restart::of).collect(),
            surprises: book.surprises.clone(),
        }
    }

    /// Whether every figure that must be zero is.
    pub(crate) fn is_good(&self) -> bool {
        let Messages {
            lost,
            repeated,
            out_of_order,
            ..
        } = self.messages;
        let unfinished = self.seekers - self.talked_to_the_end;
        lost + repeated + out_of_order + self.cases.lost + unfinished + self.surprises.len() == 0
            && self
                .kills
                .iter()
                .all(|kill| kill.everybody_back_ms.is_some())
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl Messages {
    fn of(book: &Book) -> Self {
        let said = || book.said.values();
        let is_heard = |said: &&Said| match said.fate {
            Fate::Done(seq) => book.has_heard(said.room, other(said.by), seq),
            Fate::Open | Fate::Stopped => false,
        };
        let stopped = said().filter(|said| said.fate == Fate::Stopped).count();
        let delivered = said().filter(is_heard).count();
        Self {
            sent: book.said.len(),
            delivered,
            stopped_by_rules: stopped,
            lost: book.said.len() - delivered - stopped,
            repeated: repeated(book),
            out_of_order: out_of_order(book),
        }
    }
}

/// What stands in a room twice, or came to somebody twice.
fn repeated(book: &Book) -> usize {
    let unknown = |room: RoomId, seq: &&Seq| {
        let mut said = book.said.values();
        !said.any(|said| said.room == room && said.fate == Fate::Done(**seq))
    };
    let heard = book.heard.iter();
    heard
        .map(|((room, _), heard)| {
            heard.n_twice
                + heard
                    .entries
                    .iter()
                    .filter(|seq| unknown(*room, seq))
                    .count()
        })
        .sum()
}

/// Messages of one author whose places in the room, or whose arrivals, are not in the order in
/// which they were said.
fn out_of_order(book: &Book) -> usize {
    let mut said: Vec<_> = book.said.values().collect();
    said.sort_by_key(|said| (said.room, said.by, said.place));
    let placed = said.windows(2).filter(|pair| match pair {
        [first, second] if (first.room, first.by) == (second.room, second.by) => {
            matches!((first.fate, second.fate), (Fate::Done(a), Fate::Done(b)) if b <= a)
        }
        _ => false,
    });
    let heard = book.heard.values().map(|heard| {
        let pairs = heard.entries.windows(2);
        pairs.filter(|pair| matches!(pair, [a, b] if b < a)).count()
    });
    placed.count() + heard.sum::<usize>()
}

impl Cases {
    fn of(book: &Book) -> Self {
        let dangers = || book.said.values().filter(|said| said.is_danger);
        let cases = || book.cases.values();
        let unseen = dangers().filter(|said| !is_seen(book, said)).count();
        let unanswered = cases().filter(|case| case.acked_at.is_none()).count();
        Self {
            danger_messages: dangers().count(),
            raised: book.cases.len(),
            paged: cases().filter(|case| !case.pages.is_empty()).count(),
            acknowledged: cases().filter(|case| case.acked_at.is_some()).count(),
            closed: cases().filter(|case| case.closed_at.is_some()).count(),
            lost: unseen + unanswered,
        }
    }
}

/// Whether a responder was called because of a message, or was there already.
fn is_seen(book: &Book, said: &Said) -> bool {
    let mut here = book
        .cases
        .values()
        .filter(|case| case.room == Some(said.room));
    here.any(|case| paged_after(case, said.at).is_some() || is_with(case, said.at))
}

fn paged_after(case: &Case, at: Instant) -> Option<Instant> {
    case.pages.iter().copied().find(|page| at <= *page)
}

/// Whether a case was open at a time.
fn is_with(case: &Case, at: Instant) -> bool {
    let paged = case.pages.first().is_some_and(|page| *page <= at);
    paged && case.closed_at.is_none_or(|closed| at < closed)
}

/// When each message of danger was said and when a responder saw the page it caused; without those
/// that found a responder there already.
fn calls(book: &Book) -> Vec<(Instant, Instant)> {
    let dangers = book.said.values().filter(|said| said.is_danger);
    let called = dangers.filter_map(|said| {
        let here = || {
            book.cases
                .values()
                .filter(|case| case.room == Some(said.room))
        };
        if here().any(|case| is_with(case, said.at)) {
            return None;
        }
        let paged_at = here().filter_map(|case| paged_after(case, said.at)).min()?;
        Some((said.at, paged_at))
    });
    called.collect()
}

/// Whether the line was away at any time between two moments.
fn meets_kill(book: &Book, from: Instant, to: Instant) -> bool {
    book.kills.iter().any(|kill| {
        let back = kill.back_at.unwrap_or(to);
        kill.at <= to && from <= back
    })
}

impl Restart {
    fn of(kill: &Kill) -> Self {
        let since = |at: Option<Instant>| at.map(|at| millis(at - kill.at));
        Self {
            conversations_running: kill.n_running,
            outage_ms: since(kill.started_at),
            answers_again_ms: since(kill.answers_at),
            everybody_back_ms: since(kill.back_at),
        }
    }
}

impl Spread {
    fn of(mut spans: Vec<Duration>) -> Self {
        spans.sort();
        let at = |percent: usize| {
            let place = (spans.len() * percent).div_ceil(100).max(1) - 1;
            spans.get(place).copied().map_or(0, millis)
        };
        Self {
            n: spans.len(),
            p50_ms: at(50),
            p95_ms: at(95),
            p99_ms: at(99),
            max_ms: at(100),
        }
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
