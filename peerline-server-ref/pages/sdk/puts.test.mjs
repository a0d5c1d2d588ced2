import assert from "node:assert/strict";
import { test } from "node:test";
import { ev, inRoom, only, opened, puts, ready, rejoin, states } from "./session-desk.mjs";

const text = (put) => put.body.text;
const msg = (words, room = "r") => ({ room, kind: "msg", body: { text: words } });
const put = (town, draft, now = 0) => puts(town.act((s) => s.put(draft, now)))[0];
const err = (ref, code, more = {}) => ({ t: "err", ref, code, ...more });

test("a put is queued without a link, sent with one, and done", () => {
  const town = inRoom();
  const sent = town.act((s) => s.put(msg("a"), 0));
  assert.deepEqual(states(sent), ["queued", "sent"]);
  const [{ ref, cid }] = puts(sent);
  assert.deepEqual(states(town.say({ t: "ok", ref, cid, seq: 1, st: "done" })), ["done"]);
  assert.deepEqual(town.session.pending, []);
});

test("a reconnect sends the same cid again in the same order, and says how old it is", () => {
  const town = inRoom();
  const a = put(town, msg("a"), 100);
  const b = put(town, msg("b"), 30_000);
  const again = puts(rejoin(town, 30_200, 61_000).welcome);
  assert.deepEqual(again.map(({ cid, age_s }) => [cid, age_s]), [[a.cid, 60], [b.cid, 31]]);
});

test("a put that waited for a link says how long, and one that goes at once does not", () => {
  const town = inRoom();
  assert.equal(put(town, msg("a"), 500).age_s, undefined);
  town.act((s) => s.dropped(500));
  town.act((s) => s.put(msg("b"), 1000));
  const again = puts(rejoin(town, 1500, 4500).welcome);
  assert.deepEqual(again.map(({ age_s }) => age_s), [4, 3]);
});

test("what a reload saved is sent with its cid and age; what was nudged still waits for its author", () => {
  const town = inRoom();
  const a = put(town, msg("a"), 1000);
  const b = put(town, msg("b"), 1000);
  town.say(err(b.ref, "nudge", { say: "please" }), 1000);
  const saved = JSON.parse(JSON.stringify(town.session.saved()));
  const next = ready({ saved }, 90_000);
  const again = puts(next.last.welcome);
  assert.deepEqual(again.map(({ cid, age_s }) => [cid, age_s]), [[a.cid, 89]]);
  assert.equal(puts(next.act((s) => s.sendAnyway(b.cid, 90_000)))[0].over, true);
});

test("eight puts of a room are on their way at most; another room does not wait", () => {
  const town = inRoom();
  const sent = Array.from({ length: 10 }, (_, n) => put(town, msg(`${n}`)));
  assert.equal(sent.filter(Boolean).length, 8);
  assert.ok(put(town, msg("other", "q")));
  const next = puts(town.say({ t: "ok", ref: sent[0].ref, cid: sent[0].cid, seq: 1, st: "done" }));
  assert.deepEqual(next.map(text), ["8"]);
});

test("after a retryable refusal all of the room goes again in its order, at the time of the first", () => {
  const town = inRoom();
  const [a, b, c] = ["a", "b", "c"].map((words) => put(town, msg(words)));
  assert.deepEqual(states(town.say(err(a.ref, "busy", { retry_ms: 400 }))), ["waiting"]);
  assert.deepEqual(puts(town.say(err(b.ref, "lane"))), []);
  assert.equal(put(town, msg("d")), undefined);
  assert.deepEqual(puts(town.say(err(c.ref, "lane"), 399)), []);
  const again = puts(town.act((s) => s.tick(400)));
  assert.deepEqual(again.map(text), ["a", "b", "c", "d"]);
  assert.deepEqual(again.map(({ cid }) => cid).slice(0, 3), [a.cid, b.cid, c.cid]);
});

test("nothing overtakes a put whose refusal is still on its way", () => {
  const town = inRoom();
  const [a, b] = ["a", "b"].map((words) => put(town, msg(words)));
  town.say(err(a.ref, "busy", { retry_ms: 400 }));
  assert.deepEqual(puts(town.act((s) => s.tick(400))), []);
  assert.deepEqual(puts(town.say(err(b.ref, "lane", { retry_ms: 10 }), 450)), []);
  assert.equal(town.session.wake(), 700);
  assert.deepEqual(puts(town.act((s) => s.tick(700))).map(text), ["a", "b"]);
});

test("a refusal that names no time waits a second, and lane a quarter of one at least", () => {
  const town = inRoom();
  const a = put(town, msg("a"));
  town.say(err(a.ref, "lane"));
  assert.equal(town.session.wake(), 1000);
  const [again] = puts(town.act((s) => s.tick(1000)));
  town.say(err(again.ref, "lane", { retry_ms: 5 }), 1000);
  assert.equal(town.session.wake(), 1250);
});

test("a signal waits for nothing, and nothing waits for it", () => {
  const town = inRoom();
  const a = put(town, msg("a"));
  town.say(err(a.ref, "rate", { retry_ms: 900 }));
  const signal = town.act((s) => s.put({ room: "r", kind: "signal" }, 1)).frames;
  assert.deepEqual(signal.map(({ t, kind }) => [t, kind]), [["put", "signal"]]);
  town.say(err(signal[0].ref, "busy", { retry_ms: 100 }), 1);
  assert.deepEqual(puts(town.act((s) => s.tick(101))).map(({ kind, cid }) => [kind, cid]), [["signal", signal[0].cid]]);
  assert.deepEqual(puts(town.act((s) => s.tick(900))).map(text), ["a"]);
});

