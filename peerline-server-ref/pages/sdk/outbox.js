/**
 * Puts that wait for their answer, first in first out per room. Pure: no clock, no storage.
 *
 * One ordinary put per room is in flight at a time, so an earlier put that has to wait can never be
 * overtaken. `signal` is the exception on purpose: "I need a person now" waits for nothing, and what
 * blocks the lane is given up (and queued again) for it.
 *
 * A put: `{room, cid, kind, body, re?, at, state, over?, due?, ref?, code?, say?}` where `state` is
 * `queued`, `sent`, `waiting` (for `due`) or `nudged` (for its author).
 */
export class Outbox {
  #puts;

  constructor(saved = []) {
    // A reload cannot know whether a sent put arrived: it goes again with the same cid.
    this.#puts = saved.map((put) => ({ ...put, state: put.state === "nudged" ? "nudged" : "queued" }));
  }

  get all() {
    return this.#puts;
  }

  /** Plain data for the shell to keep; refs and timers belong to one connection and stay out. */
  saved() {
    return this.#puts.map(({ ref, due, sentAt, ...put }) => put);
  }

  add(put) {
    const entry = { ...put, state: "queued" };
    if (entry.kind === "signal") this.#puts.unshift(entry);
    else this.#puts.push(entry);
    return entry;
  }

  byCid(cid) {
    return this.#puts.find((put) => put.cid === cid);
  }

  byRef(ref) {
    return this.#puts.find((put) => put.ref === ref && put.state === "sent");
  }

  remove(cid) {
    this.#puts = this.#puts.filter((put) => put.cid !== cid);
  }

  /** What may be sent now, and what must be dropped on the server first. */
  due(now) {
    const send = [];
    const drop = [];
    const taken = new Set();
    for (const put of this.#puts) {
      if (put.kind === "signal") {
        if (!isReady(put, now)) continue;
        drop.push(...this.#blockers(put));
        send.push(put);
      } else if (!taken.has(put.room)) {
        taken.add(put.room);
        if (isReady(put, now)) send.push(put);
      }
    }
    return { send, drop };
  }

  /** On any loss of the connection: sent puts go again, with the same cid and in the same order. */
  disconnected() {
    for (const put of this.#puts) {
      if (put.state === "sent") put.state = "queued";
      put.ref = undefined;
      put.lane = false;
    }
  }

  /** The earliest time at which a waiting put may go again. */
  wake() {
    const times = this.#puts.filter((put) => put.state === "waiting").map((put) => put.due);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  #blockers(signal) {
    const found = this.#puts.filter((put) => put.room === signal.room && put.lane && put !== signal);
    for (const put of found) put.lane = false;
    return found;
  }
}

function isReady(put, now) {
  return put.state === "queued" || (put.state === "waiting" && put.due <= now);
}
