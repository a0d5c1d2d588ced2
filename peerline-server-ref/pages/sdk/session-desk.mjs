/** A desk at which a session is tried: a fixed die, counted cids, and what each input causes. */
import { Session } from "./session.js";

export function start(options = {}) {
  let cids = 0;
  const session = new Session({ random: () => 0.5, newCid: () => `cid${(cids += 1)}`, hello: { lang: "en" }, ...options });
  const act = (run) => {
    run(session);
    const outputs = session.drain();
    return {
      outputs,
      frames: outputs.filter((each) => each.do === "send").map((each) => each.frame),
      events: outputs.filter((each) => each.do === "tell").map((each) => each.event),
      has: (what) => outputs.some((each) => each.do === what),
    };
  };
  const say = (frame, at = 0, size = 0) => act((s) => s.receive(frame, at, size));
  return { session, act, say };
}

export const HAIL = { t: "hail", v: [1], line: "L", nonce: "N", now: 0 };
const welcome = (at, more) => ({ t: "welcome", v: 1, ext: [], me: { roles: ["seeker"] }, max: { inflight: 4000 }, hb_ms: 1000, dedupe_s: 86400, now: at + 7, ...more });

/** From dialing to ready; what `hello` and `welcome` caused. */
export function greet(town, at = 0, more = {}) {
  town.act((s) => s.connected(at));
  town.say({ ...HAIL, now: at }, at);
  const hello = town.act((s) => s.signed({ pk: "P" }, at));
  return { hello, welcome: town.say(welcome(at, more), at) };
}

export function ready(options, at = 0, more = {}) {
  const town = start(options);
  town.act((s) => s.connect(at));
  town.last = greet(town, at, more);
  return town;
}

/** A session with a room `r` that is open and empty. */
export function inRoom(options) {
  const town = ready(options);
  const { frames } = town.act((s) => s.open("r", 0));
  town.say(opened("r", 0, 0, { ref: frames[0].ref }));
  return town;
}

/** Loses the link at `lost` and joins again at `at`. */
export function rejoin(town, lost, at) {
  town.act((s) => s.dropped(lost));
  town.act((s) => s.tick(at));
  return greet(town, at);
}

export const opened = (room, from, head, more = {}) => ({ t: "opened", room, epoch: 1, base: 0, head, h: `h${head}`, from, who: "me", role: "seeker", caps: [], pace_ms: 0, ...more });
export const ev = (room, seq, more = {}) => ({ t: "ev", room, seq, at: 1, kind: "msg", body: { text: `m${seq}` }, h: `h${seq}`, announce: "polite", ...more });
export const entries = (result) => result.events.filter((each) => each.type === "entry").map((each) => each.entry.seq);
export const puts = (result) => result.frames.filter((each) => each.t === "put");
export const lines = (result) => result.events.filter((each) => each.type === "line").map((each) => each.state);
export const gaps = (result) => result.events.filter((each) => each.type === "gap").map(({ lo, hi, why }) => [lo, hi, why]);
export const states = (result) => result.events.filter((each) => each.type === "put").map((each) => each.state);
export const only = (result, t) => result.frames.filter((frame) => frame.t === t);
