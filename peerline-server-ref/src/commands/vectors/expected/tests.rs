use serde_json::json;

use super::*;

struct Desk {
    expected: Expected,
    bound: Bindings,
}

impl Desk {
    fn of(expect: Value) -> Self {
        Self {
            expected: Expected::of(expect.as_array().unwrap()),
            bound: Bindings::default(),
        }
    }

    fn takes(&mut self, report: Value) -> bool {
        self.expected.take(&report, &mut self.bound) == Found::Expected
    }
}

#[test]
fn reports_come_in_order() {
    let mut desk = Desk::of(json!([{"a": 1}, {"b": 2}]));
    assert!(!desk.takes(json!({"b": 2})));
    assert!(desk.takes(json!({"a": 1})));
    assert!(!desk.takes(json!({"a": 1})));
    assert!(desk.takes(json!({"b": 2})));
    assert_eq!(desk.expected.missing(), None);
}

#[test]
fn what_comes_instead_is_told_with_what_was_wanted() {
    let mut desk = Desk::of(json!([{"maybe": {"m": 1}}, {"a": "$x"}]));
    let instead = desk.expected.take(&json!({"b": 2}), &mut desk.bound);
    assert_eq!(instead, Found::Instead(Some(json!({"a": "$x"}))));
    let mut none = Desk::of(json!([]));
    let instead = none.expected.take(&json!({"b": 2}), &mut none.bound);
    assert_eq!(instead, Found::Instead(None));
}

#[test]
fn what_is_missing_is_told() {
    let mut desk = Desk::of(json!([{"a": 1}, {"b": 2}]));
    assert!(desk.takes(json!({"a": 1})));
    assert_eq!(desk.expected.missing(), Some(json!({"b": 2})));
}

#[test]
fn any_order_wants_all_before_what_follows() {
    let mut desk = Desk::of(json!([{"any_order": [{"a": 1}, {"b": 2}]}, {"c": 3}]));
    assert!(desk.takes(json!({"b": 2})));
    assert!(!desk.takes(json!({"b": 2})));
    assert!(!desk.takes(json!({"c": 3})));
    assert_eq!(desk.expected.missing(), Some(json!({"a": 1})));
    assert!(desk.takes(json!({"a": 1})));
    assert!(desk.takes(json!({"c": 3})));
    assert_eq!(desk.expected.missing(), None);
}

#[test]
fn maybe_comes_or_does_not_but_once() {
    let expect = json!([{"maybe": {"m": 1}}, {"a": 1}]);
    let mut with = Desk::of(expect.clone());
    assert!(with.takes(json!({"m": 1})));
    assert!(!with.takes(json!({"m": 1})));
    assert!(with.takes(json!({"a": 1})));
    let mut without = Desk::of(expect);
    assert!(without.takes(json!({"a": 1})));
    assert!(!without.takes(json!({"m": 1})));
    assert_eq!(without.expected.missing(), None);
}

#[test]
fn a_maybe_at_the_end_is_not_missing() {
    assert_eq!(
        Desk::of(json!([{"maybe": {"m": 1}}])).expected.missing(),
        None
    );
}

#[test]
fn connections_have_an_order_each_and_none_among_them() {
    let mut desk = Desk::of(json!([
        {"conn": 1, "say": 1}, {"conn": 2, "say": 1}, {"conn": 1, "say": 2}
    ]));
    assert!(desk.takes(json!({"conn": 2, "say": 1})));
    assert!(!desk.takes(json!({"conn": 1, "say": 2})));
    assert!(desk.takes(json!({"conn": 1, "say": 1})));
    assert!(desk.takes(json!({"conn": 1, "say": 2})));
    assert!(!desk.takes(json!({"conn": 3, "say": 1})));
    assert_eq!(desk.expected.missing(), None);
}

#[test]
fn ignored_is_what_a_name_or_a_pattern_says() {
    let bound = Bindings::default();
    let ignore = [json!("state"), json!({"say": {"t": "ping"}})];
    assert!(is_ignored(&ignore, &json!({"state": "live"}), &bound));
    assert!(is_ignored(
        &ignore,
        &json!({"say": {"t": "ping", "n": 1}}),
        &bound
    ));
    assert!(!is_ignored(&ignore, &json!({"say": {"t": "put"}}), &bound));
}

#[test]
fn what_is_said_and_what_is_shown_have_no_order_between_them() {
    let mut desk = Desk::of(json!([{"say": 1}, {"state": "live"}, {"say": 2}]));
    assert!(desk.takes(json!({"state": "live"})));
    assert!(!desk.takes(json!({"say": 2})));
    assert!(desk.takes(json!({"say": 1})));
    assert_eq!(desk.expected.missing(), Some(json!({"say": 2})));
}
