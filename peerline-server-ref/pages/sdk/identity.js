// Who somebody is on a line: the root on their device, the keys that follow from it, and the one
// thing that is signed. The same bytes as `peerline_core::identity`, held together by
// `docs/vectors/identity.json`.
//
// No dependencies and no build step: browsers and Node 20 as it stands. Nothing here stores, logs
// or sends anything.

import { fromBase64url, toBase64url } from "./base64url.js";
import { bigEndian, concat, lpJoined, sha256 } from "./pieces.js";
import { PHRASE_LANGUAGES, PhraseError, phraseLanguageOf, readPhrase, textOf } from "./phrase.js";

export { PHRASE_LANGUAGES, PhraseError, fromBase64url, phraseLanguageOf, toBase64url };

const ROOT_BYTES = 16;
const DIGITS = 42;
const KINDS = ["line", "room", "conv", "match", "vault", "locker"];

// --- bytes and text -------------------------------------------------------------------------

const utf8 = (text) => new TextEncoder().encode(text);

function exactly(bytes, length, what) {
  if (!(bytes instanceof Uint8Array) || bytes.length !== length) {
    throw new TypeError(`${what} is ${length} bytes`);
  }
  return bytes;
}

function knownKind(kind) {
  if (!KINDS.includes(kind)) throw new TypeError("there is no such kind of context");
  return utf8(kind);
}

// --- the root -------------------------------------------------------------------------------

/** Digits were refused; as PhraseError, with the reason "digit" in place of "word". */
export class DigitsError extends PhraseError {
  constructor(reason, message, place) {
    super(reason, message, place);
    this.name = "DigitsError";
  }
}

/** 16 random bytes that never leave the device, from which every key follows. */
export class Root {
  #bytes;

  constructor(bytes) {
    this.#bytes = Uint8Array.from(exactly(bytes, ROOT_BYTES, "a root"));
  }

  /** Draws a new root. */
  static random() {
    return new Root(crypto.getRandomValues(new Uint8Array(ROOT_BYTES)));
  }

