import assert from "node:assert/strict";
import { test } from "node:test";
import { Session } from "./session.js";

/** A session with a fixed die and counted cids; `act` collects what one input causes. */
function start(saved) {
  let cids = 0;
  const session = new Session({ random: () => 0.5, newCid: () => `cid${(cids += 1)}`, hello: { lang: "en" }, saved });
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
  return { session, act };
}

function ready(saved, at = 0) {
  const town = start(saved);
  town.act((s) => s.connect(at));
  town.last = greet(town, at);
  return town;
}

function greet(town, at) {
  town.act((s) => s.receive({ t: "hail", v: [1], line: "L", nonce: "N", now: at }, at));
  const hello = town.act((s) => s.signed({ pk: "P" }, at));
  const welcome = town.act((s) => s.receive({ t: "welcome", v: 1, me: { roles: ["seeker"] }, max: {}, hb_ms: 1000, dedupe_s: 86400, now: at + 7 }, at));
  return { hello, welcome };
}

const opened = (room, from, head, epoch = 1) => ({ t: "opened", room, epoch, base: 0, head, h: "aa", from, who: "me", role: "seeker", caps: [] });
const ev = (room, seq, more = {}) => ({ t: "ev", room, seq, at: 1, kind: "msg", body: { text: `m${seq}` }, h: `h${seq}`, announce: "polite", ...more });
const entries = (result) => result.events.filter((each) => each.type === "entry").map((each) => each.entry.seq);
const puts = (result) => result.frames.filter((each) => each.t === "put");
const lines = (result) => result.events.filter((each) => each.type === "line").map((each) => each.state);

function inRoom() {
  const town = ready();
  town.act((s) => s.open("r", 0));
  town.act((s) => s.receive(opened("r", 0, 0), 0));
  return town;
}

test("joining goes from dialing over hail, hello and welcome to live", () => {
  const town = start();
  assert.equal(town.session.phase, "idle");
  assert.ok(town.act((s) => s.connect(0)).has("dial"));
  assert.equal(town.session.phase, "dialing");
  assert.ok(town.act((s) => s.receive({ t: "hail", v: [1], line: "L", nonce: "N", now: 0 }, 1)).has("sign"));
  assert.equal(town.session.phase, "greeting");
  const hello = town.act((s) => s.signed({ pk: "P" }, 2)).frames[0];
  assert.deepEqual(hello, { t: "hello", v: 1, ext: [], lang: "en", auth: { pk: "P" }, open: [] });
  const welcome = town.act((s) => s.receive({ t: "welcome", v: 1, me: {}, max: {}, hb_ms: 1000, dedupe_s: 9, now: 10 }, 3));
  assert.equal(town.session.phase, "ready");
  assert.deepEqual(lines(welcome), ["live"]);
  assert.equal(welcome.events.find((each) => each.type === "welcome").ahead, 7);
});

test("an unknown version ends the session", () => {
  const town = start();
  town.act((s) => s.connect(0));
  const end = town.act((s) => s.receive({ t: "hail", v: [2], line: "L", nonce: "N", now: 0 }, 0));
  assert.equal(town.session.phase, "dead");
  assert.equal(end.events.find((each) => each.type === "ended").code, "version");
});

test("a refused identity ends the session", () => {
  const town = start();
  town.act((s) => s.connect(0));
  town.act((s) => s.receive({ t: "hail", v: [1], line: "L", nonce: "N", now: 0 }, 0));
  town.act((s) => s.signed({}, 0));
  const end = town.act((s) => s.receive({ t: "err", code: "auth", say: "no" }, 0));
  assert.equal(town.session.phase, "dead");
  assert.deepEqual(end.events.find((each) => each.type === "ended"), { type: "ended", code: "auth", say: "no" });
});

test("a room goes from opening over replaying to live, and history is marked", () => {
  const town = ready();
  const open = town.act((s) => s.open("r", 0, 50));
  assert.deepEqual(open.frames[0], { t: "open", ref: 1, room: "r", back: 50 });
  assert.deepEqual(lines(open), ["catching-up"]);
  assert.deepEqual(lines(town.act((s) => s.receive(opened("r", 4, 6), 0))), []);
  town.act((s) => s.receive(ev("r", 5), 0));
  const last = town.act((s) => s.receive(ev("r", 6), 0));
  assert.deepEqual(lines(last), ["live"]);
  assert.equal(last.events.find((each) => each.type === "entry").history, true);
  const live = town.act((s) => s.receive(ev("r", 7), 0));
  assert.equal(live.events.find((each) => each.type === "entry").history, false);
});

