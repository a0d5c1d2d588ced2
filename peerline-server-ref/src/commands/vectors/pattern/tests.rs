use serde_json::json;

use super::*;

#[track_caller]
fn check(pattern: Value, value: Value, fits: bool) {
    assert_eq!(
        Bindings::default().fits(&pattern, &value),
        fits,
        "{pattern} against {value}"
    );
}

#[test]
fn a_map_may_hold_more_than_its_pattern_names() {
    check(json!({"a": 1}), json!({"a": 1, "b": 2}), true);
    check(json!({"a": {"c": 1}}), json!({"a": {"c": 1, "d": 2}}), true);
    check(json!({"a": 1}), json!({"a": 2}), false);
    check(json!({"a": 1}), json!({"b": 1}), false);
    check(json!({"a": null}), json!({}), false);
}

#[test]
fn an_exact_map_holds_nothing_else_however_deep() {
    check(json!({"=": {"a": 1}}), json!({"a": 1}), true);
    check(json!({"=": {"a": 1}}), json!({"a": 1, "b": 2}), false);
    check(
        json!({"=": {"a": {"b": 1}}}),
        json!({"a": {"b": 1, "c": 1}}),
        false,
    );
    check(
        json!({"=": {"a": [{"b": "*"}]}}),
        json!({"a": [{"b": 9}]}),
        true,
    );
    check(json!({"x": {"=": []}}), json!({"x": [], "y": 1}), true);
}

#[test]
fn a_list_has_as_many_elements() {
    check(json!([1, "*"]), json!([1, {}]), true);
    check(json!([1]), json!([1, 2]), false);
    check(json!([1, 2]), json!([1]), false);
    check(json!([]), json!({}), false);
}

#[test]
fn a_star_wants_something_and_absent_nothing() {
    check(json!({"a": "*"}), json!({"a": null}), true);
    check(json!({"a": "*"}), json!({}), false);
    check(json!({"a": {"absent": true}}), json!({}), true);
    check(json!({"a": {"absent": true}}), json!({"a": null}), false);
    check(json!({"=": {"a": {"absent": true}}}), json!({}), true);
}

#[test]
fn a_number_lies_between_its_bounds() {
    for (value, fits) in [(4, false), (5, true), (7, true), (8, false)] {
        check(json!({"min": 5, "max": 7}), json!(value), fits);
    }
    check(json!({"min": 5}), json!(1_000_000_000_000_u64), true);
    check(json!({"max": 5}), json!(-1), true);
    check(json!({"max": 5}), json!("1"), false);
    check(json!({"min": "a"}), json!({"min": "a"}), true);
}

#[test]
fn one_of_several_is_enough() {
    check(
        json!({"one_of": [1, {"a": 1}]}),
        json!({"a": 1, "b": 1}),
        true,
    );
    check(
        json!({"=": {"one_of": [1, {"a": 1}]}}),
        json!({"a": 1, "b": 1}),
        false,
    );
    check(json!({"one_of": []}), json!(1), false);
    let nothing = json!({"a": {"one_of": [{"absent": true}, []]}});
    check(nothing.clone(), json!({}), true);
    check(nothing.clone(), json!({"a": []}), true);
    check(nothing, json!({"a": [1]}), false);
}

#[test]
fn a_name_is_bound_once_and_stays_the_same() {
    let mut bound = Bindings::default();
    assert!(bound.fits(&json!({"cid": "$c"}), &json!({"cid": "x"})));
    assert!(bound.fits(&json!(["$c", "$d"]), &json!(["x", 2])));
    assert!(!bound.fits(&json!({"cid": "$c"}), &json!({"cid": "y"})));
    assert!(!bound.fits(&json!({"cid": "$e"}), &json!({})));
}

#[test]
fn what_does_not_fit_binds_nothing() {
    let mut bound = Bindings::default();
    assert!(!bound.fits(&json!({"a": "$a", "b": 2}), &json!({"a": 1, "b": 3})));
    assert!(bound.fits(&json!({"a": "$a"}), &json!({"a": 5})));
    let choice = json!({"one_of": [{"x": "$x", "y": 1}, {"x": "*"}]});
    assert!(bound.fits(&choice, &json!({"x": 1, "y": 2})));
    assert!(bound.fits(&json!("$x"), &json!("free")));
}

#[test]
fn names_are_filled_into_orders_also_as_keys() {
    let mut bound = Bindings::default();
    assert!(bound.fits(&json!(["$room", "$n"]), &json!(["r", 7])));
    let order = json!({"frame": {"heads": {"$room": "$n"}, "text": "$"}});
    let filled = json!({"frame": {"heads": {"r": 7}, "text": "$"}});
    assert_eq!(bound.fill(&order), Ok(filled));
    assert_eq!(bound.fill(&json!(["$other"])), Err("$other".to_owned()));
    assert_eq!(bound.fill(&json!({"$n": 1})), Err("$n".to_owned()));
}

#[test]
fn a_bound_key_is_compared_and_an_unbound_one_never_fits() {
    let mut bound = Bindings::default();
    assert!(!bound.fits(&json!({"$room": 1}), &json!({"r": 1})));
    assert!(bound.fits(&json!("$room"), &json!("r")));
    assert!(bound.fits(&json!({"=": {"$room": 1}}), &json!({"r": 1})));
}

#[test]
fn what_is_shown_names_what_is_bound() {
    let mut bound = Bindings::default();
    assert!(bound.fits(&json!("$a"), &json!(1)));
    assert_eq!(
        bound.show(&json!({"x": "$a", "y": "$b"})),
        json!({"x": 1, "y": "$b"})
    );
}

#[test]
fn a_name_may_stand_inside_a_longer_text() {
    let mut bound = Bindings::default();
    assert!(bound.fits(&json!("$case"), &json!("abc")));
    assert!(bound.fits(
        &json!({"room": "#case/{$case}!"}),
        &json!({"room": "#case/abc!"})
    ));
    assert!(!bound.fits(&json!("#case/{$case}"), &json!("#case/abd")));
    assert_eq!(bound.fill(&json!("#case/{$case}")), Ok(json!("#case/abc")));
    assert_eq!(
        bound.fill(&json!("#case/{$other}")),
        Err("$other".to_owned())
    );
    assert_eq!(bound.fill(&json!("a {$ b")), Ok(json!("a {$ b")));
}
