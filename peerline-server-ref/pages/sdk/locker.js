/**
 * A person's locker: notes of their own that wait on the line, sealed here, always 4096 bytes. AES-256-GCM
 * of WebCrypto under a key of the root; bound to line and version. `docs/identity.md`, *Locker*.
 */
import { fromBase64url, toBase64url } from "./base64url.js";
import { accountOf, contextKey, lockerSecret } from "./identity.js";
import { bigEndian, concat, lpJoined, sha256 } from "./pieces.js";

/** How many bytes a sealed locker has, and how many fit. */
export const LOCKER_BYTES = 4096;
const NONCE = 12;
export const LOCKER_ROOM = LOCKER_BYTES - 1 - NONCE - 16 - 2;
const VERSION = 1;

/**
 * A locker could not be sealed or opened. `reason` is "too_big", "not_this" (another key, line or version, or
 * the bytes were changed) or "later" (a later program sealed it).
 */
export class LockerError extends Error {
  constructor(reason, message) {
    super(message);
    this.name = "LockerError";
    this.reason = reason;
  }
}

/** The key of one person's locker on one line. */
export class LockerKey {
  #key;
  #line;

  constructor(key, lineId) {
    this.#key = key;
    this.#line = lineId;
  }

  static async of(root, lineId, generation = 0) {
    const bytes = await lockerSecret(root, lineId, generation);
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    bytes.fill(0);
    return new LockerKey(key, lineId);
  }

  /** Seals bytes as a version; resolves to 4096 bytes. The nonce is drawn, but for vectors. */
  async seal(version, content, nonce = crypto.getRandomValues(new Uint8Array(NONCE))) {
    if (content.length > LOCKER_ROOM) throw new LockerError("too_big", "this is too much for the locker; leave out what is oldest");
    const plain = new Uint8Array(LOCKER_ROOM + 2);
    plain.set([content.length >> 8, content.length & 0xff]);
    plain.set(content, 2);
    const sealed = await crypto.subtle.encrypt(await this.#cipher(version, nonce), this.#key, plain);
    plain.fill(0);
    return concat(Uint8Array.of(VERSION), nonce, new Uint8Array(sealed));
  }

  /** Opens what was kept as a version. Rejects with LockerError. */
  async open(version, blob) {
    if (blob.length !== LOCKER_BYTES) throw notThis();
    if (blob[0] !== VERSION) throw new LockerError("later", "a later version of the program sealed this; use that one");
    const plain = await this.#decrypted(version, blob);
    const length = (plain[0] << 8) | plain[1];
    if (length > LOCKER_ROOM || plain.subarray(2 + length).some((byte) => byte !== 0)) throw notThis();
    return plain.slice(2, 2 + length);
  }

  async #decrypted(version, blob) {
    try {
      const cipher = await this.#cipher(version, blob.slice(1, 1 + NONCE));
      return new Uint8Array(await crypto.subtle.decrypt(cipher, this.#key, blob.slice(1 + NONCE)));
    } catch {
      throw notThis();
    }
  }

  async #cipher(version, iv) {
    const label = new TextEncoder().encode("peerline/v1/locker");
    return { name: "AES-GCM", iv, additionalData: await lpJoined(label, this.#line, bigEndian(version, 8)) };
  }
}

const notThis = () => new LockerError("not_this", "this is not what was kept in the locker; keep anew what is here");

/** What a line calls the device that keeps this secret (32 bytes): 16 bytes. */
export async function deviceIdOf(account, secret) {
  const label = new TextEncoder().encode("peerline/v1/device");
  return (await sha256(await lpJoined(label, account, secret))).slice(0, 16);
}

/** What a line calls this device of this person, as `ev` says it. */
export async function deviceOf(root, lineId, secret) {
  const { publicKey } = await contextKey(root, "line", lineId);
  return toBase64url(await deviceIdOf(await accountOf(publicKey), fromBase64url(secret)));
}

/** How many bytes of a safety plan fit beside everything else. */
export const PLAN_BYTES = 2_600;

/** Of two plans the one that was written later, also where that is none any more. */
function later(mine, theirs) {
  if (!mine || !theirs) return mine ?? theirs;
  const isLater = theirs.at > mine.at || (theirs.at === mine.at && JSON.stringify(theirs) > JSON.stringify(mine));
  return isLater ? theirs : mine;
}

/**
 * Puts together what two devices noted, `{rooms: {room: {read, at, ticket?}}, blocks?: [[room, who]], plan?: {at,
 * steps: [text]}}`: of each room whoever read further, all blocks, and the later plan. What this version does not
 * know is kept.
 */
export function mergeNotes(mine, theirs) {
  const rooms = { ...mine.rooms };
  for (const [name, room] of Object.entries(theirs.rooms ?? {})) rooms[name] = rooms[name] ? further(rooms[name], room) : room;
  const pairs = [...(mine.blocks ?? []), ...(theirs.blocks ?? [])].map((pair) => pair.join(" "));
  const blocks = [...new Set(pairs)].sort().map((pair) => pair.split(" "));
  const merged = { ...theirs, ...mine, rooms };
  const plan = later(mine.plan, theirs.plan);
  if (plan) merged.plan = plan;
  return blocks.length > 0 ? { ...merged, blocks } : merged;
}

function further(mine, theirs) {
  const most = (name) => Math.max(mine[name] ?? 0, theirs[name] ?? 0);
  const isTicket = mine.ticket || theirs.ticket;
  return { ...theirs, ...mine, read: most("read"), at: most("at"), ...(isTicket ? { ticket: true } : {}) };
}

/** Notes as the bytes that are sealed; where they are too much, the oldest rooms are left out, and the plan never. */
export function packNotes(notes) {
  let fits = { ...notes, rooms: { ...notes.rooms } };
  const oldest = Object.keys(fits.rooms).sort((a, b) => (fits.rooms[a].at ?? 0) - (fits.rooms[b].at ?? 0));
  for (;;) {
    const bytes = new TextEncoder().encode(JSON.stringify(fits));
    if (bytes.length <= LOCKER_ROOM) return bytes;
    const left = oldest.shift();
    if (left !== undefined) delete fits.rooms[left];
    else if (fits.blocks?.length > 0) fits = { ...fits, blocks: fits.blocks.slice(1) };
    else fits = fits.plan && !isBare(fits) ? { rooms: {}, plan: fits.plan } : { rooms: {} };
  }
}

/** Whether a plan is all that is left. */
const isBare = (notes) => Object.keys(notes).every((name) => name === "rooms" || name === "plan");

/** The notes that were sealed. */
export function unpackNotes(bytes) {
  try {
    const notes = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (isPlain(notes) && isPlain(notes.rooms ?? {})) return { ...notes, rooms: notes.rooms ?? {} };
  } catch {
    // Sealed by whoever has the phrase, and still no notes.
  }
  throw notThis();
}

const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
