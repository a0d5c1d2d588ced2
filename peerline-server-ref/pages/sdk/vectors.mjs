/**
 * This SDK under the vectors of the protocol: `peerline vectors run --side client --exec 'node vectors.mjs'`.
 * The dialogue over standard input and output is described in `docs/vectors/README.md`.
 */
import { createInterface } from "node:readline";
import { fromBase64url, fromHex, toBase64url, toHex } from "./base64url.js";
import { CBOR_FRAMES, decodeFrame, encodeFrame } from "./cbor-frames.js";
import { CLIENT_FRAMES } from "./client-shapes.js";
import { Doors, roomSignerOf } from "./doors.js";
import { decodeJson, encodeJson, JSON_FRAMES } from "./frames.js";
import { Root } from "./identity.js";
import { signerOf } from "./join.js";
import { byteLength } from "./json.js";
import { bad, LIMITS, Refusal } from "./refusal.js";
import { Session } from "./session.js";
import { SERVER_FRAMES } from "./shapes.js";

/** A client, and what a program around it would keep. */
class Desk {
  #order;
  #session;
  #sign;
  #invite;
  #chance;
  #now;
  #shown;
  #doors;
  /** What proofs ask the line, and wait for. */
  #asked = new Map();

  constructor(order) {
    this.#order = order;
    this.#now = order.now ?? 0;
    this.#invite = order.invite;
    this.#chance = chanceOf(order.seed);
    const root = new Root(fromHex(order.root));
    const nonce = () => this.#bytes(32);
    this.#doors = new Doors(root, { nonce });
    this.#sign = order.only ? roomSignerOf(root, order.only, nonce) : signerOf(root, () => this.#invite, nonce);
    this.#session = this.#begin();
  }

  get wake() {
    return this.#session.wake() ?? null;
  }

