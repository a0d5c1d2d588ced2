// What the README shows, on this Node as it is: no shim, nothing installed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { keptIn } from "./file-store.mjs";
import { textOfRoot } from "./join.js";
import { tabRoot } from "./store.js";

const SDK = fileURLToPath(new URL(".", import.meta.url));
const examples = [...readFileSync(join(SDK, "README.md"), "utf8").matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
/** What the first example leaves to its reader. */
const SHOWN = "const [showState, showMessage, changeMessage, showGap, showPut, showEnd] = Array(6).fill(console.log);\n";

function folder() {
  const path = mkdtempSync(join(tmpdir(), "readme-"));
  return { path, drop: () => rmSync(path, { recursive: true }) };
}

/** Runs an example until somebody is dialed; resolves to the path that was asked for. */
async function dialedBy(code) {
  const { path, drop } = folder();
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  symlinkSync(SDK, join(path, "sdk"));
  const url = `http://127.0.0.1:${server.address().port}/plp`;
  writeFileSync(join(path, "example.mjs"), code.replace(/"(wss|http):[^"]*\/plp"/, JSON.stringify(url)));
  const child = spawn(process.execPath, ["example.mjs"], { cwd: path, stdio: ["pipe", "ignore", "pipe"] });
  let wrong = "";
  child.stderr.on("data", (data) => (wrong += data));
  const ended = once(child, "exit").then(() => assert.fail(wrong || "it ended"));
  try {
    const [request, answer] = await Promise.race([once(server, "request"), ended]);
    answer.writeHead(503).end();
    return request.url;
  } finally {
    ended.catch(() => undefined);
    child.kill();
    server.close();
    server.closeAllConnections();
    drop();
  }
}

test("there are two examples: for a tab, and for a terminal", () => assert.equal(examples.length, 2));

for (const [n, code] of examples.entries()) {
  test(`example ${n + 1} dials its line on this Node`, { timeout: 60_000 }, async () => {
    assert.equal(await dialedBy(SHOWN + code), "/plp/sse?enc=peerline.1%2Bjson");
  });
}

test("a file keeps who one is and what has no answer, and nobody else may read it", () => {
  const { path, drop } = folder();
  const file = join(path, "me.json");
  const first = keptIn(file);
  assert.equal(first.store.read(), undefined);
  assert.equal(textOfRoot(keptIn(file).root), textOfRoot(first.root));
  const saved = { puts: [{ cid: "c" }], rooms: [] };
  first.store.write(saved);
  const second = keptIn(file);
  assert.deepEqual(second.store.read(), saved);
  assert.equal(textOfRoot(second.root), textOfRoot(first.root));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  drop();
});

test("a file that cannot be read makes nobody anew", () => {
  const { path, drop } = folder();
  const file = join(path, "me.json");
  for (const text of ["", "{", '{"root":"x"}']) {
    writeFileSync(file, text);
    assert.throws(() => keptIn(file));
    assert.equal(readFileSync(file, "utf8"), text);
  }
  drop();
});

test("a tab keeps its root; where there is no tab it is a new one", () => {
  assert.notEqual(textOfRoot(tabRoot()), textOfRoot(tabRoot()));
  const kept = new Map();
  globalThis.sessionStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
  const root = textOfRoot(tabRoot());
  assert.equal(textOfRoot(tabRoot()), root);
  assert.deepEqual([...kept], [["peerline.root", root]]);
  delete globalThis.sessionStorage;
});
