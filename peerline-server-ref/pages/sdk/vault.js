/**
 * An emergency contact, sealed here so that only enough of the line's guardians together can open it. The line
 * keeps bytes that nobody there can read. `docs/vault.md`; the same bytes as `peerline_core::identity::vault`.
 */
import { fromBase64url } from "./base64url.js";
import { contextKey, vaultSecret } from "./identity.js";
import { bigEndian, concat, lpJoined, sha256 } from "./pieces.js";
import { hpkeSeal } from "./hpke.js";

/** For what somebody may be called, the narrowest first. */
export const VAULT_PURPOSES = ["danger_to_life", "lost_contact"];
/** The most bytes of a contact. */
export const CONTACT_BYTES = 510;
const BLOCK = 512;
const DAY = 24 * 60 * 60 * 1000;
const VERSION = 1;
const utf8 = (text) => new TextEncoder().encode(text);

/**
 * A contact could not be sealed or opened, or what lies there is not this person's. `reason` is "contact" (empty, too long,
 * or with control characters), "guardians", "not_this"; where guardians are asked also "key", "purpose", "ended",
 * "too_long", "too_few" or "false_share".
 */
export class VaultError extends Error {
  constructor(reason, message) {
    super(message);
    this.name = "VaultError";
    this.reason = reason;
  }
}

/** When an entry ends that is sealed now: the same for everybody of that day. */
export const vaultEnd = (now, days) => (Math.floor(now / DAY) + days + 1) * DAY;

/** What a person has to do with one line's vault. */
export class VaultKey {
  #own;
  #line;

  constructor(entry, own, lineId) {
    this.entry = entry;
    this.#own = own;
    this.#line = lineId;
  }

  static async of(root, lineId, generation = 0) {
    const { publicKey } = await contextKey(root, "vault", lineId, new Uint8Array(), generation);
    const entry = await sha256(await lpJoined(utf8("peerline/v1/vault/entry"), publicKey));
    const secret = await vaultSecret(root, lineId, generation);
    const own = await aes(secret);
    secret.fill(0);
    return new VaultKey(entry.slice(0, 16), own, lineId);
  }

