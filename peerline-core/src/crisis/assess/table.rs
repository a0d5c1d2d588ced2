//! All rules of all languages in one table.
//!
//! Every rule is tried whatever language the text is said to be in, since people mix them.
//!
//! A rule file has one entry a line. `#` begins a comment, `@` a section:
//!
//! ```text
//! @sign <category> <band> [past] [firm]   phrases that are signs of danger
//! @idiom                                  phrases that silence every sign they touch
//! @long_ago, @formerly                    phrases that put a sign into the past
//! @not @open @self @own @other @fiction @story @said @again   single words that guards look for
//! ```
//!
//! In a phrase `a|b` is either word, `word?` may be missing, `word*` is any word that begins so, and
//! `~3` leaves room for up to three words. Accents, case and apostrophes do not matter.

use aho_corasick::AhoCorasick;

use super::pattern;
use super::pattern::Meaning;
use super::pattern::Pattern;
use super::vocabulary::Readings;
use super::vocabulary::Vocabulary;
use crate::vocab::Band;
use crate::vocab::Category;

/// The version that every rule's name carries; raised with every change of the files.
const VERSION: &str = "1";

/// What a single word tells the guards.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mark {
    /// Denies what follows.
    Not = 1,
    /// The writer.
    Writer = 2,
    /// Somebody else.
    Other = 4,
    /// A made-up person, or somebody's verse.
    Fiction = 8,
    /// A work that people talk about.
    Story = 16,
    /// Somebody is quoted.
    Said = 32,
    /// The past has come back.
    Again = 64,
    /// Ends the reach of a denial (`i do not know how to ..`).
    Open = 128,
    /// A verb that tells the writer as its subject (`quiero`).
    Own = 256,
}

/// All rules.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Every word that any rule names.
    pub(super) vocabulary: Vocabulary,
    /// Every phrase.
    pub(super) patterns: Vec<Pattern>,
    /// Which phrases begin with a word, by the word's number.
    by_first: Vec<Vec<usize>>,
    /// What each word tells the guards, by language and by the word's number.
    marks: Vec<Vec<u16>>,
    anchors: Option<AhoCorasick>,
    /// Lines that could not be read, as `language:line`.
    pub(super) complaints: Vec<String>,
}

impl Table {
    /// Reads the rule files, each with the language it is named for.
    pub(super) fn read(files: &[(&str, &str)]) -> Self {
        let mut table = Self::default();
        let mut anchors = Vec::new();
        for (language, text) in files {
            table.marks.push(Vec::new());
            Section::default().read(language, text, &mut table, &mut anchors);
        }
        table.by_first = vec![Vec::new(); table.vocabulary.size()];
        for (number, pattern) in table.patterns.iter().enumerate() {
            for id in pattern.first() {
                if let Some(list) = table.by_first.get_mut(usize::from(*id)) {
                    list.push(number);
                }
            }
        }
        anchors.sort_unstable();
        anchors.dedup();
        table.anchors = AhoCorasick::new(anchors).ok();
        table
    }

    /// Returns whether `plain` may hold a phrase at all: a cheap look that spares most texts the
    /// rest.
    pub(super) fn may_match(&self, plain: &str) -> bool {
        self.anchors
            .as_ref()
            .is_none_or(|anchors| anchors.is_match(plain))
    }

    /// Returns the phrases that may begin with a word read so.
    pub(super) fn beginning_with(&self, readings: &Readings) -> impl Iterator<Item = &Pattern> {
        readings
            .known()
            .filter_map(|id| self.by_first.get(usize::from(id)))
            .flatten()
            .filter_map(|number| self.patterns.get(*number))
    }

    /// Returns whether the word carries `mark` in the language.
    pub(super) fn has(&self, language: usize, readings: &Readings, mark: Mark) -> bool {
        let Some(marks) = self.marks.get(language) else {
            return false;
        };
        readings.known().any(|id| {
            marks
                .get(usize::from(id))
                .is_some_and(|marks| marks & mark as u16 != 0)
        })
    }

    fn mark(&mut self, word: &str, mark: Mark) {
        let id = usize::from(pattern::intern(word, &mut self.vocabulary));
        let Some(marks) = self.marks.last_mut() else {
            return;
        };
        if marks.len() <= id {
            marks.resize(id.saturating_add(1), 0);
        }
        if let Some(marks) = marks.get_mut(id) {
            *marks |= mark as u16;
        }
    }
}