  /** Obeys an order; resolves to the reports. */
  async follow(order) {
    this.#now = order.now ?? this.#now;
    const first = ORDERS[order.do].call(this, order, this.#session, this.#now);
    return [...(first ? [first] : []), ...(await this.#reports())];
  }

  hold({ room, r, ticket }) {
    this.#doors.hold(room, { r: fromBase64url(r), ticket: fromBase64url(ticket) });
  }

  reload({ encoding }) {
    this.#order = { ...this.#order, ...(encoding ? { encoding } : {}) };
    this.#session = this.#begin(JSON.parse(JSON.stringify(this.#session.saved())));
    this.#shown = undefined;
  }

  receive(order) {
    const data = this.#dataOf(order);
    const size = typeof data === "string" ? byteLength(data) : data.length;
    try {
      this.#session.receive(this.#frames.decode(data, this.#session.max), this.#now, size);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#session.unreadable(this.#now);
    }
  }

  get #frames() {
    return this.#order.encoding === "cbor" ? CBOR_FRAMES : JSON_FRAMES;
  }

  #bytes(length) {
    return Uint8Array.from({ length }, () => this.#chance() & 0xff);
  }

  #begin(saved) {
    return new Session({
      random: () => this.#chance() / 2 ** 32,
      newCid: () => toBase64url(this.#bytes(16)),
      ext: (this.#order.ext ?? []).filter((name) => name === "short"),
      check: (frame, max) => refusalOf(() => this.#frames.encode(frame, max)),
      keepsCursors: true,
      saved,
    });
  }

  #dataOf({ frame, text, cbor }) {
    if (cbor !== undefined) return fromHex(cbor);
    return text ?? (this.#order.encoding === "cbor" ? encodeFrame(frame) : JSON.stringify(frame));
  }

  async #reports() {
    const reports = [];
    for (let outputs = this.#session.drain(); outputs.length > 0; outputs = this.#session.drain()) {
      for (const output of outputs) {
        if (output.do === "sign") this.#session.signed(await this.#signed(output.hail), this.#now);
        else if (output.event?.type === "prove") await this.#prove(output.event);
        else if (this.#asked.has(output.event?.id)) await this.#answered(output.event);
        else reports.push(...this.#reportsOf(output));
      }
    }
    return reports;
  }

  #signed(hail) {
    const origin = this.#order.origin ?? "stdio:";
    this.#doors.hailed(hail, origin);
    return this.#sign(hail, origin);
  }

  /** Makes a proof; it is done with, or waits for tickets, when this returns. */
  async #prove({ room, fresh }) {
    let asked;
    const hasAsked = new Promise((resolve) => (asked = resolve));
    const ask = (what, body) =>
      new Promise((resolve, reject) => {
        this.#asked.set(this.#session.ask(what, body, this.#now), { resolve, reject, proof });
        asked();
      });
    const show = (join) => this.#session.open(room, this.#now, { join });
    const proof = this.#doors.prove(room, fresh, ask, this.#now).then(show, () => show(null));
    await Promise.race([proof, hasAsked]);
  }

  async #answered({ id, body, error }) {
    const { resolve, reject, proof } = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) reject(error);
    else resolve(body);
    await proof;
  }

  #reportsOf({ do: what, frame, event }) {
    if (what === "dial") return [{ dial: true }];
    if (what === "hang_up") return [{ hangup: true }];
    if (what === "send") return [this.#order.encoding === "cbor" ? { say: frame, cbor: toHex(encodeFrame(frame)) } : { say: frame }];
    if (event?.type === "line") return this.#state(event);
    if (event?.type === "welcome") this.#invite = undefined;
    return event ? REPORTS[event.type]?.(event) ?? [] : [];
  }

  #state({ state, since }) {
    const report = state === "stale" ? { state, since } : { state: state.replace("-", " ") };
    const text = JSON.stringify(report);
    if (text === this.#shown) return [];
    this.#shown = text;
    return [report];
  }
}

const ORDERS = {
  start: () => undefined,
  dial: (order, session, now) => session.connect(now),
  connected: (order, session, now) => session.connected(now),
  disconnected: (order, session, now) => session.dropped(now),
  time: (order, session, now) => session.tick(now),
  open: ({ room, epoch, seq, h, back, under }, session, now) => session.open(room, now, { back, cursor: seq === undefined ? undefined : { epoch, seq, h }, isUnder: under }),
  enter: ({ room }, session, now) => session.open(room, now, { proof: "key" }),
  hold(order) {
    this.hold(order);
  },
  close: ({ room }, session, now) => session.close(room, now),
  put: ({ room, kind, body, re }, session, now) => ({ cid: session.put({ room, kind, body, re }, now) }),
  over: ({ cid }, session, now) => session.sendAnyway(cid, now),
  give_up: ({ cid }, session, now) => session.giveUp(cid, now),
  ask({ what, body }, session, now) {
    session.ask(what, body, now);
  },
  frame(order) {
    this.receive(order);
  },
  reload(order) {
    this.reload(order);
  },
};

const PUTS = ["done", "held", "refused", "nudged"];

/** How each event of a client is told. */
const REPORTS = {
  welcome: ({ type, ahead, ...welcomed }) => [{ welcomed }],
  opened: ({ type, ...opened }) => [{ opened }],
  entry: ({ entry }) => [{ entry }],
  gap: ({ type, ...gap }) => [{ gap }],
  put: ({ cid, state, seq, code, say, decision, body }) => (PUTS.includes(state) ? [{ put: { cid, st: state, seq, code, say, decision, body } }] : []),
  room_refused: ({ room, code }) => [{ refused_room: { room, code } }],
  answer: ({ what, body, error }) => [{ answer: error ? { what, code: error.code } : { what, body } }],
  sig: ({ type, ...sig }) => [{ sig }],
  ended: ({ code }) => [{ ended: { code } }],
};

/** Numbers of 32 bits that follow from a seed, and from nothing else. */
function chanceOf(seed = "") {
  const state = Uint32Array.from({ length: 8 }, (_, n) => parseInt(seed.slice(n * 8, n * 8 + 8), 16) || n + 1);
  let turn = 0;
  return () => {
    turn = (turn + 1) % 8;
    let mixed = (state[turn] = (state[turn] + 0x9e3779b9 + state[(turn + 3) % 8]) >>> 0);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
}

function refusalOf(act) {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** Reads one frame, and says how it is written. */
function decode({ from, text, hex, cbor }) {
  const frames = from === "client" ? CLIENT_FRAMES : SERVER_FRAMES;
  try {
    const frame = cbor === undefined ? decodeJson(text ?? textOf(hex), LIMITS, frames) : decodeFrame(fromHex(cbor), LIMITS, frames);
    if (frame === undefined) return from === "client" ? bad("a t that no client says") : { frame: null };
    const bare = withoutEmpty(frame);
    encodeJson(bare);
    return { frame: bare, cbor: toHex(encodeFrame(bare)) };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.code, why: error.message };
    throw error;
  }
}

function textOf(hex) {
  const bytes = fromHex(hex);
  if (bytes.length > LIMITS.frame) throw new Refusal("too_big", "the frame is too long");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bad("not UTF-8");
  }
}

/** Leaves out the optional fields that say nothing. */
function withoutEmpty(frame) {
  const says = (value) => value !== false && value !== "polite" && Object.keys(value).length > 0;
  const isEmpty = ([name, value]) => EMPTY[frame.t]?.includes(name) && value !== true && !says(value);
  return Object.fromEntries(Object.entries(frame).filter((field) => !isEmpty(field)));
}

const EMPTY = { hello: ["ext", "open"], ping: ["heads"], put: ["over"], ev: ["tomb", "announce"] };

let desk;

async function answer(line) {
  try {
    const order = JSON.parse(line);
    if (order.do === "decode") return [decode(order)];
    if (order.do === "start") desk = new Desk(order);
    if (!desk) return [{ error: "nothing was started" }];
    if (!Object.hasOwn(ORDERS, order.do)) return [{ error: `${order.do} is no order to a client` }];
    return await desk.follow(order);
  } catch (error) {
    return [{ error: String(error) }];
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "") continue;
  const reports = [...(await answer(line)), { done: true, wake: desk?.wake ?? null }];
  process.stdout.write(reports.map((report) => `${JSON.stringify(report)}\n`).join(""));
}
