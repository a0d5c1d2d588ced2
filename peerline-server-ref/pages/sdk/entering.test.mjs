/** Rooms that are entered with tickets: when proof is asked for, and what is shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Doors } from "./doors.js";
import { fromBase64url, Root, toBase64url } from "./identity.js";
import { ev, opened, ready, rejoin } from "./session-desk.mjs";

const proofs = (result) => result.events.filter((each) => each.type === "prove").map((each) => each.fresh);
const refusals = (result) => result.events.filter((each) => each.type === "room_refused").map(({ code, why }) => [code, why]);
const JOIN = { pk: "P", nonce: "N", sig: "S" };

function entering() {
  const town = ready();
  const first = town.act((s) => s.open("r", 0, { proof: "key" }));
  assert.deepEqual([first.frames.length, proofs(first)], [0, [false]]);
  return town;
}

function prove(town) {
  const { frames } = town.act((s) => s.open("r", 0, { join: JOIN }));
  assert.deepEqual([frames.length, frames[0].t, frames[0].join], [1, "open", JOIN]);
  return frames[0].ref;
}

const refuse = (town, ref, why) => town.say({ t: "err", ref, code: "denied", why });

test("a room is opened with its key first, and with a ticket where the line wants one", () => {
  const town = entering();
  assert.deepEqual(proofs(refuse(town, prove(town), "ticket_needed")), [true]);
  town.say(opened("r", 0, 0, { ref: prove(town), until: 99 }));
  assert.equal(town.session.line.state, "live");
});

test("a second refusal is the last, and says why", () => {
  const town = entering();
  refuse(town, prove(town), "ticket_needed");
  assert.deepEqual(refusals(refuse(town, prove(town), "ticket_spent")), [["denied", "ticket_spent"]]);
});

test("what is not about tickets is no reason to show one", () => {
  const town = entering();
  assert.deepEqual(refusals(refuse(town, prove(town), "full")), [["denied", "full"]]);
});

test("without proof the room is refused", () => {
  const town = entering();
  assert.deepEqual(refusals(town.act((s) => s.open("r", 0, { join: null }))), [["denied", undefined]]);
});

test("every link takes a proof of its own, which does not go with hello", () => {
  const town = entering();
  town.say(opened("r", 0, 0, { ref: prove(town) }));
  const { hello, welcome } = rejoin(town, 1, 2000);
  assert.equal(hello.frames[0].open, undefined);
  assert.deepEqual(proofs(welcome), [false]);
  prove(town);
});

test("a lease is renewed where the room stands", () => {
  const town = entering();
  town.say(opened("r", 0, 1, { ref: prove(town) }));
  town.say(ev("r", 1));
  assert.deepEqual(proofs(town.act((s) => s.open("r", 0, { proof: "ticket" }))), [true]);
  const { frames } = town.act((s) => s.open("r", 0, { join: JOIN }));
  assert.deepEqual([frames[0].seq, frames[0].join], [1, JOIN]);
});

const HAIL = { line: toBase64url(new Uint8Array(32)), nonce: toBase64url(new Uint8Array(32)), now: 1 };
const ROOM = toBase64url(new Uint8Array(16));

function ticketOf(end) {
  const bytes = new Uint8Array(182);
  new DataView(bytes.buffer).setBigUint64(6, BigInt(end));
  return toBase64url(bytes);
}

function doorsAt(end, asked) {
  const doors = new Doors(new Root(new Uint8Array(16).fill(7)));
  doors.hailed(HAIL, "https://line.example");
  const ask = async (what, { binds }) => {
    asked.push([what, binds.length, new Set(binds).size]);
    return { tickets: binds.map(() => ticketOf(end)) };
  };
  return { doors, ask };
}

test("tickets are fetched a few ahead, for a key that is hidden anew in each, and shown once", async () => {
  const asked = [];
  const { doors, ask } = doorsAt(1000, asked);
  const shown = [];
  for (let n = 0; n < 3; n += 1) shown.push(await doors.prove(ROOM, true, ask, 10));
  assert.deepEqual(asked, [["tickets", 3, 3]]);
  assert.equal(new Set(shown.map((join) => join.r)).size, 3);
  for (const join of shown) assert.equal(fromBase64url(join.ticket).length, 182);
  await doors.prove(ROOM, true, ask, 10);
  assert.equal(asked.length, 2);
});

test("a ticket whose day is over is not shown", async () => {
  const asked = [];
  const { doors, ask } = doorsAt(1000, asked);
  assert.equal(await doors.prove(ROOM, true, ask, 1000), null);
});

test("the key alone shows no ticket, and where the line gives none there is no proof", async () => {
  const { doors } = doorsAt(1000, []);
  const no = async () => Promise.reject(new Error("denied"));
  const join = await doors.prove(ROOM, false, no);
  assert.deepEqual(Object.keys(join), ["pk", "nonce", "sig"]);
  assert.equal(await doors.prove(ROOM, true, no), null);
});

test("what is said under a name waits until the name is known again, and a signal waits for nothing", () => {
  const town = entering();
  town.say(opened("r", 0, 0, { ref: prove(town), who: "w" }));
  const under = town.act((s) => s.open("~w", 0, { isUnder: true }));
  town.say(opened("~w", 0, 0, { ref: under.frames[0].ref }));
  const { hello } = rejoin(town, 1, 2000);
  assert.equal(hello.frames[0].open, undefined);
  const kinds = (result) => result.frames.filter(({ t }) => t !== "ping").map(({ t, room, kind }) => [t, room, kind]);
  const said = town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "x" } }, 3000));
  assert.deepEqual(kinds(said), []);
  const elsewhere = town.act((s) => s.put({ room: "q", kind: "msg", body: { text: "x" } }, 3000));
  assert.deepEqual(kinds(elsewhere), [["put", "q", "msg"]]);
  const call = town.act((s) => s.put({ room: "r", kind: "signal" }, 3000));
  assert.deepEqual(kinds(call), [["put", "r", "signal"]]);
  const ref = prove(town);
  const rest = town.say(opened("r", 0, 0, { ref, who: "w" }));
  assert.deepEqual(kinds(rest).toSorted(), [["open", "~w", undefined], ["put", "r", "msg"]]);
});

test("where no ticket is to be had the room is refused with what the line said, and the rest goes on", () => {
  const town = entering();
  town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "x" } }, 0));
  const refusal = { code: "denied", say: "why", why: "help_only", ways: { person: true } };
  const { events, frames } = town.act((s) => s.open("r", 0, { join: null, refusal }));
  const { type, room, ...rest } = events.find((each) => each.type === "room_refused");
  assert.deepEqual(rest, refusal);
  assert.deepEqual(frames.map(({ t }) => t), ["put"]);
});
