/** What we say: puts, sent and sent again until they are answered, and what became of each. Pure. */
import { isOwnCall, Outbox } from "./outbox.js";

export class Puts {
  #outbox;
  #wire;

  /** `wire`: `send`, `tell`, `request`, `take(ref)`, `save`, `shortOf(room)`, `seen(room)`, `isKnown(put)`, `isUnder(room)`, `isHeld(room, isUnder)` and `check(frame)` of the session. */
  constructor(wire, saved) {
    this.#wire = wire;
    this.#outbox = new Outbox(saved);
  }

  get all() {
    return this.#outbox.all;
  }

  saved() {
    return this.#outbox.saved();
  }

  times() {
    return this.#outbox.times();
  }

  add({ room, cid, kind, body = {}, re }, now) {
    const put = this.#outbox.add({ room, cid, kind, body, ...this.#about(room, re), at: now });
    this.#tell(put, "queued");
    this.#wire.save();
  }

  /** The entries that puts refer to, by room. */
  referred() {
    return this.#outbox.referred();
  }

  /** Settles what refers to entries of a room: it is not done. */
  refuseReferring(room, code, now) {
    for (const put of this.#outbox.referringTo(room)) {
      if (this.#outbox.giveUp(put)) this.#drop(put, now);
      this.#settle(put, { state: "refused", code });
    }
  }

  sendAnyway(cid) {
    const put = this.#outbox.byCid(cid);
    if (put?.state !== "nudged") return;
    Object.assign(put, { state: "queued", over: true });
    this.#tell(put, "queued");
    this.#wire.save();
  }

  giveUp(cid, isReady, now) {
    const put = this.#outbox.byCid(cid);
    if (!put) return;
    if (this.#outbox.giveUp(put) && isReady) this.#drop(put, now);
    this.#wire.save();
    this.#tell(put, "given_up");
  }

  /** Sends what may be sent. */
  work(now) {
    for (const put of this.#outbox.due(now, (put) => this.#wire.isKnown(put), this.#wire.isHeld)) this.#send(put, now);
  }

  disconnected() {
    this.#outbox.disconnected();
    for (const put of this.all) this.#tell(put, put.state);
  }

  /** Takes `ok`. */
  taken({ cid }, outcome) {
    const put = this.#outbox.byCid(cid);
    if (put) this.#settle(put, outcome);
  }

  /** Takes `err`; `again` is when the same put may be sent again, where that can help. */
  refused({ room, cid }, { code, say, decision, why, ways, until, scope }, again, now) {
    const put = this.#outbox.byCid(cid);
    if (!put) {
      // It was given up on its way, and now the line waits for it.
      if (again !== undefined) this.#drop({ room, cid }, now);
    } else if (code === "nudge") {
      Object.assign(put, { state: "nudged", say, code });
      this.#tell(put, "nudged", { say, decision });
      this.#wire.save();
    } else if (again !== undefined) {
      this.#outbox.wait(put, code === "lane" ? Math.max(again, now + LANE_MS) : again, code);
      this.#tell(put, "waiting", { code, say });
    } else if (isOwnCall(put) && put.room !== "@me") {
      this.#callFromHome(put, code, now);
    } else {
      const more = Object.entries({ why, ways, until, scope }).filter(([, value]) => value !== undefined);
      this.#settle(put, { state: "refused", code, say, decision, ...Object.fromEntries(more) });
    }
  }

  #about(room, re) {
    const log = re === undefined ? undefined : this.#wire.seen(room);
    const isUnder = this.#wire.isUnder(room);
    return { ...(re === undefined ? {} : { re }), ...(log?.seq >= re ? { log } : {}), ...(isUnder ? { isUnder } : {}) };
  }

  #send(put, now) {
    const { room, cid, kind, body, re, over, at, wasSent } = put;
    const ref = this.#wire.request("put", { room, cid }, now);
    const frame = { t: "put", ref, room: this.#wire.shortOf(room), cid, kind, body };
    if (re !== undefined) frame.re = re;
    const age = Math.max(Math.floor((now - at) / 1000), 0);
    if (wasSent || age > 0) frame.age_s = age;
    if (over) frame.over = true;
    const code = this.#wire.check(frame);
    // A line answers what it cannot read without a number, so the put would wait for ever.
    if (code) {
      this.#wire.take(ref);
      this.#unsendable(put, code, now);
      return;
    }
    this.#outbox.sent(put);
    this.#wire.send(frame);
    this.#tell(put, "sent");
  }

  #unsendable(put, code, now) {
    if (!isOwnCall(put) || put.room === "@me") {
      this.#settle(put, { state: "refused", code });
      return;
    }
    this.#callFromHome(put, code, now);
    this.#send(put, now);
  }

  /** A call is not refused by the room it was made in: that may just have closed, or not know us yet. */
  #callFromHome(put, code, now) {
    this.#outbox.moveHome(put, now, code);
    this.#wire.save();
    this.#tell(put, "queued");
  }

  #drop({ room, cid }, now) {
    this.#wire.send({ t: "drop", ref: this.#wire.request("drop", {}, now), room, cid });
  }

  #settle(put, { state, ...rest }) {
    this.#outbox.remove(put.cid);
    this.#wire.save();
    this.#tell(put, state, rest);
  }

  #tell({ room, cid, kind, body, re, at, say }, state, rest = {}) {
    this.#wire.tell({ type: "put", room, cid, kind, body, re, at, say, state, ...rest });
  }
}

/** The least wait after `lane`, lest two ends repeat themselves as fast as the link allows. */
const LANE_MS = 250;
