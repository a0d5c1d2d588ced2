/**
 * The connection of a session: dialing, heartbeats, backoff. Pure: times come in, wishes go to `push`.
 *
 * ```text
 * idle -> dialing -> greeting -welcome-> ready -drop-> backoff -> dialing ; bye without again -> dead
 * ```
 */
export class Link {
  phase = "idle";
  /** When the page stopped being current; undefined while it is, and before the first try failed. */
  staleSince;
  #random;
  #push;
  #due = {};
  #attempt = 0;
  #hbMs = 20_000;
  #heardAt;
  #myPing;

  constructor(random, push) {
    this.#random = random;
    this.#push = push;
  }

  get isUp() {
    return this.phase === "dialing" || this.phase === "greeting" || this.phase === "ready";
  }

  times() {
    return Object.values(this.#due);
  }

  connect(now) {
    if (this.phase !== "idle") return;
    this.#heardAt = now;
    this.#dial(now);
  }

  /** Asks now whether the link lives: for waking up from sleep and for `online`. */
  probe(now) {
    if (this.phase === "backoff") this.#dial(now);
    else if (this.phase === "ready") this.#ping(now);
  }

  /** Takes the time; returns whether the connection must be given up as dead. */
  tick(now) {
    const { again, greeting, dead, ping } = this.#due;
    if (this.phase === "backoff" && again <= now) this.#dial(now);
    if (greeting <= now || dead <= now) return true;
    if (ping <= now) this.#ping(now);
    return false;
  }

  hailed() {
    this.phase = "greeting";
  }

  welcomed(hbMs, now) {
    this.phase = "ready";
    this.#attempt = 0;
    this.#hbMs = hbMs;
    this.#due = {};
    this.staleSince = undefined;
    this.heard(now);
  }

  /** Any frame proves that the other side is there. */
  heard(now) {
    this.#heardAt = now;
    if (this.phase !== "ready") return;
    this.#due.ping = now + this.#hbMs * 1.25;
    this.#due.dead = now + this.#hbMs * 2.5;
  }

  /** Takes a `ping`; answers it unless it is the answer to ours. */
  pinged(n) {
    if (n === this.#myPing) this.#myPing = undefined;
    else this.#push({ do: "send", frame: { t: "ping", n } });
  }

  /** Goes to backoff with full jitter, and at least `atLeast` milliseconds where the server asked. */
  lost(now, atLeast = 0) {
    this.staleSince ??= this.#heardAt ?? now;
    this.phase = "backoff";
    const limit = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(this.#attempt, 10));
    this.#attempt += 1;
    this.#due = { again: now + atLeast + Math.floor(this.#random() * limit) };
    this.#myPing = undefined;
  }

  ended(now) {
    this.staleSince ??= this.#heardAt ?? now;
    this.phase = "dead";
    this.#due = {};
  }

  #dial(now) {
    this.phase = "dialing";
    this.#due = { greeting: now + GREETING_MS };
    this.#push({ do: "dial" });
  }

  #ping(now) {
    // A large random number, so that a ping of the server is never taken for our answer.
    this.#myPing = 1_000_000 + Math.floor(this.#random() * 1e9);
    this.#push({ do: "send", frame: { t: "ping", n: this.#myPing } });
    this.#due.ping = undefined;
    this.#due.dead = Math.min(this.#due.dead, now + PROBE_MS);
  }
}

const GREETING_MS = 15_000;
const PROBE_MS = 10_000;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 30_000;