test("a reconnect continues from the cursor and sends the same cid again, with its age", () => {
  const town = inRoom();
  town.act((s) => s.receive(ev("r", 1), 0));
  const first = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "a" } }, 100)))[0];
  const lost = town.act((s) => s.dropped(200));
  assert.deepEqual(lines(lost), ["stale"]);
  assert.equal(town.session.line.since, 0);
  assert.ok(town.act((s) => s.tick(200 + 250)).has("dial"));
  const { hello, welcome } = greet(town, 5200);
  assert.deepEqual(hello.frames[0].open, [{ room: "r", epoch: 1, seq: 1, h: "h1" }]);
  const again = puts(welcome)[0];
  assert.equal(again.cid, first.cid);
  assert.equal(again.age_s, 5);
  assert.deepEqual(lines(welcome), ["catching-up"]);
  assert.deepEqual(lines(town.act((s) => s.receive(opened("r", 1, 1), 5200))), ["live"]);
});

test("what a reload saved is sent with its cid and age", () => {
  const saved = [{ room: "r", cid: "old", kind: "msg", body: { text: "x" }, at: 1000, state: "sent" }];
  const frame = puts(ready(saved, 9000).last.welcome)[0];
  assert.deepEqual([frame.cid, frame.age_s], ["old", 8]);
});

test("puts of a room keep their order, one in flight; another room does not wait", () => {
  const town = inRoom();
  const a = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "a" } }, 0)));
  const b = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "b" } }, 0)));
  assert.equal(a.length, 1);
  assert.equal(b.length, 0);
  assert.equal(puts(town.act((s) => s.put({ room: "@me", kind: "leave" }, 0))).length, 1);
  const next = puts(town.act((s) => s.receive({ t: "ok", ref: a[0].ref, cid: a[0].cid, seq: 1, st: "done" }, 0)));
  assert.equal(next[0].body.text, "b");
});

test("busy waits for retry_ms and sends the same cid; what is behind stays behind", () => {
  const town = inRoom();
  const [a] = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "a" } }, 0)));
  town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "b" } }, 0));
  const busy = town.act((s) => s.receive({ t: "err", ref: a.ref, code: "busy", retry_ms: 400 }, 0));
  assert.equal(puts(busy).length, 0);
  assert.equal(puts(town.act((s) => s.tick(399))).length, 0);
  assert.equal(town.session.wake(), 400);
  const again = puts(town.act((s) => s.tick(400)));
  assert.deepEqual(again.map((put) => put.cid), [a.cid]);
});

test("lane is retried without retry_ms", () => {
  const town = inRoom();
  const [a] = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: {} }, 0)));
  town.act((s) => s.receive({ t: "err", ref: a.ref, code: "lane" }, 0));
  assert.deepEqual(puts(town.act((s) => s.tick(500))).map((put) => put.cid), [a.cid]);
});

test("a signal waits for nothing: what blocks its lane is dropped and sent after it", () => {
  const town = inRoom();
  const [a] = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "a" } }, 0)));
  town.act((s) => s.receive({ t: "err", ref: a.ref, code: "rate", retry_ms: 900 }, 0));
  const signal = town.act((s) => s.put({ room: "r", kind: "signal" }, 1));
  assert.deepEqual(signal.frames.map((frame) => [frame.t, frame.kind]), [["drop", undefined], ["put", "signal"]]);
  assert.equal(signal.frames[0].cid, a.cid);
  assert.deepEqual(puts(town.act((s) => s.tick(900))).map((put) => put.cid), [a.cid]);
});

test("a nudge is surfaced, blocks nothing else, and goes again with over and the same cid", () => {
  const town = inRoom();
  const [a] = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "a" } }, 0)));
  const nudge = town.act((s) => s.receive({ t: "err", ref: a.ref, code: "nudge", say: "please" }, 0));
  const told = nudge.events.find((each) => each.type === "put");
  assert.deepEqual([told.state, told.say, told.cid], ["nudged", "please", a.cid]);
  const again = puts(town.act((s) => s.sendAnyway(a.cid, 0)))[0];
  assert.deepEqual([again.cid, again.over], [a.cid, true]);
});

