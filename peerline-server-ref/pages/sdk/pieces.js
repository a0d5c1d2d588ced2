/** Bytes put together so that no two lists of parts are the same. */

const LONG = 0xffff;

export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Returns a number below 2^53 as bytes, big-endian. */
export function bigEndian(number, length) {
  const limit = Math.min(2 ** (8 * length), Number.MAX_SAFE_INTEGER + 1);
  if (!Number.isSafeInteger(number) || number < 0 || number >= limit) {
    throw new RangeError(`not a whole number of ${length} bytes`);
  }
  const bytes = new Uint8Array(length);
  for (let at = length - 1, rest = number; at >= 0; at -= 1, rest = Math.floor(rest / 256)) {
    bytes[at] = rest % 256;
  }
  return bytes;
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** Each part behind its length as u16; one of 65,535 bytes or more as its SHA-256 under 0xFFFF. */
export async function lpJoined(...parts) {
  const pieces = [];
  for (const part of parts) {
    const long = part.length >= LONG;
    pieces.push(bigEndian(long ? LONG : part.length, 2), long ? await sha256(part) : part);
  }
  return concat(...pieces);
}
