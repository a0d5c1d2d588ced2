/**
 * The lease of a facilitated session: it is kept by saying so again when half of it is over, for as long
 * as the facilitator wants to lead. Without that the room pauses, and everybody in it is told. Pure.
 */
export class Lease {
  #isWanted = false;
  #until;
  #askedAt;

  get isWanted() {
    return this.#isWanted;
  }

  take(now) {
    this.#isWanted = true;
    this.#askedAt = now;
  }

  giveBack() {
    this.#isWanted = false;
    this.#until = undefined;
  }

  /** Takes what the room says: `state`, with `until` where it is open. */
  state({ state, until }) {
    if (state === "open" && until !== undefined) this.#until = until;
    else if (state !== "open" && this.#until !== undefined) this.giveBack();
  }

  /** Whether it is time to say again that one leads; once for each time. */
  isDue(now) {
    if (!this.#isWanted || this.#until === undefined || now < (this.#askedAt + this.#until) / 2) return false;
    this.#askedAt = now;
    return true;
  }
}
