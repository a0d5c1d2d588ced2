use bip39::Language;
use bip39::Mnemonic;
use proptest::prelude::*;

use super::PhraseError;
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
            passed += u32::from(Root::from_phrase(&with(position, word)).is_ok());
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
