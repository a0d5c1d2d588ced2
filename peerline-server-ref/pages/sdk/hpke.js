/** HPKE (RFC 9180), base mode, sealing: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM of WebCrypto. */
import { bigEndian, concat } from "./pieces.js";

const utf8 = (text) => new TextEncoder().encode(text);
const NONE = new Uint8Array();
const VERSION = utf8("HPKE-v1");
const KEM = concat(utf8("KEM"), Uint8Array.of(0, 0x20));
const SUITE = concat(utf8("HPKE"), Uint8Array.of(0, 0x20, 0, 1, 0, 2));
// What stands before the 32 bytes of an X25519 private key in PKCS#8 (RFC 8410).
const PKCS8_PREFIX = Uint8Array.of(
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20,
);

/** The encapsulated key, then what is sealed to the public key `to`. `once` is drawn, but for vectors. */
export async function hpkeSeal(to, info, additionalData, text, once) {
  const { privateKey, encapsulated } = once ? await imported(once) : await drawn();
  const theirs = await crypto.subtle.importKey("raw", to, "X25519", false, []);
  // WebCrypto refuses a key of small order.
  const agreed = new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: theirs }, privateKey, 256));
  const both = concat(encapsulated, to);
  const shared = await expand(KEM, await extract(KEM, NONE, "eae_prk", agreed), "shared_secret", both, 32);
  const place = concat(
    Uint8Array.of(0),
    await extract(SUITE, NONE, "psk_id_hash", NONE),
    await extract(SUITE, NONE, "info_hash", info),
  );
  const secret = await extract(SUITE, shared, "secret", NONE);
  const raw = await expand(SUITE, secret, "key", place, 32);
  const iv = await expand(SUITE, secret, "base_nonce", place, 12);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  for (const part of [agreed, shared, secret, raw]) part.fill(0);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, text);
  return concat(encapsulated, new Uint8Array(sealed));
}

async function drawn() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey("X25519", false, ["deriveBits"]);
  return { privateKey, encapsulated: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)) };
}

async function imported(once) {
  const privateKey = await crypto.subtle.importKey("pkcs8", concat(PKCS8_PREFIX, once), "X25519", false, ["deriveBits"]);
  // Whoever has a private key finds its public half by agreeing with the base point.
  const base = await crypto.subtle.importKey("raw", bigEndian(9, 32).reverse(), "X25519", false, []);
  const encapsulated = await crypto.subtle.deriveBits({ name: "X25519", public: base }, privateKey, 256);
  return { privateKey, encapsulated: new Uint8Array(encapsulated) };
}

const extract = (suite, salt, label, secret) =>
  hmac(salt, concat(VERSION, suite, utf8(label), secret));

/** At most one block: 32 bytes. */
async function expand(suite, key, label, info, size) {
  const what = concat(bigEndian(size, 2), VERSION, suite, utf8(label), info, Uint8Array.of(1));
  return (await hmac(key, what)).slice(0, size);
}

async function hmac(key, message) {
  const how = { name: "HMAC", hash: "SHA-256" };
  // An empty key is none to WebCrypto; HMAC pads it with zeros anyway.
  const raw = key.length === 0 ? new Uint8Array(32) : key;
  const known = await crypto.subtle.importKey("raw", raw, how, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", known, message));
}
