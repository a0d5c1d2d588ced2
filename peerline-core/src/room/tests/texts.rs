//! Nobody is left with a closed door, in any language.

use crate::room::say;
use crate::room::say::ALL;
use crate::room::say::NAMES;
use crate::vocab::Language;

#[test]
fn every_language_says_everything_and_nothing_twice() {
    for texts in ALL {
        let names: Vec<_> = texts.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, NAMES);
        let mut said: Vec<_> = texts.iter().map(|(_, text)| *text).collect();
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), NAMES.len());
    }
}

#[test]
fn another_language_is_answered_in_english() {
    let tongue: Language = "tlh".parse().unwrap();
    assert_eq!(say("full", Some(&tongue)), say("full", None));
    let brazil: Language = "pt-br".parse().unwrap();
    assert_ne!(say("full", Some(&brazil)), say("full", None));
}
