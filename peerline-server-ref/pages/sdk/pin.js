/**
 * A root at rest in a browser, wrapped under a PIN. WebCrypto has no Argon2, and this SDK has no
 * dependencies: the key is PBKDF2-HMAC-SHA-256 with 600,000 rounds (what OWASP's Password Storage Cheat
 * Sheet asks of it), the cipher AES-256-GCM. Version 2, so that it is never taken for what the core makes;
 * `docs/decisions/0014-a-pin-in-the-browser.md` says what that costs.
 */
import { Root } from "./identity.js";

const VERSION = 2;
const ROUNDS = 600_000;
const SALT = 16;
const NONCE = 12;
const LENGTH = 1 + SALT + NONCE + 16 + 16;
const CONTEXT = new TextEncoder().encode("\0\x0fpeerline/v1/pin");

/**
 * A root could not be unwrapped. `reason` is "wrong_pin" (or the bytes were changed), "unfit" (a PIN is 1 to
 * 128 bytes) or "malformed". No count of tries takes the root away; the phrase brings it back anyway.
 */
export class PinError extends Error {
  constructor(reason, message) {
    super(message);
    this.name = "PinError";
    this.reason = reason;
  }
}

/** Wraps a root under a PIN; resolves to 61 bytes. It takes some tenths of a second, and is meant to. */
export async function wrapRoot(root, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const key = await keyOf(pin, salt, "encrypt");
  const bytes = root.bytes();
  const sealed = new Uint8Array(await crypto.subtle.encrypt(cipher(nonce), key, bytes));
  bytes.fill(0);
  return Uint8Array.of(VERSION, ...salt, ...nonce, ...sealed);
}

/** Gives the root back. Rejects with PinError. */
export async function unwrapRoot(kept, pin) {
  if (!(kept instanceof Uint8Array) || kept.length !== LENGTH || kept[0] !== VERSION) {
    throw new PinError("malformed", "this is no root under a PIN; come back with your phrase");
  }
  const key = await keyOf(pin, kept.subarray(1, 1 + SALT), "decrypt");
  const nonce = kept.subarray(1 + SALT, 1 + SALT + NONCE);
  try {
    const bytes = new Uint8Array(await crypto.subtle.decrypt(cipher(nonce), key, kept.subarray(1 + SALT + NONCE)));
    const root = new Root(bytes);
    bytes.fill(0);
    return root;
  } catch {
    throw new PinError("wrong_pin", "this is not the PIN; try again, or come back with your phrase");
  }
}

const cipher = (iv) => ({ name: "AES-GCM", iv, additionalData: CONTEXT });

async function keyOf(pin, salt, usage) {
  const bytes = new TextEncoder().encode(pin.normalize("NFKC"));
  if (bytes.length < 1 || bytes.length > 128) throw new PinError("unfit", "a PIN is 1 to 128 bytes long");
  const secret = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  bytes.fill(0);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, [usage]);
}
