/**
 * Keeps a person's entry in the line's vault. Everybody has one: whoever left nobody has one that holds nobody, sealed
 * at a moment that is drawn, and now and then once more, so that sealing anew says nothing either.
 *
 * ```js
 * const vault = new VaultKeeper({ root });
 * const client = new Client({ sign: vault.signing(sign) });
 * vault.start(client);
 * await vault.leave("Mira, my sister: 0170 5550123", "danger_to_life");
 * ```
 */
import { fromBase64url, toBase64url } from "./base64url.js";
import { VaultError, VaultKey, anyPurpose, guardiansOf } from "./vault.js";

export class VaultKeeper {
  #root;
  #wait;
  #client;
  #line;
  #key;
  #timer;
  #isStopped = false;
  #wasDrawn = false;

  /** `wait()` draws after how many `ms` nobody is sealed, and whether an empty entry `isAgain`. */
  constructor({ root, wait = drawn }) {
    this.#root = root;
    this.#wait = wait;
  }

  /** Wraps a `sign`, to learn which line this is. */
  signing(sign) {
    return (hail, origin) => {
      this.#line = fromBase64url(hail.line);
      return sign(hail, origin);
    };
  }

  start(client) {
    this.#client = client;
    client.on("welcome", () => this.#draw());
  }

  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /**
   * What the line offers, and what this person noted of their entry: `{purposes, until, threshold, guardians, note}`, and
   * `note` is `{somebody, purpose, until, isCurrent}` or undefined. Rejects where the line has no vault.
   */
  async look() {
    const { threshold, guardians, purposes, until, sealed } = await this.#client.ask("vault");
    this.#key ??= await VaultKey.of(this.#root, this.#line);
    const guarding = { threshold, guardians: guardiansOf(guardians) };
    return { ...guarding, purposes, until, note: sealed && (await this.#read(guarding, fromBase64url(sealed))) };
  }

  /** Leaves a contact for a purpose. Rejects with VaultError, or with what the line refused it with. */
  async leave(contact, purpose) {
    const { threshold, guardians, until } = await this.look();
    return this.#put({ sealed: toBase64url(await this.#key.seal({ threshold, guardians }, { purpose, until }, contact)) });
  }

  /** Takes the contact back: from now on the entry holds nobody; where this device cannot seal, there is none. */
  async take() {
    const state = await this.look();
    try {
      return await this.#sealNobody(state);
    } catch (error) {
      if (error?.name !== "NotSupportedError") throw error;
      return this.forget();
    }
  }

  /** Destroys the entry, and takes back whatever guardians are asked about it. */
  async forget() {
    return this.#put({ forget: true });
  }

  async #read(guarding, sealed) {
    try {
      return { ...(await this.#key.read(sealed)), isCurrent: await this.#key.isFor(guarding, sealed) };
    } catch (error) {
      // It was changed, or is of another generation: as good as none.
      if (error instanceof VaultError) return undefined;
      throw error;
    }
  }

  /** Once in a visit. */
  #draw() {
    if (this.#wasDrawn) return;
    this.#wasDrawn = true;
    const wait = this.#wait();
    this.#timer = setTimeout(() => this.#cover(wait.isAgain), wait.ms);
  }

  async #cover(isAgain) {
    if (this.#isStopped) return;
    try {
      const state = await this.look();
      if (!state.note || (isAgain && !state.note.somebody)) await this.#sealNobody(state);
    } catch {
      // No vault here, or not now: the next visit draws again.
    }
  }

  async #sealNobody({ threshold, guardians, purposes, until }) {
    return this.#put({ sealed: toBase64url(await this.#key.seal({ threshold, guardians }, { purpose: anyPurpose(purposes), until })) });
  }

  #put(body) {
    const cid = this.#client.put("@me", "vault", body);
    return new Promise((resolve, reject) => {
      const stop = this.#client.on("put", (put) => {
        if (put.cid !== cid || !ENDS.has(put.state)) return;
        stop();
        if (put.state === "done") resolve();
        else reject(put);
      });
    });
  }
}

/** Within ten minutes; whoever has an empty entry seals it anew in one visit of four. */
function drawn() {
  const [when, again] = crypto.getRandomValues(new Uint32Array(2));
  return { ms: when % (10 * 60 * 1000), isAgain: again % 4 === 0 };
}

const ENDS = new Set(["done", "refused", "given_up"]);