test("a nudged put that is edited is dropped, and the next one goes", () => {
  const town = inRoom();
  const [a] = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "a" } }, 0)));
  town.act((s) => s.receive({ t: "err", ref: a.ref, code: "nudge", say: "please" }, 0));
  const edit = town.act((s) => {
    s.giveUp(a.cid, 0);
    s.put({ room: "r", kind: "msg", body: { text: "b" } }, 0);
  });
  assert.deepEqual(edit.frames.map((frame) => frame.t), ["drop", "put"]);
  assert.deepEqual(town.session.pending.map((put) => put.body.text), ["b"]);
});

test("blocked, held and done settle a put and free the lane", () => {
  const town = inRoom();
  for (const [answer, state] of [
    [{ t: "err", code: "blocked", say: "why", decision: "d" }, "refused"],
    [{ t: "ok", st: "held", decision: "d" }, "held"],
    [{ t: "ok", st: "done", seq: 1 }, "done"],
  ]) {
    const [put] = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: {} }, 0)));
    const result = town.act((s) => s.receive({ ...answer, ref: put.ref, cid: put.cid }, 0));
    assert.equal(result.events.find((each) => each.type === "put").state, state);
    assert.equal(town.session.pending.length, 0);
  }
});

test("the entry settles its put where the ok was lost", () => {
  const town = inRoom();
  const [a] = puts(town.act((s) => s.put({ room: "r", kind: "msg", body: {} }, 0)));
  const own = town.act((s) => s.receive(ev("r", 1, { cid: a.cid }), 0));
  assert.equal(own.events.find((each) => each.type === "put").state, "done");
  assert.equal(town.session.pending.length, 0);
});

test("a hole is repaired by fetch and entries come in order", () => {
  const town = inRoom();
  const hole = town.act((s) => s.receive(ev("r", 3), 0));
  assert.deepEqual(entries(hole), []);
  assert.deepEqual(lines(hole), ["catching-up"]);
  const fetch = hole.frames.find((frame) => frame.t === "fetch");
  assert.deepEqual([fetch.after, fetch.n], [0, 2]);
  assert.deepEqual(entries(town.act((s) => s.receive(ev("r", 1), 0))), [1]);
  assert.deepEqual(entries(town.act((s) => s.receive(ev("r", 2), 0))), [2, 3]);
  assert.deepEqual(lines(town.act((s) => s.receive({ t: "ok", ref: fetch.ref, st: "done" }, 0))), ["live"]);
});

test("a hole that a fetch cannot fill becomes a gap, not silence", () => {
  const town = inRoom();
  const fetch = town.act((s) => s.receive(ev("r", 3), 0)).frames.find((frame) => frame.t === "fetch");
  const after = town.act((s) => s.receive({ t: "err", ref: fetch.ref, code: "gone" }, 0));
  assert.deepEqual(after.events.find((each) => each.type === "gap"), { type: "gap", room: "r", epoch: 1, lo: 1, hi: 2, why: "missing" });
  assert.deepEqual(entries(after), [3]);
  assert.deepEqual(lines(after), ["live"]);
});

test("an entry that came before is dropped", () => {
  const town = inRoom();
  assert.deepEqual(entries(town.act((s) => s.receive(ev("r", 1), 0))), [1]);
  assert.deepEqual(entries(town.act((s) => s.receive(ev("r", 1), 0))), []);
});

test("a ping is answered and its heads catch a lost last entry", () => {
  const town = inRoom();
  const ping = town.act((s) => s.receive({ t: "ping", n: 5, heads: { r: 2, other: 9 } }, 0));
  assert.deepEqual(ping.frames[0], { t: "ping", n: 5 });
  assert.equal(ping.frames[1].t, "fetch");
  assert.deepEqual(lines(ping), ["catching-up"]);
});

test("a gap moves the cursor and is surfaced", () => {
  const town = inRoom();
  const gap = town.act((s) => s.receive({ t: "gap", room: "r", epoch: 1, lo: 1, hi: 4, why: "trimmed" }, 0));
  assert.deepEqual(gap.events.find((each) => each.type === "gap"), { type: "gap", room: "r", lo: 1, hi: 4, why: "trimmed" });
  assert.deepEqual(entries(town.act((s) => s.receive(ev("r", 5), 0))), [5]);
});

