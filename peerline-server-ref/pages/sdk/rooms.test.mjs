import assert from "node:assert/strict";
import { test } from "node:test";
import { entries, ev, gaps, greet, inRoom, lines, only, opened, ready, rejoin, start } from "./session-desk.mjs";

const gap = (lo, hi, why, more = {}) => ({ t: "gap", room: "r", epoch: 1, lo, hi, why, ...more });

test("a room goes from opening over replaying to live, and history is marked", () => {
  const town = ready();
  const open = town.act((s) => s.open("r", 0, { back: 2 }));
  assert.deepEqual(open.frames[0], { t: "open", ref: 1, room: "r", back: 2 });
  assert.deepEqual(lines(open), ["catching-up"]);
  assert.deepEqual(lines(town.say(opened("r", 4, 6, { ref: 1 }))), []);
  town.say(ev("r", 5));
  const last = town.say(ev("r", 6));
  assert.deepEqual(lines(last), ["live"]);
  assert.equal(last.events.find((each) => each.type === "entry").history, true);
  const live = town.say(ev("r", 7));
  assert.equal(live.events.find((each) => each.type === "entry").history, false);
});

test("rooms that are wanted before joining come with hello; more than it may name come after", () => {
  const town = start();
  for (let n = 0; n < 66; n += 1) town.act((s) => s.open(`r${n}`, 0));
  town.act((s) => s.connect(0));
  const { hello, welcome } = greet(town);
  assert.deepEqual(hello.frames[0].open.length, 64);
  assert.deepEqual(hello.frames[0].open[1], { ref: 2, room: "r1" });
  assert.deepEqual(only(welcome, "open").map(({ room }) => room), ["r64", "r65"]);
});

test("a reconnect continues from the cursor", () => {
  const town = inRoom();
  town.say(ev("r", 1));
  const { hello, welcome } = rejoin(town, 200, 1000);
  const [open] = hello.frames[0].open;
  assert.deepEqual(open, { ref: open.ref, room: "r", epoch: 1, seq: 1, h: "h1" });
  assert.deepEqual(lines(welcome), ["catching-up"]);
  assert.deepEqual(lines(town.say(opened("r", 1, 1, { ref: open.ref }), 1000)), ["live"]);
});

test("a cursor that an application kept is continued from", () => {
  const town = ready();
  const open = town.act((s) => s.open("r", 0, { cursor: { epoch: 3, seq: 7, h: "aa" } })).frames[0];
  assert.deepEqual(open, { t: "open", ref: open.ref, room: "r", epoch: 3, seq: 7, h: "aa" });
});

test("what a session saved goes on in the next one: cursors, rooms, names", () => {
  const town = ready({ keepsCursors: true });
  town.act((s) => s.open("r", 0, { back: 5 }));
  town.say(opened("r", 0, 0));
  assert.ok(town.say(ev("r", 1, { kind: "join", who: "W", body: {} })).has("save"));
  const saved = JSON.parse(JSON.stringify(town.session.saved()));
  const next = ready({ saved });
  const [open] = next.last.hello.frames[0].open;
  assert.deepEqual(open, { ref: open.ref, room: "r", epoch: 1, seq: 1, h: "h1" });
  next.say(opened("r", 1, 2, { ref: open.ref }));
  const [event] = next.say(ev("r", 2, { who: 1 })).events;
  assert.equal(event.entry.who, "W");
});

test("a room that is closed meanwhile is not opened by a late answer", () => {
  const town = ready();
  const { ref } = town.act((s) => s.open("r", 0)).frames[0];
  const [close] = town.act((s) => s.close("r", 0)).frames;
  assert.deepEqual([close.t, close.room], ["close", "r"]);
  assert.deepEqual(town.say(opened("r", 0, 3, { ref })).events, []);
  assert.deepEqual(entries(town.say(ev("r", 1))), []);
  const again = town.act((s) => s.open("r", 0)).frames[0];
  town.say(opened("r", 0, 0, { ref: 99 }));
  assert.equal(town.session.line.state, "catching-up");
  assert.deepEqual(lines(town.say(opened("r", 0, 0, { ref: again.ref }))), ["live"]);
});

test("a hole is repaired by a page; what comes out of order is passed over and comes again", () => {
  const town = inRoom();
  const hole = town.say(ev("r", 3));
  assert.deepEqual(entries(hole), []);
  assert.deepEqual(lines(hole), ["catching-up"]);
  const [fetch] = only(hole, "fetch");
  assert.deepEqual(fetch, { t: "fetch", ref: fetch.ref, room: "r", after: 0 });
  assert.deepEqual(town.say(ev("r", 4)).frames, []);
  assert.deepEqual([1, 2, 3].flatMap((seq) => entries(town.say(ev("r", seq)))), [1, 2, 3]);
  assert.deepEqual(lines(town.say(ev("r", 4))), ["live"]);
  assert.deepEqual(town.say({ t: "ok", ref: fetch.ref, st: "done", seq: 4 }).outputs, []);
});

