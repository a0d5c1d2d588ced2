use super::*;

fn shown(blank: Blank) -> String {
    if blank == Blank::Summary {
        "a \"quote\"\nand {key}".to_owned()
    } else {
        format!("<{blank:?}>")
    }
}

#[test]
fn what_is_filled_in_stays_one_text_and_is_not_read_again() {
    let text = r#"{"body": {"a": ["{summary}", 7], "b": "{{{key}}}-{step}"}}"#;
    let filled = Template::read(text).unwrap().fill(&shown);
    let expected = serde_json::json!({
        "a": ["a \"quote\"\nand {key}", 7],
        "b": "{<Key>}-<Step>",
    });
    assert_eq!(filled.body, expected);
}

#[test]
fn a_template_that_is_wrong_says_where() {
    for (text, said) in [
        (
            r#"{"body": {"a": ["{who}"]}}"#,
            "body.a[0]: nothing fills {who}",
        ),
        (r#"{"body": "{key"}"#, "body has a single brace"),
        (r#"{"body": "key}"}"#, "body has a single brace"),
        (r#"{"body": 1, "query": {"t": 7}}"#, "query.t is no text"),
        (
            r#"{"body": 1, "headers": {"a b": "c"}}"#,
            "headers.a b is no name",
        ),
        (
            r#"{"body": 1, "headers": {"a": "\n"}}"#,
            "headers.a is no value",
        ),
        (r#"{"body": 1, "url": "pager"}"#, "url is no address"),
        (r#"{"query": {}}"#, "missing field `body`"),
        (r#"{"body": 1, "method": "PUT"}"#, "unknown field `method`"),
    ] {
        let error = Template::read(text).unwrap_err().to_string();
        assert!(error.contains(said), "{text}: {error}");
    }
}

#[test]
fn every_shipped_template_is_good_and_names_its_page() {
    for name in ["alertmanager", "goalert", "pagerduty"] {
        let text = Template::shipped(name).unwrap();
        let template = Template::read(text).unwrap();
        assert!(template.has(Blank::Summary), "{name}");
        assert!(template.has(Blank::Details), "{name}");
        let keyed = template.has(Blank::Key) || template.has(Blank::Step);
        assert!(keyed, "{name}: a later step wakes people anew");
    }
}
