//! A text as plain words that know where they stand in it.

use super::fold;
use super::fold::Kind;
use super::spaced;

/// The words of one text.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// All words in plain letters, parted by single spaces.
    pub(super) plain: String,
    /// Where each stands.
    pub(super) words: Vec<Word>,
    /// Whether any of them has a hidden letter.
    pub(super) hides: bool,
    /// What a word may be besides its letters, with the word's place.
    pub(super) others: Vec<(usize, String)>,
    /// The sentences that end with a question mark.
    pub(super) questions: Vec<u16>,
}

/// One word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    /// Its first byte in [`Words::plain`].
    pub(super) from: usize,
    /// One past its last byte there.
    pub(super) to: usize,
    /// Its first byte in the text as written.
    pub(super) start: usize,
    /// One past its last byte there.
    pub(super) end: usize,
    /// Which clause it belongs to.
    pub(super) clause: u16,
    /// Which sentence it belongs to.
    pub(super) sentence: u16,
    /// Whether it stands between quotation marks.
    pub(super) quoted: bool,
    /// How many characters part it from the word before.
    pub(super) gap: u8,
    /// Whether it is parted from the word before by a mark and not by a space.
    pub(super) marked: bool,
    /// Whether it was written letter by letter.
    pub(super) joined: bool,
}

impl Words {
    /// Reads `text`.
    pub(super) fn read(text: &str) -> Self {
        let mut reader = Reader::default();
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            reader.take(at, character, next);
        }
        reader.end_word();
        spaced::join(reader.words)
    }

    /// Returns the first `count` words alone.
    pub(super) fn first(&self, count: usize) -> Self {
        let mut first = Self {
            questions: self.questions.clone(),
            ..Self::default()
        };
        for word in self.words.iter().take(count) {
            first.push(self.letters(word), *word);
        }
        first
    }

    /// Appends a word that may be any of `keys`.
    pub(super) fn push_one_of(&mut self, keys: Vec<String>, place: Word) {
        let mut keys = keys.into_iter();
        if let Some(first) = keys.next() {
            let at = self.words.len();
            self.push(&first, place);
            self.others.extend(keys.map(|key| (at, key)));
        }
    }

    /// Returns the plain letters of `word`.
    pub(super) fn letters(&self, word: &Word) -> &str {
        self.plain.get(word.from..word.to).unwrap_or_default()
    }

    /// Appends a word of plain letters that stands where `place` says.
    pub(super) fn push(&mut self, letters: &str, place: Word) {
        if !self.plain.is_empty() {
            self.plain.push(' ');
        }
        let from = self.plain.len();
        self.plain.push_str(letters);
        self.hides |= letters.contains(fold::HIDDEN);
        self.words.push(Word {
            from,
            to: self.plain.len(),
            ..place
        });
    }
}

#[derive(Debug, Default)]
struct Reader {
    words: Words,
    word: String,
    place: Word,
    clause: u16,
    sentence: u16,
    quoted: bool,
    gap: u8,
    marked: bool,
}

impl Reader {
    fn take(&mut self, at: usize, character: char, next: Option<char>) {
        match fold::kind(character) {
            Kind::Letter => self.letter(at, character),
            Kind::Disguise => self.disguise(at, character, next),
            Kind::Invisible => {}
            Kind::Apostrophe => self.part_unless_in_word(next),
            Kind::Quote => {
                self.part();
                self.quoted = !self.quoted;
            }
            Kind::Clause => {
                self.part();
                self.clause = self.clause.saturating_add(1);
            }
            Kind::Sentence => self.stop(at, character, next),
            Kind::Gap => {
                self.part();
                self.marked = character != ' ';
            }
        }
    }

    fn letter(&mut self, at: usize, character: char) {
        self.begin(at);
        fold::fold_into(character, &mut self.word);
        self.place.end = at.saturating_add(character.len_utf8());
    }

    fn disguise(&mut self, at: usize, character: char, next: Option<char>) {
        let goes_on = next.is_some_and(|next| {
            matches!(fold::kind(next), Kind::Letter) || next == '*' || next == '#'
        });
        let inside = goes_on && (!self.word.is_empty() || character == '$');
        if !inside {
            return self.part();
        }
        self.begin(at);
        self.word.push(match character {
            '@' => 'a',
            '$' => 's',
            _ => fold::HIDDEN,
        });
        self.place.end = at.saturating_add(character.len_utf8());
    }

    /// An exclamation mark between two letters hides one (`k!ll`); any other mark ends a sentence.
    fn stop(&mut self, at: usize, character: char, next: Option<char>) {
        let letter_next = next.is_some_and(|next| fold::kind(next) == Kind::Letter);
        if character == '!' && letter_next && !self.word.is_empty() {
            self.word.push(fold::HIDDEN);
            self.place.end = at.saturating_add(1);
            return;
        }
        self.part();
        self.marked = true;
        if character == '?' {
            self.words.questions.push(self.sentence);
        }
        self.clause = self.clause.saturating_add(1);
        self.sentence = self.sentence.saturating_add(1);
    }

    fn begin(&mut self, at: usize) {
        if self.word.is_empty() {
            self.place = Word {
                start: at,
                end: at,
                clause: self.clause,
                sentence: self.sentence,
                quoted: self.quoted,
                gap: self.gap,
                marked: self.marked,
                ..Word::default()
            };
        }
    }

    fn part_unless_in_word(&mut self, next: Option<char>) {
        let inside = next.is_some_and(|next| fold::kind(next) == Kind::Letter);
        if self.word.is_empty() || !inside {
            self.part();
        }
    }

    fn part(&mut self) {
        self.end_word();
        self.gap = self.gap.saturating_add(1);
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let digits = self.word.bytes().any(|byte| byte.is_ascii_digit());
        if digits && !self.word.bytes().all(|byte| byte.is_ascii_digit()) {
            self.word = fold::undigit(&self.word);
        }
        let word = std::mem::take(&mut self.word);
        self.words.push(&word, self.place);
        self.gap = 0;
        self.marked = false;
    }
}
