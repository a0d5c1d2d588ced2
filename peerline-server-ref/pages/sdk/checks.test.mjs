import assert from "node:assert/strict";
import { test } from "node:test";
import { ev, greet, inRoom, only, opened, puts, ready, rejoin } from "./session-desk.mjs";

const redact = (re) => ({ room: "r", kind: "redact", re });
const msg = { room: "r", kind: "msg", body: { text: "after" } };
const gap = (why, more = {}) => ({ t: "gap", room: "r", epoch: 1, lo: 1, hi: 2, why, ...more });
const kinds = (result) => puts(result).map(({ kind }) => kind);
const types = (result) => result.frames.map(({ t }) => t);
const refusals = (result) => result.events.filter(({ state }) => state === "refused").map(({ kind, code }) => [kind, code]);

/** A session that has two entries of a room, and lost its link. */
function cutOff(options) {
  const town = inRoom(options);
  town.say(ev("r", 1));
  town.say(ev("r", 2));
  town.act((s) => s.dropped(0));
  return town;
}

function put(town, ...drafts) {
  for (const draft of drafts) town.act((s) => s.put(draft, 0));
}

/** Joins again; what followed `welcome`, and the number that opens the room in `hello`. */
function comeBack(town) {
  town.act((s) => s.tick(1000));
  const { hello, welcome } = greet(town, 1000);
  return { ref: hello.frames[0].open?.[0].ref, welcome };
}

test("what refers to an entry waits until the log is known, and holds its place", () => {
  const town = cutOff();
  put(town, redact(2), msg, { ...msg, room: "q" });
  const { ref, welcome } = comeBack(town);
  assert.deepEqual(puts(welcome).map(({ room }) => room), ["q"]);
  assert.deepEqual(kinds(town.say(opened("r", 2, 2, { ref }), 1000)), ["redact", "msg"]);
});

test("a log that goes on is known by its next entry", () => {
  const town = cutOff();
  put(town, redact(2));
  const { ref } = comeBack(town);
  assert.deepEqual(kinds(town.say(opened("r", 2, 3, { ref }), 1000)), []);
  assert.deepEqual(kinds(town.say(ev("r", 3), 1000)), ["redact"]);
});

test("in another log nothing is done to what stands there", () => {
  for (const why of ["epoch", "diverged"]) {
    const town = cutOff();
    put(town, redact(2), msg);
    const { ref } = comeBack(town);
    town.say(opened("r", 2, 3, { ref }), 1000);
    const told = town.say(gap(why), 1000);
    assert.deepEqual(refusals(told), [["redact", "gone"]]);
    assert.deepEqual(kinds(told), ["msg"]);
    town.say(ev("r", 1), 1000);
    assert.deepEqual(kinds(town.act((s) => s.put(redact(1), 1000))), ["redact"]);
  }
});

test("a gap may come before the room is open", () => {
  const town = cutOff();
  put(town, redact(2));
  const { ref } = comeBack(town);
  assert.deepEqual(refusals(town.say(gap("diverged"), 1000)), [["redact", "gone"]]);
  town.say(opened("r", 0, 1, { ref }), 1000);
  town.say(ev("r", 1), 1000);
  assert.deepEqual(kinds(town.act((s) => s.put(redact(1), 1000))), ["redact"]);
});

test("another log of the same length is not taken for the same; without a word of it, the first entry tells", () => {
  const town = cutOff();
  put(town, redact(2));
  const { ref } = comeBack(town);
  assert.deepEqual(kinds(town.say(opened("r", 2, 2, { ref, h: "other" }), 1000)), []);
  const told = town.say(ev("r", 1), 1000);
  assert.deepEqual(told.events.filter(({ type }) => type === "gap").map(({ why }) => why), ["diverged"]);
  assert.deepEqual(refusals(told), [["redact", "gone"]]);
  assert.deepEqual(kinds(told), []);
});

test("a call for a person waits for no log, and is not settled with one", () => {
  const town = cutOff();
  put(town, redact(2), { room: "r", kind: "signal", re: 2 });
  const { welcome } = comeBack(town);
  assert.deepEqual(kinds(welcome), ["signal"]);
  assert.deepEqual(refusals(town.say(gap("diverged"), 1000)), [["redact", "gone"]]);
  assert.deepEqual(town.session.pending.map(({ kind }) => kind), ["signal"]);
});

test("a nudged edit is settled with its log", () => {
  const town = inRoom();
  for (const seq of [1, 2]) town.say(ev("r", seq));
  const [{ ref }] = puts(town.act((s) => s.put({ room: "r", kind: "edit", re: 2, body: { text: "x" } }, 0)));
  town.say({ t: "err", ref, code: "nudge" });
  rejoin(town, 0, 1000);
  assert.deepEqual(refusals(town.say(gap("epoch"), 1000)), [["edit", "gone"]]);
  assert.deepEqual(town.session.pending, []);
});

test("the lane of the line hears what it waits for in vain", () => {
  const town = inRoom();
  for (const seq of [1, 2]) town.say(ev("r", seq));
  const [{ ref, cid }] = puts(town.act((s) => s.put(redact(2), 0)));
  town.say({ t: "err", ref, code: "busy", retry_ms: 60_000 });
  put(town, msg);
  const told = town.say(gap("diverged"));
  assert.deepEqual(types(told), ["drop", "put"]);
  assert.equal(told.frames[0].cid, cid);
  assert.equal(told.frames[1].kind, "msg");
});

