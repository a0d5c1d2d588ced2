/**
 * What fields a frame of the server has, and of which shape. A shape takes a value and returns what
 * is known of it; it throws a `Refusal` where the value is another.
 */
import { isBase64url } from "./base64url.js";
import { bad } from "./refusal.js";

/** Fields by name; a name with `?` behind it may be missing. What is not named here is left out. */
export function object(fields) {
  const known = Object.entries(fields).map(([name, shape]) => ({ name: name.replace("?", ""), shape, isOptional: name.endsWith("?") }));
  return (value) => {
    if (!isObject(value)) bad("not a map");
    const found = {};
    for (const { name, shape, isOptional } of known) {
      if (Object.hasOwn(value, name)) found[name] = shape(value[name]);
      else if (!isOptional) bad(`${name} is missing`);
    }
    return found;
  };
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const which = (test, what) => (value) => (test(value) ? value : bad(`not ${what}`));
const isText = (value) => typeof value === "string";
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

export const text = which(isText, "a text");
export const count = which(isCount, "a whole number from 0 on");
export const flag = which((value) => typeof value === "boolean", "true or false");
export const body = which(isObject, "a map");
export const kind = which((value) => isText(value) && /^[a-z0-9_.]{1,32}$/.test(value), "a kind");
export const bytes = (length) => which((value) => isText(value) && isBase64url(value, length), `${length} bytes`);
export const list = (shape) => (value) => (Array.isArray(value) ? value.map(shape) : bad("not a list"));
export const among = (...words) => which((value) => words.includes(value), words.join(" or "));
export const id = bytes(16);
export const key = bytes(32);
export const hash = which((value) => isText(value) && /^[0-9a-f]{16}$/.test(value), "a running hash");
const isRoom = (value) => isText(value) && (value === "@me" || value.startsWith("#") || isBase64url(value.replace(/^~/, ""), 16));
export const room = which(isRoom, "a room");
/** A room by its name or its number on this connection. */
export const roomOrNumber = which((value) => isRoom(value) || isCount(value), "a room");
/** A member by their name or the number of their `join`. */
export const who = which((value) => isCount(value) || (isText(value) && isBase64url(value, 16)), "a member");
const version = which((value) => isCount(value) && value < 2 ** 16, "a version");

export function heads(value) {
  if (!isObject(value)) bad("not a map");
  for (const [name, head] of Object.entries(value)) {
    room(name);
    count(head);
  }
  return value;
}

/** What was said, or that it was destroyed. */
function entry(value) {
  const found = ENTRY(value);
  if (found.tomb === true ? "body" in found : !("body" in found)) bad("an entry has a body or is a tomb");
  return found;
}

const ROLES = ["seeker", "supporter", "facilitator", "moderator", "responder", "supervisor", "observer"];
const CODES = ["bad", "version", "auth", "denied", "gone", "too_big", "rate", "lane", "cid_reused", "stale", "nudge", "blocked", "slow", "norms", "turn", "quiet", "busy", "internal"];
const code = among(...CODES);
const ENTRY = object({
  t: text,
  room: roomOrNumber,
  seq: count,
  at: count,
  "who?": who,
  kind,
  "body?": body,
  "tomb?": flag,
  "re?": count,
  h: hash,
  "cid?": id,
  "announce?": among("assertive", "polite", "none"),
});

const bits = which((value) => isCount(value) && value < 2 ** 8, "a number of bits");
const ASKS = object({ "pow?": object({ bits }), "pass?": flag });
const LACK = object({ why: text, "bits?": bits, "retry_ms?": count });

/** The frames of a server by their `t`. */
export const SERVER_FRAMES = {
  hail: object({ t: text, v: list(version), line: key, nonce: key, now: count, "gate?": ASKS }),
  welcome: object({
    t: text,
    v: version,
    ext: list(text),
    me: object({ roles: list(among(...ROLES)), "resting?": list(among(...ROLES)), "login?": text, standing: text, "gate?": LACK }),
    hb_ms: count,
    max: object({ frame: count, rooms: count, inflight: count, text: count, depth: count, items: count }),
    dedupe_s: count,
    now: count,
  }),
  opened: object({
    t: text,
    "ref?": count,
    room,
    epoch: count,
    base: count,
    head: count,
    h: hash,
    from: count,
    who: id,
    role: among(...ROLES),
    caps: list(text),
    pace_ms: count,
    "languages?": list(text),
    "manner?": body,
    "norms?": body,
    "turn?": id,
    "hands?": list(id),
    "n?": count,
    "until?": count,
  }),
  ev: entry,
  ok: object({ t: text, ref: count, "cid?": id, "seq?": count, st: among("done", "held"), "decision?": id, "body?": body }),
  err: object({
    t: text,
    "ref?": count,
    code,
    "retry_ms?": count,
    "until?": count,
    "scope?": text,
    "decision?": id,
    "say?": text,
    "why?": text,
    "ways?": object({ "elsewhere?": list(id), person: flag, "at?": count }),
  }),
  gap: object({ t: text, room: roomOrNumber, epoch: count, lo: count, hi: count, why: among("trimmed", "epoch", "diverged", "slow") }),
  bye: object({ t: text, code, "again_ms?": count }),
  sig: object({ t: text, room: roomOrNumber, kind, ttl: count, "who?": who, "body?": body }),
  ping: object({ t: text, n: count, "heads?": heads }),
};
