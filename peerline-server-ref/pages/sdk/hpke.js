/** HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM of WebCrypto. */
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
  const { key, iv } = await schedule(await agree(privateKey, to), concat(encapsulated, to), info, "encrypt");
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, text);
  return concat(encapsulated, new Uint8Array(sealed));
}

/** Opens what was sealed to a pair of keys. Rejects where it was sealed to another, or for another ground. */
export async function hpkeOpen({ privateKey, publicKey }, info, additionalData, bytes) {
  const encapsulated = bytes.slice(0, 32);
  const { key, iv } = await schedule(await agree(privateKey, encapsulated), concat(encapsulated, publicKey), info, "decrypt");
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, bytes.slice(32)));
}

/** The pair of keys that a seed makes: DeriveKeyPair of RFC 9180. */
export async function hpkeKeyPair(seed) {
  const made = await expand(KEM, await extract(KEM, NONE, "dkp_prk", seed), "sk", NONE, 32);
  const { privateKey, encapsulated: publicKey } = await imported(made);
  made.fill(0);
  return { privateKey, publicKey };
}

async function agree(privateKey, theirs) {
  const their = await crypto.subtle.importKey("raw", theirs, "X25519", false, []);
  // WebCrypto refuses a key of small order.
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: their }, privateKey, 256));
}

async function schedule(agreed, both, info, usage) {
  const shared = await expand(KEM, await extract(KEM, NONE, "eae_prk", agreed), "shared_secret", both, 32);
  const place = concat(
    Uint8Array.of(0),
    await extract(SUITE, NONE, "psk_id_hash", NONE),
    await extract(SUITE, NONE, "info_hash", info),
  );
  const secret = await extract(SUITE, shared, "secret", NONE);
  const raw = await expand(SUITE, secret, "key", place, 32);
  const iv = await expand(SUITE, secret, "base_nonce", place, 12);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, [usage]);
  for (const part of [agreed, shared, secret, raw]) part.fill(0);
  return { key, iv };
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
