import assert from "node:assert/strict";
import { test } from "node:test";
import { ev, greet, HAIL, inRoom, lines, opened, ready, rejoin, start } from "./session-desk.mjs";

test("joining goes over every step, each with its own patience, to live", () => {
  const town = start();
  const phases = [];
  const see = (result) => {
    phases.push([town.session.phase, town.session.wake()]);
    return result;
  };
  const dial = see(town.act((s) => s.connect(1)));
  assert.ok(dial.has("dial"));
  assert.deepEqual([town.session.line.state, town.session.line.since, town.session.line.isFirstTry], ["stale", 1, true]);
  see(town.act((s) => s.connected(2)));
  assert.ok(see(town.say(HAIL, 3)).has("sign"));
  const hello = see(town.act((s) => s.signed({ pk: "P" }, 4))).frames[0];
  assert.deepEqual(hello, { t: "hello", v: 1, lang: "en", auth: { pk: "P" } });
  const welcome = see(town.say({ t: "welcome", v: 1, ext: [], me: {}, max: {}, hb_ms: 1000, dedupe_s: 9, now: 12 }, 5));
  assert.deepEqual(phases, [["dialing", 10_001], ["greeting", 10_002], ["signing", 10_003], ["joining", 10_004], ["ready", 2505]]);
  assert.deepEqual(lines(welcome), ["live"]);
  assert.equal(welcome.events.find((each) => each.type === "welcome").ahead, 7);
});

test("a step of joining that takes longer than ten seconds ends the link, not the session", () => {
  const steps = [(s) => s.connected(0), (s) => s.receive(HAIL, 0), (s) => s.signed({}, 0)];
  for (let n = 0; n <= steps.length; n += 1) {
    const town = start();
    town.act((s) => s.connect(0));
    for (const step of steps.slice(0, n)) town.act(step);
    assert.ok(!town.act((s) => s.tick(9_999)).has("hang_up"));
    assert.ok(town.act((s) => s.tick(10_000)).has("hang_up"), `step ${n}`);
    assert.equal(town.session.phase, "backoff");
  }
});

test("a link that cannot be had is tried again; it stays stale since the first try", () => {
  const town = start();
  town.act((s) => s.connect(5));
  const lost = town.act((s) => s.dropped(6));
  assert.equal(town.session.phase, "backoff");
  assert.deepEqual(town.session.line, { state: "stale", since: 5 });
  assert.deepEqual(lines(lost), ["stale"]);
});

test("whoever speaks out of turn is not understood, and the next link may be", () => {
  const town = start();
  town.act((s) => s.connect(0));
  assert.ok(town.say({ t: "welcome" }).has("hang_up"));
  assert.ok(ready().say(HAIL).has("hang_up"));
  const early = start();
  early.act((s) => s.connect(0));
  early.say(HAIL);
  assert.ok(early.say(ev("r", 1)).has("hang_up"));
});

test("a frame that cannot be read ends the link; one of a later version is passed over", () => {
  const town = inRoom();
  assert.equal(town.say(undefined).outputs.length, 0);
  const after = town.act((s) => s.unreadable(0));
  assert.ok(after.has("hang_up"));
  assert.deepEqual(lines(after), ["stale"]);
  assert.equal(town.session.phase, "backoff");
});

test("an unknown version ends the session", () => {
  const town = start();
  town.act((s) => s.connect(0));
  const end = town.say({ ...HAIL, v: [2] });
  assert.equal(town.session.phase, "dead");
  assert.equal(end.events.find((each) => each.type === "ended").code, "version");
});

test("bye without again_ms ends the session in every phase", () => {
  for (const steps of [0, 1, 2, 3]) {
    const town = start();
    town.act((s) => s.connect(0));
    if (steps > 0) town.act((s) => s.connected(0));
    if (steps > 1) town.say(HAIL);
    if (steps > 2) town.act((s) => s.signed({}, 0));
    const end = town.say({ t: "bye", code: "auth" });
    assert.equal(end.events.find((each) => each.type === "ended").code, "auth");
    assert.equal(town.session.phase, "dead");
    assert.equal(town.session.wake(), undefined);
    assert.equal(town.act((s) => s.connect(9)).outputs.length, 0);
  }
});

test("bye with again_ms comes back after the later of that and the own backoff", () => {
  const town = ready();
  town.say({ t: "bye", code: "busy", again_ms: 3000 });
  assert.equal(town.session.wake(), 3000);
  town.act((s) => s.tick(3000));
  greet(town, 3000);
  town.say({ t: "bye", code: "busy", again_ms: 10 }, 3000);
  assert.equal(town.session.wake(), 3250);
});

