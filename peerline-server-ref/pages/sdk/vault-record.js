/**
 * What is asked of guardians and what they send, as bytes: `docs/vault.md`; the same as
 * `peerline_core::identity::vault`.
 */
import { fromBase64url, toBase64url } from "./base64url.js";
import { bigEndian, concat, lpJoined, sha256 } from "./pieces.js";
import { VAULT_PURPOSES, VaultError } from "./vault.js";

const utf8 = (text) => new TextEncoder().encode(text);
const TERMS = 59;
const CONTACT = 528;
const SHARE = 82;
const REQUEST = 106;
const APPROVAL = 164;
/** The longest that a request holds: 72 hours. */
export const LONGEST_MS = 72 * 60 * 60 * 1000;

const number = (bytes) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
export const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
export const changed = () => new VaultError("not_this", "not of version 1, or changed on the way");

/** What a text is bound to: the label, the line, and to whom. */
export const bound = (label, lineId, to) => lpJoined(utf8(`peerline/v1/vault/${label}`), lineId, to);

/** The digest that names guardians on a line. */
export async function setOf(lineId, { threshold, guardians }) {
  return sha256(await lpJoined(utf8("peerline/v1/vault/guardians"), lineId, Uint8Array.of(threshold), ...guardians));
}

/** Takes what is kept apart. Rejects with VaultError where a bit was turned. */
export async function readSealed(bytes) {
  const [version, threshold, count] = bytes;
  const size = TERMS + 12 + 18 + CONTACT + count * (32 + SHARE) + 32;
  if (version !== 1 || bytes.length !== size || !same(await sha256(bytes.slice(0, -32)), bytes.slice(-32))) throw changed();
  const digests = TERMS + 12 + 18 + CONTACT;
  const shares = digests + 32 * count;
  const each = (from, length) => Array.from({ length: count }, (_, at) => bytes.slice(from + at * length, from + (at + 1) * length));
  return {
    threshold,
    until: number(bytes.slice(3, 11)),
    entry: bytes.slice(11, 27),
    set: bytes.slice(27, TERMS),
    terms: bytes.slice(0, TERMS),
    nonce: bytes.slice(TERMS, TERMS + 12),
    contact: bytes.slice(TERMS + 30, digests),
    digests: each(digests, 32),
    head: bytes.slice(0, shares),
    shares: each(shares, SHARE),
    digest: await sha256(bytes),
  };
}

/** A request for one contact: `{id, entry, record, reason, until, opener}`, the bytes of the key of who asks last. */
export function writeRequest({ id, entry, record, reason, until, opener }) {
  return concat(Uint8Array.of(1, VAULT_PURPOSES.indexOf(reason) + 1), bigEndian(until, 8), id, entry, record, opener);
}

/** Reads a request. Throws VaultError. */
export function readRequest(bytes) {
  const reason = VAULT_PURPOSES[bytes[1] - 1];
  if (bytes.length !== REQUEST || bytes[0] !== 1 || !reason) throw changed();
  return {
    reason,
    until: number(bytes.slice(2, 10)),
    id: bytes.slice(10, 26),
    entry: bytes.slice(26, 42),
    record: bytes.slice(42, 74),
    opener: bytes.slice(74),
    bytes,
  };
}

/** What a request is called: guardians are told it by voice. */
export const nameOfRequest = ({ id }) => toBase64url(id);

/** What approvals sign of a request. */
export async function digestOf(lineId, request) {
  return sha256(await lpJoined(utf8("peerline/v1/vault/request"), lineId, request.bytes));
}

/** What a guardian signs. */
export async function approvalBytes(lineId, digest, place, share) {
  return lpJoined(utf8("peerline/v1/vault/approval"), lineId, digest, Uint8Array.of(place), share);
}

/** Reads an approval. Throws VaultError. */
export function readApproval(bytes) {
  if (bytes.length !== APPROVAL || bytes[0] !== 1) throw changed();
  return { place: bytes[1], request: bytes.slice(2, 18), share: bytes.slice(18, 100), signature: bytes.slice(100) };
}

/** Whether a purpose that somebody agreed to, as its byte, holds a reason. */
export const covers = (purpose, reason) => purpose >= 1 && purpose <= VAULT_PURPOSES.length && VAULT_PURPOSES.indexOf(reason) + 1 <= purpose;

/** What must hold before anything is approved or opened. Rejects with VaultError. */
export async function checkAbout(lineId, guarding, sealed, request, now) {
  if (!same(sealed.set, await setOf(lineId, guarding)) || sealed.threshold !== guarding.threshold) {
    throw new VaultError("guardians", "sealed to other guardians than these");
  }
  if (sealed.until <= now || request.until <= now) throw new VaultError("ended", "it has ended");
  if (now + LONGEST_MS < request.until) throw new VaultError("too_long", "a request holds at most 72 hours");
  if (!same(request.entry, sealed.entry) || !same(request.record, sealed.digest)) throw changed();
}

/** The parts of an answer of the line, as bytes. */
export async function partsOf({ sealed, request }) {
  return { sealed: await readSealed(fromBase64url(sealed)), request: readRequest(fromBase64url(request)) };
}