#[derive(Debug, Default)]
enum Holds {
    #[default]
    Nothing,
    Phrases(Meaning),
    Words(Mark),
}

#[derive(Debug, Default)]
struct Section {
    name: String,
    holds: Holds,
    entries: usize,
}

impl Section {
    fn read(mut self, language: &str, text: &str, table: &mut Table, anchors: &mut Vec<String>) {
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            if self.entry(language, line, table, anchors).is_none() {
                table
                    .complaints
                    .push(format!("{language}:{}", number.saturating_add(1)));
            }
        }
    }

    fn entry(
        &mut self,
        language: &str,
        line: &str,
        table: &mut Table,
        anchors: &mut Vec<String>,
    ) -> Option<()> {
        if let Some(header) = line.strip_prefix('@') {
            *self = Self::header(header)?;
            return Some(());
        }
        match self.holds {
            Holds::Nothing => return None,
            Holds::Words(mark) => line
                .split_whitespace()
                .for_each(|word| table.mark(word, mark)),
            Holds::Phrases(meaning) => {
                self.entries = self.entries.saturating_add(1);
                let rule = format!("{language}.{}.{}@{VERSION}", self.name, self.entries);
                let number = table.marks.len().saturating_sub(1);
                let mut pattern = Pattern::parse(line, meaning, rule, &mut table.vocabulary)?;
                pattern.language = number;
                table.patterns.push(pattern);
                if matches!(meaning, Meaning::Sign { .. }) {
                    anchors.extend(anchor(line)?);
                }
            }
        }
        Some(())
    }

    fn header(header: &str) -> Option<Self> {
        let mut words = header.split_whitespace();
        let name = words.next()?;
        let holds = match name {
            "sign" => return Self::sign(words),
            "idiom" => Holds::Phrases(Meaning::Idiom),
            "long_ago" => Holds::Phrases(Meaning::LongAgo),
            "formerly" => Holds::Phrases(Meaning::Formerly),
            "not" => Holds::Words(Mark::Not),
            "self" => Holds::Words(Mark::Writer),
            "other" => Holds::Words(Mark::Other),
            "fiction" => Holds::Words(Mark::Fiction),
            "story" => Holds::Words(Mark::Story),
            "said" => Holds::Words(Mark::Said),
            "again" => Holds::Words(Mark::Again),
            "own" => Holds::Words(Mark::Own),
            "open" => Holds::Words(Mark::Open),
            _ => return None,
        };
        Some(Self {
            name: name.to_owned(),
            holds,
            entries: 0,
        })
    }

    fn sign<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<Self> {
        let (name, band) = (words.next()?, words.next()?);
        let category: Category = serde_json::from_value(name.into()).ok()?;
        let band: Band = serde_json::from_value(band.into()).ok()?;
        let (mut past, mut firm) = (false, false);
        for word in words {
            match word {
                "past" => past = true,
                "firm" => firm = true,
                _ => return None,
            }
        }
        let band = band.min(Band::DETECTOR_MAX);
        let suffix = if past {
            "_past"
        } else if firm {
            "_firm"
        } else {
            ""
        };
        Some(Self {
            name: format!("{name}{suffix}_{}", band_name(band)),
            holds: Holds::Phrases(Meaning::Sign {
                category,
                band,
                past,
                firm,
            }),
            entries: 0,
        })
    }
}

const fn band_name(band: Band) -> &'static str {
    match band {
        Band::Routine => "routine",
        Band::Watch => "watch",
        Band::Elevated => "elevated",
        Band::High => "high",
        Band::Imminent => "imminent",
        Band::AttemptInProgress => "attempt_in_progress",
    }
}

/// Returns the alternatives of the step whose shortest one is longest: a text without any of them
/// cannot hold the phrase.
fn anchor(line: &str) -> Option<Vec<String>> {
    line.split_whitespace()
        .filter(|part| !part.starts_with('~') && !part.ends_with('?'))
        .map(|part| part.split('|').map(plain).collect::<Vec<_>>())
        .max_by_key(|words| words.iter().map(String::len).min().unwrap_or(0))
}

fn plain(word: &str) -> String {
    let mut plain = String::new();
    for character in word.trim_end_matches('*').chars() {
        if super::fold::kind(character) == super::fold::Kind::Letter {
            super::fold::fold_into(character, &mut plain);
        }
    }
    // A text may repeat letters, so the anchor is compared with runs cut to one.
    super::fold::squeeze(&plain, 1)
}
