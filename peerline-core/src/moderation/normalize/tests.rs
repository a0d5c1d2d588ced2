use proptest::prelude::*;

use super::NormalizedText;
use super::Step;
use super::Steps;

fn folded(raw: &str) -> String {
    NormalizedText::new(raw).as_str().to_owned()
}

#[test]
fn each_step_folds_its_own_disguise() {
    let disguises = [
        (Step::Compat, "ｉｄｉｏｔ"),
        (Step::Case, "IDIOT"),
        (Step::Invisible, "id\u{200b}i\u{ad}ot"),
        (Step::Marks, "i\u{338}diot"),
        (Step::Accents, "ïdíöt"),
        (Step::Spaced, "i d i o t"),
        (Step::Confusable, "idi\u{43e}t"),
        (Step::Leet, "1d10t"),
        (Step::Squeeze, "idiot"),
    ];
    for (step, raw) in disguises {
        assert_eq!(folded(raw), "idiot", "{step:?}");
        let off = NormalizedText::by(Steps::all().without(step), raw);
        assert_eq!(off.as_str() == "idiot", step == Step::Squeeze, "{step:?}");
    }
}

#[test]
fn held_down_letters_are_kept_twice_or_once() {
    let text = NormalizedText::new("kiiiill");
    assert_eq!(text.as_str(), "kiill");
    assert_eq!(text.unstretched().unwrap().as_str(), "kill");
    assert_eq!(NormalizedText::new("kill").unstretched(), None);
    assert_eq!(folded("1000000"), "1000000");
}

#[test]
fn other_separators_are_joined_and_whole_words_are_not() {
    assert_eq!(folded("i.d.i.o.t now"), "idiot now");
    assert_eq!(folded("you i-d-i-o-t"), "you idiot");
    assert_eq!(folded("k i l l  y o u"), "kill  you");
    assert_eq!(folded("am i a bad friend"), "am i a bad friend");
    assert_eq!(folded("breathe 1 2 3 4"), "breathe 1 2 3 4");
}

#[test]
fn a_word_in_another_script_stays() {
    assert_eq!(folded("сосна"), "сосна");
    assert_eq!(folded("σοφία"), "σοφία");
    assert_eq!(folded("नमस्ते"), "नमस्ते");
}

#[test]
fn a_letter_that_no_keyboard_has_is_read_by_the_table_of_unicode() {
    assert_eq!(folded("\u{269}d\u{269}ot"), "idiot");
    assert_eq!(folded("STRASSE"), folded("stra\u{df}e"));
    assert_eq!(
        folded("\u{3c3}\u{3bf}\u{3c6}\u{3cc}\u{3c2}"),
        folded("\u{3a3}\u{39f}\u{3a6}\u{38c}\u{3a3}")
    );
}

#[test]
fn every_step_goes_by_its_name() {
    for step in Step::ALL {
        assert_eq!(Step::named(step.name()), Some(step));
    }
    assert_eq!(Step::named("rot13"), None);
}

#[test]
fn numbers_and_closing_signs_stay() {
    assert_eq!(folded("call 116 123!"), "call 116 123!");
    assert_eq!(folded("idiot!"), "idiot!");
}

#[test]
fn a_match_points_at_the_bytes_that_were_written() {
    let raw = "oh I\u{307}D10000t, i d i o t";
    let text = NormalizedText::new(raw);
    for (at, _) in text.as_str().match_indices("idiot") {
        let span = text.span(at..at + 5).unwrap();
        assert!(span.of(raw).is_some());
    }
    let text = NormalizedText::new("ok i d i o t");
    let at = text.as_str().find("idiot").unwrap();
    assert_eq!(
        text.span(at..at + 5).unwrap().of("ok i d i o t"),
        Some("i d i o t")
    );
}

#[test]
fn debug_shows_no_words() {
    assert_eq!(
        format!("{:?}", NormalizedText::new("secret")),
        "NormalizedText(6 bytes)"
    );
}

fn any_steps() -> impl Strategy<Value = Steps> {
    proptest::collection::vec(proptest::sample::select(Step::ALL.to_vec()), 0..9)
        .prop_map(|on| on.into_iter().fold(Steps::none(), Steps::with))
}

/// Strings that lean towards what the steps look for.
fn tricky() -> impl Strategy<Value = String> {
    let parts = vec![
        "i",
        "d",
        "1",
        "0",
        " ",
        ".",
        "о",
        "ο",
        "\u{200b}",
        "\u{301}",
        "ﷺ",
        "ｆ",
        "İ",
        "ß",
        "各",
        "👩\u{200d}👩",
        "aaa",
        "!",
        "$",
        "\r\n",
        "각",
        "\u{1100}",
        "\u{1161}",
    ];
    proptest::collection::vec(proptest::sample::select(parts), 0..40)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn every_span_lies_on_bounds(
        raw in prop_oneof![".*", tricky()],
        steps in any_steps(),
        from in 0_usize..200,
        len in 0_usize..50,
    ) {
        let text = NormalizedText::by(steps, &raw);
        for text in [Some(text.clone()), text.unstretched(), text.parted()].into_iter().flatten() {
            if let Some(span) = text.span(from..from + len) {
                prop_assert!(span.start < span.end);
                prop_assert!(span.of(&raw).is_some());
            }
            let all = 0..text.as_str().len();
            prop_assert_eq!(text.span(all.clone()).is_some(), !all.is_empty());
        }
    }

    #[test]
    fn no_step_leaves_the_text_alone(raw in ".*") {
        let text = NormalizedText::by(Steps::none(), &raw);
        prop_assert_eq!(text.as_str(), raw.as_str());
    }
}

#[test]
fn a_word_of_one_letter_before_letters_that_stand_apart_may_stand_alone() {
    let text = NormalizedText::new("I h a t e it");
    assert_eq!(text.as_str(), "ihate it");
    let parted = text.parted().unwrap();
    assert_eq!(parted.as_str(), "i hate it");
    let span = parted.span(2..6).unwrap();
    assert_eq!(span.of("I h a t e it"), Some("h a t e"));
    for plain in ["am i a friend", "b a d", "hate it", "i d o"] {
        assert_eq!(NormalizedText::new(plain).parted(), None, "{plain}");
    }
}
