/** The seeker's view of a conversation: the card first, then who is coming, then the words. */
import { button, h } from "../ui/dom.js";
import { show } from "../ui/shell.js";
import { t } from "../ui/words.js";
import { careCard } from "./care.js";
import { ChatList } from "./chat-list.js";
import { ChatView } from "./chat.js";
import { askingButton } from "./confirm.js";
import { appealForm } from "./message.js";
import { phraseOffer } from "./phrase.js";
import { PlanPart } from "./plan.js";

export class SeekerChatView {
  #app;
  #chat;
  #view;
  #list;
  #call = h("p", { id: "call-state", class: "card", hidden: true });
  #notices = h("div", { id: "notices" });
  #card = h("div", { id: "card-place" });
  #decision;
  #end = h("p", { class: "row" });
  #plan;
  #planPlace = h("div", { id: "plan-place" });

  /** `app`: `client`, `choice`, `titleOf`, `choose(chat)`, `leave(chat)`, `finish(chat)`, `quoted`, `questions`, `phrase`, `blocked(block)`. */
  constructor(app, chat) {
    this.#app = app;
    this.#chat = chat;
    this.#view = new ChatView({ chat, client: app.client, language: chat.isGroup ? undefined : chat.language ?? app.choice.language, quoted: app.quoted, blocked: app.blocked });
    this.#list = new ChatList({ titleOf: app.titleOf, choose: app.choose });
    this.#end.append(askingButton({ id: "leave", label: t("leave"), question: t("leave_sure"), act: () => app.leave(chat) }));
    const phrase = app.phrase && phraseOffer(app.phrase);
    show(app.titleOf(chat), this.#list.element, app.questions, this.#call, this.#notices, this.#card, this.#view.element, this.#planPlace, this.#end, phrase);
    this.update();
  }

  get chat() {
    return this.#chat;
  }

  update() {
    this.#chat.unread = 0;
    this.#view.update();
    this.#mergeNotice();
    this.drawList();
    if (this.#chat.isClosed && !this.#end.querySelector("#finish")) {
      this.#end.replaceChildren(button(t("finish"), { id: "finish", class: "primary", onclick: () => this.#app.finish(this.#chat) }));
    }
  }

  #mergeNotice() {
    const isBeside = this.#decision && this.#chat.items.some(({ decision }) => decision === this.#decision);
    if (isBeside) this.#notices.replaceChildren();
  }

  drawList() {
    const { all } = this.#app;
    this.#list.element.hidden = all.length < 2;
    this.#list.update(all, this.#chat);
  }

  /** What is known about a call for a person; empty where there was none. */
  call(text, state) {
    this.#call.hidden = !text;
    this.#call.dataset.state = state ?? "";
    if (this.#call.textContent !== text) this.#call.textContent = text;
  }

  /** A card that is new is brought into sight, also for somebody who writes further down. */
  card(card, onDecline, isNew = false) {
    this.#card.replaceChildren(...(card ? [careCard(card, onDecline)] : []));
    const isAbove = this.#card.getBoundingClientRect().top < 0;
    if (card && isNew && isAbove) this.#card.scrollIntoView({ block: "start" });
  }

  /** The person's own plan beside the talk, at the step that the helper asks for. */
  plan(acts, n) {
    this.#plan ??= new PlanPart(acts);
    if (!this.#plan.element.isConnected) this.#planPlace.replaceChildren(this.#plan.element);
    this.#plan.ask(n);
  }

  /** A decision is not to be shown any more. */
  withdraw(decision) {
    if (this.#decision === decision) this.#notices.replaceChildren();
  }

  /** A decision on a message that stands here is explained beside that message, and not twice. */
  notice({ say, decision }, appeal) {
    this.#decision = decision;
    const note = h("div", { class: "note" }, h("p", {}, say), decision && appealForm(decision, { appeal }));
    this.#notices.replaceChildren(note);
    this.#mergeNotice();
  }
}
