// The client against the real server, where `PEERLINE_BIN` names the program.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Client, Doors, Root, roomSignerOf, signerOf } from "./index.js";

const { PEERLINE_BIN: BIN } = process.env;
const skip = !BIN && "PEERLINE_BIN names no program";

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** The real line on a store of its own; it can be killed at any time and started again. */
class RealLine {
  #data = mkdtempSync(join(tmpdir(), "line-"));
  #port;
  #child;

  get url() {
    return `ws://127.0.0.1:${this.#port}/plp`;
  }

  /** Writes what is read at the next start. */
  configure(files) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.#data, name), text);
  }

  async start() {
    this.#port ??= await freePort();
    this.#child = spawn(BIN, ["serve", "--listen", `127.0.0.1:${this.#port}`, "--data", join(this.#data, "store")], { cwd: this.#data, stdio: "ignore" });
    const card = `http://127.0.0.1:${this.#port}/line.json`;
    while (!(await fetch(card).then(({ ok }) => ok, () => false))) await pause(20);
  }

  async kill() {
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }

  async stop() {
    await this.kill();
    rmSync(this.#data, { recursive: true });
  }
}

function next(client, type, fits) {
  return new Promise((resolve) => {
    const stop = client.on(type, (event) => {
      if (!fits(event)) return;
      stop();
      resolve(event);
    });
  });
}

const ways = globalThis.WebSocket ? ["sse", "ws"] : ["sse"];
for (const way of ways) {
  for (const encoding of ["json", "cbor"]) {
    test(`a session goes on over a kill of the server, by ${way} in ${encoding}`, { skip, timeout: 60_000 }, async () => {
      const line = new RealLine();
      await line.start();
      const WebSocket = way === "ws" ? globalThis.WebSocket : null;
      const client = new Client({ sign: signerOf(Root.random()), url: line.url, encoding, ext: ["short"], store: { read: () => undefined, write: () => undefined }, WebSocket });
      const kinds = [];
      client.on("entry", ({ entry }) => kinds.push([entry.seq, entry.kind]));
      client.on("gap", (gap) => kinds.push(gap));
      try {
        client.open("@me");
        client.start();
        await next(client, "line", ({ state }) => state === "live");
        const place = await client.ask("place");
        assert.equal(place.state, "none");
        const done = next(client, "put", ({ state }) => state === "done");
        const seek = client.put("@me", "seek", { topics: [], languages: ["en"] });
        assert.equal((await done).cid, seek);
        await line.kill();
        const leave = client.put("@me", "leave");
        const left = next(client, "put", ({ state, cid }) => state === "done" && cid === leave);
        await line.start();
        await left;
        if (client.line.state !== "live") await next(client, "line", ({ state }) => state === "live");
        assert.deepEqual(kinds, [[1, "seek"], [2, "leave"]]);
        assert.equal(client.way, way);
      } finally {
        client.stop();
        await line.stop();
      }
    });
  }
}

test("who erases themselves is told what is left, sent on their way, and comes back as somebody new", { skip, timeout: 60_000 }, async () => {
  const line = new RealLine();
  await line.start();
  const root = Root.random();
  let saved = "never";
  const somebody = () => new Client({ sign: signerOf(root), url: line.url, cursors: true, store: { read: () => undefined, write: (kept) => (saved = kept) }, WebSocket: null });
  const client = somebody();
  const again = somebody();
  try {
    client.open("@me");
    client.start();
    const waits = next(client, "put", ({ state }) => state === "done");
    client.put("@me", "seek", { topics: [], languages: ["en"] });
    await waits;
    const before = await client.kept();
    assert.deepEqual(before.map(({ what, stays }) => [what, stays]), [["account", false], ["place", false], ["log", false], ["puts", false]]);
    assert.deepEqual(await client.erase(), []);
    assert.deepEqual(saved, { puts: [], rooms: [] });
    again.start();
    await next(again, "welcome", () => true);
    assert.deepEqual((await again.kept()).map(({ what }) => what), ["account"]);
    assert.equal((await again.ask("place")).state, "none");
  } finally {
    client.stop();
    again.stop();
    await line.stop();
  }
});

