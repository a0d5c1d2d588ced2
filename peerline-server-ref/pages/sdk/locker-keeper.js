/**
 * Keeps a person's notes in their locker: fetches what is there, puts it together with what this device notes,
 * and puts it back, sealed, a moment after something changed.
 *
 * ```js
 * const keeper = new LockerKeeper({ root, secret, heard: ({ notes, used, wasHere }) => ..., usedBy: ({ uses }) => ... });
 * const client = new Client({ sign: keeper.signing(signerOf(root, undefined, undefined, undefined, () => secret)) });
 * keeper.start(client);
 * keeper.read(room, seq, at);
 * ```
 */
import { fromBase64url, toBase64url } from "./base64url.js";
import { LockerError, LockerKey, PLAN_BYTES, deviceOf, mergeNotes, packNotes, unpackNotes } from "./locker.js";

export class LockerKeeper {
  #root;
  #secret;
  #heard;
  #usedBy;
  #wait;
  #client;
  #line;
  #key;
  #device;
  #version = 0;
  #notes = { rooms: {} };
  /** Whether a locker is there, or wanted; nobody gets one unasked. */
  #isWanted = false;
  #isKnown = false;
  #isDirty = false;
  #isStopped = false;
  #out;
  #tries = 0;
  #timer;

  /**
   * `secret` is that of this device, 32 bytes as text. `heard({notes, uses, used, wasHere})` is told once what lay
   * in the locker; `usedBy({uses, at, history})` whenever a device that is not this one came with the phrase.
   * `wait` is how many milliseconds changes are gathered.
   */
  constructor({ root, secret, heard = () => undefined, usedBy = () => undefined, wait = WAIT_MS }) {
    this.#root = root;
    this.#secret = secret;
    this.#heard = heard;
    this.#usedBy = usedBy;
    this.#wait = wait;
  }

  get notes() {
    return this.#notes;
  }

  /** Wraps a `sign`, to learn which line this is. */
  signing(sign) {
    return (hail, origin) => {
      this.#line = fromBase64url(hail.line);
      return sign(hail, origin);
    };
  }

  start(client) {
    this.#client = client;
    client.on("welcome", () => this.#sync());
    client.on("put", (put) => this.#put(put));
    client.on("entry", ({ room, entry, history }) => room === "@me" && this.#entry(entry, history));
    globalThis.document?.addEventListener?.("visibilitychange", this.#hidden);
  }

  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    globalThis.document?.removeEventListener?.("visibilitychange", this.#hidden);
  }

  /** The person wants to come back: from now on what is noted goes into the locker. */
  want() {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#changed();
  }

  /** A room was read up to an entry that was written `at`. */
  read(room, seq, at, { ticket } = {}) {
    const known = this.#notes.rooms[room];
    if (known && known.read >= seq) return;
    const rooms = { ...this.#notes.rooms, [room]: { ...known, read: seq, at, ...(ticket ? { ticket: true } : {}) } };
    this.#notes = { ...this.#notes, rooms };
    this.#changed();
  }

  /** Up to which entry a room was read, on whatever device. */
  readUpTo(room) {
    return this.#notes.rooms[room]?.read ?? 0;
  }

  /** Somebody in a room is not to be met again. */
  block(room, who) {
    this.#notes = mergeNotes(this.#notes, { rooms: {}, blocks: [[room, who]] });
    this.#changed();
  }

  /** The person's safety plan: six texts, or none. */
  get plan() {
    return this.#notes.plan?.steps ?? [];
  }

  /** Whether the line has everything that was noted here. */
  get isKept() {
    return this.#isKnown && !this.#isDirty && this.#out === undefined;
  }

  /** Keeps a safety plan in the place of the one before; returns `false` where it is too much. None erases it. */
  setPlan(steps, at = Date.now()) {
    const plan = { at: Math.max(at, (this.#notes.plan?.at ?? 0) + 1), steps };
    if (new TextEncoder().encode(JSON.stringify(plan)).length > PLAN_BYTES) return false;
    this.#notes = { ...this.#notes, plan };
    this.#isWanted = true;
    this.#changed();
    return true;
  }

  #hidden = () => {
    if (document.visibilityState === "hidden" && this.#isDirty) this.#save();
  };

  #changed() {
    this.#isDirty = true;
    if (!this.#isWanted || !this.#isKnown || this.#isStopped) return;
    this.#timer ??= setTimeout(() => this.#save(), this.#wait);
  }

  async #sync() {
    const isFirst = !this.#isKnown;
    try {
      const { version, blob, uses, used } = await this.#client.ask("locker");
      this.#key ??= await LockerKey.of(this.#root, this.#line);
      this.#device ??= await deviceOf(this.#root, this.#line, this.#secret);
      const wasHere = version > 0;
      if (blob && version !== this.#version) await this.#take(version, blob);
      this.#version = version;
      this.#isKnown = true;
      this.#isWanted ||= wasHere;
      if (isFirst) this.#heard({ notes: this.#notes, uses, used, wasHere });
      if (this.#isDirty) this.#changed();
    } catch (error) {
      // A line without lockers, or one that a later program sealed: nothing is kept, and all else goes on.
      if (error instanceof LockerError) this.stop();
    }
  }

  async #take(version, blob) {
    try {
      const theirs = unpackNotes(await this.#key.open(version, fromBase64url(blob)));
      const mine = this.#notes;
      this.#notes = mergeNotes(mine, theirs);
      this.#isDirty ||= JSON.stringify(mergeNotes(theirs, mine)) !== JSON.stringify(theirs);
    } catch (error) {
      if (!(error instanceof LockerError) || error.reason === "later") throw error;
      // It was changed on the way or there: what is here takes its place.
      this.#isDirty = true;
    }
  }

  async #save() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#out || !this.#isKnown || !this.#isWanted || this.#isStopped) return;
    this.#out = "sealing";
    this.#isDirty = false;
    const after = this.#version;
    const blob = await this.#key.seal(after + 1, packNotes(this.#notes));
    if (!this.#isStopped) this.#out = this.#client.put("@me", "locker", { after, blob: toBase64url(blob) });
  }

  #put({ cid, state }) {
    if (cid !== this.#out || !ENDS.has(state)) return;
    this.#out = undefined;
    if (state === "done") {
      this.#version += 1;
      this.#tries = 0;
      if (this.#isDirty) this.#changed();
    } else if (this.#tries < TRIES) {
      // Another device kept something meanwhile: fetched, put together, and kept again.
      this.#tries += 1;
      this.#isDirty = true;
      this.#sync();
    }
  }

  async #entry({ kind, body, at }, history) {
    if (kind !== "notice" || body?.code !== "used") return;
    this.#device ??= await deviceOf(this.#root, this.#line, this.#secret);
    if (body.device !== this.#device) this.#usedBy({ uses: body.uses, at, history });
  }
}

/** Changes are gathered for so long. */
const WAIT_MS = 4_000;
/** How often a put that was refused is put together anew, one after the other. */
const TRIES = 3;
const ENDS = new Set(["done", "held", "refused", "given_up"]);
