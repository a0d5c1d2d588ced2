/**
 * The session over a WebSocket, or SSE and POST: this file alone knows links, clocks and the network's moods.
 *
 * ```js
 * const client = new Client({ sign, lang: "en" });
 * client.on("line", ({ state, since }) => ...);
 * client.on("entry", ({ room, entry, history }) => ...);
 * client.start();
 * const cid = client.put("@me", "seek", { topics: ["grief"], languages: ["en"] });
 * const { rooms } = await client.ask("rooms");
 * ```
 */
import { fromBase64url, toBase64url } from "./base64url.js";
import { JSON_FRAMES } from "./frames.js";
import { byteLength } from "./json.js";
import { Refusal } from "./refusal.js";
import { Session } from "./session.js";
import { tabStore } from "./store.js";
import { defaultUrl, Ways } from "./ways.js";
import { dialWebSocket } from "./ws.js";

export class Client {
  #session;
  #frames = JSON_FRAMES;
  #ways;
  /** The present link, with the `way` it goes and whether the line was `heard` on it. */
  #link;
  #timer;
  #options;
  #listeners = new Map();
  #answers = new Map();
  #pages = new Map();
  #ahead = 0;
  /** The pass that the person brought, until the line has said what it makes of it. */
  #pass;
  /** Whether what the gate asks for is still being done. */
  #isWorking = false;
  /** What the present link has to prove, for work that a gate asks for. */
  #hail;
  #isStopped = false;

