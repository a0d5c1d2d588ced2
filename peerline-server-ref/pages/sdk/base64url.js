/** Bytes as text: base64url without padding, and hexadecimal. Canonical both ways. */

/** Returns bytes as base64url without padding. */
export function toBase64url(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Reads base64url without padding; throws a TypeError on anything else, and where unused bits are set. */
export function fromBase64url(text) {
  if (!isBase64url(text)) throw new TypeError("not base64url without padding");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** Whether a text is canonical base64url, of `length` bytes where one is given. */
export function isBase64url(text, length) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return false;
  const rest = text.length % 4;
  const unused = ALPHABET.indexOf(text.at(-1)) & (rest === 2 ? 15 : rest === 3 ? 3 : 0);
  const isCanonical = rest !== 1 && (text === "" || unused === 0);
  return isCanonical && (length === undefined || Math.floor((text.length * 3) / 4) === length);
}

/** Returns bytes as hexadecimal, lower case. */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Reads lower-case hexadecimal; throws a TypeError on anything else. */
export function fromHex(text) {
  if (!isHex(text)) throw new TypeError("not hexadecimal");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** Whether a text is hexadecimal in lower case, of whole bytes. */
export function isHex(text) {
  return /^(?:[0-9a-f]{2})*$/.test(text);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
