// A root under a PIN, in a browser.

import assert from "node:assert/strict";
import { pbkdf2Sync, createDecipheriv } from "node:crypto";
import { test } from "node:test";

import { Root } from "./identity.js";
import { PinError, unwrapRoot, wrapRoot } from "./pin.js";

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const refuses = (promise, reason) => assert.rejects(promise, (error) => error instanceof PinError && error.reason === reason);

test("a root comes back under its PIN and under no other, and no try locks it", async () => {
  const root = Root.random();
  const kept = await wrapRoot(root, "2468");
  assert.equal(kept.length, 61);
  await refuses(unwrapRoot(kept, "2469"), "wrong_pin");
  await refuses(unwrapRoot(kept, ""), "unfit");
  assert.equal(hex((await unwrapRoot(kept, "2468")).bytes()), hex(root.bytes()));
  assert.equal(hex((await unwrapRoot(kept, "\uff12\uff14\uff16\uff18")).bytes()), hex(root.bytes()));
});

test("what was changed or is of another version gives no root", async () => {
  const kept = await wrapRoot(Root.random(), "2468");
  for (const at of [1, 17, 29, 60]) await refuses(unwrapRoot(kept.with(at, kept[at] ^ 1), "2468"), "wrong_pin");
  await refuses(unwrapRoot(kept.with(0, 1), "2468"), "malformed");
  await refuses(unwrapRoot(kept.subarray(1), "2468"), "malformed");
});

test("another implementation opens it as the page says", async () => {
  const root = Root.random();
  const kept = await wrapRoot(root, "2468");
  const key = pbkdf2Sync("2468", kept.subarray(1, 17), 600_000, 32, "sha256");
  const open = createDecipheriv("aes-256-gcm", key, kept.subarray(17, 29));
  open.setAAD(Buffer.from("000f" + Buffer.from("peerline/v1/pin").toString("hex"), "hex"));
  open.setAuthTag(kept.subarray(45));
  assert.equal(hex(Buffer.concat([open.update(kept.subarray(29, 45)), open.final()])), hex(root.bytes()));
});