test("a room that is shown no more is looked at and closed again; nothing of it is told", () => {
  const town = inRoom();
  for (const seq of [1, 2]) town.say(ev("r", seq));
  town.act((s) => s.close("r", 0));
  town.act((s) => s.dropped(0));
  put(town, redact(2));
  const [look, ...others] = comeBack(town).welcome.frames;
  assert.deepEqual(look, { t: "open", ref: look.ref, room: "r", epoch: 1, seq: 2, h: "h2" });
  assert.deepEqual(others, []);
  assert.deepEqual(town.say(opened("r", 2, 3, { ref: look.ref }), 1000).outputs, []);
  const told = town.say(ev("r", 3), 1000);
  assert.deepEqual(types(told), ["close", "put"]);
  assert.deepEqual(told.events.map(({ type }) => type), ["put"]);
});

test("a look that finds another log, or is refused, settles what waited for it", () => {
  const answers = [
    [() => gap("diverged"), "gone", ["diverged"]],
    [(ref) => opened("r", 1, 1, { ref }), "gone", ["diverged"]],
    [(ref) => opened("r", 1, 1, { ref, epoch: 2 }), "gone", ["epoch"]],
    [(ref) => ({ t: "err", ref, code: "denied" }), "denied", []],
  ];
  for (const [answer, code, whys] of answers) {
    const town = inRoom();
    for (const seq of [1, 2]) town.say(ev("r", seq));
    town.act((s) => s.close("r", 0));
    town.act((s) => s.dropped(0));
    put(town, redact(2), msg);
    const [look] = comeBack(town).welcome.frames;
    const told = town.say(answer(look.ref), 1000);
    assert.deepEqual(refusals(told), [["redact", code]]);
    assert.deepEqual(kinds(told), ["msg"]);
    const gaps = told.events.filter(({ type }) => type === "gap");
    assert.deepEqual(gaps, whys.map((why) => ({ type: "gap", room: "r", lo: 1, hi: 2, why })));
  }
});

test("a look that cannot be had now is tried again, and one that brings nothing ends the link", () => {
  const town = inRoom();
  for (const seq of [1, 2]) town.say(ev("r", seq));
  town.act((s) => s.close("r", 0));
  town.act((s) => s.dropped(0));
  put(town, redact(2));
  const [look] = comeBack(town).welcome.frames;
  town.say({ t: "err", ref: look.ref, code: "busy", retry_ms: 500 }, 1000);
  assert.equal(town.session.wake(), 1500);
  const [again] = only(town.act((s) => s.tick(1500)), "open");
  for (let at = 1500; at < 11_500; at += 500) town.say({ t: "ping", n: at }, at);
  town.say(opened("r", 2, 3, { ref: again.ref }), 1500);
  for (let at = 11_002; at < 11_500; at += 100) town.say({ t: "ping", n: at }, at);
  assert.ok(town.act((s) => s.tick(11_500)).has("hang_up"));
});

test("a room that is shown again waits for the look that is under way", () => {
  const town = inRoom();
  for (const seq of [1, 2]) town.say(ev("r", seq));
  town.act((s) => s.close("r", 0));
  town.act((s) => s.dropped(0));
  put(town, redact(2));
  const [look] = comeBack(town).welcome.frames;
  assert.deepEqual(town.act((s) => s.open("r", 1000, { cursor: { epoch: 1, seq: 2 } })).frames, []);
  assert.deepEqual(town.act((s) => s.giveUp("cid1", 1000)).frames, []);
  assert.deepEqual(types(town.say(opened("r", 2, 2, { ref: look.ref }), 1000)), ["close", "open"]);
});

test("a look that waits for its time and is needed no more holds nothing up", () => {
  const town = inRoom();
  for (const seq of [1, 2]) town.say(ev("r", seq));
  town.act((s) => s.close("r", 0));
  town.act((s) => s.dropped(0));
  put(town, redact(2));
  const [look] = comeBack(town).welcome.frames;
  town.say({ t: "err", ref: look.ref, code: "busy", retry_ms: 60_000 }, 1000);
  town.act((s) => s.giveUp("cid1", 1000));
  assert.deepEqual(types(town.act((s) => s.open("r", 1000))), ["open"]);
});

test("a room that cannot be opened settles what waited for it", () => {
  const town = cutOff();
  put(town, redact(2), msg);
  const { ref } = comeBack(town);
  const told = town.say({ t: "err", ref, code: "denied" }, 1000);
  assert.deepEqual(refusals(told), [["redact", "denied"]]);
  assert.deepEqual(kinds(told), ["msg"]);
});

test("what a reload kept is compared with the log that its author saw, before the room is shown", () => {
  const town = cutOff();
  put(town, redact(2));
  const saved = JSON.parse(JSON.stringify(town.session.saved()));
  assert.deepEqual(saved.rooms, []);
  const next = ready({ saved });
  const [look] = next.last.welcome.frames;
  assert.equal(look.seq, 2);
  assert.deepEqual(next.act((s) => s.open("r", 0, { back: 500 })).frames, []);
  assert.deepEqual(types(next.say(opened("r", 2, 2, { ref: look.ref }))), ["close", "open", "put"]);
});

test("what refers to a room that was never had goes at once", () => {
  const town = ready();
  assert.deepEqual(kinds(town.act((s) => s.put(redact(4), 0))), ["redact"]);
});