test("a page that does not bring everything is followed by the next", () => {
  const town = inRoom();
  const [first] = only(town.say({ t: "ping", n: 1, heads: { r: 4 } }), "fetch");
  town.say(ev("r", 1));
  town.say(ev("r", 2));
  const [second] = only(town.say({ t: "ok", ref: first.ref, st: "done", seq: 2 }), "fetch");
  assert.equal(second.after, 2);
});

test("a page that brings nothing new is a hole that is shown, up to what is known to be there", () => {
  const town = inRoom();
  const [fetch] = only(town.say(ev("r", 3)), "fetch");
  const empty = town.say({ t: "ok", ref: fetch.ref, st: "done" });
  assert.deepEqual([gaps(empty), lines(empty)], [[[1, 3, "missing"]], ["live"]]);
  assert.deepEqual(entries(town.say(ev("r", 4))), [4]);
});

test("what a page held and did not arrive is fetched again", () => {
  const town = inRoom();
  const [fetch] = only(town.say(ev("r", 3)), "fetch");
  const again = town.say({ t: "ok", ref: fetch.ref, st: "done", seq: 2 });
  assert.deepEqual([gaps(again), only(again, "fetch").map(({ after }) => after)], [[], [0]]);
});

test("a page that is refused for now is asked for again; for good, it is a hole or the end of the room", () => {
  const town = inRoom();
  const [fetch] = only(town.say(ev("r", 2)), "fetch");
  assert.deepEqual(town.say({ t: "err", ref: fetch.ref, code: "busy", retry_ms: 400 }).frames, []);
  assert.equal(town.session.wake(), 400);
  const [again] = only(town.act((s) => s.tick(400)), "fetch");
  assert.equal(again.after, 0);
  assert.deepEqual(gaps(town.say({ t: "err", ref: again.ref, code: "internal" }, 400)), [[1, 2, "missing"]]);
  const other = inRoom();
  const [lost] = only(other.say(ev("r", 2)), "fetch");
  assert.deepEqual(other.say({ t: "err", ref: lost.ref, code: "gone" }).events.map(({ type }) => type), ["room_refused", "line"]);
});

test("an entry that came before is passed over", () => {
  const town = inRoom();
  assert.deepEqual(entries(town.say(ev("r", 1))), [1]);
  assert.deepEqual(entries(town.say(ev("r", 1))), []);
});

test("a head beyond the last entry is a lost one, where nothing else is on its way", () => {
  const town = inRoom();
  const ping = town.say({ t: "ping", n: 4, heads: { r: 2, other: 9 } });
  assert.deepEqual(ping.frames.map(({ t }) => t), ["ping", "fetch"]);
  assert.deepEqual(lines(ping), ["catching-up"]);
  assert.deepEqual(only(town.say({ t: "ping", n: 6, heads: { r: 3 } }), "fetch"), []);
});

test("what is no longer kept is told and jumped over, before or after opened", () => {
  for (const order of [[0, 1], [1, 0]]) {
    const town = inRoom();
    town.say(ev("r", 1));
    const { hello } = rejoin(town, 0, 1000);
    const frames = [opened("r", 4, 5, { ref: hello.frames[0].open[0].ref, base: 4 }), gap(2, 4, "trimmed")];
    const results = order.map((n) => town.say(frames[n], 1000));
    assert.deepEqual(results.flatMap(gaps), [[2, 4, "trimmed"]]);
    const last = town.say(ev("r", 5), 1000);
    assert.deepEqual([entries(last), last.frames, lines(last)], [[5], [], ["live"]]);
  }
});

test("whoever wants the whole log is told where it begins", () => {
  const town = ready();
  const { ref } = town.act((s) => s.open("r", 0)).frames[0];
  town.say(opened("r", 4, 5, { ref, base: 4 }));
  assert.equal(town.session.line.state, "catching-up");
  assert.deepEqual(gaps(town.say(gap(1, 4, "trimmed"))), [[1, 4, "trimmed"]]);
  assert.deepEqual(lines(town.say(ev("r", 5))), ["live"]);
});

test("a part of the range that is kept already does not move the cursor back", () => {
  const town = inRoom();
  for (const seq of [1, 2, 3]) town.say(ev("r", seq));
  town.say(gap(1, 2, "trimmed"));
  assert.deepEqual(entries(town.say(ev("r", 4))), [4]);
});

test("what was left out for a slow reader is told, and fetched", () => {
  const town = inRoom();
  const slow = town.say(gap(1, 4, "slow"));
  assert.deepEqual(gaps(slow), [[1, 4, "slow"]]);
  assert.deepEqual(only(slow, "fetch").map(({ after }) => after), [0]);
  assert.deepEqual(entries(town.say(ev("r", 5))), []);
  for (const seq of [1, 2, 3, 4]) town.say(ev("r", seq));
  assert.deepEqual(lines(town.say(ev("r", 5))), ["live"]);
});

