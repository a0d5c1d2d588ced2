/**
 * The session over a WebSocket: this file alone knows sockets, clocks, storage and the network's moods.
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
import { toBase64url } from "./identity.js";
import { Session } from "./session.js";

export class Client {
  #session;
  #socket;
  #timer;
  #options;
  #listeners = new Map();
  #answers = new Map();
  #ahead = 0;
  #isStopped = false;

  /**
   * `sign(hail, origin)` resolves to the `auth` of `hello`. `lang` and `country` are optional, as is
   * `url`; `puts` names the entry of sessionStorage that keeps what has no answer yet.
   */
  constructor({ sign, lang, country, url = defaultUrl(), puts = "peerline.puts" }) {
    this.#options = { sign, url, puts };
    this.#session = new Session({
      random: Math.random,
      newCid: () => toBase64url(crypto.getRandomValues(new Uint8Array(16))),
      hello: { ...(lang ? { lang } : {}), ...(country ? { country } : {}) },
      saved: readPuts(puts),
    });
  }

  get line() {
    return this.#session.line;
  }

  get pending() {
    return this.#session.pending;
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
    for (const [target, type] of WAKERS) target().addEventListener(type, this.#probe);
    this.#do((now) => this.#session.connect(now));
  }

  /** Ends for good: no frame goes out or comes in after this. */
  stop() {
    this.#isStopped = true;
    for (const [target, type] of WAKERS) target().removeEventListener(type, this.#probe);
    clearTimeout(this.#timer);
    this.#hangUp();
  }

  open(room, back) {
    this.#do((now) => this.#session.open(room, now, back));
  }

  close(room) {
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

  /** Asks, as often as it takes; rejects only where the server says no. */
  ask(what, body) {
    return new Promise((resolve, reject) => {
      const ref = this.#do((now) => this.#session.ask(what, body, now));
      this.#answers.set(ref, { resolve, reject });
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
      if (output.do === "send") this.#socket?.send(JSON.stringify(output.frame));
      else if (output.do === "dial") this.#dial();
      else if (output.do === "hang_up") this.#hangUp();
      else if (output.do === "sign") this.#sign(output.hail);
      else if (output.do === "save") savePuts(this.#options.puts, output.puts);
      // A listener may act on the session at once; that must not run inside this loop.
      else if (output.do === "tell") queueMicrotask(() => this.#tell(output.event));
    }
  }

  #schedule() {
    clearTimeout(this.#timer);
    const wake = this.#session.wake();
    if (wake === undefined) return;
    const wait = Math.min(Math.max(wake - Date.now(), 10), 60_000);
    this.#timer = setTimeout(() => this.#do((now) => this.#session.tick(now)), wait);
  }

  #dial() {
    const socket = new WebSocket(this.#options.url, "peerline.1+json");
    this.#socket = socket;
    const ifCurrent = (act) => (event) => socket === this.#socket && act(event);
    socket.onmessage = ifCurrent(({ data }) => this.#receive(data));
    socket.onclose = ifCurrent(() => this.#do((now) => this.#session.dropped(now)));
  }

  #receive(data) {
    const frame = parse(data);
    if (frame) this.#do((now) => this.#session.receive(frame, now));
  }

  #hangUp() {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  async #sign(hail) {
    const socket = this.#socket;
    try {
      const auth = await this.#options.sign(hail, new URL(this.#options.url).origin.replace(/^ws/, "http"));
      if (socket === this.#socket) this.#do((now) => this.#session.signed(auth, now));
    } catch {
      // Without a signature there is no session; said aloud, because trying again cannot help.
      this.stop();
      this.#tell({ type: "ended", code: "unsupported" });
    }
  }

  #tell(event) {
    if (event.type === "welcome") this.#ahead = event.ahead;
    if (event.type === "answer") this.#answered(event);
    for (const listener of this.#listeners.get(event.type) ?? []) listener(event);
  }

  #answered({ ref, body, error }) {
    const waiting = this.#answers.get(ref);
    this.#answers.delete(ref);
    if (error) waiting?.reject(error);
    else waiting?.resolve(body);
  }
}

/** Events after which a sleeping page may be out of date without knowing it. */
const WAKERS = [
  [() => window, "online"],
  [() => window, "pageshow"],
  [() => document, "visibilitychange"],
];

function defaultUrl() {
  const url = new URL("/plp", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function readPuts(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}

function savePuts(key, puts) {
  try {
    if (puts.length > 0) sessionStorage.setItem(key, JSON.stringify(puts));
    else sessionStorage.removeItem(key);
  } catch {
    // Storage may be switched off; then only a reload loses what has no answer.
  }
}
