/** Questions that wait for their answer; read-only, so any of them may simply be asked again. Pure. */
export class Asks {
  #asks = new Map();

  add(ref, what, body) {
    this.#asks.set(ref, { what, body, isSent: false });
  }

  has(ref) {
    return this.#asks.has(ref);
  }

  remove(ref) {
    return this.#asks.delete(ref);
  }

  /** The frames to send now; they count as sent. */
  due(now) {
    const frames = [];
    for (const [ref, ask] of this.#asks) {
      if (ask.isSent || ask.dueAt > now) continue;
      Object.assign(ask, { isSent: true, dueAt: undefined, at: now });
      frames.push({ t: "ask", ref, what: ask.what, ...(ask.body ? { body: ask.body } : {}) });
    }
    return frames;
  }

  later(ref, dueAt) {
    Object.assign(this.#asks.get(ref), { isSent: false, dueAt });
  }

  disconnected() {
    for (const ask of this.#asks.values()) Object.assign(ask, { isSent: false, dueAt: undefined });
  }

  /** When the unanswered ones were sent, and when the waiting ones are due. */
  sentAt() {
    return [...this.#asks.values()].filter((ask) => ask.isSent).map((ask) => ask.at);
  }

  dueAt() {
    return [...this.#asks.values()].map((ask) => ask.dueAt);
  }
}
