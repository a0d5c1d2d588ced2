/** What was asked on this connection and has no answer yet, by `ref`. Pure. */
export class Requests {
  #ref = 0;
  #open = new Map();

  /** A new `ref` for a request: `what` is `open`, `close`, `put`, `drop`, `fetch` or `ask`. */
  add(what, about, now) {
    this.#ref += 1;
    this.#open.set(this.#ref, { what, ...about, at: now });
    return this.#ref;
  }

  /** Takes the request that an answer bears the number of, if it is one of ours. */
  take(ref) {
    const request = this.#open.get(ref);
    this.#open.delete(ref);
    return request;
  }

  /** Forgets a request that was answered without its number. */
  settle(what, room) {
    for (const [ref, request] of this.#open) if (request.what === what && request.room === room) this.#open.delete(ref);
  }

  /** What was asked before `welcome` is only heard then. */
  heard(now) {
    for (const request of this.#open.values()) request.at = now;
  }

  disconnected() {
    this.#open.clear();
  }

  /** When the first of them has waited for too long. */
  overdueAt() {
    const times = [...this.#open.values()].map(({ at }) => at);
    return times.length > 0 ? Math.min(...times) + PATIENCE_MS : undefined;
  }
}

/** How long an answer, or a step of joining, may take on a link that lives. */
export const PATIENCE_MS = 10_000;
