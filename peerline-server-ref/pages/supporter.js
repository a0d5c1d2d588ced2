/** The page of supporters, and of all who lead or look after rooms: shift, offers, rooms, several conversations at once. */
import { Chats } from "./model/chats.js";
import { Decided } from "./model/decided.js";
import { Lease } from "./model/lease.js";
import { Rooms } from "./rooms.js";
import { announce } from "./ui/announce.js";
import { button, h } from "./ui/dom.js";
import { Probe } from "./ui/probe.js";
import { show, startShell } from "./ui/shell.js";
import { connectStaff, forgetStaff, showing } from "./ui/staff.js";
import { note, noted } from "./ui/store.js";
import { t, useLanguage } from "./ui/words.js";
import { ChatList } from "./views/chat-list.js";
import { ChatView } from "./views/chat.js";
import { askingButton } from "./views/confirm.js";
import { DecidedView } from "./views/decided.js";
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
  /** The lease of each session that is led from here. */
  #leases = new Map();
  #rooms = new Rooms({ client: () => this.#client, line: () => this.#line, choice: () => ({}), openRoom: (room) => this.#openRoom(room), back: () => undefined });
  #place = h("section", { id: "chat-place" });
  #notices = h("div", { id: "notices" });
  #decided = new Decided();
  #decidedView;
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
    if (!this.#roles.some((role) => role !== "seeker")) {
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
    this.#decidedView = new DecidedView({ appeal: (decision, text) => this.#client.put("@me", "appeal", { decision, text }) });
    const forget = askingButton({ id: "forget", label: t("forget_device"), question: t("forget_sure"), act: forgetStaff });
    this.#drawShift();
    const supports = this.#roles.some((role) => role === "supporter" || role === "facilitator");
    const rooms = h("details", { id: "rooms", open: !supports }, h("summary", {}, t("to_rooms")), this.#rooms.place({ hasCircles: false }));
    const keys = h("label", { class: "choice", for: "use-keys" }, this.#keys, h("span", {}, t("supporter_keys")));
    show(t(supports ? "supporter_heading" : "keeper_heading"), supports && this.#offers.element, this.#notices, this.#decidedView.element, this.#rooms.questions, this.#list.element, this.#place, supports && this.#shift.element, rooms, supports && keys, showing(this.#client), forget);
    setInterval(() => this.#keepLeases(), LEASE_MS);
    setInterval(() => this.#client.line.state === "live" && this.#askShift(), SHIFT_MS);
    this.#askShift();
    this.#drawList();
    this.#drawDecided();
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
    if (this.#decided.take({ kind, body })) this.#drawDecided();
    if (kind === "available") {
      this.#capacity = body.capacity;
      this.#drawShift();
    }
    if (!history && (kind === "available" || kind === "matched" || kind === "offer" || kind === "decide")) this.#askShift();
    if (kind === "offer" && !history) this.#offers?.add(body);
    if (kind === "decide" && body.offer) this.#offers?.remove(body.offer, history ? undefined : body.outcome);
    if (this.#rooms.mine({ kind, body }, history)) return;
    if (kind === "matched" && !history) this.#matched(body);
    if (kind === "notice" && !history) this.#notice(body);
  }

  #drawShift() {
    this.#shift?.update({ state: this.#capacity > 0 ? "on" : "off", capacity: this.#capacity });
  }

  /** How near a break is, where one supports; asked anew whenever something of it may have changed. */
  async #askShift() {
    if (!this.#roles?.some((role) => role === "supporter" || role === "facilitator")) return;
    this.#shift?.duty(await this.#client.ask("shift"));
  }

  #matched(body) {
    const chat = this.#follow(body.room, body);
    announce(t(chat.isGroup ? "joined_spoken" : "matched_staff_spoken", { chat: this.#titleOf(chat) }), "assertive");
    this.#rooms.refresh();
    // Somebody in the middle of another conversation is not pulled out of it, but into a room one asked to come in.
    if (!this.#current || this.#current.isClosed || chat.isGroup) this.#choose(chat);
    this.#drawList();
  }

  #openRoom(room) {
    const chat = this.#chats.get(room);
    if (chat) this.#choose(chat);
  }

  /** What is decided about what I wrote is explained beside the words where they stand, else above. */
  #drawDecided() {
    const isBeside = ({ decision }) => this.#current?.items.some((item) => item.decision === decision);
    this.#decidedView?.update(this.#decided.all.filter((one) => !isBeside(one)));
  }

  #notice({ say, code, decision }) {
    if (!say) return;
    if (code === "moderation" && decision) {
      announce(say, "assertive");
      return;
    }
    this.#notices.replaceChildren(h("p", { class: "note" }, say));
    announce(say);
  }

  #ownPut(put) {
    if (this.#rooms.put(put)) return;
    const { kind, state, say, room } = put;
    if (state === "refused" && kind !== "msg" && kind !== "redact") this.#notice({ say: say ?? t("staff_put_refused") });
    if (kind === "available" && state === "refused") this.#drawShift();
    if (kind === "appeal" && state === "refused") this.#decidedView?.refused(put.body?.decision);
    if (kind === "signal" && state === "done") this.#notice({ say: t(room === "@me" ? "call_done" : "responder_called") });
  }

  #changed(chat, item, isNew) {
    const isCurrent = chat === this.#current;
    if (item && isNew && isCurrent) speak(chat, item);
    if (item && isNew && !isCurrent && isNewMessage(item)) {
      chat.unread += 1;
      announce(t("unread_spoken", { name: nameOf(chat, item), chat: this.#titleOf(chat) }));
    }
    this.#leases.get(chat.room)?.state(chat);
    if (isCurrent) this.#view?.update();
    if (isCurrent && item?.decision) this.#drawDecided();
    if (isCurrent && item && TOOLS_OF.includes(item.kind)) this.#drawTools();
    if (isCurrent && chat.isClosed) this.#drawTools();
    this.#drawList();
  }

  #choose(chat) {
    this.#current = chat;
    chat.unread = 0;
    const quoted = (room, seqs) => this.#chats.quoted(room, seqs, nameOf);
    this.#view = new ChatView({ chat, client: this.#client, language: chat.isGroup ? undefined : chat.language, roles: ROLES_HERE, quoted, blocked: () => undefined });
    this.#tools = h("p", { class: "row" });
    const heading = h("h2", { id: "chat-title", tabindex: "-1" }, this.#titleOf(chat));
    this.#place.replaceChildren(heading, this.#view.element, this.#tools);
    this.#view.update();
    this.#drawTools();
    this.#drawList();
    this.#drawDecided();
    heading.focus();
  }

  #drawTools() {
    const chat = this.#current;
    if (chat.isClosed) {
      this.#tools.replaceChildren(button(t("put_away"), { id: "put-away", onclick: () => this.#putAway(chat) }));
      return;
    }
    const leave = askingButton({ id: "leave", label: t("leave"), question: t("leave_sure_staff"), act: () => this.#leave(chat) });
    const call = !chat.isGroup && button(t("call_responder"), { id: "call-responder", class: "need", onclick: () => this.#client.put(chat.room, "signal") });
    const thread = chat.isGroup && chat.kind !== "staff" && button(t("staff_thread"), { id: "staff-thread", onclick: () => this.#client.put(chat.room, "join", { staff: true }) });
    this.#tools.replaceChildren(...[call, this.#session(chat), thread, leave].filter(Boolean));
  }

  /** A session is opened and paused by who leads it; other rooms are paused and opened by who looks after them. */
  #session(chat) {
    const { caps } = chat.talk;
    if (!chat.isGroup || !(caps.includes("lead") || caps.includes("moderate"))) return undefined;
    const isOpen = chat.state === "open";
    return button(t(isOpen ? "room_pause" : "room_begin"), { id: "room-state", class: isOpen ? undefined : "primary", onclick: () => this.#setRoom(chat, !isOpen) });
  }

  #setRoom(chat, isOpen) {
    if (chat.kind === "session") {
      const lease = this.#leases.get(chat.room) ?? new Lease();
      this.#leases.set(chat.room, lease);
      if (isOpen) lease.take(this.#client.serverNow());
      else lease.giveBack();
    }
    this.#client.put(chat.room, "state", { state: isOpen ? "open" : "paused" });
  }

  #keepLeases() {
    const now = this.#client.serverNow();
    for (const [room, lease] of this.#leases) if (lease.isDue(now)) this.#client.put(room, "state", { state: "open" });
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
    const listed = this.#rooms.titleOf(chat);
    if (listed) return listed;
    if (chat.beside) return t("staff_thread_of", { room: this.#titleOf(this.#chats.get(chat.beside) ?? { room: chat.beside }) });
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
/** What may be made of a member of a room; what is not allowed the line refuses. */
const ROLES_HERE = ["seeker", "supporter", "facilitator", "moderator", "observer"];
/** What happens in a room that changes what can be done with it. */
const TOOLS_OF = ["state", "role"];
const LEASE_MS = 5_000;
const SHIFT_MS = 15_000;

new Supporter().start();