  /**
   * Seals a contact, or nobody where it is undefined: the same to look at.
   *
   * `guarding` is `{threshold, guardians}` as the line tells it, each of them 64 bytes; `consent` is
   * `{purpose, until}`. What is drawn can be given, for vectors.
   */
  async seal(guarding, consent, contact, draws = {}) {
    const { threshold, guardians } = checked(guarding);
    const purpose = VAULT_PURPOSES.indexOf(consent.purpose) + 1;
    const key = draws.key ?? random(32);
    const nonce = draws.nonce ?? random(12);
    const block = blockOf(contact);
    const terms = concat(
      Uint8Array.of(VERSION, threshold, guardians.length),
      bigEndian(consent.until, 8),
      this.entry,
      await this.#set(threshold, guardians),
    );
    const note = Uint8Array.of(contact === undefined ? 0 : 1, purpose);
    const own = await encrypt(this.#own, nonce, await this.#bound("own", terms), note);
    const sealed = await encrypt(await aes(key), nonce, await this.#bound("contact", terms), block);
    const coefficients = draws.coefficients ?? Array.from({ length: threshold - 1 }, () => random(32));
    const shares = split(key, coefficients, guardians.length).map((share) => concat(share, Uint8Array.of(purpose)));
    const digests = await Promise.all(shares.map(sha256));
    const head = concat(terms, nonce, own, sealed, ...digests);
    const aad = await sha256(head);
    const parts = [];
    for (const [place, share] of shares.entries()) {
      const info = await this.#bound("share", Uint8Array.of(place));
      parts.push(await hpkeSeal(guardians[place].slice(0, 32), info, aad, share, draws.once?.[place]));
      share.fill(0);
    }
    key.fill(0);
    block.fill(0);
    const whole = concat(head, ...parts);
    return concat(whole, await sha256(whole));
  }

  /** The person's own note in what lies there: `{somebody, purpose, until}`. Rejects with VaultError. */
  async read(sealed) {
    const whole = sealed.slice(0, -32);
    const check = await sha256(whole);
    if (whole[0] !== VERSION || sealed.length < 700 || !same(check, sealed.slice(-32))) throw notThis();
    if (!same(whole.slice(11, 27), this.entry)) throw notThis();
    const terms = whole.slice(0, 59);
    const cipher = { name: "AES-GCM", iv: whole.slice(59, 71), additionalData: await this.#bound("own", terms) };
    try {
      const note = new Uint8Array(await crypto.subtle.decrypt(cipher, this.#own, whole.slice(71, 89)));
      const until = whole.slice(3, 11).reduce((sum, byte) => sum * 256 + byte, 0);
      return { somebody: note[0] === 1, purpose: VAULT_PURPOSES[note[1] - 1], until };
    } catch {
      throw notThis();
    }
  }

  /** Whether what lies there was sealed to these guardians: others cannot open it. */
  async isFor({ threshold, guardians }, sealed) {
    return same(sealed.slice(27, 59), await this.#set(threshold, guardians));
  }

  async #set(threshold, guardians) {
    const label = utf8("peerline/v1/vault/guardians");
    return sha256(await lpJoined(label, this.#line, Uint8Array.of(threshold), ...guardians));
  }

  #bound(label, to) {
    return lpJoined(utf8(`peerline/v1/vault/${label}`), this.#line, to);
  }
}

/** Draws a purpose for an entry that holds nobody, so that it says nothing. */
export const anyPurpose = (purposes) => purposes[random(1)[0] % purposes.length];

/** Guardians as the line tells them, as bytes. */
export const guardiansOf = (texts) => texts.map(fromBase64url);

const notThis = () => new VaultError("not_this", "this is not what you left here; leave it anew");

function checked({ threshold, guardians }) {
  const whole = guardians.every((one) => one.length === 64);
  if (!whole || threshold < 2 || threshold > guardians.length || guardians.length > 16) {
    throw new VaultError("guardians", "these are no guardians that something can be sealed to");
  }
  return { threshold, guardians };
}

function blockOf(contact) {
  const text = utf8(contact?.trim() ?? "");
  const isOdd = /[^\P{Cc}\n]/u.test(contact?.trim() ?? "");
  if (isOdd || text.length > CONTACT_BYTES || (contact !== undefined && text.length === 0)) {
    throw new VaultError("contact", `a contact is one to ${CONTACT_BYTES} bytes of text`);
  }
  const block = new Uint8Array(BLOCK);
  block.set([text.length >> 8, text.length & 0xff]);
  block.set(text, 2);
  return block;
}

/** Shamir's sharing over the field of AES: each share is its place, then the polynomial there. */
function split(secret, coefficients, count) {
  const terms = [secret, ...coefficients].reverse();
  return Array.from({ length: count }, (_, at) => {
    const made = new Uint8Array(secret.length);
    for (const term of terms) made.forEach((byte, n) => (made[n] = times(byte, at + 1) ^ term[n]));
    return concat(Uint8Array.of(at + 1), made);
  });
}

/** Puts enough shares together, each its place and then its bytes: the polynomial at 0. */
export function combine(shares) {
  const made = new Uint8Array(shares[0].length - 1);
  for (const [x, ...bytes] of shares) {
    let weight = 1;
    for (const [other] of shares) if (other !== x) weight = times(weight, times(other, inverse(other ^ x)));
    bytes.forEach((byte, n) => (made[n] ^= times(weight, byte)));
  }
  return made;
}

/** One over a number that is not 0: its 254th power. */
function inverse(number) {
  let made = 1;
  for (let n = 0; n < 254; n += 1) made = times(made, number);
  return made;
}

/** The product in the field of AES, with no branch on what is multiplied. */
function times(a, b) {
  let made = 0;
  for (let bit = 0, left = a; bit < 8; bit += 1) {
    made ^= left & -((b >> bit) & 1);
    left = ((left << 1) & 0xff) ^ (0x1b & -(left >> 7));
  }
  return made;
}

const random = (count) => crypto.getRandomValues(new Uint8Array(count));
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const aes = (key) => crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);

async function encrypt(key, iv, additionalData, text) {
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, text));
}
