/**
 * One room's log as this page has it: how far it came, what is missing, whether it is current. Pure.
 *
 * ```text
 * closed -> opening -> open: replaying -seq = head-> live -hole, slow or a later head-> repairing -> live
 * ```
 */
export class RoomLog {
  room;
  state = "closed";
  epoch;
  /** The last entry taken; undefined before anything of the room is known. */
  last;
  h;
  head = 0;
  /** The room's number on this connection, with the extension `short`. */
  n;
  /** Behind which entry a page is on its way. */
  behind;
  /** When something last came, while anything is missing. */
  movedAt;
  /** When to ask again for what the line could not give. */
  askAt;
  /** What is to be shown with `open`: `key` or `ticket`; undefined where nothing is. */
  proof;
  /** Whether the application was asked for it on this connection, and what it gave. */
  isAsked = false;
  join;
  /** Whether the line knows, on this connection, under which name we are there. */
  isKnown = false;
  /** Whether it is known to us only under a name of a room that takes proof. */
  isUnder = false;
  #back;
  #historyTo = 0;
  #wasOpened = false;
  #isRestarted = false;
  #isSure = false;
  #untold;
  #names = new Map();

  /** `saved`: what an application kept of the room. */
  constructor(room, { back, epoch, seq, h, names = [], proof, isUnder = false } = {}) {
    this.room = room;
    this.isUnder = isUnder;
    this.proof = proof && "key";
    this.#back = back;
    this.#names = new Map(names);
    if (seq !== undefined) this.moveTo({ epoch, seq, h });
  }

  get isLive() {
    return this.state === "open" && this.last >= this.head;
  }

  /** Whether the log on this connection is known to be the one we have: no word of another can still come. */
  get isSure() {
    return this.#isSure && !this.hasMoved;
  }

  /** Whether `opened` showed another log than ours, and no gap has said so yet. */
  get hasMoved() {
    return this.#untold !== undefined;
  }

  /** Continues from a cursor of the application. */
  moveTo({ epoch, seq, h }) {
    this.epoch = epoch;
    this.last = seq;
    this.h = h;
  }

  /** Nothing that was had counts any more. */
  beginAnew() {
    this.moveTo({});
    this.#names.clear();
  }

