/**
 * PLP/1 for a client, without sockets and clocks: every input brings the time, every effect is an
 * output the shell carries out. `Link` is the connection, `Rooms` what we hear, `Puts` what we say.
 *
 * Outputs of `drain()`: `{do: "dial"}`, `{do: "sign", hail}`, `{do: "send", frame}`, `{do: "hang_up"}`,
 * `{do: "save"}` (keep what `saved()` gives), `{do: "tell", event}`. Events are listed in `README.md`.
 */
import { Asks } from "./asks.js";
import { Link } from "./link.js";
import { Pages } from "./pages.js";
import { Puts } from "./puts.js";
import { isRetryable, LIMITS, RETRY_MS } from "./refusal.js";
import { Requests } from "./requests.js";
import { Rooms } from "./rooms.js";

export class Session {
  #outputs = [];
  #requests = new Requests();
  #link;
  #rooms;
  #asks = new Asks();
  #pages = new Pages();
  #puts;
  #options;
  #line = { state: "stale", isFirstTry: true };
  #max = LIMITS;
  #unacknowledged = 0;

  /**
   * `options`: `random()` in 0..1, `newCid()`, `hello` (fields beside `auth`), `ext` (extensions to
   * use), `saved` (what `saved()` gave before), `check(frame, max)` (the code with which a frame that
   * cannot be sent is refused) and `keepsCursors`.
   */
  constructor(options) {
    this.#options = options;
    this.#link = new Link(options.random, (output) => this.#outputs.push(output));
    const wire = {
      send: (frame) => this.#send(frame),
      tell: (event) => this.#tell(event),
      request: (what, about, now) => this.#requests.add(what, about, now),
      isOlder: (entry) => this.#pages.take(entry),
      referred: () => this.#puts.referred(),
      refuse: (room, code, now) => this.#puts.refuseReferring(room, code, now),
      seen: (room) => this.#rooms.seen(room),
      isKnown: (put) => this.#rooms.isKnown(put),
      isHeld: (room, isUnder) => this.#rooms.holds(room, isUnder),
      isUnder: (room) => this.#rooms.isUnder(room),
    };
    this.#rooms = new Rooms(wire, options.saved?.rooms, options.marks);
    const speech = { ...wire, save: () => this.#save(), shortOf: (room) => this.#rooms.shortOf(room), check: (frame) => options.check?.(frame, this.#max), take: (ref) => this.#requests.take(ref) };
    this.#puts = new Puts(speech, options.saved?.puts);
  }

  get phase() {
    return this.#link.phase;
  }

  /** `live`, `catching-up`, or `stale` with `since`; `isFirstTry` until a try has failed. */
  get line() {
    return this.#line;
  }

  get pending() {
    return this.#puts.all;
  }

  /** The limits of frames: those of the line, once it has said them. */
  get max() {
    return this.#max;
  }

  /** Plain data from which another session goes on: `{puts, rooms}`. */
  saved() {
    return { puts: this.#puts.saved(), rooms: this.#options.keepsCursors ? this.#rooms.saved() : [] };
  }

  /** Takes what the shell must do now, in order. */
  drain() {
    return this.#outputs.splice(0);
  }

  /** The time of the next `tick` that can change something. */
  wake() {
    const own = this.#link.times();
    if (this.phase === "ready") own.push(this.#requests.overdueAt(), ...this.#rooms.times(), ...this.#puts.times(), ...this.#asks.times(), ...this.#pages.times());
    const times = own.filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Asks for a link, now; also to cut a backoff short. */
  connect(now) {
    this.#link.connect(now);
    this.#refresh(now);
  }

  /** The link stands. */
  connected(now) {
    this.#link.connected(now);
  }

  /** Asks now whether the link lives: for waking up from sleep and for `online`. */
  probe(now) {
    if (this.phase === "backoff") this.#link.connect(now);
    if (this.phase === "ready") this.#ping();
    if (this.phase === "ready") this.#link.doubted(now);
    this.#refresh(now);
  }

  tick(now) {
    const isReady = this.phase === "ready";
    const isOverdue = isReady && (this.#requests.overdueAt() <= now || this.#rooms.isStuck(now));
    if (this.#link.tick(now) || isOverdue) this.#hangUp(now);
    this.#refresh(now);
  }

  dropped(now) {
    if (!this.#link.isUp) return;
    this.#disconnect(now);
    this.#refresh(now);
  }

  signed(auth, now) {
    if (this.phase !== "signing") return;
    this.#link.signed(now);
    const { hello, ext = [] } = this.#options;
    const open = this.#rooms.resume(ROOMS, now);
    this.#send({ t: "hello", v: 1, ...(ext.length > 0 ? { ext } : {}), ...hello, auth, ...(open.length > 0 ? { open } : {}) });
  }

  /** Receives a room, from a `cursor` or at most `back` of its newest entries; with `proof` (`key`, or `ticket` for a fresh one) the event `prove` asks for a `join`; with `isUnder`, once such names are shown. */
  open(room, now, options = {}) {
    this.#rooms.add(room, options);
    this.#keep();
    this.#refresh(now);
  }

  /** Stops receiving a room; puts into it go on. */
  close(room, now) {
    const isOpen = this.#rooms.remove(room);
    if (isOpen && this.phase === "ready") this.#send({ t: "close", ref: this.#requests.add("close", {}, now), room });
    this.#keep();
    this.#refresh(now);
  }

  /** Queues a put and returns its cid, made before anything is sent. */
  put(draft, now) {
    const cid = this.#options.newCid();
    this.#puts.add({ ...draft, cid }, now);
    this.#refresh(now);
    return cid;
  }

  /** The author has read the nudge and sends the same words again. */
  sendAnyway(cid, now) {
    this.#puts.sendAnyway(cid);
    this.#refresh(now);
  }

  /** Gives a put up: after a nudge, or because its author thought better of it. What is on its way may still take effect. */
  giveUp(cid, now) {
    this.#puts.giveUp(cid, this.phase === "ready", now);
    this.#refresh(now);
  }

  /** Asks something; the event `answer` bears the number that this returns. */
  ask(what, body, now) {
    const id = this.#asks.add(what, body);
    this.#refresh(now);
    return id;
  }

  /** Reads up to `n` entries of an open room before an entry; the event `page` bears the number that this returns. */
  older(room, before, n, now) {
    const id = this.#pages.add(room, before, n);
    this.#refresh(now);
    return id;
  }

  /** Hears and shows these in passing from now on. */
  mark(marks, now) {
    this.#rooms.mark(marks);
    this.#refresh(now);
  }

  /** Says something that is never kept; lost without harm where there is no link. */
  sig(room, kind, ttl, body) {
    if (this.phase === "ready") this.#send({ t: "sig", room: this.#rooms.shortOf(room), kind, ttl, ...(body ? { body } : {}) });
  }

  /** Takes a frame, and how many bytes it had; `undefined` stands for one of a later version. */
  receive(frame, now, size = 0) {
    if (!this.#link.isUp) return;
    this.#link.heard(now);
    this.#unacknowledged += size;
    if (frame) this.#take(frame, now);
    this.#acknowledge();
    this.#refresh(now);
  }

  /** A frame could not be read: that ends the link, and another may do better. */
  unreadable(now) {
    if (this.#link.isUp) this.#hangUp(now);
    this.#refresh(now);
  }

  /** Whoever speaks out of turn is not understood. */
  #take(frame, now) {
    const phases = PHASES[frame.t] ?? READY;
    if (!phases.has(this.phase)) this.#hangUp(now);
    else HANDLERS[frame.t].call(this, frame, now);
  }

  _hail(frame, now) {
    this.#link.hailed(now);
    if (frame.v.includes(1)) this.#outputs.push({ do: "sign", hail: frame });
    else this.#end({ code: "version" });
  }

  _welcome({ t, ...welcome }, now) {
    this.#link.welcomed(welcome.hb_ms, now);
    this.#requests.heard(now);
    this.#max = { ...LIMITS, ...welcome.max };
    this.#unacknowledged = 0;
    this.#tell({ type: "welcome", ...welcome, ahead: welcome.now - now });
  }

  _opened(frame, now) {
    // The answer to an opening that was called off meanwhile, or to a look that is over.
    const asked = frame.ref === undefined ? { room: frame.room } : this.#requests.take(frame.ref);
    if (asked?.room !== frame.room || (asked.what === "look" && !this.#rooms.isLookingAt(frame.room))) return;
    this.#requests.settle("open", frame.room);
    this.#rooms.opened(frame, now);
    this.#keep();
  }

  _ev(frame, now) {
    this.#rooms.entry(frame, now);
    this.#keep();
  }

  _gap(frame, now) {
    this.#rooms.gap(frame, now);
    this.#keep();
  }

  _ok({ ref, st, seq, decision, body }, now) {
    const request = this.#requests.take(ref);
    if (request?.what === "fetch") this.#rooms.fetched(request.room, now, seq);
    if (request?.what === "ask") this.#answer(request.id, { body });
    if (request?.what === "page") this.#page(request.id);
    if (request?.what === "put") this.#puts.taken(request, { state: st, seq, decision, body });
  }

  _err(frame, now) {
    const request = this.#requests.take(frame.ref);
    const { code, say } = frame;
    const again = isRetryable(frame) ? now + (frame.retry_ms ?? RETRY_MS) : undefined;
    if (request?.what === "put") this.#puts.refused(request, frame, again, now);
    else if (request?.what === "ask") this.#refusedAsk(request, frame, again);
    else if (request?.what === "page" && again === undefined) this.#page(request.id, { code, say });
    else if (request?.what === "page") this.#pages.later(request.id, again);
    else if (request?.room) this.#rooms.refused(request, frame, again, now);
    else if (!request) this.#tell({ type: "error", code, say });
  }

  _bye(frame, now) {
    if (frame.again_ms === undefined) this.#end(frame);
    else this.#hangUp(now, frame.again_ms);
  }

  _ping({ n, heads = {} }, now) {
    if (this.#link.isAsked(n)) this.#ping(n);
    this.#rooms.pinged(heads, now);
  }

  _sig(frame) {
    this.#rooms.sig(frame);
  }

  /** Every ping of ours says how far we are. */
  #ping(n = this.#link.nextPing()) {
    const heads = this.#rooms.heads();
    this.#unacknowledged = 0;
    this.#send({ t: "ping", n, ...(Object.keys(heads).length > 0 ? { heads } : {}) });
  }

  #acknowledge() {
    if (this.phase === "ready" && this.#unacknowledged >= this.#max.inflight / 4) this.#ping();
  }

  #hangUp(now, atLeast) {
    this.#outputs.push({ do: "hang_up" });
    this.#disconnect(now, atLeast);
  }

  #disconnect(now, atLeast) {
    this.#link.lost(now, atLeast);
    this.#forgetConnection();
  }

  #end({ code, say }) {
    this.#outputs.push({ do: "hang_up" });
    this.#link.ended();
    this.#forgetConnection();
    this.#tell({ type: "ended", code, say });
  }

  #forgetConnection() {
    this.#requests.disconnected();
    this.#puts.disconnected();
    this.#rooms.disconnected();
    this.#asks.disconnected();
    this.#pages.disconnected();
  }

  #refresh(now) {
    if (this.phase === "ready") this.#work(now);
    const next = this.#lineNow();
    if (next.state === "live") this.#link.lived();
    if (this.phase === "idle" || isSame(next, this.#line)) return;
    this.#line = next;
    this.#tell({ type: "line", ...next });
  }

  #lineNow() {
    if (this.phase === "ready") return { state: this.#rooms.isLive ? "live" : "catching-up" };
    const { staleSince: since, isFirstTry } = this.#link;
    return { state: "stale", since, ...(isFirstTry ? { isFirstTry } : {}) };
  }

  #work(now) {
    this.#rooms.work(now);
    this.#puts.work(now);
    for (const { id, ...page } of this.#pages.due(now, (room) => this.#rooms.isOpen(room))) {
      this.#send({ t: "fetch", ref: this.#requests.add("page", { id }, now), ...page });
    }
    for (const { id, ...ask } of this.#asks.due(now)) this.#sendAsk(id, ask, now);
  }

  #sendAsk(id, ask, now) {
    const frame = { t: "ask", ref: this.#requests.add("ask", { id }, now), ...ask };
    const code = this.#options.check?.(frame, this.#max);
    if (code) this.#requests.take(frame.ref);
    if (code) this.#answer(id, { error: { code } });
    else this.#send(frame);
  }

  #refusedAsk({ id }, { code, say, why, ways }, again) {
    if (again === undefined) this.#answer(id, { error: { code, say, ...(why ? { why } : {}), ...(ways ? { ways } : {}) } });
    else this.#asks.later(id, again);
  }

  #page(id, error) {
    const { room, entries } = this.#pages.done(id) ?? {};
    if (room) this.#tell({ type: "page", id, room, ...(error ? { error } : { entries }) });
  }

  #answer(id, outcome) {
    const ask = this.#asks.take(id);
    if (ask) this.#tell({ type: "answer", id, what: ask.what, ...outcome });
  }

  #keep() {
    if (this.#options.keepsCursors) this.#save();
  }

  #save() {
    if (this.#outputs.at(-1)?.do !== "save") this.#outputs.push({ do: "save" });
  }

  #send(frame) {
    this.#outputs.push({ do: "send", frame });
  }

  #tell(event) {
    this.#outputs.push({ do: "tell", event });
  }
}

function isSame(a, b) {
  return a.state === b.state && a.since === b.since && a.isFirstTry === b.isFirstTry;
}

const FRAMES = ["hail", "welcome", "opened", "ev", "gap", "ok", "err", "bye", "ping", "sig"];
const HANDLERS = Object.fromEntries(FRAMES.map((t) => [t, Session.prototype[`_${t}`]]));

/** In which phases a frame is in its place. */
const READY = new Set(["ready"]);
const PHASES = {
  hail: new Set(["dialing", "greeting"]),
  welcome: new Set(["joining"]),
  bye: new Set(["dialing", "greeting", "signing", "joining", "ready"]),
};
/** How many rooms `hello` opens at most. */
const ROOMS = 64;