test("backoff grows to thirty seconds with full jitter, and a wish to connect cuts it short", () => {
  const town = start();
  town.act((s) => s.connect(0));
  const waits = [];
  for (let n = 0; n < 9; n += 1) {
    town.act((s) => s.dropped(0));
    waits.push(town.session.wake());
    town.act((s) => s.tick(waits[n]));
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  town.act((s) => s.dropped(0));
  assert.ok(town.act((s) => s.probe(1)).has("dial"));
  town.act((s) => s.dropped(2));
  assert.ok(town.act((s) => s.connect(3)).has("dial"));
});

test("backoff starts over once a link was live, not with a welcome alone", () => {
  const town = ready();
  town.act((s) => s.open("r", 0));
  for (const expected of [250, 500, 1000]) {
    town.act((s) => s.dropped(0));
    assert.equal(town.session.wake(), expected);
    town.act((s) => s.tick(expected));
    town.last = greet(town, 0);
  }
  const { ref } = town.last.hello.frames[0].open[0];
  assert.deepEqual(lines(town.say(opened("r", 0, 0, { ref }))), ["live"]);
  town.act((s) => s.dropped(0));
  assert.equal(town.session.wake(), 250);
});

test("silence for two and a half heartbeats ends the link; any frame is a sign of life", () => {
  const town = ready();
  town.say({ t: "ping", n: 1 }, 2000);
  assert.equal(town.session.wake(), 4500);
  assert.ok(!town.act((s) => s.tick(4499)).has("hang_up"));
  const dead = town.act((s) => s.tick(4500));
  assert.ok(dead.has("hang_up"));
  assert.deepEqual(lines(dead), ["stale"]);
  assert.equal(town.session.line.since, 2000);
});

test("a line that answers pings but not a request is left after ten seconds", () => {
  const requests = [(s) => s.put({ room: "r", kind: "msg" }, 0), (s) => s.ask("rooms", undefined, 0), (s) => s.close("r", 0), (s) => s.open("q", 0), (s) => s.receive(ev("r", 9), 0)];
  for (const request of requests) {
    const town = inRoom();
    town.act(request);
    for (let now = 0; now < 10_000; now += 500) town.say({ t: "ping", n: now + 1 }, now);
    assert.ok(!town.act((s) => s.tick(9_999)).has("hang_up"));
    assert.ok(town.act((s) => s.tick(10_000)).has("hang_up"), String(request));
  }
});

test("what was asked in hello is waited for from welcome on", () => {
  const town = inRoom();
  rejoin(town, 0, 1000);
  assert.equal(town.session.wake(), 3500);
  town.say({ t: "ping", n: 1 }, 3000);
  town.say({ t: "ping", n: 2 }, 5500);
  town.say({ t: "ping", n: 3 }, 8000);
  town.say({ t: "ping", n: 4 }, 10_500);
  assert.equal(town.session.wake(), 11_000);
});

test("a probe asks the link for a sign of life, and dials where there is none", () => {
  const town = ready({}, 0, { hb_ms: 60_000 });
  const probe = town.act((s) => s.probe(1));
  assert.deepEqual(probe.frames.map(({ t }) => t), ["ping"]);
  assert.equal(town.session.wake(), 10_001);
  assert.equal(town.say({ t: "ping", n: probe.frames[0].n }, 2).frames.length, 0);
  assert.equal(town.session.wake(), 150_002);
});

test("a ping is answered once, with the last entry taken of each open room; an answer is not", () => {
  const town = inRoom();
  town.say(ev("r", 1));
  assert.deepEqual(town.say({ t: "ping", n: 4 }).frames, [{ t: "ping", n: 4, heads: { r: 1 } }]);
  assert.deepEqual(town.say({ t: "ping", n: 4 }).frames, []);
  assert.deepEqual(town.say({ t: "ping", n: 6 }).frames.map(({ n }) => n), [6]);
  assert.deepEqual(town.say({ t: "ping", n: 7 }).frames, []);
});

test("a quarter of max.inflight is acknowledged by a ping of our own, counted from the last one", () => {
  const town = inRoom();
  assert.equal(town.say(ev("r", 1), 0, 600).frames.length, 0);
  const [first] = town.say(ev("r", 2), 0, 400).frames;
  assert.deepEqual(first, { t: "ping", n: first.n, heads: { r: 2 } });
  assert.equal(town.say(ev("r", 3), 0, 900).frames.length, 0);
  assert.equal(town.say({ t: "ping", n: 2 }, 0, 10).frames.length, 1);
  assert.equal(town.say(ev("r", 4), 0, 950).frames.length, 0);
  const [second] = town.say(ev("r", 5), 0, 60).frames;
  assert.deepEqual([first.n, second.n], [1, 3]);
});

test("hello offers the extensions that are wanted", () => {
  const town = start({ ext: ["short"] });
  town.act((s) => s.connect(0));
  town.say(HAIL);
  assert.deepEqual(town.act((s) => s.signed({}, 0)).frames[0].ext, ["short"]);
});
