/**
 * The side of who asks for an emergency contact in a case: a key for one request, the request, and the contact once
 * enough guardians agreed.
 *
 * ```js
 * const opener = await Opener.draw();
 * const told = await client.ask("vault", { case: id });
 * const request = await opener.request(told, { reason: "danger_to_life", hours: 12 }, client.serverNow());
 * client.put(`#case/${id}`, "vault", { request });
 * const now = await client.ask("vault", { case: id });
 * const contact = await opener.open(lineId, now, now.requests[0], client.serverNow());
 * ```
 */
import { fromBase64url, toBase64url } from "./base64url.js";
import { hpkeOpen } from "./hpke.js";
import { bigEndian, sha256 } from "./pieces.js";
import { VaultError, combine, guardiansOf } from "./vault.js";
import { approvalBytes, bound, changed, checkAbout, covers, digestOf, readApproval, readRequest, readSealed, same, writeRequest } from "./vault-record.js";

export class Opener {
  #pair;
  #text;

  constructor(pair, text) {
    this.#pair = pair;
    this.#text = text;
  }

  /** Draws a key for one request. */
  static async draw() {
    const { privateKey } = await crypto.subtle.generateKey("X25519", true, ["deriveBits"]);
    return Opener.#of(new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)));
  }

  /** Reads a key that `text` gave. Rejects where it is none. */
  static async ofText(text) {
    return Opener.#of(fromBase64url(text));
  }

  static async #of(pkcs8) {
    const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "X25519", false, ["deriveBits"]);
    const base = await crypto.subtle.importKey("raw", bigEndian(9, 32).reverse(), "X25519", false, []);
    const publicKey = new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: base }, privateKey, 256));
    return new Opener({ privateKey, publicKey }, toBase64url(pkcs8));
  }

  /** The key, to be kept until the contact was read, and no longer. */
  get text() {
    return this.#text;
  }

  get publicKey() {
    return this.#pair.publicKey;
  }

  /** Asks for the contact of what lies there, as text; `told` is the answer to `ask vault`. */
  async request({ sealed }, { reason, hours }, now) {
    const { entry, digest: record } = await readSealed(fromBase64url(sealed));
    const id = crypto.getRandomValues(new Uint8Array(16));
    const until = now + hours * 60 * 60 * 1000;
    return toBase64url(writeRequest({ id, entry, record, reason, until, opener: this.publicKey }));
  }

  /**
   * The contact, once enough guardians agreed; undefined where the entry holds nobody. Rejects with VaultError:
   * `too_few`, `false_share` with the guardian's `place`, `key` where another device asked.
   */
  async open(lineId, told, asked, now) {
    const guarding = { threshold: told.threshold, guardians: guardiansOf(told.guardians) };
    const sealed = await readSealed(fromBase64url(told.sealed));
    const request = readRequest(fromBase64url(asked.request));
    await checkAbout(lineId, guarding, sealed, request, now);
    if (!same(request.opener, this.publicKey)) throw new VaultError("key", "asked on another device");
    const { shares, isFalse } = await this.#shares(lineId, guarding, { sealed, request }, asked.approvals ?? []);
    if (shares.size < guarding.threshold) {
      if (isFalse !== undefined) throw Object.assign(new VaultError("false_share", "a guardian sent something else than their share"), { place: isFalse });
      throw new VaultError("too_few", "not enough guardians agreed yet");
    }
    const key = combine([...shares.values()].slice(0, guarding.threshold));
    return contactOf(key, sealed, await bound("contact", lineId, sealed.terms));
  }

  async #shares(lineId, { guardians }, { sealed, request }, approvals) {
    const digest = await digestOf(lineId, request);
    const shares = new Map();
    let isFalse;
    for (const text of approvals) {
      const approval = readApproval(fromBase64url(text));
      await verify(lineId, guardians, digest, request, approval);
      try {
        shares.set(approval.place, await this.#share(lineId, { sealed, request, digest }, approval));
      } catch (error) {
        if (error instanceof VaultError) throw error;
        isFalse = approval.place;
      }
    }
    return { shares, isFalse };
  }

  async #share(lineId, { sealed, request, digest }, { place, share: answer }) {
    const info = await bound("answer", lineId, Uint8Array.of(place));
    const share = await hpkeOpen(this.#pair, info, digest, answer);
    if (!same(await sha256(share), sealed.digests[place])) throw new TypeError("not the share");
    if (!covers(share.at(-1), request.reason)) throw new VaultError("purpose", "the person did not agree to this");
    return share.slice(0, -1);
  }
}

/** Whether a guardian signed exactly this request. Rejects with VaultError where not. */
async function verify(lineId, guardians, digest, request, { place, request: id, share, signature }) {
  const guardian = guardians[place];
  if (!guardian || !same(id, request.id)) throw changed();
  const key = await crypto.subtle.importKey("raw", guardian.slice(32), "Ed25519", false, ["verify"]);
  const isSigned = await crypto.subtle.verify("Ed25519", key, signature, await approvalBytes(lineId, digest, place, share));
  if (!isSigned) throw changed();
}

async function contactOf(raw, { nonce, contact }, additionalData) {
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  raw.fill(0);
  let block;
  try {
    block = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, contact));
  } catch {
    throw changed();
  }
  const length = block[0] * 256 + block[1];
  const text = new TextDecoder("utf-8", { fatal: true }).decode(block.slice(2, 2 + length));
  block.fill(0);
  return text === "" ? undefined : text;
}
