//! Texts of people, as the sets store them. They never enter the project.

use std::fs;
use std::path::Path;

/// A set of texts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Set {
    Seekers,
    Supporters,
    Questions,
    Answers,
    Stress,
    Posts,
}

impl Set {
    pub(crate) const ALL: [Self; 6] = [
        Self::Seekers,
        Self::Supporters,
        Self::Questions,
        Self::Answers,
        Self::Stress,
        Self::Posts,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Seekers => "esconv, seekers",
            Self::Supporters => "esconv, supporters",
            Self::Questions => "counselchat, questions",
            Self::Answers => "counselchat, answers",
            Self::Stress => "sad, sentences",
            Self::Posts => "cssrs, posts",
        }
    }

    /// Reads the texts, or `None` where they are not there.
    pub(crate) fn read(self, folder: &Path) -> Option<Vec<String>> {
        match self {
            Self::Seekers => turns(folder, "speaker"),
            Self::Supporters => turns(folder, "listener"),
            Self::Questions => column(&folder.join("counselchat/counsel_chat.csv"), "questionText"),
            Self::Answers => column(&folder.join("counselchat/counsel_chat.csv"), "answerText"),
            Self::Stress => column(&folder.join("sad/sad_v1.csv"), "sentence"),
            Self::Posts => column(&folder.join("cssrs-posts/posts.csv"), "content"),
        }
    }
}

fn turns(folder: &Path, speaker: &str) -> Option<Vec<String>> {
    let text = fs::read_to_string(folder.join("esconv/FailedESConv.json")).ok()?;
    let talks: serde_json::Value = serde_json::from_str(&text).ok()?;
    let turns = talks
        .as_array()?
        .iter()
        .filter_map(|talk| talk["dialog"].as_array());
    let said = turns.flatten().filter(|turn| turn["speaker"] == speaker);
    Some(
        said.filter_map(|turn| turn["content"].as_str().map(str::to_owned))
            .collect(),
    )
}

fn column(file: &Path, name: &str) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(file)
        .ok()?;
    let at = reader
        .headers()
        .ok()?
        .iter()
        .position(|title| title == name)?;
    let rows = reader.records().filter_map(Result::ok);
    let fields = rows.filter_map(|row| row.get(at).map(str::to_owned));
    Some(fields.filter(|field| !field.trim().is_empty()).collect())
}
