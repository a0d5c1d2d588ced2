/**
 * One room's log as this page has it: what came, what is missing, whether it is current. Pure.
 *
 * `opening` -> `replaying` -> `live`; a hole or a newer head -> `repairing` -> `live`.
 */
export class RoomLog {
  room;
  state = "closed";
  epoch;
  /** The last sequence number delivered without a hole; undefined before the first `opened`. */
  last;
  h;
  head = 0;
  /** Kept by the session: the ref of our `open`, and when to ask again. */
  openRef;
  dueAt;
  #back;
  #ahead = new Map();
  #historyTo = 0;
  #lastAtFetch;
  #wasOpened = false;

  constructor(room, back) {
    this.room = room;
    this.#back = back;
  }

  get isLive() {
    return this.state === "live" && this.last >= this.head;
  }

  /** The cursor to continue from, or undefined where nothing was received yet. */
  cursor() {
    if (this.last === undefined) return undefined;
    const cursor = { room: this.room, epoch: this.epoch, seq: this.last };
    return this.h ? { ...cursor, h: this.h } : cursor;
  }

  openFrame() {
    return this.cursor() ?? { room: this.room, back: this.#back };
  }

  disconnected() {
    this.state = "closed";
    this.openRef = undefined;
    this.dueAt = undefined;
    this.#ahead.clear();
  }

  /** Takes `opened`; returns the gap that nobody explained, if there is one. */
  opened({ epoch, head, from, h }) {
    const first = !this.#wasOpened;
    this.#wasOpened = true;
    const isOther = !first && epoch !== this.epoch;
    const hole = !first && !isOther && from > this.last ? { lo: this.last + 1, hi: from } : undefined;
    if (first) this.#historyTo = head;
    if (first || isOther || from !== this.last) this.h = from === head ? h : undefined;
    this.epoch = epoch;
    this.last = from;
    this.head = head;
    this.state = this.last >= this.head ? "live" : "replaying";
    return hole && { room: this.room, epoch, ...hole, why: "missing" };
  }

  /** Takes an entry; returns the entries that are now deliverable, in order. */
  entry(frame) {
    if (this.last === undefined || frame.seq <= this.last) return [];
    this.head = Math.max(this.head, frame.seq);
    this.#ahead.set(frame.seq, frame);
    const entries = this.#deliver();
    // A hole inside a replay is repaired like any other.
    if (this.#ahead.size > 0 && this.state === "replaying") this.state = "live";
    return entries;
  }

  /** Takes `gap`; returns whether it is final (`slow` is repaired instead) and what it set free. */
  gap({ lo, hi, why }) {
    if (why === "slow") {
      this.head = Math.max(this.head, hi);
      return { isFinal: false, entries: [] };
    }
    // Another epoch, or a log that parted from ours, is settled by the `opened` beside this frame.
    if (why === "diverged" || why === "epoch") return { isFinal: true, entries: [] };
    if (this.last === undefined || (lo <= this.last + 1 && hi > this.last)) this.#jump(hi);
    return { isFinal: true, entries: this.#deliver() };
  }

  /** The server's head, from a ping: catches a last entry that was lost on the way. */
  heard(head) {
    if (this.last !== undefined && head > this.head) this.head = head;
  }

  /** The `fetch` to send, if something is missing and nothing is on the way. */
  repair() {
    const isBehind = this.last !== undefined && this.last < this.head;
    if (!isBehind || this.state !== "live") return undefined;
    this.state = "repairing";
    this.#lastAtFetch = this.last;
    return { room: this.room, after: this.last, n: Math.min(this.#missing(), 200) };
  }

  /** The fetch was answered; returns a gap and the entries behind it where it brought nothing. */
  repaired() {
    this.state = "live";
    if (this.last > this.#lastAtFetch || this.last >= this.head) return undefined;
    const gap = { room: this.room, epoch: this.epoch, lo: this.last + 1, hi: this.last + this.#missing(), why: "missing" };
    this.#jump(gap.hi);
    return { gap, entries: this.#deliver() };
  }

  isHistory(seq) {
    return seq <= this.#historyTo;
  }

  #missing() {
    const next = this.#ahead.size > 0 ? Math.min(...this.#ahead.keys()) - 1 : this.head;
    return next - this.last;
  }

  #jump(seq) {
    this.last = seq;
    this.h = undefined;
    this.head = Math.max(this.head, seq);
  }

  #deliver() {
    const entries = [];
    for (const seq of [...this.#ahead.keys()].filter((seq) => seq <= this.last)) this.#ahead.delete(seq);
    while (this.#ahead.has(this.last + 1)) {
      const frame = this.#ahead.get(this.last + 1);
      this.#ahead.delete(frame.seq);
      this.last = frame.seq;
      this.h = frame.h ?? this.h;
      entries.push(frame);
    }
    if (this.state === "replaying" && this.last >= this.head) this.state = "live";
    return entries;
  }
}
