//! All rules of all languages in one table.
//!
//! Every rule is tried whatever language the text is said to be in, since people mix them.
//!
//! A rule file has one entry a line. `#` begins a comment, `@` a section:
//!
//! ```text
//! @sign <category> <band> [past] [firm]   phrases that are signs of danger
//! @idiom                                  phrases with another sense: no sign that they touch
//! @joke                                   phrases that are meant lightly: a sign is only watched
//! @denial, @denial_after                  phrases that deny what follows, or what stands before
//! @long_ago, @formerly                    phrases that put a sign into the past
//! @again, @recent                         phrases that say that it is not past
//! @not @open @self @i @me @own @other @fiction @story @said @i_said @was @and   words for guards
//! @key                                    words that a slip of the hand is looked for in
//! @word                                   everyday words that no slip of the hand is read into
//! ```
//!
//! In a phrase `a|b` is either word, `word?` may be missing, `word*` is any word that begins so, and
//! `~3` leaves room for up to three words. Accents, case and apostrophes do not matter.

use aho_corasick::AhoCorasick;

use super::pattern;
use super::pattern::Meaning;
use super::pattern::Pattern;
use super::slips::Slips;
use super::vocabulary::Readings;
use super::vocabulary::Vocabulary;
use super::words::Words;
use crate::vocab::Band;
use crate::vocab::Category;

/// The version that every rule's name carries; raised with every change of the files.
const VERSION: &str = "2";

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
    /// The writer as the subject (`i`).
    Subject = 64,
    /// Ends the reach of a denial (`i do not know how to ..`).
    Open = 128,
    /// A verb that tells the writer as its subject (`quiero`).
    Own = 256,
    /// A verb in the past.
    Was = 512,
    /// Joins two clauses.
    And = 1024,
    /// The writer is quoted, by a verb that says so alone (`dije`).
    OwnSaid = 2048,
    /// The writer as the object (`me`).
    Object = 4096,
    /// May have been written with a slip of the hand.
    Key = 8192,
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
    /// Which languages name a word, one bit for each, by the word's number.
    named_in: Vec<u8>,
    anchors: Option<AhoCorasick>,
    /// The words of the signs, with a slip in them.
    slips: Slips,
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
            table.note_language();
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
        table.slips = Slips::new(table.keys(), &table.vocabulary);
        table
    }

    /// Returns the words as they were meant, or `None` where nothing has to be put right.
    pub(super) fn mend(&self, words: &Words) -> Option<Words> {
        self.slips.mend(words, &self.vocabulary)
    }

    /// Returns the words of the signs that a slip is looked for in.
    fn keys(&self) -> Vec<Box<str>> {
        let is_key = |id: u16| {
            let mut marks = self
                .marks
                .iter()
                .filter_map(|marks| marks.get(usize::from(id)));
            marks.any(|marks| marks & Mark::Key as u16 != 0)
        };
        self.vocabulary.words_of(is_key).map(Into::into).collect()
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

    /// Returns how many of the words each language knows.
    pub(super) fn shares(&self, readings: &[Readings]) -> Vec<usize> {
        let mut shares = vec![0_usize; self.marks.len()];
        for reading in readings {
            let named = reading.known().fold(0_u8, |named, id| {
                named | self.named_in.get(usize::from(id)).copied().unwrap_or(0)
            });
            for (language, share) in shares.iter_mut().enumerate() {
                *share = share.saturating_add(usize::from(named >> language & 1));
            }
        }
        shares
    }

    /// Notes that the last language names the words that its entries brought.
    fn note_language(&mut self) {
        let language = self.marks.len().saturating_sub(1);
        let bit =
            u8::try_from(language).map_or(0, |shift| 1_u8.checked_shl(shift.into()).unwrap_or(0));
        self.named_in.resize(self.vocabulary.size(), 0);
        let marked = self.marks.last().into_iter().flatten().enumerate();
        let marked = marked.filter(|(_, marks)| **marks != 0).map(|(id, _)| id);
        let patterns = self
            .patterns
            .iter()
            .filter(|pattern| pattern.language == language);
        let named = patterns.flat_map(Pattern::words).map(usize::from);
        for id in marked.chain(named).collect::<Vec<_>>() {
            if let Some(languages) = self.named_in.get_mut(id) {
                *languages |= bit;
            }
        }
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
    /// Words that are only known, so that they are not taken for slips of others.
    Plain,
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
            Holds::Plain => line.split_whitespace().for_each(|word| {
                pattern::intern(word, &mut table.vocabulary);
            }),
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
            "again" => Holds::Phrases(Meaning::Again),
            "recent" => Holds::Phrases(Meaning::Recent),
            "joke" => Holds::Phrases(Meaning::Joke),
            "denial" => Holds::Phrases(Meaning::Denial),
            "denial_after" => Holds::Phrases(Meaning::DenialAfter),
            "word" => Holds::Plain,
            "i" => Holds::Words(Mark::Subject),
            "i_said" => Holds::Words(Mark::OwnSaid),
            "key" => Holds::Words(Mark::Key),
            "me" => Holds::Words(Mark::Object),
            "was" => Holds::Words(Mark::Was),
            "and" => Holds::Words(Mark::And),
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
