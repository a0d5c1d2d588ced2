/**
 * Puts that wait for their answer, first in first out per room. Pure: no clock, no storage.
 *
 * ```text
 * queued -> sent -> done | held | refused ; sent -nudge-> nudged -over-> queued
 *   sent -retryable err-> waiting -its time-> sent ; any of these -link lost-> queued, same cid, same place
 * ```
 *
 * A few puts of a room are on their way at once. After a retryable refusal the line takes none of that
 * room until the refused one comes again, so all of them go again, in their order. A `signal` stands
 * beside every lane: "I need a person now" waits for nothing.
 *
 * What refers to an entry (`re`) waits, and what is behind it with it, until the room's log is known to be the one
 * that its author saw: `log` is how far they had it.
 *
 * A put: `{room, cid, kind, body, re?, log?, isUnder?, at, state, over?, due?, code?, say?}`; `isUnder`: it was put where the
 * name of another room is known, which a program that keeps no rooms would not know after a reload.
 */
export class Outbox {
  #puts;
  #lanes = new Map();

  constructor(saved = []) {
    // A reload cannot know whether a sent put arrived: it goes again with the same cid.
    this.#puts = saved.map((put) => ({ ...put, wasSent: true, state: put.state === "nudged" ? "nudged" : "queued" }));
  }

  get all() {
    return this.#puts;
  }

  /** Plain data to keep; what belongs to one connection stays out. */
  saved() {
    return this.#puts.map(({ due, ...put }) => put);
  }

  add(put) {
    const entry = { ...put, state: "queued" };
    this.#puts.push(entry);
    return entry;
  }

  byCid(cid) {
    return this.#puts.find((put) => put.cid === cid);
  }

  remove(cid) {
    const put = this.byCid(cid);
    this.#puts = this.#puts.filter((each) => each !== put);
    if (put && this.#laneOf(put.room).length === 0) this.#lanes.delete(put.room);
  }

  /** The entries that puts refer to, by room: up to which one, and how far their authors had the room at the latest. */
  referred() {
    const rooms = new Map();
    for (const { room, re, log } of this.#puts.filter((put) => put.log && isReferring(put))) {
      const known = rooms.get(room) ?? { room, log, last: re };
      rooms.set(room, { room, log: log.seq > known.log.seq ? log : known.log, last: Math.max(known.last, re) });
    }
    return [...rooms.values()];
  }

  /** What refers to entries of a room, in order. */
  referringTo(room) {
    return this.#puts.filter((put) => put.room === room && isReferring(put));
  }

  /** What may be sent now, in order; signals first. `isKnown(put)` says whether the log is the one that a put refers to, `isHeld(room, isUnder)` whether a room waits for proof. */
  due(now, isKnown, isHeld = () => false) {
    const signals = this.#puts.filter((put) => isSignal(put) && (put.state === "queued" || (put.state === "waiting" && put.due <= now)));
    const rooms = new Set(this.#puts.map(({ room }) => room).filter((room) => !isHeld(room, this.#isUnder(room))));
    return [...signals, ...[...rooms].flatMap((room) => this.#dueIn(room, now, isKnown))];
  }

  sent(put) {
    Object.assign(put, { state: "sent", due: undefined, wasSent: true });
  }

  /** Keeps a put in its place, to be sent again at `due`. */
  wait(put, due, code) {
    Object.assign(put, { state: "waiting", due, code });
    if (isSignal(put)) return;
    const lane = this.#lanes.get(put.room) ?? {};
    const isFirst = this.#laneOf(put.room)[0] === put;
    // A put behind another that waits needs no time of its own.
    if (isFirst || lane.until === undefined) this.#lanes.set(put.room, { until: due, blockedBy: put.cid });
  }

  /** Takes a put out; returns whether the lane of the line waits for it and must hear of it. */
  giveUp(put) {
    const isBlocker = this.#lanes.get(put.room)?.blockedBy === put.cid;
    if (isBlocker) this.#lanes.delete(put.room);
    this.remove(put.cid);
    return isBlocker;
  }

  /** A call for its author goes on in their own room, which never heard of it: no age is counted against it. */
  moveHome(put, now, code) {
    // What made the frame unreadable must not make the call so.
    if (UNREADABLE.has(code)) put.body = {};
    Object.assign(put, { room: "@me", re: undefined, log: undefined, at: now, wasSent: false, state: "queued", due: undefined });
  }

  /** On any loss of the connection: everything goes again, with the same cid and in the same order. */
  disconnected() {
    this.#lanes.clear();
    for (const put of this.#puts) if (put.state !== "nudged") Object.assign(put, { state: "queued", due: undefined });
  }

  /** The times at which a lane, or a signal, goes on. */
  times() {
    const signals = this.#puts.filter((put) => isSignal(put) && put.state === "waiting").map(({ due }) => due);
    return [...signals, ...[...this.#lanes.values()].map(({ until }) => until)];
  }

  #isUnder(room) {
    return this.#puts.some((put) => put.room === room && put.isUnder) || undefined;
  }

  #laneOf(room) {
    return this.#puts.filter((put) => put.room === room && !isSignal(put) && put.state !== "nudged");
  }

  #dueIn(room, now, isKnown) {
    const lane = this.#lanes.get(room);
    if (lane?.until > now) return [];
    const puts = this.#laneOf(room);
    if (lane) lane.until = undefined;
    // What was sent behind a refused put is refused too. Until all of that has been heard, a newer put
    // could overtake an older one whose refusal is still on its way.
    if (lane?.blockedBy && puts.some(({ state }) => state === "sent")) return [];
    this.#lanes.delete(room);
    const unsent = puts.slice(0, WINDOW).filter(({ state }) => state !== "sent");
    // Whatever is behind one that has to wait waits with it.
    const held = unsent.findIndex((put) => isReferring(put) && !isKnown(put));
    return held < 0 ? unsent : unsent.slice(0, held);
  }
}

/** Whether a put calls a person for its author. Who calls one for somebody else names them, and their own room would call for the wrong one. */
export function isOwnCall({ kind, body }) {
  return kind === "signal" && (body?.to ?? undefined) === undefined;
}

function isSignal({ kind }) {
  return kind === "signal";
}

function isReferring(put) {
  return put.re !== undefined && !isSignal(put);
}

/** How many puts of one room may be on their way at once. */
const WINDOW = 8;
/** Refusals of what a put says, wherever it is said. */
const UNREADABLE = new Set(["bad", "too_big"]);
