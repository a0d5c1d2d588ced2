/** Rooms that are entered with tickets: when proof is asked for, and what is shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Doors, roomSignerOf } from "./doors.js";
import { fromBase64url, Root, toBase64url } from "./identity.js";
import { ev, greet, opened, puts, ready, rejoin, start } from "./session-desk.mjs";

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

const told = (result) => result.events.filter(({ type }) => type === "put").map(({ room, state }) => [room, state]);

test("a renewal of a lease holds up nothing", () => {
  const town = entering();
  town.say(opened("r", 0, 0, { ref: prove(town) }));
  town.act((s) => s.open("r", 0, { proof: "ticket" }));
  assert.equal(puts(town.act((s) => s.put({ room: "r", kind: "msg" }, 0))).length, 1);
});

test("the private room of a name is opened behind its proof, whoever opened it", () => {
  const town = entering();
  town.say(opened("r", 0, 0, { ref: prove(town) }));
  const own = town.act((s) => s.open("~w", 0));
  town.say(opened("~w", 0, 0, { ref: own.frames[0].ref }));
  assert.equal(rejoin(town, 1, 2000).hello.frames[0].open, undefined);
});

test("a call that its room refuses is made in one's own room, under the same cid, and was not refused", () => {
  for (const code of ["denied", "gone", "stale", "blocked", "internal", "bad"]) {
    const town = ready();
    const [put] = puts(town.act((s) => s.put({ room: "r", kind: "signal", body: { country: "GB" } }, 0)));
    const moved = town.say({ t: "err", ref: put.ref, code }, 9000);
    const [again] = puts(moved);
    const body = code === "bad" ? {} : { country: "GB" };
    assert.deepEqual(again, { t: "put", ref: again.ref, room: "@me", cid: put.cid, kind: "signal", body });
    assert.deepEqual(told(moved), [["@me", "queued"], ["@me", "sent"]]);
    const saved = JSON.parse(JSON.stringify(town.session.saved()));
    const [next] = puts(ready({ saved }).last.welcome);
    assert.deepEqual([next.room, next.cid], ["@me", put.cid]);
    assert.deepEqual(told(town.say({ t: "ok", ref: again.ref, st: "done" })), [["@me", "done"]]);
  }
});

test("a call that one's own room refuses, and one for somebody else, are told", () => {
  for (const draft of [{ room: "@me", kind: "signal" }, { room: "r", kind: "signal", body: { to: "w" } }, { room: "r", kind: "msg" }]) {
    const town = ready();
    const [put] = puts(town.act((s) => s.put(draft, 0)));
    const refused = town.say({ t: "err", ref: put.ref, code: "denied" });
    assert.deepEqual([puts(refused), told(refused)], [[], [[draft.room, "refused"]]]);
  }
});

test("a call that cannot be written down is made without its body", () => {
  const check = ({ t, body }) => (t === "put" && body.country ? "too_big" : undefined);
  const town = ready({ check });
  const [put] = puts(town.act((s) => s.put({ room: "r", kind: "signal", body: { country: "x" } }, 0)));
  assert.deepEqual([put.room, put.body], ["@me", {}]);
});

test("a program that keeps its puts alone holds what was put under a name after a reload too", () => {
  const town = entering();
  town.say(opened("r", 0, 0, { ref: prove(town), who: "w" }));
  town.act((s) => s.open("case", 0, { isUnder: true }));
  town.act((s) => s.dropped(0));
  town.act((s) => s.put({ room: "case", kind: "msg" }, 0));
  const saved = JSON.parse(JSON.stringify(town.session.saved()));
  assert.deepEqual(saved.rooms, []);
  const next = start({ saved });
  next.act((s) => s.open("r", 0, { proof: "key" }));
  next.act((s) => s.connect(0));
  assert.deepEqual(puts(greet(next).welcome), []);
  const { ref } = next.act((s) => s.open("r", 0, { join: JOIN })).frames[0];
  assert.equal(puts(next.say(opened("r", 0, 0, { ref })))[0].room, "case");
});

test("a link of one room proves that room, and its tickets come from elsewhere", async () => {
  const root = new Root(new Uint8Array(16).fill(7));
  const nonce = () => new Uint8Array(32).fill(5);
  const auth = await roomSignerOf(root, ROOM, nonce)(HAIL, "https://line.example");
  assert.deepEqual(Object.keys(auth).sort(), ["nonce", "pk", "room", "sig"]);
  assert.equal(auth.room, ROOM);
  const elsewhere = [];
  const ask = async (what, { binds }) => {
    elsewhere.push(what);
    return { tickets: binds.map(() => ticketOf(1000)) };
  };
  const here = () => assert.fail("this link has none");
  const doors = new Doors(root, { nonce, ask });
  doors.hailed(HAIL, "https://line.example");
  const alone = await doors.prove(ROOM, false, here, 0);
  assert.deepEqual([alone.pk, alone.sig], [auth.pk, auth.sig], "what comes back to a lease");
  const kept = { r: nonce(), ticket: fromBase64url(ticketOf(2000)) };
  doors.hold(ROOM, kept);
  assert.equal((await doors.prove(ROOM, true, here, 0)).ticket, ticketOf(2000));
  assert.equal((await doors.prove(ROOM, true, here, 0)).ticket, ticketOf(1000));
  assert.deepEqual(elsewhere, ["tickets"]);
});
