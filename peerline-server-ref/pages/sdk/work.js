/**
 * Proof of work for a gate under load: a number that takes some tries to find, see *The gate* in
 * `docs/protocol.md`. SHA-256 written out, because WebCrypto answers each call later and would take ten
 * times as long; in slices, so that a page stays usable, and stopped when the link it is for is gone.
 */

/** The most bits that are worked for: beyond, a phone would be busy for minutes. */
export const MAX_WORK_BITS = 24;

/** How long one slice lasts, in milliseconds: less than a frame of a screen. */
const SLICE_MS = 8;
const TRIES_BETWEEN_LOOKS = 1024;

/**
 * Finds a proof of `bits` bits for a line and the nonce of its `hail` (32 bytes each). Resolves to the
 * number, or to undefined once `isOver()` or where the bits are more than should be worked for.
 */
export async function solveWork(lineId, nonce, bits, isOver = () => false) {
  if (!Number.isInteger(bits) || bits > MAX_WORK_BITS) return undefined;
  const work = new Work(lineId, nonce);
  for (let n = 0; !isOver(); ) {
    const end = performance.now() + SLICE_MS;
    while (performance.now() < end) {
      for (const last = n + TRIES_BETWEEN_LOOKS; n < last; n += 1) {
        if (work.zeroBits(n) >= bits) return n;
      }
    }
    await pause();
  }
  return undefined;
}

/** The tries for one challenge. What stands before the number fills the first block, hashed once. */
export class Work {
  #state;
  #block = new Int32Array(64);

  constructor(lineId, nonce) {
    const head = new Uint8Array(HEAD_BYTES);
    let at = 0;
    for (const part of [new TextEncoder().encode("peerline/v1/pow"), lineId, nonce]) {
      head[at + 1] = part.length;
      head.set(part, at + 2);
      at += 2 + part.length;
    }
    if (at !== HEAD_BYTES) throw new TypeError("a line id and a nonce are 32 bytes each");
    this.#state = compress(START, wordsOf(head.subarray(0, 64), this.#block));
    const tail = new Uint8Array(64);
    tail.set(head.subarray(64));
    tail[HEAD_BYTES - 64 + 1] = 8;
    tail[HEAD_BYTES - 64 + 10] = 0x80;
    wordsOf(tail, this.#block);
    this.#block[15] = 8 * (HEAD_BYTES + 10);
  }

  /** How many zero bits the hash of a number begins with; no more than 32 are counted. */
  zeroBits(n) {
    const block = this.#block;
    // The eight bytes of the number stand behind 21 + 2 others: at the last byte of the sixth word.
    const high = Math.floor(n / 2 ** 32);
    block[5] = (block[5] & ~0xff) | (high >>> 24);
    block[6] = (high << 8) | ((n >>> 24) & 0xff);
    block[7] = ((n & 0xffffff) << 8) | 0x80;
    return Math.clz32(compress(this.#state, block)[0]);
  }
}

/** lp(label of 15) | lp(32) | lp(32). */
const HEAD_BYTES = 17 + 34 + 34;

/** Lets others go first; a timer would be slowed to once a second in a page that is not looked at. */
function pause() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

function wordsOf(bytes, words) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 64);
  for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(4 * at);
  return words;
}

/** One block of SHA-256 (FIPS 180-4) over a state; the 48 words behind the block are scratch. */
function compress(state, w) {
  for (let at = 16; at < 64; at += 1) {
    const x = w[at - 15];
    const y = w[at - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[at] = (w[at - 16] + s0 + w[at - 7] + s1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let at = 0; at < 64; at += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[at] + w[at]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return Int32Array.of(
    state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e, state[5] + f, state[6] + g, state[7] + h,
  );
}

/** The first 32 bits of the fractions of the roots of the first primes, as the standard makes them. */
function fractions(count, root) {
  const words = new Int32Array(count);
  for (let prime = 2, found = 0; found < count; prime += 1) {
    let isPrime = true;
    for (let by = 2; by * by <= prime; by += 1) isPrime &&= prime % by !== 0;
    if (!isPrime) continue;
    words[found] = ((root(prime) % 1) * 2 ** 32) | 0;
    found += 1;
  }
  return words;
}

const START = fractions(8, Math.sqrt);
const K = fractions(64, Math.cbrt);
