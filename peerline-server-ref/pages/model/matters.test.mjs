import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf, nameOf, parts } from "./matters.js";

test("what a rule found is marked in the words as they were written", () => {
  assert.deepEqual(parts("you are an idiot, sorry", [[8, 16]]), [
    { text: "you are ", isFound: false },
    { text: "an idiot", isFound: true },
    { text: ", sorry", isFound: false },
  ]);
});

test("spans count bytes, not letters", () => {
  assert.deepEqual(parts("é ü x", [[3, 5]]), [
    { text: "é ", isFound: false },
    { text: "ü", isFound: true },
    { text: " x", isFound: false },
  ]);
});

test("a span that does not fit marks nothing and loses no word", () => {
  for (const spans of [[[1, 2]], [[2, 99]], [[4, 1]], [[0, 3], [2, 5]]]) {
    const whole = parts("éabc", spans).map(({ text }) => text).join("");
    assert.equal(whole, "éabc");
  }
});

test("a matter is a decision, or a message in a room", () => {
  assert.deepEqual(nameOf({ decision: "d", room: "r" }), { decision: "d" });
  assert.deepEqual(nameOf({ room: "r", entry: 7 }), { room: "r", entry: 7 });
  assert.notEqual(keyOf({ room: "r", entry: 7 }), keyOf({ room: "r", entry: 8 }));
});
