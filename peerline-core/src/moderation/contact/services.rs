//! Words by which people name other services, and ask each other over to them.

/// Services on which people have accounts.
pub(super) const PLATFORMS: &[&str] = &[
    "insta",
    "instagram",
    "ig",
    "snap",
    "snapchat",
    "discord",
    "telegram",
    "whatsapp",
    "whatsap",
    "whats",
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
    "tg",
    "psn",
    "xbox",
    "gamertag",
    "bluesky",
    "bsky",
    "mastodon",
    "bereal",
    "linkedin",
];

/// Of these, those whose names mean something else as often.
pub(super) const AMBIGUOUS: &[&str] = &["signal", "steam", "zoom", "whats"];

/// What names a service only where a colon follows.
pub(super) const SHORTENED: &[&str] = &["sc", "tg", "fb", "psn"];

/// Services of mail whose names mean nothing else.
pub(super) const MAILS: &[&str] = &[
    "gmail",
    "googlemail",
    "hotmail",
    "yahoo",
    "icloud",
    "gmx",
    "protonmail",
];

/// What stands between a service and a name on it.
pub(super) const BETWEEN: &[&str] = &[
    "is", ":", "=", "-", "@", "ist", "es", "est", "name", "username", "handle", "id", "tag",
    "heißt", "\u{e9}", "account", "c", "'", "\u{2019}",
];

/// What says that an account is one's own.
pub(super) const OWN: &[&str] = &["my", "mein", "meine", "mon", "ma", "mi", "meu", "minha"];

/// Oneself, where somebody is asked to find one.
pub(super) const ME: &[&str] = &["me", "mich", "mir", "moi"];

/// What stands before a service.
pub(super) const ON: &[&str] = &[
    "on", "at", "via", "in", "auf", "bei", "sur", "through", "en", "no", "na", "em", "por",
];

/// What stands between a service and what one is called there.
pub(super) const AS: &[&str] = &["as", "als", "como", "comme", "under"];

/// What asks somebody over, with oneself behind it.
pub(super) const INVITES: &[&str] = &[
    "add",
    "dm",
    "text",
    "find",
    "message",
    "msg",
    "contact",
    "follow",
    "reach",
    "call",
    "write",
    "hit",
    "pm",
    "schreib",
    "adde",
    "ajoute",
    "retrouve",
    "cherche",
    "finde",
    "such",
    "kontaktier",
    "\u{e9}cris",
    "ecris",
];

/// What asks somebody over, in one word with oneself.
pub(super) const INVITES_ME: &[&str] = &[
    "b\u{fa}scame",
    "agr\u{e9}game",
    "a\u{f1}\u{e1}deme",
    "escr\u{ed}beme",
    "s\u{ed}gueme",
    "ll\u{e1}mame",
    "buscame",
    "agregame",
    "escribeme",
    "sigueme",
];

/// What asks somebody over, with oneself before it.
pub(super) const ME_INVITES: &[&str] =
    &["adiciona", "procura", "chama", "segue", "acha", "encontra"];

/// What asks for a mention to be followed elsewhere.
pub(super) const FOLLOWS: &[&str] = &["follow", "add", "dm"];

/// What is said of an account, or where it is, rather than how it is called.
pub(super) const STATES: &[&str] = &[
    "well",
    "usual",
    "soon",
    "if",
    "though",
    "someone",
    "somebody",
    "expected",
    "before",
    "much",
    "a",
    "about",
    "addictive",
    "again",
    "alles",
    "alone",
    "also",
    "always",
    "apagado",
    "auch",
    "awful",
    "banned",
    "blocked",
    "bloqu\u{e9}",
    "bloqueado",
    "boring",
    "borrado",
    "broken",
    "busy",
    "cheio",
    "closed",
    "dead",
    "deleted",
    "depressing",
    "down",
    "dry",
    "empty",
    "enough",
    "everything",
    "evil",
    "fake",
    "falso",
    "faux",
    "fine",
    "full",
    "gesperrt",
    "gone",
    "good",
    "great",
    "gut",
    "hacked",
    "here",
    "horrible",
    "immer",
    "just",
    "kaputt",
    "killing",
    "leer",
    "lleno",
    "mentira",
    "mine",
    "mort",
    "mostly",
    "muerto",
    "nada",
    "never",
    "nice",
    "nichts",
    "nie",
    "no",
    "not",
    "nothing",
    "nul",
    "off",
    "okay",
    "only",
    "open",
    "plein",
    "poison",
    "privado",
    "privat",
    "private",
    "public",
    "quiet",
    "rien",
    "ruining",
    "safe",
    "schlecht",
    "schlimm",
    "silent",
    "so",
    "still",
    "stuck",
    "supprim\u{e9}",
    "terrible",
    "that",
    "the",
    "there",
    "this",
    "todo",
    "too",
    "tot",
    "tout",
    "toxic",
    "toxique",
    "toxisch",
    "tudo",
    "vac\u{ed}o",
    "vazio",
    "very",
    "vide",
    "voll",
    "weg",
    "what",
    "when",
    "where",
    "yours",
];

/// Where links lead to one person, or to one room.
pub(super) const HOSTS: &[(&str, &str)] = &[
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
    ("x", "com"),
    ("tiktok", "com"),
    ("whatsapp", "com"),
    ("linkedin", "com"),
    ("linktr", "ee"),
];
