/**
 * One room as people see it: who is here, what was said, what of mine is still on its way. Pure: it
 * takes entries and put events and says what changed, so that a view can draw only that.
 *
 * An item: `{key, kind, who, handle, role, text, lang, at, seq, own, cid, state, say, decision}` with
 * `kind` = `msg`, `join`, `leave`, `state`, `gap`, and `state` = `sending`, `waiting`, `sent`, `held`,
 * `nudged`, `not_sent` for own messages. Of a message that was said, `isRemoved` and `isEdited` tell what
 * became of it, `removal` = `running` or `failed` that I want it destroyed. What is returned bears
 * `change` = `removed` or `edited` where the entry changed another item.
 */
import { Talk } from "./talk.js";

export class Conversation {
  room;
  me;
  role;
  state = "open";
  /** Why it is paused or closed, until when it is open, when it begins. */
  why;
  until;
  starts;
  kind;
  /** What its operator says of a room of the directory; the room that this is the staff's thread of. */
  listed;
  beside;
  topic;
  language;
  /** Whether I am here under a name of this room alone, and where the line speaks to that name. */
  isNamed = false;
  home;
  /** Whether it is not open yet. */
  isComing = false;
  unread = 0;
  items = [];
  members = new Map();
  /** How people talk here: manner, norms, hands, turn, and who is about. */
  talk = new Talk();
  #names = new Map();

  constructor(room) {
    this.room = room;
  }

  opened(event) {
    this.me = event.who;
    this.role = event.role;
    this.isComing = false;
    if (this.isNamed) this.home = `~${event.who}`;
    this.talk.opened(event);
  }

  get others() {
    return [...this.members.entries()].filter(([who]) => who !== this.me).map(([, member]) => member);
  }

  get hasResponder() {
    return [...this.members.values()].some((member) => member.role === "responder");
  }

  /** Whether a responder is or was here. */
  get hadResponder() {
    return [...this.#names.values()].some((member) => member.role === "responder");
  }

  /** Whether it is a room of many. */
  get isGroup() {
    return this.kind !== undefined && this.kind !== "one_to_one" && this.kind !== "crisis";
  }

  get isClosed() {
    return this.state === "closed";
  }

  /** The last message of somebody else, as far as it is shown: `isShown(item)`. */
  lastOfOthers(isShown) {
    return this.items.findLast((item) => item.kind === "msg" && !item.own && item.seq !== undefined && isShown(item));
  }

  nameOf(who) {
    return this.#names.get(who);
  }

  /** Takes an entry of the log; returns the item that was added or changed, if any. */
  entry(entry) {
    this.talk.reached(entry.seq);
    if (entry.kind === "msg") return this.#message(entry);
    if (entry.kind === "edit" && !entry.tomb) return this.#edited(entry);
    if (entry.kind === "redact") return this.#redacted(entry);
    if (entry.kind === "join") return this.#joined(entry);
    if (entry.kind === "leave") return this.#left(entry);
    if (entry.kind === "state") return this.#changed(entry);
    if (entry.kind === "notice") return this.#quoted(entry);
    if (entry.kind === "role") return this.#gotRole(entry);
    if (entry.kind === "note") return this.#noted(entry);
    if (this.talk.entry(entry)) return this.#told(entry);
    return Talk.isAbout(entry) ? { kind: entry.kind, own: true, announce: "none", change: "talk" } : undefined;
  }

  /** What was left out for a slow reader comes with the repair; of another log nothing here is true any more. */
  gap({ lo, hi, why }) {
    if (why === "slow") return undefined;
    if (why === "epoch" || why === "diverged") this.#forget();
    return this.#add({ kind: "gap", key: `gap-${lo}-${hi}`, lo, hi, why });
  }

  /** Takes what happened to one of my messages. */
  put({ cid, kind, body, at, state, say, decision, code, re }) {
    if (kind === "redact") return this.#removal(re, state);
    const known = this.items.find((item) => item.cid === cid);
    if (!known && kind !== "msg") return undefined;
    if (!known && state === "given_up") return undefined;
    const item = known ?? this.#add({ kind: "msg", key: `cid-${cid}`, cid, own: true, text: body.text, lang: body.lang, notes: body.note, at });
    if (item.seq !== undefined) return undefined;
    if (state === "given_up") return this.#remove(item);
    return Object.assign(item, { state: STATES[state], say, decision, code });
  }

  /** Takes a message out that was not sent, so that its words can be edited. */
  forget(cid) {
    const item = this.items.find((each) => each.cid === cid);
    return item && this.#remove(item);
  }

  #message({ seq, who, body, at, cid, announce, tomb }) {
    const said = tomb ? { text: "", isRemoved: true } : { text: body.text, lang: body.lang, notes: body.note };
    const own = this.items.find((item) => cid && item.cid === cid);
    if (own) return this.#place(Object.assign(own, said, { seq, at, state: "sent", say: undefined }));
    const isMine = this.#isMine(who, cid);
    const state = isMine ? "sent" : undefined;
    // What was destroyed may be told with other words in a moment; nobody hears of it twice.
    return this.#add({ kind: "msg", key: `seq-${seq}`, seq, who, own: isMine, cid, at, announce: tomb ? "none" : announce, state, ...said });
  }

  #edited({ seq, re, who, body, at, cid, announce }) {
    const said = { text: body.text, lang: body.lang, words: seq, isEdited: true, isRemoved: false };
    const item = this.#said(re) ?? this.#message({ seq: re, who, body, at, cid, announce });
    Object.assign(item, said, body.note && { notes: body.note });
    return { ...item, who, own: this.#isMine(who, cid), announce, change: "edited" };
  }

