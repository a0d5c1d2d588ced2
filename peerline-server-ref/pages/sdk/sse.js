/**
 * A link for networks that let no WebSocket through: the line speaks in an event stream, and is spoken to
 * in posts. `on`: `opened()`, `message(data)`, `closed()`.
 */
import { fromBase64url } from "./base64url.js";
import { EventStream } from "./event-stream.js";
import { Posts } from "./posts.js";

export function dialSse({ url, frames }, on) {
  return new SseLink(url, frames, on);
}

class SseLink {
  #base;
  #frames;
  #on;
  #abort = new AbortController();
  #secret;
  #posts;

  constructor(url, frames, on) {
    this.#base = url.replace(/^ws/, "http");
    this.#frames = frames;
    this.#on = on;
    this.#posts = new Posts({ post: (n, data) => this.#post(n, data), pause: (ms) => this.#pause(ms), over: () => this.#end() });
    this.#listen();
  }

  send(data) {
    this.#posts.add(data);
  }

  close() {
    this.#on = undefined;
    this.#posts.end();
    this.#abort.abort();
  }

  get #isBinary() {
    return this.#frames.subprotocol.endsWith("+cbor");
  }

  /** The other side is gone, or cannot be spoken to any more. */
  #end() {
    const on = this.#on;
    this.close();
    on?.closed();
  }

  async #listen() {
    try {
      await this.#read(await this.#stream());
    } catch {
      // However a stream ends, it has ended.
    }
    this.#end();
  }

  async #stream() {
    const headers = { accept: "text/event-stream" };
    const enc = encodeURIComponent(this.#frames.subprotocol);
    const answer = await fetch(`${this.#base}/sse?enc=${enc}`, { ...PLAIN, headers, signal: this.#abort.signal });
    const isStream = answer.ok && answer.headers.get("content-type")?.startsWith("text/event-stream");
    if (!isStream) throw new Error("no event stream");
    return answer.body.getReader();
  }

  async #read(reader) {
    const text = new TextDecoder();
    const stream = new EventStream();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || stream.held > MAX_HELD) return;
      for (const event of stream.push(text.decode(value, { stream: true }))) this.#take(event);
    }
  }

  #take({ event, data }) {
    if (event === "link") {
      this.#secret = JSON.parse(data).link;
      this.#on?.opened();
    } else if (event === "message") {
      this.#on?.message(this.#isBinary ? fromBase64url(data) : data);
    }
  }

  /** One attempt; a post without an answer is given up after a while, and sent again. */
  async #post(n, data) {
    const attempt = new AbortController();
    const give = () => attempt.abort();
    const timer = setTimeout(give, ATTEMPT_MS);
    this.#abort.signal.addEventListener("abort", give);
    try {
      const answer = await fetch(`${this.#base}/post`, { ...PLAIN, method: "POST", headers: this.#headers(n), body: this.#body(data), signal: attempt.signal });
      return { status: answer.status, retryAfter: Number(answer.headers.get("retry-after")) };
    } finally {
      clearTimeout(timer);
      this.#abort.signal.removeEventListener("abort", give);
    }
  }

  #headers(n) {
    const type = this.#isBinary ? "application/cbor-seq" : "application/x-ndjson";
    return { "content-type": type, "peerline-link": this.#secret, "peerline-post": String(n) };
  }

  #body(data) {
    return this.#isBinary ? new Blob(data) : data.map((text) => `${text}\n`).join("");
  }

  #pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#abort.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

const PLAIN = { cache: "no-store", credentials: "omit", redirect: "error" };
/** How long one attempt to post may take, below the patience for an answer. */
const ATTEMPT_MS = 5_000;
/** How much of one event is held; no frame is longer. */
const MAX_HELD = 1 << 20;
