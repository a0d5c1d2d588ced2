/** Guardians and who asks them: the same bytes as the other implementations, and nothing opens that should not. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { toBase64url } from "./base64url.js";
import { Guardian } from "./vault-guard.js";
import { Opener } from "./vault-opener.js";
import { digestOf, readRequest, readSealed, writeRequest } from "./vault-record.js";

const path = new URL("../../../docs/vectors/identity/vaults.json", import.meta.url);
const cases = JSON.parse(readFileSync(path, "utf8"));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (data) => Buffer.from(data).toString("hex");
const text = (hex) => toBase64url(bytes(hex));

const guardianOf = (one, at) => Guardian.of(text(one.guardians[at]), bytes(one.line_id));
const guardingOf = (one) => ({ threshold: one.threshold, guardians: one.public.map(bytes) });
const toldOf = (one) => ({ threshold: one.threshold, guardians: one.public.map(text), sealed: text(one.sealed) });

/** What a guardian is shown of a case. */
async function aboutOf(one, request = bytes(one.request)) {
  return { sealed: await readSealed(bytes(one.sealed)), request: readRequest(request) };
}

/** A request that this program made, and its key. */
async function asked(one, more = {}) {
  const opener = await Opener.draw();
  const request = await opener.request(toldOf(one), { reason: one.reason, hours: 12, ...more }, one.now);
  return { opener, request };
}

/** What so many guardians send to a request. */
async function sent(one, request, places) {
  const about = await aboutOf(one, Uint8Array.from(Buffer.from(request, "base64url")));
  const each = places.map(async (at) => (await guardianOf(one, at)).approval(guardingOf(one), about, one.now));
  return (await Promise.all(each)).map(toBase64url);
}

test("the keys of guardians are those of the other implementation", async () => {
  for (const one of cases) {
    for (const at of one.guardians.keys()) assert.equal(hex((await guardianOf(one, at)).publicKey), one.public[at]);
  }
  await assert.rejects(Guardian.of("nonsense", new Uint8Array(32)), { reason: "key" });
});

test("a request is written as the other implementation writes it", async () => {
  for (const one of cases) {
    const read = readRequest(bytes(one.request));
    assert.equal(hex(read.id), one.request_id);
    assert.equal(read.reason, one.reason);
    assert.equal(read.until, one.request_until);
    assert.equal(hex(writeRequest(read)), one.request);
    assert.equal((await digestOf(bytes(one.line_id), read)).length, 32);
    const { record, entry } = read;
    const sealed = await readSealed(bytes(one.sealed));
    assert.deepEqual([record, entry], [sealed.digest, sealed.entry]);
  }
});

test("enough guardians open a contact, whichever they are, and fewer do not", async () => {
  for (const one of cases) {
    const { opener, request } = await asked(one);
    const all = one.guardians.map((_, at) => at);
    const enough = [all.slice(0, one.threshold), all.slice(-one.threshold), all];
    for (const places of enough) {
      const answer = { request, approvals: await sent(one, request, places) };
      const again = await Opener.ofText(opener.text);
      const contact = await again.open(bytes(one.line_id), toldOf(one), answer, one.now);
      assert.equal(contact ?? null, one.contact);
    }
    const few = { request, approvals: await sent(one, request, all.slice(1, one.threshold)) };
    await assert.rejects(opener.open(bytes(one.line_id), toldOf(one), few, one.now), { reason: "too_few" });
  }
});

test("what was sent to one request opens no other, and no bit of it can change", async () => {
  const [one] = cases;
  const first = await asked(one);
  const second = await asked(one);
  const approvals = await sent(one, first.request, [0, 1]);
  const open = ({ opener, request }, with_) => opener.open(bytes(one.line_id), toldOf(one), { request, approvals: with_ }, one.now);
  await assert.rejects(open(second, approvals), { reason: "not_this" });
  await assert.rejects(open({ ...first, opener: second.opener }, approvals), { reason: "key" });
  for (let at = 0; at < 164; at += 1) {
    const turned = Buffer.from(approvals[0], "base64url");
    turned[at] ^= 1;
    await assert.rejects(open(first, [toBase64url(turned), approvals[1]]), ({ reason }) => ["not_this", "false_share"].includes(reason), `byte ${at}`);
  }
});

test("a guardian's own program refuses what is wider, over, too long, or of another line", async () => {
  const narrow = cases.find(({ purpose }) => purpose === "danger_to_life");
  assert.ok(narrow);
  const wide = await asked(narrow, { reason: "lost_contact" });
  await assert.rejects(sent(narrow, wide.request, [0]), { reason: "purpose" });
  const [one] = cases;
  const long = await asked(one, { hours: 73 });
  await assert.rejects(sent(one, long.request, [0]), { reason: "too_long" });
  const over = await asked(one, { hours: 0 });
  await assert.rejects(sent(one, over.request, [0]), { reason: "ended" });
  const elsewhere = await Guardian.of(text(one.guardians[0]), new Uint8Array(32));
  await assert.rejects(elsewhere.approval(guardingOf(one), await aboutOf(one), one.now), { reason: "guardians" });
  const { request } = await asked(one);
  const about = await aboutOf(one, Uint8Array.from(Buffer.from(request, "base64url")));
  const stranger = await Guardian.of(toBase64url(new Uint8Array(64).fill(3)), bytes(one.line_id));
  await assert.rejects(stranger.approval(guardingOf(one), about, one.now), { reason: "key" });
});

test("no bit of what is kept can change", async () => {
  const [one] = cases;
  const kept = bytes(one.sealed);
  for (let at = 0; at < kept.length; at += 97) {
    const turned = Uint8Array.from(kept);
    turned[at] ^= 4;
    await assert.rejects(readSealed(turned), { reason: "not_this" });
  }
});

test("a guardian asks with a signed question and sends one answer", async () => {
  const [one] = cases;
  const guardian = await guardianOf(one, 1);
  const { request } = await asked(one);
  const posts = [];
  const ask = async (body) => {
    posts.push(body);
    if (body.do === "look") return { ...toldOf(one), requests: [{ sealed: text(one.sealed), request }] };
    return { have: 1, need: 2 };
  };
  const waiting = await guardian.look(one.now, ask);
  assert.equal(waiting.requests.length, 1);
  assert.equal(waiting.requests[0].reason, one.reason);
  assert.deepEqual(await guardian.approve(waiting, waiting.requests[0], one.now, ask), { have: 1, need: 2 });
  assert.deepEqual(posts.map(({ do: what }) => what), ["look", "approve"]);
  assert.equal(Buffer.from(posts[0].look, "base64url").length, 105);
  assert.equal(Buffer.from(posts[1].approval, "base64url").length, 164);
  // Of their key nothing goes out, nor of their share in the clear.
  const sent = posts.flatMap(({ look, approval }) => [look, approval].filter(Boolean).map((each) => hex(Buffer.from(each, "base64url"))));
  for (const half of [one.guardians[1].slice(0, 64), one.guardians[1].slice(64)]) {
    for (let at = 0; at + 12 <= half.length; at += 2) assert.ok(sent.every((each) => !each.includes(half.slice(at, at + 12))));
  }
});
