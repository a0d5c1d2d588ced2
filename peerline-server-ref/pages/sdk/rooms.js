/** The rooms a session receives: opening, replay, holes and their repair, names and numbers. Pure. */
import { BEGUN_ANEW, Checks } from "./checks.js";
import { RoomLog } from "./log.js";
import { PATIENCE_MS } from "./requests.js";

export class Rooms {
  #rooms = new Map();
  /** How far rooms were had that the application wants no more. */
  #left = new Map();
  #checks;
  #wire;
  #marks;

  /**
   * `wire`: `send(frame)`, `tell(event)`, `request(what, about, now)`, `isOlder(entry)`, `referred()` and
   * `refuse(room, code, now)` of the session; `marks`: what is asked for of the things that are said in passing.
   */
  constructor(wire, saved = [], marks = []) {
    this.#wire = wire;
    this.#checks = new Checks(wire, (room) => this.#unsee(room));
    this.#marks = marks;
    for (const each of saved) this.#rooms.set(each.room, new RoomLog(each.room, each));
  }

  get isLive() {
    return this.#all.every((log) => log.isLive);
  }

  /** Receives a room, from a cursor `{epoch, seq, h}` or at most `back` of its newest entries. */
  add(room, { back, cursor, proof, join, refusal, isUnder } = {}) {
    const known = this.#rooms.get(room);
    if (join !== undefined) {
      this.#proved(known, join, refusal);
      return;
    }
    if (known && cursor && known.state === "closed") known.moveTo(cursor);
    if (known && proof) known.wants(proof);
    if (!known) this.#rooms.set(room, new RoomLog(room, { back, ...cursor, proof, isUnder }));
  }

