use std::collections::BTreeSet;

use sha2::Digest as _;
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::PhraseLanguage;
use super::words_in;

/// SHA-256 of each list as BIP39 publishes it, one word a line.
const PUBLISHED: [(&str, &str); 10] = [
    (
        "en",
        "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
    ),
    (
        "cs",
        "7e80e161c3e93d9554c2efb78d4e3cebf8fc727e9c52e03b83b94406bdcc95fc",
    ),
    (
        "es",
        "46846a5a0139d1e3cb77293e521c2865f7bcdb82c44e8d0a06a2cd0ecba48c0b",
    ),
    (
        "fr",
        "ebc3959ab7801a1df6bac4fa7d970652f1df76b683cd2f4003c941c63d517e59",
    ),
    (
        "it",
        "d392c49fdb700a24cd1fceb237c1f65dcc128f6b34a8aacb58b59384b5c648c2",
    ),
    (
        "pt",
        "2685e9c194c82ae67e10ba59d9ea5345a23dc093e92276fc5361f6667d79cd3f",
    ),
    (
        "ja",
        "2eed0aef492291e061633d7ad8117f1a2b03eb80a29d0e4e3117ac2528d05ffd",
    ),
    (
        "ko",
        "9e95f86c167de88f450f0aaf89e87f6624a57f973c67b516e338e8e8b8897f60",
    ),
    (
        "zh-hans",
        "5c5942792bd8340cb8b27cd592f1015edf56a8c5b26276ee18a482428e7c5726",
    ),
    (
        "zh-hant",
        "417b26b3d8500a4ae3d59717d7011952db6fc2fb84b807f3f94ac734e89c1b5f",
    ),
];

#[test]
fn the_lists_are_those_of_bip39() {
    for (language, (tag, digest)) in PhraseLanguage::ALL.into_iter().zip(PUBLISHED) {
        let text: String = language.words().map(|word| format!("{word}\n")).concat();
        let found: String = Sha256::digest(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!((language.tag(), found.as_str()), (tag, digest));
    }
}

#[test]
fn every_word_is_found_as_it_is_written_and_read() {
    for language in PhraseLanguage::ALL {
        for (place, word) in language.words().iter().enumerate() {
            let typed: String = word.nfc().collect();
            let read = words_in(&typed.to_uppercase());
            assert_eq!(read.len(), 1, "{typed}");
            assert_eq!(language.find(&read[0]).map(usize::from), Some(place));
        }
    }
}

#[test]
fn no_two_words_of_a_latin_list_differ_by_accents_alone() {
    for language in PhraseLanguage::ALL
        .into_iter()
        .filter(|language| language.is_latin())
    {
        let bare = |word: &&str| word.chars().filter(|c| !is_combining_mark(*c)).collect();
        let bare: BTreeSet<String> = language.words().iter().map(bare).collect();
        assert_eq!(bare.len(), PhraseLanguage::LIST);
    }
}

#[test]
fn a_reader_gets_the_list_of_their_language_and_english_where_there_is_none() {
    for (tag, list) in [
        ("es-mx", PhraseLanguage::Spanish),
        ("zh", PhraseLanguage::SimplifiedChinese),
        ("zh-hans", PhraseLanguage::SimplifiedChinese),
        ("zh-tw", PhraseLanguage::TraditionalChinese),
        ("zh-hant", PhraseLanguage::TraditionalChinese),
        ("ja", PhraseLanguage::Japanese),
        ("de", PhraseLanguage::English),
    ] {
        assert_eq!(PhraseLanguage::of(&tag.parse().unwrap()), list, "{tag}");
    }
}

#[test]
fn a_character_of_both_chinese_lists_stands_at_the_same_place_in_both() {
    let (simplified, traditional) = (
        PhraseLanguage::SimplifiedChinese,
        PhraseLanguage::TraditionalChinese,
    );
    let mut shared = 0;
    for (place, word) in simplified.words().iter().enumerate() {
        if let Some(other) = traditional.find(word) {
            assert_eq!(usize::from(other), place);
            shared += 1;
        }
    }
    assert!(1000 < shared);
}
