/** "I need a person now" as a small state machine: what may be said about a call, and never more. Pure. */
export class Call {
  /** `none`, `sending`, `waiting`, `done` or `not_sent`. */
  state = "none";
  say;
  #startedAt = -Infinity;

  get isActive() {
    return this.state !== "none";
  }

  /** Whether pressing the button now sends a signal; a nervous double press is one call. */
  start(now, isPending) {
    const isRepeat = isPending || now - this.#startedAt < REPEAT_MS;
    if (isRepeat) return false;
    this.#startedAt = now;
    this.state = "sending";
    this.say = undefined;
    return true;
  }

  /** There was no answer for a while: "sending" is no longer honest. */
  late() {
    if (this.state === "sending") this.state = "waiting";
  }

  /** Takes what happened to the put; what was late stays late until it is settled. */
  put({ state, say }) {
    const next = STATES[state] ?? this.state;
    this.state = next === "sending" && this.state === "waiting" ? "waiting" : next;
    this.say = state === "refused" ? say : undefined;
  }
}

const STATES = { queued: "sending", sent: "sending", waiting: "waiting", done: "done", held: "done", refused: "not_sent" };
const REPEAT_MS = 3_000;
