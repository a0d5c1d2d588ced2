//! What a load showed.

use std::fmt;

use serde::Serialize;

/// What one load showed; what it does not measure is left out.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Row {
    pub(crate) load: &'static str,
    /// Copies that came to a member, the author's own among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) deliveries_per_s: Option<f64>,
    /// Of the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cpu_s_per_million: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p50_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p99_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p999_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lost: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) repeated: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) disordered: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) members: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kib_per_member: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) joins_per_s: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cpu_us_per_join: Option<f64>,
}

impl Row {
    /// Whether nothing was lost, repeated, out of order or refused.
    pub(crate) fn is_whole(&self) -> bool {
        [self.lost, self.repeated, self.disordered, self.refused]
            .iter()
            .all(|count| count.is_none_or(|count| count == 0))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:3}", self.load)?;
        let figures = [
            (self.deliveries_per_s, "deliveries/s", 0),
            (self.cpu_s_per_million, "CPU s a million", 2),
            (self.p50_ms, "ms p50", 3),
            (self.p99_ms, "ms p99", 3),
            (self.p999_ms, "ms p99.9", 3),
            (self.kib_per_member, "KiB a member", 1),
            (self.joins_per_s, "joins/s", 0),
            (self.cpu_us_per_join, "CPU us a join", 0),
        ];
        for (figure, what, digits) in figures {
            if let Some(figure) = figure {
                write!(f, "  {figure:.digits$} {what}")?;
            }
        }
        let counts = [
            (self.members, "members"),
            (self.lost, "lost"),
            (self.repeated, "repeated"),
            (self.disordered, "out of order"),
            (self.refused, "refused"),
        ];
        for (count, what) in counts {
            if let Some(count) = count {
                write!(f, "  {count} {what}")?;
            }
        }
        Ok(())
    }
}
