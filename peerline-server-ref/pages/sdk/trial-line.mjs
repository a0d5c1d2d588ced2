/** A small line over SSE and POST, as the protocol says: for trying a client without a server. */
import { createServer } from "node:http";
import { once } from "node:events";
import { toBase64url } from "./base64url.js";
import { decodeCbor } from "./cbor.js";
import { decodeFrame, encodeFrame } from "./cbor-frames.js";
import { CLIENT_FRAMES } from "./client-shapes.js";
import { decodeJson } from "./frames.js";
import { LIMITS } from "./refusal.js";

const KEY = toBase64url(new Uint8Array(32));
const TYPES = { "application/x-ndjson": "json", "text/plain;charset=utf-8": "json", "application/cbor-seq": "cbor" };

export class TrialLine {
  /** Every frame that was taken, and every post that came, in order. */
  frames = [];
  posts = [];
  /** What to answer to the next posts instead: `lost` (taken, but the answer is cut off) or a status. */
  faults = [];
  /** What a newcomer lacks, as `welcome` says it. */
  gate;
  /** What is answered to every question. */
  answers = {};
  links = 0;
  url;
  #server = createServer((request, response) => this.#serve(request, response));
  #conn;
  #links = new Map();

  static async start() {
    const line = new TrialLine();
    line.#server.listen(0, "127.0.0.1");
    await once(line.#server, "listening");
    line.url = `ws://127.0.0.1:${line.#server.address().port}/plp`;
    return line;
  }

  async stop() {
    this.cut();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Ends the present event stream. */
  cut() {
    this.#conn?.response.end();
    if (this.#conn) this.#links.delete(this.#conn.link);
  }

  say(frame) {
    const { response, isBinary } = this.#conn;
    response.write(`data: ${isBinary ? toBase64url(encodeFrame(frame)) : JSON.stringify(frame)}\n\n`);
  }

  async #serve(request, response) {
    const { pathname, searchParams } = new URL(request.url, "ws://line");
    if (pathname === "/plp/sse") this.#open(searchParams.get("enc"), response);
    else if (pathname === "/plp/post") await this.#post(request, response);
    else response.writeHead(404).end();
  }

  #open(enc, response) {
    this.links += 1;
    const link = toBase64url(new Uint8Array(32).fill(this.links));
    this.#conn = { response, link, isBinary: enc === "peerline.1+cbor", n: 0 };
    this.#links.set(link, this.#conn);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`event: link\r\ndata: {"link":"${link}"}\r\n\r\n: awake\n\n`);
    this.say({ t: "hail", v: [1], line: KEY, nonce: KEY, now: 5 });
  }

  async #post(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const n = Number(request.headers["peerline-post"]);
    this.posts.push(n);
    const fault = this.faults.shift();
    if (typeof fault === "number") response.writeHead(fault, { "retry-after": "0" }).end();
    else if (fault === "lost") this.#take(request, n, body), request.socket.destroy();
    else response.writeHead(this.#take(request, n, body)).end();
  }

  #take(request, n, body) {
    const conn = this.#links.get(request.headers["peerline-link"]);
    if (!conn) return 410;
    if (n <= conn.n) return 204;
    if (n !== conn.n + 1) return 409;
    if (body.length > 65_536) return 413;
    const type = TYPES[request.headers["content-type"]];
    if (!type) return 415;
    conn.n = n;
    for (const frame of type === "json" ? lines(body) : sequence(body)) this.#answer(frame);
    return 204;
  }

  #answer(frame) {
    this.frames.push(frame);
    if (frame.t === "hello") this.#welcome(frame);
    if (frame.t === "ask") this.say({ t: "ok", ref: frame.ref, st: "done", body: this.answers });
    if (frame.t === "put") this.say({ t: "ok", ref: frame.ref, cid: frame.cid, seq: this.frames.length, st: "done" });
  }

  #me() {
    return this.gate ? { roles: ["seeker"], standing: "help_only", gate: this.gate } : { roles: ["seeker"], standing: "welcome" };
  }

  #welcome({ open = [] }) {
    const max = { frame: 16384, rooms: 64, inflight: 262144, text: 4096, depth: 8, items: 1024 };
    this.say({ t: "welcome", v: 1, ext: [], me: this.#me(), hb_ms: 20000, max, dedupe_s: 86400, now: Date.now() });
    for (const { ref, room } of open) {
      this.say({ t: "opened", ref, room, epoch: 1, base: 0, head: 0, h: "0".repeat(16), from: 0, who: "A".repeat(22), role: "seeker", caps: [], pace_ms: 0 });
    }
  }
}

function lines(body) {
  const texts = body.toString("utf8").split("\n");
  if (texts.pop() !== "") throw new Error("a frame without its line feed");
  return texts.map((text) => decodeJson(text, LIMITS, CLIENT_FRAMES));
}

/** Reads one frame behind the other: the longest beginning that can be read is the first. */
function sequence(body) {
  const frames = [];
  for (let at = 0; at < body.length; ) {
    let end = at + 1;
    while (!isWhole(body.subarray(at, end))) end += 1;
    frames.push(decodeFrame(new Uint8Array(body.subarray(at, end)), LIMITS, CLIENT_FRAMES));
    at = end;
  }
  return frames;
}

function isWhole(bytes) {
  try {
    decodeCbor(new Uint8Array(bytes));
    return true;
  } catch {
    return false;
  }
}
