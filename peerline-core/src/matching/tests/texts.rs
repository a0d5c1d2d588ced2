//! Nobody is left with a refusal that says nothing.

use super::super::say::NAMES;
use super::super::say::say;
use super::*;

#[test]
fn every_language_says_everything_and_nothing_twice() {
    let mut said = BTreeSet::new();
    for tag in ["en", "de", "es", "fr", "pt"] {
        let language = tag.parse().expect("a tag");
        for name in NAMES {
            let text = say(name, Some(&language)).expect(name);
            assert!(said.insert(text), "{tag}: {text}");
        }
    }
    let other = "tlh".parse().expect("a tag");
    assert_eq!(say("talking", Some(&other)), say("talking", None));
    assert_eq!(say("no such name", None), None);
}
