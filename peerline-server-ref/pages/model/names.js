/**
 * The rooms that are entered under a name of their own, and what the line says to each of those names
 * alone, in `~` and the name. What ties the names stands on this device alone. Pure but for `store`.
 */
export class Names {
  #client;
  #store;
  #opened;
  /** The private room of each name, by the room it is of; undefined until the room was opened. */
  #homes = new Map();
  #waiting = new Set();

  /** `heard(home, entry, history)`, `opened(room)`, `refused(event)`; `store`: `read()` and `write(list)` of `{room, kind, topic, language}`. */
  constructor(client, { heard, opened, refused }, store) {
    this.#client = client;
    this.#store = store;
    this.#opened = opened;
    client.on("opened", (event) => this.#isOpen(event));
    client.on("entry", ({ room, entry, history }) => room.startsWith("~") && heard(room, entry, history));
    client.on("room_refused", (event) => {
      if (!this.#homes.has(event.room)) return;
      this.forget(event.room);
      refused(event);
    });
  }

  /** What this device knows of rooms that were entered before. */
  get kept() {
    return this.#store.read();
  }

  /** Whether a room is on its way. */
  get isWaiting() {
    return this.#waiting.size > 0;
  }

  has(room) {
    return this.#homes.has(room);
  }

  /** Enters a room; the line is told nothing but its name there. */
  enter({ room, kind, topic, language }) {
    this.#homes.set(room, undefined);
    this.#waiting.add(room);
    const others = this.kept.filter((each) => each.room !== room);
    this.#store.write([...others, { room, kind, topic, language }]);
  }

  /** The room was left, or is not to be had. */
  forget(room) {
    this.#homes.delete(room);
    this.#waiting.delete(room);
    this.#store.write(this.kept.filter((each) => each.room !== room));
  }

  #isOpen({ room, who }) {
    if (!this.#homes.has(room)) return;
    const home = `~${who}`;
    if (this.#homes.get(room) !== home) this.#client.openUnder(home, 50);
    this.#homes.set(room, home);
    const isNews = this.#waiting.delete(room);
    if (isNews) this.#opened(room);
  }
}

/** Whether rooms of a kind are entered with tickets. */
export function takesTickets(kind) {
  return kind === "drop_in" || kind === "session";
}
