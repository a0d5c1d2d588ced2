// A session over a line that cuts, loses, refuses, trims and is restored from an old copy: whatever
// happens, what a client shows in the end is what the line has, or a hole it was told of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Chance } from "./chance.mjs";
import { LossyLine } from "./lossy-line.mjs";
import { Session } from "./session.js";

const ROOMS = ["a", "b"];
const { SEEDS = 300 } = process.env;

/** A client, and what its person sees. */
class Town {
  now = 0;
  seen = new Map(ROOMS.map((room) => [room, new Map()]));
  holes = new Map(ROOMS.map((room) => [room, []]));
  made = [];
  done = new Set();
  chance;
  line;
  session;
  #inbox = [];
  #cids = 0;

  constructor(seed) {
    this.chance = new Chance(seed);
    this.line = new LossyLine(this.chance, ROOMS);
    this.session = this.#begin();
    for (const room of ROOMS) this.do((s, now) => s.open(room, now));
    this.do((s, now) => s.connect(now));
  }

  do(act) {
    act(this.session, this.now);
    for (const output of this.session.drain()) this.#carry(output);
  }

  /** The program ends and starts again with what it kept. */
  reload() {
    this.line.cut();
    this.session = this.#begin(JSON.parse(JSON.stringify(this.session.saved())));
    this.#inbox = [];
    this.do((s, now) => s.connect(now));
  }

  put(kind) {
    const room = this.chance.pick(ROOMS);
    const draft = { room, kind, body: kind === "msg" ? { text: `mine ${this.made.length}` } : {} };
    this.do((s, now) => this.made.push({ room, kind, cid: s.put(draft, now) }));
  }

  cut() {
    this.line.cut();
    this.#inbox = [];
    this.do((s, now) => s.dropped(now));
  }

  /** One frame goes each way, where there is one. */
  step() {
    const said = this.#inbox.shift();
    if (said) this.line.heard(said);
    const frame = this.line.next();
    if (frame) this.do((s, now) => s.receive(frame, now, 100));
  }

  wait(ms) {
    this.now += ms;
    this.do((s, now) => s.tick(now));
  }

  get isSettled() {
    return this.session.line.state === "live" && this.session.pending.length === 0 && this.line.isQuiet && this.#inbox.length === 0;
  }

  #begin(saved) {
    return new Session({ random: () => this.chance.below(1000) / 1000, newCid: () => `cid${(this.#cids += 1)}`, keepsCursors: true, saved });
  }

  #carry({ do: what, frame, event }) {
    if (what === "dial") {
      this.#inbox = [];
      this.line.connect();
      this.do((s, now) => s.connected(now));
    }
    if (what === "hang_up") this.line.cut();
    if (what === "hang_up") this.#inbox = [];
    if (what === "sign") this.do((s, now) => s.signed({}, now));
    if (what === "send") this.#inbox.push(frame);
    if (event) this.#hear(event);
  }

  #hear({ type, room, entry, lo, hi, why, cid, state }) {
    if (type === "entry") this.#see(room, entry);
    if (type === "put" && state === "done") this.done.add(cid);
    if (type !== "gap" || why === "slow") return;
    if (why === "epoch" || why === "diverged") this.seen.get(room).clear();
    if (why === "epoch" || why === "diverged") this.holes.set(room, []);
    else this.holes.get(room).push([lo, hi]);
  }

  #see(room, { seq, body }) {
    const seen = this.seen.get(room);
    assert.ok(!seen.has(seq), "an entry comes once");
    assert.ok([...seen.keys()].every((before) => before < seq), "entries come in their order");
    seen.set(seq, body.text);
  }
}

const HAPPENINGS = {
  put: (town) => town.put("msg"),
  signal: (town) => town.put("signal"),
  other: (town) => town.line.say(town.chance.pick(ROOMS)),
  step: (town) => town.step(),
  wait: (town) => town.wait(town.chance.below(400)),
  ping: (town) => town.line.ping(),
  cut: (town) => town.cut(),
  reload: (town) => town.reload(),
  trim: (town) => {
    const room = town.chance.pick(ROOMS);
    town.line.trim(room, town.chance.below(town.line.rooms.get(room).entries.length + 1));
  },
  backup: (town) => town.line.backup(),
  restore: (town) => {
    town.line.restore();
    town.cut();
  },
};

const USUAL = [...Array(14).fill("step"), ...Array(4).fill("wait"), "put", "put", "other", "other", "ping", "signal"];

function live(seed, kinds) {
  const town = new Town(seed);
  for (let n = 0; n < 250; n += 1) HAPPENINGS[town.chance.pick([...USUAL, ...USUAL, ...kinds])](town);
  for (let n = 0; !town.isSettled; n += 1) {
    assert.ok(n < 20_000, `seed ${seed} comes to no rest: ${town.session.phase} ${town.session.line.state}`);
    town.step();
    if (town.line.isQuiet) town.wait(50);
    if (n % 400 === 399) town.line.ping();
  }
  town.line.ping();
  for (let n = 0; n < 200 || !town.isSettled; n += 1) {
    town.step();
    if (town.line.isQuiet) town.wait(50);
    assert.ok(n < 20_000, `seed ${seed} comes to no rest after a ping`);
  }
  return town;
}

function showsWhatIsThere(town, seed) {
  for (const room of ROOMS) {
    const { entries } = town.line.rooms.get(room);
    const isTold = (seq) => town.holes.get(room).some(([lo, hi]) => lo <= seq && seq <= hi);
    const seen = town.seen.get(room);
    for (const { seq, text } of entries) {
      if (seen.has(seq)) assert.equal(seen.get(seq), text, `seed ${seed}: another entry ${seq}`);
      else assert.ok(isTold(seq), `seed ${seed}: entry ${seq} of ${entries.length} is missing in silence`);
    }
    assert.ok(seen.size <= entries.length, `seed ${seed}: entries that are not there`);
  }
}

test("a client that ends live shows what is there, or a hole it was told of", () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) showsWhatIsThere(live(seed, ["cut", "reload", "trim"]), seed);
});

test("every put is done once, and those of a room in the order in which they were made", () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const town = live(seed, ["cut", "cut", "reload"]);
    for (const room of ROOMS) {
      const stored = town.line.rooms.get(room).entries.map(({ cid }) => cid).filter(Boolean);
      const mine = town.made.filter((put) => put.room === room);
      assert.deepEqual(stored.toSorted(), mine.map(({ cid }) => cid).toSorted(), `seed ${seed}`);
      const order = mine.filter(({ kind }) => kind === "msg").map(({ cid }) => cid);
      assert.deepEqual(stored.filter((cid) => order.includes(cid)), order, `seed ${seed}`);
      assert.ok(mine.every(({ cid }) => town.done.has(cid)), `seed ${seed}`);
    }
  }
});

test("after an old copy was put back a client shows the log that is there now", () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) showsWhatIsThere(live(seed, ["cut", "reload", "backup", "restore"]), seed);
});
