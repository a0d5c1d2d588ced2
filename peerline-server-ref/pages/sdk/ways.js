/**
 * Which way a client dials next: a WebSocket, or SSE and POST for networks that let none through. Pure.
 *
 * A way has failed where the line was never heard on it. After two such WebSockets in a row (more, where
 * one worked before) the other way is tried, and a WebSocket again when that fails too, or after a while.
 */
export class Ways {
  #hasWebSocket;
  #failures = { ws: 0, sse: 0 };
  #worked = false;
  #triedAt = -Infinity;

  constructor(hasWebSocket = true) {
    this.#hasWebSocket = hasWebSocket;
  }

  /** `ws` or `sse`. */
  next(now) {
    if (!this.#hasWebSocket) return "sse";
    const isBlocked = this.#failures.ws >= (this.#worked ? FAILURES_AFTER_SUCCESS : FAILURES);
    const isDue = this.#failures.sse > 0 || now - this.#triedAt >= AGAIN_MS;
    const way = isBlocked && !isDue ? "sse" : "ws";
    if (way === "ws") this.#triedAt = now;
    if (way === "ws") this.#failures.sse = 0;
    return way;
  }

  /** The line was heard this way. */
  heard(way) {
    this.#failures[way] = 0;
    if (way === "ws") this.#worked = true;
  }

  /** The line was not heard this way. */
  failed(way) {
    this.#failures[way] += 1;
  }
}

const FAILURES = 2;
const FAILURES_AFTER_SUCCESS = 5;
const AGAIN_MS = 600_000;

/** The line that a page came from. */
export function defaultUrl() {
  const url = new URL("/plp", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
