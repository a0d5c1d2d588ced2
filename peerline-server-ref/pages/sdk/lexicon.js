/** The numbers and forms of names and words in CBOR; written by `lexicon.test.mjs`. */

/** Field names; the place is the number. */
export const FIELDS = [
  "t", "ref", "room", "cid", "kind", "body", "seq", "at", "who", "re", "h", "text", "st", "announce",
  "n", "heads", "code", "retry_ms", "epoch", "after", "lang", "decision", "say", "tomb", "before",
  "back", "head", "base", "from", "role", "caps", "v", "ext", "auth", "open", "agent", "country",
  "pk", "nonce", "sig", "invite", "line", "now", "me", "roles", "standing", "hb_ms", "max",
  "dedupe_s", "frame", "rooms", "inflight", "age_s", "over", "scope", "lo", "hi", "why", "again_ms",
  "ttl", "what", "pace_ms", "depth", "items", "topics", "languages", "capacity", "offer", "case",
  "reason", "ground", "priority", "to", "handle", "state", "topic", "language", "waited_ms", "until",
  "outcome", "crisis", "card", "source", "reasons", "step", "action", "rule", "tier", "since",
  "owner", "mine", "template", "automatic", "lines", "emergency", "services", "wait", "finder",
  "choices", "name", "dial", "url", "hours", "cost", "checked", "on_duty", "supporters",
  "responders", "id", "label", "position", "ahead", "fitting", "coverage", "median_ms", "p80_ms",
  "cases", "offers", "as", "staff", "beside", "alone", "quote", "carry", "slug", "title", "about",
  "access", "norms", "starts", "ends", "busy", "ways", "elsewhere", "person", "marks", "manner",
  "slow_s", "read_s", "agree", "turns", "quiet", "typing", "read", "version", "texts", "agreed",
  "up", "turn", "hands", "note", "entry", "members", "here", "away", "join", "r", "ticket",
  "tickets", "binds", "gate", "pow", "bits", "pass", "token", "resting", "login", "verified", "kept",
  "stays", "sure", "blob", "uses", "used", "device", "do", "words", "minutes", "queue", "grounds",
  "may", "spans", "labels", "appeal", "around", "wish", "supersedes", "sealed", "threshold",
  "guardians", "purposes", "needs", "age", "ages", "tags", "gender", "wanted", "firm", "style",
  "styles", "any_language", "again", "surge", "break_points", "clearance", "minors", "experiences",
  "widened", "next_ms", "load", "points", "offered", "waiting", "uncovered", "on_shift", "week",
  "key", "blinded", "evaluated", "proof", "course", "grid", "desire", "capability", "intent",
  "buffers", "cssrs", "wished_dead", "thoughts", "way", "planned", "behavior", "behavior_recent",
  "asq", "better_off", "tried", "right_now", "location", "precision", "consent", "able", "agency",
  "reference", "steps", "want", "joined", "follow", "gone", "due", "sweep", "request", "requests",
  "approvals", "forget", "second",
];

/** The form of each field that is not `plain`. */
export const FORMS = {
  word: [
    "t", "kind", "st", "announce", "code", "role", "caps", "roles", "as", "note", "resting",
  ],
  room: [
    "room", "elsewhere",
  ],
  bytes: [
    "cid", "who", "decision", "pk", "nonce", "sig", "invite", "line", "offer", "case", "to", "beside",
    "alone", "turn", "hands", "r", "binds", "device", "supersedes", "sealed", "guardians", "key",
    "blinded", "evaluated", "proof", "request", "approvals",
  ],
  hex: [
    "h",
  ],
  rooms: [
    "heads",
  ],
};

/** Words; the place is the number. */
export const WORDS = [
  "put", "ev", "ok", "err", "sig", "ping", "open", "opened", "close", "fetch", "gap", "done", "held",
  "polite", "assertive", "none", "msg", "typing", "join", "leave", "seeker", "supporter", "notice",
  "page", "hail", "hello", "welcome", "ask", "drop", "bye", "edit", "redact", "role", "state",
  "seek", "available", "offer", "accept", "decline", "matched", "report", "appeal", "decide",
  "signal", "ack", "handoff", "assess", "plan", "followup", "here", "read", "place", "moderation",
  "care", "facilitator", "moderator", "responder", "supervisor", "observer", "write", "support",
  "moderate", "respond", "supervise", "bad", "version", "auth", "denied", "gone", "too_big", "rate",
  "lane", "cid_reused", "stale", "nudge", "blocked", "busy", "internal", "one_to_one", "crisis",
  "own", "third_party", "note", "agree", "hand", "turn", "manner", "norms", "slow", "quiet", "lead",
  "loss", "self_harm", "suicide", "abuse", "violence", "sexual_violence", "eating", "substance",
  "illness", "hate", "alone", "circle", "drop_in", "session", "staff", "gate", "sanction", "sweep",
  "open_vault", "configure_rooms", "read_along", "erase", "locker", "vault", "rescue",
];
