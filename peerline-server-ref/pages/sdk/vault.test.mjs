/** The vault: the same bytes as the other implementations, and nothing by which nobody shows. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { toBase64url } from "./base64url.js";
import { Root } from "./identity.js";
import { VAULT_PURPOSES, VaultError, VaultKey, anyPurpose, vaultEnd } from "./vault.js";
import { VaultKeeper } from "./vault-keeper.js";

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

/** A line with a vault, as the keeper sees one. */
class VaultLine {
  sealed = undefined;
  puts = 0;
  one = cases[0];

  client() {
    const listeners = new Map();
    const tell = (type, event) => listeners.get(type)?.forEach((hear) => hear(event));
    const { threshold, public: guardians, until } = this.one;
    return {
      tell,
      on: (type, hear) => {
        listeners.set(type, [...(listeners.get(type) ?? []), hear]);
        return () => listeners.set(type, listeners.get(type).filter((each) => each !== hear));
      },
      ask: async () => ({
        threshold,
        guardians: guardians.map((key) => toBase64url(bytes(key))),
        purposes: VAULT_PURPOSES,
        until,
        ...(this.sealed ? { sealed: this.sealed } : {}),
      }),
      put: (_room, _kind, { sealed, forget }) => {
        const cid = `cid ${(this.puts += 1)}`;
        const state = this.refuses ? "refused" : "done";
        assert.ok(forget === undefined ? sealed : sealed === undefined);
        if (!this.refuses) this.sealed = sealed;
        setTimeout(() => tell("put", { cid, state, say: "not now" }));
        return cid;
      },
    };
  }

  async visit(root, drawn = { ms: 0, isAgain: false }) {
    const client = this.client();
    const keeper = new VaultKeeper({ root, wait: () => drawn });
    keeper.signing(() => undefined)({ line: toBase64url(bytes(this.one.line_id)) }, "");
    keeper.start(client);
    client.tell("welcome", {});
    return keeper;
  }
}

const later = () => new Promise((resolve) => setTimeout(resolve, 5));
const until = async (holds) => {
  while (!holds()) await later();
};

test("whoever left nobody gets an entry that holds nobody, and it is sealed anew now and then", async () => {
  const line = new VaultLine();
  const root = new Root(new Uint8Array(16).fill(7));
  const keeper = await line.visit(root);
  await until(() => line.puts === 1);
  assert.equal((await keeper.look()).note.somebody, false);
  const first = line.sealed;
  await line.visit(root, { ms: 0, isAgain: true });
  await until(() => line.puts === 2);
  assert.notEqual(line.sealed, first);
  assert.equal(line.sealed.length, first.length);
});

test("a contact is left and taken back, on whatever device, and nothing covers it", async () => {
  const line = new VaultLine();
  const root = new Root(new Uint8Array(16).fill(7));
  // No test waits for it: whoever stops, covers nothing.
  const never = { ms: 1_000_000, isAgain: false };
  const keeper = await line.visit(root, never);
  await keeper.leave("Mira: 0170 5550123", "lost_contact");
  keeper.stop();
  const other = await line.visit(root, { ms: 0, isAgain: true });
  const { note } = await other.look();
  assert.deepEqual([note.somebody, note.purpose, note.isCurrent], [true, "lost_contact", true]);
  assert.equal(line.puts, 1);
  await other.take();
  assert.equal((await other.look()).note.somebody, false);
  line.one = { ...line.one, public: [...line.one.public].reverse() };
  const last = await line.visit(root, never);
  assert.equal((await last.look()).note.isCurrent, false);
  last.stop();
});

test("where a device cannot seal, taking back destroys the entry", async () => {
  const line = new VaultLine();
  const keeper = await line.visit(new Root(new Uint8Array(16).fill(7)), { ms: 1_000_000, isAgain: false });
  await keeper.leave("Mira", "danger_to_life");
  const { generateKey } = crypto.subtle;
  crypto.subtle.generateKey = async () => {
    throw new DOMException("no such curve here", "NotSupportedError");
  };
  try {
    await keeper.take();
  } finally {
    crypto.subtle.generateKey = generateKey;
  }
  assert.equal(line.sealed, undefined);
  keeper.stop();
});

test("what the line refuses is told with its words, and nothing is changed", async () => {
  const line = new VaultLine();
  line.refuses = true;
  const keeper = await line.visit(new Root(new Uint8Array(16).fill(7)), { ms: 1_000_000, isAgain: false });
  await assert.rejects(keeper.leave("Mira", "danger_to_life"), { say: "not now" });
  await assert.rejects(keeper.leave("", "danger_to_life"), { reason: "contact" });
  assert.equal(line.sealed, undefined);
  keeper.stop();
});
