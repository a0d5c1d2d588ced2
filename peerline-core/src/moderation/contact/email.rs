//! Mail addresses, plain and spelled out.

use std::ops::Range;

use super::token::Token;

/// Finds addresses; each is a range of tokens.
pub(super) fn find(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for at in 0..tokens.len() {
        if out.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let rest = tokens.get(at..).unwrap_or_default();
        if let Some(letters) = by_letters(tokens, at) {
            out.push(letters);
        } else if let Some((sign, n_sign)) = at_sign(rest)
            && let Some(start) = local(tokens, at, sign)
            && let Some(n_domain) = domain(rest, n_sign, sign)
        {
            let end = at.saturating_add(n_sign).saturating_add(n_domain);
            out.push(start..end);
        }
    }
    out
}

/// `j o h n @ m a i l . c o m`: three letters or more before the sign, and behind it, each alone.
fn by_letters(tokens: &[Token<'_>], at: usize) -> Option<Range<usize>> {
    if tokens.get(at).is_none_or(|sign| sign.text != "@") {
        return None;
    }
    let alone = |token: &&Token<'_>| {
        (token.is_word && token.apart && token.text.chars().count() == 1) || token.text == "."
    };
    let before = tokens.get(..at).unwrap_or_default();
    let before = before.iter().rev().take_while(alone).count();
    let after = tokens.get(at.saturating_add(1)..).unwrap_or_default();
    let dotted = after
        .iter()
        .take_while(alone)
        .any(|token| token.text == ".");
    let after = after.iter().take_while(alone).count();
    let start = at.saturating_sub(before);
    (3 <= before && 4 <= after && dotted).then(|| start..at.saturating_add(after).saturating_add(1))
}

/// How the `@` was written: the less it looks like one, the more the rest must look like a domain.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Sign {
    Plain,
    Bracketed,
    Word,
}

fn at_sign(rest: &[Token<'_>]) -> Option<(Sign, usize)> {
    let first = rest.first()?;
    if first.text == "@" {
        return Some((Sign::Plain, 1));
    }
    if is_bracketed(rest, &AT) {
        return Some((Sign::Bracketed, 3));
    }
    if matches!(rest, [at, dash, sign, ..]
        if at.text == "at" && at.apart && dash.is_joined("-") && sign.text == "sign")
    {
        return Some((Sign::Word, 3));
    }
    let is_apart = first.apart && rest.get(1).is_some_and(|next| next.apart);
    (is_apart && AT.contains(&first.text)).then_some((Sign::Word, 1))
}

fn is_bracketed(rest: &[Token<'_>], words: &[&str]) -> bool {
    matches!(rest, [open, word, close, ..]
        if ["(", "[", "{", "<", "*", "-", "_"].contains(&open.text)
            && words.contains(&word.text)
            && [")", "]", "}", ">", "*", "-", "_"].contains(&close.text))
}

/// The start of the part before the `@`. A plain `@` after a space opens a handle, not a domain,
/// unless a space follows it too.
fn local(tokens: &[Token<'_>], at: usize, sign: Sign) -> Option<usize> {
    let mut start = at.checked_sub(1)?;
    let last = tokens.get(start)?;
    let sign_token = tokens.get(at)?;
    let spaced = tokens
        .get(at.saturating_add(1))
        .is_some_and(|next| next.apart);
    if !last.is_word || (sign == Sign::Plain && sign_token.apart && !spaced) {
        return None;
    }
    while let Some(sign_at) = start.checked_sub(1)
        && let Some(word_at) = sign_at.checked_sub(1)
        && let (Some(word), Some(joint), Some(next)) =
            (tokens.get(word_at), tokens.get(sign_at), tokens.get(start))
        && [".", "-", "+"].contains(&joint.text)
        && !joint.apart
        && !next.apart
        && word.is_word
    {
        start = word_at;
    }
    Some(start)
}

/// The length of the domain that follows an `@` of `n_sign` tokens.
fn domain(rest: &[Token<'_>], n_sign: usize, sign: Sign) -> Option<usize> {
    let at = rest.first().map_or("", |at| at.text);
    let rest = rest.get(n_sign..).unwrap_or_default();
    let host = rest.first().filter(|host| host.is_word)?;
    let mut len = 1_usize;
    let mut spelled = false;
    let mut top = "";
    while len < LONGEST
        && let Some((dot, n_dot)) = dot(rest.get(len..).unwrap_or_default())
    {
        let word = rest.get(len).map_or("", |dot| dot.text);
        let label_at = len.saturating_add(n_dot);
        let Some(label) = rest.get(label_at).filter(|label| label.is_word) else {
            break;
        };
        let comma = word == ",";
        if dot == Sign::Plain && (label.apart || (comma && !TOP.contains(&label.text))) {
            break;
        }
        spelled |= dot == Sign::Bracketed || (dot == Sign::Word && is_pair(at, word));
        top = label.text;
        len = label_at.saturating_add(1);
    }
    let is_mail_host = MAIL_HOSTS.contains(&host.text);
    let is_domain = match sign {
        Sign::Plain => 2 <= top.len() && top.bytes().all(|byte| byte.is_ascii_lowercase()),
        Sign::Bracketed => TOP.contains(&top),
        Sign::Word => TOP.contains(&top) && spelled,
    };
    (is_domain || is_mail_host).then_some(len)
}

fn dot(rest: &[Token<'_>]) -> Option<(Sign, usize)> {
    let first = rest.first()?;
    if first.text == "." || first.text == "-" || first.is_joined(",") {
        return Some((Sign::Plain, 1));
    }
    if is_bracketed(rest, &DOT) {
        return Some((Sign::Bracketed, 3));
    }
    (first.is_word && DOT.contains(&first.text)).then_some((Sign::Word, 1))
}

/// Tokens of a domain.
const LONGEST: usize = 24;
/// `at .. dot` and `arobase .. point` belong together; `at this point` does not.
fn is_pair(at: &str, dot: &str) -> bool {
    match dot {
        "dot" => true,
        "punkt" => at != "arroba" && at != "arobase",
        "punto" | "ponto" => at == "arroba",
        _ => at == "arobase",
    }
}

const AT: [&str; 5] = ["at", "ät", "arroba", "arobase", "klammeraffe"];
const DOT: [&str; 5] = ["dot", "punkt", "punto", "point", "ponto"];
const TOP: [&str; 24] = [
    "com", "net", "org", "de", "at", "ch", "eu", "es", "mx", "ar", "fr", "be", "ca", "pt", "br",
    "uk", "us", "io", "me", "info", "edu", "co", "in", "au",
];
const MAIL_HOSTS: [&str; 18] = [
    "gmail",
    "googlemail",
    "hotmail",
    "outlook",
    "yahoo",
    "ymail",
    "icloud",
    "aol",
    "gmx",
    "protonmail",
    "proton",
    "tutanota",
    "mailbox",
    "posteo",
    "laposte",
    "uol",
    "bol",
    "sapo",
];