  #redacted({ re, who, cid, announce }) {
    const item = this.#said(re);
    if (!item) return undefined;
    Object.assign(item, WITHOUT_WORDS);
    return { ...item, who, own: this.#isMine(who, cid), announce, change: "removed" };
  }

  /** What a message talks about was said later; it folds, or unfolds, where it stands. */
  #noted({ re, body, tomb }) {
    const item = this.#said(re);
    if (!item || tomb) return undefined;
    Object.assign(item, { notes: body.note });
    return { ...item, announce: "none", change: "noted" };
  }

  /** A hand, a turn, the manner or the norms: one quiet line in the room. */
  #told({ kind, seq, who, body, at, announce }) {
    return this.#add({ kind, key: `seq-${seq}`, seq, who, body, own: this.#isMine(who), at, announce });
  }

  #removal(re, state) {
    const item = this.#said(re);
    if (!item || item.isRemoved) return undefined;
    const isOver = state === "given_up" || state === "done";
    return Object.assign(item, { removal: state === "refused" ? "failed" : isOver ? undefined : "running" });
  }

  #said(seq) {
    return this.items.find((item) => item.kind === "msg" && item.seq === seq);
  }

  #isMine(who, cid) {
    return cid !== undefined || (who !== undefined && who === this.me);
  }

  #forget() {
    this.items = this.items.filter(({ seq, cid }) => cid && seq === undefined);
    this.members.clear();
    this.talk.forget();
    this.state = "open";
  }

  #joined({ seq, who, body, at, announce }) {
    this.members.set(who, { handle: body.handle, role: body.role });
    this.#names.set(who, { handle: body.handle, role: body.role });
    return this.#add({ kind: "join", key: `seq-${seq}`, seq, who, own: who === this.me, at, announce });
  }

  #left({ seq, re, who: named, body, at, announce }) {
    // Who erased themselves is nobody now; `re` is the `join` that this ends.
    const erased = re === undefined ? undefined : this.items.find((item) => item.kind === "join" && item.seq === re)?.who;
    const who = erased ?? named;
    this.members.delete(who);
    this.talk.left(who);
    if (erased) this.#erase(erased);
    return this.#add({ kind: "leave", key: `seq-${seq}`, seq, who, why: body.why, own: who === this.me, at, announce });
  }

  #erase(who) {
    const said = this.items.filter((item) => item.kind === "msg" && item.who === who);
    for (const item of said) Object.assign(item, WITHOUT_WORDS);
    this.#names.delete(who);
  }

  #changed({ seq, body, at, announce }) {
    if (body.state === "listed") return this.#listed(body);
    if (body.state === "beside") return this.#beside(body);
    if (body.state === "trimmed") return this.#trimmed(body);
    const wasClosed = this.isClosed;
    Object.assign(this, { state: body.state, why: body.why, until: body.until, starts: body.starts });
    this.kind = body.kind ?? this.kind;
    this.topic = body.topic ?? this.topic;
    this.language = body.language ?? this.language;
    const wasPaused = this.#wasPaused(body);
    if (body.state === "open" && !wasClosed && !wasPaused) return undefined;
    return this.#add({ kind: "state", key: `seq-${seq}`, seq, to: body.state, why: body.why, at, announce });
  }

  #isPaused = false;

  /** Notes whether the room is paused now; returns whether it was until now. */
  #wasPaused({ state }) {
    const was = this.#isPaused;
    this.#isPaused = state === "paused";
    return was;
  }

  /** The room goes on; what was said up to `base` is no longer kept, and so not shown any more. */
  #trimmed({ base }) {
    const gone = this.items.filter((item) => item.kind === "msg" && item.seq <= base);
    for (const item of gone) Object.assign(item, WITHOUT_WORDS);
    return { kind: "state", own: true, announce: "none", change: "trimmed" };
  }

  #listed({ title, about, norms }) {
    this.listed = { title, about, norms };
    return undefined;
  }

  #beside({ beside }) {
    this.beside = beside;
    return undefined;
  }

  /** The two who came here alone take messages of another room along. */
  #quoted({ seq, body, at, announce }) {
    if (body.code !== "quoted") return undefined;
    return this.#add({ kind: "quoted", key: `seq-${seq}`, seq, from: body.room, quote: body.quote, at, announce });
  }

  #gotRole(entry) {
    const member = this.members.get(entry.body.to);
    if (member) member.role = entry.body.role;
    if (entry.body.to === this.me) this.role = entry.body.role;
    const { kind, seq, who, body, at, announce } = entry;
    return this.#add({ kind, key: `seq-${seq}`, seq, who, body, own: this.#isMine(who), at, announce });
  }

  /** My message takes its place in the room's order, before what is still on its way. */
  #place(item) {
    this.items = this.items.filter((each) => each !== item);
    return this.#add(item);
  }

  #add(item) {
    const isPending = item.kind === "msg" && item.seq === undefined;
    const at = isPending ? -1 : this.items.findIndex((each) => each.cid && each.seq === undefined);
    if (at < 0) this.items.push(item);
    else this.items.splice(at, 0, item);
    return item;
  }

  #remove(item) {
    this.items = this.items.filter((each) => each !== item);
    return { ...item, isGone: true };
  }
}

/** What is left to show of a message whose words are destroyed. */
const WITHOUT_WORDS = { text: "", lang: undefined, notes: undefined, isRemoved: true, isEdited: false, removal: undefined };

const STATES = {
  queued: "sending",
  sent: "sending",
  waiting: "waiting",
  done: "sent",
  held: "held",
  nudged: "nudged",
  refused: "not_sent",
};
