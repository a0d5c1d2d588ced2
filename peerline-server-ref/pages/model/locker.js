/**
 * What a person would miss who comes back with the phrase alone, and who else came with it. Nothing is noted
 * before it is known what lies in the locker: what is read now must not hide what was not read before.
 */
import { toBase64url } from "../sdk/base64url.js";
import { signerOf } from "../sdk/join.js";
import { LockerKeeper } from "../sdk/locker-keeper.js";
import { forgetRoot, keepRoot, readRoot } from "../ui/store.js";

const DEVICE = "peerline.device";
const USES = "peerline.uses";

export class Locker {
  #keeper;
  #isRemembered;
  #isFresh;
  #isHeard = false;
  #latest;
  #hears;

  /**
   * `hears`: `blocks(list)`, whom this person does not want to meet; `known()`, once it is known what was read; `used({at, day})`, where somebody else came with the phrase;
   * `lastUsed({day})`, where this device is new and another came before.
   */
  constructor({ root, isRemembered, hears }) {
    const known = readRoot(DEVICE, (text) => text);
    const secret = known ?? toBase64url(crypto.getRandomValues(new Uint8Array(32)));
    this.#isFresh = known === undefined;
    this.#isRemembered = isRemembered;
    this.#hears = hears;
    keepRoot(DEVICE, secret, isRemembered);
    this.#keeper = new LockerKeeper({ root, secret, heard: (what) => this.#heard(what), usedBy: (use) => this.#usedBy(use) });
    this.sign = this.#keeper.signing(signerOf(root, undefined, undefined, undefined, () => secret));
  }

  start(client) {
    this.#keeper.start(client);
  }

  stop() {
    this.#keeper.stop();
  }

  /** The person keeps their words: from now on there is something to come back to. */
  want() {
    this.#keeper.want();
  }

  /** Everything that is here of a room was seen. */
  read(chat) {
    const last = this.#isHeard && chat.items.findLast(({ seq, kind }) => seq !== undefined && kind === "msg");
    if (last) this.#keeper.read(chat.room, last.seq, last.at);
  }

  /** Counts what changed in a room: where it is not shown, what is new is unread. */
  count(chat, isNew, isShown) {
    if (isShown) this.read(chat);
    else if (isNew) chat.unread += 1;
    else chat.unread = this.unread(chat) ?? chat.unread;
  }

  /** A room is shown from now on; returns how much of it was never seen. */
  take(chat) {
    const missed = this.unread(chat) ?? 0;
    this.read(chat);
    return missed;
  }

  /** How many messages of others were never seen; undefined where nothing is known of the room. */
  unread(chat) {
    const read = this.#keeper.readUpTo(chat.room);
    if (!this.#isHeard || read === 0) return undefined;
    return chat.items.filter(({ kind, own, seq }) => kind === "msg" && !own && seq > read).length;
  }

  /** Somebody in a room is not to be met again: kept, so that the next device folds their words as well. */
  block(room, who) {
    this.#keeper.block(room, who);
  }

  /** The person has seen who came: they are not told again. */
  settle() {
    if (this.#latest) keepRoot(USES, String(this.#latest.uses), this.#isRemembered);
  }

  #heard({ notes, uses, used, wasHere }) {
    this.#isHeard = true;
    this.#hears.blocks(notes.blocks ?? []);
    this.#hears.known();
    const seen = Number(readRoot(USES, (text) => text) ?? -1);
    const isNew = this.#isFresh || seen < 0;
    if (isNew && used !== undefined && wasHere) this.#hears.lastUsed({ day: used });
    if (isNew) keepRoot(USES, String(uses), this.#isRemembered);
    else if (uses > seen && used !== undefined) this.#tell({ uses, day: used });
    const missed = this.#latest;
    if (missed) this.#tell(missed);
  }

  #usedBy({ uses, at }) {
    if (this.#isHeard) this.#tell({ uses, at });
    else if (!(this.#latest?.uses > uses)) this.#latest = { uses, at };
  }

  #tell(use) {
    if (use.uses <= Number(readRoot(USES, (text) => text) ?? 0)) return;
    this.#latest = use;
    this.#hears.used(use);
  }
}

/** Somebody else is here from now on: to the line it is another device, with nothing in common. */
export function forgetDevice() {
  forgetRoot(DEVICE);
  forgetRoot(USES);
}
