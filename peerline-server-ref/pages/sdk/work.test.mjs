// The sum that a newcomer's device does under load.

import assert from "node:assert/strict";
import { test } from "node:test";

import { MAX_WORK_BITS, Work, solveWork } from "./work.js";

const lineId = new Uint8Array(32).fill(9);
const nonce = crypto.getRandomValues(new Uint8Array(32));

/** The same by WebCrypto. */
async function zeroBits(n) {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, BigInt(n));
  const parts = [new TextEncoder().encode("peerline/v1/pow"), lineId, nonce, number];
  const bytes = parts.flatMap((part) => [0, part.length, ...part]);
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes));
  return Math.clz32(new DataView(digest).getUint32(0));
}

test("a try is the hash that the page says, for numbers of every size", async () => {
  const work = new Work(lineId, nonce);
  const big = [2 ** 24 - 1, 2 ** 24, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 12345, 2 ** 53 - 1];
  for (const n of [...Array(3000).keys(), ...big]) assert.equal(work.zeroBits(n), await zeroBits(n), `${n}`);
});

test("a proof is the first number with so many zero bits", async () => {
  const n = await solveWork(lineId, nonce, 12);
  assert.ok((await zeroBits(n)) >= 12);
  for (let before = 0; before < n; before += 1) assert.ok((await zeroBits(before)) < 12);
});

test("others go on while it works", async () => {
  let turns = 0;
  let isDone = false;
  const work = solveWork(lineId, nonce, 16).finally(() => (isDone = true));
  while (!isDone) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    turns += 1;
  }
  assert.ok((await work) >= 0);
  assert.ok(turns > 0);
});

test("it ends when the link is gone, and does not begin what is too much", async () => {
  let looks = 0;
  assert.equal(await solveWork(lineId, nonce, MAX_WORK_BITS, () => (looks += 1) > 3), undefined);
  for (const bits of [MAX_WORK_BITS + 1, 1.5, undefined, "8"]) assert.equal(await solveWork(lineId, nonce, bits), undefined);
});
