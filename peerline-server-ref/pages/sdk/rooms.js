/** The rooms a session receives: opening, replay, holes and their repair. Pure. */
import { RoomLog } from "./log.js";

export class Rooms {
  #rooms = new Map();
  #fetches = new Map();
  #wire;

  /** `wire`: `send(frame)`, `tell(event)` and `nextRef()` of the session. */
  constructor(wire) {
    this.#wire = wire;
  }

  get isLive() {
    return [...this.#rooms.values()].every((log) => log.isLive);
  }

  add(room, back) {
    if (!this.#rooms.has(room)) this.#rooms.set(room, new RoomLog(room, back));
  }

  remove(room) {
    return this.#rooms.delete(room);
  }

  /** Whether this ref asked for a room or for entries. */
  has(ref) {
    return ref !== undefined && (this.#fetches.has(ref) || this.#opening(ref) !== undefined);
  }

  dueAt() {
    return [...this.#rooms.values()].map((log) => log.dueAt);
  }

  /** When the unanswered fetches were sent. */
  sentAt() {
    return [...this.#fetches.values()].map((fetch) => fetch.at);
  }

  /** The cursors for `hello`; their rooms count as asked for. */
  resume() {
    const known = [...this.#rooms.values()].filter((log) => log.cursor());
    for (const log of known) log.state = "opening";
    return known.map((log) => log.cursor());
  }

  /** A room of `hello` that is not opened soon is asked for again, so that an error has a ref. */
  welcomed(now) {
    for (const log of this.#rooms.values()) if (log.state === "opening") log.dueAt = now + REOPEN_MS;
  }

  disconnected() {
    this.#fetches.clear();
    for (const log of this.#rooms.values()) log.disconnected();
  }

  work(now) {
    for (const log of this.#rooms.values()) this.#workRoom(log, now);
  }

  opened(frame) {
    const log = this.#rooms.get(frame.room);
    if (!log) return;
    log.dueAt = undefined;
    log.openRef = undefined;
    const gap = log.opened(frame);
    if (gap) this.#wire.tell({ type: "gap", ...gap });
    this.#wire.tell({ type: "opened", room: frame.room, who: frame.who, role: frame.role, caps: frame.caps });
  }

  entry(frame) {
    const log = this.#rooms.get(frame.room);
    if (log) this.#deliver(log, log.entry(frame));
  }

  gap(frame) {
    const log = this.#rooms.get(frame.room);
    if (!log) return;
    const { isFinal, entries } = log.gap(frame);
    if (isFinal) this.#wire.tell({ type: "gap", room: frame.room, lo: frame.lo, hi: frame.hi, why: frame.why });
    this.#deliver(log, entries);
  }

  heads(heads) {
    for (const [room, head] of Object.entries(heads)) this.#rooms.get(room)?.heard(head);
  }

  /** A fetch was answered for good: what it did not bring will not come. */
  fetched(ref) {
    const log = this.#rooms.get(this.#fetches.get(ref)?.room);
    this.#fetches.delete(ref);
    const lost = log?.repaired();
    if (!lost) return;
    this.#wire.tell({ type: "gap", ...lost.gap });
    this.#deliver(log, lost.entries);
  }

  refused({ ref, code, say, retry_ms }, now) {
    if (!this.#fetches.has(ref)) this.#refusedOpen(this.#opening(ref), { code, say, retry_ms }, now);
    else if (retry_ms === undefined) this.fetched(ref);
    else this.#fetchLater(ref, now + retry_ms);
  }

  #opening(ref) {
    return [...this.#rooms.values()].find((log) => log.openRef === ref);
  }

  #workRoom(log, now) {
    if (log.dueAt > now) return;
    if (log.state === "opening" && log.dueAt !== undefined) log.state = "closed";
    log.dueAt = undefined;
    if (log.state === "closed") this.#open(log, now);
    const fetch = log.repair();
    if (!fetch) return;
    const ref = this.#wire.nextRef();
    this.#fetches.set(ref, { room: log.room, at: now });
    this.#wire.send({ t: "fetch", ref, ...fetch });
  }

  #open(log, now) {
    log.state = "opening";
    log.dueAt = now + OPENING_MS;
    log.openRef = this.#wire.nextRef();
    this.#wire.send({ t: "open", ref: log.openRef, ...log.openFrame() });
  }

  #refusedOpen(log, { code, say, retry_ms }, now) {
    log.openRef = undefined;
    if (retry_ms === undefined) {
      this.#rooms.delete(log.room);
      this.#wire.tell({ type: "room_refused", room: log.room, code, say });
    } else {
      log.state = "closed";
      log.dueAt = now + retry_ms;
    }
  }

  #fetchLater(ref, dueAt) {
    const log = this.#rooms.get(this.#fetches.get(ref).room);
    this.#fetches.delete(ref);
    if (log) Object.assign(log, { state: "live", dueAt });
  }

  #deliver(log, entries) {
    for (const entry of entries) {
      this.#wire.tell({ type: "entry", room: log.room, entry, history: log.isHistory(entry.seq) });
    }
  }
}

const REOPEN_MS = 5_000;
const OPENING_MS = 30_000;
