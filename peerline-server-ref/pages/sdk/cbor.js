/**
 * Deterministic CBOR (RFC 8949, 4.2.1), as much of it as PLP/1 uses: whole numbers, byte strings, texts,
 * lists, maps, `true`, `false` and `null`. Maps are `Map`s, byte strings `Uint8Array`s.
 */
import { bad, Budget, LIMITS, tooBig } from "./refusal.js";

/** Reads one value; throws a `Refusal` on anything that has a shorter or another form. */
export function decodeCbor(bytes, limits = LIMITS) {
  if (bytes.length > limits.frame) tooBig("the frame is too long");
  return new Reader(bytes, new Budget(limits)).whole();
}

/** Writes one value in its one form; throws a `Refusal` on what has none. */
export function encodeCbor(value) {
  const out = [];
  write(out, value);
  return Uint8Array.from(out);
}

class Reader {
  #bytes;
  #budget;
  #at = 0;

  constructor(bytes, budget) {
    this.#bytes = bytes;
    this.#budget = budget;
  }

  whole() {
    const value = this.#value();
    if (this.#at < this.#bytes.length) bad("something stands behind the end of the frame");
    return value;
  }

  #value() {
    this.#budget.value();
    const { major, n } = this.#head();
    if (major === UINT) return n;
    if (major === NEGATIVE) return this.#negative(n);
    if (major === BYTES) return this.#take(n).slice();
    if (major === TEXT) return this.#text(n);
    if (major === LIST) return this.#list(n);
    if (major === MAP) return this.#map(n);
    return major === SIMPLE && SIMPLES.has(n) ? SIMPLES.get(n) : bad("a tag, a float, or another simple value");
  }

  /** The kind of a value and its number; lengths and numbers in their shortest form alone. */
  #head() {
    const first = this.#take(1)[0];
    const major = first >> 5;
    const small = first & 31;
    if (small < 24) return { major, n: small };
    const length = WIDTHS.get(small) ?? bad("a length that is not definite");
    if (major === SIMPLE) bad("a float, or another simple value");
    const n = this.#take(length).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(n)) bad("a number that is too large");
    if (n < LEAST.get(length)) bad("a number that has a shorter form");
    return { major, n };
  }

  #negative(n) {
    if (n >= Number.MAX_SAFE_INTEGER) bad("a number that is too large");
    return -1 - n;
  }

  #text(length) {
    const bytes = this.#take(length);
    try {
      return utf8.decode(bytes);
    } catch {
      return bad("not UTF-8");
    }
  }

  #list(length) {
    this.#budget.enter();
    const list = [];
    for (let n = 0; n < length; n += 1) list.push(this.#value());
    this.#budget.leave();
    return list;
  }

  #map(length) {
    this.#budget.enter();
    const map = new Map();
    let last;
    for (let n = 0; n < length; n += 1) {
      const { key, encoded } = this.#key();
      // Ascending order makes a name that stands twice impossible.
      if (last && compare(last, encoded) >= 0) bad("the names of a map are out of order, or one stands twice");
      last = encoded;
      map.set(key, this.#value());
    }
    this.#budget.leave();
    return map;
  }

  #key() {
    const start = this.#at;
    const { major, n } = this.#head();
    const key = this.#plainKey(major, n) ?? bad("a name that is no number, text or byte string");
    return { key, encoded: this.#bytes.subarray(start, this.#at) };
  }

  #plainKey(major, n) {
    if (major === UINT) return n;
    if (major === NEGATIVE) return this.#negative(n);
    if (major === TEXT) return this.#text(n);
    return major === BYTES ? this.#take(n).slice() : undefined;
  }

  #take(length) {
    const end = this.#at + length;
    if (end > this.#bytes.length) bad("the frame ends in the middle of a value");
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

function write(out, value) {
  if (typeof value === "number") writeNumber(out, value);
  else if (typeof value === "string") writeBytes(out, TEXT, encoder.encode(value));
  else if (value instanceof Uint8Array) writeBytes(out, BYTES, value);
  else if (Array.isArray(value)) writeList(out, value);
  else if (value instanceof Map) writeMap(out, value);
  else out.push(SIMPLE_BYTES.get(value) ?? bad("a value that has no form in CBOR"));
}

function writeNumber(out, number) {
  if (!Number.isSafeInteger(number)) bad("a number that is not whole, or too large");
  if (number < 0) writeHead(out, NEGATIVE, -1 - number);
  else writeHead(out, UINT, number);
}

function writeBytes(out, major, bytes) {
  writeHead(out, major, bytes.length);
  for (const byte of bytes) out.push(byte);
}

function writeList(out, list) {
  writeHead(out, LIST, list.length);
  for (const value of list) write(out, value);
}

function writeMap(out, map) {
  writeHead(out, MAP, map.size);
  const fields = [...map].map(([key, value]) => [encodeCbor(key), value]);
  fields.sort(([a], [b]) => compare(a, b));
  for (const [key, value] of fields) {
    for (const byte of key) out.push(byte);
    write(out, value);
  }
}

function writeHead(out, major, n) {
  if (n < 24) {
    out.push((major << 5) | n);
    return;
  }
  const [length, small] = n < 2 ** 8 ? [1, 24] : n < 2 ** 16 ? [2, 25] : n < 2 ** 32 ? [4, 26] : [8, 27];
  out.push((major << 5) | small);
  for (let place = length - 1; place >= 0; place -= 1) out.push(Math.floor(n / 256 ** place) % 256);
}

/** Bytewise, the order of names in a map. */
function compare(a, b) {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) if (a[at] !== b[at]) return a[at] - b[at];
  return a.length - b.length;
}

const [UINT, NEGATIVE, BYTES, TEXT, LIST, MAP, , SIMPLE] = [0, 1, 2, 3, 4, 5, 6, 7];
const SIMPLES = new Map([[20, false], [21, true], [22, null]]);
const SIMPLE_BYTES = new Map([[false, 0xf4], [true, 0xf5], [null, 0xf6]]);
/** How many bytes a number has behind the head that says so, and the least number that needs them. */
const WIDTHS = new Map([[24, 1], [25, 2], [26, 4], [27, 8]]);
const LEAST = new Map([[1, 24], [2, 2 ** 8], [4, 2 ** 16], [8, 2 ** 32]]);
// A byte order mark at the beginning of a text belongs to the text.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
