use proptest::prelude::*;

use super::InvalidList;
use super::WordList;
use crate::moderation::Finding;
use crate::moderation::Looked;
use crate::moderation::Signal;

fn hits(list: &WordList, raw: &str) -> bool {
    matches!(list.look(&Looked::at(raw)), Finding::Hit { .. })
}

#[test]
fn abuse_aimed_at_the_reader_is_found_in_every_language() {
    let list = WordList::abuse().unwrap();
    let abuse = [
        "shut up and die",
        "Oh you are an IDIOT",
        "you're an idiot",
        "k y s",
        "well, kill yourself then",
        "Halt die Fresse, du Opfer",
        "halts maul",
        "cállate y muérete",
        "callate",
        "Ta gueule !",
        "espèce d’idiot",
        "cala a boca",
        "vai se foder",
    ];
    for raw in abuse {
        assert!(hits(&list, raw), "{raw}");
    }
}

#[test]
fn disguises_do_not_help() {
    let list = WordList::abuse().unwrap();
    let disguised = [
        "y0u 1d10t",
        "you i d i o t",
        "you idi\u{43e}t",
        "you i\u{200b}diot",
        "you idiooooot",
        "killlll yourself",
        "ＹＯＵ ＩＤＩＯＴ",
        "shutupanddie",
        "s.h.u.t up and die",
    ];
    for raw in disguised {
        assert!(hits(&list, raw), "{raw}");
    }
}

#[test]
fn a_long_word_is_read_as_meant_where_fingers_slipped() {
    let list = WordList::parse(
        "t",
        "you idiot\n^worthless\nyou stupid fool\n! you idoit box",
    )
    .unwrap();
    for raw in [
        "you idoit",
        "worthelss",
        "worthless",
        "wothless",
        "you stuipd fool",
        "you stpid fool",
        "Y0U IDOIT",
    ] {
        assert!(hits(&list, raw), "{raw}");
    }
    // The first letter is never wrong, the last is never missing, and what is excused stays excused.
    let others = [
        "you diiot",
        "you idio",
        "you stupi fool",
        "worthles",
        "orthless",
        "you idoit box",
    ];
    for raw in others {
        assert!(!hits(&list, raw), "{raw}");
    }
}

#[test]
fn short_words_and_doubled_letters_stay_as_they_are() {
    let list = WordList::parse("t", "loser\ncunts\nfaggy bitter").unwrap();
    for raw in ["lose", "losr", "cuts", "faggy biter"] {
        assert!(!hits(&list, raw), "{raw}");
    }
    assert!(hits(&list, "lsoer"));
}

#[test]
fn a_listed_word_that_is_pulled_apart_after_a_word_of_one_letter_is_found() {
    let list = WordList::parse("t", "hate\nidiot").unwrap();
    for raw in ["I h a t e you all", "such an i d i o t", "a h a t e ful"] {
        assert!(hits(&list, raw), "{raw}");
    }
}

#[test]
fn what_people_tell_of_themselves_and_of_others_is_not_abuse() {
    let list = WordList::abuse().unwrap();
    let told = [
        "I feel like such an idiot",
        "I am worthless",
        "he told me you are an idiot every day",
        "My ex said go kill yourself",
        "are you thinking of wanting to kill yourself?",
        "Do you want to kill yourself tonight?",
        "I hate you depression",
        "my therapist says I should assess my class",
        "he threatened me: I will kill you",
        "I want to shut up and never speak",
        "sie sagte, du bist wertlos",
        "mi padre me dijo que eres una mierda",
        "il m'a dit ta gueule",
        "meu pai falou cala a boca",
        "They say I love you. Idiots we were",
    ];
    for raw in told {
        assert!(!hits(&list, raw), "{raw}");
    }
}

#[test]
fn an_exception_excuses_what_it_covers_alone() {
    let list = WordList::parse("t", "screw you\n! screw you guys\n").unwrap();
    assert!(!hits(&list, "screw you guys"));
    assert!(hits(&list, "screw you guys, and screw you"));
}

#[test]
fn a_reporting_word_speaks_for_its_own_sentence_alone() {
    let list = WordList::parse("t", "screw you\n~ he said\n").unwrap();
    assert!(!hits(&list, "he said to me: screw you"));
    assert!(hits(&list, "he said hi. screw you"));
    assert!(hits(&list, "screw you is what he said"));
}

#[test]
fn a_phrase_is_not_found_across_sentences_or_inside_words() {
    let list = WordList::parse("t", "you idiot\n").unwrap();
    assert!(!hits(&list, "it was for you. Idiot weather"));
    assert!(!hits(&list, "thankyou idiotic"));
    assert!(hits(&list, "you, idiot"));
}

#[test]
fn an_entry_without_words_is_refused_with_its_line() {
    let refused = WordList::parse("t", "# fine\nscrew you\n! --\n").unwrap_err();
    assert_eq!(refused, InvalidList::Empty { line: 3 });
}

#[test]
fn the_span_covers_the_phrase_as_it_was_written() {
    let list = WordList::parse("t", "you idiot\n").unwrap();
    let raw = "so, y0u\u{200b} 1di\u{43e}t!";
    let found = list.look(&Looked::at(raw));
    assert_eq!(found.spans().len(), 1);
    assert_eq!(found.spans()[0].of(raw), Some("y0u\u{200b} 1di\u{43e}t"));
}

proptest! {
    #[test]
    fn spans_of_any_text_lie_on_bounds(raw in "(you |idiot|1d1ot|é|\u{200b}|he said|\\. |.)*") {
        let list = WordList::abuse().unwrap();
        for span in list.look(&Looked::at(&raw)).spans() {
            prop_assert!(span.of(&raw).is_some_and(|part| !part.is_empty()));
        }
    }
}
