/** A frame that is refused whole: `code` is `bad` or `too_big`. It never holds what the frame said. */
export class Refusal extends Error {
  constructor(code, why) {
    super(why);
    this.name = "Refusal";
    this.code = code;
  }
}

/** Refuses a frame that is not as the protocol says. */
export function bad(why) {
  throw new Refusal("bad", why);
}

/** Refuses a frame over a limit. */
export function tooBig(why) {
  throw new Refusal("too_big", why);
}

/** What holds until `welcome` names others: bytes, nesting and values of one frame. */
export const LIMITS = { frame: 16_384, depth: 8, items: 1024 };

/** Counts values and nesting while a frame is read, so that nothing large is built first. */
export class Budget {
  #limits;
  #items = 0;
  #depth = 0;

  constructor(limits) {
    this.#limits = limits;
  }

  /** Takes one more value. */
  value() {
    this.#items += 1;
    if (this.#items > this.#limits.items) tooBig("too many values");
  }

  enter() {
    this.#depth += 1;
    if (this.#depth > this.#limits.depth) tooBig("nested too deep");
  }

  leave() {
    this.#depth -= 1;
  }
}

/** `retry_ms` is there exactly when a retry can help; these codes say so by themselves. */
export function isRetryable({ code, retry_ms }) {
  return retry_ms !== undefined || RETRYABLE.has(code);
}

const RETRYABLE = new Set(["rate", "lane", "busy"]);
/** The wait after a retryable refusal that names none. */
export const RETRY_MS = 1_000;