test("a log that began anew, or parted from ours, comes from its first entry, whatever opened says", () => {
  for (const why of ["epoch", "diverged"]) {
    for (const order of [[0, 1], [1, 0]]) {
      const town = inRoom();
      for (const seq of [1, 2, 3]) town.say(ev("r", seq));
      const { hello } = rejoin(town, 0, 1000);
      const epoch = why === "epoch" ? 2 : 1;
      const frames = [opened("r", 2, 2, { ref: hello.frames[0].open[0].ref, epoch }), gap(1, 3, why, { epoch })];
      assert.deepEqual(order.flatMap((n) => gaps(town.say(frames[n], 1000))), [[1, 3, why]]);
      assert.equal(town.session.line.state, "catching-up");
      const again = [1, 2].map((seq) => town.say(ev("r", seq, { h: `n${seq}` }), 1000));
      assert.deepEqual(again.flatMap(entries), [1, 2]);
      assert.ok(again.every(({ events }) => events[0].history));
      assert.deepEqual(lines(again[1]), ["live"]);
      assert.deepEqual(gaps(again[0]), []);
      assert.equal(town.say(ev("r", 3), 1000).events[0].history, false);
    }
  }
});

test("a new log that was trimmed begins behind its base", () => {
  const town = inRoom();
  town.say(ev("r", 1));
  const { hello } = rejoin(town, 0, 1000);
  town.say(opened("r", 5, 6, { ref: hello.frames[0].open[0].ref, epoch: 2, base: 5 }), 1000);
  town.say(gap(1, 1, "epoch", { epoch: 2 }), 1000);
  town.say(gap(1, 5, "trimmed", { epoch: 2 }), 1000);
  assert.deepEqual(entries(town.say(ev("r", 6), 1000)), [6]);
});

test("another log that nobody explained is told with its first entry", () => {
  for (const [more, why] of [[{ epoch: 2 }, "epoch"], [{}, "diverged"]]) {
    const town = inRoom();
    for (const seq of [1, 2, 3]) town.say(ev("r", seq));
    const { hello } = rejoin(town, 0, 1000);
    town.say(opened("r", 0, 1, { ref: hello.frames[0].open[0].ref, ...more }), 1000);
    const first = town.say(ev("r", 1), 1000);
    assert.deepEqual([gaps(first), entries(first)], [[[1, 3, why]], [1]]);
  }
});

test("a replay that begins too late is a hole like any other", () => {
  const town = inRoom();
  const { hello } = rejoin(town, 0, 1000);
  town.say(opened("r", 3, 4, { ref: hello.frames[0].open[0].ref }), 1000);
  assert.deepEqual(only(town.say(ev("r", 4), 1000), "fetch").map(({ after }) => after), [0]);
});

test("a replay that stops is not waited for longer than ten seconds after its last entry", () => {
  const town = ready({}, 0, { hb_ms: 60_000 });
  const { ref } = town.act((s) => s.open("r", 0)).frames[0];
  town.say(opened("r", 0, 3, { ref }));
  town.say(ev("r", 1), 4000);
  town.say({ t: "ping", n: 1, heads: { r: 3 } }, 9000);
  assert.equal(town.session.wake(), 14_000);
  assert.ok(town.act((s) => s.tick(14_000)).has("hang_up"));
});

test("a room that may not be opened is told, and the rest stays live; one that cannot be now is asked for again", () => {
  const town = ready();
  const open = town.act((s) => s.open("r", 0)).frames[0];
  const busy = town.say({ t: "err", ref: open.ref, code: "busy", retry_ms: 300 });
  assert.deepEqual(busy.events, []);
  assert.equal(town.session.wake(), 300);
  const [again] = only(town.act((s) => s.tick(300)), "open");
  const refused = town.say({ t: "err", ref: again.ref, code: "denied", say: "no" }, 300);
  assert.deepEqual(refused.events[0], { type: "room_refused", room: "r", code: "denied", say: "no" });
  assert.deepEqual(lines(refused), ["live"]);
});

test("an entry of which the words were destroyed is an entry", () => {
  const town = inRoom();
  const { body, ...bare } = ev("r", 1);
  const [event] = town.say({ ...bare, tomb: true }).events;
  assert.deepEqual([event.entry.tomb, event.entry.body], [true, undefined]);
});

