// A program against the types: `types.test.mjs` has it checked where there is a compiler.
import { Client, Refusal, Root, Session, signerOf, tabStore } from "./index.js";
import type { Entry, Line, Store } from "./index.js";

const root = await Root.fromPhrase("…").catch(() => Root.random());
const store: Store = tabStore("sample");
const client = new Client({ sign: signerOf(root), url: "wss:line/plp", encoding: "cbor", ext: ["short"], store, cursors: true });
const shown: Entry[] = [];

client.on("line", (line: Line) => show(line.state === "stale" ? `stale since ${line.since}` : line.state));
client.on("entry", ({ entry, history }) => void (history || shown.push(entry)));
client.on("gap", ({ why, lo, hi }) => why === "trimmed" && show(`${hi - lo + 1} are gone`));
client.on("put", ({ cid, state, say }) => state === "nudged" && confirm(say ?? "") && client.sendAnyway(cid));
client.start();
client.open("@me", 50);
const cid: string = client.put("@me", "seek", { topics: ["grief"], languages: ["en"] });
const { position } = await client.ask("place");
const older: Entry[] = await client.older("@me", shown[0]?.seq ?? 1);
show(`${cid} ${position} ${older.length}`);

const session = new Session({ random: Math.random, newCid: () => "…" });
for (const output of session.drain()) if (output.do === "send") show(output.frame.t);
if (session.phase === "ready") session.receive({ t: "ping", n: 2 }, 0);

// @ts-expect-error: there is no such event
client.on("entries", () => undefined);
// @ts-expect-error: a put has a kind
client.put("@me");

function show(text: string) {
  if (text === "") throw new Refusal();
}
