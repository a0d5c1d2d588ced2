/**
 * Before a put goes out that refers to an entry: is the line's log the one that its author saw? An older
 * backup that was put back holds other entries under the same numbers, and what was to destroy or report
 * one must not meet another. Pure.
 *
 * A room that the application receives from far enough on shows it by itself. Any other is opened to look,
 * behind what its author had seen, and closed again; of that nothing is told but another log.
 */
import { RoomLog } from "./log.js";
import { PATIENCE_MS } from "./requests.js";

export class Checks {
  #over = new Set();
  #looks = new Map();
  #wire;
  #unsee;

  /**
   * `wire`: `send`, `tell`, `request`, `referred()` and `refuse(room, code, now)` of the session; `unsee(room)` forgets
   * how far a room was had that is not received.
   */
  constructor(wire, unsee) {
    this.#wire = wire;
    this.#unsee = unsee;
  }

  /** Whether a room's log was found to be the known one on this connection, or its difference told. */
  isOver(room) {
    return this.#over.has(room);
  }

  /** The log of a room that the application receives is known. */
  same(room) {
    this.#over.add(room);
  }

  /** It is another one: what refers to its entries is not done. */
  other(room, now) {
    this.#over.add(room);
    this.#wire.refuse(room, "gone", now);
  }

  /** A room cannot be had, so what waits for it to be checked is not done. */
  failed(room, code, now) {
    this.#looks.delete(room);
    if (!this.isOver(room)) this.#wire.refuse(room, code, now);
  }

  /** The rooms to look at before the application receives them; `seenOf(room)` is the cursor it goes on from, or true where it was asked for already. */
  unsure(seenOf) {
    const isWithin = ({ log, last }, cursor) => cursor !== undefined && cursor.epoch === log.epoch && cursor.seq >= last;
    const isUnsure = (each) => seenOf(each.room) !== true && !this.isOver(each.room) && !isWithin(each, seenOf(each.room));
    return this.#wire.referred().filter(isUnsure);
  }

  isLookingAt(room) {
    return this.#looks.has(room);
  }

  /** Looks at what is unsure. A look that waits for its time and is needed no more holds nothing up. */
  work(unsure, now) {
    const needed = new Set(unsure.map(({ room }) => room));
    for (const { room, state } of [...this.#looks.values()]) if (state === "closed" && !needed.has(room)) this.#looks.delete(room);
    for (const { room, log } of unsure) {
      const look = this.#looks.get(room) ?? new RoomLog(room, log);
      this.#looks.set(room, look);
      if (look.state !== "closed" || look.askAt > now) continue;
      Object.assign(look, { state: "opening", askAt: undefined });
      this.#wire.send({ t: "open", ref: this.#wire.request("look", { room }, now), ...look.opening() });
    }
  }

  opened(frame, now) {
    const look = this.#looks.get(frame.room);
    look.opened(frame, now);
    this.#judge(look, now);
  }

  /** Takes an entry of a room that is only looked at; returns whether it was one. */
  entry(frame, now) {
    const look = this.#of(frame.room);
    if (look?.entry(frame, now) === "take") this.#judge(look, now);
    return look !== undefined;
  }

  /** Takes a gap of a room that is only looked at; returns whether it was one. */
  gap(frame, now) {
    const look = this.#of(frame.room);
    look?.gap(frame, now);
    const { lo, hi, why } = frame;
    if (look && BEGUN_ANEW.has(why)) this.#end(look, now, { room: look.room, lo, hi, why });
    else if (look) this.#judge(look, now);
    return look !== undefined;
  }

  /** A look was refused; `again` is when to look again, where that can help. */
  refused({ room }, { code }, again, now) {
    const look = this.#looks.get(room);
    if (again === undefined) this.failed(room, code, now);
    else if (look) Object.assign(look, { state: "closed", askAt: again });
  }

  disconnected() {
    this.#over.clear();
    this.#looks.clear();
  }

  /** When to look again, and when a look has brought nothing for too long. */
  times() {
    return [...this.#looks.values()].flatMap((look) => [look.askAt, this.#stuckAt(look)]);
  }

  isStuck(now) {
    return [...this.#looks.values()].some((look) => this.#stuckAt(look) <= now);
  }

  #stuckAt({ state, movedAt }) {
    return state === "open" ? movedAt + PATIENCE_MS : undefined;
  }

  #of(room) {
    return [...this.#looks.values()].find((look) => look.room === room || look.n === room);
  }

  #judge(look, now) {
    if (look.hasMoved || look.isSure) this.#end(look, now, look.untold());
  }

  /** `gap`: what whoever shows the room must hear, where its log is another one. */
  #end({ room }, now, gap) {
    this.#looks.delete(room);
    if (gap) {
      this.#unsee(room);
      this.#wire.tell({ type: "gap", ...gap });
      this.other(room, now);
    }
    this.#wire.send({ t: "close", ref: this.#wire.request("close", {}, now), room });
    this.#over.add(room);
  }
}

/** The reasons of a gap after which the log is another one. */
export const BEGUN_ANEW = new Set(["epoch", "diverged"]);