test("a slow gap is repaired", () => {
  const town = inRoom();
  const gap = town.act((s) => s.receive({ t: "gap", room: "r", epoch: 1, lo: 1, hi: 4, why: "slow" }, 0));
  assert.equal(gap.frames[0].t, "fetch");
});

test("entries skipped by opened are surfaced as a gap", () => {
  const town = inRoom();
  town.act((s) => s.dropped(0));
  town.act((s) => s.tick(500));
  greet(town, 500);
  const gap = town.act((s) => s.receive(opened("r", 3, 3), 500)).events.find((each) => each.type === "gap");
  assert.deepEqual([gap.lo, gap.hi, gap.why], [1, 3, "missing"]);
});

test("silence is found: a ping first, then a new connection", () => {
  const town = ready();
  const ping = town.act((s) => s.tick(1250));
  assert.equal(ping.frames[0].t, "ping");
  assert.equal(town.act((s) => s.receive(ping.frames[0], 1300)).frames.length, 0);
  town.act((s) => s.tick(2550));
  const dead = town.act((s) => s.tick(3800));
  assert.ok(dead.has("hang_up"));
  assert.equal(town.session.phase, "backoff");
  assert.deepEqual(lines(dead), ["stale"]);
  assert.equal(town.session.line.since, 1300);
});

test("a server that answers pings but not a put is left", () => {
  const town = inRoom();
  town.act((s) => s.put({ room: "r", kind: "msg", body: {} }, 0));
  for (let now = 0; now < 30_000; now += 500) town.act((s) => s.receive({ t: "ping", n: 1 }, now));
  assert.ok(town.act((s) => s.tick(30_000)).has("hang_up"));
});

test("backoff grows to thirty seconds with full jitter, and online cuts it short", () => {
  const town = start();
  town.act((s) => s.connect(0));
  const waits = [];
  for (let n = 0; n < 9; n += 1) {
    town.act((s) => s.dropped(0));
    waits.push(town.session.wake());
    town.act((s) => s.tick(waits[n]));
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  town.act((s) => s.dropped(0));
  assert.ok(town.act((s) => s.probe(1)).has("dial"));
});

test("bye with again_ms comes back after it; without it never", () => {
  const town = ready();
  town.act((s) => s.receive({ t: "bye", code: "busy", again_ms: 3000 }, 0));
  assert.equal(town.session.wake(), 3250);
  town.act((s) => s.tick(3250));
  greet(town, 3250);
  const end = town.act((s) => s.receive({ t: "bye", code: "denied" }, 4000));
  assert.equal(town.session.phase, "dead");
  assert.equal(end.events.find((each) => each.type === "ended").code, "denied");
  assert.deepEqual(lines(end), ["stale"]);
  assert.equal(town.session.wake(), undefined);
  assert.equal(town.act((s) => s.tick(99_999)).outputs.length, 0);
});

test("questions survive a reconnect and a busy server", () => {
  const town = ready();
  const ask = town.act((s) => s.ask("rooms", undefined, 0)).frames[0];
  town.act((s) => s.receive({ t: "err", ref: ask.ref, code: "busy", retry_ms: 100 }, 0));
  assert.equal(town.act((s) => s.tick(100)).frames[0].what, "rooms");
  town.act((s) => s.dropped(100));
  town.act((s) => s.tick(1000));
  const again = greet(town, 1000).welcome.frames.find((frame) => frame.t === "ask");
  const answer = town.act((s) => s.receive({ t: "ok", ref: again.ref, st: "done", body: { rooms: [] } }, 1000));
  assert.deepEqual(answer.events.find((each) => each.type === "answer").body, { rooms: [] });
});

test("a room that may not be opened is told, and the rest stays live", () => {
  const town = ready();
  const open = town.act((s) => s.open("r", 0)).frames[0];
  const refused = town.act((s) => s.receive({ t: "err", ref: open.ref, code: "denied", say: "no" }, 0));
  assert.equal(refused.events.find((each) => each.type === "room_refused").code, "denied");
  assert.deepEqual(lines(refused), ["live"]);
});

test("a room of hello that the server does not open is asked for again", () => {
  const town = inRoom();
  town.act((s) => s.dropped(0));
  town.act((s) => s.tick(500));
  greet(town, 500);
  town.act((s) => s.receive({ t: "ping", n: 1 }, 5000));
  const open = town.act((s) => s.tick(5500)).frames.find((frame) => frame.t === "open");
  assert.deepEqual([open.room, open.seq], ["r", 0]);
});