  /** Takes the proof for a room; null where there is none to be had. */
  #proved(log, join, { code = "denied", say, why, ways } = {}) {
    if (log?.state !== "closed" || !log.isAsked) return;
    log.join = join ?? undefined;
    if (join === null) this.#refuse(log.room, { code, ...(say ? { say } : {}), ...(why ? { why } : {}), ...(ways ? { ways } : {}) });
  }

  /** Asks for other marks from now on: the line learns them where a room is opened, so open ones are opened anew. */
  mark(marks) {
    if (marks.join() === this.#marks.join()) return;
    this.#marks = marks;
    for (const log of this.#open.filter(({ room }) => isOfPeople(room))) log.reopen();
  }

  /** Forgets a room; returns whether the line sends it. */
  remove(room) {
    const log = this.#rooms.get(room);
    this.#forget(room);
    return log !== undefined && log.state !== "closed";
  }

  /** How far the application has seen a room, whether or not it still wants it. */
  seen(room) {
    return this.#cursor(room) ?? this.#left.get(room);
  }

  /** Whether the log on this connection is the one that a put refers to, as far as there is anything to compare. */
  isKnown({ room, log }) {
    return this.#checks.isOver(room) || (!log && !this.#rooms.has(room));
  }

  saved() {
    return this.#all.map((log) => log.saved());
  }

  isOpen(room) {
    return this.#rooms.get(room)?.state === "open";
  }

  /** Whether what we say in a room waits: on this connection the line does not know yet under which name we are there. */
  holds(room, isUnder = this.isUnder(room)) {
    const log = this.#rooms.get(room);
    return log?.proof ? !log.isKnown : isUnder && this.#isProving;
  }

  /** Whether a room opens behind the proof of another. */
  isUnder(room) {
    return room.startsWith("~") || this.#rooms.get(room)?.isUnder === true;
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
    return [...waiting, ...behind.map((log) => log.movedAt + PATIENCE_MS), ...this.#checks.times()];
  }

  /** Whether a room is behind and nothing comes any more. */
  isStuck(now) {
    const isStuck = (log) => !log.isLive && log.askAt === undefined && log.movedAt + PATIENCE_MS <= now;
    return this.#open.some(isStuck) || this.#checks.isStuck(now);
  }

  /** The rooms for `hello`; their answers bear its refs. */
  resume(limit, now) {
    return this.#due(now).slice(0, limit).map((log) => this.#opening(log, now));
  }

  disconnected() {
    for (const log of this.#all) log.disconnected();
    this.#checks.disconnected();
  }

  /** Opens what is not open, and repairs what waited for its time. */
  work(now) {
    this.#checks.work(this.#unsure(), now);
    this.#askProofs();
    for (const log of this.#due(now)) this.#wire.send({ t: "open", ...this.#opening(log, now) });
    for (const log of this.#open) if (log.askAt <= now) this.#repair(log, now);
  }

  /** Whether a room is opened only to look at its log. */
  isLookingAt(room) {
    return this.#checks.isLookingAt(room);
  }

  opened(frame, now) {
    if (this.#checks.isLookingAt(frame.room)) {
      this.#checks.opened(frame, now);
      return;
    }
    const log = this.#rooms.get(frame.room);
    if (!log) return;
    log.opened(frame, now);
    if (log.proof) log.proof = "key";
    this.#noteSure(log);
    const { t, ref, ...opened } = frame;
    this.#wire.tell({ type: "opened", ...opened });
  }

  entry(frame, now) {
    if (this.#checks.entry(frame, now)) return;
    const log = this.#of(frame.room);
    if (!log) return;
    const { t, ...entry } = { announce: "polite", ...frame, room: log.room };
    if (entry.who !== undefined) entry.who = log.nameOf(entry.who);
    if (entry.seq <= log.last && this.#wire.isOlder(entry)) return;
    const step = log.entry(entry, now);
    if (step === "hole") this.#repair(log, now);
    if (step !== "take") return;
    this.#tellUntold(log, now);
    this.#noteSure(log);
    this.#wire.tell({ type: "entry", room: log.room, entry, history: log.isHistory(entry.seq) });
  }

  gap(frame, now) {
    if (this.#checks.gap(frame, now)) return;
    const log = this.#of(frame.room);
    if (!log) return;
    const { lo, hi, why } = frame;
    log.gap(frame, now);
    this.#wire.tell({ type: "gap", room: log.room, lo, hi, why });
    if (BEGUN_ANEW.has(why)) this.#checks.other(log.room, now);
    this.#noteSure(log);
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
    this.#noteSure(log);
    this.#repair(log, now);
  }

  /** A room, or a page of it, was refused; `again` is when to ask again, where that can help. */
  refused({ what, room }, { code, say, why = "", ways }, again, now) {
    if (what === "look") {
      this.#checks.refused({ room }, { code }, again, now);
      return;
    }
    const log = this.#rooms.get(room);
    if (!log) return;
    // A key comes back to a lease that runs; where there is none, a ticket may open.
    if (what === "open" && log.proof === "key" && why.startsWith("ticket")) {
      log.wants("ticket");
    } else if (again === undefined && (what === "open" || LOST.has(code))) {
      this.#refuse(room, { code, say, ...(why ? { why } : {}), ...(ways ? { ways } : {}) });
      this.#checks.failed(room, code, now);
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
    const unsure = new Set(this.#unsure().map(({ room }) => room));
    // What ends a look would close a room that is opened meanwhile.
    const waits = ({ room }) => unsure.has(room) || this.#checks.isLookingAt(room);
    const isProving = this.#isProving;
    const isProved = (log) => (log.proof ? Boolean(log.join) : !(isProving && this.isUnder(log.room)));
    return this.#all.filter((log) => log.state === "closed" && isProved(log) && !(log.askAt > now) && !waits(log));
  }

  /** Whether any name of ours is still to be shown on this connection. */
  get #isProving() {
    return this.#all.some((log) => log.proof && !log.isKnown);
  }

  /** Asks the application for proof, once on each connection. */
  #askProofs() {
    for (const log of this.#all.filter((each) => each.state === "closed" && each.proof && !each.isAsked)) {
      log.isAsked = true;
      this.#wire.tell({ type: "prove", room: log.room, fresh: log.proof === "ticket" });
    }
  }

  #refuse(room, refusal) {
    this.#forget(room);
    this.#wire.tell({ type: "room_refused", room, ...refusal });
  }

  #unsure() {
    return this.#checks.unsure((room) => (this.#isAsked(room) || this.#takesProof(room) ? true : this.#cursor(room)));
  }

  /** Whether a room takes proof of its own, or waits for that of another. */
  #takesProof(room) {
    return Boolean(this.#rooms.get(room)?.proof) || this.holds(room);
  }

  #isAsked(room) {
    return (this.#rooms.get(room)?.state ?? "closed") !== "closed";
  }

  #cursor(room) {
    const { epoch, seq, h } = this.#rooms.get(room)?.saved() ?? {};
    return seq === undefined ? undefined : { epoch, seq, ...(h === undefined ? {} : { h }) };
  }

  #forget(room) {
    const cursor = this.#cursor(room);
    if (cursor) this.#left.set(room, cursor);
    this.#rooms.delete(room);
  }

  /** The log of a room that is not received is another one: where it was wanted anew meanwhile, it begins at its first entry. */
  #unsee(room) {
    this.#left.delete(room);
    const log = this.#rooms.get(room);
    if (log?.state === "closed") log.beginAnew();
  }

  #noteSure(log) {
    if (log.isSure) this.#checks.same(log.room);
  }

  #of(room) {
    return typeof room === "number" ? this.#open.find((log) => log.n === room) : this.#rooms.get(room);
  }

  #opening(log, now) {
    log.state = "opening";
    log.askAt = undefined;
    const { join } = log;
    log.join = undefined;
    const marks = this.#marks.length > 0 && isOfPeople(log.room) ? { marks: this.#marks } : {};
    return { ref: this.#wire.request("open", { room: log.room }, now), ...log.opening(), ...marks, ...(join ? { join } : {}) };
  }

  #repair(log, now) {
    const after = log.repair(now);
    if (after === undefined) return;
    const ref = this.#wire.request("fetch", { room: log.room }, now);
    this.#wire.send({ t: "fetch", ref, room: log.room, after });
  }

  #tellUntold(log, now) {
    const gap = log.untold();
    if (!gap) return;
    this.#wire.tell({ type: "gap", ...gap });
    this.#checks.other(log.room, now);
  }
}

/** Refusals of a page after which the room itself cannot be had. */
const LOST = new Set(["denied", "gone"]);

/** Whether people talk in a room: not one's own, and none of staff. */
function isOfPeople(room) {
  return room !== "@me" && !room.startsWith("#");
}
