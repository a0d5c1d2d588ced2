/**
 * The connection of a session: dialing, joining, heartbeats, backoff. Pure: times come in, wishes go to `push`.
 *
 * ```text
 * idle -> dialing -> greeting -hail-> signing -> joining -welcome-> ready
 *   any of these -lost, silent or bye again_ms-> backoff (full jitter) -> dialing
 *   any of these -bye without again_ms-> dead
 * ```
 */
import { PATIENCE_MS } from "./requests.js";

export class Link {
  phase = "idle";
  /** Since when the page is not current: the last word of the line, or the first try. */
  staleSince;
  /** Whether no try has failed yet. */
  isFirstTry = true;
  #random;
  #push;
  #due = {};
  #attempt = 0;
  #hbMs;
  #heardAt;
  #answered;
  #n = 1;

  constructor(random, push) {
    this.#random = random;
    this.#push = push;
  }

  get isUp() {
    return UP.has(this.phase);
  }

  times() {
    return Object.values(this.#due);
  }

  /** Asks for a link now, for the first time or because the network is back. */
  connect(now) {
    if (this.phase === "idle") this.staleSince = now;
    if (this.phase === "idle" || this.phase === "backoff") this.#dial(now);
  }

  /** The link stands; the line has to say `hail`. */
  connected(now) {
    if (this.phase === "dialing") this.#step("greeting", now);
  }

  hailed(now) {
    this.#step("signing", now);
  }

  signed(now) {
    this.#step("joining", now);
  }

  welcomed(hbMs, now) {
    this.phase = "ready";
    this.#hbMs = hbMs;
    this.#due = {};
    this.#answered = undefined;
    this.heard(now);
  }

  /** Everything there is has arrived: the link has proved itself. */
  lived() {
    this.#attempt = 0;
  }

  /** Any frame proves that the other side is there. */
  heard(now) {
    this.#heardAt = now;
    if (this.phase === "ready") this.#due.dead = now + this.#hbMs * 2.5;
  }

  /** Whether the connection must be given up. */
  tick(now) {
    const { again, step, dead } = this.#due;
    if (again <= now) this.#dial(now);
    return step <= now || dead <= now;
  }

  /** Whether a `ping` wants an answer: those of the line are even, and each is answered once. */
  isAsked(n) {
    if (n % 2 !== 0 || n <= this.#answered) return false;
    this.#answered = n;
    return true;
  }

  /** The number of a ping of ours, which is odd. */
  nextPing() {
    this.#n += 2;
    return this.#n - 2;
  }

  /** Something was asked of a link that may be dead: it has to be heard soon. */
  doubted(now) {
    this.#due.dead = Math.min(this.#due.dead, now + PATIENCE_MS);
  }

  /** Goes to backoff with full jitter, and not before `atLeast` milliseconds where the line asked for that. */
  lost(now, atLeast = 0) {
    this.#left();
    this.phase = "backoff";
    const limit = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(this.#attempt, 10));
    this.#attempt += 1;
    this.#due = { again: now + Math.max(atLeast, Math.floor(this.#random() * (limit + 1))) };
  }

  ended() {
    this.#left();
    this.phase = "dead";
    this.#due = {};
  }

  #left() {
    if (this.phase === "ready") this.staleSince = this.#heardAt;
    this.isFirstTry = false;
  }

  #dial(now) {
    this.#step("dialing", now);
    this.#push({ do: "dial" });
  }

  #step(phase, now) {
    this.phase = phase;
    this.#due = { step: now + PATIENCE_MS };
  }
}

const UP = new Set(["dialing", "greeting", "signing", "joining", "ready"]);
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 30_000;
