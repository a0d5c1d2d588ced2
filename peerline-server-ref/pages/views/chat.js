/** One conversation: who is here, the log, and where one writes. Used by all three pages. */
import { marks } from "../model/marks.js";
import { announce } from "../ui/announce.js";
import { h } from "../ui/dom.js";
import { t, tOr } from "../ui/words.js";
import { blockTool, canBlock, isBlocked } from "./block.js";
import { Composer } from "./composer.js";
import { MannerView } from "./manner.js";
import { MembersView } from "./members.js";
import { drawItem, drawRead, nameOf } from "./message.js";

export class ChatView {
  element;
  #chat;
  #client;
  #language;
  #members;
  #quoted;
  #who = h("p", { id: "who" });
  /** The way never to meet the other again, in a room for two. */
  #block = h("div", { id: "block-place" });
  #blockOf;
  #blocked;
  #list = h("ol", {});
  #writers = h("p", { id: "writers", class: "hint", hidden: true });
  #forgetWriters;
  #log;
  #composer;
  #manner;
  #drawn = new Map();
  #isAtEnd = true;
  /** How high the log and what it shows were when it was last looked at. */
  #laidOut = "";

  /**
   * `roles`: what members may be made here by whom may do that; `quoted(room, seqs)`: messages of another room;
   * `blocked(block)`: I do not want to meet somebody again, as `[room, who]`; without it nobody is blocked from here.
   */
  constructor({ chat, client, language, canReport = true, roles, quoted, blocked }) {
    this.#chat = chat;
    this.#client = client;
    this.#language = language;
    this.#quoted = quoted;
    this.#blocked = blocked && ((block) => (blocked(block), this.update()));
    const { isGroup } = chat;
    this.#composer = new Composer({
      send: (text, notes, lang) => this.#send(text, notes, lang),
      typing: () => marks().includes("typing") && client.sig(chat.room, "typing"),
      sendAnyway: (item) => client.sendAnyway(item.cid),
      edit: (item) => this.#edit(item),
    }, { isGroup });
    this.#manner = new MannerView({ chat, client });
    this.#members = isGroup ? new MembersView({ chat, client, roles, blocked: this.#blocked }) : undefined;
    this.#log = h("div", { id: "log", role: "log", "aria-live": "off", "aria-label": t("log_label"), tabindex: "0" }, this.#list);
    this.element = h("div", { class: "chat" }, this.#who, this.#block, this.#members?.element, this.#manner.element, this.#log, this.#writers, this.#composer.element);
    this.canReport = canReport;
    this.#log.addEventListener("scroll", () => this.#look());
    // A keyboard that opens or a turned phone must not hide the newest words.
    const sizes = new ResizeObserver(() => this.#stayAtEnd());
    sizes.observe(this.#log);
    sizes.observe(this.#list);
    const seen = () => (this.element.isConnected ? this.#showRead() : document.removeEventListener("visibilitychange", seen));
    document.addEventListener("visibilitychange", seen);
    this.update();
  }

  /** Draws what changed; cheap enough to be called for every item. */
  update() {
    this.#drawWho();
    this.#drawBlock();
    this.#members?.update();
    this.#manner.update();
    this.#drawItems();
    this.#drawWriters();
    if (this.#chat.isGroup) this.#composer.languages(this.#chat.talk.languages);
    this.#close();
    this.#composer.nudge(this.#chat.items.find((item) => item.state === "nudged"));
    this.#stayAtEnd();
    this.#showRead();
  }

  /** Says how far I have read, where I want that and the room has it: what is in sight, and of nobody I blocked. */
  #showRead() {
    const { talk, room, isClosed } = this.#chat;
    const isInSight = this.#isAtEnd && this.element.isConnected && document.visibilityState === "visible";
    if (isClosed || !isInSight || !this.#hasReadMarks) return;
    const seq = this.#chat.lastOfOthers(({ who }) => !isBlocked(room, who))?.seq ?? 0;
    if (seq <= talk.shown) return;
    talk.shown = seq;
    this.#client.sig(room, "read", READ_MS, { seq });
  }

  get #hasReadMarks() {
    return this.#chat.talk.manner.read === true && marks().includes("read");
  }

  /** Somebody who reads further up stays there; everybody else follows, also when it is the page that moved. */
  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    if (this.#isAtEnd && this.#laidOut !== `${scrollHeight} ${clientHeight}`) return this.#stayAtEnd();
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.#showRead();
  }

  #stayAtEnd() {
    const { scrollHeight, clientHeight } = this.#log;
    if (this.#isAtEnd) this.#log.scrollTop = scrollHeight;
    this.#laidOut = `${scrollHeight} ${clientHeight}`;
  }

  #close() {
    const { element } = this.#composer;
    const hadFocus = this.#chat.isClosed && element.contains(document.activeElement);
    element.hidden = this.#chat.isClosed;
    if (hadFocus) this.#log.focus();
  }

  #drawWho() {
    const { others } = this.#chat;
    const names = others.slice(0, NAMED).map(({ handle, role }) => t("name_role", { name: handle, role: tOr(`role_${role}`, role) }));
    if (others.length > NAMED) names.push(t("and_more", { n: others.length - NAMED }));
    const text = names.length > 0 ? t("here", { names: names.join(", ") }) : t("here_nobody");
    if (this.#who.textContent !== text) this.#who.textContent = text;
  }

  #drawBlock() {
    const { members, me, isGroup, room } = this.#chat;
    const other = isGroup || !this.#blocked ? undefined : [...members].find(([who, { role }]) => who !== me && canBlock(this.#chat, who, role));
    const version = other && JSON.stringify([other, isBlocked(room, other[0])]);
    if (this.#blockOf === version) return;
    this.#blockOf = version;
    const hadFocus = this.#block.contains(document.activeElement);
    this.#block.replaceChildren(...(other ? [blockTool({ chat: this.#chat, client: this.#client, who: other[0], handle: other[1].handle, done: this.#blocked })] : []));
    if (hadFocus) this.#log.focus();
  }

  /** Who is writing, for as long as they said; not spoken, for it would never be quiet. */
  #drawWriters() {
    const now = Date.now();
    const { talk } = this.#chat;
    const names = talk.writers(now).map((who) => nameOf(this.#chat, { who }));
    this.#writers.hidden = names.length === 0;
    this.#writers.textContent = names.length > 0 ? t("writing", { names: names.join(", ") }) : "";
    clearTimeout(this.#forgetWriters);
    const next = Math.min(...[...talk.typing.values()].filter((until) => until > now));
    if (Number.isFinite(next)) this.#forgetWriters = setTimeout(() => this.#drawWriters(), next - now + 50);
  }

  #drawItems() {
    const { items } = this.#chat;
    const keys = new Set(items.map((item) => item.key));
    for (const [key, { element }] of this.#drawn) {
      if (keys.has(key)) continue;
      element.remove();
      this.#drawn.delete(key);
    }
    items.forEach((item, place) => this.#drawAt(item, place));
  }

  #drawAt(item, place) {
    const { state, seq, say, text, notes, isRemoved, isEdited, removal } = item;
    // Somebody's name goes when they erase themselves, also from what was drawn before.
    const name = item.own ? undefined : nameOf(this.#chat, item);
    const version = JSON.stringify([name, state, seq, say, text, notes, isRemoved, isEdited, removal, isBlocked(this.#chat.room, item.who), this.#chat.talk.caps.includes("moderate")]);
    const drawn = this.#drawn.get(item.key) ?? { element: h("li", {}) };
    if (drawn.version !== version) {
      this.#draw(drawn.element, item);
      if (removal === "failed") announce(t("not_removed"));
      this.#drawn.set(item.key, { element: drawn.element, version });
    }
    drawRead(drawn.element, this.#readersOf(item), this.#chat.isGroup);
    const there = this.#list.children[place];
    if (there !== drawn.element) this.#list.insertBefore(drawn.element, there ?? null);
  }

  #readersOf({ own, seq }) {
    return own && seq !== undefined && this.#hasReadMarks ? this.#chat.talk.readers(seq) : 0;
  }

  /** Whoever pressed a button in a message stays at that message. */
  #draw(element, item) {
    const hadFocus = element.contains(document.activeElement);
    element.className = item.kind === "msg" ? `message${item.own ? " own" : ""}` : "happened";
    element.dataset.state = item.isRemoved ? "removed" : item.state ?? "";
    element.replaceChildren(...drawItem(this.#chat, item, this.#acts()));
    if (!hadFocus) return;
    element.tabIndex = -1;
    element.focus();
  }

  #acts() {
    const { room } = this.#chat;
    return {
      retry: (item) => this.#retry(item),
      edit: (item) => this.#edit(item),
      appeal: (decision, text) => this.#client.put(this.#chat.home ?? "@me", "appeal", { decision, text }),
      remove: (seq) => this.#client.put(room, "redact", {}, seq),
      note: this.#chat.isGroup && ((seq, notes) => this.#client.put(room, "note", { note: notes }, seq)),
      quoted: this.#quoted,
      takeOut: this.#chat.talk.caps.includes("moderate") && ((item, ground, reason) => this.#takeOut(item, ground, reason)),
      report: this.canReport && ((seq, ground) => this.#client.put(room, "report", { ground }, seq)),
    };
  }

  /** What is decided is about the words that were read: an edit since then is looked at anew. */
  #takeOut({ seq, words }, ground, reason) {
    const { room } = this.#chat;
    this.#client.put(room, "decide", { do: "remove", room, entry: seq, words, ground, reason });
  }

  #send(text, notes = [], lang = this.#language) {
    const about = notes.length > 0 ? { note: notes } : {};
    this.#client.put(this.#chat.room, "msg", { text, ...(lang ? { lang } : {}), ...about });
    this.#isAtEnd = true;
    this.#stayAtEnd();
  }

  #retry(item) {
    this.#chat.forget(item.cid);
    this.#send(item.text, item.notes, item.lang);
    this.update();
  }

  #edit(item) {
    this.#client.giveUp(item.cid);
    this.#chat.forget(item.cid);
    this.update();
    this.#composer.take(item.text);
  }
}

const NEAR_END_PX = 80;
/** Nobody keeps a read mark; it says for how long it is worth handing on. */
const READ_MS = 5_000;
/** More names than these are a crowd, and are counted. */
const NAMED = 8;
