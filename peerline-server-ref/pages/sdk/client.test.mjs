import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "./client.js";
import { EventStream } from "./event-stream.js";
import { Posts } from "./posts.js";
import { TrialLine } from "./trial-line.mjs";
import { Ways } from "./ways.js";
import { Work } from "./work.js";

const ID = "A".repeat(22);
const AUTH = { pk: "A".repeat(43), nonce: "A".repeat(43), sig: "A".repeat(86) };

function memory(saved) {
  return { saved, read: () => saved, write(next) { this.saved = structuredClone(next); } };
}

/** The next event of a type that fits. */
function next(client, type, fits = () => true) {
  return new Promise((resolve) => {
    const stop = client.on(type, (event) => {
      if (!fits(event)) return;
      stop();
      resolve(event);
    });
  });
}

const live = (client) => next(client, "line", ({ state }) => state === "live");

async function withLine(act, options = {}) {
  const line = await TrialLine.start();
  const client = new Client({ sign: async () => AUTH, url: line.url, store: memory(), WebSocket: null, ...options });
  try {
    await act(line, client);
  } finally {
    client.stop();
    await line.stop();
  }
}

for (const encoding of ["json", "cbor"]) {
  test(`a client speaks over SSE and posts in ${encoding}`, async () => {
    await withLine(async (line, client) => {
      client.open("@me");
      client.start();
      await live(client);
      assert.equal(client.way, "sse");
      const done = next(client, "put", ({ state }) => state === "done");
      const cids = ["a", "ä😀"].map((text) => client.put(ID, "msg", { text }));
      assert.equal((await done).cid, cids[0]);
      await next(client, "put", ({ state, cid }) => state === "done" && cid === cids[1]);
      assert.deepEqual(line.frames.filter(({ t }) => t === "put").map(({ body }) => body.text), ["a", "ä😀"]);
      const entry = next(client, "entry");
      line.say({ t: "ev", room: "@me", seq: 1, at: 2, kind: "ack", body: {}, h: "0".repeat(16), announce: "none" });
      assert.equal((await entry).entry.seq, 1);
    }, { encoding });
  });
}

test("a newcomer's client works for the gate and may call a person meanwhile", async () => {
  const line = await TrialLine.start();
  line.gate = { why: "pow", bits: 14 };
  const client = new Client({ sign: async () => AUTH, url: line.url, store: memory(), WebSocket: null });
  try {
    client.start();
    await next(client, "welcome");
    client.put("@me", "signal", {});
    await next(client, "put", ({ kind, state }) => kind === "gate" && state === "done");
    const puts = line.frames.filter(({ t }) => t === "put");
    assert.equal(puts[0].kind, "signal");
    const zeros = new Uint8Array(32);
    assert.ok(new Work(zeros, zeros).zeroBits(puts[1].body.pow) >= 14);
  } finally {
    client.stop();
    await line.stop();
  }
});

test("a pass that is known is put, and one that is not is asked for", async () => {
  for (const [pass, expected] of [[() => "sunflower", [{ pass: "sunflower" }]], [undefined, []]]) {
    const line = await TrialLine.start();
    line.gate = { why: "pass" };
    const client = new Client({ sign: async () => AUTH, url: line.url, store: memory(), WebSocket: null, pass });
    try {
      client.start();
      const { me } = await next(client, "welcome");
      assert.deepEqual(me.gate, { why: "pass" });
      await client.ask("line");
      const puts = line.frames.filter(({ t }) => t === "put");
      assert.deepEqual(puts.map(({ body }) => body), expected);
    } finally {
      client.stop();
      await line.stop();
    }
  }
});

test("a post whose answer was lost is sent again as it is, and taken once", async () => {
  await withLine(async (line, client) => {
    client.start();
    await live(client);
    line.faults = ["lost", 503, 429];
    const done = next(client, "put", ({ state }) => state === "done");
    client.put(ID, "msg", { text: "once" });
    await done;
    assert.equal(line.frames.filter(({ t }) => t === "put").length, 1);
    assert.deepEqual(line.posts.slice(0, 2), [1, 2]);
  });
});

test("a post that a line never takes ends the link, and the next one brings it", async () => {
  await withLine(async (line, client) => {
    client.start();
    await live(client);
    line.faults = [410];
    const done = next(client, "put", ({ state }) => state === "done");
    client.put(ID, "msg", { text: "later" });
    await done;
    assert.equal(line.links, 2);
  });
});

test("a stream that ends is dialed anew, and what has no answer goes again with its cid", async () => {
  await withLine(async (line, client) => {
    client.start();
    await live(client);
    const stale = next(client, "line", ({ state }) => state === "stale");
    line.cut();
    await stale;
    const done = next(client, "put", ({ state }) => state === "done");
    const cid = client.put(ID, "msg", { text: "a" });
    assert.equal((await done).cid, cid);
    assert.equal(line.links, 2);
  });
});

test("a frame that cannot be read ends the link, not the session", async () => {
  await withLine(async (line, client) => {
    client.start();
    await live(client);
    const stale = next(client, "line", ({ state }) => state === "stale");
    line.say({ t: "ping", n: -1 });
    await stale;
    await live(client);
    assert.equal(line.links, 2);
  });
});

