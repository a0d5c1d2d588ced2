/** The page of a supporter: shift, offers, and several conversations at once. */
import { Chats } from "./model/chats.js";
import { announce } from "./ui/announce.js";
import { button, h } from "./ui/dom.js";
import { Probe } from "./ui/probe.js";
import { show, startShell } from "./ui/shell.js";
import { connectStaff, forgetStaff } from "./ui/staff.js";
import { note, noted } from "./ui/store.js";
import { t, useLanguage } from "./ui/words.js";
import { ChatList } from "./views/chat-list.js";
import { ChatView } from "./views/chat.js";
import { askingButton } from "./views/confirm.js";
import { isNewMessage, nameOf, speak } from "./views/message.js";
import { OffersView } from "./views/offers.js";
import { ShiftView } from "./views/shift.js";

class Supporter {
  #client;
  #chats;
  #line;
  #roles;
  #shift;
  #offers;
  #list;
  #view;
  #current;
  #tools;
  #capacity = 0;
  #numbers = new Map();
  #place = h("section", { id: "chat-place" });
  #notices = h("div", { id: "notices" });
  /** Single keys can be hit by mistake, above all with speech input; so they can be switched off. */
  #keys = h("input", { type: "checkbox", id: "use-keys", checked: noted(KEYS) !== false, onchange: () => note(KEYS, this.#keys.checked) });

