//! What the guards hold back, and what they must never hold back.

use proptest::prelude::*;

use super::RULES;
use super::band;
use super::categories;
use crate::vocab::Band;
use crate::vocab::Category;

const FRESH: &str = include_str!("../../../../tests/data/crisis_fresh.txt");

#[test]
fn fresh_sentences_stay_as_they_were_found() {
    let lines = FRESH.lines().filter(|line| !line.starts_with('#'));
    let wrong: Vec<_> = lines
        .filter(|line| {
            let (wanted, text) = line.split_once('|').unwrap();
            let band = band(&RULES, text);
            let is_right = match wanted {
                "U" => Band::High <= band,
                "N" => band < Band::High,
                "S" => Band::Routine < band,
                _ => panic!("{line}"),
            };
            !is_right
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_a_guard_holds_back_is_still_looked_at() {
    for held in [
        "i do not want to die",
        "i never thought about ending my life",
        "suicidal thoughts? no.",
        "five years ago i wanted to die",
        "i used to be suicidal",
        "in the film she wants to die",
        "the song says i want to die",
        "the form asks \"are you suicidal\"",
        "my brother wants to kill himself",
        "ich will nicht sterben",
        "vor zehn jahren wollte ich sterben",
        "no quiero matarme",
        "je ne veux pas mourir",
        "não quero morrer",
        "non voglio morire",
    ] {
        let band = band(&RULES, held);
        assert!(
            Band::Routine < band && band < Band::High,
            "{held}: {band:?}"
        );
    }
}

/// Calm beside danger: each of the first is held back by another guard.
const CALM: [&str; 8] = [
    "i do not want to die",
    "ten years ago i wanted to die",
    "my sister says she wants to die",
    "he wrote \"i want to die\"",
    "the song says i want to die",
    "in my novel the hero wants to die",
    "i used to be suicidal",
    "not suicidal",
];

const PLAIN: [&str; 6] = [
    "i want to die",
    "ich will sterben",
    "quiero morir",
    "je veux mourir",
    "quero morrer",
    "voglio morire",
];

#[test]
fn a_plain_statement_of_now_wins_over_everything_beside_it() {
    for calm in CALM {
        assert!(band(&RULES, calm) < Band::High, "{calm}");
        for plain in PLAIN {
            for text in [
                format!("{calm}. {plain}"),
                format!("{plain}. {calm}"),
                format!("{plain}, {calm}"),
                format!("{calm} but today {plain}"),
            ] {
                assert_eq!(band(&RULES, &text), Band::High, "{text}");
            }
        }
    }
}

#[test]
fn the_past_that_came_back_or_was_only_just_is_not_long_ago() {
    for text in [
        "two years ago i wanted to die and it is back",
        "i was suicidal last night",
        "i tried to kill myself yesterday, as in 2016",
        "vor jahren wollte ich sterben und jetzt wieder",
        "ayer intenté matarme",
    ] {
        assert_eq!(band(&RULES, text), Band::High, "{text}");
    }
}

#[test]
fn what_i_said_myself_is_mine_between_quotation_marks_too() {
    assert_eq!(band(&RULES, "i told my mum \"i want to die\""), Band::High);
    let another = categories(&RULES, "my mum said \"i want to die\"");
    assert!(
        another
            .iter()
            .all(|category| *category == Category::ThirdParty)
    );
}

#[test]
fn slips_of_the_hand_are_read_and_everyday_words_are_left_alone() {
    for slip in [
        "i want to kil myself",
        "i am suicidla",
        "thinking about suicde",
        "i want to k ill myself",
        "i wantto die",
        "ich will strben",
        "voglio morrie",
    ] {
        assert_eq!(band(&RULES, slip), Band::High, "{slip}");
    }
    for everyday in [
        "thinking about filling my evenings",
        "i keep billing myself",
        "i want to end my line of work",
        "quiero mirar la serie",
        "ich will streben",
    ] {
        assert!(band(&RULES, everyday) < Band::Elevated, "{everyday}");
    }
}

proptest! {
    #[test]
    fn two_letters_in_the_wrong_order_hide_no_key_word(at in 1_usize..6) {
        let mut word: Vec<char> = "suicidal".chars().collect();
        word.swap(at, at + 1);
        let text = format!("i am {}", word.into_iter().collect::<String>());
        prop_assert_eq!(band(&RULES, &text), Band::High);
    }
}