test("a long list of the line is heard", async () => {
  await withLine(async (line, client) => {
    client.start();
    await live(client);
    const cases = Array.from({ length: 500 }, () => ({ case: ID, state: "offered", priority: "imminent" }));
    line.answers = { cases };
    assert.equal((await client.ask("cases")).cases.length, 500);
    assert.equal(line.links, 1);
  });
});

test("after two WebSockets that could not be had a client goes another way by itself", async () => {
  const dialed = [];
  class Blocked {
    constructor(url, subprotocol) {
      dialed.push(subprotocol);
      queueMicrotask(() => this.onclose());
    }

    close() {}
  }
  await withLine(async (line, client) => {
    client.start();
    await live(client);
    assert.equal(client.way, "sse");
    assert.deepEqual(dialed, ["peerline.1+json", "peerline.1+json"]);
  }, { WebSocket: Blocked });
});

test("what cannot be sent is refused here", async () => {
  await withLine(async (line, client) => {
    client.start();
    await live(client);
    const refused = next(client, "put", ({ state }) => state === "refused");
    client.put(ID, "msg", { text: "x".repeat(20_000) });
    assert.equal((await refused).code, "too_big");
    await assert.rejects(client.ask("x", { text: "\ud800" }), { code: "bad" });
  });
});

test("what has no answer, and how far each room came, is kept and taken up again", async () => {
  const store = memory();
  await withLine(async (line, client) => {
    client.open("@me");
    client.start();
    await live(client);
    line.say({ t: "ev", room: "@me", seq: 1, at: 2, kind: "ack", body: {}, h: "1".repeat(16), announce: "none" });
    await next(client, "entry");
    client.stop();
  }, { store, cursors: true });
  assert.deepEqual(store.saved.rooms, [{ room: "@me", back: 500, epoch: 1, seq: 1, h: "1".repeat(16) }]);
  const kept = { puts: [{ room: ID, cid: ID, kind: "msg", body: { text: "kept" }, at: Date.now() - 120_000, state: "sent" }], rooms: store.saved.rooms };
  await withLine(async (line, client) => {
    client.start();
    await next(client, "put", ({ state }) => state === "done");
    const [hello, put] = line.frames;
    assert.deepEqual(hello.open[0].seq, 1);
    assert.deepEqual([put.cid, put.age_s >= 120], [ID, true]);
  }, { store: memory(kept), cursors: true });
});

test("a browser that cannot sign is told so, once and for all", async () => {
  await withLine(async (line, client) => {
    client.start();
    assert.equal((await next(client, "ended")).code, "unsupported");
  }, { sign: () => Promise.reject(new Error("no Ed25519")) });
});

test("ways: two failures lead to SSE, its failure back, and a while later a WebSocket is tried again", () => {
  const ways = new Ways();
  const go = (now, isHeard) => {
    const way = ways.next(now);
    if (isHeard) ways.heard(way);
    else ways.failed(way);
    return way;
  };
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((now) => go(now, false)), ["ws", "ws", "sse", "ws", "sse", "ws"]);
  assert.deepEqual([go(6, true), go(7, true), go(600_005, false), go(600_006, true)], ["sse", "sse", "ws", "sse"]);
  const worked = new Ways();
  worked.next(0);
  worked.heard("ws");
  const after = [1, 2, 3, 4, 5, 6].map((now) => {
    const way = worked.next(now);
    worked.failed(way);
    return way;
  });
  assert.deepEqual(after, ["ws", "ws", "ws", "ws", "ws", "sse"]);
  assert.equal(new Ways(false).next(0), "sse");
});

test("an event stream is the same in pieces of any size", () => {
  const text = "event: link\r\ndata: {\"link\":1}\r\n\r\n: comment\n\ndata:a\ndata: b\rid: 7\n\nevent: x\n\ndata: c\n\ndata: half";
  const expected = [{ event: "link", data: '{"link":1}' }, { event: "message", data: "a\nb" }, { event: "message", data: "c" }];
  for (let size = 1; size <= text.length; size += 1) {
    const stream = new EventStream();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...stream.push(text.slice(at, at + size)));
    assert.deepEqual(events, expected, `pieces of ${size}`);
    assert.equal(stream.held, "data: half".length);
  }
});

test("posts go one after the other, and hold as many frames as fit", async () => {
  const posted = [];
  let release;
  const post = (n, frames) => {
    posted.push([n, frames.length]);
    return new Promise((resolve) => (release = () => resolve({ status: 204 })));
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const posts = new Posts({ post, pause: async () => undefined, over: () => assert.fail("over") });
  posts.add("a");
  for (let n = 0; n < 4; n += 1) posts.add("x".repeat(10_000));
  assert.deepEqual(posted, [[1, 1]]);
  release();
  await settle();
  assert.deepEqual(posted, [[1, 1], [2, 2]]);
  release();
  await settle();
  assert.deepEqual(posted, [[1, 1], [2, 2], [3, 2]]);
});

test("a post waits as long as the line asks, and is given up where no time helps", async () => {
  const pauses = [];
  const answers = [{ status: 429, retryAfter: 3 }, { status: 0 }, { status: 413 }];
  const over = new Promise((resolve) => {
    const posts = new Posts({ post: async () => answers.shift(), pause: async (ms) => pauses.push(ms), over: resolve });
    posts.add("a");
  });
  await over;
  assert.deepEqual(pauses, [3000, 500]);
});
