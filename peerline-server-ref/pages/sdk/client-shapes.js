/** What fields a frame of a client has, and of which shape: for trying an implementation. */
import { body, bytes, count, flag, hash, heads, id, key, kind, list, object, room, roomOrNumber, text, who } from "./shapes.js";

const join = object({ pk: key, nonce: key, sig: bytes(64), "r?": key, "ticket?": text });
const cursor = { room, "epoch?": count, "seq?": count, "h?": hash, "back?": count, "marks?": list(text), "join?": join };
const auth = object({ pk: key, nonce: key, sig: bytes(64), "room?": id, "invite?": key, "token?": text, "gate?": object({ "pow?": count, "pass?": text }) });

/** The frames of a client by their `t`. */
export const CLIENT_FRAMES = {
  hello: object({
    t: text,
    v: count,
    "ext?": list(text),
    auth,
    "open?": list(object({ "ref?": count, ...cursor })),
    "agent?": text,
    "lang?": text,
    "country?": text,
  }),
  open: object({ t: text, ref: count, ...cursor }),
  close: object({ t: text, ref: count, room }),
  put: object({ t: text, ref: count, room: roomOrNumber, cid: id, kind, body, "re?": count, "age_s?": count, "over?": flag }),
  drop: object({ t: text, ref: count, room, cid: id }),
  fetch: object({ t: text, ref: count, room, "after?": count, "before?": count, "n?": count }),
  ask: object({ t: text, ref: count, what: text, "body?": body }),
  sig: object({ t: text, room: roomOrNumber, kind, ttl: count, "who?": who, "body?": body }),
  ping: object({ t: text, n: count, "heads?": heads }),
};
