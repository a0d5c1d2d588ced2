import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import { Root } from "./identity.js";
import { rootOfText, signerOf, textOfRoot } from "./join.js";

const HAIL = { t: "hail", v: [1], line: Buffer.alloc(32, 7).toString("base64url"), nonce: Buffer.alloc(32, 9).toString("base64url"), now: 1_700_000_000_000 };
const ORIGIN = "http://127.0.0.1:7433";

const lp = (...parts) => Buffer.concat(parts.flatMap((part) => [u16(Buffer.from(part).length), Buffer.from(part)]));
const sha256 = (bytes) => createHash("sha256").update(bytes).digest();

function u16(n) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(n);
  return bytes;
}

/** The signed bytes as `docs/protocol.md` says them, made without the code under test. */
function joinBytes(auth, origin) {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(HAIL.now));
  const nonces = [HAIL.nonce, auth.nonce].map((text) => Buffer.from(text, "base64url"));
  const binding = sha256(lp("peerline/v1/origin", origin));
  return lp("peerline/v1/join", "line", Buffer.from(HAIL.line, "base64url"), "", ...nonces, binding, time, sha256(""));
}

function holds(auth, origin) {
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: auth.pk }, format: "jwk" });
  return verify(null, joinBytes(auth, origin), key, Buffer.from(auth.sig, "base64url"));
}

test("the signature covers what the protocol says, and the origin dialed", async () => {
  const auth = await signerOf(Root.random())(HAIL, ORIGIN);
  assert.ok(holds(auth, ORIGIN));
  assert.ok(!holds(auth, "http://127.0.0.1:7434"));
  assert.equal("invite" in auth, false);
});

test("the key stays, the nonce is new, and an invitation goes along while there is one", async () => {
  let invite = "x".repeat(43);
  const sign = signerOf(Root.random(), () => invite);
  const first = await sign(HAIL, ORIGIN);
  invite = undefined;
  const second = await sign(HAIL, ORIGIN);
  assert.equal(first.pk, second.pk);
  assert.notEqual(first.nonce, second.nonce);
  assert.deepEqual([first.invite?.length, second.invite], [43, undefined]);
});

test("a root survives being kept as text", async () => {
  const root = Root.random();
  assert.deepEqual(rootOfText(textOfRoot(root)).bytes(), root.bytes());
});