  /**
   * `sign(hail, origin)` resolves to the `auth` of `hello`; everything else is optional: `lang`,
   * `country` and `agent` of `hello`; `doors`, for rooms entered with tickets; `url`; `encoding` (`json` or `cbor`); `ext`, the
   * extensions to use; `marks`, what to hear of others in passing; `WebSocket`, the class, or null for none; `store` (`read()` and
   * `write(saved)`), which keeps what has no answer yet, and with `cursors` the rooms and how far each came; `pass()`, which gives
   * the pass of a closed group where there is one.
   */
  constructor({ sign, doors, lang, country, agent, url = defaultUrl(), encoding = "json", ext = [], marks = [], store = tabStore("peerline.puts"), cursors = false, pass, WebSocket = globalThis.WebSocket }) {
    this.#options = { sign, doors, url, encoding, store, pass, WebSocket };
    this.#ways = new Ways(Boolean(WebSocket));
    this.#session = new Session({
      random: Math.random,
      newCid: () => toBase64url(crypto.getRandomValues(new Uint8Array(16))),
      hello: { ...(lang ? { lang } : {}), ...(country ? { country } : {}), ...(agent ? { agent } : {}) },
      ext,
      marks,
      check: (frame, max) => this.#refusalOf(frame, max),
      keepsCursors: cursors,
      saved: store.read(),
    });
  }

  get line() {
    return this.#session.line;
  }

  get pending() {
    return this.#session.pending;
  }

  /** How the line is spoken to: `ws`, `sse`, or undefined without a link. */
  get way() {
    return this.#link?.way;
  }

  /** The server's time, for showing how long an offer still holds. */
  serverNow() {
    return Date.now() + this.#ahead;
  }

  /** Hears events of one type; returns the function that stops it. */
  on(type, listener) {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  start() {
    for (const [target, type] of WAKERS) globalThis[target]?.addEventListener?.(type, this.#probe);
    this.#do((now) => this.#session.connect(now));
  }

  /** Ends for good: no frame goes out or comes in after this. */
  stop() {
    this.#isStopped = true;
    for (const [target, type] of WAKERS) globalThis[target]?.removeEventListener?.(type, this.#probe);
    clearTimeout(this.#timer);
    this.#options.doors?.stop();
    this.#hangUp();
  }

  /** Receives a room, at first at most `back` of its newest entries, or from a `cursor` that was kept. */
  open(room, back = 500, cursor = undefined) {
    this.#do((now) => this.#session.open(room, now, { back, cursor }));
  }

  /** Enters a room under a name of its own, with tickets that are fetched as they are needed. */
  enter(room, back = 500, cursor = undefined) {
    this.#do((now) => this.#session.open(room, now, { back, cursor, proof: "key" }));
  }

  /** Receives a room in which the line knows us under a name of another one: `~` and what `opened.who` was, or a room made for that name. */
  openUnder(room, back = 500, cursor = undefined) {
    this.#do((now) => this.#session.open(room, now, { back, cursor, isUnder: true }));
  }

  close(room) {
    this.#options.doors?.forget(room);
    this.#do((now) => this.#session.close(room, now));
  }

  put(room, kind, body, re) {
    return this.#do((now) => this.#session.put({ room, kind, body, re }, now));
  }

  sendAnyway(cid) {
    this.#do((now) => this.#session.sendAnyway(cid, now));
  }

  giveUp(cid) {
    this.#do((now) => this.#session.giveUp(cid, now));
  }

  /** Says something that is never kept, such as `typing`. */
  sig(room, kind, ttl = 5_000, body = undefined) {
    this.#do(() => this.#session.sig(room, kind, ttl, body));
  }

  /** Hears and shows these in passing from now on. */
  mark(marks) {
    this.#do((now) => this.#session.mark(marks, now));
  }

  /** Asks, as often as it takes; rejects only where the server says no. */
  ask(what, body) {
    return new Promise((resolve, reject) => {
      const id = this.#do((now) => this.#session.ask(what, body, now));
      this.#answers.set(id, { resolve, reject });
    });
  }

  /** What is kept about me, and what of it `erase` would leave: a list of `{what, why, n, until, stays, room, case}`. */
  async kept() {
    return (await this.ask("kept")).kept;
  }

  /** Erases me, for good, and then stops; resolves to what is left, why and until when. What was stored here goes too. */
  erase() {
    const cid = this.put("@me", "erase", { sure: true });
    return new Promise((resolve, reject) => {
      const unhear = this.on("put", (event) => {
        if (event.cid !== cid || !SETTLED.has(event.state)) return;
        unhear();
        if (event.state !== "done") return reject({ code: event.code, say: event.say });
        this.stop();
        this.#options.store.write({ puts: [], rooms: [] });
        resolve(event.body.kept);
      });
    });
  }

  /** Reads up to `n` entries of an open room before an entry, in order; they are told by no event `entry`. */
  older(room, before, n = 64) {
    return new Promise((resolve, reject) => {
      const id = this.#do((now) => this.#session.older(room, before, n, now));
      this.#pages.set(id, { resolve, reject });
    });
  }

  #probe = () => {
    if (document.visibilityState === "visible") this.#do((now) => this.#session.probe(now));
  };

  #do(input) {
    if (this.#isStopped) return undefined;
    const result = input(Date.now());
    this.#carryOut();
    this.#schedule();
    return result;
  }

  #carryOut() {
    for (const output of this.#session.drain()) {
      if (output.do === "send") this.#send(output.frame);
      else if (output.do === "dial") this.#dial();
      else if (output.do === "hang_up") this.#hangUp();
      else if (output.do === "sign") this.#sign(output.hail);
      else if (output.do === "save") this.#options.store.write(this.#session.saved());
      // A listener may act on the session at once; that must not run inside this loop.
      else if (output.do === "tell") queueMicrotask(() => this.#tell(output.event));
    }
  }

  /** Puts and questions were tried before; anything else that cannot be said can be lost. */
  #send(frame) {
    try {
      this.#link?.send(this.#frames.encode(frame, this.#session.max));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  #schedule() {
    clearTimeout(this.#timer);
    const wake = this.#session.wake();
    if (wake === undefined) return;
    const wait = Math.min(Math.max(wake - Date.now(), 10), 60_000);
    this.#timer = setTimeout(() => this.#do((now) => this.#session.tick(now)), wait);
  }

  async #dial() {
    const link = { way: this.#ways.next(Date.now()), isHeard: false, send: () => undefined, close: () => undefined };
    this.#link = link;
    const ifCurrent = (act) => (data) => link === this.#link && act(data);
    const on = {
      opened: ifCurrent(() => this.#do((now) => this.#session.connected(now))),
      message: ifCurrent((data) => this.#receive(data, link)),
      closed: ifCurrent(() => this.#dropped()),
    };
    try {
      const dial = await this.#load(link.way);
      if (link !== this.#link) return;
      const { send, close } = bound(dial({ ...this.#options, frames: this.#frames }, on));
      Object.assign(link, { send, close });
    } catch {
      on.closed();
    }
  }

  /** What a page may never need comes only when it does. */
  async #load(way) {
    if (this.#options.encoding === "cbor") this.#frames = (await import("./cbor-frames.js")).CBOR_FRAMES;
    return way === "ws" ? dialWebSocket : (await import("./sse.js")).dialSse;
  }

  #receive(data, link) {
    if (!link.isHeard) this.#ways.heard(link.way);
    link.isHeard = true;
    const size = typeof data === "string" ? byteLength(data) : data.length;
    try {
      const frame = this.#frames.decode(data, HEARING);
      this.#do((now) => this.#session.receive(frame, now, size));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#do((now) => this.#session.unreadable(now));
    }
  }

  #refusalOf(frame, max) {
    try {
      this.#frames.encode(frame, max);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }

  #dropped() {
    this.#hangUp();
    this.#do((now) => this.#session.dropped(now));
  }

  #hangUp() {
    const link = this.#link;
    this.#link = undefined;
    if (link && !link.isHeard) this.#ways.failed(link.way);
    link?.close();
  }

  async #sign(hail) {
    const link = this.#link;
    this.#hail = hail;
    try {
      const origin = new URL(this.#options.url).origin.replace(/^ws/, "http");
      this.#options.doors?.hailed(hail, origin);
      const auth = await this.#options.sign(hail, origin);
      if (link === this.#link) this.#do((now) => this.#session.signed(auth, now));
    } catch {
      // Without a signature there is no session; said aloud, because trying again cannot help.
      this.stop();
      this.#tell({ type: "ended", code: "unsupported" });
    }
  }

  async #prove({ room, fresh }) {
    const link = this.#link;
    const ask = (what, body) => this.ask(what, body);
    // Without a proof the room is refused, and what waits for it goes on.
    const join = await this.#options.doors?.prove(room, fresh, ask, this.serverNow()).catch(() => null);
    if (link === this.#link) this.#do((now) => this.#session.open(room, now, join ? { join } : { join: null, refusal: this.#options.doors?.refusalOf(room) }));
  }

  #plan({ room, until }) {
    const fetch = () => this.#options.doors.fetch(room, (what, body) => this.ask(what, body), this.serverNow());
    const renew = () => this.#do((now) => this.#session.open(room, now, { proof: "ticket" }));
    this.#options.doors?.plan(room, until, { fetch, renew, now: this.serverNow() });
  }

  /**
   * Brings what the gate asks a newcomer for, while the person may already call somebody: work is done, a
   * wait is waited for, a pass is put where the options have one. Else the app asks the person for it.
   */
  async #enter(gate) {
    const link = this.#link;
    const isOver = () => link !== this.#link || this.#isStopped;
    const body = await this.#keysFor(gate, isOver);
    if (isOver()) return;
    this.#isWorking = false;
    if (body) this.put("@me", "gate", body);
  }

  /**
   * Brings the pass of a closed group. One that comes before the work is done is kept and goes with it, and after a
   * break it is brought anew, until the line lets this person in or says that it is none.
   */
  bringPass(pass) {
    this.#pass = pass;
    if (!this.#isWorking) this.put("@me", "gate", { pass });
  }

  #gateSays({ kind, state, code, body }) {
    if (kind !== "gate") return;
    const isWrong = state === "refused" && code !== "rate" && body?.pass !== undefined;
    if (state === "done" || isWrong) this.#pass = undefined;
  }

  async #keysFor({ why, bits, retry_ms }, isOver) {
    const { gate } = this.#hail;
    if (why === "wait") await new Promise((resolve) => setTimeout(resolve, retry_ms));
    const asked = bits ?? gate?.pow?.bits;
    const pow = asked === undefined ? undefined : await this.#solve(asked, isOver);
    // Only now: a pass that came meanwhile goes with the work.
    const pass = this.#pass ?? (why === "pass" ? this.#options.pass?.() : undefined);
    const body = { ...(pow !== undefined && { pow }), ...(pass !== undefined && { pass }) };
    return Object.keys(body).length > 0 || why === "wait" ? body : undefined;
  }

  async #solve(bits, isOver) {
    const { line, nonce } = this.#hail;
    const { solveWork } = await import("./work.js");
    return solveWork(fromBase64url(line), fromBase64url(nonce), bits, isOver);
  }

  #tell(event) {
    if (event.type === "welcome") {
      this.#ahead = event.ahead;
      this.#isWorking = Boolean(event.me?.gate);
      if (event.me?.gate) this.#enter(event.me.gate);
    }
    if (event.type === "put") this.#gateSays(event);
    if (event.type === "prove") this.#prove(event);
    if (event.type === "opened" && event.until) this.#plan(event);
    if (event.type === "answer") settle(this.#answers, event.id, event.body, event.error);
    if (event.type === "page") settle(this.#pages, event.id, event.entries, event.error);
    for (const listener of this.#listeners.get(event.type) ?? []) listener(event);
  }
}

function settle(promises, id, value, error) {
  const waiting = promises.get(id);
  promises.delete(id);
  if (error) waiting?.reject(error);
  else waiting?.resolve(value);
}

/**
 * What is borne of the line: bounded, but wider than what it bears of us. On a bad night the list of
 * cases is long, and a client that refused it would show none of them.
 */
const HEARING = { frame: 1 << 20, depth: 16, items: 1 << 16 };

/** States of a put that nothing follows. */
const SETTLED = new Set(["done", "held", "refused", "given_up"]);

/** Events after which a sleeping page may be out of date without knowing it. */
const WAKERS = [
  ["window", "online"],
  ["window", "pageshow"],
  ["document", "visibilitychange"],
];

function bound(link) {
  return { send: (data) => link.send(data), close: () => link.close() };
}
