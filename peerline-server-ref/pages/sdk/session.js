/**
 * PLP/1 for a client, without sockets and clocks: every input brings the time, every effect is an
 * output the shell carries out. `Link` is the connection, `Rooms` what we hear, `Outbox` what we say.
 *
 * Outputs of `drain()`: `{do: "dial"}`, `{do: "sign", hail}`, `{do: "send", frame}`, `{do: "hang_up"}`,
 * `{do: "save", puts}`, `{do: "tell", event}`. Events are listed in `README.md`.
 */
import { Asks } from "./asks.js";
import { Link } from "./link.js";
import { Outbox } from "./outbox.js";
import { Rooms } from "./rooms.js";

export class Session {
  #outputs = [];
  #link;
  #rooms;
  #asks = new Asks();
  #closing = new Set();
  #outbox;
  #options;
  #ref = 0;
  #line = { state: "catching-up" };

  /** `options`: `random()` in 0..1, `newCid()`, `hello` (fields beside `auth`), `saved` puts. */
  constructor(options) {
    this.#options = options;
    this.#link = new Link(options.random, (output) => this.#outputs.push(output));
    this.#rooms = new Rooms({
      send: (frame) => this.#send(frame),
      tell: (event) => this.#tell(event),
      nextRef: () => (this.#ref += 1),
    });
    this.#outbox = new Outbox(options.saved ?? []);
  }

  get phase() {
    return this.#link.phase;
  }

  get line() {
    return this.#line;
  }

  get pending() {
    return this.#outbox.all;
  }

  /** Takes what the shell must do now, in order. */
  drain() {
    return this.#outputs.splice(0);
  }

  /** The time of the next `tick` that can change something. */
  wake() {
    const own = [...this.#link.times(), this.#outbox.wake(), this.#answerDue()];
    const all = [...own, ...this.#rooms.dueAt(), ...this.#asks.dueAt()];
    const times = all.filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  connect(now) {
    this.#link.connect(now);
    this.#refresh(now);
  }

  /** Asks now whether the link lives: for waking up from sleep and for `online`. */
  probe(now) {
    this.#link.probe(now);
    this.#refresh(now);
  }

  tick(now) {
    const isDead = this.#link.tick(now) || this.#answerDue() <= now;
    if (isDead) {
      this.#outputs.push({ do: "hang_up" });
      this.#disconnect(now);
    }
    this.#refresh(now);
  }

  dropped(now) {
    if (!this.#link.isUp) return;
    this.#disconnect(now);
    this.#refresh(now);
  }

  signed(auth, now) {
    if (this.phase !== "greeting") return;
    const open = this.#rooms.resume();
    this.#send({ t: "hello", v: 1, ext: [], ...this.#options.hello, auth, open });
    this.#refresh(now);
  }

  /** Starts to receive a room; `back` limits the first replay to the newest entries. */
  open(room, now, back = 500) {
    this.#rooms.add(room, back);
    this.#refresh(now);
  }

  close(room, now) {
    if (!this.#rooms.remove(room)) return;
    if (this.phase === "ready") {
      this.#ref += 1;
      this.#closing.add(this.#ref);
      this.#send({ t: "close", ref: this.#ref, room });
    }
    this.#refresh(now);
  }

  /** Queues a put and returns its cid, made before anything is sent. */
  put({ room, kind, body = {}, re }, now) {
    const cid = this.#options.newCid();
    const put = this.#outbox.add({ room, cid, kind, body, ...(re ? { re } : {}), at: now });
    this.#tellPut(put, "queued");
    this.#save();
    this.#refresh(now);
    return cid;
  }

  /** The author has read the nudge and sends the same words again. */
  sendAnyway(cid, now) {
    const put = this.#outbox.byCid(cid);
    if (put?.state !== "nudged") return;
    Object.assign(put, { state: "queued", over: true });
    this.#tellPut(put, "queued");
    this.#save();
    this.#refresh(now);
  }

  /** Gives a put up: after a nudge, or because its author thought better of it. */
  giveUp(cid, now) {
    const put = this.#outbox.byCid(cid);
    if (!put) return;
    if (this.phase === "ready") this.#sendDrop(put);
    this.#settle(put, { state: "given_up" });
    this.#refresh(now);
  }

  ask(what, body, now) {
    this.#ref += 1;
    this.#asks.add(this.#ref, what, body);
    const ref = this.#ref;
    this.#refresh(now);
    return ref;
  }

  sig(room, kind, ttl) {
    if (this.phase === "ready") this.#send({ t: "sig", room, kind, ttl });
  }

  receive(frame, now) {
    if (!this.#link.isUp) return;
    this.#link.heard(now);
    const handle = HANDLERS[frame.t];
    if (handle) handle.call(this, frame, now);
    this.#refresh(now);
  }

  _hail(frame, now) {
    if (this.phase !== "dialing") return;
    this.#link.hailed();
    if (frame.v.includes(1)) this.#outputs.push({ do: "sign", hail: frame });
    else this.#end({ code: "version" }, now);
  }

  _welcome(frame, now) {
    this.#link.welcomed(frame.hb_ms, now);
    this.#rooms.welcomed(now);
    this.#tell({ type: "welcome", me: frame.me, max: frame.max, ahead: frame.now - now });
  }

  _opened(frame) {
    this.#rooms.opened(frame);
  }

  _ev(frame) {
    const own = frame.cid && this.#outbox.byCid(frame.cid);
    // The entry proves that the put is stored, even where its `ok` was lost.
    if (own?.state === "sent") this.#settle(own, { state: "done", seq: frame.seq });
    this.#rooms.entry(frame);
  }

  _gap(frame) {
    this.#rooms.gap(frame);
  }

  _ok(frame) {
    const put = this.#outbox.byRef(frame.ref);
    if (put) {
      const { seq, decision, body } = frame;
      this.#settle(put, { state: frame.st === "held" ? "held" : "done", seq, decision, body });
    } else if (this.#asks.remove(frame.ref)) {
      this.#tell({ type: "answer", ref: frame.ref, body: frame.body });
    } else if (this.#rooms.has(frame.ref)) {
      this.#rooms.fetched(frame.ref);
    } else if (!this.#closing.delete(frame.ref) && frame.cid) {
      // Its entry came first and settled the put; the answer may still carry a body.
      const { cid, seq, decision, body } = frame;
      this.#tell({ type: "put", cid, state: frame.st === "held" ? "held" : "done", seq, decision, body });
    }
  }

  _err(frame, now) {
    if (this.phase === "greeting") {
      if (frame.retry_ms === undefined) this.#end(frame, now);
      return;
    }
    const put = this.#outbox.byRef(frame.ref);
    if (put) this.#refusedPut(put, frame, now);
    else if (this.#asks.has(frame.ref)) this.#refusedAsk(frame, now);
    else if (this.#rooms.has(frame.ref)) this.#rooms.refused(frame, now);
    else if (!this.#closing.delete(frame.ref)) this.#tell({ type: "error", code: frame.code, say: frame.say });
  }

  _bye(frame, now) {
    if (frame.again_ms === undefined) {
      this.#end(frame, now);
      return;
    }
    this.#outputs.push({ do: "hang_up" });
    this.#disconnect(now, frame.again_ms);
  }

  _ping(frame) {
    this.#rooms.heads(frame.heads ?? {});
    this.#link.pinged(frame.n);
  }

  _sig({ room, kind, who, ttl, body }) {
    this.#tell({ type: "sig", room, kind, who, ttl, body });
  }

  #disconnect(now, atLeast) {
    this.#link.lost(now, atLeast);
    this.#forgetConnection();
  }

  #end({ code, say }, now) {
    this.#outputs.push({ do: "hang_up" });
    this.#link.ended(now);
    this.#forgetConnection();
    this.#tell({ type: "ended", code, say });
  }

  #forgetConnection() {
    this.#outbox.disconnected();
    this.#closing.clear();
    this.#rooms.disconnected();
    this.#asks.disconnected();
    for (const put of this.#outbox.all) this.#tellPut(put, put.state);
  }

  #refresh(now) {
    if (this.phase === "ready") this.#work(now);
    const next = this.#lineNow();
    if (next.state !== this.#line.state || next.since !== this.#line.since) {
      this.#line = next;
      this.#tell({ type: "line", ...next });
    }
  }

  #lineNow() {
    if (this.phase === "ready") {
      return { state: this.#rooms.isLive ? "live" : "catching-up" };
    }
    const since = this.#link.staleSince;
    return since === undefined ? { state: "catching-up" } : { state: "stale", since };
  }

  #work(now) {
    this.#rooms.work(now);
    for (const frame of this.#asks.due(now)) this.#send(frame);
    const { send, drop } = this.#outbox.due(now);
    for (const put of drop) this.#sendDrop(put);
    for (const put of send) this.#sendPut(put, now);
  }

  /** A server that answers pings but not us is no connection either. */
  #answerDue() {
    const puts = this.#outbox.all.filter((put) => put.state === "sent").map((put) => put.sentAt);
    const since = [...this.#asks.sentAt(), ...puts, ...this.#rooms.sentAt()];
    return since.length > 0 ? Math.min(...since) + ANSWER_MS : undefined;
  }

  #sendPut(put, now) {
    Object.assign(put, { state: "sent", ref: (this.#ref += 1), due: undefined, sentAt: now });
    const { ref, room, cid, kind, body, re, over } = put;
    const age = Math.floor((now - put.at) / 1000);
    const frame = { t: "put", ref, room, cid, kind, body };
    if (re !== undefined) frame.re = re;
    if (age > 0) frame.age_s = age;
    if (over) frame.over = true;
    this.#send(frame);
    this.#tellPut(put, "sent");
  }

  #sendDrop({ room, cid }) {
    this.#ref += 1;
    this.#closing.add(this.#ref);
    this.#send({ t: "drop", ref: this.#ref, room, cid });
  }

  #refusedPut(put, frame, now) {
    const { code, say, decision, retry_ms } = frame;
    if (code === "nudge") {
      Object.assign(put, { state: "nudged", say, code, lane: true });
      this.#tellPut(put, "nudged", { say, decision });
      this.#save();
    } else if (retry_ms !== undefined || code === "lane") {
      // `lane` names an earlier put, so only other codes make this one the blocker.
      Object.assign(put, { state: "waiting", due: now + (retry_ms ?? LANE_MS), code, lane: code !== "lane" });
      this.#tellPut(put, "waiting", { code, say });
    } else {
      this.#settle(put, { state: "refused", code, say, decision });
    }
  }

  #refusedAsk({ ref, code, say, retry_ms }, now) {
    if (retry_ms !== undefined) {
      this.#asks.later(ref, now + retry_ms);
      return;
    }
    this.#asks.remove(ref);
    this.#tell({ type: "answer", ref, error: { code, say } });
  }

  #settle(put, outcome) {
    this.#outbox.remove(put.cid);
    this.#save();
    const { state, ...rest } = outcome;
    this.#tellPut(put, state, rest);
  }

  #tellPut({ room, cid, kind, body, at, say }, state, rest = {}) {
    this.#tell({ type: "put", room, cid, kind, body, at, say, state, ...rest });
  }

  #save() {
    this.#outputs.push({ do: "save", puts: this.#outbox.saved() });
  }

  #send(frame) {
    this.#outputs.push({ do: "send", frame });
  }

  #tell(event) {
    this.#outputs.push({ do: "tell", event });
  }
}

const HANDLERS = {
  hail: Session.prototype._hail,
  welcome: Session.prototype._welcome,
  opened: Session.prototype._opened,
  ev: Session.prototype._ev,
  gap: Session.prototype._gap,
  ok: Session.prototype._ok,
  err: Session.prototype._err,
  bye: Session.prototype._bye,
  ping: Session.prototype._ping,
  sig: Session.prototype._sig,
};

const ANSWER_MS = 30_000;
const LANE_MS = 500;
