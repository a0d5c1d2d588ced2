//! The pages bring everything themselves: no inline script or style, no word to another host.

use crate::tree::File;
use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

const PAGES: &str = "peerline-server-ref/pages/";
const MARKUP: [&str; 2] = [".html", ".svg"];
const SERVED: [&str; 5] = [".css", ".html", ".js", ".mjs", ".svg"];

/// Names of namespaces; nobody fetches them.
const NAMESPACES: [&str; 2] = ["http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"];

/// The content security policy allows neither, so a page that has one would be broken.
fn inline(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in pages(tree, &MARKUP) {
        for tag in tags(&file.text) {
            if let Some(why) = inline_in(tag) {
                complaints.push(format!("{}: {why}: <{tag}>", file.path));
            }
        }
    }
    complaints
}

fn inline_in(tag: &str) -> Option<&'static str> {
    let lower = tag.to_lowercase();
    let name = lower.split_whitespace().next().unwrap_or_default();
    let mut attributes = lower.split_whitespace().skip(1);
    if name == "style" || lower.contains(" style=") {
        Some("a style belongs into a sheet")
    } else if name == "script" && !lower.contains(" src=") {
        Some("a script belongs into a file")
    } else if attributes.any(is_handler) || lower.contains("javascript:") {
        Some("a handler belongs into a script")
    } else {
        None
    }
}

fn is_handler(attribute: &str) -> bool {
    let name = attribute.split_once('=').map(|(name, _)| name);
    name.is_some_and(|name| name.len() > 2 && name.starts_with("on") && is_name(name))
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase())
}

/// Returns what stands between `<` and `>`, comments and closing tags aside.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let inner = text.split('<').skip(1);
    let inner = inner.filter_map(|rest| rest.split('>').next());
    inner.filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn outside(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    let served = pages(tree, &SERVED).filter(|file| !file.path.contains(".test."));
    for file in served {
        for (number, line) in (1..).zip(file.text.lines()) {
            let rest = NAMESPACES
                .iter()
                .fold(line.to_owned(), |line, name| line.replace(name, ""));
            if FAR.iter().any(|mark| rest.contains(mark)) {
                complaints.push(format!("{}:{number}: another host", file.path));
            }
        }
    }
    complaints
}

const FAR: [&str; 8] = [
    "http://",
    "https://",
    "src=\"//",
    "href=\"//",
    "src='//",
    "href='//",
    "url(//",
    "@import",
];

fn pages<'a>(tree: &'a Tree, endings: &'a [&str]) -> impl Iterator<Item = &'a File> {
    tree.files()
        .filter(|file| file.path.starts_with(PAGES) && file.ends(endings))
}

#[test]
fn pages_have_no_inline_script_or_style() {
    holds(&inline(&Tree::of_the_project()));
}

#[test]
fn pages_name_no_other_host() {
    holds(&outside(&Tree::of_the_project()));
}

#[test]
fn a_page_that_reaches_out_is_seen() {
    let page = |name: &str| format!("{PAGES}{name}");
    let (html, css, test) = (page("a.html"), page("a.css"), page("a.test.mjs"));
    let tree = Tree::example(&[
        (
            &html,
            "<script src=\"/a.js\"></script><svg xmlns=\"http://www.w3.org/2000/svg\"></svg>\n\
             <script>go()</script><p style=\"x\">on = 1</p>\n<style>p {}</style>\n\
             <a href=\"#\" onclick=\"go()\">one</a>\n<img src=\"//host/x\">",
        ),
        (
            &css,
            "p { color: red }\na { background: url(https://host/x) }",
        ),
        (&test, "// https://host"),
    ]);
    let expected = [
        "into a file",
        "into a sheet",
        "into a sheet",
        "into a script",
    ];
    complains(&inline(&tree), &expected);
    complains(&outside(&tree), &["a.html:5", "a.css:2"]);
}
