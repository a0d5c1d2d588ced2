/**
 * Rooms that are entered with tickets: proof when the session wants it, tickets fetched a few ahead at
 * random times, and leases renewed before they end. A ticket is bytes to us: 182 of them, shown once.
 */
import { contextKey, freshNonce, fromBase64url, signJoin, toBase64url } from "./identity.js";
import { originBinding } from "./join.js";

export class Doors {
  #root;
  #link;
  #purses = new Map();
  #plans = new Map();
  #refusals = new Map();
  #chance;
  #asks;

  /**
   * `chance`: `nonce()` (32 bytes) and `random()` in 0..1. `ask(what, body)` asks for tickets in another place than the
   * link that shows them, as one that proves a room alone must.
   */
  constructor(root, { nonce = freshNonce, random = Math.random, ask } = {}) {
    this.#root = root;
    this.#chance = { nonce, random };
    this.#asks = ask;
  }

  /** Takes a ticket that was got elsewhere, with what hides the room key in it. */
  hold(room, { r, ticket }) {
    this.#purses.set(room, [...(this.#purses.get(room) ?? []), { r, ticket }]);
  }

  /** The line has said hail: what joins on this link are bound to. */
  hailed(hail, origin) {
    this.#link = { hail, origin };
  }

  /** Makes the proof for a room: of its key alone or, `fresh`, with a ticket; null where none is to be had. `ask(what, body)` asks the line. */
  async prove(room, fresh, ask, now = Date.now()) {
    const link = this.#link;
    const key = await this.#key(room, link);
    const pass = fresh ? await this.#pass(room, key, ask, now) : {};
    return pass ? signed(key, room, link, pass, this.#chance.nonce()) : null;
  }

  /** What the line said when it gave no ticket for a room. */
  refusalOf(room) {
    return this.#refusals.get(room);
  }

  /** Fetches tickets for a room until there are enough ahead. */
  async fetch(room, ask, now = Date.now()) {
    if (this.#held(room, now).length < AHEAD) await this.#ask(room, await this.#key(room, this.#link), ask);
  }

  /** Plans, at random times, to fetch tickets for a room and to renew its lease. */
  plan(room, until, { fetch, renew, now = Date.now() }) {
    this.forget(room);
    const soon = this.#chance.random() * SOON_MS;
    const before = Math.max(until - now - this.#chance.random() * BEFORE_MS, soon);
    const timers = [setTimeout(fetch, soon), setTimeout(renew, Math.min(before, LONGEST_MS))];
    // A program that has nothing else to do is not kept alive by a room.
    for (const timer of timers) timer.unref?.();
    this.#plans.set(room, timers);
  }

  forget(room) {
    for (const timer of this.#plans.get(room) ?? []) clearTimeout(timer);
    this.#plans.delete(room);
  }

  stop() {
    for (const room of [...this.#plans.keys()]) this.forget(room);
  }

  #key(room, { hail }) {
    return contextKey(this.#root, "room", fromBase64url(hail.line), fromBase64url(room));
  }

  #held(room, now) {
    const held = (this.#purses.get(room) ?? []).filter(({ ticket }) => now < endOf(ticket));
    this.#purses.set(room, held);
    return held;
  }

  async #pass(room, key, ask, now) {
    if (this.#held(room, now).length === 0) await this.#ask(room, key, ask);
    return this.#held(room, now).pop();
  }

  async #ask(room, key, ask) {
    const secrets = Array.from({ length: AHEAD + 1 }, () => this.#chance.nonce());
    const binds = await Promise.all(secrets.map((r) => bindOf(key.publicKey, r)));
    try {
      const { tickets } = await (this.#asks ?? ask)("tickets", { binds: binds.map(toBase64url) });
      const fresh = tickets.slice(0, secrets.length).map((text, place) => ({ r: secrets[place], ticket: fromBase64url(text) }));
      this.#purses.set(room, [...(this.#purses.get(room) ?? []), ...fresh]);
      this.#refusals.delete(room);
    } catch (refusal) {
      // The line gives none: then the room is refused, with what it says about it.
      this.#refusals.set(room, refusal);
    }
  }
}

/** Returns what a ticket is made for: a room key, hidden by 32 random bytes. */
export async function bindOf(publicKey, r) {
  const label = new TextEncoder().encode("peerline/v1/bind");
  const parts = [label, publicKey, r].flatMap((part) => [part.length >> 8, part.length & 0xff, ...part]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(parts)));
}

/** When a ticket ends: 8 bytes big-endian behind version, class and week. */
function endOf(ticket) {
  return Number(new DataView(ticket.buffer, ticket.byteOffset).getBigUint64(6));
}

async function signed(key, room, { hail, origin }, { r, ticket }, clientNonce) {
  const sig = await signJoin(key, {
    kind: "room",
    lineId: fromBase64url(hail.line),
    ctxId: fromBase64url(room),
    serverNonce: fromBase64url(hail.nonce),
    clientNonce,
    channelBinding: await originBinding(origin),
    serverTime: hail.now,
    ticket,
  });
  const join = { pk: toBase64url(key.publicKey), nonce: toBase64url(clientNonce), sig: toBase64url(sig) };
  return ticket ? { ...join, r: toBase64url(r), ticket: toBase64url(ticket) } : join;
}

/**
 * Returns the `sign` of a `Client` that proves one room and nothing else: the line is not told whose other links are, not
 * even while they last.
 */
export function roomSignerOf(root, room, nonce = freshNonce) {
  return async (hail, origin) => {
    const key = await contextKey(root, "room", fromBase64url(hail.line), fromBase64url(room));
    return { ...(await signed(key, room, { hail, origin }, {}, nonce())), room };
  };
}

/** How many tickets are kept ahead of need. */
const AHEAD = 2;
/** Tickets are fetched within this time of an entry. */
const SOON_MS = 30 * 60_000;
/** A lease is renewed within this time of its end. */
const BEFORE_MS = 4 * 3_600_000;
/** The longest a timer can wait. */
const LONGEST_MS = 0x7fffffff;
