//! Accounts on other services, and links that reach one person.

use std::ops::Range;

use super::services::AMBIGUOUS;
use super::services::AS;
use super::services::BETWEEN;
use super::services::FOLLOWS;
use super::services::HOSTS;
use super::services::INVITES;
use super::services::INVITES_ME;
use super::services::MAILS;
use super::services::ME;
use super::services::ME_INVITES;
use super::services::ON;
use super::services::OWN;
use super::services::PLATFORMS;
use super::services::SHORTENED;
use super::services::STATES;
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
            .or_else(|| underscored(rest, elsewhere))
            .or_else(|| named(rest))
            .or_else(|| owned(rest))
            .or_else(|| beside(rest))
            .or_else(|| invited(rest))
            .or_else(|| link(rest));
        if let Some(len) = found {
            out.push(at..at.saturating_add(len));
        }
    }
    out
}

/// `@name`. Members of a room are mentioned that way too, so it takes another service's name in
/// the same message, a name no pseudonym has, a host behind it, or somebody who asks to be followed.
fn mention(rest: &[Token<'_>], elsewhere: bool) -> Option<usize> {
    if let [verb, tail @ ..] = rest
        && FOLLOWS.contains(&verb.text)
        && let Some(len) = mention(tail, true)
    {
        return Some(len.saturating_add(1));
    }
    let [sign, name, tail @ ..] = rest else {
        return None;
    };
    let hosted = matches!(tail, [part, host, dot, ..]
        if (part.is_joined(":") || part.is_joined("@"))
            && host.is_word && !host.apart && dot.is_joined("."));
    let is_handle = sign.text == "@"
        && sign.apart
        && name.is_word
        && !name.apart
        && 3 <= name.text.len()
        && (elsewhere || hosted || is_handle_like(name.text));
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

/// `foo_bar`, in a message that names a service: nobody writes words like that.
fn underscored(rest: &[Token<'_>], elsewhere: bool) -> Option<usize> {
    let name = rest.first()?;
    let inner = name.text.trim_matches('_');
    let is_name = name.is_word && inner.contains('_') && is_handle_like(name.text);
    (elsewhere && is_name).then_some(1)
}

/// `insta is foo_bar`, `discord: foo.bar`, `snapchat foo12`; with a colon any one word, as in `insta: foo`.
fn named(rest: &[Token<'_>]) -> Option<usize> {
    let (platform, tail) = rest.split_first()?;
    let known = PLATFORMS.contains(&platform.text);
    let n_between = between(tail);
    let mut signs = tail.iter().take(n_between);
    let colon = signs.any(|sign| sign.text == ":" || sign.text == "=");
    let short = colon && SHORTENED.contains(&platform.text);
    if !(known || short || is_line_id(rest)) {
        return None;
    }
    let name_at = n_between.saturating_add(1);
    let name = rest.get(name_at).filter(|name| name.is_word)?;
    let after = rest.get(name_at.saturating_add(1)..).unwrap_or_default();
    let dotted = (0 < n_between || platform.text == "ig")
        && matches!(after, [dot, next, ..] if dot.is_joined(".") && next.is_word && !next.apart);
    let alone = (colon || platform.text == "gamertag")
        && is_last(after)
        && 3 <= name.text.len()
        && !STATES.contains(&name.text);
    (dotted || alone || is_handle_like(name.text)).then_some(name_at.saturating_add(1))
}

/// `my insta is foo`, `mon snap c'est foo`: one word, and nothing behind it, that says no more of an
/// account than what it is called.
fn owned(rest: &[Token<'_>]) -> Option<usize> {
    let [whose, platform, tail @ ..] = rest else {
        return None;
    };
    if platform.text == "x" && OWN.contains(&whose.text) {
        let n_between = between(tail);
        let sign = tail.get(n_between.checked_sub(1)?)?;
        return (sign.text == "@").then_some(n_between.saturating_add(3));
    }
    let is_account = PLATFORMS.contains(&platform.text) || MAILS.contains(&platform.text);
    if !OWN.contains(&whose.text) || !is_account || AMBIGUOUS.contains(&platform.text) {
        return None;
    }
    let n_between = between(tail);
    let name = tail.get(n_between).filter(|name| name.is_word)?;
    let after = tail.get(n_between.saturating_add(1)..).unwrap_or_default();
    let is_name = 0 < n_between
        && is_last(after)
        && 4 <= name.text.len()
        && !STATES.contains(&name.text)
        && !name.text.ends_with("ed");
    is_name.then_some(n_between.saturating_add(3))
}

/// `i'm foo_bar on insta`, `on insta as foo`, `foo on gmail`, `u/foo`, `live:foo`.
fn beside(rest: &[Token<'_>]) -> Option<usize> {
    if let [u, slash, name, ..] = rest
        && u.text == "u"
        && slash.is_joined("/")
        && name.is_word
        && !name.apart
        && 3 <= name.text.len()
    {
        return Some(3);
    }
    if let [live, colon, name, ..] = rest
        && live.text == "live"
        && colon.is_joined(":")
        && name.is_word
        && !name.apart
    {
        return Some(3);
    }
    if let [on, platform, by, name, ..] = rest
        && ON.contains(&on.text)
        && PLATFORMS.contains(&platform.text)
        && AS.contains(&by.text)
        && 3 <= name.text.len()
        && !STATES.contains(&name.text)
    {
        return Some(4);
    }
    let [name, on, platform, ..] = rest else {
        return None;
    };
    let known = PLATFORMS.contains(&platform.text) && is_handle_like(name.text);
    let mail =
        MAILS.contains(&platform.text) && 5 <= name.text.len() && !STATES.contains(&name.text);
    (name.is_word && ON.contains(&on.text) && (known || mail)).then_some(3)
}

/// How many words and signs stand between a service and a name on it.
fn between(tail: &[Token<'_>]) -> usize {
    tail.iter()
        .take(4)
        .take_while(|token| BETWEEN.contains(&token.text))
        .count()
}

/// Whether a sentence ends here.
fn is_last(after: &[Token<'_>]) -> bool {
    after.first().is_none_or(|next| !next.is_word)
}

/// `line id: foo`; other lines have no such thing.
fn is_line_id(rest: &[Token<'_>]) -> bool {
    matches!(rest, [line, id, ..] if line.text == "line" && id.text == "id")
}

/// `add me on snap`, `ajoute-moi sur insta`, `búscame en facebook`, `me chama no zap`, `kik me at …`, `add my
/// snap`.
fn invited(rest: &[Token<'_>]) -> Option<usize> {
    let [first, second, tail @ ..] = rest else {
        return None;
    };
    let (first, second) = (first.text, second.text);
    let by_name = PLATFORMS.contains(&first)
        && ME.contains(&second)
        && tail
            .first()
            .is_some_and(|next| [":", "at", "@"].contains(&next.text));
    if by_name {
        return Some(3);
    }
    if ["add", "adde"].contains(&first)
        && OWN.contains(&second)
        && tail
            .first()
            .is_some_and(|next| PLATFORMS.contains(&next.text))
    {
        return Some(3);
    }
    let skip: usize = match (first, second) {
        ("look", "me") if tail.first().is_some_and(|up| up.text == "up") => {
            return on_platform(tail.get(1..)?).map(|len| len.saturating_add(3));
        }
        (verb, "-") if INVITES.contains(&verb) => 1,
        (verb, _) if INVITES.contains(&verb) => 0,
        (verb, _) if INVITES_ME.contains(&verb) => {
            return on_platform(rest.get(1..)?).map(|len| len.saturating_add(1));
        }
        ("me", verb) if ME_INVITES.contains(&verb) => {
            return on_platform(tail).map(|len| len.saturating_add(2));
        }
        _ => return None,
    };
    let me = rest.get(skip.checked_add(1)?)?;
    let from = skip.saturating_add(2);
    let on = rest.get(from..)?;
    if !ME.contains(&me.text) {
        return None;
    }
    on_platform(on).map(|len| len.saturating_add(from))
}

/// `on snap`, `auf dem discord`: a service within three words.
fn on_platform(rest: &[Token<'_>]) -> Option<usize> {
    let (on, tail) = rest.split_first()?;
    if !ON.contains(&on.text) {
        return None;
    }
    let at = tail
        .iter()
        .take(2)
        .position(|token| PLATFORMS.contains(&token.text))?;
    Some(at.saturating_add(2))
}

/// `wa.me/…`, `instagram.com/…`, `meet.google.com/…`, `foo.bsky.social`.
fn link(rest: &[Token<'_>]) -> Option<usize> {
    if let [name, dot, host, other, top, ..] = rest
        && name.is_word
        && dot.is_joined(".")
        && other.is_joined(".")
        && host.text == "bsky"
        && top.text == "social"
    {
        return Some(5);
    }
    if let [meet, dot, tail @ ..] = rest
        && meet.text == "meet"
        && dot.is_joined(".")
        && let [google, other, com, slash, path, ..] = tail
        && (google.text, com.text) == ("google", "com")
        && other.is_joined(".")
        && slash.is_joined("/")
        && !path.apart
    {
        return Some(7);
    }
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
