/**
 * A guardian's side of the vault: what waits for them, and their yes to one request. The key is that of
 * `peerline vault keygen`; it is used here and sent nowhere.
 *
 * ```js
 * const guardian = await Guardian.of(textOfTheKeyFile, lineId);
 * const waiting = await guardian.look(now, ask);
 * await guardian.approve(waiting, waiting.requests[0], now, ask);
 * ```
 *
 * `ask(body)` posts to `/vault` of the line and returns its answer.
 */
import { fromBase64url, isBase64url, toBase64url } from "./base64url.js";
import { hpkeKeyPair, hpkeOpen, hpkeSeal } from "./hpke.js";
import { keyFromSeed } from "./identity.js";
import { bigEndian, concat, lpJoined, sha256 } from "./pieces.js";
import { VaultError, guardiansOf } from "./vault.js";
import { approvalBytes, bound, changed, checkAbout, covers, digestOf, nameOfRequest, partsOf, same } from "./vault-record.js";

const utf8 = (text) => new TextEncoder().encode(text);

export class Guardian {
  #seal;
  #sign;
  #line;

  constructor(seal, sign, line) {
    this.#seal = seal;
    this.#sign = sign;
    this.#line = line;
  }

  /** Reads a key as its file has it. Rejects with VaultError. */
  static async of(text, lineId) {
    if (!isBase64url(text.trim(), 64)) throw new VaultError("key", "this is no key of a guardian");
    const bytes = fromBase64url(text.trim());
    try {
      return new Guardian(await hpkeKeyPair(bytes.slice(0, 32)), await keyFromSeed(bytes.slice(32)), lineId);
    } finally {
      bytes.fill(0);
    }
  }

  /** The public half, which the line configures. */
  get publicKey() {
    return concat(this.#seal.publicKey, this.#sign.publicKey);
  }

  /** What waits for this guardian: `{threshold, guardians, requests}`, each request `{id, reason, until, sealed, request}`. */
  async look(now, ask) {
    const at = bigEndian(now, 8);
    const said = await lpJoined(utf8("peerline/v1/vault/look"), this.#line, this.#sign.publicKey, at);
    const look = concat(Uint8Array.of(1), this.#sign.publicKey, at, await this.#sign.sign(said));
    const { threshold, guardians, requests } = await ask({ do: "look", look: toBase64url(look) });
    const shown = await Promise.all(requests.map(partsOf));
    const waiting = shown.map((parts) => ({ ...parts, id: nameOfRequest(parts.request), reason: parts.request.reason, until: parts.request.until }));
    return { threshold, guardians: guardiansOf(guardians), requests: waiting };
  }

  /** Agrees to one of them; returns `{have, need}`. Rejects with VaultError where the person did not agree to the reason. */
  async approve(waiting, about, now, ask) {
    const approval = await this.approval(waiting, about, now);
    return ask({ do: "approve", approval: toBase64url(approval) });
  }

  /** The bytes of that yes: the share, opened here and sealed again to who asks. `once` is drawn, but for vectors. */
  async approval(guarding, { sealed, request }, now, once) {
    const place = guarding.guardians.findIndex((one) => same(one, this.publicKey));
    if (place < 0) throw new VaultError("key", "this key is none of this line's guardians");
    await checkAbout(this.#line, guarding, sealed, request, now);
    const share = await this.#share(sealed, place);
    if (!covers(share.at(-1), request.reason)) throw new VaultError("purpose", "the person did not agree to this");
    const digest = await digestOf(this.#line, request);
    const info = await bound("answer", this.#line, Uint8Array.of(place));
    const answer = await hpkeSeal(request.opener, info, digest, share, once);
    share.fill(0);
    const signature = await this.#sign.sign(await approvalBytes(this.#line, digest, place, answer));
    return concat(Uint8Array.of(1, place), request.id, answer, signature);
  }

  async #share(sealed, place) {
    const info = await bound("share", this.#line, Uint8Array.of(place));
    try {
      const share = await hpkeOpen(this.#seal, info, await sha256(sealed.head), sealed.shares[place]);
      if (same(await sha256(share), sealed.digests[place])) return share;
    } catch {
      // Said below: it was not sealed to this key.
    }
    throw changed();
  }
}
