/** The rooms of this page, fed by the client; a view hears what changed in which of them. */
import { Conversation } from "./conversation.js";

export class Chats {
  #client;
  #chats = new Map();
  #changed;

  /** `changed(conversation, item, isNew)`: `isNew` is false for what was there before this page. */
  constructor(client, changed) {
    this.#client = client;
    this.#changed = changed;
    client.on("opened", (event) => this.#opened(event));
    client.on("entry", ({ room, entry, history }) => this.#with(room, (chat) => chat.entry(entry), !history));
    client.on("gap", (gap) => this.#with(gap.room, (chat) => chat.gap(gap), true));
    client.on("put", (put) => this.#with(put.room, (chat) => chat.put(put), false));
    client.on("sig", (sig) => this.#sig(sig));
    client.on("room_refused", ({ room }) => this.#refused(room));
  }

  /** What is shown; what is not open yet comes when it is. */
  get all() {
    return [...this.#chats.values()].filter((chat) => !chat.isComing);
  }

  get(room) {
    return this.#chats.get(room);
  }

  /**
   * Starts to follow a room; what a reload left unsent shows at once. `isNamed`: under a name of its own;
   * `home`: where the line speaks to the name alone that it was made for.
   */
  open(room, { role, topic, language, kind, beside, isNamed = false, home, isComing = false } = {}) {
    const known = this.#chats.get(room);
    if (known) return known;
    const chat = Object.assign(new Conversation(room), { role, topic, language, kind, beside, isNamed, home, isComing });
    this.#chats.set(room, chat);
    for (const put of this.#client.pending) if (put.room === room) chat.put(put);
    if (isNamed) this.#client.enter(room);
    else if (home) this.#client.openUnder(room);
    else this.#client.open(room);
    return chat;
  }

  /** Messages of a room that this page holds, as `{name, text, lang}`; `nameOf(chat, item)` names who said it. */
  quoted(room, seqs, nameOf) {
    const chat = this.#chats.get(room);
    const items = chat?.items.filter((item) => item.kind === "msg" && seqs.includes(item.seq) && !item.isRemoved) ?? [];
    return items.map((item) => ({ name: nameOf(chat, item), text: item.text, lang: item.lang }));
  }

  close(room) {
    if (this.#chats.delete(room)) this.#client.close(room);
  }

  #opened(event) {
    const chat = this.#chats.get(event.room);
    chat?.opened(event);
    // Nobody is told twice on one connection how far I read; on a new one the others know nothing of it.
    if (chat) this.#changed(chat, undefined, false);
  }

  /** What is said in passing is drawn, and never spoken. */
  #sig(sig) {
    const chat = this.#chats.get(sig.room);
    if (chat?.talk.sig(sig, Date.now())) this.#changed(chat, undefined, false);
  }

  #refused(room) {
    const chat = this.#chats.get(room);
    if (!chat) return;
    if (chat.isComing) this.#chats.delete(room);
    chat.state = "closed";
    this.#changed(chat, undefined, true);
  }

  #with(room, act, isNew) {
    const chat = this.#chats.get(room);
    if (!chat) return;
    const item = act(chat);
    if (item) this.#changed(chat, item, isNew);
  }
}
