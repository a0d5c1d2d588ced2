/** The vault: the same bytes as the other implementations, and nothing by which nobody shows. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { Root } from "./identity.js";
import { VAULT_PURPOSES, VaultError, VaultKey, anyPurpose, vaultEnd } from "./vault.js";

const path = new URL("../../../docs/vectors/identity/vaults.json", import.meta.url);
const cases = JSON.parse(readFileSync(path, "utf8"));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (data) => Buffer.from(data).toString("hex");

const keyOf = (one) => VaultKey.of(new Root(bytes(one.root)), bytes(one.line_id));
const guardingOf = (one) => ({ threshold: one.threshold, guardians: one.public.map(bytes) });

test("what is sealed is what the other implementation seals", async () => {
  for (const one of cases) {
    const key = await keyOf(one);
    assert.equal(hex(key.entry), one.entry);
    const draws = {
      key: bytes(one.data_key),
      nonce: bytes(one.nonce),
      coefficients: one.coefficients.map(bytes),
      once: one.once.map(bytes),
    };
    const consent = { purpose: one.purpose, until: vaultEnd(one.now, 90) };
    const sealed = await key.seal(guardingOf(one), consent, one.contact ?? undefined, draws);
    assert.equal(hex(sealed), one.sealed);
  }
});

test("the person reads their own note, and nobody else's", async () => {
  for (const one of cases) {
    const note = await (await keyOf(one)).read(bytes(one.sealed));
    assert.deepEqual(note, { somebody: one.contact !== null, purpose: one.purpose, until: one.until });
  }
  const other = await keyOf(cases[1]);
  await assert.rejects(other.read(bytes(cases[0].sealed)), VaultError);
  const turned = bytes(cases[0].sealed);
  turned[100] ^= 1;
  await assert.rejects((await keyOf(cases[0])).read(turned), { reason: "not_this" });
});

test("nobody looks like somebody, in whatever stands open", async () => {
  const one = cases[0];
  const key = await keyOf(one);
  const all = [];
  for (const contact of ["x".repeat(510), "x", undefined]) {
    for (const purpose of VAULT_PURPOSES) all.push(await key.seal(guardingOf(one), { purpose, until: one.until }, contact));
  }
  assert.equal(new Set(all.map((sealed) => sealed.length)).size, 1);
  assert.equal(new Set(all.map((sealed) => hex(sealed.slice(0, 59)))).size, 1);
  const six = (sealed) => new Set(Array.from({ length: sealed.length - 64 }, (_, at) => hex(sealed.slice(59 + at, 65 + at))));
  const [first, ...others] = all.map(six);
  for (const other of others) assert.ok([...other].every((part) => !first.has(part)));
  const drawn = new Set(Array.from({ length: 200 }, () => anyPurpose(VAULT_PURPOSES)));
  assert.equal(drawn.size, VAULT_PURPOSES.length);
});

test("a contact is a short text", async () => {
  const one = cases[0];
  const key = await keyOf(one);
  const consent = { purpose: one.purpose, until: one.until };
  for (const odd of ["", "  \n", "a\u0000b", "x".repeat(511), "ä".repeat(256)]) {
    await assert.rejects(key.seal(guardingOf(one), consent, odd), { reason: "contact" });
  }
  for (const threshold of [1, 4]) {
    await assert.rejects(key.seal({ ...guardingOf(one), threshold }, consent, "x"), { reason: "guardians" });
  }
});
