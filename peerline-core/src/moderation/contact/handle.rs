//! Accounts on other services, and links that reach one person.

use std::ops::Range;

use super::token::Token;

/// Finds handles and personal links; each is a range of tokens.
pub(super) fn find(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let elsewhere = tokens.iter().any(|token| PLATFORMS.contains(&token.text));
    let mut out: Vec<Range<usize>> = Vec::new();
    for at in 0..tokens.len() {
        if out.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let rest = tokens.get(at..).unwrap_or_default();
        let found = mention(rest, elsewhere)
            .or_else(|| tagged(rest))
            .or_else(|| named(rest))
            .or_else(|| invited(rest))
            .or_else(|| link(rest));
        if let Some(len) = found {
            out.push(at..at.saturating_add(len));
        }
    }
    out
}

/// `@name`. Members of a room are mentioned that way too, so it takes another service's name in
/// the same message, or a name no pseudonym has.
fn mention(rest: &[Token<'_>], elsewhere: bool) -> Option<usize> {
    let [sign, name, ..] = rest else { return None };
    let is_handle = sign.text == "@"
        && sign.apart
        && name.is_word
        && !name.apart
        && 3 <= name.text.len()
        && (elsewhere || is_handle_like(name.text));
    is_handle.then_some(2)
}

/// `name#1234`.
fn tagged(rest: &[Token<'_>]) -> Option<usize> {
    let [name, hash, tag, ..] = rest else {
        return None;
    };
    let is_tag =
        name.is_word && hash.is_joined("#") && !tag.apart && tag.is_digits() && tag.text.len() == 4;
    is_tag.then_some(3)
}

/// `my insta is foo_bar`, `discord: foo.bar`.
fn named(rest: &[Token<'_>]) -> Option<usize> {
    let (platform, tail) = rest.split_first()?;
    if !PLATFORMS.contains(&platform.text) {
        return None;
    }
    let n_between = tail
        .iter()
        .take(4)
        .take_while(|token| BETWEEN.contains(&token.text))
        .count();
    let name_at = n_between.saturating_add(1);
    let name = rest
        .get(name_at)
        .filter(|name| 0 < n_between && name.is_word)?;
    let dotted = matches!(rest.get(name_at.saturating_add(1)..),
        Some([dot, next, ..]) if dot.is_joined(".") && next.is_word && !next.apart);
    (dotted || is_handle_like(name.text)).then_some(name_at.saturating_add(1))
}

/// `add me on snap`.
fn invited(rest: &[Token<'_>]) -> Option<usize> {
    let [verb, me, on, tail @ ..] = rest else {
        return None;
    };
    let asks = INVITES.contains(&verb.text)
        && ["me", "mich", "mir", "moi"].contains(&me.text)
        && ["on", "at", "via", "in", "auf", "bei", "sur", "through"].contains(&on.text);
    let platform = tail
        .iter()
        .take(2)
        .position(|token| PLATFORMS.contains(&token.text))?;
    asks.then_some(platform.saturating_add(4))
}

/// `wa.me/…`, `instagram.com/…`.
fn link(rest: &[Token<'_>]) -> Option<usize> {
    let [host, dot, top, slash, path, ..] = rest else {
        return None;
    };
    let is_link = host.is_word
        && dot.is_joined(".")
        && !top.apart
        && slash.is_joined("/")
        && !path.apart
        && HOSTS.contains(&(host.text, top.text));
    is_link.then_some(5)
}

fn is_handle_like(name: &str) -> bool {
    let has_letter = name.chars().any(char::is_alphabetic);
    let has_other = name
        .chars()
        .any(|letter| letter.is_ascii_digit() || letter == '_');
    3 <= name.len() && has_letter && has_other
}

const PLATFORMS: [&str; 25] = [
    "insta",
    "instagram",
    "ig",
    "snap",
    "snapchat",
    "discord",
    "telegram",
    "whatsapp",
    "whatsap",
    "wechat",
    "kik",
    "skype",
    "signal",
    "threema",
    "facebook",
    "fb",
    "messenger",
    "tiktok",
    "twitter",
    "viber",
    "facetime",
    "zoom",
    "steam",
    "reddit",
    "zap",
];
const BETWEEN: [&str; 16] = [
    "is", ":", "=", "-", "@", "ist", "es", "est", "name", "username", "handle", "id", "tag",
    "heißt", "\u{e9}", "account",
];
const INVITES: [&str; 16] = [
    "add", "dm", "text", "find", "message", "msg", "contact", "follow", "reach", "call", "write",
    "hit", "pm", "schreib", "adde", "ajoute",
];
const HOSTS: [(&str, &str); 16] = [
    ("wa", "me"),
    ("t", "me"),
    ("m", "me"),
    ("fb", "me"),
    ("fb", "com"),
    ("telegram", "me"),
    ("signal", "me"),
    ("kik", "me"),
    ("discord", "gg"),
    ("discord", "com"),
    ("instagram", "com"),
    ("facebook", "com"),
    ("snapchat", "com"),
    ("twitter", "com"),
    ("tiktok", "com"),
    ("whatsapp", "com"),
];
