import assert from "node:assert/strict";
import { test } from "node:test";
import { byUrgency, isWaiting } from "./urgency.js";
import { Call } from "./call.js";
import { Conversation } from "./conversation.js";

const msg = (seq, more = {}) => ({ kind: "msg", seq, who: "w", at: seq, body: { text: `m${seq}` }, announce: "polite", ...more });
const mine = (cid, state, more = {}) => ({ cid, kind: "msg", body: { text: cid }, at: 1, state, ...more });
const texts = (chat) => chat.items.map((item) => item.text);

test("my message is shown once, and takes its place before what is still on its way", () => {
  const chat = new Conversation("r");
  chat.put(mine("a", "queued"));
  chat.put(mine("b", "queued"));
  chat.entry(msg(1));
  assert.deepEqual(texts(chat), ["m1", "a", "b"]);
  chat.entry(msg(2, { cid: "a", body: { text: "a" } }));
  assert.deepEqual(texts(chat), ["m1", "a", "b"]);
  assert.equal(chat.items[1].state, "sent");
  assert.equal(chat.put(mine("a", "done")), undefined);
});

test("every state of a put has its own word", () => {
  const chat = new Conversation("r");
  const states = ["queued", "sent", "waiting", "held", "nudged", "refused", "done"].map((state) => chat.put(mine("a", state)).state);
  assert.deepEqual(states, ["sending", "sending", "waiting", "held", "nudged", "not_sent", "sent"]);
  assert.equal(chat.items.length, 1);
});

test("a message given up is gone, and a put that is no message is not shown", () => {
  const chat = new Conversation("r");
  chat.put(mine("a", "nudged"));
  assert.equal(chat.put(mine("a", "given_up")).isGone, true);
  chat.put({ cid: "s", kind: "signal", body: {}, at: 1, state: "queued" });
  assert.deepEqual(chat.items, []);
});

test("who is here follows join and leave, and names outlive the leaving", () => {
  const chat = new Conversation("r");
  chat.opened({ who: "me", role: "seeker" });
  chat.entry({ kind: "join", seq: 1, who: "me", at: 1, body: { handle: "A", role: "seeker" } });
  chat.entry({ kind: "join", seq: 2, who: "x", at: 1, body: { handle: "B", role: "responder" } });
  assert.deepEqual(chat.others, [{ handle: "B", role: "responder" }]);
  assert.equal(chat.hasResponder, true);
  chat.entry({ kind: "leave", seq: 3, who: "x", at: 1, body: { why: "left" } });
  assert.deepEqual(chat.others, []);
  assert.equal(chat.nameOf("x").handle, "B");
});

test("a closed room is told, an opening one is not", () => {
  const chat = new Conversation("r");
  assert.equal(chat.entry({ kind: "state", seq: 1, at: 1, body: { state: "open", topic: "grief", language: "en" } }), undefined);
  assert.equal(chat.topic, "grief");
  assert.equal(chat.entry({ kind: "state", seq: 2, at: 1, body: { state: "closed" } }).to, "closed");
  assert.equal(chat.isClosed, true);
});

test("a gap is an entry of the list", () => {
  const chat = new Conversation("r");
  chat.gap({ lo: 2, hi: 4, why: "trimmed" });
  assert.deepEqual([chat.items[0].kind, chat.items[0].lo, chat.items[0].hi], ["gap", 2, 4]);
});

test("what was left out for a slow reader is no hole: it comes", () => {
  const chat = new Conversation("r");
  assert.equal(chat.gap({ lo: 2, hi: 4, why: "slow" }), undefined);
  assert.deepEqual(chat.items, []);
});

test("of another log nothing stays but what is still on its way, and its entries show their own words", () => {
  for (const why of ["epoch", "diverged"]) {
    const chat = new Conversation("r");
    chat.entry({ kind: "join", seq: 1, who: "w", at: 1, body: { handle: "Calm Otter 11", role: "supporter" } });
    chat.entry(msg(2));
    chat.put(mine("a", "queued"));
    chat.gap({ lo: 1, hi: 2, why });
    assert.deepEqual(chat.items.map((item) => item.kind), ["gap", "msg"]);
    assert.deepEqual(chat.others, []);
    chat.entry(msg(1, { body: { text: "new" } }));
    assert.deepEqual(texts(chat), [undefined, "new", "a"]);
  }
});

