/** The rooms a session receives: opening, replay, holes and their repair, names and numbers. Pure. */
import { RoomLog } from "./log.js";
import { PATIENCE_MS } from "./requests.js";

export class Rooms {
  #rooms = new Map();
  #wire;
  #marks;

  /**
   * `wire`: `send(frame)`, `tell(event)`, `request(what, about, now)` and `isOlder(entry)` of the session;
   * `marks`: what is asked for of the things that are said in passing.
   */
  constructor(wire, saved = [], marks = []) {
    this.#wire = wire;
    this.#marks = marks;
    for (const each of saved) this.#rooms.set(each.room, new RoomLog(each.room, each));
  }

  get isLive() {
    return this.#all.every((log) => log.isLive);
  }

  /** Receives a room, from a cursor `{epoch, seq, h}` or at most `back` of its newest entries. */
  add(room, { back, cursor } = {}) {
    const known = this.#rooms.get(room);
    if (known && cursor && known.state === "closed") known.moveTo(cursor);
    if (!known) this.#rooms.set(room, new RoomLog(room, { back, ...cursor }));
  }

  /** Forgets a room; returns whether the line sends it. */
  remove(room) {
    const log = this.#rooms.get(room);
    this.#rooms.delete(room);
    return log !== undefined && log.state !== "closed";
  }

  saved() {
    return this.#all.map((log) => log.saved());
  }

  isOpen(room) {
    return this.#rooms.get(room)?.state === "open";
  }

  /** The last entry taken of each open room: the acknowledgement. */
  heads() {
    return Object.fromEntries(this.#open.filter((log) => log.last > 0).map((log) => [log.room, log.last]));
  }

  /** How a frame of ours names a room: by its number where it has one. */
  shortOf(room) {
    return this.#rooms.get(room)?.n ?? room;
  }

  /** When to ask again, and when what is on its way has not moved for too long. */
  times() {
    const waiting = this.#all.map((log) => log.askAt);
    const behind = this.#open.filter((log) => !log.isLive && log.askAt === undefined);
    return [...waiting, ...behind.map((log) => log.movedAt + PATIENCE_MS)];
  }

  /** Whether a room is behind and nothing comes any more. */
  isStuck(now) {
    return this.#open.some((log) => !log.isLive && log.askAt === undefined && log.movedAt + PATIENCE_MS <= now);
  }

  /** The rooms for `hello`; their answers bear its refs. */
  resume(limit, now) {
    return this.#due(now).slice(0, limit).map((log) => this.#opening(log, now));
  }

  disconnected() {
    for (const log of this.#all) log.disconnected();
  }

  /** Opens what is not open, and repairs what waited for its time. */
  work(now) {
    for (const log of this.#due(now)) this.#wire.send({ t: "open", ...this.#opening(log, now) });
    for (const log of this.#open) if (log.askAt <= now) this.#repair(log, now);
  }

  opened(frame, now) {
    const log = this.#rooms.get(frame.room);
    if (!log) return;
    log.opened(frame, now);
    const { t, ref, ...opened } = frame;
    this.#wire.tell({ type: "opened", ...opened });
  }

  entry(frame, now) {
    const log = this.#of(frame.room);
    if (!log) return;
    const { t, ...entry } = { announce: "polite", ...frame, room: log.room };
    if (entry.who !== undefined) entry.who = log.nameOf(entry.who);
    if (entry.seq <= log.last && this.#wire.isOlder(entry)) return;
    const step = log.entry(entry, now);
    if (step === "hole") this.#repair(log, now);
    if (step !== "take") return;
    this.#tellUntold(log);
    this.#wire.tell({ type: "entry", room: log.room, entry, history: log.isHistory(entry.seq) });
  }

  gap(frame, now) {
    const log = this.#of(frame.room);
    if (!log) return;
    const { lo, hi, why } = frame;
    log.gap(frame, now);
    this.#wire.tell({ type: "gap", room: log.room, lo, hi, why });
    // What is not kept is followed by its replay; what was left out is not.
    if (why === "slow") this.#repair(log, now);
  }

  sig({ room, kind, who, ttl, body }) {
    const log = this.#of(room);
    if (typeof room === "number" && !log) return;
    this.#wire.tell({ type: "sig", room: log?.room ?? room, kind, who: log?.nameOf(who) ?? who, ttl, body });
  }

  pinged(heads, now) {
    for (const [room, head] of Object.entries(heads)) {
      const log = this.#rooms.get(room);
      if (log?.heard(head, now)) this.#repair(log, now);
    }
  }

  /** A page was answered for good: what it did not bring will not come. */
  fetched(room, now, last) {
    const log = this.#rooms.get(room);
    if (log?.behind === undefined) return;
    const gap = log.fetched(last, now);
    if (gap) this.#wire.tell({ type: "gap", ...gap });
    this.#repair(log, now);
  }

  /** A room, or a page of it, was refused; `again` is when to ask again, where that can help. */
  refused({ what, room }, { code, say }, again, now) {
    const log = this.#rooms.get(room);
    if (!log) return;
    if (again === undefined && (what === "open" || LOST.has(code))) {
      this.#rooms.delete(room);
      this.#wire.tell({ type: "room_refused", room, code, say });
    } else if (what === "open") {
      Object.assign(log, { state: "closed", askAt: again });
    } else if (again === undefined) {
      this.fetched(room, now);
    } else if (log.behind !== undefined) {
      log.fetchAt(again);
    }
  }

  get #all() {
    return [...this.#rooms.values()];
  }

  get #open() {
    return this.#all.filter((log) => log.state === "open");
  }

  #due(now) {
    return this.#all.filter((log) => log.state === "closed" && !(log.askAt > now));
  }

  #of(room) {
    return typeof room === "number" ? this.#open.find((log) => log.n === room) : this.#rooms.get(room);
  }

  #opening(log, now) {
    log.state = "opening";
    log.askAt = undefined;
    const marks = this.#marks.length > 0 && isOfPeople(log.room) ? { marks: this.#marks } : {};
    return { ref: this.#wire.request("open", { room: log.room }, now), ...log.opening(), ...marks };
  }

  #repair(log, now) {
    const after = log.repair(now);
    if (after === undefined) return;
    const ref = this.#wire.request("fetch", { room: log.room }, now);
    this.#wire.send({ t: "fetch", ref, room: log.room, after });
  }

  #tellUntold(log) {
    const gap = log.untold();
    if (gap) this.#wire.tell({ type: "gap", ...gap });
  }
}

/** Refusals of a page after which the room itself cannot be had. */
const LOST = new Set(["denied", "gone"]);

/** Whether people talk in a room: not one's own, and none of staff. */
function isOfPeople(room) {
  return room !== "@me" && !room.startsWith("#");
}