test("signals go first when the link is back", () => {
  const town = inRoom();
  town.act((s) => s.dropped(0));
  town.act((s) => s.put(msg("a"), 0));
  town.act((s) => s.put({ room: "@me", kind: "signal" }, 0));
  assert.deepEqual(puts(rejoin(town, 0, 1000).welcome).map(({ kind }) => kind), ["signal", "msg"]);
});

test("a nudge is told, blocks nothing, and goes again with over and the same cid", () => {
  const town = inRoom();
  const [a, b] = ["a", "b"].map((words) => put(town, msg(words)));
  const nudge = town.say(err(a.ref, "nudge", { say: "please" }));
  const told = nudge.events.find((each) => each.type === "put");
  assert.deepEqual([told.state, told.say, told.cid], ["nudged", "please", a.cid]);
  assert.deepEqual(states(town.say({ t: "ok", ref: b.ref, cid: b.cid, seq: 1, st: "done" })), ["done"]);
  const again = puts(town.act((s) => s.sendAnyway(a.cid, 0)))[0];
  assert.deepEqual([again.cid, again.over], [a.cid, true]);
});

test("a nudged put that is edited is given up without a word to the line", () => {
  const town = inRoom();
  const a = put(town, msg("a"));
  town.say(err(a.ref, "nudge", { say: "please" }));
  const edit = town.act((s) => {
    s.giveUp(a.cid, 0);
    s.put(msg("b"), 0);
  });
  assert.deepEqual(edit.frames.map((frame) => frame.t), ["put"]);
  assert.deepEqual(town.session.pending.map(text), ["b"]);
});

test("giving up the put that a lane waits for is told with drop, and the lane goes on", () => {
  const town = inRoom();
  const [a, b] = ["a", "b"].map((words) => put(town, msg(words)));
  town.say(err(a.ref, "busy", { retry_ms: 5000 }));
  town.say(err(b.ref, "lane"));
  const after = town.act((s) => s.giveUp(a.cid, 0));
  assert.deepEqual(after.frames.map(({ t, cid }) => [t, cid]), [["drop", a.cid], ["put", b.cid]]);
  assert.deepEqual(states(after), ["given_up", "sent"]);
});

test("a put that was given up on its way is dropped where the line asks for it again", () => {
  const town = inRoom();
  const a = put(town, msg("a"));
  assert.deepEqual(town.act((s) => s.giveUp(a.cid, 0)).frames, []);
  const [drop] = town.say(err(a.ref, "busy", { retry_ms: 10 })).frames;
  assert.deepEqual([drop.t, drop.room, drop.cid], ["drop", "r", a.cid]);
  assert.deepEqual(town.say({ t: "ok", ref: drop.ref, st: "done" }).events, []);
  const b = put(town, msg("b"));
  town.act((s) => s.giveUp(b.cid, 0));
  assert.deepEqual(town.say({ t: "ok", ref: b.ref, st: "done" }).outputs, []);
});

test("blocked, held and stale settle a put", () => {
  const town = inRoom();
  for (const [answer, state] of [
    [{ t: "err", code: "blocked", say: "why", decision: "d" }, "refused"],
    [{ t: "err", code: "stale" }, "refused"],
    [{ t: "ok", st: "held", decision: "d" }, "held"],
  ]) {
    const { ref, cid } = put(town, msg("a"));
    assert.deepEqual(states(town.say({ ...answer, ref, cid })), [state]);
    assert.equal(town.session.pending.length, 0);
  }
});

test("the own entry says nothing of the put: its answer comes, or is asked for again", () => {
  const town = inRoom();
  const a = put(town, msg("a"));
  assert.deepEqual(states(town.say(ev("r", 1, { cid: a.cid }))), []);
  const [again] = puts(rejoin(town, 0, 1000).welcome);
  assert.deepEqual(states(town.say({ t: "ok", ref: again.ref, cid: a.cid, seq: 1, st: "done" }, 1000)), ["done"]);
});

test("what the line could not read is refused here, and does not hold up the rest", () => {
  const check = (frame) => (text(frame) === "long" ? "too_big" : undefined);
  const town = inRoom({ check });
  const long = town.act((s) => s.put(msg("long"), 0));
  assert.deepEqual([states(long), long.frames], [["queued", "refused"], []]);
  assert.ok(put(town, msg("a")));
  assert.equal(town.session.wake(), 2500);
});

test("questions survive a reconnect and a busy line, and bear their number", () => {
  const town = ready();
  let id;
  const ask = town.act((s) => (id = s.ask("rooms", undefined, 0))).frames[0];
  town.say(err(ask.ref, "busy", { retry_ms: 100 }));
  const [second] = town.act((s) => s.tick(100)).frames;
  assert.deepEqual([second.what, second.ref > ask.ref], ["rooms", true]);
  const again = only(rejoin(town, 100, 1000).welcome, "ask")[0];
  const answer = town.say({ t: "ok", ref: again.ref, st: "done", body: { rooms: [] } }, 1000);
  assert.deepEqual(answer.events[0], { type: "answer", id, what: "rooms", body: { rooms: [] } });
  const no = town.act((s) => s.ask("cases", {}, 1000)).frames[0];
  assert.deepEqual(town.say(err(no.ref, "denied", { say: "no" }), 1000).events[0].error, { code: "denied", say: "no" });
});

test("an error that answers nothing of ours is told", () => {
  assert.deepEqual(ready().say({ t: "err", code: "bad", say: "x" }).events, [{ type: "error", code: "bad", say: "x" }]);
});

test("puts into a room that is not open go on", () => {
  const town = ready();
  assert.equal(put(town, msg("a")).room, "r");
  town.act((s) => s.open("r", 0));
  town.say(opened("r", 0, 0));
  assert.deepEqual(states(town.act((s) => s.close("r", 0))), []);
  assert.equal(town.session.pending.length, 1);
});