  async start() {
    await useLanguage(navigator.language);
    startShell({ needPerson: () => this.#needPerson() });
    this.#client = connectStaff();
    if (!this.#client) return;
    this.#chats = new Chats(this.#client, (chat, item, isNew) => this.#changed(chat, item, isNew));
    show(t("connecting_heading"), h("p", { id: "connecting" }, t("connecting_text")));
    this.#client.on("welcome", ({ me }) => this.#welcome(me));
    this.#client.on("entry", ({ room, entry, history }) => room === "@me" && this.#mine(entry, history));
    this.#client.on("put", (put) => this.#ownPut(put));
    this.#client.open("@me", 100);
    this.#client.start();
    const probe = new Probe(({ line }) => {
      if (!line) return;
      probe.stop();
      this.#line = line;
      this.#draw();
    });
  }

  #welcome(me) {
    this.#roles = me.roles;
    if (this.#shift) this.#sync();
    else this.#draw();
  }

  #draw() {
    if (!this.#line || !this.#roles || this.#shift) return;
    if (!this.#roles.includes("supporter")) {
      show(t("staff_none_heading"), h("p", { id: "no-invite" }, t("staff_none_text")));
      return;
    }
    const labelOf = (id) => this.#line.topics.find((topic) => topic.id === id)?.label ?? id;
    this.#offers = new OffersView({ answer: (offer, kind) => this.#client.put("@me", kind, { offer }), now: () => this.#client.serverNow(), labelOf, useKeys: () => this.#keys.checked });
    this.#shift = new ShiftView({
      line: this.#line,
      chosen: noted(SHIFT) ?? {},
      begin: (shift) => this.#goOn(shift),
      end: () => this.#client.put("@me", "available", { ...noted(SHIFT), capacity: 0 }),
    });
    this.#list = new ChatList({ titleOf: (chat) => this.#titleOf(chat), choose: (chat) => this.#choose(chat) });
    const forget = askingButton({ id: "forget", label: t("forget_device"), question: t("forget_sure"), act: forgetStaff });
    this.#drawShift();
    show(t("supporter_heading"), this.#offers.element, this.#notices, this.#list.element, this.#place, this.#shift.element, h("label", { class: "choice", for: "use-keys" }, this.#keys, h("span", {}, t("supporter_keys"))), forget);
    this.#drawList();
    this.#sync();
  }

  async #sync() {
    const [{ rooms }, { offers }] = await Promise.all([this.#client.ask("rooms"), this.#client.ask("offers")]);
    for (const info of rooms) if (!info.room.startsWith("#") && info.state !== "closed") this.#follow(info.room, info);
    for (const offer of offers) this.#offers?.add(offer);
    if (!this.#current && this.#chats.all.length > 0) this.#choose(this.#chats.all[0]);
    this.#drawList();
  }

  #follow(room, info) {
    if (!this.#numbers.has(room)) this.#numbers.set(room, this.#numbers.size + 1);
    return this.#chats.open(room, info);
  }

  #goOn(shift) {
    note(SHIFT, shift);
    this.#shift.update({ state: "going" });
    this.#client.put("@me", "available", shift);
  }

  #mine({ kind, body }, history) {
    if (kind === "available") {
      this.#capacity = body.capacity;
      this.#drawShift();
    }
    if (kind === "offer" && !history) this.#offers?.add(body);
    if (kind === "decide" && body.offer) this.#offers?.remove(body.offer, history ? undefined : body.outcome);
    if (kind === "matched" && !history) this.#matched(body);
    if (kind === "notice" && !history) this.#notice(body);
  }

  #drawShift() {
    this.#shift?.update({ state: this.#capacity > 0 ? "on" : "off", capacity: this.#capacity });
  }

  #matched(body) {
    const chat = this.#follow(body.room, body);
    announce(t("matched_staff_spoken", { chat: this.#titleOf(chat) }), "assertive");
    // Somebody in the middle of another conversation is not pulled out of it.
    if (!this.#current || this.#current.isClosed) this.#choose(chat);
    this.#drawList();
  }

  #notice({ say }) {
    if (!say) return;
    this.#notices.replaceChildren(h("p", { class: "note" }, say));
    announce(say);
  }

  #ownPut({ kind, state, say, room }) {
    if (state === "refused" && kind !== "msg" && kind !== "redact") this.#notice({ say: say ?? t("staff_put_refused") });
    if (kind === "available" && state === "refused") this.#drawShift();
    if (kind === "signal" && state === "done") this.#notice({ say: t(room === "@me" ? "call_done" : "responder_called") });
  }

  #changed(chat, item, isNew) {
    const isCurrent = chat === this.#current;
    if (item && isNew && isCurrent) speak(chat, item);
    if (item && isNew && !isCurrent && isNewMessage(item)) {
      chat.unread += 1;
      announce(t("unread_spoken", { name: nameOf(chat, item), chat: this.#titleOf(chat) }));
    }
    if (isCurrent) this.#view?.update();
    if (isCurrent && chat.isClosed) this.#drawTools();
    this.#drawList();
  }

  #choose(chat) {
    this.#current = chat;
    chat.unread = 0;
    this.#view = new ChatView({ chat, client: this.#client, language: chat.language });
    this.#tools = h("p", { class: "row" });
    const heading = h("h2", { id: "chat-title", tabindex: "-1" }, this.#titleOf(chat));
    this.#place.replaceChildren(heading, this.#view.element, this.#tools);
    this.#view.update();
    this.#drawTools();
    this.#drawList();
    heading.focus();
  }

  #drawTools() {
    const chat = this.#current;
    if (chat.isClosed) {
      this.#tools.replaceChildren(button(t("put_away"), { id: "put-away", onclick: () => this.#putAway(chat) }));
      return;
    }
    const leave = askingButton({ id: "leave", label: t("leave"), question: t("leave_sure_staff"), act: () => this.#leave(chat) });
    this.#tools.replaceChildren(button(t("call_responder"), { id: "call-responder", class: "need", onclick: () => this.#client.put(chat.room, "signal") }), leave);
  }

  #leave(chat) {
    this.#client.put(chat.room, "leave");
    this.#putAway(chat);
  }

  #putAway(chat) {
    this.#chats.close(chat.room);
    this.#current = undefined;
    this.#place.replaceChildren();
    const next = this.#chats.all[0];
    if (next) this.#choose(next);
    else document.querySelector("h1").focus();
    this.#drawList();
  }

  #needPerson() {
    this.#client?.put("@me", "signal", {});
    announce(t("call_sending"), "assertive");
  }

  #titleOf(chat) {
    const topic = this.#line?.topics.find(({ id }) => id === chat.topic)?.label;
    const n = this.#numbers.get(chat.room);
    return topic ? t("chat_numbered_about", { n, topic }) : t("chat_numbered", { n });
  }

  #drawList() {
    this.#list?.update(this.#chats.all, this.#current);
  }
}

const KEYS = "peerline.staff.keys";
const SHIFT = "peerline.staff.shift";

new Supporter().start();
