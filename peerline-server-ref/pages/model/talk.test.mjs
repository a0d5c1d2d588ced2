import assert from "node:assert/strict";
import { test } from "node:test";
import { Conversation } from "./conversation.js";
import { Lease } from "./lease.js";
import { Talk } from "./talk.js";

const opened = (more = {}) => ({ who: "me", role: "seeker", head: 10, caps: ["write"], languages: ["en"], ...more });
const entry = (seq, kind, who, body, more = {}) => ({ seq, at: seq, kind, who, body, ...more });

test("what opened said is not changed again by the replay of what came before", () => {
  const talk = new Talk();
  talk.opened(opened({ manner: { turns: true }, hands: ["b"], turn: "a" }));
  talk.entry(entry(3, "hand", "c", { up: true }));
  talk.entry(entry(4, "manner", "a", { turns: false }));
  assert.deepEqual([talk.hands, talk.turn, talk.manner.turns], [["b"], "a", true]);
  talk.entry(entry(11, "hand", "c", { up: true }));
  assert.deepEqual(talk.hands, ["b", "c"]);
});

test("a turn takes the hand down, is over when it ends, and goes with who leaves", () => {
  const talk = new Talk();
  talk.opened(opened({ manner: { turns: true }, hands: ["me", "b"] }));
  talk.entry(entry(11, "turn", "f", { state: "given", who: "me" }));
  assert.deepEqual([talk.isMyTurn, talk.isMyHandUp, talk.hands], [true, false, ["b"]]);
  talk.entry(entry(12, "turn", "f", { state: "ended", who: "me" }));
  assert.equal(talk.isMyTurn, false);
  talk.entry(entry(13, "turn", "f", { state: "given", who: "b" }));
  talk.left("b");
  assert.equal(talk.turn, undefined);
});

test("somebody new is asked to agree, until they agree to the norms as they stand", () => {
  const talk = new Talk();
  talk.opened(opened({ manner: { agree: true }, norms: { version: 2, lang: "en", lines: ["Be kind."], agreed: 1 } }));
  assert.equal(talk.asksToAgree, true);
  talk.entry(entry(11, "agree", "me", { version: 2 }));
  assert.equal(talk.asksToAgree, false);
  talk.entry(entry(12, "norms", "f", { version: 3, texts: [{ lang: "en", lines: ["Listen."] }] }));
  assert.deepEqual([talk.asksToAgree, talk.norms.lines], [true, ["Listen."]]);
});

test("who writes is shown for as long as they said, and never myself", () => {
  const talk = new Talk();
  talk.opened(opened());
  assert.equal(talk.sig({ kind: "typing", who: "me", ttl: 5_000 }, 0), false);
  assert.equal(talk.sig({ kind: "typing", who: "b", ttl: 5_000 }, 0), true);
  assert.deepEqual([talk.writers(4_999), talk.writers(5_000)], [["b"], []]);
});

test("a note that is said later stands at its message, and goes with its words", () => {
  const chat = new Conversation("r");
  chat.opened(opened({ head: 0 }));
  chat.entry(entry(1, "msg", "b", { text: "x" }));
  assert.equal(chat.entry(entry(2, "note", "b", { note: ["loss"] }, { re: 1 })).change, "noted");
  assert.deepEqual(chat.items[0].notes, ["loss"]);
  chat.entry(entry(3, "redact", "b", {}, { re: 1 }));
  assert.equal(chat.items[0].notes, undefined);
});

test("a session that pauses and goes on says so, and what a room is called changes nothing", () => {
  const chat = new Conversation("r");
  chat.entry(entry(1, "state", undefined, { state: "open", kind: "session", language: "en" }));
  assert.equal(chat.entry(entry(2, "state", undefined, { state: "listed", title: [{ lang: "en", text: "T" }] })), undefined);
  assert.equal(chat.state, "open");
  assert.equal(chat.entry(entry(3, "state", undefined, { state: "paused", why: "lease" })).why, "lease");
  assert.equal(chat.entry(entry(4, "state", undefined, { state: "open", until: 9 })).to, "open");
  assert.equal(chat.entry(entry(5, "state", undefined, { state: "open", until: 19 })), undefined);
  assert.deepEqual([chat.isGroup, chat.until, chat.listed.title[0].text], [true, 19, "T"]);
});

test("what is no longer kept of a room that goes on is not shown, and the room stays open", () => {
  const chat = new Conversation("r");
  chat.opened(opened({ head: 0 }));
  chat.entry(entry(1, "state", undefined, { state: "open", kind: "drop_in", language: "en" }));
  chat.entry(entry(2, "msg", "b", { text: "x" }));
  chat.entry(entry(3, "msg", "b", { text: "y" }));
  chat.entry(entry(4, "state", undefined, { state: "trimmed", base: 2 }));
  assert.deepEqual(chat.items.map(({ text, isRemoved }) => [text, isRemoved]), [["", true], ["y", undefined]]);
  assert.equal(chat.state, "open");
});

test("a lease is kept at half its time, once, and no longer than one wants to lead", () => {
  const lease = new Lease();
  lease.take(0);
  lease.state({ state: "open", until: 100 });
  assert.deepEqual([lease.isDue(49), lease.isDue(50), lease.isDue(51)], [false, true, false]);
  lease.state({ state: "open", until: 150 });
  assert.equal(lease.isDue(100), true);
  lease.state({ state: "paused" });
  assert.equal(lease.isDue(1_000), false);
});

test("that I agreed changes what is shown, and adds no line to the room", () => {
  const chat = new Conversation("r");
  chat.opened(opened({ manner: { agree: true }, norms: { version: 1, lang: "en", lines: ["Be kind."] } }));
  assert.equal(chat.entry(entry(11, "agree", "me", { version: 1 })).change, "talk");
  assert.deepEqual([chat.talk.asksToAgree, chat.items.length], [false, 0]);
});

test("a message was read by who said so, and by nobody where the room has no read marks", () => {
  const chat = new Conversation("r");
  const read = (who, seq) => chat.talk.sig({ kind: "read", who, ttl: 5_000, body: { seq } }, 0);
  chat.opened(opened({ head: 0, manner: { read: true } }));
  for (const seq of [1, 2, 3]) chat.entry(entry(seq, "msg", "me", { text: "x" }));
  assert.deepEqual([read("b", 2), read("b", 1), read("me", 3), read("c", "3"), read("c", undefined)], [true, false, false, false, false]);
  assert.deepEqual([1, 2, 3].map((seq) => chat.talk.readers(seq)), [1, 1, 0]);
  // Nobody has read what is not there yet.
  assert.equal(read("c", 900), true);
  chat.entry(entry(4, "msg", "me", { text: "x" }));
  assert.deepEqual([3, 4].map((seq) => chat.talk.readers(seq)), [1, 0]);
  chat.entry(entry(5, "leave", "c", { why: "left" }));
  assert.deepEqual([2, 3].map((seq) => chat.talk.readers(seq)), [1, 0]);
  chat.entry(entry(6, "manner", "f", { typing: true }));
  assert.deepEqual([chat.talk.readers(1), read("b", 5)], [0, false]);
});

test("how far I read is said anew after every opening", () => {
  const talk = new Talk();
  talk.opened(opened({ manner: { read: true } }));
  talk.shown = 7;
  talk.opened(opened({ manner: { read: true } }));
  assert.equal(talk.shown, 0);
});
