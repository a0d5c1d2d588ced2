use std::collections::BTreeSet;

use super::ALL;
use super::Words;

#[test]
fn every_list_is_long_enough() {
    for (code, words) in ALL {
        let least = if code == "en" { 64 } else { 32 };
        assert!(
            least <= words.adjectives.lines().count(),
            "{code} adjectives"
        );
        assert!(least <= words.nouns.lines().count(), "{code} nouns");
        assert!(16 <= words.staff.lines().count(), "{code} staff");
    }
}

#[test]
fn every_line_is_one_word_and_stands_once() {
    for list in lists() {
        let words: BTreeSet<_> = list.lines().collect();
        assert_eq!(words.len(), list.lines().count());
        for word in words {
            assert!(word.starts_with(char::is_uppercase), "{word}");
            assert!(
                word.chars().all(|c| c.is_alphabetic() || c == '-'),
                "{word}"
            );
        }
    }
}

#[test]
fn no_noun_of_staff_is_one_of_members_in_any_language() {
    for (_, members) in ALL {
        for (_, staff) in ALL {
            for noun in staff.staff.lines() {
                assert!(members.nouns.lines().all(|other| other != noun), "{noun}");
            }
        }
    }
}

#[test]
fn no_word_touches_what_a_person_may_be_here_for() {
    // Heights, water, rails, weapons, medicine, body and size, being gone.
    let sore = [
        "bridge", "cliff", "tower", "river", "train", "rope", "knife", "razor", "pill", "thin",
        "slim", "tiny", "little", "lost", "broken", "lonely", "empty", "grave", "raven", "ash",
    ];
    for word in lists().flat_map(str::lines) {
        assert!(!sore.contains(&word.to_lowercase().as_str()), "{word}");
    }
}

fn lists() -> impl Iterator<Item = &'static str> {
    let of = |words: Words| [words.adjectives, words.nouns, words.staff];
    ALL.into_iter().flat_map(move |(_, words)| of(words))
}
