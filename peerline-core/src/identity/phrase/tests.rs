use bip39::Language;
use bip39::Mnemonic;
use proptest::prelude::*;

use super::Phrase;
use super::PhraseError;
use crate::identity::PhraseLanguage;
use crate::identity::Root;
use crate::identity::tests::array;
use crate::identity::tests::vectors;

const GOOD: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

fn with(position: usize, word: &str) -> String {
    let mut words: Vec<_> = GOOD.split(' ').collect();
    words[position] = word;
    words.join(" ")
}

#[test]
fn phrases_are_those_of_bip39() {
    let vectors = vectors();
    let published = vectors["bip39"].as_array().unwrap();
    assert!(4 <= published.len());
    for vector in published {
        let root = Root::from_bytes(array(&vector["root"]));
        let phrase = vector["phrase"].as_str().unwrap();
        assert_eq!(root.to_phrase().words().join(" "), phrase);
        assert_eq!(Root::from_phrase(phrase).unwrap(), root);
    }
}

#[test]
fn case_punctuation_and_numbering_do_not_matter() {
    let written: Vec<_> = GOOD
        .split(' ')
        .enumerate()
        .map(|(place, word)| format!("{}. {},", place + 1, word.to_uppercase()))
        .collect();
    let root = Root::from_phrase(GOOD).unwrap();
    assert_eq!(Root::from_phrase(&written.join("\n")).unwrap(), root);
}

#[test]
fn the_place_of_the_first_wrong_word_is_named() {
    for position in 0..12 {
        let expected = PhraseError::UnknownWord {
            position: position + 1,
            language: PhraseLanguage::English,
        };
        assert_eq!(
            Root::from_phrase(&with(position, "peerline")).unwrap_err(),
            expected
        );
    }
}

#[test]
fn missing_and_superfluous_words_are_counted() {
    let shorter = GOOD.split_once(' ').unwrap().1;
    let refused = |text: &str| Root::from_phrase(text).unwrap_err();
    assert_eq!(refused(""), PhraseError::Count { found: 0 });
    assert_eq!(refused(shorter), PhraseError::Count { found: 11 });
    assert_eq!(
        refused(&format!("{GOOD} zoo")),
        PhraseError::Count { found: 13 }
    );
}

#[test]
fn words_that_do_not_belong_together_are_refused() {
    assert_eq!(
        Root::from_phrase(&with(0, "zoo")).unwrap_err(),
        PhraseError::Checksum
    );
}

#[test]
fn at_most_about_one_single_wrong_word_in_sixteen_passes() {
    let right: Vec<_> = GOOD.split(' ').collect();
    let mut passed = 0_u32;
    let mut tried = 0_u32;
    for (position, right) in right.iter().enumerate() {
        for word in Language::English.word_list().iter().filter(|w| *w != right) {
            tried += 1;
            let text = with(position, word);
            passed += u32::from(Root::from_phrase_in(PhraseLanguage::English, &text).is_ok());
        }
    }
    // The documentation says 6.4 %; four standard deviations of this sample are 0.6 %.
    assert_eq!(tried, 12 * 2047);
    assert!(passed * 1000 <= tried * 70, "{passed} of {tried}");
    assert!(0 < passed);
}

proptest! {
    #[test]
    fn every_root_comes_back_from_its_phrase(bytes: [u8; 16]) {
        let root = Root::from_bytes(bytes);
        let text = root.to_phrase().words().join(" ");
        let published = Mnemonic::from_entropy_in(Language::English, &bytes).unwrap();
        prop_assert_eq!(&text, &published.to_string());
        prop_assert_eq!(Root::from_phrase(&text).unwrap(), root);
    }

    #[test]
    fn no_text_is_read_as_a_root_that_has_another_phrase(text in ".{0,200}") {
        if let Ok(root) = Root::from_phrase(&text) {
            prop_assert_eq!(root.to_phrase().words().join(" "), text.to_lowercase());
        }
    }
}

proptest! {
    // Each case reads forty phrases.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn every_root_comes_back_in_every_language_however_it_is_typed(bytes: [u8; 16]) {
        let root = Root::from_bytes(bytes);
        for language in PhraseLanguage::ALL {
            let shown = root.to_phrase_in(language).expose();
            let typed = numbered(&shown.to_uppercase());
            for text in [&shown.to_string(), &typed] {
                prop_assert_eq!(&Root::from_phrase_in(language, text).unwrap(), &root);
                match text.parse::<Phrase>() {
                    Ok(phrase) => prop_assert_eq!(&phrase.root(), &root),
                    Err(refused) => prop_assert_eq!(refused, PhraseError::Ambiguous),
                }
            }
        }
    }
}

fn numbered(text: &str) -> String {
    let words = text.split_whitespace().enumerate();
    words
        .map(|(place, word)| format!("{}. {word}\n", place + 1))
        .collect()
}

#[test]
fn the_place_of_a_wrong_word_is_named_in_every_language() {
    let root = Root::from_bytes([0x5a; 16]);
    for language in PhraseLanguage::ALL {
        let shown = root.to_phrase_in(language).expose();
        assert_eq!(shown.parse::<Phrase>().unwrap().language(), language);
        for position in 1..=Phrase::WORDS {
            let mut words: Vec<_> = shown.split_whitespace().collect();
            // A letter that no list has.
            words[position - 1] = "\u{416}";
            let expected = PhraseError::UnknownWord { position, language };
            assert_eq!(Root::from_phrase(&words.join(" ")).unwrap_err(), expected);
        }
    }
}

#[test]
fn chinese_may_be_written_without_spaces_and_latin_without_accents() {
    let root = Root::from_bytes([0x5a; 16]);
    for language in [
        PhraseLanguage::SimplifiedChinese,
        PhraseLanguage::TraditionalChinese,
    ] {
        let shown = root.to_phrase_in(language).expose().replace(' ', "");
        assert_eq!(Root::from_phrase(&shown).unwrap(), root);
    }
    for language in [PhraseLanguage::Spanish, PhraseLanguage::French] {
        let words = root.to_phrase_in(language).words().join(" ");
        let bare: String = words.chars().filter(char::is_ascii).collect();
        assert_eq!(Root::from_phrase_in(language, &bare).unwrap(), root);
    }
}

#[test]
fn a_phrase_that_means_two_roots_is_asked_about() {
    let text = ambiguous();
    let english = Root::from_phrase_in(PhraseLanguage::English, &text).unwrap();
    let french = Root::from_phrase_in(PhraseLanguage::French, &text).unwrap();
    assert_ne!(english, french);
    let refused = Root::from_phrase(&text).unwrap_err();
    assert_eq!(refused, PhraseError::Ambiguous);
}

/// Puts words together that both lists have, until both checksums hold.
fn ambiguous() -> String {
    let english = PhraseLanguage::English.words().iter();
    let both: Vec<_> = english
        .filter(|word| PhraseLanguage::French.find(word).is_some())
        .collect();
    let start: String = both
        .iter()
        .take(10)
        .map(|word| format!("{word} "))
        .collect();
    let pairs = both.iter().flat_map(|a| both.iter().map(move |b| (a, b)));
    pairs
        .map(|(a, b)| format!("{start}{a} {b}"))
        .find(|text| {
            let takes = |language| Root::from_phrase_in(language, text).is_ok();
            takes(PhraseLanguage::English) && takes(PhraseLanguage::French)
        })
        .unwrap()
}