  /**
   * Reads 12 words in `language`, or in whichever of the ten they are; case, punctuation and numbering do
   * not matter. Rejects with PhraseError.
   */
  static async fromPhrase(text, language) {
    const read = await Promise.all((await readPhrase(text, language)).map(({ places }) => Root.#at(places)));
    const roots = read.filter((root) => root !== undefined);
    if (roots.length === 0) {
      throw new PhraseError("checksum", "one of the words is not the right one, or two have changed places");
    }
    if (roots.some((root) => numberOf(root.#bytes) !== numberOf(roots[0].#bytes))) {
      throw new PhraseError("ambiguous", "these words are a phrase in two languages; please choose the language");
    }
    return roots[0];
  }

  /** The root at 12 places of a list, or undefined where they do not belong together. */
  static async #at(places) {
    const bits = places.reduce((sum, place) => (sum << 11n) | BigInt(place), 0n);
    const root = new Root(bytesOf(bits >> 4n));
    return (await root.#checksum(4n)) === (bits & 0xfn) ? root : undefined;
  }

  /** Returns the root as 12 words of a language, English unless said, as they are written on paper. */
  async phrase(language = "en") {
    const bits = (numberOf(this.#bytes) << 4n) | (await this.#checksum(4n));
    const places = [];
    for (let shift = 121n; shift >= 0n; shift -= 11n) places.push(Number((bits >> shift) & 0x7ffn));
    return textOf(places, language);
  }

  /** Reads 42 digits; spaces and hyphens do not matter. Rejects with DigitsError. */
  static async fromDigits(text) {
    const digits = [...text].filter((char) => !/[\p{White_Space}-]/u.test(char));
    const wrong = digits.findIndex((char) => !/^[0-9]$/.test(char));
    if (wrong !== -1) {
      const position = wrong + 1;
      throw new DigitsError("digit", `place ${position} is not a digit`, { position });
    }
    if (digits.length !== DIGITS) {
      const found = digits.length;
      throw new DigitsError("count", `there are ${DIGITS} digits; here are ${found}`, { found });
    }
    const bits = BigInt(digits.join(""));
    const root = new Root(bytesOf(bits >> 11n));
    if (numberOf(root.#bytes) !== bits >> 11n || (await root.#checksum(11n)) !== (bits & 0x7ffn)) {
      throw new DigitsError("checksum", "one of the digits is not the right one");
    }
    return root;
  }

  /** Returns the root as 42 digits in groups of 6, for phones without letters. */
  async digits() {
    const bits = (numberOf(this.#bytes) << 11n) | (await this.#checksum(11n));
    return bits.toString().padStart(DIGITS, "0").match(/.{6}/g).join(" ");
  }

  /** Returns a copy of the bytes. */
  bytes() {
    return Uint8Array.from(this.#bytes);
  }

  /** Shows nothing, wherever it is printed or serialised by accident. */
  toJSON() {
    return "Root(..)";
  }

  /** Returns the first `count` bits, at most 16, of the SHA-256 of the root. */
  async #checksum(count) {
    const [first, second] = await sha256(this.#bytes);
    return BigInt((first << 8) | second) >> (16n - count);
  }
}

function numberOf(bytes) {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function bytesOf(number) {
  const bytes = new Uint8Array(ROOT_BYTES);
  for (let at = ROOT_BYTES - 1, rest = number; at >= 0; at -= 1, rest >>= 8n) {
    bytes[at] = Number(rest & 0xffn);
  }
  return bytes;
}

// --- context keys ---------------------------------------------------------------------------

// What stands before the 32 bytes of a seed in a PKCS#8 Ed25519 private key (RFC 8410).
const PKCS8_PREFIX = Uint8Array.of(
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
);

/**
 * Returns the key of `root` in one context: `{ publicKey, sign(bytes) }`.
 *
 * `kind` is one of "line", "room", "conv", "match", "vault" and "locker"; `lineId` is 32 bytes;
 * `ctxId` is empty for the line itself. `generation` counts how often the person started over.
 */
export async function contextKey(root, kind, lineId, ctxId = new Uint8Array(), generation = 0) {
  const seed = await contextSeed(root, kind, lineId, ctxId, generation);
  try {
    return await keyFromSeed(seed);
  } finally {
    seed.fill(0);
  }
}

async function contextSeed(root, kind, lineId, ctxId, generation) {
  const label = utf8("peerline/v1/ctx");
  const line = exactly(lineId, 32, "a line id");
  const context = await lpJoined(label, knownKind(kind), line, ctxId);
  const info = concat(context, bigEndian(generation, 4));
  const secret = root.bytes();
  const extracted = await hmac(utf8("peerline/v1/root"), secret);
  // 32 bytes are one block of RFC 5869's Expand. Written out, because platforms bound the length
  // that their own HKDF takes as info, each differently.
  const seed = await hmac(extracted, concat(info, Uint8Array.of(1)));
  secret.fill(0);
  extracted.fill(0);
  return seed;
}

/** Returns the 32 bytes that a locker's key is made of. */
export const lockerSecret = (root, lineId, generation = 0) =>
  contextSecret(root, "locker", lineId, generation, "peerline/v1/locker/key");

/** Returns the 32 bytes that the key of a person's own note in the vault is made of. */
export const vaultSecret = (root, lineId, generation = 0) =>
  contextSecret(root, "vault", lineId, generation, "peerline/v1/vault/own");

async function contextSecret(root, kind, lineId, generation, label) {
  const seed = await contextSeed(root, kind, lineId, new Uint8Array(), generation);
  const secret = await hmac(seed, await lpJoined(utf8(label)));
  seed.fill(0);
  return secret;
}

async function hmac(key, message) {
  const how = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, how, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

/** Returns the Ed25519 key of a 32-byte seed: `{ publicKey, sign(bytes) }`. */
export async function keyFromSeed(seed) {
  const pkcs8 = concat(PKCS8_PREFIX, exactly(seed, 32, "a seed"));
  const usages = ["sign"];
  // WebCrypto gives the public half of a private key in its JWK form alone.
  const open = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, usages);
  const { x } = await crypto.subtle.exportKey("jwk", open);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, usages);
  pkcs8.fill(0);
  return {
    publicKey: fromBase64url(x),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign("Ed25519", key, bytes)),
  };
}

/** Returns the name of the line whose root public key is `publicKey`. */
export async function lineIdOf(publicKey) {
  const key = exactly(publicKey, 32, "a public key");
  return sha256(await lpJoined(utf8("peerline/v1/line"), key));
}

/** Returns the account that a public key stands for: 16 bytes. */
export async function accountOf(publicKey) {
  const key = exactly(publicKey, 32, "a public key");
  return (await sha256(await lpJoined(utf8("peerline/v1/account"), key))).slice(0, 16);
}

// --- joining --------------------------------------------------------------------------------

/**
 * Returns the bytes a join signs.
 *
 * `claim` holds `kind`, `lineId`, `ctxId`, `serverNonce`, `clientNonce`, `channelBinding` (32 bytes
 * each of the last three), `serverTime` (the server's own milliseconds, echoed: this device's clock
 * stays out of it) and, if there is one, `ticket`.
 */
export async function joinBytes(claim) {
  return lpJoined(
    utf8("peerline/v1/join"),
    knownKind(claim.kind),
    exactly(claim.lineId, 32, "a line id"),
    claim.ctxId ?? new Uint8Array(),
    exactly(claim.serverNonce, 32, "a nonce"),
    exactly(claim.clientNonce, 32, "a nonce"),
    exactly(claim.channelBinding, 32, "a channel binding"),
    bigEndian(claim.serverTime, 8),
    await sha256(claim.ticket ?? new Uint8Array()),
  );
}

/** Signs a join with a key of `contextKey`; returns 64 bytes. */
export async function signJoin(key, claim) {
  return key.sign(await joinBytes(claim));
}

/** Draws a nonce for one join. */
export function freshNonce() {
  return crypto.getRandomValues(new Uint8Array(32));
}
