/** A small line without sockets: rooms, lanes, dedupe, pages, and all the ways in which it can fail a client. */
export class LossyLine {
  /** Logs by room: `{epoch, base, entries}`, where an entry is `{seq, h, cid, text}`. */
  rooms = new Map();
  #chance;
  #stored = new Map();
  #copy;
  #n = 0;
  #conn;

  constructor(chance, rooms) {
    this.#chance = chance;
    for (const room of rooms) this.rooms.set(room, { epoch: 1, base: 0, entries: [] });
  }

  /** A new connection; what it says is taken with `heard`. */
  connect() {
    this.#conn = { out: [], open: new Set(), lanes: new Map(), n: 0 };
    this.#say({ t: "hail", v: [1], now: 0 });
  }

  cut() {
    this.#conn = undefined;
  }

  /** The next frame for the client, if there is one. */
  next() {
    return this.#conn?.out.shift();
  }

  get isQuiet() {
    return !this.#conn || this.#conn.out.length === 0;
  }

  /** Somebody else says something. */
  say(room) {
    this.#commit(room, { text: `other ${(this.#n += 1)}` });
  }

  ping() {
    if (!this.#conn?.isWelcome) return;
    const heads = Object.fromEntries([...this.#conn.open].map((room) => [room, this.#head(room)]));
    this.#say({ t: "ping", n: (this.#conn.n += 2), heads });
  }

  /** Entries up to `seq` are no longer kept. */
  trim(room, seq) {
    const log = this.rooms.get(room);
    log.base = Math.max(log.base, seq);
  }

  backup() {
    this.#copy = structuredClone([this.rooms, this.#stored]);
  }

  /** An old copy is put back: what came after it is gone, and its numbers are given again. */
  restore() {
    if (this.#copy) [this.rooms, this.#stored] = structuredClone(this.#copy);
    this.cut();
  }

  heard(frame) {
    HEARD[frame.t]?.call(this, frame);
  }

  hello({ open = [] }) {
    this.#conn.isWelcome = true;
    this.#say({ t: "welcome", v: 1, ext: [], me: {}, hb_ms: 20_000, max: { inflight: 100_000 }, dedupe_s: 9, now: 0 });
    for (const each of open) this.open(each);
  }

  open({ ref, room, epoch, seq, h }) {
    if (this.#refusesForNow(ref, 0.1)) return;
    const log = this.rooms.get(room);
    const isOther = seq > 0 && (seq > this.#head(room) || (h !== undefined && seq > log.base && log.entries[seq - 1].h !== h));
    const why = epoch !== undefined && epoch !== log.epoch ? "epoch" : isOther ? "diverged" : undefined;
    const from = why || seq === undefined ? 0 : seq;
    const gaps = [];
    if (why) gaps.push({ t: "gap", room, epoch: log.epoch, lo: 1, hi: seq, why });
    if (from < log.base) gaps.push({ t: "gap", room, epoch: log.epoch, lo: from + 1, hi: log.base, why: "trimmed" });
    const opened = { t: "opened", ref, room, epoch: log.epoch, base: log.base, head: this.#head(room), h: log.entries.at(-1)?.h ?? "", from: Math.max(from, log.base), who: "me", role: "seeker", caps: [] };
    for (const each of this.#chance.below(2) ? [opened, ...gaps] : [...gaps, opened]) this.#say(each);
    this.#conn.open.add(room);
    for (const entry of log.entries.slice(Math.max(from, log.base))) this.#entry(room, entry);
  }

  fetch({ ref, room, after }) {
    if (this.#refusesForNow(ref, 0.2)) return;
    const { base, entries, epoch } = this.rooms.get(room);
    if (after < base) this.#say({ t: "gap", room, epoch, lo: after + 1, hi: base, why: "trimmed" });
    const page = entries.slice(Math.max(after, base)).slice(0, 3);
    for (const entry of page) this.#say(this.#ev(room, entry));
    this.#say({ t: "ok", ref, st: "done", ...(page.length > 0 ? { seq: page.at(-1).seq } : {}) });
  }

  put(frame) {
    const { ref, room, cid, kind, body } = frame;
    const { lanes } = this.#conn;
    const isFree = kind === "signal";
    if (!isFree && lanes.has(room) && lanes.get(room) !== cid) {
      this.#say({ t: "err", ref, code: "lane" });
    } else if (this.#chance.below(10) < 2) {
      if (!isFree) lanes.set(room, cid);
      this.#say({ t: "err", ref, code: "busy", retry_ms: 1 + this.#chance.below(900) });
    } else {
      if (!isFree) lanes.delete(room);
      const seq = this.#stored.get(`${room} ${cid}`) ?? this.#commit(room, { cid, text: body.text ?? kind });
      this.#say({ t: "ok", ref, cid, seq, st: "done" });
    }
  }

  drop({ ref, room, cid }) {
    if (this.#conn.lanes.get(room) === cid) this.#conn.lanes.delete(room);
    this.#say({ t: "ok", ref, st: "done" });
  }

  #refusesForNow(ref, share) {
    if (this.#chance.below(100) >= share * 100) return false;
    this.#say({ t: "err", ref, code: "busy", retry_ms: 1 + this.#chance.below(500) });
    return true;
  }

  #commit(room, { cid, text }) {
    const { entries } = this.rooms.get(room);
    const entry = { seq: entries.length + 1, h: `h${(this.#n += 1)}`, cid, text };
    entries.push(entry);
    if (cid) this.#stored.set(`${room} ${cid}`, entry.seq);
    if (this.#conn?.open.has(room)) this.#entry(room, entry);
    return entry.seq;
  }

  /** Now and then an entry of the live feed is lost, which no link should do. */
  #entry(room, entry) {
    if (this.#chance.below(12) > 0) this.#say(this.#ev(room, entry));
  }

  #ev(room, { seq, h, cid, text }) {
    return { t: "ev", room, seq, at: 1, kind: "msg", body: { text }, h, ...(cid ? { cid } : {}) };
  }

  #head(room) {
    return this.rooms.get(room).entries.length;
  }

  #say(frame) {
    this.#conn?.out.push(frame);
  }
}

const HEARD = {
  hello: LossyLine.prototype.hello,
  open: LossyLine.prototype.open,
  fetch: LossyLine.prototype.fetch,
  put: LossyLine.prototype.put,
  drop: LossyLine.prototype.drop,
};
