//! Links to pages, and those that hide where they lead.

use std::ops::Range;

use super::token::Token;

/// Finds links: with a scheme, with `www`, or a known ending and a path.
pub(super) fn find(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    hosts(tokens).into_iter().map(|host| host.whole).collect()
}

/// Finds links of services that shorten them.
pub(super) fn find_short(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let short = |host: &Host<'_>| SHORT.contains(&host.name.as_slice());
    hosts(tokens)
        .into_iter()
        .filter(short)
        .map(|host| host.whole)
        .collect()
}

/// The host of a link: its labels, and the tokens of the whole link.
struct Host<'a> {
    name: Vec<&'a str>,
    whole: Range<usize>,
}

fn hosts<'a>(tokens: &[Token<'a>]) -> Vec<Host<'a>> {
    let mut out: Vec<Host<'a>> = Vec::new();
    let mut at = 0_usize;
    while at < tokens.len() {
        match host(tokens.get(at..).unwrap_or_default()) {
            Some((name, len)) => {
                let end = at.saturating_add(len);
                out.push(Host {
                    name,
                    whole: at..end,
                });
                at = end;
            }
            None => at = at.saturating_add(1),
        }
    }
    out
}

/// The labels of a host that begins here, and how many tokens the link has.
fn host<'a>(rest: &[Token<'a>]) -> Option<(Vec<&'a str>, usize)> {
    let schemed = matches!(rest, [scheme, colon, one, other, ..]
        if matches!(scheme.text, "http" | "https")
            && colon.is_joined(":") && one.is_joined("/") && other.is_joined("/"));
    let skip = if schemed { 4 } else { 0 };
    let mut len = skip;
    let mut name: Vec<&'a str> = Vec::new();
    while let Some(label) = rest.get(len).filter(|label| label.is_word) {
        let opens = name.is_empty();
        if (label.apart && (schemed || !opens)) || MOST_LABELS <= name.len() {
            break;
        }
        name.push(label.text);
        len = len.saturating_add(1);
        let dotted = rest.get(len).is_some_and(|dot| dot.is_joined("."));
        let goes_on = rest
            .get(len.saturating_add(1))
            .is_some_and(|next| next.is_word && !next.apart);
        if !(dotted && goes_on) {
            break;
        }
        len = len.saturating_add(1);
    }
    let path = rest.get(len).is_some_and(|slash| slash.is_joined("/"));
    let known = name.last().is_some_and(|top| TOP.contains(top));
    let www = name.first() == Some(&"www");
    if name.len() < 2 || !(schemed || www || (known && path)) {
        return None;
    }
    if www {
        name.remove(0);
    }
    let tail = rest.get(len..).unwrap_or_default();
    let tail = tail
        .iter()
        .take(LONGEST)
        .take_while(|token| !token.apart)
        .count();
    Some((name, len.saturating_add(tail)))
}

const MOST_LABELS: usize = 8;
/// Tokens of a path that belong to the link.
const LONGEST: usize = 64;
const TOP: [&str; 22] = [
    "com", "net", "org", "de", "at", "ch", "eu", "es", "fr", "pt", "br", "uk", "us", "io", "me",
    "info", "co", "ly", "gg", "gl", "to", "link",
];
const SHORT: [&[&str]; 16] = [
    &["bit", "ly"],
    &["tinyurl", "com"],
    &["goo", "gl"],
    &["t", "co"],
    &["ow", "ly"],
    &["is", "gd"],
    &["buff", "ly"],
    &["cutt", "ly"],
    &["rb", "gy"],
    &["rebrand", "ly"],
    &["shorturl", "at"],
    &["tiny", "cc"],
    &["lnkd", "in"],
    &["linktr", "ee"],
    &["s", "id"],
    &["v", "gd"],
];