test("a newcomer passes the gate of the real server, and reaches a responder before", { skip, timeout: 60_000 }, async () => {
  const line = new RealLine();
  line.configure({ "peerline.toml": '[gate]\nwork = "always"\nwork_bits = 12\npass_file = "passes.txt"\n', "passes.txt": "Blue Sunflower\n" });
  await line.start();
  const root = Root.random();
  const store = { read: () => undefined, write: () => undefined };
  const come = (options) => new Client({ sign: signerOf(root), url: line.url, store, WebSocket: null, ...options });
  const settled = (client, kind) => next(client, "put", (put) => put.kind === kind && ["done", "refused"].includes(put.state));
  const client = come({});
  try {
    const refused = [];
    client.on("put", ({ kind, body, state }) => kind === "gate" && state === "refused" && refused.push(Object.keys(body).sort()));
    const wrong = next(client, "put", ({ kind, body, state }) => kind === "gate" && body.pass && state === "refused");
    const welcomed = next(client, "welcome", () => true);
    // It comes before the work is done, and goes with it: in the same turn as the welcome, or easy work might be done first.
    const stopBringing = client.on("welcome", () => {
      stopBringing();
      client.bringPass("rose");
    });
    client.start();
    const { me } = await welcomed;
    assert.equal(me.standing, "help_only");
    assert.deepEqual(me.gate, { why: "pass" });
    const signal = settled(client, "signal");
    client.put("@me", "signal", {});
    assert.equal((await signal).state, "done");
    assert.equal((await wrong).code, "denied");
    assert.deepEqual(refused, [["pass", "pow"]], "nothing was refused for want of work");
    const right = next(client, "put", ({ kind, state }) => kind === "gate" && state === "done");
    client.bringPass("blue-sunflower");
    await right;
    client.stop();
    const known = come({});
    const third = next(known, "welcome", () => true);
    known.start();
    assert.equal((await third).me.standing, "probation");
    known.stop();
  } finally {
    client.stop();
    await line.stop();
  }
});

test("a link that proves one room talks there, is heard, has a person within reach, and nothing else, over a kill", { skip, timeout: 120_000 }, async () => {
  const line = new RealLine();
  line.configure({ "peerline.toml": '[[rooms]]\nslug = "day"\nkind = "drop_in"\ntitle = "Day"\n' });
  await line.start();
  const root = Root.random();
  const store = { read: () => undefined, write: () => undefined };
  const main = new Client({ sign: signerOf(root), url: line.url, store, WebSocket: null });
  const settled = (client, cid) => next(client, "put", (put) => put.cid === cid && ["done", "refused"].includes(put.state));
  let apart;
  try {
    main.start();
    const { rooms } = await main.ask("directory");
    const [{ room }] = rooms;
    const doors = new Doors(root, { ask: (what, body) => main.ask(what, body) });
    apart = new Client({ sign: roomSignerOf(root, room), doors, url: line.url, store, WebSocket: null });
    const [welcomed, entered] = [next(apart, "welcome", () => true), next(apart, "opened", (opened) => opened.room === room)];
    apart.enter(room);
    apart.start();
    assert.equal((await welcomed).me.standing, "help_only");
    const { who } = await entered;
    main.stop();
    assert.equal((await settled(apart, apart.put(room, "msg", { text: "good evening" }))).state, "done");
    const care = next(apart, "entry", ({ room: where, entry }) => where === `~${who}` && entry.body?.code === "care");
    apart.openUnder(`~${who}`);
    await line.kill();
    const danger = apart.put(room, "msg", { text: "i want to kill myself tonight" });
    const said = settled(apart, danger);
    await line.start();
    assert.equal((await said).state, "done");
    await care;
    for (const where of [room, `~${who}`, "@me"]) assert.equal((await settled(apart, apart.put(where, "signal", {}))).state, "done", where);
    const seek = await settled(apart, apart.put("@me", "seek", { topics: [], languages: ["en"] }));
    assert.deepEqual([seek.state, seek.code], ["refused", "bad"]);
    await assert.rejects(apart.ask("tickets", { binds: [room.padEnd(43, "A")] }), { code: "denied" });
  } finally {
    main.stop();
    apart?.stop();
    await line.stop();
  }
});
