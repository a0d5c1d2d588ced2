/** Questions that wait for their answer; read-only, so any of them may simply be asked again. Pure. */
export class Asks {
  #asks = new Map();
  #last = 0;

  /** Keeps a question; returns its number, which its answer bears. */
  add(what, body) {
    this.#last += 1;
    this.#asks.set(this.#last, { what, body, isSent: false });
    return this.#last;
  }

  /** Takes a question out: it was answered. */
  take(id) {
    const ask = this.#asks.get(id);
    this.#asks.delete(id);
    return ask;
  }

  /** The questions to send now; they count as sent. */
  due(now) {
    const due = [...this.#asks].filter(([, ask]) => !ask.isSent && !(ask.dueAt > now));
    for (const [, ask] of due) Object.assign(ask, { isSent: true, dueAt: undefined });
    return due.map(([id, { what, body }]) => ({ id, what, ...(body === undefined ? {} : { body }) }));
  }

  later(id, dueAt) {
    Object.assign(this.#asks.get(id) ?? {}, { isSent: false, dueAt });
  }

  disconnected() {
    for (const ask of this.#asks.values()) Object.assign(ask, { isSent: false, dueAt: undefined });
  }

  /** When the waiting ones are due. */
  times() {
    return [...this.#asks.values()].map((ask) => ask.dueAt);
  }
}
