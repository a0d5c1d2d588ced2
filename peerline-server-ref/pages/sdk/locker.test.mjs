// `node --test`
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromBase64url, toBase64url } from "./base64url.js";
import { Root } from "./identity.js";
import { LOCKER_BYTES, LOCKER_ROOM, LockerKey, deviceIdOf, deviceOf, mergeNotes, packNotes, unpackNotes } from "./locker.js";
import { LockerKeeper } from "./locker-keeper.js";

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const unhex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const own = (name) => JSON.parse(readFileSync(new URL(`../../../docs/vectors/identity/${name}.json`, import.meta.url), "utf8"));
const LINE = new Uint8Array(32).fill(3);
const ROOT = new Root(new Uint8Array(16).fill(7));
const ROOM = "AAAAAAAAAAAAAAAAAAAAAA";
const OTHER = "AQEBAQEBAQEBAQEBAQEBAQ";
const isRefused = (reason) => (error) => error.name === "LockerError" && error.reason === reason;

test("lockers and devices are those of the other implementation", async () => {
  for (const { root, line_id, generation, version, nonce, content, blob } of own("lockers")) {
    const key = await LockerKey.of(new Root(unhex(root)), unhex(line_id), generation);
    const bytes = new TextEncoder().encode(content);
    assert.equal(toBase64url(await key.seal(version, bytes, unhex(nonce))), blob);
    assert.deepEqual(await key.open(version, fromBase64url(blob)), bytes);
  }
  for (const { account, secret, device } of own("devices")) {
    assert.equal(hex(await deviceIdOf(unhex(account), unhex(secret))), device);
  }
});

test("whatever is kept is as long, and a changed bit opens nothing", async () => {
  const key = await LockerKey.of(ROOT, LINE);
  for (const length of [0, 1, LOCKER_ROOM]) {
    assert.equal((await key.seal(1, new Uint8Array(length))).length, LOCKER_BYTES);
  }
  await assert.rejects(key.seal(1, new Uint8Array(LOCKER_ROOM + 1)), isRefused("too_big"));
  const blob = await key.seal(1, Uint8Array.of(1, 2, 3));
  for (let byte = 0; byte < LOCKER_BYTES; byte += 1) {
    const turned = Uint8Array.from(blob);
    turned[byte] ^= 1 << (byte % 8);
    await assert.rejects(key.open(1, turned), isRefused(byte === 0 ? "later" : "not_this"));
  }
  await assert.rejects(key.open(2, blob), isRefused("not_this"));
  await assert.rejects(key.open(1, blob.slice(1)), isRefused("not_this"));
  await assert.rejects((await LockerKey.of(ROOT, LINE, 1)).open(1, blob), isRefused("not_this"));
});

test("two devices come to the same in either order, and what is not known is kept", () => {
  const mine = { rooms: { [ROOM]: { read: 3, at: 5, pinned: true } }, mood: 1 };
  const theirs = { rooms: { [ROOM]: { read: 2, at: 9 }, [OTHER]: { read: 1, at: 1, ticket: true } }, blocks: [[ROOM, OTHER]] };
  const merged = mergeNotes(mine, theirs);
  assert.deepEqual(merged, mergeNotes(theirs, mine));
  assert.deepEqual(merged.rooms[ROOM], { read: 3, at: 9, pinned: true });
  assert.deepEqual(merged.blocks, [[ROOM, OTHER]]);
  assert.equal(merged.mood, 1);
});

test("notes always fit: the oldest rooms are left out", () => {
  const rooms = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [toBase64url(new Uint8Array(16).fill(n % 256).fill(n >> 8, 0, 1)), { read: n, at: n }]));
  const bytes = packNotes({ rooms });
  assert.ok(bytes.length <= LOCKER_ROOM);
  const kept = Object.values(unpackNotes(bytes).rooms).map(({ at }) => at);
  assert.equal(Math.min(...kept), 300 - kept.length);
  assert.throws(() => unpackNotes(new TextEncoder().encode("[]")), isRefused("not_this"));
});

/** A line that keeps one locker, for any number of devices. */
class LockerLine {
  version = 0;
  blob = undefined;
  n = 0;

  /** A client of it: what the keeper wants of one, and nothing else. */
  client() {
    const listeners = new Map();
    const tell = (type, event) => listeners.get(type)?.forEach((hear) => hear(event));
    return {
      tell,
      on: (type, hear) => listeners.set(type, [...(listeners.get(type) ?? []), hear]),
      ask: async () => ({ version: this.version, ...(this.blob ? { blob: this.blob } : {}), uses: 1 }),
      put: (_room, _kind, { after, blob }) => {
        const cid = `cid ${(this.n += 1)}`;
        const fits = after === this.version;
        if (fits) Object.assign(this, { version: after + 1, blob });
        setTimeout(() => tell("put", { cid, state: fits ? "done" : "refused" }));
        return cid;
      },
    };
  }