test("older entries come as a page of their own, and are asked for again after a break", () => {
  const town = inRoom();
  for (const seq of [1, 2, 3, 4]) town.say(ev("r", seq));
  const [fetch] = town.act((s) => s.older("r", 4, 2, 0)).frames;
  assert.deepEqual(fetch, { t: "fetch", ref: fetch.ref, room: "r", before: 4, n: 2 });
  assert.deepEqual(town.say(ev("r", 2)).events, []);
  const { hello } = rejoin(town, 0, 1000);
  const after = town.say(opened("r", 4, 4, { ref: hello.frames[0].open[0].ref }), 1000);
  const [again] = only(after, "fetch");
  for (const seq of [2, 3, 3, 1]) assert.deepEqual(town.say(ev("r", seq), 1000).events, []);
  assert.deepEqual(entries(town.say(ev("r", 5), 1000)), [5]);
  const [page] = town.say({ t: "ok", ref: again.ref, st: "done", seq: 3 }, 1000).events;
  assert.deepEqual([page.type, page.id, page.room, page.entries.map(({ seq }) => seq)], ["page", 1, "r", [2, 3]]);
  const [no] = town.act((s) => s.older("r", 2, 1, 1000)).frames;
  town.say({ t: "err", ref: no.ref, code: "busy", retry_ms: 50 }, 1000);
  const [third] = only(town.act((s) => s.tick(1050)), "fetch");
  assert.deepEqual(town.say({ t: "err", ref: third.ref, code: "gone" }, 1050).events[0].error, { code: "gone", say: undefined });
});

test("numbers stand for rooms and members where both ends speak short", () => {
  const town = ready({ ext: ["short"] });
  const { ref } = town.act((s) => s.open("r", 0)).frames[0];
  town.say(opened("r", 0, 0, { ref, n: 3 }));
  town.say(ev(3, 1, { kind: "join", who: "W", body: {} }));
  const [event] = town.say(ev(3, 2, { who: 1 })).events;
  assert.deepEqual([event.room, event.entry.room, event.entry.who], ["r", "r", "W"]);
  assert.equal(town.say(ev(3, 3, { who: 77 })).events[0].entry.who, 77);
  assert.deepEqual(town.say({ t: "sig", room: 3, kind: "typing", ttl: 5, who: 1 }).events[0], { type: "sig", room: "r", kind: "typing", who: "W", ttl: 5, body: undefined });
  assert.deepEqual(town.say(gap(4, 5, "trimmed", { room: 3 })).events[0].room, "r");
  assert.equal(town.act((s) => s.put({ room: "r", kind: "msg" }, 0)).frames[0].room, 3);
  assert.equal(town.act((s) => s.sig("r", "typing", 5)).frames[0].room, 3);
  assert.deepEqual(town.say({ t: "ping", n: 2 }).frames[0].heads, { r: 5 });
  for (const unknown of [ev(9, 6), gap(6, 7, "trimmed", { room: 9 }), { t: "sig", room: 9, kind: "typing", ttl: 5 }]) {
    assert.deepEqual(town.say(unknown).outputs, []);
  }
  const { welcome } = rejoin(town, 0, 1000);
  assert.equal(only(welcome, "put")[0].room, "r");
});

test("other marks are asked for at once, where people talk, and no entry is lost or told twice for it", () => {
  const town = inRoom({ marks: ["typing"] });
  town.act((s) => s.open("@me", 0));
  town.say(opened("@me", 0, 0, { ref: 2 }));
  town.say(ev("r", 1));
  const { frames } = town.act((s) => s.mark(["typing", "read"], 0));
  assert.deepEqual(frames, [{ t: "open", ref: frames[0].ref, room: "r", epoch: 1, seq: 1, h: "h1", marks: ["typing", "read"] }]);
  // What the line had sent before it heard of this comes once more behind the answer.
  assert.deepEqual(entries(town.say(ev("r", 2))), []);
  town.say(opened("r", 1, 2, { ref: frames[0].ref }));
  assert.deepEqual(entries(town.say(ev("r", 2))), [2]);
  assert.deepEqual(town.act((s) => s.mark(["typing", "read"], 0)).frames, []);
});

test("a room under a name of its own is proved anew for other marks, and what is said there does not wait", () => {
  const town = ready();
  town.act((s) => s.open("r", 0, { proof: "key" }));
  const { frames } = town.act((s) => s.open("r", 0, { join: { pk: "a" } }));
  town.say(opened("r", 0, 0, { ref: frames[0].ref }));
  const asked = town.act((s) => s.mark(["read"], 0));
  assert.deepEqual(asked.events.filter(({ type }) => type === "prove"), [{ type: "prove", room: "r", fresh: false }]);
  assert.deepEqual(only(town.act((s) => s.put({ room: "r", kind: "msg", body: { text: "x" } }, 0)), "put").length, 1);
  const again = town.act((s) => s.open("r", 0, { join: { pk: "a" } }));
  assert.deepEqual(only(again, "open").map(({ marks, join }) => [marks, join]), [[["read"], { pk: "a" }]]);
});