  /** What an application may keep, to go on from here in another session. */
  saved() {
    const { room } = this;
    const { epoch, seq, h } = this.#untold?.cursor ?? { epoch: this.epoch, seq: this.last, h: this.h };
    const names = this.#names.size > 0 ? { names: [...this.#names] } : {};
    return { room, back: this.#back, epoch, seq, h, ...names, ...(this.proof ? { proof: "key" } : {}), ...(this.isUnder ? { isUnder: true } : {}) };
  }

  /** The fields of `open`: a cursor, or how much of the room. */
  opening() {
    const { room, epoch, last: seq, h } = this;
    if (seq === undefined) return this.#back === undefined ? { room } : { room, back: this.#back };
    return { room, ...(epoch === undefined ? {} : { epoch }), seq, ...(h === undefined ? {} : { h }) };
  }

  /** Wants proof, of the key or of a ticket, before it is opened. */
  wants(proof) {
    this.state = "closed";
    this.proof = proof;
    this.isAsked = false;
    this.join = undefined;
  }

  /** Is opened anew on the same link, from where it is. */
  reopen() {
    this.wants(this.proof && "key");
    this.behind = undefined;
    this.askAt = undefined;
  }

  disconnected() {
    this.wants(this.proof && "key");
    this.isKnown = false;
    this.n = undefined;
    this.behind = undefined;
    this.askAt = undefined;
    this.#isRestarted = false;
    this.#isSure = false;
    // Nobody was told of the other log, so the next link has to find it again.
    if (this.#untold) this.moveTo(this.#untold.cursor);
    this.#untold = undefined;
  }

  opened({ epoch, head, from, h, n }, now) {
    // What is compared further on is told by the first entry behind ours, or by a gap before it.
    this.#isSure ||= this.last === undefined || head <= this.last;
    if (this.last === undefined) this.#start({ epoch, head, from, h });
    else if (!this.#isRestarted && epoch !== this.epoch) this.#begunAnew("epoch", epoch);
    else if (!this.#isRestarted && this.#isOther({ head, from, h })) this.#begunAnew("diverged", epoch);
    if (!this.#wasOpened || this.#isRestarted) this.#historyTo = head;
    this.#wasOpened = true;
    this.isKnown = true;
    this.epoch = epoch;
    this.head = head;
    this.n = n;
    this.state = "open";
    this.movedAt = now;
  }

  /** Takes an entry where it is the next one; returns `take`, `pass` or `hole`. */
  entry({ seq, h, kind, who }, now) {
    if (this.state !== "open" || seq <= this.last) return "pass";
    this.#reaches(seq, now);
    if (seq !== this.last + 1) return "hole";
    this.#moved({ seq, h }, now);
    this.#isSure = true;
    if (kind === "join" && typeof who === "string") this.#names.set(seq, who);
    return "take";
  }

  gap({ epoch, lo, hi, why }, now) {
    if (why === "slow") this.#reaches(hi, now);
    else if (why !== "trimmed") this.#restart(epoch);
    else if (this.last === undefined || (lo <= this.last + 1 && this.last < hi)) this.#skip(epoch, hi, now);
  }

  /** Takes the head of a `ping`; returns whether a last entry was lost on the way. */
  heard(head, now) {
    const wasLive = this.isLive;
    this.#reaches(head, now);
    return wasLive && !this.isLive;
  }

  /** Behind which entry to fetch, where something is missing and no page is on its way. */
  repair(now) {
    const isWaiting = this.behind !== undefined || this.askAt > now;
    if (this.state !== "open" || isWaiting || this.last >= this.head) return undefined;
    this.askAt = undefined;
    this.behind = this.last;
    this.movedAt = now;
    return this.last;
  }

  /** A page has ended with the entry `seq`; returns the hole where it brought nothing new. */
  fetched(seq, now) {
    const isEmpty = this.behind === this.last && this.last < this.head;
    // What the page held and did not arrive is fetched again.
    const isHole = isEmpty && !(seq > this.behind);
    this.behind = undefined;
    if (!isHole) return undefined;
    const gap = { room: this.room, lo: this.last + 1, hi: this.head, why: "missing" };
    this.#skip(this.epoch, this.head, now);
    return gap;
  }

  /** The page could not be had now. */
  fetchAt(time) {
    this.behind = undefined;
    this.askAt = time;
  }

  /** The hole that `opened` showed and no `gap` explained, once. */
  untold() {
    const gap = this.#untold?.gap;
    this.#untold = undefined;
    return gap;
  }

  isHistory(seq) {
    return seq <= this.#historyTo;
  }

  /** Who the number of a `join` names; the number itself where that entry is not known. */
  nameOf(who) {
    return typeof who === "number" ? this.#names.get(who) ?? who : who;
  }

  /** Whoever wanted the whole log begins at its beginning: a `gap` says what is no longer kept. */
  #start({ epoch, head, from, h }) {
    const seq = this.#back === undefined ? 0 : from;
    this.moveTo({ epoch, seq, h: seq === head ? h : undefined });
  }

  #isOther({ head, from, h }) {
    const isOtherHead = head === this.last && this.h !== undefined && this.h !== h;
    return isOtherHead || Math.min(head, from) < this.last;
  }

  /** The log is another one, and a `gap` may still say so. */
  #begunAnew(why, epoch) {
    const gap = { room: this.room, lo: 1, hi: this.last, why };
    const cursor = { epoch: this.epoch, seq: this.last, h: this.h };
    this.#restart(epoch);
    if (cursor.seq > 0) this.#untold = { gap, cursor };
  }

  #restart(epoch) {
    if (this.state !== "open") this.head = 0;
    this.#isRestarted = true;
    this.#isSure = true;
    this.#untold = undefined;
    this.behind = undefined;
    this.#names.clear();
    this.#historyTo = this.head;
    this.moveTo({ epoch, seq: 0 });
  }

  #skip(epoch, seq, now) {
    this.epoch = epoch;
    this.head = Math.max(this.head, seq);
    this.#isSure = true;
    this.#moved({ seq }, now);
  }

  #moved({ seq, h }, now) {
    this.last = seq;
    this.h = h;
    this.movedAt = now;
    if (this.last >= this.head) this.behind = undefined;
  }

  #reaches(head, now) {
    if (this.isLive && head > this.head) this.movedAt = now;
    this.head = Math.max(this.head, head);
  }
}