  /** A device that has joined. */
  async device(options = {}) {
    const client = this.client();
    const keeper = new LockerKeeper({ root: ROOT, secret: toBase64url(new Uint8Array(32).fill(1)), wait: 1, ...options });
    keeper.signing(() => undefined)({ line: toBase64url(LINE) }, "");
    keeper.start(client);
    client.tell("welcome", {});
    await later();
    return { client, keeper };
  }
}

const later = () => new Promise((resolve) => setTimeout(resolve, 60));

test("nobody gets a locker unasked; who wants one finds everything again with the phrase alone", async () => {
  const line = new LockerLine();
  const { keeper } = await line.device();
  keeper.read(ROOM, 4, 100);
  await later();
  assert.equal(line.version, 0);
  keeper.want();
  await later();
  assert.equal(line.version, 1);
  const told = [];
  const back = await line.device({ heard: (what) => told.push(what) });
  assert.equal(told[0].wasHere, true);
  assert.deepEqual(told[0].notes.rooms, { [ROOM]: { read: 4, at: 100 } });
  assert.equal(back.keeper.readUpTo(ROOM), 4);
  // What did not change is not written anew.
  back.keeper.read(ROOM, 3, 90);
  await later();
  assert.equal(line.version, 1);
});

test("two devices that keep at the same time lose nothing", async () => {
  const line = new LockerLine();
  const [one, two] = [await line.device(), await line.device()];
  one.keeper.want();
  two.keeper.want();
  one.keeper.read(ROOM, 4, 100);
  two.keeper.read(OTHER, 7, 200);
  two.keeper.block(ROOM, OTHER);
  await later();
  await later();
  const { keeper } = await line.device();
  assert.equal(keeper.readUpTo(ROOM), 4);
  assert.equal(keeper.readUpTo(OTHER), 7);
  assert.deepEqual(keeper.notes.blocks, [[ROOM, OTHER]]);
});

test("a locker that was changed on the line is put anew, one of a later program is left alone", async () => {
  const line = new LockerLine();
  const { keeper } = await line.device();
  keeper.want();
  keeper.read(ROOM, 4, 100);
  await later();
  const bytes = fromBase64url(line.blob);
  bytes[100] ^= 1;
  line.blob = toBase64url(bytes);
  const next = await line.device();
  next.keeper.read(OTHER, 1, 1);
  await later();
  assert.equal((await line.device()).keeper.readUpTo(OTHER), 1);
  const { version } = line;
  const other = fromBase64url(line.blob);
  other[0] = 9;
  line.blob = toBase64url(other);
  const last = await line.device();
  last.keeper.want();
  last.keeper.read(ROOM, 9, 9);
  await later();
  assert.equal(line.version, version);
});

test("only a device that is not this one is told of", async () => {
  const line = new LockerLine();
  const secret = toBase64url(new Uint8Array(32).fill(1));
  const told = [];
  const { client } = await line.device({ usedBy: (what) => told.push(what) });
  const used = (uses, device) => client.tell("entry", { room: "@me", history: false, entry: { kind: "notice", at: 5, body: { code: "used", uses, device } } });
  used(2, await deviceOf(ROOT, LINE, secret));
  await later();
  assert.deepEqual(told, []);
  used(3, await deviceOf(ROOT, LINE, toBase64url(new Uint8Array(32).fill(2))));
  used(4, undefined);
  await later();
  assert.deepEqual(told.map(({ uses }) => uses), [3, 4]);
});

test("of two plans the later stays, also where it was erased, and it is never left out", () => {
  const plan = { at: 1, steps: ["mine", "", "", "", "", ""] };
  const erased = { at: 2, steps: [] };
  for (const [mine, theirs] of [[plan, erased], [erased, plan]]) {
    assert.deepEqual(mergeNotes({ rooms: {}, plan: mine }, { rooms: {}, plan: theirs }).plan, erased);
  }
  assert.deepEqual(mergeNotes({ rooms: {} }, { rooms: {}, plan }).plan, plan);
  const long = { at: 3, steps: Array(6).fill("x".repeat(400)) };
  const rooms = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`room-${n}`.padEnd(22, "x"), { read: n, at: n }]));
  const packed = unpackNotes(packNotes({ rooms, blocks: [["a", "b"]], plan: long, other: "y".repeat(3_000) }));
  assert.deepEqual(packed.plan, long);
});
