import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const FRAMES = new URL("../../../docs/vectors/frames/", import.meta.url);
const START = { do: "start", now: 1000, seed: "07".repeat(32), root: "01".repeat(16), origin: "stdio:" };
const KEY = "A".repeat(43);
const ID = "A".repeat(22);

/** The adapter at work; `ask` resolves to its reports and its wake. */
async function adapter(act) {
  const child = spawn(process.execPath, [fileURLToPath(new URL("vectors.mjs", import.meta.url))], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (order) => {
    child.stdin.write(`${JSON.stringify(order)}\n`);
    const reports = [];
    for (;;) {
      const report = JSON.parse((await lines.next()).value);
      if (report.done) return { reports, wake: report.wake };
      reports.push(report);
    }
  };
  try {
    await act(ask);
  } finally {
    child.stdin.end();
  }
}

async function join(ask, more = {}) {
  await ask({ ...START, ...more });
  await ask({ do: "dial" });
  await ask({ do: "connected" });
  const { reports } = await ask({ do: "frame", frame: { t: "hail", v: [1], line: KEY, nonce: KEY, now: 1 } });
  const max = { frame: 16384, rooms: 64, inflight: 262144, text: 4096, depth: 8, items: 1024 };
  const welcome = { t: "welcome", v: 1, ext: [], me: { roles: ["seeker"], standing: "welcome" }, hb_ms: 20000, max, dedupe_s: 86400, now: 1 };
  return { hello: reports[0].say, welcome: (await ask({ do: "frame", frame: welcome })).reports };
}

test("a conversation is the same every time it is told", async () => {
  const told = [];
  for (let n = 0; n < 2; n += 1) {
    await adapter(async (ask) => {
      const { hello, welcome } = await join(ask);
      const put = await ask({ do: "put", room: ID, kind: "msg", body: { text: "a" } });
      assert.deepEqual(Object.keys(put.reports[0]), ["cid"]);
      assert.equal(put.reports[1].say.cid, put.reports[0].cid);
      assert.equal(put.wake, 11_000);
      assert.deepEqual(welcome.at(-1), { state: "live" });
      told.push([hello, put]);
    });
  }
  assert.deepEqual(told[0], told[1]);
});

test("a reload keeps cursors, rooms and puts without an answer", async () => {
  await adapter(async (ask) => {
    await ask({ ...START });
    await ask({ do: "open", room: ID, epoch: 1, seq: 4, h: "0011223344556677" });
    const { cid } = (await ask({ do: "put", room: ID, kind: "msg", body: { text: "a" } })).reports[0];
    assert.deepEqual((await ask({ do: "reload" })).reports, []);
    await ask({ do: "dial" });
    await ask({ do: "connected" });
    const { reports } = await ask({ do: "frame", frame: { t: "hail", v: [1], line: KEY, nonce: KEY, now: 1 } });
    assert.deepEqual(reports[0].say.open, [{ ref: 1, room: ID, epoch: 1, seq: 4, h: "0011223344556677" }]);
    assert.equal(typeof cid, "string");
  });
});

test("with CBOR every frame is told in both encodings", async () => {
  await adapter(async (ask) => {
    await join(ask, { encoding: "cbor" });
    const { reports } = await ask({ do: "frame", cbor: "a200050e04" });
    assert.deepEqual(reports, [{ say: { t: "ping", n: 4 }, cbor: "a200050e04" }]);
    const refused = (await ask({ do: "frame", cbor: "a200051800" })).reports;
    assert.deepEqual(refused[0], { hangup: true });
  });
});

test("what cannot be followed is an error, and the dialogue goes on", async () => {
  await adapter(async (ask) => {
    assert.ok((await ask({ do: "dial" })).reports[0].error);
    await ask(START);
    assert.ok((await ask({ do: "frob" })).reports[0].error);
    assert.ok((await ask({ do: "frame", cbor: "zz" })).reports[0].error);
    assert.deepEqual((await ask({ do: "dial" })).reports[0], { dial: true });
  });
});

const files = existsSync(FRAMES) ? readdirSync(FRAMES).filter((name) => name.endsWith(".json")) : [];

test("every frame of the vectors is read, or refused, as it says there", { skip: files.length === 0 && "there are no frames" }, async () => {
  const wrong = [];
  await adapter(async (ask) => {
    for (const each of files.flatMap((name) => JSON.parse(readFileSync(new URL(name, FRAMES), "utf8")))) {
      for (const given of ordersOf(each)) {
        const [came] = (await ask({ do: "decode", from: each.from, ...given })).reports;
        const fits = Object.entries(expectedOf(each)).every(([name, value]) => JSON.stringify(sorted(came[name])) === JSON.stringify(sorted(value)));
        if (!fits) wrong.push([each.name, Object.keys(given)[0], came]);
      }
    }
  });
  assert.deepEqual(wrong, []);
});

function ordersOf({ json, text, hex, cbor }) {
  const whole = (parts) => (Array.isArray(parts) ? parts.map((part) => (typeof part === "string" ? part : part.repeat.repeat(part.times))).join("") : parts);
  const first = hex === undefined ? whole(text) ?? (json === undefined ? undefined : JSON.stringify(json)) : undefined;
  return [{ text: first }, { hex: whole(hex) }, { cbor: whole(cbor) }].filter((order) => Object.values(order)[0] !== undefined);
}

function expectedOf({ err, ok, frame, json, cbor, frame_cbor }) {
  if (err) return { refused: err };
  if (ok.passed_over) return { frame: null };
  const written = frame_cbor ?? (frame === undefined ? cbor : undefined);
  return { frame: frame ?? json, ...(written === undefined ? {} : { cbor: written }) };
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}