test("a message that is redacted loses its words, whoever did it", () => {
  const chat = new Conversation("r");
  chat.opened({ who: "me", role: "seeker" });
  chat.entry(msg(1));
  chat.entry(msg(2, { who: "me" }));
  const change = chat.entry({ kind: "redact", seq: 3, re: 1, who: "w", body: {}, announce: "polite" });
  assert.deepEqual([change.change, change.own, change.who], ["removed", false, "w"]);
  const byStaff = chat.entry({ kind: "redact", seq: 4, re: 2, who: "mod", body: {}, announce: "polite" });
  assert.deepEqual([byStaff.own, byStaff.who], [false, "mod"]);
  assert.deepEqual(chat.items.map(({ text, isRemoved }) => [text, isRemoved]), [["", true], ["", true]]);
  assert.equal(chat.entry({ kind: "redact", seq: 5, re: 99, body: {} }), undefined);
});

test("an edit changes the message it names, and a later redaction takes that too", () => {
  const chat = new Conversation("r");
  chat.entry(msg(1));
  const change = chat.entry({ kind: "edit", seq: 2, re: 1, who: "w", body: { text: "better" }, announce: "polite" });
  assert.deepEqual([change.change, change.text, chat.items.length], ["edited", "better", 1]);
  assert.deepEqual([chat.items[0].text, chat.items[0].isEdited, chat.items[0].seq], ["better", true, 1]);
  chat.entry({ kind: "redact", seq: 3, re: 1, who: "w", body: {} });
  assert.deepEqual([chat.items[0].text, chat.items[0].isRemoved, chat.items[0].isEdited], ["", true, false]);
});

test("a replay that holds no old words shows the new ones, or that they were removed", () => {
  const chat = new Conversation("r");
  const tomb = (seq, kind, more) => ({ kind, seq, who: "w", at: seq, tomb: true, announce: "polite", ...more });
  assert.equal(chat.entry(tomb(1, "msg")).announce, "none");
  chat.entry(tomb(2, "msg"));
  assert.equal(chat.entry(tomb(3, "edit", { re: 2 })), undefined);
  chat.entry({ kind: "edit", seq: 4, re: 2, who: "w", at: 4, body: { text: "last" } });
  assert.deepEqual(chat.items.map(({ text, isRemoved }) => [text, isRemoved]), [["", true], ["last", false]]);
  const before = new Conversation("r");
  before.entry({ kind: "edit", seq: 9, re: 2, who: "w", at: 4, body: { text: "last" } });
  assert.deepEqual([before.items[0].seq, before.items[0].text, before.items[0].isEdited], [2, "last", true]);
});

test("my wish to remove a message shows while it runs, and where it failed", () => {
  const chat = new Conversation("r");
  chat.entry(msg(1, { cid: "a" }));
  const put = (state) => chat.put({ kind: "redact", cid: "b", re: 1, body: {}, state })?.removal;
  assert.deepEqual([put("queued"), put("sent"), put("waiting"), put("refused"), put("sent"), put("given_up")], ["running", "running", "running", "failed", "running", undefined]);
  put("sent");
  const change = chat.entry({ kind: "redact", seq: 2, re: 1, who: "w", cid: "b", body: {} });
  assert.deepEqual([change.own, chat.items[0].removal], [true, undefined]);
  assert.equal(put("done"), undefined);
});

test("a nervous double press is one call; after the answer a new press calls again", () => {
  const call = new Call();
  assert.equal(call.start(0, false), true);
  assert.equal(call.start(100, false), false);
  assert.equal(call.start(9_000, true), false);
  call.put({ state: "done" });
  assert.equal(call.state, "done");
  assert.equal(call.start(9_000, false), true);
});

test("a call that is late says so until it is settled", () => {
  const call = new Call();
  call.start(0, false);
  call.late();
  assert.equal(call.state, "waiting");
  call.put({ state: "sent" });
  assert.equal(call.state, "waiting");
  call.put({ state: "done" });
  call.late();
  assert.equal(call.state, "done");
});

test("cases are sorted by tier and then by age", () => {
  const sorted = [
    { case: "a", tier: "soon", since: 1 },
    { case: "b", tier: "urgent", since: 9 },
    { case: "c", tier: "urgent", since: 5 },
    { case: "d", tier: "routine", since: 0 },
  ].toSorted(byUrgency);
  assert.deepEqual(sorted.map((each) => each.case), ["c", "b", "a", "d"]);
});

test("a case waits while it is offered or handed off, and not for its owner", () => {
  assert.equal(isWaiting({ state: "offered" }), true);
  assert.equal(isWaiting({ state: "handoff" }), true);
  assert.equal(isWaiting({ state: "handoff", mine: true }), false);
  assert.equal(isWaiting({ state: "owned" }), false);
});
