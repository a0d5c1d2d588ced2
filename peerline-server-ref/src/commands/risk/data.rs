//! Texts that somebody else looked at, from files of the operator.

use std::path::Path;

use peerline_core::crisis::rank::Features;
use peerline_core::vocab::DigestBuilder;

use super::args::TextsArgs;
use super::failure::RiskError;

/// One text, without its words.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) seen: Features,
    pub(super) in_danger: bool,
    /// The same for the same words, and as if drawn: for a fair order, and so that a text that stands
    /// there twice is never learned and tried both.
    pub(super) draw: u64,
}

/// What there is to learn from, in a drawn order.
#[derive(Debug)]
pub(super) struct Texts {
    /// Of people of whom some were in danger.
    pub(super) tried: Vec<Text>,
    /// Of distress without danger.
    pub(super) everyday: Vec<Text>,
}

impl Texts {
    pub(super) fn read(args: &TextsArgs) -> Result<Self, RiskError> {
        let tried = column(
            &args.data,
            &args.text,
            Some((&args.level, args.danger_from)),
        )?;
        let everyday = column(&args.everyday, &args.everyday_text, None)?;
        let in_danger = tried.iter().filter(|text| text.in_danger).count();
        if in_danger == 0 || in_danger == tried.len() {
            return Err(RiskError::OneKind {
                file: args.data.clone(),
                in_danger,
                others: tried.len().saturating_sub(in_danger),
            });
        }
        if everyday.is_empty() {
            return Err(RiskError::NoEveryday(args.everyday.clone()));
        }
        Ok(Self { tried, everyday })
    }
}

impl Text {
    fn of(words: &str, in_danger: bool) -> Self {
        let digest = DigestBuilder::new("peerline/risk/draw")
            .bytes(words.as_bytes())
            .finish();
        let (draw, _) = digest
            .as_bytes()
            .split_first_chunk()
            .unwrap_or((&[0; 8], &[]));
        Self {
            seen: Features::of(words),
            in_danger,
            draw: u64::from_be_bytes(*draw),
        }
    }

    /// Returns whether it lies in part `fold` of `folds`.
    pub(super) fn is_in(&self, fold: u32, folds: u32) -> bool {
        self.draw % u64::from(folds.max(1)) == u64::from(fold)
    }
}

fn column(file: &Path, name: &str, level: Option<(&str, i64)>) -> Result<Vec<Text>, RiskError> {
    let csv_failed = |source| RiskError::Csv {
        file: file.to_owned(),
        source,
    };
    let mut reader = csv::Reader::from_path(file).map_err(csv_failed)?;
    let names = reader.headers().map_err(csv_failed)?.clone();
    let place = |wanted: &str| {
        let found = names.iter().position(|name| name == wanted);
        found.ok_or_else(|| RiskError::NoColumn {
            file: file.to_owned(),
            column: wanted.to_owned(),
            there: names.iter().collect::<Vec<_>>().join(", "),
        })
    };
    let words_at = place(name)?;
    let level = level
        .map(|(name, from)| Ok((place(name)?, from)))
        .transpose()?;
    let mut texts = Vec::new();
    for row in reader.records() {
        let row = row.map_err(csv_failed)?;
        let words = row.get(words_at).unwrap_or_default().trim();
        let found = level.map(|(at, from)| {
            let level = row.get(at).unwrap_or_default().trim().parse::<i64>();
            let line = row.position().map_or(0, csv::Position::line);
            let bad = |_| RiskError::Level {
                file: file.to_owned(),
                line,
            };
            level.map(|level| from <= level).map_err(bad)
        });
        let in_danger = found.transpose()?.unwrap_or(false);
        if !words.is_empty() {
            texts.push(Text::of(words, in_danger));
        }
    }
    texts.sort_by_key(|text| text.draw);
    Ok(texts)
}
