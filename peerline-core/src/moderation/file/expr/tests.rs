use proptest::prelude::*;

use super::Field;
use super::Flag;
use super::MAX_DEPTH;
use super::Measure;
use super::Names;
use super::View;
use super::read;

const SIGNALS: [&str; 3] = ["slur", "contact", "harm"];

/// `slur` hit twice, `contact` did not, `harm` could not look.
struct Seen;

impl View for Seen {
    fn hit(&self, signal: usize) -> Option<bool> {
        self.count(signal).map(|count| 0 < count)
    }

    fn count(&self, signal: usize) -> Option<u64> {
        [Some(2), Some(0), None].get(signal).copied().flatten()
    }

    fn measure(&self, _: Measure) -> Option<u64> {
        Some(10)
    }

    fn field(&self, field: Field) -> Option<&str> {
        Some(match field {
            Field::Role => "seeker",
            Field::Room => "circle",
            Field::Language => "de",
        })
    }

    fn flag(&self, _: Flag) -> Option<bool> {
        Some(false)
    }
}

fn names() -> Names<'static> {
    Names {
        signals: SIGNALS.to_vec(),
        languages: vec!["en", "de"],
    }
}

fn ask(text: &str) -> Option<bool> {
    read(text, &names())
        .unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
        .holds(&Seen)
}

#[test]
fn conditions_hold_or_do_not_or_are_unknown() {
    let answers = [
        ("slur", Some(true)),
        ("contact", Some(false)),
        ("harm", None),
        ("not harm", None),
        ("slur and harm", None),
        ("contact and harm", Some(false)),
        ("slur or harm", Some(true)),
        ("contact or harm", None),
        ("contact and harm or slur", Some(true)),
        ("contact and (harm or slur)", Some(false)),
        ("not contact and slur", Some(true)),
        ("not not slur", Some(true)),
        ("slur.count >= 2", Some(true)),
        ("slur.count > 2", Some(false)),
        ("3 > slur.count", Some(true)),
        ("harm.count == 0", None),
        ("text.lines != 10", Some(false)),
        ("author.role == 'seeker'", Some(true)),
        ("author.role != \"seeker\"", Some(false)),
        ("author.role in ['supporter', 'seeker']", Some(true)),
        ("author.role not in ['supporter', 'seeker']", Some(false)),
        ("room.kind in ['circle'] and lang == 'de'", Some(true)),
        (
            "message.again or message.edit or message.unread",
            Some(false),
        ),
        ("true and not false", Some(true)),
    ];
    for (text, expected) in answers {
        assert_eq!(ask(text), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    let deep = format!("{}slur", "not ".repeat(MAX_DEPTH + 1));
    let faults = [
        ("", 0, "the end stands"),
        ("slur slur", 5, "`slur` stands where"),
        ("slur and", 8, "the end stands"),
        ("(slur", 5, "expected `and`, `or` or `)`"),
        ("slurr", 0, "did you mean `slur`?"),
        ("cnotact", 0, "did you mean `contact`?"),
        (
            "nothing_like_it",
            0,
            "signals of this file are slur, contact, harm",
        ),
        (
            "author.role",
            0,
            "a field of words stands where a condition should",
        ),
        ("author.role == 'seekr'", 15, "use one of seeker, supporter"),
        ("lang == 'fr'", 8, "use one of en, de"),
        ("author.role < 'seeker'", 0, "words have no order"),
        ("slur > 3", 0, "a condition is compared with a number"),
        ("slur.count > 'x'", 0, "a number is compared with a word"),
        ("slur in ['x']", 0, "only a field can be `in` a list"),
        ("author.role in [3]", 16, "a list has words alone"),
        ("author.role in 'seeker'", 15, "expected a list"),
        ("author.role not 'seeker'", 16, "expected `in`"),
        ("slur = true", 5, "compare with `==`"),
        ("slur && harm", 5, "join conditions with `and`"),
        ("!slur", 0, "negate with `not`"),
        ("lang == 'de", 8, "has no end"),
        ("text.lines > 99999999999999999999", 13, "is no number"),
        ("text.lines > 3s", 13, "`3s` is no number"),
        (&deep, 4 * MAX_DEPTH, "levels of brackets"),
        ("and", 0, "expected a signal"),
        ("slur ü", 5, "`ü` means nothing here"),
    ];
    for (text, at, expected) in faults {
        let fault = read(text, &names()).unwrap_err();
        let said = format!("{}; {}", fault.what, fault.advice);
        assert!(said.contains(expected), "{text}: {said}");
        assert!(
            fault.span.start.abs_diff(at) <= 4 && text.is_char_boundary(fault.span.start),
            "{text}: {fault:?}"
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(text in ".{0,60}") {
        if let Err(fault) = read(&text, &names()) {
            prop_assert!(text.get(fault.span).is_some());
        }
    }

    #[test]
    fn a_part_that_was_unknown_and_is_known_contradicts_no_answer(
        text in proptest::collection::vec(proptest::sample::select(
            vec!["slur", "contact", "harm", "and", "or", "not", "(", ")"]), 1..14),
        harm in any::<bool>(),
    ) {
        struct Known(bool);
        impl View for Known {
            fn hit(&self, signal: usize) -> Option<bool> {
                Seen.hit(signal).or(Some(self.0))
            }
            fn count(&self, signal: usize) -> Option<u64> {
                Seen.count(signal)
            }
            fn measure(&self, measure: Measure) -> Option<u64> {
                Seen.measure(measure)
            }
            fn field(&self, _: Field) -> Option<&str> {
                None
            }
            fn flag(&self, flag: Flag) -> Option<bool> {
                Seen.flag(flag)
            }
        }
        if let Ok(cond) = read(&text.join(" "), &names())
            && let Some(answer) = cond.holds(&Seen)
        {
            prop_assert_eq!(cond.holds(&Known(harm)), Some(answer));
        }
    }
}
