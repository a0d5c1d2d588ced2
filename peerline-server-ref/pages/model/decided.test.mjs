/** What a page keeps of decisions about its reader. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Decided } from "./decided.js";

const made = (decision) => ({ kind: "notice", body: { code: "moderation", decision, say: `about ${decision}` } });
const appealed = (decision) => ({ kind: "appeal", body: { decision } });
const ruled = (decision) => ({ kind: "notice", body: { code: "ruling", decision, outcome: "stands", say: "it stands" } });

function after(...entries) {
  const decided = new Decided();
  for (const entry of entries) decided.take(entry);
  return decided.all.map(({ decision, isAppealed }) => [decision, isAppealed]);
}

test("a decision can be appealed until somebody has looked again", () => {
  assert.deepEqual(after(made("a"), made("b")), [["b", false], ["a", false]]);
  assert.deepEqual(after(made("a"), appealed("a")), [["a", true]]);
  assert.deepEqual(after(made("a"), appealed("a"), ruled("a")), []);
  assert.deepEqual(after(made("a"), made("b"), ruled("a")), [["b", false]]);
});

test("what is about no decision of mine changes nothing", () => {
  const decided = new Decided();
  assert.equal(decided.take({ kind: "notice", body: { code: "moderation", say: "please look again" } }), false);
  assert.equal(decided.take({ kind: "notice", body: { code: "care", case: "c" } }), false);
  assert.equal(decided.take(appealed("a")), false);
  assert.equal(decided.take({ kind: "ack" }), false);
  assert.deepEqual(decided.all, []);
});
